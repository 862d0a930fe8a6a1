"""People on the wire: a cookie, a token, and a line that may be cut at any moment."""

import http.client
import re
import time
from dataclasses import dataclass, field

from tests.builders.wire import Answer, send

CUT = (OSError, http.client.HTTPException)  # the line was cut before the answer was whole
COOKIE = re.compile(r"(__Host-[sw])=([^;]*)")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
REFERENCE = re.compile(r"data-reference[^>]*>([^<]+)<")
WORD = re.compile(r"data-word[^>]*>([^<]+)<")


class Cut(Exception):
    """Nobody knows whether it arrived."""


@dataclass
class OnTheWire:
    """A browser by hand: it keeps its cookies and tries again when told to."""

    home: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    answers: int = 0

    def get(self, path: str) -> Answer:
        """Open a page. Raises Cut."""
        return self._seen(path)

    def post(self, path: str, **form: str) -> Answer:
        """Send a form with the token of the last page. Raises Cut."""
        return self._seen(path, form={"csrf_token": self.token, **form})

    def _seen(self, path: str, form: dict[str, str] | None = None) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            answer = send(self.home, path, cookie=cookie, form=form)
        except CUT as error:
            raise Cut from error
        self.answers += 1
        for header in answer.all("Set-Cookie"):
            self.cookies |= dict(COOKIE.findall(header))
        if found := TOKEN.search(answer.body.decode(errors="replace")):
            self.token = found[1]
        return answer


@dataclass
class Sender:
    """A young person who sends one request, whatever becomes of the line. `acknowledged`: "Sent" reached them."""

    wire: OnTheWire
    user_name: str
    keeps_trying: bool = True
    is_sending: bool = False
    was_cut_sending: bool = False
    acknowledged: bool = False
    cuts: int = 0
    reference: str = ""
    words: tuple[str, ...] = ()

    def drafts(self) -> None:
        """Answer the questions, up to the page that shows what will be sent."""
        self.insist("/q/1")
        for number, answers in enumerate(({}, {"ways": "chat"}, {"user_name": self.user_name}, {"way": "code"}), 1):
            assert self.insist(f"/q/{number}", **answers, go_on="1").one("Location") == f"/q/{number + 1}"

    def sends(self) -> None:
        """Press Send; again when the line was cut, unless they give up then."""
        self.is_sending = True
        try:
            answer = self.wire.post("/q/5")
        except Cut:
            self.cuts += 1
            self.was_cut_sending = True
            if not self.keeps_trying:
                return
            answer = self.insist("/q/5", go_on="1")
        finally:
            self.is_sending = False
        assert (answer.status, answer.one("Location")) == (303, "/q/6"), (answer.status, answer.headers)
        self.acknowledged = True

    def reads_the_code(self) -> None:
        """Look at the page with the code. It is shown once: when the line is cut then, new words have to be asked for."""
        if not self.acknowledged:
            return
        page = self.insist("/q/6")
        assert page.status == 200
        if found := REFERENCE.search(page.text):
            self.reference, self.words = found[1], tuple(WORD.findall(page.text))

    def insist(self, path: str, **form: str) -> Answer:
        """Try until there is an answer."""
        until = time.monotonic() + 60
        while True:
            try:
                return self.wire.post(path, **form) if form else self.wire.get(path)
            except Cut:
                self.cuts += 1
                assert time.monotonic() < until, f"no answer from {path}"
                time.sleep(0.02)


def hidden_fields(page: Answer) -> dict[str, str]:
    """Every hidden value of a page; where forms share a name, they share its value."""
    return dict(HIDDEN.findall(page.text))
