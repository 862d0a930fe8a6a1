"""What changed between two versions: their reasons for telling, reader by reader, and their words. Pure.

Clauses are the same when their ids are: an id means the same in every version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from portal.policies.compared import (
    Bands,
    ForReaders,
    Reason,
    ReasonChange,
    Reworded,
    State,
    Statement,
    WordChange,
)
from portal.policies.facts import EVERY_AGE, only_for
from portal.policies.kinds import UNDER_18, AgeBand
from portal.policies.wording import compare_lines

GROUPS: Mapping[str, Bands] = MappingProxyType(
    {
        "under-18": UNDER_18,
        "adult": frozenset({AgeBand.ADULT}),
        "adult-at-risk": frozenset({AgeBand.ADULT_AT_RISK}),
    }
)


def changes_for_readers(old: Sequence[Statement], new: Sequence[Statement]) -> list[ForReaders]:
    """Say for each group of readers what changed; groups for which the same changed are one."""
    found: dict[ForReaders, tuple[str, ...]] = {}
    for name, bands in GROUPS.items():
        changes = _changes(old, new, bands)
        found[changes] = (*found.get(changes, ()), name)
    return [replace(changes, names=names) for changes, names in found.items()]


def compare_words(old: Sequence[Statement], new: Sequence[Statement]) -> list[WordChange]:
    """Compare clause by clause: those of the new version in its order, then those that are gone."""
    before = {one.code: one for one in old}
    gone = {one.code: one for one in old if one.code not in {other.code for other in new}}
    found = [*(_words(before.get(one.code), one) for one in new), *(_words(one, None) for one in gone.values())]
    wider = {one.code: before[one.under].title for one in new if one.under in before and one.code not in before}
    return [replace(change, counted_under=wider.get(change.code, "")) for change in found]


def _words(before: Statement | None, after: Statement | None) -> WordChange:
    shown = after or before
    if shown is None:
        raise ValueError("a clause stands in one of the two versions")
    old, new = compare_lines(before.lines if before else (), after.lines if after else ())
    if before and after:
        is_same = (before.lines, before.title) == (after.lines, after.title)
        state = State.SAME if is_same else State.CHANGED
    else:
        state = State.NEW if after else State.GONE
    return WordChange(shown.code, shown.title, shown.is_reason, state, old, new)


def _changes(old: Sequence[Statement], new: Sequence[Statement], bands: Bands) -> ForReaders:
    before, after = _reasons(old, bands), _reasons(new, bands)
    known, kept = _codes(old), _codes(new)
    come = [Reason(code, one.title) for code, one in after.items() if code not in before]
    left = [Reason(code, one.title) for code, one in before.items() if code not in after]
    both = [_reason_change(before[code], one, bands) for code, one in after.items() if code in before]
    other = (one for one in after.values() if one.code in before and one.words != before[one.code].words)
    return ForReaders(
        names=(),
        new=tuple(one for one in come if one.code not in known and after[one.code].under not in before),
        named_now=tuple(one for one in come if one.code not in known and after[one.code].under in before),
        counts_now=tuple(one for one in come if one.code in known),
        gone=tuple(one for one in left if one.code not in kept),
        counts_no_more=tuple(one for one in left if one.code in kept),
        changed=tuple(one for one in both if one != ReasonChange(one.code, one.title) and not one.is_limit_only),
        limited=tuple(Reason(one.code, one.title) for one in both if one.is_limit_only),
        reworded=tuple(Reworded(one.code, one.title, before[one.code].words, one.words) for one in other),
    )


def _reasons(statements: Sequence[Statement], bands: Bands) -> dict[str, Statement]:
    return {one.code: one for one in statements if one.is_reason and one.ages & bands}


def _codes(statements: Sequence[Statement]) -> set[str]:
    return {one.code for one in statements if one.is_reason}


def _reason_change(old: Statement, new: Statement, bands: Bands) -> ReasonChange:
    needs_life, needed_life = (bool(one.life_risk_only & bands) for one in (new, old))
    return ReasonChange(
        code=new.code,
        title=new.title,
        urgency=new.urgency if new.urgency is not old.urgency else None,
        because=new.because if new.because is not old.because else None,
        life_risk=needs_life if needs_life is not needed_life else None,
        now_for=(only_for(new.ages) or EVERY_AGE) if new.ages & bands != old.ages & bands else "",
        shares=new.shares if new.shares != old.shares else "",
        who_new=tuple(said for name, said in new.who.items() if name not in old.who),
        who_gone=tuple(said for name, said in old.who.items() if name not in new.who),
    )
