"""What a file is, by its own bytes: never by its name, and never by what a browser says. Pure.

A picture is made anew from its points, so that nothing else that lay in the file is kept: no place, no camera, no
second picture behind the first.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.core.errors import RuleBroken

LARGEST = 5 * 1024 * 1024  # bytes
MOST_POINTS = 40_000_000  # of a picture: a small file may unfold to a huge one
TEXT, PDF = "text", "pdf"
PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
ENDINGS = {TEXT: "txt", PDF: "pdf", "png": "png", "jpeg": "jpg"}
REFUSED = "Attach a PDF, a PNG or JPEG picture, or plain text. It is looked at by what is in it, not by its name"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: what it is, and its bytes as they are kept."""

    kind: str
    data: bytes


def examine(data: bytes, *, field: str = "file") -> Upload:
    """Say what the bytes are. Raises RuleBroken for nothing, for too much, and for what is none of the four kinds."""
    if not data:
        raise RuleBroken("Choose a file", field=field)
    if len(data) > LARGEST:
        raise RuleBroken("Attach a file of 5 MB or less", field=field)
    kind = next((kind for mark, kind in PICTURES.items() if data.startswith(mark)), "")
    if kind:
        return Upload(kind, _made_anew(data, kind, field))
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-1024:]:
            raise RuleBroken("This PDF breaks off. Save it again", field=field)
        return Upload(PDF, data)
    if _is_text(data):
        return Upload(TEXT, data)
    raise RuleBroken(REFUSED, field=field)


def _is_text(data: bytes) -> bool:
    """Words, and nothing that a browser would draw or run."""
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(one.isprintable() or one in "\t\r\n\f\ufeff\u200b" for one in words)


def _made_anew(data: bytes, kind: str, field: str) -> bytes:
    kept = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that unfolds to too much warns before it fails
            with Image.open(io.BytesIO(data), formats=[kind.upper()]) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    raise RuleBroken("This picture is too large. Make it smaller first", field=field)
                upright = ImageOps.exif_transpose(picture)
                plain = (
                    upright.convert("RGB") if kind == "jpeg" or upright.mode not in {"RGB", "RGBA", "L"} else upright
                )
                bare = Image.new(plain.mode, plain.size)
                bare.paste(plain)
                bare.save(kept, kind.upper(), **({"quality": 90} if kind == "jpeg" else {}))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError):
        raise RuleBroken("This picture cannot be read", field=field) from None
    return kept.getvalue()
