"""From an entry of the register to what the person reads: coded facts become plain sentences, in three layers."""

from collections.abc import Iterator

from portal.core.formatting import long_date
from portal.disclosures import kinds as k
from portal.disclosures.beside import Beside
from portal.disclosures.gaps import missing
from portal.disclosures.letters import Share, SharedItem
from portal.disclosures.queries import OpenedDisclosure, OpenedField
from portal.disclosures.sentence import one_sentence, teams
from portal.disclosures.whole import how_sent, whole_of

RECIPIENTS = {
    k.RecipientKind.POLICE_EMERGENCY: "the police, on 999",
    k.RecipientKind.POLICE: "the police, on 101",
    k.RecipientKind.AMBULANCE: "the ambulance team, on 999",
    k.RecipientKind.SOCIAL_WORK: "a social worker",
    k.RecipientKind.HEALTH: "a nurse or a doctor",
    k.RecipientKind.COUNTER_TERRORISM: "the police team for terrorism",
    k.RecipientKind.COURT: "a court",
    k.RecipientKind.SCHOOL: "a school",
    k.RecipientKind.OTHER: "someone else",
}
FIELDS = {
    k.FieldKind.NAME: "Your name",
    k.FieldKind.DATE_OF_BIRTH: "Your date of birth",
    k.FieldKind.PHONE: "Your phone number",
    k.FieldKind.EMAIL: "Your email address",
    k.FieldKind.ADDRESS: "Where you live",
    k.FieldKind.LOCATION: "Where you were",
    k.FieldKind.IP_ADDRESS: "Your IP address (a number for your internet link)",
    k.FieldKind.WORDS: "Some of your own words",
    k.FieldKind.WORRY: "Why we were worried",
    k.FieldKind.OTHER: "Something else",
}
TOLD = {
    k.Told.BEFORE: "We told you before we did it.",
    k.Told.AFTER: "We told you after we did it.",
    k.Told.NOT_YET: "We had not told you yet. We are sorry that you hear it from this letter.",
    k.Told.NO_WAY: "We had no way to reach you. We are sorry that you hear it from this letter.",
    k.Told.NOT_RECORDED: "We did not write down if we told you.",
}
FEEDBACK = {
    k.Feedback.NOT_ASKED: "We have not asked them what happened next.",
    k.Feedback.ASKED: "We asked them what happened next. We are waiting to hear.",
    k.Feedback.NOT_TOLD_US: "We asked them what happened next. They have not told us.",
    k.Feedback.NOT_RECORDED: "We did not write down what happened next.",
}
AGREED: dict[bool | None, str] = {
    True: "Yes, we agreed it with you first.",
    False: "No, we did not agree it with you first.",
}
NOTHING_LEFT_OUT = missing("No one wrote down what we left out.")
NOTHING_BESIDE = Beside()


def share_of(entry: OpenedDisclosure, *, rule: str, around: Beside = NOTHING_BESIDE) -> Share:
    """One entry, in the person's words. `rule` names the clause and the version; `around`: what stands beside it.

    Raises ValueError for a locked entry: nobody may be told of it by way of an answer.
    """
    row = entry.row
    if row.is_locked:
        raise ValueError("a locked entry is never told")
    when = long_date(row.shared_at or row.decided_at)
    return Share(
        heading=_heading(entry, when),
        when=when,
        who=tuple(_who(entry)),
        items=tuple(_item(f, imported=row.imported) for f in entry.fields) or _nothing_written(entry),
        why=entry.words["why"],
        rule=rule,
        told=_told(entry),
        left_out=_left_out(entry),
        next=_next(entry),
        sentence=one_sentence(when, row.decision, [r.kind for r in entry.recipients], [f.kind for f in entry.fields]),
        rule_day=_rule_day(entry, around),
        corrections=tuple(_put_right(entry, around)),
        whole=whole_of(entry, around),
    )


def _heading(entry: OpenedDisclosure, when: str) -> str:
    if entry.row.decision is k.Decision.NOT_SHARED:
        return f"On {when} we thought about telling someone, and did not"
    return f"On {when} we told {teams([r.kind for r in entry.recipients])}"


def _who(entry: OpenedDisclosure) -> list[str]:
    """`Demo Police Control Room (the police, by 999), call handler`."""
    return [_named(r.name, RECIPIENTS[r.kind]) + (f", {r.role}" if r.role else "") for r in entry.recipients]


def _named(name: str, kind: str) -> str:
    """An old log may have only the kind: `A school`."""
    return f"{name} ({kind})" if name else kind[0].upper() + kind[1:]


def _nothing_written(entry: OpenedDisclosure) -> tuple[SharedItem, ...]:
    """An old log may not say what was told. That is not the same as nothing."""
    if entry.row.imported and entry.row.decision is not k.Decision.NOT_SHARED:
        return (SharedItem(what="We told them something, but we did not write down what.", why="", agreed=""),)
    return ()


def _item(field: OpenedField, *, imported: bool = False) -> SharedItem:
    agreed = AGREED.get(field.agreed, "")
    what = FIELDS[field.kind] + (f": {field.what}" if field.what else "")
    if imported and field.kind is k.FieldKind.OTHER and field.what:
        what = field.what[0].upper() + field.what[1:]  # the words of the log, which name no kind
    return SharedItem(what=what, why=field.why, agreed=agreed)


def _rule_day(entry: OpenedDisclosure, around: Beside) -> str:
    """Whether that version counted on the day on which they said it: the promise they were given then."""
    row = entry.row
    if row.said_on is None:
        return missing("No one wrote down the day on which you said it.")
    said = f"You said it on {long_date(row.said_on)}."
    if around.counted is None:
        return f"{said} We cannot be sure which version counted on that day."
    if around.counted == row.policy_version:
        return f"{said} This version counted on that day."
    return f"{said} On that day version {around.counted} counted. We went by version {row.policy_version}."


def _left_out(entry: OpenedDisclosure) -> str:
    if entry.row.decision is k.Decision.NOT_SHARED:
        return entry.words["left_out"] or "All of it. We told no one."
    return entry.words["left_out"] or NOTHING_LEFT_OUT


def _put_right(entry: OpenedDisclosure, around: Beside) -> Iterator[str]:
    """Each time we told them later that something was wrong; for a decision not to tell there is nobody to tell."""
    for one in around.corrections:
        yield f"On {long_date(one.sent_at)}. {how_sent(one.to, one.sent_by)}. {one.what}"
    if not around.corrections and entry.row.decision is not k.Decision.NOT_SHARED:
        yield "Nothing so far. If something here is wrong, tell us, and we tell them."


def _told(entry: OpenedDisclosure) -> str:
    if entry.row.decision is k.Decision.NOT_SHARED:
        return "There was nothing to tell you about, as we did not tell anyone."
    when = f" That was on {long_date(entry.row.told_at)}." if entry.row.told_at else ""
    return TOLD[entry.row.told] + when


def _next(entry: OpenedDisclosure) -> str:
    """What was heard, then what it changed. Without a note the policy's own promise stands (clause `still-use`)."""
    row = entry.row
    effect = entry.words["effect"] or "Unless we told you, it does not change how you can use our services."
    if row.decision is k.Decision.NOT_SHARED:
        return f"Nothing, as no one was told. {effect}"
    return f"{_heard(entry)} {effect}"


def _heard(entry: OpenedDisclosure) -> str:
    row, words = entry.row, entry.words["feedback_words"]
    if row.feedback is not k.Feedback.TOLD_US:
        return FEEDBACK[row.feedback]
    when = f" We heard this on {long_date(row.feedback_on)}." if row.feedback_on else ""
    return (f"They told us: {words}" if words else "They told us, but we did not write down what.") + when
