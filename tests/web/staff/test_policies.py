"""The editors' desk on the screen: two editors, an approver, and a text that becomes the next version."""

import pytest

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.core import clock
from portal.extensions import db
from portal.policies.pack.policy_file import read_version_text
from portal.policies.queries import get_policy, list_all_versions
from tests.actors.browser import HOME
from tests.builders.desk import AT
from tests.builders.drafts import TEXT
from tests.builders.installed import PACK
from tests.builders.writing import TYPED, marked_ready, sets_the_day, writes

DESK = "/staff/policies"


def test_an_editor_is_led_to_the_policies_from_what_waits_today(editor):
    page = editor.browser.pages[-1]
    assert page.path == "/staff/today" and DESK in page.links()


def test_the_list_says_which_reviews_are_due_and_who_may_what(editor):
    page = editor.browser.open(DESK)
    assert "Nobody named a day to look at it again" in page.main
    assert "Change a draft: editor." in page.main
    assert "Publish a draft that somebody else changed last: approver and editor." in page.main


def test_a_clause_is_written_and_its_marks_come_with_the_save(editor, draft):
    long = "We " + "tell you all of it in one go and never stop to breathe " * 2 + "at all."
    page = writes(editor, draft, words=f"{long}\r\n\r\n## Out {{#out}}")
    assert page.status == 200 and "Saved." in page.main and "Not ready yet" in page.main
    assert "a sentence has 29 words, and 20 is the most" in page.main
    assert page.texts("#marks-words mark") == [long]
    assert "Words for 13 to 17 : a sentence has 29 words" in page.main and "Line" not in page.main
    assert "#words" in page.links()
    assert "\\## Out {#out}" in page.html
    assert page.dom.query("textarea[data-reader='easy-read']")
    assert [link for link in editor.browser.open(draft).links() if link.endswith("/clauses/out")] == []


def test_a_clause_is_added_moved_and_taken_out(editor, draft):
    def order():
        return [n.attrs["id"] for n in editor.browser.open(draft).dom.query("tr[id]")]

    editor.browser.open(f"{draft}/new-clause")
    page = editor.browser.press({"code": "Not An Id", "title": "New", "words": "Kept words."})
    assert page.status == 422 and "Kept words." in page.html and "Pick a kind" in page.errors
    page = editor.browser.press({"code": "quiet", "title": "New", "kind": "rule"})
    assert page.status == 422 and "A clause has this id already" in page.errors
    editor.browser.press({"code": "", "title": "New", "kind": "rule", "words": "It is new.", "after": "quiet"})
    assert order() == ["clause-quiet", "clause-new", "clause-danger", "clause-ask"]
    editor.browser.press({"way": "down"}, to="/clauses/new/move")
    assert order() == ["clause-quiet", "clause-danger", "clause-new", "clause-ask"]
    page = editor.browser.open(f"{draft}/clauses/new/remove")
    assert "It stands in no published version, so its words are lost." in page.main
    editor.browser.press(to="/remove")
    assert order() == ["clause-quiet", "clause-danger", "clause-ask"]


def test_two_editors_of_one_clause_the_second_is_told_and_sees_both_texts(editor, second, draft):
    second.browser.open(f"{draft}/clauses/quiet")
    writes(editor, draft, words="What the first one wrote.")
    page = second.browser.press({"words": "What the second one wrote."})
    assert page.status == 422 and "Nothing was overwritten" in page.main
    assert "What the first one wrote." in page.main and "What the second one wrote." in page.html
    assert "What the first one wrote." in editor.browser.open(f"{draft}/clauses/quiet").html
    second.browser.pages.append(page)
    assert second.browser.press({"words": "Both."}).status == 200


def test_two_editors_of_two_clauses_do_not_stand_in_each_others_way(editor, second, draft):
    second.browser.open(f"{draft}/clauses/ask")
    writes(editor, draft, words="What the first one wrote.")
    assert second.browser.press({"words": "Yes, ask."}).status == 200
    page = second.browser.open(f"{draft}/as/13-17")
    assert "What the first one wrote." in page.main and "Yes, ask." in page.main


@pytest.mark.parametrize("path", ["/front", "/front/yaml", "/drop"])
def test_a_stale_page_changes_nothing(editor, second, draft, path):
    second.browser.open(draft if path == "/drop" else f"{draft}/front")
    writes(editor, draft, words=TYPED)
    page = second.browser.press({"title": "Mine", "front": "mine: yes"}, to=path)
    assert page.status in {409, 422} and "Nothing was overwritten" in page.main
    assert TYPED in editor.browser.open(f"{draft}/as/13-17").main
    assert "What stays quiet" in editor.browser.open(draft).heading


def test_the_top_is_changed_fact_by_fact_or_whole(editor, draft):
    page = sets_the_day(editor, draft, review_on="2027-13-01")
    assert page.status == 422 and "Write a date like 2027-02-01" in page.errors
    assert sets_the_day(editor, draft, covers="What you: say").status == 200
    page = editor.browser.open(f"{draft}/front")
    front = page.dom.query("#front")[0].to_text()
    assert 'covers: "What you: say"' in front and "# a comment that stays" in front
    editor.browser.press({"front": "not: [yaml"}, to="/front/yaml")
    page = editor.browser.open(draft)
    assert "this is not YAML" in page.main
    page = sets_the_day(editor, draft, title="Mine")
    assert page.status == 422 and "Mend them in the box below first" in page.main


@pytest.mark.parametrize("reader", ["under-13", "13-17", "18-or-over", "adult-at-risk", "easy-read"])
def test_a_preview_has_the_words_of_its_reader(editor, draft, reader):
    page = editor.browser.open(f"{draft}/as/{reader}")
    words = {"under-13": "Yes, we do it for you too.", "easy-read": "We keep it quiet."}.get(reader, "Yes, we do.")
    assert page.status == 200 and words in page.main
    assert editor.browser.open(f"{draft}/as/nobody").status == 404


def test_no_tag_that_was_typed_comes_alive(editor, draft):
    writes(editor, draft, title="<img src=x>", words="<script>x</script> [go](javascript:x)")
    for path in ("", "/as/13-17", "/compare", "/publish", "/clauses/quiet"):
        html = editor.browser.open(draft + path).html
        assert "<script>x" not in html and "<img src=x>" not in html and 'href="javascript' not in html


def test_what_it_changes_is_said_and_both_texts_stand_side_by_side(editor, draft):
    writes(editor, draft, words="Yes, we may.")
    facts = editor.browser.open(f"{draft}/clauses/danger").dom.query("#facts")[0].to_text()
    writes(
        editor,
        draft,
        "danger",
        facts=facts.replace("under-18", "under-16").replace("urgency: e", "urgency: not-urgent #"),
    )
    editor.browser.open(f"{draft}/clauses/ask/remove")
    editor.browser.press(to="/remove")
    page = editor.browser.open(f"{draft}/compare")
    assert page.texts(".sides del")[0] == "do." and page.texts(".sides ins")[0] == "may."
    assert "(ask) is gone" in page.main.replace("( ask )", "(ask)")
    assert "urgency" in page.main and "ages" in page.main


def test_a_draft_is_published_by_a_second_person_who_read_both_and_by_nobody_else(app, staff, editor, draft):
    approver = staff.signed_in(Role.APPROVER)
    assert "It cannot be published while it has problems" in approver.browser.open(f"{draft}/publish").main
    assert "Marked ready" in marked_ready(editor, draft).main
    page = editor.browser.open(f"{draft}/publish")
    assert "somebody else has to publish it" in page.main and page.forms() == []
    approver.browser.open(f"{draft}/publish")
    page = approver.browser.press()
    assert page.status == 422 and "Read both texts first" in page.errors
    page = approver.browser.press({"read": "y"})
    assert "Version 2 is published." in page.main
    assert TYPED in approver.browser.open("/policies/small/2").main
    page = editor.browser.open(draft)
    assert page.forms() == [] and "This draft is closed" in page.main
    assert "Demo Approver" in " ".join(page.texts(".timeline"))
    assert editor.browser.open(f"{draft}/compare").texts(".sides ins") != []


def test_a_text_that_changed_after_it_was_looked_at_is_not_published(staff, editor, draft):
    approver = staff.signed_in(Role.APPROVER)
    marked_ready(editor, draft)
    approver.browser.open(f"{draft}/publish")
    writes(editor, draft, words="Yes, other words.")
    editor.browser.open(draft)
    editor.browser.press(to="/ready")
    page = approver.browser.press({"read": "y"})
    assert page.status == 422 and "Nothing was overwritten" in page.main and "other words" in page.main


def test_the_file_of_a_version_comes_out_byte_for_byte(app, editor, draft, staff):
    marked_ready(editor, draft)
    approver = staff.signed_in(Role.APPROVER)
    approver.browser.open(f"{draft}/publish")
    approver.browser.press({"read": "y"})
    client = editor.browser.client
    assert client.get(f"{DESK}/small/1/export", base_url=HOME).data == TEXT.encode()
    answer = client.get(f"{DESK}/small/2/export", base_url=HOME)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-2.md"'
    assert answer.mimetype == "text/markdown"
    again = read_version_text(answer.data.decode(), "small-2.md")
    with app.app_context():
        assert (again.problems, again.version.sha256) == ([], get_policy(db.session, "small").sha256)
    assert client.get(f"{DESK}/small/9/export", base_url=HOME).status_code == 404


def test_every_published_version_is_exported(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["pack", "export", str(tmp_path)])
    with app.app_context():
        count = len(list_all_versions(db.session))
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path}: wrote {count} files\n")
    for path in (PACK / "policies").glob("*.md"):
        assert (tmp_path / "policies" / path.name).read_bytes() == path.read_bytes()


def measured(worker, body, **headers):
    token = worker.browser.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    headers = {"X-CSRFToken": token, "Referer": f"{HOME}/staff/account"} | headers
    return worker.browser.client.post(f"{DESK}/measure", base_url=HOME, json=body, headers=headers)


def test_words_are_measured_while_they_are_typed_and_nothing_is_kept(editor, draft):
    before = editor.browser.open(draft).main
    answer = measured(editor, {"text": "We disclose it.", "reader": "13-17"})
    assert answer.status_code == 200
    assert (answer.json["words"], answer.json["long"], len(answer.json["hard"])) == (3, [], 1)
    assert editor.browser.open(draft).main == before


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {}, {"text": 3, "reader": "13-17"}, {"text": "x"}, {"text": "x", "reader": []}, {"text": "x" * 20_001, "reader": "13-17"}],
    ids=range(8),
)  # fmt: skip
def test_what_cannot_be_measured_is_refused(editor, body):
    assert measured(editor, body).status_code == 400


def test_measuring_needs_the_permission_and_the_token(staff, editor):
    assert measured(staff.signed_in(Role.APPROVER), {"text": "x", "reader": "13-17"}).status_code == 403
    assert measured(editor, {"text": "x", "reader": "13-17"}, **{"X-CSRFToken": ""}).status_code == 303


def test_review_days_are_shown_with_how_near_they_are(app, staff):
    from datetime import timedelta

    with app.app_context(), db.sessionmaker() as session:
        for slug, days in (("late", -1), ("near", 30), ("far", 90)):
            day = (clock.today() + timedelta(days=days)).isoformat()
            text = TEXT.replace("slug: small", f"slug: {slug}").replace("covers:", f"review_on: {day}\ncovers:")
            from portal.policies.service import publish_version

            publish_version(session, read_version_text(text, "f").version, actor=SYSTEM, at=AT)
        session.commit()
    main = staff.signed_in(Role.AUDITOR).browser.open(DESK).main
    assert "Review is late" in main and "Review is near" in main and "30 days left" in main
    assert "New version" not in main


def test_a_reason_to_tell_is_added_without_a_line_of_yaml(editor, draft):
    editor.browser.open(f"{draft}/new-clause")
    page = editor.browser.press(
        {
            "title": "You\u2019re lost", "kind": "ground", "words": "You are lost.", "under_13": "You are lost.",
            "easy_read": "- You are lost.", "ages": ["13-15", "16-17"], "urgency": "not-urgent", "because": "safety",
            "tell": ["police"], "sources": "a line 5, a lines 6-7",
        }
    )  # fmt: skip
    assert page.status == 200 and page.path.endswith("/clauses/youre-lost"), page.errors
    assert "Not ready yet" not in page.main
    facts = page.dom.query("#facts")[0].to_text()
    assert "ages: [13-15, 16-17]" in facts and "source: [a line 5, a lines 6-7]" in facts and "tell: [police]" in facts


def test_an_id_is_made_that_no_clause_has_or_had(editor, draft):
    for code in ("new", "new-2"):
        editor.browser.open(f"{draft}/new-clause")
        page = editor.browser.press({"title": "New", "kind": "rule", "words": "It is new."})
        assert page.path.endswith(f"/clauses/{code}")
    editor.browser.open(f"{draft}/new-clause")
    page = editor.browser.press({"title": "\u65b0", "kind": "rule", "words": "It is new."})
    assert page.status == 422 and "Give it an id: none can be made from the title" in page.errors


def test_a_clause_moves_after_another(editor, draft):
    for after, order in (
        ("ask", ["danger", "ask", "quiet"]),
        ("", ["quiet", "danger", "ask"]),
        ("danger", ["danger", "quiet", "ask"]),
    ):
        editor.browser.open(f"{draft}/clauses/quiet")
        page = editor.browser.press({"after": after}, to="/move")
        assert [n.attrs["id"] for n in page.dom.query("tr[id]")] == [f"clause-{code}" for code in order]


@pytest.mark.parametrize("path", ["/front", "/clauses/quiet"])
def test_a_character_that_turns_words_around_is_refused(editor, draft, path):
    editor.browser.open(draft + path)
    page = editor.browser.press({"title": "What \u202estays\u202c quiet"})
    assert page.status == 422 and any("turns these words around" in error for error in page.errors)


def test_one_text_has_one_measure(editor, draft):
    hard = "Nobody communicates confidential particulars of individuals unnecessarily. " * 20
    page = writes(editor, draft, words=hard)
    notice = next(text for text in page.texts(".problems li") if "reading age" in text)
    age = notice.split("the reading age is ")[1].split(",")[0]
    assert f"Reading age {age} (9 is the most)" in page.texts("#marks-words")[0]
    answer = measured(editor, {"text": hard, "reader": "13-17", "title": "Do you keep it quiet?"})
    assert str(answer.json["age"]) == age
    assert "under 100 words, not counted" in page.texts("#marks-under_13")[0]


def test_problems_lead_to_the_box_in_which_they_are_mended(editor, draft):
    writes(editor, draft, easy_read="", words="It is confidential.")
    page = editor.browser.open(draft)
    links = [n.attrs["href"] for n in page.dom.query(".problems a")]
    assert f"{draft}/front#effective_on" in links
    assert {f"{draft}/clauses/quiet#words", f"{draft}/clauses/quiet#easy_read"} <= set(links)
    for link in links:
        path, _, box = link.partition("#")
        assert editor.browser.open(path).dom.query(f"#{box}"), link


def test_a_ready_draft_reaches_its_second_person_and_can_go_back(staff, editor, draft):
    approver = staff.signed_in(Role.APPROVER)
    assert approver.browser.open("/staff/publishing").texts(".count") == []
    marked_ready(editor, draft)
    page = approver.browser.open("/staff/publishing")
    assert page.texts(".count") == ["1 waiting"] and f"{draft}/publish" in page.links()
    page = editor.browser.open("/staff/publishing")
    assert page.texts(".count") == [] and "Somebody else publishes it" in page.main
    approver.browser.open(f"{draft}/publish")
    page = approver.browser.press(to="/send-back")
    assert page.status == 422 and "Say why it goes back" in page.errors
    page = approver.browser.press({"note": "The zebra is missing."}, to="/send-back")
    assert "Sent back." in page.main
    page = editor.browser.open(draft)
    assert "It was sent back" in page.main and "The zebra is missing." in page.main
    assert "Mark it ready" in page.main
    writes(editor, draft, words="Yes, we do, zebra.")
    assert "The zebra is missing." not in editor.browser.open(draft).main


def test_open_drafts_stand_before_the_policies_and_closed_ones_are_folded(editor, draft):
    page = editor.browser.open(DESK)
    assert page.texts("h2")[0] == "Drafts" and draft in page.links()
    editor.browser.open(draft)
    editor.browser.press(to="/drop")
    page = editor.browser.open(DESK)
    assert "Nobody is writing a draft." in page.main and "Closed drafts: 1" in page.main


def test_what_one_person_did_again_and_again_is_one_line(editor, draft):
    for words in ("One.", "Two.", "Three."):
        writes(editor, draft, words=words)
    assert editor.browser.open(draft).texts(".timeline__title") == ["Changed, 3 times", "Draft started"]


def test_a_start_that_nobody_knows_is_said_in_the_same_words_everywhere(editor, draft):
    assert "Start day not known" in editor.browser.open(DESK).main
    assert "Start day not known" in editor.browser.open(draft).main
    sets_the_day(editor, draft)
    assert "1 February 2027" in editor.browser.open(draft).main
