"""A worker brings ten years of somebody's spreadsheet into the register, mends what was broken, and undoes it.

Told with JavaScript at a desk, and without it on a phone. Every page is looked at on the way.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.accounts.permissions import Role
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import DESK, PHONE
from tests.builders.ground import wait_for
from tests.builders.inspector import Inspector
from tests.builders.running import Running

ROWS = [
    "Date,Username,First name,Agency,Reason,Informed",
    "03/04/2019,demo.old.{n},Demo Sam {n},Police,You were not safe that night.,after",
    "04/05/2019,demo.older.{n},Demo Kim {n},The neighbour,You had no place to sleep.,after",
    "some day,demo.oldest.{n},Demo Jo {n},Police,You were hurt.,after",
]


@pytest.mark.parametrize(("size", "script"), [(DESK, True), (PHONE, False)], ids=["desk", "phone-without-javascript"])
def test_an_old_log_comes_in_and_what_was_broken_is_mended(
    size: dict[str, int], script: bool, a_worker: Callable[..., WorkerOnScreen], candour: Running, tmp_path: Path
) -> None:
    lead = a_worker(Role.SAFEGUARDING, java_script_enabled=script)
    lead.page.set_viewport_size(size)  # type: ignore[arg-type]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(ROWS).format(n=size["width"]))
    lead.opens("/staff/register")
    lead.page.get_by_role("link", name="Bring an old log in").click()
    fits(lead)
    brings(lead, log)
    assert "demo.old." in lead.text and "Our guess is filled in" in lead.text
    fits(lead)
    lead.presses()
    fits(lead)
    lead.page.get_by_label("“The neighbour” means").select_option("other")
    lead.page.get_by_label("Day first").check()
    lead.presses()
    looks_again(lead, "Take the 2 rows")
    assert "This is not a day we can read" in lead.text
    fits(lead)
    with lead.page.expect_download() as coming:
        lead.page.get_by_role("button", name="Download these rows").click()
    mended = tmp_path / "mended.csv"
    mended.write_text(Path(coming.value.path()).read_text(encoding="utf-8").replace("some day", "05/06/2019"))
    assert next(csv.reader(mended.read_text(encoding="utf-8-sig").splitlines()))[-1] == "Why it was not taken"
    lead.page.get_by_role("button", name="Take the 2 rows").click()
    looks_again(lead, "Done?")
    assert "In the register 2 rows" in lead.text
    fits(lead)
    lead.opens("/staff/register/import")
    brings(lead, mended)
    lead.presses()
    lead.page.get_by_label("Day first").check()
    lead.presses()
    looks_again(lead, "Take the 1 row")
    lead.page.get_by_role("button", name="Take the 1 row").click()
    looks_again(lead, "Done?")
    lead.page.get_by_role("button", name="Finish and destroy the file").click()
    assert "What stood in it is destroyed" in lead.text
    lead.page.get_by_text("I want to undo it").click()
    lead.page.get_by_role("button", name="Undo this import").click()
    looks_again(lead, "Taken out again 1 row")


def test_every_page_of_an_import_keeps_every_promise(
    a_worker: Callable[..., WorkerOnScreen], candour: Running, tmp_path: Path
) -> None:
    lead = a_worker(Role.SAFEGUARDING)
    inspector = Inspector(candour.app.extensions["candour"].pack.organisation.crisis_lines)
    inspector.prepare(lead.page)
    log = tmp_path / "log.csv"
    twice = ROWS[1].replace("{n}", "twice")
    log.write_text("\n".join([*ROWS, twice, twice]).format(n="look"))
    lead.opens("/staff/register/import")
    inspector.look(lead.page, "bring a log", public=False)
    brings(lead, log)
    inspector.look(lead.page, "its columns", public=False)
    lead.presses()
    inspector.look(lead.page, "its words", public=False)
    lead.presses()
    inspector.look(lead.page, "a word without a meaning", public=False)
    lead.page.get_by_label("“The neighbour” means").select_option("other")
    lead.page.get_by_label("Day first").check()
    lead.presses()
    looks_again(lead, "Take the 3 rows")
    inspector.look(lead.page, "tried", public=False)
    lead.opens("/staff/register/import/untold")
    inspector.look(lead.page, "do they know", public=False)
    assert inspector.report() == ""


def brings(lead: WorkerOnScreen, log: Path) -> None:
    """Choose the file and press Read it."""
    lead.page.set_input_files("#file", log)
    lead.presses()


def looks_again(lead: WorkerOnScreen, words: str) -> None:
    """Press Look again until it says so."""

    def says() -> bool:
        if (again := lead.page.get_by_role("link", name="Look again")).count():
            again.click()
        return words in lead.text

    wait_for(says, seconds=90)


def fits(lead: WorkerOnScreen) -> None:
    """Nothing has to be scrolled sideways."""
    assert lead.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
