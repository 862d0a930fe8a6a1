"""The organisation of the pack that comes with the portal: only what is known, and one place for each fact."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.core.calendars import Nation
from portal.core.reading import measure
from tests.builders.packs import CONTENT, TODAY, the_mix

ORGANISATION = the_mix().organisation
ALWAYS, OFF_BILL = "Day and night, every day. Free.", "it does not show on the phone bill."


def test_it_acts_in_england_and_keeps_its_bank_holidays():
    assert ORGANISATION.nation is Nation.ENGLAND_AND_WALES
    assert date(2026, 4, 6) in ORGANISATION.calendar  # Easter Monday
    assert date(2026, 11, 30) not in ORGANISATION.calendar  # St Andrew's Day is Scotland's


def test_what_was_not_published_is_not_made_up():
    contacts = ORGANISATION.contacts
    assert (contacts.phone, contacts.post, contacts.privacy_email, ORGANISATION.backup_days) == (None, None, None, None)
    assert contacts.email == ORGANISATION.contact == "community@themix.org.uk"
    assert ORGANISATION.contact_line == "community@themix.org.uk, or a message to @TheMix on our boards"


def test_the_regulator_has_its_present_name_and_the_one_people_know():
    regulator = ORGANISATION.regulator
    assert regulator.both_names == "the Information Commission (until September 2026 called the ICO)"
    assert regulator.former_full_name == "Information Commissioner's Office"
    assert (regulator.website, regulator.phone) == ("https://ico.org.uk/", "0303 123 1113")
    assert regulator.since == date(2026, 9, 30)


@pytest.mark.parametrize("pack", ["the-mix", "maggies"])
def test_the_number_of_the_regulator_stands_in_one_file_only(pack):
    """Rules name it and its site, because people have a right to complain to it. A number changes in one place."""
    reached = [ORGANISATION.regulator.phone, "0303"]
    others = [path for path in Path(CONTENT / pack).rglob("*.*") if path.name != "organisation.yml"]
    assert len(others) > 3
    assert [path.name for path in others if any(way in path.read_text() for way in reached)] == []


def test_the_glossary_knows_the_regulator_by_the_names_the_organisation_gives_it():
    regulator = ORGANISATION.regulator
    for word in the_mix().glossary.words:
        if "Information Commission" in word.model_dump_json() or "ICO" in word.model_dump_json():
            assert word.word == regulator.name
            assert {regulator.former_name, regulator.former_full_name} <= set(word.also)


def test_an_answer_can_be_read_for_thirty_days_and_exit_leads_to_the_weather():
    assert ORGANISATION.answer_days == 30
    assert ORGANISATION.exit_url == "https://www.bbc.co.uk/weather"
    assert ORGANISATION.time_zone == "Europe/London"


@pytest.mark.parametrize(
    ("number", "how", "href", "note"),
    [
        (0, "Call 999", "tel:999", "If a life is in danger now."),
        (1, "Call 0800 1111", "tel:08001111", "Anyone under 19. Free. It does not show on the phone bill."),
        (2, "Call 116 123", "tel:116123", f"{ALWAYS} Calls do not show on the phone bill. Texts do."),
        (3, "Text SHOUT to 85258", "sms:85258?body=SHOUT", f"{ALWAYS} With most networks, {OFF_BILL}"),
        (4, "Call 111. Choose option 2", "tel:111", "Any age. Day and night, every day."),
    ],
)
def test_each_crisis_line_says_how_to_reach_it(number, how, href, note):
    line = ORGANISATION.crisis_lines[number]
    assert (line.how, line.href, line.note) == (how, href, note)


@pytest.mark.check(26, "days since each line was checked")
def test_every_crisis_line_was_checked_in_the_last_ninety_days_and_says_by_what():
    for line in ORGANISATION.crisis_lines:
        assert timedelta(0) <= TODAY - line.checked_on <= timedelta(days=90), f"check {line.id} again"
        assert line.checked_by
        assert line.source


def test_the_crisis_lines_are_short_enough_for_somebody_in_a_crisis():
    for line in ORGANISATION.crisis_lines:
        assert measure(f"{line.how}. {line.note}").longest_sentence <= 12


def test_words_of_danger_are_looked_at_within_four_hours_unless_the_pack_says_otherwise():
    assert ORGANISATION.safeguarding.look_within_hours == 4
    changed = ORGANISATION.model_validate({**ORGANISATION.model_dump(), "safeguarding": {"look_within_hours": 2}})
    assert changed.safeguarding.look_within_hours == 2


@pytest.mark.parametrize("hours", [0, 73, "soon"])
def test_a_promise_that_is_none_is_refused(hours):
    with pytest.raises(ValueError, match="look_within_hours"):
        ORGANISATION.model_validate({**ORGANISATION.model_dump(), "safeguarding": {"look_within_hours": hours}})


def test_what_staff_may_do_after_a_hard_case_is_the_organisations_to_say():
    assert ORGANISATION.care.debrief is None
    line = "Ring the supervision line."
    assert ORGANISATION.model_validate({**ORGANISATION.model_dump(), "care": {"debrief": line}}).care.debrief == line
    with pytest.raises(ValueError, match="debrief"):
        ORGANISATION.model_validate({**ORGANISATION.model_dump(), "care": {"debrief": ""}})
