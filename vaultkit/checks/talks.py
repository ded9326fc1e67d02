"""Meetings: not ready though near, subjects nobody asks about, a pitch too long, talks untold."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from vaultkit.checks.scene import Scene, at_field, at_section
from vaultkit.dates import say_weekday, shift_minutes
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.gathering import Keyed
from vaultkit.meetings import Meeting
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note, stem
from vaultkit.notes.profile import Profile
from vaultkit.preparation import PITCH_SECONDS, check_readiness, pitch_seconds
from vaultkit.preparation.questions import CLOSING, in_order, subject_of
from vaultkit.preparation.sheet import count_over

# As long before a meeting as preparing for it opens (SPEC 2).
NEAR = timedelta(days=7)
# With so many questions the choice is made, and a subject without any was forgotten (R66).
CHOSEN = 3


def check_meetings(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """What an interview ahead still lacks, what one behind us was never told of."""
    if isinstance(note, Interview) and (contact := scene.vault.contact_of(note)):
        standing = scene.standing(contact)
        if any(one.interview is note for one in standing.ahead):
            yield from _check_ready(scene, note)
            yield from _check_room(scene, note)
        held = next((one for one in standing.held if one.interview is note), None)
        if held:
            yield from _check_told(scene, note, contact, held)
    if isinstance(note, Contact):
        yield from _check_other(scene, note)


def _check_room(scene: Scene, note: Interview) -> Iterator[Diagnostic]:
    """More questions than the printed sheet has room for (SPEC 3)."""
    asked = in_order(note.questions)
    closing = sum(subject_of(one, scene.settings) == CLOSING for one in asked)
    if over := count_over(len(asked) - closing, closing):
        message = f"{'; '.join(over)} on the printed sheet, so lines to write on go first"
        yield at_section("question-crowd", note, scene.settings.section_word("questions"), message)


def _check_ready(scene: Scene, note: Interview) -> Iterator[Diagnostic]:
    assert note.when is not None  # one that is ahead has a day
    missing = [
        part for part in check_readiness(scene.vault, note, scene.settings) if not part.is_ready
    ]
    is_near = note.when.day - scene.today <= NEAR
    subjects = next((part for part in missing if part.name == "questions"), None)
    if subjects and (len(note.questions) >= CHOSEN or (note.questions and is_near)):
        word = scene.settings.section_word("questions")
        yield at_section("question-subjects", note, word, subjects.remedy)
        missing.remove(subjects)
    missing = [part for part in missing if part.name != "pitch" or not note.pitch]
    if missing and is_near:
        day = say_weekday(note.when.day, scene.today)
        message = f"the meeting is on {day}: " + "; ".join(part.remedy for part in missing)
        yield at_field("meeting-unready", note, "when", message)


def _check_told(
    scene: Scene, note: Interview, contact: Contact, held: Meeting
) -> Iterator[Diagnostic]:
    """A talk behind us that the log does not know, or that brought nothing new."""
    told = any(one.kind in ("met", "booked") for one in scene.standing(contact).entries)
    if not told:
        message = f"the log of {contact.name} knows nothing of this talk; add `met [[{note.stem}]]`"
        yield at_field("link-one-sided", note, "when", message)
    word = scene.settings.section_word("new to me")
    if note.has_notes and not note.document.said_in(word) and _owes_thanks(scene, contact):
        message = "nothing stands under New to me; the thank-you letter needs one point that was"
        yield at_section("nothing-new", note, word, message)


def _owes_thanks(scene: Scene, contact: Contact) -> bool:
    return not scene.standing(contact).thanked


def _check_other(scene: Scene, contact: Contact) -> Iterator[Diagnostic]:
    """Entries that link to an interview with somebody else."""
    for entry in contact.log.entries:
        found = scene.vault.find(entry.link) if entry.link else None
        if not isinstance(found, Interview) or entry.kind == "referral":
            continue
        other = scene.vault.contact_of(found)
        if other is not None and other is not contact:
            message = (
                f"{found.stem} is an interview with {other.name}, not with {contact.name}; "
                "mend the link, or `contact` in that note"
            )
            place = (entry.path, entry.line, entry.column)
            yield make_diagnostic("link-one-sided", *place, message)


def check_pitch(scene: Scene, note: Note) -> Iterator[Diagnostic]:
    """An elevator speech that takes too short or too long to say (R69)."""
    if not isinstance(note, (Interview, Profile)) or not note.pitch:
        return
    low, high = PITCH_SECONDS
    seconds = pitch_seconds(note.pitch, scene.settings.words_per_minute)
    if not low <= seconds <= high:
        message = (
            f"the pitch takes {seconds:.0f} s at {scene.settings.words_per_minute} words a minute; "
            f"aim for {low} to {high}"
        )
        yield at_section("pitch-length", note, scene.settings.section_word("pitch"), message)


def check_clashes(scene: Scene) -> Iterator[Diagnostic]:
    """Two meetings at once: the later one by path is told of."""
    timed = [row for _, row in scene.gatherings.find(scene, list_timed, Contact)]
    for (_, end, one), (later, _, path) in pairwise(timed):
        if later < end:
            message = f"starts before {stem(one)} ends at {end:%H:%M}; move one of them"
            for other in scene.find(Interview, [path]):
                yield at_field("talk-clash", other, "when", message)


def list_timed(scene: Scene, contact: Contact) -> Iterator[Keyed[tuple[datetime, datetime, str]]]:
    """The meetings ahead that have a time: begin, end, path."""
    for one in scene.standing(contact).ahead:
        note = one.interview
        if note and note.when and note.when.time:
            start = datetime.combine(note.when.day, note.when.time)
            end = shift_minutes(start, note.minutes)
            yield (start, note.path), (start, end, note.path)
