"""Words in the text of a policy lead to what they mean, once, and nothing else in the text changes."""

import re

import pytest

from portal.policies.glossary import Glossary, Word
from portal.policies.linking import WordLinks, from_elsewhere, with_words
from portal.policies.markdown import to_html
from tests.builders.packs import the_mix

LINK = re.compile(r'<a class="word" href="/words#([a-z0-9-]+)">(.*?)</a>', re.DOTALL)


def a_word(name, word, *also):
    return Word.model_validate({"id": name, "word": word, "means": "It.", "also": also, "source": ["a line 1"]})


WORDS = (
    a_word("im-safe", '"I\'m safe"', "I am safe"),
    a_word("safe", "Safe"),
    a_word("court-order", "Court order", "court", "judge"),
    a_word("back-up", "Back-up"),
    a_word("amp", "amp"),
    a_word("r-and-d", "R&D"),
    a_word("101", "101"),
    a_word("judge-too", "judge"),
)
GLOSSARY = the_mix().glossary.model_copy(update={"words": WORDS})


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("<p>A judge and a court.</p>", [("court-order", "judge")]),  # one word, one link, whatever its spelling
        ("<p>A JUDGE.</p>", [("court-order", "JUDGE")]),
        ("<p>A court\norder.</p>", [("court-order", "court\norder")]),  # the longest spelling, over a line's end
        ("<p>She said &quot;I'm safe&quot;.</p>", [("im-safe", "I'm safe")]),
        ("<p>I\N{RIGHT SINGLE QUOTATION MARK}m safe. Safe?</p>", [("im-safe", None), ("safe", "Safe")]),
        ("<p>Courts, courtly, uncourt, court-room, pre-court</p>", []),
        ("<p>The judge's word</p>", [("court-order", "judge")]),
        ("<p>Keep back-ups. Keep a back-up.</p>", [("back-up", "back-up")]),
        ("<p>Fish &amp; chips</p>", []),
        ("<p>Our R&amp;D and an amp</p>", [("r-and-d", "R&amp;D"), ("amp", "amp")]),
        ("<p>Call 101, not 1010 or &#101;.</p>", [("101", "101")]),
        ('<p><a href="/x">a <b>judge</b></a></p>', []),
        ('<p><a href="/x">a judge</a> and a judge</p>', [("court-order", "judge")]),
        ('<p title="a judge" class="court"><img alt="judge">x</p>', []),
        ("<h2>A judge</h2><h6>court</h6>", []),
        ("<summary>A judge</summary><p>A <em>judge</em></p>", [("court-order", "judge")]),
        ("<code>judge</code>", []),
        ("a judge", [("court-order", "judge")]),
        ("", []),
    ],
)
def test_the_first_whole_word_is_linked_and_nothing_else_changes(text, links):
    linked = with_words(text, GLOSSARY)
    found = LINK.findall(linked)
    assert [name for name, _ in found] == [name for name, _ in links]
    assert all(said is None or said == got for (_, said), (_, got) in zip(links, found, strict=True))
    assert LINK.sub(r"\2", linked) == text


def test_a_word_is_linked_once_on_a_page_that_is_made_of_pieces():
    page = WordLinks(GLOSSARY)
    assert LINK.findall(page.link("<p>A judge.</p>")) == [("court-order", "judge")]
    assert page.link("<p>A judge, a court.</p>") == "<p>A judge, a court.</p>"
    assert LINK.findall(WordLinks(GLOSSARY).link("<p>A judge.</p>")) == [("court-order", "judge")]


def test_a_link_that_stood_inside_a_heading_does_not_leave_the_rest_unlinked():
    assert LINK.findall(with_words("<h2>A <a href='#x'>court</a></h2><p>court</p>", GLOSSARY)) == [
        ("court-order", "court")
    ]


def test_a_link_within_the_rules_leads_there_from_another_page():
    html = to_html("See [who](#who-we-tell), [that](https://a.example/#b) and `#x`.")
    moved = from_elsewhere(html, "/policies/quiet/1")
    assert re.findall('href="(.*?)"', moved) == ["/policies/quiet/1#who-we-tell", "https://a.example/#b"]
    assert moved.replace("/policies/quiet/1", "") == html


@pytest.mark.parametrize("clause", the_mix().judged_by.newest.clauses, ids=lambda clause: clause.id)
def test_every_clause_keeps_its_words(clause):
    glossary: Glossary = the_mix().glossary
    for words in (clause.words, *clause.readings.values()):
        html = to_html(words)
        linked = with_words(html, glossary)
        names = [name for name, _ in LINK.findall(linked)]
        assert LINK.sub(r"\2", linked) == html
        assert len(names) == len(set(names))
        assert set(names) <= {word.id for word in glossary.words}
