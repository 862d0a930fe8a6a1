"""The page of letters: which fit the case, the boxes of one of them, and how it will look."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.answers import merging
from portal.cases.states import OPEN, Status
from portal.complaints import queries as complaints
from portal.complaints.kinds import SAID, ComplaintOutcome
from portal.core.reading import ENOUGH_WORDS, Reading, faults, hardest_sentence, measure
from portal.installation import installation
from portal.letters import Letter, LetterKind, write
from portal.letters.fields import boxes_of
from portal.letters.kinds import FOR_ADULTS, OF_ANSWER, Standing, fitting
from portal.requests import queries as requests
from portal.requests.authority import may_be_answered
from portal.web.staff.forms.letters import LetterForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case
    from portal.requests.queries import OpenedRequest

NAMES: dict[LetterKind, str] = {
    LetterKind.ACKNOWLEDGEMENT: "We have it",
    LetterKind.NOT_SURE: "Not sure that it is them",
    LetterKind.PARENT_REPLY: "Reply to somebody who asks for a young person",
    LetterKind.PART_REFUSAL: "We could do some of it",
    LetterKind.REFUSAL: "We cannot do it",
    LetterKind.CANNOT_CONFIRM: "Nothing to give, or cannot be confirmed",
    LetterKind.COMPLAINT_ACKNOWLEDGEMENT: "We have the complaint",
    LetterKind.COMPLAINT_PROGRESS: "How the complaint goes",
    LetterKind.COMPLAINT_OUTCOME: "What came of the complaint",
}
THEN: dict[bool, str] = {True: "Use it for the answer", False: "Send it"}


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would leave: its words, how hard they are, and what keeps it from leaving."""

    letter: Letter
    reading: Reading
    faults: tuple[str, ...]
    hardest: str

    @property
    def has_an_age(self) -> bool:
        """Whether there are enough words for a reading age to mean anything."""
        return self.reading.words >= ENOUGH_WORDS


@dataclass(frozen=True, slots=True)
class LettersPage:
    """Everything on the page of letters. `kind`: the one that is being written; None while none is chosen."""

    case: "Case"
    request: "OpenedRequest"
    fitting: tuple[LetterKind, ...]
    names: dict[LetterKind, str]
    kind: LetterKind | None
    boxes: tuple[str, ...]
    send: str
    preview: Preview | None


def standing_of(session: "Session", case: "Case") -> Standing:
    """Where the case stands, for the rule of which letters fit."""
    return Standing(
        is_complaint=case.is_complaint,
        is_open=case.status in OPEN,
        is_worked_on=case.status is Status.IN_PROGRESS,
        is_acknowledged=case.acknowledged_at is not None,
        is_somebody_else=requests.opened(session, case.request_id).asking.is_somebody_else,
        may_ask=may_be_answered(session, requests.get(session, case.request_id)),
    )


def letters_page(
    session: "Session", case: "Case", kind: LetterKind | None = None, letter: Letter | None = None
) -> LettersPage:
    """Gather the page; `letter` is shown as it would leave."""
    send = "Give it to a second person" if kind is LetterKind.COMPLAINT_OUTCOME else THEN[kind in OF_ANSWER]
    return LettersPage(
        case=case, request=requests.opened(session, case.request_id), fitting=fitting(standing_of(session, case)),
        names=NAMES, kind=kind, boxes=boxes_of(kind) if kind else (), send=send,
        preview=preview_of(letter) if letter else None,
    )  # fmt: skip


def preview_of(letter: Letter) -> Preview:
    """Measure a letter. One that no child reads is not held to the age of a child."""
    reading = measure(letter.text)
    hard = () if letter.kind in FOR_ADULTS else tuple(faults(reading))
    return Preview(letter, reading, hard, hardest_sentence(letter.text))


def written(session: "Session", case: "Case", kind: LetterKind, form: LetterForm) -> Letter:
    """The letter with what the form says. Raises RuleBroken."""
    more = {"outcome": SAID[ComplaintOutcome(form.outcome.data)]} if kind is LetterKind.COMPLAINT_OUTCOME else {}
    here = installation()
    fields = merging.fields_for(session, case, kind, form.boxes(), organisation=here.organisation, **more)
    return write(here.pack.letters, fields)


def begun(session: "Session", case: "Case", kind: LetterKind) -> LetterForm:
    """An empty form for that letter; an outcome that was sent back begins with what its writer typed."""
    kept = complaints.boxes_of(session, case) if kind is LetterKind.COMPLAINT_OUTCOME else {}
    file = complaints.find(session, case.id)
    outcome = file.outcome.value if kept and file and file.outcome else None
    return LetterForm(formdata=None, data={**kept, "kind": kind.value, "outcome": outcome, "version": case.version})
