"""A vault of odd but honest notes: long names, many scripts, missing fields, long logs."""

from datetime import date, timedelta

START = date(2026, 10, 8)
NAMES = (
    "Maximiliana-Theodora Featherstonehaugh-Cholmondeley von und zu Oberunterwasserburg",
    "نادية الحسيني", "שירה לוי־כהן", "王芳", "山田 花子", "김민준", "Анна Каренина", "Zoë Ångström",
    "Þórunn Ævarsdóttir", "O'Brien, Siobhán (née Ní Dhomhnaill)", "Ada", "Prénom Très Long",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
)  # fmt: skip
KINDS = ("letter", "voicemail", "no-answer", "reply", "agreed", "note", "snafu", "update", "call")


def make_odd_vault(count: int) -> dict[str, str]:
    """Paths and texts of about `count` notes, the same every time."""
    notes = {}
    for number in range(count):
        name = f"{NAMES[number % len(NAMES)]} {number}".replace("/", "-")
        notes[f"contacts/{number} {name[:40]}.md"] = _contact(number, name)
        if number % 5 == 0:
            company = "---\nfield: \n---\n## Research\n\n- a\n"
            notes[f"companies/公司 {number}.md"] = company
        if number % 4 == 0:
            notes[f"interviews/Talk {number}.md"] = _interview(number, name)
    notes["notes/שלום.md"] = "# שלום\n\nשלום [[0 " + NAMES[0][:38] + "]]\n\n" + "word" * 200
    return notes


def _contact(number: int, name: str) -> str:
    fields = [f'name: "{name}"']
    if number % 2:
        fields += [
            "role: Head of " + "very " * (number % 9) + "long titles",
            "phone: 0113 496 0101",
        ]
    if number % 3:
        address = f"someone.with.a.long.address.{number}@a-very-long-domain-name.example"
        fields += [f'company: "[[公司 {number // 5 * 5}]]"', f"email: {address}"]
    length = 60 if number % 7 == 0 else number % 6
    days = [START - timedelta(days=3 * n + number % 11) for n in range(length)]
    words = "spoke at length about https://a.example/" + "path/" * 20
    log = "\n".join(f"- {day} {KINDS[(n + number) % 9]}: {words}" for n, day in enumerate(days))
    return "---\n" + "\n".join(fields) + f"\n---\n\n## Log\n\n{log}\n"


def _interview(number: int, name: str) -> str:
    day = START + timedelta(days=number % 40 - 10)
    questions = "\n".join(f"- [ ] Question {n} of many, {'long ' * n}?" for n in range(12))
    head = f'contact: "[[{name}]]"\nwhen: {day} 10:00'
    return f"---\n{head}\n---\n## Questions\n\n### Company\n\n{questions}\n"
