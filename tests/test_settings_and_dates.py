"""vaultkit.toml and the calendar."""

from datetime import date

import pytest

from tests.support import RUTH, agenda_of, contact, rows, ruth
from vaultkit.dates import (
    Calendar,
    Wait,
    earliest,
    read_coming_day,
    read_day,
    read_wait,
    say_day,
    shift,
    shift_months,
)
from vaultkit.settings import read_settings

CALENDAR = Calendar()
THURSDAY = date(2026, 10, 8)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-10-13", date(2026, 10, 13)),
        ("today", THURSDAY),
        ("Yesterday", date(2026, 10, 7)),
        ("thursday", date(2026, 10, 15)),
        ("fri", date(2026, 10, 9)),
        ("+3d", date(2026, 10, 11)),
        ("-2w", date(2026, 9, 24)),
        ("+1m", date(2026, 11, 8)),
        ("+5bd", date(2026, 10, 15)),
        ("13 oct", date(2026, 10, 13)),
        ("1 january 2027", date(2027, 1, 1)),
        ("31 feb", None),
        ("2026-3-9", None),
        ("2026-02-29", None),
        ("soon", None),
        ("we", None),
    ],
)
def test_days_as_people_type_them(typed: str, expected: date | None) -> None:
    assert read_day(typed, THURSDAY, CALENDAR) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("10 jan", date(2027, 1, 10)),
        ("3 oct", date(2026, 10, 3)),  # a talk of last week, noted late
        ("10 jan 2026", date(2026, 1, 10)),
        ("2026-01-10", date(2026, 1, 10)),
        ("soon", None),
    ],
)
def test_a_planned_day_long_past_is_next_years(typed: str, expected: date | None) -> None:
    assert read_coming_day(typed, THURSDAY, CALENDAR) == expected


def test_months_end_where_they_end() -> None:
    assert shift_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert shift_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert shift_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert CALENDAR.add(date(2026, 10, 31), Wait(1, "m")) == date(2026, 11, 30)


def test_days_stay_inside_the_years_there_are() -> None:
    assert shift(date.max, 1) == date.max
    assert shift(date.min, -1) == date.min
    assert CALENDAR.roll(date.max) == date.max


def test_days_are_said_with_the_year_when_it_is_another() -> None:
    assert say_day(date(2026, 9, 24), THURSDAY) == "24 Sep"
    assert say_day(date(2025, 9, 24), THURSDAY) == "24 Sep 2025"
    assert earliest([None, THURSDAY, date(2026, 1, 1)]) == date(2026, 1, 1)
    assert earliest([None]) is None
    assert read_wait("7 days") is None


def test_days_off_are_no_working_days() -> None:
    log = "- 2026-09-24 letter"
    assert ruth("2026-10-08", log, toml='days_off = ["2026-10-01", "2026-10-08"]') == [
        "call 2026-10-02 2026-10-09 due"
    ]


def test_public_holidays_are_no_working_days() -> None:
    pytest.importorskip("holidays")
    log = "- 2026-12-18 letter"
    assert ruth("2026-12-20", log, toml='country = "DE"') == ["call 2026-12-28 2027-01-04 upcoming"]
    assert ruth("2026-12-20", log) == ["call 2026-12-25 2027-01-01 upcoming"]


@pytest.mark.parametrize(
    ("toml", "found"),
    [
        ("name = true", "name is true;"),
        ('[waits]\nthank = ["1d", false]', 'waits.thank is ["1d", false];'),
        ('[sections]\nlog = "a\\nb"', 'sections.log is "a\\nb";'),
        ("country = 2026-12-24", 'country is "2026-12-24";'),
        (f"words_per_minute = 0x{'F' * 6000}", "words_per_minute is more than can be shown;"),
        (f"days_off = [0x{'F' * 6000}]", "days_off is more than can be shown;"),
        (f"name{'.a' * 3000} = 1", "name is more than can be shown;"),
    ],
)
def test_a_value_that_cannot_be_used_is_shown_as_it_is_written(toml: str, found: str) -> None:
    _, problems = read_settings(toml)
    assert [one.code for one in problems] == ["settings-value"]
    assert problems[0].message.startswith(found)


def test_an_unknown_country_is_a_problem() -> None:
    pytest.importorskip("holidays")
    _, problems = read_settings('country = "XX"')
    assert [one.code for one in problems] == ["settings-value"]


def test_other_words_for_sections_and_kinds() -> None:
    toml = '[sections]\nlog = "Verlauf"\n[kinds.coffee]\nlike = "met"\n'
    text = "---\n---\n## verlauf\n- 2026-10-07 coffee: at the mill\n"
    assert rows(agenda_of("2026-10-08", {RUTH: text}, toml)) == [
        "thanks Ruth Okafor 2026-10-07 2026-10-08 due"
    ]


@pytest.mark.parametrize(
    "toml",
    [
        "name = 3",
        "days_off = 3",
        "words_per_minute = 5",
        "sections = 3",
        '[sections]\nlogg = "x"',
        "[sections]\nlog = 3",
        "[kinds]\ncoffee = 3",
        '[waits]\nthank = ["1x", "2d"]',
        '[waits]\nthank = ["1d"]',
        "= 3",
        "a = " + "[" * 3000,
    ],
)
def test_a_wrong_setting_is_a_problem_and_the_rest_counts(toml: str) -> None:
    settings, problems = read_settings(toml)
    assert len(problems) == 1
    assert problems[0].line >= 1
    assert settings.pack == "article"


def test_the_first_pack_of_the_contact_then_the_waits_of_the_vault() -> None:
    notes = {RUTH: contact("- 2026-09-24 letter", "pack: two-hour")}
    found = rows(agenda_of("2026-10-08", notes, 'pack = "careful"'))
    assert found == ["call Ruth Okafor 2026-10-05 2026-10-07 overdue"]


def test_a_whenever_wait_may_be_given_with_a_dash() -> None:
    found = ruth(
        "2026-10-08", "- 2026-10-01 letter", toml='[waits]\ncall_after_letter = ["-", "-"]'
    )
    assert found == ["call - - whenever"]
