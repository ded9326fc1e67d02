"""A wish to a draft: its template filled in, every piece with its source, what to look at first."""

from dataclasses import dataclass, field
from typing import NamedTuple

from vaultkit.dates import say_date
from vaultkit.diagnostics import Diagnostic, VaultkitError
from vaultkit.drafts.facts import Context, Wish, make_context
from vaultkit.drafts.leave import find_withheld, withhold
from vaultkit.drafts.review import Remark, review
from vaultkit.drafts.slots import Group, Part, Slot, Slots, join_parts
from vaultkit.drafts.sources import Sources
from vaultkit.drafts.template import Compiled, LetterMistakeError, compile_letter, render_letter
from vaultkit.notes.contact import Contact
from vaultkit.notes.profile import Letter

# Written to the referrer, not to the contact it is about.
TO_REFERRER = frozenset(("permission",))


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to send: `to` is whose note it goes to, None when they have none.

    `remarks` is what to look at before it goes, `problems` the mistakes in your own template.
    """

    wish: Wish
    to: Contact | None
    to_name: str
    subject: str
    head: tuple[Part, ...]
    parts: tuple[Part, ...]
    enclosures: tuple[str, ...]
    remarks: tuple[Remark, ...]
    problems: tuple[Diagnostic, ...]
    template: str

    @property
    def text(self) -> str:
        """What to send, without date and address on top."""
        return join_parts(self.parts)

    @property
    def page(self) -> str:
        """The whole sheet: by post with date and address on top."""
        return join_parts((*self.head, *self.parts))

    @property
    def gaps(self) -> tuple[Part, ...]:
        """What is still missing in it."""
        return tuple(part for part in self.parts if part.kind == "gap")


class _Filled(NamedTuple):
    text: str
    subject: str
    template: str


@dataclass
class Writer:
    """Writes drafts from one vault on one day; a template is read once."""

    sources: Sources
    compiled: dict[tuple[str, str, bool], tuple[Letter, Compiled | Diagnostic | None]] = field(
        default_factory=dict
    )

    def write(self, wish: Wish) -> Draft:
        """The draft that is wished for."""
        slots, sources = Slots(), self.sources
        context = make_context(slots, sources, wish)
        filled, problems = self._fill(wish, context)
        parts = slots.split(filled.text)
        subject_parts = slots.split(" ".join(filled.subject.split()))
        to = self.find_addressee(wish)
        withheld = find_withheld(sources, wish)
        head = _make_head(slots, sources, wish, to)
        parts, subject_parts = withhold(parts, withheld), withhold(subject_parts, withheld)
        remarks = review(sources, wish, context, subject_parts, parts)
        return Draft(
            wish,
            to,
            to.name if to else sources.referrer_name(wish.contact),
            join_parts(subject_parts),
            head,
            parts,
            _find_enclosures(context, parts),
            remarks,
            problems,
            filled.template,
        )

    def can_write(self, purpose: str) -> bool:
        """Whether there is any template for a purpose."""
        letters = (*self.sources.vault.letters, *self.sources.letters)
        return any(one.purpose == purpose for one in letters)

    def find_addressee(self, wish: Wish) -> Contact | None:
        """Whom the draft goes to: the contact, or who named them."""
        if wish.is_report or wish.purpose in TO_REFERRER:
            return self.sources.vault.referrer_of(wish.contact)
        return wish.contact

    def _fill(self, wish: Wish, context: Context) -> tuple[_Filled, tuple[Diagnostic, ...]]:
        """The first template that can be filled: your own, else the one that comes with us."""
        problems: dict[Diagnostic, None] = {}
        letters = (*self.sources.vault.letters, *self.sources.letters)
        found = [one for one in letters if one.purpose == wish.purpose]
        for is_short in {wish.channel == "message": None, False: None}:
            for letter in found:
                try:
                    if filled := self._try(letter, wish, context, is_short):
                        return filled, tuple(problems)
                except LetterMistakeError as mistake:
                    problems[mistake.diagnostic] = None
        raise VaultkitError(f"no letter for {wish.purpose}; make letters/{wish.purpose}.md")

    def _try(self, letter: Letter, wish: Wish, context: Context, is_short: bool) -> _Filled | None:
        """A letter filled in; None for one that knows nothing of a report or a short note."""
        body = self._compile(letter, "body")
        subject = self._compile(letter, "subject")
        if body is None or (wish.is_report and "report" not in body.slots):
            return None
        if is_short and "channel" not in body.slots:
            return None
        title = render_letter(subject, context) if subject else ""
        return _Filled(render_letter(body, context), title, letter.path)

    def _compile(self, letter: Letter, what: str) -> Compiled | None:
        """A template read; again only when its note is another one."""
        key = (letter.path, what, any(letter is one for one in self.sources.letters))
        known = self.compiled.get(key)
        if known is None or known[0] is not letter:
            known = self.compiled[key] = (letter, _compile(letter, what))
        found = known[1]
        if isinstance(found, Diagnostic):
            raise LetterMistakeError(found)
        return found


def read_templates(letter: Letter) -> tuple[Compiled | Diagnostic, ...]:
    """The subject and the text of a letter ready to be filled, or what is wrong with each."""
    found = (_compile(letter, what) for what in ("subject", "body"))
    return tuple(one for one in found if one is not None)


def _compile(letter: Letter, what: str) -> Compiled | Diagnostic | None:
    document = letter.document
    if what == "subject":
        text, line = letter.subject or "", letter.values.line("subject")
    else:
        text, line = "\n".join(document.lines[document.body_start :]), document.body_start + 1
    if not text.strip():
        return None
    try:
        return compile_letter(letter.path, text, line)
    except LetterMistakeError as mistake:
        return mistake.diagnostic


def _make_head(slots: Slots, sources: Sources, wish: Wish, to: Contact | None) -> tuple[Part, ...]:
    """Date and address of a letter by post; nothing on other ways."""
    if wish.channel != "letter" or wish.purpose == "call" or to is None:
        return ()
    hidden = sources.hidden(to)
    company = sources.vault.company_of(to) if sources.company_name(to) else None
    lines = [Part(to.name, "fact", to.path, to.values.line("name"))]
    if name := sources.company_name(to):
        lines.append(Part(name, "fact", to.path, to.values.line("company")))
    for note in (to, company):
        address = note.values.text("address") if note else None
        if note and address and "address" not in (hidden | sources.hidden(note)):
            found = slots.fact(address, note.path, note.values.line("address"))
            lines += slots.split(found.mark)
            break
    else:
        lines += slots.split(slots.gap(f"the address: write it in {to.path}, address").mark)
    day = f"{say_date(sources.today, sources.today)} {sources.today.year}"
    rows = [part for line in lines for part in (line, Part("\n"))]
    return (Part(f"{day}\n\n"), *rows, Part("\n"))


def _find_enclosures(context: Context, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The CV when the text says that it comes along."""
    me = context["me"]
    assert isinstance(me, Group)
    cv, resume = me["cv"], me["resume"]
    if not isinstance(cv, Slot) or not cv or not isinstance(resume, Slot):
        return ()
    is_said = any(part.kind == "fact" and part.text == str(cv) for part in parts)
    return (str(resume),) if is_said else ()
