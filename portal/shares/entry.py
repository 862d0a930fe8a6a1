"""A set as a worker writes it down: plain values and the rules they must obey, before anything is stored."""

from dataclasses import dataclass
from datetime import date

from portal.core.errors import RuleBroken
from portal.core.reading import MAX_SENTENCE, measure
from portal.shares.kinds import Basis, Form, Receiver, ShareKind

LONGEST = 1000
READ_BY_THEM = ("what", "why", "receiver_name")


@dataclass(frozen=True, slots=True)
class ShareEntry:
    """What goes to whom, why, on which basis. The words are read by everybody who is in it and asks."""

    kind: ShareKind
    form: Form
    receiver: Receiver
    receiver_name: str
    what: str
    why: str
    basis: Basis
    is_locked: bool = False
    locked_why: str = ""
    review_on: date | None = None

    def check(self, today: date) -> None:
        """Raise RuleBroken at the first thing that would make it untrue or useless."""
        for broken, message, name in self._rules(today):
            if broken:
                raise RuleBroken(message, field=name)

    def _rules(self, today: date) -> tuple[tuple[bool, str, str], ...]:
        can_be_told = self.form is not Form.ANONYMOUS
        return (
            (not self.receiver_name.strip(), "Name who gets it", "receiver_name"),
            (not self.what.strip(), "Say what they get, in words for the young people in it", "what"),
            (not self.why.strip(), "Say why they get it, in words for the young people in it", "why"),
            *((len(getattr(self, name)) > LONGEST, "Use 1,000 letters or fewer", name) for name in READ_BY_THEM),
            *((_is_hard(getattr(self, name)), HARD, name) for name in ("what", "why")),
            (
                self.kind is ShareKind.STATISTICS and can_be_told,
                "Statistics have nobody in them. If a person can be told from it, it is another kind of set",
                "form",
            ),
            (
                can_be_told and self.basis is Basis.NOT_PERSONAL,
                "A person can be told from it, so it needs a basis in law",
                "basis",
            ),
            (
                self.is_locked and self.kind is not ShareKind.LEGAL,
                "Only a law request can be one that the people in it must not be told of",
                "is_locked",
            ),
            (self.is_locked and not self.locked_why.strip(), "Say why they must not be told", "locked_why"),
            (self.is_locked and self.review_on is None, "Say when this will be looked at again", "review_on"),
            (
                bool(self.is_locked and self.review_on and self.review_on <= today),
                "Give a day that is still to come",
                "review_on",
            ),
        )


HARD = f"Too hard to read: use sentences of {MAX_SENTENCE} words or fewer"


def _is_hard(text: str) -> bool:
    return measure(text).longest_sentence > MAX_SENTENCE
