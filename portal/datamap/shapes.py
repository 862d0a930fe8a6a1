"""What an organisation keeps, service by service. Shapes of `datamap.yml`."""

from pydantic import Field, model_validator

from portal.core.sources import Source, SourceLines
from portal.core.values import Frozen, Id, Published, Text
from portal.datamap.kinds import From, Then

MOST_MONTHS = 1200  # a hundred years


class System(Frozen):
    """A place where data is stored. None for `where`: the organisation has not said it."""

    title: Text
    about: Text
    where: Published[Text] = None


class Group(Frozen):
    """A heading under which services are listed."""

    id: Id
    title: Text


class Kept(Frozen):
    """One kind of thing that is kept: for so many months from a day, or until something happens."""

    what: Text
    months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
    since: From | None = Field(default=None, alias="from")
    from_words: Text | None = None
    until: Text | None = None
    then: Then
    then_words: Text

    @model_validator(mode="after")
    def _ends_in_one_way(self) -> "Kept":
        counted = (self.months, self.since, self.from_words)
        if None in counted and any(counted):
            raise ValueError("a period needs `months`, `from` and `from_words` together")
        if bool(self.months) == bool(self.until):
            raise ValueError("say either `months` or `until`: one of them, and not both")
        return self


class Service(Frozen):
    """What one service collects, why, where it goes and when it goes away."""

    id: Id
    group: Id | None = None
    title: Text
    lead: Text
    what: tuple[Text, ...] = Field(min_length=1)
    private_topics: tuple[Text, ...] = ()
    why: tuple[Text, ...] = ()
    basis: Text
    law: tuple[Text, ...] = ()
    systems: tuple[Id, ...] = ()
    sees: tuple[Text, ...] = ()
    gets: tuple[Text, ...] = ()
    kept: tuple[Kept, ...] = ()
    no_period_why: Text | None = None
    choices: tuple[Text, ...] = ()
    good_to_know: tuple[Text, ...] = ()
    source: SourceLines

    @property
    def timed(self) -> Kept | None:
        """What gives the date when it goes: the first thing with a period."""
        return next((kept for kept in self.kept if kept.months), None)

    @model_validator(mode="after")
    def _has_a_date_or_a_reason(self) -> "Service":
        if bool(self.timed) == bool(self.no_period_why):
            raise ValueError("say `no_period_why` when nothing in `kept` has `months`, and only then")
        return self


class DataMap(Frozen):
    """The whole of `datamap.yml`."""

    sources: dict[str, Source] = Field(min_length=1)
    systems: dict[Id, System] = {}
    groups: tuple[Group, ...] = ()
    services: tuple[Service, ...] = Field(min_length=1)

    def find(self, name: str) -> Service | None:
        """The service with that id."""
        return next((service for service in self.services if service.id == name), None)

    def by_group(self) -> list[tuple[Group | None, list[Service]]]:
        """The services under their headings; under none, when the organisation names no groups."""
        if not self.groups:
            return [(None, list(self.services))]
        return [(group, [one for one in self.services if one.group == group.id]) for group in self.groups]
