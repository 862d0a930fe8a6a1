"""The steps of writing an entry: what happened, which rule, who was told, what was told.

A step says by itself, in words, what is missing. What a reason is only needed for is shown when it is picked, by the
style sheet; what is not shown is not looked at.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, DateField, FieldList, Form, FormField, RadioField, SelectField, StringField, TimeField
from wtforms import TextAreaField as Box
from wtforms.validators import Length, Optional

from portal.core.clock import LONDON, local_date
from portal.disclosures import kinds as k
from portal.disclosures.entry import FieldEntry, RecipientEntry, is_late
from portal.requests.kinds import Service
from portal.web.choices import OneOf, coded, must_pick, must_say
from portal.web.forms import BaseForm

SHORT = Length(max=200, message="Use 200 letters or fewer")
LONG = Length(max=2000, message="Use 2,000 letters or fewer")
MOST = 20  # recipients of one entry, and pieces besides those on the list
NOW, EARLIER, SAME, OTHER, NOT_KNOWN = "now", "earlier", "same", "other", "not-known"
YOUNG_PERSON_READS = "The young person will read this. Plain words, no blame."

DECISIONS = {
    k.Decision.SHARED: "We told somebody",
    k.Decision.PART: "We told somebody a part of it, and kept the rest",
    k.Decision.NOT_SHARED: "We thought about it, and told nobody",
}
URGENCIES = {k.Urgency.EMERGENCY: "Help now: an emergency", k.Urgency.NOT_URGENT: "Help in time: not an emergency"}
SERVICES = {
    Service.CHAT: "Chat", Service.CALL: "Call", Service.TEXT: "Text", Service.BOARDS: "Boards",
    Service.COUNSELLING: "Counselling", Service.NOT_SURE: "Somewhere else, or not known",
}  # fmt: skip
PURPOSES = {
    k.Purpose.SAFEGUARDING: "To keep somebody safe", k.Purpose.LEGAL: "Because the law or a court said so",
    k.Purpose.RESEARCH: "Research", k.Purpose.OBSERVER: "An observer of our work",
    k.Purpose.STATISTICS: "Numbers, for the press or a report",
}  # fmt: skip
RECIPIENTS = {
    k.RecipientKind.POLICE_EMERGENCY: "Police, 999", k.RecipientKind.AMBULANCE: "Ambulance",
    k.RecipientKind.SOCIAL_WORK: "Social work", k.RecipientKind.POLICE: "Police, 101",
    k.RecipientKind.HEALTH: "Nurse, doctor or hospital", k.RecipientKind.SCHOOL: "School",
    k.RecipientKind.COUNTER_TERRORISM: "Police for terrorism", k.RecipientKind.COURT: "Court",
    k.RecipientKind.OTHER: "Somebody else",
}  # fmt: skip
WAYS = {
    k.SentBy.PHONE: "Phone", k.SentBy.SECURE_EMAIL: "Secure email", k.SentBy.ONLINE_FORM: "Online form",
    k.SentBy.LETTER: "Letter", k.SentBy.IN_PERSON: "In person",
}  # fmt: skip
# what can be told, and the reason that nearly always holds; the worker sees it and changes it
PIECES = {
    k.FieldKind.NAME: ("Their name", "So that they could ask for you."),
    k.FieldKind.PHONE: ("Their phone number", "So that they could call you."),
    k.FieldKind.LOCATION: ("Where they were", "So that they could find you."),
    k.FieldKind.WORRY: ("Why we were worried", "So that they knew how to help."),
    k.FieldKind.ADDRESS: ("Where they live", "So that they could come to you."),
    k.FieldKind.DATE_OF_BIRTH: ("Date of birth or age", "So that they knew how old you are."),
    k.FieldKind.WORDS: ("Words they wrote or said", ""),
    k.FieldKind.EMAIL: ("Their email address", "So that they could write to you."),
    k.FieldKind.IP_ADDRESS: ("IP address", "So that they could find out where you were."),
    k.FieldKind.OTHER: ("Something else", ""),
}
LISTED = tuple(PIECES)


class HappenedForm(BaseForm):
    """What was decided, how urgent, and when. Two moments are one unless somebody says otherwise."""

    decision = OneOf("What was decided?", DECISIONS)
    urgency = OneOf("How urgent was it?", URGENCIES)
    service = OneOf("Where was it said?", SERVICES)
    when = OneOf("When was it decided?", {NOW: "Just now", EARLIER: "Earlier"}, default=NOW)
    decided_on = DateField("Day it was decided", [Optional()])
    decided_time = TimeField("Time, or your best guess", [Optional()])
    shared_when = OneOf("When were they told?", {SAME: "At that moment", OTHER: "At another time"}, default=SAME)
    shared_on = DateField("Day they were told", [Optional()])
    shared_time = TimeField("Time, or your best guess", [Optional()])
    late_reason = StringField(
        "Why is it written down later, or why was somebody told first?", [SHORT],
        description="Needed after a day, or when somebody was told before it was decided.",
    )  # fmt: skip
    said = OneOf(
        "When did the young person say it?", {SAME: "On the day it was decided", OTHER: "On another day",
        NOT_KNOWN: "We do not know"}, default=SAME, description="The rules of that day decide.",
    )  # fmt: skip
    said_on = DateField("Day it was said", [Optional()])
    purpose = SelectField("Why was it told?", choices=coded(PURPOSES), default=k.Purpose.SAFEGUARDING.value)

    started_at: datetime
    now: datetime

    @property
    def is_shared(self) -> bool:
        """Whether anybody was told."""
        return bool(self.decision.data) and self.decision.data != k.Decision.NOT_SHARED.value

    @property
    def decided_at(self) -> datetime:
        """“Just now” is when the entry was begun."""
        if self.when.data == NOW:
            return self.started_at
        return _moment(self.decided_on.data, self.decided_time.data)

    @property
    def shared_at(self) -> datetime | None:
        """When they were told; None when nobody was."""
        if not self.is_shared:
            return None
        other = self.shared_when.data == OTHER
        return _moment(self.shared_on.data, self.shared_time.data) if other else self.decided_at

    @property
    def day_said(self) -> date | None:
        """The day on which it was said; None when nobody knows."""
        days = {SAME: local_date(self.decided_at), OTHER: self.said_on.data}
        return days.get(self.said.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say all that is missing at once; what depends on a day only when the day is there."""
        fine = [
            bool(super().validate(extra_validators)),
            must_pick(self, "decision", "Say what was decided"),
            must_pick(self, "urgency", "Say how urgent it was"),
            must_pick(self, "service", "Say where it was said"),
            self.when.data != EARLIER or _has_moment(self, "decided"),
            not (self.is_shared and self.shared_when.data == OTHER) or _has_moment(self, "shared"),
            self.said.data != OTHER or _has_day(self, "said_on", "Give the day"),
        ]
        return all(fine) and not _refuse_first(self, self._untrue())

    def _untrue(self) -> Iterator[tuple[bool, str, str]]:
        shared, first = self.shared_at, bool(self.shared_at and self.shared_at < self.decided_at)
        reason = (self.late_reason.data or "").strip()
        said = self.day_said
        yield self.decided_at > self.now, "decided_on", "The decision cannot lie in the future"
        yield bool(shared and shared > self.now), "shared_on", "It cannot have been shared in the future"
        yield (
            first and self.urgency.data != k.Urgency.EMERGENCY.value, "shared_on",
            "It cannot have been shared before it was decided, except in an emergency",
        )  # fmt: skip
        yield first and not reason, "late_reason", "Say why it was shared before it was decided"
        late = is_late(self.decided_at, self.started_at)
        yield late and not reason, "late_reason", "It is more than a day ago. Say why it is written down only now"
        yield bool(said and said > local_date(self.decided_at)), "said_on", "It was said before it was decided"


class RuleForm(BaseForm):
    """Which clause it rested on. `clause` holds policy, version and clause in one choice."""

    clause = RadioField("Which rule did you follow?", choices={}, validate_choice=False)
    why = Box("Why did you do it?", [LONG], description=YOUNG_PERSON_READS, render_kw={"rows": 3})
    necessity = Box(
        "Why was it needed, and no more than needed?",
        [LONG],
        description="The young person will read this. You can leave it out.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A rule that is offered: of a version that may have counted on the day it was said."""
        fine = bool(super().validate(extra_validators))
        offered = {value for value, *_ in self.clause.iter_choices()}
        if self.clause.data not in offered:
            self.clause.errors = [
                "That rule did not count on the day it was said. Choose again" if self.clause.data
                else "Choose the rule"
            ]  # fmt: skip
            fine = False
        return must_say(self, "why", "Say why, in words the person will read") and fine

    @property
    def cited(self) -> tuple[str, int, str]:
        """Policy, version and clause. Call after `validate`."""
        policy, version, clause = str(self.clause.data).split(":")
        return policy, int(version), clause


class RecipientRow(Form):  # type: ignore[misc]  # WTForms has no types
    """One who was told."""

    kind = OneOf("Who was told?", RECIPIENTS)
    name = StringField("Name of the place or person", [SHORT])
    sent_by = OneOf("How?", WAYS)
    role = StringField("Their role", [SHORT], description="Such as call handler. You can leave it out.")
    contact = StringField("How to reach them again", [SHORT], description="A number or an address, for staff.")
    identity_checked = BooleanField("We checked that they are who they said")


class RecipientsForm(BaseForm):
    """Everybody who was told, one after the other, as many as there were."""

    recipients = FieldList(FormField(RecipientRow), min_entries=1, max_entries=MOST)

    def validate(self, extra_validators: Any = None) -> bool:
        """The first one has to be there; another one that is empty is left out."""
        fine = bool(super().validate(extra_validators))
        return not [row for row in self.meant if not self._is_whole(row.form)] and fine

    def entries(self) -> tuple[RecipientEntry, ...]:
        """Everybody who was told. Call after `validate`."""
        return tuple(
            RecipientEntry(
                k.RecipientKind(row["kind"].data), _said(row, "name"), _said(row, "role"),
                k.SentBy(row["sent_by"].data), bool(row["identity_checked"].data), _said(row, "contact"),
            )
            for row in self.meant
        )  # fmt: skip

    @property
    def meant(self) -> list[Any]:
        """The rows that say anything, and the first one always."""
        rows = list(self.recipients)
        return [row for row in rows if row["kind"].data or _said(row, "name")] or rows[:1]

    @staticmethod
    def _is_whole(row: Any) -> bool:
        fine = [must_pick(row, "kind", "Say who was told"), must_say(row, "name", "Name them"),
                must_pick(row, "sent_by", "Say how")]  # fmt: skip
        return all(fine)


class PieceRow(Form):  # type: ignore[misc]  # WTForms has no types
    """One piece that was told. The first rows stand for one kind each; a row after those says its kind itself."""

    told = BooleanField("Told")
    kind = SelectField(
        "What kind of thing?", choices={kind.value: words for kind, (words, _) in PIECES.items()}, validate_choice=False
    )  # fmt: skip
    what = StringField("What exactly", [SHORT], description="In words for the young person, such as: your first name.")
    why = StringField("Why they needed it", [SHORT])
    agreed = BooleanField("Agreed with them before")


class PiecesForm(BaseForm):
    """What was told: a list to tick, with room for more of one kind; and what was left out."""

    pieces = FieldList(FormField(PieceRow), min_entries=len(LISTED), max_entries=len(LISTED) + MOST)
    left_out = Box(
        "What did you leave out?", [LONG], description="The young person will read this. You can leave it out.",
        render_kw={"rows": 2},
    )  # fmt: skip
    copy_at = StringField(
        "Where is the exact copy of what was told?", [SHORT], description="For staff, such as: email of 3:10am."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row, kind in zip(self.pieces, LISTED, strict=False):
            row["told"].label.text = PIECES[kind][0]

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one piece, each with what and why."""
        fine = bool(super().validate(extra_validators))
        meant = self._meant()
        if not meant:
            self.pieces[0]["told"].errors = ["Tick what was told"]
        return not [row for _, row in meant if not self._is_whole(row)] and bool(meant) and fine

    def entries(self) -> tuple[FieldEntry, ...]:
        """What was told. Call after `validate`."""
        return tuple(
            FieldEntry(k.FieldKind(kind), _said(row, "what"), _said(row, "why"), bool(row["agreed"].data))
            for kind, row in self._meant()
        )

    @property
    def told(self) -> list[tuple[str, Any]]:
        """The words of each kind that was told, and its row."""
        return [(PIECES[k.FieldKind(kind)][0], row) for kind, row in self._meant()]

    @property
    def listed(self) -> list[Any]:
        """The rows that are ticked."""
        return list(self.pieces)[: len(LISTED)]

    @property
    def more(self) -> list[Any]:
        """The rows that were added."""
        return list(self.pieces)[len(LISTED) :]

    def _meant(self) -> list[tuple[str, Any]]:
        """What is ticked; of the added rows what has any words. A half-filled one is refused, never dropped."""
        ticked = [(kind.value, row.form) for kind, row in zip(LISTED, self.listed, strict=False) if row["told"].data]
        more = [row.form for row in self.more if _said(row, "what") or _said(row, "why")]
        return ticked + [(str(row["kind"].data), row) for row in more]

    def _is_whole(self, row: Any) -> bool:
        fine = [must_say(row, "what", "Say what it was"), must_say(row, "why", "Say why they needed it")]
        if row in [one.form for one in self.more] and row["kind"].data not in set(k.FieldKind):
            row["kind"].errors = ["Choose one"]
            return False
        return all(fine)


def first_pieces() -> dict[str, Any]:
    """The reasons that stand there before anybody typed."""
    return {"pieces": [{"kind": kind.value, "why": why} for kind, (_, why) in PIECES.items()]}


def _refuse_first(form: BaseForm, untrue: Iterator[tuple[bool, str, str]]) -> bool:
    """Say the first thing that is untrue beside its field. Says whether there was one."""
    for broken, name, message in untrue:
        if broken:
            form[name].errors = [message]
            return True
    return False


def _has_day(form: BaseForm, name: str, message: str) -> bool:
    if form[name].data is None and not form[name].errors:
        form[name].errors = [message]
    return not form[name].errors


def _has_moment(form: BaseForm, which: str) -> bool:
    days, times = _has_day(form, f"{which}_on", "Give the day"), _has_day(form, f"{which}_time", "Give the time")
    return days and times


def _moment(day: Any, at: Any) -> datetime:
    """The moment on the wall in the United Kingdom."""
    return datetime.combine(day, at, tzinfo=LONDON)


def _said(row: Any, name: str) -> str:
    return str(row[name].data or "").strip()
