"""The first of three layers: one entry in one sentence, short enough for whoever reads nothing else. Pure."""

from collections.abc import Iterator, Sequence

from portal.core.formatting import in_words
from portal.core.reading import MAX_SENTENCE, measure
from portal.disclosures import kinds as k

TEAMS = {
    k.RecipientKind.POLICE_EMERGENCY: "the police",
    k.RecipientKind.POLICE: "the police",
    k.RecipientKind.AMBULANCE: "the ambulance team",
    k.RecipientKind.SOCIAL_WORK: "a social worker",
    k.RecipientKind.HEALTH: "a nurse or a doctor",
    k.RecipientKind.COUNTER_TERRORISM: "the police team for terrorism",
    k.RecipientKind.COURT: "a court",
    k.RecipientKind.SCHOOL: "a school",
    k.RecipientKind.OTHER: "someone else",
}
THINGS = {
    k.FieldKind.NAME: "your name",
    k.FieldKind.DATE_OF_BIRTH: "your date of birth",
    k.FieldKind.PHONE: "your phone number",
    k.FieldKind.EMAIL: "your email address",
    k.FieldKind.ADDRESS: "where you live",
    k.FieldKind.LOCATION: "where you were",
    k.FieldKind.IP_ADDRESS: "your IP address",
    k.FieldKind.WORDS: "some of your own words",
    k.FieldKind.WORRY: "why we were worried",
    k.FieldKind.OTHER: "something else about you",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def one_sentence(
    when: str, decision: k.Decision, recipients: Sequence[k.RecipientKind], fields: Sequence[k.FieldKind]
) -> str:
    """Who was told what, on which day: everything by name when that is short enough, else counted."""
    if decision is k.Decision.NOT_SHARED:
        return f"On {when} we thought about telling someone about you, and did not."
    found = [f"On {when} we told {said}." for said in _ways(recipients, fields)]
    return next((text for text in found if measure(text).longest_sentence <= MAX_SENTENCE), found[-1])


def teams(recipients: Sequence[k.RecipientKind]) -> str:
    """`the police and a school`: each kind once."""
    return in_words(list(dict.fromkeys(TEAMS[kind] for kind in recipients))) or "someone"


def _ways(recipients: Sequence[k.RecipientKind], fields: Sequence[k.FieldKind]) -> Iterator[str]:
    """The same in fewer and fewer words. The last one is short enough for any entry."""
    things = list(dict.fromkeys(THINGS[kind] for kind in fields))
    yield f"{teams(recipients)} {in_words(things) or 'something about you'}"
    yield f"{teams(recipients)} {_counted(len(fields), 'thing')} about you"
    yield f"{_counted(len(set(recipients)), 'team')} {_counted(len(fields), 'thing')} about you"


def _counted(count: int, thing: str) -> str:
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} {thing}{'' if count == 1 else 's'}"
