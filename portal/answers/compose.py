"""Everything the document says, gathered once and frozen: what is approved is what is read."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.answers.afterwards import afterwards
from portal.answers.kinds import Decided
from portal.answers.pieces import decisions_of, deeds_of
from portal.cases.models import Case
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.disclosures import queries as register
from portal.disclosures.beside import beside
from portal.disclosures.letters import NOTHING, AnswerDocument, CrisisLine, OtherShare, Share, rights_for
from portal.disclosures.models import Disclosure
from portal.disclosures.people.finding import Found
from portal.disclosures.relaxed import NO_RULE
from portal.disclosures.telling import share_of
from portal.letters.kinds import LetterKind
from portal.policies.pack import Organisation
from portal.requests import queries as requests
from portal.requests.kinds import Right
from portal.shares import matching as sets
from portal.shares import queries as shares
from portal.shares import recipients
from portal.shares.rules import TELLS_SETS
from portal.shares.telling import other_share_of

RuleTitle = Callable[[str, int, str], str]
SEARCHED = (
    "We looked in our list of every time we told someone outside our team about a person.",
    "We looked for each name, email and phone number that you gave us.",
)


def compose(
    session: Session,
    case: Case,
    letter: str,
    *,
    organisation: Organisation,
    rule_title: RuleTitle,
    kind: LetterKind | None = None,
    everything: Found | None = None,
    at: datetime,
) -> AnswerDocument:
    """The document of a case: the letter, what the register says where that was asked, what was decided and done.

    `rule_title(policy, version, clause)` gives a clause's heading. `kind`: of the letter. The one for "nothing to
    give" stands alone: whatever was written down beside it stays at the desk, or it would tell which of the two it is.
    Raises RuleBroken when that letter would stand beside an entry that is to be told.
    """
    request = requests.opened(session, case.request_id)
    regulator = organisation.regulator
    is_nothing = kind is LetterKind.CANNOT_CONFIRM
    told = register.confirmed(session, case, everything, with_parts=True)
    shares = tuple(share_for(session, d, rule_title) for d in told)
    others = _others(session, case)
    if is_nothing and (shares or others):
        raise RuleBroken("An entry is confirmed, so there is something to tell. Choose another letter.")
    decisions = [] if is_nothing else decisions_of(session, case)
    deeds = [] if is_nothing else deeds_of(session, case)
    changed = any(one.decided is Decided.DONE for one in decisions)
    then = () if is_nothing else afterwards(case.right, changed_something=changed, backup_days=organisation.backup_days)
    return AnswerDocument(
        reference=case.number,
        organisation=organisation.name,
        neutral=True,
        asked_on=case.received_on,
        answered_on=local_date(at),
        letter=paragraphs(letter),
        searched=_searched(case, has_names=bool(request.identifiers)),
        shares=shares,
        nothing=NOTHING if is_nothing or case.right is Right.SHARED else "",
        rights=rights_for(
            organisation.name, organisation.contact_line, regulator.name, regulator.former_name, regulator.website,
            regulator.phone,
        ),
        crisis=tuple(CrisisLine(line.name, line.how, line.note) for line in organisation.crisis_lines),
        contact=(organisation.contact_line,),
        decided=tuple(one.told for one in decisions),
        done=tuple(one.told for one in deeds),
        afterwards=then,
        others=others,
        told_of_change=recipients.list_told(session, case) if changed else (),
    )  # fmt: skip


def _others(session: Session, case: Case) -> tuple[OtherShare, ...]:
    """The sets that a worker confirmed this person to be in, where the answer tells of such."""
    found = sets.confirmed(session, case) if case.right in TELLS_SETS else []
    return tuple(other_share_of(shares.opened(session, row)) for row in found)


def _searched(case: Case, *, has_names: bool) -> tuple[str, ...]:
    """Where we looked, for the one right whose answer is a search of the register."""
    if case.right is not Right.SHARED:
        return ()
    return SEARCHED if has_names else SEARCHED[:1]


def paragraphs(letter: str) -> tuple[str, ...]:
    """The letter's paragraphs: an empty line ends one."""
    blocks = letter.replace("\r\n", "\n").split("\n\n")
    return tuple(" ".join(block.split("\n")).strip() for block in blocks if block.strip())


def share_for(session: Session, disclosure: Disclosure, rule_title: RuleTitle) -> Share:
    """One entry as the answer tells it. Raises NotFound (locked), KeyDestroyed."""
    cited = (disclosure.policy, disclosure.policy_version, disclosure.clause)
    rule = "" if cited == NO_RULE else rule_title(*cited)  # the answer then says that we did not write it down
    return share_of(register.opened(session, disclosure.id), rule=rule, around=beside(session, disclosure))


def fingerprint(content: str) -> str:
    """sha-256 of the frozen content."""
    return hashlib.sha256(content.encode()).hexdigest()
