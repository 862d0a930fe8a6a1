import dataclasses

import pytest

from portal.core.reading import MAX_SENTENCE, faults, measure
from portal.disclosures.letters import NOTHING, AnswerDocument, rights_for
from portal.documents.frozen import ContentBroken
from tests.builders.answers_on_paper import SAMPLE, a_share, an_answer

RIGHTS = rights_for(
    "Demo Charity",
    "help@demo.invalid",
    "Information Commission",
    "ICO",
    "https://ico.org.uk/",
    "0303 123 1113",
)
WORDS = "\n".join(f"{right.heading}.\n" + "\n".join(right.text) for right in RIGHTS)


def test_what_was_approved_is_read_back_the_same():
    assert AnswerDocument.from_json(SAMPLE.to_json()) == SAMPLE


def test_one_changed_letter_is_another_content():
    assert an_answer(reference="DEMO-7K2N").to_json() != SAMPLE.to_json()


def test_content_of_another_kind_is_refused():
    with pytest.raises(ContentBroken):
        AnswerDocument.from_json('{"content":{"reference":"DEMO"},"format":1}')


def test_an_answer_cannot_be_changed_after_it_was_made():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SAMPLE.reference = "DEMO-0000"  # type: ignore[misc]


def test_the_parts_are_the_letter_each_share_and_the_rights():
    answer = an_answer(shares=(a_share(1), a_share(2)))
    assert [(part.id, part.kind) for part in answer.parts] == [
        ("letter", "letter"),
        ("shared1", "share"),
        ("shared2", "share"),
        ("rights", "rights"),
    ]
    assert [part.title for part in answer.parts if part.share] == [share.heading for share in answer.shares]


def test_without_a_share_there_is_the_one_sentence_and_no_more():
    assert [part.kind for part in an_answer(shares=()).parts] == ["letter", "nothing", "rights"]


def test_every_part_has_a_title_and_a_line_on_what_it_holds():
    for part in (*SAMPLE.parts, *an_answer(shares=()).parts):
        assert part.title
        assert part.topic.endswith(".")


@pytest.mark.parametrize("claim", ["hold", "found", "nothing", "no record", "not share", "never", "confirm"])
def test_the_sentence_for_nothing_neither_confirms_nor_denies(claim: str):
    assert claim not in NOTHING.lower()


def test_the_sentence_for_nothing_says_that_we_looked_and_what_the_law_asks():
    assert "looked" in NOTHING
    assert "the law says we must" in NOTHING
    assert measure(NOTHING).longest_sentence <= MAX_SENTENCE


@pytest.mark.parametrize(
    "told",
    [
        "complain to us",
        "section 164A",
        "within 30 days",
        "help@demo.invalid",
        "complain to the Information Commission",
        "until September 2026 called the ICO",
        "section 165",
        "https://ico.org.uk/",
        "0303 123 1113",
        "a court",
        "fix it",
        "delete it",
        "stop using it",
        "a copy",
    ],
)
def test_every_way_to_object_is_told(told: str):
    assert told in WORDS


def test_the_first_way_is_to_the_organisation_itself():
    assert [right.heading for right in RIGHTS] == [
        "Tell us if we got it wrong",
        "Ask the Information Commission",
        "Go to court",
        "Ask us for something else",
    ]


def test_a_regulator_that_never_had_another_name_is_named_once():
    right = rights_for("Demo Charity", "x", "Demo Regulator", "", "https://demo.invalid/", "0")[1]
    assert "called the" not in " ".join(right.text)


def test_a_nine_year_old_can_read_the_rights():
    assert faults(measure(WORDS)) == []
