"""Sealed fields: what a person typed comes back to its own place, and to no other."""

import json
import threading
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.vault import KeyDestroyed, KeyStoreUnavailable, SealBroken
from tests.builders.ground import Note, OtherNote, a_vault


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    vault = a_vault(tmp_path_factory.mktemp("vault"))
    yield vault
    vault.close()


@pytest.fixture
def box(vault):
    return vault.box(vault.new_key("test"))


HARD_TEXTS = {
    "empty": "",
    "emoji": "👩‍👩‍👧 🏳️‍🌈",
    "right to left": "\u202eمرحبا، كيف الحال\u200f",  # it is Arabic
    "200 kB": "x" * 200_000,
    "null": "a\0b",
    "half a character": "\ud800",
    "hostile": "<img src=file:///etc/passwd>\r\n@import",
}


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_a_hard_text_comes_back(box, text):
    note = Note()
    box.put(note, "words", text)
    assert box.get(note, "words") == text


@given(text=st.text())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(box, text):
    note = Note()
    box.put(note, "words", text)
    assert box.get(note, "words") == text


@pytest.mark.parametrize("value", [None, [], {"a": [1, "ü", None]}, "text", 1.5, {"half": "\ud83d"}], ids=repr)
def test_json_comes_back(box, value):
    note = Note()
    box.put_json(note, "words", value)
    assert box.get_json(note, "words") == value
    assert json.dumps(value).encode() not in note.words


def test_the_row_does_not_hold_what_was_typed(box):
    note = Note()
    box.put(note, "words", "they hurt me")
    assert isinstance(note.words, bytes)
    assert b"hurt" not in note.words


def test_the_same_text_twice_looks_different(box):
    one, two = Note(), Note()
    box.put(one, "words", "yes")
    box.put(two, "words", "yes")
    assert one.words != two.words


def _to_another_column(note):
    note.more, column = note.words, "more"
    return note, column


def _to_another_row(note):
    other = Note()
    other.words = note.words
    return other, "words"


def _to_another_table(note):
    other = OtherNote(note.id)
    other.words = note.words
    return other, "words"


@pytest.mark.parametrize("move", [_to_another_column, _to_another_row, _to_another_table])
def test_a_moved_value_does_not_open(box, move):
    note = Note()
    box.put(note, "words", "mine")
    row, column = move(note)
    with pytest.raises(SealBroken):
        box.get(row, column)


def test_another_box_does_not_open_it(vault, box):
    note = Note()
    box.put(note, "words", "mine")
    with pytest.raises(SealBroken):
        vault.box(vault.new_key("test")).get(note, "words")


def test_a_value_that_was_taken_out_is_not_read_as_empty(box):
    with pytest.raises(SealBroken):
        box.get(Note(), "words")


def test_a_row_without_an_id_is_refused(box):
    note = Note()
    note.id = None
    with pytest.raises(ValueError, match="needs its id"):
        box.put(note, "words", "mine")


def test_a_column_that_is_not_there_is_refused_and_nothing_is_lost_in_silence(box):
    with pytest.raises(AttributeError, match="no column word"):
        box.put(Note(), "word", "mine")


def test_a_shredded_key_opens_and_seals_nothing_from_then_on(vault, box):
    note = Note()
    box.put(note, "words", "mine")
    vault.shred(box.key_id)
    for use in (
        lambda: box.get(note, "words"),
        lambda: vault.box(box.key_id).get(note, "words"),
        lambda: box.put(note, "more", "again"),
    ):
        with pytest.raises(KeyDestroyed):
            use()


def test_shredding_twice_is_once(vault, box):
    vault.shred(box.key_id)
    vault.shred(box.key_id)


def test_shredding_one_key_leaves_the_others(vault, box):
    other, note = vault.box(vault.new_key("test")), Note()
    other.put(note, "words", "still here")
    vault.shred(box.key_id)
    assert other.get(note, "words") == "still here"


def test_a_key_that_never_was_is_told_from_a_destroyed_one(vault):
    for use in (lambda: vault.box(uuid.uuid4().hex).get(_sealed(vault), "words"), lambda: vault.shred("never")):
        with pytest.raises(KeyStoreUnavailable, match="does not know a key"):
            use()


def _sealed(vault):
    note = Note()
    vault.box(vault.new_key("test")).put(note, "words", "x")
    return note


def test_threads_share_a_vault(vault):
    wrong = []

    def use(n):
        box = vault.box(vault.new_key("test"))
        for turn in range(10):
            note, text = Note(), f"{n} {turn}"
            box.put(note, "words", text)
            if box.get(note, "words") != text:
                wrong.append(text)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_blind_index_is_the_same_for_the_same_and_says_nothing(vault):
    index = vault.blind("email", "demo@example.org")
    assert index == vault.blind("email", "demo@example.org")
    assert len(index) == 64
    assert "demo" not in index


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "demo@example.org"), ("email", "demo2@example.org"), ("email", "")]
)
def test_another_kind_or_value_has_another_blind_index(vault, kind, value):
    assert vault.blind(kind, value) != vault.blind("email", "demo@example.org")


def test_another_installation_has_other_blind_indexes(vault, tmp_path):
    other = a_vault(tmp_path)
    assert other.blind("email", "demo@example.org") != vault.blind("email", "demo@example.org")
    other.close()


def test_many_values_open_with_one_look_at_the_key_and_a_destroyed_key_opens_none(vault):
    key_id = vault.new_key("test")
    note, asked = Note(), []
    vault.box(key_id).put(note, "words", "quiet")
    box = vault.box(key_id)
    unwrap, box._unwrap = box._unwrap, lambda key: asked.append(key) or unwrap(key)
    together = box.at_once()
    assert [together.get(note, "words") for _ in range(5)] == ["quiet"] * 5 and asked == [key_id]
    vault.shred(key_id)
    with pytest.raises(KeyDestroyed):
        vault.box(key_id).at_once()


def test_many_blind_indexes_at_once_are_those_that_are_made_one_by_one(vault):
    pairs = [("a", "x"), ("b", "x"), ("a", "y"), ("a", "x")]
    assert vault.blind_all(pairs) == [vault.blind(*pair) for pair in pairs]
