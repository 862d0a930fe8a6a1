"""When an organisation promised to look at its rules again. Pure."""

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=60)


class Review(StrEnum):
    """How near the day is."""

    NONE_NAMED = "none-named"
    LATER = "later"
    SOON = "soon"
    PAST = "past"


def review_of(review_on: date | None, today: date) -> Review:
    """Say how near the day is. On the day itself it is not past yet."""
    if review_on is None:
        return Review.NONE_NAMED
    if review_on < today:
        return Review.PAST
    return Review.SOON if review_on - today <= SOON else Review.LATER
