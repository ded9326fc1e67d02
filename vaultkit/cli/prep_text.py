"""The sheet for a talk as lines for a terminal."""

import shlex
from collections.abc import Iterable

from vaultkit.cli.context import Context
from vaultkit.cli.options import echo, style
from vaultkit.cli.tables import echo_folded
from vaultkit.dates import say_weekday
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question
from vaultkit.preparation import check_readiness, pitch_of, pitch_seconds
from vaultkit.preparation.answers import find_answers
from vaultkit.preparation.bring import bring_list
from vaultkit.preparation.coverage import cover_chosen
from vaultkit.preparation.digest import (
    find_company_findings,
    find_own_findings,
    find_person_findings,
)
from vaultkit.preparation.pitch import check_parts
from vaultkit.preparation.questions import (
    find_late,
    find_lookups,
    in_order,
    pick_questions,
    say_colleagues,
)
from vaultkit.preparation.times import find_times, say_pace
from vaultkit.preparation.zones import say_their_time


def write_sheet(context: Context, note: Interview) -> None:
    """Facts, what is missing, questions, introduction, findings, answers, what to bring."""
    _write_facts(context, note)
    _write_missing(context, note)
    goals = note.document.items(note.settings.section_word("goals"))
    _write_part("You must learn", [item.text for item in goals if item.text])
    _write_questions(context, note)
    _write_pitch(context, note)
    vault, settings = context.loaded.vault, context.loaded.settings
    found = (
        *find_own_findings(note, settings),
        *find_company_findings(vault, note),
        *find_person_findings(vault, note),
    )
    known = [f"{one.text}{f' ({one.day})' if one.day else ''}" for one in found]
    _write_part("You know", known)
    bridges = note.document.items(settings.section_word("bridges"))
    _write_part("Back to what matters", [item.text for item in bridges if item.text])
    answers = find_answers(vault, note, settings)
    rows = [f"{one.question}  {' '.join(one.text.split()) or one.remedy}" for one in answers]
    _write_part("They may ask you", rows)
    _write_part("Bring", bring_list(note))
    echo(style(note.path, dim=True))


def write_practice(context: Context, note: Interview) -> None:
    """Only what is said and asked, to be said aloud."""
    vault, settings = context.loaded.vault, context.loaded.settings
    pitch = pitch_of(vault, note)
    seconds = pitch_seconds(pitch, settings.words_per_minute)
    echo(f"{style('Say', bold=True)}  {style(f'{seconds:.0f} s', dim=True)}")
    echo(style(pitch or "No introduction yet: write it under Pitch, here or in me.md."))
    asked = [one.words for one in in_order(note.questions) if one.is_open]
    _write_part("Ask, without looking", asked)


def _write_facts(context: Context, note: Interview) -> None:
    vault = context.loaded.vault
    contact = vault.contact_of(note)
    firm = vault.company_name(contact) if contact else None
    who = ", ".join(part for part in (contact.name if contact else note.name, firm) if part)
    echo(f"{style(who, bold=True)}  {style(note.status, dim=True)}")
    times = find_times(note)
    day = say_weekday(note.when.day, context.today) if note.when else "no day yet"
    echo(style(f"  {day}, {times.start} to {times.end}" if times else f"  {day}, time open"))
    if times and (times.leave or times.arrive):
        leave = f"leave by {times.leave}, " if times.leave else ""
        echo(style(f"  {leave}arrive by {times.arrive}, wrap up at {times.wrap_up}"))
    elif times:
        echo(style(f"  wrap up at {times.wrap_up}"))
    for text in (note.place, contact.phone if contact else None):
        if text:
            echo(style(f"  {text}"))
    theirs = contact.values.text("timezone") if contact else None
    mine = vault.profile.values.text("timezone") if vault.profile else None
    if note.when and (hours := say_their_time(note.when, mine or "", theirs or "")):
        echo(style(f"  {hours}"))


def _write_missing(context: Context, note: Interview) -> None:
    parts = check_readiness(context.loaded.vault, note, context.loaded.settings)
    missing = [f"{part.name}: {part.remedy}" for part in parts if not part.is_ready]
    if missing:
        _write_part(f"Missing, {len(missing)} of {len(parts)}", missing)
    else:
        echo(style("Ready", bold=True))


def _write_questions(context: Context, note: Interview) -> None:
    vault, settings = context.loaded.vault, context.loaded.settings
    chosen, late = in_order(note.questions), find_late(note)
    marks = {
        one.question.line: say_colleagues(vault, note, one) for one in cover_chosen(vault, note)
    }
    pace = say_pace(note, sum(one.is_open for one in chosen))
    rows = [_say(one, one.line in late, marks[one.line]) for one in chosen]
    _write_part("Ask" + (f": {pace}" if pace else ""), rows)
    picks = pick_questions(vault, note, settings)
    _write_part("The bank would add", [f"{p.question.words}  {p.why}" for p in picks.proposed])
    if picks.proposed:
        context.talk(f"Take them: vaultkit prep {shlex.quote(note.name)} --pick")
    _write_part("Find out yourself", [one.words for one in find_lookups(vault, note)])


def _say(one: Question, is_late: bool, mark: str) -> str:
    marks = [flag for flag in ("must", "sensitive") if flag in one.flags]
    more = [*marks, *(["if there is time"] if is_late else []), *([mark] if mark else [])]
    said = f"  ({', '.join(more)})" if more else ""
    answer = f"  {' '.join(one.answer)}" if one.answer else ""
    return f"[{one.mark}] {one.words}{said}{answer}"


def _write_pitch(context: Context, note: Interview) -> None:
    vault, settings = context.loaded.vault, context.loaded.settings
    pitch = pitch_of(vault, note)
    if not pitch:
        return
    contact = vault.contact_of(note)
    company = vault.company_of(contact) if contact else None
    mission = company.values.text("mission") if company else None
    parts = check_parts(vault, pitch, mission or "", note.questions, settings)
    seconds = pitch_seconds(pitch, settings.words_per_minute)
    lacks = [f"not heard: {part.name}; {part.remedy}" for part in parts if not part.is_there]
    _write_part(f"Say, in {seconds:.0f} s", [" ".join(pitch.split()), *lacks])


def _write_part(heading: str, rows: Iterable[str]) -> None:
    rows = list(rows)
    if rows:
        echo(style(heading, bold=True))
        for row in rows:
            echo_folded(row, "  ")
