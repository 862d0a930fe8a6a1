"""For whoever watches the machine: is it alive, can it work."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from portal.core.errors import Unavailable
from portal.installation import installation
from portal.web.access import public
from portal.web.transactions import reachable

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Every part it cannot work without answers; otherwise 503 and which does not."""
    parts = {"database": reachable(), "vault": _vault_opens()}
    status = 200 if all(parts.values()) else 503
    return jsonify(status="ok" if status == 200 else "unavailable", **parts), status  # noqa: PLR2004


def _vault_opens() -> bool:
    try:
        installation().vault.check()
    except Unavailable:
        return False
    return True
