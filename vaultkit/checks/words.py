"""Words of a vault's own, in vaultkit.toml, that stand for nothing of ours."""

from collections.abc import Iterable, Iterator

from vaultkit.contact_log import KINDS as LOG_WORDS
from vaultkit.diagnostics import Diagnostic, find_nearest, make_diagnostic
from vaultkit.notes import KINDS
from vaultkit.notes.fields import FIELDS
from vaultkit.settings import FILE_NAME, Settings


def check_words(settings: Settings) -> Iterator[Diagnostic]:
    """`[kinds.X] like = Y` and `[fields] X = "Y"` where Y is nothing we know."""
    for name, like in settings.kinds.items():
        if like not in LOG_WORDS and like not in KINDS:
            line = settings.lines.get(f"kinds.{name}.like", settings.lines.get(f"kinds.{name}", 1))
            message = f'kinds.{name} is like "{like}", which is no kind of entry or note'
            yield _say(line, message, like, (*LOG_WORDS, *KINDS))
    known = {spec.name for specs in FIELDS.values() for spec in specs} | {"type"}
    for name, field in settings.fields.items():
        if field not in known:
            line = settings.lines.get(f"fields.{name}", 1)
            yield _say(line, f'fields.{name} is "{field}", which is no field', field, sorted(known))


def _say(line: int, message: str, word: str, known: Iterable[str]) -> Diagnostic:
    near = find_nearest(word, known)
    hint = f'; nearest is "{near}"' if near else ""
    return make_diagnostic("settings-value", FILE_NAME, line, 1, message + hint)
