"""Every walk through the site, by its name: who walks, and which pages in which states they come past."""

from collections.abc import Callable, Iterator, Mapping

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders import asking_on_screen as asking
from tests.builders import clock_on_screen as clocks
from tests.builders import desk_on_screen as desks
from tests.builders import numbers_on_screen as counted
from tests.builders import road_on_screen as road
from tests.builders import rules_on_screen as rules
from tests.builders import sharing_on_screen as sharing
from tests.builders.running import Running

PUBLIC: Mapping[str, Callable[[PersonOnScreen, Running], Iterator[str]]] = {
    "explainers": lambda person, _: road.explainers(person),
    "would you tell": lambda person, _: rules.would_you_tell(person),
    "what we keep": lambda person, _: rules.what_we_keep(person),
    "words": lambda person, _: rules.words(person),
    "numbers": counted.numbers,
    "find": lambda person, _: rules.finding(person),
    "a question about the rules": lambda person, _: rules.asking(person),
    "asking for anything": lambda person, _: asking.everything(person),
    "questions": lambda person, _: road.questions(person),
    "coming back": road.coming_back,
    "the answer": road.reading,
    "our question": clocks.our_question,
}
DESKS: Mapping[str, tuple[Role, Callable[[WorkerOnScreen, Running], Iterator[str]]]] = {
    "sign-in": (Role.AUDITOR, lambda worker, _: road.signing_in(worker)),
    "caseworker": (Role.CASEWORKER, road.caseworkers_desk),
    "safeguarding lead": (Role.SAFEGUARDING, lambda worker, _: road.leads_desk(worker, "Demo Walk")),
    "approver": (Role.APPROVER, road.approvers_desk),
    "editor": (Role.EDITOR, lambda worker, _: desks.editors_desk(worker)),
    "answering questions": (Role.CASEWORKER, lambda worker, _: desks.questions_desk(worker)),
    "numbers": (Role.APPROVER, lambda worker, _: counted.numbers_desk(worker)),
    "admin": (Role.ADMIN, lambda worker, _: desks.admins_desk(worker)),
    "publishing answers": (Role.EDITOR, lambda worker, _: desks.publishing_desk(worker)),
    "the clock": (Role.CASEWORKER, clocks.the_clock),
    "bank holidays": (Role.APPROVER, clocks.the_calendar),
    "other shares": (Role.SAFEGUARDING, sharing.shares_desk),
    "who has to hear of a change": (Role.CASEWORKER, sharing.recipients_desk),
}
