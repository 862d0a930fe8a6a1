"""The last step of whoever is not signed in and sets a second factor: an app or a passkey, then in.

Setting up and coming back with a recovery code end alike. What differs, each says as its `Step`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.accounts.factors import App, Key
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import public
from portal.web.staff.forms.accounts import CodeForm, NewPasskeyForm
from portal.web.staff.new_factor import read_app, read_key
from portal.web.transactions import commits

FactorForm = CodeForm | NewPasskeyForm


@dataclass(frozen=True, slots=True)
class Step:
    """Whether they got this far, the page, what finishes it, where to begin anew, and the refusal that ends it all."""

    is_due: Callable[[], bool]
    page: Callable[[FactorForm | None], str]
    finish: Callable[[App | Key], ResponseReturnValue]
    begin_anew: Callable[[], ResponseReturnValue]
    ended: type[RuleBroken]


def add_factor_step(bp: Blueprint, step: Step) -> None:
    """Give the blueprint the page of the second factor and its two forms."""

    @bp.get("/second-factor")
    @public
    def factor() -> ResponseReturnValue:
        """Show the QR code, and the way to a passkey."""
        return step.page(None) if step.is_due() else step.begin_anew()

    @bp.post("/second-factor/app")
    @public
    @commits
    def set_app() -> ResponseReturnValue:
        """Finish with an app."""
        return _finish(step, CodeForm())

    @bp.post("/second-factor/passkey")
    @public
    @commits
    def set_passkey() -> ResponseReturnValue:
        """Finish with a passkey."""
        return _finish(step, NewPasskeyForm())


def _finish(step: Step, form: FactorForm) -> ResponseReturnValue:
    if not step.is_due():
        return step.begin_anew()
    try:
        if not form.validate():
            return step.page(form), 422
        return step.finish(read_app(form) if isinstance(form, CodeForm) else read_key(form))
    except step.ended:
        return step.begin_anew()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return step.page(form), 422
