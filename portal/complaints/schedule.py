"""When the person has to hear how their complaint goes. Pure.

The law asks for enquiries without undue delay and for word of how they go (s.164A(4) DPA 2018), and names no day.
Thirty days is what the organisation asks of itself.
"""

from datetime import date, timedelta

AT_LEAST_EVERY = timedelta(days=30)


def tell_by(last_told_on: date | None, received_on: date) -> date:
    """The last day on which the person should hear from us, counted from when they last did, or from when it came."""
    return (last_told_on or received_on) + AT_LEAST_EVERY
