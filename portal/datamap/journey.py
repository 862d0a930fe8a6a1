"""Where what somebody gives a service goes, stop by stop. Pure: what the picture draws is what its words say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.core.values import NOT_PUBLISHED
from portal.datamap.kinds import Then
from portal.datamap.schedule import ends
from portal.datamap.shapes import Kept, Service, System

ASIDE = ": "  # parts who gets something from what they get, where a pack says both


class Stop(StrEnum):
    """What kind of place a stop is. The picture has a sign for each."""

    YOU = "you"
    SERVICE = "service"
    STORED = "stored"
    SEES = "sees"
    GETS = "gets"
    DELETED = "deleted"
    ANONYMISED = "anonymised"
    NOT_SAID = "not-said"


ENDS = {Then.DELETED: Stop.DELETED, Then.ANONYMISED: Stop.ANONYMISED, Then.NOT_SAID: Stop.NOT_SAID}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing at a stop, and what more is said of it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    """One stop on the way. `is_silent`: the organisation has not said what stands here."""

    stop: Stop
    title: str
    lines: tuple[Line, ...] = ()
    is_silent: bool = False


def journey(service: Service, systems: Mapping[str, System]) -> tuple[Station, ...]:
    """Every stop from the person to the end of each thing that is kept. Raises KeyError for an unknown system."""
    stored = tuple(Line(systems[name].title) for name in service.systems)
    sees = tuple(Line(who) for who in known(service.sees))
    gets = tuple(_split(who) for who in known(service.gets))
    return (
        Station(Stop.YOU, "You"),
        Station(Stop.SERVICE, service.title),
        _said(Stop.STORED, "It is stored here", stored, "Our rules do not say where it is stored"),
        _said(Stop.SEES, "They can see it", sees, "Our rules do not say who sees it"),
        _said(Stop.GETS, "They get some of it too", gets, "Our rules name no one else who gets it"),
        *_last_stops(service.kept),
    )


def known(items: Iterable[str]) -> tuple[str, ...]:
    """What was said, without the mark for what was not published."""
    return tuple(item for item in items if item != NOT_PUBLISHED)


def _said(stop: Stop, title: str, lines: tuple[Line, ...], silence: str) -> Station:
    return Station(stop, title, lines) if lines else Station(stop, silence, is_silent=True)


def _split(words: str) -> Line:
    who, _, what = words.partition(ASIDE)
    return Line(who, what)


def _last_stops(kept: Iterable[Kept]) -> Iterator[Station]:
    """One stop for each thing that is kept; when nothing is named, one that says so."""
    found = [
        Station(ENDS[one.then], one.what, (Line(ends(one), one.then_words),), one.then is Then.NOT_SAID) for one in kept
    ]
    return iter(found or [Station(Stop.NOT_SAID, "Nobody has said how long we keep it", is_silent=True)])
