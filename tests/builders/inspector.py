"""Looks at the page that is open in every way a person may see it, and writes down what is wrong, claim by claim."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from portal.policies.pack.organisation import CrisisLine
from tests.builders.browsers import DESK, PHONE

LOOKING = Path(__file__).with_name("looking.js").read_text("utf-8")
AXE = (Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """async ([kind, values]) => {
  const found = await axe.run(document, { runOnly: { type: kind, values }, resultTypes: ['violations'] })
  const say = (rule, node) => `${rule.id}: ${rule.help}: ${node.target.join(' ')}: ${node.html.slice(0, 120)}`
  return found.violations.flatMap(rule => rule.nodes.map(node => say(rule, node)))
}"""

# A skip link that has focus pushes the page down: whoever presses next would press beside what they aim at.
SETTLED = (
    "document.activeElement.blur(); new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
)

SMALL = {"width": 320, "height": 568}
ZOOMED = {"width": 320, "height": 200}  # 1280 x 800 at 400 %
COLOURS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "more contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
JUDGED_BY_AXE = {"dark"}  # it takes its time; all four are measured by our own ruler
PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
MOST_TABS = 80


class Again(str):
    """The name of a state whose page was looked at in every way before: a glance is enough."""

    __slots__ = ()


class Inspector:
    """One page after another; `faults[claim]` lists what was found, each with the name of its page."""

    def __init__(self, crisis_lines: Iterable[CrisisLine]) -> None:
        """`crisis_lines` are the pack's: every public page shows these, in this order."""
        self.faults: dict[str, list[str]] = defaultdict(list)
        self._crisis_lines = list(crisis_lines)
        self._walked_up: set[str] = set()

    @staticmethod
    def prepare(page: Page) -> None:
        """Bring the instruments into every page that will be opened."""
        page.add_init_script(AXE)
        page.add_init_script(LOOKING)

    def look(self, page: Page, name: str, *, public: bool) -> None:
        """Look once in every way; where only the words are new, in the ways that depend on words."""
        if isinstance(name, Again):
            self._glance(page, name)
            return
        self._as_it_is(page, name, public=public)
        self._in_colours(page, name, list(COLOURS) if public else ["dark"])
        if public:
            self._help_is_there(page, name)
            self._small(page, name)
            self._by_keyboard(page, name)
        self._wide(page, name, public=public)
        page.set_viewport_size(PHONE)
        page.evaluate(SETTLED)

    def _glance(self, page: Page, name: str) -> None:
        """One look by axe, and what longer words could break: colours, width, place."""
        self._as_it_is(page, name, public=True)
        self._in_colours(page, name, ["dark"], judged_by_axe=False)
        self._help_is_there(page, name)
        page.set_viewport_size(SMALL)
        self._ask(page, "sideways", f"{name} (320 px)", "sideways")
        self._spaced_and_big(page, name)
        page.set_viewport_size(PHONE)
        page.evaluate(SETTLED)

    def report(self) -> str:
        """Every fault, claim by claim; empty when there is none."""
        return "\n".join(f"{claim}: {fault}" for claim, faults in self.faults.items() for fault in faults)

    def _note(self, claim: str, name: str, found: list[str]) -> None:
        self.faults[claim] += [f"{name}: {one}" for one in dict.fromkeys(found)]

    def _ask(self, page: Page, claim: str, name: str, question: str) -> None:
        self._note(claim, name, page.evaluate(f"looking.{question}()"))

    def _axe(self, page: Page, name: str, kind: str = "tag", values: list[str] = WCAG) -> None:
        self._note("axe", name, page.evaluate(RUN_AXE, [kind, values]))

    def _help_is_there(self, page: Page, name: str) -> None:
        """The crisis lines stand after the page's own words and before the footer: all, and in the pack's order."""
        block = page.evaluate("looking.crisis()") or {"links": [], "words": "", "inPlace": False}
        said = [word for line in self._crisis_lines for word in (line.name, line.how) if word in block["words"]]
        wanted = [word for line in self._crisis_lines for word in (line.name, line.how)]
        right = block["inPlace"] and block["links"] == [line.href for line in self._crisis_lines] and said == wanted
        self._note("crisis lines", name, [] if right else [str(block)])

    def _as_it_is(self, page: Page, name: str, *, public: bool) -> None:
        """A phone, light; axe looks at the smallest there is."""
        if public:
            page.set_viewport_size(SMALL)
            page.evaluate("looking.scrollTo(0)")  # what the bar of the way out covers as one scrolls is no small target
            self._axe(page, f"{name} (320 px)")
        page.set_viewport_size(PHONE)
        self._ask(page, "targets", name, "smallTargets")
        self._ask(page, "contrast", f"{name} (light)", "faint")
        self._ask(page, "motion", name, "moving")
        self._ask(page, "traces", name, "leftOnTheDevice")
        if public:
            self._in_order(page, name)

    def _in_order(self, page: Page, name: str) -> None:
        """From top to bottom, words come as in the source; a browser without style sheets shows them all."""
        self._ask(page, "order", name, "outOfOrder")
        styled = page.evaluate("looking.read()")
        page.evaluate("looking.unstyle(true)")
        self._ask(page, "order", f"{name} (without style)", "outOfOrder")
        bare = page.evaluate("looking.read()")
        page.evaluate("looking.unstyle(false)")
        rest = iter(bare)
        self._note("order", name, [f"{words!r} is not where it was" for words in styled if words not in rest])

    def _in_colours(self, page: Page, name: str, modes: list[str], *, judged_by_axe: bool = True) -> None:
        for mode in modes:
            page.emulate_media(**PLAIN | COLOURS[mode])
            if judged_by_axe and mode in JUDGED_BY_AXE:
                self._axe(page, f"{name} ({mode})", "rule", ["color-contrast"])
            self._ask(page, "contrast", f"{name} ({mode})", "faint")
        page.emulate_media(**PLAIN)

    def _small(self, page: Page, name: str) -> None:
        """The smallest phone, and a desk at 400 %."""
        page.set_viewport_size(ZOOMED)
        self._ask(page, "sideways", f"{name} (400 %)", "sideways")
        share = page.evaluate("looking.exitShare()")
        self._note("exit share", name, [f"{share:.1%}"] if share > 0.15 else [])
        page.set_viewport_size(SMALL)
        self._ask(page, "sideways", f"{name} (320 px)", "sideways")
        self._exit_stays(page, f"{name} (320 px)")
        self._spaced_and_big(page, name)

    def _spaced_and_big(self, page: Page, name: str) -> None:
        """Text as wide apart as WCAG names it, on the smallest phone; and twice as big, on a phone."""
        for claim, how in (("spacing", "spaced"), ("big text", "big")):
            page.set_viewport_size(SMALL if claim == "spacing" else PHONE)
            page.evaluate(f"looking.adopt('{how}')")
            for question in ("clipped", "overlapping", "sideways"):
                self._ask(page, claim, f"{name} ({question})", question)
            page.evaluate("looking.adopt()")
        page.set_viewport_size(SMALL)

    def _wide(self, page: Page, name: str, *, public: bool) -> None:
        page.set_viewport_size(DESK)
        self._axe(page, f"{name} (desk)")
        self._ask(page, "sideways", f"{name} (desk)", "sideways")
        if public:
            self._exit_stays(page, f"{name} (desk)")

    def _exit_stays(self, page: Page, name: str) -> None:
        for part in (0, 0.5, 1):
            page.evaluate("part => looking.scrollTo(part)", part)
            self._ask(page, "exit", f"{name}, scrolled {part}", "exitOutOfReach")
        page.evaluate("looking.scrollTo(0)")

    def _by_keyboard(self, page: Page, name: str) -> None:
        """Press Tab from the top to the bottom and all the way back, on the smallest phone."""
        starts_at_top = page.evaluate("document.activeElement === document.body")
        down = self._tab(page, "Tab")
        up = self._tab(
            page, "Shift+Tab"
        )  # going up, the browser scrolls a control to the top: under the bar, if it may
        self._note("focus", name, [f"{s['name']} is hidden" for s in down + up if s["hidden"]])
        self._note("focus", name, [f"{s['name']} shows no ring" for s in down if not s["ring"]])
        where = [s["isExit"] for s in down]  # from an error summary, the way out is behind: it comes round once
        right = where[1] if starts_at_top else where.count(True) == 1
        self._note("second stop", name, [] if right else [s["name"] for s in down[:3]])

    @staticmethod
    def _tab(page: Page, key: str) -> list[dict[str, Any]]:
        """What has focus after each press, once round the page."""
        stops: list[dict[str, Any]] = []
        for _ in range(MOST_TABS):
            page.keyboard.press(key)
            stop = page.evaluate("looking.focused()")
            if stops and stop and stop["name"] == stops[0]["name"] and stop["place"] == stops[0]["place"]:
                break
            stops += [stop] if stop else []
        return stops
