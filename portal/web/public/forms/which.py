"""The day something was said, as three short answers, or just its month; or that nobody knows it any more."""

import calendar
import re
from datetime import date

from wtforms import BooleanField, StringField
from wtforms.validators import Length

from portal.core import clock
from portal.core.formatting import long_date, month_and_year, month_names
from portal.core.words import LANGUAGES, N_
from portal.web.forms import BaseForm

NUMBER = {"inputmode": "numeric"}
TOO_LONG = Length(max=20, message=N_("Write this in fewer letters"))
DAY = re.compile(r"\d{1,2}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
MONTHS = 12
LEAST_LETTERS = 3  # that tell one month from another


class WhichForm(BaseForm):
    """Ask for a day. Nothing is kept, so there is nothing to forge.

    `first` and `last` are the days it can have been: the same when the day is known, those of the month when only that
    is. None for "I do not know".
    """

    class Meta:
        """No token: it would need a cookie."""

        csrf = False

    day = StringField(N_("Day, if you know it"), [TOO_LONG], render_kw=NUMBER)
    month = StringField(N_("Month"), [TOO_LONG])
    year = StringField(N_("Year"), [TOO_LONG], render_kw=NUMBER)
    unsure = BooleanField(N_("I do not know"))

    first: date | None = None
    last: date | None = None

    @property
    def said(self) -> str:
        """`9 March 2024`, or `March 2024`; empty when no day was given."""
        if self.first is None:
            return ""
        return long_date(self.first) if self.first == self.last else month_and_year(self.first)

    def validate(self, extra_validators: object = None) -> bool:
        """Read the day, and say beside a field what is wrong with it."""
        if not super().validate(extra_validators):
            return False
        if self.unsure.data:
            return True
        fault = self._read()
        if fault:
            field, message = fault
            field.errors = [message]
        return fault is None

    def _read(self) -> tuple[StringField, str] | None:
        day, month, year = ((field.data or "").strip() for field in (self.day, self.month, self.year))
        if not (day or month or year):
            return self.month, N_("Tell us the month and the year, or tick that you do not know")
        if day and not DAY.fullmatch(day):
            return self.day, N_("Write the day as a number, like 9")
        if not _month(month):
            return self.month, N_("Write the month as a number or a name, like 3 or March")
        if not YEAR.fullmatch(year):
            return self.year, N_("Write the year with 4 numbers, like 2024")
        return self._check(int(year), _month(month), day)

    def _check(self, year: int, month: int, day: str) -> tuple[StringField, str] | None:
        try:
            self.first = date(year, month, int(day) if day else 1)
        except ValueError:
            return self.day if day else self.year, N_("There is no such day. Check the day, the month and the year")
        if self.first > clock.today():
            field = self.day if day else self.month
            return field, N_("That day is still to come. Write today, or a day before it")
        end = self.first.replace(day=calendar.monthrange(year, month)[1])
        self.last = self.first if day else min(end, clock.today())
        return None


def _month(typed: str) -> int:
    """The number of a month, by its number or its name in any of our languages; 0 for what is none."""
    if DAY.fullmatch(typed):
        return int(typed) if int(typed) <= MONTHS else 0
    name = typed.casefold()
    fits = [
        number for code in LANGUAGES for number, month in enumerate(month_names(code), start=1)
        if month.casefold().startswith(name)
    ]  # fmt: skip
    return fits[0] if len(name) >= LEAST_LETTERS and fits else 0
