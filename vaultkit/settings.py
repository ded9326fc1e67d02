"""The text of vaultkit.toml to Settings, with a diagnostic for every value that is wrong."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from vaultkit.dates import Calendar, Wait, make_holidays, read_date, read_wait
from vaultkit.diagnostics import CODES, Diagnostic, find_nearest, make_diagnostic

FILE_NAME = "vaultkit.toml"
# A searcher reads a speech aloud at about this pace (REQUIREMENTS T11).
WORDS_PER_MINUTE = 130

# From this size on (bytes) a note is warned of, and skipped; no vault may change it.
LARGE, TOO_LARGE = 2 * 1024 * 1024, 20 * 1024 * 1024

# The version of the format that this vaultkit reads.
FORMAT = 1

# The words of the sections that mean something; `[sections]` may change each.
SECTIONS = (
    "log", "research", "advice", "leads", "goals", "pitch", "questions", "answers",
    "bridges", "bring", "notes", "new to me", "interests",
    "company", "person", "chances", "closing",
    "education", "experience", "their work",
)  # fmt: skip

KEYS = (
    "format", "name", "days_off", "country", "pack", "theme", "words_per_minute",
    "sections", "kinds", "fields", "waits", "check",
)  # fmt: skip

# A pair of waits (opens, due; None = no such day), or None for a row switched off.
WaitPair = tuple[Wait | None, Wait | None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a vault may change: see docs/settings.md for each."""

    name: str = ""
    calendar: Calendar = field(default_factory=Calendar)
    country: str = ""
    pack: str = "article"
    theme: str = "paper"
    words_per_minute: int = WORDS_PER_MINUTE
    sections: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    waits: Mapping[str, WaitPair | None] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def section_word(self, section: str) -> str:
        """The heading, casefolded, under which this vault keeps a section."""
        return self.sections.get(section, section)


class _Reader:
    """Walks the parsed TOML once, gathering diagnostics with their lines."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self.lines = _find_lines(text)

    def say(self, code: str, key: str, message: str) -> None:
        self.diagnostics.append(
            make_diagnostic(code, self.path, self.lines.get(key, 1), 1, message)
        )

    def bad(self, key: str, found: object, expected: str) -> None:
        self.say("settings-value", key, f"{key} is {_show(found)}; expected {expected}")

    def text(self, table: Mapping[str, object], key: str, default: str) -> str:
        value = table.get(key, default)
        if isinstance(value, str):
            return value.strip() or default
        self.bad(key, value, 'text in quotes, such as "my search"')
        return default

    def pace(self, table: Mapping[str, object]) -> int:
        value = table.get("words_per_minute", WORDS_PER_MINUTE)
        if isinstance(value, int) and not isinstance(value, bool) and 60 <= value <= 300:
            return value
        self.bad("words_per_minute", value, "a whole number from 60 to 300")
        return WORDS_PER_MINUTE

    def table(self, tables: Mapping[str, object], key: str) -> dict[str, object]:
        value = tables.get(key, {})
        if isinstance(value, dict):
            return value
        self.bad(key, value, f"a table: write [{key}] on a line of its own")
        return {}

    def days(self, table: Mapping[str, object]) -> frozenset[date]:
        value = table.get("days_off", [])
        if not isinstance(value, list):
            self.bad("days_off", value, 'a list such as ["2026-12-24"]')
            return frozenset()
        days = {_read_day_off(item): item for item in value}
        if None in days:
            self.bad("days_off", days[None], "dates that exist, as YYYY-MM-DD")
        return frozenset(day for day in days if day is not None)

    def sections(self, table: Mapping[str, object]) -> dict[str, str]:
        known: dict[str, str] = {}
        for key, value in table.items():
            name = key.replace("_", " ").casefold()
            if name not in SECTIONS:
                self.unknown(f"sections.{key}", key, SECTIONS)
            elif not isinstance(value, str) or len(value.strip().splitlines()) != 1:
                self.bad(f"sections.{key}", value, 'a heading, such as log = "Verlauf"')
            else:
                known[name] = value.strip().casefold()
        return known

    def kinds(self, table: Mapping[str, object]) -> dict[str, str]:
        known: dict[str, str] = {}
        for key, value in table.items():
            like = value.get("like") if isinstance(value, dict) else None
            if isinstance(like, str):
                known[key.casefold()] = like
            else:
                self.bad(f"kinds.{key}", value, f'[kinds.{key}] with like = "met" or another kind')
        return known

    def fields(self, table: Mapping[str, object]) -> dict[str, str]:
        known: dict[str, str] = {}
        for key, value in table.items():
            if isinstance(value, str) and value.strip():
                known[key.casefold()] = value.strip()
            else:
                self.bad(f"fields.{key}", value, 'a field of ours, such as mail = "email"')
        return known

    def waits(self, table: Mapping[str, object]) -> dict[str, WaitPair | None]:
        known: dict[str, WaitPair | None] = {}
        for key, value in table.items():
            pair = _read_pair(value)
            if isinstance(pair, str):
                self.bad(f"waits.{key}", value, pair)
            elif pair and _is_upside_down(*pair):
                self.bad(f"waits.{key}", value, "the opening day first, the last day second")
            else:
                known[key] = pair
        return known

    def ignore(self, table: Mapping[str, object]) -> tuple[str, ...]:
        for key in table:
            if key != "ignore":
                self.unknown(f"check.{key}", key, ("ignore",))
        value = table.get("ignore", [])
        codes = value if isinstance(value, list) else [value]
        for text in codes:
            code = text.partition(":")[0] if isinstance(text, str) else ""
            if code not in CODES:
                near = find_nearest(code, CODES)
                hint = f'; nearest is "{near}"' if near else ""
                self.bad("check.ignore", text, f'codes such as "fact-stale"{hint}')
        return tuple(text for text in codes if isinstance(text, str))

    def holidays(self, country: str) -> Callable[[date], bool] | None:
        if not country:
            return None
        try:
            return make_holidays(country)
        except ImportError:
            remedy = "the package holidays: pip install 'vaultkit[holidays]'"
            self.bad("country", country, remedy)
        except NotImplementedError:
            self.bad("country", country, 'a country code the package holidays knows, such as "DE"')
        return None

    def unknown(self, key: str, word: str, known: Iterable[str]) -> None:
        near = find_nearest(word, known)
        hint = f'; nearest is "{near}"' if near else ""
        self.say("settings-unknown", key, f'no setting "{key}"{hint}')


def read_settings(text: str, path: str = FILE_NAME) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """TOML text to Settings; what cannot be used is reported and its default taken."""
    import tomllib  # 3 ms that a build with nothing to do need not pay

    reader = _Reader(text, path)
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return Settings(), (_say_toml(error, path),)
    for key in table:
        if key not in KEYS:
            reader.unknown(key, key, KEYS)
    if table.get("format", FORMAT) != FORMAT:
        reader.bad("format", table["format"], f"{FORMAT}, the only format there is")
    country = reader.text(table, "country", "")
    settings = Settings(
        name=reader.text(table, "name", ""),
        calendar=Calendar(reader.days(table), reader.holidays(country)),
        country=country,
        pack=reader.text(table, "pack", "article"),
        theme=reader.text(table, "theme", "paper"),
        words_per_minute=reader.pace(table),
        sections=reader.sections(reader.table(table, "sections")),
        kinds=reader.kinds(reader.table(table, "kinds")),
        fields=reader.fields(reader.table(table, "fields")),
        waits=reader.waits(reader.table(table, "waits")),
        ignore=reader.ignore(reader.table(table, "check")),
        lines=reader.lines,
    )
    return settings, tuple(reader.diagnostics)


def _say_toml(error: Exception, path: str) -> Diagnostic:
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    words = re.sub(r" \(at .*\)", "", str(error)) or "nested too deeply"
    message = f'not valid TOML: {words}; expected lines such as name = "my search"'
    return make_diagnostic("settings-toml", path, line, column, message)


def _find_lines(text: str) -> dict[str, int]:
    """Each key, written `table.key` inside a table, and the line it stands on."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if found := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = found[1].strip() + "."
            lines.setdefault(table[:-1], number)
        elif found := re.match(r"\s*([\w.\"-]+)\s*=", line):
            lines.setdefault(table + found[1].strip('"'), number)
    return lines


def _read_day_off(value: object) -> date | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    return read_date(value) if isinstance(value, str) else None


def _read_pair(value: object) -> WaitPair | str | None:
    """A pair of waits, None for `false`, or the sentence that says what was expected."""
    if value is False:
        return None
    expected = 'a pair such as ["7d", "14d"] ("-" for no day), or false'
    if not isinstance(value, list) or len(value) != 2:
        return expected
    waits: list[Wait | None] = []
    for text in value:
        wait = read_wait(text) if isinstance(text, str) else None
        if wait is None and text not in ("-", ""):
            return expected
        waits.append(wait)
    return waits[0], waits[1]


def _is_upside_down(opens: Wait | None, due: Wait | None) -> bool:
    if opens is None or due is None or due.from_opens or opens.unit != due.unit:
        return False
    return opens.amount > due.amount


def _show(value: object) -> str:
    """A value as TOML writes it, or close to that."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # a number of 5,000 digits, tables 1,000 deep
        return "more than can be shown"
    return text if len(text) <= 60 else text[:57] + "..."
