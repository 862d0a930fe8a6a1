"""What an editor can get wrong in the situations, the data map and the words, each found with its file and line."""

import pytest

from portal.policies.pack import PackProblems, load_pack
from tests.builders.packs import DATAMAP, POLICY, SITUATIONS, SITUATIONS_YML, TODAY, WORDS, a_pack, add_version, change

LONG = "We tell it to all of the people who ask us about it when they come to our door each day to ask."
HARD = "Alternative communication considerations necessitate deliberation. " * 30
KEEP = "outcome: keep\n        clause: quiet"
TELL = "ages: [under-18]\n        outcome: tell\n        clause: danger\n"
MONTHS = "        months: 18\n        from: last-used\n        from_words: the last time you rang\n"
SECOND_RULE = (
    "    rules:\n      - {situation: could-die, ages: [13-15], places: [chat], outcome: tell, clause: danger}\n"
)
SECOND_PLACE = "    places:\n      - {places: [survey, chatbot], outcome: nobody-reads, clause: quiet, why: No.}\n"

BREAKS = {
    # name: (file, what stands there, what the editor wrote, the line of the problem, its words)
    "situations not yaml": (SITUATIONS, "policy: quiet", "policy: [quiet", 2, "this is not YAML"),
    "an unknown policy": (SITUATIONS, "policy: quiet", "policy: loud", 1, "no policy `loud` in this pack: write one of quiet"),
    "an unknown group": (SITUATIONS, "could-die, group: life", "could-die, group: body", 5, "`body` is not in `groups`: add"),
    "a group twice": (SITUATIONS, "title: My life}", "title: My life}\n  - {id: life, title: Me}", 4, "`life` stands here twice"),
    "a situation twice": (SITUATIONS, "{id: no-home,", "{id: could-die,", 6, "`could-die` stands here twice: give one"),
    "a place without words": (SITUATIONS, "  - {id: survey, title: In a survey}\n", "", 7, "the place `survey` has no words: add it"),
    "a place twice": (SITUATIONS, "{id: survey,", "{id: chat,", 14, "`chat` stands here twice"),
    "a place nobody knows": (SITUATIONS, "{id: survey,", "{id: pub,", 14, "`id` has to be one of 'board', 'chat'"),
    "no situations": (SITUATIONS, "situations:\n  - {id: could-die, group: life, title: I could die}\n  - {id: no-home, group: life, title: I have no home}", "situations: []", 4, "`situations` is empty: write at least 1"),
    "a title with html": (SITUATIONS, "title: I could die", "title: I <b>could</b> die", 5, "HTML is not allowed here"),
    "a group with html": (SITUATIONS, "title: My life}", "title: <i>My</i> life}", 3, "HTML is not allowed here"),
    "a hard title": (SITUATIONS, "title: I could die", "title: It is personal", 5, "`personal` is a hard word: say `yours`"),
    "a hard title of a place": (SITUATIONS, "title: In a survey", "title: For safeguarding", 14, "say `keeping you safe`"),
    "a long reason": (SITUATIONS, "why: This alone is no danger.", f"why: {LONG}", 35, "a sentence has 23 words, and 20 is the most"),
    "a hard reason": (SITUATIONS, "why: This alone is no danger.", f"why: {HARD}", 16, "the reading age is"),
    "a place that leaves out what is not there": (SITUATIONS, "places: [chatbot]", "places: [chatbot]\n        besides: [could-fly]", 22, "`could-fly` is not in `situations`"),
    "a long line on parents": (SITUATIONS, "told_first: if-we-can", f"told_first: if-we-can\n    parents: {LONG}", 20, "a sentence has 23 words"),
    "a line beside no ground": (SITUATIONS, "why: This alone is no danger.", "why: This alone is no danger.\n        beside: quiet", 36, "`quiet` is no ground of version 1"),
    "a line beside nothing": (SITUATIONS, "why: This alone is no danger.", "why: This alone is no danger.\n        beside: loud", 36, "`loud` is no ground of version 1"),
    "a version without rules": (SITUATIONS, '  "1":', '  "2":', 15, "version 1 of quiet has no rules: write them here"),
    "rules of no version": (SITUATIONS, '  "1":', '  "2":', 16, "there is no version 2 of quiet: write one of 1"),
    "rules of a word": (SITUATIONS, '  "1":', "  one:", 16, "write the number of a version like 1 or 12"),
    "rules with a nought in front": (SITUATIONS, '  "1":', '  "01":', 16, "without a nought in front"),
    "rules with a point": (SITUATIONS, '  "1":', '  "1.0":', 16, "without a point"),
    "rules of a number that is endless": (SITUATIONS, '  "1":', '  "9223372036854775808":', 16, "like 1 or 12"),
    "months for ever": (DATAMAP, "months: 18", "months: 9223372036854775808", 20, "`months` has to be 1200 or less"),
    "no rules at all": (SITUATIONS, "    rules:\n", "    others:\n", 16, "`rules` is missing: add it"),
    "no clause for the rest": (SITUATIONS, "otherwise: quiet", "otherwise: loud", 17, "no clause `loud` in version 1 of quiet: write one of"),
    "no reason for the rest": (SITUATIONS, "    otherwise_why: We look at it with you.\n", "", 16, "`otherwise_why` is missing"),
    "told first at some time": (SITUATIONS, "told_first: if-we-can", "told_first: soon", 19, "`told_first` has to be one of 'always', 'if-we-can'"),
    "a place that is none": (SITUATIONS, "places: [chatbot]", "places: [pub]", 21, "`places` has to be one of 'board', 'chat'"),
    "a place rule without a place": (SITUATIONS, "places: [chatbot]", "places: []", 21, "`places` is empty: write at least 1"),
    "a place rule without a clause": (SITUATIONS, "nobody-reads\n        clause: quiet", "nobody-reads\n        clause: loud", 23, "no clause `loud` in version 1 of quiet"),
    "a place that tells": (SITUATIONS, "outcome: nobody-reads", "outcome: tell", 21, "no reason to tell somebody: write a rule"),
    "a place rule without why": (SITUATIONS, "        why: A robot cannot call for help.\n", "", 21, "`why` is missing"),
    "a place decided twice": (SITUATIONS, "    places:\n", SECOND_PLACE, 22, "the place `chatbot` decides twice: keep one"),
    "a rule for no situation": (SITUATIONS, "- situation: no-home", "- situation: no-roof", 30, "`no-roof` is not in `situations`: add it there"),
    "a rule of no clause": (SITUATIONS, KEEP, "outcome: keep\n        clause: loud", 34, "no clause `loud` in version 1 of quiet: write one of quiet, danger"),
    "a rule for an unknown age": (SITUATIONS, "ages: [adult]", "ages: [grown-up]", 31, "'grown-up' is not known; known are everybody"),
    "a rule for no age": (SITUATIONS, "ages: [adult]", "ages: []", 31, "this covers no age: name one, or write `everybody`"),
    "a rule for an unknown place": (SITUATIONS, "places: [chat, helpline]", "places: [chat, pub]", 32, "`places` has to be one of 'board'"),
    "a rule for no place": (SITUATIONS, "places: [chat, helpline]", "places: []", 30, "this covers no place: name one in `places`"),
    "an unknown outcome": (SITUATIONS, "outcome: keep", "outcome: forget", 33, "`outcome` has to be one of 'tell', 'may-tell', 'keep'"),
    "a quiet rule without why": (SITUATIONS, "        why: This alone is no danger.\n", "", 30, "say `why`: only a ground"),
    "one cell decided twice": (SITUATIONS, "    rules:\n", SECOND_RULE, 27, "`could-die` is decided twice for the same age and place: keep this rule or the one of line 26"),
    "telling without a ground": (SITUATIONS, TELL, TELL.replace("danger", "quiet"), 29, "the clause `quiet` is no ground for telling somebody: name one that is"),
    "telling for an age without": (SITUATIONS, TELL, TELL.replace("under-18", "under-18, adult-at-risk"), 27, "`danger` does not count for adult-at-risk: take the age out"),
    "telling without a risk": (SITUATIONS, TELL, TELL.replace("under-18", "18-or-over"), 27, "`danger` does not count for adult, adult-at-risk"),
    "maybe telling without a risk": (SITUATIONS, TELL, TELL.replace("under-18", "adult").replace("tell\n", "may-tell\n"), 27, "`danger` does not count for adult:"),
    "data map not yaml": (DATAMAP, "file: demo.txt", "file: [demo.txt", 4, "this is not YAML"),
    "an unknown system": (DATAMAP, "systems: [shelf]", "systems: [shelf, cupboard]", 17, "`cupboard` is not in `systems`: add it there"),
    "a system without words": (DATAMAP, "    about: We put our notes on it.\n", "", 6, "`about` is missing"),
    "a bad id of a system": (DATAMAP, "  shelf:\n", "  A Shelf:\n", 6, "an id has small letters"),
    "a service twice": (DATAMAP, "- id: post", "- id: phone", 26, "the id `phone` stands here twice"),
    "months without from": (DATAMAP, "        from: last-used\n", "", 19, "a period needs `months`, `from` and `from_words` together"),
    "months without words": (DATAMAP, "        from_words: the last time you rang\n", "", 19, "a period needs `months`, `from` and `from_words`"),
    "from without months": (DATAMAP, "        months: 18\n", "        until: you ask\n", 19, "a period needs `months`, `from` and `from_words`"),
    "from an unknown day": (DATAMAP, "from: last-used", "from: birth", 21, "`from` has to be one of 'last-used', 'last-login'"),
    "no months": (DATAMAP, "months: 18", "months: 0", 20, "`months` has to be 1 or more"),
    "months in words": (DATAMAP, "months: 18", "months: a year", 20, "`months` has to be a whole number"),
    "both months and until": (DATAMAP, "months: 18\n", "months: 18\n        until: you ask\n", 19, "say either `months` or `until`: one of them, and not both"),
    "neither months nor until": (DATAMAP, MONTHS, "", 19, "say either `months` or `until`"),
    "an unknown end": (DATAMAP, "then: deleted", "then: lost", 23, "`then` has to be one of 'deleted', 'anonymised' or 'not-said'"),
    "no date and no reason": (DATAMAP, "    no_period_why: Nobody has said how long.\n", "", 26, "say `no_period_why` when nothing in `kept` has `months`, and only then"),
    "a date and a reason": (DATAMAP, "    source: [a lines 4-5]", "    no_period_why: Nobody knows.\n    source: [a lines 4-5]", 11, "say `no_period_why` when nothing"),
    "nothing collected": (DATAMAP, "what: [your letter]", "what: []", 29, "`what` is empty: write at least 1"),
    "what as one word": (DATAMAP, "what: [your letter]", "what: your letter", 29, "`what` has to be a list: write it in [ ]"),
    "an unknown source of a service": (DATAMAP, "[a line 6]", "[b line 6]", 32, "the source `b` is not in the list at the top: add it there"),
    "no source of a service": (DATAMAP, "    source: [a line 6]\n", "", 26, "`source` is missing"),
    "html in a service": (DATAMAP, "lead: You can ring us.", "lead: You can <b>ring</b> us.", 13, "HTML is not allowed"),
    "html in a title": (DATAMAP, "title: The post", "title: <b>The</b> post", 27, "HTML is not allowed"),
    "html in a system": (DATAMAP, "title: The shelf", "title: The <u>shelf</u>", 7, "HTML is not allowed"),
    "a picture in a service": (DATAMAP, "basis: You said yes.\n    systems", "basis: You said ![yes](/x.png).\n    systems", 16, "pictures are not allowed here: say it in words"),
    "a hard word in a list": (DATAMAP, "why: [We want to help you.]", "why: [We want your information.]", 15, "`information` is a hard word"),
    "a long sentence of a period": (DATAMAP, "then_words: Then we burn them.", f"then_words: {LONG}", 24, "a sentence has 23 words"),
    "a hard service": (DATAMAP, "lead: You can ring us.", f"lead: {HARD}", 11, "the reading age is"),
    "words not yaml": (WORDS, "word: Robot", "word: [Robot", 18, "this is not YAML"),
    "a word twice": (WORDS, "  - id: robot\n    word", "  - id: harbour\n    word", 16, "the id `harbour` stands here twice"),
    "a page without more": (WORDS, "    source: [a line 8]", "    page: true\n    source: [a line 8]", 16, "needs `more`: write it, or take `page` out"),
    "a page in words": (WORDS, "page: true", "page: maybe", 12, "`page` has to be true or false"),
    "a clause without its policy": (WORDS, "    policy: quiet\n", "", 6, "say in which `policy` the clause stands"),
    "a word of no clause": (WORDS, "policy: quiet\n    clause: quiet", "policy: quiet\n    clause: loud", 14, "no clause `loud` in the newest quiet: write one of quiet, danger"),
    "a word of no policy": (WORDS, "policy: quiet\n", "policy: loud\n", 13, "no policy `loud` in this pack: write one of quiet"),
    "an unknown source of a word": (WORDS, "[a line 7]", "[a line 7, b line 1]", 15, "the source `b` is not in the list"),
    "html in a meaning": (WORDS, "means: A machine that talks.", "means: A <b>machine</b>.", 18, "HTML is not allowed"),
    "html in more": (WORDS, "A ship rests there.", "A <b>ship</b> rests there.", 9, "HTML is not allowed"),
    "html in a name": (WORDS, "also: [haven]", "also: [<b>haven</b>]", 11, "HTML is not allowed"),
    "html in an option": (WORDS, "title: You wait", "title: You <b>wait</b>", 32, "HTML is not allowed"),
    "a long sentence in more": (WORDS, "A ship rests there. So can you.", LONG, 9, "a sentence has 23 words"),
    "a hard word in more": (WORDS, "A ship rests there.", "A personal ship.", 9, "`personal` is a hard word"),
    "a long meaning": (WORDS, "means: A machine that talks.", f"means: {LONG}", 18, "a sentence has 23 words"),
    "a hard word with much to read": (WORDS, "A ship rests there. So can you.", HARD, 6, "the reading age is"),
    "hard questions": (WORDS, "if_missed: We do not pass it on.", f"if_missed: {HARD}", 20, "the reading age is"),
    "a hard question": (WORDS, "ask: Do we tell what you say?", "ask: Is it confidential?", 22, "say `private`"),
    "a question of no clause": (WORDS, "clause: danger", "clause: loud", 33, "no clause `loud` in the newest quiet"),
    "a question twice": (WORDS, "- id: told", "- id: danger", 28, "the id `danger` stands here twice"),
    "two right options": (WORDS, "title: You wait", "right: true, title: You wait", 28, "exactly one option has to be right: write `right: true` at that one only"),
    "no right option": (WORDS, "title: You ring the police, right: true", "title: You ring the police", 28, "exactly one option has to be right"),
    "one id for two options": (WORDS, "{id: wait,", "{id: ring,", 28, "two options have one id: give one of them another"),
    "one option only": (WORDS, "      - {id: wait, title: You wait}\n", "", 30, "`options` has 1, and 2 is the least"),
    "two questions only": (WORDS, WORDS, "", 20, "`check` has 2, and 3 is the least"),
    "four questions": (WORDS, WORDS, "", 20, "`check` has 4, and 3 is the most"),
}  # fmt: skip
# What only those who wrote the program understand.
OF_PYTHON = ("Input should", "valid", "[key]", "Tuple", "String should", "Value error", "None", "Error")
QUESTION = """\
  - id: {}
    ask: Does the robot call for help?
    options:
      - {{id: "no", title: "No", right: true}}
      - {{id: "yes", title: "Yes"}}
    clause: quiet
    if_missed: A robot cannot call for help.
"""
WHOLE = {
    "two questions only": (QUESTION.format("robot"), ""),
    "four questions": (QUESTION.format("robot"), QUESTION.format("robot") + QUESTION.format("again")),
}


def problems_of(folder):
    with pytest.raises(PackProblems) as caught:
        load_pack(folder, today=TODAY)
    return caught.value.problems


@pytest.mark.parametrize("name", BREAKS)
def test_every_mistake_is_found_with_its_file_and_line(name, tmp_path):
    file, old, new, line, words = BREAKS[name]
    old, new = WHOLE.get(name, (old, new))
    folder = a_pack(tmp_path / "pack")
    change(folder, file, old, new)
    found = problems_of(folder)
    assert [(p.file, p.line) for p in found if words in p.text] == [(file, line)], found
    assert {p.file for p in found} == {file}, found
    assert [str(p) for p in found for word in OF_PYTHON if word in p.text] == []


def test_a_second_block_for_one_version_never_wins_in_silence(tmp_path):
    folder = a_pack(tmp_path / "pack")
    rules = SITUATIONS_YML[SITUATIONS_YML.index('  "1":') :]
    change(folder, SITUATIONS, rules, rules + rules.replace('"1":', '"01":').replace("keep", "talk-first"))
    (only,) = problems_of(folder)
    assert only.text.startswith("01: write the number of a version")


def test_many_rules_are_held_against_each_other_once_each_and_the_first_problems_are_printed(tmp_path):
    folder = a_pack(tmp_path / "pack")
    again = "      - {situation: could-die, ages: [under-18], outcome: tell, clause: danger}\n" * 2000
    change(folder, SITUATIONS, "    rules:\n", f"    rules:\n{again}")
    with pytest.raises(PackProblems) as caught:
        load_pack(folder, today=TODAY)
    assert len(caught.value.problems) == 2000  # one for each rule that says it again
    assert len(caught.value.lines) == 201
    assert caught.value.lines[-1] == "and 1,800 more"
    assert str(caught.value).count("\n") == 201


def test_two_rules_for_other_ages_or_other_places_do_not_meet(tmp_path):
    folder = a_pack(tmp_path / "pack")
    apart = (
        "    rules:\n      - {situation: could-die, ages: [adult], outcome: talk-first, clause: danger, why: It depends.}\n"
        "      - {situation: no-home, ages: [adult], places: [board], outcome: talk-first, clause: quiet, why: No.}\n"
    )
    change(folder, SITUATIONS, "    rules:\n", apart)
    assert len(load_pack(folder, today=TODAY).situations.versions[1].rules) == 4


def test_a_ground_that_counts_for_some_ages_may_explain_why_it_depends_for_others(tmp_path):
    folder = a_pack(tmp_path / "pack")
    depends = "ages: [adult]\n        outcome: talk-first\n        clause: danger\n        why: It depends.\n"
    change(folder, SITUATIONS, TELL, depends)
    assert load_pack(folder, today=TODAY).situations.versions[1].rules[0].clause == "danger"


def test_each_version_is_held_against_its_own_clauses(tmp_path):
    folder = a_pack(tmp_path / "pack")
    add_version(folder, 2, ("{#quiet}", "{#silent}"))
    found = [(p.file, p.text.split(":")[0]) for p in problems_of(folder)]
    assert (SITUATIONS, "there is no clause `quiet` in version 2 of quiet") in found
    assert (WORDS, "there is no clause `quiet` in the newest quiet") in found
    assert not [text for _, text in found if "in version 1" in text]


def test_a_clause_that_cannot_be_read_is_not_said_to_be_missing_where_it_is_named(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, POLICY, "urgency: emergency", "urgency: perhaps")
    (only,) = problems_of(folder)
    assert (only.file, only.line) == (POLICY, 39)
    assert only.text == "`urgency` has to be one of 'emergency' or 'not-urgent'"


def test_the_items_of_a_list_are_sentences_of_their_own(tmp_path):
    folder = a_pack(tmp_path / "pack")
    items = "\n".join(f"      - A ship can rest there in year {n}" for n in range(20))
    change(folder, WORDS, "      A ship rests there. So can you.\n", f"      It is so:\n\n{items}\n")
    assert load_pack(folder, today=TODAY).glossary.words[0].page
