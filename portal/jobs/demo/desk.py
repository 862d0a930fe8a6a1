"""What the demo staff did among themselves in the last days, on the cases of the crowd: notes, tasks, clocks, teams."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

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
        """Start on a case that nobody has."""
        cases.take(self.session, self.made[name], actor=actor, at=self.ago(days))
        return self.made[name]

    def notes(self, name: str, text: str, actor: Actor, days: float, *, hands_over: bool = False) -> None:
        """A note on a case."""
        notes.write(
            self.session, self.made[name], f"Made up: {text}", submission=f"demo:note:{days}", hands_over=hands_over,
            actor=actor, at=self.ago(days),
        )  # fmt: skip


def clocks(desk: Desk) -> None:
    """One question that waits, one that was answered, one extension, one who has to show who they are, one helper."""
    calendar = desk.here.calendar
    waits, answered, longer = desk.made["demo-acorn"], desk.takes("demo-sedge", desk.first, 10), "demo-willowherb"
    for case, days in ((waits, 3), (answered, 8)):
        clock.ask_question(
            desk.session, case, QUESTION, about=Unclear.WHICH_TIME, submission="demo:question", calendar=calendar,
            actor=desk.first, at=desk.ago(days),
        )  # fmt: skip
    clock.answer_here(
        desk.session, answered, "This is a made-up demo. The year I was in year 9.", submission="demo:answer",
        calendar=calendar, actor=person_actor(answered.request_id), at=desk.ago(1),
    )  # fmt: skip
    clock.extend(
        desk.session, desk.takes(longer, desk.second, 20), [MoreTime.MUCH_TO_READ], "You were with us for six years.",
        submission="demo:longer", calendar=calendar, actor=desk.second, at=desk.ago(1),
    )  # fmt: skip
    rings, helper = desk.made["demo-rowan"], desk.takes("demo-gorse", desk.first, 3)
    words = "Made up: they rang from a number that we do not know."
    clock.ask_gate(
        desk.session, rings, GateKind.ID, reason=Doubt.UNKNOWN_ADDRESS, words=words, calendar=calendar,
        actor=desk.first, at=desk.ago(1),
    )  # fmt: skip
    ladder.climb(
        desk.session, Whose(rings.request_id, rings.request.key_id), Rung.TWO_FACTS, ClimbReason.NEW_CHANNEL, words,
        actor=desk.first, at=desk.ago(1),
    )  # fmt: skip
    clock.ask_gate(desk.session, helper, GateKind.AUTHORITY, calendar=calendar, actor=desk.first, at=desk.ago(2))


def colleagues(desk: Desk) -> None:
    """Notes, tasks (one is due for a chaser, one was done long since), topics, and somebody who knows a person."""
    desk.notes("demo-acorn", "the chat logs before May lie in the old system.", desk.first, 5)
    desk.notes("demo-acorn", "asked which year; the clock stands until they say.", desk.first, 3)
    desk.notes("demo-daisy", "rang the boards team, they look today.", desk.first, 2)
    ask: Callable[..., object] = tasks.ask
    for name, what, whom, asked, due in (
        ("demo-acorn", "Send what the old chat system holds.", "Demo IT team", 6, -1),
        ("demo-kelp", "Take them off the survey list.", "Demo Research team", 4, 3),
        ("demo-clover", "Search the shared mailbox.", "Demo Helpline team", 12, -5),
    ):
        ask(
            desk.session, desk.made[name], f"Made up: {what}", due_on=local_date(desk.now) + timedelta(days=due),
            whom=whom, submission="demo:task", actor=desk.first, at=desk.ago(asked),
        )  # fmt: skip
    ask(
        desk.session, desk.made["demo-daisy"], "Made up: read my letter before it leaves?",
        due_on=local_date(desk.now) + timedelta(days=1), worker_id=desk.second.worker_id, submission="demo:task",
        actor=desk.first, at=desk.ago(1),
    )  # fmt: skip
    for name, topic in (("demo-fern", Topic.LOSS), ("demo-lichen", Topic.SELF_HARM)):
        care.mark(desk.session, desk.made[name], [topic], actor=desk.first, at=desk.ago(2))
    conflicts.say(desk.session, desk.made["demo-kelp"], desk.second.worker_id, actor=desk.second, at=desk.ago(3))


def teams(desk: Desk) -> None:
    """One case goes to a colleague with a note, two to the night desk, and the lead opened one of those at night."""
    handing.hand_over(
        desk.session, desk.made["demo-nettle"], str(desk.second.id), actor=desk.first, at=desk.ago(1.5)
    )  # fmt: skip
    desk.notes("demo-nettle", "the file is nearly ready. Mornings are best.", desk.first, 1.5, hands_over=True)
    for name in ("demo-ivy", "demo-yarrow"):
        handing.hand_over(desk.session, desk.made[name], handing.TEAM + NIGHT, actor=desk.first, at=desk.ago(2))
    handing.take_over(desk.session, desk.made["demo-yarrow"], actor=desk.second, at=desk.ago(1))
    why = "Made up: the night line rang about them and nobody of that team was there."
    lead = desk.actors[Role.SAFEGUARDING]
    glass.break_glass(desk.session, desk.made["demo-ivy"].number, why, actor=lead, at=desk.ago(0.5))


def register_entries(desk: Desk) -> None:
    """The person does not know yet; the person must not know."""
    nation, lead = desk.here.organisation.nation.value, desk.actors[Role.SAFEGUARDING]
    for name, make, days in (("demo-bramble", entries.not_told_yet, 50), ("demo-violet", entries.locked, 40)):
        entry = by_the_rules_of(desk.here.pack.judged_by.newest, make(name, at=desk.ago(days)))
        register.log_disclosure(desk.session, entry, nation=nation, actor=lead, at=desk.ago(days - 2))


def load_desk(
    session: Session, actors: dict[str, Actor], here: Installation, made: dict[str, Case], *, now: datetime
) -> None:  # fmt: skip
    """All of it, once the crowd is there."""
    desk = Desk(session, here, actors, made, now)
    for act in (clocks, colleagues, teams, register_entries):
        act(desk)
