"""interviews/: every meeting; before it the page is a prep sheet, after it the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from vaultkit.notes.interview import Interview
from vaultkit.preparation import check_readiness, count_words, pitch_of, pitch_seconds
from vaultkit.site.frame import Page, Ref, Site
from vaultkit.site.pages.lists import Group, ListContent, ListRow
from vaultkit.site.pages.note import NoteContent, Reading, make_note_content

# Arrive ten minutes early, begin to close five minutes before the end (SPEC 3).
EARLY, WRAP_UP = timedelta(minutes=10), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class InterviewContent:
    """The page of an interview."""

    note: NoteContent
    contact: Ref
    strip: tuple[tuple[str, str], ...]
    is_ahead: bool
    readiness: tuple[Reading, ...]
    pitch: Markup
    pitch_note: str


def interviews(site: Site) -> Iterator[Page]:
    """The list, then every interview."""
    ahead = [note for note in site.vault.interviews if _is_ahead(site, note)]
    past = [note for note in site.vault.interviews if not _is_ahead(site, note)]
    groups = [
        Group("ahead", "Ahead", tuple(_make_row(site, one) for one in sorted(ahead, key=_by_day))),
        Group("past", "Past", tuple(_make_row(site, one) for one in sorted(past, key=_by_day))),
    ]
    empty = "No interviews yet. Log `booked`, then make a file interviews/DATE NAME.md."
    shown = tuple(group for group in groups if group.rows)
    yield Page("interviews/index.html", "list.html", ListContent("Interviews", "", shown, empty))
    for interview in site.vault.interviews:
        yield Page(site.addresses[interview.path], "interview.html", _make(site, interview))


def _is_ahead(site: Site, note: Interview) -> bool:
    contact = site.vault.contact_of(note)
    standing = site.agenda.standings[contact.path] if contact else None
    return standing is not None and any(one.interview is note for one in standing.ahead)


def _by_day(note: Interview) -> tuple[str, str]:
    return str(note.when.day) if note.when else "9", note.path


def _make_row(site: Site, note: Interview) -> ListRow:
    contact = site.vault.contact_of(note)
    when = site.say(note.when.day) if note.when else "no day yet"
    time = f", {note.when.time:%H:%M}" if note.when and note.when.time else ""
    where = note.place or note.mode or ""
    name = contact.name if contact else note.name
    return ListRow(Ref(name, site.addresses[note.path]), where, when + time, note.status)


def _make(site: Site, note: Interview) -> InterviewContent:
    contact = site.vault.contact_of(note)
    ahead = _is_ahead(site, note)
    pitch = pitch_of(site.vault, note)
    seconds = pitch_seconds(pitch, site.settings.words_per_minute)
    parts = check_readiness(site.vault, note, site.settings) if ahead else ()
    content = make_note_content(
        site,
        note,
        kicker="Prep sheet" if ahead else "Interview",
        rows=site.rows(site.agenda.at(note.path)),
        hide=("contact", "when", "place", "minutes"),
    )
    words = f"{count_words(pitch)} words, {seconds:.0f} s; the aim is 30 to 45 s"
    own = ahead and not note.pitch
    return InterviewContent(
        content,
        site.ref(contact, note.contact.target if note.contact and not contact else ""),
        tuple(_make_strip(site, note)),
        ahead,
        tuple(Reading(part.name, part.is_ready, part.remedy) for part in parts),
        site.render(note, pitch) if own else Markup(""),
        words if ahead and pitch else "",
    )


def _make_strip(site: Site, note: Interview) -> Iterator[tuple[str, str]]:
    """The facts of the day: when, arrive by, leave by, where."""
    if note.when is None:
        yield "When", "no day yet"
    elif note.when.time is None:
        yield "When", f"{site.say(note.when.day)}, time open"
    else:
        start = datetime.combine(note.when.day, note.when.time)
        end = start + timedelta(minutes=note.minutes)
        yield "When", f"{site.say(note.when.day)}, {start:%H:%M} to {end:%H:%M}"
        if note.mode not in ("phone", "video"):
            yield "Arrive by", f"{start - EARLY:%H:%M}"
            if note.travel:
                leave = start - EARLY - timedelta(minutes=note.travel)
                yield "Leave by", f"{leave:%H:%M}"
        yield "Wrap up", f"{end - WRAP_UP:%H:%M}"
    if note.place:
        yield "Where", note.place
