"""A clause that was not there before: its facts are picked, and only what is rare is typed as YAML."""

import json
import re
from collections.abc import Iterable, Mapping

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal.policies.drafting import Piece
from portal.policies.kinds import AgeBand, Because, Part, Urgency
from portal.web.staff.forms.clauses import ID_LONG, IS_ID, ClauseForm
from portal.web.staff.forms.policies import LINE_LONG, TOO_LONG, no_turning

LONGEST_ID = 80
PARTS = {
    "": "Pick one",
    Part.ANSWER.value: "An answer, at the top of the page",
    Part.GROUND.value: "A reason to tell somebody",
    Part.SHARING.value: "How we share",
    Part.AFTERWARDS.value: "What happens afterwards",
    Part.RULE.value: "Another rule",
    Part.GOOD_TO_KNOW.value: "Good to know",
}
AGES = {
    AgeBand.UNDER_13.value: "Under 13",
    AgeBand.FROM_13.value: "13 to 15",
    AgeBand.FROM_16.value: "16 or 17",
    AgeBand.ADULT.value: "18 or over, and not at risk",
    AgeBand.ADULT_AT_RISK.value: "18 or over, and at risk",
}
URGENCY = {"": "It is no reason to tell", Urgency.EMERGENCY.value: "It is an emergency",
           Urgency.NOT_URGENT.value: "It is no emergency, but we worry"}  # fmt: skip
BECAUSE = {"": "It is no reason to tell", Because.SAFETY.value: "Somebody's safety",
           Because.LAW.value: "The law makes us tell"}  # fmt: skip
ONLY_GROUND = "Only for a reason to tell somebody."
PLAIN = re.compile(r"\w[\w -]*")  # what YAML reads as it stands, also inside of brackets


class NewClauseForm(ClauseForm):
    """A clause that was not there before."""

    version = HiddenField(validators=[InputRequired()])
    kind = SelectField("What kind of clause is it?", [InputRequired("Pick a kind")], choices=PARTS)
    code = StringField(
        "Id", [Optional(), IS_ID, ID_LONG],
        description="Empty: it is made from the title. It never changes, and is never used for something else.",
        render_kw={"spellcheck": "false"},
    )  # fmt: skip
    after = SelectField("After which clause?", validate_choice=True)
    ages = SelectMultipleField("For which ages?", choices=AGES, description="None ticked: for every age.")
    urgency = SelectField("How urgent is it?", choices=URGENCY, description=ONLY_GROUND)
    because = SelectField("What makes us tell?", choices=BECAUSE, description=ONLY_GROUND)
    tell = SelectMultipleField("Who is told?", description=ONLY_GROUND)
    sources = StringField(
        "Where does it come from?", [LINE_LONG, no_turning],
        description="Lines of the sources at the top, with commas between, like: 001 line 5, 002 lines 8-10.",
    )  # fmt: skip
    facts = TextAreaField(
        "More facts, as YAML", [TOO_LONG, no_turning], description="Such as life_risk_only, under, shares or law.",
        render_kw={"rows": 4, "spellcheck": "false"},
    )  # fmt: skip

    def offer(self, pieces: Iterable[Piece], recipients: Mapping[str, str]) -> None:
        """Say after which clauses it may stand, the last one chosen, and who can be told."""
        self.after.choices = {piece.code: piece.title for piece in pieces} | {"": "At the end"}
        self.tell.choices = dict(recipients)

    def new_code(self, taken: Iterable[str]) -> str:
        """The id that was typed, else one made from the title; empty when its title has no letters for one."""
        if self.code.data:
            return str(self.code.data)
        words = re.sub(r"[\u2019']", "", (self.title.data or "").lower())
        made = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[: LONGEST_ID - 3].strip("-")
        known = set(taken)
        numbers = (f"{made}-{number}" for number in range(2, len(known) + 3))
        return next((one for one in (made, *numbers) if one not in known), made) if made else ""

    @property
    def typed_facts(self) -> str:
        """The YAML of what was picked, then what was typed."""
        picked = {"part": self.kind.data, "urgency": self.urgency.data, "because": self.because.data}
        lists = {"ages": self.ages.data, "tell": self.tell.data, "source": self._sources}
        if self.kind.data == Part.GROUND and not self.ages.data:
            lists["ages"] = ["everybody"]
        lines = [f"{name}: {value}" for name, value in picked.items() if value]
        lines += [f"{name}: [{', '.join(map(_item, values))}]" for name, values in lists.items() if values]
        return "\n".join([*lines, *([self.facts.data] if self.facts.data else [])])

    @property
    def _sources(self) -> list[str]:
        return [part.strip() for part in re.split(r"[,;]", self.sources.data or "") if part.strip()]


def _item(value: str) -> str:
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
