"""Eagerness: what is counted from the logs, and the order, recomputed by hand."""

import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.support import contact, read_vault
from vaultkit import disk
from vaultkit.eagerness import Eagerness, by_eagerness, weigh_company
from vaultkit.standings import make_standings
from vaultkit.vault import Vault

EXAMPLE = Path(__file__).resolve().parent.parent / "example-vault"
DAY = "2026-11-10"
AT_TERN = 'company: "[[Tern Press]]"'
TERN = "companies/Tern Press.md"


def weigh(notes: dict[str, str], toml: str = "", day: str = DAY) -> dict[str, Eagerness]:
    vault, settings, _ = read_vault(notes, toml)
    today = date.fromisoformat(day)
    standings = make_standings(vault, today)
    return {
        company.name: weigh_company(
            vault,
            settings.calendar,
            today,
            [standings[one.path] for one in vault.staff_of(company)],
        )
        for company in vault.companies
    }


def at_tern(*logs: str, toml: str = "") -> Eagerness:
    notes = {f"contacts/P{n}.md": contact(log, AT_TERN) for n, log in enumerate(logs)}
    return weigh({TERN: "---\n---\n", **notes}, toml)["Tern Press"]


def read_example(shuffle: int | None = None) -> tuple[dict[str, str], str]:
    folder = disk.read_folder(EXAMPLE)
    notes = [(path, data.decode()) for path, data in folder.notes]
    if shuffle is not None:
        random.Random(shuffle).shuffle(notes)
    return dict(notes), (EXAMPLE / "vaultkit.toml").read_text(encoding="utf-8")


def numbers(one: Eagerness) -> tuple[object, ...]:
    counts = (one.count(name) for name in ("named", "unasked", "off"))
    return (len(one.asked), one.yes, one.days, one.minutes, *counts)


def names(pairs: Iterable[tuple[object, object]]) -> list[str]:
    return [getattr(company, "name", "") for company, _ in pairs]


def test_three_companies_of_the_example_are_as_counted_by_hand() -> None:
    found = weigh(*read_example())
    # Farid, Marta, Tomasz, Priya were written to, Ana was not. Farid: letter Tue 14 Jul, booked
    # Wed 22 Jul, 6 working days; Marta: call and booked on 21 Oct, 0. Farid gave 35 of 30 minutes.
    assert numbers(found["Northmoor Water"]) == (4, 2, 3.0, 5, 0, 0, 0)
    # Henrik, José, Noah, Yuki; Piet only stands behind a leave. Noah: 12 to 26 Oct, 10; Yuki:
    # Thu 15 to Mon 19 Oct, 2. Yuki gave 40 of 30, named Piet and Clara. Noah called off.
    assert numbers(found["Halden Survey"]) == (4, 2, 6.0, 10, 2, 0, 1)
    # Elspeth 6, Beatriz 14 (a no), Colin 10 (a no), Ingrid 10 (a reply, no yes yet). Elspeth gave
    # 45 of 30, named Devon (twice, one person), wrote once unasked.
    assert numbers(found["County Record House"]) == (4, 1, 10.0, 15, 1, 1, 0)


def put_in_order(vault: Vault, found: dict[str, Eagerness]) -> list[str]:
    """The names of the companies as the site orders them."""
    ordered = sorted(vault.companies, key=lambda one: by_eagerness(one, found[one.name]))
    return [one.name for one in ordered]


def test_the_order_is_share_then_days_then_people_named() -> None:
    notes, toml = read_example()
    vault, _, _ = read_vault(notes, toml)
    found = weigh(notes, toml)
    ordered = put_in_order(vault, found)
    judged = [found[name].can_judge for name in ordered]
    assert judged == sorted(judged, reverse=True)  # the few come behind all others
    ahead = ordered[: judged.count(True)]
    assert ahead.index("Openfield Data Trust") < ahead.index("Northmoor Water")
    assert ahead.index("Northmoor Water") < ahead.index("Halden Survey")
    assert ahead.index("Halden Survey") < ahead.index("Tern and Tide")
    assert ahead[-2:] == ["Aldergate Map Library", "County Record House"]
    few = ordered[judged.count(True) :]
    assert few and few == sorted(few, key=str.casefold)
    assert all(len(found[name].asked) < 2 for name in few)


def test_people_named_decide_between_equals() -> None:
    logs = "- 2026-10-05 letter\n- 2026-10-06 agreed\n"
    notes = {"companies/A.md": "---\n---\n", "companies/B.md": "---\n---\n"}
    for company in ("A", "B"):
        for n in (1, 2):
            body = "## Leads\n\n- Omar Diaz\n" if (company, n) == ("B", 1) else ""
            fields = f'company: "[[{company}]]"'
            notes[f"contacts/{company}{n}.md"] = contact(logs, fields, body)
    vault, _, _ = read_vault(notes)
    found = weigh(notes)
    assert put_in_order(vault, found) == ["B", "A"]


def test_shuffling_the_files_changes_nothing() -> None:
    first = weigh(*read_example())
    for seed in range(3):
        assert {name: one.evidence for name, one in weigh(*read_example(seed)).items()} == {
            name: one.evidence for name, one in first.items()
        }


def test_an_open_letter_is_no_yes_yet_and_a_later_is_none_either() -> None:
    one = at_tern("- 2026-10-05 letter\n", "- 2026-10-05 letter\n- 2026-10-07 later\n")
    assert [person.answer for person in one.asked] == ["open", "open"]
    assert one.share == 0


def test_days_count_from_the_last_thing_that_went_out() -> None:
    log = "- 2026-10-05 letter\n- 2026-10-15 voicemail\n- 2026-10-20 agreed\n"
    assert at_tern(log).days == 3.0


def test_working_days_leave_out_days_off() -> None:
    log = "- 2026-10-05 letter\n- 2026-10-12 agreed\n"
    assert at_tern(log).days == 5.0
    assert at_tern(log, toml='days_off = ["2026-10-08", "2026-10-10"]').days == 4.0


def test_a_feeler_or_a_note_asks_nobody_for_a_talk() -> None:
    one = at_tern("- 2026-10-05 feeler\n- 2026-10-06 reply\n", "- 2026-10-05 note\n")
    assert one.asked == ()
    assert one.days is None


def test_a_yes_is_a_yes_even_when_they_call_off_later() -> None:
    log = "- 2026-10-05 letter\n- 2026-10-06 booked\n- 2026-10-07 cancelled\n- 2026-10-08 declined"
    one = at_tern(log)
    assert [person.answer for person in one.asked] == ["yes"]
    assert one.count("off") == 1


def test_a_status_alone_counts_as_called_off_once() -> None:
    for log in ("- 2026-10-05 booked\n", "- 2026-10-05 booked\n- 2026-10-09 missed [[Talk]]\n"):
        notes = {
            TERN: "---\n---\n",
            "contacts/Ruth.md": contact(log, AT_TERN),
            "interviews/Talk.md": '---\ncontact: "[[Ruth]]"\nwhen: 2026-10-09 10:00\n'
            "status: missed\n---\n",
        }
        assert weigh(notes)["Tern Press"].count("off") == 1


def test_every_number_has_its_lines() -> None:
    one = weigh(*read_example())["County Record House"]
    lines = [(e.day and e.day.isoformat(), e.words, e.path, e.line) for e in one.of("days")]
    said = {day: words for day, words, _, _ in lines}
    assert said["2026-04-28"] == "agreed 6 working days after letter 20 Apr"
    assert all(path.endswith(".md") and line > 1 for _, _, path, line in lines)
    assert [e.words for e in one.of("minutes")] == ["gave 45 minutes of 30 planned"]
    assert len(one.of("yes")) == 1


def test_what_is_dated_after_today_does_not_count() -> None:
    assert at_tern("- 2026-10-05 letter\n- 2026-12-01 agreed\n").yes == 0


def test_everyone_who_counts_as_asked_has_a_line_that_says_why() -> None:
    notes = {
        TERN: "---\n---\n",
        "contacts/Ann.md": contact("- 2026-10-05 booked\n", AT_TERN),
        "contacts/Ben.md": contact("", AT_TERN),
        "contacts/Cy.md": contact("- 2026-10-05 voicemail\n", AT_TERN),
        "interviews/Talk.md": '---\ncontact: "[[Ben]]"\nwhen: 2026-10-09 10:00\n'
        "status: held\n---\n",
    }
    one = weigh(notes)["Tern Press"]
    assert [person.answer for person in one.asked] == ["yes", "yes", "open"]
    lines = sorted((e.contact.name, e.words, e.path) for e in one.of("asked"))
    assert lines == [
        ("Ann", "booked", "contacts/Ann.md"),
        ("Ben", "interview", "interviews/Talk.md"),
        ("Cy", "voicemail", "contacts/Cy.md"),
    ]
    assert len(one.of("yes")) == 2
