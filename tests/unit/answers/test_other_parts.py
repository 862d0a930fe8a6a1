"""The parts that came with other shares: in reading order, as plain text too, and read back from what was frozen."""

from portal.answers.changes import as_text, compare
from portal.disclosures.letters import AnswerDocument, OtherShare, ToldOfChange
from tests.builders.answers_on_paper import an_answer

STUDY = OtherShare("For a study", "2 May 2026", "Demo University", "Chat notes.", "To find out what helps.", "No.")
TOLD = ToldOfChange("Demo Ambulance Control", "We told them on 4 May 2026, by email.")


def kinds(document):
    return [part.kind for part in document.parts]


def test_they_stand_where_a_reader_looks_for_them():
    assert kinds(an_answer(others=(STUDY,)))[-2:] == ["others", "rights"]
    assert kinds(an_answer(shares=(), others=(STUDY,))) == ["letter", "others", "rights"]
    assert kinds(an_answer(shares=(), nothing="", told_of_change=(TOLD,))) == ["letter", "told", "rights"]


def test_every_word_of_them_is_in_the_plain_text_that_an_approver_reads():
    text = as_text(an_answer(others=(STUDY,), told_of_change=(TOLD,)))
    for words in (STUDY.heading, STUDY.who, STUDY.what, STUDY.why, STUDY.named, TOLD.who, TOLD.said):
        assert words in text


def test_a_change_in_them_is_seen_by_whoever_looks_again():
    before, now = an_answer(), an_answer(others=(STUDY,))
    assert [part.title for part in compare(before, now)] == ["Other times we passed on information"]


def test_they_are_read_back_and_an_answer_from_before_has_none():
    document = an_answer(others=(STUDY,), told_of_change=(TOLD,))
    assert AnswerDocument.from_json(document.to_json()) == document
    older = an_answer().to_json().replace('"others":[],', "").replace(',"told_of_change":[]', "")
    assert '"others":' not in older and '"told_of_change":' not in older
    assert AnswerDocument.from_json(older).others == ()
