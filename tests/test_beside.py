"""Work on a second processor: the same result, and no harm when it fails."""

import os
from pathlib import Path

import pytest

from tests.support import write_vault
from tests.test_rebuild import START, clean_build
from vaultkit.site import edition
from vaultkit.site.beside import start_beside


def test_a_result_is_handed_back() -> None:
    assert start_beside(lambda: {"a": b"1"})() in ({"a": b"1"}, None)


def test_work_that_fails_in_the_copy_is_left_to_the_caller() -> None:
    assert start_beside(lambda: 1 // 0)() is None
    assert start_beside(lambda: os._exit(1))() is None


def test_two_workers_print_what_one_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = {**START, **{f"contacts/Person {n}.md": "---\n---\n## Log\n" for n in range(9)}}
    root = write_vault(tmp_path / "vault", notes)
    alone = clean_build(root, tmp_path / "alone")
    monkeypatch.setattr(edition, "ENOUGH", 1)
    assert clean_build(root, tmp_path / "two") == alone
    monkeypatch.setattr(edition, "start_beside", lambda work: lambda: None)
    assert clean_build(root, tmp_path / "failed") == alone
