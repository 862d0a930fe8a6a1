"""What follows an entry of the register, made by the services."""

import io
import secrets
from datetime import datetime

from PIL import Image
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.disclosures import attaching
from portal.disclosures.after_models import DisclosureAttachment
from portal.disclosures.models import Disclosure
from tests.builders.desk import AT

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def an_attachment(
    session: Session, entry: Disclosure, actor: Actor, data: bytes = PDF, *, label: str = "The email we sent",
    at: datetime = AT,
) -> DisclosureAttachment:  # fmt: skip
    """A file of an entry."""
    return attaching.attach(session, entry, data, label, submission=secrets.token_hex(16), actor=actor, at=at)


def a_picture(kind: str = "JPEG", *, size: tuple[int, int] = (12, 8)) -> bytes:
    """A picture with a place and a camera in it."""
    kept, said = io.BytesIO(), Image.Exif()
    said[0x010F] = "Demo Camera"
    said[0x8825] = {1: "N", 2: (53.0, 48.0, 0.0)}
    Image.new("RGB", size, "teal").save(kept, kind, exif=said.tobytes())
    return kept.getvalue()
