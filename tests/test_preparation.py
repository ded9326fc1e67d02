"""Preparing a talk: which questions, what is said, what to bring, when to leave, what fits."""

import pytest

from tests.support import read_vault
from vaultkit.notes.interview import Interview
from vaultkit.preparation import check_readiness
from vaultkit.preparation.answers import find_answers
from vaultkit.preparation.bring import bring_list
from vaultkit.preparation.coverage import cover_all, cover_bank, find_shared_words
from vaultkit.preparation.digest import find_company_findings
from vaultkit.preparation.pitch import check_parts, pitch_of, say_lean
from vaultkit.preparation.questions import find_late, find_lookups, in_order, pick_questions
from vaultkit.preparation.sheet import FINDINGS, Load, fit_sheet
from vaultkit.preparation.times import find_times, room_for, say_pace
from vaultkit.preparation.zones import find_zone, say_their_time
from vaultkit.settings import Settings
from vaultkit.vault import Vault

TALK = "interviews/2026-10-12 Ruth.md"
HEAD = 'contact: "[[Ruth Okafor]]"\nwhen: 2026-10-12 10:00\n'
BANK = """---
---
## Company

- [ ] What changes? ^changes
- [ ] Which posts open? ^posts
- [ ] How many work here? #lookup ^size

## Person

- [ ] How did you come here? ^path
- [ ] What filled last Tuesday? #must ^week

## Chances

- [ ] What is missing? ^missing
- [ ] What is paid? #sensitive ^pay

## Closing

- [ ] What did I forget? #closing ^forgot
"""


def talk(body: str = "", fields: str = "") -> str:
    return f"---\n{HEAD}{fields}\n---\n{body}"


def vault_of(body: str = "", fields: str = "", **more: str) -> tuple[Vault, Interview, Settings]:
    notes = {
        "contacts/Ruth Okafor.md": '---\ncompany: "[[Tern Press]]"\n---\n',
        "companies/Tern Press.md": "---\n---\n",
        "questions/Bank.md": BANK,
        TALK: talk(body, fields),
        **{path.replace("__", "/") + ".md": text for path, text in more.items()},
    }
    vault, settings, _ = read_vault(notes)
    note = vault.notes[TALK]
    assert isinstance(note, Interview)
    return vault, note, settings


def picked(vault: Vault, note: Interview, settings: Settings) -> list[str]:
    return [pick.question.id for pick in pick_questions(vault, note, settings).proposed]


def left_out(vault: Vault, note: Interview, settings: Settings) -> dict[str, str]:
    return {one.question.id: one.why for one in pick_questions(vault, note, settings).left_out}


def answered(name: str, *ids: str, company: str = "Tern Press") -> dict[str, str]:
    """A colleague who answered some questions of the bank."""
    asked = "".join(f"- [x] Words? ^{one}\n  An answer.\n" for one in ids)
    head = f'contact: "[[{name}]]"\nwhen: 2026-09-01 10:00\nstatus: held'
    return {
        f"contacts__{name}": f'---\ncompany: "[[{company}]]"\n---\n',
        f"interviews__{name} talk": f"---\n{head}\n---\n## Questions\n\n### Company\n\n{asked}",
    }


def test_the_bank_fills_what_is_missing_but_never_what_one_looks_up_or_what_is_sensitive() -> None:
    found = vault_of()
    assert picked(*found) == ["changes", "posts", "week", "path", "missing", "forgot"]
    assert left_out(*found) == {"pay": "sensitive: add it yourself if you want it"}
    assert [one.id for one in find_lookups(*found[:2])] == ["size"]


def test_a_bank_is_a_list_with_or_without_boxes() -> None:
    boxed, plain = vault_of(), vault_of(questions__Bank=BANK.replace("- [ ] ", "* "))
    assert picked(*plain) == picked(*boxed)
    odd = vault_of(questions__Bank=BANK.replace("- [ ] What changes", "- [] What changes"))
    assert "changes" not in picked(*odd)


def test_what_is_chosen_is_not_proposed_again() -> None:
    found = vault_of(
        "## Questions\n\n### Company\n\n- [ ] Anything ^changes\n- [x] which posts OPEN?"
    )
    assert picked(*found) == ["week", "path", "missing", "forgot"]


def test_a_finding_that_ends_in_the_id_of_a_question_settles_it() -> None:
    company = "---\n---\n## Research\n\n- 2026-09-01 two posts each May ^posts\n- 40 people ^size\n"
    found = vault_of(**{"companies__Tern Press": company})
    assert left_out(*found)["posts"] == "your research answers it"
    assert find_lookups(*found[:2]) == ()


def test_three_answers_settle_a_question_and_two_colleagues_mark_it() -> None:
    two = {**answered("Wei Zhang", "changes"), **answered("José García", "changes")}
    found = vault_of(**two)
    picks = pick_questions(*found).proposed
    marks = {pick.question.id: pick.why for pick in picks}
    assert marks["changes"] == "answered there by José García and Wei Zhang"
    assert picked(*found)[0] == "posts"
    elsewhere = answered("Ada Brandt", "changes", company="Another")
    found = vault_of(**two, **elsewhere)
    assert left_out(*found)["changes"] == "3 answers settled it"


def test_a_reason_stands_for_a_subject_that_nobody_asks_about() -> None:
    body = "## Questions\n\n### Company\n\n- [ ] A?\n\n### Person\n\n- [ ] B?\n"
    vault, note, settings = vault_of(body)
    parts = {part.name: part for part in check_readiness(vault, note, settings)}
    assert parts["questions"].remedy == "choose a question about your chances"
    vault, note, settings = vault_of(f"{body}\n### Chances\n\n- [-] none: she hires nobody\n")
    parts = {part.name: part for part in check_readiness(vault, note, settings)}
    assert parts["questions"].is_ready
    assert [one.words for one in in_order(note.questions)] == ["A?", "B?"]


def test_must_comes_first_and_what_the_time_has_no_room_for_is_marked() -> None:
    asked = "".join(f"- [ ] Q{number}?\n" for number in range(8))
    body = f"## Questions\n\n### Company\n\n{asked}- [ ] Last? #must\n### Person\n\n- [ ] P?\n"
    _, note, _ = vault_of(body, "minutes: 20")
    assert in_order(note.questions)[0].words == "Last?"
    assert room_for(note) == 5
    late = [one.words for one in note.questions if one.line in find_late(note)]
    assert late == ["Q3?", "Q4?", "Q5?", "Q6?", "Q7?"]


def test_coverage_says_asked_thin_or_never() -> None:
    two = {**answered("Wei Zhang", "changes", "posts"), **answered("José García", "changes")}
    vault, _, _ = vault_of(**two)
    states = {found.question.id: found.state for found in cover_bank(vault)}
    assert (states["changes"], states["posts"], states["week"]) == ("asked", "thin", "never")


def test_times_of_the_day() -> None:
    _, note, _ = vault_of(fields="travel: 25\nminutes: 45")
    times = find_times(note)
    assert times is not None
    assert times == ("10:00", "10:45", "09:50", "09:25", "10:40")
    assert say_pace(note, 9) == "38 minutes for 9 questions, half by 10:21"
    _, note, _ = vault_of(fields="mode: phone")
    times = find_times(note)
    assert times is not None
    assert (times.arrive, times.leave) == ("", "")


def test_a_talk_past_midnight_says_whose_day() -> None:
    vault, settings, _ = read_vault(
        {TALK: '---\ncontact: "[[X]]"\nwhen: 9999-12-31 23:50\ntravel: 5\n---\n'}
    )
    note = vault.notes[TALK]
    assert isinstance(note, Interview)
    times = find_times(note)
    assert times is not None
    assert times.end == "00:20 the day after"
    assert say_their_time(note.when, "Europe/London", "Asia/Tokyo") == "" if note.when else True
    assert settings.words_per_minute


def test_both_clocks_for_a_call() -> None:
    _, note, _ = vault_of(fields="mode: video")
    assert note.when is not None
    there = say_their_time(note.when, "Europe/London", "America/New_York")
    assert there == "05:00 in New York, 10:00 in London"
    for odd in ("Nowhere/Town", "../../etc/passwd", "Europe", "", "\0"):
        assert find_zone(odd) is None
    assert say_their_time(note.when, "Europe/London", "Nowhere/Town") == ""


OFFICE = ["two CVs, even if you sent one", "cards", "notebook", "pen", "watch"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("setting: office", [*OFFICE, "professional dress"]),
        ("setting: cafe", [*OFFICE, "money for the drinks: you pay", "business casual"]),
        ("mode: phone", ["the number", "headset", "notes, this sheet", "quiet room",
                         "time zones of both"]),
    ],
)  # fmt: skip
def test_what_to_bring_depends_on_the_place(fields: str, expected: list[str]) -> None:
    _, note, _ = vault_of("## Bring\n\n- the A3 map\n", fields)
    assert list(bring_list(note)) == [*expected, "the A3 map"]


ME = """---
name: Ida Holm
stage: graduating
fields: [map libraries]
---
## Pitch

{pitch}

## Answers

### Education

Printing.

### Goals

"""


def missing_parts(pitch: str, mission: str = "") -> list[str]:
    vault, note, settings = vault_of(me=ME.format(pitch=pitch))
    parts = check_parts(vault, pitch, mission, note.questions, settings)
    return [part.name for part in parts if not part.is_there]


def test_comments_of_a_template_are_no_words_of_a_pitch() -> None:
    me = ME.format(pitch="<!-- who you are -->\nI am Ida.\n%%\nwhat you want\n%%")
    vault, note, _ = vault_of("## Pitch\n<!-- only if it differs -->\n", me=me)
    assert pitch_of(vault, note) == "I am Ida."


def test_the_parts_of_a_pitch_are_heard_or_asked_for() -> None:
    whole = (
        "I am Ida. I like the map library because it is quiet. I graduate in May. I hope to learn."
    )
    assert missing_parts(whole) == []
    assert missing_parts("Good day to you.") == [
        "who you are", "the work you want", "why", "where you are in the search",
        "what you hope to learn",
    ]  # fmt: skip
    assert missing_parts(whole, "to print what others will not") == ["their mission"]
    assert missing_parts(f"{whole} You print for all.", "to print in small runs, printing") == []


def test_what_one_hopes_to_learn_follows_from_the_questions() -> None:
    body = "## Questions\n\n### Company\n\n- [ ] A?\n- [ ] B?\n\n### Person\n\n- [ ] C?\n"
    _, note, settings = vault_of(body)
    assert say_lean(note.questions, settings) == "how the work goes inside"


def test_own_answers_of_the_talk_go_before_those_of_me() -> None:
    body = "## Answers\n\n### Goals\n\nTo print here.\n"
    found = vault_of(body, me=ME.format(pitch="I am Ida."))
    answers = {one.name: one for one in find_answers(*found)}
    assert (answers["goals"].text, answers["goals"].source) == ("To print here.", TALK)
    assert answers["education"].text == "Printing."
    assert answers["experience"].remedy == ("write it in me.md, under ## Answers, ### Experience")


def test_findings_one_can_cite_come_first_with_their_day() -> None:
    company = "---\n---\n## Research\n\n- heard it\n- [ ] to do\n- 2026-09-01 read it ^posts\n"
    vault, note, _ = vault_of(**{"companies__Tern Press": company})
    found = find_company_findings(vault, note)
    assert [(one.text, str(one.day), one.is_fact) for one in found] == [
        ("read it", "2026-09-01", True), ("heard it", "None", False),
    ]  # fmt: skip


def load(questions: int, closing: int, findings: int = 2) -> Load:
    texts = tuple(f"Question number {number}?" for number in range(questions))
    known = ("2026-09-01 a fact of some length, as facts are",) * findings
    return Load(
        texts, (), texts[:closing], 4, ("goal",), "word " * 85, known, known, ("shared",),
        ("What: an answer of one line.",) * 4, 6,
    )  # fmt: skip


def test_a_sheet_within_its_budget_has_lines_to_write_on_everywhere() -> None:
    assert fit_sheet(load(10, 3)) == (True, True, False, False, FINDINGS, ())


def test_beyond_it_ruled_lines_go_first_with_a_warning() -> None:
    fit = fit_sheet(load(11, 3))
    assert (fit.closing_rules, fit.rules) == (False, True)
    assert fit.warnings == (
        "the sheet is full (11 questions, room for 10): "
        "it is printed without lines under the closing questions",
    )
    assert not fit_sheet(load(18, 3)).rules
    assert "second page" in fit_sheet(load(60, 3)).warnings[0]


def test_findings_beyond_the_room_are_kept_off_the_paper() -> None:
    fit = fit_sheet(load(10, 3, 20))
    assert fit.warnings[-1].endswith("of 40 findings are printed")
    assert fit.findings >= FINDINGS


def test_words_that_three_people_used_are_named_and_no_more_is_claimed() -> None:
    three = {
        **answered("Wei Zhang", "changes"),
        **answered("José García", "changes"),
        **answered("Ada Brandt", "changes"),
    }
    vault, _, _ = vault_of(**three)
    found = next(one for one in cover_bank(vault) if one.question.id == "changes")
    assert find_shared_words(found) == (("answer", 3),)


def test_a_question_without_a_bank_is_counted_once_by_its_words() -> None:
    vault, _, _ = vault_of(
        "## Questions\n\n### Person\n\n- [ ] Your own?\n- [x] your OWN?\n  Yes.\n"
    )
    assert [(one.question.words, one.asked) for one in cover_all(vault)[1]] == [("Your own?", 0)]
