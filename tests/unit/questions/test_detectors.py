"""What must not be published, by its shape. The list of shapes is the rule."""

from datetime import date

import pytest

from portal.questions.detectors import SAID, hard, soft

TODAY = date(2026, 11, 23)

HARD = [
    ("email", "Write to sam@demo.example if you can"),
    ("email", "sam.otter+x@mail.demo.example"),
    ("email", "sam at demo dot example"),
    ("email", "sam [at] demo [dot] example"),
    ("email", "ｓａｍ＠demo.example"),
    ("email", "sam\u200b@demo.example"),
    ("handle", "I am @quiet_otter there"),
    ("handle", "(@otter)"),
    ("postcode", "near SW1A 1AA"),
    ("postcode", "near m11ae somewhere"),
    ("postcode", "EH1 1YZ."),
    ("birth", "12/03/2011"),
    ("birth", "12.3.11"),
    ("birth", "2011-03-12"),
    ("birth", "12 March 2011"),
    ("birth", "on the 12th of march 2011"),
    ("birth", "March 12, 2011"),
    ("birth", "I was born in 2024"),
    ("birth", "my birthday is 12 March"),
    ("phone", "07700 900123"),
    ("phone", "+44 7700 900-123"),
    ("phone", "(020) 7946.0000"),
    ("phone", "0 7 7 0 0 9 0 0 1 2 3"),
    ("phone", "٠٧٧٠٠٩٠٠١٢٣"),
    ("digits", "case 48213"),
    ("digits", "123456"),
]


@pytest.mark.parametrize(("kind", "text"), HARD)
def test_a_shape_that_shows_who_somebody_is_blocks(kind, text):
    found = hard(text, today=TODAY)
    assert kind in [one.kind for one in found]
    for one in found:
        assert one.words == SAID[one.kind] and text not in one.words


@pytest.mark.parametrize(
    "text",
    [
        "Do you tell my school if I am hungry?",
        "Call 999, 112, 111 or 101.",
        "You can ring 116 123 at any time.",
        "We keep it for 7 years, or 84 months.",
        "The rules of 5 January 2026 and of 2026-01-05 say so.",
        "Between 2024, 2025 and 2026 the rules changed.",
        "Meet us at 5pm. It is 10 a.m. now.",
        "1,000 people ask that.",
        "Is it 50 % @ all?",
        "",
    ],
)
def test_plain_words_pass(text):
    assert hard(text, today=TODAY) == []


def test_every_kind_is_found_and_each_is_told_once():
    everything = "a@b.example c@d.example @otter SW1A 1AA 12/03/2011 07700 900123, case 48213"
    assert [one.kind for one in hard(everything, today=TODAY)] == list(SAID)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Do you tell Sam or Leeds College?", ["Sam", "Leeds", "College"]),
        ("I said “Anna” to you", ["Anna"]),
        ("I am otter99 on there", ["otter99"]),
        ("We tell. Then you hear.", []),
        ("I do. I'm here, and I know.", []),
        ("On the 12th at 5pm I am 16.", []),
        ("Sam asked this.", []),  # a capital that starts a sentence says nothing
        ("", []),
    ],
)
def test_words_that_could_be_names_are_pointed_out(text, words):
    assert soft(text) == words
