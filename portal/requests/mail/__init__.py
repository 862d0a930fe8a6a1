"""A mail that somebody dropped in, read into plain values for a worker to check. Nothing of it is loaded or kept."""

from portal.requests.mail.reading import Attachment, Mail, read_mail
from portal.requests.mail.when import When
from portal.requests.mail.wire import LARGEST, MailRefused

__all__ = ["LARGEST", "Attachment", "Mail", "MailRefused", "When", "read_mail"]
