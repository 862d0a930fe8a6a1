"""Forms that ask and keep nothing: no cookie, no row, no log. The answer is gone with the page.

Choices are sent by POST, so that they stand in no address, history or log. Nothing is changed and no session is read:
a forged form could do nothing, so such a view needs no token against forgery, and no cookie to hold one.
"""

from collections.abc import Callable
from typing import TypeVar

from portal.extensions import csrf

V = TypeVar("V", bound=Callable[..., object])


def reads_only(view: V) -> V:
    """Mark a view whose POST only answers. It runs read-only: a write in it fails in the database."""
    view.only_asks = True  # type: ignore[attr-defined]  # read by `reading`, `headers` and the tests of every route
    return view


def only_asks(view: V) -> V:
    """Mark such a view for anybody: it reads no session, so it needs no token either."""
    csrf.exempt(reads_only(view))
    return view
