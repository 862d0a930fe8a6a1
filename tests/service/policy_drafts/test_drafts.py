"""A draft from its first change to its publication: who may do what, when, and what is written down."""

import uuid
from datetime import date

import pytest
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.actor import worker_actor
from portal.accounts.permissions import Permission, Role
from portal.audit import timeline, verify
from portal.core.errors import NotAllowed, NotFound, RuleBroken, SomebodyElseChangedIt
from portal.policies import drafting
from portal.policies import service as publishing
from portal.policies.drafts import service
from portal.policies.drafts.queries import checked, get_draft, list_drafts, open_draft
from portal.policies.kinds import DraftState
from portal.policies.pack.policy_file import read_version_text
from portal.policies.queries import as_version, get_policy, get_version
from tests.builders.desk import AT, a_worker
from tests.builders.drafts import TEXT, a_draft, a_small_policy, a_whole_draft

D = DraftState
SECRET = "Words that only the draft may hold."


@pytest.fixture
def people(session):
    """One worker of each role, and a second editor."""
    found = {role: a_worker(session, role) for role in Role}
    return found | {"second": a_worker(session, Role.EDITOR, name="Second Editor")}


@pytest.fixture
def policy(session):
    return a_small_policy(session)


def put(session, draft, state):
    draft.state = state
    session.flush()


def edit(session, draft, actor, words=SECRET):
    piece = drafting.find_clause(draft.text, "quiet").piece
    new = drafting.typed_piece("quiet", title=piece.title, facts=piece.facts, words=words, readings=piece.readings)
    return service.change(session, draft, lambda text: drafting.replace_clause(text, "quiet", new), actor=actor, at=AT)


ACTS = {
    "change": edit,
    "ready": lambda session, draft, actor: service.ready(session, draft, actor=actor, at=AT),
    "drop": lambda session, draft, actor: service.drop(session, draft, actor=actor, at=AT),
    "publish": lambda session, draft, actor: service.publish(session, draft, actor=actor, at=AT),
}
NEEDS = dict.fromkeys(ACTS, Permission.POLICIES_WRITE) | {"publish": Permission.POLICIES_PUBLISH}
# act -> state -> where it leads; the writer does everything but publish, which a second person does
LEADS = {
    "change": {D.DRAFT: D.DRAFT, D.READY: D.DRAFT},
    "ready": {D.DRAFT: D.READY},
    "drop": {D.DRAFT: D.DROPPED, D.READY: D.DROPPED},
    "publish": {D.READY: D.PUBLISHED},
}


@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(session, policy, people, act, state):
    writer = people[Role.EDITOR]
    draft = a_whole_draft(session, writer)
    put(session, draft, state)
    actor = people["second"] if act == "publish" else writer
    if state in LEADS[act]:
        ACTS[act](session, draft, actor)
        assert draft.state is LEADS[act][state]
    else:
        with pytest.raises(RuleBroken):
            ACTS[act](session, draft, actor)
        assert (draft.state, SECRET in draft.text) == (state, False)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_by_every_role(session, policy, people, act, role):
    draft = a_whole_draft(session, people[Role.EDITOR])
    put(session, draft, D.READY if act == "publish" else D.DRAFT)
    actor = people["second"] if role is Role.EDITOR and act in {"publish", "change"} else people[role]
    if actor.may(NEEDS[act]):
        ACTS[act](session, draft, actor)
    else:
        with pytest.raises(NotAllowed):
            ACTS[act](session, draft, actor)


@pytest.mark.parametrize("role", Role)
def test_only_an_editor_starts_a_draft(session, policy, people, role):
    if role is Role.EDITOR:
        assert a_draft(session, people[role]).state is D.DRAFT
    else:
        with pytest.raises(NotAllowed):
            a_draft(session, people[role])


def test_a_draft_starts_from_the_published_text_with_the_next_number_and_no_day(session, policy, people):
    draft = a_draft(session, people[Role.EDITOR])
    assert (draft.based_on, draft.number, draft.updated_at) == (1, 2, AT)
    old = set(TEXT.split("\n")) - set(draft.text.split("\n"))
    assert old == {"version: 1", "effective_on: 2026-01-05", "in_force_by: 2026-01-06"}
    assert [problem.text for problem in checked(session, draft).problems] == ["say on which day it starts"]


def test_there_is_one_draft_of_a_policy_at_a_time(session, policy, people):
    draft = a_draft(session, people[Role.EDITOR])
    with pytest.raises(RuleBroken, match="a draft of this policy already"):
        a_draft(session, people["second"])
    service.drop(session, draft, actor=people["second"], at=AT)
    assert open_draft(session, "small") is None
    assert a_draft(session, people["second"]).id != draft.id
    assert len(list_drafts(session)) == 2


def test_what_is_not_there_is_not_found(session, people):
    with pytest.raises(NotFound):
        a_draft(session, people[Role.EDITOR], "loud")
    with pytest.raises(NotFound):
        get_draft(session, uuid.uuid4())


def test_saving_the_same_text_is_no_change(session, policy, people):
    draft = a_draft(session, people[Role.EDITOR])
    edit(session, draft, people[Role.EDITOR])
    before = (draft.version, draft.updated_by_id, len(timeline(session, [draft.id])))
    assert edit(session, draft, people["second"]) is False
    assert (draft.version, draft.updated_by_id, len(timeline(session, [draft.id]))) == before


def test_words_with_problems_are_kept_and_keep_it_from_being_ready(session, policy, people):
    draft = a_whole_draft(session, people[Role.EDITOR])
    edit(session, draft, people[Role.EDITOR], "We disclose it. <b>Now</b>")
    assert "We disclose it. <b>Now</b>" in draft.text
    assert len(checked(session, draft).problems) == 2
    with pytest.raises(RuleBroken, match="Mend every problem first"):
        service.ready(session, draft, actor=people[Role.EDITOR], at=AT)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"effective_on": "not published"}, "say on which day it starts"),
        ({"effective_on": "2026-01-05"}, "version 2 has to start after version 1, so after 2026-01-05"),
        ({"review_on": "2027-02-01"}, "the day to look at it again has to come after the start"),
        ({"version": "3"}, "the version has to be 2"),
        ({"slug": "other"}, "the address has to stay `small`"),
        ({"title": "T " * 101}, "a title has 200 letters at most"),
    ],
)
def test_its_place_among_the_versions_is_checked(session, policy, people, facts, problem):
    draft = a_whole_draft(session, people[Role.EDITOR])
    service.change_fact(session, draft, facts, actor=people[Role.EDITOR], at=AT)
    assert problem in [found.text for found in checked(session, draft).problems]


def test_a_policy_without_a_clause_is_not_published(session, policy, people):
    draft = a_whole_draft(session, people[Role.EDITOR])
    for code in ("quiet", "danger", "ask"):
        service.change(
            session, draft, lambda text, code=code: drafting.remove_clause(text, code), actor=people[Role.EDITOR], at=AT
        )
    assert "the policy has no clause" in [found.text for found in checked(session, draft).problems]


def test_only_its_writer_says_that_it_is_ready(session, policy, people):
    draft = a_whole_draft(session, people[Role.EDITOR])
    with pytest.raises(RuleBroken, match="Whoever changed it last"):
        service.ready(session, draft, actor=people["second"], at=AT)


@pytest.mark.parametrize("roles", [{Role.EDITOR}, {Role.EDITOR, Role.APPROVER}, set(Role)])
def test_nobody_publishes_what_they_changed_last_whatever_their_roles(session, policy, people, roles):
    writer = worker_actor(people[Role.EDITOR].id, frozenset(roles))
    draft = a_whole_draft(session, writer)
    service.ready(session, draft, actor=writer, at=AT)
    with pytest.raises(RuleBroken, match="somebody else has to publish it"):
        service.publish(session, draft, actor=writer, at=AT)
    assert get_policy(session, "small").number == 1


def test_a_change_after_it_was_ready_needs_a_new_yes(session, policy, people):
    draft = a_whole_draft(session, people[Role.EDITOR])
    service.ready(session, draft, actor=people[Role.EDITOR], at=AT)
    edit(session, draft, people["second"])
    with pytest.raises(RuleBroken, match="not marked ready"):
        service.publish(session, draft, actor=people[Role.APPROVER], at=AT)


def test_a_second_person_publishes_the_exact_text(session, policy, people):
    draft = a_whole_draft(session, people[Role.EDITOR])
    edit(session, draft, people[Role.EDITOR], "Yes, we may do it.")
    service.ready(session, draft, actor=people[Role.EDITOR], at=AT)
    row = service.publish(session, draft, actor=people[Role.APPROVER], at=AT)
    assert (row.number, row.text, row.effective_on) == (2, draft.text, date(2027, 2, 1))
    assert row.sha256 == read_version_text(draft.text, "f").version.sha256
    assert get_version(session, "small", 1).text == TEXT


def test_a_version_published_meanwhile_is_not_overtaken(session, policy, people):
    draft = a_whole_draft(session, people[Role.EDITOR])
    service.ready(session, draft, actor=people[Role.EDITOR], at=AT)
    other = TEXT.replace("version: 1", "version: 2").replace("2026-01-05", "2026-06-01")
    publishing.publish_version(session, read_version_text(other, "f").version, actor=people["second"], at=AT)
    assert "version 2 was published meanwhile" in str(checked(session, draft).problems)
    with pytest.raises(RuleBroken, match="It has a problem"):
        service.publish(session, draft, actor=people[Role.APPROVER], at=AT)


def test_every_act_is_in_the_trail_and_no_word_of_the_text_is(session, policy, people):
    draft = a_whole_draft(session, people[Role.EDITOR])
    edit(session, draft, people[Role.EDITOR])
    service.ready(session, draft, actor=people[Role.EDITOR], at=AT)
    row = service.publish(session, draft, actor=people[Role.APPROVER], at=AT)
    events = timeline(session, [draft.id, row.id])
    assert [event.action.value for event in events] == [
        "policy:drafted", "policy:changed", "policy:changed", "policy:readied", "policy:published",
    ]  # fmt: skip
    assert {tuple(sorted(event.facts)) for event in events} == {("policy", "version"), ("policy", "sha256", "version")}
    assert SECRET not in str([event.facts for event in events])
    assert events[-1].actor_id == people[Role.APPROVER].id
    assert verify(session).ok


def test_a_stale_draft_is_refused_by_number_and_by_the_database(session, policy, people):
    draft = a_draft(session, people[Role.EDITOR])
    seen = draft.version
    edit(session, draft, people["second"])
    with pytest.raises(SomebodyElseChangedIt, match="this draft"):
        service.must_be_unchanged(draft, seen)
    session.connection().exec_driver_sql("UPDATE policy_drafts SET version = version + 1")
    with pytest.raises(StaleDataError):
        edit(session, draft, people[Role.EDITOR], "Other words.")


def test_a_published_version_reads_back_in_the_shape_of_a_pack(session, policy):
    assert as_version(policy) == read_version_text(TEXT, "f").version
    assert as_version(policy).sha256 == policy.sha256
