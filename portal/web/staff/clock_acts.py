"""Each act on a clock: its form, how it is planned, how it is done, and what is said then."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from portal.accounts.actor import Actor
from portal.cases import clock as acts
from portal.cases.clock import Plan, Standing
from portal.cases.deadlines import GateKind
from portal.cases.history import row
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.web.staff.forms import clock as forms

Planned = Callable[[Standing, Any, Actor], Plan]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `plan(stands, form, actor)`, `do(case, form, **who)` with calendar, actor and time in `who`."""

    form: type[forms.ClockForm]
    plan: Planned
    do: Callable[..., object]
    sure: str
    done: str


def _ask(kind: GateKind) -> tuple[Planned, Callable[..., object]]:
    def given(form: Any) -> dict[str, Any]:
        return {name: form[name].data or "" for name in ("reason", "words") if name in form}

    return (
        lambda stands, form, actor: acts.plan_ask(db.session, stands, kind, actor=actor, **given(form)),
        lambda case, form, **who: acts.ask_gate(db.session, case, kind, **given(form), **who),
    )


def _met(kind: GateKind) -> tuple[Planned, Callable[..., object]]:
    return (
        lambda stands, form, actor: acts.plan_met(stands, kind, form.on.data, actor=actor),
        lambda case, form, **who: acts.meet_gate(db.session, case, kind, form.on.data, **who),
    )


def _asked(form: Any) -> dict[str, Any]:
    given = {"about": form.about.data or "", "own": form.why.data or "", "asked_on": form.asked_on.data}
    return {**given, "letters": installation().letters}


def _longer(form: Any) -> dict[str, Any]:
    return {"reasons": form.reasons.data or (), "own": form.own.data or "", "letters": installation().letters}


def _event_id(form: Any) -> uuid.UUID:
    try:
        return uuid.UUID(form.event.data or "")
    except ValueError:
        raise RuleBroken("Say what was wrong", field="event") from None


def _plan_back(stands: Standing, form: Any, actor: Actor) -> Plan:
    event = row(db.session, stands.case, _event_id(form))
    return acts.plan_back(stands, event, form.words.data or "", actor=actor)


COUNT = "Let it count"
ACTS: Mapping[str, Act] = {
    "question": Act(
        forms.QuestionForm,
        lambda stands, form, actor: acts.plan_question(
            db.session, stands, form.question.data or "", actor=actor, **_asked(form)
        ),
        lambda case, form, **who: acts.ask_question(
            db.session, case, form.question.data or "", submission=form.submission.data, **_asked(form), **who
        ),
        "Ask it, and stop the clock",
        "Asked. The clock stands until the answer comes.",
    ),
    "answer": Act(
        forms.AnswerByHandForm,
        lambda stands, form, actor: acts.plan_answer(stands, form.on.data, how=form.how.data or "", actor=actor),
        lambda case, form, **who: acts.answered(db.session, case, form.on.data, how=form.how.data or "", **who),
        COUNT,
        "Written down. The clock goes on.",
    ),
    "extension": Act(
        forms.ExtensionForm,
        lambda stands, form, actor: acts.plan_extension(stands, actor=actor, **_longer(form)),
        lambda case, form, **who: acts.extend(
            db.session, case, submission=form.submission.data, **_longer(form), **who
        ),
        "Send it, and move the date",
        "Sent. They can read it when they come back.",
    ),
    "identity": Act(forms.DoubtForm, *_ask(GateKind.ID), COUNT, "Written down. Write to them how they can show it."),
    "identity-met": Act(forms.MetForm, *_met(GateKind.ID), COUNT, "Written down. The month starts then."),
    "authority": Act(forms.AuthorityGateForm, *_ask(GateKind.AUTHORITY), COUNT, "Written down."),
    "fee": Act(forms.FeeForm, *_ask(GateKind.FEE), COUNT, "Written down. Write to them what it costs, and why."),
    "fee-met": Act(forms.MetForm, *_met(GateKind.FEE), COUNT, "Written down. The month starts then."),
    "back": Act(
        forms.BackForm,
        _plan_back,
        lambda case, form, **who: acts.take_back(db.session, case, _event_id(form), form.words.data or "", **who),
        COUNT,
        "Taken back.",
    ),
}


def form_of(name: str, **options: Any) -> forms.ClockForm:
    """The form of an act, with a prefix of its own."""
    return ACTS[name].form(prefix=f"{name}-", **options)


empty_form = partial(form_of, formdata=None)
