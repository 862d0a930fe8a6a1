"""One person's entries in one view: joined, split and undone on screen, and what is locked or shut is not there."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.disclosures.models import Disclosure, DisclosureMatch
from portal.disclosures.people import groups
from portal.extensions import db
from tests.actors.browser import HOME
from tests.builders.casework import knows
from tests.builders.desk import a_case
from tests.builders.people import BORN, EMAIL, FIRST, NAME, PHONE, a_locked_entry_of, an_entry_of, joins, splits

PHONE_NUMBER = "07700 900123"


@pytest.fixture
def entries(app, staff):
    """Two entries with one phone, one with another name, one that is locked with the same phone."""
    with app.app_context(), db.sessionmaker() as session:
        lead = staff.actors[Role.SAFEGUARDING]
        made = {
            "one": an_entry_of(session, lead, (NAME, "quiet.otter"), (PHONE, PHONE_NUMBER), days=30),
            "two": an_entry_of(session, lead, (PHONE, "+447700900123"), days=20),
            "far": an_entry_of(session, lead, (EMAIL, "heron@demo.invalid"), days=10),
            "locked": a_locked_entry_of(session, lead, (PHONE, PHONE_NUMBER)),
        }
        session.commit()
        return {name: (entry.id, entry.number) for name, entry in made.items()}


def page(entries, name, rest=""):
    return f"/staff/register/people/{entries[name][0]}{rest}"


def opened(app):
    with app.app_context(), db.sessionmaker() as session:
        query = select(AuditEvent.subject).where(AuditEvent.action == Action.DISCLOSURE_OPENED)
        return list(session.scalars(query))


def together(app, entries, name):
    with app.app_context(), db.sessionmaker() as session:
        ids = groups.joined_with(session, entries[name][0])
        return {other for other, (entry_id, _) in entries.items() if entry_id in ids}


def test_the_page_opens_nothing_and_the_names_are_logged(app, staff, entries):
    worker = staff.signed_in(Role.CASEWORKER)
    first = worker.browser.open(page(entries, "one"))
    assert first.status == 200 and "quiet.otter" not in first.html and opened(app) == []
    assert "Closed" in first.main
    names = worker.browser.open(page(entries, "one", "/names"))
    assert "quiet.otter" in names.main and PHONE_NUMBER in names.main
    assert opened(app) == [entries["one"][0]]


def test_a_lead_joins_two_splits_them_and_undoes_both(app, staff, entries):
    lead = staff.signed_in(Role.SAFEGUARDING)
    shown = lead.browser.open(page(entries, "one"))
    assert "Perhaps the same person" in shown.main and "The same phone. A family may share a phone." in shown.main
    assert together(app, entries, "one") == {"one"}
    compare = page(entries, "one", f"/with/{entries['two'][0]}")
    side = lead.browser.open(compare)
    assert side.status == 200 and side.html.count(">The same<") == 2 and "Is it one person?" in side.main
    refused = lead.browser.press(to="/join")
    assert refused.status == 422 and "Say how you know" in refused.errors[0]
    lead.browser.open(compare)
    joined = lead.browser.press({"reason": "same-facts"}, to="/join")
    assert joined.status == 200 and "Joined. You can undo it here." in joined.main and "2 entries" in joined.main
    assert together(app, entries, "two") == {"one", "two"}
    lead.browser.open(page(entries, "one", "/split"))
    assert lead.browser.press({"reason": "other-facts"}, to="/split").status == 422
    lead.browser.open(page(entries, "one", "/split"))
    lead.browser.press({"going": [str(entries["two"][0])], "reason": "other-facts"}, to="/split")
    assert together(app, entries, "one") == {"one"}
    assert undo(lead).status == 200 and together(app, entries, "one") == {"one", "two"}
    assert "Undone. Everything is as it was before." in undo(lead).main and together(app, entries, "one") == {"one"}


def undo(lead):
    shown = lead.browser.pages[-1]
    act = shown.dom.query("button[name=act]")[0].attrs["value"]
    return lead.browser.press({"act": act}, to="/undo")


def test_an_old_page_is_told_and_overwrites_nothing(app, staff, entries):
    lead = staff.signed_in(Role.SAFEGUARDING)
    lead.browser.open(page(entries, "one", f"/with/{entries['two'][0]}"))
    with app.app_context(), db.sessionmaker() as session:
        two, far = (session.get_one(Disclosure, entries[name][0]) for name in ("two", "far"))
        joins(session, two, far, staff.actors[Role.SAFEGUARDING])
        session.commit()
    answer = lead.browser.press({"reason": "same-facts"}, to="/join")
    assert answer.status == 422 and "Nothing was changed" in answer.errors[0]
    assert together(app, entries, "one") == {"one"}


def test_two_can_be_said_to_be_two_and_are_not_suggested_again(app, staff, entries):
    lead = staff.signed_in(Role.SAFEGUARDING)
    lead.browser.open(page(entries, "one", f"/with/{entries['two'][0]}"))
    after = lead.browser.press({"reason": "shared-handle"}, to="/apart")
    assert "two people" in after.main and entries["two"][1] not in after.main
    assert (
        "Somebody said that these are two people"
        in lead.browser.open(page(entries, "one", f"/with/{entries['two'][0]}")).main
    )


def test_another_entry_is_found_by_its_number_or_not_at_all(app, staff, entries):
    lead = staff.signed_in(Role.SAFEGUARDING)
    for number in ("ZZZZZZZZ", entries["one"][1], ""):
        lead.browser.open(page(entries, "one"))
        answer = lead.browser.press({"number": number}, to="/find")
        assert answer.status == 422 and "No other entry" in answer.errors[0]
        assert number in answer.html
    lead.browser.open(page(entries, "one"))
    assert lead.browser.press({"number": entries["far"][1].lower()}, to="/find").path.endswith(
        f"/with/{entries['far'][0]}"
    )


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.APPROVER])
def test_a_locked_entry_is_on_no_page_of_those_who_may_not_know_and_changes_none(app, staff, entries, role):
    worker = staff.signed_in(role)
    lead = staff.signed_in(Role.SAFEGUARDING)
    before = [worker.browser.open(page(entries, name)).main for name in ("one", "two", "far")]
    with app.app_context(), db.sessionmaker() as session:
        one, locked = (session.get_one(Disclosure, entries[name][0]) for name in ("one", "locked"))
        joins(session, one, locked, staff.actors[Role.SAFEGUARDING])
        session.commit()
    assert [worker.browser.open(page(entries, name)).main for name in ("one", "two", "far")] == before
    assert worker.browser.open(page(entries, "locked")).status == 404
    assert worker.browser.open(page(entries, "locked", "/names")).status == 404
    assert entries["locked"][1] in lead.browser.open(page(entries, "one")).main


def test_the_other_of_two_is_shut_for_a_lead_who_knows_them(app, staff, entries):
    lead = staff.signed_in(Role.SAFEGUARDING)
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, identifiers=((EMAIL, "heron@demo.invalid"),))
        knows(session, case, staff.actors[Role.SAFEGUARDING])
        session.commit()
    for path in (page(entries, "far"), page(entries, "one", f"/with/{entries['far'][0]}")):
        assert lead.browser.open(path).status == 404
    lead.browser.open(page(entries, "one"))
    answer = lead.browser.press({"number": entries["far"][1]}, to="/find")
    lead.browser.open(page(entries, "one"))
    nothing = lead.browser.press({"number": "ZZZZZZZZ"}, to="/find")
    assert (answer.status, answer.errors) == (nothing.status, nothing.errors) and "No other entry" in answer.errors[0]
    with app.app_context(), db.sessionmaker() as session:
        tries = select(AuditEvent.subject).where(AuditEvent.action == Action.CASE_REFUSED)
        assert list(session.scalars(tries)) == [entries["far"][0]] * 3


def test_an_act_of_somebody_else_is_not_undone_from_here(app, staff, entries):
    lead = staff.signed_in(Role.SAFEGUARDING)
    lead.browser.open(page(entries, "one", f"/with/{entries['two'][0]}"))
    lead.browser.press({"reason": "same-facts"}, to="/join")
    act = lead.browser.pages[-1].dom.query("button[name=act]")[0].attrs["value"]
    token = lead.browser.open(page(entries, "far")).dom.query("input[name=csrf_token]")[0].attrs["value"]
    answer = lead.browser.client.post(
        page(entries, "far", "/undo"), base_url=HOME, data={"csrf_token": token, "act": act}, headers={"Referer": HOME + "/staff/"}
    )  # fmt: skip
    assert answer.status_code == 404 and together(app, entries, "one") == {"one", "two"}


def test_nothing_is_undone_that_would_join_somebody_whom_the_lead_knows(app, staff, entries):
    lead = staff.signed_in(Role.SAFEGUARDING)
    with app.app_context(), db.sessionmaker() as session:
        actor = staff.actors[Role.SAFEGUARDING]
        one, far = (session.get_one(Disclosure, entries[name][0]) for name in ("one", "far"))
        joins(session, one, far, actor)
        splits(session, one, [far], actor)
        knows(session, a_case(session, identifiers=((EMAIL, "heron@demo.invalid"),)), actor)
        session.commit()
    lead.browser.open(page(entries, "one"))
    assert undo(lead).status == 404 and together(app, entries, "one") == {"one"}


SAM = ((FIRST, "Sam"), (BORN, "3 May 2010"))


def test_two_with_one_first_name_and_birthday_are_flagged_on_the_case_and_nothing_is_half_saved(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        lead = staff.actors[Role.SAFEGUARDING]
        ids = [an_entry_of(session, lead, *SAM, days=n + 1).id for n in range(2)]
        case = f"/staff/cases/{a_case(session, identifiers=SAM).id}"
        session.commit()
    worker = staff.signed_in(Role.CASEWORKER)
    shown = worker.browser.open(case)
    assert shown.main.count("Only the same first name and birthday. Many people share that.") == 2
    assert shown.main.count("Could be somebody else") == 2 and "Yes, it is them" not in shown.main
    link = f"{case}/matches/{ids[0]}"
    assert link in shown.links()
    side = worker.browser.open(link)
    assert side.dom.query("input[checked]") == [] and "3 May 2010" in side.main
    refused = worker.browser.press({"decision": "confirmed"}, to=link)
    assert refused.status == 422 and "Say how you know" in refused.errors[0]
    assert refused.dom.query("input[name=decision][checked]")[0].attrs["value"] == "confirmed"
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalars(select(DisclosureMatch)).all() == []
    assert worker.browser.press({"decision": "confirmed", "how": "same-facts"}, to=link).path == case
    worker.browser.open(f"{case}/matches/{ids[1]}")
    worker.browser.press({"decision": "refused"}, to=f"{case}/matches/{ids[1]}")
    assert re.search(r"Not about them", worker.browser.pages[-1].main)
    with app.app_context(), db.sessionmaker() as session:
        found = {
            m.disclosure_id: (m.decision.value, m.how_known and m.how_known.value)
            for m in session.scalars(select(DisclosureMatch))
        }
        assert found == {ids[0]: ("confirmed", "same-facts"), ids[1]: ("refused", None)}


def test_the_case_leads_to_all_entries_of_the_person(app, staff, entries):
    with app.app_context(), db.sessionmaker() as session:
        case = f"/staff/cases/{a_case(session).id}"
        session.commit()
    shown = staff.signed_in(Role.CASEWORKER).browser.open(case)
    assert page(entries, "one") in shown.links()


def test_a_key_of_nothing_is_not_found(staff, entries):
    worker = staff.signed_in(Role.CASEWORKER)
    assert worker.browser.open(page(entries, "one", "?after=nonsense")).status == 404
