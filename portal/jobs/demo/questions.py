"""Three demo questions about the rules: one that waits, one whose wording waits, one that everybody can read."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor
from portal.accounts.permissions import Role
from portal.policies.queries import get_policy
from portal.questions import service
from portal.questions.models import PolicyQuestion
from portal.questions.rules import Wording
from portal.requests.intake import ContactCard, Intake
from portal.requests.kinds import Channel, Right
from portal.requests.service import receive_request

WAITING = "I wrote something here long ago. Do you still have it?"
ANSWERED = "Do you write down that I was here when I only read these pages?"
PUBLIC = "Can I find out what you told someone about me?"
ANSWER = "Yes. You can ask us at any time, and you do not have to say why. We look, and then we write to you."


def load_questions(session: Session, slug: str, actors: dict[str, Actor], *, now: datetime) -> None:
    """Ask all three about the policy `slug`; answer two; publish one."""
    _ask(session, slug, WAITING, at=now - timedelta(days=1))
    for days, text, is_public in ((6, ANSWERED, False), (9, PUBLIC, True)):
        row, writer = _ask(session, slug, text, at=now - timedelta(days=days)), actors[Role.CASEWORKER]
        at = now - timedelta(days=days - 2)
        service.answer(session, row, ANSWER, actor=writer, at=at)
        service.draft(session, row, Wording(text, ANSWER), names_nobody=True, actor=writer, at=at)
        if is_public:
            service.publish(session, row, actor=actors[Role.EDITOR], at=at + timedelta(hours=3))


def _ask(session: Session, slug: str, text: str, *, at: datetime) -> PolicyQuestion:
    intake = Intake(rights=(Right.QUESTION,), services=(), identifiers=(), card=ContactCard())
    request, _ = receive_request(
        session, intake, submission=f"demo:question-{at:%j}", channel=Channel.PORTAL, actor=SYSTEM, at=at
    )
    return service.ask(session, request, get_policy(session, slug), text, clause="", actor=SYSTEM, at=at)
