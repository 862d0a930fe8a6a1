"""Whatever workers and the person do, in any order: the stored clock is what the `clock` command says of the same."""

import json
import secrets
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.cases import clock
from portal.cases.clock.waiting import mark_long_wait, remind
from portal.cases.clock_file import dates_of
from portal.cases.deadlines import GateKind
from portal.cases.history import happened, rows_of
from portal.cases.kinds import AnsweredBy, Doubt, FeeReason, MoreTime, Unclear
from portal.cases.kinds import ClockEventKind as K
from portal.cases.models import ClockEvent, ClockRun
from portal.core.errors import RuleBroken
from portal.requests.authority import Authority
from portal.requests.kinds import CLOCK_OF, Right
from portal.requests.wishes import Asker, Asking
from tests.builders.desk import ENGLAND, a_case, a_worker
from tests.builders.lettering import LETTER_SET

ACTS = ["ask-id", "met-id", "met-id", "ask-fee", "met-fee", "met-fee", "ask-authority", "decide", "question", "question",
        "answer-by-hand", "answer-by-hand", "answer-here", "extend", "extend", "extend", "take-back", "remind", "waited"]  # fmt: skip
FAMILY = Asking(who=Asker.PARENT, name="Demo Parent", how_they_know="family")


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class Life:
    """One case, and what happened to it as somebody beside the desk would write it down for the command."""

    def __init__(self, session, worker, right, received):
        self.session, self.worker, self.received, self.today = session, worker, received, received
        self.case = a_case(session, at=noon(received), right=right, asking=FAMILY)
        self.gates, self.questions, self.notices = {}, [], []

    @property
    def at(self):
        return noon(self.today)

    @property
    def by_hand(self):
        return {"calendar": ENGLAND, "actor": self.worker, "at": self.at}

    def does(self, act, on):
        """Try it. What was refused is not in the notes."""
        rows = self.stored()
        try:
            getattr(self, act.replace("-", "_"))(on)
        except RuleBroken:
            assert self.stored() == rows
        else:
            assert self.stored()[: len(rows)] == rows  # nothing that was written is ever changed

    def stored(self):
        return [
            (row.id, row.kind, row.on, row.gate, row.about_id, row.reason, row.words)
            for row in rows_of(self.session, self.case.id)
        ]

    def ask_id(self, _on):
        clock.ask_gate(
            self.session, self.case, GateKind.ID, reason=Doubt.FACTS_DIFFER, words="They differ.", **self.by_hand
        )
        self.gates["id"] = None

    def met_id(self, on):
        clock.meet_gate(self.session, self.case, GateKind.ID, on, **self.by_hand)
        self.gates["id"] = on

    def ask_fee(self, _on):
        clock.ask_gate(
            self.session, self.case, GateKind.FEE, reason=FeeReason.FURTHER_COPIES, words="Third.", **self.by_hand
        )
        self.gates["fee"] = None

    def met_fee(self, on):
        clock.meet_gate(self.session, self.case, GateKind.FEE, on, **self.by_hand)
        self.gates["fee"] = on

    def ask_authority(self, _on):
        clock.ask_gate(self.session, self.case, GateKind.AUTHORITY, **self.by_hand)
        self.gates["authority"] = None

    def decide(self, on):
        yes = on.day % 3 > 0
        decided = Authority.AGREED if yes else Authority.MAY_NOT
        clock.decide(self.session, self.case.request, decided, "We asked them.", **self.by_hand)
        if "authority" in self.gates and (self.gates["authority"] is None) is yes:
            self.gates["authority"] = self.today if yes else None

    def question(self, on):
        by_phone = on if on.day % 2 else None
        clock.ask_question(
            self.session, self.case, "Which chat do you mean?", about=Unclear.WHICH_INFORMATION, asked_on=by_phone,
            submission=secrets.token_hex(16), letters=LETTER_SET, **self.by_hand,
        )  # fmt: skip
        self.questions.append([by_phone or self.today, None])

    def _answered(self, on):
        next(question for question in self.questions if question[1] is None)[1] = on

    def answer_by_hand(self, on):
        clock.answered(self.session, self.case, on, how=AnsweredBy.PHONE, **self.by_hand)
        self._answered(on)

    def answer_here(self, _on):
        event = clock.answer_here(
            self.session, self.case, "The one of last May.", submission=secrets.token_hex(16), calendar=ENGLAND,
            actor=person_actor(self.case.request_id), at=self.at,
        )  # fmt: skip
        if event:
            self._answered(self.today)

    def extend(self, _on):
        clock.extend(
            self.session, self.case, [MoreTime.MUCH_TO_READ], "You were with us for six years.",
            submission=secrets.token_hex(16), letters=LETTER_SET, **self.by_hand,
        )  # fmt: skip
        self.notices.append(self.today)

    def take_back(self, on):
        standing = happened(rows_of(self.session, self.case.id)).rows
        if not standing:
            return
        row = standing[on.toordinal() % len(standing)]
        clock.take_back(self.session, self.case, row.id, "A slip of the pen.", **self.by_hand)
        if row.kind is K.GATE_ASKED:
            del self.gates[row.gate.value]
        elif row.kind is K.GATE_MET:
            self.gates[row.gate.value] = None
        else:
            question = self.session.get(ClockEvent, row.about_id)
            next(q for q in self.questions if q == [question.on, row.on])[1] = None

    def remind(self, _on):
        self._job(remind)

    def waited(self, _on):
        self._job(mark_long_wait)

    def _job(self, job):
        waits = happened(rows_of(self.session, self.case.id)).open_question
        if waits:
            job(self.session, {"event": str(waits.id)}, calendar=ENGLAND, at=self.at)

    def by_command(self):
        """What the command says of the notes."""
        told = {
            "received": self.received.isoformat(),
            "nation": "england-and-wales",
            "right": self.case.right.value,
            "gates": [{"kind": kind, "received": met and met.isoformat()} for kind, met in self.gates.items()],
            "clarifications": [{"asked": a.isoformat(), "answered": b and b.isoformat()} for a, b in self.questions],
            "extension_notice": [sent.isoformat() for sent in self.notices],
        }
        return dates_of(json.dumps({"requests": [told]}))["requests"][0]

    def on_screen(self):
        case = self.case
        return {
            "n": 1, "state": case.clock_state, "due": case.due_on and case.due_on.isoformat(),
            "extension_notice_by": case.extension_notice_by and case.extension_notice_by.isoformat(),
            "working": [text for text, _ in case.working],
        }  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_stored_clock_is_what_the_command_says(session, data):
    worker = a_worker(session, Role.CASEWORKER, name=f"Demo {secrets.token_hex(4)}")
    right = data.draw(st.sampled_from([Right.ACCESS, Right.ACCESS, Right.SHARED, Right.ERASURE, Right.PORTABILITY]))
    life = Life(session, worker, right, data.draw(st.dates(date(2026, 2, 5), date(2027, 12, 31))))
    for act, days, back in data.draw(
        st.lists(
            st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.sampled_from([0, 0, 0, 0, 1, 2, 3, 6, 15, -1])),
            max_size=14,
        )
    ):
        life.today += timedelta(days=days)
        life.does(act, life.today - timedelta(days=back))
        assert life.on_screen() == life.by_command()
    runs = session.scalars(select(ClockRun).where(ClockRun.case_id == life.case.id).order_by(ClockRun.at)).all()
    assert runs[-1].due_after == life.case.due_on
    assert CLOCK_OF[right] == "access" or not life.questions
    session.rollback()
