"""`vaultkit new KIND NAME`: a note from the vault's own template, never a second of one person."""

from collections.abc import Callable, Sequence
from datetime import date

import click

from vaultkit.changes import change_notes, show_diff
from vaultkit.cli.context import Context, find_one_to_write, pass_context
from vaultkit.cli.new_values import MODES, Fields, read_fields, read_when_or_fail
from vaultkit.cli.options import clean, echo, fail, read_coming_day_or_fail
from vaultkit.file_names import make_file_name
from vaultkit.forms import is_same_name
from vaultkit.lookalikes import is_slip
from vaultkit.making import (
    NewNote,
    find_open_leads,
    find_twins,
    link_to,
    plan_interview,
    plan_note,
    say_naming,
)
from vaultkit.notes import KINDS
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.pipeline import Loaded, load_agenda, load_vault
from vaultkit.vault import Naming


class KindGroup(click.Group):
    """Says which kinds there are when it is asked for another."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A kind by its name, or by that of its folder."""
        found = super().get_command(ctx, _PLURALS.get(cmd_name, cmd_name))
        if found is None and not ctx.resilient_parsing:
            kinds = ", ".join(self.commands)
            fail(f'no kind of note "{cmd_name}" to make; expected one of {kinds}')
        return found


_PLURALS = {folder: kind for kind, (folder, _) in KINDS.items()}


@click.group("new", cls=KindGroup)
def command() -> None:
    """A note from a template.

    Templates are the files of templates/ in the vault; without one the template that comes with
    vaultkit is taken. The path of the new note is printed. Nothing that exists is written over,
    and a person or company that seems to be there already is offered instead.
    """


def _common(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every kind."""
    options = (
        click.option("--field", "pairs", metavar="FIELD=VALUE", multiple=True,
                     help="Any other field; again for more values of a list."),
        click.option("-n", "--dry-run", is_flag=True, help="Show what would be made."),
        click.option("--edit", is_flag=True, help="Open the new note in your editor."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


_anyway = click.option(
    "--anyway", is_flag=True, help="Make it even when one much like it is there."
)


def _check_name(context: click.Context, parameter: click.Parameter, name: str) -> str:
    if not make_file_name(name):
        fail(f'"{name}" holds no letter that a file name can; give a name')
    return name


@command.command("contact")
@click.argument("name", metavar="NAME", callback=_check_name)
@click.option("--company", metavar="COMPANY", help="Where they work; a new company gets a note.")
@click.option("--role", metavar="ROLE", help="What they do there.")
@click.option("--email", metavar="ADDRESS", help="E-mail address.")
@click.option("--phone", metavar="NUMBER", help="Phone number, as dialled.")
@click.option("--city", metavar="CITY", help="Where they can be met.")
@click.option("--source", metavar="WORDS", help="Where you found them.")
@click.option("--referred-by", metavar="WHO", help="Who named them: ask them first.")
@click.option("--why", metavar="WORDS", help="Why this very person.")
@click.option("--from-lead", is_flag=True, help="NAME is somebody named to you; take it over.")
@_anyway
@_common
@pass_context
def new_contact(
    context: Context,
    /,
    name: str,
    company: str | None,
    referred_by: str | None,
    from_lead: bool,
    anyway: bool,
    pairs: tuple[str, ...],
    dry_run: bool,
    edit: bool,
    **given: str | None,
) -> None:
    """A person to talk with.

    With somebody named under Leads or by a referral entry, the one who named them becomes
    referred_by. --from-lead takes the whole name from there: the start of it is enough.
    """
    naming = _find_naming(context, name, from_lead)
    name = naming.name if naming and from_lead else name
    fields: Fields = {key: value for key, value in given.items() if value}
    fields |= read_fields(context, "contact", pairs)
    twin = None if anyway else _find_twin(context, name, fields)
    if twin is not None:
        _point_to(context, twin)
        return
    fields, notes = _link_people(context, fields, company, referred_by, naming, anyway)
    intro = say_naming(context.loaded.vault, naming) if naming else ""
    today = context.today
    notes.append(plan_note(context.loaded, "contact", name, fields, today, intro, beside=anyway))
    _make(context, notes, dry_run, edit)


def _link_people(
    context: Context,
    fields: Fields,
    company: str | None,
    referred_by: str | None,
    naming: Naming | None,
    anyway: bool,
) -> tuple[Fields, list[NewNote]]:
    """The fields with links to company and referrer, and the note of a company that is new."""
    vault = context.loaded.vault
    stubs: list[NewNote] = []
    if company:
        link, stubs = _find_company(context, company, anyway)
        fields = {"company": link, **fields}
    if referred_by:
        referrer = find_one_to_write(context, vault.contacts, referred_by)
        fields = {**fields, "referred_by": link_to(vault, referrer)}
    elif naming and "referred_by" not in fields:
        fields = {**fields, "referred_by": link_to(vault, naming.namer)}
        context.talk(f"{naming.namer.name} named them: that is noted as referred_by.")
    return fields, stubs


@command.command("company")
@click.argument("name", metavar="NAME", callback=_check_name)
@click.option("--city", metavar="CITY", multiple=True, help="One of its places; again for more.")
@click.option("--website", metavar="ADDRESS", help="Address of its own pages.")
@_anyway
@_common
@pass_context
def new_company(
    context: Context,
    name: str,
    city: tuple[str, ...],
    website: str | None,
    anyway: bool,
    pairs: tuple[str, ...],
    dry_run: bool,
    edit: bool,
) -> None:
    """An organisation."""
    fields: Fields = {"city": city if len(city) > 1 else city[0]} if city else {}
    fields |= {"website": website} if website else {}
    fields |= read_fields(context, "company", pairs)
    near = None if anyway else _find_near(context, context.loaded.vault.companies, name)
    if near is not None and _use_instead(context, near, name, "the name"):
        _point_to(context, near)
        return
    note = plan_note(context.loaded, "company", name, fields, context.today, beside=anyway)
    _make(context, [note], dry_run, edit)


@command.command("interview")
@click.argument("who", metavar="WHO")
@click.option("--when", metavar="DAY", required=True, help='The day, and the time: "friday 14:30".')
@click.option("--place", metavar="PLACE", help="Address, number or link.")
@click.option("--mode", type=click.Choice(MODES), help="How you meet.")
@click.option("--minutes", metavar="N", type=click.IntRange(1, 1440), help="Minutes asked for.")
@click.option("--trip", metavar="TRIP", help="The trip it belongs to.")
@_common
@pass_context
def new_interview(
    context: Context,
    /,
    who: str,
    when: str,
    trip: str | None,
    pairs: tuple[str, ...],
    dry_run: bool,
    edit: bool,
    **given: str | int | None,
) -> None:
    """A meeting with WHO, with today's choice from the question bank."""
    vault = context.loaded.vault
    contact = find_one_to_write(context, vault.contacts, who)
    assert isinstance(contact, Contact)
    fields: Fields = {key: str(value) for key, value in given.items() if value}
    if trip:
        fields["trip"] = link_to(vault, find_one_to_write(context, vault.trips, trip, "trip"))
    fields |= read_fields(context, "interview", pairs)
    at = read_when_or_fail(when, context.today, context.loaded.settings.calendar)
    note = plan_interview(context.loaded, contact, at, fields, context.today)
    _make(context, [note], dry_run, edit, contact)


@command.command("trip")
@click.argument("city", metavar="CITY", callback=_check_name)
@click.option("--start", metavar="DAY", required=True, help="First day there.")
@click.option("--end", metavar="DAY", required=True, help="Last day there.")
@_common
@pass_context
def new_trip(
    context: Context,
    city: str,
    start: str,
    end: str,
    pairs: tuple[str, ...],
    dry_run: bool,
    edit: bool,
) -> None:
    """A stay in one city."""
    calendar = context.loaded.settings.calendar
    first, last = (read_coming_day_or_fail(day, context.today, calendar) for day in (start, end))
    if last < first:
        fail(f"the trip would end on {last}, before it starts on {first}")
    _check_stay(context, city, first, last)
    fields: Fields = {"city": city, "start": str(first), "end": str(last)}
    fields |= read_fields(context, "trip", pairs)
    is_taken = any(is_same_name(city, one.stem) for one in context.loaded.vault.trips)
    name = f"{city} {first}" if is_taken else city
    _make(context, [plan_note(context.loaded, "trip", name, fields, context.today)], dry_run, edit)


def _check_stay(context: Context, city: str, first: date, last: date) -> None:
    """A stay in the same city on the same days is there already."""
    for one in context.loaded.vault.trips:
        runs = one.start and one.start <= last and (one.end or one.start) >= first
        if runs and is_same_name(city, one.city or ""):
            days = f"from {one.start} to {one.end or one.start}"
            fail(f"{one.path} is a stay in {one.city} {days}; change the days there")


@command.command("note")
@click.argument("name", metavar="NAME", callback=_check_name)
@_common
@pass_context
def new_plain(
    context: Context, name: str, pairs: tuple[str, ...], dry_run: bool, edit: bool
) -> None:
    """Anything else worth keeping."""
    fields = read_fields(context, "note", pairs)
    _make(context, [plan_note(context.loaded, "note", name, fields, context.today)], dry_run, edit)


def _find_naming(context: Context, name: str, is_wanted: bool) -> Naming | None:
    """Who named this person; with --from-lead the start of a name will do, but somebody must."""
    agenda = load_agenda(context.loaded, context.today)
    namings = [one for standing in agenda.standings.values() for one in standing.named]
    found = find_open_leads(namings, name)
    if found or not is_wanted:
        return found[0] if found else None
    from vaultkit.names import fold_accents, starts_words

    wanted = fold_accents(name).split()
    open_ones = {one.name: one for one in reversed(namings) if one.contact is None}
    near = [one for one in open_ones if starts_words(wanted, fold_accents(one))]
    if len(near) == 1:
        return open_ones[near[0]]
    if near:
        fail(f'"{name}" could be several: {", ".join(sorted(near))}; write more of the name')
    rest = f"; named and without a note: {', '.join(sorted(open_ones))}" if open_ones else ""
    return fail(f'nobody has named a "{name}" to you{rest}')


def _find_twin(context: Context, name: str, fields: Fields) -> Note | None:
    """The contact that is this person already, when the person asking says so."""
    email, phone, ext = (str(fields.get(key, "")) for key in ("email", "phone", "ext"))
    for contact, same in find_twins(context.loaded.vault, name, email, phone, ext):
        what = {"name": "the name", "email": "the e-mail address", "phone": "the number"}[same]
        if _use_instead(context, contact, name, what):
            return contact
    slips = (one for one in context.loaded.vault.contacts if is_slip(name, one.name))
    near = next(slips, None)
    return near if near and _use_instead(context, near, name, "a slip of the name") else None


def _find_near(context: Context, notes: Sequence[Note], name: str) -> Note | None:
    """A note of the same or nearly the same name."""
    from vaultkit.names import find_who

    same = [one for one in notes if any(is_same_name(name, n) for n in (one.name, *one.aliases))]
    match = find_who(notes, name)
    return same[0] if same else match.notes[0] if match.guessed else None


def _use_instead(context: Context, note: Note, name: str, what: str) -> bool:
    """Whether to take a note that is there already; exit code 2 where nobody can be asked."""
    said = f"{name} looks like {note.name} ({note.path}), by {what}"
    if not context.may_ask:
        fail(f"{said}; use that note, or add --anyway to make another")
    return click.confirm(clean(f"{said}. Use that note?"), default=True, err=True)


def _find_company(context: Context, name: str, anyway: bool) -> tuple[str, list[NewNote]]:
    """A link to a company, and the note of a company nobody knows yet."""
    from vaultkit.names import find_who

    vault = context.loaded.vault
    match = find_who(vault.companies, name)
    if match.notes and not match.guessed:
        note = find_one_to_write(context, vault.companies, name, "company")
        return link_to(vault, note), []
    near = None if anyway else _find_near(context, vault.companies, name)
    if near is not None and _use_instead(context, near, name, "the name"):
        return link_to(vault, near), []
    stub = plan_note(context.loaded, "company", name, {}, context.today)
    return f"[[{stub.path.rpartition('/')[2].removesuffix('.md')}]]", [stub]


def _point_to(context: Context, note: Note) -> None:
    context.talk(f"Nothing made: {note.name} is in {note.path}.")
    echo(clean(note.path))


def _make(
    context: Context,
    notes: Sequence[NewNote],
    dry_run: bool,
    edit: bool,
    contact: Contact | None = None,
) -> None:
    """Make the notes, the last of which was asked for; say what is due next."""
    for problem in (one for note in notes for one in note.problems):
        fail(problem.message)
    path = notes[-1].path
    root = context.loaded.root
    changed = change_notes(root, [note.change for note in notes], f"new {path}", dry_run)
    if dry_run:
        for one in changed:
            echo("\n".join(clean(line) for line in show_diff(one).split("\n")))
        return
    for note in notes[:-1]:
        context.talk(f"Made {note.path} as well.")
    echo(clean(path))
    loaded = load_vault(root)
    _say_next(context, loaded, contact.path if contact else path)
    if edit:
        _open(context, loaded, path)


def _say_next(context: Context, loaded: Loaded, path: str) -> None:
    note = loaded.vault.notes.get(path)
    first = load_agenda(loaded, context.today).next_of(note) if isinstance(note, Contact) else None
    if first is not None:
        context.talk(f"Next: {first.summary} ({first.reason})")


def _open(context: Context, loaded: Loaded, path: str) -> None:
    """The new note in the editor, at the first line of its text."""
    from vaultkit.cli.edit_command import open_note

    note = loaded.vault.notes[path]
    open_note(context, note, min(note.document.body_start + 1, len(note.document.lines)))
