"""`flask demo`: fill an empty installation with a lively, plainly fictional case-load."""

import json
from typing import Any
from urllib.parse import urlsplit

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import person_actor
from portal.accounts.queries import list_workers
from portal.core import clock
from portal.extensions import db
from portal.installation import installation
from portal.jobs.demo.crowd import load_crowd
from portal.jobs.demo.desk import load_desk
from portal.jobs.demo.outcomes import load_outcomes
from portal.jobs.demo.questions import load_questions
from portal.jobs.demo.stories import STORIES, Teller
from portal.jobs.demo.workers import add_workers, sign_ins
from portal.requests.models import Request
from portal.requests.service import fresh_code, reference_of, replace_words

demo = AppGroup("demo", help="Fictional people and requests, to look around.")
NOBODYS = ".invalid"  # RFC 2606: no address ends so
OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def load(*, as_json: bool) -> None:
    """Load the demo once; print its sign-ins, and a fresh code for one person, each time."""
    here = installation()
    if urlsplit(here.settings.public_url).hostname not in OWN_MACHINE:
        raise click.ClickException("The demo has known passwords. It is loaded only where CANDOUR_PUBLIC_URL is local.")
    with db.sessionmaker() as session:
        _refuse_real_data(session)
        now = clock.now()
        actors = add_workers(session, at=now)
        if _first_request(session) is None:
            teller = Teller(session, here, actors, now)
            for story in STORIES:
                teller.tell(story)
            made = load_crowd(session, actors, here, now=now)
            load_desk(session, actors, here, made, now=now)
            load_outcomes(session, actors, here, made, now=now)
            load_questions(session, here.pack.judged_by.slug, actors, now=now)
        facts = {"workers": sign_ins(session), "person": _open_person(session), "address": here.settings.public_url}
        session.commit()
    click.echo(json.dumps(facts) if as_json else _page(facts))


def _refuse_real_data(session: Session) -> None:
    """Never beside real people: a demo worker could open their files. An address in .invalid is nobody's."""
    if [worker for worker in list_workers(session) if not worker.email.endswith(NOBODYS)]:
        raise click.ClickException("This installation has real workers. The demo was not loaded.")


def _first_request(session: Session) -> Request | None:
    return session.scalar(select(Request).where(Request.submission == f"demo:{STORIES[0].user_name}"))


def _open_person(session: Session) -> dict[str, str]:
    """The code of the person whose answer is ready. Words are never stored, so each time there are new ones."""
    request = _first_request(session)
    assert request is not None  # noqa: S101  # loaded above
    fresh = fresh_code(reference_of(session, request))
    code = replace_words(session, request, fresh=fresh, actor=person_actor(request.id), at=clock.now())
    return {"code": code.spaced_reference, "words": " ".join(code.words)}


def _page(facts: dict[str, Any]) -> str:
    lines = ["", "Candour, with demo data. Everybody in it is made up.", "", f"  {facts['address']}/", ""]
    lines += ["A young person's code to try at /back (new words each time):"]
    lines += [f"  code   {facts['person']['code']}", f"  words  {facts['person']['words']}", ""]
    lines += ["Staff, at /staff/ (type the secret into an authenticator app):"]
    for worker in facts["workers"]:
        lines += [f"  {worker['name']}"]
        lines += [f"  {worker['email']:<28} password  {worker['password']}"]
        lines += [f"  {'':<28} secret    {worker['totp_secret']}"]
    return "\n".join([*lines, ""])
