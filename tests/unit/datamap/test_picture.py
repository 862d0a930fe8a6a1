"""The picture of where something goes: all of it is in there, nothing lies on anything else, and no line is too long."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from portal.datamap.journey import Line, Station, Stop, journey, known
from portal.datamap.lettering import LETTER_SPACING, WORD_SPACING, width, wrap
from portal.datamap.picture import ROOM, WIDTH, draw
from portal.datamap.shapes import System
from tests.builders.services import MAPS, a_service, every_service, timed, untimed

FONT = TTFont(Path(__file__).resolve().parents[3] / "templates/documents/fonts/DejaVuSans.ttf")
SYSTEMS = {"notes": System(title="Notes on a computer", about="It keeps notes.", where=None)}
DOWN, UP = 0.3, 0.95  # em that letters reach below and above the line they stand on


def drawn_width(text, size):
    """What the widest of the usual fonts needs, with the spacing that every reader may ask for."""
    letters, widths = FONT.getBestCmap(), FONT["hmtx"]
    advance = sum(widths[letters[ord(letter)]][0] for letter in text) / FONT["head"].unitsPerEm
    return size * (advance + LETTER_SPACING * len(text) + WORD_SPACING * text.count(" "))


def said(picture):
    """Every paragraph of the picture, its lines joined again."""
    return [" ".join(line for _, line in words.lines) for card in picture.cards for words in card.words]


def picture_of(pack, service):
    return draw(journey(service, MAPS[pack].systems))


def boxes_of(picture):
    return [box for card in picture.cards for box in (card.sign, card.box)]


def apart(one, other):
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


@every_service
def test_every_system_and_everybody_who_sees_or_gets_it_is_in_the_picture(pack, service):
    words = said(picture_of(pack, service))
    for name in service.systems:
        assert MAPS[pack].systems[name].title in words
    for who in known(service.sees):
        assert who in words
    for who in known(service.gets):
        assert all(part in words for part in who.split(": ", 1)), who
    for kept in service.kept:
        assert kept.what in words
        assert kept.then_words in words


@every_service
def test_nothing_lies_on_anything_else_and_nothing_leaves_the_picture(pack, service):
    picture = picture_of(pack, service)
    assert [pair for pair in combinations(boxes_of(picture), 2) if not apart(*pair)] == []
    for box in boxes_of(picture):
        assert box.x >= 0 and box.x + box.width <= WIDTH
        assert box.y >= 0 and box.y + box.height <= picture.height


@every_service
def test_every_line_of_words_is_inside_of_its_card_and_below_the_one_before(pack, service):
    for card in picture_of(pack, service).cards:
        lines = [(y, words, text) for words in card.words for y, text in words.lines]
        for y, words, text in lines:
            if not words.bold:
                assert words.x + drawn_width(text, words.size) <= card.box.x + card.box.width, text
            assert words.x + width(text, words.size, bold=words.bold) <= card.box.x + card.box.width, text
            assert y - UP * words.size >= card.box.y
            assert y + DOWN * words.size <= card.box.y + card.box.height
        for (above, upper, _), (below, lower, _) in pairwise(lines):
            assert above + DOWN * upper.size <= below - UP * lower.size + 1


@every_service
def test_an_arrow_leads_from_each_sign_to_the_next_and_touches_none(pack, service):
    picture = picture_of(pack, service)
    assert len(picture.arrows) == len(picture.cards) - 1
    for arrow, (above, below) in zip(picture.arrows, pairwise(picture.cards), strict=True):
        assert above.sign.y + above.sign.height < arrow.top < arrow.bottom < below.sign.y
        assert arrow.bottom - arrow.top >= 10
        assert above.sign.x < arrow.x < above.box.x


def test_the_way_leads_from_you_through_the_service_to_every_end():
    service = a_service(
        timed(84, "anonymised"), timed(12, what="A note"), untimed(),
        systems=["notes"], sees=["our team"], gets=["a school: your name", "a judge"],
    )  # fmt: skip
    way = journey(service, SYSTEMS)
    assert [station.stop for station in way] == [
        Stop.YOU, Stop.SERVICE, Stop.STORED, Stop.SEES, Stop.GETS, Stop.ANONYMISED, Stop.DELETED, Stop.NOT_SAID,
    ]  # fmt: skip
    assert way[4].lines == (Line("a school", "your name"), Line("a judge"))
    assert way[5].lines == (Line("For 7 years. We count from the last time you used it.", "Then it goes."),)
    assert [station.is_silent for station in way] == [False] * 7 + [True]


def test_what_was_not_said_is_a_stop_that_says_so():
    way = journey(a_service(sees=["not published"]), SYSTEMS)
    assert [(station.stop, station.title) for station in way if station.is_silent] == [
        (Stop.STORED, "Our rules do not say where it is stored"),
        (Stop.SEES, "Our rules do not say who sees it"),
        (Stop.GETS, "Our rules name no one else who gets it"),
        (Stop.NOT_SAID, "Nobody has said how long we keep it"),
    ]
    assert not any("not published" in words for words in said(draw(way)))


@pytest.mark.parametrize("letter", [chr(number) for number in range(32, 127)] + list("’“”–£é…"))
def test_no_letter_is_wider_than_we_reckon(letter):
    assert width(letter, 10) >= drawn_width(letter, 10)


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=200))
def test_words_of_any_kind_fit_and_none_is_lost(text):
    lines = wrap(text, ROOM, 15)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 15) <= ROOM for line in lines)


@given(st.lists(st.tuples(st.text("abcdefghij ", min_size=1), st.text("mW ", max_size=60)), max_size=6))
def test_cards_of_any_words_lie_apart(lines):
    picture = draw([Station(Stop.SEES, "They see it", tuple(Line(*line) for line in lines)), Station(Stop.YOU, "You")])
    assert all(apart(*pair) for pair in combinations(boxes_of(picture), 2))
    assert max(box.y + box.height for box in boxes_of(picture)) <= picture.height
