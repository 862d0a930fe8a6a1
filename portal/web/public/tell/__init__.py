"""Would you tell anyone? Asked before it is said, answered by the rules, and kept by nobody."""

from portal.web.public.tell.views import bp

__all__ = ["bp"]
