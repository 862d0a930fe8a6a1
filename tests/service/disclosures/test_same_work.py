"""A locked entry makes no work: the same statements are sent, and the same seals opened, as if it were not there."""

import pytest
from sqlalchemy import event

from portal.accounts.permissions import Role
from portal.answers import queries as answers
from portal.cases import service as cases
from portal.disclosures import queries
from portal.vault import box
from tests.builders.desk import AT, a_case, a_disclosure, a_locked_entry, a_worker, prepare


class Work:
    """What is sent to the database and what is opened, from a moment on."""

    def __init__(self, session, monkeypatch):
        self.done, self.session = [], session
        real = box.unseal
        monkeypatch.setattr(box, "unseal", lambda *given: self.done.append(("unseal", len(given[1]))) or real(*given))
        event.listen(session.get_bind(), "before_cursor_execute", self.note)

    def note(self, _connection, _cursor, statement, given, *_more):
        self.done.append((statement, len(given)))

    def of(self, act):
        """The work of one act, on rows that are read anew."""
        self.session.flush()
        self.session.expire_all()
        self.done.clear()
        act()
        return tuple(self.done)


@pytest.fixture
def work(session, monkeypatch):
    work = Work(session, monkeypatch)
    yield work
    event.remove(session.get_bind(), "before_cursor_execute", work.note)


@pytest.mark.parametrize("locked", [1, 5])
def test_a_locked_entry_makes_no_work(session, work, locked):
    lead, caseworker = a_worker(session, Role.SAFEGUARDING), a_worker(session, Role.CASEWORKER)
    for _ in range(locked):
        a_disclosure(session, lead, a_locked_entry("quiet.otter"))
    pair = [a_case(session, name) for name in ("quiet.otter", "quiet.heron")]
    acts = {
        "look": lambda case: queries.suggestions(session, case),
        "count": lambda case: answers.undecided(session, case),
        "tell": lambda case: queries.confirmed(session, case),
        "prepare": lambda case: prepare(session, case, caseworker),
        "gate": lambda case: answers.gate_for(session, case, actor=lead, today=AT.date()),
    }
    for case in pair:
        cases.take(session, case, actor=caseworker, at=AT)
    for name, act in acts.items():
        theirs, nothing = (work.of(lambda act=act, case=case: act(case)) for case in pair)
        assert theirs, name
        assert theirs == nothing, name
