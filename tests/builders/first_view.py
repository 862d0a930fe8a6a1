"""What a first visit feels like on a slow phone: Chromium's own measures on slow 4G, with a processor four times slower."""

from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession

from tests.builders.browsers import PHONE

# bytes a second and milliseconds: what Lighthouse calls slow 4G
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
TIMES_SLOWER = 4
AT_REST_MS = 500
PAGES = ("/", "/policies/confidentiality", "/would-you-tell", "/what-we-keep/helpline", "/q/1", "/back")

# A task blocks by what it takes beyond 50 ms, from the first paint on.
OBSERVE = """
window.firstView = { largest: 0, shifted: 0, tasks: [] }
const see = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true })
see('largest-contentful-paint', entry => { firstView.largest = entry.startTime })
see('layout-shift', entry => { if (!entry.hadRecentInput) firstView.shifted += entry.value })
see('longtask', entry => { firstView.tasks.push([entry.startTime, entry.duration]) })
"""
REPORT = """() => {
  const painted = performance.getEntriesByName('first-contentful-paint')[0].startTime
  const late = firstView.tasks.filter(([start, takes]) => start + takes > painted)
  return { largest: firstView.largest, shifted: firstView.shifted, first: painted,
           blocked: late.reduce((sum, [, takes]) => sum + takes - 50, 0) }
}"""


@dataclass(frozen=True, slots=True)
class FirstView:
    """Milliseconds to the first and to the largest part, milliseconds blocked, share that jumped, and what was sent."""

    first_ms: float
    largest_ms: float
    blocked_ms: float
    shifted: float
    size: int
    requests: int


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that each may be."""

    largest_ms: float = 1500
    blocked_ms: float = 50
    shifted: float = 0.02
    size: int = 50_000
    requests: int = 6

    def missed_by(self, view: FirstView) -> list[str]:
        """Names of the goals that a view does not meet."""
        return [name for name in self.__dataclass_fields__ if getattr(view, name) > getattr(self, name)]


def first_view(browser: Browser, address: str) -> FirstView:
    """Open a page in a browser that was never there, and wait until nothing moves."""
    context = browser.new_context(viewport=PHONE, ignore_https_errors=True)
    try:
        page = context.new_page()
        page.add_init_script(OBSERVE)
        network = context.new_cdp_session(page)
        sizes = _slow_down(network)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(AT_REST_MS)
        told = page.evaluate(REPORT)
    finally:
        context.close()
    return FirstView(told["first"], told["largest"], told["blocked"], told["shifted"], round(sum(sizes)), len(sizes))


def _slow_down(network: CDPSession) -> list[float]:
    """Make line and processor slow; gives a list that fills with the bytes of each answer, headers too."""
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW_4G)
    network.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    return sizes
