"""An answer to anything but "what did you share about me?" is the letter and what can be done next."""

import pytest

from portal.accounts.permissions import Role
from portal.answers import queries
from portal.cases.service import take
from portal.disclosures.queries import suggestions
from portal.requests.kinds import CLOCK_OF, Right
from tests.builders.desk import AT, a_case, a_disclosure, a_worker, prepare

OTHERS = [right for right in CLOCK_OF if right is not Right.SHARED]


@pytest.mark.parametrize("right", OTHERS)
def test_it_tells_nothing_of_the_register(session, right):
    a_disclosure(session, a_worker(session, Role.SAFEGUARDING))
    case, worker = a_case(session, right=right), a_worker(session, Role.CASEWORKER)
    assert suggestions(session, case) == []
    take(session, case, actor=worker, at=AT)
    document = queries.content_of(session, prepare(session, case, worker))
    assert [part.kind for part in document.parts] == ["letter", "rights"]
    assert (document.shares, document.searched, document.nothing) == ((), (), "")
