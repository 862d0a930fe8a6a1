"""Every answer of an entry that is being written, in words, so that it is read once more before it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.core.errors import RuleBroken
from portal.core.formatting import date_and_time, long_date
from portal.web.staff.forms.log_entry import NOT_KNOWN, HappenedForm, PiecesForm, RecipientsForm, RuleForm
from portal.web.staff.forms.log_person import FINDERS, PersonForm
from portal.web.staff.forms.telling_fields import NOT_TOLD
from portal.web.staff.log_steps import HAPPENED, PERSON, PIECES, RECIPIENTS, RULE, STEPS, Writing

Rows = Iterator[tuple[str, str]]
STEP_OF = {
    **dict.fromkeys(("decided_on", "shared_on", "late_reason", "said_on"), HAPPENED),
    **dict.fromkeys(("clause", "why"), RULE),
    **dict.fromkeys(("recipients", "recipient_name"), RECIPIENTS),
    **dict.fromkeys(("fields", "what"), PIECES),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One step: its title, and what was answered. Nothing is answered where it is not done."""

    step: str
    title: str
    rows: tuple[tuple[str, str], ...]


def answered(writing: Writing) -> list[Section]:
    """The steps of the entry, each with its answers."""
    says: dict[str, Any] = {
        HAPPENED: _happened, RULE: _rule, RECIPIENTS: _recipients, PIECES: _pieces,
        PERSON: lambda form: _person(form, writing),
    }  # fmt: skip
    return [
        Section(step, STEPS[step][0], tuple(says[step](writing.form(step))) if writing.is_done(step) else ())
        for step in writing.steps
    ]


def problem_of(error: RuleBroken) -> str:
    """The step in which what was refused can be put right."""
    return STEP_OF.get(error.field, PERSON)


def _happened(form: HappenedForm) -> Rows:
    yield "Decision", picked(form.decision)
    yield "How urgent", picked(form.urgency)
    yield "Where it was said", picked(form.service)
    yield "Decided", date_and_time(form.decided_at)
    if form.shared_at:
        yield "When they were told", date_and_time(form.shared_at)
    if form.late_reason.data:
        yield "Why later, or told first", form.late_reason.data
    yield "Said", "We do not know" if form.said.data == NOT_KNOWN else long_date(form.day_said or form.decided_at)
    yield "Why it was told", picked(form.purpose)


def _rule(form: RuleForm) -> Rows:
    yield "Rule", f"{picked(form.clause)} (version {form.cited[1]})"
    yield "Why", form.why.data
    if form.necessity.data:
        yield "Needed, and no more", form.necessity.data


def _recipients(form: RecipientsForm) -> Rows:
    for row in form.meant:
        said = [picked(row["kind"]), row["name"].data, row["role"].data, picked(row["sent_by"]), row["contact"].data]
        yield "Who", ", ".join(one for one in said if one) + (", checked" if row["identity_checked"].data else "")


def _pieces(form: PiecesForm) -> Rows:
    for words, row in form.told:
        agreed = "Agreed before." if row["agreed"].data else "Not agreed before."
        yield words, f"{row['what'].data}. {row['why'].data} {agreed}"
    yield "Left out", form.left_out.data
    if form.copy_at.data:
        yield "Exact copy", form.copy_at.data


def _person(form: PersonForm, writing: Writing) -> Rows:
    labels = {kind: str(form[name].label.text) for kind, name in FINDERS.items()}
    for kind, typed in form.identifiers():
        yield labels[kind], typed
    yield "How old", picked(form.person_group)
    yield "At risk", picked(form.at_risk)
    yield "Did they agree", picked(form.consent)
    if form.no_consent_reason.data and form.consent.data == "not-asked":
        yield "Why not asked", picked(form.no_consent_reason)
    yield from _said(form, consent_note="What they said about it", views="What they wanted")
    yield "Do they know", picked(form.told)
    if form.told.data in NOT_TOLD:
        yield "Why not told", form.told_note.data
        yield "Look again on", long_date(form.review_on.data)
    elif writing.is_shared and form.told_on.data:
        yield "Told on", long_date(form.told_on.data)
    yield "Lawful basis", picked(form.lawful_basis)
    yield "Condition", picked(form.special_condition)
    if form.on_consent.data:
        yield "Collected on consent", picked(form.on_consent)
    yield "Who decided", picked(form.decided_by)
    yield "Who approved", picked(form.approved_by)
    yield from _said(form, protect="Other people to protect", effect="What it changes")


def _said(form: PersonForm, **keys: str) -> Rows:
    for name, key in keys.items():
        if form[name].data:
            yield key, form[name].data


def picked(field: Any) -> str:
    """The words of the choice that is picked."""
    return next((str(label) for value, label, chosen, *_ in field.iter_choices() if chosen), "")
