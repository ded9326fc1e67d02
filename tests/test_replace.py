"""One note replaced at a time gives the vault and the agenda that reading everything anew gives."""

import random
from datetime import date

from vaultkit.agenda import Agenda, make_agenda
from vaultkit.notes import read_note
from vaultkit.notes.contact import Contact
from vaultkit.notes.note import Note
from vaultkit.settings import Settings
from vaultkit.tracing import Groups, Shelf, Trace
from vaultkit.vault import Vault

SETTINGS, TODAY = Settings(), date(2026, 10, 8)
PATHS = (
    *(f"contacts/{name}.md" for name in ("Ada", "Bo", "Cy", "Ada Lovelace", "Twin")),
    *(f"companies/{name}.md" for name in ("Acme", "Bolt", "Twin")),
    *(f"interviews/{name}.md" for name in ("Talk 1", "Talk 2", "Ada")),
    "trips/Rome.md", "notes/Loose.md", "me.md",
)  # fmt: skip
NAMES = ("Ada", "Bo", "Cy", "Twin", "Acme", "Bolt", "Talk 1", "Talk 2", "Nobody", "Loose", "Bert")


def make_text(rng: random.Random) -> str:
    """A note that could be of any kind, with links to and names of the others."""

    def name() -> str:
        return rng.choice(NAMES)

    fields = {
        "type": rng.choice(("contact", "company", "interview", "note")),
        "name": name(), "aliases": f"[{name()}, {name()}]", "company": f'"[[{name()}]]"',
        "contact": f'"[[{name()}]]"', "referred_by": f'"[[{name()}]]"',
        "when": f"2026-10-{rng.randint(1, 20):02}T10:00", "city": "Rome", "start": "2026-11-02",
        "status": rng.choice(("planned", "held", "cancelled")), "may_mention": "yes",
        "landed": "2026-10-05", "pack": "two-hour",
    }  # fmt: skip
    chosen = [f"{key}: {value}" for key, value in fields.items() if rng.random() < 0.3]
    kinds = ("letter", "call", "met", "thanks", "referral", "booked", "cancelled", "permission")
    log = [
        f"- 2026-{rng.randint(8, 10):02}-{rng.randint(1, 28):02} {rng.choice(kinds)} [[{name()}]]"
        for _ in range(rng.randint(0, 4))
    ]
    leads = [f"- {name()}, said so" for _ in range(rng.randint(0, 2))]
    body = [
        "## Log",
        *log,
        "## Leads",
        *leads,
        "## Notes",
        f"See [[{name()}]].",
        "- [ ] ask due:2026-10-09",
    ]
    return "\n".join(("---", *chosen, "---", *body)) + "\n"


def read(path: str, text: str) -> Note:
    return read_note(path, text.encode(), SETTINGS)[0]


def describe(vault: Vault, agenda: Agenda) -> list[object]:
    """All that can be asked of a vault and its agenda."""
    found: list[object] = [list(vault.notes), agenda.followups, dict(agenda.standings)]
    found += [(name, vault.find_ranked(name), vault.find_at_start(f"{name}, x")) for name in NAMES]
    for note in vault.notes.values():
        found += [vault.backlinks(note), agenda.at(note.path)]
        if isinstance(note, Contact):
            found += [vault.company_of(note), vault.interviews_of(note), vault.colleagues(note)]
            found.append(agenda.of(note))
    found += [vault.staff_of(one) for one in vault.companies]
    return [*found, vault.contacts, vault.interviews, vault.trips, vault.profile]


def test_replaced_notes_give_what_reading_everything_anew_gives() -> None:
    rng = random.Random(9)
    texts = {path: make_text(rng) for path in PATHS[:8]}
    vault = Vault((read(*item) for item in texts.items()), trace=Trace(on=True))
    agenda = make_agenda(vault, SETTINGS, TODAY)
    for step in range(400):
        path = rng.choice(PATHS)
        if path in texts and rng.random() < 0.2:
            del texts[path]
            changed = vault.replace(path, None)
        else:
            texts[path] = make_text(rng)
            changed = vault.replace(path, read(path, texts[path]))
        agenda.refresh(changed)
        anew = Vault(read(*item) for item in texts.items())
        assert describe(vault, agenda) == describe(anew, make_agenda(anew, SETTINGS, TODAY)), step


def test_a_note_with_the_same_text_changes_no_answer() -> None:
    vault = Vault([read("contacts/Ada.md", "---\nname: Ada\n---\n")])
    assert (
        vault.replace("contacts/Ada.md", read("contacts/Ada.md", "---\nname: Ada\n---\n")) == set()
    )


def test_a_value_is_stale_when_something_it_asked_has_another_answer() -> None:
    trace = Trace(on=True)
    shelf: Shelf[int] = Shelf(trace)

    def ask(about: str) -> int:
        trace.asks("note", about)
        return 1

    shelf.make("a", lambda: ask("x"))
    shelf.make("b", lambda: ask("y"))
    assert shelf.find_stale({("note", "x")}) == {"a"}
    shelf.make("a", lambda: 3)
    assert shelf.find_stale({("note", "x"), ("note", "y")}) == {"b"}


def test_what_a_source_no_longer_says_is_gone() -> None:
    groups: Groups[int] = Groups()
    assert groups.put("a", [("x", 1), ("y", 2)]) == {"x", "y"}
    assert groups.put("b", [("x", 3)]) == {"x"}
    assert groups.put("a", [("x", 1)]) == {"y"}
    assert (groups.about("x"), groups.about("y")) == ((1, 3), ())
