"""Search over what everybody may read, on the database that the suite runs on."""

import uuid

import pytest
from sqlalchemy import delete, func, select, text

from portal.policies.models import PolicyClause
from portal.policies.pack import load_pack
from portal.search import full_text
from portal.search.kinds import EntryKind
from portal.search.models import SearchEntry, SearchWord
from portal.search.queries import MOST, PAGE, search
from portal.search.service import put_answer, refill, remove_answer
from tests.builders.installed import PACK
from tests.unit.search.test_terms import NASTY

OURS = [
    # kind, title, body
    (EntryKind.RULE, "Would you tell my parents?", "No. We do not ring home just because you spoke to us."),
    (EntryKind.RULE, "The police", "We may tell the police when a life is at risk. We tell you first."),
    (EntryKind.OLD_RULE, "The police", "We may tell the police when a life is at risk. We tell you first."),
    (EntryKind.ANSWER, "Do you record calls?", "Yes. We keep them for a year. Your parents cannot hear them."),
    (EntryKind.SITUATION, "I plan to end my life now", "My life"),
    (EntryKind.WORD, "Court order", "A judge says that we have to do it.\njudge, order"),
    (EntryKind.RULE, "Cats & <b>dogs</b>", "Naïve 100% of it; it's “fine”."),
]


@pytest.fixture
def filled(session):
    session.execute(delete(SearchEntry))
    for number, (kind, title, body) in enumerate(OURS):
        session.add(SearchEntry(kind=kind, key=str(number), title=title, body=body, address="/x"))
    words = {word for _, title, body in OURS for word in full_words(title, body)}
    session.execute(delete(SearchWord))
    session.add_all([SearchWord(word=word) for word in words])
    session.flush()
    return session


def full_words(*texts):
    from portal.search.terms import words_in

    return [word for text in texts for word in words_in(text)]


def titles(found):
    return ["".join(piece.text for piece in result.title) for result in found.results]


def marked(found):
    return [piece.text for result in found.results for piece in (*result.title, *result.text) if piece.is_hit]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("parents", "Would you tell my parents?"),
        ("Will you tell my parents", "Would you tell my parents?"),
        ("parent", "Would you tell my parents?"),
        ("paren", "Would you tell my parents?"),
        ("PARENTS!!!", "Would you tell my parents?"),
        ("police", "The police"),
        ("recording calls", "Do you record calls?"),
        ("ending my life", "I plan to end my life now"),
        ("court", "Court order"),
        ("suicide", "I plan to end my life now"),
        ("my mum", "Would you tell my parents?"),
        ("cops", "The police"),
        ("dogs", "Cats & <b>dogs</b>"),
    ],
)
def test_the_best_comes_first(filled, typed, first):
    assert titles(search(filled, typed))[0] == first


def test_whatever_has_every_word_comes_before_whatever_has_some(filled):
    found = titles(search(filled, "calls parents"))
    assert found == ["Do you record calls?", "Would you tell my parents?"]


def test_a_title_counts_more_than_the_words_below_it(filled):
    assert titles(search(filled, "parents")) == ["Would you tell my parents?", "Do you record calls?"]


def test_what_no_longer_applies_is_marked_and_comes_after_what_does(filled):
    kinds = [EntryKind.RULE, EntryKind.OLD_RULE]
    assert [result.kind for result in search(filled, "police").results] == kinds
    assert [result.kind for result in search(filled, "police parents").results] == [
        EntryKind.RULE,
        *kinds[:1],
        EntryKind.ANSWER,
        EntryKind.OLD_RULE,
    ]


def test_the_hits_are_cut_out_to_be_marked_in_title_and_text(filled):
    found = search(filled, "telling police")
    assert marked(found)[:3] == ["police", "tell", "police"]
    assert "".join(piece.text for piece in found.results[0].text).startswith("We may tell the police")


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("parnets", "parents", "Would you tell my parents?"),
        ("tell my parants", "tell parents", "Would you tell my parents?"),
        ("polise", "police", "The police"),
        ("cuort ordr", "court order", "Court order"),
    ],
)
def test_a_slip_finds_what_was_meant_and_says_so(filled, typed, meant, first):
    found = search(filled, typed)
    assert (found.meant, titles(found)[0]) == (meant, first)


@pytest.mark.parametrize("typed", ["parents", "telling", "recorded", "polic"])
def test_a_word_that_finds_something_is_not_taken_for_another(filled, typed):
    assert search(filled, typed).meant == ""


@pytest.mark.parametrize("typed", ["xyzzyx", "who are you", "", "zq"])
def test_nothing_found_is_an_empty_answer(filled, typed):
    assert (search(filled, typed).results, search(filled, typed).total) == ([], 0)


@pytest.mark.parametrize("typed", NASTY, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("shape", ["{}", "police {}", "{} police"])
def test_nothing_typed_breaks_the_query(filled, typed, shape):
    search(filled, shape.format(typed))
    assert filled.scalar(select(func.count()).select_from(SearchEntry)) == len(OURS)
    assert titles(search(filled, "police"))[0] == "The police"


def test_pages_have_no_gap_and_an_end(filled):
    for number in range(2 * PAGE):
        filled.add(SearchEntry(kind=EntryKind.RULE, key=f"z{number}", title=f"Zebra {number}", body="b", address="/x"))
    filled.flush()
    seen, start = [], 0
    while start is not None:
        found = search(filled, "zebra", start=start)
        seen += titles(found)
        start = found.next_start
    assert sorted(seen) == sorted(f"Zebra {number}" for number in range(2 * PAGE))
    assert search(filled, "zebra", start=10_000).results == []


def test_nothing_typed_reads_everything(filled):
    many = [{"kind": "rule", "key": f"m{n}", "title": "Zebra", "body": "b", "address": "/x"} for n in range(MOST + 50)]
    filled.execute(
        text(
            "INSERT INTO search_entries (kind, key, title, body, address) VALUES (:kind, :key, :title, :body, :address)"
        ),
        many,
    )
    assert search(filled, "zebra").total == MOST


def test_a_changed_or_deleted_entry_is_found_as_it_is_now(filled):
    entry = filled.scalars(select(SearchEntry).where(SearchEntry.key == "5")).one()
    entry.title = "Warrant"
    filled.flush()
    assert titles(search(filled, "warrant")) == ["Warrant"]
    assert titles(search(filled, "court")) == []
    filled.delete(entry)
    filled.flush()
    assert search(filled, "judge").total == 0


def test_the_installation_can_find_every_clause_situation_and_word(session):
    kept = {(kind, key) for kind, key in session.execute(select(SearchEntry.kind, SearchEntry.key))}
    pack = load_pack(PACK)
    wanted = {(EntryKind.SITUATION, one.id) for one in pack.situations.situations}
    wanted |= {(EntryKind.WORD, one.id) for one in pack.glossary.words}
    for policy in pack.policies:
        for version in policy.versions:
            kind = EntryKind.RULE if version is policy.newest else EntryKind.OLD_RULE
            wanted |= {(kind, f"{policy.slug}:{version.number}:{clause.id}") for clause in version.clauses}
    assert kept == wanted


def test_filling_again_changes_nothing_and_keeps_published_answers(session):
    pack, answer_id = load_pack(PACK), uuid.uuid4()
    put_answer(session, answer_id, "confidentiality", "Is zanzibar private?", "Yes.")
    before = session.scalar(select(func.count()).select_from(SearchEntry))
    for _ in range(2):
        assert refill(session, pack) == before - 1
    assert session.scalar(select(func.count()).select_from(SearchEntry)) == before
    assert search(session, "zanzibar").results[0].address.startswith("/policies/confidentiality/answers?from=")
    remove_answer(session, answer_id)
    found = search(session, "zanzibar")
    assert (found.total, found.meant) == (0, "")
    assert session.get(SearchWord, "zanzibar") is None


def test_every_clause_is_found_by_its_own_title(session):
    every = sorted(set(session.scalars(select(PolicyClause.title))))
    assert len(every) > 70
    assert [title for title in every if title not in titles(search(session, title))] == []


def test_a_rule_that_is_called_what_was_typed_comes_first_however_old_it_is(session):
    assert titles(search(session, "are there any other reasons"))[0] == "Are there any other reasons?"


SELF_HARM = {
    "I hurt myself so badly that I could die", "I hurt myself, but I will not die from it", "You hurt yourself and you could die"
}  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["self harm", "selfharm", "self-harm", "Self Harm", "cutting", "cut myself", "hurt myself", "selfharming"]
)
def test_self_harm_is_found_first_whatever_it_is_called(session, typed):
    found = search(session, typed)
    assert set(titles(found)[:3]) == SELF_HARM
    assert not any("selfharm" in piece.text for result in found.results for piece in (*result.title, *result.text))


@pytest.mark.parametrize(
    ("typed", "somewhere_near_the_top"),
    [
        ("eating disorder", "I want to talk about something else"),
        ("drunk", "I want to talk about something else"),
        ("grooming", "Forced or abusive sex"),
        ("sexting", "Forced or abusive sex"),
        ("nudes", "Forced or abusive sex"),
        ("raped", "Forced or abusive sex"),
        ("feds", "Police"),
        ("social services", "Social worker"),
        ("foster", "Social worker"),
        ("dad hits me", "Someone abuses me, and it goes on"),
        ("my boyfriend hits me", "Someone abuses me, and it goes on"),
        ("weed", "I use drugs"),
        ("pregnant", "You are under 16 and pregnant"),
        ("abortion", "You are under 16 and pregnant"),
        ("kicked out", "You have no home, or may lose it"),
        ("kill myself", "I plan to end my life now"),
        ("overdose", "I took more of a medicine than I was told to"),
        ("stealing", "I steal from shops"),
    ],
)
def test_the_words_young_people_use_find_something(session, typed, somewhere_near_the_top):
    assert somewhere_near_the_top in titles(search(session, typed))[:5]


def test_did_you_mean_offers_no_word_that_nobody_knows(session):
    found = search(session, "adlut xqzzv")
    assert found.meant == "adult"
    assert search(session, "adlut riks").meant == "adult risk"
    assert search(session, "selfharn").meant == "self-harm"


def test_a_rule_says_which_version_it_stands_in(session):
    found = {(result.kind, result.version) for result in search(session, "terrorism").results}
    assert found >= {(EntryKind.RULE, "3"), (EntryKind.OLD_RULE, "2"), (EntryKind.OLD_RULE, "1")}


def test_the_full_text_of_this_database_is_used(session):
    kind = session.get_bind().dialect.name
    sees = {"sqlite": "EXPLAIN QUERY PLAN SELECT rowid FROM search_fts WHERE search_fts MATCH 'a'",
            "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_search_entries_vector'"}[kind]  # fmt: skip
    plan = " ".join(str(value) for row in session.execute(text(sees)) for value in row)
    assert ("VIRTUAL TABLE INDEX" if kind == "sqlite" else "USING gin (vector)") in plan
    assert full_text.is_ours("vector") and full_text.is_ours("search_fts_data") and not full_text.is_ours("title")
