"""What somebody might say, and what each version of the rules makes of it. Shapes of `situations.yml`."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from portal.core.values import Frozen, Id, Text
from portal.policies.ages import SomeBands
from portal.policies.kinds import AgeBand, Outcome, Place, ToldFirst

TELLING = frozenset({Outcome.TELL, Outcome.MAY_TELL})
NUMBER = re.compile("[1-9][0-9]{0,4}")


def _number(value: Any) -> int:
    # "01" and "1.0" would be the same number as "1", and its rules would be lost in silence
    if not NUMBER.fullmatch(str(value)):
        raise ValueError("write the number of a version like 1 or 12, without a nought in front and without a point")
    return int(value)


VersionNumber = Annotated[int, BeforeValidator(_number)]


class Group(Frozen):
    """A heading under which situations are listed."""

    id: Id
    title: Text


class Situation(Frozen):
    """Something a person might say, in their own words. `help_first`: every answer to it starts with who can help."""

    id: Id
    group: Id
    title: Text
    help_first: bool = False


class PlaceWords(Frozen):
    """A place, as the organisation calls it."""

    id: Place
    title: Text


class PlaceRule(Frozen):
    """A place that decides, whatever is said there. `besides` are the situations that it does not decide."""

    places: tuple[Place, ...] = Field(min_length=1)
    besides: tuple[Id, ...] = ()
    outcome: Outcome
    clause: Id
    why: Text

    def decides(self, situation: str, place: Place | None) -> bool:
        """Whether the place alone decides this."""
        return place in self.places and situation not in self.besides

    @model_validator(mode="after")
    def _tells_nobody(self) -> "PlaceRule":
        if self.outcome in TELLING:
            raise ValueError("a place alone is no reason to tell somebody: write a rule with a situation")
        return self


class Rule(Frozen):
    """What becomes of one situation, for some ages, in some places (none named: in every place).

    Where somebody would be told, `why` is the limit that has to be said with it. `title` is the answer in a few words,
    where the outcome alone would say it badly. `beside` is the ground under which the page of the rules says this too.
    """

    situation: Id
    ages: SomeBands = tuple(AgeBand)
    places: tuple[Place, ...] = ()
    outcome: Outcome
    clause: Id
    why: Text | None = None
    title: Text | None = None
    beside: Id | None = None
    told_first: ToldFirst | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "Rule":
        if self.outcome not in TELLING and self.why is None:
            raise ValueError("say `why`: only a ground for telling somebody speaks for itself")
        if "places" in self.model_fields_set and not self.places:
            raise ValueError("this covers no place: name one in `places`, or take the line out for every place")
        return self

    def covers(self, situation: str, age: AgeBand, place: Place | None) -> bool:
        """Whether it speaks to this. A rule for some places says nothing while the place is not known."""
        return self.situation == situation and age in self.ages and (not self.places or place in self.places)


class VersionRules(Frozen):
    """The rules of one version. Where none decides, it depends: on the clause `otherwise`, and for that reason.

    `parents` answers what everybody under 18 wants to know first; empty where the rules say nothing of it.
    """

    otherwise: Id
    otherwise_why: Text
    told_first: ToldFirst
    parents: Text | None = None
    places: tuple[PlaceRule, ...] = ()
    rules: tuple[Rule, ...]


class Situations(Frozen):
    """The whole of `situations.yml`. `versions` are the rules by the number of the version of `policy`."""

    policy: Id
    groups: tuple[Group, ...] = Field(min_length=1)
    situations: tuple[Situation, ...] = Field(min_length=1)
    places: tuple[PlaceWords, ...] = Field(min_length=1)
    versions: dict[VersionNumber, VersionRules] = Field(min_length=1)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all situations, in their order."""
        return tuple(situation.id for situation in self.situations)

    def find(self, name: str) -> Situation | None:
        """The situation with that id."""
        return next((situation for situation in self.situations if situation.id == name), None)
