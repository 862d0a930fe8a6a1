"""The settings: nothing is guessed, everything that is wrong is said at once, and no value is repeated."""

import os

import pytest

from portal.config import BadSettings, Settings, read_settings
from tests.builders.installed import MASTER

SECRET = "hunter2-do-not-print-me"
NEEDED = {
    "PACK": "content/the-mix",
    "DATABASE_URL": "sqlite:////srv/candour/candour.db",
    "KEYS_URL": "sqlite:////srv/keys/keys.db",
    "MASTER_KEY": MASTER,
    "SECRET_KEY": "0" * 32,
    "FILES_URL": "file:///srv/candour/files",
    "QUEUE_URL": "sqlite:////srv/candour/queue.db",
    "PUBLIC_URL": "https://candour.test",
}


@pytest.fixture
def read(monkeypatch):
    """Read the settings from an environment that holds these names and no others of ours."""

    def read(**changes: str | None) -> Settings:
        for name in [name for name in os.environ if name.startswith("CANDOUR_")]:
            monkeypatch.delenv(name)
        for name, value in {**NEEDED, **changes}.items():
            if value is not None:
                monkeypatch.setenv(f"CANDOUR_{name}", value)
        return read_settings()

    return read


@pytest.fixture
def refused(read):
    """What is said of such an environment."""

    def refused(**changes: str | None) -> str:
        with pytest.raises(BadSettings) as error:
            read(**changes)
        return error.value.message

    return refused


def test_what_is_needed_is_enough(read):
    settings = read()
    assert settings.master_keys() == MASTER
    assert (settings.exit_url, settings.trusted_proxies) == ("", 0)


@pytest.mark.parametrize("name", sorted(NEEDED.keys() - {"MASTER_KEY"}))
def test_each_missing_name_is_named_and_no_other(refused, name):
    said = refused(**{name: None})
    assert f"CANDOUR_{name}: is missing" in said
    assert said.count("CANDOUR_") == 1


def test_an_empty_environment_is_told_every_name_at_once(refused):
    said = refused(**dict.fromkeys(NEEDED))
    assert [name for name in NEEDED if f"CANDOUR_{name}" not in said] == []


@pytest.mark.parametrize("name", sorted(name for name in NEEDED if name.endswith("_URL")))
def test_an_empty_value_is_no_value(refused, name):
    assert f"CANDOUR_{name}: " in refused(**{name: ""})


WRONG = [
    ("DATABASE_URL", "mysql://x/y", "has to start with one of: sqlite:, postgresql:"),
    ("DATABASE_URL", "/srv/candour.db", "has to start with one of"),
    ("DATABASE_URL", "sqlite://", "has to name a file that lasts"),
    ("DATABASE_URL", "sqlite:///:memory:", "has to name a file that lasts"),
    ("DATABASE_URL", "sqlite://srv/candour.db", "has to name a file that lasts"),
    ("DATABASE_URL", f"postgresql://candour:{SECRET}@host:port/candour", "cannot be read as an address"),
    ("DATABASE_URL", f"postgresql:candour:{SECRET}@host", "cannot be read as an address"),
    ("KEYS_URL", "file:///srv/keys.db", "has to start with one of: sqlite:, postgresql:"),
    ("KEYS_URL", NEEDED["DATABASE_URL"], "has to be another database than CANDOUR_DATABASE_URL"),
    ("FILES_URL", "/srv/files", "has to start with one of: file:, s3:"),
    ("FILES_URL", "file://", "has to name a folder"),
    ("FILES_URL", "file:///", "has to name a folder"),
    ("FILES_URL", "file://files", "has to name a folder"),
    ("FILES_URL", "s3:///prefix", "has to name a host"),
    ("QUEUE_URL", "amqp://x", "has to start with one of: sqlite:, redis:, rediss:, postgresql:"),
    ("QUEUE_URL", f"redis://:{SECRET}@host:port/0", "cannot be read as an address"),
    ("PUBLIC_URL", "candour.test", "has to start with one of: http:, https:"),
    ("PUBLIC_URL", "https://", "has to name a host"),
    ("EXIT_URL", "http://weather.test", "has to start with one of: https:"),
    ("EXIT_URL", "javascript:alert(1)", "has to start with one of: https:"),
    ("SMTP_URL", f"http://name:{SECRET}@post.test/", "has to start with one of: smtp:, smtps:"),
    ("SMTP_URL", "smtps://", "has to name a host"),
    ("SMTP_URL", f"smtp://name:{SECRET}@post.test:587/", "has to end in ?starttls=1 or start with smtps"),
    ("SMTP_URL", "smtp://post.test/?starttls=0", "has to end in ?starttls=1 or start with smtps"),
    ("TEXT_URL", "http://texts.test/", "has to start with https"),
    ("TEXT_URL", "ftp://texts.test/", "has to start with one of: http:, https:"),
    ("SECRET_KEY", SECRET, "has to be at least 32 characters"),
    ("SECRET_KEY", "", "has to be at least 32 characters"),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_wrong_value_is_refused_by_its_name_and_not_repeated(refused, name, value, said):
    told = refused(**{name: value})
    assert f"CANDOUR_{name}: {said}" in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SMTP_URL": "smtps://post.test/"}, "CANDOUR_MAIL_FROM has to be an e-mail address"),
        ({"SMTP_URL": "smtps://post.test/", "MAIL_FROM": "Messages"}, "CANDOUR_MAIL_FROM has to be an e-mail address"),
        ({"TEXT_URL": "https://texts.test/"}, "CANDOUR_TEXT_TOKEN has to be set"),
    ],
)
def test_a_way_out_needs_both_of_its_settings(refused, changes, said):
    assert said in refused(**changes)


@pytest.mark.parametrize("url", ["smtps://n:p@post.test/", "smtp://n:p@post.test:587/?starttls=1", "smtp://127.0.0.1/"])
def test_mail_travels_locked_or_not_at_all(read, url):
    settings = read(SMTP_URL=url, MAIL_FROM="messages@post.example.org")
    assert settings.smtp_url.get_secret_value() == url
    assert url not in repr(settings)


def test_an_empty_way_out_is_none(read):
    settings = read(SMTP_URL="", TEXT_URL="")
    assert (settings.smtp_url, settings.text_url) == (None, "")


def test_two_spellings_of_one_database_are_one_database(refused):
    pytest.importorskip("psycopg")
    url = "postgresql://candour@db/candour"
    told = refused(DATABASE_URL=url, KEYS_URL=url.replace("postgresql:", "postgresql+psycopg:"))
    assert "CANDOUR_KEYS_URL: has to be another database" in told


def test_everything_that_is_wrong_is_said_at_once(refused):
    told = refused(PACK=None, KEYS_URL="mysql://x", SECRET_KEY="short", MASTER_KEY=None)
    for line in ("CANDOUR_PACK: is missing", "CANDOUR_KEYS_URL: has to start", "CANDOUR_SECRET_KEY: has to be at least",
                 "set exactly one of CANDOUR_MASTER_KEY and CANDOUR_MASTER_KEY_FILE"):  # fmt: skip
        assert line in told


GOOD = [
    ("DATABASE_URL", "postgresql://candour:p%40ss@db.internal:5433/candour?sslmode=require"),
    ("DATABASE_URL", "postgresql+psycopg:///candour?host=/run/postgresql"),
    ("DATABASE_URL", "sqlite:///instance/candour.db"),
    ("QUEUE_URL", "redis://127.0.0.1:6379/0"),
    ("PUBLIC_URL", "http://127.0.0.1:8000"),
    ("FILES_URL", "s3://bucket/prefix"),
    ("FILES_URL", "file:///srv/a%20folder"),
    ("EXIT_URL", "https://weather.test/today"),
    ("EXIT_URL", ""),
]


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_a_right_value_stands_as_it_was_given(read, name, value):
    package = {"postgresql": "psycopg", "redis": "redis"}.get(value.partition(":")[0].partition("+")[0])
    if package:
        pytest.importorskip(package)
    assert getattr(read(**{name: value}), name.lower()) == value


def test_postgresql_is_reached_with_the_driver_that_is_installed(read):
    pytest.importorskip("psycopg")
    settings = read(DATABASE_URL="postgresql://a@b/c", KEYS_URL="postgresql+psycopg://a@b/d")
    assert settings.sqlalchemy_url == "postgresql+psycopg://a@b/c"
    assert settings.sqlalchemy_keys_url == "postgresql+psycopg://a@b/d"


def test_a_database_whose_driver_is_not_installed_is_refused_by_name(refused, monkeypatch):
    monkeypatch.setattr("portal.core.addresses.NEEDS_A_PACKAGE", {"postgresql": "no_such_driver"})
    told = refused(DATABASE_URL="postgresql://a@b/c")
    assert "CANDOUR_DATABASE_URL: needs no_such_driver, which is not installed (requirements-scale.txt)" in told


def test_both_ways_to_give_the_master_key_are_one_too_many(refused, tmp_path):
    told = refused(MASTER_KEY_FILE=str(tmp_path / "master.key"))
    assert "set exactly one of CANDOUR_MASTER_KEY and CANDOUR_MASTER_KEY_FILE" in told
    assert MASTER not in told


def test_no_master_key_at_all_is_one_too_few(refused):
    assert "set exactly one of CANDOUR_MASTER_KEY and CANDOUR_MASTER_KEY_FILE" in refused(MASTER_KEY=None)


def test_the_master_key_may_lie_in_a_file(read, tmp_path):
    (tmp_path / "master.key").write_text(f"{MASTER}\n")
    settings = read(MASTER_KEY=None, MASTER_KEY_FILE=str(tmp_path / "master.key"))
    assert settings.master_keys().strip() == MASTER


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere", "No such file"), (".", "Is a directory"), ("bytes", "holds no text")]
)
def test_a_key_file_that_cannot_be_read_is_refused(read, tmp_path, name, said):
    (tmp_path / "bytes").write_bytes(bytes(range(128, 160)))
    settings = read(MASTER_KEY=None, MASTER_KEY_FILE=str(tmp_path / name))
    with pytest.raises(BadSettings, match=said) as error:
        settings.master_keys()
    assert str(tmp_path) not in error.value.message


def test_no_secret_is_shown_when_settings_are_printed(read):
    shown = f"{read(SECRET_KEY=SECRET * 2)!r}"
    assert SECRET not in shown
    assert MASTER not in shown
