"""Values as people type them after an option to values as front matter holds them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from datetime import time as TimeOfDay  # noqa: N812  `time` is the name of a field here

from vaultkit.cli.context import Context
from vaultkit.cli.options import fail, read_coming_day_or_fail, read_day_or_fail
from vaultkit.dates import Calendar
from vaultkit.diagnostics import find_nearest
from vaultkit.making import link_to, write_when
from vaultkit.notes.fields import FIELDS, FieldSpec
from vaultkit.notes.values import When

# How one can meet, as `mode` may say.
MODES = next(spec.choices for spec in FIELDS["interview"] if spec.name == "mode")
Fields = dict[str, str | Sequence[str]]
_TIME = re.compile(r"(.*?)(?:[ T]+|^)(\d{1,2})[:.](\d\d)")


def read_fields(context: Context, kind: str, pairs: Iterable[str]) -> Fields:
    """`FIELD=VALUE` pairs of one kind of note; exit code 2 for a field it does not have."""
    specs = {spec.name: spec for spec in FIELDS[kind]}
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip().casefold().replace("-", "_")
        if not equals:
            fail(f'"{pair}" is not FIELD=VALUE')
        if name not in specs:
            near = find_nearest(name, specs)
            hint = f'; nearest is "{near}"' if near else f"; expected one of {', '.join(specs)}"
            fail(f'a {kind} has no field "{name}"{hint}')
        found.setdefault(name, []).append(_read_value(context, specs[name], value.strip()))
    return {name: _join(specs[name], values) for name, values in found.items()}


def _join(spec: FieldSpec, values: list[str]) -> str | Sequence[str]:
    if len(values) == 1:
        return values[0]
    if spec.type not in ("list", "choices"):
        fail(f"{spec.name} holds one value; it was given {len(values)} times")
    return values


def _read_value(context: Context, spec: FieldSpec, value: str) -> str:
    """Days as people say them and names of notes become what the field holds."""
    calendar = context.loaded.settings.calendar
    match spec.type:
        case "date" if value:
            return str(read_day_or_fail(value, context.today, calendar))
        case "date-time" if value:
            return write_when(read_when_or_fail(value, context.today, calendar))
        case "link" if value and not value.startswith("[["):
            note = context.loaded.vault.find(value)
            return link_to(context.loaded.vault, note) if note else f"[[{value}]]"
    return value


def read_when_or_fail(text: str, today: date, calendar: Calendar) -> When:
    """ "friday 14:30", "2026-10-13T9:05", or the day alone; exit code 2 for anything else."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return When(read_coming_day_or_fail(text.strip(), today, calendar))
    hour, minute = int(found[2]), int(found[3])
    if hour > 23 or minute > 59:
        fail(f'"{text}" holds no time of day; expected one such as 14:30')
    day = read_coming_day_or_fail(found[1].strip() or "today", today, calendar)
    return When(day, TimeOfDay(hour, minute))
