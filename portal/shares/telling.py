"""From a set, and from a notice, to what the person reads: coded facts become plain sentences."""

from datetime import date

from portal.core.formatting import long_date
from portal.disclosures.kinds import SentBy
from portal.disclosures.other_share import OtherShare, ToldOfChange
from portal.shares import kinds as k
from portal.shares.queries import OpenedSet

HEADINGS = {
    k.ShareKind.RESEARCH: "For a study",
    k.ShareKind.OBSERVING: "Someone watched how we work",
    k.ShareKind.STATISTICS: "For counting",
    k.ShareKind.LEGAL: "The law asked us",
}
RECEIVERS = {
    k.Receiver.UNIVERSITY: "a team that does studies",
    k.Receiver.OBSERVER: "someone from outside who watched",
    k.Receiver.FUNDER: "a group that gives us money",
    k.Receiver.PRESS: "the press",
    k.Receiver.REGULATOR: "a group that checks us",
    k.Receiver.POLICE: "the police",
    k.Receiver.COURT: "a court",
    k.Receiver.OTHER: "someone else",
}
NAMED = {
    k.Form.NAMED: "Yes. Your name, or a name you used, was with it.",
    k.Form.CODED: "They got a code and not your name. We are the only ones who know whose code it is.",
    k.Form.ANONYMOUS: "No. There was no name with it, and no code.",
}
WAYS = {
    SentBy.PHONE: "in a call",
    SentBy.SECURE_EMAIL: "by email",
    SentBy.ONLINE_FORM: "with a form of theirs",
    SentBy.LETTER: "in a letter",
    SentBy.IN_PERSON: "face to face",
}
NOT_TOLD = {
    k.NotToldWhy.IMPOSSIBLE: "We could not tell them.",
    k.NotToldWhy.TOO_MUCH: "We did not tell them. It would have taken far too much work.",
}


def other_share_of(one: OpenedSet) -> OtherShare:
    """A set that went out, in the person's words. Raises ValueError for one that nobody may be told of."""
    row = one.row
    if row.is_locked or row.shared_on is None:
        raise ValueError("a set that is locked, or that never went out, is never told")
    when = long_date(row.shared_on)
    return OtherShare(
        heading=f"{HEADINGS[row.kind]}, {when}",
        when=when,
        who=f"{one.receiver_name} ({RECEIVERS[row.receiver]})",
        what=one.what,
        why=one.why,
        named=NAMED[row.form],
    )


def was_told(who: str, sent_on: date, way: SentBy) -> ToldOfChange:
    """One recipient who was told."""
    return ToldOfChange(who, f"We told them on {long_date(sent_on)}, {WAYS[way]}.")


def was_not_told(who: str, code: k.NotToldWhy, why: str) -> ToldOfChange:
    """One recipient who cannot be told, with the reason in our words."""
    return ToldOfChange(who, f"{NOT_TOLD[code]} {why}")
