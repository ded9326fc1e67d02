"""followups.ics: the calendar that lies beside the pages, for programs that subscribe to it."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Protocol

from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.site.frame import Site
from vaultkit.site.texts import Text, make_key
from vaultkit.tracing import Question, Shelf

CALENDAR = "followups.ics"
_HEAD, _OTHERS, _TAIL = "head of the calendar", "about nobody", "tail of the calendar"


class PartWriter(Protocol):
    """Who writes the parts; it loads icalendar, so it is made when a part is to be written."""

    def frame(self) -> tuple[bytes, bytes]: ...

    def write_part(self, contact: Contact) -> bytes: ...

    def write_others(self) -> bytes: ...


class Calendar:
    """A part for each contact; after a change only those are written that may differ."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._parts: Shelf[str] = Shelf(site.vault.trace)

    def print(self, changed: Collection[Question] | None = None) -> bytes:
        """The whole calendar; `changed` is what has another answer now."""
        contacts = {one.path: one for one in self._site.vault.contacts}
        makers: dict[str, Callable[[], str]] = {
            _HEAD: partial(self._make_frame, 0),
            **{path: partial(self._make_part, one) for path, one in contacts.items()},
            _OTHERS: self._make_others,
            _TAIL: partial(self._make_frame, 1),
        }
        self._parts.keep(makers, lambda name: makers[name](), changed or ())
        parts = self._parts.values
        return "".join(parts[name] for name in makers).encode("utf-8", "replace")

    def _make_part(self, contact: Contact) -> str:
        """What stands in the calendar about one contact."""
        return self._writer().write_part(contact).decode()

    def _make_others(self) -> str:
        return self._writer().write_others().decode()

    def _make_frame(self, number: int) -> str:
        """Head or tail: as an earlier build of the same day wrote it, else anew, which is dear."""
        site = self._site
        key = make_key(CALENDAR, site.version, site.today, number, self._zone)
        found = site.texts.find(key)
        if found is None:
            found = Text(self._writer().frame()[number].decode("utf-8", "replace"), (), (), ())
            site.texts.put(key, found)
        return found.html

    @property
    def _zone(self) -> str:
        profile = self._site.vault.profile
        return (profile.values.text("timezone") if profile else None) or ""

    def _public(self, note: Note, field: str) -> str:
        if field == "company" and isinstance(note, Contact):
            return self._site.company_name(note)
        return self._site.public(note, field)

    def _writer(self) -> PartWriter:
        from vaultkit.exchange.ics import Writer

        site = self._site
        address_of = site.addresses.__getitem__
        return Writer(site.vault, site.agenda, address_of, self._public, site.words)
