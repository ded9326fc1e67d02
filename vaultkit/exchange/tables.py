"""Tables of people from other programs: LinkedIn, Google, Outlook, or any with a map of columns."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from typing import NamedTuple

from vaultkit.dates import MONTHS
from vaultkit.diagnostics import VaultkitError, find_nearest
from vaultkit.exchange.people import Person, Read, Refused, make_person, split_first, tidy_name
from vaultkit.exchange.text import unify_breaks
from vaultkit.notes.fields import FIELDS

# A preamble is shorter than this.
_MOST_LINES_ABOVE = 20
# How many columns a message names.
MOST_NAMED = 12
# Google's mark between several values of one cell.
_BETWEEN = " ::: "
# A cell longer than this is no address book's.
csv.field_size_limit(1_000_000)


class Table(NamedTuple):
    """A table: the columns by folded name, the rows with their line in the file, and how many
    cells the heading has.
    """

    columns: Mapping[str, int]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    refused: tuple[Refused, ...]
    width: int

    def has(self, *columns: str) -> bool:
        """Whether all of these columns are there."""
        return all(column in self.columns for column in columns)


class Row(NamedTuple):
    """One row, asked by column; several names are tried in turn."""

    table: Table
    cells: tuple[str, ...]

    def get(self, *columns: str) -> str:
        """The first of these columns that holds something, "" for none."""
        for column in columns:
            number = self.table.columns.get(column, len(self.cells))
            if number < len(self.cells) and self.cells[number].strip():
                return _unguard(self.cells[number].strip())
        return ""

    def all(self, pattern: str) -> tuple[str, ...]:
        """Every value of the columns of a pattern, several in one cell taken apart."""
        names = (name for name in self.table.columns if re.fullmatch(pattern, name))
        return tuple(part for name in names for part in self.get(name).split(_BETWEEN) if part)


def _unguard(text: str) -> str:
    """A cell without the quote that keeps spreadsheets from reckoning with it."""
    return text[1:] if re.match(r"'[=+\-@]", text) else text


# A row and its line to a person, whose name may be empty.
RowReader = Callable[[Row, int], Person]


def read_people(text: str, mapping: Mapping[str, str] | None = None) -> Read:
    """A table of people; VaultkitError when nobody knows its columns.

    `mapping` tells for each of its columns the field of ours; `name` must be among them.
    """
    table = read_table(text, mapping or ())
    if mapping:
        return _read_rows(table, _make_mapped(table, mapping))
    if table.has("first name", "last name") and _LINKEDIN & set(table.columns):
        return _read_rows(table, _read_linkedin)
    if _is_google(table):
        return _read_rows(table, _read_google)
    if _is_mailbox(table):
        return _read_rows(table, _read_mailbox)
    names = ", ".join(table.columns)
    if "\ufffd" in names or not names.isprintable():
        raise VaultkitError("no table of text; expected a CSV or vCard file in UTF-8")
    raise VaultkitError(
        f"nobody knows these columns: {names}; say which is which with "
        "--map 'Full name=name,Mail=email'"
    )


def read_table(text: str, wanted: Iterable[str] = ()) -> Table:
    """A file of values parted by comma, semicolon or tab; lines above its heading do not count.

    Where it holds all the columns that are `wanted`, that line is the heading.
    """
    text = unify_breaks(text.removeprefix("\ufeff"))
    known = frozenset(map(_fold, wanted))
    tables = [_read_with(text, mark, known) for mark in ",;\t"]
    best = max(tables, key=lambda one: (bool(known) and one.has(*known), len(one.columns)))
    if len(best.columns) < 2:
        raise VaultkitError("no table with a line of headings; expected a CSV file")
    return best


# A line below the last one: a quote that is never closed swallows it.
_END = "\x00end"
_WIDE = 'it has more values than the heading has columns; put " around one that holds a comma'
_OPEN = 'a " opens in this row and is never closed, so what stands below belongs to it; close it'


def _read_with(text: str, mark: str, wanted: frozenset[str]) -> Table:
    reader = csv.reader(StringIO(f"{text}\n{_END}"), delimiter=mark)
    above: list[tuple[int, list[str]]] = []
    rows: list[tuple[int, tuple[str, ...]]] = []
    refused: list[Refused] = []
    heading: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            refused.append(Refused(line, f"cannot be read: {error}"))
            continue
        if row and row[-1].endswith(_END):
            if row != [_END]:
                refused.append(Refused(line, _OPEN))
        elif not heading and len(above) < _MOST_LINES_ABOVE:
            above.append((line, row))
            heading = row if _is_heading(row, wanted) else []
        elif any(cell.strip() for cell in row):
            rows.append((line, tuple(row)))
    if not heading and above:
        heading, rows = _take_first(above, rows)
    return Table(_number(heading), tuple(rows), tuple(refused), len(heading))


_KNOWN = frozenset(
    ("first name", "last name", "given name", "family name", "name", "email address", "e-mail",
     "e-mail 1 - value", "organization name", "organization 1 - name", "company", "connected on")
)  # fmt: skip


def _is_heading(row: Sequence[str], wanted: frozenset[str]) -> bool:
    """Whether all wanted words, else two or more that address books use, are there."""
    names = {_fold(cell) for cell in row}
    return wanted <= names if wanted else len(_KNOWN & names) > 1


def _take_first(
    above: list[tuple[int, list[str]]], rows: list[tuple[int, tuple[str, ...]]]
) -> tuple[list[str], list[tuple[int, tuple[str, ...]]]]:
    """A heading nobody knows: the first line that has as many cells as any."""
    width = max(len(row) for _, row in above)
    first = next(n for n, (_, row) in enumerate(above) if len(row) == width)
    rest = [(line, tuple(row)) for line, row in above[first + 1 :] if any(map(str.strip, row))]
    return above[first][1], [*rest, *rows]


def _number(heading: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, name in enumerate(map(_fold, heading)):
        if name:
            found.setdefault(name, number)
    return found


def _fold(cell: str) -> str:
    return " ".join(cell.strip("\ufeff ").casefold().split())


# -- rows to people ---------------------------------------------------------------------------


def _read_rows(table: Table, read: RowReader) -> Read:
    people: list[Person] = []
    refused = list(table.refused)
    for line, cells in table.rows:
        person = read(Row(table, cells), line)
        if any(map(str.strip, cells[table.width :])):
            refused.append(Refused(line, _WIDE))
        elif person.name:
            people.append(person)
        elif not person.text("company"):
            refused.append(Refused(line, "the row has no name"))
        else:
            refused.append(Refused(line, f"no person's name, only {person.text('company')}"))
    return Read(tuple(people), tuple(refused))


def _read_linkedin(row: Row, line: int) -> Person:
    day = read_english_day(row.get("connected on"))
    fields = {
        "email": row.get("email address", "email"),
        "company": row.get("company", "company name", "organization", "current company"),
        "role": row.get("position", "title", "job title", "current position", "headline"),
        "source": f"LinkedIn, connected {day}" if day else "LinkedIn",
        "linkedin": row.get("url", "profile url", "public profile url", "linkedin url"),
    }
    return make_person(tidy_name(row.get("first name"), row.get("last name")), fields, line)


_LINKEDIN = frozenset(("connected on", "url", "profile url"))


def _is_mailbox(table: Table) -> bool:
    names = table.has("first name", "last name") or table.has("display name") or table.has("name")
    return names and bool(_REACHED & set(table.columns))


# Columns of Outlook and Thunderbird by which they are known.
_REACHED = frozenset(
    ("e-mail address", "business phone", "mobile phone", "primary email", "work phone")
)
_PHONES = (
    "business phone", "work phone", "mobile phone", "mobile number", "business phone 2",
    "primary phone", "company main phone", "home phone", "home phone 2", "other phone",
)  # fmt: skip


def _read_mailbox(row: Row, line: int) -> Person:
    """A row of Outlook or Thunderbird: the address at work goes before the one at home."""
    email, mails = split_first(
        row.get(name) for name in ("e-mail address", "primary email", "e-mail 2 address",
                                   "e-mail 3 address", "secondary email")
    )  # fmt: skip
    phone, phones = split_first(row.get(name) for name in _PHONES)
    where = next(
        (one for one in ("business", "work", "home") if row.get(f"{one} city")), "business"
    )
    parts = ("street", "address", "address 2", "state", "postal code", "zipcode", "country",
             "country/region")  # fmt: skip
    fields: dict[str, str | Iterable[str]] = {
        "email": email,
        "phone": phone,
        "company": row.get("company", "organization"),
        "role": row.get("job title"),
        "address": ", ".join(filter(None, (row.get(f"{where} {part}") for part in parts))),
        "city": row.get(f"{where} city"),
        "aliases": [row.get("nickname")],
        "tags": row.get("categories").split(";"),
    }
    names = [row.get(name) for name in ("first name", "middle name", "last name")]
    name = " ".join(filter(None, names)) or row.get("display name", "name", "e-mail display name")
    more = [*mails, *phones, row.get("web page", "web page 1"), row.get("notes")]
    return make_person(name, fields, line, more, (f"{names[0]} {names[2]}",))


def read_english_day(text: str) -> date | None:
    """ "01 Jan 2026", "1/31/26" as LinkedIn writes days; None for anything else."""
    text = re.sub(r",? \d{1,2}:\d\d.*$", "", text.strip())
    if found := re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{2}|\d{4})", text):
        month = found[2].capitalize()
        return _make_day(
            _full_year(found[3]), MONTHS.index(month) + 1 if month in MONTHS else 0, found[1]
        )
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})", text):
        return _make_day(_full_year(found[3]), int(found[1]), found[2])
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return _make_day(found[1], int(found[2]), found[3])
    return None


def _full_year(text: str) -> str:
    return f"20{text}" if len(text) == 2 else text


def _make_day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _is_google(table: Table) -> bool:
    return table.has("e-mail 1 - value") or (
        table.has("given name", "family name") or table.has("first name", "organization name")
    )


def _read_google(row: Row, line: int) -> Person:
    name = row.get("name") or " ".join(
        part
        for part in (
            row.get("first name", "given name"),
            row.get("middle name", "additional name"),
            row.get("last name", "family name"),
        )
        if part
    )
    email, mails = split_first(row.all(r"e-mail \d+ - value"))
    phone, phones = split_first(row.all(r"phone \d+ - value"))
    labels = row.get("labels", "group membership").split(_BETWEEN)
    fields: dict[str, str | Iterable[str]] = {
        "email": email,
        "phone": phone,
        "company": row.get("organization name", "organization 1 - name"),
        "role": row.get("organization title", "organization 1 - title"),
        "address": row.get("address 1 - formatted", "address 1 - street").replace("\n", ", "),
        "city": row.get("address 1 - city"),
        "aliases": row.get("nickname").split(_BETWEEN),
        "tags": [one.strip("* ") for one in labels if "mycontacts" not in one.casefold()],
    }
    more = [*mails, *phones, *row.all(r"website \d+ - value"), row.get("notes")]
    short = f"{row.get('first name', 'given name')} {row.get('last name', 'family name')}"
    return make_person(name, fields, line, more, (short,))


def _make_mapped(table: Table, mapping: Mapping[str, str]) -> RowReader:
    """A reader for the columns somebody named."""
    known = {spec.name: spec.type for spec in FIELDS["contact"]}
    chosen = {_fold(column): field.strip() for column, field in mapping.items()}
    for column, field in chosen.items():
        if column not in table.columns:
            near = find_nearest(column, table.columns)
            hint = f'; nearest is "{near}"' if near else f"; there is {', '.join(table.columns)}"
            raise VaultkitError(f'no column "{column}"{hint}')
        if field not in known:
            near = find_nearest(field, known)
            hint = f'; nearest is "{near}"' if near else ""
            raise VaultkitError(f'no field "{field}"{hint}; see docs/format.md')
    if "name" not in chosen.values():
        raise VaultkitError("no column is mapped to name; for example --map 'Full name=name'")

    def read(row: Row, line: int) -> Person:
        fields: dict[str, str | Iterable[str]] = {}
        names: list[str] = []
        for column, field in chosen.items():
            text = row.get(column)
            if field == "name":
                names.append(text)
            elif text:
                fields[field] = re.split(r"[;,]", text) if known[field] == "list" else text
        return make_person(" ".join(names), fields, line)

    return read


def make_map(text: str) -> Iterator[tuple[str, str]]:
    """ "Full name=name,Mail=email" to pairs of column and field."""
    for part in text.split(","):
        column, mark, field = part.rpartition("=")
        if not mark or not column.strip() or not field.strip():
            raise VaultkitError(f'"{part}" is no COLUMN=FIELD; for example Full name=name')
        yield column.strip(), field.strip()
