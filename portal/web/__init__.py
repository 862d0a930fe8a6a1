"""The screens: what a browser can reach. Domains below know nothing of it."""

from flask import Flask

from portal.extensions import csrf, login
from portal.web import assets, errors, govuk, headers, health, languages
from portal.web.actors import init_login
from portal.web.context import init_context
from portal.web.public import BLUEPRINTS as PUBLIC
from portal.web.reading import init_reading
from portal.web.sessions import PortalSessions
from portal.web.staff import BLUEPRINTS as STAFF


def init_app(app: Flask) -> None:
    """Hang every screen, header and error page on the app."""
    app.session_interface = PortalSessions()
    languages.init_languages(app)
    init_login(app, login)
    govuk.install_govuk(app)
    assets.install_assets(app)
    init_context(app)
    init_reading(app)
    headers.init_headers(app)
    errors.init_errors(app)
    app.register_blueprint(health.bp)
    csrf.exempt("portal.web.public.leave.leave")
    for blueprint in (*PUBLIC, *STAFF):
        app.register_blueprint(blueprint)
