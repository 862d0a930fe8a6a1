"""A flag reaches a worker: by e-mail, at any hour, once, and once more when nobody opened it in time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.audit import AuditEvent, verify
from portal.extensions import db
from portal.notifications.errors import NotSent, PerhapsSent, Refused
from portal.notifications.kinds import NotificationState
from portal.safeguarding import service, telling
from portal.safeguarding.models import FlagNotice, SafeguardingFlag
from tests.builders.desk import DANGER, a_flag, a_worker
from tests.builders.posting import led_to_sinks, work

NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
LATE = timedelta(hours=4, minutes=1)
S = NotificationState


@pytest.fixture
def lead(app):
    """Two workers who close flags, one who does not, and one who did; the address of those to tell."""
    with app.app_context(), db.sessionmaker.begin() as session:
        for name, role in (("ada", Role.SAFEGUARDING), ("bea", Role.SAFEGUARDING), ("cat", Role.CASEWORKER)):
            add_worker(
                session, name=name, email=f"{name}@post.example.org", password="demo boat lantern otter", roles=[role],
                actor=SYSTEM, at=NIGHT,
            )  # fmt: skip
        gone, _ = add_worker(
            session, name="dan", email="dan@post.example.org", password="demo boat lantern otter",
            roles=[Role.SAFEGUARDING], actor=SYSTEM, at=NIGHT,
        )  # fmt: skip
        gone.disabled_at = NIGHT
    return ["ada@post.example.org", "bea@post.example.org"]


def raise_flag(app, at=NIGHT):
    with app.app_context(), db.sessionmaker.begin() as session:
        return a_flag(session, DANGER, at=at).id


def trail(app):
    with app.app_context(), db.sessionmaker() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
        assert verify(session).ok
        return [(e.action.value, e.facts.get("kind")) for e in events if e.action.value.startswith("flag:")]


def to_and_subject(sinks):
    return sorted((mail.to, mail.letter["Subject"]) for mail in sinks.mails)


def test_at_night_too_each_lead_is_told_once_and_again_when_it_is_late(app, lead):
    with led_to_sinks(app) as sinks:
        raise_flag(app)
        for after in (timedelta(0), timedelta(hours=1), LATE, timedelta(days=2)):
            work(app, NIGHT + after)
        told = to_and_subject(sinks)
    assert told == sorted(
        (one, subject) for one in lead
        for subject in ("Something waits for your team", "Something still waits for your team")
    )  # fmt: skip
    assert trail(app) == [("flag:raised", None), *[("flag:told", "flag-raised")] * 2, *[("flag:told", "flag-late")] * 2]


def test_nobody_is_told_again_of_what_somebody_opened(app, lead):
    with led_to_sinks(app) as sinks:
        flag_id = raise_flag(app)
        work(app, NIGHT)
        with app.app_context(), db.sessionmaker.begin() as session:
            flag = session.get(SafeguardingFlag, flag_id)
            service.note_opened(session, flag, actor=a_worker(session, Role.CASEWORKER), at=NIGHT + timedelta(hours=1))
        work(app, NIGHT + LATE)
        assert len(sinks.mails) == len(lead)


def test_the_mail_says_nothing_of_anybody(app, lead):
    with led_to_sinks(app) as sinks:
        raise_flag(app)
        work(app, NIGHT)
        letter = sinks.mails[0].letter
        said = f"{letter['Subject']} {letter.get_content()}"
    for word in (*DANGER.split(), "quiet", "otter", "danger", "young", "person", "suicide", "harm"):
        assert f" {word.lower()} " not in f" {said.lower()} "


@pytest.mark.parametrize(
    ("error", "states"),
    [
        (NotSent, [S.FAILED, S.FAILED, S.FAILED, S.FAILED, S.GIVEN_UP, S.GIVEN_UP]),
        (Refused, [S.GIVEN_UP] * 2),
        (PerhapsSent, [S.GIVEN_UP] * 2),
    ],
)
def test_what_surely_did_not_leave_is_tried_again_and_nothing_else(session, error, states):
    a_worker(session, Role.SAFEGUARDING)
    flag = a_flag(session, DANGER, at=NIGHT)
    one = session.scalars(select(FlagNotice).where(FlagNotice.flag_id == flag.id)).one()
    ids, seen = {"notice_id": str(one.id)}, []
    for _ in states:
        if telling.claim(session, ids, ways=frozenset({telling.Way.EMAIL}), at=NIGHT):
            telling.keep(session, ids, error.__name__, at=NIGHT)
        seen.append(one.state)
    assert seen == states


@pytest.mark.parametrize(("ways", "error"), [(frozenset(), "NotSetUp"), (frozenset({telling.Way.EMAIL}), "WorkerDied")])
def test_what_cannot_be_sent_or_was_left_in_hand_is_given_up_and_said(session, ways, error):
    a_worker(session, Role.SAFEGUARDING)
    flag = a_flag(session, DANGER, at=NIGHT)
    one = session.scalars(select(FlagNotice).where(FlagNotice.flag_id == flag.id)).one()
    ids = {"notice_id": str(one.id)}
    claimed = telling.claim(session, ids, ways=ways, at=NIGHT)
    assert claimed is None or "@" not in repr(claimed)
    assert telling.claim(session, ids, ways=ways, at=NIGHT) is None
    assert (one.state, one.last_error) == (S.GIVEN_UP, error)
