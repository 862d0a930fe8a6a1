"""How fields of forms are drawn: names, hints, errors, what was typed, and what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
import wtforms
from flask import Flask
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from portal.web.fields import describe
from tests.builders.face import CONTROLS, Everything, draw, face_app, one, page, sent, words


@pytest.fixture(scope="module")
def app() -> Flask:
    return face_app()


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/q/1"):
        yield


@pytest.mark.parametrize("name", CONTROLS)
def test_every_control_has_a_name_a_hint_and_its_error_tied_to_it(name: str) -> None:
    form = sent()
    form[name].errors = ["Something is missing."]
    dom = draw("{{ field(form[name], hint='A hint', why='it helps us find you') }}", form=form, name=name)

    controls = dom.query("input, select, textarea")
    assert controls[0].attrs["id"] == form[name].id
    labels = {label.attrs["for"]: words(label) for label in dom.query("label")}
    assert {control.attrs["id"] for control in controls} == set(labels)
    described = [
        node for node in dom.query("[aria-describedby]") if node.name in {"fieldset", *{c.name for c in controls}}
    ]
    told = " ".join(
        words(one(dom, f"#{part}")) for node in described for part in node.attrs["aria-describedby"].split()
    )
    for said in ("A hint", "Why we ask: it helps us find you", "Error: Something is missing."):
        assert said in told
    assert form[name].label.text in (words(dom.query("legend")[0]) if dom.query("legend") else labels[form[name].id])


@pytest.mark.parametrize("name", ["name", "how", "ways", "story"])
def test_the_question_of_a_page_is_its_only_h1(name: str) -> None:
    dom = draw("{{ field(form[name], heading=true) }}", form=Everything(), name=name)
    assert words(one(dom, "legend h1" if name in {"how", "ways"} else "h1 label")) == Everything()[name].label.text


def test_what_was_typed_is_kept_and_a_password_is_not() -> None:
    typed = {"name": "Demo Kite", "story": "\nLong", "how": "text", "ways": "call", "kind": "b", "on": "2026-11-22"}
    form = sent(**typed, email="k@example.org", pages="x", sure="y", secret="do not show")
    dom = draw("{% for name in names %}{{ field(form[name]) }}{% endfor %}", form=form, names=CONTROLS)
    values = {
        node.attrs["name"]: node.attrs.get("value")
        for node in dom.query("input[value]")
        if node.attrs["type"] != "radio"
    }

    assert [values[name] for name in ("name", "on", "email", "pages")] == [
        "Demo Kite",
        "2026-11-22",
        "k@example.org",
        "x",
    ]
    assert "Long" in words(one(dom, "textarea"))
    assert {node.attrs["value"] for node in dom.query("input[checked]")} == {"text", "call", "y"}
    assert one(dom, "option[selected]").attrs["value"] == "b"
    assert "do not show" not in dom.to_html()


def test_choices_carry_their_hints_and_dividers() -> None:
    dom = draw("{{ field(form.how) }}{{ field(form.ways) }}", form=Everything())
    told = one(dom, "input[value=text]").attrs["aria-describedby"]
    assert words(one(dom, f"#{told}")) == "We text you once."
    assert words(one(dom, ".govuk-checkboxes__divider")) == "or"


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("email", {"type": "email", "autocomplete": "email"}),
        ("phone", {"type": "tel", "autocomplete": "tel"}),
        ("secret", {"type": "password", "autocomplete": "current-password"}),
        ("pages", {"type": "text", "inputmode": "numeric"}),
        ("on", {"type": "date"}),
    ],
)
def test_browsers_are_told_what_a_box_is_for(name: str, attributes: dict[str, str]) -> None:
    drawn = one(draw("{{ field(form[name]) }}", form=Everything(), name=name), "input").attrs
    assert attributes.items() <= drawn.items()


def test_a_forms_own_attributes_reach_the_box() -> None:
    class Code(FlaskForm):
        code = wtforms.StringField(
            "Code", render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        )
        long = wtforms.TextAreaField("Long", render_kw={"rows": 12})

    dom = draw("{{ field(form.code, width=20) }}{{ field(form.long) }}", form=Code())
    box = one(dom, "input").attrs
    assert (box["autocomplete"], box["autocapitalize"], box["spellcheck"]) == ("off", "none", "false")
    assert "govuk-input--width-20" in box["class"]
    assert one(dom, "textarea").attrs["rows"] == "12"


@pytest.mark.parametrize(
    ("bad", "refusal"),
    [
        (wtforms.StringField("Name", render_kw={"placeholder": "Name"}), ValueError),
        (wtforms.HiddenField("Hidden"), TypeError),
        (wtforms.SubmitField("Send"), TypeError),
        (wtforms.FormField(Everything), TypeError),
    ],
)
def test_what_cannot_be_drawn_well_is_refused(bad: Any, refusal: type[Exception]) -> None:
    form = type("Bad", (FlaskForm,), {"bad": bad})()
    with pytest.raises(refusal):
        describe(form.bad, heading=False, hint=None, why=None, size="m", width=None)


def test_errors_in_rows_of_fields_lead_to_the_field_in_the_row() -> None:
    class Row(wtforms.Form):
        who = wtforms.StringField("Who", validators=[DataRequired("Say who.")])

    class Rows(FlaskForm):
        rows = wtforms.FieldList(wtforms.FormField(Row), min_entries=2)

    form = sent(Rows, **{"rows-0-who": "Demo Kite", "rows-1-who": ""})
    form.rows.errors = [*form.rows.errors, "Nobody was told."]
    dom = page("{% for row in form.rows %}{{ field(row.who) }}{% endfor %}", form=form)
    links = {words(link): link.attrs["href"] for link in dom.query(".govuk-error-summary a")}
    assert links == {"Say who.": "#rows-1-who", "Nobody was told.": "#rows-0-who"}
    assert all(one(dom, href) for href in links.values())


def test_a_form_is_neither_remembered_nor_judged_by_the_browser() -> None:
    dom = draw(
        "{% call form_tag(form, action='/q/2') %}{{ field(form.name) }}{% endcall %}", form=Everything(draft="7")
    )
    form = one(dom, "form").attrs
    assert (form["method"], form["action"], form["autocomplete"], "novalidate" in form) == ("post", "/q/2", "off", True)
    hidden = {node.attrs["name"]: node.attrs["value"] for node in dom.query("input[type=hidden]")}
    assert hidden.keys() == {"csrf_token", "draft"}
    assert len(hidden["csrf_token"]) > 20
    assert not dom.query("[placeholder]")
