"""What a move may say: how far off a day of review may lie, and which exemptions carry a lock. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.core.errors import RuleBroken
from portal.disclosures.kinds import Exemption, HowTold
from portal.disclosures.telling_states import Needs, Telling

NOT_YET_DAYS, LOCK_DAYS = 28, 182  # the furthest day of review, unless the installation says less
OPINION_DAYS = 182  # DPA 2018 Sch 3 para 6: an opinion of a health professional counts for six months
LONGEST = 2000  # letters
PAIRS = frozenset({Exemption.CRIME, Exemption.NATIONAL_SECURITY})
BY_HAND = frozenset({HowTold.CHAT, HowTold.CALL, HowTold.IN_PERSON})
GROUNDS = tuple(one for one in Exemption if one is not Exemption.TIPPING_OFF)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days off a review may lie at the most."""

    not_yet: int = NOT_YET_DAYS
    lock: int = LOCK_DAYS


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody said with a move. `tipping_off`: the exemption is paired with the ban on tipping off."""

    words: str = ""
    review_on: date | None = None
    exemption: Exemption | None = None
    tipping_off: bool = False
    opinion_on: date | None = None
    how: HowTold | None = None
    told_at: datetime | None = None


def only_needed(given: Given, needs: Collection[Needs]) -> Given:
    """What was said, without what the move does not ask for: nothing else is ever kept."""
    return Given(
        words=given.words if Needs.REASON in needs else "",
        review_on=given.review_on if Needs.REVIEW in needs else None,
        exemption=given.exemption if Needs.EXEMPTION in needs else None,
        tipping_off=given.tipping_off and Needs.EXEMPTION in needs,
        opinion_on=given.opinion_on if Needs.EXEMPTION in needs else None,
        how=given.how if Needs.HOW in needs else None,
        told_at=given.told_at if Needs.HOW in needs else None,
    )


def check(
    needs: Collection[Needs], target: Telling, given: Given, *, limits: Limits, today: date, now: datetime
) -> None:
    """Raise RuleBroken, beside its field, at the first thing that is missing or cannot be."""
    words = given.words.strip()
    if Needs.REASON in needs and not words:
        raise RuleBroken("Say why, in a sentence or two", field="words")
    if len(words) > LONGEST:
        raise RuleBroken("Use 2,000 letters or fewer", field="words")
    if Needs.EXEMPTION in needs:
        check_exemption(given, today)
    if Needs.REVIEW in needs:
        _check_review(given, furthest(target, limits), today)
    if Needs.HOW in needs:
        _check_how(given, now)


def check_exemption(given: Given, today: date) -> None:
    """A ban on tipping off withholds nothing by itself: the law wants one of the two that do beside it."""
    if given.exemption is None or given.exemption is Exemption.TIPPING_OFF:
        raise RuleBroken("Pick the exemption", field="exemption")
    if given.tipping_off and given.exemption not in PAIRS:
        raise RuleBroken(
            "The ban on tipping off is no exemption by itself. Pair it with a crime or with national security",
            field="tipping_off",
        )
    if given.exemption is Exemption.HEALTH_HARM:
        _check_opinion(given, today)


def _check_opinion(given: Given, today: date) -> None:
    if given.opinion_on is None:
        raise RuleBroken("Give the day of the health professional's opinion", field="opinion_on")
    if not today - timedelta(days=OPINION_DAYS) <= given.opinion_on <= today:
        raise RuleBroken("The opinion has to be of the last six months", field="opinion_on")
    if given.review_on and given.review_on > given.opinion_on + timedelta(days=OPINION_DAYS):
        raise RuleBroken("Look again before the opinion is six months old", field="review_on")


def _check_review(given: Given, days: int, today: date) -> None:
    if given.review_on is None:
        raise RuleBroken("Say when this will be looked at again", field="review_on")
    if given.review_on <= today:
        raise RuleBroken("Give a day that is still to come", field="review_on")
    if given.review_on > today + timedelta(days=days):
        raise RuleBroken(f"Look again within {days} days", field="review_on")


def _check_how(given: Given, now: datetime) -> None:
    if given.how not in BY_HAND:
        raise RuleBroken("Say how they were told", field="how")
    if given.told_at is None:
        raise RuleBroken("Say when they were told", field="told_on")
    if given.told_at > now:
        raise RuleBroken("They cannot have been told in the future", field="told_on")


def furthest(target: Telling, limits: Limits) -> int:
    """How many days off the review may lie: a lock stands longer than a "not yet", also one that comes of a lift."""
    return limits.lock if target in {Telling.LOCK_PROPOSED, Telling.RENEWAL_PROPOSED} else limits.not_yet


def not_after(wanted: date | None, days: int, today: date) -> date:
    """The day of a first review: what was asked for, but never later than the limit."""
    last = today + timedelta(days=days)
    return min(wanted, last) if wanted else last
