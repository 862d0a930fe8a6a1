"""From answers to the details of a request. What does not belong to the journey in the end is left behind."""

from collections.abc import Mapping
from typing import Any

from portal.requests.questionnaire import path
from portal.requests.wishes import Asker, Asking, Change, Thing, Wishes, asking_from_json, wishes_from_json

FIELDS = {
    "copy": ("copy_of", "copy_words"),
    "things": ("things", "change", "under_18"),
    "where": ("links", "new_words"),
    "keep": ("copy_first",),
    "wrong": ("wrong", "instead", "my_side"),
    "uses": ("uses", "use_words"),
    "freeze": ("freeze",),
    "carry": ("carry",),
    "trouble": ("troubles", "trouble_words"),
    "find": ("facts",),
    "format": ("forms",),
}
ASKING = ("who", "name", "how_they_know", "person_knows", "person_agrees")


def wishes_of(given: Mapping[str, Any]) -> Wishes:
    """The details of the questions that are asked in the end: a question left behind leaves nothing behind."""
    asked = {step.name for step in path(given)}
    kept = {name: _tidy(given[name]) for step, names in FIELDS.items() if step in asked for name in names
            if given.get(name)}  # fmt: skip
    if kept.get("change") != Change.EDIT:
        kept.pop("new_words", None)
    if set(kept.get("things", ())) == {Thing.ACCOUNT}:  # an account is closed, whatever its age
        kept.pop("change", None)
    return wishes_from_json(kept)


def asking_of(given: Mapping[str, Any]) -> Asking:
    """Who asks. For themselves, unless somebody said otherwise."""
    if "who" not in {step.name for step in path(given)}:
        return Asking(Asker.SELF)
    return asking_from_json({name: _tidy(given[name]) for name in ASKING if given.get(name)})


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
