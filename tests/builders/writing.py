"""What an editor does to a draft on the screen."""

TYPED = "Yes, we may keep it quiet."


def sets_the_day(worker, draft, **more):
    worker.browser.open(f"{draft}/front")
    return worker.browser.press({"effective_on": "2027-02-01", **more}, to="/front")


def writes(worker, draft, code="quiet", **values):
    worker.browser.open(f"{draft}/clauses/{code}")
    return worker.browser.press(values)


def marked_ready(worker, draft):
    sets_the_day(worker, draft)
    writes(worker, draft, words=TYPED)
    worker.browser.open(draft)
    return worker.browser.press(to="/ready")
