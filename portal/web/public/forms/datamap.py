"""When somebody last used a service: a month and a year, and the day for those who know it. Nothing is kept."""

import re
from datetime import date
from typing import Any

from wtforms import SelectField, StringField

from portal.core.calendars import FIRST_YEAR
from portal.core.formatting import month_and_year, month_names
from portal.core.words import N_, _
from portal.datamap.schedule import day_meant
from portal.web.forms import BaseForm

MONTHS = [str(number) for number in range(1, 13)]
YEAR = re.compile(r"[0-9]{4}")
DAY = re.compile(r"0?[1-9]|[12][0-9]|3[01]")


class WhenForm(BaseForm):
    """Asks for a day that is over. `meant` is that day once the form was found right."""

    class Meta:
        """No token, because none could be checked without a cookie (`portal.web.asking`)."""

        csrf = False

    month = SelectField(N_("Month"), validate_choice=False)
    year = StringField(N_("Year"), description=N_("Like 2024."), render_kw={"inputmode": "numeric"})
    day = StringField(
        N_("Day, if you know it"), description=N_("You can leave this out."), render_kw={"inputmode": "numeric"}
    )

    meant: date | None = None

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.month.choices = [("", N_("Pick a month")), *zip(MONTHS, month_names(), strict=True)]

    @property
    def is_without_day(self) -> bool:
        """Whether just the month was given, so that its last day counts."""
        return not (self.day.data or "").strip()

    def validate(self, extra_validators: Any = None) -> bool:
        """Name what is wrong with each field; what was typed is in no message."""
        fine = bool(super().validate(extra_validators))
        month, year, day = ((field.data or "").strip() for field in (self.month, self.year, self.day))
        self.month.errors = [] if month in MONTHS else [N_("Pick a month")]
        self.year.errors = self._faults_of_year(year)
        self.day.errors = [] if not day or DAY.fullmatch(day) else [N_("Type the day as a number from 1 to 31")]
        if not fine or any(field.errors for field in self):
            return False
        return self._is_over(int(year), int(month), int(day or 0))

    def _faults_of_year(self, year: str) -> list[str]:
        if not year:
            return [N_("Type the year")]
        if not YEAR.fullmatch(year):
            return [N_("Type the year with 4 numbers, like 2024")]
        if int(year) < FIRST_YEAR:
            return [_("Type a year from %(year)s on", year=FIRST_YEAR)]
        return [N_("This year is still to come. Type one that has begun")] if int(year) > self.today.year else []

    def _is_over(self, year: int, month: int, day: int) -> bool:
        try:
            self.meant = day_meant(year, month, day or None)
        except ValueError:
            last = day_meant(year, month)
            self.day.errors = [_("%(month)s has just %(days)s days", month=month_and_year(last), days=last.day)]
            return False
        if (year, month) > (self.today.year, self.today.month):
            self.month.errors = [N_("This month is still to come. Pick one that has begun")]
        elif day and self.meant > self.today:
            self.day.errors = [N_("This day is still to come. Type one that is over")]
        return not (self.month.errors or self.day.errors)
