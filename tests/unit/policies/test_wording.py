"""Two texts, word by word: told as `kept [changed] kept`, line by line."""

import pytest

from portal.policies.wording import compare_lines


def told(lines):
    return [" ".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in line) for line in lines]


@pytest.mark.parametrize(
    ("old", "new", "was", "became"),
    [
        ([], [], [], []),
        (["We keep it."], ["We keep it."], ["We keep it."], ["We keep it."]),
        ([], ["We keep it."], [], ["[We keep it.]"]),
        (["We keep it."], [], ["[We keep it.]"], []),
        (
            ["We think that you could die soon."], ["We think that they could die soon."],
            ["We think that [you] could die soon."], ["We think that [they] could die soon."],
        ),
        (
            ["We think you could die."], ["We think you or others could die."],
            ["We think you could die."], ["We think you [or others] could die."],
        ),
        # two words between two changes are put with them
        (
            ["We may tell the police on 101 today at once."], ["We may tell a nurse on 999 today at once."],
            ["We may tell [the police on 101] today at once."], ["We may tell [a nurse on 999] today at once."],
        ),
        # a whole line stays, however short
        (["One.", "Two.", "Three."], ["Four.", "Two.", "Five."], ["[One.]", "Two.", "[Three.]"], ["[Four.]", "Two.", "[Five.]"]),
        (["Two."], ["One.", "Two."], ["Two."], ["[One.]", "Two."]),
        (["A line with words that stay."], ["Other things."], ["[A line with words that stay.]"], ["[Other things.]"]),
        # white space is no change
        (["We  keep\tit."], ["We keep it."], ["We keep it."], ["We keep it."]),
    ],
)  # fmt: skip
def test_what_changed_is_marked_and_nothing_else(old, new, was, became):
    before, after = compare_lines(old, new)
    assert (told(before), told(after)) == (was, became)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["We keep it, always.", "You may ask."], ["You may ask us.", "We keep it for 7 years."]),
        (["a b c d e f g"], ["g f e d c b a"]),
        (["same", "same", "same"], ["same"]),
    ],
)
def test_no_word_is_lost_and_what_is_unmarked_is_the_same_in_both(old, new):
    before, after = compare_lines(old, new)
    assert [" ".join(piece.text for piece in line) for line in before] == old
    assert [" ".join(piece.text for piece in line) for line in after] == new
    kept = [" ".join(p.text for line in side for p in line if not p.is_changed) for side in (before, after)]
    assert kept[0] == kept[1]
