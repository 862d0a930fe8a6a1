"""What the PDF maker may load: our fonts. Everything else stops it."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from portal.documents import pdf, render_pdf
from portal.documents.assets import AssetFetcher
from tests.builders.answers_on_paper import SAMPLE

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "templates" / "documents" / "fonts"
INSIDE = FONTS.as_uri()
REFUSED = [
    "http://demo.invalid/x.png",
    "https://demo.invalid/x.png",
    "ftp://demo.invalid/x.png",
    "file:///etc/passwd",
    "file://demo.invalid/etc/passwd",
    f"{INSIDE}/../paper.css",
    f"{INSIDE}/%2e%2e/paper.css",
    f"{INSIDE}/%2E%2E%2Fpaper.css",
    f"{INSIDE}/%252e%252e/paper.css",
    f"{INSIDE}/../../../pyproject.toml",
    f"{INSIDE}-elsewhere/x.png",
    f"{INSIDE}/fonts.css?x=/etc/passwd",
    f"{INSIDE}/missing.png",
    "data:image/png;base64,AAAA",
    "data:text/css,*{color:red}",
    "../paper.css",
    "/etc/passwd",
    "//demo.invalid/x.png",
]


def fetch_all(page: str) -> None:
    HTML(string=page, base_url=f"{INSIDE}/", url_fetcher=AssetFetcher(FONTS)).write_pdf()


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize(
    "page",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<style>@import url("{}");</style>',
        '<p style="background: url({})">x',
    ],
    ids=["image", "style sheet", "import", "background"],
)
def test_nothing_but_an_asset_of_ours_is_loaded(address: str, page: str):
    with pytest.raises(FatalURLFetchingError):
        fetch_all(page.format(address))


def test_an_asset_of_ours_is_loaded():
    response = AssetFetcher(FONTS).fetch(f"{INSIDE}/fonts.css")
    assert response.read() == (FONTS / "fonts.css").read_bytes()


def test_a_link_out_of_the_folder_is_no_way_out(tmp_path: Path):
    (tmp_path / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(ValueError, match="nothing but their own assets"):
        AssetFetcher(tmp_path).fetch((tmp_path / "passwd").as_uri())


def test_a_font_that_is_missing_stops_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "fonts.css").write_text('@font-face { font-family: "Letter"; src: url("missing.woff2"); }')
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    monkeypatch.setattr(pdf, "_fonts", pdf._fonts.__wrapped__)
    with pytest.raises(pdf.DocumentRefused):
        render_pdf(SAMPLE)


def test_a_refused_address_is_named_in_no_message(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    # no template lets markup through, so a page that does is put in its place
    monkeypatch.setattr(pdf, "paper_page", lambda _document: '<html lang="en"><img src="file:///SECRETWORD">')
    with pytest.raises(pdf.DocumentRefused) as refusal, caplog.at_level("DEBUG"):
        render_pdf(SAMPLE)
    assert "SECRETWORD" not in str(refusal.value)
    assert refusal.value.__suppress_context__
    assert "SECRETWORD" not in caplog.text


def test_the_fonts_are_the_ones_that_were_published():
    for line in (FONTS / "SHA256SUMS").read_text("ascii").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest
    summed = {line.split()[1] for line in (FONTS / "SHA256SUMS").read_text("ascii").splitlines()}
    assert summed == {path.name for path in FONTS.iterdir() if path.suffix in {".woff2", ".ttf"}}


def test_every_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL-atkinson-hyperlegible.txt").read_text("utf-8")
    assert "Bitstream Vera" in (FONTS / "LICENSE-dejavu.txt").read_text("utf-8")


def test_the_list_of_what_can_be_drawn_is_what_the_fonts_draw():
    script = ROOT / "scripts" / "font_coverage.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    how = "run: python scripts/font_coverage.py > templates/documents/fonts/coverage.txt"
    assert (FONTS / "coverage.txt").read_bytes() == done.stdout, how
