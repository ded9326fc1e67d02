"""One canary a sink: what a note says runs nowhere, steers no terminal, calls nobody."""

import csv
import io
import json
import re
import socket
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Dialog, Page

from tests.browsing import browser
from tests.hostile.corpus import CORPUS
from tests.support import write_vault
from vaultkit.cli import main

__all__ = ["browser"]

HOSTILE = [name for name in CORPUS if name.startswith("markup-")]
NAMES = (
    "<img src=x onerror=a>",
    "{{ 7*7 }}",
    "=1+1",
    "a'b\"c",
    "con",
    "..x",
    "-rf",
    "\u202egpj",
    "#x",
)
# What a terminal obeys: C0 but line ends and tabs, C1, marks of direction.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


class Listener:
    """A port on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            client.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Path:
    folder = write_vault(tmp_path_factory.mktemp("inert"), {})
    home = f"127.0.0.1:{listener.port}".encode()
    for name in HOSTILE:
        path = folder / "contacts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(CORPUS[name].replace(b"canary.example", home))
    for name in NAMES:
        (folder / "contacts" / f"{name.replace('/', '_')}.md").write_text(
            "## Log\n- 2026-10-01 letter\n"
        )
    run(folder, "build")
    return folder


def run(vault: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["-C", str(vault), "--today", "2026-10-08", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def open_all(browser: Browser, pages: list[Path]) -> list[str]:
    """Open pages from disk; what ran, as words."""
    page: Page = browser.new_page()
    ran: list[str] = []

    def meet(dialog: Dialog) -> None:
        ran.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", meet)
    page.on("request", lambda one: ran.append(one.url) if not one.url.startswith("file:") else None)
    for path in pages:
        page.goto(path.as_uri())
        wanted = re.search(r"<title>(.*?)</title>", path.read_text(), re.S)
        assert wanted
        title = page.evaluate(
            "new DOMParser().parseFromString(document.querySelector('title')"
            ".outerHTML, 'text/html').title"
        )
        if page.title() != title or page.title() in ("owned", "1"):
            ran.append(f"title {path.name}: {page.title()}")
    page.close()
    return ran


def test_no_page_runs_a_note_or_calls_anybody(
    vault: Path, browser: Browser, listener: Listener
) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()  # it does hear who calls
    pages = sorted((vault / "site").rglob("*.html"))
    assert len(pages) > len(HOSTILE) + 10
    assert open_all(browser, pages) == []
    assert listener.calls == 1


def test_no_template_is_run(vault: Path) -> None:
    for page in (vault / "site").rglob("*.html"):
        assert ">49<" not in page.read_text()
    assert "{{ 7*7 }}" in (vault / "site" / "contacts" / "index.html").read_text()
    for who in ("markup-jinja", "markup-format", "markup-jinja-comment"):
        said = run(vault, "letter", f"contacts/{who}.md", "letter")
        assert "__globals__" in said or "7*7" not in said
        assert not re.search(r"\b49\b|<class|/root|/home", said)


def test_no_page_holds_what_steers_a_terminal(tmp_path: Path) -> None:
    evil = "a\x1b]0;x\x07b\x9b2Jc\x7fd\x00e"
    fields = "\n".join(
        f"{name}: {evil}" for name in ("name", "role", "phone", "ext", "city", "why")
    )
    talk = "---\ncontact: '[[Eve]]'\nwhen: 2026-10-12 10:00\nplace: x\n---\n"
    vault = write_vault(
        tmp_path, {"contacts/Eve.md": f"---\n{fields}\n---\n", "interviews/T.md": talk}
    )
    said = [run(vault, "prep", "T", "--html")]
    run(vault, "build")
    said += [one.read_text() for one in (vault / "site").rglob("*.html")]
    assert any("a\ufffd]0;x\ufffdb\ufffd2Jc\ufffdd\ufffde" in text for text in said[1:])
    assert not [text for text in said if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)]


def test_a_value_of_several_lines_makes_no_line_of_an_answer(tmp_path: Path) -> None:
    evil = r'"a\nnotes/x.md:1:1: error: all is lost [render]\n\tb"'
    note = f"---\nname: {evil}\nemail: {evil}\nnext: 2026-10-08\nnext_what: {evil}\n---\n"
    vault = write_vault(tmp_path, {"contacts/Eve.md": note})
    for words, cells in ((("due", "--plain", "--all"), 6), (("list", "contact"), 5)):
        (line,) = (one for one in run(vault, *words).splitlines() if "\t" in one)
        assert len(line.split("\t")) == cells
    *problems, count = run(vault, "check").splitlines()
    assert count == f"{len(problems)} warning"
    assert all(line.startswith("contacts/Eve.md:") for line in problems)


COMMANDS = (
    ("due", "--all"), ("next",), ("check",), ("list", "contact"), ("find", "x"), ("find", "owned"),
    ("insights",), ("doctor",), ("export", "csv"), ("export", "json"), ("export", "ics"),
    ("export", "vcf"), ("log", "=1+1", "note", "x", "-n"), ("rename", "nobody\x1b[2J", "x"),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_steers_the_terminal(vault: Path, words: tuple[str, ...]) -> None:
    said = run(vault, *words)
    if words[0] == "export":
        said = said.replace("\r\n", "\n")
        said = re.sub("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", "", said)  # a file keeps letters
    assert not STEERS.search(said), STEERS.findall(said)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_card_or_script_steers_the_terminal(vault: Path, name: str) -> None:
    who = f"contacts/{name}.md"
    for words in (("show", who), ("script", who), ("letter", who, "letter"), ("tick", who)):
        assert not STEERS.search(run(vault, *words)), words


def test_no_cell_is_a_formula(vault: Path) -> None:
    for table in ("contacts", "log"):
        for row in csv.reader(io.StringIO(run(vault, "export", "csv", "--table", table))):
            for cell in row:
                number = re.fullmatch(r"[+-]?[\d .()-]*", cell)
                assert number or not cell.lstrip(" \t\r\n\ufeff").startswith(
                    ("=", "+", "-", "@")
                ), cell


def unfold(text: str) -> list[str]:
    return re.sub(r"\r?\n[ \t]", "", text).splitlines()


def test_no_calendar_gets_a_line_of_a_note(vault: Path) -> None:
    made = (run(vault, "export", "ics"), (vault / "site" / "followups.ics").read_text())
    for text in made:
        names = {
            re.split("[;:]", line)[0] for line in re.split(r"\r?\n", text) if line[:1].isupper()
        }
        assert names.isdisjoint({"ATTACH", "ORGANIZER", "ATTENDEE"}), names
        for mark in ("BEGIN", "END"):
            assert len(re.findall(rf"(?m)^{mark}:VCALENDAR\r?$", text)) == 1


def test_no_card_gets_a_line_of_a_note(vault: Path) -> None:
    cards = run(vault, "export", "vcf")
    begins, ends = (re.findall(rf"(?m)^{mark}:VCARD\r?$", cards) for mark in ("BEGIN", "END"))
    assert len(HOSTILE) > len(begins) == len(ends) > 20
    assert not re.search(r"(?m)^(?:PHOTO|ATTACH|KEY|SOUND|AGENT|BEGIN:VEVENT)", cards)


def test_json_stays_json(vault: Path) -> None:
    for words in (("due", "--all", "--json"), ("list", "contact", "--json"), ("export", "json")):
        assert json.loads(run(vault, *words))
    data = (vault / "site" / "assets" / "search-data.js").read_text()
    assert data.startswith("vaultkitSearch([") and data.endswith("]);\n")
    json.loads(data.removeprefix("vaultkitSearch(").removesuffix(");\n"))
    assert "<" not in data and "\u2028" not in data


def test_a_name_never_leads_out_of_the_site(vault: Path) -> None:
    for path in (vault / "site").rglob("*"):
        name = path.relative_to(vault / "site").as_posix()
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", name) or name.startswith(".vaultkit"), name
        assert ".." not in name
