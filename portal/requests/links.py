"""Addresses in what a person typed: which of them lie on another site. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
MOST_LINKS = 50


def links_in(typed: str) -> list[str]:
    """Every address, as typed. A post may also be told of in words, so a text without one is fine."""
    return [match.rstrip(".,;)") for match in ADDRESS.findall(typed)][:MOST_LINKS]


def elsewhere(typed: str, sites: Iterable[str]) -> list[str]:
    """The addresses that are on none of our `sites` (host names; what lies below them is ours too).

    Without any known site nothing is refused: staff look, as they would at words.
    """
    ours = [site.casefold() for site in sites]
    return [link for link in links_in(typed) if ours and not _is_ours(link, ours)]


def _is_ours(link: str, ours: list[str]) -> bool:
    host = _host(link)
    return any(host == site or host.endswith(f".{site}") for site in ours)


def _host(link: str) -> str:
    try:
        return (urlsplit(link if "://" in link else f"https://{link}").hostname or "").casefold()
    except ValueError:  # an address that no browser would open
        return ""
