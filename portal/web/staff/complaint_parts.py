"""What stands on the page of a complaint: what it is about, when to write next, and the outcome that waits."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names, list_workers
from portal.cases.states import CLOSED, Status
from portal.complaints import queries
from portal.complaints.service import may_not_judge
from portal.web.staff.forms.letters import OUTCOMES, SENT_BACK, ComplaintFileForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case


@dataclass(frozen=True, slots=True)
class ComplaintPart:
    """The file of a complaint, as this worker may see and change it. `may_not`: why they may not judge it."""

    about: "Case | None"
    cases: "Sequence[Case]"
    named: Sequence[str]
    tell_by: date | None
    outcome: str
    letter: str
    written_by: str
    may_file: bool
    may_judge: bool
    may_not: str
    form: ComplaintFileForm
    sent_back: dict[str, str]


def complaint_part(session: "Session", case: "Case", actor: Actor) -> ComplaintPart:
    """Gather the file. The letter is shown while it waits; once it was sent it stands among the messages."""
    file, named = queries.find(session, case.id), queries.named(session, case)
    waits = case.status is Status.CHECKING
    cases, is_open = queries.cases_to_name(session, case), case.status not in CLOSED
    writers = {file.written_by_id} if file and file.written_by_id else set()
    names = get_names(session, {*named, *writers})
    about = queries.case_complained_about(session, case)
    may_judge = waits and actor.may(Permission.ANSWER_APPROVE)
    return ComplaintPart(
        about=about,
        cases=cases,
        named=sorted(names[worker] for worker in named if worker in names),
        tell_by=queries.tell_by_of(session, case) if is_open and case.acknowledged_at else None,
        outcome=OUTCOMES[file.outcome] if file and file.outcome and (waits or not is_open) else "",
        letter=queries.letter_of(session, case) if waits else "",
        written_by=names.get(file.written_by_id, "A worker") if file and file.written_by_id else "",
        may_file=actor.may(Permission.CASE_WORK) and is_open and not waits,
        may_judge=may_judge,
        may_not=may_not_judge(session, case, actor) if may_judge else "",
        form=file_form(session, case, cases, about.id if about else None, named),
        sent_back={str(code): words for code, words in SENT_BACK.items()},
    )


def file_form(
    session: "Session",
    case: "Case",  # noqa: ARG001  # a form belongs to a case
    cases: "Sequence[Case]",
    about_id: uuid.UUID | None,
    named: set[uuid.UUID],
) -> ComplaintFileForm:
    """The form of the file, as it stands now."""
    form = ComplaintFileForm(
        formdata=None, data={"about_case": str(about_id) if about_id else "", "workers": [str(one) for one in named]}
    )
    return offer_file(session, form, cases)


def offer_file(session: "Session", form: ComplaintFileForm, cases: "Sequence[Case]") -> ComplaintFileForm:
    """Fill the lists of the form: the cases of the request, everybody on the books."""
    form.about_case.choices = [
        *((str(one.id), f"Case {one.number}") for one in cases),
        ("", "None of them, or not sure"),
    ]
    form.workers.choices = [(str(worker.id), worker.name) for worker in list_workers(session)]
    return form
