"""An old log on its way into the register: every row whole or not at all, none twice, none lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent, verify
from portal.core import clock
from portal.core.base import Base
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.disclosures import kinds as k
from portal.disclosures import queries as register
from portal.disclosures.importing import batches, likeness, queries, removing, service
from portal.disclosures.importing.building import (
    EMPTY,
    LEFT_OUT,
    NO_MEANING,
    NO_SUCH_RULE,
    NOT_A_DAY,
    NOT_A_TIME,
    TOO_LONG,
    TOO_MANY,
)
from portal.disclosures.importing.coded import LEAVE_OUT
from portal.disclosures.importing.kinds import ImportState, Ours
from portal.disclosures.importing.models import RegisterImport, RegisterImportChunk, RegisterImportRow
from portal.disclosures.models import Disclosure, DisclosureIdentifier, Recipient, SharedField
from portal.disclosures.relaxed import NO_RULE, RELAXED
from portal.disclosures.telling import share_of
from portal.extensions import db
from portal.outbox import Job
from portal.vault import KeyDestroyed, vault_of
from tests.builders.desk import a_case, a_disclosure, a_worker, an_entry
from tests.builders.importing import HEAD, LOG, an_import, map_it, work


@pytest.fixture
def lead(session):
    lead = a_worker(session, Role.SAFEGUARDING)
    session.commit()
    return lead


@pytest.fixture
def bring(app, session, lead):
    """Bring a log, map it by our guess, and try it."""

    def bring(text=LOG, **said):
        imported = an_import(session, lead, text)
        map_it(session, imported, lead, **said)
        session.commit()
        work(app)
        session.expire_all()
        return imported

    return bring


@pytest.fixture
def take(app, session, lead):
    def take(imported):
        service.take(session, imported, actor=lead, at=clock.now())
        session.commit()
        work(app)
        session.expire_all()

    return take


def counted(session, imported):
    return {state.value: n for state, n in queries.counts(session, imported).items() if n}


def reasons(session, imported):
    return [(number, column, reason) for number, _, column, _, reason in queries.report(session, imported)]


def entries(session):
    return session.scalars(select(Disclosure).order_by(Disclosure.decided_at)).all()


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_log_is_tried_and_taken(session, bring, take):
    imported = bring()
    assert (imported.state, counted(session, imported)) == (ImportState.CHECKED, {"fine": 2})
    assert entries(session) == []
    take(imported)
    assert (imported.state, counted(session, imported)) == (ImportState.TAKEN, {"taken": 2})
    first = register.opened(session, entries(session)[0].id)
    assert (first.words["why"], first.recipients[0].name) == ("You were not safe.", "Demo Police")
    assert [value for _, value in first.identifiers] == ["quiet.otter", "Demo Sam"] or len(first.identifiers) == 2
    assert verify(session).ok


def test_what_the_log_does_not_have_is_not_recorded_and_the_person_reads_so(session, bring, take):
    take(bring("Date,Username\n23/11/2019,quiet.otter\n"))
    [row] = entries(session)
    assert row.imported and (row.policy, row.policy_version, row.clause) == NO_RULE
    for name in ("urgency", "at_risk", "lawful_basis", "special_condition", "consent", "told", "feedback"):
        assert getattr(row, name).value == "not-recorded", name
    opened = register.opened(session, row.id)
    assert (opened.recipients[0].sent_by, opened.fields, opened.words["why"]) == (k.SentBy.NOT_RECORDED, (), "")
    share = share_of(opened, rule="")
    assert share.who == ("Someone else",)
    assert [item.what for item in share.items] == ["We told them something, but we did not write down what."]
    assert (share.why, share.rule) == ("", "")  # the page then says: we did not write this down
    assert share.told == "We did not write down if we told you."
    assert share.next.startswith("We did not write down what happened next.")
    assert [entry.id for entry in queries.list_untold(session)] == [row.id]


def test_an_imported_entry_is_told_in_an_answer(session, bring, take):
    """Whoever asks is told of it like of any other."""
    take(bring())
    case = a_case(session)
    assert [s.disclosure.imported for s in register.suggestions(session, case)] == [True]


@pytest.mark.parametrize(
    "changes",
    [
        {"urgency": k.Urgency.NOT_RECORDED},
        {"told": k.Told.NOT_RECORDED},
        {"policy": NO_RULE[0], "policy_version": NO_RULE[1], "clause": NO_RULE[2]},
    ],
)
def test_nobody_leaves_open_today_what_only_an_old_log_may(session, lead, changes):
    with pytest.raises(RuleBroken, match="Only an old log"):
        a_disclosure(session, lead, an_entry(**changes))


def test_the_rules_that_are_let_go_are_those_of_the_table(session):
    nothing = {"why": " ", "fields": (), "no_consent_reason": None, "feedback_words": ""}
    asked = {name for _, name in an_entry(**nothing).broken(clock.now())}
    assert asked and asked <= set(RELAXED)
    assert list(an_entry(**nothing, imported=True).broken(clock.now())) == []
    assert [name for _, name in an_entry(imported=True, identifiers=()).broken(clock.now())] == ["user_name"]


HEADINGS = "Date,Time,Username,Who was told,Why,Urgency,Date told,Told"
BAD = {
    "no day": (",,otter,Police,w,Urgent,,", [("A", EMPTY)]),
    "no day at all": ("soon,,otter,Police,w,Urgent,,", [("A", NOT_A_DAY)]),
    "a day that never was": ("31/02/2019,,otter,Police,w,Urgent,,", [("A", NOT_A_DAY)]),
    "a bad time": ("23/11/2019,late,otter,Police,w,Urgent,,", [("B", NOT_A_TIME)]),
    "two faults": ("soon,late,otter,Police,w,Urgent,,", [("A", NOT_A_DAY), ("B", NOT_A_TIME)]),
    "the future": (
        "23/11/2199,,otter,Police,w,Urgent,,",
        [("A", "The decision cannot lie in the future"), ("", "It cannot have been shared in the future")],
    ),
    "nobody": ("23/11/2019,,,Police,w,Urgent,,", [("C", "Give one thing the person can be found by")]),
    "too long": (f"23/11/2019,,{'x' * 201},Police,w,Urgent,,", [("C", TOO_LONG)]),
    "left out by word": ("23/11/2019,,otter,Police,w,Odd,,", [("F", LEFT_OUT)]),
    "too many cells": ("23/11/2019,,otter,Police,w,Urgent,,,more", [("I", TOO_MANY)]),
    "told before": (
        "23/11/2019,,otter,Police,w,Urgent,23/11/2199,",
        [("G", "They cannot have been told in the future")],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_broken_row_is_refused_with_its_column_and_its_reason(session, bring, name):
    line, faults = BAD[name]
    words = {Ours.RECIPIENT_KIND: {"police": "police-101"}, Ours.URGENCY: {"urgent": "emergency", "odd": LEAVE_OUT}}
    imported = bring(f"{HEADINGS}\n23/11/2019,,fine.otter,Police,w,Urgent,,\n{line}\n", words=words)
    assert counted(session, imported) == {"fine": 1, "refused": 1}
    assert [(number, column, reason) for number, column, reason in reasons(session, imported)] == [
        (3, column, reason) for column, reason in faults
    ]


def test_a_word_that_nobody_explained_refuses_its_rows_and_no_others(session, bring):
    imported = bring(
        "Date,Username,Urgency\n23/11/2019,a,Urgent\n23/11/2019,b,Odd\n", words={Ours.URGENCY: {"urgent": "emergency"}}
    )
    assert reasons(session, imported) == [(3, "C", NO_MEANING)]


def test_no_report_holds_a_word_of_the_log(session, bring):
    imported = bring(f"{HEAD}\nsoon,secret.otter,Demo Secret,,Police,Demo Secret,secret,after\n")
    kept = [str(tuple(row)) for row in session.execute(select(RegisterImportRow.__table__))]
    assert kept and "secret" not in "".join([*kept, str(list(queries.report(session, imported)))]).lower()


def test_no_word_of_a_log_stands_open_anywhere(session, bring):
    bring()
    for table in Base.metadata.sorted_tables:
        raw = b"".join(
            value if isinstance(value, bytes) else str(value).encode()
            for row in session.execute(select(table)) for value in row
        )  # fmt: skip
        for word in (b"quiet.otter", b"Demo Sam", b"You were not safe", b"Demo Police"):
            assert word not in raw, table.name


def test_a_rule_is_the_one_that_counted_on_that_day(session, bring, take):
    said = {"words": {Ours.RULE: {"danger": "confidentiality:plan-now", "gone": "confidentiality:made-up"}}}
    imported = bring("Date,Username,Rule\n2019-11-23,a,danger\n2026-11-23,b,danger\n2026-11-23,c,gone\n", **said)
    assert reasons(session, imported) == [(4, "C", NO_SUCH_RULE)]
    take(imported)
    assert [(e.policy_version, e.clause) for e in entries(session)] == [(0, "not-recorded"), (3, "plan-now")]


@pytest.mark.parametrize("told", ["not-yet", "must-not-be-told"])
def test_somebody_who_was_not_told_is_looked_at_again(session, bring, take, told):
    again = clock.today() + timedelta(days=14)
    log = "Date,Username,Informed\n2019-11-23,a,no\n"
    assert counted(session, bring(log, words={Ours.TOLD: {"no": told}})) == {"refused": 1}
    take(bring(log, words={Ours.TOLD: {"no": told}}, look_again_on=again))
    assert [(e.told.value, e.review_on) for e in entries(session)] == [(told, again)]


def test_the_same_day_person_and_recipient_is_flagged(session, lead, bring, take):
    """In one file, against the register, and by another spelling of the name."""
    rows = [
        "23/11/2019,Quiet.Otter,Demo Police",
        "23/11/2019,@quiet.otter,demo  police",
        "24/11/2019,quiet.otter,Demo Police",
    ]
    head = "Date,Username,Agency name"
    imported = bring("\n".join([head, *rows]))
    assert reasons(session, imported) == [(3, "", likeness.LIKE_A_ROW.format(number=2))]
    take(imported)
    assert len(entries(session)) == 2
    again = bring(f"{head}\n23/11/2019,quiet.otter,DEMO POLICE\n23/11/2019,quiet.otter,Demo Council")
    assert reasons(session, again) == [(2, "", likeness.LIKE_AN_ENTRY)]


def test_a_flagged_row_is_taken_where_it_was_ticked_and_nowhere_else(session, lead, bring, take):
    imported = bring("Date,Username\n" + "23/11/2019,otter\n" * 4)
    assert counted(session, imported) == {"fine": 1, "flagged": 3}
    service.tick(session, imported, {3, 4, 5}, {4, 99}, actor=lead)
    service.tick(session, imported, {5}, {5}, actor=lead)
    service.tick(session, imported, {5}, (), actor=lead)
    take(imported)
    assert counted(session, imported) == {"taken": 2, "flagged": 2}
    with pytest.raises(RuleBroken):
        service.tick(session, imported, {3}, {3}, actor=lead)


def test_two_people_with_one_first_name_and_birthday_are_both_flagged(session, bring):
    head = "Date,First name,DOB,Email"
    rows = [
        "1/2/2019,Sam,1/1/2004,a@demo.org",
        "2/2/2019,sam,01/01/2004,b@demo.org",
        "3/2/2019,Sam,1/1/2004,a@demo.org",
        "4/2/2019,Sam,2/1/2004,c@demo.org",
    ]
    imported = bring("\n".join([head, *rows]))
    assert [number for number, _, reason in reasons(session, imported) if "first name and birthday" in reason] == [
        2,
        3,
        4,
    ]
    assert counted(session, imported) == {"flagged": 3, "fine": 1}


def test_names_and_birthdays_alone_do_not_show_that_it_is_one_person(session, bring):
    imported = bring("Date,First name,DOB\n1/2/2019,Sam,1/1/2004\n2/2/2019,Sam,1/1/2004\n")
    assert counted(session, imported) == {"flagged": 2}


def test_what_was_logged_by_hand_in_the_meantime_is_flagged_and_not_taken_twice(session, lead, bring, take):
    imported = bring("Date,Username,Agency name\n24/10/2026,quiet.otter,Demo Ambulance Control\n")
    assert counted(session, imported) == {"fine": 1}
    a_disclosure(session, lead)
    session.commit()
    take(imported)
    assert (counted(session, imported), count(session, Disclosure)) == ({"flagged": 1}, 1)


def test_the_same_file_again_takes_only_the_rest(session, lead, bring, take):
    lines = ["2019-11-23,a", "2019-11-23,b", "soon,c", "2019-11-23,a"]
    log = "\n".join(["Date,Username", *lines])
    take(bring(log))
    again = bring(log)
    assert counted(session, again) == {"already": 2, "refused": 1, "flagged": 1}
    mended = bring(log.replace("soon", "2019-11-24"))
    take(mended)
    assert counted(session, mended) == {"already": 2, "taken": 1, "flagged": 1}
    assert count(session, Disclosure) == 3


def test_the_rows_that_were_left_come_back_as_they_came(session, lead, bring, take):
    imported = bring('Date,Username,Why\nsoon,+447700900123,"=1+1, she said"\n2019-11-23,b,x\n')
    take(imported)
    [(row, why)] = queries.left(session, imported)
    assert (row.cells, why) == (("soon", "+447700900123", "=1+1, she said"), NOT_A_DAY)


def test_only_whoever_brought_it_reads_what_stands_in_it(session, lead, bring):
    imported, other = bring(), a_worker(session, Role.SAFEGUARDING, name="Demo Other")
    assert queries.get(session, imported.id) is imported
    with pytest.raises(NotFound):
        queries.get_own(session, imported.id, other)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SAFEGUARDING])
def test_nobody_else_imports(session, role):
    with pytest.raises(NotAllowed):
        an_import(session, a_worker(session, role))


ACTS = {
    "columns": lambda s, i, a: service.set_columns(s, i, {}, actor=a, at=clock.now()),
    "tick": lambda s, i, a: service.tick(s, i, (), (), actor=a),
    "take": lambda s, i, a: service.take(s, i, actor=a, at=clock.now()),
    "drop": lambda s, i, a: service.drop(s, i, actor=a, at=clock.now()),
    "finish": lambda s, i, a: service.finish(s, i, actor=a, at=clock.now()),
    "undo": lambda s, i, a: service.undo(s, i, actor=a, at=clock.now()),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_act_is_for_anybody_else(session, bring, act):
    imported = bring()
    with pytest.raises(NotAllowed):
        ACTS[act](session, imported, a_worker(session, Role.CASEWORKER))


def test_a_file_that_is_refused_half_way_leaves_nothing(session, lead):
    with pytest.raises(RuleBroken):
        an_import(session, lead, "Date,Username\n" + "2019-11-23,a\n" * 80 + '2019-11-23,"b\n')
    session.rollback()
    assert (count(session, RegisterImport), count(session, RegisterImportChunk)) == (0, 0)


@pytest.mark.parametrize("way", ["drop", "finish", "time"])
def test_what_came_is_destroyed_when_it_is_over(session, lead, bring, take, way):
    imported = bring()
    box, rows = vault_of(session).box(imported.key_id), queries.chunk(session, imported, 0)
    assert rows
    if way == "finish":
        take(imported)
    if way == "time":
        assert service.forget_old(session, clock.now()) == 0
        assert service.forget_old(session, imported.until) == 1
    else:
        getattr(service, way)(session, imported, actor=lead, at=clock.now())
    session.commit()
    assert imported.state is (ImportState.FINISHED if way == "finish" else ImportState.DROPPED)
    with pytest.raises(KeyDestroyed):
        box.open("anything", b"\x01")
    assert (imported.headings, imported.mapping, count(session, RegisterImportChunk)) == (None, None, 0)
    with pytest.raises(NotFound):
        queries.get_own(session, imported.id, lead)
    assert count(session, Disclosure) == (2 if way == "finish" else 0)


def test_a_job_of_an_older_try_does_nothing(app, session, lead, bring):
    imported = bring()
    old = {"import_id": str(imported.id), "run": str(imported.run), "chunk": "0"}
    map_it(session, imported, lead)
    batches.check_chunk(session, old, at=clock.now())
    assert counted(session, imported) == {}
    session.commit()
    work(app)
    session.expire_all()
    assert counted(session, imported) == {"fine": 2}


def test_pressing_twice_takes_once(session, lead, bring, take):
    imported = bring()
    take(imported)
    with pytest.raises(RuleBroken, match="moved on"):
        service.take(session, imported, actor=lead, at=clock.now())


def test_a_log_without_one_good_row_is_not_taken(session, lead, bring):
    imported = bring("Date,Username\nsoon,a\n")
    with pytest.raises(RuleBroken, match="no row"):
        service.take(session, imported, actor=lead, at=clock.now())


def test_an_undone_import_leaves_no_entry_and_no_key_but_the_trail(app, session, lead, bring, take):
    imported = bring()
    take(imported)
    keys = [entry.key_id for entry in entries(session)]
    service.undo(session, imported, actor=lead, at=clock.now())
    session.commit()
    work(app)
    session.expire_all()
    assert (imported.state, counted(session, imported)) == (ImportState.UNDONE, {"undone": 2})
    assert imported.content_gone_at is not None and count(session, RegisterImportChunk) == 0
    assert [count(session, model) for model in (Disclosure, Recipient, SharedField, DisclosureIdentifier)] == [0] * 4
    for key in keys:
        with pytest.raises(KeyDestroyed):
            vault_of(session).box(key).open("anything", b"\x01")
    removed = select(func.count()).where(AuditEvent.action == Action.DISCLOSURE_REMOVED)
    assert (session.scalar(removed), verify(session).ok) == (2, True)
    again = bring()
    assert counted(session, again) == {"fine": 2}


def test_an_import_is_not_undone_after_a_day_or_once_an_entry_met_a_case(session, lead, bring, take):
    from portal.disclosures.service import decide_match

    imported = bring()
    take(imported)
    with pytest.raises(RuleBroken, match="more than a day"):
        service.undo(session, imported, actor=lead, at=clock.now() + service.UNDO_WITHIN)
    case = a_case(session)
    [found] = register.suggestions(session, case)
    worker = a_worker(session, Role.CASEWORKER)
    decide_match(session, case, found.disclosure.id, k.MatchDecision.CONFIRMED, actor=worker, at=clock.now())
    with pytest.raises(RuleBroken, match="in a case"):
        service.undo(session, imported, actor=lead, at=clock.now())


def test_an_entry_that_met_a_case_while_it_was_undone_stays(app, session, lead, bring, take):
    from portal.disclosures.service import decide_match

    imported = bring()
    take(imported)
    service.undo(session, imported, actor=lead, at=clock.now())
    case = a_case(session)
    [found] = register.suggestions(session, case)
    worker = a_worker(session, Role.CASEWORKER)
    decide_match(session, case, found.disclosure.id, k.MatchDecision.CONFIRMED, actor=worker, at=clock.now())
    session.commit()
    work(app)
    session.expire_all()
    assert counted(session, imported) == {"taken": 1, "undone": 1}


def test_whoever_may_not_log_any_more_takes_nothing_more(app, session, lead, bring):
    imported = bring()
    service.take(session, imported, actor=lead, at=clock.now())
    from portal.accounts.models import Worker

    session.get_one(Worker, lead.worker_id).roles = [Role.AUDITOR.value]
    session.commit()
    work(app)
    session.expire_all()
    assert (imported.state, counted(session, imported)) == (ImportState.TAKEN, {"fine": 2})


def test_everything_that_hangs_on_an_entry_is_kept_or_goes_with_it():
    """A new table that names an entry fails here, until `removing` says what becomes of its rows."""
    known = {model.__tablename__ for model in (*removing.KEEP_IT, *removing.GO_WITH_IT)} | {"register_import_rows"}
    known |= {"recipient_notices"}  # of an entry that was confirmed for a case: that keeps it
    hanging = {
        table.name for table in Base.metadata.sorted_tables
        for key in table.foreign_keys if key.column.table.name in {"disclosures", *known}
    }  # fmt: skip
    assert hanging <= known


class Killed(BaseException):
    """What a worker process does when it is killed: nothing more."""


@pytest.mark.parametrize("moment", ["a row", "the promise"])
@pytest.mark.parametrize("job", ["check", "take", "undo"])
def test_a_worker_that_dies_at_any_moment_doubles_and_loses_nothing(
    app, session, lead, bring, take, monkeypatch, job, moment
):
    lines = [f"2019-11-{n % 27 + 1:02},person.{n}" for n in range(120)]
    log = "\n".join(["Date,Username", *lines])
    if job == "check":
        imported = an_import(session, lead, log)
        map_it(session, imported, lead)
        session.commit()
    else:
        imported = bring(log)
        if job == "undo":
            take(imported)
            service.undo(session, imported, actor=lead, at=clock.now())
        else:
            service.take(session, imported, actor=lead, at=clock.now())
        session.commit()
    where = {
        "check": (batches.likeness, "mark_of"),
        "take": (batches, "log_disclosure"),
        "undo": (batches, "remove_entry"),
    }[job]
    dies_at(
        monkeypatch,
        *((service, "enqueue") if moment == "the promise" else where),
        time={"a row": 77, "the promise": 2}[moment],
    )
    with pytest.raises(Killed):
        work(app)
    monkeypatch.undo()
    with app.app_context(), db.sessionmaker() as other, other.begin():
        for row in other.scalars(select(Job).where(Job.lease_token.is_not(None))):  # its lease runs out
            row.lease_token = row.leased_until = row.lease_owner = None
    work(app)
    session.expire_all()
    wanted = {"check": ("checked", "fine", 0), "take": ("taken", "taken", 120), "undo": ("undone", "undone", 0)}[job]
    assert (imported.state.value, counted(session, imported), count(session, Disclosure)) == (
        wanted[0],
        {wanted[1]: 120},
        wanted[2],
    )
    assert verify(session).ok


def dies_at(monkeypatch, owner, name, *, time):
    """The call of that number is the last thing the process does."""
    real, calls = getattr(owner, name), []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == time:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, dying)
