"""One question with many choices, drawn under headings that open: a list that can be scanned on a phone."""

from dataclasses import dataclass
from typing import Any

from wtforms import RadioField

from portal.web.fields import said


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """One heading, and what the macro for its radio buttons is told. It is open while its choice is picked."""

    id: str
    title: str
    is_open: bool
    params: dict[str, Any]


def describe_groups(field: RadioField) -> list[ChoiceGroup]:
    """Say how to draw a field whose choices are grouped. All groups share its name, so one choice stands in all."""
    groups = []
    for number, (title, choices) in enumerate(field.iter_groups(), start=1):
        items = [{"value": str(value), "checked": bool(chosen)} | said(label) for value, label, chosen, *_ in choices]
        place = f"{field.id}-{number}"
        params = {"idPrefix": place, "name": field.name, "items": items}
        groups.append(ChoiceGroup(f"{place}-title", title, any(item["checked"] for item in items), params))
    return groups
