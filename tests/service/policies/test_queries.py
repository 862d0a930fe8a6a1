"""Which version applied on a day, and what a worker may pick from it."""

from datetime import UTC, date, datetime

import pytest

from portal.accounts.actor import SYSTEM
from portal.core.errors import NotFound
from portal.policies import queries
from portal.policies.kinds import AgeBand
from portal.policies.pack import PolicyText, load_pack
from portal.policies.service import load_pack_into
from tests.builders.packs import a_pack, the_mix

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
JAN, JUN, SEP = date(2026, 1, 5), date(2026, 6, 1), date(2026, 9, 1)


def with_versions(session, tmp_path, *dates):
    """Publish the demo policy once for each (effective_on, in_force_by), numbered from 1."""
    pack = load_pack(a_pack(tmp_path / "pack"))
    template = pack.policies[0].newest
    versions = tuple(
        template.model_copy(update={"number": number, "effective_on": effective_on, "in_force_by": in_force_by})
        for number, (effective_on, in_force_by) in enumerate(dates, 1)
    )
    policies = (PolicyText(slug="quiet", versions=versions),)
    load_pack_into(session, pack.model_copy(update={"policies": policies}), actor=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("dates", "said_on", "number"),
    [
        ([(JAN, None)], date(2026, 1, 4), None),
        ([(JAN, None)], JAN, 1),
        ([(JAN, None), (JUN, None)], date(2026, 5, 31), 1),
        ([(JAN, None), (JUN, None)], JUN, 2),
        ([(JAN, None), (JUN, None), (SEP, None)], date(2030, 1, 1), 3),
        # the second may have begun on any day before June: nobody can tell
        ([(JAN, None), (None, JUN)], date(2026, 3, 1), None),
        ([(JAN, None), (None, JUN)], JUN, 2),
        ([(JAN, None), (None, None)], date(2030, 1, 1), None),
        ([(None, JAN), (JUN, None)], date(2026, 3, 1), 1),
        ([(None, None), (JUN, None)], date(2026, 3, 1), None),
        ([(None, None), (JUN, None)], JUN, 2),
    ],
)
def test_the_version_in_force_is_the_one_of_the_day_or_nobody_knows(session, tmp_path, dates, said_on, number):
    with_versions(session, tmp_path, *dates)
    found = queries.version_in_force(session, "quiet", said_on)
    assert (found.number if found else None) == number


def test_what_was_said_before_the_mix_published_its_rules_is_for_a_person_to_decide(session):
    load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    assert queries.version_in_force(session, "confidentiality", date(2020, 1, 1)) is None
    in_force = queries.version_in_force(session, "confidentiality", date(2026, 11, 22))
    assert in_force is not None
    assert in_force.number == 3


def test_the_list_shows_each_policy_once_by_its_newest_version(session, tmp_path):
    with_versions(session, tmp_path, (JAN, None), (JUN, None))
    # one charity's pack, as far as the database can tell
    named = the_mix().organisation.model_copy(update={"id": "demo-harbour"})
    load_pack_into(session, the_mix().model_copy(update={"organisation": named}), actor=SYSTEM, at=AT)
    found = [(version.slug, version.number) for version in queries.list_policies(session)]
    newest = {policy.slug: policy.newest.number for policy in the_mix().policies}
    assert sorted(found) == sorted({**newest, "quiet": 2}.items())
    assert ("confidentiality", 3) in found


def test_any_version_can_be_read_again(session, tmp_path):
    with_versions(session, tmp_path, (JAN, None), (JUN, None))
    assert queries.get_version(session, "quiet", 1).effective_on == JAN
    assert [version.number for version in queries.list_versions(session, "quiet")] == [1, 2]


@pytest.mark.parametrize(
    "read",
    [
        lambda session: queries.get_policy(session, "loud"),
        lambda session: queries.get_version(session, "quiet", 9),
        lambda session: queries.list_versions(session, "loud"),
        lambda session: queries.version_in_force(session, "loud", JAN),
        lambda session: queries.clause_title(session, "quiet", 1, "nothing"),
    ],
)
def test_what_is_not_published_is_not_found(session, tmp_path, read):
    with_versions(session, tmp_path, (JAN, None))
    with pytest.raises(NotFound):
        read(session)


def test_only_grounds_can_be_picked_as_the_reason(session, tmp_path):
    with_versions(session, tmp_path, (JAN, None))
    (only,) = queries.clause_choices(queries.get_policy(session, "quiet"))
    assert (only.code, only.title, only.urgency) == ("danger", "You are in danger", "emergency")
    assert only.ages == {AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16, AgeBand.ADULT}


def test_a_clause_is_cited_by_its_heading_and_version(session, tmp_path):
    with_versions(session, tmp_path, (JAN, None))
    cited = queries.clause_title(session, "quiet", 1, "danger")
    assert cited == "“You are in danger” (What stays quiet, version 1)"
