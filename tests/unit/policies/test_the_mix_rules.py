"""The Mix's confidentiality rules, version 3: every fact of its two sources, for every age, in easy words."""

import pytest

from portal.core.reading import faults, measure
from portal.policies.kinds import AgeBand, Because, Part, Urgency
from portal.policies.pack.prose import readable
from tests.builders.packs import mix_version

# The lines of the two source texts that hold a fact. The texts themselves are not part of the portal.
SOURCES = {
    "001": ("001_d379685001ac0903.txt", {3, 5, 9, 11, 12, 13, 14, 16, 17, 18, 19, 21, 23, 25, 31, 33}),
    "002": (
        "002_32d22104e089dc8d.txt",
        {
            6,
            7,
            8,
            10,
            16,
            17,
            19,
            20,
            21,
            24,
            25,
            31,
            33,
            34,
            35,
            36,
            39,
            40,
            41,
            42,
            43,
            44,
            45,
            46,
            55,
            56,
            57,
            58,
            59,
            60,
        }
        | {
            62,
            63,
            64,
            65,
            67,
            68,
            70,
            71,
            72,
            74,
            75,
            76,
            77,
            79,
            80,
            81,
            82,
            83,
            84,
            85,
            86,
            87,
            88,
            89,
            90,
            108,
            109,
            120,
        }
        | {135, 136, 145, 146, 147, 148},
    ),
}

# For each ground, how it counts for under 13, 13-15, 16-17, an adult and an adult at risk: yes (+), no (-), or only
# while a life is at risk (~). Then how urgent, what makes us tell, who is told first, and where that was found.
E, N, SAFETY, LAW = Urgency.EMERGENCY, Urgency.NOT_URGENT, Because.SAFETY, Because.LAW
GROUNDS = {
    "life-in-danger":             ("+++++", E, SAFETY, "emergency-services", "001 line 11"),
    "plan-now":                   ("+++++", E, SAFETY, "emergency-services", "002 line 33"),
    "life-threatening-self-harm": ("+++++", E, SAFETY, "emergency-services", "002 line 34"),
    "more-than-prescribed":       ("+++++", E, SAFETY, "emergency-services", "002 line 36"),
    "harm-now":                   ("+++~+", E, SAFETY, "emergency-services", "002 line 31"),
    "hurting-someone":            ("+++~+", E, SAFETY, "emergency-services", "001 line 12"),
    "staff-threatened":           ("+++~+", E, SAFETY, "emergency-services", "001 line 13"),
    "position-of-trust":          ("+++~+", E, SAFETY, "emergency-services", "002 line 35"),
    "plan-30-days":               ("+++--", N, SAFETY, "police-101",         "002 line 55"),
    "ongoing-abuse":              ("+++-+", N, SAFETY, "police-101",         "002 line 56"),
    "sexual-abuse":               ("+++-+", N, SAFETY, "police-101",         "002 line 57"),
    "homeless":                   ("+++--", N, SAFETY, "police-101",         "002 line 58"),
    "pregnant-under-16":          ("++---", N, SAFETY, "police-101",         "002 line 59"),
    "young-carer":                ("+++--", N, SAFETY, "police-101",         "002 line 60"),
    "terrorism":                  ("+++++", E, LAW,    "police",             "001 lines 16-18"),
    "legal-order":                ("+++++", N, LAW,    "court",              "001 line 19"),
}  # fmt: skip
ADULT = list(AgeBand).index(AgeBand.ADULT)

VERSION = mix_version()
CLAUSES = {clause.id: clause for clause in VERSION.clauses}
WORDS = {clause.id: " ".join(readable(clause.title, clause.words).split()) for clause in VERSION.clauses}


def counts_for(clause, band):
    if band in clause.life_risk_only:
        return "~"
    return "+" if band in clause.ages else "-"


@pytest.mark.parametrize("name", GROUNDS)
def test_each_ground_counts_for_the_right_ages(name):
    assert "".join(counts_for(CLAUSES[name], band) for band in AgeBand) == GROUNDS[name][0]


@pytest.mark.parametrize("name", GROUNDS)
def test_each_ground_says_how_urgent_why_who_and_where_from(name):
    clause = CLAUSES[name]
    _, urgency, because, first_told, source = GROUNDS[name]
    assert (clause.urgency, clause.because, clause.tell[0]) == (urgency, because, first_told)
    assert source in [str(line) for line in clause.source]


def test_there_is_no_ground_beside_those():
    assert {clause.id for clause in VERSION.clauses if clause.part is Part.GROUND} == set(GROUNDS)


def test_an_adult_is_only_told_on_when_a_life_is_at_risk_or_the_law_asks():
    for name, (ages, urgency, because, _, _) in GROUNDS.items():
        assert ages[ADULT] == "-" or urgency is E or because is LAW, name


def test_when_it_is_no_emergency_nobody_is_called_but_those_who_are_named():
    slow = [c for c in CLAUSES.values() if c.urgency is Urgency.NOT_URGENT and c.because is Because.SAFETY]
    assert {tuple(clause.tell) for clause in slow} == {("police-101", "social-worker", "care-team", "others")}


@pytest.mark.parametrize(
    ("clause", "facts"),
    [
        (
            "parents",
            ["not a reason to tell your mum, dad or carer", "999", "101", "your social worker", "like a nurse"],
        ),
        ("parents", ["schools are not on the list", "may speak to your family", "another group"]),
        ("private", ["stays between you and us", "so you can choose what to share", "The Mix and Shout"]),
        ("plan-now", ["have a plan", "dark thoughts is not the same"]),
        ("life-threatening-self-harm", ["might not live"]),
        ("more-than-prescribed", ["more than the dose you were given"]),
        ("staff-threatened", ["our team", "our helpers", "what we run"]),
        (
            "position-of-trust",
            ["meet other young people", "block a report", "teacher", "coach", "faith leader", "police"],
        ),
        ("position-of-trust", ["doctor", "nurse", "do their job so badly that it harms you"]),
        ("plan-30-days", ["in the next 30 days"]),
        ("ongoing-abuse", ["has not stopped"]),
        ("sexual-abuse", ["pushes, tricks or forces you", "under 18"]),
        ("homeless", ["homeless", "soon could be"]),
        ("pregnant-under-16", ["under 16", "no doctor, nurse or midwife knows"]),
        ("young-carer", ["harms you or them over time"]),
        ("terrorism", ["has happened", "plans it", "law makes us tell the police", "stop us from telling you"]),
        (
            "legal-order",
            ["judge", "a law", "police look into a crime", "does not force us to", "Only an order or a law"],
        ),
        ("what-we-share", ["your name", "your date of birth", "your phone number", "your IP address", "leave out"]),
        (
            "what-we-share",
            ["who you are", "find you", "keep you and others safe", "Where we can, we agree with you first"],
        ),
        ("who-we-tell", ["999", "101", "your social worker", "like a nurse", "another group"]),
        (
            "told-first",
            ["have a part in the choice", "a way to reach you", "when the law stops us", "someone in danger"],
        ),
        (
            "ask-us",
            ["why we told someone", "what we said", "who we told", "unless the law or someone's safety stops us"],
        ),
        (
            "what-happens-next",
            ["ask the people we told", "may never know", "keep a note of it", "social worker", "come to see"],
        ),
        ("still-use", ["does not change how you use us", "okay to stop", "more help out there"]),
        ("note-kept", ["keep a record", "worry about you again"]),
        ("i-am-safe", ["does not wipe out", "We trust you", "says the opposite", "in private"]),
        ("chatbot", ["No person reads", "computer program", "will not call 999 or anyone else"]),
        (
            "adult-at-risk",
            ["18 or over", "extra care or support", "cannot keep themselves safe", "Think of someone who"],
        ),
        ("adult-at-risk", ["A disability does not make you one by itself", "each case"]),
        ("someone-else", ["anyone under 18", "any adult at risk", "even if you are 18 or over"]),
        ("why-not-urgent", ["in the long run", "our staff, our volunteers"]),
        ("each-case", ["each case", "keeping people safe against keeping your trust", "fewer of those times"]),
        ("only-after-joining", ["only about things you told us after", "old posts"]),
        ("what-changed", ["under 18", "adults at risk", "a life is at risk right now, or when the law makes us"]),
        ("where", ["website", "boards", "group chat", "counselling", "workshops", "Shout has the same rules"]),
        ("questions", ["@TheMix", "community@themix.org.uk"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_fact_is_said(clause, facts):
    said = CLAUSES[clause].title + " " + " ".join(CLAUSES[clause].words.split()) + " " + WORDS[clause]
    assert [fact for fact in facts if fact not in said] == []


@pytest.mark.parametrize("name", CLAUSES)
def test_every_clause_rests_on_lines_that_are_there(name):
    for line in CLAUSES[name].source:
        file, held = SOURCES[line.source]
        assert VERSION.sources[line.source].file == file
        assert held.intersection(range(line.first, line.last + 1)), str(line)
        assert {line.first, line.last} <= held, str(line)


def test_every_ground_of_the_sources_is_used():
    used = {(s.source, n) for c in VERSION.clauses for s in c.source for n in range(s.first, s.last + 1)}
    needed = {("001", n) for n in (3, 5, 9, 11, 12, 13, 14, 18, 19, 21, 23, 25, 31, 33)}
    needed |= {
        ("002", n) for n in (10, 20, 21, 33, 34, 35, 36, 44, 55, 56, 57, 58, 59, 60, 63, 64, 65, 79, 81, 86, 90, 145)
    }
    assert needed <= used


@pytest.mark.parametrize("name", CLAUSES)
def test_no_clause_is_hard_to_read(name):
    reading = measure(WORDS[name])
    assert faults(reading) == []
    assert reading.mean_sentence <= 12
    assert reading.age <= 9 or reading.words < 20


def test_the_whole_policy_can_be_read_at_nine():
    reading = measure("\n".join(readable(clause.title, clause.words) for clause in VERSION.clauses))
    assert reading.words > 1000
    assert reading.age <= 9
    assert (reading.mean_sentence <= 12, reading.longest_sentence <= 20) == (True, True)


def test_the_first_thing_it_answers_is_whether_parents_are_told():
    assert VERSION.clauses[0].id == "parents"
    assert VERSION.clauses[0].title == "Would you tell my parents?"


def test_it_is_version_three_and_its_start_was_never_published():
    assert (VERSION.slug, VERSION.number, VERSION.effective_on) == ("confidentiality", 3, None)
    assert "after The Mix and Shout joined" in VERSION.covers


def test_nobody_is_promised_that_nothing_is_ever_told():
    every_word = " ".join(WORDS.values()).casefold()
    for promise in ("we never tell", "always private", "we promise", "100%", "fully private"):
        assert promise not in every_word


def test_the_hash_of_the_published_words_has_not_moved():
    # These words are published. Who changes them gives them a new version number, and writes its hash here.
    assert VERSION.sha256[:16] == "56ff5a9c1b08cfce"
