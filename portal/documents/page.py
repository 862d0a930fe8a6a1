"""From a frozen dataclass to one whole HTML page: the twin that is read, and the same page on its way to paper."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.core.formatting import FILTERS
from portal.documents.breaks import with_breaks
from portal.documents.text import readable

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class Document(Protocol):
    """Plain values, and the template that says them."""

    template: ClassVar[str]


def twin_page(document: Document) -> str:
    """Write the page that is read: standalone, no address in it is loaded from anywhere."""
    return _environment(_for_screen).get_template(document.template).render(document=document)


def paper_page(document: Document) -> str:
    """Write the same page with the places marked where a line may end."""
    return _environment(_for_paper).get_template(document.template).render(document=document)


@cache
def _environment(finalize: Callable[[Any], Any]) -> Environment:
    """Every value passes `finalize` on its way into the page, so that no template can forget it.

    Strict: a letter with a missing value must fail, not print a blank.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(FILTERS)
    environment.globals["on_paper"] = finalize is _for_paper  # where nothing can be opened, everything stands open
    return environment


def _for_screen(value: Any) -> Any:
    return readable(value) if _is_typed(value) else value


def _for_paper(value: Any) -> Any:
    return with_breaks(readable(value)) if _is_typed(value) else value


def _is_typed(value: Any) -> bool:
    """Whether it is text that is still to be escaped. A macro's output is done already."""
    return isinstance(value, str) and not isinstance(value, Markup)
