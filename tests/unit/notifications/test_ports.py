"""The ways out against real servers: what they are given, and what is made of what they say."""

import re
import ssl
from datetime import UTC, datetime

import pytest

from portal.notifications.errors import NotSent, PerhapsSent, Refused
from portal.notifications.kinds import Way
from portal.notifications.ports import Ports
from portal.notifications.smtp import SmtpMail
from portal.notifications.text_over_http import HttpText
from scripts.sinks import open_sinks

TO, NUMBER = "wren@demo.org", "+447700900147"
SUBJECT, BODY = "You have a new message", "You have a new message. Sign in when it is safe to read it.\n"
NOBODY = 9  # the port of "discard": nobody listens there


@pytest.fixture(scope="module")
def servers():
    with open_sinks() as sinks:
        yield sinks


@pytest.fixture
def sinks(servers):
    servers.mails.clear()
    servers.texts.clear()
    servers.replies, servers.status = {}, 201
    return servers


@pytest.fixture
def mail(sinks):
    return SmtpMail(sinks.smtp_url, "messages@post.example.org")


@pytest.fixture
def text(sinks):
    return HttpText(sinks.text_url, "a token")


def test_an_email_carries_the_neutral_words_and_nothing_that_tells(sinks, mail):
    mail.send(TO, SUBJECT, BODY)
    (came,) = sinks.mails
    assert (came.sender, came.to) == ("messages@post.example.org", TO)
    assert came.letter["Subject"] == SUBJECT
    assert came.letter.get_content().strip() == BODY.strip()
    assert {name.lower() for name in came.letter} == {
        "from", "to", "subject", "date", "message-id", "auto-submitted", "content-type",
        "content-transfer-encoding", "mime-version",
    }  # fmt: skip
    assert came.letter["From"] == "Messages <messages@post.example.org>"
    assert re.fullmatch(r"<[0-9a-f]{32}@post\.example\.org>", came.letter["Message-ID"])


def test_this_machine_is_not_named(sinks, mail, monkeypatch):
    monkeypatch.setattr("socket.getfqdn", lambda *_: "secret-host.internal")
    monkeypatch.setattr("socket.gethostname", lambda: "secret-host")
    mail.send(TO, SUBJECT, BODY)
    assert sinks.mails[0].hello == "post.example.org"
    assert b"secret-host" not in sinks.mails[0].raw


def test_the_time_of_an_email_tells_no_place(mail):
    letter = mail.letter(TO, SUBJECT, BODY, at=datetime(2026, 7, 1, 9, 30, tzinfo=UTC))
    assert letter["Date"] == "Wed, 01 Jul 2026 09:30:00 +0000"


def test_two_emails_have_nothing_in_common_but_their_words(sinks, mail):
    mail.send(TO, SUBJECT, BODY)
    mail.send(TO, SUBJECT, BODY)
    first, second = (came.letter["Message-ID"] for came in sinks.mails)
    assert first != second


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ({"MAIL": "451 later"}, NotSent),
        ({"MAIL": "550 no"}, Refused),
        ({"RCPT": "450 wren@demo.org is busy"}, NotSent),
        ({"RCPT": "550 no wren@demo.org here"}, Refused),
        ({"DATA": "451 later"}, NotSent),
        ({"DATA": "554 no"}, Refused),
        ({".": "451 later"}, NotSent),
        ({".": "554 spam"}, Refused),
        ({"EHLO": None}, NotSent),
        ({"RCPT": None}, NotSent),
        ({".": None}, PerhapsSent),
    ],
)
def test_what_a_mail_server_says_is_told_apart_and_not_repeated(sinks, mail, replies, error):
    sinks.replies = replies
    with pytest.raises(error) as raised:
        mail.send(TO, SUBJECT, BODY)
    assert "wren" not in str(raised.value) and raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_parting_that_goes_wrong_changes_nothing(sinks, mail):
    sinks.replies = {"QUIT": None}
    mail.send(TO, SUBJECT, BODY)
    assert len(sinks.mails) == 1


@pytest.mark.parametrize("to", ["", "nobody", "a@demo.org\r\nBcc: b@demo.org", "a@demo.org, b@demo.org"])
def test_no_server_is_asked_about_an_address_that_is_none(sinks, mail, to):
    with pytest.raises(Refused):
        mail.send(to, SUBJECT, BODY)
    assert sinks.mails == []


@pytest.mark.parametrize(
    "url", [f"smtp://127.0.0.1:{NOBODY}/", f"smtps://127.0.0.1:{NOBODY}/", "smtp://nowhere.invalid/"]
)
def test_a_mail_server_that_is_not_there_may_be_tried_again(url):
    with pytest.raises(NotSent):
        SmtpMail(url, "messages@post.example.org").send(TO, SUBJECT, BODY)


def test_a_server_without_the_promised_lock_gets_no_password_and_no_address(sinks):
    url = sinks.smtp_url.replace("smtp://", "smtp://name:password@") + "?starttls=1"
    with pytest.raises(NotSent):
        SmtpMail(url, "messages@post.example.org").send(TO, SUBJECT, BODY)
    assert sinks.mails == []


def test_a_password_is_given_when_there_is_one(sinks):
    sinks.replies = {"EHLO": "250-sink\r\n250 AUTH PLAIN", "AUTH": "235 welcome"}
    url = sinks.smtp_url.replace("smtp://", "smtp://na%40me:pass%2Fword@")
    SmtpMail(url, "messages@post.example.org").send(TO, SUBJECT, BODY)
    sinks.replies["AUTH"] = "535 who are you"
    with pytest.raises(NotSent):
        SmtpMail(url, "messages@post.example.org").send(TO, SUBJECT, BODY)
    assert len(sinks.mails) == 1


def test_a_text_is_one_post_of_a_number_and_the_words(sinks, text):
    text.send("07700 900147", BODY)
    (came,) = sinks.texts
    assert came.body == {"to": NUMBER, "text": BODY}
    assert came.headers["authorization"] == "Bearer a token"
    assert set(came.headers) == {"host", "accept-encoding", "authorization", "content-type", "content-length"}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, NotSent),
        (503, NotSent),
        (302, Refused),
        (400, Refused),
        (401, Refused),
        (500, PerhapsSent),
        (504, PerhapsSent),
        (None, PerhapsSent),
    ],
)
def test_what_a_provider_says_is_told_apart(sinks, text, status, error):
    sinks.status = status
    with pytest.raises(error):
        text.send(NUMBER, BODY)
    assert len(sinks.texts) == 1


@pytest.mark.parametrize(
    "url", [f"http://127.0.0.1:{NOBODY}/", f"https://127.0.0.1:{NOBODY}/", "https://nowhere.invalid/"]
)
def test_a_provider_that_is_not_there_may_be_tried_again(url):
    with pytest.raises(NotSent):
        HttpText(url, "a token").send(NUMBER, BODY)


def test_a_provider_without_a_certificate_we_trust_gets_nothing(sinks):
    with pytest.raises(NotSent):
        HttpText(sinks.text_url.replace("http://", "https://"), "a token").send(NUMBER, BODY)
    assert sinks.texts == [] and ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize("to", ["", "+1 202 555 0101", "020 7946 0018"])
def test_no_provider_is_asked_about_a_number_that_is_none(sinks, text, to):
    with pytest.raises(Refused):
        text.send(to, BODY)
    assert sinks.texts == []


def test_what_is_set_up_is_what_can_be_offered(mail, text):
    assert Ports(mail, text).ways == {Way.EMAIL, Way.TEXT}
    assert Ports(mail).ways == {Way.EMAIL}
