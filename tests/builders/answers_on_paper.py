"""Answers as documents, for tests: obviously made up, whole unless a test says otherwise."""

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

from portal.disclosures.letters import AnswerDocument, Fact, Share, SharedItem
from portal.documents import render_pdf

SAMPLE_FILE = Path(__file__).resolve().parents[2] / "templates" / "documents" / "answer" / "sample.json"
SAMPLE = AnswerDocument.from_json(SAMPLE_FILE.read_text("utf-8"))

HOSTILE = {
    "an image of a file": '<img src="file:///etc/passwd"> and after it',
    "an image of a host": "<img src='https://demo.invalid/x.png' onerror=alert(1)> and after it",
    "a style sheet": "@import url('https://demo.invalid/x.css'); * { background: url(file:///etc/passwd) }",
    "the end of a style": "</style><script>alert(1)</script></main></body> and after it",
    "a comment": "<!-- hidden --> ]]> {{ document.reference }} {% include 'x' %} &lt;b&gt; &amp;",
    "a link to a file": '<link rel="attachment" href="file:///etc/passwd"> and after it',
    "a data address": '<object data="data:text/html,hello"></object> and after it',
    "right to left": "Demo wrote: שלום עולם, and then: السلام عليكم. After it.",
    "emoji": "I was so 😂😂 and 👩🏽‍⚕️ said 👍 in 🇬🇧. After it.",
    "letters of the world": "Łukasz, Zoë, Đặng, Ωmega, Привет, Ünal, ﬁne, ১২, 中文. After it.",
    "controls": "nul\x00 bell\x07 escape\x1b[31m delete\x7f next\x85line back\x08space. After it.",
    "turned around": "\u202egnorw daer\u202c and \u2066isolated\u2069 and \u200fmarked. After it.",
    "half a pair": "\ud83d is half, \udc00 is the other, \ufffe is none, \U000fffff is private. After it.",
    "piled up": "Z" + "\u0301\u0323\u0335" * 20 + "algo. After it.",
    "hyphens": "self-harm - " * 60
    + "A demo-demo\u2013demo\u2014demo/demo, pre- and after-it. https://demo.invalid/a-b/c?d=e#f-g",
    "a long address": "https://demo.invalid/" + "self-harm/" * 40 + " After it.",
    "spaces": "  many \t kinds\u00a0of\u2003space\u3000and\nlines\r\nand\u2028more  ",
    "invisible": "zero\u200bwidth soft\u00adhyphen word\u2060joiner \ufeffmark \u200dtied\u200d. After it.",
}


@cache
def paper_of(answer: AnswerDocument) -> bytes:
    """The PDF of an answer, made once a run: several tests look at the same one."""
    return render_pdf(answer)


def an_answer(**changes: Any) -> AnswerDocument:
    """The sample, with some of it changed."""
    return dataclasses.replace(SAMPLE, **changes)


def a_share(number: int = 1, **changes: Any) -> Share:
    """One time somebody was told."""
    share = Share(
        heading=f"On {number} March 2026 we told a social worker",
        when=f"{number} March 2026",
        who=("Demo Council Children's Team (a social worker), duty worker",),
        items=(
            SharedItem("Your name", "So that they could find you on their list.", "Yes, we agreed it with you first."),
        ),
        why="We were worried that you could be badly hurt.",
        rule="If your life is in danger (our confidentiality policy, version 3).",
        told="We told you before we did it.",
        left_out="We left out your chat.",
        next="They have not told us. It does not change how you can use our services.",
        sentence=f"On {number} March 2026 we told a social worker your name.",
        rule_day=f"You said it on {number} March 2026. This version counted on that day.",
        corrections=("Nothing so far. If something here is wrong, tell us, and we tell them.",),
        whole=(
            Fact("Was it an emergency?", "No. There was time to find the right help."),
            Fact("What did you want to happen?", "Not recorded. No one wrote down what you wanted."),
        ),
    )
    return dataclasses.replace(share, **changes)


FORTY = an_answer(shares=tuple(a_share(day % 28 + 1, left_out=f"Demo {day}.") for day in range(40)))


def a_hostile_answer(text: str) -> AnswerDocument:
    """An answer in which a stranger's text stands in every place that a stranger's text can get to."""
    share = a_share(
        heading=text,
        when=text,
        who=(text, text),
        items=(SharedItem(text, text, text),),
        why=text,
        rule=text,
        told=text,
        left_out=text,
        next=text,
        sentence=text,
        rule_day=text,
        corrections=(text, text),
        whole=(Fact(text, text),),
    )
    return an_answer(letter=(text,), searched=(text, text), shares=(share,), contact=(text,))
