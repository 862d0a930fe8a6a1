"""The PDF of a version: promised with its publication, made once by a worker, right, and the same words as the rules."""

import hashlib
import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from portal.accounts.actor import SYSTEM
from portal.core.engine import reading
from portal.documents import check_pdf, render_html
from portal.extensions import db
from portal.jobs.handlers import HANDLERS
from portal.jobs.worker import Worker
from portal.outbox import Job, JobState
from portal.policies import paper
from portal.policies.document import document_of
from portal.policies.models import KeptDocument, PolicyVersion
from portal.policies.paper import MAKE
from portal.policies.queries import list_policies, list_versions
from portal.policies.service import load_pack_into
from tests.builders.packs import the_mix
from tests.builders.words import plain, words_of_html, words_of_pdf

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PRIVATE = "confidentiality"


def published(session):
    """Publish the pack again: nothing is new, and what has no document is promised one."""
    load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    session.commit()


def promised(session):
    return sorted(job.ids["version_id"] for job in session.scalars(select(Job).where(Job.name == MAKE)))


def ids_of_versions(session):
    return sorted(str(version_id) for version_id in session.scalars(select(PolicyVersion.id)))


def leave_one(session, number=1):
    """Keep only the promise for one version of one policy, so that a test makes one file."""
    version = next(one for one in list_versions(session, PRIVATE) if one.number == number)
    for job in session.scalars(select(Job).where(Job.name == MAKE)):
        if job.ids["version_id"] != str(version.id):
            session.delete(job)
    session.commit()
    return version


def run(app):
    with app.app_context():
        return Worker(db.sessionmaker).run_due()


def test_publishing_promises_a_document_for_every_version_once(session):
    assert promised(session) == []
    published(session)
    assert promised(session) == ids_of_versions(session)
    published(session)
    assert promised(session) == ids_of_versions(session)


def test_a_refused_publication_promises_nothing(session):
    load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    session.rollback()
    assert promised(session) == []


def test_a_worker_makes_it_and_it_is_right(app, session):
    published(session)
    version = leave_one(session)
    assert paper.get_paper(session, PRIVATE, 1) is None
    assert paper.find_pages(session, version) == 0
    session.rollback()
    assert run(app) == 1
    kept = paper.get_paper(session, PRIVATE, 1)
    assert kept.sha256 == hashlib.sha256(kept.pdf).hexdigest()
    assert check_pdf(kept.pdf) == []
    assert kept.pages == paper.find_pages(session, version) > 1
    assert session.scalar(select(Job.state).where(Job.name == MAKE)) is JobState.DONE


def test_what_is_kept_already_is_not_made_again_and_not_replaced(app, session):
    version = list_versions(session, PRIVATE)[0]
    session.add(KeptDocument(version_id=version.id, sha256="0" * 64, pdf=b"the first", pages=1, made_at=AT))
    session.commit()
    published(session)
    assert str(version.id) not in promised(session)
    ids = {"version_id": str(version.id)}
    with app.app_context():
        assert HANDLERS[MAKE].make(session, ids, at=AT) is None
    paper.keep_paper(session, ids, paper.Made(b"the second", 2), at=AT)
    session.commit()
    assert paper.get_paper(session, PRIVATE, 1).pdf == b"the first"


def test_a_version_that_is_not_there_is_no_reason_to_fail(app, session):
    with app.app_context():
        assert HANDLERS[MAKE].make(session, {"version_id": str(uuid.uuid4())}, at=AT) is None


def test_making_it_writes_nothing(app, session):
    version = list_versions(session, PRIVATE)[0]
    session.rollback()
    with reading(), app.app_context():
        made = HANDLERS[MAKE].make(session, {"version_id": str(version.id)}, at=AT)
    assert made.pdf.startswith(b"%PDF")


def test_a_faulty_file_is_not_kept(app, session, monkeypatch):
    published(session)
    leave_one(session)
    monkeypatch.setattr(paper, "check_pdf", lambda _pdf: ["it has no title"])
    run(app)
    session.expire_all()
    job = session.scalars(select(Job).where(Job.name == MAKE)).one()
    assert (job.state, job.last_error) == (JobState.PENDING, "PaperFaulty")
    assert session.scalar(select(func.count()).select_from(KeptDocument)) == 0


@pytest.fixture
def organisation(app):
    return app.extensions["candour"].pack.organisation


def test_every_clause_of_every_version_is_in_its_document_in_its_words(session, organisation):
    for policy in list_policies(session):
        for version in list_versions(session, policy.slug):
            document = document_of(version, organisation)
            said = plain(words_of_html(render_html(document)))
            assert [clause.id for chapter in document.chapters for clause in chapter.clauses] == [
                clause.code for clause in version.clauses
            ]
            for clause in version.clauses:
                assert plain(clause.title) in said
                assert all(plain(version.recipients[name]) in said for name in clause.tell)
                assert words_of_html(f"<body>{clause.html}</body>") in said, (policy.slug, clause.code)


def test_the_file_says_what_its_page_says_and_the_help_lines_of_the_pack(app, session, organisation):
    version = list_versions(session, PRIVATE)[0]
    with app.app_context():
        made = HANDLERS[MAKE].make(session, {"version_id": str(version.id)}, at=AT)
    said = words_of_pdf(made.pdf)
    assert said == words_of_html(render_html(document_of(version, organisation)))
    assert all(line.how in said for line in organisation.crisis_lines)


def test_an_old_document_frozen_and_read_back_is_the_same(session, organisation):
    document = document_of(list_versions(session, PRIVATE)[0], organisation)
    assert type(document).from_json(document.to_json()) == document
