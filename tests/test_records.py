"""What a site folder knows of itself: read bit by bit it is what a whole reading tells."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.disk.manifest import (
    Records,
    append_journal,
    hash_of,
    shorten_journal,
    write_manifest,
)
from vaultkit.disk.names import JOURNAL

ADDRESSES = st.sampled_from(["a.html", "b.html", "contacts/c.html"])
HASHES = st.sampled_from([hash_of(b"1"), hash_of(b"2")])
ROWS = st.lists(st.tuples(ADDRESSES, st.one_of(HASHES, st.none())), max_size=4)
STEPS = st.one_of(
    st.tuples(st.just("said"), ROWS),
    st.tuples(st.just("torn"), st.sampled_from([1, 2, 30, 90])),
    st.tuples(st.just("shortened"), st.none()),
    st.tuples(st.just("settled"), st.dictionaries(ADDRESSES, HASHES)),
    st.tuples(st.just("lost"), st.none()),
)


def do(out: Path, step: str, value: object) -> None:
    journal = out / JOURNAL
    if step == "said":
        assert isinstance(value, list)
        append_journal(out, value)
    elif step == "torn" and journal.exists():
        assert isinstance(value, int)
        data = journal.read_bytes()
        journal.write_bytes(data[: max(0, len(data) - value)])
    elif step == "shortened":
        shorten_journal(out, Records(out).read()[0] or {})
    elif step == "settled":
        assert isinstance(value, dict)
        write_manifest(out, value)
    elif step == "lost":
        journal.unlink(missing_ok=True)


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=12))
def test_bit_by_bit_is_as_at_once(steps: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        write_manifest(out, {})
        records = Records(out)
        for step, value in steps:
            do(out, step, value)
            assert records.read() == Records(out).read(), step
