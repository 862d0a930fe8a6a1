"""What an editor can get wrong in a pack, and that each mistake is found with its file and line."""

from datetime import date

import pytest

from portal.policies.pack import PackProblems, load_pack
from tests.builders.packs import POLICY, TODAY, a_pack, change

ORG = "organisation.yml"
LONG = "We tell it to all of the people who ask us about it when they come to our door each day to ask."

BREAKS = {
    # name: (file, what stands there, what the editor wrote, the line of the problem, its words)
    "not yaml": (ORG, "id: demo-harbour", "id: [demo-harbour", 2, "this is not YAML"),
    "a key twice": (ORG, "answer_days: 30\n", "answer_days: 30\nanswer_days: 31\n", 7, "stands here twice"),
    "an alias": (ORG, "extra: [2026-06-15]", "extra: &a [*a]", 27, "write it out again instead of `*`"),
    "a field missing": (ORG, "name: Demo Harbour\n", "", 1, "`name` is missing"),
    "a field missing in a list": (ORG, "    checked_by: a demo worker\n", "", 19, "`checked_by` is missing"),
    "a field nobody knows": (ORG, "answer_days", "answers_days", 6, "`answers_days` is not known here"),
    "not a number": (ORG, "answer_days: 30", "answer_days: a month", 6, "`answer_days` has to be a whole number"),
    "a date that is none": (ORG, "since: 2026-09-30", "since: 2026-09-31", 15, "`since` has to be a date"),
    "an id with spaces": (ORG, "id: demo-harbour", "id: Demo Harbour", 1, "an id has small letters"),
    "an unknown nation": (ORG, "nation: scotland", "nation: atlantis", 3, "'atlantis' is not one of"),
    "an unknown time zone": (ORG, "Europe/London", "Europe/Harbour", 4, "this time zone is not known"),
    "an exit without https": (ORG, "https://weather.example/", "http://weather.example/", 5, "starts with https://"),
    "a broken e-mail address": (ORG, "hello@harbour.example", "hello at harbour", 9, "this is not an e-mail address"),
    "a phone that is none": (ORG, "phone: 0303 123 1113", "phone: 303-1231113", 17, "not a telephone number"),
    "a crisis number too short": (ORG, "call: 999", "call: 99", 21, "not a telephone number"),
    "a text number that is none": (ORG, "call: 999", "text: {word: HI, to: 12}", 21, "texts can be sent to"),
    "a crisis line without a way": (ORG, "    call: 999\n", "", 19, "needs a number to call or a word to text"),
    "a crisis line for others": (ORG, "nations: [scotland]", "nations: [england]", 22, "does not serve scotland"),
    "a crisis line from tomorrow": (ORG, "2026-11-20", "2026-11-24", 23, "cannot have been checked in the future"),
    "a crisis line long unchecked": (ORG, "2026-11-20", "2026-08-24", 23, "check this crisis line again"),
    "no crisis line": (ORG, "nations: [scotland]", "nations: []", 22, "`nations` is empty"),
    "a holiday there and not": (ORG, "removed: []", "removed: [2026-06-15]", 26, "both extra and removed"),
    "no facts at the top": (POLICY, "---\nslug: quiet", "slug: quiet", 1, "the facts between two lines of ---"),
    "facts at the top not yaml": (POLICY, "version: 1", "version: {1", 4, "this is not YAML"),
    "no version number": (POLICY, "version: 1\n", "", 1, "`version` is missing"),
    "version nought": (POLICY, "version: 1", "version: 0", 3, "greater than or equal to 1"),
    "a start that is no date": (POLICY, "2026-01-05", "soon", 5, "`effective_on` has to be a date"),
    "words before the first heading": (POLICY, "## Do you", "Hello.\n\n## Do you", 15, "before the first heading"),
    "a heading without an id": (POLICY, " {#quiet}", "", 16, "has to end with its id"),
    "an id in capitals": (POLICY, "{#quiet}", "{#Quiet}", 16, "an id has small letters"),
    "a smaller heading": (POLICY, "Yes, we do.", "### Yes\n\nYes, we do.", 23, "no headings inside"),
    "no block of facts": (POLICY, "```yaml\npart: answer\nsource: [a line 1]\n```\n", "", 16, "the block of facts"),
    "facts that are not yaml": (POLICY, "source: [a line 1]", "source: [a line 1", 21, "this is not YAML"),
    "an unknown fact": (POLICY, "part: answer", "part: answer\nmood: calm", 20, "`mood` is not known here"),
    "an unknown part": (POLICY, "part: answer", "part: reply", 19, "'answer', 'ground'"),
    "a title set twice": (POLICY, "part: answer", "part: answer\ntitle: Hi", 20, "`title` is not set here"),
    "an unknown age": (POLICY, "ages: [under-18, adult]", "ages: [under-18, oldies]", 29, "the age 'oldies'"),
    "an age outside the ages": (POLICY, "life_risk_only: [adult]", "life_risk_only: [adult-at-risk]", 28, "`ages`"),
    "a ground without ages": (POLICY, "ages: [under-18, adult]\n", "", 28, "a ground has to say `ages`"),
    "a ground without urgency": (POLICY, "urgency: emergency\n", "", 28, "a ground has to say `urgency`"),
    "a ground that tells nobody": (POLICY, "tell: [police]\n", "", 28, "a ground has to say `tell`"),
    "an answer that is urgent": (POLICY, "part: answer", "part: answer\nurgency: emergency", 19, "only a ground has"),
    "no source": (POLICY, "source: [a line 1]\n", "", 19, "`source` is missing"),
    "an empty source": (POLICY, "source: [a line 1]", "source: []", 20, "`source` is empty"),
    "a source without a line": (POLICY, "source: [a line 1]", "source: [a]", 20, "does not say where it stands"),
    "source lines backwards": (POLICY, "a lines 2-3", "a lines 3-2", 34, "the wrong way round"),
    "an unknown source": (POLICY, "[a line 1]", "[b line 1]", 20, "the source `b` is not"),
    "an unknown recipient": (POLICY, "tell: [police]", "tell: [school]", 33, "the recipient `school`"),
    "no words": (POLICY, "Yes, we do.\n", "", 16, "the clause has no words"),
    "html in the words": (POLICY, "Yes, we do.", "Yes, <b>we</b> do.", 23, "HTML is not allowed"),
    "a block of html": (POLICY, "Yes, we do.", "Yes.\n\n<div>\nHi\n</div>", 25, "HTML is not allowed"),
    "a picture": (POLICY, "Yes, we do.", "Yes.\n![us](https://harbour.example/us.png)", 24, "pictures are not allowed"),
    "code": (POLICY, "Yes, we do.", "Yes, `we` do.", 23, "code is not allowed"),
    "a block of code": (POLICY, "Yes, we do.", "Yes.\n\n    we do", 25, "code is not allowed"),
    "a link that runs code": (POLICY, "https://harbour.example/page", "javascript:alert", 38, "a link has to"),
    "a link without https": (POLICY, "https://harbour.example/page", "http://harbour.example/", 38, "a link has to"),
    "a link to any host": (POLICY, "https://harbour.example/page", "//harbour.example/", 38, "a link has to"),
    "a link to nowhere": (POLICY, "https://harbour.example/page", "", 38, "a link has to"),
    "a sentence too long": (POLICY, "Yes, we do.", f"Yes.\n\n{LONG}", 25, "a sentence has 23 words"),
    "a hard word": (POLICY, "Yes, we do.", "Yes, it is confidential.", 23, "`confidential` is a hard word"),
}  # fmt: skip


def problems_of(folder, today=TODAY):
    with pytest.raises(PackProblems) as caught:
        load_pack(folder, today=today)
    return caught.value.problems


@pytest.mark.parametrize("name", BREAKS)
def test_every_mistake_is_found_with_its_file_and_line(name, tmp_path):
    file, old, new, line, words = BREAKS[name]
    folder = a_pack(tmp_path / "pack")
    change(folder, file, old, new)
    found = problems_of(folder)
    assert [(p.file, p.line) for p in found if words in p.text] == [(file, line)], found


def test_a_pack_without_mistakes_is_loaded(tmp_path):
    pack = load_pack(a_pack(tmp_path / "pack"), today=TODAY)
    assert pack.organisation.name == "Demo Harbour"
    assert [clause.id for clause in pack.policies[0].newest.clauses] == ["quiet", "danger"]


def test_one_mistake_does_not_hide_another(tmp_path):
    folder = a_pack(tmp_path / "pack")
    for file, old, new in (
        (ORG, "answer_days: 30", "answer_days: none"),
        (ORG, "call: 999", "call: 99"),
        (POLICY, "title: What stays quiet\n", ""),
        (POLICY, "tell: [police]\n", ""),
        (POLICY, "Yes, we do.", "<b>Yes</b>, we do."),
    ):
        change(folder, file, old, new)
    assert {(p.file, p.line) for p in problems_of(folder)} >= {(ORG, 6), (ORG, 21), (POLICY, 1), (POLICY, 22)}


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    assert str(problems_of(tmp_path / "nowhere")[0]) == "nowhere:1: there is no such folder"


def test_an_empty_folder_lacks_its_organisation_and_its_policies(tmp_path):
    assert [p.file for p in problems_of(tmp_path)] == [ORG, "policies"]


@pytest.mark.parametrize("file", [ORG, POLICY])
def test_a_file_that_is_not_utf_8_is_a_problem(file, tmp_path):
    folder = a_pack(tmp_path / "pack")
    (folder / file).write_bytes(b"\xff\xfe\x00 id")
    assert f"{file}:1: this file is not UTF-8 text" in [str(p) for p in problems_of(folder)]


@pytest.mark.parametrize("text", ["", "- a list", "just words"])
def test_an_organisation_that_is_no_list_of_names_is_a_problem(text, tmp_path):
    folder = a_pack(tmp_path / "pack")
    (folder / ORG).write_text(text)
    assert {p.file for p in problems_of(folder)} == {ORG}


def test_two_files_may_not_hold_the_same_version(tmp_path):
    folder = a_pack(tmp_path / "pack")
    (folder / "policies/twin.md").write_text((folder / POLICY).read_text())
    assert [str(p) for p in problems_of(folder)] == ["policies/twin.md:3: version 1 stands in two files"]


def test_a_later_version_may_not_start_earlier(tmp_path):
    folder = a_pack(tmp_path / "pack")
    second = (folder / POLICY).read_text().replace("version: 1", "version: 2").replace("2026-01-05", "2026-01-05 ")
    (folder / "policies/second.md").write_text(second)
    assert [str(p) for p in problems_of(folder)] == [
        "policies/second.md:5: version 2 has to start after version 1",
    ]


def test_two_clauses_may_not_have_one_id(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, POLICY, "{#quiet}", "{#danger}")
    assert [(p.line, p.text) for p in problems_of(folder)] == [
        (16, "two clauses have the id `danger`"),
        (25, "two clauses have the id `danger`"),
    ]


def test_two_crisis_lines_may_not_have_one_id(tmp_path):
    folder = a_pack(tmp_path / "pack")
    text = (folder / ORG).read_text()
    block = text[text.index("  - id: emergency") : text.index("bank_holidays")]
    (folder / ORG).write_text(text.replace(block, block + block))
    assert [(p.line, p.text) for p in problems_of(folder)] == [
        (19, "two crisis lines have the id `emergency`"),
        (26, "two crisis lines have the id `emergency`"),
    ]


def test_a_long_hard_clause_and_a_hard_policy_are_problems(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, POLICY, "Yes, we do.", "Alternative communication considerations necessitate deliberation. " * 30)
    found = [(p.line, p.text) for p in problems_of(folder)]
    assert [line for line, _ in found] == [1, 16]
    assert found[0][1].startswith("in the whole policy, the reading age is")


def test_a_portal_that_starts_does_not_stop_over_an_old_crisis_number(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, ORG, "2026-11-20", "2020-01-01")
    assert load_pack(folder).organisation.crisis_lines[0].checked_on == date(2020, 1, 1)


def test_a_crisis_line_may_be_ninety_days_old_and_not_a_day_more(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, ORG, "2026-11-20", "2026-08-25")
    assert load_pack(folder, today=date(2026, 11, 23)).organisation
    assert len(problems_of(folder, date(2026, 11, 24))) == 1
