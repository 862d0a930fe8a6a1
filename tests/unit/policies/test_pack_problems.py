"""What an editor can get wrong in a pack, and that each mistake is found with its file and line."""

from datetime import date

import pytest

from portal.policies.pack import PackProblems, load_pack
from tests.builders.packs import ORG, POLICY, TODAY, a_pack, add_version, change

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
    "a time zone that is a folder": (ORG, "Europe/London", "Europe", 4, "this time zone is not known"),
    "an exit without https": (ORG, "https://weather.example/", "http://weather.example/", 5, "starts with https://"),
    "a broken e-mail address": (ORG, "hello@harbour.example", "hello at harbour", 9, "this is not an e-mail address"),
    "a phone that is none": (ORG, "phone: 0303 123 1113", "phone: 303-1231113", 17, "not a telephone number"),
    "a crisis number too short": (ORG, "call: 999", "call: 99", 21, "not a telephone number"),
    "a text number that is none": (ORG, "call: 999", "text: {word: HI, to: 12}", 21, "texts can be sent to"),
    "a crisis line without a way": (ORG, "    call: 999\n", "", 19, "needs a number to call or a word to text"),
    "a crisis line for others": (ORG, "nations: [scotland]", "nations: [england]", 22, "does not serve scotland"),
    "a crisis line from tomorrow": (ORG, "2026-11-20", "2026-11-24", 23, "cannot have been checked in the future"),
    "a crisis line long unchecked": (ORG, "2026-11-20", "2026-08-24", 23, "check this crisis line again"),
    "no crisis line": (ORG, "nations: [scotland]", "nations: []", 22, "`nations` is empty: write at least 1"),
    "a holiday there and not": (ORG, "removed: []", "removed: [2026-06-15]", 26, "both extra and removed"),
    "no facts at the top": (POLICY, "---\nslug: quiet", "slug: quiet", 1, "the facts between two lines of ---"),
    "facts at the top not yaml": (POLICY, "version: 1", "version: {1", 4, "this is not YAML"),
    "no version number": (POLICY, "version: 1\n", "", 1, "`version` is missing"),
    "version nought": (POLICY, "version: 1", "version: 0", 3, "`version` has to be 1 or more"),
    "a version that is endless": (POLICY, "version: 1", "version: 9223372036854775808", 3, "has to be 99999 or less"),
    "a version of many digits": (POLICY, "version: 1", f"version: {'9' * 5000}", 3, "`version` has to be a whole number"),
    "a start that is no date": (POLICY, "2026-01-05", "soon", 5, "`effective_on` has to be a date"),
    "certain before it starts": (POLICY, "effective_on: 2026-01-05", "effective_on: 2026-01-05\nin_force_by: 2026-01-04", 6, "nothing can apply before it starts"),
    "certain before it was made": (POLICY, "effective_on: 2026-01-05", "in_force_by: 2026-01-04\nnot_before: 2026-01-05", 6, "nothing can apply before it was made"),
    "made on a day, and its start": (POLICY, "effective_on: 2026-01-05", "effective_on: 2026-01-05\nnot_before: 2026-01-05", 6, "leave out `not_before`"),
    "words before the first heading": (POLICY, "## Do you", "Hello.\n\n## Do you", 15, "before the first heading"),
    "a heading without an id": (POLICY, " {#quiet}", "", 16, "has to end with its id"),
    "an id in capitals": (POLICY, "{#quiet}", "{#Quiet}", 16, "an id has small letters"),
    "a smaller heading": (POLICY, "Yes, we do.", "#### Yes\n\nYes, we do.", 23, "no other headings inside"),
    "no block of facts": (POLICY, "```yaml\npart: answer\nsource: [a line 1]\n```\n", "", 16, "the block of facts"),
    "facts that are not yaml": (POLICY, "source: [a line 1]", "source: [a line 1", 21, "this is not YAML"),
    "an unknown fact": (POLICY, "part: answer", "part: answer\nmood: calm", 20, "`mood` is not known here"),
    "an unknown part": (POLICY, "part: answer", "part: reply", 19, "'answer', 'ground'"),
    "a title set twice": (POLICY, "part: answer", "part: answer\ntitle: Hi", 20, "`title` is not set here"),
    "an unknown age": (POLICY, "ages: [under-18, adult]", "ages: [under-18, oldies]", 37, "the age 'oldies'"),
    "a wider ground that is not there": (POLICY, "life_risk_only: [adult]", "life_risk_only: [adult]\nunder: storm", 39, "`storm` is no other ground of this version: name one"),
    "a ground under itself": (POLICY, "life_risk_only: [adult]", "life_risk_only: [adult]\nunder: danger", 39, "`danger` is no other ground"),
    "a ground under what is none": (POLICY, "life_risk_only: [adult]", "life_risk_only: [adult]\nunder: quiet", 39, "`quiet` is no other ground"),
    "an age outside the ages": (POLICY, "life_risk_only: [adult]", "life_risk_only: [adult-at-risk]", 36, "`ages`"),
    "a ground without ages": (POLICY, "ages: [under-18, adult]\n", "", 36, "a ground has to say `ages`"),
    "a ground without urgency": (POLICY, "urgency: emergency\n", "", 36, "a ground has to say `urgency`"),
    "a ground that tells nobody": (POLICY, "tell: [police]\n", "", 36, "a ground has to say `tell`"),
    "an answer that is urgent": (POLICY, "part: answer", "part: answer\nurgency: emergency", 19, "only a ground has"),
    "no source": (POLICY, "source: [a line 1]\n", "", 19, "`source` is missing"),
    "an empty source": (POLICY, "source: [a line 1]", "source: []", 20, "`source` is empty: write at least 1"),
    "a source without a line": (POLICY, "source: [a line 1]", "source: [a]", 20, "does not say where it stands"),
    "a source line that is endless": (POLICY, "source: [a line 1]", f"source: [a line {'9' * 5000}]", 20, "does not say where it stands"),
    "source lines backwards": (POLICY, "a lines 2-3", "a lines 3-2", 42, "the wrong way round"),
    "an unknown source": (POLICY, "[a line 1]", "[b line 1]", 20, "the source `b` is not"),
    "an unknown recipient": (POLICY, "tell: [police]", "tell: [school]", 41, "the recipient `school`"),
    "no words": (POLICY, "Yes, we do.\n", "", 16, "the clause has no words"),
    "html in the words": (POLICY, "Yes, we do.", "Yes, <b>we</b> do.", 23, "HTML is not allowed"),
    "a block of html": (POLICY, "Yes, we do.", "Yes.\n\n<div>\nHi\n</div>", 25, "HTML is not allowed"),
    "a picture": (POLICY, "Yes, we do.", "Yes.\n![us](https://harbour.example/us.png)", 24, "pictures are not allowed"),
    "code": (POLICY, "Yes, we do.", "Yes, `we` do.", 23, "code is not allowed"),
    "a block of code": (POLICY, "Yes, we do.", "Yes.\n\n    we do", 25, "code is not allowed"),
    "a link that runs code": (POLICY, "https://harbour.example/page", "javascript:alert", 46, "a link has to"),
    "a link without https": (POLICY, "https://harbour.example/page", "http://harbour.example/", 46, "a link has to"),
    "a link to any host": (POLICY, "https://harbour.example/page", "//harbour.example/", 46, "a link has to"),
    "a link to nowhere": (POLICY, "https://harbour.example/page", "", 46, "a link has to"),
    "a sentence too long": (POLICY, "Yes, we do.", f"Yes.\n\n{LONG}", 25, "a sentence has 23 words"),
    "a word without an end": (POLICY, "Yes, we do.", f"Yes.\n\n{'a' * 101}.", 25, "a word has 101 letters, and 100 is the most"),
    "a hard word": (POLICY, "Yes, we do.", "Yes, it is confidential.", 23, "`confidential` is a hard word"),
    "no words for a child": (POLICY, "### Under 13\n\nYes. What you say stays here.\n", "", 16, "write the same rule under `### Under 13`"),
    "no Easy Read": (POLICY, "### Easy Read\n\n- We do not pass on what you say.\n", "", 16, "write the same rule under `### Easy Read`"),
    "an unknown reader": (POLICY, "### 18 or over", "### Over 18", 52, "write one of Under 13, 18 or over, Adult at risk"),
    "one reader twice": (POLICY, "### 18 or over", "### Under 13", 52, "the words for Under 13 stand here twice: keep one"),
    "a reader without words": (POLICY, "We think that your life is at risk.\n", "", 52, "the words for 18 or over are missing"),
    "easy read too long": (POLICY, "- We ring the police.", "- We ring the police, and they come to you in a car now.", 59, "a sentence has 13 words, and 12 is the most"),
    "a child's sentence too long": (POLICY, "Yes. What you say stays here.", LONG, 27, "a sentence has 23 words, and 20 is the most"),
    "html for a child": (POLICY, "Yes. What you say stays here.", "Yes. <i>What</i> you say stays here.", 27, "HTML is not allowed"),
    "html in easy read": (POLICY, "- We ring the police.", "- We <b>ring</b> the police.", 59, "HTML is not allowed"),
    "code for an adult": (POLICY, "We think that your life is at risk.", "We `think` so.", 54, "code is not allowed"),
    "a link for a child": (POLICY, "Yes. What you say stays here.", "[Yes](http://harbour.example).", 27, "a link has to start"),
    "a hard word for a child": (POLICY, "Yes. What you say stays here.", "Your information stays here.", 27, "say `what we know`"),
    "a hard word in a title": (POLICY, "## Do you keep it quiet?", "## Is it confidential?", 16, "say `private`"),
    "a hard word in front": (POLICY, "Your name, and no more.", "Personal data.", 7, "`personal` is a hard word"),
    "a hard word for a recipient": (POLICY, "police: The police", "police: The safeguarding team", 13, "say `keeping you safe`"),
    "html in front": (POLICY, "covers: All you tell us.", "covers: All <b>you</b> tell us.", 6, "HTML is not allowed"),
    "html in the facts": (POLICY, "source: [a lines 2-3]", "source: [a lines 2-3]\nlaw: [<b>Act</b>]", 43, "HTML is not allowed"),
    "a hard word in the facts": (POLICY, "tell: [police]", "tell: [police]\nshares: Personal data.", 42, "`personal` is a hard word"),
    "a ground for no age": (POLICY, "ages: [under-18, adult]\nlife_risk_only: [adult]", "ages: []", 37, "this covers no age: name one, or write `everybody`"),
    "a day of force that is none": (POLICY, "covers: All", "in_force_by: in May\ncovers: All", 6, "`in_force_by` has to be a date"),
    "a list as a name": (POLICY, "title: What stays quiet", "title: What stays quiet\n[a]: b", 5, "a list cannot be a name"),
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
    assert str(problems_of(tmp_path / "nowhere")[0]) == "nowhere:1: there is no such folder: name the folder of a pack"


def test_an_empty_folder_lacks_every_file_of_a_pack(tmp_path):
    assert [str(p) for p in problems_of(tmp_path)] == [
        "datamap.yml:1: this file is missing: add it",
        "organisation.yml:1: this file is missing: add it",
        "policies:1: this folder holds no policy: add one Markdown file for each version",
        "situations.yml:1: this file is missing: add it",
        "words.yml:1: this file is missing: add it",
    ]


@pytest.mark.parametrize("text", ["", "- a list", "just words"])
def test_an_organisation_that_is_no_list_of_names_is_a_problem(text, tmp_path):
    folder = a_pack(tmp_path / "pack")
    (folder / ORG).write_text(text)
    assert {p.file for p in problems_of(folder)} == {ORG}


def test_two_files_may_not_hold_the_same_version(tmp_path):
    folder = a_pack(tmp_path / "pack")
    (folder / "policies/twin.md").write_text((folder / POLICY).read_text())
    twice = "version 1 stands in two files: give this one or policies/quiet.md another number"
    assert [str(p) for p in problems_of(folder)] == [f"policies/twin.md:3: {twice}"]


UNDATED = "effective_on: 2026-01-05", "effective_on: not published"


def by(day: str) -> tuple[str, str]:
    return UNDATED[0], f"{UNDATED[1]}\nin_force_by: {day}"


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        pytest.param(None, ("2026-01-05", "2026-01-05"), 5, id="both on the same day"),
        pytest.param(None, ("2026-01-05", "2026-01-04"), 5, id="the second a day before"),
        pytest.param(by("2026-02-01"), ("2026-01-05", "2026-02-01"), 5, id="the first still applied on that day"),
        pytest.param(None, by("2026-01-05"), 6, id="the second applied when the first started"),
        pytest.param(by("2026-02-01"), by("2026-01-31"), 6, id="the first applied after the second"),
    ],
)
def test_a_later_version_may_not_start_earlier(tmp_path, first, second, line):
    folder = a_pack(tmp_path / "pack")
    file = add_version(folder, 2, from_day="2026-01-05")
    change(folder, file, *second)
    if first:
        change(folder, POLICY, *first)
    wrong = "version 2 has to start after version 1: mend one of their days"
    assert [str(p) for p in problems_of(folder)] == [f"{file}:{line}: {wrong}"]


@pytest.mark.parametrize("second", [("2026-01-05", "2026-01-06"), UNDATED, by("2026-01-06")])
def test_a_later_version_starts_later_or_nobody_knows_when(tmp_path, second):
    folder = a_pack(tmp_path / "pack")
    change(folder, add_version(folder, 2, from_day="2026-01-05"), *second)
    assert [version.number for version in load_pack(folder, today=TODAY).policies[0].versions] == [1, 2]


def test_a_version_without_a_day_does_not_hide_that_a_later_one_starts_too_early(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, add_version(folder, 2, from_day="2026-01-05"), *UNDATED)
    file = add_version(folder, 3, from_day="2026-01-04")
    wrong = "version 3 has to start after version 1: mend one of their days"
    assert [str(p) for p in problems_of(folder)] == [f"{file}:5: {wrong}"]


def test_two_clauses_may_not_have_one_id(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, POLICY, "{#quiet}", "{#danger}")
    assert [(p.line, p.text) for p in problems_of(folder)] == [
        (16, "two clauses have the id `danger`: give one another"),
        (33, "two clauses have the id `danger`: give one another"),
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
    assert [line for line, _ in found] == [1, 1, 16]
    assert found[0][1].startswith("in the whole policy for 13-17, the reading age is")
    assert found[1][1].startswith("in the whole policy for 18-or-over, the reading age is")
    assert found[2][1].startswith("for 13-17, the reading age is")
    assert all(text.endswith("use shorter sentences and shorter words") for _, text in found)


def test_a_portal_that_starts_does_not_stop_over_an_old_crisis_number(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, ORG, "2026-11-20", "2020-01-01")
    assert load_pack(folder).organisation.crisis_lines[0].checked_on == date(2020, 1, 1)


def test_a_crisis_line_may_be_ninety_days_old_and_not_a_day_more(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, ORG, "2026-11-20", "2026-08-25")
    assert load_pack(folder, today=date(2026, 11, 23)).organisation
    assert len(problems_of(folder, date(2026, 11, 24))) == 1
