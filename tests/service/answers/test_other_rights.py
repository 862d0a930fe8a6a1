"""An answer to anything but "what did you share about me?": what was decided and done, piece by piece."""

import pytest

from portal.accounts.permissions import Role
from portal.answers import queries, service
from portal.answers.kinds import Decided, DeedKind, Outcome
from portal.answers.rules import missing_ways
from portal.cases.service import take
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.core.reading import faults, main_text, measure
from portal.disclosures.letters import NOTHING
from portal.disclosures.queries import suggestions
from portal.documents import check_pdf, render_html, render_pdf
from portal.letters.grounds import grounds_for
from portal.letters.kinds import LetterKind
from portal.requests.kinds import CLOCK_OF, Right
from tests.builders.desk import AT, LETTER, a_case, a_disclosure, a_worker, confirm_all, prepare
from tests.builders.lettering import KEPT, SYSTEMS, WHY, a_letter, a_part_refusal, decide_all
from tests.builders.words import words_of_html, words_of_pdf

OTHERS = [right for right in CLOCK_OF if right is not Right.SHARED]
LONG = (
    "We looked at this again and again and again and again and again and again and again and again and then we stopped."
)


@pytest.fixture
def worker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def erasure(session, worker):
    case = a_case(session, right=Right.ERASURE)
    take(session, case, actor=worker, at=AT)
    return case


@pytest.mark.parametrize("right", OTHERS)
def test_it_tells_what_was_decided_and_nothing_of_the_register(session, worker, right):
    a_disclosure(session, a_worker(session, Role.SAFEGUARDING))
    case = a_case(session, right=right)
    assert suggestions(session, case) == []
    take(session, case, actor=worker, at=AT)
    with pytest.raises(RuleBroken, match="what was decided about each thing"):
        prepare(session, case, worker)
    ground = grounds_for(CLOCK_OF[right])[0]
    service.decide(session, case, "Your posts", Decided.DONE, actor=worker, at=AT)
    service.decide(
        session, case, KEPT, Decided.NOT_DONE, grounds=[ground.code], words=WHY, actor=worker, at=AT
    )  # fmt: skip
    document = queries.content_of(session, prepare(session, case, worker))
    kinds = [part.kind for part in document.parts]
    assert kinds[:2] == ["letter", "decided"] and kinds[-1] == "rights"
    assert (document.shares, document.searched, document.nothing) == ((), (), "")
    assert [(one.decision, one.why) for one in document.decided] == [
        ("We did this.", ()), ("We did not do this.", (ground.said, WHY)),
    ]  # fmt: skip
    assert missing_ways(document) == ()


@pytest.mark.parametrize("right", OTHERS)
def test_every_ground_of_a_right_reads_like_the_rest(right):
    for ground in grounds_for(CLOCK_OF[right]):
        assert faults(measure(ground.said)) == []


def test_paper_and_twin_of_a_part_refusal_say_the_same_and_are_easy(session, worker):
    _, answer = a_part_refusal(session, worker)
    document = queries.content_of(session, answer)
    assert [part.kind for part in document.parts] == ["letter", "decided", "done", "afterwards", "rights"]
    pdf, twin = render_pdf(document), render_html(document)
    assert check_pdf(pdf) == [] and answer.pdf_faults == []
    assert words_of_pdf(pdf) == words_of_html(twin)
    assert faults(measure(main_text(twin))) == []
    for said in (KEPT, WHY, "It may be needed in a court case.", "7 years", "Vanilla", "23 November 2026", "back-ups"):
        assert said in " ".join(main_text(twin).split()), said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": LONG}, "what"),
        ({"grounds": []}, "grounds"),
        ({"grounds": ["third"]}, "grounds"),  # of the right to a copy
        ({"grounds": ["legal-claims", "tipoff"]}, "grounds"),
        ({"words": ""}, "words"),
        ({"words": LONG}, "words"),
        ({"until": LONG}, "until"),
    ],
)
def test_a_no_without_ground_words_or_plain_words_is_refused(session, worker, erasure, change, field):
    given = {"what": KEPT, "grounds": ["legal-claims"], "words": WHY, **change}
    with pytest.raises(RuleBroken) as refused:
        service.decide(
            session, erasure, given.pop("what"), Decided.NOT_DONE, **given, actor=worker, at=AT
        )  # fmt: skip
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"system": "nowhere"}, "system"),
        ({"done_on": None}, "done_on"),
        ({"done_on": AT.date().replace(day=24)}, "done_on"),
        ({"done_on": AT.date().replace(day=22)}, "done_on"),
        ({"words": LONG}, "deed_words"),
    ],
)
def test_a_deed_has_a_place_a_day_that_was_and_plain_words(session, worker, erasure, change, field):
    given = {"system": "vanilla", "done_on": AT.date(), **change}
    with pytest.raises(RuleBroken) as refused:
        service.note_deed(
            session, erasure, given.pop("system"), DeedKind.DELETED, titles=SYSTEMS, **given, actor=worker, at=AT
        )  # fmt: skip
    assert refused.value.field == field


def test_who_decided_a_piece_cannot_approve_it(session, worker):
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    case = a_case(session, right=Right.ERASURE)
    take(session, case, actor=worker, at=AT)
    decide_all(session, case, both)
    answer = prepare(session, case, worker)
    gate = queries.gate_for(session, case, actor=both, today=AT.date())
    assert "Second person" in [check.name for check in gate if not check.green]
    assert both.id in queries.hands(session, case, answer)


def test_pieces_can_be_taken_out_until_it_is_prepared(session, worker, erasure):
    piece = service.decide(session, erasure, "Your posts", Decided.DONE, actor=worker, at=AT)
    with pytest.raises(NotAllowed):
        service.take_out(session, erasure, piece.id, actor=a_worker(session, Role.APPROVER), at=AT)
    other = a_case(session, "loud.badger", right=Right.ERASURE)
    take(session, other, actor=worker, at=AT)
    with pytest.raises(NotFound):
        service.take_out(session, other, piece.id, actor=worker, at=AT)
    prepare(session, erasure, worker)
    with pytest.raises(RuleBroken, match="taken back"):
        service.take_out(session, erasure, piece.id, actor=worker, at=AT)


@pytest.mark.parametrize("right", CLOCK_OF)
@pytest.mark.parametrize("is_held", [True, False])
def test_nothing_held_and_cannot_be_confirmed_are_one_document(session, worker, right, is_held):
    case = a_case(session, right=right)
    take(session, case, actor=worker, at=AT)
    if is_held:  # what is written down at the desk leaves no mark
        ground = grounds_for(CLOCK_OF[right])[0].code
        service.decide(session, case, KEPT, Decided.NOT_DONE, grounds=[ground], words=WHY, actor=worker, at=AT)
    letter = a_letter(session, case, LetterKind.CANNOT_CONFIRM)
    service.use_letter(session, case, letter, actor=worker, at=AT)
    answer = prepare(session, case, worker, letter.text)
    document = queries.content_of(session, answer)
    assert [part.kind for part in document.parts] == ["letter", "nothing", "rights"]
    assert document.letter == letter.paragraphs and document.nothing == NOTHING
    assert (document.decided, document.done, document.afterwards) == ((), (), ())
    assert queries.outcomes_for(session, case, answer) == (Outcome.NOTHING,)


def test_that_letter_with_other_words_is_no_such_letter(session, worker, erasure):
    letter = a_letter(session, erasure, LetterKind.CANNOT_CONFIRM)
    answer = service.use_letter(session, erasure, letter, actor=worker, at=AT)
    service.save_letter(session, erasure, letter.text.replace("\n", "\r\n"), actor=worker, at=AT)
    assert (answer.letter_kind, answer.letter_version) == (LetterKind.CANNOT_CONFIRM, 1)
    service.save_letter(session, erasure, letter.text + "\n\nMore.", actor=worker, at=AT)
    assert answer.letter_kind is None
    with pytest.raises(RuleBroken, match="what was decided"):
        prepare(session, erasure, worker, letter.text)


def test_that_letter_does_not_stand_beside_an_entry_that_is_told(session, worker):
    a_disclosure(session, a_worker(session, Role.SAFEGUARDING))
    case = a_case(session)
    take(session, case, actor=worker, at=AT)
    confirm_all(session, case, worker)
    letter = a_letter(session, case, LetterKind.CANNOT_CONFIRM)
    service.use_letter(session, case, letter, actor=worker, at=AT)
    with pytest.raises(RuleBroken, match="something to tell"):
        prepare(session, case, worker, letter.text)


@pytest.mark.parametrize(
    ("kind", "give", "refuse", "said"),
    [
        (LetterKind.REFUSAL, False, False, "what was not done"),
        (LetterKind.REFUSAL, True, True, "as done"),
        (LetterKind.PART_REFUSAL, False, True, "Nothing is written down as done"),
        (LetterKind.PART_REFUSAL, True, False, "what was not done"),
    ],
)
def test_a_letter_of_refusal_says_what_was_decided_or_is_not_written(
    session, worker, erasure, kind, give, refuse, said
):
    decide_all(session, erasure, worker, give=give, refuse=refuse)
    with pytest.raises(RuleBroken, match=said):
        a_letter(session, erasure, kind)


def test_an_answer_frozen_before_the_new_parts_came_is_still_read(session, worker):
    import json

    from portal.disclosures.letters import AnswerDocument

    case = a_case(session)
    take(session, case, actor=worker, at=AT)
    document = queries.content_of(session, prepare(session, case, worker, LETTER))
    plain = json.loads(document.to_json())
    for name in ("decided", "done", "afterwards"):
        del plain["content"][name]
    assert AnswerDocument.from_json(json.dumps(plain)) == document
