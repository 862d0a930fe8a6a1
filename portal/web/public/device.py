"""A phone or computer that other people use too. Only the session knows, and it forgets with everything else."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.web.sessions import current_session

P = ParamSpec("P")


def is_shared() -> bool:
    """Whether the person said so in this visit."""
    return bool(len(current_session())) and current_session().is_shared  # its length is asked first: that reads it


def no_file_here(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """On a shared device, say kindly why there is no file, before anything is opened or written down."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_shared():
            return render_template("public/mine/no-file.html"), 403
        return view(*args, **kwargs)

    return wrapper
