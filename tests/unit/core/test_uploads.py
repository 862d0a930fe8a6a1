"""What a file is, by its own bytes; and what is left of a picture."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.core.errors import RuleBroken
from portal.core.uploads import LARGEST, examine
from tests.builders.entries import PDF, a_picture

TEXT = "Hello, they rang at 3:10.\r\nWe said: come fast. Dál.".encode()


@pytest.mark.parametrize(
    ("data", "kind"), [(PDF, "pdf"), (a_picture("PNG"), "png"), (a_picture("JPEG"), "jpeg"), (TEXT, "text")]
)
def test_four_kinds_are_known_by_their_bytes(data, kind):
    assert examine(data).kind == kind


HOSTILE = {
    "nothing": b"",
    "a program": b"MZ\x90\x00\x03",
    "an archive": b"PK\x03\x04rest",
    "a gif": b"GIF89a\x01\x00\x01\x00",
    "half a pdf": b"%PDF-1.7\nno end",
    "half a picture": a_picture("PNG")[:40],
    "a picture in name only": b"\x89PNG\r\n\x1a\nrubbish",
    "a jpeg in name only": b"\xff\xd8\xff\xe0rubbish",
    "not utf-8": b"\xff\xfe\x00h\x00i",
    "a bell": b"ring \x07",
    "too much": b"a" * (LARGEST + 1),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_everything_else_is_refused_in_words(data):
    with pytest.raises(RuleBroken) as refused:
        examine(data)
    assert refused.value.field == "file" and refused.value.message


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_keeps_no_place_and_no_camera(kind):
    given_picture = a_picture(kind)
    assert b"Demo Camera" in given_picture
    kept = examine(given_picture).data
    assert b"Demo Camera" not in kept and b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (12, 8) and not picture.getexif()


def test_what_hides_behind_a_picture_is_gone():
    assert b"<script>" not in examine(a_picture("PNG") + b"<script>alert(1)</script>").data


def test_a_picture_that_unfolds_to_too_much_is_refused():
    kept = io.BytesIO()
    Image.new("1", (9000, 9000)).save(kept, "PNG")
    assert len(kept.getvalue()) < LARGEST
    with pytest.raises(RuleBroken, match=r"large|read"):
        examine(kept.getvalue())


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    with suppress(RuleBroken):
        assert examine(data).kind in {"text", "pdf", "png", "jpeg"}
