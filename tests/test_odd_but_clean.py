"""Vaults that merely look odd have no problem; the mistakes most like them are named on their line.

« marks the line of the mistake and is taken out of the note.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import write_vault
from vaultkit.cli import main

Notes = dict[str, str]
LOG = "\n## Log\n\n- 2026-09-24 letter: asked for a talk\n"
OMAR = "contacts/Omar Diaz.md"
IVY = "contacts/Ivy Lane.md"
BARE = "---\nrole: editor\n---\n"
TALK = '---\ncontact: "[[Omar Diaz]]"\nwhen: {}\nplace: x\nstatus: {}\n---\n'


def omar(body: str = "", log: str = "", fields: str = "role: editor\n") -> Notes:
    log = f"\n## Log\n\n{log}" if log else LOG
    return {OMAR: f"---\n{fields}---\n{body}{log}"}


def check(vault: Path, notes: Notes) -> list[tuple[str, int, str, str]]:
    write_vault(vault, notes)
    command = ["-C", str(vault), "--today", "2026-10-08", "check", "--json"]
    found = json.loads(CliRunner().invoke(main, command).stdout)["problems"]
    return [(one["path"], one["line"], one["code"], one["message"]) for one in found]


CLEAN: dict[str, Notes] = {
    "windows line ends behind a BOM": {OMAR: "\ufeff" + (BARE + LOG).replace("\n", "\r\n")},
    "blanks behind the marks": {OMAR: "---  \nrole: x\n---  \n" + LOG},
    "other scripts": {"contacts/张伟.md": BARE + LOG, "contacts/ليلى حداد.md": BARE + LOG},
    "sections renamed": {
        "vaultkit.toml": '[sections]\nlog = "Verlauf"\n',
        OMAR: BARE + LOG.replace("Log", "Verlauf"),
    },
    "kinds of one's own": {
        "vaultkit.toml": '[kinds.coffee]\nlike = "met"\n',
        **omar(log="- 2026-09-20 coffee: at the fair\n- 2026-09-21 thanks\n"),
    },
    "lists in all shapes": omar(fields="tags: [a, 'b, c']\naliases:\n- O. D\nwhy: >-\n  #1\n"),
    "callouts": omar("> [!note] Log\n> - 2026-13-13 leter\n"),
    "block ids": omar("A thought. ^thought\n\n[[#^thought]] [[Omar Diaz#^x]]\n"),
    "comments": omar("%% [[Nobody]] %%\n\n<!-- [[Nobody]]\n- 2026-13-13 x -->\n"),
    "fields of other tools": omar(fields="cssclass: wide\nuid: 2026\nup: x\ndate: 2026-09-24\n"),
    "a contact of long ago": omar(
        log="- 2015-03-01 letter\n- 2015-04-01 met: fine\n- 2015-04-02 thanks\n",
        fields="closed: true\nrole: buyer\nemail: a@b.example\n",
    ),
    "two initials": {"contacts/O. J. Diaz.md": BARE, "contacts/O. K. Diaz.md": BARE},
    "father and son": {OMAR: BARE, "contacts/Omar Diaz Jr.md": BARE},
    "brothers": {"contacts/Mario Silva.md": BARE, "contacts/Maria Silva.md": BARE},
    "a switchboard": {
        OMAR: "---\ncompany: Tern\nphone: 0117 496 0100\next: 1\n---\n",
        IVY: "---\ncompany: Tern\nphone: 0117 496 0100\next: 2\n---\n",
    },
    "firms of like names": {"companies/Gull.md": BARE, "companies/Gull & Sons.md": BARE},
    "a firm called as its owner": {
        "companies/Ivy Lane.md": BARE, IVY: '---\ncompany: "[[Ivy Lane]]"\n---\n',
    },
    "empty notes": {OMAR: "", IVY: "---\n---\n", "notes/x.md": "\n"},
    "boxes of other tools": omar("- [/] six\n- [!] seven\n- [?] eight\n"),
    "code": omar("```\n<<<<<<< HEAD\n[[Nobody]]\n```\n\nText:\n\n    [[Nobody]] [x](gone.pdf)\n"),
    "links in a nested list": omar("- one\n\n    - [[Omar Diaz]]\n"),
    "underlined titles": omar("Omar\n=======\n\nWork\n-------\n\n=======\n"),
    "html": omar("<details><summary>x</summary>\n\ntext\n\n</details>\n"),
    "trips back to back": {
        "trips/A.md": "---\ncity: Oslo\nstart: 2026-10-20\nend: 2026-10-22\n---\n",
        "trips/B.md": "---\ncity: Bern\nstart: 2026-10-22\nend: 2026-10-25\n---\n",
    },
    "next in two years": omar(fields="next: 2028-01-01\n"),
    "thanks for a name": omar(log="- 2026-09-01 email\n- 2026-09-03 reply\n- 2026-09-04 thanks\n"),
    "thanks by chance": omar(log="- 2026-09-01 email\n- 2026-09-03 note\n- 2026-09-04 thanks\n"),
    "news to an old friend": omar(log="- 2026-08-01 update: a card\n"),
    "plans in the log": omar(log="- [x] buy stamps\n- [ ] 2026-10-12 call\n- 2026-09-01 letter\n"),
    "a plan ticked and logged": omar(log="- [x] 2026-09-24 letter\n- 2026-09-24 letter\n"),
    "a meeting moved": {
        "interviews/T.md": TALK.format("2026-11-20 10:00", "planned"),
        **omar(
            log="- 2026-09-24 letter\n- 2026-10-01 booked [[T]]\n- 2026-10-02 cancelled [[T]]\n"
            "- 2026-10-03 booked [[T]]\n"
        ),
    },
    "letters of one's own": {
        "letters/A.md": "---\nfor: update\n---\nDear {{ contact.first }},\n",
        "letters/B.md": "---\nfor: update\n---\n{% if report %}{{ me.name }}{% endif %}\n",
        "letters/Read me.md": "How I write.\n",
    },
    "questions of one's own": {
        "questions/Q.md": "---\ntags: [q]\n---\n## Company\n\n- [ ] Growth? #maps\n\n## Garden\n",
    },
    "files with odd names": {
        "files/CV (new).pdf": "x",
        "notes/x.md": "[cv](<../files/CV (new).pdf>) [s](https://a.b/c.d) [t](a.com) [v](v1.20)",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_a_vault_that_looks_odd_is_clean(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, CLEAN[name]) == []


MISTAKES: dict[str, tuple[str, Notes]] = {
    "half a merge": ("conflict-mark", omar(log="- 2026-09-10 letter\n=======«\n")),
    "the base of a merge": ("conflict-mark", omar("||||||| base«\n")),
    "thanks for nothing": ("date-order", omar(log="- 2026-09-10 letter\n- 2026-09-12 thanks«\n")),
    "news to nobody": ("date-order", omar(log="- 2026-09-10 email\n- 2026-09-12 update: x«\n")),
    "off before booked": (
        "date-order",
        {
            "interviews/T.md": TALK.format("2026-11-20 10:00", "planned"),
            **omar(
                log="- 2026-09-24 email\n- 2026-10-01 cancelled [[T]]«\n"
                "- 2026-10-03 booked [[T]]\n"
            ),
        },
    ),
    "missed ahead": (
        "date-order", {"interviews/T.md": TALK.format("2026-11-20 10:00", "missed«"), **omar()},
    ),
    "met though cancelled": (
        "link-one-sided",
        {
            "interviews/T.md": TALK.format("2026-10-01 10:00", "cancelled«"),
            **omar(log="- 2026-09-24 email\n- 2026-10-01 met [[T]]\n- 2026-10-02 thanks\n"),
        },
    ),
    "booked with a person": (
        "link-kind", omar(log="- 2026-09-24 email\n- 2026-10-01 booked [[Omar Diaz]]«\n"),
    ),
    "a ticked entry": ("log-unparsed", omar(log="- 2026-09-10 letter\n- [x] 2026-09-20 call«\n")),
    "followed tomorrow": ("date-order", omar("## Advice\n\n- [x] Join ✅ 2026-11-01«\n")),
    "one initial": ("contact-twice", {OMAR: "---«\n---\n", "contacts/Omar J. Diaz.md": BARE}),
    "an address with its name": (
        "contact-twice",
        {OMAR: "---\nemail: o@b.example\n---\n", IVY: "---\nemail: Ivy <O@b.example>«\n---\n"},
    ),
    "no such file": ("file-missing", omar("[CV](../files/cv.pdf)«\n")),
    "a heading misspelt": ("section-odd", omar("## Reserch«\n\n- 2026-09-01 prize\n")),
    "the log misspelt": ("section-odd", {OMAR: BARE + "## Lgo«\n\n- 2026-09-24 letter\n"}),
    "no blank in the heading": ("section-odd", {OMAR: BARE + "##Log«\n\n- 2026-09-24 letter\n"}),
    "a subject misspelt": (
        "section-odd", {"questions/Q.md": "---\ntags: [q]\n---\n## Compny«\n\n- [ ] Growth?\n"},
    ),
    "a bank without front matter": (
        "front-matter-missing", {"questions/Q.md": "## Company«\n\n- [ ] Growth?\n"},
    ),
    "a tab": ("front-matter-yaml", omar(fields="\trole: x«\n")),
    "a part of a slot": (
        "template", {"letters/A.md": "---\nfor: letter\n---\nDear\n{{ contact.nmae }}«\n"},
    ),
    "a stage misspelt": ("field-odd", {"me.md": "---\nstage: graduatting«\n---\n"}),
    "a talk of days": (
        "field-odd",
        {"interviews/T.md": TALK.format("2026-11-20 10:00", "planned\nminutes: 3000«"), **omar()},
    ),
    "no days between": ("field-odd", omar(fields="cadence: 0«\n")),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_on_its_line(tmp_path: Path, name: str) -> None:
    code, notes = MISTAKES[name]
    ((path, line),) = (
        (path, text[: text.index("«")].count("\n") + 1)
        for path, text in notes.items()
        if "«" in text
    )
    found = check(tmp_path, {path: text.replace("«", "") for path, text in notes.items()})
    assert (path, line, code) in {one[:3] for one in found}
    assert {one[2] for one in found} == {code}
