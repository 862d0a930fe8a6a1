"""Paper: the only module that knows WeasyPrint. Slow to import and to run, so worker processes alone load it."""

import hashlib
import logging
from functools import cache
from pathlib import Path
from threading import Lock

import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.document import Document as Pages
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from portal.core.errors import PortalError
from portal.documents.assets import AssetFetcher
from portal.documents.breaks import BREAK, NO_BREAK
from portal.documents.page import TEMPLATES, Document, paper_page
from portal.documents.quiet import hush

FONTS = TEMPLATES / "documents" / "fonts"
TITLE = "Your copy"
# All that PDF/UA-1 asks of the metadata: no producer, no author, no date
METADATA = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{TITLE}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_one_at_a_time = Lock()  # the font map is shared, and Pango does not share it safely

hush(logging.getLogger("weasyprint"), logging.getLogger("fontTools"))


class DocumentRefused(PortalError):
    """The document asked for something that is not ours, or an asset of ours is missing. Nothing was made."""

    message = "The document asked for something that documents may not load"


def make_pdf(document: Document) -> bytes:
    """Make the PDF/UA-1 file: the same bytes for the same document. Raises DocumentRefused."""
    page = paper_page(document)
    with _one_at_a_time:
        try:
            return _lay_out(page)
        except FatalURLFetchingError:  # not an Exception, and its message holds the address
            raise DocumentRefused from None


def _lay_out(page: str) -> bytes:
    fonts, style = _fonts()
    html = HTML(string=page, base_url=FONTS.as_uri() + "/", url_fetcher=AssetFetcher(FONTS))
    pages = html.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/ua-1")
    return bytes(pages.write_pdf(finisher=_finish, pdf_variant="pdf/ua-1", pdf_identifier=_identifier(page)) or b"")


@cache
def _fonts() -> tuple[FontConfiguration, CSS]:
    """Fonts are unpacked once a process: a third of the time of a letter."""
    fonts = FontConfiguration()
    return fonts, CSS(filename=Path(FONTS / "fonts.css"), font_config=fonts, url_fetcher=AssetFetcher(FONTS))


def _identifier(page: str) -> bytes:
    return hashlib.sha256(page.encode()).hexdigest()[:32].encode()


def _finish(_pages: Pages, pdf: pydyf.PDF) -> None:
    """Say nothing about who made it with what, and keep the marks for line ends out of the bookmarks."""
    pdf.info = pydyf.Dictionary({"Title": pydyf.String(TITLE)})
    number = int(pdf.catalog["Metadata"].split()[0])
    pdf.objects[number].stream = [METADATA.encode()]
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and isinstance(title := thing.get("Title"), pydyf.String):
            thing["Title"] = pydyf.String(title.string.replace(BREAK, "").replace(NO_BREAK, "").replace("\xa0", " "))
