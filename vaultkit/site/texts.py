"""The HTML of texts that were rendered before; it holds while what was asked has its answers."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import is_dataclass
from typing import NamedTuple

# A question that was asked while a text was rendered, and the answer: (link or embed, target,
# heading, answer in one short text).
Asked = tuple[str, str, str, str]
# So many texts are kept by one who watches, from one whole build to the next.
MOST = 10_000


class Text(NamedTuple):
    """HTML, what went wrong on the way, the ids of its headings, what was asked."""

    html: str
    problems: tuple[str, ...]
    ids: tuple[str, ...]
    asked: tuple[Asked, ...]


class Texts:
    """Rendered texts by key: those of earlier builds, looked up in `find`, and `new` ones."""

    def __init__(self, find: Callable[[str], str | None] = lambda _: None) -> None:
        self._look_up = find
        self.new: dict[str, str] = {}
        self.used: set[str] = set()

    def find(self, key: str) -> Text | None:
        """What was made of a text; None when it was not, or cannot be read."""
        self.used.add(key)
        data = self.new.get(key) or self._look_up(key)
        try:
            html, problems, ids, asked = json.loads(data) if data else (None, (), (), ())
            rows = tuple((str(a), str(b), str(c), str(d)) for a, b, c, d in asked)
            found = tuple(map(str, problems)), tuple(map(str, ids)), rows
            return None if html is None else Text(str(html), *found)
        except (ValueError, TypeError, RecursionError):
            return None

    def trim(self) -> None:
        """Forget new ones when they are many; who watches for weeks would keep all there were."""
        if len(self.used) > MOST:
            self.new, self.used = {}, set()

    def put(self, key: str, text: Text) -> None:
        """Keep what was made of a text."""
        self.new[key] = write_value(text)


def make_key(*parts: object) -> str:
    """A short text for all that goes into a rendering."""
    return digest_of(parts)


def digest_of(value: object) -> str:
    """A short text that is the same for values that show the same."""
    return hashlib.blake2b(write_value(value).encode(), digest_size=16).hexdigest()


def _take_apart(value: object) -> object:
    """A value as what it holds."""
    if is_dataclass(value):
        return [getattr(value, name) for name in value.__dataclass_fields__]
    return repr(value)


# A text that is the same for values that show the same; in half the time that repr takes.
write_value = json.JSONEncoder(
    check_circular=False, separators=(",", ":"), default=_take_apart
).encode
