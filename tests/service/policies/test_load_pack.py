"""Publishing a pack: whole, once, and never over what is published already."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.actor import SYSTEM
from portal.audit import Action, timeline, verify
from portal.audit.models import AuditEvent
from portal.core.errors import RuleBroken
from portal.policies.kinds import AgeBand, Part
from portal.policies.models import PolicyClause, PolicyVersion, PublishedForGood
from portal.policies.pack import load_pack
from portal.policies.queries import get_policy, get_version
from portal.policies.service import load_pack_into
from tests.builders.packs import POLICY, SITUATIONS, TODAY, WORDS, a_pack, add_version, change, mix_version, the_mix

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def publish(session, folder):
    return load_pack_into(session, load_pack(folder, today=TODAY), actor=SYSTEM, at=AT)


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


def test_a_published_version_says_what_the_pack_says(session):
    load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    session.expire_all()
    told, row = mix_version(), get_version(session, "confidentiality", 3)
    assert (row.number, row.title, row.effective_on, row.in_force_by) == (3, told.title, None, told.in_force_by)
    assert (row.covers, row.shares, row.recipients, row.sha256) == (
        told.covers,
        told.shares,
        told.recipients,
        told.sha256,
    )
    assert row.published_at == AT
    assert [(c.code, c.title, c.words, c.ages) for c in row.clauses] == [
        (c.id, c.title, c.words, frozenset(c.ages)) for c in told.clauses
    ]
    assert [c.readings for c in row.clauses] == [dict(c.readings) for c in told.clauses]
    assert all({"under-13", "easy-read"} <= c.readings.keys() for c in row.clauses)


def test_every_version_of_every_policy_is_published(session):
    rows = load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    session.expire_all()
    told = {(policy.slug, version.number) for policy in the_mix().policies for version in policy.versions}
    assert {(row.slug, row.number) for row in rows} == told
    assert all(get_version(session, slug, number).clauses for slug, number in told)


def test_every_fact_of_a_ground_is_kept(session):
    load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    session.expire_all()
    clause = next(c for c in get_version(session, "confidentiality", 3).clauses if c.code == "hurting-someone")
    assert (clause.part, clause.urgency, clause.because, clause.tell) == (
        Part.GROUND,
        "emergency",
        "safety",
        ["emergency-services", "others"],
    )
    assert clause.life_risk_only == {AgeBand.ADULT}
    assert clause.source == ["001 line 5", "001 line 12", "002 line 10", "002 line 31", "002 line 90"]


def test_words_are_published_as_html_in_which_tags_are_only_text(session, tmp_path):
    pack = load_pack(a_pack(tmp_path / "pack"))
    clause = pack.policies[0].newest.clauses[1]
    hostile = clause.model_copy(update={"words": "<script>x</script> [go](javascript:x) [ok](https://a.example)"})
    version = pack.policies[0].newest.model_copy(update={"clauses": (hostile,)})
    policy = pack.policies[0].model_copy(update={"versions": (version,)})
    load_pack_into(session, pack.model_copy(update={"policies": (policy,)}), actor=SYSTEM, at=AT)
    html = get_policy(session, "quiet").clauses[0].html
    assert "<script" not in html
    assert html.count("href=") == 1


def test_loading_twice_changes_nothing(session, tmp_path):
    folder = a_pack(tmp_path / "pack")
    first = publish(session, folder)
    session.commit()
    assert [row.number for row in first] == [1]
    before = count(session, AuditEvent)
    assert publish(session, folder) == []
    assert (count(session, PolicyVersion), count(session, PolicyClause), count(session, AuditEvent)) == (1, 2, before)


def test_a_change_of_white_space_in_the_file_is_no_change_of_words(session, tmp_path):
    folder = a_pack(tmp_path / "pack")
    publish(session, folder)
    change(folder, POLICY, "Yes, we do.\n", "\n\nYes, we do.\n\n\n")
    assert publish(session, folder) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Yes, we do.", "Yes, we may."),
        ("You are in danger", "You could be in danger"),
        ("ages: [under-18, adult]", "ages: [everybody]"),
        ("urgency: emergency", "urgency: not-urgent"),
        ("police: The police", "police: Your police"),
        ("effective_on: 2026-01-05", "effective_on: 2026-01-06"),
        ("shares: Your name, and no more.", "shares: Your name."),
        ("Yes. What you say stays here.", "Yes. What you say may stay here."),
        ("- We ring the police.", "- We may ring the police."),
        ("We think that your life is at risk.", "We think you may be at risk."),
    ],
)
def test_a_published_version_is_never_overwritten(session, tmp_path, old, new):
    folder = a_pack(tmp_path / "pack")
    publish(session, folder)
    change(folder, POLICY, old, new)
    with pytest.raises(RuleBroken, match="version 1 is already published with other words; give it a new number"):
        publish(session, folder)


def test_a_clause_of_a_published_version_keeps_its_id(session, tmp_path):
    folder = a_pack(tmp_path / "pack")
    publish(session, folder)
    for file in (POLICY, SITUATIONS, WORDS):
        text = (folder / file).read_text()
        for old in ("{#quiet}", "clause: quiet", "otherwise: quiet"):
            text = text.replace(old, old.replace("quiet", "silent"))
        (folder / file).write_text(text)
    with pytest.raises(RuleBroken, match="version 1 is already published with other words; give it a new number"):
        publish(session, folder)


def test_nothing_is_published_beside_a_refused_version(session, tmp_path):
    folder = a_pack(tmp_path / "pack")
    publish(session, folder)
    (folder / "policies/aside.md").write_text((folder / POLICY).read_text().replace("slug: quiet", "slug: aside"))
    change(folder, POLICY, "Yes, we do.", "Yes, we may.")
    with pytest.raises(RuleBroken):
        publish(session, folder)
    assert count(session, PolicyVersion) == 1


def test_new_words_under_a_new_number_stand_beside_the_old(session, tmp_path):
    folder = a_pack(tmp_path / "pack")
    publish(session, folder)
    add_version(folder, 2, ("Yes, we do.", "Yes, we may."))
    assert [row.number for row in publish(session, folder)] == [2]
    assert get_policy(session, "quiet").number == 2
    assert count(session, PolicyVersion) == 2


def test_an_old_version_may_leave_the_pack_and_stays_published(session, tmp_path):
    folder = a_pack(tmp_path / "pack")
    publish(session, folder)
    change(folder, POLICY, "version: 1", "version: 2")
    change(folder, SITUATIONS, '  "1":', '  "2":')
    publish(session, folder)
    assert count(session, PolicyVersion) == 2


def test_each_publication_is_in_the_audit_trail(session):
    rows = load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    third = next(row for row in rows if (row.slug, row.number) == ("confidentiality", 3))
    (event,) = timeline(session, [third.id])
    assert (event.action, event.actor_kind, event.at) == (Action.POLICY_LOADED, "system", AT)
    assert event.facts == {"pack": "the-mix", "policy": "confidentiality", "version": 3}
    assert verify(session).ok


def test_published_words_cannot_be_changed_through_the_models(session, tmp_path):
    (row,) = publish(session, a_pack(tmp_path / "pack"))
    row.clauses[0].words = "No."
    with pytest.raises(PublishedForGood):
        session.flush()


def test_a_published_version_cannot_be_deleted_through_the_models(session, tmp_path):
    (row,) = publish(session, a_pack(tmp_path / "pack"))
    session.delete(row)
    with pytest.raises(PublishedForGood):
        session.flush()


def test_the_database_refuses_a_second_row_for_one_version(session, tmp_path):
    publish(session, a_pack(tmp_path / "pack"))
    table = PolicyVersion.__table__
    row = session.execute(select(table)).mappings().one()
    with pytest.raises(IntegrityError):
        session.execute(insert(table).values({**row, "id": uuid.uuid4()}))
