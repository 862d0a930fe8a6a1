"""What an editor says of the situations whose rules rest on a clause that changed."""

from collections.abc import Sequence

from wtforms import RadioField

from portal.policies.judging import Open
from portal.web.staff.forms.cases import VersionedForm

STILL_RIGHT, DEPENDS = "still-right", "depends"


class RulesForm(VersionedForm):
    """Say of each situation whether its rule is still right."""

    def is_still_right(self, situation: str) -> bool:
        """What was said of it."""
        return bool(self[situation].data == STILL_RIGHT)


def rules_form(found: Sequence[Open], version: int | None = None) -> RulesForm:
    """One question for each situation. With `version`, it is as it was saved; without, as it was sent."""
    fields = {one.situation: RadioField(one.title, choices=_choices(one)) for one in found}
    kind = type("Rules", (RulesForm,), fields)
    if version is None:
        return kind()  # type: ignore[no-any-return]
    saved = {one.situation: STILL_RIGHT if one.is_still_right else DEPENDS for one in found}
    return kind(formdata=None, data={**saved, "version": version})  # type: ignore[no-any-return]


def _choices(one: Open) -> dict[str, str]:
    held = {STILL_RIGHT: "The rule is still right"} if one.can_stand else {}
    return held | {DEPENDS: "It depends"}
