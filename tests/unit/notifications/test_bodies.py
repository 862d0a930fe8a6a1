"""The words: from a fixed list, easy, and about nobody."""

import re
from pathlib import Path

import pytest

from portal.core.reading import faults, measure
from portal.notifications.bodies import mail_of, text_of, worker_mail_of
from portal.notifications.kinds import NotificationKind, WorkerMailKind
from portal.notifications.ports import bare
from portal.policies.pack import load_pack

ROOT = Path(__file__).resolve().parents[3]
SITE = "https://messages.example.org"
NAMES = [load_pack(folder).organisation.name for folder in (ROOT / "content").iterdir() if folder.is_dir()]
CASE_WORDS = re.compile(r"request|case|answer|shar|delet|right|charity|data|support|counsel|help|young", re.IGNORECASE)
EACH = pytest.mark.parametrize("kind", NotificationKind)


@EACH
def test_a_text_is_one_short_sentence_or_two_and_no_link(kind):
    text = text_of(kind)
    assert text == "You have a new message. Sign in when it is safe to read it."
    assert len(text) <= 160 and text.isascii() and "\n" not in text
    assert not re.search(r"https?:|www\.|//|\w\.\w", text)


@EACH
def test_an_email_says_the_same_and_where_the_site_is(kind):
    subject, body = mail_of(kind, SITE)
    assert subject == "You have a new message"
    assert body == f"{text_of(kind)}\n\n{SITE}\n"


@EACH
def test_nothing_says_who_writes_or_what_about(kind):
    said = " ".join([text_of(kind), *mail_of(kind, SITE)])
    assert not CASE_WORDS.search(said)
    assert not [name for name in NAMES if name.casefold() in said.casefold()]
    assert faults(measure(text_of(kind))) == []


def test_every_kind_has_its_two_texts_and_there_are_no_others():
    kinds = {kind.value for kind in NotificationKind}
    for way in ("mail", "text"):
        assert {path.stem for path in (ROOT / "templates" / way).iterdir()} == kinds


@pytest.mark.parametrize("url", [f"{SITE}", f"{SITE}/", f"{SITE}/q/1?token=x#y"])
def test_the_address_in_an_email_is_bare(url):
    assert bare(url) == SITE


@pytest.mark.parametrize("kind", WorkerMailKind)
def test_what_a_worker_is_told_is_one_short_mail_about_nobody(kind):
    link = f"{SITE}/staff/"
    subject, body = worker_mail_of(kind, link)
    assert body.count(f"\n\n{link}\n") == 1 and len(subject) < 60
    said = f"{subject} {body.replace(link, '').replace('in person', '')}"
    assert not CASE_WORDS.search(said) and not re.search(r"danger|safe|life|suicid|person", said, re.IGNORECASE)
    assert not [name for name in NAMES if name.casefold() in said.casefold()]


def test_every_kind_for_workers_has_its_text_and_there_are_no_others():
    assert {path.stem for path in (ROOT / "templates/mail_workers").iterdir()} == {
        kind.value for kind in WorkerMailKind
    }
