"""Ten thousand guesses from a thousand places: the guesser gets nothing, the person gets in.

Every guess is counted by the function that the page counts with; one place in fifty goes through the whole page.
"""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from portal.accounts import throttling
from portal.accounts.throttling import TRIES, TRIES_WHEN_MANY_GUESS
from portal.extensions import db
from portal.requests import service
from portal.requests.code import tidy_reference
from tests.actors.browser import HOME

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PLACES, EACH, ON_THE_PAGE = 1000, 5, 50
UNKNOWN, GUESS = "7K2M 9QXA", "plum otter river cake"
TOKEN = re.compile(r'(name="csrf_token" (?:type="hidden" )?value=)"([^"]+)"')


class Guesser:
    """Somebody with one browser and as many addresses as they like."""

    def __init__(self, app):
        self.client = app.test_client()
        self.token = TOKEN.search(self.client.get("/back", base_url=HOME).text).group(2)

    def tries(self, reference, place):
        """What the page says: its status and its bytes, without what was typed and the token of the form."""
        answer = self.client.post(
            "/back",
            base_url=HOME,
            data={"csrf_token": self.token, "reference": reference, "words": GUESS},
            headers={"Referer": HOME + "/back"},
            environ_overrides={"REMOTE_ADDR": place},
        )
        return answer.status_code, TOKEN.sub("", answer.text).replace(reference, "")


def count(session, reference, place):
    """A guess as the page counts it and looks at it, without the page; 422 or 429 as there."""
    tidy = tidy_reference(reference)
    if not throttling.take_from(session, "back", tidy, place=place, at=NOW):
        return 429
    _, words_hash = service.look_up(session, tidy)
    assert not service.words_fit(words_hash, GUESS)
    return 422


@pytest.mark.check(32, "ten thousand guesses from a thousand places")
def test_ten_thousand_guesses_give_nothing_and_shut_nobody_out(app, person):
    person.asks()
    guesser, pages, statuses = Guesser(app), {}, {}
    with time_machine.travel(NOW, tick=False):
        for reference in (person.reference, UNKNOWN):
            pages[reference], statuses[reference] = [], []
            for n in range(PLACES):
                place = f"10.{n // 250}.{n % 250}.9"
                if n % ON_THE_PAGE == 0:
                    said = [guesser.tries(reference, place) for _ in range(EACH)]
                    pages[reference] += said
                    statuses[reference] += [status for status, _ in said]
                    continue
                with app.app_context(), db.sessionmaker.begin() as session:
                    statuses[reference] += [count(session, reference, place) for _ in range(EACH)]
        known, unknown = statuses.values()
        assert len(known) + len(unknown) == 10_000 and known == unknown
        assert set(known) == {422, 429}
        assert known.count(422) == TRIES + TRIES_WHEN_MANY_GUESS * (PLACES - 1)
        assert pages[person.reference] == pages[UNKNOWN]  # two hundred pages, byte for byte
        assert guesser.client.get("/mine", base_url=HOME).headers["Location"] == "/back"
        person.browser.client.environ_base["REMOTE_ADDR"] = "198.51.100.77"
        assert person.comes_back().path == "/mine"


def test_somebody_who_slips_once_while_others_guess_still_gets_in(app, person):
    person.asks()
    guesser = Guesser(app)
    for n in range(10):
        guesser.tries(person.reference, f"10.0.0.{n}")
    words, person.words = person.words, ["plum", "otter", "river", "cake"]
    assert person.comes_back().status == 422
    person.words = words
    assert person.comes_back().path == "/mine"
