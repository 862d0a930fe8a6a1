"""Who is in a set, who has to agree to it, which opt-out counts for it, and which counts may be shown. Pure."""

from portal.requests.kinds import CLOCK_OF, Right
from portal.requests.wishes import Use
from portal.shares.kinds import Form, OptOutKind, ProofKind, ShareKind

MOST_AT_ONCE = 1000  # lines of one list
MOST_IN_A_SET = 10_000
LONGEST_HANDLE = 200
LARGEST_FILE = 2 * 1024 * 1024  # bytes: a proof, or a list
SMALLEST = 8  # the smallest number of people that is said
STEP = 5

OPT_OUT_OF: dict[ShareKind, OptOutKind] = {
    ShareKind.RESEARCH: OptOutKind.RESEARCH,
    ShareKind.OBSERVING: OptOutKind.OBSERVING,
}
OBJECTED: dict[Use, OptOutKind] = {Use.RESEARCH: OptOutKind.RESEARCH, Use.OBSERVED: OptOutKind.OBSERVING}

# Art 19 UK GDPR: after a change under Art 16, 17(1) or 18 whoever got the data is told of it
TELLS_RECIPIENTS = frozenset({"rectification", "erasure", "restriction"})
# who asks what was passed on is told of sets too (Art 15(1)(c))
TELLS_SETS = frozenset({Right.SHARED, Right.ACCESS})

FIRST_BYTES: dict[bytes, ProofKind] = {
    b"%PDF-": ProofKind.PDF,
    b"\x89PNG\r\n\x1a\n": ProofKind.PNG,
    b"\xff\xd8\xff": ProofKind.JPEG,
}


def has_members(kind: ShareKind, form: Form) -> bool:
    """Whether people stand in such a set.

    From anonymous data nobody can be told, so there is nobody to list. But somebody who wants no observer wants none
    at a playback without a name either, so for observers we note who it was.
    """
    return kind is not ShareKind.STATISTICS and (form is not Form.ANONYMOUS or kind is ShareKind.OBSERVING)


def needs_second(kind: ShareKind, form: Form, *, is_locked: bool) -> bool:
    """Whether somebody else has to look before it goes out: where a person can be told, or must not be told of it."""
    return is_locked or has_members(kind, form)


def tells_recipients(right: Right) -> bool:
    """Whether a change for that right has to be told to whoever got the data (Art 19)."""
    return CLOCK_OF.get(right) in TELLS_RECIPIENTS


def safe_count(count: int) -> str:
    """How many, in words that single nobody out: none, 1 to 7, or the nearest 5."""
    if not count:
        return "nobody"
    return f"1 to {SMALLEST - 1} people" if count < SMALLEST else f"about {STEP * round(count / STEP)} people"


def proof_kind(data: bytes) -> ProofKind | None:
    """What kind of file it is, by its first bytes; its name is not looked at."""
    return next((kind for start, kind in FIRST_BYTES.items() if data.startswith(start)), None)
