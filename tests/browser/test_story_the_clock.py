"""A worker asks one question, the young person answers, the worker says once that we need longer.

Told twice: worker and person at a desk, and both with a phone.
"""

from collections.abc import Callable

import pytest

from portal.accounts.permissions import Role
from tests.actors.hands_on_screen import fits, makes_it_count, opens_the_act, sees_the_dates
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import DESK, PHONE

HARD = "Please specify the processing activities to which your request relates?"
QUESTION = "Which year do you mean?"
ANSWER = "The year I was in my demo band."
OWN = "You were with us for six years."


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_one_question_one_answer_one_extension(
    size: dict[str, int], a_person: Callable[..., PersonOnScreen], a_worker: Callable[..., WorkerOnScreen]
) -> None:
    person = a_person(f"Demo Clock {size['width']}", viewport=size)
    worker = a_worker(Role.CASEWORKER)
    worker.page.set_viewport_size(size)  # type: ignore[arg-type]
    person.answers_the_questions()
    person.sends()
    person.types_the_code()
    worker.finds_the_case_of(person.user_name)
    asks(worker)
    answers(person)
    needs_longer(worker, person)


def asks(worker: WorkerOnScreen) -> None:
    """Too hard at first; then seen on a phone, and sent."""
    opens_the_act(worker, "question")
    fits(worker)
    worker.page.check("[name=question-about][value=which-time]")
    worker.page.fill("[name=question-question]", HARD)
    sees_the_dates(worker, "question")
    assert f"Change this sentence: “{HARD}”" in worker.text
    worker.page.fill("[name=question-question]", QUESTION)
    sees_the_dates(worker, "question")
    assert "Nothing is changed yet." in worker.text
    for way in (".look__phone", ".look__paper", ".look__text"):
        assert QUESTION in worker.page.locator(way).inner_text()
    makes_it_count(worker)
    assert "The clock stands until the answer comes." in worker.text


def answers(person: PersonOnScreen) -> None:
    """The date is gone until the answer is sent, and then there is one again."""
    person.opens("/mine")
    assert "We wait for your answer to our question" in person.text
    person.follows("/mine/messages")
    assert QUESTION in person.text
    person.page.fill("[name=our-answer]", ANSWER)
    person.presses()
    assert ANSWER in person.text
    person.opens("/mine")
    assert "When you will hear from us" in person.text


def needs_longer(worker: WorkerOnScreen, person: PersonOnScreen) -> None:
    """Once, with a reason; both see the same new date, and there is no second time."""
    worker.page.reload()
    assert ANSWER not in worker.text  # what they wrote stands in the messages of the case
    opens_the_act(worker, "extension")
    worker.page.check("[name=extension-reasons][value=much-to-read]")
    worker.page.fill("[name=extension-own]", OWN)
    sees_the_dates(worker, "extension")
    then = worker.page.locator(".moves__new dd").inner_text()
    makes_it_count(worker)
    assert then in worker.text
    assert "only once" in worker.text
    assert worker.page.locator("form[action$='/extension']").count() == 0
    person.opens("/mine")
    assert then in person.text
    person.follows("/mine/messages")
    assert "We need until" in person.text
