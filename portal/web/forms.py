"""The form every form is: CSRF on, and a place for a rule's refusal."""

from flask_wtf import FlaskForm

from portal.core.errors import RuleBroken

TOP = "top"


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose messages are its own: a view never words an error."""

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
