"""The audit trail: what happened, said in a closed vocabulary, in a chain that shows any change."""

from portal.audit.actions import SCHEMA, VISIBLE_TO_PERSON, Action
from portal.audit.counting import entries_after, was_before, what_workers_did_since
from portal.audit.facts import FactRefused
from portal.audit.models import AuditEvent, AuditHead
from portal.audit.queries import Verdict, timeline, verify
from portal.audit.service import THE_PORTAL, record

__all__ = [
    "SCHEMA",
    "THE_PORTAL",
    "VISIBLE_TO_PERSON",
    "Action",
    "AuditEvent",
    "AuditHead",
    "FactRefused",
    "Verdict",
    "entries_after",
    "record",
    "timeline",
    "verify",
    "was_before",
    "what_workers_did_since",
]
