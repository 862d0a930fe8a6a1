"""Mails of strangers, made here: whole ones, broken ones, and those made to break us. Nobody in them is real."""

import base64
import time
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest

from portal.requests.mail import LARGEST, MailRefused, read_mail
from portal.requests.mail.when import Clock

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
FROM = "From: Demo Kite <demo-kite@demo.invalid>\n"
GOT = "Received: from mx.demo.invalid by in.demo.invalid; Mon, 23 Nov 2026 09:15:00 +0000\n"
DATE = "Date: Mon, 23 Nov 2026 09:14:58 +0000\n"
HEAD = GOT + FROM + DATE + "Subject: My data\n"
PLAIN = 'Content-Type: text/plain; charset="utf-8"\n\n'
ASKS = "Please send me a copy of what you have about me.\n"
SECONDS = 5


def mail(head=HEAD, body=PLAIN + ASKS):
    text = head + body
    return text if isinstance(text, bytes) else text.encode()


def read(data, *, at=AT):
    """Read it, and never for long."""
    begun = time.monotonic()
    try:
        return read_mail(data, at=at)
    finally:
        assert time.monotonic() - begun < SECONDS


def parts(*inner, kind="mixed", mark="x"):
    body = "".join(f"--{mark}\n{part}\n" for part in inner)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{body}--{mark}--\n'


def html(page, charset="utf-8"):
    return f"Content-Type: text/html; charset={charset}\n\n{page}\n"


def attached(name='filename="secret.exe"', kind="application/octet-stream", body="TVqQ"):
    return (
        f"Content-Type: {kind}\nContent-Disposition: attachment; {name}\nContent-Transfer-Encoding: base64\n\n{body}\n"
    )


def test_a_plain_mail():
    found = read(mail())
    assert (found.sender_name, found.sender, found.subject) == ("Demo Kite", "demo-kite@demo.invalid", "My data")
    assert found.text == ASKS.strip() and not found.doubts and not found.disagrees and not found.is_regulator
    assert (found.whens[0].clock, found.whens[0].day) == (Clock.ARRIVED, date(2026, 11, 23))


WORDS = {
    "crlf": (mail().replace(b"\n", b"\r\n"), "copy of what"),
    "html only": (mail(body=html("<p>Send me <b>my</b> data</p><p>Thanks")), "Send me my data\n\nThanks"),
    "both": (mail(body=parts(PLAIN + "the plain words", html("<p>the page"), kind="alternative")), "the plain words"),
    "empty plain, full page": (mail(body=parts(PLAIN, html("<p>the page"), kind="alternative")), "the page"),
    "script and style": (mail(body=html("<style>p{}</style><script>alert(1)</script><p>words")), "words"),
    "remote picture": (mail(body=html('<img src="https://track.demo.invalid/1.gif">words')), "words"),
    "unclosed tags": (mail(body=html("<div><p>words<table><td>more<!-- not closed")), "words"),
    "entities": (mail(body=html("a&nbsp;&lt;b&gt; &#x41;&bogus;")), "a <b> A"),
    "quoted-printable": (
        mail(body="Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9 =\nau lait\n"),
        "café au lait",
    ),
    "broken quoted-printable": (
        mail(body="Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nwords =ZZ =\n"),
        "words",
    ),
    "broken base64": (
        mail(body="Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nd29yZHM!!\n"),
        "words",
    ),
    "unknown letters": (mail(body="Content-Type: text/plain; charset=klingon-1\n\n" + ASKS), "copy of what"),
    "no such encoding": (
        mail(body="Content-Type: text/plain\nContent-Transfer-Encoding: rot13\n\n" + ASKS), "copy of what",
    ),
    "says utf-8, is latin-1": (HEAD.encode() + PLAIN.encode() + "caf\xe9 words".encode("latin-1"), "words"),
    "eight bits, nothing said": (HEAD.encode() + b"\n" + "caf\xe9 words".encode("latin-1"), "words"),
    "utf-16": (
        mail(body="Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
             + base64.b64encode("sixteen words".encode("utf-16")).decode()), "sixteen words",
    ),
    "nul and bells": (mail(body=PLAIN + "wo\x00rds\x07\x1b[31m"), "words"),
    "turned letters": (mail(body=PLAIN + "safe\u202eexe.txt"), "safeexe.txt"),
    "multipart without its mark": (mail(body="Content-Type: multipart/mixed\n\n" + ASKS), ""),
    "multipart never closed": (mail(body='Content-Type: multipart/mixed; boundary="x"\n\n--x\n' + PLAIN + ASKS), "copy"),
    "no content type": (mail(body="\n" + ASKS), "copy of what"),
    "two bodies": (mail(body=parts(PLAIN + "first", PLAIN + "second")), "first"),
    "a page that is a bomb of brackets": (mail(body=html("<" * 200_000 + "words")), ""),
    "a page that is a bomb of tags": (mail(body=html("<div>" * 60_000 + "words")), ""),
    "a page of open comments": (mail(body=html("<!--" * 50_000)), ""),
    "a page of open tags": (mail(body=html("<a " * 60_000)), ""),
    "a page of open attributes": (mail(body=html("<a b='" * 30_000)), ""),
    "a page of closed comments": (mail(body=html("<!--x-->" * 20_000 + "words")), ""),
    "a page of declarations": (mail(body=html("<!a" * 60_000)), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_the_words_are_found(name):
    data, words = WORDS[name]
    found = read(data)
    assert words in found.text
    for never in ("alert(1)", "https://", "\x00", "\x1b", "\u202e", "<script", "p{}"):
        assert never not in found.text


def test_a_page_is_said_to_be_one():
    assert any("came as a page" in doubt for doubt in read(mail(body=html("<p>x"))).doubts)


def test_nothing_of_a_script_is_left_over():
    page = "<p>a</p><script src=x>if (a > b) {}</script ><style>p{}</STYLE>b<noscript>c</noscript><p title='x>y'>d"
    assert read(mail(body=html(page))).text == "a\nb\nd"


def test_a_mail_without_words_says_so():
    found = read(mail(body=parts(attached())))
    assert found.text == "" and any("no words" in doubt for doubt in found.doubts)


def test_a_very_long_mail_is_cut():
    assert len(read(mail(body=PLAIN + "word " * 100_000)).text) == 10_000


DAYS = {
    # the topmost line is our own server's; the lines below it were written by others
    "utc in winter": (GOT, DATE, "2026-11-23", False),
    "half past midnight bst": ("Received: by in.demo.invalid; Sun, 31 May 2026 23:30:00 +0000\n", "", "2026-06-01", False),
    "a zone behind": ("Received: by in.demo.invalid; Sun, 31 May 2026 18:30:00 -0500 (CDT)\n", "", "2026-06-01", False),
    "the clock goes back": ("Received: by in.demo.invalid; Sat, 24 Oct 2026 23:30:00 +0000\n", "", "2026-10-25", False),
    "the sender says another day": (GOT, "Date: Fri, 20 Nov 2026 09:00:00 +0000\n", "2026-11-23", True),
    "same day, other hour": (GOT, "Date: Mon, 23 Nov 2026 01:00:00 +0000\n", "2026-11-23", False),
    "only the sender's date": ("", DATE, "2026-11-23", True),
    "a forged line below": (
        GOT + "Received: by forged.demo.invalid; Thu, 1 Jan 2026 09:00:00 +0000\n", DATE, "2026-11-23", False,
    ),
    "folded": (
        "Received: from a.demo.invalid\n\tby in.demo.invalid with ESMTPS id x;\n\tMon, 23 Nov 2026 09:15:00 +0000 (UTC)\n",
        DATE, "2026-11-23", False,
    ),
    "no zone": ("Received: by in.demo.invalid; Mon, 23 Nov 2026 09:15:00\n", DATE, "2026-11-23", False),
    "minus zero": ("Received: by in.demo.invalid; Mon, 23 Nov 2026 09:15:00 -0000\n", DATE, "2026-11-23", False),
}  # fmt: skip


@pytest.mark.parametrize("name", DAYS)
def test_the_day_it_came(name):
    got, sent, day, chosen = DAYS[name]
    found = read(mail(got + FROM + sent))
    assert (found.whens[0].day.isoformat(), found.disagrees) == (day, chosen)


@pytest.mark.parametrize(
    ("got", "sent"),
    [
        ("Received: nonsense\n", "Date: yesterday\n"),
        ("Received: by x; Mon, 23 Nov 2099 09:15:00 +0000\n", "Date: Mon, 23 Nov 2099 09:15:00 +0000\n"),
        ("Received: by x; Thu, 01 Jan 1970 00:00:00 +0000\n", "Date: Thu, 01 Jan 0001 00:00:00 +9999\n"),
        ("", ""),
    ],
    ids=["unreadable", "in the future", "before the law", "none"],
)
def test_a_date_that_cannot_be_true_is_no_date_and_is_said(got, sent):
    found = read(mail(got + FROM + sent))
    assert found.whens == () and found.disagrees and found.doubts


def test_a_date_below_an_unreadable_one_is_not_taken():
    found = read(mail("Received: nonsense\n" + GOT + FROM))
    assert found.whens == ()


def test_a_mail_inside_a_mail_is_read_with_both_dates():
    inner = HEAD.replace("23 Nov", "16 Nov") + PLAIN + ASKS
    outer = GOT + "From: Demo Colleague <colleague@demo.invalid>\n" + DATE
    found = read(mail(outer, parts(PLAIN + "see below", "Content-Type: message/rfc822\n\n" + inner)))
    assert found.sender == "demo-kite@demo.invalid" and found.text == ASKS.strip()
    assert {w.clock: w.day.day for w in found.whens} == {Clock.ARRIVED: 23, Clock.INSIDE: 16, Clock.WRITTEN: 16}
    assert found.disagrees and any("inside" in doubt for doubt in found.doubts)


TOOL = {
    "lines": "A subject access request\n\nName: Demo Kite\nEmail: kite@demo.invalid\nDate of birth: 3 May 2011\n"
             "Telephone: 07700 900123\nCustomer reference numbers: AB-12\n",
    "next line": "Subject access request\nFull name\nDemo Kite\n\nEmail address\nkite@demo.invalid\nDate of birth\n"
                 "3 May 2011\nPhone number:\n07700 900123\nReference\nAB-12\n",
    "bullets": "subject access request\n* Name - Demo Kite\n* E-mail: kite@demo.invalid\n* DOB: 3 May 2011\n"
               "* Mobile: 07700 900123\n* Customer reference number: AB-12\n",
}  # fmt: skip


@pytest.mark.parametrize("layout", TOOL)
def test_the_regulators_tool_in_any_layout(layout):
    found = read(mail(body=PLAIN + TOOL[layout]))
    fields = found.fields
    assert found.is_regulator
    assert (fields.name, fields.email, fields.birth) == ("Demo Kite", "kite@demo.invalid", "3 May 2011")
    assert (fields.phone, fields.references) == ("07700 900123", "AB-12")


def test_the_regulators_tool_as_a_table():
    rows = "".join(f"<tr><td>{key}</td><td>{value}</td></tr>" for key, value in (
        ("Name", "Demo Kite"), ("Email", "kite@demo.invalid"), ("Date of birth", "3 May 2011")))  # fmt: skip
    found = read(mail(HEAD.replace("demo-kite@demo.invalid", "noreply@ico.org.uk"), html(f"<table>{rows}</table>")))
    assert found.is_regulator and found.fields.name == "Demo Kite" and found.fields.birth == "3 May 2011"


def test_the_least_the_tool_gives_is_enough():
    found = read(mail(body=PLAIN + "Subject access request\nName: Demo Kite\nEmail: kite@demo.invalid\nTelephone:\n"))
    assert found.is_regulator and found.fields.phone == ""


@pytest.mark.parametrize("text", ["Name: Demo Kite\nEmail: kite@demo.invalid\n", "My subject access request.\n"])
def test_a_mail_of_somebody_is_not_the_regulators(text):
    assert not read(mail(body=PLAIN + text)).is_regulator


def test_nothing_found_begins_another_line():
    head = GOT + "From: =?utf-8?q?Demo=0D=0ABcc=3A_x=40demo=2Einvalid?= <demo@demo.invalid>\n"
    head += "Subject: =?utf-8?b?" + base64.b64encode(b"Hi\r\nX-Evil: 1").decode() + "?=\n"
    found = read(mail(head, PLAIN + "Name: a\x0bb\x0cc\x85d\nEmail: e@demo.invalid\n"))
    for value in (found.sender_name, found.sender, found.subject, found.fields.name, found.fields.email):
        assert len(value.splitlines()) <= 1


def test_an_answer_that_goes_elsewhere_is_said():
    found = read(mail(HEAD + "Reply-To: other@demo.invalid\n"))
    assert any("other@demo.invalid" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("part", "name", "kind"),
    [
        (attached(), "secret.exe", "application/octet-stream"),
        (attached("filename*=utf-8''pass%C3%A9%0D%0Aport.pdf", "application/pdf"), "passé port.pdf", "application/pdf"),
        (attached('filename="../../etc/passwd"'), "../../etc/passwd", "application/octet-stream"),
        (attached('filename="fdp\u202egnp.exe"'), "fdpgnp.exe", "application/octet-stream"),
        (attached("", "image/png"), "without a name", "image/png"),
        (attached('filename="words.txt"', "text/plain"), "words.txt", "text/plain"),
    ],
)
def test_files_are_listed_and_never_opened(part, name, kind):
    found = read(mail(body=parts(PLAIN + ASKS, part)))
    assert [(a.name, a.kind) for a in found.attachments] == [(name, kind)]
    assert found.text == ASKS.strip()


def nested(levels):
    body = PLAIN + ASKS
    for level in range(levels):
        body = parts(body, mark=f"m{level}")
    return mail(body=body)


BOMBS = {
    "larger than ten megabytes": mail(body=PLAIN) + b"x" * LARGEST,
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
    "words and no mail": b"Dear sir or madam,\n\nsend it.\n",
    "nested two thousand deep": nested(2_000),
    "nested a hundred deep": nested(101),
    "a million parts": mail(body=parts(*["\nx"] * 100_000)),
    "two thousand small parts": mail(body=parts(*["\nx"] * 1_900)),
    "mails in mails": mail(body="Content-Type: message/rfc822\n\n" * 3_000 + ASKS),
    "a header of a megabyte": mail("Subject: " + "x" * 1_000_000 + "\n" + FROM),
    "a hundred thousand headers": mail("X-A: b\n" * 100_000 + FROM),
    "a long type in a part": mail(body=parts("Content-Type: text/plain; " + 'a="b"; ' * 200_000 + "\n\nx")),
    "a folded type in a part": mail(body=parts("Content-Type: text/plain;" + '\n\ta="b";' * 200_000 + "\n\nx")),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_no_mail_or_a_bomb_is_refused_at_once(name):
    with pytest.raises(MailRefused, match="Nothing was kept"):
        read(BOMBS[name])


LONG = {
    "an address of many": f"{GOT}From: {'a@demo.invalid, ' * 5_000}\n",
    "an open bracket": f"{GOT}From: {'(' * 5_000}\n",
    "open quotes": f"{GOT}From: {chr(34) * 5_001} <a@demo.invalid>\n",
    "encoded words": f"{GOT}From: {'=?utf-8?q?a?= ' * 500}<a@demo.invalid>\nSubject: {'=?x?y?z?= ' * 500}\n",
    "a hundred Received": GOT + "Received: by x; Mon, 23 Nov 2026 09:15:00 +0000\n" * 3_000 + FROM,
}


@pytest.mark.parametrize("name", LONG)
def test_headers_made_to_be_slow_are_not(name):
    assert read(mail(LONG[name] + DATE)).text == ASKS.strip()


def test_a_mail_as_python_writes_it_comes_back():
    message = EmailMessage()
    message["From"], message["Subject"] = "Zoë <zoe@demo.invalid>", "Über mich"
    message["Received"] = "by in.demo.invalid; Mon, 23 Nov 2026 09:15:00 +0000"
    message.set_content("Was habt ihr über mich? 🦦")
    message.add_alternative("<p>Was habt ihr über mich?", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    found = read(message.as_bytes())
    assert (found.sender_name, found.subject, found.text) == ("Zoë", "Über mich", "Was habt ihr über mich? 🦦")
    assert [a.name for a in found.attachments] == ["a.pdf"]
