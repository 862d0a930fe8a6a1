"""The file of the clock command: what it may say, and how it is told what is wrong with it."""

import json
from pathlib import Path

import pytest

from portal.cases.clock_file import CLOCKS, UnreadableClockFile, dates_of

VECTORS = Path(__file__).parents[2] / "deadline-vectors.json"
PLAIN = {"received": "2026-09-01", "nation": "england"}


def request(**keys):
    (answer,) = dates_of(json.dumps({"requests": [{**PLAIN, **keys}]}))["requests"]
    return answer


def problems_of(document):
    with pytest.raises(UnreadableClockFile) as unreadable:
        dates_of(document if isinstance(document, str) else json.dumps(document))
    return list(unreadable.value.problems)


def problem_of(**keys):
    (problem,) = problems_of({"requests": [{**PLAIN, **keys}]})
    return problem.removeprefix("requests[0]").removeprefix(".")


def test_the_published_file_comes_out_as_published():
    document = json.loads(VECTORS.read_text())
    dates = dates_of(VECTORS.read_text())
    assert [(r["n"], r["state"], r["due"], r["extension_notice_by"]) for r in dates["requests"]] == [
        (r["n"], r["state"].replace(" ", "-"), r["due_safe"], r["extension_notice_by"]) for r in document["requests"]
    ]
    assert dates["complaints"] == [{"ack_due": complaint["ack_due"]} for complaint in document["complaints"]]


def test_only_the_day_and_the_nation_are_needed():
    answer = request()
    assert answer.pop("working")[-1] == "So we must answer by the end of Thursday 1 October 2026."
    assert answer == {"n": 1, "state": "running", "due": "2026-10-01", "extension_notice_by": "2026-10-01"}


@pytest.mark.parametrize("document", [{}, {"requests": None}, {"requests": [], "complaints": []}])
def test_both_lists_may_be_missing(document):
    assert dates_of(json.dumps(document)) == {"requests": [], "complaints": []}


def test_a_request_keeps_its_number_or_gets_its_place():
    document = {"requests": [PLAIN, {**PLAIN, "n": 60}, {**PLAIN, "n": "a"}, PLAIN]}
    assert [answer["n"] for answer in dates_of(json.dumps(document))["requests"]] == [1, 60, "a", 4]


@pytest.mark.parametrize(
    ("notice", "due"),
    [
        (None, "2026-10-01"),
        ([], "2026-10-01"),
        ("2026-09-20", "2026-12-01"),
        ({"sent": "2026-09-20"}, "2026-12-01"),
        ({"sent": "2026-09-20", "reasons": True}, "2026-12-01"),
        ({"sent": "2026-09-20", "reasons": False}, "2026-10-01"),
        ([{"sent": "2026-09-20", "reasons": False}, "2026-09-21"], "2026-12-01"),
    ],
)
def test_a_notice_of_more_time_may_be_a_date_an_object_or_a_list(notice, due):
    assert request(extension_notice=notice)["due"] == due


def test_a_missing_answer_or_gate_has_not_come():
    assert request(clarifications=[{"asked": "2026-09-04"}])["state"] == "stopped"
    assert request(gates=[{"kind": "id"}])["state"] == "not-started"


@pytest.mark.parametrize(
    ("right", "state"),
    [("access", "stopped"), ("shared", "stopped"), ("erasure", "running"), ("remove", "running"), (None, "stopped")],
)
def test_a_right_runs_on_the_clock_its_case_runs_on(right, state):
    assert request(right=right, clarifications=[{"asked": "2026-09-04", "answered": None}])["state"] == state


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"received": "2026-02-30"}, "received: '2026-02-30' is not a date such as 2026-12-23"),
        ({"received": "1 May 2026"}, "received: '1 May 2026' is not a date such as 2026-12-23"),
        ({"received": "20260901"}, "received: '20260901' is not a date such as 2026-12-23"),
        ({"received": "2026-W36-2"}, "received: '2026-W36-2' is not a date such as 2026-12-23"),
        ({"received": 20260901}, "received: 20260901 is not a date such as 2026-12-23"),
        ({"received": ""}, "received: '' is not a date such as 2026-12-23"),
        ({"received": "1969-12-31"}, "received: 1969-12-31 is not between 1970 and 2100"),
        ({"received": None}, "received: is missing"),
        ({"nation": None}, "nation: is missing"),
        ({"nation": "france"}, "nation: 'france' is not one of england-and-wales, scotland, northern-ireland"),
        ({"nation": ["scotland"]}, "nation: ['scotland'] is not one of england-and-wales, scotland, northern-ireland"),
        ({"right": 15}, f"right: 15 is not one of {', '.join(CLOCKS)}"),
        ({"right": "complaint"}, f"right: 'complaint' is not one of {', '.join(CLOCKS)}"),
        ({"gates": {"kind": "id"}}, "gates: {'kind': 'id'} is not a list"),
        ({"gates": ["id"]}, "gates[0]: 'id' is not an object"),
        ({"gates": [{}]}, "gates[0].kind: is missing"),
        ({"gates": [{"kind": "passport"}]}, "gates[0].kind: 'passport' is not one of id, authority, fee"),
        ({"gates": [{"kind": "id", "received": "soon"}]}, "gates[0].received: 'soon' is not a date such as 2026-12-23"),
        ({"clarifications": [{"answered": "2026-09-05"}]}, "clarifications[0].asked: is missing"),
        ({"clarifications": [{"asked": "2026-09-05", "answered": "2026-09-04"}]},
         "clarifications[0].answered: An answer cannot come before its question"),
        ({"clarifications": [{"asked": "2026-08-31"}]},
         "clarifications[0].asked: A question cannot be asked before the request came"),
        ({"clarifications": 1}, "clarifications: 1 is not a list"),
        ({"extension_notice": True}, "extension_notice: True is not a date, an object or a list"),
        ({"extension_notice": "2026-13-01"}, "extension_notice: '2026-13-01' is not a date such as 2026-12-23"),
        ({"extension_notice": "2026-08-31"}, "extension_notice: A notice cannot be sent before the request came"),
        ({"extension_notice": {}}, "extension_notice.sent: is missing"),
        ({"extension_notice": {"sent": "2026-08-31"}},
         "extension_notice.sent: A notice cannot be sent before the request came"),
        ({"extension_notice": {"sent": "2026-09-20", "reasons": "none"}},
         "extension_notice.reasons: 'none' is not true or false"),
        ({"extension_notice": [None]}, "extension_notice[0]: None is not an object"),
        ({"n": 1.5}, "n: 1.5 is not a number or a name"),
        ({"received": "2100-12-15"}, ": no bank holidays are known for 2101, only for 1970 to 2100"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_at_its_place(keys, problem):
    assert problem_of(**keys) == problem


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"clarification": []}, "clarification: is not a key here; did you mean 'clarifications'?"),
        ({"extension": "2026-09-20"}, "extension: is not a key here; did you mean 'extension_notice'?"),
        ({"clarifications": [{"asked": "2026-09-04", "answerd": "2026-09-05"}]},
         "clarifications[0].answerd: is not a key here; did you mean 'answered'?"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_not_passed_over(keys, problem):
    assert problem_of(**keys) == problem


def test_other_keys_are_passed_over():
    assert request(why="plain", state="running", due_safe="2026-10-01", extension_notice_by=None)["due"] == "2026-10-01"


def test_all_problems_of_all_entries_are_listed_in_their_order():
    document = {
        "requests": [PLAIN, {"received": "x"}, "y", {**PLAIN, "gates": [{"kind": "id"}, {"received": 7}]}],
        "complaints": [
            {"nation": "wales"},
            {"received": "2026-02-29", "nation": "mars"},
            {"received": "2100-12-31", "nation": "wales"},
        ],
    }
    assert problems_of(document) == [
        "requests[1].received: 'x' is not a date such as 2026-12-23",
        "requests[1].nation: is missing",
        "requests[2]: 'y' is not an object",
        "requests[3].gates[1].kind: is missing",
        "requests[3].gates[1].received: 7 is not a date such as 2026-12-23",
        "complaints[0].received: is missing",
        "complaints[1].received: '2026-02-29' is not a date such as 2026-12-23",
        "complaints[1].nation: 'mars' is not one of england-and-wales, scotland, northern-ireland",
        "complaints[2]: no bank holidays are known for 2101, only for 1970 to 2100",
    ]


def test_a_long_value_is_shown_short():
    assert len(problem_of(received="x" * 10_000)) < 100


@pytest.mark.parametrize("text", ["", "{", "requests: []", "[" * 100_000, '{"requests": [}'])
def test_what_is_not_json_is_refused(text):
    (problem,) = problems_of(text)
    assert problem.startswith("the file: is not JSON (")


@pytest.mark.parametrize(("text", "shown"), [("[]", "[]"), ('"x"', "'x'"), ("null", "None")])
def test_a_file_that_is_no_object_is_refused(text, shown):
    assert problems_of(text) == [f"the file: {shown} is not an object"]
