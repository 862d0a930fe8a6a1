"""What an entry says about telling the person: before, after, or not yet. A part of the form, in a file of its own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from portal.core.clock import LONDON, local_date
from portal.disclosures.kinds import Told
from portal.web.choices import OneOf, must_pick, must_say
from portal.web.forms import BaseForm

TOLD = {
    Told.BEFORE: "We told them before",
    Told.AFTER: "We told them after",
    Told.NOT_YET: "We have not told them yet",
    Told.MUST_NOT: "They must not be told",
}
NOT_TOLD = frozenset({Told.NOT_YET.value, Told.MUST_NOT.value})
LOOK_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Telling:
    """The answers, as an entry holds them."""

    told: Told
    told_at: datetime | None
    told_note: str
    review_on: date | None


def fields() -> tuple[Any, Any, Any, Any]:
    """`told`, `told_on`, `told_note` and `review_on`, made where they stand: errors are listed in that order."""
    return (
        OneOf("Do they know that somebody was told?", TOLD),
        DateField("When were they told?", [Optional()], description="Leave it empty if it was on the same day."),
        StringField("Why have they not been told?", [Length(max=500, message="Use 500 letters or fewer")]),
        DateField("When will you look at this again?", [Optional()]),
    )


def offer(form: Any, *, may_lock: bool, is_shared: bool = True) -> None:
    """Offer what this worker may choose, in words that fit what was decided."""
    if not is_shared:
        form.told.label.text = "Do they know that you thought about it?"
    if not may_lock:
        form.told.choices = {code: words for code, words in form.told.choices.items() if code != Told.MUST_NOT.value}


def first_answers(today: date) -> dict[str, date]:
    """What stands in the form before anybody typed: the day of the next look, a week away."""
    return {"review_on": today + LOOK_AGAIN}


def check(form: BaseForm, *, now: datetime, decided_on: date) -> bool:
    """Say in words what is missing or untrue."""
    if not must_pick(form, "told", "Say whether they know"):
        return False
    if form["told"].data in NOT_TOLD:
        return _check_not_told(form, today=local_date(now))
    when = form["told_on"].data
    if when and when > local_date(now):
        form["told_on"].errors = ["They cannot have been told in the future"]
    elif when and form["told"].data == Told.AFTER.value and when < decided_on:
        form["told_on"].errors = ["That is before it was decided. Did you tell them before?"]
    return not form["told_on"].errors


def telling(form: BaseForm, *, decided_at: datetime) -> Telling:
    """The answers. Call after `check`."""
    told = Told(form["told"].data)
    if told.value in NOT_TOLD:
        return Telling(told, None, (form["told_note"].data or "").strip(), form["review_on"].data)
    day = form["told_on"].data
    same_day = not day or day == local_date(decided_at)
    return Telling(told, decided_at if same_day else datetime.combine(day, time(12), tzinfo=LONDON), "", None)


def _check_not_told(form: BaseForm, *, today: date) -> bool:
    fine = must_say(form, "told_note", "Say why the person was not told")
    if not form["review_on"].data and not form["review_on"].errors:
        form["review_on"].errors = ["Say when this will be looked at again"]
    elif form["review_on"].data and form["review_on"].data < today:
        form["review_on"].errors = ["Choose a day that is still to come"]
    return fine and not form["review_on"].errors
