"""The instruments can fail: a page with one fault planted in it is found faulty, and by the right name."""

import pytest

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.inspector import Inspector
from tests.builders.running import Running

PLANTED = {
    "axe": "main.insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\">')",
    "exit": "exit.style.position = 'static'",
    "exit share": "link.style.minHeight = '40vh'",
    "second stop": "main.closest('body').insertAdjacentHTML('afterbegin', '<a href=\"/\">Home</a>')",
    "focus": "document.documentElement.style.scrollPadding = 0; exit.style.height = '12rem'",
    "traces": "localStorage.setItem('name', 'Demo Kite')",
    "sideways": "main.style.width = '700px'",
    "spacing": "main.querySelector('p').style.cssText = 'height: 1.5em; overflow: hidden; white-space: nowrap'",
    "motion": "main.style.transition = 'opacity 1s'",
    "contrast": "main.querySelector('p').style.color = '#777'",
    "targets": "document.querySelector('#help-now a').style.cssText = 'min-height: 0; font-size: 8px; padding: 0'",
    "crisis lines": "document.querySelector('#help-now li').remove()",
}


@pytest.mark.parametrize("claim", PLANTED)
def test_a_planted_fault_is_found(claim: str, person: PersonOnScreen, candour: Running) -> None:
    inspector = Inspector(candour.app.extensions["candour"].pack.organisation.crisis_lines)
    inspector.prepare(person.page)
    person.opens("/hide-your-visit")
    person.page.evaluate(
        "fault => new Function('main', 'exit', 'link', fault)(document.querySelector('main'),"
        " document.querySelector('.exit'), document.querySelector('a[data-exit]'))",
        PLANTED[claim],
    )
    inspector.look(person.page, "planted", public=True)
    assert inspector.faults[claim]
    person.page.evaluate("localStorage.clear()")
