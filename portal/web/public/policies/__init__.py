"""The organisation's own rules: by age, by reader, by version, and what changed. No cookie is set here."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.words import ENGLISH, speaking
from portal.extensions import db
from portal.installation import installation
from portal.policies import paper, queries
from portal.policies.comparison import GROUPS, changes_for_readers, compare_words
from portal.policies.facts import READERS, only_for
from portal.policies.kinds import Part
from portal.policies.rules import versions_between
from portal.policies.statements import statements_of
from portal.policies.telling_apart import same_in_all, told_apart
from portal.questions.queries import count_published
from portal.web.access import public
from portal.web.asking import only_asks
from portal.web.public.forms.which import WhichForm
from portal.web.public.packing import pack
from portal.web.public.policies.columns import columns_of
from portal.web.public.policies.readings import chapters_of, reader_of, said_of_change

if TYPE_CHECKING:
    from portal.policies.models import PolicyVersion

bp = Blueprint("policies", __name__, url_prefix="/policies")
bp.after_request(pack)


@bp.get("/", endpoint="list")
@public
def list_policies() -> ResponseReturnValue:
    """Every policy, by the version that counts today. What stays private comes first: most people look for it."""
    first = installation().pack.judged_by.slug
    found = queries.policies_of_day(db.session, clock.today())
    policies = sorted(found, key=lambda version: version.slug != first)
    return render_template("public/policies/list.html", policies=policies)


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """The version of a policy that counts today."""
    return _page(queries.policy_of_day(db.session, slug, clock.today()))


@bp.get("/<slug>/<int(max=99999):number>")
@public
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version of a policy. What was promised on a day stays readable."""
    return _page(queries.get_version(db.session, slug, number))


@bp.get("/<slug>/<int(max=99999):number>/document.pdf")
@public
def document(slug: str, number: int) -> ResponseReturnValue:
    """One version on paper, with a name that says nothing. It is the same for everyone, so anybody may keep it."""
    kept = paper.get_paper(db.session, slug, number)
    if kept is None:
        version = queries.get_version(db.session, slug, number)
        return render_template("public/policies/no-document.html", version=version), 404
    headers = {"Content-Disposition": 'inline; filename="document.pdf"', "Cache-Control": "public, no-cache"}
    response = Response(kept.pdf, mimetype="application/pdf", headers=headers)
    response.set_etag(kept.sha256)
    response.last_modified = kept.made_at
    return response.make_conditional(request)


@bp.get("/<slug>/<int(max=99999):number>/for/<reader>", endpoint="for_reader")
@public
def for_reader(slug: str, number: int, reader: str) -> ResponseReturnValue:
    """The whole version in one reader's words."""
    chosen = reader_of(reader)
    shown = queries.get_version(db.session, slug, number)
    return render_template(
        "public/policies/for.html", version=shown, reader=chosen, readers=READERS,
        chapters=chapters_of(shown, chosen, installation().pack.situations),
        standing=queries.standing(db.session, slug, clock.today()), pages=paper.find_pages(db.session, shown),
        answers=count_published(db.session, slug),
    )  # fmt: skip


@bp.get("/<slug>/changes/<int(max=99999):older>/<int(max=99999):newer>")
@public
def changes(slug: str, older: int, newer: int) -> ResponseReturnValue:
    """What changed between two versions: for whom, then word by word."""
    versions = [queries.get_version(db.session, slug, number) for number in (older, newer)]
    if older == newer:
        raise NotFound
    if older > newer:
        return redirect(url_for(".changes", slug=slug, older=newer, newer=older), 301)
    with speaking(ENGLISH):  # rules and the facts that go with them are compared in the language they were published in
        old, new = (statements_of(shown) for shown in versions)
        words, for_readers = compare_words(old, new), changes_for_readers(old, new)
    return render_template(
        "public/policies/changes.html", older=versions[0], version=versions[1], words=words,
        for_readers=for_readers, answers=count_published(db.session, slug),
        said={name: said_of_change(versions[1], name) for name in GROUPS},
    )  # fmt: skip


@bp.get("/<slug>/which")
@public
def which(slug: str) -> ResponseReturnValue:
    """Ask for the day on which something was said."""
    return _which(_begun(slug), WhichForm(formdata=None))


@bp.post("/<slug>/which", endpoint="which_counted")
@public
@only_asks
def which_counted(slug: str) -> ResponseReturnValue:
    """Say which version counted on that day, or which ones may have."""
    versions, form = _begun(slug), WhichForm()
    if not form.validate():
        return _which(versions, form), 422
    first, last = form.first, form.last
    return _which(versions, form, found=versions_between(versions, first, last) if first and last else versions)


def _begun(slug: str) -> list["PolicyVersion"]:
    """The versions that have started: nothing was said under rules that are still to come. Raises NotFound."""
    versions, today = queries.list_versions(db.session, slug), clock.today()
    return [version for version in versions if version.starts_on <= today] or versions[:1]


def _which(versions: list["PolicyVersion"], form: WhichForm, *, found: list["PolicyVersion"] | None = None) -> str:
    return render_template(
        "public/policies/which.html", version=versions[-1], form=form, found=found, personal=False, sent_note=False,
        same=same_in_all(found or []), apart=told_apart(found or []),
    )  # fmt: skip


def _page(shown: "PolicyVersion") -> str:
    said = {clause.code: only_for(clause.ages) for clause in shown.clauses}
    return render_template(
        "public/policies/show.html",
        version=shown,
        parts={part: [clause for clause in shown.clauses if clause.part is part] for part in Part},
        columns=columns_of(shown, installation().pack.situations),
        only_for={code: sentence for code, sentence in said.items() if sentence},
        readers=READERS,
        standing=queries.standing(db.session, shown.slug, clock.today()),
        pages=paper.find_pages(db.session, shown),
        answers=count_published(db.session, shown.slug),
    )
