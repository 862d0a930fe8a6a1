"""What a person may say about what they ask for: coded choices with their own words beside them. Pure.

The questionnaire fills these in, the check page says them back, staff read them on the case. All of it is sealed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from portal.requests.kinds import Grievance


class CopyOf(StrEnum):
    """How much of a copy somebody wants. Asking for little is quicker and never needed (Art 15)."""

    EVERYTHING = "everything"
    ONE_THING = "one-thing"
    A_TIME = "a-time"
    SUMMARY = "summary"


class Format(StrEnum):
    """How somebody wants to read it (Art 12(1): in a way that they can use)."""

    SCREEN = "screen"
    PDF = "pdf"
    LARGE_PRINT = "large-print"
    POST = "post"
    EASY_READ = "easy-read"
    WELSH = "welsh"
    TOGETHER = "together"


class Thing(StrEnum):
    """What should go."""

    POST = "post"
    PHOTO = "photo"
    ACCOUNT = "account"
    NOTES = "notes"
    EVERYTHING = "everything"
    NOT_SURE = "not-sure"


class Change(StrEnum):
    """What should become of something a person made: the iRights cover editing as well as deleting."""

    DELETE = "delete"
    EDIT = "edit"
    NAME_OFF = "name-off"


class Maybe(StrEnum):
    """An answer that nobody has to be sure of."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"


class Use(StrEnum):
    """A use of their data that somebody wants to end (Art 21)."""

    MARKETING = "marketing"
    RESEARCH = "research"
    OBSERVED = "observed"
    OTHER = "other"


class Asker(StrEnum):
    """Who asks. Anybody but the person needs to show that they may."""

    SELF = "self"
    HELPER = "helper"
    PARENT = "parent"
    PROFESSIONAL = "professional"


# What a person made themselves and may have taken down or changed, whatever the reason (iRights, right to remove).
OWN_WORK = frozenset({Thing.POST, Thing.PHOTO})


@dataclass(frozen=True, slots=True)
class Wishes:
    """The details of a request, right by right. Empty means: not asked, or left out."""

    copy_of: CopyOf | None = None
    copy_words: str = ""
    forms: tuple[Format, ...] = ()
    facts: str = ""
    things: tuple[Thing, ...] = ()
    links: str = ""
    change: Change | None = None
    new_words: str = ""
    under_18: Maybe | None = None
    copy_first: Maybe | None = None
    wrong: str = ""
    instead: str = ""
    my_side: str = ""
    uses: tuple[Use, ...] = ()
    use_words: str = ""
    freeze: str = ""
    carry: str = ""
    troubles: tuple[Grievance, ...] = ()
    trouble_words: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, in their own words. For somebody who asks for themselves all of it is empty."""

    who: Asker = Asker.SELF
    name: str = ""
    how_they_know: str = ""
    person_knows: Maybe | None = None
    person_agrees: Maybe | None = None

    @property
    def is_somebody_else(self) -> bool:
        """Whether the young person has to be asked first, by their own way."""
        return self.who is not Asker.SELF


def to_json(values: Wishes | Asking) -> dict[str, Any]:
    """What was said, as JSON values; what was left out is left out."""
    return {name: value for name, value in asdict(values).items() if value not in ("", None, ())}


ONE_OF: Mapping[str, type[StrEnum]] = {"copy_of": CopyOf, "change": Change, "under_18": Maybe, "copy_first": Maybe}
MANY_OF: Mapping[str, type[StrEnum]] = {"forms": Format, "things": Thing, "uses": Use, "troubles": Grievance}


def wishes_from_json(values: Mapping[str, Any]) -> Wishes:
    """What was said. A request from before a question existed has no answer to it."""
    coded: dict[str, Any] = dict(values)
    coded |= {name: kind(coded[name]) for name, kind in ONE_OF.items() if name in coded}
    coded |= {name: tuple(map(kind, coded.get(name, ()))) for name, kind in MANY_OF.items()}
    return Wishes(**coded)


def asking_from_json(values: Mapping[str, Any]) -> Asking:
    """Who asked."""
    coded: dict[str, Any] = {**values, "who": Asker(values.get("who", Asker.SELF))}
    for name in ("person_knows", "person_agrees"):
        if name in coded:
            coded[name] = Maybe(coded[name])
    return Asking(**coded)
