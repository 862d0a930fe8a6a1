"""Every page of the road in every state that a browser can bring it to. Generators yield a name when a page is open."""

from collections.abc import Iterator, Mapping

from playwright.sync_api import Page
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.actor import person_actor
from portal.accounts.models import ServerSession
from portal.cases.models import Case
from portal.casework.kinds import Topic
from portal.casework.models import RequestTopic
from portal.core import clock
from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind
from portal.requests.models import Identifier, Request
from portal.requests.service import fresh_code, reference_of, replace_words
from portal.vault import vault_of
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.inspector import Again
from tests.builders.running import Running

EXPLAINERS = {
    "home": "/",
    "policies": "/policies/",
    "policy": "/policies/confidentiality",
    "policy by version": "/policies/confidentiality/3",
    "policy without reasons": "/policies/privacy",
    "policy of old": "/policies/confidentiality/1",
    "policy in Easy Read": "/policies/confidentiality/3/for/easy-read",
    "policy for adults": "/policies/confidentiality/3/for/18-or-over",
    "policy for children": "/policies/confidentiality/3/for/under-13",
    "what changed": "/policies/confidentiality/changes/2/3",
    "which rules counted": "/policies/confidentiality/which",
    "Easy Read": "/easy-read",
    "Easy Read 1": "/easy-read/1",
    "Easy Read 2": "/easy-read/2",
    "Easy Read 3": "/easy-read/3",
    "Easy Read 4": "/easy-read/4",
    "hide your visit": "/hide-your-visit",
    "cookies": "/cookies",
}
# Pages whose template was looked at by another name.
LIKE_ANOTHER = {"policy without reasons", "policy of old", "policy for adults", "policy for children"}
# Who of the demo shows which phase at /mine.
PHASES = {
    "we have it": "demo-wren",
    "looking": "demo-maple",
    "late": "demo-badger",
    "checking": "demo-willow",
    "stopped": "demo-sparrow",
    "ready": "demo-otter",
}


def code_of(running: Running, user_name: str) -> tuple[str, str]:
    """A fresh code for somebody of the demo: the reference and the words."""
    with running.session() as session:
        request = _request(session, user_name)
        fresh = fresh_code(reference_of(session, request))
        code = replace_words(session, request, fresh=fresh, actor=person_actor(request.id), at=clock.now())
        return code.spaced_reference, " ".join(code.words)


def case_of(running: Running, user_name: str) -> str:
    """Where the staff find the case of somebody of the demo."""
    with running.session() as session:
        case_id = session.scalar(
            select(Case.id).where(Case.request_id == _request(session, user_name).id).order_by(Case.created_at)
        )
        return f"/staff/cases/{case_id}"


def let_time_pass(running: Running) -> None:
    """Make everybody have been away too long, as if hours had gone by."""
    with running.session() as session:
        session.execute(update(ServerSession).values(last_seen_at=clock.now().replace(year=2020)))


def explainers(person: PersonOnScreen) -> Iterator[str]:
    """What anybody may read."""
    for name, path in EXPLAINERS.items():
        person.opens(path)
        yield Again(name) if name in LIKE_ANOTHER else name
    person.opens("/policies/confidentiality")
    open_every_line(person.page)
    yield "policy, every line open"
    person.opens("/policies/confidentiality/3/document.pdf")
    yield "no paper yet"
    person.opens("/not-a-page")
    yield "not found"


def questions(person: PersonOnScreen) -> Iterator[str]:
    """Ask: each question empty, wrong and filled in; then the code and its proof."""
    page = person.page
    person.opens("/q/1")
    yield "before you start"
    person.presses()
    yield "how did we talk, empty"
    person.presses()
    yield "how did we talk, error"
    page.check("[name=ways][value=chat]")
    person.presses()
    yield "find you, empty"
    person.presses()
    yield "find you, error"
    page.fill("[name=user_name]", person.user_name)
    page.fill("[name=note]", "Did you tell my demo school?")
    person.presses()
    yield from _contact(person)
    yield "check"
    person.sends()
    yield "sent, with the code"
    person.follows("/q/6")
    yield "prove the words, empty"
    page.fill("[name=words]", "these are not them")
    person.presses()
    yield "prove the words, error"
    page.fill("[name=words]", " ".join(person.words))
    person.presses()
    yield "all done"


def _contact(person: PersonOnScreen) -> Iterator[str]:
    page = person.page
    yield "contact, empty"
    page.check("[name=way][value=text]")
    person.presses()
    yield "contact, error"
    page.fill("[name=value]", "07700 900147")
    page.check("[name=hours][value=evenings]")
    page.check("[name=somebody_else]")
    person.presses()
    yield "contact, somebody else may see it"
    page.check("[name=anyway]")
    person.presses()
    yield "check, with a number"
    person.opens("/q/4")
    page.check("[name=way][value=call]")
    page.fill("[name=code_word]", "lantern")
    yield "contact, filled in"
    page.check("[name=way][value=code]")
    person.presses()


def coming_back(person: PersonOnScreen, running: Running, *, phases: Mapping[str, str] = PHASES) -> Iterator[str]:
    """The code page in its states, then the request in each phase."""
    person.opens("/back/lost")
    yield "lost words"
    person.opens("/back")
    yield "come back, empty"
    person.types_the_code("0000 0000", "not these four words")
    yield "come back, wrong"
    for _ in range(5):
        person.presses()
    yield "come back, too many tries"
    for phase, user_name in phases.items():
        person.types_the_code(*code_of(running, user_name))
        open_every_line(person.page)
        yield f"mine, {phase}"
        if phase == "looking":
            person.opens("/mine/stop")
            yield "stop"
            yield from _doing(person)


def _doing(person: PersonOnScreen) -> Iterator[str]:
    """What can be done at /mine, each empty, wrong and done."""
    person.opens("/mine/messages")
    yield "messages, empty"
    person.presses()
    yield "messages, error"
    person.writes("Did you ring my demo nan?")
    yield "messages, sent"
    person.opens("/mine/contact")
    yield "how we reach you"
    person.opens("/mine/wait")
    yield "wait"
    person.presses()
    yield "mine, resting"
    person.page.locator('form[action="/mine/go-on"] button').click()
    person.opens("/mine/not-happy")
    yield "not happy, empty"
    person.presses()
    yield "not happy, error"
    person.page.check("[name=about][value=late]")
    person.presses()
    yield "not happy, check"
    person.presses()
    yield "not happy, done"
    person.opens("/mine")
    yield "mine, two cases"


def reading(person: PersonOnScreen, running: Running) -> Iterator[str]:
    """The answer, part by part, and the page that says that nobody was there."""
    person.types_the_code(*code_of(running, PHASES["ready"]))
    person.follows("/mine/answer")
    yield "before you open it"
    for part in (1, 2, 3):
        person.reads_on(part)
        yield f"part {part}"
    person.opens("/mine/side/0/2")
    yield "my side, empty"
    person.presses()
    yield "my side, error"
    person.page.fill("[name=message]", "That is how I saw it too.")
    person.presses()
    yield "part 2, with my side"
    person.opens("/mine/whole")
    yield "all on one page"
    person.opens("/mine/how-are-you")
    yield "how are you"
    person.opens("/mine/answer")
    person.follows("/mine/save")
    yield "save or print"
    person.opens("/away")
    yield "away"
    person.opens("/away/after")
    yield "away, after it was sent"


def open_every_line(page: Page) -> None:
    """Unfold what is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(line => { line.open = true })")


def signing_in(worker: WorkerOnScreen) -> Iterator[str]:
    """The two steps, each empty and wrong. In the end the worker is in."""
    worker.opens("/staff/sign-in")
    yield "sign in, empty"
    worker.presses()
    yield "sign in, error"
    worker.page.fill("[name=email]", worker.email)
    worker.page.fill("[name=password]", worker.password)
    worker.presses()
    yield "second factor, empty"
    worker.presses()
    yield "second factor, error"
    worker.signs_in()
    yield "signed in"


def caseworkers_desk(worker: WorkerOnScreen, running: Running) -> Iterator[str]:
    """The queue, cases in every phase, the letter, the register as a reader."""
    worker.signs_in()
    yield "today"
    worker.opens("/staff/?tab=open")
    yield "queue, open"
    worker.opens("/staff/?tab=open&right=shared&due=month")
    yield "queue, narrowed"
    worker.page.locator("[name=cases]").first.check()
    worker.page.locator('form[action^="/staff/give"] button').click()
    yield "give to a worker"
    worker.opens("/staff/search")
    yield "search"
    worker.opens("/staff/views")
    yield "saved views"
    worker.opens("/staff/due-dates")
    yield "calendar"
    for tab in ("in-time", "mine", "late", "paused", "checking", "answered"):
        worker.opens(f"/staff/?tab={tab}")
        yield f"queue, {tab}"
    for phase, user_name in {**PHASES, "amber card": "demo-finch"}.items():
        worker.opens(case_of(running, user_name))
        open_every_line(worker.page)
        yield f"case, {phase}"
    worker.opens(case_of(running, "demo-finch") + "/answer")
    yield "letter, empty"
    worker.writes("")
    yield "letter, error"
    worker.opens(case_of(running, "demo-comet") + "/answer")
    yield "letter, filled in"
    worker.opens(case_of(running, "demo-lark") + "/answer")
    yield "release"
    worker.opens("/staff/account")
    yield "account"
    yield from _work_on_a_case(worker, running)
    worker.opens("/staff/workers")
    yield "not allowed"
    worker.opens("/staff/not-a-page")
    yield "not found, staff"


def _work_on_a_case(worker: WorkerOnScreen, running: Running) -> Iterator[str]:
    """A note, a task, topics; what a worker chose for themselves, and the question when that is enough."""
    for user_name in ("demo-maple", "demo-pebble"):
        worker.opens(case_of(running, user_name))
        open_every_line(worker.page)
        worker.page.check('[name=topics][value="loss"]')
        worker.page.locator('form[action$="/topics"] button').click()
    open_every_line(worker.page)
    worker.page.fill("[name=note]", "They rang today. They would rather read than talk.")
    worker.page.locator('form[action$="/notes"] button').click()
    open_every_line(worker.page)
    worker.page.locator('form[action$="/tasks"] button').click()
    yield "task, error"
    for name, value in {"what": "Send what the boards hold.", "whom": "Boards team", "due": "2099-01-01"}.items():
        worker.page.fill(f"[name={name}]", value)
    worker.page.locator('form[action$="/tasks"] button').click()
    worker.page.wait_for_load_state()
    yield "case, topics closed"
    open_every_line(worker.page)
    yield "case, worked on"
    worker.opens("/staff/looking-after")
    yield "looking after you"
    worker.page.fill("[name=cap]", "")
    worker.presses()
    yield "looking after you, error"
    worker.page.fill("[name=cap]", "1")
    worker.presses()
    with running.session() as session:
        session.add(RequestTopic(request_id=_request(session, "demo-quill").id, topic=Topic.LOSS))
        session.commit()
    worker.opens(case_of(running, "demo-quill"))
    yield "enough for today"


def leads_desk(worker: WorkerOnScreen, user_name: str) -> Iterator[str]:
    """The register: the list, an entry empty, wrong and logged."""
    worker.signs_in()
    worker.opens("/staff/register")
    yield "register"
    worker.opens("/staff/register/log")
    yield "entry, empty"
    worker.goes_on()
    yield "entry, error"
    yield from _writes_an_entry(worker)
    worker.logs_a_disclosure(user_name)
    yield "entry, logged"
    worker.page.get_by_role("link", name="Put a mistake right").click()
    yield "entry, what is wrong"
    worker.page.locator('main a[href*="part=why"]').click()
    yield "entry, put right"
    worker.opens("/staff/another-team")
    yield "another team"
    worker.presses()
    yield "another team, error"


def _writes_an_entry(worker: WorkerOnScreen) -> Iterator[str]:
    """Each step as it is at first and with something missing; the check, a draft, and throwing it away."""
    worker.answers(decision="shared", urgency="emergency", service="chat")
    steps = {
        "rule": {"clause": "confidentiality:3:plan-now", "why": "You were not safe."},
        "recipients": {"recipients_0_kind": "ambulance", "recipients_0_name": "Demo Control", "recipients_0_sent_by": "phone"},
        "pieces": {"pieces_0_what": "your first name"},
        "person": {"user_name": "demo.sloe", "person_group": "child", "consent": "given", "told": "before"},
    }  # fmt: skip
    for step, answers in steps.items():
        worker.goes_on()
        yield f"entry, {step}"
        worker.goes_on()
        yield f"entry, {step}, error"
        open_every_line(worker.page)
        if step == "pieces":
            worker.page.check('[name="pieces-0-told"]')
        worker.answers(**answers)
    worker.goes_on()
    yield "entry, check"
    worker.opens("/staff/register")
    yield "register, a draft"
    worker.page.get_by_role("link", name="Throw away").first.click()
    yield "entry, throw away"
    worker.presses()


def approvers_desk(worker: WorkerOnScreen, running: Running) -> Iterator[str]:
    """The gate with the exact file."""
    worker.signs_in()
    worker.opens(case_of(running, "demo-willow") + "/answer")
    open_every_line(worker.page)
    yield "gate"
    worker.opens("/staff/reviews")
    yield "reviews"
    worker.opens("/staff/jobs")
    yield "jobs"


def _request(session: Session, user_name: str) -> Request:
    """Find by the blind index, as staff do: the store holds no name to look for."""
    kind = IdentifierKind.USER_NAME
    index = vault_of(session).blind(kind.value, normalise(kind, user_name))
    wanted = select(Request).join(Request.identifiers).where(Identifier.blind_index == index)
    return session.scalars(wanted).one()
