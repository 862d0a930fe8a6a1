"""Who runs the portal: its name, nation, contacts, regulator, crisis lines. Read from `organisation.yml`."""

from collections import Counter
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from portal.core.calendars import Calendar
from portal.core.formatting import long_date, month_and_year
from portal.core.values import Email, Frozen, Id, OfNation, Phone, Published, Text, TextNumber, TimeZone, Web
from portal.core.words import WELSH, Said, _, language
from portal.policies.pack.files import read_yaml_file
from portal.policies.pack.lined import Lined
from portal.policies.pack.problems import Problem
from portal.policies.pack.said import check_markup
from portal.policies.pack.shape import check_shape

FILE = "organisation.yml"
NOT_SURE = "not-sure"
Way = Literal["chat", "call", "text", "boards", "counselling", "not-sure"]  # the codes of `requests.kinds.Service`
CRISIS_LINE_DAYS = 90  # a number nobody rang or looked up for longer may be dead


class Contacts(Frozen):
    """How to reach the organisation. None: the organisation has not published it."""

    email: Published[Email] = None
    message: Text
    message_in_welsh: Text | None = None
    privacy_email: Published[Email] = None
    phone: Published[Phone] = None
    post: Published[Text] = None

    @property
    def message_said(self) -> str:
        """Where to send a message, in the language that is spoken."""
        return (self.message_in_welsh if language() == WELSH else None) or self.message


class Regulator(Frozen):
    """The regulator under its present name, and the name that people still know it by (DUAA s.117-119)."""

    name: Text
    welsh_name: Text | None = None
    former_name: Text
    former_full_name: Text
    since: date
    website: Web
    phone: Phone

    @property
    def both_names(self) -> str:
        """`the Information Commission (until September 2026 called the ICO)`."""
        in_welsh = self.welsh_name if language() == WELSH else None
        return _(
            "the %(name)s (until %(month)s called the %(former)s)",
            name=in_welsh or self.name, month=month_and_year(self.since), former=self.former_name,
        )  # fmt: skip


class TextMessage(Frozen):
    """A word to send, and the number to send it to."""

    word: Text
    to: TextNumber


class WelshLine(Frozen):
    """What is said of a crisis line, in Welsh. Names that are the same stand there again."""

    name: Text
    choose: Text | None = None
    who_for: Text | None = None
    hours: Text | None = None
    phone_bill: Text | None = None


class CrisisLine(Frozen):
    """Help by phone or text. What is not known for sure is None, and the page then says nothing about it."""

    id: Id
    name: Text
    call: Phone | None = None
    choose: Text | None = None
    text: TextMessage | None = None
    who_for: Text | None = None
    hours: Text | None = None
    free: bool | None = None
    phone_bill: Text | None = None
    nations: tuple[OfNation, ...] = Field(min_length=1)
    checked_on: date
    checked_by: Text
    source: tuple[Text, ...] = Field(min_length=1)
    welsh: WelshLine | None = None

    @model_validator(mode="after")
    def _is_whole_in_welsh(self) -> "CrisisLine":
        if self.welsh:
            said = [
                part for part in WelshLine.model_fields if bool(getattr(self, part)) != bool(getattr(self.welsh, part))
            ]
            if said:
                raise ValueError(f"`welsh` has to say the same things: look at {', '.join(said)}")
        return self

    @model_validator(mode="after")
    def _can_be_reached(self) -> "CrisisLine":
        if not (self.call or self.text):
            raise ValueError("a crisis line needs a number to call or a word to text")
        return self

    @property
    def title(self) -> str:
        """Its name, in the language that is spoken."""
        return self._said("name") or self.name

    @property
    def help(self) -> str | None:
        """Whom it is for, in the language that is spoken."""
        return self._said("who_for")

    @property
    def is_in_english_only(self) -> bool:
        """Whether Welsh is spoken, and the pack has no Welsh for this line."""
        return language() == WELSH and self.welsh is None

    def _said(self, part: str) -> str | None:
        in_welsh = getattr(self.welsh, part) if self.welsh and language() == WELSH else None
        said: str | None = in_welsh or getattr(self, part)
        return said

    @property
    def how(self) -> str:
        """What to do, in a few words: `Call 999`, `Text SHOUT to 85258`."""
        ways = [_("Call %(number)s", number=self.call)] if self.call else []
        ways += [_("Text %(word)s to %(number)s", word=self.text.word, number=self.text.to)] if self.text else []
        choose = self._said("choose")
        return ". ".join([_(" or ").join(ways), *([choose] if choose else [])])

    @property
    def note(self) -> str:
        """What else is known of it, in short sentences. Empty when nothing is."""
        cost = _("Free") if self.free else None
        said = (self._said("who_for"), self._said("hours"), cost, self._said("phone_bill"))
        known = [part.rstrip(".") for part in said if part]
        return "".join(f"{part}. " for part in known).strip()

    @property
    def href(self) -> str:
        """What a tap does: rings, or opens a text with the word in it."""
        if self.call:
            return f"tel:{self.call.replace(' ', '')}"
        return f"sms:{self.text.to.replace(' ', '')}?body={self.text.word}" if self.text else ""


class BankHolidays(Frozen):
    """One-off days that the calendar of the nation does not know yet, or that were taken away."""

    extra: tuple[date, ...] = ()
    removed: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _are_not_both(self) -> "BankHolidays":
        if both := set(self.extra) & set(self.removed):
            raise ValueError(f"{long_date(min(both))} is both extra and removed")
        return self


class Safeguarding(Frozen):
    """What the organisation promises itself about words of danger. The person is never told of it as a promise."""

    look_within_hours: int = Field(default=4, ge=1, le=72)


class Care(Frozen):
    """What the organisation offers staff who read what is hard to read. None: it has said nothing."""

    debrief: Text | None = None


class Organisation(Frozen):
    """The controller. Its nation decides the bank holidays, and every crisis line serves that nation."""

    id: Id
    name: Text
    nation: OfNation
    time_zone: TimeZone
    exit_url: Web
    answer_days: int = Field(ge=1)
    backup_days: Published[int] = None
    contacts: Contacts
    ways: dict[Way, Text] = Field(min_length=1)  # how people talk with it, in its own words
    ways_in_welsh: dict[Way, Text] = {}
    regulator: Regulator
    crisis_lines: tuple[CrisisLine, ...] = Field(min_length=1)  # in the order every page shows them
    bank_holidays: BankHolidays = BankHolidays()
    sites: tuple[Text, ...] = ()  # host names on which it can take something down; none named: staff look at each link
    safeguarding: Safeguarding = Safeguarding()
    care: Care = Care()

    @model_validator(mode="after")
    def _lets_people_be_unsure(self) -> "Organisation":
        if NOT_SURE not in self.ways:
            raise ValueError(f"`ways` needs words for `{NOT_SURE}`: people may not know how they talked with you")
        return self

    @model_validator(mode="after")
    def _names_every_way_in_welsh(self) -> "Organisation":
        if self.ways_in_welsh and set(self.ways_in_welsh) != set(self.ways):
            raise ValueError("`ways_in_welsh` needs words for each of `ways`, and for no other")
        return self

    @property
    def ways_said(self) -> dict[Way, str]:
        """How people talk with it, in the language that is spoken."""
        in_welsh = self.ways_in_welsh if language() == WELSH else {}
        return {way: Said(in_welsh[way]) if way in in_welsh else words for way, words in self.ways.items()}

    @cached_property
    def calendar(self) -> Calendar:
        """The bank holidays its deadlines are counted with."""
        return Calendar(self.nation, frozenset(self.bank_holidays.extra), frozenset(self.bank_holidays.removed))

    @property
    def contact(self) -> str:
        """Where anybody can write to."""
        return self.contacts.email or self.contacts.post or _("a message to %(whom)s", whom=self.contacts.message_said)

    @property
    def contact_line(self) -> str:
        """Every way to reach it that is open to anybody, in one line."""
        ways = [self.contacts.email, self.contacts.post, _("a message to %(whom)s", whom=self.contacts.message_said)]
        return _(", or ").join(way for way in ways if way)


def read_organisation(folder: Path, today: date | None) -> tuple[Organisation | None, list[Problem]]:
    """Read `organisation.yml`. With `today`, crisis lines checked too long ago are problems too."""
    lined = read_yaml_file(folder, FILE)
    organisation = None if lined.is_unreadable else check_shape(Organisation, lined)
    if organisation:
        check_markup(lined)
        _check_crisis_lines(organisation, lined, today)
    return organisation, lined.problems


def _check_crisis_lines(organisation: Organisation, lined: Lined, today: date | None) -> None:
    times = Counter(line.id for line in organisation.crisis_lines)
    for index, line in enumerate(organisation.crisis_lines):
        if times[line.id] > 1:
            lined.problem(f"two crisis lines have the id `{line.id}`", "crisis_lines", index, "id")
        if organisation.nation not in line.nations:
            lined.problem(f"this crisis line does not serve {organisation.nation}", "crisis_lines", index, "nations")
        for text in _age_problems(line, today):
            lined.problem(text, "crisis_lines", index, "checked_on")


def _age_problems(line: CrisisLine, today: date | None) -> list[str]:
    if today is None:
        return []
    if line.checked_on > today:
        return ["a crisis line cannot have been checked in the future"]
    if today - line.checked_on > timedelta(days=CRISIS_LINE_DAYS):
        return [f"check this crisis line again: {CRISIS_LINE_DAYS} days are over"]
    return []
