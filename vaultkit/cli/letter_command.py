"""`vaultkit letter WHO [FOR]`: the draft that is due, for you to send."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple

import click

from vaultkit import disk
from vaultkit.changes import change_note
from vaultkit.cli.context import Context, find_one, find_one_to_write, pass_context
from vaultkit.cli.options import STDOUT, clean, fail, takes_out, write_data
from vaultkit.diagnostics import VaultkitError, find_nearest
from vaultkit.drafts import Draft, Sources, Wish, Writer, find_due, find_due_for_others, make_wish
from vaultkit.drafts.preflight import check_first
from vaultkit.drafts.purposes import PURPOSES
from vaultkit.drafts.talks import by_help
from vaultkit.editing import Source, add_entry, entry_lines, make_entry
from vaultkit.notes.contact import Contact
from vaultkit.notes.fields import LETTERS
from vaultkit.notes.trip import Trip
from vaultkit.pipeline import load_agenda, load_letters

WAYS = {"post": "letter", "email": "email", "message": "message"}
# Drafts whose log word is the way they went, and those that have another.
BY_WAY = frozenset(("letter", "resend"))
# What is due in writing and has no template.
_OWN_WORDS = frozenset(("answer", "missed"))
LOGGED = {"news": "update"}


class Options(NamedTuple):
    """What was typed behind the names."""

    trip: str | None
    way: str | None
    eml: str | None
    mailto: bool
    out: str | None


@click.command("letter")
@click.argument("words", metavar="WHO [FOR]", nargs=-1)
@click.option("--trip", metavar="T", help="Offer the days of this trip.")
@click.option("--by", "way", type=click.Choice(list(WAYS)),
              help="How it goes; by post where only that is known, else by e-mail.")  # fmt: skip
@click.option("--eml", metavar="[F]", is_flag=False, flag_value=STDOUT,
              help="A message for your mail program, to F or stdout.")  # fmt: skip
@click.option("--mailto", is_flag=True, help="Print an address that opens your mail program.")
@takes_out("F", "Write the text to F.")
@click.option("--log", is_flag=True, help="Log it as sent today.")
@click.option("--news", is_flag=True, help="The news for everyone who is owed it, in order.")
@pass_context
def command(
    context: Context,
    words: tuple[str, ...],
    trip: str | None,
    way: str | None,
    eml: str | None,
    mailto: bool,
    out: str | None,
    log: bool,
    news: bool,
) -> None:
    """Draft what is due to WHO, or the letter FOR something; nothing is ever sent.

    FOR is letter, call, thanks, questions, update, permission, feeler, news or resend; without it
    the one that is due is taken. The text goes to stdout; what is missing in it, and what to know
    before you send it, to stderr.
    """
    eml, out = _read_places(eml, mailto, out)
    sources = make_sources(context)
    writer = Writer(sources)
    if news:
        _write_news(context, writer)
        return
    if not words:
        fail('to whom? For example: vaultkit letter "Ruth Okafor" thanks')
    options = Options(trip, way, eml, mailto, out)
    contact, purpose = read_words(context, words, log)
    wish = find_wish(context, sources, contact, purpose, options)
    if log and wish.purpose == "call":
        fail(f'a call is logged by what came of it: vaultkit log "{contact.name}" call')
    if wish.purpose == "call":
        context.talk(f"For the phone; with every answer: vaultkit script {quote(contact.name)}")
    draft = writer.write(wish)
    say_first(context, sources, draft)
    _write(context, draft, options)
    if log:
        _log(context, draft, options)
    if draft.problems:
        raise SystemExit(1)


def _read_places(eml: str | None, mailto: bool, out: str | None) -> tuple[str | None, str | None]:
    """The files of `--eml` and `-o`: `-` is stdout; `--eml` without a file takes that of `-o`."""
    out = None if out == STDOUT else out
    if eml == STDOUT and out:
        eml, out = out, None
    if sum((bool(eml), mailto, bool(out))) > 1:
        fail("--eml, --mailto and -o exclude each other")
    return eml, out


def make_sources(context: Context) -> Sources:
    """What drafts are made from, for the vault at hand."""
    loaded = context.loaded
    agenda = load_agenda(loaded, context.today)
    return Sources(loaded.vault, loaded.settings, agenda, load_letters(loaded.settings))


def find_contact(context: Context, name: str, writes: bool = False) -> Contact:
    """The contact a typed name means."""
    find = find_one_to_write if writes else find_one
    note = find(context, context.loaded.vault.contacts, name, "contact")
    assert isinstance(note, Contact)  # no other was asked for
    return note


def read_words(context: Context, words: Sequence[str], log: bool) -> tuple[Contact, str]:
    """Whom and what for: the last word is the purpose when it is one."""
    from vaultkit.names import find_who

    last = words[-1].casefold()
    if len(words) > 1 and last in (*LETTERS, *PURPOSES):
        return find_contact(context, " ".join(words[:-1]), log), last
    contacts = context.loaded.vault.contacts
    is_known = len(words) < 2 or find_who(contacts, " ".join(words)).notes
    if not is_known and find_who(contacts, " ".join(words[:-1])).notes:
        near = find_nearest(last, LETTERS)
        hint = f'nearest is "{near}"' if near else f"expected one of {', '.join(LETTERS)}"
        fail(f'no kind of letter "{words[-1]}"; {hint}')
    return find_contact(context, " ".join(words), log), ""


def find_wish(
    context: Context, sources: Sources, contact: Contact, purpose: str, options: Options
) -> Wish:
    trip = _find_trip(context, options.trip)
    channel = WAYS[options.way] if options.way else ""
    if purpose:
        is_report = purpose == "report-back"
        kind = PURPOSES.get(purpose, purpose)
        if kind == "permission" or is_report:
            _check_referrer(sources, contact, purpose)
        return make_wish(sources, contact, kind, is_report=is_report, trip=trip, channel=channel)
    due = (*find_due(sources, contact), *find_due_for_others(sources, contact))
    if not due:
        owed = next((one for one in sources.agenda.of(contact) if one.action in _OWN_WORDS), None)
        if owed:
            fail(f'"{owed.summary}" is due, in your own words: no letter comes for it')
        fail(f"nothing to write to {contact.name} is due; name what for: {', '.join(LETTERS)}")
    wish = due[0].wish
    context.talk(f"{due[0].followup.summary}: {due[0].followup.reason}")
    return wish._replace(trip=trip, channel=channel or wish.channel)


def _check_referrer(sources: Sources, contact: Contact, purpose: str) -> None:
    """A letter that goes to the one who named them needs such a one."""
    if contact.referred_by is not None:
        return
    own = [one.name for one in sources.vault.contacts if sources.vault.referrer_of(one) is contact]
    rest = f"; {contact.name} named: {', '.join(own)}" if own else ""
    fail(
        f"a letter for {purpose} goes to the one who named {contact.name}, and no referred_by "
        f"says who; name the contact it is about{rest}"
    )


def _find_trip(context: Context, name: str | None) -> Trip | None:
    if name is None:
        return None
    note = find_one(context, context.loaded.vault.trips, name, "trip")
    assert isinstance(note, Trip)  # no other was asked for
    return note


def say_first(context: Context, sources: Sources, draft: Draft) -> None:
    """Subject, what to know first, and what to look at in the draft: all of it talk."""
    for problem in draft.problems:
        context.talk(f"{problem}; taking the letter that comes with vaultkit")
    if draft.subject:
        context.talk(f"To: {draft.to_name}\nSubject: {draft.subject}")
    for path in draft.enclosures:
        context.talk(f"Enclose: {path}")
    for point in check_first(sources, draft.wish):
        if point.is_warning or context.verbose:
            context.talk(f"{point} ({point.path}:{point.line})")
    for remark in draft.remarks:
        context.talk(f"warning: {remark}")


def _write(context: Context, draft: Draft, options: Options) -> None:
    text = f"{draft.page}\n"
    if options.eml == STDOUT:
        write_data(make_message_of(context, draft))
    elif options.eml:
        _write_file(context, options.eml, make_message_of(context, draft))
    elif options.mailto:
        _write_mailto(context, draft)
    elif options.out:
        _write_file(context, options.out, text.encode("utf-8", "replace"))
    else:
        click.echo(clean(text), nl=False)


def make_message_of(context: Context, draft: Draft) -> bytes:
    from vaultkit.drafts.mail import make_message

    loaded = context.loaded
    files = {}
    for name in draft.enclosures:
        path = loaded.vault.find_file(name)
        data = disk.read_file(loaded.root, path) if path else None
        if path and data is not None:
            files[path] = data
    message, remarks = make_message(draft, loaded.vault.profile, context.today, files)
    for remark in remarks:
        context.talk(f"warning: {remark}")
    return message


def _write_mailto(context: Context, draft: Draft) -> None:
    from vaultkit.drafts.mailto import LONGEST_MAILTO, make_mailto

    address = make_mailto(draft)
    if len(address) > LONGEST_MAILTO:
        context.talk(f"{len(address)} signs: some mail programs cut it; --eml never is")
    click.echo(address)


def _write_file(context: Context, name: str, data: bytes) -> None:
    """A new file; one that exists is never written over."""
    path = Path(name)
    try:
        if not disk.create_whole(path, data):
            raise VaultkitError(f"{name} exists; name another file")
    except OSError as error:
        raise VaultkitError(f"{name}: {error.strerror}; name a file that can be made") from error
    context.talk(f"Written: {name}")


def _log(context: Context, draft: Draft, options: Options) -> None:
    """One line: what went, by which way, under which subject, and where its text is kept."""
    note = draft.wish.contact if draft.wish.purpose == "permission" else draft.to
    if note is None:
        raise VaultkitError(f"{draft.to_name} has no note to log it in; make contacts/NAME.md")
    purpose, channel = draft.wish.purpose, draft.wish.channel
    kind = channel if purpose in BY_WAY else LOGGED.get(purpose, purpose)
    words = "" if purpose in BY_WAY else f"by {_NAMES[channel]}"
    about = f'"{draft.subject}"' if draft.subject and channel == "email" else ""
    copy = _say_copy(context, options)
    said = ", ".join(one for one in (words, about, copy) if one)
    entry = make_entry(context.today, "", kind, kind, said)
    settings = context.loaded.settings

    def edit(source: Source) -> str:
        return add_entry(source, entry, settings)

    change_note(context.loaded.root, note.path, edit, f"letter {note.name} {purpose}")
    context.talk(f"Logged in {note.path}: {entry_lines(entry)[0]}")


def _say_copy(context: Context, options: Options) -> str:
    """Where the text was written to, from the top of the vault when it lies inside."""
    name = options.out or options.eml
    if not name or name == STDOUT:
        return ""
    path, root = disk.find_real(Path(name)), disk.find_real(context.loaded.root)
    return f"copy in {path.relative_to(root).as_posix() if root in path.parents else name}"


_NAMES = {"letter": "post", "email": "e-mail", "message": "message"}


def _write_news(context: Context, writer: Writer) -> None:
    """Everyone who is owed the news, in the order of their help."""
    sources = writer.sources
    owed = [one.contact for one in sources.agenda.followups if one.action == "news" and one.contact]
    owed.sort(key=lambda who: by_help(sources.vault, sources.standing(who)))
    if not owed:
        context.talk("Nobody is owed news: set landed in me.md to the day you took a job.")
    for contact in owed:
        draft = writer.write(make_wish(sources, contact, "news"))
        email = contact.values.text("email")
        click.echo(clean(f"To: {draft.to_name}{f' <{email}>' if email else ''}"))
        click.echo(clean(f"Subject: {draft.subject}\n\n{draft.page}\n"))
        for remark in draft.remarks:
            context.talk(f"warning: {remark}")
