"""The only commit points of the web. A view either happened whole, or not at all."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from portal.core.engine import reading
from portal.core.errors import SomebodyElseChangedIt
from portal.extensions import db
from portal.web.sessions import stage

P = ParamSpec("P")
REFUSED = 400


def commits(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Commit when the view answers below 400, else roll back. Marks the view for the test that walks all routes."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            response = make_response(view(*args, **kwargs))
            if response.status_code >= REFUSED:
                db.session.rollback()
            else:
                stage()  # the session and the business stand or fall together
                db.session.commit()
        except (StaleDataError, IntegrityError):
            db.session.rollback()
            raise SomebodyElseChangedIt from None
        except BaseException:
            db.session.rollback()
            raise
        return response

    wrapper.commits = True  # type: ignore[attr-defined]
    return wrapper


def opening(note: Callable[P, None]) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Log that a personal file is opened, in a short transaction of its own; then show it without holding any lock.

    `note` gets the view's arguments and writes the log line. What the session has to store goes first, so that two
    tabs of one worker take their locks in the same order.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            stage()
            note(*args, **kwargs)
            db.session.commit()
            with reading():
                response = make_response(view(*args, **kwargs))
            db.session.rollback()
            return response

        wrapper.opens = True  # type: ignore[attr-defined]
        return wrapper

    return decorate


def keep() -> None:
    """Commit now what has to survive a refusal: a counted failed try must not roll back with the answer "no"."""
    db.session.commit()


def reachable() -> bool:
    """Whether the database answers, and is migrated: a lost SQLite file comes back empty, and empty is not ready."""
    try:
        db.session.connection().exec_driver_sql("SELECT version_num FROM alembic_version")
    except DBAPIError:
        db.session.rollback()
        return False
    return True
