"""The key store: opened by its own master key, rotated while in use, and honest when it is not there."""

import os
import shutil
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from portal.core.engine import reading
from portal.vault import (
    FilesUnavailable,
    KeyDestroyed,
    Keyring,
    KeyStoreUnavailable,
    SealBroken,
    Vault,
    WrongMasterKey,
)
from tests.builders.ground import A_MASTER, ANOTHER_MASTER, Note, a_vault, spawned, start_and_seal, start_and_shred

OLD, NEW = A_MASTER, ANOTHER_MASTER


@pytest.fixture
def vault(tmp_path):
    vault = a_vault(tmp_path, OLD)
    yield vault
    vault.close()


def sealed(vault, words="mine"):
    note = Note()
    note.box = vault.box(vault.new_key("test"))
    note.box.put(note, "words", words)
    return note


def opened(vault, note):
    return vault.box(note.box.key_id).get(note, "words")


@contextmanager
def raw(folder):
    """The key store's file, by hand."""
    engine = create_engine(f"sqlite:///{folder / 'keys.db'}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_a_vault_opened_again_opens_what_it_sealed(vault, tmp_path):
    note = sealed(vault)
    again = a_vault(tmp_path, OLD)
    again.check(note.box.key_id)
    assert opened(again, note) == "mine"
    again.close()


def test_a_wrong_master_key_is_refused_at_start(vault, tmp_path):
    with pytest.raises(WrongMasterKey, match="does not open this key store"):
        a_vault(tmp_path, NEW)


def test_a_wrong_master_key_leaves_the_store_as_it_was(vault, tmp_path):
    note = sealed(vault)
    with pytest.raises(WrongMasterKey):
        a_vault(tmp_path, NEW)
    vault.check()
    assert opened(vault, note) == "mine"


def test_a_wrong_master_key_is_refused_by_check_too(vault, tmp_path):
    stranger = Vault(
        Keyring.from_text(NEW), create_engine(f"sqlite:///{tmp_path / 'keys.db'}"), f"file://{tmp_path}/files"
    )
    with pytest.raises(WrongMasterKey):
        stranger.check()
    stranger.close()


def test_a_new_master_key_beside_the_old_is_welcome(vault, tmp_path):
    note = sealed(vault)
    both = a_vault(tmp_path, NEW, OLD)
    both.check()
    assert opened(both, note) == "mine"
    both.close()


def test_the_old_master_key_cannot_go_before_the_keys_are_wrapped_anew(vault, tmp_path):
    a_vault(tmp_path, NEW, OLD).close()
    early = a_vault(tmp_path, NEW)
    with pytest.raises(WrongMasterKey, match="vault rotate"):
        early.check()
    early.close()


def test_after_rotation_the_new_master_key_opens_everything_and_the_old_nothing(vault, tmp_path):
    notes = [sealed(vault, f"note {n}") for n in range(5)]
    index = vault.blind("email", "demo@example.org")
    both = a_vault(tmp_path, NEW, OLD)
    assert both.rewrap_all() == 6  # and the key of the blind index
    assert both.rewrap_all() == 0
    both.close()

    new = a_vault(tmp_path, NEW)
    new.check()
    assert [opened(new, note) for note in notes] == [f"note {n}" for n in range(5)]
    assert new.blind("email", "demo@example.org") == index
    new.close()
    with pytest.raises(WrongMasterKey):
        a_vault(tmp_path, OLD)


def test_rotation_goes_through_more_keys_than_one_batch(vault, tmp_path, monkeypatch):
    monkeypatch.setattr("portal.vault.rotation.BATCH", 2)
    for _ in range(5):
        vault.new_key("test")
    both = a_vault(tmp_path, NEW, OLD)
    assert both.rewrap_all() == 6
    both.close()


def test_a_destroyed_key_stays_destroyed_through_a_rotation(vault, tmp_path):
    note = sealed(vault)
    vault.shred(note.box.key_id)
    both = a_vault(tmp_path, NEW, OLD)
    assert both.rewrap_all() == 1
    with pytest.raises(KeyDestroyed):
        opened(both, note)
    both.close()


def test_requests_go_on_while_the_keys_rotate(vault, tmp_path, monkeypatch):
    monkeypatch.setattr("portal.vault.rotation.BATCH", 3)
    notes = [sealed(vault, f"note {n}") for n in range(30)]
    at_work, other = a_vault(tmp_path, OLD, NEW), a_vault(tmp_path, NEW, OLD)
    wrong, stop = [], threading.Event()

    def go_on():
        while not stop.is_set():
            for n, note in enumerate(notes):
                fresh = sealed(at_work, f"fresh {n}")
                if (opened(at_work, note), opened(other, fresh)) != (f"note {n}", f"fresh {n}"):
                    wrong.append(n)

    thread = threading.Thread(target=go_on)
    thread.start()
    changed = other.rewrap_all()
    stop.set()
    thread.join()
    assert wrong == []
    assert changed >= 31
    other.rewrap_all()
    other.check()
    at_work.close()
    other.close()


def test_a_key_shredded_in_one_process_is_gone_in_another_at_once(vault, tmp_path):
    note = sealed(vault)
    assert opened(vault, note) == "mine"
    spawned(start_and_shred, str(tmp_path), note.box.key_id).join(30)
    with pytest.raises(KeyDestroyed):
        note.box.get(note, "words")


def test_a_shredded_key_is_in_no_file_of_the_store(vault, tmp_path):
    key_id = vault.new_key("test")
    with raw(tmp_path) as connection:
        wrapped = connection.execute(text("SELECT wrapped FROM data_keys WHERE id = :id"), {"id": key_id}).scalar_one()
    assert any(wrapped in file.read_bytes() for file in tmp_path.glob("keys.db*"))
    vault.shred(key_id)
    assert not any(wrapped in file.read_bytes() for file in tmp_path.glob("keys.db*"))


def test_the_store_holds_no_key_in_the_clear(vault, tmp_path):
    note = sealed(vault)
    key = vault._store.unwrap(note.box.key_id)
    assert not any(key in file.read_bytes() for file in tmp_path.glob("keys.db*"))


def test_a_changed_wrapped_key_opens_nothing(vault, tmp_path):
    note, other = sealed(vault), sealed(vault)
    with raw(tmp_path) as connection:
        connection.execute(
            text("UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE id = :a) WHERE id = :b"),
            {"a": other.box.key_id, "b": note.box.key_id},
        )
    with pytest.raises(SealBroken):
        opened(vault, note)


def test_a_key_can_be_made_and_used_on_a_page_that_only_shows(vault):
    with reading():
        assert opened(vault, sealed(vault)) == "mine"


def test_a_store_that_was_taken_away_is_missed_and_not_made_anew(vault, tmp_path):
    note = sealed(vault)
    for file in tmp_path.glob("keys.db*"):
        file.unlink()
    for use in (lambda: vault.new_key("test"), lambda: opened(vault, note), vault.check):
        with pytest.raises(KeyStoreUnavailable, match="CANDOUR_KEYS_URL"):
            use()
    assert list(tmp_path.glob("keys.db*")) == []


def test_an_empty_store_in_the_place_of_the_right_one_is_noticed_at_start(vault, tmp_path):
    note = sealed(vault)
    for file in tmp_path.glob("keys.db*"):
        file.unlink()
    fresh = a_vault(tmp_path, OLD)
    with pytest.raises(KeyStoreUnavailable, match="does not know a key"):
        fresh.check(note.box.key_id)
    fresh.close()


def test_a_store_of_another_version_is_refused(vault, tmp_path):
    with raw(tmp_path) as connection:
        connection.execute(text("UPDATE key_store_schema SET version = 99"))
    with pytest.raises(KeyStoreUnavailable, match="another version"):
        vault.check()


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / "keys.db").write_bytes(b"this is not a database at all, but long enough to look at" * 20)
    with pytest.raises(KeyStoreUnavailable):
        a_vault(tmp_path, OLD)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(KeyStoreUnavailable):
        Vault.from_settings(
            master_keys=OLD, keys_url=f"sqlite:///{tmp_path}/nowhere/keys.db", files_url=f"file://{tmp_path}/files"
        )


@contextmanager
def nobody():
    """Act as a user who may write nowhere: to root every folder is open."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed_folder():
    """A folder that everybody may look into and nobody may write to."""
    folder = Path(tempfile.mkdtemp())
    (folder / "files").mkdir()
    vault = a_vault(folder, OLD)
    vault.check()
    vault.close()
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (folder, folder / "files"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_stops_the_key_store_and_says_so(closed_folder):
    with nobody(), pytest.raises(KeyStoreUnavailable, match="CANDOUR_KEYS_URL"):
        a_vault(closed_folder, OLD)


def test_a_read_only_folder_stops_the_file_store_and_says_so(closed_folder, tmp_path):
    vault = Vault(
        Keyring.from_text(OLD), create_engine(f"sqlite:///{tmp_path}/keys.db"), f"file://{closed_folder}/files"
    )
    vault.prepare()
    with nobody(), pytest.raises(FilesUnavailable, match="CANDOUR_FILES_URL"):
        vault.files.check()
    vault.close()


def test_processes_that_start_together_make_one_store(tmp_path):
    starting = [spawned(start_and_seal, str(tmp_path)) for _ in range(3)]
    for process in starting:
        process.join(60)
    assert [process.exitcode for process in starting] == [0, 0, 0]
    with raw(tmp_path) as connection:
        assert connection.execute(text("SELECT count(*) FROM canaries")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM data_keys")).scalar_one() == 4
