"""Documents on screen and on paper. A document is a frozen dataclass of plain values with a ClassVar `template`.

WeasyPrint and pikepdf are loaded by the first PDF, never by importing this package: a web process makes none.
"""

from portal.documents.page import Document, twin_page

__all__ = ["Document", "check_pdf", "count_pages", "render_html", "render_pdf"]


def render_html(document: Document) -> str:
    """Write the HTML twin: one whole standalone page with the same words as the PDF."""
    return twin_page(document)


def render_pdf(document: Document) -> bytes:
    """Make the PDF/UA-1 file, the same bytes for the same document. Raises DocumentRefused."""
    from portal.documents.pdf import make_pdf  # noqa: PLC0415

    return make_pdf(document)


def check_pdf(pdf: bytes) -> list[str]:
    """Name what is wrong with a finished file: title, language, tags, maker, fonts. Empty when nothing is."""
    from portal.documents.check import faults_of  # noqa: PLC0415

    return faults_of(pdf)


def count_pages(pdf: bytes) -> int:
    """Count the pages of a finished file."""
    from portal.documents.check import pages_of  # noqa: PLC0415

    return pages_of(pdf)
