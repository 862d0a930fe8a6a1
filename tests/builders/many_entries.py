"""Very many entries of the register, written straight into the tables, and a worker who uses it: for bench/register.py.

The same proportions at every size. What is opened while the clock runs is really sealed: one person's entries, logged
and joined as workers do it. The rest has indexes as unlike each other as real ones, a key of its own in the key store,
and bytes in place of sealed words. Many share a nickname, a first name or a birthday; a third of the entries is about
somebody of whom there is another.
"""

import random
import secrets
import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, delete, insert, select, text

from portal import create_app
from portal.accounts.actor import Actor, worker_actor
from portal.accounts.models import ThrottleCounter
from portal.accounts.permissions import Role
from portal.cases import service as cases
from portal.cases.counts import rebuild
from portal.cases.models import Case
from portal.core import clock
from portal.core.engine import prepare_engine
from portal.disclosures import kinds as k
from portal.disclosures import queries as register
from portal.disclosures.duty.models import Duty
from portal.disclosures.models import Disclosure, DisclosureIdentifier, Recipient, SharedField
from portal.disclosures.people.finding import register_index
from portal.disclosures.service import decide_match, log_disclosure
from portal.disclosures.telling_states import BEGINS, Telling
from portal.extensions import db
from portal.policies.kinds import Part
from portal.policies.models import Policy, PolicyClause, PolicyVersion
from portal.policies.queries import clause_choices, policies_of_day
from portal.requests.kinds import IdentifierKind, Service
from portal.requests.models import Identifier, Request
from portal.vault.keyring import Keyring
from portal.vault.sealing import KEY_BYTES
from portal.vault.tables import DataKey
from tests.actors.browser import Browser
from tests.actors.worker import Worker
from tests.builders.desk import LETTER, a_case, an_entry, known
from tests.builders.installed import MASTER, PostgresServer, let_go, make_settings, migrate, postgres_server
from tests.builders.logged import NIGHT, writes
from tests.builders.many_cases import Desk, number_of, rows, write_rows
from tests.builders.people import EMAIL, FIRST, NAME, NICKNAME, PHONE, joins
from tests.builders.staff import PASSWORD, a_worker_with_secret

FOLDER = Path("build/bench-register")
BATCH, YEARS, CASES_PER_ENTRY = 10_000, 4, 5
SOUGHT, SOUGHT_PHONE, CROWDED = "demo.sought", "07700 900123", "demo sam"
OF_THEM = 6  # entries about the one who is looked for: three joined
NICKNAMES, FIRST_NAMES, BIRTHDAYS = 2_000, 300, 5_000
LOCKED, AGAIN = 0.02, 0.3
TOLD = (k.Told.BEFORE, k.Told.AFTER, k.Told.NOT_YET)


@dataclass
class Shelf:
    """One portal with so many entries, somebody who works with them, and what is looked at."""

    desk: Desk
    case: str
    person: str
    clause: str

    @property
    def size(self) -> int:
        """How many entries."""
        return self.desk.size


def entries(
    size: int, worker_id: uuid.UUID, clauses: list[tuple[str, int, str]], crowd: str, today: date
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]], str]]:
    """An entry, whom it told, what, its identifiers and its key, again and again; the same ones for the same size."""
    dice = random.Random(size)  # figures, not secrets
    names = [f"{dice.getrandbits(256):064x}" for _ in range(NICKNAMES)]
    names[0] = crowd
    first, born = ([f"{dice.getrandbits(256):064x}" for _ in range(n)] for n in (FIRST_NAMES, BIRTHDAYS))
    before: list[str] = []
    for number in range(size):
        day = today - timedelta(days=dice.randint(0, 365 * YEARS))
        at = datetime.combine(day, time(dice.randint(0, 23), dice.randint(0, 59)), UTC)
        policy, version, clause = dice.choice(clauses)
        told = k.Told.MUST_NOT if dice.random() < LOCKED else dice.choice(TOLD)
        decision = dice.choices(list(k.Decision), (70, 20, 10))[0]
        entry_id, key_id = uuid.UUID(int=dice.getrandbits(128)), f"{dice.getrandbits(128):032x}"
        entry = {
            "id": entry_id, "key_id": key_id, "number": number_of(number), "submission": f"{number:032x}",
            "purpose": k.Purpose.SAFEGUARDING, "nation": "england-and-wales", "service": dice.choice(list(Service)),
            "urgency": dice.choice((k.Urgency.EMERGENCY, k.Urgency.NOT_URGENT)), "decision": decision, "decided_at": at, "shared_at": at,
            "recorded_at": at, "at_risk": k.AtRisk.SELF, "person_group": dice.choice(list(k.PersonGroup)),
            "said_on": day, "policy": policy, "policy_version": version, "clause": clause,
            "lawful_basis": k.LawfulBasis.VITAL_INTERESTS, "special_condition": k.SpecialCondition.VITAL_INTERESTS,
            "consent": k.Consent.GIVEN, "told": told, "feedback": k.Feedback.NOT_ASKED, "decided_by_id": worker_id,
            "version": 1, "why": b"x" * 160, "imported": False,
        }  # fmt: skip
        told_to = [
            {"id": uuid.UUID(int=dice.getrandbits(128)), "disclosure_id": entry_id, "position": n,
             "kind": dice.choice(list(k.RecipientKind)), "sent_by": k.SentBy.PHONE, "identity_checked": True,
             "name": b"x" * 60}
            for n in range(0 if decision is k.Decision.NOT_SHARED else dice.randint(1, 2))
        ]  # fmt: skip
        pieces = [
            {"id": uuid.UUID(int=dice.getrandbits(128)), "disclosure_id": entry_id, "position": n,
             "kind": k.FieldKind.NAME, "agreed": False, "what": b"x" * 60, "why": b"x" * 60}
            for n in range(0 if decision is k.Decision.NOT_SHARED else dice.randint(1, 4))
        ]  # fmt: skip
        is_known = before and dice.random() < AGAIN
        handle = dice.choice(before) if is_known else f"{dice.getrandbits(256):064x}"
        before.append(handle)
        has = [(IdentifierKind.USER_NAME, handle)]
        has += [(NICKNAME, names[int(NICKNAMES * dice.random() ** 2)])] if dice.random() < 0.3 else []
        has += (
            [(FIRST, dice.choice(first)), (IdentifierKind.DATE_OF_BIRTH, dice.choice(born))]
            if dice.random() < 0.3
            else []
        )
        has += [(PHONE, f"{dice.getrandbits(256):064x}")] if dice.random() < 0.3 else []
        found_by = [
            {"id": uuid.UUID(int=dice.getrandbits(128)), "disclosure_id": entry_id, "kind": kind, "blind_index": index,
             "value": b"x" * 60}
            for kind, index in has
        ]  # fmt: skip
        yield entry, told_to, pieces, found_by, key_id


def fill(app: Flask, size: int) -> None:
    """Write entries and a fifth as many cases, then one person's as workers write them, then the indexes."""
    with app.app_context(), db.sessionmaker() as session:
        worker, _ = a_worker_with_secret(session, Role.CASEWORKER, Role.SAFEGUARDING, name="Demo Register")
        actor = worker_actor(worker.id, frozenset({Role.CASEWORKER, Role.SAFEGUARDING}))
        vault = session.info["vault"]
        clauses = clauses_of(session)
        crowd = register_index(vault, NICKNAME, CROWDED)
        key_id = vault.new_key("request")
        session.commit()
        keys = create_engine(app.extensions["candour"].settings.keys_url)
        prepare_engine(keys)
        tables = [Case, Identifier, Disclosure, Duty, DisclosureIdentifier, Recipient, SharedField]
        with db.engine.begin() as connection:
            indexes = [index for table in tables for index in table.__table__.indexes]
            for index in indexes:
                index.drop(connection)
            _write(connection, keys, size, actor, clauses, crowd)
            _write_cases(connection, max(1, size // CASES_PER_ENTRY), actor, key_id)
            for index in indexes:
                index.create(connection)
        keys.dispose()
        _one_person(session, actor)
        rebuild(session)
        session.commit()
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))


def duty_of(entry: dict[str, Any]) -> dict[str, Any]:
    """Where the duty to tell of an entry stands: signed or set by two long ago."""
    settled = {Telling.UNSIGNED: Telling.NOT_YET, Telling.LOCK_PROPOSED: Telling.LOCKED}
    begins = BEGINS[entry["told"]]
    return {
        "disclosure_id": entry["id"], "state": settled.get(begins, begins), "since": entry["recorded_at"],
        "review_on": None, "tipping_off": False, "version": 1,
    }  # fmt: skip


def clauses_of(session: Any) -> list[tuple[str, int, str]]:
    """Every clause that an entry can name."""
    query = (
        select(Policy.slug, PolicyVersion.number, PolicyClause.code)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .join(PolicyClause, PolicyClause.version_id == PolicyVersion.id)
        .where(PolicyClause.part == Part.GROUND)
        .order_by(Policy.slug, PolicyVersion.number, PolicyClause.code)
    )
    return [tuple(row) for row in session.execute(query)]


def _write(
    connection: Connection, keys: Engine, size: int, actor: Actor, clauses: list[tuple[str, int, str]],
    crowd: str,
) -> None:  # fmt: skip
    batch: list[Any] = []
    master = Keyring.from_text(MASTER).first
    for number, one in enumerate(entries(size, actor.worker_id, clauses, crowd, clock.today())):
        batch.append(one)
        if len(batch) < BATCH and number < size - 1:
            continue
        write_rows(connection, Disclosure.__table__, [entry for entry, *_ in batch])
        write_rows(connection, Duty.__table__, [duty_of(entry) for entry, *_ in batch])
        for place, table in enumerate((Recipient, SharedField, DisclosureIdentifier), 1):
            write_rows(connection, table.__table__, [row for each in batch for row in each[place]])
        made = [
            {"id": key_id, "owner": "disclosure", "master_key_id": master.id,
             "wrapped": master.wrap(secrets.token_bytes(KEY_BYTES), key_id)}
            for *_, key_id in batch
        ]  # fmt: skip
        with keys.begin() as store:
            store.execute(insert(DataKey), made)
        batch.clear()


def _write_cases(connection: Connection, size: int, actor: Actor, key_id: str) -> None:
    each = list(rows(size, [actor.worker_id], key_id, clock.today()))
    for table, part in zip((Request, Identifier, Case), zip(*each, strict=True), strict=True):
        write_rows(connection, table.__table__, list(part))


def _one_person(session: Any, actor: Actor) -> None:
    """Somebody with a user name, a phone and a nickname that many have: entries under each, a case that waits."""
    now = clock.now()
    handles = [((NAME, SOUGHT),), ((PHONE, SOUGHT_PHONE),), ((NAME, SOUGHT), (EMAIL, "sought@demo.invalid"))] * 2
    made = []
    for number, has in enumerate(handles[:OF_THEM]):
        at = now - timedelta(days=100 + number)
        entry = an_entry(identifiers=(*has, (NICKNAME, CROWDED)), decided_at=at, shared_at=at, told_at=at, said_on=None)
        made.append(log_disclosure(session, entry, nation="england-and-wales", actor=actor, at=now))
    for other in made[1:3]:
        joins(session, made[0], other, actor, at=now)
    case = a_case(
        session, at=now, identifiers=((NAME, SOUGHT), (PHONE, SOUGHT_PHONE), (NICKNAME, CROWDED))
    )  # fmt: skip
    cases.take(session, case, actor=actor, at=now)
    known(session, case.request_id, actor, at=now)
    for found in register.suggestions(session, case):
        decision = k.MatchDecision.REFUSED if found.fit.is_weak else k.MatchDecision.CONFIRMED
        decide_match(session, case, found.disclosure.id, decision, actor=actor, at=now)


@contextmanager
def shelves(kind: str, sizes: list[int]) -> Iterator[list[Shelf]]:
    """A portal for each size, filled if it is not, with a worker who has just signed in."""
    with ExitStack() as stack:
        server = None
        if kind == "postgresql":
            server = PostgresServer(stack.enter_context(postgres_server(FOLDER)))
        found = []
        for size in sizes:
            folder = FOLDER / f"{kind}-{size}-{clock.today()}"
            is_new = not (folder / "filled").exists() or server is not None
            if is_new:  # keys of a filling that was broken off would be made twice
                shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)
            settings = make_settings(folder.resolve(), server.database(f"bench_register_{size}") if server else "")
            if is_new:
                migrate(settings)
            app = create_app(settings)
            stack.callback(let_go, app)
            if is_new:
                fill(app, size)
                (folder / "filled").touch()
            found.append(_shelf(app, size))
        yield found


def _shelf(app: Flask, size: int) -> Shelf:
    with app.app_context(), db.sessionmaker() as session:
        session.execute(delete(ThrottleCounter))
        worker, secret = a_worker_with_secret(session, Role.CASEWORKER, Role.SAFEGUARDING, name="Demo Bench")
        email = worker.email
        index = session.info["vault"].blind(NAME.value, SOUGHT)
        request_id = session.scalar(select(Identifier.request_id).where(Identifier.blind_index == index))
        case = session.scalars(select(Case).where(Case.request_id == request_id)).one()
        person = register.confirmed(session, case)[0]
        today = next(v for v in policies_of_day(session, clock.today()) if v.slug == person.policy)
        clause = f"{today.slug}:{today.number}:{clause_choices(today)[0].code}"
        session.commit()
        paths = f"/staff/cases/{case.id}", f"/staff/register/people/{person.id}", clause
    signed_in = Worker(Browser(app), email, PASSWORD, secret)
    signed_in.signs_in()
    return Shelf(Desk(size, app, signed_in, ""), *paths)


def token_of(shelf: Shelf) -> str:
    """The token that forms of this session carry."""
    page = shelf.desk.worker.browser.open("/staff/account")
    return str(page.dom.query("input[name=csrf_token]")[0].attrs["value"])


def ready_to_log(shelf: Shelf) -> tuple[str, dict[str, str]]:
    """An entry written down up to its last page: where its last press goes, and what that sends."""
    browser, typed = shelf.desk.worker.browser, f"demo.{secrets.token_hex(4)}"
    steps = {"which-rule": {**NIGHT["which-rule"], "clause": shelf.clause},
             "the-person": {**NIGHT["the-person"], "user_name": typed, "nickname": f"{typed} too"}}  # fmt: skip
    page = writes(browser, {**NIGHT, **steps})
    return page.path, browser.filled(page.forms()[0])


def ready_to_match(shelf: Shelf) -> tuple[str, dict[str, str]]:
    """Say once more that the entry is about them."""
    browser = shelf.desk.worker.browser
    browser.open(shelf.case)
    page = browser.open(f"{shelf.case}/matches/{shelf.person.rpartition('/')[2]}")
    form = next(one for one in page.forms() if one.query("[name=decision]"))
    return form.attrs.get("action") or page.path, {**browser.filled(form), "decision": "confirmed"}


def asks(shelf: Shelf, token: str, name: str) -> tuple[float, float]:
    """Do one thing and give the milliseconds of it; what has to be put back afterwards is not counted."""
    desk, last = shelf.desk, clock.today().year - 1
    if name == LOG:
        return desk.asks(*ready_to_log(shelf))
    if name == MATCH:
        return desk.asks(*ready_to_match(shelf))
    if name == SUMMARY:
        taken = desk.asks(f"{shelf.case}/answer", _letter(shelf, token))
        desk.asks(f"{shelf.case}/answer/take-back", {"csrf_token": token, "version": _version(shelf)})
        return taken
    if name == NUMBERS:
        return desk.asks("/staff/numbers", {"csrf_token": token, "year": f"{last}", "people_helped": "100000"})
    return desk.asks(pages(shelf)[name])


LOG, MATCH, SUMMARY, NUMBERS = "Log an entry", "Match an entry", "Prepare the summary", "Numbers of a year"


def pages(shelf: Shelf) -> dict[str, str]:
    """What is looked at: a name and a path."""
    middle = datetime.combine(clock.today() - timedelta(days=700), time(), UTC).isoformat()
    return {
        "Match: the page of a case": shelf.case,
        "Summary: the page of its answer": f"{shelf.case}/answer",
        "Register": "/staff/register",
        "Register, in the middle": f"/staff/register?before={middle.replace('+', '%2B')}_{uuid.UUID(int=0)}",
        "One person": shelf.person,
        "One person, with names": f"{shelf.person}/names",
    }


def _version(shelf: Shelf) -> str:
    with shelf.desk.app.app_context(), db.sessionmaker() as session:
        return str(session.get_one(Case, uuid.UUID(shelf.case.rpartition("/")[2])).version)


def _letter(shelf: Shelf, token: str) -> dict[str, str]:
    page = shelf.desk.worker.browser.open(f"{shelf.case}/answer")
    written = page.dom.query("input[name=answer_version]")[0].attrs["value"]
    return {
        "csrf_token": token, "version": _version(shelf), "answer_version": str(written), "letter": LETTER,
        "prepare": "1",
    }  # fmt: skip
