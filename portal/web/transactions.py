"""The only commit points of the web. A view either happened whole, or not at all."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

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
        except StaleDataError:
            db.session.rollback()
            raise SomebodyElseChangedIt from None
        except BaseException:
            db.session.rollback()
            raise
        return response

    wrapper.commits = True  # type: ignore[attr-defined]
    return wrapper


def keep() -> None:
    """Commit now what has to survive a refusal: a counted failed try must not roll back with the answer "no"."""
    db.session.commit()


def reachable() -> bool:
    """Whether the database answers at all."""
    try:
        db.session.connection().exec_driver_sql("SELECT 1")
    except DBAPIError:
        db.session.rollback()
        return False
    return True
