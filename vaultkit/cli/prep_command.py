"""`vaultkit prep WHO`: the sheet for a talk: what is missing, what to ask, say, know and bring."""

import click

from vaultkit import changes
from vaultkit.cli.context import Context, find_one, pass_context
from vaultkit.cli.options import STDOUT, echo, fail, style, takes_out
from vaultkit.cli.prep_text import write_practice, write_sheet
from vaultkit.cli.writing import dry_run_option, find_first_to_write, write
from vaultkit.diagnostics import VaultkitError
from vaultkit.disk import create_whole
from vaultkit.editing import Source, add_questions, reread, set_field
from vaultkit.meetings import find_meetings
from vaultkit.notes.contact import Contact
from vaultkit.notes.interview import Interview
from vaultkit.notes.note import Note
from vaultkit.notes.tasks import item_words
from vaultkit.preparation.questions import pick_questions


@click.command("prep")
@click.argument("who", metavar="WHO", nargs=-1, required=True)
@takes_out("F", "Write the sheet to F, one HTML file for paper.")
@click.option("--html", is_flag=True, help="The same on stdout.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--pick", is_flag=True, help="Put the questions the bank proposes into the note.")
@click.option("--practice", is_flag=True, help="Only what you say and ask; counts as rehearsed.")
@dry_run_option
@pass_context
def command(
    context: Context,
    who: tuple[str, ...],
    out: str | None,
    html: bool,
    as_json: bool,
    pick: bool,
    practice: bool,
    dry_run: bool,
) -> None:
    """The sheet for the next talk with WHO, and what it still lacks.

    \b
    vaultkit prep marta
    vaultkit prep marta --pick          questions from the bank, into the note
    vaultkit prep marta --practice      say it aloud; counted in `rehearsed`
    vaultkit prep marta -o sheet.html   one file that prints on one page

    WHO is a contact, or an interview by its name. With a contact the talk ahead is taken, else the
    latest one.
    """
    if sum((bool(out), html, as_json, pick, practice)) > 1:
        fail("-o, --html, --json, --pick and --practice are different answers; give one")
    out, html = (None, True) if out == STDOUT else (out, html)
    interview = _find(context, " ".join(who), writes=pick or practice)
    if pick:
        _pick(context, interview, dry_run)
    elif practice:
        write_practice(context, interview)
        _count(context, interview, dry_run)
    elif out or html:
        _write_html(context, interview, out)
    elif as_json:
        from vaultkit.cli.prep_json import write_prep

        write_prep(context, interview)
    else:
        write_sheet(context, interview)


def _find(context: Context, who: str, writes: bool) -> Interview:
    """The interview meant: by its name, or the one ahead, else the latest, of a contact."""
    vault = context.loaded.vault
    others: tuple[Note, ...] = (*vault.contacts, *vault.interviews)
    what = "contact or interview"
    if writes:
        note = find_first_to_write(context, vault.contacts, others, who, what)
    else:
        note = _find_to_read(context, who, others)
    if isinstance(note, Interview):
        return note
    assert isinstance(note, Contact)  # there are only these two
    ahead = [one for one in find_meetings(vault, note, context.today) if not one.took_place]
    found = [one.interview for one in ahead if one.interview]
    every = [one for one in vault.interviews_of(note) if one.when]
    if not found and not every:
        fail(f"{note.name} has no interview yet; make one: vaultkit new interview {note.name!r}")
    return found[0] if found else every[-1]


def _find_to_read(context: Context, who: str, others: tuple[Note, ...]) -> Note:
    from vaultkit.names import find_who

    match = find_who(context.loaded.vault.contacts, who)
    if match.notes and not match.guessed:
        return find_one(context, context.loaded.vault.contacts, who, "contact")
    return find_one(context, others, who, "contact or interview")


def _write_html(context: Context, interview: Interview, out: str | None) -> None:
    from pathlib import Path

    from vaultkit.sheet import make_sheet_file

    settings = context.loaded.settings
    text = make_sheet_file(context.loaded, interview, context.today, settings.theme)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        if not create_whole(Path(out), text.encode("utf-8", "replace")):
            raise VaultkitError(f"{out} exists; name another file")
    except OSError as error:
        raise VaultkitError(f"{out}: {error.strerror}; name a file that can be made") from error
    context.talk(f"Written: {out}. Open it in a browser and print it: one page.")


def _pick(context: Context, interview: Interview, dry_run: bool) -> None:
    """The proposals of the bank into the note, subject by subject."""
    loaded = context.loaded
    picks = pick_questions(loaded.vault, interview, loaded.settings).proposed
    if not picks:
        context.talk("The bank has nothing to add.")
        return
    by_subject: dict[str, list[str]] = {}
    for one in picks:
        line = _line_of(context, one.question.path, one.question.line)
        by_subject.setdefault(one.question.group, []).append(line)

    def edit(source: Source) -> str:
        text = source.text
        for subject, lines in by_subject.items():
            text = add_questions(reread(source, text), subject, lines, loaded.settings)
        return text

    wanted = [changes.edit_note(interview.path, edit)]
    if write(context, wanted, f"prep {interview.name} --pick", dry_run):
        for one in picks:
            echo(f"{style(one.question.words, bold=True)}  {style(one.why, dim=True)}")
        echo(style(f"{len(picks)} in {interview.path}", dim=True))


def _line_of(context: Context, path: str, line: int) -> str:
    """The line of the bank as it stands, with its flags and id, as an open task."""
    note = context.loaded.vault.note(path)
    assert note is not None  # the bank it was taken from
    return f"- [ ] {item_words(note.document.lines[line - 1])}"


def _count(context: Context, interview: Interview, dry_run: bool) -> None:
    times = (interview.values.number("rehearsed") or 0) + 1

    def edit(source: Source) -> str:
        return set_field(source, "rehearsed", str(times))

    wanted = [changes.edit_note(interview.path, edit)]
    if write(context, wanted, f"prep {interview.name} --practice", dry_run):
        again = "once" if times == 1 else f"{times} times"
        context.talk(f"Rehearsed {again} so far. Not really? vaultkit log --undo")
