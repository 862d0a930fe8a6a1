"""The words of a notification, from a fixed list. Nothing about anybody goes into them."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.core.words import ENGLISH, gettext, ngettext_unfilled, speaking
from portal.notifications.kinds import NotificationKind, WorkerMailKind

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def text_of(kind: NotificationKind, language: str = ENGLISH) -> str:
    """What a text message says, in that language: one line, no link."""
    with speaking(language):
        return _environment().get_template(f"text/{kind.value}.txt").render().strip()


def mail_of(kind: NotificationKind, site: str, language: str = ENGLISH) -> tuple[str, str]:
    """The subject and the body of an e-mail, in that language. `site`: the portal's bare address, for everybody."""
    with speaking(language):
        return _cut(f"mail/{kind.value}.txt", site=site)


def worker_mail_of(kind: WorkerMailKind, link: str) -> tuple[str, str]:
    """The subject and the body of an e-mail to a worker: that something waits, and never what or about whom."""
    return _cut(f"mail_workers/{kind.value}.txt", link=link)


def _cut(template: str, **values: str) -> tuple[str, str]:
    whole = _environment().get_template(template).render(values)
    subject, _, body = whole.partition("\n\n")
    return subject.strip(), body.strip() + "\n"


@cache
def _environment() -> Environment:
    plain = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False)  # noqa: S701  # plain text
    plain.add_extension("jinja2.ext.i18n")
    plain.install_gettext_callables(gettext, ngettext_unfilled, newstyle=True)  # type: ignore[attr-defined]
    return plain
