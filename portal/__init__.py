"""Candour: the transparency and rights portal of a charity for young people."""

from pathlib import Path

import jinja2
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts.models import Worker
from portal.audit import Action, AuditEvent
from portal.config import Settings, read_settings
from portal.core import logs
from portal.core.engine import prepare_engine, reading
from portal.core.formatting import FILTERS
from portal.disclosures.models import Disclosure
from portal.extensions import alembic, csrf, db
from portal.installation import KEY, Installation
from portal.notifications.ports import Ports, bare
from portal.notifications.smtp import SmtpMail
from portal.notifications.text_over_http import HttpText
from portal.policies.loaded import refuse_another
from portal.policies.pack import Pack, load_pack
from portal.requests.models import Request
from portal.search.full_text import in_models
from portal.vault import Vault

ROOT = Path(__file__).parent.parent
MEBIBYTE = 1024 * 1024
NEWEST_REQUEST = (
    select(AuditEvent.subject)
    .where(AuditEvent.action == Action.REQUEST_RECEIVED)
    .order_by(AuditEvent.number.desc())
    .limit(1)
    .scalar_subquery()
)
# Any key of each kind of owner, and the newest request's: an old copy of the key store does not know that one yet.
KEYS_IN_USE = (
    select(Request.key_id).where(Request.id == NEWEST_REQUEST),
    *(select(owner.key_id).limit(1) for owner in (Request, Worker, Disclosure)),
)


def create_app(settings: Settings | None = None) -> Flask:
    """Read the settings, bind the extensions, register the screens. Raises PortalError that says what is missing."""
    from portal import jobs, web  # noqa: PLC0415  # they import this package's domains

    logs.configure()
    settings = settings or read_settings()
    app = Flask("portal", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SQLALCHEMY_ENGINES={"default": settings.sqlalchemy_url},
        ALEMBIC={"script_location": str(ROOT / "migrations")},
        ALEMBIC_CONTEXT={"render_as_batch": True, "compare_type": True, "include_object": in_models},
        MAX_CONTENT_LENGTH=MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=MEBIBYTE,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session, and that ends when idle
    )
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    _bind(app, settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    web.init_app(app)
    jobs.init_app(app)
    return app


def _open_ports(settings: Settings) -> Ports:
    """The ways out that are set up. None is opened yet: each message makes a connection of its own."""
    mail = SmtpMail(settings.smtp_url.get_secret_value(), settings.mail_from) if settings.smtp_url else None
    text = HttpText(settings.text_url, settings.text_token.get_secret_value()) if settings.text_url else None
    return Ports(mail, text, bare(settings.public_url))


def _bind(app: Flask, settings: Settings) -> None:
    """Open the vault first: a process without its keys must not serve anybody."""
    vault = Vault.from_settings(
        master_keys=settings.master_keys(), keys_url=settings.sqlalchemy_keys_url, files_url=settings.files_url
    )
    vault.check()
    pack = load_pack(settings.pack)
    app.extensions[KEY] = Installation(settings, vault, pack, pack.organisation.calendar, _open_ports(settings))
    db.init_app(app)
    alembic.init_app(app)
    csrf.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        db.sessionmaker.configure(info={"vault": vault})
    _refuse_what_is_foreign(app, vault, pack)


def _refuse_what_is_foreign(app: Flask, vault: Vault, pack: Pack) -> None:
    """Notice an empty, foreign or outdated key store now, and another charity's rules, not when a person comes."""
    with app.app_context(), reading(), db.sessionmaker() as session:
        try:
            refuse_another(session, pack.organisation.id)
            key_ids = [key_id for some_key in KEYS_IN_USE if (key_id := session.scalar(some_key))]
        except DBAPIError:
            return  # not migrated or not there: /readyz and every page say so, and `db upgrade` has to be able to start
    if key_ids:
        vault.check(*key_ids)
