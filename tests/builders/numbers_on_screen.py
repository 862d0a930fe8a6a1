"""The public numbers on the screen: before there are any, a year of them, and the desk that prepares one."""

from collections.abc import Iterator

from portal.transparency.queries import list_published
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.numbers import PEOPLE, YEAR, a_published_year
from tests.builders.road_on_screen import open_every_line
from tests.builders.running import Running


def numbers(person: PersonOnScreen, candour: Running) -> Iterator[str]:
    """The page of the numbers: none yet, then a year, with every table open."""
    with candour.sessions.begin() as session:
        has_none = not list_published(session)
    if has_none:
        person.opens("/numbers")
        yield "numbers, none yet"
        with candour.sessions.begin() as session:
            a_published_year(session)
    person.opens("/numbers")
    yield "numbers"
    open_every_line(person.page)
    yield "numbers, every table open"


def numbers_desk(worker: WorkerOnScreen) -> Iterator[str]:
    """The list of years, a form with nothing in it, and a year that waits for a second worker."""
    page = worker.page
    worker.signs_in()
    worker.opens("/staff/numbers")
    yield "public numbers"
    page.fill("[name=people_helped]", "")
    worker.presses()
    yield "public numbers, error"
    page.fill("[name=year]", str(YEAR - 2))
    page.fill("[name=people_helped]", str(PEOPLE))
    worker.presses()
    yield "a year of numbers"
