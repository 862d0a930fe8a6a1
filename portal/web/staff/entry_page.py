"""The page of an entry: what it says, what became of it, and the forms for what can be done about it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.disclosures import amending, attaching, correcting, feedback, queries
from portal.disclosures.relaxed import NO_RULE
from portal.extensions import db
from portal.policies.queries import clause_title
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.forms.entry_acts import AttachForm, CorrectionForm, FeedbackForm, in_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.accounts.actor import Actor
    from portal.disclosures.kinds import RecipientKind
    from portal.disclosures.models import Disclosure

FORMS: dict[str, type[BaseForm]] = {"feedback": FeedbackForm, "correction": CorrectionForm, "attach": AttachForm}


@dataclass(frozen=True, slots=True)
class After:
    """What became of an entry since it was logged."""

    feedback: Sequence[feedback.OpenedFeedback]
    amendments: Sequence[amending.OpenedAmendment]
    corrections: Sequence[correcting.OpenedCorrection]
    attachments: Sequence[attaching.OpenedAttachment]
    names: Mapping[uuid.UUID, str]

    def by(self, worker_id: uuid.UUID | None) -> str:
        """The name of a worker."""
        return self.names.get(worker_id, "Somebody who left") if worker_id else "Not recorded"


def entry_of(disclosure_id: uuid.UUID, actor: "Actor") -> "Disclosure":
    """The entry, if this worker may see it. Raises NotFound."""
    return queries.get(db.session, disclosure_id, locked=actor.may(Permission.REGISTER_LOCKED))


def _kind(kind: "RecipientKind") -> str:
    """For a recipient whose name an old log does not have."""
    return kind.value.replace("-", " ").capitalize()


def entry_screen(disclosure_id: uuid.UUID, refused: BaseForm | None = None) -> str:
    """Draw it; `refused` is a form that came back with what was typed."""
    actor = current_actor()
    entry = queries.opened(db.session, disclosure_id, locked=actor.may(Permission.REGISTER_LOCKED))
    row = entry.row
    drawn = {name: kind(formdata=None) for name, kind in FORMS.items()}
    drawn |= {name: refused for name, kind in FORMS.items() if type(refused) is kind}
    drawn["correction"].offer({str(r.id): r.name or _kind(r.kind) for r in entry.recipients})
    cited = (row.policy, row.policy_version, row.clause)
    rule = "Not recorded" if cited == NO_RULE else clause_title(db.session, *cited)
    return render_template(
        "staff/register/show.html", entry=entry, rule=rule,
        after=_after(db.session, row), f=drawn, form=refused, may_act=actor.may(Permission.REGISTER_LOG),
        in_words=in_words,
    )  # fmt: skip


def _after(session: "Session", row: "Disclosure") -> After:
    heard, amended = feedback.history(session, row), amending.history(session, row)
    sent, files = correcting.history(session, row), attaching.of_entry(session, row)
    who = {row.decided_by_id, row.approved_by_id, row.logged_by_id, *(one.row.noted_by_id for one in heard)}
    who |= {*(one.row.amended_by_id for one in amended), *(one.row.sent_by_worker_id for one in sent)}
    who |= {by for one in files for by in (one.row.added_by_id, one.row.removed_by_id)}
    return After(heard, amended, sent, files, get_names(session, {one for one in who if one}))
