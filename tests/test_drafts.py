"""Drafts: what they say, whom they never name, what they never make up; note text in, text out."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.agenda import make_agenda
from vaultkit.drafts import Draft, Sources, Writer, find_due, make_wish
from vaultkit.notes.fields import LETTERS
from vaultkit.pipeline import load_letters
from vaultkit.settings import Settings

from .support import RUTH, contact, read_vault

SHIPPED = load_letters(Settings())
ME = """---
name: Nora Whitlock
email: nora@post.example
school: Leeds, geography
available: any weekday in January
positions: [map curator]
cities: [Leeds]
resume: files/cv.txt
---
"""
TALK = """---
contact: "[[Ruth Okafor]]"
when: 2026-10-12 10:00
status: held
place: 3 Kirk Yard
ask_later: true
---
## Questions

### Person

- [x] What fills a week?
- [>] What do you read to keep up?

## New to me

- Ledgers are maps.

## Advice

- [x] Spend a day scanning ✅ 2026-10-20
  Stayed until they locked up.
- [x] Write to the abbey ✅ 2026-10-01
- [ ] Learn Latin
"""
WHY = "why: you moved the harbour surveys\nrole: Archivist"
FACT = "## Research\n\n- 2026-09-01 her talk on ledgers, https://talks.example/ledgers\n"


def writer_of(notes: Mapping[str, str], day: str = "2026-10-30") -> Writer:
    vault, settings, _ = read_vault({"me.md": ME, **notes})
    agenda = make_agenda(vault, settings, date.fromisoformat(day))
    return Writer(Sources(vault, settings, agenda, SHIPPED))


def draft(
    purpose: str,
    notes: Mapping[str, str],
    day: str = "2026-10-30",
    channel: str = "",
    is_report: bool = False,
) -> Draft:
    writer = writer_of(notes, day)
    who = writer.sources.vault.find_contact("Ruth Okafor")
    assert who is not None
    wish = make_wish(writer.sources, who, purpose, channel=channel, is_report=is_report)
    return writer.write(wish)


def remarks(found: Draft) -> str:
    return "\n".join(map(str, found.remarks))


@pytest.mark.parametrize("purpose", LETTERS)
def test_every_kind_of_draft_can_be_written_from_a_bare_name(purpose: str) -> None:
    found = draft(purpose, {RUTH: contact()})
    assert found.text and "Undefined" not in found.text
    assert not found.problems
    assert (found.subject == "") == (purpose == "call")


@pytest.mark.parametrize("purpose", LETTERS)
def test_a_missing_fact_is_a_gap_that_shows_and_a_remark(purpose: str) -> None:
    found = draft(purpose, {RUTH: contact(), "me.md": "---\n---\n"})
    assert found.gaps, purpose
    for gap in found.gaps:
        assert gap.text in found.text
        assert any(gap.text.strip("[]") in one.words for one in found.remarks)


def test_each_filled_slot_knows_its_line() -> None:
    found = draft("letter", {RUTH: contact(fields=WHY, body=FACT)})
    places = {part.text: (part.path, part.line) for part in found.parts if part.kind == "fact"}
    assert places["you moved the harbour surveys"] == (RUTH, 2)
    assert places["her talk on ledgers"] == (RUTH, 7)
    assert places["any weekday in January"] == ("me.md", 5)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2026-10-01 on [paper mills](https://a.example), see https://a.example", "on paper mills"),
        ("2026-05-02 five share one store (https://x.example)", "five share one store"),
        ("2026-09-01: they moved in", "they moved in"),
        ("2026-09-01 moved in, www.x.example", "moved in"),
        ("the [[Plan|yearly plan]] of 2026-09-02 %%mine%%", "the yearly plan of 2026-09-02"),
    ],
)  # fmt: skip
def test_a_fact_is_said_without_its_date_and_address(line: str, words: str) -> None:
    found = draft("letter", {RUTH: contact(body=f"## Research\n\n- {line}")})
    assert words in [part.text for part in found.parts if part.kind == "fact"]


def test_a_letter_says_who_why_when_and_asks_to_learn() -> None:
    found = draft("letter", {RUTH: contact(fields=f"{WHY}\nin_common: [Leeds]", body=FACT)})
    for words in ("I am Nora Whitlock", "Leeds, geography", "you moved the harbour surveys",
                  "her talk on ledgers", "any weekday in January", "We share something",
                  "with no thought of a vacancy"):  # fmt: skip
        assert words in found.text
    assert found.enclosures == ("files/cv.txt",)


def test_of_a_stay_that_has_begun_only_the_days_left_are_offered() -> None:
    trip = "---\ncity: York\nstart: 2026-10-26\nend: 2026-10-31\n---\n"
    notes = {RUTH: contact(fields="city: York"), "trips/York.md": trip}
    assert "in York from Friday 30 to Saturday 31 October" in draft("letter", notes).text
    assert "in York on Saturday 31 October" in draft("letter", notes, "2026-10-31").text


@pytest.mark.parametrize("channel", ["email", "message"])
def test_nothing_came_back_unless_the_log_says_so(channel: str) -> None:
    sent = "## Log\n\n- 2026-10-20 email\n"
    lost = {RUTH: contact(body=f"{sent}- 2026-10-21 bounced\n")}
    assert not [gap for gap in draft("resend", lost, channel=channel).gaps if "back" in gap.text]
    kept = draft("resend", {RUTH: contact(body=sent)}, channel=channel)
    assert f"[the day it came back: log it in {RUTH}, bounced]" in kept.text


def test_nobody_helped_who_was_never_met() -> None:
    found = draft("news", {RUTH: contact()}).text
    assert "I have not forgotten it" not in found
    assert f"[what you remember of the talk: write it in {RUTH}, ## New to me]" in found


def test_a_trip_to_their_city_is_the_window() -> None:
    trip = "---\ncity: York\nstart: 2026-11-16\nend: 2026-11-20\n---\n"
    notes = {RUTH: contact(fields=f"{WHY}\ncity: York"), "trips/York.md": trip}
    assert "in York from Monday 16 to Friday 20 November" in draft("letter", notes).text
    assert "any weekday in January" in draft("letter", notes, "2026-11-21").text


REFERRED = {
    "contacts/Judith Okello.md": contact(fields="aliases: [Prof Okello]"),
    RUTH: contact(fields=f'{WHY}, as Judith told me\nreferred_by: "[[Judith Okello]]"'),
}


@pytest.mark.parametrize("leave", ["", 'referred_by: "[[Ann Lee]]"\nmay_mention: yes'])
def test_leave_of_one_is_no_leave_of_another_who_named_them(leave: str) -> None:
    notes = {
        "contacts/Judith Okello.md": contact("- 2026-10-01 referral [[Ruth Okafor]]"),
        "contacts/Ann Lee.md": contact(),
        RUTH: contact(fields=f"why: you taught Judith and Ann Lee\n{leave}".strip()),
    }
    found = draft("letter", notes)
    assert "Judith" not in found.text
    assert "Ann Lee" in found.text


@pytest.mark.parametrize("leave", ["", "may_mention: no", "may_mention: asked"])
@pytest.mark.parametrize("purpose", [one for one in LETTERS if one != "permission"])
def test_a_referrer_is_not_named_without_leave(purpose: str, leave: str) -> None:
    own = {"letters/Own.md": f"---\nfor: {purpose}\n---\nRuth, from {{{{ referrer.name }}}}, "
           "PROF OKELLO and Judith: {{ contact.why }}"}  # fmt: skip
    for more in ({}, own):
        notes = {**REFERRED, **more}
        notes[RUTH] = notes[RUTH].replace("\n---\n", f"\n{leave}\n---\n", 1)
        found = draft(purpose, notes)
        assert "judith" not in found.text.casefold() and "okello" not in found.text.casefold()
        assert not more or "a name left out" in found.text
        assert not more or "gave no leave" in remarks(found)


def test_a_referrer_is_named_with_leave() -> None:
    notes = {**REFERRED}
    notes[RUTH] = notes[RUTH].replace("referred_by", "may_mention: yes\nreferred_by")
    assert "Judith Okello suggested that I write to you" in draft("letter", notes).text


def test_permission_goes_to_the_referrer_and_may_name_them() -> None:
    found = draft("permission", REFERRED)
    assert found.to is not None and found.to.name == "Judith Okello"
    assert "Dear Judith Okello" in found.text and "Ruth Okafor" in found.text


def test_thanks_name_what_was_new() -> None:
    log = "- 2026-10-12 met"
    found = draft("thanks", {RUTH: contact(log, "email: r@x.example"), "interviews/T.md": TALK})
    assert "- Ledgers are maps" in found.text and not found.remarks
    bare = TALK.replace("- Ledgers are maps.", "")
    assert "New to me" in remarks(draft("thanks", {RUTH: contact(log), "interviews/T.md": bare}))


def test_an_update_tells_only_of_advice_that_was_followed_and_not_yet_told() -> None:
    log = "- 2026-10-12 met\n- 2026-10-13 update"
    found = draft("update", {RUTH: contact(log), "interviews/T.md": TALK})
    assert "Spend a day scanning: done on 20 October. Stayed until they locked up." in found.text
    assert "abbey" not in found.text and "Latin" not in found.text
    told = draft("update", {RUTH: contact(f"{log}\n- 2026-10-21 update"), "interviews/T.md": TALK})
    assert "scanning" not in told.text
    assert "nothing of their advice was followed" in remarks(told)


def test_questions_are_those_left_for_later() -> None:
    found = draft("questions", {RUTH: contact("- 2026-10-12 met"), "interviews/T.md": TALK})
    assert "- What do you read to keep up?" in found.text and "fills a week" not in found.text


def test_the_referrer_hears_how_it_went() -> None:
    notes = {**REFERRED, "interviews/T.md": TALK}
    found = draft("update", notes, is_report=True)
    assert found.to is not None and found.to.name == "Judith Okello"
    assert "Dear Judith Okello" in found.text and "Ledgers are maps" in found.text


def test_a_report_needs_a_template_that_knows_of_it() -> None:
    own = {"letters/U.md": "---\nfor: update\n---\nMy own words to {{ contact.name }}"}
    notes = {**REFERRED, "interviews/T.md": TALK, **own}
    assert "My own words" in draft("update", notes).text
    assert "Dear Judith Okello" in draft("update", notes, is_report=True).text


def test_a_short_note_fits_linkedin() -> None:
    notes = {RUTH: contact(fields=f"{WHY}\ninterests: [map libraries]")}
    found = draft("letter", notes, channel="message")
    assert len(found.text) <= 200 and not found.remarks
    long = {"letters/L.md": "---\nfor: letter\n---\nRuth {{ channel }}" + " word" * 60}
    assert "a LinkedIn note holds 200" in remarks(draft("letter", {**notes, **long}, "2026-10-30",
                                                        "message"))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Ruth,\n" + "word " * 360, "a page holds about 350"),
        ("To whom it may concern", "no greeting"),
        ("Ruth, please answer as soon as possible", "puts pressure"),
        ("Ruth, are you hiring?", "asking for a job"),
        ("Ruth, do you have any openings?", "asking for a job"),
        ("Hey Ruth", "too loose"),
        ("Dear Ruth", "no concrete fact"),
        ("Dear Ruth, {{ contact.role }}", 'speaks about them'),
    ],
)  # fmt: skip
def test_a_draft_is_looked_over(text: str, remark: str) -> None:
    own = {"letters/L.md": f"---\nfor: letter\n---\n{text}"}
    assert remark in remarks(draft("letter", {RUTH: contact(fields="role: she leads"), **own}))


def test_saying_that_one_asks_for_no_job_is_no_plea() -> None:
    own = {"letters/L.md": "---\nfor: letter\n---\nRuth, I am not looking for a job."}
    assert "asking for a job" not in remarks(draft("letter", {RUTH: contact(), **own}))


def test_days_that_are_over_are_remarked() -> None:
    old = ME.replace("any weekday in January", "2026-09-01 to 2026-09-05")
    assert "are over" in remarks(draft("letter", {RUTH: contact(), "me.md": old}))


def test_a_vague_feeler_is_remarked() -> None:
    vague = {"me.md": "---\nname: Nora\n---\n"}
    found = remarks(draft("feeler", {RUTH: contact(), **vague}))
    assert "name an occupation" in found and "name a place" in found
    assert not draft("feeler", {RUTH: contact(fields="email: r@x.example")}).remarks


def test_a_letter_by_post_has_date_and_address() -> None:
    found = draft("letter", {RUTH: contact(fields=f"{WHY}\naddress: 3 Kirk Yard, York")})
    assert found.wish.channel == "letter"
    assert found.page.startswith("30 October 2026\n\nRuth Okafor\n3 Kirk Yard, York\n\nDear Ruth")


def test_what_is_due_is_what_is_drafted() -> None:
    writer = writer_of({RUTH: contact("- 2026-10-20 letter")})
    who = writer.sources.vault.contacts[0]
    assert [one.wish.purpose for one in find_due(writer.sources, who)] == ["call"]


HOSTILE = [
    "{{ 9**9**9 }}", "{{ 'a' * 10**9 }}", "{% for a in range(10**9) %}{% endfor %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ contact.name.__class__ }}",
    "{% set x = 'a' ~ 'a' %}", "{{ 'a'.ljust(999999999) }}", "{{ '%999999999d'|format(1) }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}", "{{ lipsum(1000) }}", "{{ cycler }}", "{{ namespace() }}",
    "{% for a in 'aaaaaaaaaa' %}{% endfor %}", "{{ contact.name.format(contact) }}",
    "{{ contact._slots }}", "{{ rounds }}", "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}",
    "{% if 1 %}" * 200 + "{% endif %}" * 200, "{{ not " + "not " * 5000 + "1 }}",
    "{% for x in contact.in_common %}" * 12 + "x" + "{% endfor %}" * 12, "x" * 30_000,
    "{{ contact.in_common }}", "{{ contact }}", "{{ me.nmae }}", "{{ nobody }}", "{% if %}", "{{",
    "{% for a in contact.in_common recursive %}{{ loop(contact.in_common) }}{% endfor %}",
    "{{ contact.in_common|map('upper')|list }}", "{{ ['a', ['b', 'c']]|join }}",
    "{% call contact.name() %}{% endcall %}", "{% filter upper %}x{% endfilter %}",
    "{% set x %}{{ contact.name }}{% endset %}", "{{ contact.name.split('').x() }}",
    "{{ contact['__class__'] }}", "{{ contact.name[contact.name] }}", "{# ",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:30])
def test_a_hostile_template_is_a_problem_with_its_line_and_ours_is_taken(text: str) -> None:
    shared = "in_common: [a, b, c, d, e, f, g, h, i, j]"
    own = {"letters/L.md": f"---\nfor: letter\n---\nDear Ruth\n\n{text}"}
    found = draft("letter", {RUTH: contact(fields=shared), **own})
    (problem,) = found.problems
    assert problem.path == "letters/L.md" and problem.line >= 4 and problem.code == "template"
    assert "Nora Whitlock" in found.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ contact.first }}", "Ruth"),
        ("{{ contact.name|upper }}", "RUTH OKAFOR"),
        ("{{ contact.name.split()[0] }}", "Ruth"),
        ("{% set who = contact.name %}{{ who }}", "Ruth Okafor"),
        ("{% for x in contact.in_common %}{{ loop.index }}{{ x }} {% endfor %}", "1a 2b"),
        ("{{ contact.in_common|join(' or ') }}", "a or b"),
        ("{{ contact.in_common|first }}", "a"),
        ("{% if contact.city %}city{% else %}none{% endif %}", "none"),
        ("{{ contact.city|default('nowhere', true) }}", "nowhere"),
        ("{% if me.shoe is defined %}x{% endif %}y", "y"),
        ("{{ contact.city|upper }}", "[where they can be met; ties them to a trip:"),
    ],
)
def test_a_template_may_use_what_letters_need(text: str, shown: str) -> None:
    own = {"letters/L.md": f"---\nfor: letter\n---\n{text}"}
    found = draft("letter", {RUTH: contact(fields="in_common: [a, b]"), **own})
    assert not found.problems and found.text.startswith(shown)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters='\n\r"\\'), max_size=40)


@settings(max_examples=60, deadline=None)
@given(purpose=st.sampled_from(LETTERS), why=WORDS, common=WORDS, fact=WORDS, name=WORDS)
def test_whatever_notes_hold_a_draft_is_plain_text_with_known_sources(
    purpose: str, why: str, common: str, fact: str, name: str
) -> None:
    fields = f'why: "{why}"\nin_common: ["{common}"]\nname: "{name}"'
    vault, config, _ = read_vault(
        {"me.md": ME, RUTH: contact(fields=fields, body=f"## Research\n\n- {fact} 2026-09-01")}
    )
    agenda = make_agenda(vault, config, date(2026, 10, 30))
    writer = Writer(Sources(vault, config, agenda, SHIPPED))
    found = writer.write(make_wish(writer.sources, vault.contacts[0], purpose))
    assert not found.problems
    assert not any(ord(sign) >= 0xF0000 or ord(sign) < 32 for sign in found.text if sign != "\n")
    for part in found.parts:
        assert part.kind in ("text", "fact", "gap")
        assert part.kind != "fact" or not part.path or part.path in vault.notes
        assert part.kind != "gap" or part.text.startswith("[")


def test_no_sign_of_a_note_can_pass_for_another_fact() -> None:
    sneaky = 'why: "you \U000f0000 \U000f0001 \\x02 end"'
    assert "Nora Whitlock" not in [
        part.text for part in draft("letter", {RUTH: contact(fields=sneaky)}).parts
        if part.path == RUTH
    ]  # fmt: skip


def test_no_call_is_promised_to_whom_calls_have_missed() -> None:
    log = "- 2026-10-01 letter"
    fields = f"{WHY}\nphone: 0113 496 0142"
    assert "I will ring" in draft("letter", {RUTH: contact(log, fields)}).text
    missed = contact(f"{log}\n- 2026-10-12 no-answer", fields)
    assert "I will ring" not in draft("letter", {RUTH: missed}).text
