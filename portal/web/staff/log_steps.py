"""An entry while it is written: its steps in their order, the form of each, and the entry they make together.

Answers are kept as they were typed. Whether a step is done is looked at anew each time, because another step may have
changed what it has to say: another day, and the rule that was chosen may not have counted then.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import list_workers
from portal.core.clock import local_date
from portal.disclosures import kinds as k
from portal.disclosures.basis import PERSONAL, suggest
from portal.disclosures.entry import Entry
from portal.policies.queries import clause_choices, list_policies, list_versions
from portal.policies.rules import versions_for
from portal.requests.kinds import Service
from portal.web.forms import BaseForm
from portal.web.staff.forms import telling_fields
from portal.web.staff.forms.log_entry import HappenedForm, PiecesForm, RecipientsForm, RuleForm, first_pieces
from portal.web.staff.forms.log_person import BASES, CONDITIONS, PersonForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.disclosures.drafts import Typed

HAPPENED, RULE, RECIPIENTS, PIECES, PERSON, CHECK = (
    "what-happened", "which-rule", "who-was-told", "what-was-told", "the-person", "check",
)  # fmt: skip
STEPS: dict[str, tuple[str, type[BaseForm]]] = {
    HAPPENED: ("What happened", HappenedForm),
    RULE: ("Which rule", RuleForm),
    RECIPIENTS: ("Who was told", RecipientsForm),
    PIECES: ("What was told", PiecesForm),
    PERSON: ("The young person", PersonForm),
}
ONLY_WHEN_SHARED = frozenset({RECIPIENTS, PIECES})
URGENT = {"emergency": "Help now", "not-urgent": "Help in time"}


class Writing:
    """One entry that is being written."""

    def __init__(
        self, session: "Session", actor: Actor, answers: "Mapping[str, Typed]", *, started_at: datetime, now: datetime
    ) -> None:
        self._session, self._actor, self._answers = session, actor, answers
        self.started_at, self.now = started_at, now
        self.happened: HappenedForm = self._happened(self._kept(HAPPENED))

    @property
    def is_shared(self) -> bool:
        """Whether anybody was told, as far as it is known."""
        return self.happened.is_shared or not self.happened.decision.data

    @property
    def steps(self) -> list[str]:
        """The steps that this entry has, in their order."""
        return [step for step in STEPS if self.is_shared or step not in ONLY_WHEN_SHARED]

    @property
    def next_step(self) -> str:
        """The first step that is not done; when all are, the page to check."""
        return next((step for step in self.steps if not self.is_done(step)), CHECK)

    @property
    def unused(self) -> list[str]:
        """Steps that were answered and do not count any more."""
        return [step for step in STEPS if step in self._answers and step not in self.steps]

    def is_done(self, step: str) -> bool:
        """Whether the step was answered, and what it says holds."""
        return step in self._answers and self.form(step).validate()

    def form(self, step: str, sent: Any = None) -> Any:
        """The form of a step: as it was sent just now, as it was kept, or as it is at first."""
        if step == HAPPENED:
            return self._happened(self._form(step, sent))
        form = self._form(step, sent)
        if isinstance(form, RuleForm):
            form.clause.choices = self.rules()
        elif isinstance(form, PersonForm):
            self._prepare_person(form)
        return form

    def rules(self) -> dict[str, list[tuple[str, str]]]:
        """The grounds of each version that may have counted when it was said, as urgent ones first."""
        groups: dict[str, list[tuple[str, str]]] = {}
        urgency = self.happened.urgency.data
        for code in sorted(URGENT, key=lambda code: code != urgency):
            for version in self._versions():
                told = f"{URGENT[code]} ({version.title}, version {version.number})"
                found = [
                    (f"{version.slug}:{version.number}:{clause.code}", clause.title)
                    for clause in clause_choices(version)
                    if clause.urgency.value == code
                ]
                groups |= {told: found} if found else {}
        return groups

    @property
    def is_sure_of_version(self) -> bool:
        """Whether the dates say which version counted on the day it was said."""
        return len(self._versions()) < 2  # noqa: PLR2004  # one, or none at all

    def suggested(self, form: PersonForm) -> tuple[k.LawfulBasis, k.SpecialCondition]:
        """What usually fits, from what was answered so far."""
        return suggest(
            k.Purpose(self.happened.purpose.data), k.Urgency(self.happened.urgency.data or k.Urgency.EMERGENCY),
            k.Decision(self.happened.decision.data or k.Decision.SHARED),
            k.PersonGroup(form.person_group.data or k.PersonGroup.NOT_KNOWN),
        )  # fmt: skip

    def entry(self) -> Entry:
        """The entry. Every step is done."""
        happened, rule, person = self.happened, self.form(RULE), self.form(PERSON)
        policy, version, clause = rule.cited
        told = telling_fields.telling(person, decided_at=happened.decided_at)
        basis, condition = self.suggested(person)
        shared = self.is_shared
        return Entry(
            purpose=k.Purpose(happened.purpose.data), service=Service(happened.service.data),
            urgency=k.Urgency(happened.urgency.data), decision=k.Decision(happened.decision.data),
            decided_at=happened.decided_at, shared_at=happened.shared_at, said_on=happened.day_said,
            late_reason=happened.late_reason.data or "", policy=policy, policy_version=version, clause=clause,
            why=rule.why.data, necessity=rule.necessity.data or "",
            recipients=self.form(RECIPIENTS).entries() if shared else (),
            fields=self.form(PIECES).entries() if shared else (),
            left_out=self.form(PIECES).left_out.data or "" if shared else "",
            copy_at=self.form(PIECES).copy_at.data or "" if shared else "",
            at_risk=k.AtRisk(person.at_risk.data), person_group=k.PersonGroup(person.person_group.data),
            identifiers=person.identifiers(), consent=k.Consent(person.consent.data),
            no_consent_reason=_reason(person), consent_note=person.consent_note.data or "",
            views=person.views.data or "", effect=person.effect.data or "", protect=person.protect.data or "",
            lawful_basis=k.LawfulBasis(person.lawful_basis.data or basis),
            special_condition=k.SpecialCondition(person.special_condition.data or condition),
            told=told.told, told_at=told.told_at, told_note=told.told_note, review_on=told.review_on,
            feedback=k.Feedback.NOT_ASKED, feedback_on=None,
            on_consent={"yes": True, "no": False}.get(person.on_consent.data),
            decided_by_id=_id(person.decided_by.data), approved_by_id=_id(person.approved_by.data),
        )  # fmt: skip

    def _versions(self) -> list[Any]:
        """Versions with grounds that may have counted, newest first."""
        day = self.happened.day_said
        found = [v for policy in list_policies(self._session)
                 for v in versions_for(list_versions(self._session, policy.slug), day)]  # fmt: skip
        return [version for version in reversed(found) if clause_choices(version)]

    def _happened(self, form: Any) -> Any:
        form.started_at, form.now = self.started_at, self.now
        return form

    def _prepare_person(self, form: PersonForm) -> None:
        happened = self.happened
        form.now, form.decided_at = self.now, happened.decided_at
        form.must_be_found = k.Purpose(happened.purpose.data) in PERSONAL
        telling_fields.offer(form, may_lock=self._actor.may(Permission.REGISTER_LOCKED), is_shared=self.is_shared)
        names = {str(w.id): w.name for w in list_workers(self._session) if w.disabled_at is None}
        me = str(self._actor.worker_id)
        form.me = me
        form.decided_by.choices = {me: f"{names.pop(me, 'You')} (you)", **names}
        form.approved_by.choices = {"": "Nobody else", **names, me: form.decided_by.choices[me]}
        basis, condition = self.suggested(form)
        form.lawful_basis.choices = {**form.lawful_basis.choices, "": f"As usual: {BASES[basis]}"}
        form.special_condition.choices = {**form.special_condition.choices, "": f"As usual: {CONDITIONS[condition]}"}

    def _form(self, step: str, sent: Any) -> Any:
        return self._kept(step) if sent is None else STEPS[step][1](formdata=sent)

    def _kept(self, step: str) -> Any:
        """The form as it was kept; its token against forgery was looked at when it was sent."""
        form = STEPS[step][1]
        if step in self._answers:
            return form(formdata=MultiDict(self._answers[step]), meta={"csrf": False})
        first: dict[str, Any] = {
            PIECES: first_pieces(), PERSON: telling_fields.first_answers(local_date(self.now)),
        }.get(step, {})  # fmt: skip
        return form(formdata=None, data=first, meta={"csrf": False})


def typed_in(form: Any, sent: Any) -> "Typed":
    """What was typed into the fields of a form, as it was sent; nothing else of what came is kept."""
    names = set(form._fields) - {"csrf_token", "submission"}  # WTForms gives no other way
    return {name: sent.getlist(name) for name in sent if name.partition("-")[0] in names}


def without_row(typed: "Typed", rows: str, number: str) -> "Typed":
    """The same without one row."""
    return {name: values for name, values in typed.items() if not name.startswith(f"{rows}-{number}-")}


def with_row(typed: "Typed", rows: str) -> "Typed":
    """The same with an empty row more, after the last one."""
    numbers = [int(part) for name in typed if name.startswith(f"{rows}-") and (part := name.split("-")[1]).isdigit()]
    return {**typed, f"{rows}-{max(numbers, default=-1) + 1}-name": [""]}


def _reason(person: PersonForm) -> k.NoConsentReason | None:
    asked = person.consent.data != k.Consent.NOT_ASKED.value
    return None if asked else k.NoConsentReason(person.no_consent_reason.data)


def _id(typed: str | None) -> uuid.UUID | None:
    return uuid.UUID(typed) if typed else None
