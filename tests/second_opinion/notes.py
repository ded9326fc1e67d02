"""The notes of a vault that is plain data; the lines they get are written down in the data."""

from collections.abc import Sequence

from tests.second_opinion.vault import (
    Company,
    Contact,
    Entry,
    Interview,
    Lead,
    Lines,
    Task,
    Trip,
    Vault,
)

KNOWN = """
## Research

### Company

- 2026-01-05 they bought a second mill

### Person

- 2026-01-06 wrote about looms"""


class Note:
    """Lines of one note, numbered as they come."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.rows = ["---"]
        self.lines: Lines = {
            key: self.add(f"{key}: {text}") for key, text in fields.items() if text
        }
        self.add("---")

    def add(self, *rows: str) -> int:
        """The number of the last line added."""
        self.rows.extend(rows)
        return len(self.rows)

    def items(self, heading: str, items: Sequence[Task | Lead | Entry]) -> None:
        """A section, where there is something to say."""
        if items:
            self.add("", f"## {heading}", "")
        for item in items:
            item.line = self.add(item.text())

    @property
    def text(self) -> str:
        """The whole note."""
        return "\n".join(self.rows) + "\n"


def write_notes(vault: Vault) -> dict[str, str]:
    """Every note by path."""
    notes = {"me.md": write_profile(vault)}
    notes |= {contact.path: write_contact(contact) for contact in vault.contacts}
    notes |= {interview.path: write_interview(interview) for interview in vault.interviews}
    notes |= {company.path: write_company(company) for company in vault.companies}
    return notes | {trip.path: write_trip(trip) for trip in vault.trips}


def write_settings(vault: Vault) -> str:
    """The text of vaultkit.toml."""
    off = ", ".join(f'"{day}"' for day in vault.days_off)
    rows = [f'pack = "{vault.pack or "article"}"', f"days_off = [{off}]"]
    rows += [f'country = "{vault.country}"', "[waits]"]
    for name, waits in vault.waits.items():
        rows.append(f"{name} = " + (f'["{waits[0]}", "{waits[1]}"]' if waits else "false"))
    for kind, like in vault.kinds.items():
        rows += [f"[kinds.{kind}]", f'like = "{like}"']
    return "\n".join(rows) + "\n"


def write_profile(vault: Vault) -> str:
    """me.md with all that a meeting needs of it."""
    note = Note({"name": "Ada Quill", "landed": str(vault.landed or "")})
    note.add(
        "", "## Pitch", "", *["I mend old clocks and want to learn how."] * 9, "", "## Answers"
    )
    for heading in ("Education", "Experience", "Goals", "Their work"):
        note.add("", f"### {heading}", "", "Enough to say.")
    vault.lines = note.lines
    return note.text


def write_contact(contact: Contact) -> str:
    """The note of one contact."""
    note = Note(
        {
            "name": contact.name if contact.file else "",
            "aliases": f"[{contact.alias}]" if contact.alias else "",
            "company": link(contact.company),
            "city": contact.city,
            "referred_by": link(contact.referred_by),
            "may_mention": contact.may_mention,
            "pack": contact.pack,
            "cadence": str(contact.cadence or ""),
            "next": str(contact.next or ""),
            "next_what": contact.next_what,
            "mute": f"[{', '.join(contact.mute)}]" if contact.mute else "",
            "closed": "true" if contact.closed else "",
        }
    )
    note.items("Advice", contact.advice)
    note.items("Log", [*contact.log, *contact.plans])
    note.items("Leads", contact.leads)
    note.items("To do", contact.tasks)
    contact.lines = note.lines
    return note.text


def link(name: str) -> str:
    """A link as the value of a field."""
    return f'"[[{name}]]"' if name else ""


def write_interview(interview: Interview) -> str:
    """The note of one interview."""
    gap = interview.gap if interview.time else ""
    note = Note(
        {
            "contact": link(interview.contact),
            "when": f"{interview.day}{gap}{interview.time}",
            "place": "3 Mill Lane",
            "status": interview.status,
        }
    )
    note.add(*KNOWN.splitlines() if interview.ready else (), "", "## Questions", "")
    for heading in ("Company", "Person", "Chances"):
        note.add(f"### {heading}", "", f"- [ ] What of {heading}?", "")
    note.add(f"- [{'>' if interview.later else 'x'}] Is it loud?")
    note.add("", "## Notes", "", *["They were kind."] * interview.noted)
    note.items("Advice", interview.advice)
    note.items("Leads", interview.leads)
    note.items("To do", interview.tasks)
    interview.lines = note.lines
    return note.text


def write_company(company: Company) -> str:
    """The note of one company."""
    note = Note({"city": f"[{', '.join(company.cities)}]" if company.cities else ""})
    note.items("To do", company.tasks)
    return note.text


def write_trip(trip: Trip) -> str:
    """The note of one trip."""
    note = Note({"city": trip.city, "start": str(trip.start), "end": str(trip.end)})
    trip.lines = note.lines
    return note.text
