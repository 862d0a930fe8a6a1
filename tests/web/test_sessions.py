"""The browser's session: which cookie, when it is set, when it is gone, and that nothing is lost in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, request, session
from sqlalchemy import event, select, text
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.models import ServerSession
from portal.accounts.sessions import name_of
from portal.core.base import Base
from portal.core.engine import prepare_engine
from portal.core.errors import RuleBroken, Unavailable
from portal.extensions import db
from portal.web.reading import init_reading
from portal.web.sessions import COOKIES, PortalSessions, audience_of, current_session
from portal.web.transactions import commits

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
COOKIE = "__Host-s"


@pytest.fixture
def clock():
    with time_machine.travel(T0, tick=False) as traveller:
        yield traveller


@pytest.fixture
def app(tmp_path, clock):
    """A small app: the real sessions on a real database, and views that do one thing each."""
    app = Flask("sessions")
    app.config["SQLALCHEMY_ENGINES"] = {"default": f"sqlite:///{tmp_path}/business.sqlite"}
    app.session_interface = PortalSessions()
    db.init_app(app)
    init_reading(app)
    with app.app_context():
        prepare_engine(db.engine)
        Base.metadata.create_all(db.engine)
    app.register_error_handler(Unavailable, lambda _error: ("The database does not answer", 503))
    app.register_error_handler(RuleBroken, lambda _error: ("refused", 409))
    app.register_error_handler(RuntimeError, lambda _error: ("broken", 500))
    _add_views(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def _add_views(app):
    _add_plain_views(app)
    _add_views_that_change_the_session(app)


def _add_plain_views(app):
    @app.get("/explainer")
    def explainer():
        return "the same for everyone"

    @app.get("/look")
    @app.get("/staff/look")
    def look():
        return {"answers": session.get("answers"), "expired": current_session().expired}

    @app.post("/say/<word>")
    @app.post("/staff/say/<word>")
    @commits
    def say(word):
        session.setdefault("answers", []).append(word)
        return "said", 422 if word == "incomplete" else 200

    @app.get("/say-while-looking")
    def say_while_looking():
        session["answers"] = ["looked"]
        return "said"

    @app.get("/send-away")
    def send_away():
        return ("", 303, {"Location": "/look"}) if current_session().expired else "here"


def _add_views_that_change_the_session(app):
    @app.post("/break")
    @commits
    def break_():
        session.pop("answers")
        raise RuntimeError

    @app.post("/collide")
    @commits
    def collide():
        session.pop("answers")
        current_session().rotate()
        event.listen(db.session, "before_commit", _somebody_was_faster, once=True)
        return "sent"

    @app.post("/refuse")
    @commits
    def refuse():
        session["answers"].append("kept")
        db.session.add(ServerSession(id_hash="business"))
        raise RuleBroken

    @app.post("/rotate")
    @commits
    def rotate():
        current_session().rotate()
        return "rotated"

    @app.get("/leave")
    def leave():
        current_session().end()
        return "left"

    @app.post("/more-time")
    @commits
    def more_time():
        current_session().give_more_time()
        return "more"


@pytest.fixture
def client(app):
    return app.test_client()


def _somebody_was_faster(_session):
    raise StaleDataError


def rows(app):
    with app.app_context():
        return {row.id_hash: row for row in db.session.scalars(select(ServerSession))}


def execute(app, statement):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(statement))


def elsewhere(act):
    """Do it in another thread, as another request would."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result()


def token_of(client, name=COOKIE):
    cookie = client.get_cookie(name)
    return cookie.value if cookie else None


def answers(client):
    return client.get("/look").json["answers"]


def test_a_page_that_asks_nothing_sets_no_cookie_and_varies_by_nothing(client, app):
    client.post("/say/hello")
    for browser in (client, app.test_client()):
        response = browser.get("/explainer")
        assert "Set-Cookie" not in response.headers
        assert "Vary" not in response.headers


def test_looking_at_a_page_opens_no_session(client, app):
    response = client.get("/look")
    assert "Set-Cookie" not in response.headers
    assert response.headers["Vary"] == "Cookie"
    assert rows(app) == {}


def test_the_cookie_is_exactly_as_promised(client):
    cookie = client.post("/say/hello").headers["Set-Cookie"]
    name, token = cookie.split(";")[0].split("=")
    assert name == "__Host-s"
    assert len(token) >= 43
    assert sorted(cookie.split("; ")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_a_worker_has_another_cookie_and_another_session(client):
    client.post("/say/person")
    client.post("/staff/say/worker")
    assert token_of(client, "__Host-w") != token_of(client)
    assert client.get("/look").json["answers"] == ["person"]
    assert client.get("/staff/look").json["answers"] == ["worker"]


@pytest.mark.parametrize(
    ("path", "name"), [("/staffing/", "__Host-s"), ("/q/staff", "__Host-s"), ("/staff", "__Host-w")]
)
def test_only_paths_under_staff_are_the_workers(path, name):
    assert COOKIES[audience_of(path)] == name


def test_what_was_said_is_there_on_the_next_page_also_inside_a_list(client):
    client.post("/say/one")
    client.post("/say/two")
    assert answers(client) == ["one", "two"]


def test_a_token_is_set_once_and_not_repeated(client):
    client.post("/say/one")
    assert "Set-Cookie" not in client.post("/say/two").headers


def test_a_token_made_up_by_a_browser_is_never_taken_over(client, app):
    client.set_cookie(COOKIE, "x" * 43, secure=True)
    client.post("/say/one")
    assert token_of(client) != "x" * 43
    assert set(rows(app)) == {name_of(token_of(client))}


def test_a_view_that_only_looks_may_still_write_its_session(client):
    client.get("/say-while-looking")
    assert answers(client) == ["looked"]


def test_what_was_said_is_kept_when_a_form_is_refused(client):
    client.post("/say/incomplete")
    assert answers(client) == ["incomplete"]


def test_a_request_that_failed_leaves_the_session_as_it_was(client):
    client.post("/say/one")
    assert client.post("/break").status_code == 500
    assert answers(client) == ["one"]


def test_a_commit_that_failed_leaves_the_session_as_it_was(client):
    client.post("/say/one")
    response = client.post("/collide")
    assert response.status_code == 409
    assert "Set-Cookie" not in response.headers
    assert answers(client) == ["one"]


def test_what_the_view_left_uncommitted_is_not_committed_with_the_session(client, app):
    client.post("/say/one")
    assert client.post("/refuse").status_code == 409
    assert answers(client) == ["one", "kept"]
    assert "business" not in rows(app)


def test_session_and_business_are_written_in_one_transaction(client, app, monkeypatch):
    client.post("/say/one")
    commits_seen = []
    with app.app_context():
        event.listen(db.engine, "commit", lambda _connection: commits_seen.append(1))
    client.post("/say/two")
    assert len(commits_seen) == 1


@pytest.mark.parametrize(("minutes", "seconds", "expired"), [(19, 59, False), (20, 0, True)])
def test_a_person_is_away_after_twenty_minutes_and_then_the_draft_is_gone(
    client, app, clock, minutes, seconds, expired
):
    client.post("/say/one")
    clock.shift(timedelta(minutes=minutes, seconds=seconds))
    assert client.get("/look").json == {"answers": None if expired else ["one"], "expired": expired}
    assert bool(rows(app)) is not expired
    assert (token_of(client) is None) is expired


@pytest.mark.parametrize(("seconds", "expired"), [(15 * 60 - 1, False), (15 * 60, True)])
def test_a_worker_is_away_after_fifteen_minutes(client, clock, seconds, expired):
    client.post("/staff/say/one")
    clock.shift(timedelta(seconds=seconds))
    assert client.get("/staff/look").json["expired"] is expired


@pytest.mark.parametrize(("minutes", "expired"), [(59, False), (60, True)])
def test_somebody_who_asked_for_more_time_has_an_hour(client, clock, minutes, expired):
    client.post("/say/one")
    client.post("/more-time")
    clock.shift(timedelta(minutes=minutes))
    assert client.get("/look").json["expired"] is expired


def test_looking_starts_the_idle_time_again_and_is_noted_once_a_minute(client, app, clock):
    client.post("/say/one")
    clock.shift(timedelta(seconds=59))
    client.get("/look")
    assert next(iter(rows(app).values())).last_seen_at == T0
    clock.shift(timedelta(seconds=1))
    client.get("/look")
    assert next(iter(rows(app).values())).last_seen_at == T0 + timedelta(minutes=1)


def test_sending_is_always_noted(client, app, clock):
    client.post("/say/one")
    clock.shift(timedelta(seconds=10))
    client.post("/more-time")
    assert next(iter(rows(app).values())).last_seen_at == T0 + timedelta(seconds=10)


def test_a_redirect_leaves_the_dead_token_so_that_the_next_page_can_tell(client, clock):
    client.post("/say/one")
    clock.shift(timedelta(minutes=21))
    assert client.get("/send-away").status_code == 303
    assert client.get("/look").json["expired"] is True
    assert client.get("/look").json["expired"] is False


def test_a_new_token_after_rotation_keeps_the_answers_and_the_old_one_opens_nothing(client, app):
    client.post("/say/one")
    old = token_of(client)
    client.post("/rotate")
    assert token_of(client) != old
    assert answers(client) == ["one"]
    assert set(rows(app)) == {name_of(token_of(client))}
    thief = app.test_client()
    thief.set_cookie(COOKIE, old, secure=True)
    assert answers(thief) is None


def test_leaving_deletes_the_row_and_expires_the_cookie(client, app):
    client.post("/say/one")
    old = token_of(client)
    cookie = client.get("/leave").headers["Set-Cookie"]
    assert cookie.startswith("__Host-s=;")
    assert {"Max-Age=0", "Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert rows(app) == {}
    client.set_cookie(COOKIE, old, secure=True)
    assert client.get("/look").json == {"answers": None, "expired": True}


def test_leaving_without_a_session_costs_nothing(client, app):
    assert "Set-Cookie" not in client.get("/leave").headers
    assert rows(app) == {}


def test_a_session_ended_elsewhere_while_a_page_was_made_stays_ended(client, app):
    client.post("/say/one")

    def somebody_signs_out_everywhere(response):
        elsewhere(lambda: execute(app, "DELETE FROM server_sessions"))
        return response

    app.after_request_funcs[None] = [somebody_signs_out_everywhere]
    client.get("/say-while-looking")
    assert rows(app) == {}
    assert token_of(client) is None


def test_two_pages_at_once_do_not_undo_each_other(client, app, clock):
    client.post("/say/one")
    clock.shift(timedelta(minutes=2))
    other = app.test_client()
    other.set_cookie(COOKIE, token_of(client), secure=True)

    def the_other_page_sends_meanwhile(response):
        if request.path == "/look":
            elsewhere(lambda: other.post("/say/two"))
        return response

    app.after_request_funcs[None] = [the_other_page_sends_meanwhile]
    client.get("/look")
    app.after_request_funcs.clear()
    assert answers(client) == ["one", "two"]


def test_a_store_that_fails_becomes_the_page_that_says_so(client, app):
    client.post("/say/one")
    _break_the_table(app)
    response = client.get("/say-while-looking")
    assert (response.status_code, response.text) == (503, "The database does not answer")
    assert "Set-Cookie" not in response.headers


def test_a_store_that_cannot_save_a_new_session_says_so_too(client, app):
    _break_the_table(app)
    response = client.get("/say-while-looking")
    assert (response.status_code, response.text) == (503, "The database does not answer")
    assert response.content_length == len(response.text)
    assert "Set-Cookie" not in response.headers


def test_leaving_works_when_the_store_fails(client, app):
    client.post("/say/one")
    _break_the_table(app)
    response = client.get("/leave")
    assert response.text == "left"
    assert token_of(client) is None


def _break_the_table(app):
    execute(app, "ALTER TABLE server_sessions RENAME TO broken")
