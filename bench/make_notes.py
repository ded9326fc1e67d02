"""Write a deterministic vault of any size for measuring: contacts, companies, interviews."""

import random
from datetime import date, timedelta
from pathlib import Path

START = date(2026, 6, 1)
_FIRST = ("Ada", "Amara", "Bilal", "Dario", "Elif", "Farid", "Greta", "Hana")
_LAST = ("Abara", "Brandt", "Costa", "Dahl", "Gupta", "Holm", "Ito", "Kaya")
_KINDS = ("letter", "email", "call", "voicemail", "reply", "thanks", "note")
_WORDS = ("the", "team", "plans", "a", "quiet", "river", "map", "for", "next", "week")


def write_notes(folder: Path, count: int, seed: int = 1) -> None:
    """`count` notes in the proportions of a real search: 59% contacts, 12% companies."""
    rng = random.Random(seed)
    (folder / "vaultkit.toml").write_text('format = 1\nname = "Bench"\n')
    contacts, companies = round(count * 0.59), round(count * 0.12)
    people = [f"{_FIRST[n % 8]} {_LAST[n // 8 % 8]} {n // 64}" for n in range(contacts)]
    firms = [f"Firm {n}" for n in range(max(1, companies))]
    for name in ("contacts", "companies", "interviews"):
        (folder / name).mkdir()
    for firm in firms:
        text = f"---\nfield: maps\ncity: [Leeds]\n---\n## Notes\n\n{_prose(rng, people)}\n"
        (folder / "companies" / f"{firm}.md").write_text(text)
    for number, person in enumerate(people):
        text = _contact(rng, number, person, firms, people)
        (folder / "contacts" / f"{person}.md").write_text(text)
    for number in range(count - contacts - companies):
        text = _interview(rng, rng.choice(people))
        (folder / "interviews" / f"Talk {number}.md").write_text(text)


def _prose(rng: random.Random, people: list[str]) -> str:
    lines = [" ".join(rng.choices(_WORDS, k=14)) + "." for _ in range(6)]
    return "\n".join(lines) + f" Heard from [[{rng.choice(people)}]]."


def _contact(
    rng: random.Random, number: int, name: str, firms: list[str], people: list[str]
) -> str:
    day = START - timedelta(days=rng.randrange(40))
    log = []
    for _ in range(rng.randint(3, 12)):
        log.append(f"- {day} {rng.choice(_KINDS)}: {' '.join(rng.choices(_WORDS, k=6))}")
        day -= timedelta(days=rng.randint(1, 35))
    head = f'type: contact\nname: {name}\ncompany: "[[{rng.choice(firms)}]]"\nrole: Editor\n'
    head += f"email: person{number}@firm.example\ncity: Leeds\ntags: [a, b]\n"
    if number < 1000:  # so many numbers belong to nobody
        head += f"phone: 0113 496 0{number:03}\n"
    joined = "\n".join(log)
    return f"---\n{head}---\n\n## Log\n\n{joined}\n\n## Notes\n\n{_prose(rng, people)}\n"


def _interview(rng: random.Random, who: str) -> str:
    day = START - timedelta(days=rng.randrange(1, 360))
    asks = "\n".join(f"- [x] What about {word}?\n  Much." for word in rng.choices(_WORDS, k=6))
    head = f'contact: "[[{who}]]"\nwhen: {day} 10:30\nplace: their office'
    return f"---\n{head}\n---\n## Questions\n\n### Company\n\n{asks}\n\n## Notes\n\nGood.\n"
