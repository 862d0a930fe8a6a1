"""Some of it is done and some is refused: two workers, one release taken back, and a young person who sees it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.accounts.permissions import Role
from portal.requests.kinds import Right
from tests.actors.hands_on_screen import writes_a_refusal_in_part
from tests.builders.desk import a_case
from tests.builders.lettering import KEPT, WHY
from tests.builders.running import Running, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.actors.worker_on_screen import WorkerOnScreen

SECONDS = 8


@pytest.fixture(scope="module")
def candour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An installation in which a release can be taken back for a few seconds."""
    with start(tmp_path_factory.mktemp("candour"), undo_minutes=SECONDS / 60) as running:
        yield running


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_refused_in_part_by_two_workers_and_taken_back_before_it_left(
    script: bool, candour: Running, a_worker: Callable[..., WorkerOnScreen]
) -> None:
    caseworker = a_worker(Role.CASEWORKER, java_script_enabled=script)
    approver = a_worker(Role.APPROVER, java_script_enabled=script)
    with candour.session() as session:
        case = a_case(session, f"Demo Heron {script}", right=Right.ERASURE, at=_now())
        path = f"/staff/cases/{case.id}"
    caseworker.opens(path)
    caseworker.takes_it()
    writes_a_refusal_in_part(caseworker, path)
    approver.opens(f"{path}/answer")
    assert KEPT in approver.text and WHY in approver.text and "Not yet" not in approver.text
    approver.approves()

    caseworker.opens(f"{path}/answer")
    caseworker.releases()
    assert "It leaves at" in caseworker.text
    caseworker.takes_the_release_back()
    assert "They have seen nothing of it" in caseworker.text
    caseworker.page.wait_for_timeout((SECONDS + 2) * 1000)
    caseworker.page.reload()
    assert "Approved" in caseworker.text  # the job of the release that was taken back did nothing
    caseworker.releases()
    for _ in range(90):  # a worker process sweeps once a minute
        caseworker.page.wait_for_timeout(1000)
        caseworker.page.reload()
        if "It leaves at" not in caseworker.text:
            break
    caseworker.opens(path)
    assert "Answered" in caseworker.text and "Case closed" in caseworker.text
    assert caseworker.text.count("Answer released") == 1


def _now():  # the clock of this test is the wall's: two processes have their own
    from portal.core import clock

    return clock.now()
