"""One database speaks for one charity: the rules of another are not loaded into it, and nothing starts with them."""

from datetime import UTC, datetime

import pytest

from portal import ROOT, create_app
from portal.accounts.actor import SYSTEM
from portal.core.errors import RuleBroken
from portal.policies.loaded import pack_of, refuse_another
from portal.policies.pack import load_pack
from portal.policies.queries import list_all_versions
from portal.policies.service import load_pack_into
from tests.builders.packs import the_mix

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MAGGIES = ROOT / "content" / "maggies"


def test_an_empty_portal_takes_any_pack(session):
    assert pack_of(session) is None
    refuse_another(session, "anybody")


def test_the_first_pack_stays_and_another_is_refused_with_what_to_do(session):
    load_pack_into(session, the_mix(), actor=SYSTEM, at=AT)
    assert pack_of(session) == "the-mix"
    refuse_another(session, "the-mix")
    before = len(list_all_versions(session))
    with pytest.raises(RuleBroken, match="holds the rules of the-mix, and this pack is maggies") as refused:
        load_pack_into(session, load_pack(MAGGIES), actor=SYSTEM, at=AT)
    assert "CANDOUR_PACK" in refused.value.message
    assert "CANDOUR_DATABASE_URL" in refused.value.message
    assert len(list_all_versions(session)) == before


def test_nothing_starts_with_another_pack_than_the_one_of_its_database(app):
    settings = app.extensions["candour"].settings
    with pytest.raises(RuleBroken, match="the rules of the-mix"):
        create_app(settings.model_copy(update={"pack": MAGGIES}))
