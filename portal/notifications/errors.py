"""What a port says when a message did not leave. Only the name is kept: what mail servers say holds addresses."""

from portal.core.errors import PortalError


class NotSent(PortalError):
    """It surely did not leave, and may later: nobody answered, or the server said "not now"."""

    message = "It did not leave"


class Refused(PortalError):
    """The server does not take it and will not: the address is wrong, or the sender is."""

    message = "It was refused"


class PerhapsSent(PortalError):
    """It was handed over and nobody said whether it was taken. It must not be handed over again."""

    message = "Nobody said whether it was taken"
