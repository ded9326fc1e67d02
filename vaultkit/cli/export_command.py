"""`vaultkit export FORMAT`: the vault as other programs read it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from vaultkit import disk
from vaultkit.agenda import Agenda
from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.options import STDOUT, fail, takes_out, write_data
from vaultkit.diagnostics import VaultkitError, find_nearest
from vaultkit.exchange import FORMATS
from vaultkit.pipeline import Loaded, load_agenda, load_vault


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("words", metavar="[WHO FOR]", nargs=-1)
@takes_out("F", "Write to F; csv: every table into the folder F.")
@click.option("--todos", is_flag=True, help="ics: follow-ups as to-dos, without meetings.")
@click.option("--table", metavar="T", help="csv: only this table; contacts unless given.")
@click.option("--redact", is_flag=True, help="Without e-mail, phone, address, private fields.")
@click.option("--initials", is_flag=True, help="With --redact: people by their initials.")
@pass_context
def command(
    context: Context,
    form: str,
    words: tuple[str, ...],
    out: str | None,
    todos: bool,
    table: str | None,
    redact: bool,
    initials: bool,
) -> None:
    """The vault as ics, vcf, csv or json; one draft as eml, with WHO and FOR.

    Writes to stdout, or with -o to a file, which is replaced when it exists. Nothing is sent.
    """
    if words and form != "eml":
        fail(f"{form} takes no {words[0]!r}; only eml is about somebody")
    if initials and not redact:
        fail("--initials goes with --redact")
    if todos and form != "ics":
        fail("--todos goes with ics")
    if table and form != "csv":
        fail("--table goes with csv")
    loaded = load_vault(context.folder, redact, initials) if redact else context.loaded
    if form == "eml":
        _put(context, out, _write_eml(context, words, redact))
    elif form == "csv":
        _write_csv(context, loaded, out, table)
    else:
        write = _WRITERS[form]
        _put(context, out, write(context, loaded, todos, redact))


def _write_ics(context: Context, loaded: Loaded, todos: bool, redact: bool) -> bytes:
    from vaultkit.addresses import make_addresses
    from vaultkit.exchange.ics import Writer

    agenda = load_agenda(loaded, context.today)
    addresses = make_addresses(loaded.vault)
    writer = Writer(loaded.vault, agenda, lambda path: addresses.get(path, ""))
    return writer.todos() if todos else writer.events()


def _write_vcf(context: Context, loaded: Loaded, todos: bool, redact: bool) -> bytes:
    from vaultkit.exchange.vcf import write_cards

    return write_cards(loaded.vault)


def _write_json(context: Context, loaded: Loaded, todos: bool, redact: bool) -> bytes:
    from vaultkit.exchange.whole import write_vault

    if redact:
        texts = {note.path: note.document.text for note in loaded.vault.notes.values()}
        return write_vault(loaded.vault, "format = 1\n", texts, {})
    texts = _decode(context, disk.read_folder(loaded.root).notes)
    forms = _decode(context, disk.read_forms(loaded.root))
    return write_vault(loaded.vault, disk.read_settings_text(loaded.root)[0], texts, forms)


def _decode(context: Context, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    texts = {}
    for path, data in files:
        try:
            texts[path] = data.decode("utf-8")
        except UnicodeDecodeError:
            context.talk(f"{path}: is not UTF-8 and was left out; save it as UTF-8")
    return texts


_WRITERS: Mapping[str, Callable[[Context, Loaded, bool, bool], bytes]] = {
    "ics": _write_ics,
    "vcf": _write_vcf,
    "json": _write_json,
}


def _write_csv(context: Context, loaded: Loaded, out: str | None, table: str | None) -> None:
    from vaultkit.exchange.spreadsheet import TABLES, write_table, write_tables

    if table and table not in TABLES:
        near = find_nearest(table, TABLES)
        fail(f'no table "{table}"; ' + (f'nearest is "{near}"' if near else ", ".join(TABLES)))
    agenda: Agenda = load_agenda(loaded, context.today)
    if out in (None, STDOUT) or table:
        _put(context, out, write_table(loaded.vault, agenda, table or "contacts"))
        return
    for name, data in write_tables(loaded.vault, agenda).items():
        _put(context, str(Path(out) / f"{name}.csv"), data, True)


def _write_eml(context: Context, words: tuple[str, ...], redact: bool) -> bytes:
    from vaultkit.cli import letter_command
    from vaultkit.drafts import Writer

    if redact:
        fail("a draft names whom it goes to; --redact does not go with eml")
    if not words:
        fail('about whom? For example: vaultkit export eml "Ruth Okafor" thanks')
    sources = letter_command.make_sources(context)
    contact, purpose = letter_command.read_words(context, words, False)
    options = letter_command.Options(None, "email", None, False, None)
    wish = letter_command.find_wish(context, sources, contact, purpose, options)
    draft = Writer(sources).write(wish)
    letter_command.say_first(context, sources, draft)
    return letter_command.make_message_of(context, draft)


def _put(context: Context, name: str | None, data: bytes, in_folder: bool = False) -> None:
    if name in (None, STDOUT):
        write_data(data)
        return
    path = Path(name)
    is_odd = path.is_symlink() or (path.exists() and not path.is_file() and not path.is_dir())
    if path.suffix.casefold() == ".md" or path.name == disk.FILE_NAME or is_odd:
        raise VaultkitError(f"{name} is no place for an export; name a file of its own")
    try:
        if in_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        disk.write_whole(path, data, keep_mode=True)
    except OSError as error:
        raise VaultkitError(f"{name}: {error.strerror}; name a file that can be made") from error
    context.talk(f"Written: {name}")
