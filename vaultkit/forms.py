"""A form and what is known to the text of a new note.

A form is a note with empty fields and slots: `{{name}}` (also `{{title}}`), `{{date}}`,
`{{questions}}`, `{{intro}}`. Fields the form does not have are put behind those it has.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from vaultkit.diagnostics import VaultkitError
from vaultkit.editing import write_value
from vaultkit.names import fold_accents
from vaultkit.notes.note import Question
from vaultkit.notes.profile import SUBJECTS, QuestionBank
from vaultkit.notes.tasks import item_words
from vaultkit.settings import SECTIONS, Settings

# So many questions of each subject are chosen; must ones always (five to ten fill half an hour).
CHOSEN = {"company": 3, "person": 3, "chances": 3, "closing": 2}
# Never chosen for you: what you find out yourself, and what you choose by hand.
_LEFT_OUT = frozenset(("lookup", "sensitive"))

_SLOT = re.compile(r"\{\{\s*(name|title|date|questions|intro)\s*\}\}")
_LINE = re.compile(r"([A-Za-z_][\w-]*)\s*:(?:\s.*)?")
_HEADING = re.compile(r"(#{2,3}[ \t]+)([^\n#]+?)[ \t]*")

Values = Mapping[str, str | Sequence[str]]


def fill_form(form: str, slots: Mapping[str, str], fields: Values, settings: Settings) -> str:
    """The text of a new note. VaultkitError for a value that no line of front matter can hold."""
    newline = "\r\n" if "\r\n" in form else "\n"
    lines = form.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        lines, end = ["---", "---", *lines], 1
    head = _fill_head(lines[1:end], slots, fields)
    body = [_fill_line(_translate(line, settings), slots) for line in lines[end + 1 :]]
    text = "\n".join(["---", *head, "---", *_close_gaps(body)])
    return (text.rstrip("\n") + "\n").replace("\n", newline)


def _fill_head(lines: Sequence[str], slots: Mapping[str, str], fields: Values) -> list[str]:
    head: list[str] = []
    left = dict(fields)
    for line in lines:
        found = _LINE.fullmatch(line)
        if found and found[1] in left:
            head.append(write_field(found[1], left.pop(found[1])))
        elif found and _SLOT.search(line):
            value = _fill_line(line[len(found[1]) + 1 :].strip().strip("\"'"), slots)
            head.append(write_field(found[1], value))
        else:
            head.append(line)
    first = [write_field("name", left.pop("name"))] if "name" in left else []
    return [*first, *head, *(write_field(name, value) for name, value in left.items())]


def write_field(name: str, value: str | Sequence[str]) -> str:
    """One line of front matter, in quotes where YAML needs them."""
    if isinstance(value, str):
        return f"{name}: {_write(name, value)}" if value else f"{name}:"
    return f"{name}: [{', '.join(_write_item(name, one) for one in value)}]"


def _write(name: str, value: str) -> str:
    text = write_value(value)
    if text is None:
        raise VaultkitError(f"{name} cannot hold {value[:60]!r} on one line")
    return text


def _write_item(name: str, value: str) -> str:
    text = _write(name, value)
    if text == value and re.search(r"[,\[\]{}\"']", value):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def _fill_line(line: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: slots.get(found[1], ""), line)


def _translate(line: str, settings: Settings) -> str:
    """A heading in the words of this vault."""
    found = _HEADING.fullmatch(line)
    word = found[2].casefold() if found else ""
    if not found or word not in SECTIONS or settings.section_word(word) == word:
        return line
    return found[1] + title(settings.section_word(word))


def title(word: str) -> str:
    """A word as a heading."""
    return word[:1].upper() + word[1:]


def _close_gaps(lines: Iterable[str]) -> list[str]:
    """No more than one blank line where an empty slot stood, but two where somebody writes."""
    kept: list[str] = []
    for line in "\n".join(lines).split("\n"):
        if line.strip() or len(kept) < 2 or kept[-1].strip() or kept[-2].strip():
            kept.append(line)
    return kept


def choose_questions(
    banks: Iterable[QuestionBank], settings: Settings, settled: Iterable[Question] = ()
) -> str:
    """Today's choice as `###` groups of open tasks: must ones first, a few of each subject.

    What is settled is not asked again.
    """
    known = {(question.path, question.line) for question in settled}
    pairs = [(bank, q) for bank in banks for q in bank.questions if (q.path, q.line) not in known]
    parts = []
    for subject in SUBJECTS:
        chosen = _choose(pairs, subject)
        if chosen:
            lines = [f"- [ ] {_words(bank, question)}" for bank, question in chosen]
            parts.append("\n".join([f"### {title(settings.section_word(subject))}", "", *lines]))
    return "\n\n".join(parts)


def _choose(
    pairs: Sequence[tuple[QuestionBank, Question]], subject: str
) -> list[tuple[QuestionBank, Question]]:
    """Must ones, then from as many parts of the subject as there is room for, each in order."""
    usable = [
        (bank, question)
        for bank, question in pairs
        if question.group == subject and not question.flags & _LEFT_OUT and question.is_open
    ]
    must = [pair for pair in usable if "must" in pair[1].flags]
    rest = [pair for pair in usable if pair not in must]
    taken = {_part(*pair) for pair in must}
    fresh = [pair for n, pair in enumerate(rest) if _part(*pair) not in taken | _parts(rest[:n])]
    others = [pair for pair in rest if pair not in fresh]
    room = max(0, CHOSEN[subject] - len(must))
    return [*must, *[*fresh, *others][:room]]


def _parts(pairs: Iterable[tuple[QuestionBank, Question]]) -> set[str]:
    return {_part(*pair) for pair in pairs}


def _part(bank: QuestionBank, question: Question) -> str:
    """The heading that a question of the bank stands under."""
    above = [head.text for head in bank.document.headings if head.line < question.line]
    return above[-1] if above else ""


def _words(bank: QuestionBank, question: Question) -> str:
    """A question as it stands in the bank, flags and id with it."""
    return item_words(bank.document.lines[question.line - 1])


def is_same_name(one: str, other: str) -> bool:
    """Whether two names differ in case, accents and hyphens at most."""
    return fold_accents(one) == fold_accents(other)
