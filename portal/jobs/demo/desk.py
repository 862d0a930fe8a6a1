"""What the demo staff did among themselves in the last days, on the cases of the crowd: notes, tasks, clocks, teams."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor, person_actor
from portal.accounts.permissions import Role
from portal.cases import clock
from portal.cases import service as cases
from portal.cases.deadlines.events import GateKind
from portal.cases.kinds import Doubt, MoreTime, Unclear
from portal.cases.models import Case
from portal.casework import care, conflicts, glass, handing, notes, tasks
from portal.casework.kinds import Topic
from portal.core.clock import local_date
from portal.disclosures import service as register
from portal.identity import ladder
from portal.identity.checks import Whose
from portal.identity.kinds import ClimbReason, Rung
from portal.installation import Installation
from portal.jobs.demo import entries
from portal.jobs.demo.rules import by_the_rules_of
from portal.jobs.demo.workers import NIGHT, SECOND

QUESTION = "Which year do you mean?"
Deed = tuple[float, Callable[[], object]]  # how many days ago, and what was done


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works on what. `made`: the first case of each of the crowd, by the name they go by."""

    session: Session
    here: Installation
    actors: dict[str, Actor]
    made: dict[str, Case]
    now: datetime

    @property
    def first(self) -> Actor:
        """The caseworker of the day desk."""
        return self.actors[Role.CASEWORKER]

    @property
    def second(self) -> Actor:
        """The caseworker of the night desk."""
        return self.actors[SECOND]

    def ago(self, days: float) -> datetime:
        """So many days before now."""
        return self.now - timedelta(days=days)

    def takes(self, name: str, actor: Actor, days: float) -> Case:
        """Start at once on a case that nobody has."""
        cases.take(self.session, self.made[name], actor=actor, at=self.ago(days))
        return self.made[name]

    def then(self, days: float, act: Callable[..., object], *what: object, **more: object) -> Deed:
        """So many days ago this act was done."""
        return days, partial(act, self.session, *what, at=self.ago(days), **more)

    def noted(self, days: float, name: str, text: str, *, hands_over: bool = False) -> Deed:
        """A note of the first caseworker."""
        return self.then(
            days, notes.write, self.made[name], f"Made up: {text}", submission=f"demo:note:{days}",
            hands_over=hands_over, actor=self.first,
        )  # fmt: skip


def clocks(desk: Desk) -> Iterator[Deed]:
    """One question that waits, one that was answered, one extension, one who has to show who they are, one helper."""
    calendar = desk.here.calendar
    answered = desk.takes("demo-sedge", desk.first, 10)
    for case, days in ((desk.made["demo-acorn"], 3), (answered, 8)):
        yield desk.then(
            days, clock.ask_question, case, QUESTION, about=Unclear.WHICH_TIME, submission="demo:question",
            letters=desk.here.letters, calendar=calendar, actor=desk.first,
        )  # fmt: skip
    yield desk.then(
        1, clock.answer_here, answered, "This is a made-up demo. The year I was in year 9.", submission="demo:answer",
        calendar=calendar, actor=person_actor(answered.request_id),
    )  # fmt: skip
    yield desk.then(
        1, clock.extend, desk.takes("demo-willowherb", desk.second, 20), [MoreTime.MUCH_TO_READ],
        "You were with us for six years.", submission="demo:longer", letters=desk.here.letters, calendar=calendar,
        actor=desk.second,
    )  # fmt: skip
    rings, helper = desk.made["demo-rowan"], desk.takes("demo-gorse", desk.first, 3)
    words = "Made up: they rang from a number that we do not know."
    yield desk.then(
        1, clock.ask_gate, rings, GateKind.ID, reason=Doubt.UNKNOWN_ADDRESS, words=words, calendar=calendar,
        actor=desk.first,
    )  # fmt: skip
    whose = Whose(rings.request_id, rings.request.key_id)
    yield desk.then(1, ladder.climb, whose, Rung.TWO_FACTS, ClimbReason.NEW_CHANNEL, words, actor=desk.first)
    yield desk.then(2, clock.ask_gate, helper, GateKind.AUTHORITY, calendar=calendar, actor=desk.first)


def colleagues(desk: Desk) -> Iterator[Deed]:
    """Notes, tasks (one is due for a chaser, one long since), topics, and somebody who knows a person."""
    yield desk.noted(5, "demo-acorn", "the chat logs before May lie in the old system.")
    yield desk.noted(2.5, "demo-acorn", "asked which year; the clock stands until they say.")
    yield desk.noted(2, "demo-daisy", "rang the boards team, they look today.")
    today = local_date(desk.now)
    for name, what, asked_of, asked, due in (
        ("demo-acorn", "Send what the old chat system holds.", {"whom": "Demo IT team"}, 6, -1),
        ("demo-kelp", "Take them off the survey list.", {"whom": "Demo Research team"}, 4, 3),
        ("demo-clover", "Search the shared mailbox.", {"whom": "Demo Helpline team"}, 12, -5),
        ("demo-daisy", "Read my letter before it leaves?", {"worker_id": desk.second.worker_id}, 1, 1),
    ):
        yield desk.then(
            asked, tasks.ask, desk.made[name], f"Made up: {what}", due_on=today + timedelta(days=due), **asked_of,
            submission="demo:task", actor=desk.first,
        )  # fmt: skip
    for name, topic in (("demo-fern", Topic.LOSS), ("demo-lichen", Topic.SELF_HARM)):
        yield desk.then(2, care.mark, desk.made[name], [topic], actor=desk.first)
    yield desk.then(3, conflicts.say, desk.made["demo-kelp"], desk.second.worker_id, actor=desk.second)


def teams(desk: Desk) -> Iterator[Deed]:
    """One case goes to a colleague with a note, two to the night desk, and the lead opened one of those at night."""
    yield desk.then(1.5, handing.hand_over, desk.made["demo-nettle"], str(desk.second.id), actor=desk.first)
    yield desk.noted(1.5, "demo-nettle", "the file is nearly ready. Mornings are best.", hands_over=True)
    for name in ("demo-ivy", "demo-yarrow"):
        yield desk.then(2, handing.hand_over, desk.made[name], handing.TEAM + NIGHT, actor=desk.first)
    yield desk.then(1, handing.take_over, desk.made["demo-yarrow"], actor=desk.second)
    why = "Made up: the night line rang about them and nobody of that team was there."
    lead = desk.actors[Role.SAFEGUARDING]
    yield desk.then(0.5, glass.break_glass, desk.made["demo-ivy"].number, why, actor=lead)


def register_entries(desk: Desk) -> Iterator[Deed]:
    """The person does not know yet; the person must not know."""
    nation, lead = desk.here.organisation.nation.value, desk.actors[Role.SAFEGUARDING]
    for name, make, days in (("demo-bramble", entries.not_told_yet, 50), ("demo-violet", entries.locked, 40)):
        entry = by_the_rules_of(desk.here.pack.judged_by.newest, make(name, at=desk.ago(days)))
        yield desk.then(days - 2, register.log_disclosure, entry, nation=nation, actor=lead)


def load_desk(
    session: Session, actors: dict[str, Actor], here: Installation, made: dict[str, Case], *, now: datetime
) -> None:  # fmt: skip
    """All of it, once the crowd is there, what is longest ago first: the trail is read in the order it was written."""
    desk = Desk(session, here, actors, made, now)
    deeds = [deed for tell in (clocks, colleagues, teams, register_entries) for deed in tell(desk)]
    for _, act in sorted(deeds, key=itemgetter(0), reverse=True):
        act()
