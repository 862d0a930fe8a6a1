"""The release gate: every check by name, green or not, and what to do when it is not. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.answers.kinds import SAID, Decided
from portal.disclosures.letters import AnswerDocument
from portal.requests.kinds import Right


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the gate."""

    name: str
    green: bool
    words: str


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate looks at. `undecided` counts suggested entries without a decision."""

    undecided: int
    register_unchanged: bool
    reading_faults: tuple[str, ...]
    file_ready: bool
    file_faults: tuple[str, ...]
    file_unchanged: bool
    is_second_person: bool
    may_ask: bool
    reveals: bool
    is_known: bool
    card_tone: str
    is_resting: bool
    due_on: date | None
    today: date
    lacks_parts: bool = False
    missing_ways: Collection[str] = ()
    gaps: int = 0
    recipients_waiting: int = 0


def gate(facts: GateFacts) -> tuple[Check, ...]:
    """Every check in the order a reviewer reads them."""
    late = facts.due_on is not None and facts.today > facts.due_on
    return (
        Check("Matches", facts.undecided == 0 and facts.register_unchanged, _matches(facts)),
        Check(
            "Each thing", not facts.lacks_parts, PARTS_MISSING if facts.lacks_parts else "Each thing has a decision."
        ),
        Check("Recipients", not facts.recipients_waiting, _recipients(facts.recipients_waiting)),
        Check("What they can do", not facts.missing_ways, _ways(facts.missing_ways)),
        # what nobody wrote down cannot be told; the answer says so in its place, so it holds nothing back
        Check("What is missing", True, _gaps(facts.gaps)),
        Check("Plain words", not facts.reading_faults, "; ".join(facts.reading_faults) or "Reads at age 9 or under."),
        Check("The file", facts.file_ready, "Made." if facts.file_ready else "Not made yet. It takes a few seconds."),
        Check("Tagged PDF", facts.file_ready and not facts.file_faults, _faults(facts)),
        Check("Unchanged", facts.file_unchanged, _unchanged(facts)),
        Check("Second person", facts.is_second_person, _second(facts.is_second_person)),
        Check("Who asks", facts.may_ask, MAY_ASK if facts.may_ask else MAY_NOT_ASK),
        Check("Who it is", facts.is_known or not facts.reveals, _who_it_is(facts)),
        # the person's word; the clock of the law goes on, so it is said in "In time" all the same
        Check("Not resting", not facts.is_resting, _resting(facts.is_resting)),
        Check("Contact", True, CONTACT[facts.card_tone]),
        # being late is said, never a reason to hold an answer back any longer
        Check("In time", True, "This is late. Say sorry first in the letter." if late else "Within the due date."),
    )


PARTS_MISSING = "Write down what was decided about each thing that they asked for."
MAY_ASK = "Whoever asked may have it."
MAY_NOT_ASK = "It is not written down that whoever asks may do so. Decide that on the case first."
NOT_KNOWN = "It is not decided yet that it is them. Decide that on the case first."
CONTACT = {
    "green": "They come back with a code. Send nothing.",
    "amber": "Somebody else may see what you send. Look at the contact card before you write or call.",
    "blue": "Look at the contact card before you write or call.",
}


RESTING = "They asked us to wait. Nothing is released until they wake it. The due date does not move."


def _matches(facts: GateFacts) -> str:
    if facts.undecided:
        return f"{facts.undecided} suggested {'entry has' if facts.undecided == 1 else 'entries have'} no decision yet."
    if not facts.register_unchanged:
        return "The register changed after this was made. Take it back and make it again."
    return "Every suggested entry has a decision."


def _gaps(gaps: int) -> str:
    if not gaps:
        return "The answer names nothing as not recorded."
    return f"{gaps} {'fact is' if gaps == 1 else 'facts are'} not recorded. The answer says so, each with its reason."


def _recipients(waiting: int) -> str:
    """Art 19: whoever got the data hears of the change, or it is written down why not."""
    if waiting:
        return "Somebody who got it has not been told that it changed. Take it back, and look under Recipients."
    return "Nobody who got it waits to be told that it changed."


def _faults(facts: GateFacts) -> str:
    if not facts.file_ready:
        return "Checked when the file is made."
    return f"Fails: {', '.join(facts.file_faults)}." if facts.file_faults else "Title, language and tags are there."


def _unchanged(facts: GateFacts) -> str:
    if not facts.file_ready:
        return "Checked when the file is made."
    unchanged = facts.file_unchanged
    return "The stored file is the one that was made." if unchanged else "The stored file is not the one that was made."


def _second(is_second: bool) -> str:
    return "You had no hand in this answer." if is_second else "You wrote or prepared it. Somebody else has to approve."


def _who_it_is(facts: GateFacts) -> str:
    if not facts.reveals:
        return "This answer shows nothing of what we have, so nobody was asked who they are."
    return "A worker decided that it is them." if facts.is_known else NOT_KNOWN


def _resting(is_resting: bool) -> str:
    return RESTING if is_resting else "They have not asked us to wait."


def _ways(missing: Collection[str]) -> str:
    if missing:
        return f"It does not tell: {', '.join(missing)}. Take it back and make it again."
    return "It tells how to complain to us and to the regulator, and about court. Every no has its reason."


def lacks_parts(right: Right, decisions: int, *, is_nothing: bool) -> bool:
    """Whether an answer to that right leaves open what was decided. Nothing is decided about what was shared."""
    return right is not Right.SHARED and not is_nothing and not decisions


ONE_LETTER = (
    "Nothing is confirmed, so the letter has to be ours: “Nothing to give, or cannot be confirmed”. "
    "Your own words would tell which of the two it is."
)


def lacks_the_one_letter(right: Right, told: int, decisions: int, *, is_nothing: bool) -> bool:
    """Whether an answer to "what did you share?" would say in somebody's own words that there is nothing to tell."""
    return right is Right.SHARED and not told and not decisions and not is_nothing


WAYS = {
    "how to complain to us (s.164A)": "section 164A",
    "how to complain to the regulator (s.165)": "section 165",
    "that they can go to court": "a court",
}


def missing_ways(document: AnswerDocument) -> tuple[str, ...]:
    """What a refusal has to tell and this document does not (Art 12(4) UK GDPR). Every answer is held to it."""
    told = " ".join(text for right in document.rights for text in right.text)
    no_reason = any(piece.decision == SAID[Decided.NOT_DONE] and not piece.why for piece in document.decided)
    lines = [name for name, words in WAYS.items() if words not in told]
    return (*lines, *(["the reason for each no"] if no_reason else []))
