"""Other shares at the desk: sets, who is in them, opt-outs, and recipients of a change."""

import io
import re
import uuid

import pytest

from portal.accounts.permissions import Role
from portal.cases.models import Case
from portal.disclosures import kinds as d
from portal.disclosures.models import Disclosure
from portal.extensions import db
from portal.requests import handles
from portal.requests.kinds import Right
from portal.shares import queries, recipients
from portal.shares.models import ShareSet
from tests.actors.browser import HOME
from tests.builders.casework import knows
from tests.builders.desk import AT, a_case, a_disclosure, a_locked_entry
from tests.builders.people import NICKNAME, an_entry_of
from tests.builders.sharing import a_change, a_closed_set, a_set, a_told_notice, an_objection, confirm_recipients

SET = {
    "kind": "research", "form": "coded", "receiver": "university", "receiver_name": "Demo University",
    "what": "Chat notes, with each name taken out.", "why": "They want to find out what helps.", "basis": "art-6-1-f",
}  # fmt: skip


@pytest.fixture
def lead(staff):
    return staff.signed_in(Role.SAFEGUARDING)


@pytest.fixture
def approver(staff):
    return staff.signed_in(Role.APPROVER)


@pytest.fixture
def caseworker(staff):
    return staff.signed_in(Role.CASEWORKER)


@pytest.fixture
def make(app, staff):
    """Make something in the database, and give its id."""

    def build(act):
        with app.app_context(), db.sessionmaker() as session:
            row = act(session, staff.actors)
            found = row[0].id if isinstance(row, tuple) else row.id
            session.commit()
            return found

    return build


def begins(lead, **changes):
    lead.browser.open("/staff/shares/new")
    return lead.browser.press({**SET, **changes})


def puts_in(lead, share, rows, **more):
    lead.browser.open(f"{share}/people")
    return lead.browser.press({"rows": rows, **more}, to=f"{share}/people")


def test_from_an_empty_list_to_a_set_that_went_out(lead, approver):
    assert "No set is written down yet." in lead.browser.open("/staff/shares").main
    assert lead.browser.open("/staff/register").links().count("/staff/shares") == 1
    page = begins(lead)
    share = page.path
    assert "Nobody." in page.main and "Demo University" in page.main
    page = puts_in(lead, share, "quiet.otter,P-017\nloud.heron,P-018")
    assert "2 put in." in page.main and "P-017" in page.main and "otter" not in page.html
    lead.browser.open(share)
    lead.browser.press(to=f"{share}/check")
    assert "Taken out: nobody." in lead.browser.pages[-1].main
    page = lead.browser.press(to=f"{share}/propose")
    assert "Somebody else has to close it" in page.main and "/close" not in page.html
    assert "Set that waits for a second person" in approver.browser.open("/staff/today").main
    assert "second person" not in lead.browser.open("/staff/today").main
    approver.browser.open(share)
    page = approver.browser.press({"shared_on": ""}, to=f"{share}/close")
    assert page.status == 422 and "on which day it went out" in page.errors[0]
    page = approver.browser.press({"shared_on": "2026-11-02"}, to=f"{share}/close")
    assert "Closed. It went out." in page.main and "2 November 2026" in page.main
    assert "otter" not in approver.browser.open("/staff/shares").html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"receiver_name": ""}, "Name who gets it"), ({"what": " "}, "Say what they get"), ({"kind": "statistics"}, "Statistics have nobody"),
        ({"basis": "not-personal"}, "needs a basis in law"), ({"why": "so " * 50}, "Too hard to read"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_typed_is_lost(lead, changes, words):
    page = begins(lead, **changes)
    assert page.status == 422 and words in page.errors[0]
    kept = {**SET, **changes}
    assert kept["receiver_name"] in page.html and kept["what"] in page.html
    assert "No set is written down yet." in lead.browser.open("/staff/shares").main


def test_statistics_have_nobody_and_one_person_closes_them(lead):
    page = begins(lead, kind="statistics", form="anonymous", basis="not-personal", receiver="press")
    share = page.path
    assert "no list is kept of who was counted" in page.main
    assert lead.browser.open(f"{share}/people").status == 404
    lead.browser.open(share)
    assert "Closed." in lead.browser.press({"shared_on": "2026-11-02"}, to=f"{share}/close").main


def test_lines_that_do_not_fit_are_named_by_number_and_can_be_left_out(lead):
    share = begins(lead).path
    page = puts_in(lead, share, "quiet.otter\n,P-2\nquiet.otter")
    assert page.status == 422 and "Some lines do not fit" in page.errors[0]
    assert "Line 2: nobody can be found by it." in page.main and "Line 3: it stands in this list twice." in page.main
    assert "quiet.otter" in page.html  # in the box, for whoever typed it
    page = puts_in(lead, share, "quiet.otter\n,P-2\nquiet.otter", leave_out="y")
    assert "1 put in. 2 left out." in page.main and "otter" not in page.html


def test_a_file_is_read_like_a_list(lead):
    share = begins(lead).path
    page = lead.browser.open(f"{share}/people")
    token = page.dom.query("input[name=csrf_token]")[0].attrs["value"]
    version = page.dom.query("input[name=version]")[0].attrs["value"]
    data = {
        "csrf_token": token, "version": version, "rows": "", "handle": "",
        "list_file": (io.BytesIO(b"\xef\xbb\xbfuser name,email,code\nquiet.otter,o@demo.invalid,P-9\n"), "list.csv"),
    }  # fmt: skip
    answer = lead.browser.client.post(
        f"{share}/people", base_url=HOME, data=data, headers={"Referer": HOME + "/staff/"}
    )
    assert answer.status_code == 303
    assert "P-9" in lead.browser.open(f"{share}/people").main


def test_who_opted_out_in_a_call_cannot_be_put_in_and_nobody_reads_who_it_was(lead, caseworker):
    caseworker.browser.open("/staff/opt-outs")
    page = caseworker.browser.press({"user_name": "Quiet.Otter"})
    assert page.status == 422 and "Say what they want no part in" in page.errors[0] and "Quiet.Otter" in page.html
    page = caseworker.browser.press({"kinds": ["research"], "user_name": "Quiet.Otter"})
    assert "left out from now on" in page.main and "1 to 7 people" in page.main and "otter" not in page.html.lower()
    share = begins(lead).path
    assert "Line 1: they want no part in this." in puts_in(lead, share, "quiet.otter").main
    assert "/staff/opt-outs/lift" in lead.browser.open("/staff/opt-outs").html
    lead.browser.open("/staff/opt-outs/lift")
    page = lead.browser.press({"user_name": "quiet.otter"})
    assert page.status == 422 and {"Say which one", "Say why"} <= set(page.errors)
    page = lead.browser.press({"lifted": "research", "lifted_why": "they-said-so", "user_name": "quiet.otter"})
    assert "does not count any more" in page.main
    assert "1 put in." in puts_in(lead, share, "quiet.otter").main


def test_an_objection_says_on_its_page_that_it_counts(make, lead, caseworker):
    case = make(lambda session, actors: an_objection(session, actors[Role.CASEWORKER]))
    assert "being in research" in caseworker.browser.open(f"/staff/cases/{case}").main


def test_a_late_opt_out_asks_for_the_receiver_to_be_told(make, lead):
    share = make(lambda session, actors: a_closed_set(session, actors[Role.SAFEGUARDING], actors[Role.APPROVER]))
    make(lambda session, actors: an_objection(session, actors[Role.CASEWORKER]))
    assert "Set whose receiver has to hear of an opt-out" in lead.browser.open("/staff/today").main
    page = lead.browser.open(f"/staff/shares/{share}")
    assert "Somebody opted out after it went out" in page.main
    assert "Later: tell whoever got it" in lead.browser.open(f"/staff/shares/{share}/people").main
    lead.browser.open(f"/staff/shares/{share}")
    assert lead.browser.press({"told_on": ""}, to="/late").status == 422
    page = lead.browser.press({"told_on": "2026-11-20"}, to="/late")
    assert "they were told" in page.main and "Somebody opted out after" not in page.main


def test_a_locked_set_is_there_for_the_lead_only(lead, approver, caseworker):
    page = begins(
        lead, kind="legal", form="named", receiver="police", is_locked="y", locked_why="A case is open.",
        review_on="2030-01-04",
    )  # fmt: skip
    share, number = page.path, re.search(r"Set (\w{8})", page.main)[1]
    assert "A case is open." in page.main and "Locked" in page.main
    for other in (approver, caseworker):
        assert other.browser.open(share).status == 404
        assert number not in other.browser.open("/staff/shares").html


def test_whom_the_worker_knows_is_in_no_list_of_theirs(app, staff, make, lead):
    share = make(lambda session, actors: a_set(session, actors[Role.SAFEGUARDING], "quiet.otter,P-1\nloud.heron,P-2"))
    case = make(lambda session, _: a_case(session))
    with app.app_context(), db.sessionmaker() as session:
        knows(session, session.get_one(Case, case), staff.actors[Role.SAFEGUARDING])
        session.commit()
    page = lead.browser.open(f"/staff/shares/{share}/people")
    assert "P-2" in page.main and "P-1" not in page.html


@pytest.mark.parametrize(
    "path", ["/staff/shares?before=x", "/staff/recipients?after=x", "/staff/shares/{}/people?after=x"]
)
def test_a_key_that_is_none_is_not_found(make, lead, path):
    share = make(lambda session, actors: a_set(session, actors[Role.SAFEGUARDING]))
    assert lead.browser.open(path.format(share)).status == 404


def test_lists_page_by_key(app, make, lead):
    for _ in range(26):
        make(lambda session, actors: a_set(session, actors[Role.SAFEGUARDING]))
    page = lead.browser.open("/staff/shares")
    [older] = [link for link in page.links() if "before=" in link]
    assert len(lead.browser.open(older).dom.query("tbody tr")) == 1


# who received it


def test_a_worker_says_whether_they_are_in_a_set(app, make, caseworker):
    share = make(lambda session, actors: a_closed_set(session, actors[Role.SAFEGUARDING], actors[Role.APPROVER]))
    case = make(lambda session, _: a_case(session))
    caseworker.browser.open(f"/staff/cases/{case}")
    page = caseworker.browser.press({"decision": "confirmed"}, to=f"/recipients/sets/{share}")
    assert "They are in it" in page.main
    with app.app_context(), db.sessionmaker() as session:
        from portal.shares import matching

        assert [row.id for row in matching.confirmed(session, session.get_one(Case, case))] == [share]


# recipients of a change


@pytest.fixture
def changed(make):
    make(lambda session, actors: a_disclosure(session, actors[Role.SAFEGUARDING]))
    return make(lambda session, actors: a_change(session, actors[Role.CASEWORKER]))


def confirms(caseworker, case):
    caseworker.browser.open(f"/staff/cases/{case}/recipients")
    return caseworker.browser.press({"decision": "confirmed"}, to="/recipients/entries/")


def test_what_fits_many_people_is_confirmed_only_by_who_says_how_they_know(make, caseworker):
    def known_by_a_nickname(session, actors):
        an_entry_of(session, actors[Role.SAFEGUARDING], (NICKNAME, "Otti"))
        case = a_change(session, actors[Role.CASEWORKER])
        handles.link(session, case.request, NICKNAME, "Otti", "They said so.", actor=actors[Role.CASEWORKER], at=AT)
        return case

    case = make(known_by_a_nickname)
    page = confirms(caseworker, case)
    assert page.status == 422 and "Say how you know that it is them" in page.errors[0]
    page = caseworker.browser.press({"decision": "confirmed", "how": "same-facts"}, to="/recipients/entries/")
    assert page.path.endswith("/recipients") and "Demo Ambulance Control" in page.main


def notice_of(page):
    return next(link for link in page.links() if re.search(r"/recipients/[0-9a-f-]{36}$", link))


def test_a_recipient_is_told_with_proof(make, changed, caseworker):
    assert "Not finished" in caseworker.browser.open(f"/staff/cases/{changed}").main
    page = confirms(caseworker, changed)
    assert "Demo Ambulance Control" in page.main and "Not yet" in page.main
    assert "Case with recipients to tell of a change" in caseworker.browser.open("/staff/today").main
    assert f"/staff/cases/{changed}/recipients" in caseworker.browser.open("/staff/recipients").links()
    one = notice_of(page)
    page = caseworker.browser.open(one)
    assert "[write here]" in page.html and "Article 19" in page.html
    page = caseworker.browser.press({"way": "secure-email", "sent_on": "2026-11-23", "proof": "4711"}, to="/send")
    assert page.status == 422 and "every gap filled" in page.errors[0] and "4711" in page.html
    given = {"words": "Please put the name right.", "way": "secure-email", "sent_on": "2026-11-23", "proof": "4711"}
    page = caseworker.browser.press(given, to="/send")
    assert page.path.endswith("/recipients") and "Told" in page.main and "Nobody waits" not in page.main
    page = caseworker.browser.open(one)
    assert "Please put the name right." in page.main and "4711" in page.main
    assert "Nobody waits" in caseworker.browser.open(f"/staff/cases/{changed}").main
    caseworker.browser.open(one)
    page = caseworker.browser.press(to="/reopen")
    assert "Taken back" in page.main and "[write here]" in page.html


def test_a_recipient_who_cannot_be_told_has_a_reason(make, changed, caseworker):
    one = notice_of(confirms(caseworker, changed))
    caseworker.browser.open(one)
    page = caseworker.browser.press({"why": "They closed."}, to="/leave")
    assert page.status == 422 and "which of the two" in page.errors[0] and "They closed." in page.html
    page = caseworker.browser.press({"code": "impossible", "why": "They closed."}, to="/leave")
    assert "Cannot be told" in page.main


def test_a_proof_is_saved_and_never_shown_in_place(make, caseworker):
    case = make(lambda session, actors: a_told_notice(session, actors[Role.CASEWORKER], actors[Role.SAFEGUARDING]))
    page = caseworker.browser.open(f"/staff/cases/{case}/recipients")
    answer = caseworker.browser.client.get(f"{notice_of(page)}/proof", base_url=HOME)
    assert answer.data == b"%PDF-1.7 demo" and answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="proof.pdf"'


def test_a_file_of_another_kind_proves_nothing(make, changed, caseworker):
    one = notice_of(confirms(caseworker, changed))
    page = caseworker.browser.open(one)
    fields = {name: page.dom.query(f"input[name={name}]")[0].attrs["value"] for name in ("csrf_token", "version", "notice_version")}  # fmt: skip
    data = {**fields, "words": "Please.", "way": "letter", "sent_on": "2026-11-23", "proof": "", "proof_file": (io.BytesIO(b"<svg/>"), "a.pdf")}  # fmt: skip
    answer = caseworker.browser.client.post(
        f"{one}/send", base_url=HOME, data=data, headers={"Referer": HOME + "/staff/"}
    )
    assert answer.status_code == 422 and "Choose a PDF, PNG or JPEG file" in answer.text


def test_who_is_not_found_on_another_case(make, changed, caseworker):
    one = notice_of(confirms(caseworker, changed))
    other = make(lambda session, actors: a_change(session, actors[Role.CASEWORKER], user_name="small.wren"))
    assert caseworker.browser.open(one.replace(str(changed), str(other))).status == 404
    assert caseworker.browser.open(f"/staff/cases/{changed}/recipients/{uuid.uuid4()}").status == 404


def test_there_is_no_such_page_where_nothing_changes_at_others(make, caseworker):
    case = make(lambda session, _: a_case(session, right=Right.PORTABILITY))
    assert caseworker.browser.open(f"/staff/cases/{case}/recipients").status == 404


def test_locked_entries_are_a_number_to_the_lead_and_nothing_to_others(make, lead, caseworker, approver):
    make(lambda session, actors: a_disclosure(session, actors[Role.SAFEGUARDING], a_locked_entry()))
    case = make(lambda session, actors: a_change(session, actors[Role.CASEWORKER]))
    path = f"/staff/cases/{case}/recipients"
    assert "Locked entries share a name, email or phone with this request: 1" in lead.browser.open(path).main
    for other in (caseworker, approver):
        page = other.browser.open(path)
        assert "Locked" not in page.html and "No entry of the register" in page.main
        assert "Nobody waits" in other.browser.open(f"/staff/cases/{case}").main


def test_what_is_locked_while_it_waits_leaves_the_page_and_the_list(app, staff, changed, caseworker):
    one = notice_of(confirms(caseworker, changed))
    with app.app_context(), db.sessionmaker() as session:
        session.query(Disclosure).one().told = d.Told.MUST_NOT
        session.commit()
    assert caseworker.browser.open(one).status == 404
    assert "Demo Ambulance" not in caseworker.browser.open(f"/staff/cases/{changed}/recipients").html
    assert "Nobody waits to be told." in caseworker.browser.open("/staff/recipients").main


def test_nobody_but_the_desk_sets_up_anything_here(app, make, caseworker):
    share = make(lambda session, actors: a_set(session, actors[Role.SAFEGUARDING], "quiet.otter"))
    page = caseworker.browser.open(f"/staff/shares/{share}")
    assert page.status == 200 and "Put people in" not in page.main
    assert caseworker.browser.open(f"/staff/shares/{share}/people").status == 403
    with app.app_context(), db.sessionmaker() as session:
        assert queries.count_members(session, session.get_one(ShareSet, share)) == 1


def test_builders_say_what_they_made(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        case, _ = a_told_notice(session, staff.actors[Role.CASEWORKER], staff.actors[Role.SAFEGUARDING])
        confirm_recipients(session, case, staff.actors[Role.CASEWORKER])
        assert recipients.waiting(session, case) == 0 and case.received_on == AT.date()
