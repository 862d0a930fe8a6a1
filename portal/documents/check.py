"""A look at a finished file: whether it carries what PDF/UA and our own promises ask of it.

Reading it back is the only proof. veraPDF's whole rule set runs in the tests (`scripts/pdfua_check.py`): it needs Java.
"""

import io
from collections.abc import Callable

from pikepdf import Dictionary, Name, Object, Pdf, PdfError
from pikepdf.models import PdfMetadata

TITLE, LANGUAGE = "Your copy", "en-GB"


def faults_of(pdf: bytes) -> list[str]:
    """Name what is wrong with the file, one short phrase each; an empty list when nothing is."""
    try:
        with Pdf.open(io.BytesIO(pdf)) as file:
            return [fault for fault, is_there in FAULTS.items() if is_there(file)]
    except PdfError:
        return ["it cannot be opened"]


def pages_of(pdf: bytes) -> int:
    """Count the pages."""
    with Pdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def _metadata(file: Pdf) -> PdfMetadata:
    # not as a context: leaving one would bring the file in line with its metadata before the next look
    return file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)


def _has_no_title(file: Pdf) -> bool:
    return str(file.docinfo.get("/Title", "")) != TITLE or not _prefers(file, "/DisplayDocTitle")


def _prefers(file: Pdf, name: str) -> bool:
    return bool(_entry(file, "/ViewerPreferences").get(name, False))


def _entry(file: Pdf, name: str) -> Object:
    return file.Root.get(name, Dictionary())


def _is_not_tagged(file: Pdf) -> bool:
    return not _entry(file, "/MarkInfo").get("/Marked", False) or "/StructTreeRoot" not in file.Root


def _says_no_ua(file: Pdf) -> bool:
    return str(_metadata(file).get("pdfuaid:part", "")) != "1"


def _tells_its_maker(file: Pdf) -> bool:
    named = any("producer" in key.lower() or "creator" in key.lower() for key in _metadata(file))
    return named or set(file.docinfo.keys()) != {"/Title"}


def _carries_more(file: Pdf) -> bool:
    names = _entry(file, "/Names")
    return bool(file.attachments) or "/JavaScript" in names or "/OpenAction" in file.Root or "/AcroForm" in file.Root


def _lacks_a_font(file: Pdf) -> bool:
    fonts = (font for page in file.pages for font in page.Resources.get("/Font", Dictionary()).values())
    return any("/ToUnicode" not in font or not _is_embedded(font) for font in fonts)


def _is_embedded(font: Object) -> bool:
    (whole,) = font.get("/DescendantFonts", [font])
    return "/FontFile2" in whole.get("/FontDescriptor", Dictionary())


FAULTS: dict[str, Callable[[Pdf], bool]] = {
    "it has no title": _has_no_title,
    "it has no language": lambda file: str(file.Root.get(Name.Lang, "")) != LANGUAGE,
    "it is not tagged": _is_not_tagged,
    "it does not say that it follows PDF/UA": _says_no_ua,
    "it tells who made it": _tells_its_maker,
    "it carries a file, a form or a script": _carries_more,
    "a font is missing": _lacks_a_font,
}
