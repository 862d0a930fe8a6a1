"""What a page loads: how it is sent, how little it weighs, whose it is, and whether it can be read in every mode."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.assets import BUNDLES, FOLDER, build
from tests.builders.face import ROOT, face_app

VENDORED = FOLDER / "vendor/govuk-frontend-6.3.0"
KILOBYTE = 1024
OURS = sorted(
    path
    for folder in (FOLDER, ROOT / "templates")
    for path in folder.rglob("*")
    if path.suffix in {".css", ".scss", ".js", ".svg", ".html"}
)


@pytest.fixture(scope="module")
def app() -> Flask:
    return face_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def address(app: Flask, name: str) -> str:
    """Where a bundle is."""
    with app.test_request_context():
        return str(app.jinja_env.globals["asset"](name))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("public.css", "text/css; charset=utf-8"),
        ("staff.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_a_file_is_sent_packed_and_for_a_year_under_the_hash_of_its_bytes(
    app: Flask, client: FlaskClient, name: str, kind: str
) -> None:
    path = address(app, name)
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})

    assert (packed.status_code, packed.content_type, plain.content_type) == (200, kind, kind)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    for response in (packed, plain):
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in response.headers
    assert hashlib.sha256(plain.data).hexdigest()[:12] in path


@pytest.mark.parametrize(
    "path", ["/static/public-000000000000.css", "/static/public.css", "/static/..%2fpyproject.toml"]
)
def test_any_other_address_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_changed_file_has_a_new_address_and_an_unchanged_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a { color: red; } /* why */\n")
    before = build("a.css", ("a.css",), tmp_path)
    assert build("a.css", ("a.css",), tmp_path) == before
    assert before.plain == b"a { color: red; } "
    (tmp_path / "a.css").write_text("a { color: blue; }\n")
    assert build("a.css", ("a.css",), tmp_path).address != before.address


def test_a_browser_that_asks_for_an_icon_by_itself_gets_one(client: FlaskClient) -> None:
    assert client.get("/favicon.ico").content_type == "image/svg+xml"


def test_a_first_view_stays_within_its_weight() -> None:
    weight = {name: len(build(name, parts).packed) for name, parts in BUNDLES.items()}
    assert weight["public.css"] <= 12 * KILOBYTE
    assert weight["page.js"] <= 6 * KILOBYTE
    assert weight["icon.svg"] <= KILOBYTE
    assert len((FOLDER / "js/page.js").read_bytes()) <= 6 * KILOBYTE


def test_the_vendored_files_are_the_ones_that_were_checked() -> None:
    sums = dict(reversed(line.split("  ")) for line in (VENDORED / "CHECKSUMS").read_text().splitlines())
    assert len(sums.pop("govuk-frontend-6.3.0.tgz")) == 128
    assert sums.keys() == {path.name for path in VENDORED.iterdir()} - {"CHECKSUMS"}
    for name, wanted in sums.items():
        assert hashlib.sha512((VENDORED / name).read_bytes()).hexdigest() == wanted, name


def test_vendoring_names_no_registry() -> None:
    script = (ROOT / "scripts/vendor_govuk.sh").read_text()
    assert "sha512sum --check" in script
    assert "://" not in script


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_of_the_government_s_face_is_in_ours(path: Path) -> None:
    """MIT covers the code; the crown, the typeface and the colours are not ours to wear."""
    text = path.read_text(encoding="utf-8").lower()
    for mark in ("gds transport", "crown", "#1d70b8", "#0b0c0c", "#ffdd00", "#00703c", "#0f7a52"):
        assert mark not in text, mark


def test_no_fonts_are_sent() -> None:
    assert not [path for path in FOLDER.rglob("*") if path.suffix in {".woff", ".woff2", ".ttf", ".otf"}]


@pytest.mark.parametrize("name", BUNDLES)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    text = build(name, BUNDLES[name]).plain.decode().replace("http://www.w3.org/2000/svg", "")
    assert "://" not in text
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("name", ["public.css", "staff.css"])
def test_nothing_moves(name: str) -> None:
    text = build(name, BUNDLES[name]).plain.decode()
    assert not re.search(r"\b(animation|transition|scroll-behavior)\b|@keyframes", text)


def test_the_script_keeps_nothing_on_the_device_and_rewrites_no_history() -> None:
    text = (FOLDER / "js/page.js").read_text()
    for name in ("localStorage", "sessionStorage", "indexedDB", "caches", "serviceWorker", "document.cookie"):
        assert name not in text
    for name in ("replaceState", "pushState", "eval(", "innerHTML", "new Function"):
        assert name not in text


# --- colours -------------------------------------------------------------------------------------------------------

WORDS_ON = {
    "ink": ("paper", "card", "mist", "lilac", "glow", "warn-paper", "good-paper", "bad-paper", "plain-paper"),
    "soft": ("paper", "card", "mist", "lilac", "glow"),
    "link": ("paper", "card", "mist", "lilac", "glow"),
    "visited": ("paper", "card"),
    "on-light": ("light",),
    "on-press": ("press", "press-strong"),
    "on-bad": ("bad",),
    "bad": ("paper", "card", "bad-paper"),
    "good": ("good-paper",),
    "warn": ("warn-paper",),
    "cool": ("cool-paper",),
    "paper": ("ink",),
}
EDGES_ON = {
    "edge": ("paper", "card", "mist", "lilac", "glow"),
    "press": ("paper", "card", "mist"),
    "bad": ("paper", "bad-paper"),
    "ink": ("paper", "card"),
    "warn": ("warn-paper", "paper"),
}
DARK, MORE = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
MODES = {
    "light": (),
    "dark": (DARK,),
    "more contrast": (MORE,),
    "more contrast, dark": (DARK, MORE, f"{MORE} and {DARK}"),
}


def colours(mode: str) -> dict[str, str]:
    """The tokens as they are in one mode, later rules over earlier ones."""
    text = (FOLDER / "css/tokens.css").read_text()
    rules = re.findall(r"(?:@media ([^{]+?) \{\s*)?:root \{(.*?)\}", text, re.DOTALL)
    found: dict[str, str] = {}
    for query, body in rules:
        if not query or query in MODES[mode]:
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", body))
    return found


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1.4.3."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def pairs(wanted: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Every colour with every ground it stands on."""
    for colour, grounds in wanted.items():
        for ground in grounds:
            yield colour, ground


def test_contrast_is_computed_as_the_guideline_does() -> None:
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
def test_words_stand_out_seven_to_one(mode: str) -> None:
    here = colours(mode)
    weak = {
        pair: round(contrast(here[pair[0]], here[pair[1]]), 2)
        for pair in pairs(WORDS_ON)
        if contrast(here[pair[0]], here[pair[1]]) < 7
    }
    assert not weak


@pytest.mark.parametrize("mode", MODES)
def test_edges_of_controls_stand_out_three_to_one(mode: str) -> None:
    here = colours(mode)
    weak = {
        pair: round(contrast(here[pair[0]], here[pair[1]]), 2)
        for pair in pairs(EDGES_ON)
        if contrast(here[pair[0]], here[pair[1]]) < 3
    }
    assert not weak
