"""What an answer says beside the register: other times something was passed on, and who was told of a change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OtherShare:
    """One time data of many people was passed on, in the person's words. `named`: how they could be told from it."""

    heading: str
    when: str
    who: str
    what: str
    why: str
    named: str


@dataclass(frozen=True, slots=True)
class ToldOfChange:
    """One recipient: who, and whether they were told that something changed, how and when, or why not."""

    who: str
    said: str
