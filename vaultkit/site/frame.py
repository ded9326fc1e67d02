"""What every page needs: the vault, the agenda, addresses, rendering, the problems by note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from vaultkit.addresses import make_addresses
from vaultkit.agenda import Agenda
from vaultkit.dates import say_day, say_weekday
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.followups import Followup, Status, find_addressee
from vaultkit.notes.note import Note
from vaultkit.settings import Settings
from vaultkit.site.markdown import Renderer, Target
from vaultkit.vault import Vault

# Files that may be copied into the site: nothing a browser would run.
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_FILES = (*_IMAGES, ".pdf", ".txt", ".csv", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods")


class Ref(NamedTuple):
    """A name and the address of its page ("" when it has none)."""

    name: str
    address: str


class Means(NamedTuple):
    """A way to reach somebody: the words shown and the link behind them."""

    words: str
    href: str


class Row(NamedTuple):
    """A follow-up as it is shown; days as ISO text for programs, in words for people."""

    summary: str
    address: str
    who: str
    reason: str
    when: str
    left: str
    opens: str
    due: str
    status: str
    means: tuple[Means, ...]


class Event(NamedTuple):
    """One log entry as it is shown."""

    day: str
    iso: str
    kind: str
    who: Ref
    words: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """An address, the template that shows it, and the typed content it shows."""

    address: str
    template: str
    content: object


@dataclass
class Site:
    """The vault as pages see it."""

    vault: Vault
    agenda: Agenda
    settings: Settings
    diagnostics: tuple[Diagnostic, ...]
    version: str
    addresses: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.addresses = make_addresses(self.vault)
        self.renderer = Renderer(self._resolve, self._embed)
        self._by_path: dict[str, list[Diagnostic]] = {}
        for one in self.diagnostics:
            self._by_path.setdefault(one.path, []).append(one)

    @property
    def today(self) -> date:
        """The day the site is built for."""
        return self.agenda.today

    @property
    def name(self) -> str:
        """What the vault is called."""
        return self.settings.name or "Vault"

    def ref(self, note: Note | None, name: str = "") -> Ref:
        """A note's name and address."""
        return Ref(name or (note.name if note else ""), self.addresses[note.path] if note else "")

    def problems_of(self, note: Note) -> tuple[Diagnostic, ...]:
        """What is wrong with one note."""
        return tuple(self._by_path.get(note.path, ()))

    def say(self, day: date) -> str:
        """A day in words."""
        return say_weekday(day, self.today)

    def root(self, note: Note) -> str:
        """The way from a note's page to the top of the site."""
        return "../" * self.addresses[note.path].count("/")

    def render(self, note: Note, text: str) -> Markup:
        """A note's Markdown to HTML; what cannot be shown is reported and shown as typed."""
        rendered = self.renderer.render(text, self.root(note))
        for code in rendered.problems:
            self.problems.append(_say_render(code, note))
        return Markup(rendered.html)

    def inline(self, text: str, root: str) -> Markup:
        """One line of Markdown."""
        return Markup(self.renderer.render_inline(text, root))

    def _resolve(self, target: str) -> Target | None:
        note = self.vault.find(target)
        if note:
            return Target(self.addresses[note.path])
        path = self.vault.find_file(target.removeprefix("./").removeprefix("../"))
        if path is None or not path.casefold().endswith(_FILES):
            return None
        address = path if path.startswith("files/") else f"files/{path}"
        self.files[address] = path
        return Target(address, path.casefold().endswith(_IMAGES))

    def _embed(self, target: str, heading: str) -> tuple[str, str] | None:
        note = self.vault.find(target)
        if note is None:
            return None
        text = "\n".join(note.document.lines[note.document.body_start :])
        if heading:
            text = find_part(note, heading)
        return f"{note.path}#{heading.casefold()}", text

    # -- follow-ups ---------------------------------------------------------------------------

    def row(self, one: Followup) -> Row:
        """A follow-up to what is shown of it."""
        contact = find_addressee(self.vault, one)
        company = self.vault.company_name(contact) if contact else None
        role = contact.values.text("role") if contact and "role" not in contact.private else None
        note = one.contact or self.vault.notes.get(one.path)
        when, left = say_window(one, self.today)
        return Row(
            one.summary,
            self.addresses[note.path] if note else "",
            ", ".join(part for part in (role, company) if part),
            one.reason,
            when,
            left,
            str(one.opens or ""),
            str(one.due or ""),
            one.status.value,
            self.means(contact) if contact else (),
        )

    def rows(self, found: Iterable[Followup]) -> tuple[Row, ...]:
        """Follow-ups to rows, in their order."""
        return tuple(self.row(one) for one in found)

    def means(self, contact: Note) -> tuple[Means, ...]:
        """How a contact can be reached, private fields left out."""
        private = set(contact.values.texts("private"))
        phone, email = contact.values.text("phone"), contact.values.text("email")
        ext = contact.values.text("ext")
        means = []
        if phone and "phone" not in private:
            words = f"{phone} ext. {ext}" if ext and "ext" not in private else phone
            means.append(Means(unbroken(words), phone_link(phone)))
        if email and "email" not in private:
            means.append(Means(email, mail_link(email)))
        return tuple(means)


def phone_link(phone: str) -> str:
    """A phone number to a link that dials it."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)


def unbroken(phone: str) -> str:
    """A phone number that no line breaks."""
    return phone.replace(" ", "\u00a0")


def mail_link(email: str) -> str:
    """An e-mail address to a link that opens a letter to it."""
    return f"mailto:{quote(email, safe='@+.-_')}"


def _say_render(code: str, note: Note) -> Diagnostic:
    words = {
        "nesting": "lists or quotes nest too deeply, so the note is shown as typed; flatten them",
        "note-large": "over 500 kB or 20,000 brackets, so the note is shown as typed; split it",
        "render": "the text cannot be shown as Markdown, so it is shown as typed",
    }
    return make_diagnostic(code, note.path, 1, 1, words[code])


def find_part(note: Note, heading: str) -> str:
    """The text under one heading of a note, up to the next of its level or above."""
    wanted = heading.rpartition("#")[2].strip().casefold()
    headings = note.document.headings
    for number, found in enumerate(headings):
        if found.text.casefold() == wanted:
            after = headings[number + 1 :]
            ends = (one.line - 1 for one in after if one.level <= found.level)
            end = next(ends, len(note.document.lines))
            return "\n".join(note.document.lines[found.line : end])
    return ""


def say_window(one: Followup, today: date) -> tuple[str, str]:
    """The margin of a follow-up: its day or window, and the days late or left."""
    if one.due is None and one.opens is None:
        return "any day", ""
    if one.due is None:
        assert one.opens is not None  # one of the two is there
        return f"from {say_weekday(one.opens, today)}", ""
    due = say_weekday(one.due, today)
    if one.status is Status.OVERDUE:
        late = (today - one.due).days
        return due, "1 day late" if late == 1 else f"{late} days late"
    if one.due == today:
        return "today", ""
    when = due if one.opens in (None, one.due) else _say_range(one.opens, one.due, today)
    left = (one.due - today).days
    return when, ("1 day left" if left == 1 else f"{left} days left") if _is_open(
        one, today
    ) else ""


def _is_open(one: Followup, today: date) -> bool:
    return one.opens is None or one.opens <= today


def _say_range(opens: date | None, due: date, today: date) -> str:
    """ "9-16 Nov"; a word joiner keeps the range on one line."""
    assert opens is not None  # a window has both its days
    same = (opens.year, opens.month) == (due.year, due.month)
    begin = str(opens.day) if same else say_day(opens, today)
    return f"{begin}\u2013\u2060{say_day(due, today)}"
