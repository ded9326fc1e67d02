"""What every page needs: the vault, the agenda, addresses, rendering, the problems by note."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from vaultkit.addresses import Addresses
from vaultkit.agenda import Agenda
from vaultkit.dates import say_weekday
from vaultkit.diagnostics import Diagnostic, make_diagnostic
from vaultkit.drafts import Sources, Writer
from vaultkit.drafts.purposes import make_draft_id
from vaultkit.followups import Followup, find_addressee
from vaultkit.gathering import Gatherings
from vaultkit.links import Link
from vaultkit.notes.company import Company
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.notes.profile import Letter
from vaultkit.settings import Settings
from vaultkit.site.markdown import Rendered, Renderer, Target
from vaultkit.site.means import AFTER, BEFORE, CALLS, STEPS, Means, mail_link, phone_means
from vaultkit.site.privacy import find_hidden_words, find_private, hide_problem, hide_words
from vaultkit.site.syntax import COMMENT, HeadingIds, find_part, make_id
from vaultkit.site.texts import Text, Texts, digest_of, make_key, write_value
from vaultkit.site.turning import Turn
from vaultkit.site.windows import say_step_day, say_window
from vaultkit.vault import Vault

# Files that may be copied into the site: nothing a browser would run.
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_TEXTS = (".pdf", ".txt", ".csv", ".rtf")
_OFFICE = (".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp")
_FILES = (*_IMAGES, *_TEXTS, *_OFFICE)


class Ref(NamedTuple):
    """A name and the address of its page ("" when it has none)."""

    name: str
    address: str


class Row(NamedTuple):
    """A follow-up as it is shown; days as ISO text for programs, in words for people.

    `step` and `day` say the same in a word or two, for where the name stands beside it.
    """

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
    step: str
    day: str


class Event(NamedTuple):
    """One log entry as it is shown: `kind` is its word in the log, `label` what people call it."""

    day: str
    iso: str
    kind: str
    label: str
    who: Ref
    words: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """An address, the template that shows it, the typed content it shows, what stands around it.

    `broken` is why the last good page should stay in its place; `turn` the way on in a long list.
    """

    address: str
    template: str
    content: object
    frame: Mapping[str, object] = field(default_factory=dict)
    broken: Diagnostic | None = None
    turn: Turn | None = None


# What is wrong with the note at a path.
ProblemsOf = Callable[[str], tuple[Diagnostic, ...]]


class Site:
    """The vault as pages see it.

    `problems` and `files` gather what making a page brings to light: texts that could not be
    shown, files to copy into the site (address -> path).
    """

    def __init__(
        self,
        vault: Vault,
        agenda: Agenda,
        settings: Settings,
        problems_of: ProblemsOf,
        version: str,
        letters: tuple[Letter, ...] = (),
        lost: str = "",
    ) -> None:
        self.vault, self.agenda, self.settings = vault, agenda, settings
        self.version, self.lost = version, lost
        self.addresses, self.gatherings = Addresses(vault), Gatherings(vault)
        self.renderer = Renderer(self._ask_link, self._ask_embed)
        self.problems: dict[Diagnostic, None] = {}
        self.files: dict[str, str] = {}
        self._ids = HeadingIds()
        self._problems_of = problems_of
        self.texts = Texts()
        self._asked: dict[tuple[str, str, str], str] | None = None
        self._current: Note | None = None
        self._private: dict[str, tuple[Note, frozenset[str]]] = {}
        self.writer = Writer(Sources(vault, settings, agenda, letters, self.private))

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
        """What is wrong with one note; ask after it was rendered, which may find more."""
        rendering = (one for one in self.problems if one.path == note.path)
        found = dict.fromkeys((*self._problems_of(note.path), *rendering))
        return tuple(hide_problem(note, self.private(note), one) for one in found)

    def private(self, note: Note) -> frozenset[str]:
        """The fields of a note that stay off the site."""
        known = self._private.get(note.path)
        if known is None or known[0] is not note:
            known = self._private[note.path] = (note, find_private(note))
        return known[1]

    def public(self, note: Note, name: str) -> str:
        """A text field, "" when it is not set or private."""
        return "" if name in self.private(note) else note.values.text(name) or ""

    def company_name(self, contact: Contact) -> str:
        """What a contact's company is called, "" when there is none or it is private."""
        hidden = "company" in self.private(contact)
        return "" if hidden else self.vault.company_name(contact) or ""

    def staff_of(self, company: Company) -> tuple[Contact, ...]:
        """The contacts at a company, without those who keep it private."""
        staff = self.vault.staff_of(company)
        return tuple(one for one in staff if "company" not in self.private(one))

    def backlinks(self, note: Note) -> tuple[Note, ...]:
        """The notes that link to this one, and not only in a private field."""
        return tuple(one for one in self.vault.backlinks(note) if self._shows_link(one, note))

    def _shows_link(self, source: Note, target: Note) -> bool:
        private = self.private(source)
        if not private:
            return True
        values = source.values.by_name.items()
        shown = (v for name, v in values if isinstance(v, Link) and name not in private)
        links = (*shown, *source.document.links())
        return any(self.vault.find(link.target) is target for link in links if link.target)

    def say(self, day: date) -> str:
        """A day in words."""
        return say_weekday(day, self.today)

    def root(self, note: Note) -> str:
        """The way from a note's page to the top of the site."""
        return "../" * self.addresses[note.path].count("/")

    def render(self, note: Note, text: str, taken: set[str] | None = None) -> Markup:
        """A note's Markdown to HTML; what cannot be shown is reported and shown as typed.

        Headings get ids that are not in `taken` yet; without it they get none.
        """
        if not text.strip():
            return Markup("")
        self._current, root = note, self.root(note)
        ids = set() if taken is None else taken
        key = make_key(note.path, root, None if taken is None else sorted(ids), text)
        found = self._remember(key, lambda: self.renderer.render(text, root, taken), ids)
        self.problems |= dict.fromkeys(_say_render(code, note) for code in found.problems)
        return Markup(found.html)

    def _remember(self, key: str, render: Callable[[], Rendered], ids: set[str]) -> Text:
        """A text as it was rendered before, if all that was asked for it has the same answers."""
        found = self.texts.find(key)
        if found is None or not self._holds(found):
            before, self._asked = set(ids), {}
            rendered = render()
            asked = tuple((*question, answer) for question, answer in self._asked.items())
            self._asked = None
            new = tuple(sorted(ids - before))
            found = Text(rendered.html, rendered.problems, new, asked)
            self.texts.put(key, found)
        ids.update(found.ids)
        return found

    def _holds(self, text: Text) -> bool:
        """Whether all that was asked for a text has the same answers."""
        return all(self._answer(*question) == answer for *question, answer in text.asked)

    def _answer(self, kind: str, target: str, heading: str) -> str:
        if kind == "link":
            return write_value(self._resolve(target, heading))
        return digest_of(self._embed(target, heading))

    def _ask_link(self, target: str, heading: str) -> Target | None:
        found = self._resolve(target, heading)
        if self._asked is not None:
            self._asked["link", target, heading] = write_value(found)
        return found

    def _ask_embed(self, target: str, heading: str) -> tuple[str, str] | None:
        found = self._embed(target, heading)
        if self._asked is not None:
            self._asked["embed", target, heading] = digest_of(found)
        return found

    def block(self, text: str, root: str) -> Markup:
        """A few lines of Markdown that belong to no one page."""
        self._current = None
        return Markup(self.renderer.render(text, root).html)

    def inline(self, text: str, root: str) -> Markup:
        """One line of Markdown; one with links is asked for often, and costs the most."""
        self._current = None

        def render() -> Rendered:
            return Rendered(self.renderer.render_inline(text, root), ())

        if "[[" not in text:
            return Markup(self.renderer.render_inline(text, root))
        return Markup(self._remember(make_key("line", root, text), render, set()).html)

    def value(self, text: str, root: str) -> Markup:
        """The value of a field: text as it stands, only links become links."""
        self._current = None
        return Markup(self.renderer.render_value(text, root))

    def _resolve(self, target: str, heading: str) -> Target | None:
        here = self._current.path if self._current else None
        path = self.vault.find_path(target) if target else here
        if path is not None:
            fragment = self._find_fragment(path, heading) if heading else ""
            return Target(self.addresses[path], fragment=fragment)
        path = self.vault.find_file(target.removeprefix("./").removeprefix("../"))
        if path is None or not path.casefold().endswith(_FILES):
            return None
        address = path if path.startswith("files/") else f"files/{path}"
        while address != path and address in self.vault.files:  # a.png and files/a.png
            address = address.replace("files/", "files/-", 1)
        self.files[address] = path
        return Target(address, path.casefold().endswith(_IMAGES))

    def _find_fragment(self, path: str, heading: str) -> str:
        """The id of a heading on the page of a note, "" when it has no such heading."""
        note, wanted = self.vault.note(path), make_id(heading.rpartition("#")[2])
        return wanted if note and wanted in self._ids.of(path, note.document.headings) else ""

    def _embed(self, target: str, heading: str) -> tuple[str, str] | None:
        note = self.vault.find(target) if target else self._current
        if note is None:
            return None
        whole = "\n".join(note.document.lines[note.document.body_start :])
        text = find_part(note.document, heading) if heading else whole
        return None if text is None else (f"{note.path}#{heading.casefold()}", text)

    # -- follow-ups ---------------------------------------------------------------------------

    def row(self, one: Followup) -> Row:
        """A follow-up to what is shown of it."""
        contact = self._find_addressee(one)
        who = (self.public(contact, "role"), self.company_name(contact)) if contact else ()
        note = one.contact or self.vault.note(one.path)
        when, left = say_window(one, self.today)
        summary, reason = self.words(one)
        return Row(
            summary,
            self.addresses[note.path] if note else "",
            ", ".join(part for part in who if part),
            reason,
            when,
            left,
            str(one.opens or ""),
            str(one.due or ""),
            one.status.value,
            self._find_means(one, contact),
            self.step(one),
            say_step_day(one, self.today),
        )

    def step(self, one: Followup) -> str:
        """A follow-up in a word or two, for where the name stands beside it."""
        return STEPS.get(one.action) or self.words(one)[0]

    def words(self, one: Followup) -> tuple[str, str]:
        """A follow-up in words: what, and why; without what is private."""
        note = one.contact or self.vault.note(one.path)
        hidden = self._find_hidden(note) if note else frozenset()
        summary = hide_words(COMMENT.sub("", one.summary), hidden)
        return summary, end_sentence(hide_words(one.reason, hidden))

    def rows(self, found: Iterable[Followup]) -> tuple[Row, ...]:
        """Follow-ups to rows, in their order."""
        return tuple(self.row(one) for one in found)

    def _find_addressee(self, one: Followup) -> Contact | None:
        whom = find_addressee(self.vault, one)
        is_other = one.contact is not None and whom is not one.contact
        hidden = is_other and one.contact and "referred_by" in self.private(one.contact)
        return None if hidden else whom

    def _find_hidden(self, note: Note) -> frozenset[str]:
        """Words that no sentence about a note may hold: private values, what they link to."""
        private = self.private(note)
        words = set(find_hidden_words(note, private)) if private else set()
        named = (self.vault.find(one) for one in words)
        return frozenset(words | {one.name for one in named if one})

    def means(self, contact: Note) -> tuple[Means, ...]:
        """How a contact can be reached, private fields left out."""
        phone, email = self._phone_of(contact), self.public(contact, "email")
        return (*phone, *((Means(email, mail_link(email)),) if email else ()))

    def _find_means(self, one: Followup, contact: Contact | None) -> tuple[Means, ...]:
        """What helps with a follow-up: the number, the letter, the page of the meeting."""
        meeting = self._find_meeting(one)
        if contact is None or one.action in ("prepare", "write-up"):
            return meeting
        email = self.public(contact, "email")
        phone = self._phone_of(contact)
        mail = (Means("E-mail", mail_link(email)),) if email else ()
        if one.action == "meet":
            return (*meeting, *phone)
        if one.action in CALLS:
            return (*(phone or self._ask_number(contact)), *self._find_draft(one), *mail)
        return (*self._find_draft(one), *mail, *(meeting or phone))

    def _find_draft(self, one: Followup) -> tuple[Means, ...]:
        """Where the draft for a follow-up stands, or what to say on the phone."""
        place = make_draft_id(one.action)
        if not place or one.contact is None:
            return ()
        words = "What to say" if place == "script" else "The draft"
        return (Means(words, f"{self.addresses[one.contact.path]}#{place}", True),)

    def _ask_number(self, contact: Contact) -> tuple[Means, ...]:
        return (Means("Find a number", f"{self.addresses[contact.path]}#file", True),)

    def _phone_of(self, contact: Note) -> tuple[Means, ...]:
        phone, ext = self.public(contact, "phone"), self.public(contact, "ext")
        return (phone_means(phone, ext),) if phone else ()

    def _find_meeting(self, one: Followup) -> tuple[Means, ...]:
        """The page of the interview that a follow-up is about."""
        standing = self.agenda.standings[one.contact.path] if one.contact else None
        meeting = standing.meeting_at((one.path, one.line)) if standing else None
        note = meeting.interview if meeting else None
        if note is None or one.action not in BEFORE | AFTER:
            return ()
        words = "Prep sheet" if one.action in BEFORE else "Your notes"
        return (Means(words, self.addresses[note.path], True),)


def end_sentence(text: str) -> str:
    """Words with a full stop; their capital is a matter of style, which the theme adds."""
    return text if not text or text[-1] in ".!?\u2026\u3002" else f"{text}."


def _say_render(code: str, note: Note) -> Diagnostic:
    words = {
        "nesting": "lists or quotes nest too deeply, so the note is shown as typed; flatten them",
        "note-large": "over 500 kB, 20,000 brackets, 100,000 marks of emphasis or 2 MB of addresses"
        " in links, so the note is shown as typed; split it",
        "render": "the text cannot be shown as Markdown, so it is shown as typed",
    }
    return make_diagnostic(code, note.path, 1, 1, words[code])
