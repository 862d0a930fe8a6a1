"""Some thirty more demo requests, for every other right: most have just come or are under way, some are late."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, person_actor
from portal.accounts.permissions import Role
from portal.answers import merging
from portal.cases import ages, complaints, resting
from portal.cases import service as cases
from portal.cases.models import Case
from portal.installation import Installation
from portal.jobs.demo.codes import another_code
from portal.jobs.demo.workers import SECOND
from portal.letters import LetterKind, write
from portal.messages import service as messages
from portal.policies.kinds import AgeBand
from portal.requests.intake import Intake
from portal.requests.kinds import Channel, Grievance, IdentifierKind, Right, Service
from portal.requests.models import Request
from portal.requests.service import FreshCode, fresh_code, receive_request
from portal.requests.wishes import Asker, Asking, Change, CopyOf, Format, Maybe, Thing, Use, Wishes

PERSON, WORKER = "person", "worker"
DESKS = (Role.CASEWORKER, Role.CASEWORKER, SECOND)
BANDS = (AgeBand.FROM_13, AgeBand.FROM_16)
R = Right
WISHES = {
    R.ACCESS: Wishes(copy_of=CopyOf.EVERYTHING, forms=(Format.PDF,), facts="Made up: I like demo boats."),
    R.ERASURE: Wishes(things=(Thing.NOTES, Thing.ACCOUNT), copy_first=Maybe.YES),
    R.REMOVE: Wishes(things=(Thing.POST,), links="The made-up post called Demo boats", change=Change.DELETE,
                     under_18=Maybe.YES),
    R.DISPUTE: Wishes(my_side="Made up: I was not at the demo lake that day."),
    R.RECTIFICATION: Wishes(wrong="Made up: my nickname is spelled Demoo.", instead="Demo"),
    R.RESTRICTION: Wishes(freeze="Made up: my demo notes, until you have put them right."),
    R.OBJECTION: Wishes(uses=(Use.RESEARCH,), use_words="Made up: no demo surveys, please."),
    R.PORTABILITY: Wishes(carry="Made up: my demo posts, as a file."),
    R.SHARED: Wishes(),
}  # fmt: skip
THEMSELVES = Asking()
HELPER = Asking(Asker.HELPER, "Demo Aunt Robin", "Made up: I am her aunt.", Maybe.YES, Maybe.YES)
PROFESSIONAL = Asking(Asker.PROFESSIONAL, "Demo Solicitor Finch", "Made up: I act for them.", Maybe.YES, Maybe.NOT_SURE)


@dataclass(frozen=True, slots=True)
class One:
    """One made-up request. `talk`: who wrote what, a day apart. `complains`: none, said, or said and acknowledged.

    One that came by another way than the portal was logged by a worker, two days later.
    """

    user_name: str
    days_ago: int
    rights: tuple[Right, ...]
    is_taken: bool = False
    talk: tuple[tuple[str, str], ...] = ()
    asking: Asking = THEMSELVES
    complains: tuple[Grievance, ...] = ()
    is_acknowledged: bool = False
    rests: bool = False
    channel: Channel = Channel.PORTAL
    also: str = ""  # another name they go by, which somebody else has given too


CROWD = (
    One("demo-acorn", 8, (R.ACCESS,), True, (
        (PERSON, "This is a made-up demo. Can I have it as a file too?"),
        (WORKER, "Yes. You can save it as a file when it is ready."),
        (PERSON, "Thank you, that is good."))),
    One("demo-birch", 4, (R.ERASURE,), False, ((PERSON, "This is a made-up demo. Please do my account too."),)),
    One("demo-cedar", 1, (R.REMOVE,)),
    One("demo-daisy", 11, (R.RECTIFICATION,), True, (
        (WORKER, "We found your made-up nickname in two places. Is it wrong in both?"),)),
    One("demo-elder", 33, (R.ACCESS,), True, complains=(Grievance.LATE,), is_acknowledged=True),
    One("demo-fern", 40, (R.SHARED,), True, complains=(Grievance.WRONG, Grievance.OTHER)),
    One("demo-gorse", 5, (R.ACCESS,), asking=HELPER),
    One("demo-hazel", 3, (R.SHARED, R.ACCESS), asking=PROFESSIONAL),
    One("demo-ivy", 14, (R.SHARED,), True, rests=True),
    One("demo-juniper", 2, (R.ACCESS, R.ERASURE)),
    One("demo-kelp", 22, (R.OBJECTION,), True),
    One("demo-lichen", 17, (R.RESTRICTION, R.RECTIFICATION), True),
    One("demo-moss", 7, (R.DISPUTE,)),
    One("demo-nettle", 10, (R.PORTABILITY,), True),
    One("demo-rowan", 5, (R.ACCESS,), True, channel=Channel.PHONE, also="demo-reed"),
    One("demo-tansy", 9, (R.ERASURE,), channel=Channel.EMAIL),
)  # fmt: skip
MORE = [
    "oak",
    "poppy",
    "quince",
    "reed",
    "sedge",
    "thyme",
    "umber",
    "violet",
    "willowherb",
    "yarrow",
    "zinnia",
    "bramble",
    "clover",
]


def everybody() -> Iterator[One]:
    """The crowd, and behind it a row of plain requests that came two or three days apart."""
    yield from CROWD
    rights = [R.ACCESS, R.REMOVE, R.ERASURE, R.SHARED]
    for n, name in enumerate(MORE):
        yield One(f"demo-{name}", 3 * n + 1, (rights[n % len(rights)],), is_taken=n % 3 == 0)


def load_crowd(
    session: Session, actors: dict[str, Actor], here: Installation, *, now: datetime
) -> dict[str, Case]:  # fmt: skip
    """Make all of them with the services that real people use; gives the first case of each, and their complaints."""
    words = fresh_code()
    made: dict[str, Case] = {}
    for n, one in enumerate(everybody()):
        at = now - timedelta(days=one.days_ago, hours=3)
        writer = actors[DESKS[n % len(DESKS)]]
        request = _receive(session, one, another_code(words), writer, at)
        mine = person_actor(request.id)
        for right in one.rights:
            case = cases.open_case(session, request, right, calendar=here.calendar, actor=SYSTEM, at=at)
            made.setdefault(one.user_name, case)
            if one.is_taken:
                cases.take(session, case, actor=writer, at=at + timedelta(hours=2))
        if n % 4:
            ages.note_age(session, made[one.user_name], BANDS[n % len(BANDS)], actor=writer, at=at)
        _talk(session, one, request, writer, at)
        if one.complains:
            made[f"{one.user_name}, complaint"] = _complain(
                session, one, request, writer, here, now - timedelta(days=2)
            )
        if one.rests:
            resting.rest(session, request, actor=mine, at=now - timedelta(days=1))
    return made


def _receive(session: Session, one: One, code: FreshCode, writer: Actor, at: datetime) -> Request:
    wishes = Wishes()
    for right in one.rights:
        asked = WISHES[right]
        wishes = replace(wishes, **{name: said for name in Wishes.__slots__ if (said := getattr(asked, name))})
    intake = Intake(
        rights=one.rights, services=(Service.CHAT, Service.BOARDS), note="This is a made-up demo.", wishes=wishes,
        identifiers=tuple((IdentifierKind.USER_NAME, name) for name in (one.user_name, one.also) if name),
        asking=one.asking,
    )  # fmt: skip
    logged = one.channel is not Channel.PORTAL
    request, _ = receive_request(
        session, intake, submission=f"demo:{one.user_name}", channel=one.channel, fresh=code, received_at=at,
        actor=writer if logged else SYSTEM, at=at + timedelta(days=2) if logged else at,
    )  # fmt: skip
    return request


def _talk(session: Session, one: One, request: Request, writer: Actor, at: datetime) -> None:
    for day, (who, text) in enumerate(one.talk, start=1):
        submission, then = f"demo:{one.user_name}:{day}", at + timedelta(days=day)
        if who == PERSON:
            mine = person_actor(request.id)
            messages.write(session, request.id, text, submission=submission, actor=mine, at=then)
        else:
            messages.reply(session, request.id, text, submission=submission, actor=writer, at=then)


def _complain(
    session: Session, one: One, request: Request, writer: Actor, here: Installation, at: datetime
) -> Case:  # fmt: skip
    case = complaints.complain(
        session, request, one.complains, "This is a made-up demo. I still wait.", calendar=here.calendar,
        submission=f"demo:{one.user_name}:complains", actor=person_actor(request.id), at=at,
    )  # fmt: skip
    if one.is_acknowledged:
        cases.take(session, case, actor=writer, at=at + timedelta(hours=4))
        kind = LetterKind.COMPLAINT_ACKNOWLEDGEMENT
        fields = merging.fields_for(session, case, kind, {}, organisation=here.organisation)
        complaints.acknowledge(
            session, case, write(here.pack.letters, fields),
            submission=f"demo:{one.user_name}:receipt", calendar=here.calendar, actor=writer,
            at=at + timedelta(hours=5),
        )  # fmt: skip
    return case
