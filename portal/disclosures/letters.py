"""What an answer says: plain values, frozen as JSON when it is approved and read back as the same values."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from portal.disclosures.other_share import OtherShare, ToldOfChange
from portal.documents.frozen import freeze, thaw
from portal.letters.kinds import NOTHING

__all__ = [
    "NOTHING",
    "AnswerDocument",
    "CrisisLine",
    "DecidedPart",
    "DonePart",
    "Fact",
    "OtherShare",
    "Part",
    "Right",
    "Share",
    "SharedItem",
    "ToldOfChange",
    "rights_for",
]

TOLD = "Who we told that it changed"
# the Commissioner's Office became the Commission on 30 September 2026 (DUAA 2025 ss.117-119)
NAME_CHANGED = "until September 2026"


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """Somebody to talk to: who, how to reach them, what else to know."""

    name: str
    how: str
    note: str


@dataclass(frozen=True, slots=True)
class SharedItem:
    """One thing told: what, why it was told, whether it was agreed beforehand, in plain words."""

    what: str
    why: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One question about an entry and its answer, in the person's words."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Share:
    """One time the organisation told somebody, in the person's words. An empty text means that it was not recorded.

    Read in three layers: `sentence`; the facts from `when` to `next`; the `whole` entry. What has a default came later.
    """

    heading: str
    when: str
    who: tuple[str, ...]
    items: tuple[SharedItem, ...]
    why: str
    rule: str
    told: str
    left_out: str
    next: str
    sentence: str = ""
    rule_day: str = ""
    corrections: tuple[str, ...] = ()
    whole: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Right:
    """One thing the person can do: a heading, and a sentence or two in each paragraph."""

    heading: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecidedPart:
    """What was decided about one thing that was asked for: what, the decision, the reasons, how long it is kept."""

    what: str
    decision: str
    why: tuple[str, ...]
    until: str


@dataclass(frozen=True, slots=True)
class DonePart:
    """What was done by hand in one place: where, what, on which day, and words of ours. May hold no words."""

    where: str
    what: str
    done_on: date
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece that is read on its own. `kind` names its fragment: `shared/answer/<kind>.html`."""

    id: str
    kind: str
    title: str
    topic: str
    share: Share | None = None

    @property
    def listed(self) -> str:
        """What the contents say: an entry is told there in its one sentence, everything else has its title."""
        return (self.share.sentence if self.share else "") or self.title


@dataclass(frozen=True, slots=True)
class AnswerDocument:
    """The letter, what was shared, what was decided and done, and what the person can do next.

    `neutral` keeps everything but the reference and the dates off the first page of the paper. `nothing` is what
    stands there when `shares` is empty; itself empty, it is the answer to something else than what was shared.
    The fields with a default came later: an answer that was frozen before they came is still read.
    """

    template: ClassVar[str] = "documents/answer/document.html"

    reference: str
    organisation: str
    neutral: bool
    asked_on: date
    answered_on: date
    letter: tuple[str, ...]
    searched: tuple[str, ...]
    shares: tuple[Share, ...]
    nothing: str
    rights: tuple[Right, ...]
    crisis: tuple[CrisisLine, ...]
    contact: tuple[str, ...]
    decided: tuple[DecidedPart, ...] = ()
    done: tuple[DonePart, ...] = ()
    afterwards: tuple[str, ...] = ()
    others: tuple[OtherShare, ...] = ()
    told_of_change: tuple[ToldOfChange, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pieces in reading order, each with a title and one quiet line on what it holds."""
        letter = Part("letter", "letter", "Our letter to you", "What we did, and where we looked.")
        nothing = Part("nothing", "nothing", "What we found", "What came of our search.")
        rights = Part("rights", "rights", "What you can do next", "What to do if you think we got it wrong.")
        found = (*self._shared(), *self._others()) or ((nothing,) if self.nothing else ())
        return (letter, *found, *self._worked(), rights)

    def _worked(self) -> tuple[Part, ...]:
        """What was decided and done, for the rights that ask us to do something."""
        parts = (
            (self.decided, Part("decided", "decided", "What we decided", "Each thing you asked for, one by one.")),
            (self.done, Part("done", "done", "What we did, and where", "Each place, and the day.")),
            (self.told_of_change, Part("told", "told", TOLD, "Each one, and how we told them.")),
            (self.afterwards, Part("afterwards", "afterwards", "What happens now", "What is still to come.")),
        )
        return tuple(part for there, part in parts if there)

    def _shared(self) -> tuple[Part, ...]:
        topic = "Who, what, when and why."
        return tuple(Part(f"shared{n}", "share", s.heading, topic, s) for n, s in enumerate(self.shares, start=1))

    def _others(self) -> tuple[Part, ...]:
        """Times on which data of many people at once was passed on."""
        title, topic = "Other times we passed on information", "About many people at once, and you were one of them."
        return (Part("others", "others", title, topic),) if self.others else ()

    def to_json(self) -> str:
        """Freeze as one line of ASCII, the same for the same values: fit to be hashed."""
        return freeze(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read the very values that `to_json` froze. Raises ContentBroken for anything else."""
        return thaw(cls, text)


def rights_for(
    organisation_name: str,
    contact: str,
    regulator_name: str,
    regulator_former: str,
    regulator_website: str,
    regulator_phone: str,
) -> tuple[Right, ...]:
    """List what the person can do next, in the order they would try it.

    Every answer and refusal must tell it (Art 12(4), 15(1)(e), (ea), (f) UK GDPR): complain to us (s.164A DPA 2018,
    acknowledged within 30 days), complain to the regulator (s.165), go to court, and the other rights. `contact` is
    one line; `regulator_former` is the name people still know it by, empty when there is none.
    """
    return (
        _complain_to_us(organisation_name, contact),
        _ask_the_regulator(regulator_name, regulator_former, regulator_website, regulator_phone),
        _go_to_court(),
        _ask_for_more(),
    )


def _complain_to_us(organisation_name: str, contact: str) -> Right:
    may = "Do you think we missed something, or got something wrong? You can complain to us. That is your right in law."
    law = "It is section 164A of the Data Protection Act 2018."
    how = "You can write, or ask someone you trust to do it for you. It costs nothing."
    then = "We will tell you within 30 days that we have it. Then we look into it, and we tell you what we find."
    return Right("Tell us if we got it wrong", (f"{may} {law}", how, f"To reach {organisation_name}: {contact}", then))


def _ask_the_regulator(name: str, former: str, website: str, phone: str) -> Right:
    was_called = f" ({NAME_CHANGED} called the {former})" if former else ""
    may = f"You can also complain to the {name}{was_called}. It checks that groups like us play fair."
    law = "This right is section 165 of the same Act."
    return Right(f"Ask the {name}", (f"{may} {law}", f"Website: {website}", f"Phone: {phone}"))


def _go_to_court() -> Right:
    may = "You can ask a court to look at what we did. A court can cost money, so ask for advice first."
    who = "You do not have to do this alone. Someone you trust can help you find advice."
    return Right("Go to court", (may, who))


def _ask_for_more() -> Right:
    may = "You can ask us for a copy of what we have about you. You can ask us to fix it, delete it, or stop using it."
    side = "You can also add your side of the story."
    no = "We may have to say no to some of it. We tell you why, if the law lets us."
    return Right("Ask us for something else", (f"{may} {side}", no))
