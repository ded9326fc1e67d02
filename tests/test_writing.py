"""A note is written whole or not at all, an editor's save wins, every change can be undone."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.odd_notes import odd_notes
from tests.support import contact, write_vault
from vaultkit import changes
from vaultkit.diagnostics import VaultkitError
from vaultkit.disk import journal, lease
from vaultkit.editing import Source

RUTH = "contacts/Ruth Okafor.md"
TEXT = contact("- 2026-10-01 letter")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path, {RUTH: TEXT})


def line(words: str = "more") -> Callable[[Source], str]:
    return lambda source: f"{source.text}{words}\n"


def add_line(vault: Path, words: str = "more", path: str = RUTH) -> changes.Changed:
    return changes.change_note(vault, path, line(words), "a line")


def left_over(vault: Path) -> list[str]:
    return sorted(path.name for path in vault.rglob(".vaultkit-*"))


def test_an_edit_is_written_and_undone_to_the_byte(vault: Path) -> None:
    changed = add_line(vault)
    assert (vault / RUTH).read_text() == f"{TEXT}more\n"
    assert changed.before == TEXT.encode()
    assert changes.undo_change(vault)[0] == "a line"
    assert (vault / RUTH).read_text() == TEXT
    assert left_over(vault) == []


def test_undo_goes_back_step_by_step_to_the_start(vault: Path) -> None:
    for words in ("one", "two", "three"):
        add_line(vault, words)
    for _ in range(3):
        changes.undo_change(vault)
    assert (vault / RUTH).read_text() == TEXT
    with pytest.raises(VaultkitError, match="nothing to undo"):
        changes.undo_change(vault)


def test_undo_brings_back_no_bytes_but_those_that_were_kept(vault: Path) -> None:
    add_line(vault)
    (kept,) = (vault / ".vaultkit" / "bytes").iterdir()
    kept.write_bytes(b"not these")
    with pytest.raises(VaultkitError, match="nothing to undo"):
        changes.undo_change(vault)
    assert (vault / RUTH).read_text() == f"{TEXT}more\n"


def test_undo_reads_no_file_that_a_record_from_elsewhere_names(vault: Path) -> None:
    secret = vault / "secret.txt"
    secret.write_text("key")
    add_line(vault)
    (record,) = (vault / ".vaultkit" / "journal").iterdir()
    old = record.read_text()
    record.write_text(old.replace(journal.hash_of(TEXT.encode()), str(secret)))
    with pytest.raises(VaultkitError, match="nothing to undo"):
        changes.undo_change(vault)
    assert "key" not in (vault / RUTH).read_text()


@pytest.mark.parametrize("name", ["", "bytes", "journal", "lock", ".gitignore"])
def test_old_bytes_go_nowhere_out_of_the_vault(
    vault: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    place = vault / ".vaultkit" / name
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside / "lock" if "." in name or name == "lock" else outside)
    with pytest.raises(VaultkitError, match="is a link; take it away, nothing was written"):
        add_line(vault)
    assert (vault / RUTH).read_text() == TEXT
    assert list(outside.iterdir()) == []


def test_undo_is_refused_when_the_note_changed_since(vault: Path) -> None:
    add_line(vault)
    (vault / RUTH).write_text("mine now\n")
    with pytest.raises(VaultkitError, match=f'{RUTH}: changed since "a line"'):
        changes.undo_change(vault)
    assert (vault / RUTH).read_text() == "mine now\n"


def test_a_dry_run_writes_nothing_and_shows_the_line(vault: Path) -> None:
    changed = changes.change_note(vault, RUTH, line(), "a line", dry_run=True)
    assert changes.show_diff(changed).endswith("\n+more")
    assert (vault / RUTH).read_text() == TEXT
    assert not (vault / ".vaultkit").exists()


def test_mode_and_attributes_stay(vault: Path) -> None:
    (vault / RUTH).chmod(0o640)
    try:
        os.setxattr(vault / RUTH, "user.mood", b"good")
    except OSError:
        pytest.skip("no attributes on this file system")
    add_line(vault)
    assert stat.S_IMODE((vault / RUTH).stat().st_mode) == 0o640
    assert os.getxattr(vault / RUTH, "user.mood") == b"good"


def test_a_link_inside_the_vault_is_followed_and_stays_a_link(vault: Path) -> None:
    link = vault / "contacts" / "Ru.md"
    link.symlink_to("Ruth Okafor.md")
    add_line(vault, path="contacts/Ru.md")
    assert link.is_symlink()
    assert (vault / RUTH).read_text() == f"{TEXT}more\n"


def test_a_note_that_is_a_link_is_not_moved(vault: Path) -> None:
    link = vault / "contacts" / "Wei.md"
    link.symlink_to("Ruth Okafor.md")
    before = (vault / RUTH).read_bytes()
    moved = changes.move_note("contacts/Wei.md", "contacts/Wei Zhang.md")
    with pytest.raises(VaultkitError, match=r"is a link to Ruth Okafor\.md; move it by hand"):
        changes.change_notes(vault, [moved], "rename")
    assert link.is_symlink() and (vault / RUTH).read_bytes() == before


def test_a_link_that_leads_out_of_the_vault_is_refused(vault: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.md"
    outside.write_text(TEXT)
    (vault / "contacts" / "Out.md").symlink_to(outside)
    with pytest.raises(VaultkitError, match="leads out of the vault"):
        add_line(vault, path="contacts/Out.md")
    assert outside.read_text() == TEXT


def test_the_other_name_of_a_hard_link_keeps_the_old_text(vault: Path) -> None:
    copy = vault / "files-copy.md"
    copy.hardlink_to(vault / RUTH)
    add_line(vault)
    assert copy.read_text() == TEXT
    assert (vault / RUTH).read_text() == f"{TEXT}more\n"


def test_a_save_made_meanwhile_wins_and_the_line_is_added_to_it(vault: Path) -> None:
    saved: list[bool] = []

    def edit(source: Source) -> str:
        if not saved:
            saved.append(True)
            (vault / RUTH).write_text(f"{TEXT}theirs\n")
        return f"{source.text}ours\n"

    changes.change_note(vault, RUTH, edit, "a line")
    assert (vault / RUTH).read_text() == f"{TEXT}theirs\nours\n"


def test_a_note_that_never_stands_still_is_left_to_its_editor(vault: Path) -> None:
    count = iter(range(100))

    def edit(source: Source) -> str:
        (vault / RUTH).write_text(f"{TEXT}theirs {next(count)}\n")
        return f"{source.text}ours\n"

    with pytest.raises(VaultkitError, match="changed while it was being edited"):
        changes.change_note(vault, RUTH, edit, "a line")
    assert "ours" not in (vault / RUTH).read_text()
    assert left_over(vault) == []
    assert list(journal.read_records(vault)) == []


def test_several_notes_are_changed_together_or_not_at_all(vault: Path) -> None:
    write_vault(vault, {"contacts/Wei.md": TEXT})

    def fail(source: Source) -> str:
        raise VaultkitError("cannot")

    both = [changes.edit_note(RUTH, line()), changes.edit_note("contacts/Wei.md", fail)]
    with pytest.raises(VaultkitError, match="cannot"):
        changes.change_notes(vault, both, "two")
    assert (vault / RUTH).read_text() == TEXT


def test_the_first_note_is_taken_back_when_the_second_cannot_be_put(vault: Path) -> None:
    write_vault(vault, {"contacts/Wei.md": TEXT})
    wei = vault / "contacts" / "Wei.md"
    count = iter(range(100))

    def disturb(source: Source) -> str:
        wei.write_text(f"{TEXT}{next(count)}\n")
        return source.text + "ours\n"

    both = [changes.edit_note(RUTH, line()), changes.edit_note("contacts/Wei.md", disturb)]
    with pytest.raises(VaultkitError, match="Wei"):
        changes.change_notes(vault, both, "two")
    assert (vault / RUTH).read_text() == TEXT
    assert "ours" not in wei.read_text()


def test_a_new_note_is_made_whole_and_undone_by_going_away(vault: Path) -> None:
    changes.change_notes(vault, [changes.create_note("trips/Leeds.md", "hello\n")], "new trip")
    assert (vault / "trips" / "Leeds.md").read_text() == "hello\n"
    changes.undo_change(vault)
    assert not (vault / "trips" / "Leeds.md").exists()


@pytest.mark.parametrize("name", ["Ruth Okafor.md", "ruth okafor.md", "RUTH OKAFOR.MD"])
def test_a_new_note_never_goes_over_another_nor_beside_its_twin(vault: Path, name: str) -> None:
    with pytest.raises(VaultkitError, match="exists already"):
        changes.change_notes(vault, [changes.create_note(f"contacts/{name}", "x")], "new")
    assert (vault / RUTH).read_text() == TEXT


def test_accents_in_two_encodings_are_one_name(vault: Path) -> None:
    write_vault(vault, {"contacts/Jos\u00e9.md": TEXT})
    with pytest.raises(VaultkitError, match="exists already"):
        changes.change_notes(vault, [changes.create_note("contacts/Jose\u0301.md", "x")], "new")


def test_a_note_is_moved_edited_and_moved_back(vault: Path) -> None:
    to = "contacts/Ruth O.md"
    changes.change_notes(vault, [changes.edit_note(RUTH, line(), to)], "rename")
    assert (vault / to).read_text() == f"{TEXT}more\n"
    assert not (vault / RUTH).exists()
    changes.undo_change(vault)
    assert (vault / RUTH).read_text() == TEXT
    assert not (vault / to).exists()


def test_only_the_case_of_a_name_may_change_but_no_note_is_moved_over_another(vault: Path) -> None:
    changes.change_notes(vault, [changes.move_note(RUTH, "contacts/ruth okafor.md")], "rename")
    assert (vault / "contacts" / "ruth okafor.md").exists()
    write_vault(vault, {"contacts/Wei.md": "wei"})
    with pytest.raises(VaultkitError, match="exists already"):
        changes.change_notes(vault, [changes.move_note("contacts/Wei.md", RUTH)], "rename")
    assert (vault / "contacts" / "Wei.md").read_text() == "wei"


def test_a_note_taken_away_comes_back_with_its_mode(vault: Path) -> None:
    (vault / RUTH).chmod(0o600)
    changes.change_notes(vault, [changes.delete_note(RUTH)], "forget")
    assert not (vault / RUTH).exists()
    changes.undo_change(vault)
    assert (vault / RUTH).read_text() == TEXT
    assert stat.S_IMODE((vault / RUTH).stat().st_mode) == 0o600


def test_the_journal_is_hidden_from_git_and_from_others_and_keeps_200(vault: Path) -> None:
    for number in range(205):
        add_line(vault, str(number))
    assert (vault / ".vaultkit" / ".gitignore").read_text() == "*\n"
    assert stat.S_IMODE((vault / ".vaultkit").stat().st_mode) == 0o700
    records = list(journal.read_records(vault))
    assert len(records) == 200
    assert len(os.listdir(vault / ".vaultkit" / "bytes")) == 200


def test_what_killed_commands_left_is_swept_but_no_unknown_save(vault: Path) -> None:
    add_line(vault)
    folder = vault / "contacts"
    half, known, save = (
        folder / f".vaultkit-4194304-{name}" for name in ("1.tmp", "2.swap", "3.swap")
    )
    half.write_text("ha")
    known.write_text(TEXT)
    save.write_text("somebody's last save")
    alive = folder / f".vaultkit-{os.getpid()}-999.tmp"
    alive.write_text("being written")
    add_line(vault)
    assert left_over(vault) == sorted([alive.name, save.name])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_note_folder_and_vault_are_told_in_one_line(vault: Path) -> None:
    (vault / RUTH).chmod(0o444)
    with pytest.raises(VaultkitError, match="read-only"):
        add_line(vault)
    (vault / RUTH).chmod(0o644)
    vault.chmod(0o555)
    with pytest.raises(VaultkitError, match="cannot be written to"):
        add_line(vault)
    vault.chmod(0o755)


@pytest.mark.parametrize("name", odd_notes())
def test_any_odd_note_is_put_back_to_the_byte(vault: Path, name: str) -> None:
    data = odd_notes()[name]
    (vault / RUTH).write_bytes(data)
    changes.change_note(vault, RUTH, line("a\r\nb"), "a line")
    assert (vault / RUTH).read_bytes() == data + b"a\r\nb\n"
    changes.undo_change(vault)
    assert (vault / RUTH).read_bytes() == data


@pytest.mark.skipif(sys.platform != "linux", reason="leases")
def test_a_note_that_is_just_being_written_into_is_left_alone(vault: Path) -> None:
    with open(vault / RUTH, "r+") as editor:
        with pytest.raises(VaultkitError, match="changed while it was being edited"):
            add_line(vault)
        editor.write("-")
    assert "more" not in (vault / RUTH).read_text()
    add_line(vault)
    assert (vault / RUTH).read_text().endswith("more\n")


@pytest.mark.skipif(sys.platform != "linux", reason="leases")
def test_whoever_opens_a_note_in_that_moment_is_seen(vault: Path) -> None:
    with lease.hold_lease(str(vault / RUTH), str(vault / "vaultkit.toml")) as is_alone:
        assert is_alone()
        opener = subprocess.Popen(["sh", "-c", 'echo more >> "$0"', str(vault / RUTH)])
        while is_alone() and opener.poll() is None:
            pass
        assert not is_alone()
    assert opener.wait() == 0
    assert (vault / RUTH).read_text().endswith("more\n")


@pytest.mark.skipif(sys.platform != "linux", reason="leases")
def test_where_no_file_may_have_a_lease_nobody_waits_for_one(vault: Path) -> None:
    toml = vault / "vaultkit.toml"
    with open(vault / RUTH, "r+"), open(toml, "r+"):
        with lease.hold_lease(str(vault / RUTH), str(toml)) as is_alone:
            assert is_alone()
        with pytest.raises(lease.BusyError), lease.hold_lease(str(toml), __file__):
            pass
