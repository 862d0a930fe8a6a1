"""The third of three layers: the whole entry as it was written down, question by question. Pure.

Workers stand here as roles. Nothing names whoever else the worry was about: the person reads that there was somebody.
"""

from collections.abc import Iterator
from datetime import timedelta

from portal.accounts.permissions import Role
from portal.core.clock import local_date
from portal.core.formatting import in_words, long_date
from portal.disclosures import kinds as k
from portal.disclosures.beside import Beside
from portal.disclosures.gaps import missing
from portal.disclosures.letters import Fact
from portal.disclosures.queries import OpenedDisclosure
from portal.requests.kinds import Service

SOON = timedelta(days=2)  # written down later than that, somebody has to say why

DECISIONS = {
    k.Decision.SHARED: "To tell someone.",
    k.Decision.PART: "To tell someone a part of it, and keep the rest to ourselves.",
    k.Decision.NOT_SHARED: "Not to tell anyone.",
}
URGENCIES = {
    k.Urgency.EMERGENCY: "Yes. We thought that help had to come at once.",
    k.Urgency.NOT_URGENT: "No. There was time to find the right help.",
    k.Urgency.NOT_RECORDED: missing("No one wrote down how urgent it was."),
}
AT_RISK = {
    k.AtRisk.SELF: "You.",
    k.AtRisk.OTHER_CHILD: "Another young person. We keep private who that is.",
    k.AtRisk.ADULT_AT_RISK: "An adult who needs help to stay safe. If it is not you, we keep private who that is.",
    k.AtRisk.PUBLIC: "Other people. We keep private who they are.",
    k.AtRisk.NOT_RECORDED: missing("No one wrote down who it was."),
}
AGES = {
    k.PersonGroup.CHILD: "Under 18.",
    k.PersonGroup.ADULT_AT_RISK: "18 or over, and in need of help to stay safe.",
    k.PersonGroup.ADULT: "18 or over.",
    k.PersonGroup.NOT_KNOWN: missing("We did not know how old you were."),
}
SERVICES = {
    Service.CHAT: "In a chat.",
    Service.CALL: "On the phone.",
    Service.TEXT: "By text.",
    Service.BOARDS: "On our boards.",
    Service.COUNSELLING: "In counselling.",
    Service.NOT_SURE: missing("No one wrote down where that was."),
}
SENT_BY = {
    k.SentBy.PHONE: "by phone",
    k.SentBy.SECURE_EMAIL: "by an email that only they could open",
    k.SentBy.ONLINE_FORM: "by a form on their website",
    k.SentBy.LETTER: "by letter",
    k.SentBy.IN_PERSON: "face to face",
    k.SentBy.NOT_RECORDED: "in a way that no one wrote down",
}
NOT_ASKED = {
    k.NoConsentReason.CANNOT_BE_GIVEN: "No. At that time you could not have given us an answer.",
    k.NoConsentReason.NOT_REASONABLE: "No. There was no time to ask you, or no way to reach you.",
    k.NoConsentReason.WOULD_HARM_PROTECTION: "No. We thought that to ask could put someone in more danger.",
}
LAWS = {
    k.LawfulBasis.RECOGNISED_INTEREST: "The law lets us tell others to keep someone safe. That is Article 6(1)(ea) of "
    "the UK GDPR.",
    k.LawfulBasis.VITAL_INTERESTS: "The law lets us tell others when a life is in danger. That is Article 6(1)(d) of "
    "the UK GDPR.",
    k.LawfulBasis.LEGAL_DUTY: "The law said that we must. That is Article 6(1)(c) of the UK GDPR.",
    k.LawfulBasis.LEGITIMATE_INTEREST: "The law lets us when there is a good reason that weighs more. That is Article "
    "6(1)(f) of the UK GDPR.",
    k.LawfulBasis.NOT_RECORDED: missing("No one wrote down which law it was."),
}
PRIVATE = "Some facts are more private than others. For them it was {}."
PRIVATE_LAWS = {
    k.SpecialCondition.SAFEGUARDING: PRIVATE.format("paragraph 18 in Schedule 1 of the Data Protection Act 2018"),
    k.SpecialCondition.COUNSELLING: PRIVATE.format("paragraph 17 in Schedule 1 of the Data Protection Act 2018"),
    k.SpecialCondition.UNLAWFUL_ACTS: PRIVATE.format("paragraph 10 in Schedule 1 of the Data Protection Act 2018"),
    k.SpecialCondition.VITAL_INTERESTS: PRIVATE.format("Article 9(2)(c) of the UK GDPR"),
    k.SpecialCondition.NONE_SHARED: "",
    k.SpecialCondition.NOT_RECORDED: "",
}
WORKERS = {
    Role.SAFEGUARDING: "a worker who helps to keep young people safe",
    Role.APPROVER: "our data protection lead",
    Role.CASEWORKER: "a worker who answers young people",
}
ANY_WORKER = "a worker of ours"


def whole_of(entry: OpenedDisclosure, around: Beside) -> tuple[Fact, ...]:
    """Everything else that the entry holds. What nobody wrote down is said, with the reason."""
    return tuple(Fact(question, answer) for question, answer in _facts(entry, around))


def how_sent(name: str, sent_by: k.SentBy) -> str:
    """`Demo Council: by letter`."""
    return f"{name}: {SENT_BY[sent_by]}"


def _facts(entry: OpenedDisclosure, around: Beside) -> Iterator[tuple[str, str]]:
    row, told_somebody = entry.row, entry.row.decision is not k.Decision.NOT_SHARED
    yield "What did we decide?", DECISIONS[row.decision]
    yield "Was it an emergency?", URGENCIES[row.urgency]
    yield "Who were we worried about?", AT_RISK[row.at_risk]
    yield "How old did we think you were?", AGES[row.person_group]
    yield "Where did you talk to us?", SERVICES[row.service]
    if told_somebody:
        yield "Why was that much needed, and no more?", _word(entry, "necessity", "No one wrote down our reasons.")
        yield "How did we tell them?", _sent(entry)
        yield from _jobs(entry)
    elif entry.words["necessity"]:
        yield "What else did we weigh up?", entry.words["necessity"]
    yield "Did we ask you first?", _asked(entry)
    if row.consent in {k.Consent.GIVEN, k.Consent.REFUSED} or entry.words["consent_note"]:
        yield "What did you say when we asked?", _word(entry, "consent_note", "No one wrote down your words.")
    yield "What did you want to happen?", _word(entry, "views", "No one wrote down what you wanted.")
    if told_somebody:
        yield from _knowing(entry)
        yield (
            "Which law let us do it?",
            " ".join(filter(None, (LAWS[row.lawful_basis], PRIVATE_LAWS[row.special_condition]))),
        )
    yield "Who decided it?", f"It was {_worker(around.decided_by)}."
    yield "Did a second worker agree?", _second(around)
    yield "When did we write it down?", _written(entry)


CHECKED: dict[bool | None, str] = {
    True: "We checked first that it was them.",
    False: "We did not note that we checked who they were.",
    None: "No one wrote down if we checked who they were.",
}


def _word(entry: OpenedDisclosure, name: str, reason: str) -> str:
    return entry.words[name] or missing(reason)


def _sent(entry: OpenedDisclosure) -> str:
    """One line for each who was told. Nothing at all: the entry names nobody, which its facts say already."""
    pairs = zip(entry.row.recipients, entry.recipients, strict=True)
    lines = (f"{how_sent(said.name, said.sent_by)}. {CHECKED[row.identity_checked]}" for row, said in pairs)
    return "\n".join(lines) or missing("No one wrote down who was told.")


def _jobs(entry: OpenedDisclosure) -> Iterator[tuple[str, str]]:
    unnamed = [recipient.name for recipient in entry.recipients if not recipient.role]
    if unnamed:
        yield "Who took it there?", missing(f"No one wrote down whom we spoke to at {in_words(unnamed)}.")


def _asked(entry: OpenedDisclosure) -> str:
    row = entry.row
    if row.consent is k.Consent.GIVEN:
        return "Yes. You said yes."
    if row.consent is k.Consent.REFUSED:
        no = "Yes. You said no."
        return no if row.decision is k.Decision.NOT_SHARED else f"{no} We told them all the same, to keep someone safe."
    if row.consent is k.Consent.NOT_RECORDED:
        return missing("No one wrote down if we asked you.")
    if row.decision is k.Decision.NOT_SHARED:
        return "No. We did not tell anyone."
    reason = row.no_consent_reason
    return NOT_ASKED[reason] if reason else missing("We did not ask you, and no one wrote down why.")


def _knowing(entry: OpenedDisclosure) -> Iterator[tuple[str, str]]:
    row = entry.row
    if row.told in {k.Told.NOT_YET, k.Told.NO_WAY}:
        yield "Why did we not tell you?", _word(entry, "told_note", "No one wrote down why.")
    elif row.told_at is None and row.told in {k.Told.BEFORE, k.Told.AFTER}:
        yield "On which day did we tell you?", missing("No one wrote down the day.")


def _worker(roles: frozenset[Role]) -> str:
    return next((said for role, said in WORKERS.items() if role in roles), ANY_WORKER)


def _second(around: Beside) -> str:
    if around.agreed_by is None:
        return missing("Our notes name one worker and no second one.")
    return f"Yes: {_worker(around.agreed_by)}."


def _written(entry: OpenedDisclosure) -> str:
    row = entry.row
    day = f"On {long_date(row.recorded_at)}."
    if row.imported:
        return f"It stood in our old notes. We copied it from there. {day}"
    if entry.words["late_reason"]:
        return f"{day} It was late: {entry.words['late_reason']}"
    if local_date(row.recorded_at) - local_date(row.shared_at or row.decided_at) <= SOON:
        return day
    return missing(f"It was written down late, on {long_date(row.recorded_at)}. No one noted why it took so long.")
