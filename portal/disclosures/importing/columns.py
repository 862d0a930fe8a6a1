"""What a column of theirs can mean: how we say it, what its cells hold, and by which headings we guess it."""

import re
from dataclasses import dataclass

from portal.disclosures.importing.kinds import Holds as H
from portal.disclosures.importing.kinds import Ours as O
from portal.requests.kinds import IdentifierKind

NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that we keep of an old log."""

    said: str
    holds: H
    headings: tuple[str, ...] = ()


COLUMNS: dict[O, Column] = {
    O.DECIDED_ON: Column(
        "Day of the decision", H.DAY, ("date", "decided", "decided on", "date decided", "decision date",
                                       "incident date", "date of incident", "date of decision", "when", "day")
    ),
    O.DECIDED_TIME: Column("Time of the decision", H.TIME, ("time", "time decided", "decided at", "time of incident")),
    O.SHARED_ON: Column(
        "Day it was shared", H.DAY, ("shared on", "date shared", "date of referral", "referral date", "date sent",
                                     "date reported", "reported on", "date of disclosure")
    ),
    O.SAID_ON: Column("Day the person said it", H.DAY, ("said on", "date said", "contact date", "date of contact")),
    O.USER_NAME: Column("User name", H.SHORT, ("user name", "username", "handle", "user", "screen name", "login")),
    O.NICKNAME: Column("First name, or a name they used", H.SHORT, ("name", "first name", "forename", "nickname",
                                                                    "young person", "yp name", "client name", "child")),
    O.EMAIL: Column("Email", H.SHORT, ("email", "e mail", "email address", "mail")),
    O.PHONE: Column("Phone", H.SHORT, ("phone", "mobile", "telephone", "phone number", "mobile number", "tel")),
    O.BIRTHDAY: Column(
        "Birthday: only to tell people apart, not kept", H.DAY, ("birthday", "date of birth", "dob", "born")
    ),
    O.RECIPIENT_KIND: Column("Kind of recipient", H.CODED, ("told", "who was told", "shared with", "agency",
                                                            "recipient", "recipient type", "referred to",
                                                            "reported to", "type")),
    O.RECIPIENT_NAME: Column("Name of the recipient", H.SHORT, ("recipient name", "organisation", "name of agency",
                                                                "agency name", "name of recipient", "contact")),
    O.RECIPIENT_ROLE: Column("Role of the recipient", H.SHORT, ("role", "recipient role", "job title")),
    O.SENT_BY: Column("How it was sent", H.CODED, ("how", "sent by", "method", "how shared", "means", "channel")),
    O.WHAT: Column("What was told", H.LONG, ("what", "what was shared", "information shared", "details shared",
                                             "what was told", "details")),
    O.WHAT_WHY: Column("Why they needed it", H.LONG, ("why they needed it", "need to know")),
    O.AGREED: Column("Agreed with the person before", H.CODED, ("agreed", "agreed before")),
    O.WHY: Column("Why we told", H.LONG, ("why", "reason", "reason for sharing", "rationale", "concern", "summary")),
    O.NECESSITY: Column("Why it was needed, for staff", H.LONG, ("necessity", "proportionality", "notes", "comments")),
    O.LEFT_OUT: Column("What we left out", H.LONG, ("left out", "not shared", "withheld")),
    O.RULE: Column("The rule it rests on", H.CODED, ("rule", "policy", "clause", "ground", "threshold", "category")),
    O.PURPOSE: Column("Purpose", H.CODED, ("purpose",)),
    O.DECISION: Column("Decision", H.CODED, ("decision", "outcome", "shared", "action taken", "breach")),
    O.URGENCY: Column("Urgency", H.CODED, ("urgency", "urgent", "priority", "emergency", "level")),
    O.SERVICE: Column("Service", H.CODED, ("service", "project", "team", "source")),
    O.AT_RISK: Column("Who was at risk", H.CODED, ("at risk", "risk to", "who was at risk", "person at risk")),
    O.PERSON_GROUP: Column("Child or adult", H.CODED, ("age group", "child or adult", "adult or child", "under 18")),
    O.LAWFUL_BASIS: Column("Lawful basis", H.CODED, ("lawful basis", "legal basis", "basis")),
    O.SPECIAL_CONDITION: Column("Condition for sensitive data", H.CODED, ("condition", "special category condition")),
    O.CONSENT: Column("Whether they agreed", H.CODED, ("consent", "consent given", "consented")),
    O.NO_CONSENT_REASON: Column("Why they were not asked", H.CODED, ("why no consent", "reason for no consent")),
    O.CONSENT_NOTE: Column("What they said about it", H.SHORT, ("consent note", "consent comments")),
    O.VIEWS: Column("Their own views", H.LONG, ("views", "wishes", "views of the young person", "wishes and feelings")),
    O.TOLD: Column("Whether they know", H.CODED, ("person told", "yp informed", "young person informed", "informed")),
    O.TOLD_ON: Column("Day they were told", H.DAY, ("told on", "date told", "date informed", "informed on")),
    O.TOLD_NOTE: Column("Why they were not told", H.LONG, ("why not told", "reason not told", "reason not informed")),
    O.FEEDBACK: Column("Whether we heard back", H.CODED, ("feedback", "feedback received", "heard back")),
    O.FEEDBACK_WORDS: Column("What happened next", H.LONG, ("what happened next", "follow up", "result", "response")),
    O.EFFECT: Column("What it changed for using our services", H.SHORT, ("effect",)),
}  # fmt: skip
FINDERS: dict[O, IdentifierKind] = {
    O.USER_NAME: IdentifierKind.USER_NAME,
    O.EMAIL: IdentifierKind.EMAIL,
    O.PHONE: IdentifierKind.PHONE,
    O.NICKNAME: IdentifierKind.NICKNAME,
}
LONGEST = {H.SHORT: 200, H.LONG: 2000}
CODED = tuple(ours for ours, column in COLUMNS.items() if column.holds is H.CODED)
DAYS = tuple(ours for ours, column in COLUMNS.items() if column.holds is H.DAY)


def plain(words: str) -> str:
    """Words as they are compared: case, marks and spaces do not count."""
    folded = words.casefold().strip()
    return NOT_A_LETTER.sub(" ", folded).strip() or folded


def guess(headings: tuple[str, ...]) -> dict[int, O]:
    """What each column most likely means; a meaning is given away once, to the heading that fits it first."""
    found: dict[int, O] = {}
    for exact in (True, False):
        for number, heading in enumerate(headings):
            if number not in found and (ours := _meaning(plain(heading), set(found.values()), exact=exact)):
                found[number] = ours
    return found


def _meaning(heading: str, given: set[O], *, exact: bool) -> O | None:
    if not heading:
        return None
    for ours, column in COLUMNS.items():
        fits = heading in column.headings if exact else any(_says(heading, known) for known in column.headings)
        if fits and ours not in given:
            return ours
    return None


def _says(heading: str, known: str) -> bool:
    """Two words of ours in the middle of theirs: `Date of referral (if any)`. One word alone would say too little."""
    return " " in known and f" {known} " in f" {heading} "
