"""Every letter of every pack: its fields, its routes, its reading age. And no letter without routes, whatever is filled in."""

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.answers.merging import ASKED
from portal.core.reading import MAX_AGE, MAX_MEAN, MAX_SENTENCE, measure
from portal.letters.check import problems_of, sample_of
from portal.letters.fields import BOXES, OF_KIND, ROUTES, CannotConfirm, ParentReply, names_of
from portal.letters.grounds import GROUNDS, grounds_for
from portal.letters.kinds import FOR_ADULTS, NOTHING, OF_CLOCK, LetterKind, Standing, fitting
from portal.letters.texts import FIELD, LetterText, RoutesMissing, routes_missing, write
from portal.policies.pack import load_pack
from portal.policies.pack.letters_file import STANDARD, fit_together, read_letters, routes_of
from portal.requests.kinds import CLOCK_OF, Right
from portal.web.wished import RIGHTS
from tests.builders.packs import CONTENT

PACKS = {
    folder.name: load_pack(folder) for folder in sorted(CONTENT.iterdir()) if (folder / "organisation.yml").is_file()
}
every_letter = pytest.mark.parametrize(
    ("pack", "kind"),
    [pytest.param(pack, kind, id=f"{name}-{kind}") for name, pack in PACKS.items() for kind in LetterKind],
)


def filled(pack, kind, **changes):
    values = {**dataclasses.asdict(routes_of(pack.organisation)), **changes}
    return dataclasses.replace(sample_of(kind), **values)


@every_letter
def test_a_letter_says_every_field_and_every_route_and_is_easy_to_read(pack, kind):
    text, fields = pack.letters[kind], filled(pack, kind)
    letter = write(pack.letters, fields)
    assert list(problems_of(text)) == []
    assert set(text.names) == set(names_of(kind))
    assert routes_missing(letter.text, fields) == () and not FIELD.search(letter.text)
    told = " ".join(letter.text.split())
    regulator = pack.organisation.regulator
    for route in ("section 164A", "section 165", "a court", regulator.name, regulator.website, regulator.phone,
                  pack.organisation.contact, "within 30 days"):  # fmt: skip
        assert route in told, route
    reading = measure(letter.text)
    assert reading.longest_sentence <= MAX_SENTENCE
    if kind not in FOR_ADULTS:
        assert reading.age <= MAX_AGE and reading.mean_sentence <= MAX_MEAN


@given(kind=st.sampled_from(LetterKind), data=st.data())
def test_no_letter_leaves_without_its_routes_whatever_is_typed(kind, data):
    typed = st.text(max_size=80) | st.sampled_from(["{go_to_court}", "{", "}", "{asked}\n\n{x}", "\n\n", ""])
    changes = {name: data.draw(typed) for name in names_of(kind) if name in BOXES}
    fields = dataclasses.replace(sample_of(kind), **changes)
    letter = write(PACKS["the-mix"].letters, fields)
    assert routes_missing(letter.text, fields) == ()
    assert all(block.strip() for block in letter.paragraphs)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_text_or_a_value_without_a_route_makes_no_letter(kind, route):
    text = PACKS["the-mix"].letters[kind]
    without = LetterText(kind, 1, text.body.replace(f"{{{route}}}", ""))
    assert (0, f"a route is missing: write `{{{route}}}`") in list(problems_of(without))
    with pytest.raises(RoutesMissing, match=route):
        write({kind: without}, sample_of(kind))
    with pytest.raises(RoutesMissing, match=route):
        write({kind: text}, dataclasses.replace(sample_of(kind), **{route: ""}))


def test_what_is_typed_is_not_filled_again():
    fields = dataclasses.replace(sample_of(LetterKind.NOT_SURE), one_more_way="{go_to_court} and {nobody}")
    assert "{go_to_court} and {nobody}" in write(PACKS["the-mix"].letters, fields).text


def test_a_date_is_a_long_date_and_an_empty_field_leaves_no_gap():
    fields = dataclasses.replace(sample_of(LetterKind.QUESTION), waiting="")
    text = write(PACKS["the-mix"].letters, fields).text
    assert "\n\n\n" not in text
    fields = dataclasses.replace(sample_of(LetterKind.EXTENSION), until=date(2027, 2, 3))
    assert "We need until 3 February 2027." in write(PACKS["the-mix"].letters, fields).text


@pytest.mark.parametrize("name", PACKS)
def test_nothing_to_give_is_one_sentence_and_has_no_field_that_could_tell(name):
    pack = PACKS[name]
    assert set(names_of(LetterKind.CANNOT_CONFIRM)) == {*ROUTES, "asked", "nothing"}
    assert NOTHING in write(pack.letters, filled(pack, LetterKind.CANNOT_CONFIRM)).text
    assert {field.name for field in dataclasses.fields(CannotConfirm)} & BOXES.keys() == set()


@pytest.mark.parametrize("name", PACKS)
def test_the_reply_to_a_parent_is_the_same_for_everybody_and_says_of_nobody_that_we_know_them(name):
    pack = PACKS[name]
    assert set(names_of(LetterKind.PARENT_REPLY)) == set(ROUTES) == {f.name for f in dataclasses.fields(ParentReply)}
    text = write(pack.letters, filled(pack, LetterKind.PARENT_REPLY)).text
    for claim in ("your child", "our records", "they use", "exempt", "your son", "your daughter", "we hold"):
        assert claim not in text.lower()


# which letters fit


OPEN = Standing(
    is_complaint=False, is_open=True, is_worked_on=True, is_acknowledged=False, is_somebody_else=False, may_ask=True
)
K = LetterKind


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, {K.ACKNOWLEDGEMENT, K.NOT_SURE, K.REFUSAL, K.PART_REFUSAL, K.CANNOT_CONFIRM}),
        ({"is_open": False}, set()),
        ({"is_worked_on": False}, {K.ACKNOWLEDGEMENT, K.NOT_SURE}),
        ({"is_somebody_else": True}, {K.ACKNOWLEDGEMENT, K.REFUSAL, K.PART_REFUSAL, K.CANNOT_CONFIRM}),
        ({"is_somebody_else": True, "may_ask": False}, {K.PARENT_REPLY}),
        ({"is_complaint": True}, {K.COMPLAINT_ACKNOWLEDGEMENT, K.COMPLAINT_PROGRESS, K.COMPLAINT_OUTCOME}),
        ({"is_complaint": True, "is_acknowledged": True}, {K.COMPLAINT_PROGRESS, K.COMPLAINT_OUTCOME}),
        ({"is_complaint": True, "is_worked_on": False}, {K.COMPLAINT_ACKNOWLEDGEMENT}),
        ({"is_complaint": True, "is_open": False}, set()),
    ],
)
def test_only_letters_that_fit_are_offered(change, kinds):
    assert set(fitting(dataclasses.replace(OPEN, **change))) == kinds


def test_what_moves_the_clock_is_never_sent_from_here():
    flags = [field.name for field in dataclasses.fields(Standing)]
    for number in range(2 ** len(flags)):
        standing = Standing(**{name: bool(number >> place & 1) for place, name in enumerate(flags)})
        assert not set(fitting(standing)) & OF_CLOCK
        if standing.is_somebody_else and not standing.may_ask and not standing.is_complaint:
            assert set(fitting(standing)) <= {K.PARENT_REPLY}


# grounds


@pytest.mark.parametrize("right", CLOCK_OF)
def test_each_right_has_grounds_of_its_own_and_the_two_of_all(right):
    codes = {ground.code for ground in grounds_for(CLOCK_OF[right])}
    assert codes > {"unfounded", "excessive"}


def test_no_ground_is_offered_whose_name_would_itself_do_harm():
    said = " ".join(f"{ground.code} {ground.name}" for ground in GROUNDS).lower()
    for secret in ("tip", "national security", "natsec", "terror", "abuse", "wish"):
        assert secret not in said


def test_codes_are_kebab_and_stand_once():
    codes = [ground.code for ground in GROUNDS]
    assert len(codes) == len(set(codes)) and all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def test_the_letter_calls_each_right_what_the_persons_own_page_calls_it():
    assert {right: words for right, words in RIGHTS.items() if right is not Right.QUESTION} == ASKED


# letters of a pack


GOOD = (STANDARD / "refusal.md").read_text().replace("version: 1", "version: 2")


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("refusal.md", GOOD.replace("{asked}", "{askd}"), 7, "there is no field `{askd}`"),
        ("refusal.md", GOOD.replace("{asked}", "{asked"), 7, "there is no field"),
        ("refusal.md", GOOD.replace("{reasons}\n", ""), 4, "the field `{reasons}` is missing"),
        ("refusal.md", GOOD.replace("{go_to_court}", ""), 4, "a route is missing: write `{go_to_court}`"),
        ("refusal.md", GOOD.replace("This is why.", "This " + "is the long reason why " * 5 + "now."), 7, "a sentence has"),
        ("refusal.md", GOOD.replace("You did nothing", "Organisational confidentiality necessitates. " * 12), 4, "reading age"),
        ("refusal.md", GOOD.replace("version: 2", "version: 1"), 1, "the version has to be 2 or more"),
        ("refusal.md", GOOD.replace("kind: refusal", "kind: refusl"), 2, "kind"),
        ("refusal.md", GOOD.replace("---\n", "", 1), 1, "facts between two lines"),
        ("refusal.md", GOOD.replace("Hello,", "<b>Hello</b>,"), 5, "HTML"),
        ("refusal.txt", GOOD, 1, "a file of this name is not read"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_letter_of_a_pack_is_said_with_its_line(tmp_path, name, text, line, said):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / name).write_text(text)
    _, problems = read_letters(tmp_path)
    assert {(one.file, one.line) for one in problems if said in one.text} == {(f"letters/{name}", line)}, problems


def test_a_letter_of_a_pack_takes_the_place_of_the_standard_one(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "no.md").write_text(GOOD.replace("Hello,", "Hi,"))
    found, problems = read_letters(tmp_path)
    assert problems == [] and set(found) == set(LetterKind)
    assert found[K.REFUSAL].version == 2 and found[K.REFUSAL].body.strip().startswith("Hi,")
    (tmp_path / "letters" / "no-again.md").write_text(GOOD)
    assert ["is this letter too" in one.text for one in read_letters(tmp_path)[1]] == [True]


def test_every_kind_has_fields_and_a_standard_text():
    assert set(OF_KIND) == set(LetterKind)
    assert {path.stem for path in STANDARD.glob("*.md")} == {kind.value for kind in LetterKind}


def test_an_address_too_long_for_a_letter_is_found_before_anything_is_sent():
    organisation = PACKS["the-mix"].organisation
    long = "Demo House, " * 12 + "Demo Town"
    changed = organisation.model_copy(update={"contacts": organisation.contacts.model_copy(update={"email": long})})
    assert ["the longest sentence" in one.text for one in fit_together(changed, PACKS["the-mix"].letters)] == [True]
