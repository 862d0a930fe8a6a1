"""One tree of errors. The name is the claim; the web layer turns each kind into one kind of page."""

from portal.core.words import N_


class PortalError(Exception):
    """Anything the portal says no to. Messages never hold what a person typed."""

    message = "Something went wrong"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class NotFound(PortalError):
    """There is no such thing, or the asker may not know that there is (page: 404)."""

    message = "Not found"


class NotAllowed(PortalError):
    """The asker's roles do not carry the permission (page: 403)."""

    message = "Not allowed"


class RuleBroken(PortalError):
    """A rule of the domain refuses (page: the same form, status 422).

    `field` is the form field to put the message beside; empty means the top of the page.
    """

    message = N_("That cannot be done")

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class SomebodyElseChangedIt(RuleBroken):
    """The row moved on since the asker looked at it. Nothing was overwritten."""

    message = N_(
        "Somebody else changed this case after you opened it. Nothing was overwritten. Look again, then decide."
    )


class Unavailable(PortalError):
    """A part the portal cannot work without is missing: database, key store, file store (page: 503)."""

    message = "Unavailable"
