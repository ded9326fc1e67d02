"""Killed, or failing, at any step: every note is old or new, the next command mends the rest."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests import killing
from tests.support import contact, write_vault
from vaultkit import changes
from vaultkit.contact_log import LogEntry, read_log
from vaultkit.diagnostics import VaultkitError
from vaultkit.document import read_document
from vaultkit.editing import Source, add_entry, make_entry
from vaultkit.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks and audit hooks")
WORKS: dict[str, Callable[[Path], None]] = {"one": killing.one, "several": killing.several}


def folders(tmp_path: Path) -> Callable[[int], Path]:
    def make(number: int) -> Path:
        folder = tmp_path / str(number)
        folder.mkdir()
        return folder

    return make


@pytest.mark.parametrize("work", WORKS)
def test_killed_at_every_step_each_note_is_old_or_new(tmp_path: Path, work: str) -> None:
    runs = killing.sweep(WORKS[work], folders(tmp_path), "killed")
    ends = [ended for _, ended, _ in runs]
    assert ends[-1] == "done"
    assert ends.count("killed") > 15
    for _, _, folder in runs:
        killing.check_whole(folder)


def test_undo_after_a_kill_at_any_step_gives_the_old_notes(tmp_path: Path) -> None:
    for _, _, folder in killing.sweep(killing.several, folders(tmp_path), "killed"):
        killing.check_undone(folder)


@pytest.mark.parametrize("fault", killing.FAULTS)
@pytest.mark.parametrize("work", WORKS)
def test_a_disk_that_fails_at_any_step_is_told_and_leaves_notes_whole(
    tmp_path: Path, work: str, fault: str
) -> None:
    for stop, ended, folder in killing.sweep(WORKS[work], folders(tmp_path), fault):
        assert ended in ("done", "refused"), (stop, ended)
        now = killing.texts(folder)
        if ended == "refused":
            assert now == killing.BEFORE, stop
        killing.check_whole(folder)


def test_a_full_disk_leaves_the_old_note(tmp_path: Path) -> None:
    killing.make_vault(tmp_path)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            killing.limit_file_size(4096)
            killing.one(tmp_path)
        except VaultkitError as error:
            code = 0 if "nothing was changed" in str(error) else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    killing.check_whole(tmp_path)
    assert killing.texts(tmp_path) == killing.BEFORE


def test_real_commands_killed_at_random_leave_the_old_or_the_new_note(tmp_path: Path) -> None:
    write_vault(tmp_path, {killing.RUTH: contact("- 2026-10-01 letter")})
    killing.kill_runs(tmp_path, 8)


def log_lines(folder: Path, who: int, count: int) -> None:
    for number in range(count):
        entry = make_entry(day_of(number), "", "note", "note", f"{who} {number}")
        changes.change_note(folder, killing.RUTH, _adder(entry), "log")


def day_of(number: int) -> date:
    return date(2026, 9, 1 + number % 28)


def _adder(entry: LogEntry) -> Callable[[Source], str]:
    return lambda source: add_entry(source, entry, Settings())


def words_of(folder: Path) -> list[str]:
    document, _ = read_document(killing.RUTH, (folder / killing.RUTH).read_bytes())
    return [entry.words for entry in read_log(document, Settings())[0].entries]


def test_four_writers_at_once_lose_no_line(tmp_path: Path) -> None:
    write_vault(tmp_path, {killing.RUTH: contact("- 2026-08-01 letter")})
    children = []
    for who in range(4):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                log_lines(tmp_path, who, 12)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    wanted = [f"{who} {number}" for who in range(4) for number in range(12)]
    assert sorted(words_of(tmp_path)) == sorted(["", *wanted])


def save_in_place(path: Path, text: str) -> None:
    path.write_text(text)


def save_beside(path: Path, text: str) -> None:
    path.with_name("4913").write_text(text)
    path.with_name("4913").replace(path)


SAVERS = {"in place": save_in_place, "beside": save_beside}


@pytest.mark.parametrize("saver", SAVERS)
def test_no_save_of_an_editor_is_lost_to_a_command(tmp_path: Path, saver: str) -> None:
    """An editor saves over and over while lines are logged: the last save stands, whole."""
    write_vault(tmp_path, {killing.RUTH: contact("- 2026-08-01 letter")})
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for number in range(300):
                text = contact(f"- 2026-08-01 letter: save {number}", body="words " * 2000)
                SAVERS[saver](tmp_path / killing.RUTH, text)
            code = 0
        finally:
            os._exit(code)
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        try:
            log_lines(tmp_path, 9, 1)
        except VaultkitError as error:
            assert "changed while" in str(error)
    log_lines(tmp_path, 9, 1)
    assert "save 299" in words_of(tmp_path)
    assert (tmp_path / killing.RUTH).read_text().count("words ") == 2000
