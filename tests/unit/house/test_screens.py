"""The pictures of the screens and their index agree. That none is missing is tested where the screens are walked."""

import re

from scripts import pictured


def test_the_index_leads_to_every_picture_and_to_no_other():
    linked = re.findall(r"\]\(([^)]+)\)", pictured.INDEX.read_text())
    assert len(linked) == len(set(linked))
    assert set(linked) == {path.name for path in pictured.SCREENS.iterdir()} - {pictured.INDEX.name}


def test_every_screen_has_a_picture_of_each_size():
    names = pictured.pictured()
    files = {file for name in names for file in pictured.files_of(name).values()}
    assert files == {path.name for path in pictured.SCREENS.glob("*.webp")}
    assert len(files) == len(names) * len(pictured.SIZES) > 100


def test_the_index_says_what_was_walked():
    page = pictured.index({"find": ["find, empty", "find, error"], "desk: editor": ["policies"]})
    assert "## Find\n" in page and "## Desk: editor\n" in page
    assert {name for name, _ in pictured.ROW.findall(page)} == {"find, empty", "find, error", "policies"}
    assert pictured.files_of("find, empty") == {"phone": "find-empty-phone.webp", "desk": "find-empty-desk.webp"}


def test_all_of_them_together_are_light():
    assert sum(path.stat().st_size for path in pictured.SCREENS.iterdir()) <= pictured.MOST_BYTES
