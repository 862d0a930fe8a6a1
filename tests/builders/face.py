"""The portal's templates on a small app: the same strictness, none of the portal's views. Pages are parsed strictly."""

from datetime import date
from pathlib import Path
from typing import Any

import wtforms
from flask import Flask, render_template_string
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import StrictUndefined
from justhtml import JustHTML
from werkzeug.datastructures import MultiDict
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core.formatting import FILTERS
from portal.policies.pack import load_pack
from portal.web.assets import install_assets
from portal.web.govuk import install_govuk
from portal.web.languages import teach_templates

ROOT = Path(__file__).resolve().parents[2]
ORGANISATION = load_pack(ROOT / "content/the-mix").organisation
EXIT = "https://elsewhere.test/weather"
SITE = "\N{EN DASH} Your information"
ENDPOINTS = {
    "public_pages.home": "/",
    "public_pages.hide_your_visit": "/hide-your-visit",
    "public_pages.cookies": "/cookies",
    "policies.list": "/policies/",
    "policies.show": "/policies/<slug>",
    "datamap.list": "/what-we-keep",
    "would_you_tell.show": "/would-you-tell",
    "easy_read.list": "/easy-read",
    "words.list": "/words",
    "numbers.newest": "/numbers",
    "find.show": "/find",
    "questions.choose": "/q",
    "questions.begin": "/q",
    "questions.show": "/q/<int:number>",
    "back.show": "/back",
    "leave.leave": "/leave",
    "queue.list": "/staff/",
}
MACROS = (
    *("back_link", "button", "details", "field", "form_tag", "inset", "notice", "paging", "status_tag"),
    *("steps", "summary_list", "table", "timeline"),
)
IMPORTS = "".join(f'{{% from "components/{name}.html" import {name} %}}' for name in MACROS)


def face_app() -> Flask:
    """An app that draws, and does nothing else."""
    app = Flask("face", template_folder=str(ROOT / "templates"), static_folder=None)
    app.secret_key = "for a test of templates only"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    CSRFProtect(app)
    install_govuk(app)
    install_assets(app)
    teach_templates(app)
    app.context_processor(
        lambda: {
            "organisation": ORGANISATION,
            "rules_slug": "confidentiality",
            "exit_url": EXIT,
            "easy_read_url": lambda: "/easy-read",
            "today": date(2026, 11, 22),
        }
    )
    for endpoint, rule in ENDPOINTS.items():
        app.add_url_rule(rule, endpoint, view_func=lambda **_: "")
    return app


def read(html: str) -> JustHTML:
    """Parse strictly: an error in the markup fails the test."""
    return JustHTML(html, strict=True, sanitize=False)


def draw(body: str, **context: Any) -> JustHTML:
    """A component, on its own."""
    return read(f"<!doctype html><title>t</title>{render_template_string(IMPORTS + body, **context)}")


def page(main: str = "", *, layout: str = "public", head: str = "", **context: Any) -> JustHTML:
    """A whole page, called Question 1 of 3."""
    source = f'{{% extends "layouts/{layout}.html" %}}{IMPORTS}{head}'
    source += f"{{% block title %}}Question 1 of 3{{% endblock %}}{{% block main %}}<h1>One</h1>{main}{{% endblock %}}"
    return read(render_template_string(source, **context))


def html_of(app: Flask, template: str) -> str:
    """A page of the portal that needs nothing but what every page is offered."""
    offered: dict[str, Any] = {}
    app.update_template_context(offered)
    return app.jinja_env.get_template(template).render(offered)


def words(node: Any) -> str:
    """What a node says, on one line."""
    return " ".join(node.to_text().split())


def one(dom: Any, selector: str) -> Any:
    """The only node that fits."""
    found = dom.query(selector)
    assert len(found) == 1, (selector, len(found))
    return found[0]


class Everything(FlaskForm):
    """One field of every kind."""

    name = wtforms.StringField("Name", description="What we call you", validators=[DataRequired("Say a name.")])
    story = wtforms.TextAreaField("Story", validators=[Length(min=3, message="Say more.")])
    how = wtforms.RadioField(
        "How?", choices=[SelectChoice("code", "A code"), SelectChoice("text", "A text", {"hint": "We text you once."})]
    )
    ways = wtforms.SelectMultipleField(
        "Which ways?",
        choices=[
            SelectChoice("chat", "Chat"),
            SelectChoice("call", "Call"),
            SelectChoice("unsure", "Not sure", {"divider": "or"}),
        ],
        validators=[InputRequired("Pick one.")],
    )
    kind = wtforms.SelectField("What kind?", choices={"a": "One", "b": "Two"})
    sure = wtforms.BooleanField("I am sure", description="You can change it later")
    on = wtforms.DateField("When?", validators=[InputRequired("Say when.")])
    pages = wtforms.IntegerField("How many pages?")
    email = wtforms.EmailField("Email")
    phone = wtforms.TelField("Phone")
    secret = wtforms.PasswordField("Password")
    draft = wtforms.HiddenField()


CONTROLS = ["name", "story", "how", "ways", "kind", "sure", "on", "pages", "email", "phone", "secret"]


def sent(form: type[FlaskForm] = Everything, /, **data: str) -> Any:
    """The form after somebody pressed the button."""
    filled = form(formdata=MultiDict(data), meta={"csrf": False})
    filled.validate()
    return filled
