"""The catalogue is whole, says what the English says, and is easy; without it, English is said."""

import re

import pytest
from babel.messages.catalog import Catalog

from portal.core import words
from portal.core.formatting import day_and_date, in_words, long_date, month_and_year, month_names
from portal.core.reading import MAX_SENTENCE, measure
from portal.core.words import ENGLISH, LANGUAGES, N_, WELSH, gettext, ngettext, po_file, speaking
from scripts import catalogue
from tests.unit.cases.test_deadline_working import on

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
DAYS = ("%(count)s day", "%(count)s days")
# words that blame, joke, scare or shout, and "chi" where the person is spoken to: we say "ti"
NEVER = [
    "annilys",
    "gwrthodwyd",
    "anghyfreithlon",
    "gwaharddedig",
    "methodd",
    "wps",
    "peidiwch â phoeni",
    "a fyddech chi cystal",
]


def sentences(code):
    for message in catalogue.kept(code):
        if message.id:
            yield from catalogue._forms(message.string)


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_the_source_is_translated_and_none_is_unsure(code):
    assert list(catalogue.problems(code)) == []
    assert len(list(sentences(code))) > 1000


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_lies_as_the_command_would_write_it(code):
    assert po_file(code).read_text() == catalogue.as_text(catalogue.renewed(code)), "run `make words`"


@pytest.mark.parametrize("code", OTHERS)
def test_every_translation_is_short_calm_and_typed_with_care(code):
    wrong = [
        said for said in sentences(code)
        if measure(re.sub(r"<[^>]*>|%\([a-z_]+\)s", "", said)).longest_sentence > MAX_SENTENCE
        or "!" in said or "'" in said or "  " in said or any(word in said.lower() for word in NEVER)
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_what_a_title_may_not_say_it_says_in_no_language(code):
    """The titles of pages: the sentences that stand in a block of that name."""
    titles = re.compile(r'{% block title %}{{ _\("([^"]+)"\) }}')
    found = {
        title for path in (catalogue.ROOT / "templates").rglob("*.html") for title in titles.findall(path.read_text())
    }
    assert len(found) > 40
    with speaking(code):
        for title in found:
            assert not re.search(
                r"dileu|cam-?dri|cwnsel|hunanladd|niwed|the mix|maggie|rannoch", gettext(title), re.IGNORECASE
            ), title


BROKEN = {
    "other places": ("On %(day)s", "Ar %(dydd)s", "other places to fill"),
    "a place left out": ("On %(day)s", "Ar y dydd", "other places to fill"),
    "other tags": ("<b>One</b>", "<i>Un</i>", "other tags"),
    "a stray per cent sign": ("One", "Un %", "a stray per cent sign"),
    "nothing": ("One", "", "not translated"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_translation_is_found(case, monkeypatch):
    english, welsh, problem = BROKEN[case]
    broken = Catalog(locale="cy")
    broken.add(english, welsh)
    monkeypatch.setattr(catalogue, "kept", lambda _code: broken)
    monkeypatch.setattr(catalogue, "extracted", lambda: broken)
    assert [found.split(":")[0] for found in catalogue.problems("cy")] == [problem]


def test_a_new_sentence_and_one_that_is_gone_are_found(monkeypatch):
    before, now = Catalog(locale="cy"), Catalog()
    before.add("Old", "Hen")
    now.add("New")
    monkeypatch.setattr(catalogue, "kept", lambda _code: before)
    monkeypatch.setattr(catalogue, "extracted", lambda: now)
    assert list(catalogue.problems("cy")) == ["not collected: New", "not said any more: Old"]
    assert [message.id for message in catalogue.renewed("cy") if message.id] == ["New"]


def test_nobody_has_to_say_which_language_and_it_ends_where_it_began():
    assert gettext("Send") == "Send"
    with speaking(WELSH):
        assert gettext("Send") == "Anfon"
        with speaking(ENGLISH):
            assert gettext("Send") == "Send"
    assert gettext("Send") == "Send"
    with pytest.raises(KeyError), speaking("xx"):
        pass


def test_what_nobody_translated_is_said_in_english_and_known_to_be():
    with speaking(WELSH):
        assert gettext("Zanzibar, of all places") == "Zanzibar, of all places"
        assert words.is_said_in_english_only("Zanzibar, of all places")
        assert not words.is_said_in_english_only("Send") and not words.is_said_in_english_only("")
        assert gettext("") == ""
    assert not words.is_said_in_english_only("Zanzibar, of all places")


def test_a_marked_sentence_is_the_sentence():
    with speaking(WELSH):
        assert N_("Send") == "Send"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 diwrnod"), (1, "1 diwrnod"), (2, "2 ddiwrnod"), (3, "3 diwrnod"), (6, "6 diwrnod"), (11, "11 diwrnod")],
)
def test_welsh_counts_in_six_ways(count, said):
    assert ngettext(*DAYS, count) == f"{count} day{'' if count == 1 else 's'}"
    with speaking(WELSH):
        assert ngettext(*DAYS, count) == said


def test_days_and_lists_are_said_in_the_language_that_is_spoken():
    day = on(11, 23)
    assert (long_date(day), day_and_date(day)) == ("23 November 2026", "Monday 23 November 2026")
    assert (month_and_year(day), in_words(["a", "b", "c"])) == ("November 2026", "a, b and c")
    with speaking(WELSH):
        assert (long_date(day), day_and_date(day)) == ("23 Tachwedd 2026", "dydd Llun 23 Tachwedd 2026")
        assert (month_and_year(day), in_words(["a", "b", "c"])) == ("Tachwedd 2026", "a, b, c")
        assert month_names()[0] == "Ionawr" and month_names("en")[0] == "January"
