"""What every template may name."""

from typing import Any

from flask import Flask, request, url_for

from portal.accounts.kinds import Audience
from portal.accounts.sessions import IDLE_MINUTES
from portal.core import clock
from portal.installation import installation
from portal.web.public.danger import helps_first
from portal.web.public.easy_read import twin_url
from portal.web.sessions import audience_of, current_session
from portal.web.wished import RIGHTS, TROUBLES


def init_context(app: Flask) -> None:
    """Offer the organisation, the exit address and today's date to every template."""

    @app.context_processor
    def _offer() -> dict[str, Any]:
        here = installation()
        return {
            "organisation": here.organisation,
            "rules_slug": here.pack.judged_by.slug,
            "exit_url": here.exit_url,
            "today": clock.today(),
            "helps_first": helps_first,
            "easy_read_url": twin_url,
            "asked_for": RIGHTS,
            "troubles": TROUBLES,
            **_idle(),
        }


def _idle() -> dict[str, Any]:
    """How long a page may lie open, and where it goes then."""
    audience = audience_of(request.path)
    if audience is Audience.WORKER:
        return {
            "idle_minutes": IDLE_MINUTES[audience],
            "shared_device": False,
            "idle_url": url_for("staff_sessions.new"),
            "still_url": url_for("account.still_here"),
        }
    return {
        "idle_minutes": current_session().idle_minutes,
        "shared_device": current_session().is_shared,
        "idle_url": url_for("leave.away"),
        "still_url": url_for("leave.still_here"),
    }
