"""The pages of one set, gathered before they are drawn."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import render_template

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.core.errors import NotFound
from portal.extensions import db
from portal.shares import queries
from portal.shares.lines import BadLine
from portal.shares.rules import OPT_OUT_OF, safe_count
from portal.shares.states import ShareState, available
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.need_to_know import shut_for
from portal.web.staff.forms import shares as words
from portal.web.staff.forms.shares import CloseForm, LateForm, PeopleForm

if TYPE_CHECKING:
    from portal.shares.models import ShareSet

WORDS = {"kinds": words.KINDS, "forms": words.FORMS, "receivers": words.RECEIVERS, "bases": words.BASES}


def share_of(share_id: uuid.UUID) -> "ShareSet":
    """The set, where this worker may know of it. Raises NotFound."""
    return queries.get(db.session, share_id, locked=current_actor().may(Permission.REGISTER_LOCKED))


def share_screen(share_id: uuid.UUID, form: BaseForm | None = None) -> str:
    """Draw the page of a set; `form` is the one that was refused."""
    row, actor = share_of(share_id), current_actor()
    is_own = str(actor.id) in row.hand_ids
    moves = available(row.state, actor.permissions, needs_second=row.needs_second, is_own=is_own)
    late = len(queries.late(db.session, row))
    return render_template(
        "staff/shares/show.html",
        share=queries.opened(db.session, row),
        row=row,
        moves={move.value for move in moves},
        count=safe_count(queries.count_members(db.session, row)),
        late=safe_count(late) if late else "",
        may_fill=actor.may(Permission.SHARES_LOG) and row.state is ShareState.OPEN and row.has_members,
        has_opt_outs=row.kind in OPT_OUT_OF,
        is_own=is_own,
        names=get_names(db.session, {one for one in (row.begun_by_id, row.proposed_by_id, row.closed_by_id) if one}),
        form=form,
        close_form=form if isinstance(form, CloseForm) else CloseForm(formdata=None),
        late_form=form if isinstance(form, LateForm) else LateForm(formdata=None),
        said=WORDS,
    )


def people_screen(
    share_id: uuid.UUID, form: PeopleForm | None = None, *, bad: Sequence[BadLine] = (), after: str = ""
) -> str:
    """Draw the page of who is in a set. `bad`: the lines that do not fit, as they were refused."""
    row, actor = share_of(share_id), current_actor()
    if not row.has_members:
        raise NotFound
    page, following = queries.list_members(db.session, row, shut=shut_for(actor), after=_key(after))
    return render_template(
        "staff/shares/people.html",
        row=row,
        people=page,
        following=following,
        count=safe_count(queries.count_members(db.session, row)),
        may_fill=row.state is ShareState.OPEN,
        form=form or PeopleForm(formdata=None),
        bad=bad,
        why=words.NOT_TAKEN,
        has_opt_outs=row.kind in OPT_OUT_OF,
    )


def _key(after: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(after) if after else None
    except ValueError:
        raise NotFound from None
