"""The words of staff for coded values, for what is drawn without a page: choices of a form, cells of a file."""

from flask import current_app


def said(name: str) -> dict[str, str]:
    """One table of `staff/said.html`, such as RIGHTS."""
    words: dict[str, str] = getattr(current_app.jinja_env.get_template("staff/said.html").module, name)
    return words
