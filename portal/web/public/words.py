"""Words that need a word, and whether ours worked. No cookie is set here."""

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.form import BaseForm

from portal.installation import installation
from portal.policies.explained import explained
from portal.policies.glossary import Glossary
from portal.policies.linking import WordLinks
from portal.policies.markdown import to_html
from portal.web.access import public
from portal.web.asking import only_asks
from portal.web.public import packing

bp = Blueprint("words", __name__, url_prefix="/words")
bp.after_request(packing.pack)


@bp.get("", endpoint="list")
@public
def show_list() -> ResponseReturnValue:
    """Every word, from A to Z."""
    return render_template("public/words/list.html", letters=installation().pack.glossary.by_letter())


@bp.get("/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    """One word that has a page of its own."""
    word = installation().pack.glossary.find(name)
    if word is None or not word.page:
        abort(404)
    more = Markup(to_html(word.more or ""))  # noqa: S704  # our own renderer escaped every tag
    return render_template("public/words/show.html", word=word, more=more)


@bp.get("/check")
@public
def check() -> ResponseReturnValue:
    """Ask three questions about our words."""
    return render_template("public/words/check.html", form=_form(installation().pack.glossary))


@bp.post("/check")
@public
@only_asks
def checked() -> ResponseReturnValue:
    """Say where our words worked and where they did not. The reader is not marked, and nothing is kept."""
    pack = installation().pack
    picked = {check.id: request.form.get(check.id) for check in pack.glossary.check}
    answers = explained(pack.glossary, picked)
    return render_template("public/words/checked.html", answers=answers, slug=pack.judged_by.slug)


@bp.app_template_filter("with_words")
def with_words(html: str) -> Markup:
    """Link each word of the glossary where it first stands on the page. `html` is what our own renderer made."""
    if "word_links" not in g:
        g.word_links = WordLinks(installation().pack.glossary, url_for("words.list"))
    return Markup(g.word_links.link(html))  # noqa: S704  # our own renderer escaped every tag; only links were added


def _form(glossary: Glossary) -> BaseForm:
    """One question with its options for each of the three."""
    form = BaseForm(
        {
            check.id: RadioField(check.ask, choices=[SelectChoice(one.id, one.title) for one in check.options])
            for check in glossary.check
        }
    )
    form.process()
    return form
