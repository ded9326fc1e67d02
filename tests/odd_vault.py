"""A vault of odd but honest notes: long names, many scripts, missing fields, long logs."""

from collections.abc import Iterator
from datetime import date, timedelta

START = date(2026, 10, 8)
NAMES = (
    "Maximiliana-Theodora Featherstonehaugh-Cholmondeley von und zu Oberunterwasserburg",
    "نادية الحسيني", "שירה לוי־כהן", "王芳", "山田 花子", "김민준", "Анна Каренина", "Zoë Ångström",
    "Þórunn Ævarsdóttir", "O'Brien, Siobhán (née Ní Dhomhnaill)", "Ada", "Prénom Très Long",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "🌊 Marina 🗺️", "🙂", "Dr. محمد Al-Fulani", "สมชาย ใจดี", "कमला देवी", "Nguyễn Thị Ánh",
    "<b>Bobby</b> & \"Sons\"", "…", "Ω", "Jean-Luc & Co. KG",
)  # fmt: skip
KINDS = (
    "letter", "voicemail", "no-answer", "reply", "agreed", "note", "snafu", "update", "call",
    "referral [[Somebody Else]]", "thanks", "feeler",
)  # fmt: skip
CITIES = (
    "Leeds",
    "القاهرة",
    "上海市浦东新区",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
)
LONG_WORDS = "spoke at length about https://a.example/" + "path/" * 20


def make_odd_vault(count: int) -> dict[str, str]:
    """Paths and texts of a vault with `count` contacts and about 0.6 other notes for each.

    The same every time; a slash in a name is a dash in its file's.
    """
    notes = dict(_make_people(count))
    for number in range(0, count, 5):
        notes[f"companies/公司 {number}.md"] = _company(number)
    for number in range(0, count, 8):
        notes[f"notes/Note {number}.md"] = _note(number)
    for number in range(4):
        notes[f"trips/Trip {number}.md"] = _trip(number)
    notes["notes/שלום.md"] = "# שלום\n\nשלום [[0 " + NAMES[0][:38] + "]]\n\n" + "word" * 200
    notes["me.md"] = "---\nname: 🧭 عمر\n---\n## Pitch\n\nأنا أدرس الخرائط. " + "كلمة " * 40 + "\n"
    notes["questions/Bank.md"] = _bank()
    return notes


def _make_people(count: int) -> Iterator[tuple[str, str]]:
    for number in range(count):
        name = f"{NAMES[number % len(NAMES)]} {number}".replace("/", "-")
        file = "".join("-" if sign in '<>"&:|?*' else sign for sign in name[:40]).strip()
        yield f"contacts/{number} {file}.md", _contact(number, name)
        if number % 4 == 0:
            yield f"interviews/Talk {number}.md", _interview(number, f"{number} {file}")


def _contact(number: int, name: str) -> str:
    fields = ["name: '" + name.replace("'", "''") + "'"]
    if number % 2:
        title = "role: Head of " + "very " * (number % 9) + "long titles"
        fields += [title, f"phone: 0113 496 0{number:03}"]
    if number % 3:
        address = f"someone.with.a.long.address.{number}@a-very-long-domain-name.example"
        fields += [f'company: "[[公司 {number // 5 * 5}]]"', f"email: {address}"]
    if number % 4 == 1:
        fields += [
            f"city: {CITIES[number // 4 % len(CITIES)]}",
            "tags: [خرائط, 地图, " + "x" * 60 + "]",
        ]
    length = 60 if number % 7 == 0 else number % 6
    days = [START - timedelta(days=3 * n + number % 11) for n in range(length)]
    log = "\n".join(
        f"- {day} {KINDS[(n + number) % 12]}: {LONG_WORDS}" for n, day in enumerate(days)
    )
    advice = "\n".join(f"- [{'x '[n % 2]}] قراءة {'long ' * n} 📖" for n in range(number % 5))
    leads = "\n".join(f"- {NAMES[(number + n) % len(NAMES)]}" for n in range(number % 3))
    body = f"## Advice\n\n{advice}\n\n## Leads\n\n{leads}\n\n## Log\n\n{log}\n"
    return "---\n" + "\n".join(fields) + f"\n---\n\n{body}"


def _company(number: int) -> str:
    field = "" if number % 2 else "水文 " * 8
    return f"---\nfield: {field}\ncity: [{CITIES[number % 4]}]\n---\n## Research\n\n- a\n"


def _interview(number: int, file: str) -> str:
    day = START + timedelta(days=number % 40 - 10)
    questions = "\n".join(f"- [ ] Question {n} of many, {'long ' * n}?" for n in range(12))
    mode = ("in-person", "phone", "video")[number % 3]
    place = f"place: {'Very long building name, ' * 4}\n" if number % 2 == 0 else ""
    head = f'contact: "[[{file}]]"\nwhen: {day} 10:00\nmode: {mode}\n{place}'.strip()
    return f"---\n{head}\n---\n## Questions\n\n### Company\n\n{questions}\n"


def _trip(number: int) -> str:
    start = START + timedelta(days=20 * number)
    return f"---\ncity: {CITIES[number]}\nstart: {start}\nend: {start + timedelta(days=3)}\n---\n"


def _note(number: int) -> str:
    table = "| a | العربية | 中文 |\n|---|---|---|\n" + f"| {'x' * 90} | نص | 文 |\n" * 3
    code = "```\n" + "code " * 60 + "\n```\n"
    tasks = "- [ ] open\n- [x] done\n"
    return f"# Odd {number}\n\n{tasks}\n{table}\n{code}\n> [[Note {number - 8}]]\n\n1. one\n"


def _bank() -> str:
    parts = ("Company", "Person", "Chances", "Closing")
    lists = (
        f"## {part}\n\n- [ ] ما هو {part}؟ ^q-{part}\n- [ ] {'Why ' * 30}?\n" for part in parts
    )
    return "\n".join(lists)
