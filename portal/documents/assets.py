"""What the PDF maker may load: our fonts, and nothing else in the world."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Read only the documents' own assets.

    A letter holds text that strangers typed. It is escaped; if it ever were not, an image in it could read a file or
    call a host on our network. A missing asset raises: a letter with a hole in it must not be sent. No message names
    the address that was asked for, because it may be somebody's words.
    """

    def __init__(self, assets: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self._assets = assets.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Give the bytes of an asset. Raises ValueError for every other address, OSError for a missing asset."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or parts.query or not path.is_relative_to(self._assets):
            raise ValueError("documents may load nothing but their own assets")
        # read here, so that nobody reads the address a second time and understands it otherwise
        return URLFetcherResponse(path.as_uri(), path.read_bytes())
