"""Choices between coded values, none of which has to be made unless the form says so."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wtforms import RadioField, SelectMultipleField

from portal.core.words import N_
from portal.web.forms import BaseForm

NONE_OF_THESE = N_("Pick one of these")


class OneOf(RadioField):  # type: ignore[misc]  # WTForms has no types
    """One of these, or nothing. The form says whether nothing will do."""

    def __init__(self, label: str, words: Mapping[Any, str], **options: Any) -> None:
        super().__init__(label, choices=coded(words), **options)
        self.invalid_choice_message = NONE_OF_THESE

    def pre_validate(self, form: BaseForm) -> None:
        """Nothing is fine here; anything else has to be one of the choices."""
        if self.data is not None:
            super().pre_validate(form)


class AnyOf(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Any number of these."""

    def __init__(self, label: str, words: Mapping[Any, str], **options: Any) -> None:
        super().__init__(label, choices=coded(words), **options)
        self.invalid_choice_message = NONE_OF_THESE


def coded(words: Mapping[Any, str]) -> dict[str, str]:
    """Coded values and their words, for a field, in their order."""
    return {str(value.value if isinstance(value, StrEnum) else value): text for value, text in words.items()}


def must_pick(form: BaseForm, name: str, message: str) -> bool:
    """Say so beside the field when nothing was picked."""
    if form[name].data:
        return True
    form[name].errors = [message]
    return False


def must_say(form: BaseForm, name: str, message: str) -> bool:
    """Say so beside the field when nothing was written."""
    if (form[name].data or "").strip():
        return True
    form[name].errors = [message]
    return False
