"""Did we explain it well? What an answer says about our words, and never about the reader. Pure; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.policies.glossary import Check, Glossary


class Worked(StrEnum):
    """Whether our words said what we meant. `not-picked`: nobody said, so it is explained once more."""

    CLEAR = "clear"
    UNCLEAR = "unclear"
    NOT_PICKED = "not-picked"


@dataclass(frozen=True, slots=True)
class Explained:
    """One question of the check, and how our words did."""

    check: Check
    worked: Worked


def explained(glossary: Glossary, picked: Mapping[str, str | None]) -> list[Explained]:
    """Judge our words by what was picked: ids of options by the ids of their questions. Any other value is none."""
    return [Explained(check, _worked(check, picked.get(check.id))) for check in glossary.check]


def _worked(check: Check, picked: str | None) -> Worked:
    option = next((option for option in check.options if option.id == picked), None)
    if option is None:
        return Worked.NOT_PICKED
    return Worked.CLEAR if option.right else Worked.UNCLEAR
