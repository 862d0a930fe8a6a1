"""Acts on the clock of a case. Each has a plan, which refuses or previews, and an act, which counts."""

from portal.cases.clock.authority import decide
from portal.cases.clock.corrections import plan_back, rows_to_take_back, take_back
from portal.cases.clock.extension import extend, plan_extension
from portal.cases.clock.gates import ask_gate, meet_gate, meet_where_waiting, plan_ask, plan_met
from portal.cases.clock.plan import Plan, Standing, standing
from portal.cases.clock.possible import why_not
from portal.cases.clock.questions import answer_here, answered, ask_question, plan_answer, plan_question

__all__ = [
    "Plan",
    "Standing",
    "answer_here",
    "answered",
    "ask_gate",
    "ask_question",
    "decide",
    "extend",
    "meet_gate",
    "meet_where_waiting",
    "plan_answer",
    "plan_ask",
    "plan_back",
    "plan_extension",
    "plan_met",
    "plan_question",
    "rows_to_take_back",
    "standing",
    "take_back",
    "why_not",
]
