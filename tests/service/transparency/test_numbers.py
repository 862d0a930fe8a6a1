"""A year is counted, hidden, frozen, looked at by a second worker and published; a mistake makes a new edition."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.answers.kinds import no_because
from portal.cases import service as cases
from portal.core.errors import NotAllowed, RuleBroken
from portal.disclosures import kinds as k
from portal.disclosures.relaxed import NO_RULE
from portal.requests.kinds import Right
from portal.transparency import counting, queries, service
from portal.transparency.figures import thaw
from portal.transparency.models import NumbersYear
from portal.transparency.paper import words_of
from tests.builders.desk import AT, a_case, a_disclosure, a_locked_entry, a_worker, an_entry
from tests.builders.installed import ORGANISATION
from tests.builders.lettering import a_part_refusal

AFTER = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
IN_2026 = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING, name="Demo Lead")


@pytest.fixture
def second(session):
    return a_worker(session, Role.APPROVER, name="Demo Second")


def told(session, lead, times, **changes):
    for n in range(times):
        moments = {"decided_at": IN_2026, "shared_at": IN_2026 + timedelta(minutes=5)}
        a_disclosure(session, lead, an_entry(f"demo.{n}", **{**moments, **changes}))


def parts(figures, group, split):
    return {bar.code: bar.shown for bar in figures.bars(group, split)}


def test_everything_that_is_counted(session, lead):
    told(session, lead, 2)
    told(session, lead, 1, urgency=k.Urgency.NOT_URGENT, person_group=k.PersonGroup.ADULT)
    a_disclosure(session, lead, a_locked_entry("demo.locked"))
    found = counting.count_told(session, 2026)
    assert found.total == 4
    assert all(sum(split.values()) == 4 for split in found.splits.values())
    assert found.splits["why"]["other"] == 1 and found.splits["whom"]["other"] == 1  # the locked one
    assert found.splits["urgency"] == {"emergency": 3, "not-urgent": 1}
    assert counting.count_told(session, 2025).total == 0


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), 2025),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), 2026),
        (datetime(2024, 12, 31, 23, 59, tzinfo=UTC), 2024),
    ],
)
def test_a_year_is_one_of_the_wall_clock(session, lead, moment, year):
    a_disclosure(session, lead, an_entry("demo.eve", decided_at=moment, shared_at=moment))
    assert counting.count_told(session, year).total == 1


def test_what_the_law_makes_us_do_is_one_reason(session, lead):
    for clause in ("terrorism", "legal-order"):
        told(session, lead, 1, clause=clause, policy_version=3)
    why = counting.count_told(session, 2026).splits["why"]
    assert why["law"] == 2 and "terrorism" not in why and "legal-order" not in why


def test_requests_are_in_time_late_open_or_stopped(session):
    in_time, late, stopped, _open = (a_case(session, f"demo.{n}", at=IN_2026, right=Right.ACCESS) for n in range(4))
    for case, closed in ((in_time, case_end(in_time)), (late, case_end(late) + timedelta(days=1))):
        case.status, case.closed_at = "answered", closed
    cases.withdraw(session, stopped, actor=own(stopped), at=IN_2026)
    session.flush()
    found = counting.count_requests(session, 2026)
    assert found.splits["in-time"] == {"in-time": 1, "late": 1, "open": 1, "stopped": 1}
    assert found.splits["right"]["access"] == 4


def case_end(case):
    """Half past eleven at night on the due date, which is still in time in the United Kingdom."""
    return datetime(case.due_on.year, case.due_on.month, case.due_on.day, 22, 30, tzinfo=UTC)


def own(case):
    return person_actor(case.request_id)


def test_a_no_is_counted_by_the_first_of_its_reasons_and_by_nothing_else(session, second):
    worker = a_worker(session, Role.CASEWORKER)
    case, answer = a_part_refusal(session, worker)
    for n in range(2):
        a_case(session, f"demo.{n}", right=Right.ERASURE)
    year = case.received_on.year
    assert counting.count_requests(session, year).splits["no"]["nothing"] == 3
    answers.approve(session, case, sha256=answer.pdf_sha256, actor=second, at=AT)
    answers.release(session, case, contact_confirmed=True, actor=worker, at=AT)
    found = counting.count_requests(session, year)
    assert found.splits["no"] == {"nothing": 2, "others": 0, "law": 1, "needed": 0, "no-fit": 0, "other": 0}
    assert sum(found.splits["in-time"][part] for part in ("in-time", "late")) == 1
    assert counting.count_requests(session, year - 1).splits["no"]["law"] == 0


@pytest.mark.parametrize(
    ("grounds", "why"),
    [
        ((), "other"),
        (("legal-duty",), "law"),
        (("crime", "third"), "law"),
        (("third", "crime"), "others"),
        (("not-wrong",), "no-fit"),
        (("compelling",), "needed"),
    ],
)
def test_a_ground_that_would_say_too_much_is_counted_with_others(grounds, why):
    assert no_because(grounds) == why


def test_complaints_are_counted_apart(session):
    case = a_case(session, "demo.cross", at=IN_2026, right=Right.COMPLAINT)
    assert counting.count_requests(session, 2026).total == 0
    assert counting.count_complaints(session, 2026).splits["receipt"]["waiting"] == 1
    case.acknowledged_at = IN_2026 + timedelta(days=31)
    session.flush()
    assert counting.count_complaints(session, 2026).splits["receipt"]["late"] == 1


def test_what_an_old_log_does_not_say_is_counted_as_not_written_down(session, lead):
    told(session, lead, 2)
    open_ = {"urgency": k.Urgency.NOT_RECORDED, "told": k.Told.NOT_RECORDED, "imported": True}
    told(session, lead, 3, **open_, policy=NO_RULE[0], policy_version=NO_RULE[1], clause=NO_RULE[2])
    found = counting.count_told(session, 2026)
    assert found.splits["urgency"] == {"emergency": 2, "not-urgent": 0, "not-recorded": 3}
    assert (found.splits["knew"]["not-recorded"], found.splits["why"]["other"], found.total) == (3, 3, 5)
    row = service.prepare(session, 2026, people_helped=1000, actor=lead, at=AFTER)
    charts = [chart for chapter in words_of(row, ORGANISATION).chapters for chart in chapter.charts]
    assert [line.words for chart in charts for line in chart.rows].count("We did not write it down") in {0, 2}


def test_no_small_number_is_stored_anywhere(session, lead):
    told(session, lead, 9)
    told(session, lead, 4, person_group=k.PersonGroup.ADULT)
    row = service.prepare(session, 2026, people_helped=12_345, actor=lead, at=AFTER)
    figures = thaw(row.figures)
    assert figures.total("told") == 15 and row.people_helped == 12_300
    for group in figures.groups.values():
        for split in group["splits"].values():
            assert all(shown is None or shown % 5 == 0 for _, shown in split or ())
    assert parts(figures, "told", "age") == {"under-18": 10, "18-or-over": None, "not-known": 0}


def test_nobody_publishes_what_they_prepared(session, lead, second):
    row = service.prepare(session, 2026, people_helped=1000, actor=lead, at=AFTER)
    with pytest.raises(NotAllowed):
        service.publish_year(session, row, sha256=row.figures_sha256, actor=lead, at=AFTER)
    assert queries.list_published(session) == []
    service.publish_year(session, row, sha256=row.figures_sha256, actor=second, at=AFTER)
    assert queries.published(session, 2026) is row


def test_what_changed_since_is_prepared_again(session, lead, second):
    row = service.prepare(session, 2026, people_helped=1000, actor=lead, at=AFTER)
    told(session, lead, 9)
    with pytest.raises(RuleBroken, match="Prepare the numbers again"):
        service.publish_year(session, row, sha256=row.figures_sha256, actor=second, at=AFTER)
    seen = row.figures_sha256
    service.prepare(session, 2026, people_helped=1000, actor=lead, at=AFTER)
    with pytest.raises(RuleBroken, match="not the numbers you looked at"):
        service.publish_year(session, row, sha256=seen, actor=second, at=AFTER)


@pytest.mark.parametrize(
    ("year", "people", "correction", "said"),
    [
        (2027, 1000, "", "a year that is over"),
        (1999, 1000, "", "a year that is over"),
        (2026, 3, "", "how many people"),
        (2026, 1000, " ".join(["Notwithstanding"] * 30) + ".", "shorter words"),
    ],
)
def test_what_is_refused(session, lead, year, people, correction, said):
    with pytest.raises(RuleBroken, match=said):
        service.prepare(session, year, people_helped=people, correction=correction, actor=lead, at=AFTER)
    assert queries.list_all(session) == []


def test_a_mistake_makes_a_new_edition_that_says_what_was_wrong(session, lead, second):
    first = service.prepare(session, 2026, people_helped=1000, actor=lead, at=AFTER)
    service.publish_year(session, first, sha256=first.figures_sha256, actor=second, at=AFTER)
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        service.prepare(session, 2026, people_helped=1000, actor=lead, at=AFTER)
    told(session, lead, 9)
    again = service.prepare(
        session, 2026, people_helped=1000, correction="We forgot nine times.", actor=second, at=AFTER
    )
    assert again.edition == 2 and queries.published(session, 2026) is first
    service.publish_year(session, again, sha256=again.figures_sha256, actor=lead, at=AFTER)
    assert queries.published(session, 2026) is again
    with pytest.raises(RuleBroken, match="stay"):
        service.drop(session, again, actor=lead, at=AFTER)


def test_a_draft_can_be_dropped(session, lead):
    row = service.prepare(session, 2026, people_helped=1000, actor=lead, at=AFTER)
    service.drop(session, row, actor=lead, at=AFTER)
    assert session.scalars(select(NumbersYear)).all() == []


def test_a_caseworker_does_neither(session):
    with pytest.raises(NotAllowed):
        service.prepare(session, 2026, people_helped=1000, actor=a_worker(session, Role.CASEWORKER), at=AFTER)
