"""The instruments can fail: a page with one fault planted in it is found faulty, and by the right name."""

import pytest

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.inspector import Inspector
from tests.builders.running import Running

# Three faulty pages, with faults on each that do not hide one another.
PLANTED = (
    {
        "axe": "main.insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\">')",
        "exit": "exit.style.position = 'static'",
        "traces": "localStorage.setItem('name', 'Demo Kite')",
        "motion": "main.style.transition = 'opacity 1s'",
    },
    {
        "exit share": "link.style.minHeight = '40vh'",
        "second stop": "document.body.insertAdjacentHTML('afterbegin', '<a href=\"/\">Home</a>')",
        "contrast": "main.querySelector('p').style.color = '#777'",
        "big text": "main.querySelector('h2').style.cssText = 'height: 45px; overflow: hidden'",
        "crisis lines": "document.querySelector('#help-now li').remove()",
    },
    {
        "focus": "document.documentElement.style.scrollPadding = 0; exit.style.height = '12rem'",
        "order": "main.style.cssText = 'display: flex; flex-direction: column-reverse'",
        "sideways": "main.style.width = '700px'",
        "spacing": "main.querySelector('p').style.cssText = 'height: 1.5em; overflow: hidden; white-space: nowrap'",
        "targets": "document.querySelector('#help-now a').style.cssText = 'min-height: 0; font-size: 8px; padding: 0'",
    },
)
PLANT = """faults => new Function('main', 'exit', 'link', faults)(document.querySelector('main'),
  document.querySelector('.exit'), document.querySelector('a[data-exit]'))"""


@pytest.mark.check(1, "that the instruments find a fault of each kind that was planted")
@pytest.mark.parametrize("faults", PLANTED, ids=", ".join)
def test_planted_faults_are_found(faults: dict[str, str], person: PersonOnScreen, candour: Running) -> None:
    inspector = Inspector(candour.app.extensions["candour"].pack.organisation.crisis_lines)
    inspector.prepare(person.page)
    person.opens("/hide-your-visit")
    person.page.evaluate(PLANT, ";".join(faults.values()))
    inspector.look(person.page, "planted", public=True)
    person.page.evaluate("localStorage.clear()")
    assert [claim for claim in faults if not inspector.faults[claim]] == []
