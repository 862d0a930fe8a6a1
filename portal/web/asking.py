"""Forms that ask and keep nothing: no cookie, no row, no log. The answer is gone with the page.

Choices are sent by POST, so that they stand in no address, history or log. Nothing is changed and no session is read:
a forged form could do nothing, so such a view needs no token against forgery, and no cookie to hold one.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import request
from flask.typing import ResponseReturnValue

from portal.core.errors import NotAllowed
from portal.extensions import csrf

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., object])
OUR_OWN = frozenset({"same-origin", "none"})


def reads_only(view: V) -> V:
    """Mark a view whose POST only answers. It runs read-only: a write in it fails in the database."""
    view.only_asks = True  # type: ignore[attr-defined]  # read by `reading`, `headers` and the tests of every route
    return view


def only_asks(view: V) -> V:
    """Mark such a view for anybody: it reads no session, so it needs no token either."""
    csrf.exempt(reads_only(view))
    return view


def same_site_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Take a form that stands on pages without a cookie, and so without a token: from our own pages and no others.

    Browsers say where a form was sent from. A stranger's page could do no more than begin an empty draft, and does not
    even get that far.
    """

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        origin = urlsplit(request.headers.get("Origin", "")).netloc or request.host
        if request.headers.get("Sec-Fetch-Site", "none") not in OUR_OWN or origin != request.host:
            raise NotAllowed
        return view(*args, **kwargs)

    csrf.exempt(wrapper)
    return wrapper
