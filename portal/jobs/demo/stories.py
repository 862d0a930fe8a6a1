"""Twelve demo requests, one in every phase of "shared", made with the same services that real people use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, person_actor
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.answers.merging import fields_for
from portal.answers.queries import find
from portal.cases import service as cases
from portal.cases.models import Case
from portal.disclosures import service as register
from portal.disclosures.entry import Entry
from portal.disclosures.kinds import MatchDecision
from portal.disclosures.queries import confirmed, suggestions
from portal.identity import ladder
from portal.identity.checks import Whose
from portal.identity.kinds import CodeWord, KnownChannel
from portal.installation import Installation
from portal.jobs.demo import entries
from portal.jobs.demo.codes import another_code
from portal.jobs.demo.rules import by_the_rules_of
from portal.letters import LetterKind, write
from portal.notifications.kinds import SafeTime
from portal.policies.queries import clause_title
from portal.requests.intake import ContactCard, Intake
from portal.requests.kinds import Channel, ContactWay, IdentifierKind, Right, Service
from portal.requests.service import fresh_code, receive_request
from portal.safeguarding import service as flags
from portal.safeguarding.kinds import FlagSource

LETTER = """Hello,

You asked what we told other people about you. We looked, and this letter says what we found.

If any of it does not sound right to you, please tell us. You can also just rest after you read it."""


MADE_UP_DANGER = "This is a made-up demo. Some days I do not want to be here any more."
CODE_ONLY = ContactCard()


@dataclass(frozen=True, slots=True)
class Story:
    """One made-up request: who, how many days ago, how far it got."""

    user_name: str
    days_ago: int
    steps: tuple[str, ...] = ()
    entry: Callable[..., Entry] | None = None
    card: ContactCard = CODE_ONLY
    note: str = ""


STORIES = (
    Story("demo-otter", 9, ("take", "know", "match", "prepare", "make", "approve", "release"), entries.ambulance),
    Story("demo-wren", 0, note=MADE_UP_DANGER),
    Story("demo-heron", 2, (), entries.social_worker),
    Story("demo-badger", 36),
    Story("demo-finch", 27, ("take",), entries.social_worker,
          ContactCard(ContactWay.TEXT, "07700 900147", "after 6pm", code_word="lantern", hours=(SafeTime.EVENINGS,),
                      somebody_else_sees_it=True, anyway=True)),
    Story("demo-maple", 12, ("take", "match"), entries.ambulance),
    Story("demo-comet", 15, ("take", "match", "write"), entries.not_shared),
    Story("demo-pebble", 20, ("take", "match", "prepare"), entries.social_worker),
    Story("demo-willow", 21, ("take", "know", "match", "prepare", "make"), entries.ambulance,
          ContactCard(ContactWay.EMAIL, "demo-willow@demo.invalid", hours=(SafeTime.MORNINGS,))),
    Story("demo-lark", 24, ("take", "know", "match", "prepare", "make", "approve"), entries.social_worker),
    Story("demo-quill", 18, ("take", "know", "prepare", "make", "approve", "release")),
    Story("demo-sparrow", 6, ("take", "withdraw")),
)  # fmt: skip


class Teller:
    """Tells the stories to the services, its steps spread evenly up to now."""

    def __init__(self, session: Session, here: Installation, actors: dict[str, Actor], now: datetime) -> None:
        self.session, self.here, self.actors, self.now = session, here, actors, now
        self.words = fresh_code()  # one hash of words for all: hashing is slow

    def tell(self, story: Story) -> Case:
        """Make the request and everything that happened to it."""
        at = self.now - timedelta(days=story.days_ago, hours=2)
        if story.entry:
            log_at = at - timedelta(days=30)
            entry = by_the_rules_of(self.here.pack.judged_by.newest, story.entry(story.user_name, at=log_at))
            lead = self.actors[Role.SAFEGUARDING]
            nation = self.here.organisation.nation.value
            register.log_disclosure(self.session, entry, nation=nation, actor=lead, at=log_at + timedelta(days=2))
        case = self._receive(story, at)
        pause = (self.now - at) / (len(story.steps) + 1)
        for number, step in enumerate(story.steps, start=1):
            getattr(self, f"_{step}")(case, at + pause * number)
        return case

    def _receive(self, story: Story, at: datetime) -> Case:
        intake = Intake(
            rights=(Right.SHARED,),
            services=(Service.CHAT,),
            identifiers=((IdentifierKind.USER_NAME, story.user_name),),
            card=story.card,
            note=story.note,
        )
        request, _ = receive_request(
            self.session, intake, submission=f"demo:{story.user_name}", channel=Channel.PORTAL, actor=SYSTEM, at=at,
            fresh=another_code(self.words),
        )  # fmt: skip
        hours = self.here.organisation.safeguarding.look_within_hours
        flags.listen(
            self.session, request, [story.note], source=FlagSource.REQUEST, within_hours=hours, actor=SYSTEM, at=at
        )
        return cases.open_case(self.session, request, Right.SHARED, calendar=self.here.calendar, actor=SYSTEM, at=at)

    def _take(self, case: Case, at: datetime) -> None:
        cases.take(self.session, case, actor=self.actors[Role.CASEWORKER], at=at)

    def _know(self, case: Case, at: datetime) -> None:
        """They asked from their own account: the lowest rung is enough."""
        ladder.recognise(
            self.session, Whose(case.request_id, case.request.key_id), KnownChannel.ACCOUNT,
            code_word=CodeWord.NOT_ASKED, seen_by_others=False, actor=self.actors[Role.CASEWORKER], at=at,
        )  # fmt: skip

    def _match(self, case: Case, at: datetime) -> None:
        for found in suggestions(self.session, case):
            register.decide_match(
                self.session, case, found.disclosure.id, MatchDecision.CONFIRMED,
                actor=self.actors[Role.CASEWORKER], at=at,
            )  # fmt: skip

    def _write(self, case: Case, at: datetime) -> None:
        answers.save_letter(self.session, case, LETTER, actor=self.actors[Role.CASEWORKER], at=at)

    def _prepare(self, case: Case, at: datetime) -> None:
        letter = LETTER if confirmed(self.session, case) else self._the_one_letter(case, at)
        answers.prepare(
            self.session, case, letter, organisation=self.here.organisation,
            rule_title=lambda *clause: clause_title(self.session, *clause),
            actor=self.actors[Role.CASEWORKER], at=at,
        )  # fmt: skip

    def _the_one_letter(self, case: Case, at: datetime) -> str:
        """Nothing to give, or cannot be confirmed: nobody writes that in words of their own."""
        fields = fields_for(self.session, case, LetterKind.CANNOT_CONFIRM, {}, organisation=self.here.organisation)
        letter = write(self.here.pack.letters, fields)
        answers.use_letter(self.session, case, letter, actor=self.actors[Role.CASEWORKER], at=at)
        return letter.text

    def _make(self, case: Case, at: datetime) -> None:
        """Make the file here and now: this is a command, not a web thread."""
        answer = find(self.session, case.id)
        ids = {"answer_id": str(answer.id)} if answer else {}
        answers.keep_file(self.session, ids, answers.make_file(self.session, ids, at=at), at=at)

    def _approve(self, case: Case, at: datetime) -> None:
        answer = find(self.session, case.id)
        sha256 = (answer.pdf_sha256 if answer else None) or ""
        answers.approve(self.session, case, sha256=sha256, actor=self.actors[Role.APPROVER], at=at)

    def _release(self, case: Case, at: datetime) -> None:
        answers.release(self.session, case, contact_confirmed=True, actor=self.actors[Role.CASEWORKER], at=at)

    def _withdraw(self, case: Case, at: datetime) -> None:
        cases.withdraw(self.session, case, actor=person_actor(case.request_id), at=at)
