"""Where people were found, and where nobody was looked for yet: the words of `source` tell."""

from collections.abc import Iterable
from typing import NamedTuple

from vaultkit.notes.note import fold


class Source(NamedTuple):
    """A place to look for people: its name, words that tell of it, who was found there."""

    name: str
    words: tuple[str, ...]
    found: int = 0


# Where the method looks for people (R19), and the words by which `source` tells of it.
SOURCES = (
    Source("the company's own pages", ("staff", "page", "website", "imprint", "biograph", "bios")),
    Source("career networks, such as LinkedIn", ("linkedin", "xing", "career network")),
    Source("social networks", ("facebook", "twitter", "instagram", "mastodon", "bluesky")),
    Source(
        "the alumni office and career centre of your school",
        ("alumni", "career centre", "career center", "career office", "school", "university",
         "college", "department", "campus"),
    ),
    Source(
        "friends, family, teachers, colleagues",
        ("friend", "family", "aunt", "uncle", "teacher", "colleague", "neighbour", "neighbor"),
    ),
    Source("talks, fairs and other events", ("talk", "lecture", "fair", "event", "conference")),
)  # fmt: skip


def count_sources(sources: Iterable[str], named: int) -> tuple[Source, ...]:
    """How many were found in each place; `named` were named by somebody we know."""
    texts = [fold(text) for text in sources if text]
    counted = [_count(source, texts) for source in SOURCES]
    return tuple(
        one._replace(found=one.found + named) if one.name.startswith("friends") else one
        for one in counted
    )


def _count(source: Source, texts: list[str]) -> Source:
    return source._replace(found=sum(any(word in text for word in source.words) for text in texts))
