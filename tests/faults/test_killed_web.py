"""Kill -9 of the web server while people send: what was acknowledged is there, once and whole.

`KILLS=1000 pytest -s tests/faults/test_killed_web.py` kills longer; `SEED=…` picks the same moments again.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from random import Random, randrange
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy import func, select

from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind
from portal.requests.models import Identifier, Request
from portal.requests.service import look_up, words_fit
from portal.vault import vault_of
from tests.actors.sender import OnTheWire, Sender
from tests.builders.faults import left_in_halves
from tests.builders.ground import wait_for

KILLS = int(os.environ.get("KILLS", "20"))
SECONDS = 45 * KILLS / 20  # a slow machine kills less often, not longer
SEED = int(os.environ.get("SEED", "0")) or randrange(1, 10**6)
PEOPLE = 4
pytestmark = [pytest.mark.faults, pytest.mark.timeout(300 + 10 * KILLS)]


def people_send(site, name, over, sent, chance):
    """Somebody sends one request after the other, until it is over. Gives how many."""
    number = 0
    while not over.is_set():
        sender = Sender(OnTheWire(site.home), f"kite.{name}.{number}", keeps_trying=chance.random() < 0.7)
        sent.append(sender)
        sender.drafts()
        sender.sends()
        sender.reads_the_code()
        number += 1
    return number


def wait_for_a_moment(people, sent, chance):
    """A moment to kill at, told by what people got done and not by the clock: mostly while somebody sends."""
    if chance.random() < 0.8:
        got_through(people, sent, chance.randint(0, 4), lambda sender: sender.acknowledged)
        wait_for(lambda: any(sender.is_sending for sender in sent[-PEOPLE:]) or gave_up(people), seconds=60)
    else:
        got_through(people, sent, chance.randint(1, 20), lambda sender: sender.wire.answers)
    sleep(chance.uniform(0, 0.08))


def got_through(people, sent, more, done):
    """Wait until they have that many more."""
    enough = sum(map(done, sent)) + more
    wait_for(lambda: sum(map(done, sent)) >= enough or gave_up(people), seconds=60)


def gave_up(people):
    """Somebody met what nobody should: say what, at once."""
    for person in people:
        if person.done():
            person.result()
    return False


def kill_while_they_send(site, chance):
    """Two web servers, four people, and kills until there were enough; give the people's requests and the kills."""
    webs, over, sent, kills, until = [site.start_web(), site.start_web()], Event(), [], 0, monotonic() + SECONDS
    with ThreadPoolExecutor(PEOPLE) as pool:
        people = [pool.submit(people_send, site, name, over, sent, Random(SEED + name)) for name in range(PEOPLE)]
        try:
            while kills < KILLS and monotonic() < until:
                wait_for_a_moment(people, sent, chance)
                for doomed in chance.choice([[0], [1], [0, 1]]):
                    webs[doomed].kill()
                    webs[doomed] = site.start_web()
                    kills += 1
        finally:
            over.set()
        assert sum(person.result(120) for person in people) == len(sent)
    return sent, kills


def requests_of(session, sender):
    """The requests that name this sender."""
    spelling = normalise(IdentifierKind.USER_NAME, sender.user_name)
    index = vault_of(session).blind(IdentifierKind.USER_NAME.value, spelling)
    return session.scalars(select(Identifier.request_id).where(Identifier.blind_index == index)).all()


def figures_of(sent, found, kills):
    """What there was to lose."""
    cut = [sender for sender in sent if sender.was_cut_sending]
    return {
        "seed": SEED,
        "kills": kills,
        "acknowledged": sum(sender.acknowledged for sender in sent),
        "cut while sending": len(cut),
        "of these given up": sum(not sender.acknowledged for sender in cut),
        "given up and there": sum(bool(found[s.user_name]) for s in cut if not s.acknowledged),
        "cut elsewhere": sum(sender.cuts for sender in sent) - len(cut),
    }


def test_no_acknowledged_request_is_lost_doubled_or_halved(site, record_property):
    site.start_worker()
    sent, kills = kill_while_they_send(site, Random(SEED))
    acknowledged = [sender for sender in sent if sender.acknowledged]
    with site.look() as session:
        found = {sender.user_name: requests_of(session, sender) for sender in sent}
        figures = figures_of(sent, found, kills)
        print(figures)  # noqa: T201  # the seed, for whoever has to repeat it
        record_property("figures", figures)
        lost = [sender.user_name for sender in acknowledged if not found[sender.user_name]]
        doubled = [name for name, requests in found.items() if len(requests) > 1]
        assert (lost, doubled) == ([], [])
        assert left_in_halves(session) == []
        assert session.scalar(select(func.count()).select_from(Request)) == sum(map(len, found.values()))
        for sender in acknowledged:
            if sender.reference:
                request_id, words_hash = look_up(session, sender.reference)
                assert [request_id] == list(found[sender.user_name])
                assert words_fit(words_hash, " ".join(sender.words))
    assert "Traceback" not in site.said()
    assert kills >= min(KILLS, 4) and len(acknowledged) >= kills / 2, "too little to tell"
