"""The few files a page asks for: joined, hashed, compressed once at start, kept for a year by the browser.

A first view may make six requests and weigh 50 kB (goals: "Explainers"), so the style sheets of an audience are one
file, and its address holds the hash of its bytes: a changed file is a new address.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

from portal.web.languages import without_language

FOLDER = Path(__file__).resolve().parents[2] / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
SHARED = ("vendor/govuk-frontend-6.3.0/parts.css", "css/tokens.css", "css/screen.css")
PRINT = "css/print.css"  # the last word, where there is no screen

PUBLIC = ("policies", "tell", "reach", "datamap", "find", "numbers")
BUNDLES: Mapping[str, tuple[str, ...]] = {
    "public.css": (
        *SHARED,
        *(f"css/{name}.css" for name in PUBLIC),
        PRINT,
    ),
    "staff.css": (
        *SHARED,
        "css/numbers.css",
        "css/staff.css",
        "css/find.css",
        "css/edit.css",
        "css/team.css",
        "css/letters.css",
        "css/clock.css",
        "css/register.css",
        PRINT,
    ),
    "page.js": ("js/page.js",),
    "edit.js": ("js/edit.js",),
    "passkey.js": ("js/passkey.js",),
    "icon.svg": ("img/icon.svg",),
}
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
INDENT = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    address: str
    kind: str
    plain: bytes
    packed: bytes


def build(name: str, parts: tuple[str, ...], folder: Path = FOLDER) -> Asset:
    """Join the parts of one bundle. Style sheets lose their comments and indents; scripts stay as written."""
    stem, dot, ending = name.partition(".")
    text = "\n".join((folder / part).read_text(encoding="utf-8") for part in parts)
    if ending == "css":
        text = INDENT.sub("\n", COMMENT.sub("", text))
    plain = text.encode()
    mark = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(f"{stem}-{mark}{dot}{ending}", TYPES[dot + ending], plain, gzip.compress(plain, 9, mtime=0))


def answer(asset: Asset, *, cache: str = FOR_A_YEAR) -> Response:
    """Send the bytes, packed when the browser can unpack them, and say that the answer depends on that."""
    packed = request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if packed else asset.plain, content_type=asset.kind)
    response.headers["Cache-Control"] = cache
    response.vary.add("Accept-Encoding")
    if packed:
        response.content_encoding = "gzip"
    return response


def asset_view(assets: Mapping[str, Asset]) -> Callable[[str], Response]:
    """Make a view that knows these files and no others: it reads nothing from disk, so no path leads outside."""
    by_address = {asset.address: asset for asset in assets.values()}

    def show(address: str) -> Response:
        """Send one file. An unknown or outdated address is not found."""
        if address not in by_address:
            abort(404)
        return answer(by_address[address])

    return show


def install_assets(app: Flask) -> None:
    """Build every bundle now (a missing file stops the start) and give templates `asset(name)`."""
    assets = {name: build(name, parts) for name, parts in BUNDLES.items()}

    def asset(name: str) -> str:
        """Give the address of a bundle, the same in every language, such as `asset("public.css")`. Raises KeyError."""
        return without_language(url_for("assets", address=assets[name].address))

    def favicon() -> Response:
        """Send the icon. Browsers ask for this name by themselves when a file, not a page, is opened."""
        return answer(assets["icon.svg"], cache="public, max-age=86400")

    app.add_url_rule("/static/<address>", "assets", asset_view(assets))
    app.add_url_rule("/favicon.ico", "favicon", favicon)
    app.jinja_env.globals["asset"] = asset
