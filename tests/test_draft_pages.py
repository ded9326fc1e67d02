"""Drafts and scripts on the pages of contacts: what a reader of the site sees."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from vaultkit.build import build_site
from vaultkit.pipeline import load_vault
from vaultkit.rebuild import Rebuilder

from .support import RUTH, contact, write_vault

DAY = date(2026, 10, 8)
PAGE = "contacts/ruth-okafor.html"
ME = "---\nname: Nora\nschool: Leeds\navailable: mornings\n---\n"
TALK = (
    '---\ncontact: "[[Ruth Okafor]]"\nwhen: 2026-10-07\nstatus: held\n---\n## New to me\n\n- Maps'
)


def page_of(folder: Path, notes: dict[str, str], address: str = PAGE) -> str:
    write_vault(folder, {"me.md": ME, **notes})
    build_site(load_vault(folder), DAY)
    return (folder / "site" / address).read_text(encoding="utf-8")


def part_of(page: str, id_: str) -> str:
    """One draft of a page as words."""
    found = re.search(rf'<details id="{id_}"[^>]*>(.*?)</details>', page, re.S)
    assert found, id_
    return unescape(re.sub(r"<[^>]+>", "", found[1].replace("<br>", "\n")))


def test_the_draft_that_is_due_is_open_the_others_are_folded(tmp_path: Path) -> None:
    talk = TALK + "\n\n## Questions\n\n- [>] What next?\n"
    notes = {RUTH: contact("- 2026-10-07 met", "email: r@x.example"), "interviews/T.md": talk}
    page = page_of(tmp_path, notes)
    assert '<section id="draft"' in page and '<details id="draft-thanks" open>' in page
    assert '<details id="draft-questions">' in page
    assert "- Maps" in part_of(page, "draft-thanks")
    assert "What next?" in part_of(page, "draft-questions")


def test_the_agenda_leads_to_the_draft_and_to_the_script(tmp_path: Path) -> None:
    notes = {RUTH: contact("- 2026-09-24 letter", "phone: 0113 496 0101"),
             "contacts/Wei.md": contact("- 2026-10-07 met")}  # fmt: skip
    page = page_of(tmp_path, notes, "index.html")
    assert 'href="contacts/ruth-okafor.html#script"' in page
    assert 'href="contacts/wei.html#draft-thanks"' in page
    assert 'id="script" open' in (tmp_path / "site" / PAGE).read_text(encoding="utf-8")


def test_a_call_that_is_not_due_yet_is_folded(tmp_path: Path) -> None:
    page = page_of(tmp_path, {RUTH: contact("- 2026-10-06 letter")})
    assert '<details id="script">' in page
    assert "<strong>not before" in page


def test_nothing_to_send_shows_no_draft(tmp_path: Path) -> None:
    page = page_of(tmp_path, {RUTH: contact("- 2026-10-06 agreed")})
    assert 'id="draft' not in page and 'id="script' not in page and "Before you" not in page


def test_gaps_are_marked_and_listed(tmp_path: Path) -> None:
    page = page_of(tmp_path, {RUTH: contact()})
    assert re.search(r"<mark>\[why this very person: [^<]*Ruth Okafor\.md, why\]</mark>", page)
    assert "missing: why this very person" in part_of(page, "draft-letter")


def test_mail_opens_with_the_draft_or_without_it_when_long(tmp_path: Path) -> None:
    why = "why: you map\nemail: r@x.example"
    page = page_of(tmp_path / "a", {RUTH: contact(fields=why)})
    (href,) = re.findall(r'href="(mailto:[^"]*subject[^"]*)"', page)
    found = parse_qs(urlsplit(unescape(href)).query)
    assert found["subject"] == ["Half an hour about your work"]
    assert "you map" in found["body"][0]
    long = {"letters/L.md": "---\nfor: letter\n---\nDear Ruth\n\n" + "words " * 500}
    page = page_of(tmp_path / "b", {RUTH: contact(fields=why), **long})
    assert 'href="mailto:r@x.example"' in page and "body=" not in page


def test_private_words_are_in_no_draft_of_the_site(tmp_path: Path) -> None:
    fields = "private: [why, phone, email, address]\nwhy: you hide ferrets\nemail: r@secret.example"
    fields += "\nphone: 0113 496 0199\naddress: 1 Burrow Lane"
    notes = {RUTH: contact("- 2026-09-24 letter\n- 2026-10-01 snafu: hide ferrets?", fields)}
    own = {"letters/C.md": "---\nfor: call\n---\nRuth {{ contact.why }} {{ contact.phone }}"}
    page = page_of(tmp_path, {**notes, **own})
    for word in ("you hide", "r@secret", "0199", "Burrow"):
        assert word not in page
    assert "private, so not on the site" in page


def test_text_of_a_note_cannot_run_in_a_draft(tmp_path: Path) -> None:
    evil = 'why: "<script>alert(1)</script> {{ 7*7 }}"\nemail: \'"onx=1@x.example\''
    page = page_of(tmp_path, {RUTH: contact(fields=evil)})
    assert "<script>alert" not in page and "{{ 7*7 }}" in page and "49" not in page


def test_a_heading_of_the_note_takes_no_id_of_the_drafts(tmp_path: Path) -> None:
    body = "## Draft\n\n## Script\n\n## First\n\n## Drafts\n\n## On the phone\n\n## draft letter\n"
    for number, log in enumerate(("- 2026-09-24 letter", "")):
        page = page_of(tmp_path / str(number), {RUTH: contact(log, body=body)})
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("theme", ["paper", "plain"])
def test_both_themes_show_drafts(tmp_path: Path, theme: str) -> None:
    write_vault(tmp_path, {"me.md": ME, RUTH: contact()})
    build_site(load_vault(tmp_path), DAY, theme_name=theme)
    page = (tmp_path / "site" / PAGE).read_text(encoding="utf-8")
    assert "Dear Ruth Okafor" in part_of(page, "draft-letter")


def test_a_letter_that_changes_makes_the_pages_anew(tmp_path: Path) -> None:
    letter = "letters/L.md"
    notes = {"me.md": ME, RUTH: contact(), letter: "---\nfor: letter\n---\nDear Ruth, one"}
    write_vault(tmp_path, notes)
    rebuilder = Rebuilder(tmp_path)
    rebuilder.rebuild(DAY)
    page = tmp_path / "site" / PAGE
    assert "Dear Ruth, one" in page.read_text(encoding="utf-8")
    (tmp_path / letter).write_text("---\nfor: letter\n---\nDear Ruth, two", encoding="utf-8")
    rebuilder.rebuild(DAY, frozenset((letter,)))
    assert "Dear Ruth, two" in page.read_text(encoding="utf-8")
    (tmp_path / letter).unlink()
    rebuilder.rebuild(DAY, frozenset((letter,)))
    assert "might you have half an hour" in page.read_text(encoding="utf-8").casefold()


def test_me_and_a_colleague_that_change_are_seen(tmp_path: Path) -> None:
    wei = "contacts/Wei.md"
    notes = {"me.md": ME, RUTH: contact(fields='company: "Tern"'), wei: contact()}
    write_vault(tmp_path, notes)
    rebuilder = Rebuilder(tmp_path)
    rebuilder.rebuild(DAY)
    write_vault(tmp_path, {"me.md": ME.replace("Nora", "Ida"),
                           wei: contact("- 2026-10-01 letter", 'company: "Tern"')})  # fmt: skip
    rebuilder.rebuild(DAY, frozenset(("me.md", wei)))
    page = (tmp_path / "site" / PAGE).read_text(encoding="utf-8")
    assert "Ida" in page and "Also at Tern" in page
    rebuilder.rebuild(DAY)
    assert (tmp_path / "site" / PAGE).read_text(encoding="utf-8") == page
