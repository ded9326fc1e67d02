"""The sheet for a talk as JSON, schema vaultkit.prep/1; keys are never left out."""

from vaultkit.cli.context import Context
from vaultkit.cli.json_output import write_json
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Question
from vaultkit.preparation import check_readiness, count_words, pitch_of, pitch_seconds
from vaultkit.preparation.answers import find_answers
from vaultkit.preparation.bring import bring_list
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
    subject_of,
)
from vaultkit.preparation.times import find_times


def write_prep(context: Context, note: Interview) -> None:
    """All of the sheet."""
    vault, settings = context.loaded.vault, context.loaded.settings
    parts = check_readiness(vault, note, settings)
    write_json(
        "prep",
        **_talk_as_json(context, note),
        ready=all(part.is_ready for part in parts),
        readiness=[
            {"name": p.name, "ready": p.is_ready, "remedy": None if p.is_ready else p.remedy}
            for p in parts
        ],
        pitch=_pitch_as_json(context, note),
        **_questions_as_json(context, note),
        find_out=[one.words for one in find_lookups(vault, note)],
        findings=_findings_as_json(context, note),
        answers=[
            {"name": one.name, "text": one.text or None, "source": one.source}
            for one in find_answers(vault, note, settings)
        ],
        bring=list(bring_list(note)),
    )


def _talk_as_json(context: Context, note: Interview) -> dict[str, object]:
    """With whom, when and where."""
    vault = context.loaded.vault
    contact, times = vault.contact_of(note), find_times(note)
    return {
        "interview": note.path,
        "contact": contact.name if contact else None,
        "company": vault.company_name(contact) if contact else None,
        "status": note.status,
        "day": note.when.day.isoformat() if note.when else None,
        "start": times.start if times else None,
        "end": times.end if times else None,
        "leave_by": (times.leave or None) if times else None,
        "arrive_by": (times.arrive or None) if times else None,
        "wrap_up": times.wrap_up if times else None,
        "mode": note.mode,
        "setting": note.setting,
        "place": note.place,
    }


def _questions_as_json(context: Context, note: Interview) -> dict[str, object]:
    """Those of the note, and those that the bank proposes or leaves out."""
    picks = pick_questions(context.loaded.vault, note, context.loaded.settings)
    late = find_late(note)
    picked = {"proposed": picks.proposed, "left_out": picks.left_out}
    return {
        "questions": [
            {**_question_as_json(context, one), "if_time": one.line in late}
            for one in in_order(note.questions)
        ],
        **{
            key: [{**_question_as_json(context, p.question), "why": p.why} for p in some]
            for key, some in picked.items()
        },
    }


def _question_as_json(context: Context, one: Question) -> dict[str, object]:
    return {
        "words": one.words,
        "subject": subject_of(one, context.loaded.settings) or None,
        "mark": one.mark,
        "flags": sorted(one.flags),
        "id": one.id or None,
        "answer": list(one.answer),
        "path": one.path,
        "line": one.line,
    }


def _pitch_as_json(context: Context, note: Interview) -> dict[str, object]:
    vault, settings = context.loaded.vault, context.loaded.settings
    pitch = pitch_of(vault, note)
    contact = vault.contact_of(note)
    company = vault.company_of(contact) if contact else None
    mission = (company.values.text("mission") if company else None) or ""
    parts = check_parts(vault, pitch, mission, note.questions, settings)
    return {
        "text": pitch or None,
        "words": count_words(pitch),
        "seconds": round(pitch_seconds(pitch, settings.words_per_minute)),
        "rehearsed": note.values.number("rehearsed") or 0,
        "missing": [part.name for part in parts if not part.is_there],
    }


def _findings_as_json(context: Context, note: Interview) -> list[dict[str, object]]:
    vault = context.loaded.vault
    found = (
        *find_own_findings(note, context.loaded.settings),
        *find_company_findings(vault, note),
        *find_person_findings(vault, note),
    )
    return [
        {
            "about": one.about,
            "text": one.text,
            "date": one.day.isoformat() if one.day else None,
            "citable": one.is_fact,
            "path": one.path,
            "line": one.line,
        }
        for one in found
    ]
