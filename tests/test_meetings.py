"""Meetings: which stand, which took place, what they ask for before and after."""

from tests.support import RUTH, agenda_of, contact, rows

DAY = "2026-10-12"
TALK = "interviews/2026-10-12 Ruth.md"


def talk(status: str = "", body: str = "", when: str = "2026-10-12 10:00") -> str:
    return f'---\ncontact: "[[Ruth Okafor]]"\nwhen: {when}\nstatus: {status}\n---\n{body}\n'


def owed(day: str, log: str, note: str, fields: str = "") -> list[str]:
    found = rows(agenda_of(day, {RUTH: contact(log, fields), TALK: note}))
    return [line.replace(" Ruth Okafor", "") for line in found]


def test_a_meeting_ahead_is_prepared_confirmed_and_held() -> None:
    found = owed("2026-10-08", "- 2026-10-01 booked [[2026-10-12 Ruth]]", talk())
    assert found == [
        "confirm 2026-10-08 2026-10-09 due",
        "prepare 2026-10-05 2026-10-11 due",
        "meet 2026-10-12 2026-10-12 upcoming",
    ]


def test_no_last_day_lies_before_the_day_after_the_booking() -> None:
    found = owed("2026-10-11", "- 2026-10-11 booked [[2026-10-12 Ruth]]", talk())
    assert "prepare 2026-10-05 2026-10-12 due" in found
    assert "confirm 2026-10-08 2026-10-12 due" in found


def test_after_the_meeting_thanks_come_first() -> None:
    found = owed("2026-10-13", "- 2026-10-12 met [[2026-10-12 Ruth]]", talk("held"))
    assert found == [
        "thanks 2026-10-12 2026-10-13 due",
        "write-up 2026-10-12 2026-10-13 due",
    ]


def test_notes_are_empty_while_only_the_lines_of_a_template_stand_there() -> None:
    log = "- 2026-10-12 met [[2026-10-12 Ruth]]\n- 2026-10-12 thanks"
    empty = ("", "<!-- who, what -->", "%%\nwho\n%%\n### Money\n- \n", "<!--\nwho\n-->")
    for text in empty:
        found = owed("2026-10-13", log, talk("held", f"## Notes\n{text}\n"))
        assert found[0] == "write-up 2026-10-12 2026-10-13 due", text
    for text in ("Kind.", "<!-- who -->\n- Kind", "```\nkind\n```", "<!-- a -->\n~~~\nb\n~~~"):
        found = owed("2026-10-13", log, talk("held", f"## Notes\n{text}\n"))
        assert not found[0].startswith("write-up"), text


def test_left_over_questions_go_out_within_three_working_days() -> None:
    body = "## Questions\n- [>] And the map room?\n\n## Notes\nGood.\n"
    found = owed("2026-10-13", "- 2026-10-12 met\n- 2026-10-13 thanks", talk("held", body))
    assert "questions 2026-10-13 2026-10-15 due" in found


def test_what_a_talk_asks_for_counts_from_its_met_entry_else_from_when() -> None:
    body = "## Questions\n- [>] And the map room?\n"
    for log, place in (("- 2026-10-12 met [[2026-10-12 Ruth]]", (RUTH, 7)), ("", (TALK, 3))):
        notes = {RUTH: contact(log), TALK: talk("held", body)}
        found = agenda_of("2026-10-13", notes).followups
        assert sorted(one.rule for one in found) == ["left-over-questions", "thank", "write-up"]
        assert {(one.path, one.line) for one in found} == {place}


def test_a_meeting_of_yesterday_took_place() -> None:
    found = owed("2026-10-13", "- 2026-10-01 booked", talk("confirmed", "## Notes\nGood.\n"))
    assert found == ["thanks 2026-10-12 2026-10-13 due"]


def test_an_unlinked_met_up_to_three_days_later_is_its_own() -> None:
    found = owed("2026-10-16", "- 2026-10-15 met", talk("confirmed", "## Notes\nGood.\n"))
    assert found == ["thanks 2026-10-15 2026-10-16 due"]
    found = owed("2026-10-20", "- 2026-10-16 met\n- 2026-10-16 thanks", talk("", "## Notes\nx"))
    assert found == ["update 2026-12-15 2026-12-29 upcoming"]


def test_a_cancelled_booking_does_not_stand() -> None:
    log = "- 2026-10-01 booked [[2026-10-12 Ruth]]\n- 2026-10-06 cancelled"
    assert owed("2026-10-08", log, talk()) == ["book 2026-10-06 2026-10-08 due"]


def test_a_booking_made_anew_stands() -> None:
    log = "- 2026-10-01 booked [[2026-10-12 Ruth]]\n- 2026-10-06 cancelled\n"
    found = owed("2026-10-08", log + "- 2026-10-07 booked [[2026-10-12 Ruth]]", talk())
    assert "meet 2026-10-12 2026-10-12 upcoming" in found


def test_a_status_alone_acts_like_an_entry() -> None:
    log = "- 2026-10-01 booked [[2026-10-12 Ruth]]"
    assert owed("2026-10-08", log, talk("cancelled")) == ["book - - whenever"]
    assert owed("2026-10-13", log, talk("missed")) == ["missed 2026-10-12 2026-10-13 due"]
    later = owed("2026-10-08", log + "\n- 2026-10-05 email", talk("cancelled"))
    assert later == ["book 2026-10-12 2026-10-14 upcoming"]


def test_what_was_written_after_the_hour_of_a_missed_talk_answers_it() -> None:
    log = "- 2026-10-01 booked [[2026-10-12 Ruth]]\n- 2026-10-12 {} email: so sorry"
    early, late = (log.format(time) for time in ("09:00", "11:30"))
    assert owed("2026-10-13", early, talk("missed")) == ["missed 2026-10-12 2026-10-13 due"]
    assert owed("2026-10-13", late, talk("missed")) == ["call 2026-10-19 2026-10-26 upcoming"]


def test_a_talk_that_was_held_after_all_makes_its_status_no_entry() -> None:
    log = "- 2026-10-08 met [[2026-10-12 Ruth]]\n- 2026-10-09 thanks"
    for status in ("missed", "cancelled"):
        assert owed("2026-10-14", log, talk(status, "## Notes\nKind.")) == [
            "update 2026-12-08 2026-12-22 upcoming"
        ]


def test_an_older_entry_does_not_tell_that_a_talk_was_missed() -> None:
    for entry in ("cancelled", "missed"):
        log = f"- 2026-10-01 {entry}"
        assert owed("2026-10-13", log, talk("missed")) == ["missed 2026-10-12 2026-10-13 due"]
    told = owed("2026-10-14", "- 2026-10-13 missed", talk("missed"))
    assert told == ["missed 2026-10-13 2026-10-14 due"]


def test_the_later_of_two_talks_on_one_day_counts_in_a_log_that_runs_newest_first() -> None:
    log = "- 2026-10-12 met: at the fair\n- 2026-10-12 met: at noon\n- 2026-10-01 agreed"
    agenda = agenda_of("2026-10-12", {RUTH: contact(log)})
    assert [(one.action, one.line) for one in agenda.followups] == [("thanks", 7)]


def test_only_answers_while_a_meeting_is_ahead() -> None:
    log = "- 2026-10-01 booked [[2026-10-12 Ruth]]\n- 2026-10-07 reply"
    found = owed("2026-10-08", log, talk("confirmed"))
    assert found[0] == "answer 2026-10-07 2026-10-08 due"
    assert "note" not in " ".join(found)


def test_a_ready_meeting_needs_no_preparing() -> None:
    body = """## Pitch
{pitch}
## Research
### Company
- opened a second mill 2026-09-01
### Person
- wrote https://tern.example/maps
## Questions
### Company
- [ ] What is printed here?
### Person
- [ ] How did you come to maps?
### Chances
- [ ] What would I need?
""".format(pitch="word " * 70)
    note = talk("confirmed", body).replace("status:", "place: 3 Mill Lane\nstatus:")
    me = "".join(f"### {name}\nsomething\n" for name in ("Education", "Experience", "Goals"))
    notes = {
        RUTH: contact("- 2026-10-01 booked"),
        TALK: note,
        "me.md": f"---\nname: Ida\n---\n## Answers\n{me}### Their work\nMaps.\n",
    }
    assert rows(agenda_of("2026-10-08", notes)) == [
        "meet Ruth Okafor 2026-10-12 2026-10-12 upcoming"
    ]
    notes["me.md"] = "---\nname: Ida\n---\n"
    assert "prepare" in rows(agenda_of("2026-10-08", notes))[0]


def test_updates_follow_thanks() -> None:
    log = "- 2026-06-01 met\n- 2026-06-02 thanks"
    found = rows(agenda_of("2026-10-08", {RUTH: contact(log)}))
    assert found == ["update Ruth Okafor 2026-08-03 2026-08-17 overdue"]
    log += "\n- 2026-08-03 update"
    found = rows(agenda_of("2026-10-08", {RUTH: contact(log)}))
    assert found == ["update Ruth Okafor 2026-11-02 2026-11-16 upcoming"]
    found = rows(agenda_of("2026-10-08", {RUTH: contact(log, "cadence: 30")}))
    assert found == ["update Ruth Okafor 2026-09-02 2026-09-16 overdue"]
    notes, toml = {RUTH: contact(log, "cadence: 30")}, '[waits]\nupdate = ["80d", "100d"]'
    assert rows(agenda_of("2026-10-08", notes, toml)) == [
        "update Ruth Okafor 2026-09-02 2026-11-11 due"
    ]


def test_advice_followed_since_brings_the_update_forward() -> None:
    body = "## Advice\n- [x] Take the course ✅ 2026-07-20\n"
    log = "- 2026-06-01 met\n- 2026-06-02 thanks"
    found = rows(agenda_of("2026-07-21", {RUTH: contact(log, body=body)}))
    assert found == ["update Ruth Okafor 2026-07-20 2026-08-03 due"]


def test_news_take_the_place_of_updates() -> None:
    notes = {
        RUTH: contact("- 2026-06-01 met\n- 2026-06-02 thanks"),
        "me.md": "---\nname: Ida\nlanded: 2026-10-05\n---\n",
    }
    assert rows(agenda_of("2026-10-08", notes)) == ["news Ruth Okafor 2026-10-05 2026-10-12 due"]


def test_the_referrer_hears_how_it_went() -> None:
    notes = {
        RUTH: contact("- 2026-10-05 met\n- 2026-10-06 thanks", 'referred_by: "[[Wei Zhang]]"'),
        "contacts/Wei Zhang.md": contact("- 2026-09-01 letter", "mute: [call]"),
    }
    found = rows(agenda_of("2026-10-08", notes))
    assert "report-back Ruth Okafor 2026-10-05 2026-10-12 due" in found


def test_leads_without_a_note_are_added_once_for_each_namer() -> None:
    leads = "## Leads\n- 2026-10-05 [[Ana Petrović]] at the museum\n- Ana Petrović, again\n"
    leads += "- [-] Somebody Else\n- Wei Zhang the printer\n"
    notes = {
        RUTH: contact("- 2026-10-06 feeler\n- 2026-10-06 referral [[Omar Diaz]]", body=leads),
        "contacts/Wei Zhang.md": contact("", "closed: true"),
    }
    found = [line for line in rows(agenda_of("2026-10-08", notes)) if line.startswith("lead")]
    assert found == [
        "lead Ruth Okafor 2026-10-05 2026-10-12 due",
        "lead Ruth Okafor 2026-10-06 2026-10-13 due",
    ]


def test_a_wait_for_tasks_holds_in_the_note_of_a_company_too() -> None:
    task = "- [ ] Read it due:2026-10-11\n"
    notes = {RUTH: contact(body=task), "companies/Tern Press.md": f"---\nfield: x\n---\n{task}"}
    found = rows(agenda_of("2026-10-08", notes, '[waits]\ntask = ["-3d", "0d"]'))
    assert [one for one in found if one.startswith("task")] == [
        "task - 2026-10-08 2026-10-11 due",
        "task Ruth Okafor 2026-10-08 2026-10-11 due",
    ]


def test_tasks_with_due_marks_become_followups() -> None:
    notes = {
        RUTH: contact("- [ ] ring the museum 📅 2026-10-09\n- 2026-10-01 note", "closed: true"),
        TALK: talk("cancelled", "- [ ] send the map [due:: 2026-10-10]\n- [x] old due:2026-10-01"),
        "companies/Tern Press.md": "---\nfield: x\n---\n- [ ] read their list due:2026-10-11\n",
        "notes/Plain.md": "- [ ] not mine due:2026-10-11\n",
    }
    assert rows(agenda_of("2026-10-08", notes)) == [
        "task Ruth Okafor 2026-10-09 2026-10-09 upcoming",
        "task Ruth Okafor 2026-10-10 2026-10-10 upcoming",
        "task - 2026-10-11 2026-10-11 upcoming",
    ]
