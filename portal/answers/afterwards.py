"""What happens now, for each right: only what the law itself says, or what the pack says. Nothing here is a promise."""

from portal.requests.kinds import Right

BACK_UPS = (
    "Safe copies, called back-ups, can still hold it for up to {days} days. Then it goes there too.",
    "Safe copies, called back-ups, may still hold it for a while. Ask us how long.",
)
WHO_ELSE = "If we told someone else about it before, you can ask us who that was."
NOT_BEFORE = "We have to tell you before we start to use it again."
MORE = "You can ask us where it came from, who can see it, and how long we keep it."


def afterwards(right: Right, *, changed_something: bool, backup_days: int | None) -> tuple[str, ...]:
    """Short sentences for the end of an answer. `changed_something`: at least one thing that was asked for was done."""
    if right is Right.ACCESS:
        return (MORE,)
    if not changed_something:
        return ()
    if right in {Right.ERASURE, Right.REMOVE}:
        return (BACK_UPS[0].format(days=backup_days) if backup_days else BACK_UPS[1], WHO_ELSE)
    if right is Right.RESTRICTION:
        return (NOT_BEFORE, WHO_ELSE)
    return (WHO_ELSE,) if right in {Right.RECTIFICATION, Right.DISPUTE} else ()
