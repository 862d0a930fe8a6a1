"""The form every form is: CSRF on, and a place for a rule's refusal."""

import re
import secrets
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, HiddenField

from portal.core.errors import RuleBroken
from portal.core.words import N_

TOP = "top"
SUBMISSION = re.compile(r"[0-9a-f]{32}")
NUL = "\x00"


def without_nul(value: Any) -> Any:
    """Drop the one character that no keyboard types and PostgreSQL refuses to keep."""
    return value.replace(NUL, "") if isinstance(value, str) else value


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose messages are its own: a view never words an error."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        """Every field cleans what it gets before it looks at it."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind with our filter after the field's own; what holds other fields has none."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return super().bind_field(form, unbound_field, options)
            own = unbound_field.kwargs.get("filters", ())
            return super().bind_field(form, unbound_field, {**options, "filters": [*own, without_nul]})

    def say(self, message: str) -> None:
        """Put a message at the top of the page."""
        self.form_errors: list[str] = [*self.form_errors, message]

    def refuse(self, error: RuleBroken) -> None:
        """Put a rule's refusal beside its field, or at the top of the page."""
        field = self._fields.get(error.field)
        if field is None:
            self.say(error.message)
        else:
            field.errors = [*field.errors, error.message]


class OnceForm(BaseForm):
    """A form of which a second press of Send must change nothing: it carries a random id of its own."""

    submission = HiddenField(default=lambda: secrets.token_hex(16))

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody who tampered with the hidden field has not sent this form."""
        fine = bool(super().validate(extra_validators))
        if fine and not SUBMISSION.fullmatch(self.submission.data or ""):
            self.say(N_("Something went wrong. Open this page again"))
        return fine and not self.errors
