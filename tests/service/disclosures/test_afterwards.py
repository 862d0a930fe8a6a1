"""What follows an entry: feedback, mistakes put right, corrections that were sent, files. Nothing is overwritten unseen."""

import secrets
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.disclosures import amending, attaching, correcting, feedback, queries
from portal.disclosures import kinds as k
from portal.disclosures.after_models import DisclosureAmendment, DisclosureAttachment, DisclosureFeedback
from portal.disclosures.models import DisclosureCorrection
from portal.disclosures.telling import share_of
from portal.jobs import HANDLERS
from portal.outbox import Job
from portal.requests.kinds import IdentifierKind
from portal.vault import FilesUnavailable, KeyDestroyed, vault_of
from tests.builders.desk import AT, a_case, a_disclosure, a_worker, an_entry
from tests.builders.entries import PDF, a_picture, an_attachment

HEARD, SENT = date(2026, 11, 20), AT - timedelta(days=2)


@pytest.fixture
def worker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def entry(session, worker):
    return a_disclosure(session, worker, an_entry(feedback=k.Feedback.NOT_ASKED, feedback_on=None, feedback_words=""))


def once():
    return secrets.token_hex(16)


def hears(session, entry, said, words="", *, on=HEARD, actor, submission=None):
    return feedback.note(session, entry, said, words, on=on, submission=submission or once(), actor=actor, at=AT)


def amends(session, entry, part, new, *, actor, why="It was wrong.", part_id=None, submission=None):
    place = amending.find_place(session, entry, part, part_id)
    return amending.amend(session, entry, place, new, why, submission=submission or once(), actor=actor, at=AT)


def sends(session, entry, *, actor, to=None, what="The name was wrong.", proof="Call 12", at=SENT):
    return correcting.note_sent(
        session, entry, to or entry.recipients[0].id, what, proof, sent_by=k.SentBy.PHONE, sent_at=at,
        submission=once(), actor=actor, at=AT,
    )  # fmt: skip


def told(session, entry):
    return share_of(queries.opened(session, entry.id), rule="a rule")


# feedback


def test_feedback_is_kept_each_time_and_the_newest_is_what_the_person_reads(session, worker, entry):
    assert "not asked them" in told(session, entry).next
    hears(session, entry, k.Feedback.ASKED, actor=worker)
    hears(session, entry, k.Feedback.NOT_TOLD_US, actor=worker)
    assert "They have not told us" in told(session, entry).next
    hears(session, entry, k.Feedback.TOLD_US, "A crew came.", actor=worker)
    assert "They told us: A crew came." in told(session, entry).next
    assert {one.row.feedback for one in feedback.history(session, entry)} == {
        k.Feedback.ASKED, k.Feedback.NOT_TOLD_US, k.Feedback.TOLD_US,
    }  # fmt: skip


def test_what_the_entry_said_at_first_stays_in_the_history(session, worker):
    entry = a_disclosure(session, worker, an_entry())
    hears(session, entry, k.Feedback.TOLD_US, "Now they are with their gran.", actor=worker)
    words = [one.words for one in feedback.history(session, entry)]
    assert len(words) == 2 and "A crew came to see you and made sure you were safe." in words


@pytest.mark.parametrize(
    ("said", "words", "on", "field"),
    [
        (k.Feedback.NOT_ASKED, "", HEARD, "feedback"),
        (k.Feedback.TOLD_US, "  ", HEARD, "feedback_words"),
        (k.Feedback.ASKED, "", AT.date() + timedelta(days=1), "feedback_on"),
        (k.Feedback.ASKED, "", date(2026, 10, 1), "feedback_on"),
    ],
)
def test_untrue_feedback_is_refused_beside_its_field(session, worker, entry, said, words, on, field):
    with pytest.raises(RuleBroken) as refused:
        hears(session, entry, said, words, on=on, actor=worker)
    assert refused.value.field == field and feedback.history(session, entry) == []


def test_nobody_can_be_heard_where_nobody_was_told(session, worker):
    entry = a_disclosure(
        session, worker, an_entry(decision=k.Decision.NOT_SHARED, shared_at=None, recipients=(), fields=())
    )
    with pytest.raises(RuleBroken, match="Nobody was told"):
        hears(session, entry, k.Feedback.ASKED, actor=worker)


# mistakes


def test_a_mistake_is_put_right_and_what_stood_there_stays(session, worker, entry):
    was = an_entry().why
    amends(session, entry, "why", "You told us of a plan.", actor=worker)
    assert told(session, entry).why == "You told us of a plan."
    [one] = amending.history(session, entry)
    assert (one.was, one.now, one.why, one.row.amended_by_id) == (
        was, "You told us of a plan.", "It was wrong.", worker.id,
    )  # fmt: skip


@pytest.mark.parametrize("part", [code for code, part in amending.OF_ENTRY.items() if part.shape == "code"])
def test_every_coded_part_can_be_put_right(session, worker, entry, part):
    place = amending.find_place(session, entry, part, None)
    other = next(code.value for code in amending.PARTS[part].codes if code.value != place.stands)
    amends(session, entry, part, other, actor=worker)
    assert amending.find_place(session, entry, part, None).stands == other


@pytest.mark.parametrize("place", range(30))
def test_every_place_of_words_can_be_put_right(session, worker, entry, place):
    places = [one for one in amending.places(session, entry) if one.shape is amending.Shape.WORDS]
    if place >= len(places):
        assert len(places) > 15
        return
    one = places[place]
    amends(session, entry, one.part, "Put right.", part_id=one.part_id, actor=worker)
    assert amending.find_place(session, entry, one.part, one.part_id).stands == "Put right."


def test_the_right_name_finds_the_entry_and_the_wrong_one_does_not(session, worker, entry):
    amends(session, entry, "identifier", "@Loud.Otter", part_id=entry.identifiers[0].id, actor=worker)
    right = a_case(session, identifiers=((IdentifierKind.USER_NAME, "loud.otter"),))
    wrong = a_case(session, identifiers=((IdentifierKind.USER_NAME, "quiet.otter"),))
    assert [s.disclosure.id for s in queries.suggestions(session, right)] == [entry.id]
    assert queries.suggestions(session, wrong) == []


@pytest.mark.parametrize(
    ("part", "new", "why", "field"),
    [
        ("why", "", "x", "new"),
        ("why", an_entry().why, "x", "new"),
        ("why", "New.", "  ", "what_was_wrong"),
        ("service", "fax", "x", "new"),
        ("decided-at", (AT + timedelta(days=1)).isoformat(), "x", "new"),
        ("shared-at", (AT - timedelta(days=31)).isoformat(), "x", "new"),
        ("decided-at", (AT - timedelta(days=40)).isoformat(), "x", "new"),
    ],
)
def test_a_wrong_correction_is_refused_and_nothing_changes(session, worker, entry, part, new, why, field):
    before = amending.places(session, entry)
    with pytest.raises(RuleBroken) as refused:
        amends(session, entry, part, new, why=why, actor=worker)
    assert refused.value.field == field
    assert amending.places(session, entry) == before and amending.history(session, entry) == []


def test_a_part_of_another_entry_is_not_found(session, worker, entry):
    other = a_disclosure(session, worker, an_entry("somebody.else"))
    with pytest.raises(NotFound):
        amending.find_place(session, entry, "recipient-name", other.recipients[0].id)
    with pytest.raises(NotFound):
        amending.find_place(session, entry, "decision", None)


# corrections that were sent


def test_a_correction_is_kept_with_whom_what_and_proof(session, worker, entry):
    sends(session, entry, actor=worker)
    [one] = correcting.history(session, entry)
    assert (one.to, one.what, one.proof) == ("Demo Ambulance Control", "The name was wrong.", "Call 12")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"what": " "}, "corrected"),
        ({"proof": ""}, "proof"),
        ({"at": AT + timedelta(minutes=1)}, "sent_on"),
        ({"at": AT - timedelta(days=60)}, "sent_on"),
    ],
)
def test_an_untrue_correction_is_refused(session, worker, entry, change, field):
    with pytest.raises(RuleBroken) as refused:
        sends(session, entry, actor=worker, **change)
    assert refused.value.field == field and correcting.history(session, entry) == []


def test_a_correction_goes_to_somebody_who_was_told(session, worker, entry):
    other = a_disclosure(session, worker, an_entry("somebody.else"))
    with pytest.raises(RuleBroken) as refused:
        sends(session, entry, actor=worker, to=other.recipients[0].id)
    assert refused.value.field == "recipient"


# files


@pytest.mark.parametrize(
    ("data", "name"), [(PDF, "attachment.pdf"), (a_picture(), "attachment.jpg"), (b"Hi", "attachment.txt")]
)
def test_a_file_is_read_back_under_a_name_that_says_nothing(session, worker, entry, data, name):
    row = an_attachment(session, entry, worker, data)
    found = attaching.fetch(session, entry, row.id)
    assert found.name == name and (found.data == data or name.endswith("jpg"))
    assert [one.label for one in attaching.of_entry(session, entry)] == ["The email we sent"]


def test_a_file_of_another_entry_is_not_found(session, worker, entry):
    other = a_disclosure(session, worker, an_entry("somebody.else"))
    row = an_attachment(session, other, worker)
    for act in (attaching.get, attaching.fetch):
        with pytest.raises(NotFound):
            act(session, entry, row.id)


def test_what_is_taken_away_is_destroyed_and_leaves_a_trace(session, worker, entry):
    row = an_attachment(session, entry, worker)
    key, name = row.key_id, row.stored
    attaching.take_away(session, entry, row.id, actor=worker, at=AT)
    [job] = session.scalars(select(Job).where(Job.name == attaching.SHRED))
    for _ in range(2):
        HANDLERS[attaching.SHRED](session, job.ids, at=AT)
    with pytest.raises(NotFound):
        attaching.fetch(session, entry, row.id)
    with pytest.raises((KeyDestroyed, FilesUnavailable)):
        vault_of(session).files.get(vault_of(session).box(key), name, f"{attaching.PLACE}:{row.id}")
    [one] = attaching.of_entry(session, entry)
    assert (one.label, one.row.removed_by_id, one.row.removed_at) == ("", worker.id, AT)


def test_a_file_that_is_refused_leaves_nothing(session, worker, entry):
    for data, label, field in ((b"MZ\x90", "x", "file"), (PDF, "  ", "label"), (b"", "x", "file")):
        with pytest.raises(RuleBroken) as refused:
            an_attachment(session, entry, worker, data, label=label)
        assert refused.value.field == field
    assert attaching.of_entry(session, entry) == []


# for all of them


def test_one_press_makes_one_of_each(session, worker, entry):
    same = once()
    acts = [
        lambda: hears(session, entry, k.Feedback.ASKED, actor=worker, submission=same),
        lambda: amends(session, entry, "why", f"New {once()}", actor=worker, submission=same),
        lambda: attaching.attach(session, entry, PDF, "x", submission=same, actor=worker, at=AT),
    ]
    for act in acts:
        act()
        with pytest.raises(RuleBroken, match="twice"):
            act()


def test_a_reader_does_none_of_it(session, worker, entry):
    reader = a_worker(session, Role.APPROVER)
    for act in (
        lambda: hears(session, entry, k.Feedback.ASKED, actor=reader),
        lambda: amends(session, entry, "why", "New.", actor=reader),
        lambda: sends(session, entry, actor=reader),
        lambda: an_attachment(session, entry, reader),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_every_act_leaves_a_code_and_no_word_in_the_trail_or_the_tables(session, worker, entry):
    hears(session, entry, k.Feedback.TOLD_US, "secretwords one", actor=worker)
    amends(session, entry, "why", "secretwords two", why="secretwords three", actor=worker)
    sends(session, entry, actor=worker, what="secretwords four", proof="secretwords five")
    row = an_attachment(session, entry, worker, label="secretwords six")
    attaching.note_opened(session, row, actor=worker, at=AT)
    attaching.take_away(session, entry, row.id, actor=worker, at=AT)
    events = list(session.scalars(select(AuditEvent).where(AuditEvent.subject == entry.id)))
    assert {e.action for e in events} >= {
        Action.DISCLOSURE_FEEDBACK_NOTED, Action.DISCLOSURE_AMENDED, Action.DISCLOSURE_CORRECTION_SENT,
        Action.DISCLOSURE_FILE_ADDED, Action.DISCLOSURE_FILE_OPENED, Action.DISCLOSURE_FILE_REMOVED,
    }  # fmt: skip
    tables = (AuditEvent, DisclosureFeedback, DisclosureAmendment, DisclosureCorrection, DisclosureAttachment)
    raw = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in tables for row in session.execute(select(table.__table__)) for value in row
    )  # fmt: skip
    assert b"secretwords" not in raw
