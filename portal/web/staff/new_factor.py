"""The page on which somebody sets a second factor: when they start, when they lost theirs, and from their account."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import segno
from flask import render_template, session
from markupsafe import Markup

from portal.accounts import passkeys, second_factor
from portal.accounts.factors import App, Key
from portal.accounts.passkeys import Asked, Party, PasskeyRefused
from portal.accounts.sign_in import CodeRefused
from portal.core import clock
from portal.installation import installation
from portal.web.staff.forms.accounts import CodeForm, NewPasskeyForm

SECRET, QUESTION = "new_secret", "passkey_question"
ANSWER_WITHIN = timedelta(minutes=5)


def the_site() -> Party | None:
    """The site that passkeys are for. None where there can be none."""
    return passkeys.party_of(installation().settings.public_url)


def remember(asked: Asked) -> dict[str, Any]:
    """Keep what the answer is checked against. Gives the question, for the script."""
    session[QUESTION] = {"state": asked.state, "at": clock.now().isoformat()}
    return asked.options


def answered() -> tuple[Party, dict[str, Any]]:
    """What the answer is checked against: once, and not for long. Raises PasskeyRefused."""
    site, question = the_site(), session.pop(QUESTION, None)
    if site is None or not question or clock.now() - datetime.fromisoformat(question["at"]) > ANSWER_WITHIN:
        raise PasskeyRefused
    return site, question["state"]


def read_app(form: CodeForm) -> App:
    """The app whose QR code stood on the page. Raises CodeRefused."""
    secret = session.get(SECRET, "")
    if not secret or not second_factor.fits(secret, form.code.data, at=clock.now()):
        raise CodeRefused(field="code")
    return App(secret)


def read_key(form: NewPasskeyForm) -> Key:
    """The passkey that a device has just made. Raises PasskeyRefused."""
    site, state = answered()
    return Key(passkeys.read_new(site, state, form.credential.data or ""), form.name.data)


def factor_page(
    template: str, form: CodeForm | NewPasskeyForm | None = None, *, worker_id: uuid.UUID, email: str,
    known: Iterable[bytes] = (), **more: Any,
) -> str:  # fmt: skip
    """Draw it. The secret stays the same until it is used, so that a wrong code does not mean scanning again."""
    secret = session.setdefault(SECRET, second_factor.new_secret())
    site = the_site()
    return render_template(
        template,
        form=form,
        app_form=form if isinstance(form, CodeForm) else CodeForm(formdata=None),
        key_form=form if isinstance(form, NewPasskeyForm) else NewPasskeyForm(formdata=None),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        qr_code=_picture(second_factor.provisioning_uri(email, secret)),
        options=remember(passkeys.ask_for_new(site, worker_id, email, known)) if site else None,
        **more,
    )


def forget_secret() -> None:
    """It is in use now, or never will be."""
    session.pop(SECRET, None)


def _picture(uri: str) -> Markup:
    """The QR code, black on white in every mode: cameras want it so."""
    drawn = segno.make(uri, error="m").svg_inline(
        scale=1, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", title="QR code for your app"
    )
    return Markup(drawn)  # noqa: S704  # drawn by the library from black and white squares
