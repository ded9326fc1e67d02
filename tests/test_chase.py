"""The chase: one move at a time, with its days."""

import pytest

from tests.support import RUTH, agenda_of, contact, rows, ruth


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("- 2026-09-24 letter", "call 2026-10-01 2026-10-08 due"),
        ("- 2026-09-24 email", "call 2026-10-01 2026-10-08 due"),
        ("- 2026-09-26 letter", "call 2026-10-05 2026-10-12 due"),
        ("- 2026-10-05 voicemail", "call-again 2026-10-08 2026-10-12 due"),
        ("- 2026-10-02 relayed", "call-again 2026-10-07 2026-10-09 due"),
        ("- 2026-10-07 no-answer", "call-again 2026-10-08 2026-10-12 due"),
        ("- 2026-10-01 call", "call-again 2026-10-08 2026-10-12 due"),
        ("- 2026-10-01 letter\n- 2026-10-06 bounced", "resend 2026-10-06 2026-10-08 due"),
        ("- 2026-10-07 reply", "answer 2026-10-07 2026-10-08 due"),
        ("- 2026-10-07 wrote", "answer 2026-10-07 2026-10-08 due"),
        ("- 2026-10-06 agreed", "book 2026-10-06 2026-10-08 due"),
        ("- 2026-10-07 booked", "note 2026-10-07 2026-10-08 due"),
        ("- 2026-10-06 cancelled", "book 2026-10-06 2026-10-08 due"),
        ("- 2026-10-07 missed", "missed 2026-10-07 2026-10-08 due"),
        ("- 2026-09-08 later", "ask-later 2026-10-08 2026-10-22 due"),
        ("- 2026-07-10 declined", "ask-later 2026-10-08 2026-10-22 due"),
        ("", "write - - whenever"),
    ],
)
def test_each_state_has_its_move(log: str, expected: str) -> None:
    assert ruth("2026-10-08", log) == [expected]


def test_a_second_no_is_let_rest() -> None:
    assert ruth("2026-10-08", "- 2026-01-10 declined\n- 2026-06-10 declined") == []


def test_the_third_miss_asks_for_another_way() -> None:
    log = "- 2026-09-01 letter\n- 2026-09-10 voicemail\n- 2026-09-15 no-answer\n"
    found = ruth("2026-10-08", log + "- 2026-10-05 voicemail")
    assert found == ["another-way 2026-10-08 2026-10-12 due"]


def test_three_misses_after_two_letters_park_the_contact() -> None:
    log = "- 2026-06-01 letter\n- 2026-06-08 voicemail\n- 2026-06-12 email\n"
    agenda = agenda_of(
        "2026-10-08", {RUTH: contact(log + "- 2026-06-20 no-answer\n- 2026-07-01 relayed")}
    )
    assert rows(agenda) == ["ask-later Ruth Okafor 2026-09-29 2026-10-13 due"]
    assert agenda.standings[RUTH].stage == "parked"


def test_a_letter_soon_after_a_no_is_courtesy() -> None:
    found = ruth("2026-10-08", "- 2026-07-10 declined\n- 2026-07-20 email: thank you all the same")
    assert found == ["ask-later 2026-10-08 2026-10-22 due"]


def test_a_call_after_a_yes_moves_the_clock_of_booking() -> None:
    assert ruth("2026-10-08", "- 2026-09-25 agreed\n- 2026-10-01 voicemail") == [
        "book 2026-10-08 2026-10-12 due"
    ]


def test_a_reply_after_a_yes_is_answered_first() -> None:
    assert ruth("2026-10-08", "- 2026-10-01 agreed\n- 2026-10-07 reply") == [
        "answer 2026-10-07 2026-10-08 due"
    ]


def test_a_note_settles_a_reply_and_opens_a_later_try() -> None:
    assert ruth("2026-10-08", "- 2026-09-01 reply\n- 2026-09-08 note: nothing to answer") == [
        "ask-later 2026-10-08 2026-10-22 due"
    ]


def test_thanks_answer_a_reply() -> None:
    assert ruth("2026-10-08", "- 2026-10-01 reply\n- 2026-10-02 thanks") == []


def test_resending_ends_a_bounce() -> None:
    log = "- 2026-10-01 email\n- 2026-10-02 bounced\n- 2026-10-02 10:00 letter"
    assert ruth("2026-10-08", log) == ["call 2026-10-09 2026-10-16 upcoming"]


def test_people_of_our_own_network_are_not_chased() -> None:
    log = "- 2026-09-28 feeler: who maps floods in Leeds?\n- 2026-10-02 email"
    assert ruth("2026-10-08", log) == ["feeler 2026-10-08 2026-10-12 due"]


def test_entries_after_today_do_not_count() -> None:
    assert ruth("2026-10-08", "- 2026-09-24 letter\n- 2026-10-09 reply") == [
        "call 2026-10-01 2026-10-08 due"
    ]


def test_next_hides_our_own_moves_until_its_day_is_over() -> None:
    log = "- 2026-09-24 letter"
    assert ruth("2026-10-08", log, "next: 2026-10-20\nnext_what: Ring her sister") == [
        "next 2026-10-20 2026-10-20 upcoming"
    ]
    assert ruth("2026-10-08", log + "\n- 2026-10-07 call", "next: 2026-10-07") == [
        "call-again 2026-10-14 2026-10-16 upcoming"
    ]


def test_mute_and_closed_take_moves_away() -> None:
    assert ruth("2026-10-08", "- 2026-09-24 letter", "mute: [call]") == []
    assert ruth("2026-10-08", "- 2026-09-24 letter", "closed: true") == []


def test_waits_of_the_vault_stand_over_a_pack() -> None:
    log, day = "- 2026-09-24 letter", "2026-10-08"
    assert ruth(day, log, "pack: careful") == ["call 2026-10-08 2026-10-15 due"]
    assert ruth(day, log, "pack: careful", '[waits]\ncall_after_letter = ["1d", "+2d"]') == [
        "call 2026-09-25 2026-09-28 overdue"
    ]
    assert ruth(day, log, toml="[waits]\ncall_after_letter = false") == []


@pytest.mark.parametrize(
    ("log", "wait", "said", "untrue"),
    [
        ("- 2026-09-01 letter", "call_after_letter", "ring when they have had", "one to two weeks"),
        ("- 2026-09-01 voicemail", "retry_after_voicemail", "; try again", "three days"),
        ("- 2026-09-01 no-answer", "retry_after_no_answer", "; try again", "day or three"),
        ("- 2026-09-01 later", "ask_later", "fair pause", "a month"),
        ("- 2026-08-01 reply\n- 2026-08-02 note", "ask_later", "after a while", "a month"),
        ("- 2026-09-01 declined", "reconsider", "after a while", "three months"),
        ("- 2026-09-30 met", "thank", "not been thanked", "next day"),
    ],
)
def test_a_wait_of_your_own_is_told_without_the_days_of_the_tables(
    log: str, wait: str, said: str, untrue: str
) -> None:
    toml = f'[waits]\n{wait} = ["20d", "40d"]'
    notes = {"contacts/Ruth Okafor.md": contact(log)}
    reason = agenda_of("2026-10-08", notes, toml=toml).followups[0].reason
    assert said in reason and untrue not in reason
    assert untrue in agenda_of("2026-10-08", notes).followups[0].reason


def test_a_row_that_is_off_is_off_after_a_later_try_too() -> None:
    log = "- 2026-10-01 agreed\n- 2026-10-02 email"
    assert ruth("2026-10-08", log, toml="[waits]\nbook = false") == []


def test_two_hour_writes_to_a_colleague_beside_the_chase() -> None:
    notes = {
        RUTH: contact("- 2026-10-01 letter", 'company: "[[Tern Press]]"'),
        "contacts/Wei Zhang.md": contact("", 'company: "[[Tern Press]]"'),
        "companies/Tern Press.md": "---\nfield: books\n---\n",
    }
    found = rows(agenda_of("2026-10-08", notes, 'pack = "two-hour"'))
    assert "another-person Ruth Okafor 2026-10-06 2026-10-08 due" in found
    assert "call Ruth Okafor 2026-10-12 2026-10-14 upcoming" in found
    notes["contacts/Wei Zhang.md"] = contact("- 2026-10-05 email", 'company: "[[Tern Press]]"')
    found = rows(agenda_of("2026-10-08", notes, 'pack = "two-hour"'))
    assert "another-person Ruth Okafor 2026-10-06 2026-10-08 due" not in found


def test_a_trip_says_when_the_letter_is_due() -> None:
    notes = {
        RUTH: contact("", "city: Leeds"),
        "trips/Leeds.md": "---\ncity: leeds\nstart: 2026-11-16\nend: 2026-11-20\n---\n",
    }
    assert rows(agenda_of("2026-10-08", notes)) == ["write Ruth Okafor - 2026-10-26 due"]
    late = agenda_of("2026-11-10", notes)
    assert rows(late) == ["write Ruth Okafor - 2026-10-26 overdue"]
    assert "no longer fit" in late.followups[0].reason


def test_leave_comes_before_the_letter() -> None:
    notes = {
        RUTH: contact("", 'referred_by: "[[Wei Zhang]]"'),
        "contacts/Wei Zhang.md": contact("- 2026-10-05 referral [[Ruth Okafor]]", "closed: true"),
    }
    assert rows(agenda_of("2026-10-08", notes)) == ["permission Ruth Okafor - 2026-10-12 due"]
    asked = 'referred_by: "[[Wei Zhang]]"'
    notes[RUTH] = contact("- 2026-10-06 permission", asked)
    assert rows(agenda_of("2026-10-08", notes)) == [
        "permission Ruth Okafor 2026-10-09 2026-10-13 upcoming"
    ]
    notes[RUTH] = contact("- 2026-10-06 permission", asked + "\nmay_mention: yes")
    assert rows(agenda_of("2026-10-08", notes)) == ["write Ruth Okafor - 2026-10-13 due"]


def test_every_reason_is_a_sentence_without_gaps() -> None:
    for log in ("- 2026-09-24 letter", "- 2026-10-05 voicemail", "- 2026-10-06 agreed"):
        for one in agenda_of("2026-10-08", {RUTH: contact(log)}).followups:
            assert len(one.reason) > 12
            assert "None" not in one.reason


def test_thanks_after_a_booking_leave_its_clock_and_a_call_moves_it() -> None:
    log = "- 2026-10-05 booked\n"
    assert ruth("2026-10-08", log + "- 2026-10-07 thanks") == ["note 2026-10-05 2026-10-06 overdue"]
    assert ruth("2026-10-08", log + "- 2026-10-07 call") == ["note 2026-10-07 2026-10-08 due"]
    agreed = "- 2026-10-01 agreed\n- 2026-10-02 thanks"
    assert ruth("2026-10-08", agreed) == ["book 2026-10-09 2026-10-13 upcoming"]
