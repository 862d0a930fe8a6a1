"""Two people, one draft, and a press too many: nothing that was typed is lost, and nothing is undone for good."""

import pytest

from portal.accounts.permissions import Role
from portal.extensions import db
from portal.policies.drafts.queries import list_drafts
from tests.builders.writing import TYPED, marked_ready, sets_the_day, writes


def text_of(app):
    with app.app_context(), db.sessionmaker() as session:
        return list_drafts(session)[0].text


def value(page, name):
    return page.dom.query(f"#{name}")[0].attrs.get("value")


def test_a_refused_save_of_the_top_shows_what_is_saved_and_overwrites_it_only_when_told_to(app, editor, second, draft):
    second.browser.open(f"{draft}/front")
    sets_the_day(editor, draft, covers="What the first one wrote.", shares="Your name, and your age.")
    page = second.browser.press({"covers": "What the second one wrote."}, to="/front")
    assert page.status == 422 and "Saved now: What the first one wrote." in page.main
    assert value(page, "covers") == "What the second one wrote."
    # what nobody touched here follows what is saved
    assert (value(page, "shares"), value(page, "effective_on")) == ("Your name, and your age.", "2027-02-01")
    page = second.browser.press(to="/front")
    assert page.status == 422 and "What the second one wrote." not in text_of(app)
    page = second.browser.press({"over": "y"}, to="/front")
    assert page.status == 200
    text = text_of(app)
    assert "covers: What the second one wrote." in text and "effective_on: 2027-02-01" in text


def test_a_yes_to_one_text_is_no_yes_to_a_later_one(app, editor, second, draft):
    second.browser.open(f"{draft}/front")
    sets_the_day(editor, draft, covers="First.")
    refused = second.browser.press({"covers": "Mine."}, to="/front")
    sets_the_day(editor, draft, covers="Second.")
    second.browser.pages.append(refused)
    page = second.browser.press({"over": "y"}, to="/front")
    assert page.status == 422 and "Saved now: Second." in page.main and "covers: Second." in text_of(app)


def test_the_whole_top_too_is_only_replaced_by_who_saw_both(app, editor, second, draft):
    second.browser.open(f"{draft}/front")
    sets_the_day(editor, draft)
    top = text_of(app).split("---\n")[1].replace("2027-02-01", "2027-03-01")
    page = second.browser.press({"front": top}, to="/front/yaml")
    assert page.status == 422 and "2027-03-01" in page.html and "What is saved now" in page.main
    assert second.browser.press(to="/front/yaml").status == 422 and "2027-03-01" not in text_of(app)
    assert second.browser.press({"over": "y"}, to="/front/yaml").status == 200 and "2027-03-01" in text_of(app)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("covers", "x" * 1001, "Use 1,000 letters or fewer"),
        ("title", "x" * 201, "Use 200 letters or fewer"),
        ("effective_on", "x" * 201, "Use 200 letters or fewer"),
    ],
)
def test_a_field_that_is_too_long_says_so_in_our_words(editor, draft, name, typed, said):
    editor.browser.open(f"{draft}/front")
    assert said in editor.browser.press({name: typed}, to="/front").errors


def takes_out(worker, draft, code):
    worker.browser.open(f"{draft}/clauses/{code}/remove")
    return worker.browser.press(to="/remove")


def test_a_clause_that_was_taken_out_while_it_was_written_can_be_put_back(app, editor, second, draft):
    second.browser.open(f"{draft}/clauses/ask")
    takes_out(editor, draft, "ask")
    page = second.browser.press({"words": "Yes, ask us. Please."})
    assert (page.status, page.heading) == (409, "This clause was taken out")
    assert "Yes, ask us. Please." in page.html and "{#ask}" not in text_of(app)
    page = second.browser.press(to="/put-back")
    assert page.status == 200 and "The clause is back" in page.main
    assert "Yes, ask us. Please." in text_of(app)


def test_what_is_put_back_twice_is_told_of_the_first(app, editor, second, draft):
    second.browser.open(f"{draft}/clauses/ask")
    takes_out(editor, draft, "ask")
    refused = second.browser.press({"words": "Mine."})
    editor.browser.open(draft)
    editor.browser.press(to="/clauses/ask/restore")
    second.browser.pages.append(refused)
    page = second.browser.press(to="/put-back")
    assert page.status == 422 and "Nothing was overwritten" in page.main and "Mine." in page.html
    assert text_of(app).count("{#ask}") == 1


@pytest.mark.parametrize("code", ["quiet", "danger", "ask"])
def test_a_published_clause_comes_back_to_its_place(app, editor, draft, code):
    before = text_of(app)
    page = editor.browser.open(f"{draft}/clauses/{code}/remove")
    assert "You can put it back later" in page.main and f"{draft}/clauses/{code}" in page.links()
    page = takes_out(editor, draft, code)
    assert page.texts("h3")[:1] == ["Taken out"]
    page = editor.browser.press(to=f"/clauses/{code}/restore")
    assert "The clause is back." in page.main and "Taken out" not in page.main
    order = [n.attrs["id"] for n in page.dom.query("tr[id]")]
    assert order == ["clause-quiet", "clause-danger", "clause-ask"]
    assert sorted(text_of(app).split()) == sorted(before.split())


def test_nothing_comes_back_that_is_there_or_never_was(app, editor, draft):
    takes_out(editor, draft, "ask")
    form = editor.browser.filled(next(f for f in editor.browser.pages[-1].forms() if "restore" in f.attrs["action"]))
    for code in ("quiet", "never"):
        answer = editor.browser.client.post(
            f"{draft}/clauses/{code}/restore", base_url="https://candour.test", data=form,
            headers={"Referer": "https://candour.test/staff/"},
        )  # fmt: skip
        assert answer.status_code == 404


def test_a_dropped_draft_is_taken_up_again(editor, second, draft):
    writes(editor, draft, words=TYPED)
    editor.browser.open(draft)
    page = editor.browser.press(to="/drop")
    assert "You can take it up again here." in page.main and page.path == draft
    page = second.browser.open(draft)
    assert [f.attrs["action"] for f in page.forms()] == [f"{draft}/again"]
    page = second.browser.press(to="/again")
    assert "You can go on with it." in page.main
    assert TYPED in editor.browser.open(f"{draft}/as/13-17").main


def test_a_dropped_draft_stays_dropped_when_there_is_another(editor, draft):
    editor.browser.open(draft)
    editor.browser.press(to="/drop")
    editor.browser.open("/staff/policies")
    editor.browser.press(to="/small/drafts")
    editor.browser.open(draft)
    page = editor.browser.press(to="/again")
    assert page.status == 409 and "another draft" in page.main and draft in page.links()


@pytest.mark.parametrize("path", ["/front", "/clauses/quiet", "/clauses/quiet/remove", "/new-clause", "/rules"])
def test_the_pages_of_a_closed_draft_say_so(editor, draft, path):
    editor.browser.open(draft)
    editor.browser.press(to="/drop")
    page = editor.browser.open(draft + path)
    assert "This draft is closed: it was dropped." in page.main and page.forms() == [] and draft in page.links()


@pytest.mark.parametrize("role", Role)
def test_the_desk_leads_everybody_to_a_page_they_may_open(staff, role):
    page = staff.signed_in(role).browser.open("/staff/")
    assert page.status == 200 and page.path.startswith("/staff")


def test_an_error_leads_back_to_the_draft_and_to_a_page_that_may_be_opened(staff, editor, draft):
    for path, status in ((f"{draft}/clauses/nothing", 404), ("/staff/register", 403), ("/staff/nowhere", 404)):
        page = editor.browser.open(path)
        assert page.status == status and "/staff/policies" in page.links()
        assert (draft in page.links()) == path.startswith(draft)
        for link in page.dom.query("main a"):
            assert editor.browser.open(link.attrs["href"]).status == 200


def test_a_clause_whose_facts_cannot_be_read_is_not_said_to_be_gone(editor, draft):
    writes(editor, draft, "danger", facts="part: [ground")
    sets_the_day(editor, draft)
    for path in ("compare", "publish"):
        page = editor.browser.open(f"{draft}/{path}")
        assert "is gone" not in page.main
    writes(editor, draft, "danger", facts="part: ground\nsource: [a line 1]")
    page = editor.browser.open(f"{draft}/compare")
    assert "cannot be compared yet" in page.main and "is gone" not in page.main


def test_the_publish_page_says_from_when_it_counts(staff, editor, draft):
    marked_ready(editor, draft)
    approver = staff.signed_in(Role.APPROVER)
    page = approver.browser.open(f"{draft}/publish")
    assert "It starts on 1 February 2027" in page.texts(".notice h2")
    page = approver.browser.press({"read": "y"})
    assert "Version 2 is published. It starts on 1 February 2027." in page.main
    assert TYPED not in approver.browser.open("/policies/small").main
    assert TYPED in approver.browser.open("/policies/small/2").main
