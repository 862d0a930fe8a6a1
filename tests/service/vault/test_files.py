"""Sealed files on a real disk."""

import hashlib
import re

import pytest

from portal.vault import FilesUnavailable, KeyDestroyed, SealBroken
from portal.vault.files import Files
from tests.builders.ground import a_vault

PLACE = "answers.pdf:1"


@pytest.fixture
def vault(tmp_path):
    vault = a_vault(tmp_path)
    yield vault
    vault.close()


@pytest.fixture
def box(vault):
    return vault.box(vault.new_key("test"))


@pytest.fixture
def folder(vault, tmp_path):
    return tmp_path / "files"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 hello", bytes(range(256)) * 4000], ids=["empty", "small", "1 MB"])
def test_a_file_comes_back_with_its_hash_and_size(vault, box, data):
    stored = vault.files.put(box, PLACE, data)
    assert vault.files.get(box, stored.name, PLACE) == data
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_folder_shows_neither_content_nor_names(vault, box, folder):
    stored = vault.files.put(box, PLACE, b"they hurt me " * 50)
    assert [file.name for file in folder.iterdir()] == [stored.name]
    assert re.fullmatch("[0-9a-f]{32}", stored.name)
    assert b"hurt" not in (folder / stored.name).read_bytes()


def test_the_same_bytes_are_two_files(vault, box):
    assert vault.files.put(box, PLACE, b"same").name != vault.files.put(box, PLACE, b"same").name


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_a_changed_file_does_not_open(vault, box, folder, position):
    stored = vault.files.put(box, PLACE, b"the exact bytes")
    sealed = bytearray((folder / stored.name).read_bytes())
    sealed[position] ^= 1
    (folder / stored.name).write_bytes(sealed)
    with pytest.raises(SealBroken):
        vault.files.get(box, stored.name, PLACE)


def test_a_file_does_not_open_under_another_name_or_place(vault, box, folder):
    one, two = (vault.files.put(box, PLACE, data) for data in (b"one", b"two"))
    (folder / one.name).replace(folder / two.name)
    with pytest.raises(SealBroken):
        vault.files.get(box, two.name, PLACE)
    with pytest.raises(SealBroken):
        vault.files.get(box, vault.files.put(box, PLACE, b"x").name, "answers.pdf:2")


def test_a_shredded_key_takes_its_files_with_it(vault, box):
    stored = vault.files.put(box, PLACE, b"gone")
    vault.shred(box.key_id)
    with pytest.raises(KeyDestroyed):
        vault.files.get(box, stored.name, PLACE)


def test_a_deleted_file_is_gone_and_deleting_again_is_fine(vault, box, folder):
    stored = vault.files.put(box, PLACE, b"gone")
    vault.files.delete(stored.name)
    vault.files.delete(stored.name)
    assert list(folder.iterdir()) == []
    with pytest.raises(FilesUnavailable, match="lost a file"):
        vault.files.get(box, stored.name, PLACE)


@pytest.mark.parametrize("name", ["../keys.db", "", "x" * 32, "/etc/passwd", "a" * 31], ids=repr)
def test_a_name_that_is_none_of_ours_is_not_looked_up(vault, box, name):
    with pytest.raises(FilesUnavailable):
        vault.files.get(box, name, PLACE)


def test_a_folder_that_became_a_file_is_reported_without_its_name(vault, box, folder):
    folder.rmdir()
    folder.write_text("in the way")
    with pytest.raises(FilesUnavailable, match="The file store cannot be reached") as caught:
        vault.files.put(box, PLACE, b"data")
    assert str(folder) not in str(caught.value)


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path):
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(FilesUnavailable):
        a_vault(tmp_path)


def test_the_check_leaves_nothing_behind(vault, folder):
    vault.files.check()
    assert list(folder.iterdir()) == []


def test_a_folder_with_blanks_in_its_name_works(tmp_path):
    folder = tmp_path / "my files"
    folder.mkdir()
    vault = a_vault(folder)
    box = vault.box(vault.new_key("test"))
    assert vault.files.get(box, vault.files.put(box, PLACE, b"x").name, PLACE) == b"x"
    vault.close()


def test_bytes_are_on_the_disk_before_put_returns(vault, box, folder, monkeypatch):
    synced = []
    monkeypatch.setattr("portal.vault.files.os.fsync", synced.append)
    vault.files.put(box, PLACE, b"x")
    assert len(synced) == 2  # the file, and the folder that names it


def test_a_store_that_is_no_folder_works_the_same(box):
    files = Files("memory:///")
    files.check()
    stored = files.put(box, PLACE, b"x")
    assert files.get(box, stored.name, PLACE) == b"x"
    files.delete(stored.name)
    with pytest.raises(FilesUnavailable):
        files.get(box, stored.name, PLACE)
