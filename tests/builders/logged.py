"""An entry of the register as somebody types it, step by step; and the pieces of it that an act needs."""

from typing import Any

STEPS = ("what-happened", "which-rule", "who-was-told", "what-was-told", "the-person")
AMBULANCE: dict[str, dict[str, Any]] = {
    "what-happened": {
        "decision": "shared", "urgency": "emergency", "service": "chat", "when": "earlier", "decided_on": "2026-10-01",
        "decided_time": "22:10", "shared_when": "other", "shared_on": "2026-10-01", "shared_time": "22:14",
        "late_reason": "The night was long.", "said": "same",
    },
    "which-rule": {
        "clause": "confidentiality:3:plan-now", "why": "You told us you had a plan. We thought you could die.",
    },
    "who-was-told": {
        "recipients-0-kind": "ambulance", "recipients-0-name": "Demo Ambulance Control",
        "recipients-0-sent_by": "phone",
    },
    "what-was-told": {
        "pieces-0-told": "y", "pieces-0-what": "your first name", "pieces-0-why": "So that they could ask for you.",
        "left_out": "We did not share your chat.",
    },
    "the-person": {
        "user_name": "quiet.otter", "at_risk": "self", "person_group": "child", "consent": "not-asked",
        "no_consent_reason": "not-reasonable", "told": "after", "told_on": "2026-10-02",
    },
}  # fmt: skip
JUST_NOW = {"decision": "shared", "urgency": "emergency", "service": "chat"}
NIGHT = {
    **AMBULANCE, "what-happened": JUST_NOW, "the-person": {**AMBULANCE["the-person"], "told_on": ""},
}  # fmt: skip
NOBODY = {**JUST_NOW, "decision": "not-shared", "urgency": "not-urgent"}
LOG = "/staff/register/log"


def writes(browser: Any, answers: dict[str, dict[str, Any]] | None = None, *, until: str = "check") -> Any:
    """Type the steps, one after the other, up to a step. Gives the last page."""
    typed = AMBULANCE if answers is None else answers
    page = browser.open(LOG)
    for step in STEPS:
        if page.path.endswith(until):
            return page
        if page.path.endswith((step, LOG)) and (step in typed):
            page = browser.press(typed[step])
    return page


def logs(browser: Any, answers: dict[str, dict[str, Any]] | None = None) -> Any:
    """Type all of it and press Log. Gives the page of the entry."""
    page = writes(browser, answers)
    assert page.path.endswith("/check"), (page.path, page.errors)
    return browser.press()
