"""How a field of a form is drawn, and which of its errors the summary at the top lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TelField,
    TextAreaField,
)

from portal.core.words import _, is_said_in_english_only
from portal.web.languages import in_english, spoken

# what a browser may fill in by itself (WCAG 1.3.5); the form turns it off for everything else
TOKENS = ((EmailField, "email"), (TelField, "tel"), (PasswordField, "current-password"))
KEPT_OUT = {"class", "id", "name", "required", "rows", "type", "value"}
ROWS, MOST_ROWS, LINE = 6, 30, 80  # of a box to write in, and the letters that fit in a row of it


@dataclass(frozen=True, slots=True)
class Drawing:
    """Which macro draws a field, and what it is told."""

    component: str
    params: dict[str, Any]


def describe(
    field: Field, *, heading: bool, hint: str | None, why: str | None, size: str, width: int | None
) -> Drawing:
    """Say how to draw a field. Raises TypeError for a kind that no component draws.

    `heading`: the label is the page's h1. `hint` replaces the field's own description. `why`: why we ask.
    `size`: s, m or l. `width`: characters of a short answer.
    """
    is_drawn = isinstance(field, SelectField) or hasattr(field, "_value")
    if not is_drawn or isinstance(field, (HiddenField, SubmitField)):
        raise TypeError(f"{field.name}: no component draws a {type(field).__name__}")
    params = _shared(field, hint, why)
    title = said(field.label.text) | {"isPageHeading": heading}
    if isinstance(field, BooleanField):
        one = {"value": "y", "checked": bool(field.data), "hint": params.pop("hint", None)} | said(field.label.text)
        return Drawing("checkboxes", params | {"items": [one]})
    if isinstance(field, (RadioField, SelectMultipleField)):
        legend = title | {"classes": f"govuk-fieldset__legend--{size}"}
        component = "radios" if isinstance(field, RadioField) else "checkboxes"
        return Drawing(component, params | {"items": list(_choices(field)), "fieldset": {"legend": legend}})
    params["label"] = title | {"classes": f"govuk-label--{size}"}
    if isinstance(field, SelectField):
        return Drawing("select", params | {"items": list(_choices(field))})
    component = "textarea" if isinstance(field, TextAreaField) else "input"
    return Drawing(component, params | _control(field, width))


def problems(form: Form | None) -> list[dict[str, str]]:
    """List the first error of each field with a link to it, in page order, then those of the form itself."""
    if not form:
        return []
    linked = [
        said(text) | ({} if isinstance(field, HiddenField) else {"href": f"#{_place(field)}"})
        for text, field in _faults(form)
    ]
    return linked + [said(str(error)) for error in form.form_errors]


def _shared(field: Field, hint: str | None, why: str | None) -> dict[str, Any]:
    """Id, name, hint and first error. Raises ValueError for a placeholder: its words go when they are needed."""
    if "placeholder" in (field.render_kw or {}):
        raise ValueError(f"{field.name}: say it in the hint; a placeholder is gone as soon as somebody types")
    params: dict[str, Any] = {"id": field.id, "idPrefix": field.id, "name": field.name}
    words = _hint(field.description if hint is None else hint, why)
    if words:
        params["hint"] = {"html": words}
    if field.errors:
        params["errorMessage"] = {**said(str(field.errors[0])), "visuallyHiddenText": _("Error")}
    return params


def _hint(hint: str, why: str | None) -> Markup:
    """Join the hint and the reason for asking. Both are read out with the field."""
    parts = [Markup('<span class="hint">{}</span>').format(spoken(hint))] if hint else []
    if why:
        parts.append(Markup('<span class="why"><b>{}</b> {}</span>').format(_("Why we ask:"), why))
    return Markup(" ").join(parts)


def _choices(field: SelectField) -> Iterator[dict[str, Any]]:
    """Give each choice; its third part may carry a `hint`, and a `divider` to stand before it."""
    for value, label, chosen, extra in field.iter_choices():
        if "divider" in extra:
            yield {"divider": extra["divider"]}
        item = {"value": str(value), "checked": chosen, "selected": chosen} | said(label)
        yield item | ({"hint": {"text": extra["hint"]}} if "hint" in extra else {})


def said(words: str) -> dict[str, Any]:
    """The words as a macro takes them: as text, or as HTML when they are there in English only."""
    if not is_said_in_english_only(words):
        return {"text": _(words)}
    return {"text": words, "html": in_english(words), "attributes": {"lang": "en"}}


def _control(field: Field, width: int | None) -> dict[str, Any]:
    """Give what a box to type in needs on top. A password never comes back to the page."""
    given = field.render_kw or {}
    attributes = {key: value for key, value in given.items() if key not in KEPT_OUT}
    for kind, token in TOKENS:
        if isinstance(field, kind):
            attributes.setdefault("autocomplete", token)
    control: dict[str, Any] = {"type": getattr(field.widget, "input_type", "text"), "attributes": attributes}
    if isinstance(field, IntegerField):
        control["type"] = "text"  # a number box changes its number when somebody scrolls
        attributes.setdefault("inputmode", "numeric")
    # what was typed, as WTForms keeps it
    control["value"] = "" if isinstance(field, PasswordField) else field._value()  # noqa: SLF001
    control["classes"] = f"govuk-input--width-{width}" if width else ""
    return control | {"rows": _rows(str(control["value"]), int(given.get("rows", ROWS)))}


def _rows(text: str, least: int) -> int:
    """Rows for a box, so that what stands in it is seen whole as far as a screen goes."""
    lines = sum(1 + len(line) // LINE for line in text.split("\n"))
    return max(least, min(lines + 1, MOST_ROWS))


def _faults(fields: Iterable[Field]) -> Iterator[tuple[str, Field]]:
    """Give each field that has an error, with its first one; rows of fields are looked into."""
    for field in fields:
        inner = field.entries if isinstance(field, FieldList) else field.form if isinstance(field, FormField) else None
        if inner is not None:
            yield from _faults(inner)
        # the errors of a row are those of its fields; a list of rows may have words of its own besides
        own = [error for error in field.errors if inner is None or isinstance(error, str)]
        if own and not isinstance(field, FormField):
            yield str(own[0]), field


def _place(field: Field) -> str:
    """Find the id to link to: the field's own (for choices, that of the first one), or that of a row's first field."""
    while isinstance(field, (FieldList, FormField)) and list(field):
        field = next(iter(field))
    return str(field.id)
