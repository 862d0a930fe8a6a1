"""Every cell of both packs as the sources were read by hand, line by line; never made from the rules.

A row says what becomes of a situation for under 13, 13-15, 16-17, an adult and an adult at risk: T is tell, M may-tell,
K keep, F talk-first, N nobody-reads. The lines are those of the source on which the row rests; where the source says
nothing, the row is F and names the lines that come nearest. The texts themselves are no part of the portal.
"""

import json
from functools import cache

import pytest
from click.testing import CliRunner

from portal.jobs import asking_a_pack
from portal.jobs.situation_command import situation
from portal.policies.kinds import AgeBand, Outcome, Place
from portal.policies.pack import load_pack
from portal.policies.rules import AGREED, NO_DAY, NO_RULES
from tests.builders.packs import CONTENT

OUTCOMES = {
    "T": Outcome.TELL, "M": Outcome.MAY_TELL, "K": Outcome.KEEP, "F": Outcome.TALK_FIRST, "N": Outcome.NOBODY_READS,
}  # fmt: skip
MIX, MAGGIES = "the-mix", "maggies"
CELLS = {
    (MIX, 1): {
        "plan-to-end-life-now": ("MMMMM", "000: 24, 27"),
        "plan-to-end-life-within-30-days": ("FFFFF", "000: 27, 32"),
        "suicidal-thoughts-no-plan": ("FFFFF", "000: 27, 32"),
        "self-harm-life-threatening": ("MMMMM", "000: 24, 27"),
        "self-harm-not-life-threatening": ("FFFFF", "000: 32"),
        "overdose": ("FFFFF", "000: 27, 32"),
        "said-im-safe": ("FFFFF", "000: 24"),
        "might-seriously-hurt-someone": ("MMMMM", "000: 27"),
        "hurting-someone-now": ("MMMMM", "000: 27"),
        "abused-by-person-in-trust": ("FFFFF", "000: 24, 32"),
        "ongoing-abuse": ("FFFFF", "000: 24, 32"),
        "coercive-sexual-abuse": ("FFFFF", "000: 24, 32"),
        "someone-else-in-danger": ("FFFFF", "000: 24, 27"),
        "homeless": ("KKKKK", "000: 14, 32"),
        "pregnant-no-medical-help": ("FFFFF", "000: 32"),
        "young-carer-harm": ("FFFFF", "000: 32"),
        "drug-use": ("KKKKK", "000: 14, 32"),
        "terrorism-information": ("TTTTT", "000: 18, 19"),
        "threat-to-service": ("FFFFF", "000: 24, 27"),
        "court-order": ("TTTTT", "000: 18, 20"),
        "shoplifting": ("FFFFF", "000: 24"),
        "something-else": ("FFFFF", "000: 24, 32"),
    },
    (MIX, 2): {
        "plan-to-end-life-now": ("TTTTT", "001: 11"),
        "plan-to-end-life-within-30-days": ("FFFFF", "001: 11"),
        "suicidal-thoughts-no-plan": ("FFFFF", "001: 11"),
        "self-harm-life-threatening": ("TTTTT", "001: 11"),
        "self-harm-not-life-threatening": ("KKKKK", "001: 9-14, 31"),
        "overdose": ("FFFFF", "001: 11"),
        "said-im-safe": ("FFFFF", "001: 11"),
        "might-seriously-hurt-someone": ("FFFFF", "001: 11, 12"),  # what might come is neither of these two
        "hurting-someone-now": ("TTTTT", "001: 12"),
        "abused-by-person-in-trust": ("TTTTT", "001: 14"),
        "ongoing-abuse": ("FFFFF", "001: 11, 14"),
        "coercive-sexual-abuse": ("FFFFF", "001: 11, 14"),
        "someone-else-in-danger": ("TTTTT", "001: 11"),
        "homeless": ("KKKKK", "001: 9-14, 31"),
        "pregnant-no-medical-help": ("FFFFF", "001: 11"),
        "young-carer-harm": ("FFFFF", "001: 11"),
        "drug-use": ("KKKKK", "001: 9-14, 31"),
        "terrorism-information": ("TTTTT", "001: 16, 18"),
        "threat-to-service": ("TTTTT", "001: 13"),
        "court-order": ("TTTTT", "001: 16, 19"),
        "shoplifting": ("KKKKK", "001: 9-14, 19"),
        "something-else": ("FFFFF", "001: 9-14"),
    },
    (MIX, 3): {
        "plan-to-end-life-now": ("TTTTT", "002: 10, 33"),
        "plan-to-end-life-within-30-days": ("MMMKF", "002: 55, 90, 134"),
        "suicidal-thoughts-no-plan": ("FFFFF", "002: 142, 145, 148"),
        "self-harm-life-threatening": ("TTTTT", "002: 34"),
        "self-harm-not-life-threatening": ("FFFKF", "002: 34, 90, 134"),
        "overdose": ("TTTTT", "002: 36"),
        "said-im-safe": ("FFFFF", "002: 145-147"),
        "might-seriously-hurt-someone": ("TTTFT", "002: 10, 31, 90"),  # an adult: only with a risk to a life
        "hurting-someone-now": ("TTTFT", "001: 12; 002: 10, 90"),  # the same
        "abused-by-person-in-trust": ("TTTFT", "002: 35, 90"),
        "ongoing-abuse": ("MMMKM", "002: 56, 90"),
        "coercive-sexual-abuse": ("MMMKM", "002: 57, 90"),
        "someone-else-in-danger": ("TTTTT", "001: 11; 002: 90"),
        "homeless": ("MMMKF", "002: 58, 90, 134"),
        "pregnant-no-medical-help": ("MMFKF", "002: 59, 90, 134"),
        "young-carer-harm": ("MMMKF", "002: 60, 90, 134"),
        "drug-use": ("FFFKF", "002: 46, 90, 134"),
        "terrorism-information": ("TTTTT", "001: 16, 18"),
        "threat-to-service": ("TTTFT", "001: 13; 002: 90"),
        "court-order": ("TTTTT", "001: 16, 19"),
        "shoplifting": ("FFFKF", "002: 46, 90, 134"),
        "something-else": ("FFFFF", "002: 77"),
    },
    (MAGGIES, 1): {
        "plan-to-end-life-now": ("MMMMM", "004: 19, 23"),
        "plan-to-end-life-within-30-days": ("MMMMM", "004: 19, 23"),
        "suicidal-thoughts-no-plan": ("FFFFF", "004: 23"),
        "self-harm-life-threatening": ("MMMMM", "004: 19, 25"),
        "self-harm-not-life-threatening": ("FFFFF", "004: 23"),
        "overdose": ("FFFFF", "004: 23, 25"),
        "said-im-safe": ("FFFFF", "004: 23"),
        "might-seriously-hurt-someone": ("MMMMM", "004: 19, 23"),
        "hurting-someone-now": ("MMMMM", "004: 19, 23"),
        "abused-by-person-in-trust": ("FFFFF", "004: 23, 25"),
        "ongoing-abuse": ("FFFFF", "004: 23, 25"),
        "coercive-sexual-abuse": ("FFFFF", "004: 23, 25"),
        "someone-else-in-danger": ("MMMMM", "004: 19, 25"),
        "homeless": ("FFFFF", "004: 11, 23"),
        "pregnant-no-medical-help": ("FFFFF", "004: 11, 23"),
        "young-carer-harm": ("FFFFF", "004: 11, 23"),
        "drug-use": ("FFFFF", "004: 11, 23"),
        "terrorism-information": ("TTTTT", "004: 29"),
        "threat-to-service": ("MMMMM", "004: 27"),
        "court-order": ("TTTTT", "004: 28"),
        "shoplifting": ("FFFFF", "004: 11, 23"),
        "something-else": ("FFFFF", "004: 23"),
    },
}
# Places that change the row: everything in them but what is named, then these.
PLACES = {
    (MIX, 1, "chatbot"): ("F", {"terrorism-information": "T", "court-order": "T"}, "000: 19, 20"),
    (MIX, 1, "crisis-text"): ("F", {"terrorism-information": "T", "court-order": "T"}, "000: 19, 20"),
    (MIX, 2, "chatbot"): ("N", {"court-order": "T"}, "001: 19, 25"),  # what is stored can be asked for
    (MIX, 2, "crisis-text"): ("F", {"terrorism-information": "T", "court-order": "T"}, "001: 3, 18, 19"),
    (MIX, 3, "chatbot"): ("N", {"court-order": "T"}, "001: 19, 25"),
}
IN_THE_GROUP = {"homeless": "KKKKK", "drug-use": "KKKKK", "shoplifting": "KKKKK"}  # Maggie's, 004: 15, 19


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    """The command reads its pack each time it is started; here it is read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking_a_pack, "load_pack", cache(load_pack))
        yield


def ask(pack, *arguments):
    result = CliRunner().invoke(situation, ["--pack", str(CONTENT / pack), *arguments])
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def row(pack, version, name, *more):
    said = [ask(pack, "--version", str(version), "--situation", name, "--age", age, *more) for age in AgeBand]
    clauses = {clause.id for v in asking_a_pack.load_pack(CONTENT / pack).judged_by.versions
               if v.number == version for clause in v.clauses}  # fmt: skip
    assert {one["clause"] for one in said} <= clauses
    assert all(one["why"] for one in said)
    return [one["outcome"] for one in said]


ROWS = [(*version, name) for version, names in CELLS.items() for name in names]


@pytest.mark.parametrize(("pack", "version", "name"), ROWS)
def test_every_cell_is_what_the_source_says(pack, version, name):
    outcomes, lines = CELLS[pack, version][name]
    assert row(pack, version, name) == [OUTCOMES[letter] for letter in outcomes], lines


@pytest.mark.parametrize(("pack", "version", "name"), ROWS)
def test_no_place_changes_a_cell_but_where_the_source_does(pack, version, name):
    for place in Place:
        every, but, _ = PLACES.get((pack, version, place), ("", {}, ""))
        outcomes = but.get(name, every) * 5 or CELLS[pack, version][name][0]
        if (pack, place) == (MAGGIES, Place.CHAT):
            outcomes = IN_THE_GROUP.get(name, outcomes)
        assert row(pack, version, name, "--place", place) == [OUTCOMES[letter] for letter in outcomes], place


def test_no_situation_and_no_version_is_left_out():
    for pack in (MIX, MAGGIES):
        read = asking_a_pack.load_pack(CONTENT / pack)
        assert {number for name, number in CELLS if name == pack} == {v.number for v in read.judged_by.versions}
        for (name, _), names in CELLS.items():
            assert name != pack or set(names) == set(read.situations.ids)


# What the portal was asked to answer, word for word.
@pytest.mark.parametrize(
    ("version", "name", "ages", "place", "said"),
    [
        ("3", "homeless", ["16-17"], None, {"outcome": "may-tell", "urgency": "not-urgent"}),
        ("3", "homeless", ["adult"], None, {"outcome": "keep", "urgency": None, "who": []}),
        ("3", "plan-to-end-life-now", list(AgeBand), None, {"outcome": "tell", "urgency": "emergency"}),
        ("3", "plan-to-end-life-now", list(AgeBand), "chatbot", {"outcome": "nobody-reads", "who": []}),
        ("3", "terrorism-information", list(AgeBand), None, {"outcome": "tell", "who": ["The police"]}),
    ],
)
def test_the_examples(version, name, ages, place, said):
    for age in ages:
        where = ["--place", place] if place else []
        found = ask(MIX, "--version", version, "--situation", name, "--age", age, *where)
        assert {key: found[key] for key in said} == said


def test_who_is_told_about_a_home():
    who = " ".join(ask(MIX, "--situation", "homeless", "--age", "16-17")["who"])
    assert [one for one in ("101", "social worker", "your care") if one not in who] == []


def test_the_older_rules_never_tell_about_a_home():
    assert ask(MIX, "--version", "2", "--situation", "homeless", "--age", "16-17")["outcome"] in {"keep", "talk-first"}


@pytest.mark.parametrize(("pack", "version"), CELLS)
def test_the_law_makes_us_pass_on_what_was_said_about_terrorism(pack, version):
    found = ask(pack, "--version", str(version), "--situation", "terrorism-information", "--age", "adult")
    assert found["why"].startswith("The law makes us.")
    (shares,) = found["shares"]
    assert "about it" in shares
    assert "does not say what we would share" not in shares


@pytest.mark.parametrize("version", ["2", "3"])
def test_what_was_said_about_the_worry_may_be_passed_on_too(version):  # 001: 21, 23
    found = ask(MIX, "--version", version, "--situation", "plan-to-end-life-now", "--age", "13-15")
    assert found["shares"][-1] == "what you told us about our worry"
    assert len(found["shares"]) == 5


@pytest.mark.parametrize(
    ("pack", "day", "name", "outcome", "why"),
    [
        (MAGGIES, "2008-05-31", "plan-to-end-life-now", "talk-first", NO_RULES),  # made in June 2008, 004: 39
        (MAGGIES, "2008-06-01", "plan-to-end-life-now", "may-tell", AGREED),
        (MAGGIES, "2009-07-01", "plan-to-end-life-now", "may-tell", "It is for someone's safety."),
        (MIX, "2020-01-01", "plan-to-end-life-now", "talk-first", NO_DAY),
        (MIX, "2020-01-01", "terrorism-information", "tell", AGREED),
    ],
)
def test_a_day_is_judged_by_the_rules_that_can_have_counted(pack, day, name, outcome, why):
    found = ask(pack, "--said-on", day, "--situation", name, "--age", "adult")
    assert found["outcome"] == outcome
    assert found["why"].endswith(why)
