"""Reading at length: runs of every sign in every place, each hostile note alone, any bytes."""

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.corpus import CORPUS
from tests.support import write_vault
from tests.test_hostile_edits import check_edits
from tests.torture.conftest import Tried
from vaultkit.cli import main
from vaultkit.notes import read_note
from vaultkit.settings import Settings
from vaultkit.site.markdown import Renderer

# Seconds of the processor and bytes of memory that one note may cost, beside what an empty vault
# costs: about a second of Python, and 100 MB of address space.
SECONDS, MEMORY = 5.0, 600 << 20
FIELDS = ("name", "email", "phone", "website", "next", "role", "company", "aliases", "city",
          "tags", "referred_by", "cadence", "mute", "may_mention", "private")  # fmt: skip
PLACES = {
    "prose": "{}x\n",
    "heading": "# a {} b\n",
    "item": "- a {} b\n",
    "task": "## Advice\n- [x] a {} \u2705 2026-10-01 {}x\n",
    "log": "## Log\n- 2026-10-01 letter {} b\n",
    "log day": "## Log\n- 2026-10-01{}letter\n",
    "referral": "## Log\n- 2026-10-01 referral {}: x {} b\n",
    "lead": "## Leads\n- Anna {}, b\n",
    "link": "[[a {} b]] [c {} d](e {} f)\n",
    "code": "`a {} b` {}\n```{}\nx\n",
    "table": "| a {} b |\n|---|\n| c {} d |\n",
    "comment": "%% {} x <!-- {}\n",
    "reference": '[a]: b {} "c\n',
    "address": "http://a{}.example/{}x <http://{}\n",
    "block id": "- a {}^id x\n",
    "due mark": "- [ ] a \U0001f4c5 {} 2026-10-01 [due:: {}] due:{}\n",
    "front": "---\n{}\n---\nx\n",
    "key": "---\na {} b: c\n---\n",
    **{f"field {name}": f"---\n{name}: 'a {{}} b'\n---\n" for name in FIELDS},
}
RUNS = (" ", "\t", "a", ".", "-", "#", ":", "0", "@", "`", '"', ",", "(", "[", "]", "!", "*",
        "\\", "\u00a0", "1 ", "a ", "](", "+", "|", "<", "%", "\u2705 ", "=")  # fmt: skip
# Where the marks of Markdown nest or match: doubled, they cost at most about twice.
GROWING = {
    "brackets": "[", "images": "![", "links": "[a](", "pointed": "[a](<b", "stars": "*a_ ",
    "strong": "**x ", "code": "`a``b", "entities": "&amp;&", "html": "<a href='", "quotes": "> ",
    "lists": "- ", "tables": "|a", "autolinks": "<http://a", "escapes": "\\*",
    "references": "[a]: u\n",
}  # fmt: skip


def cost(folder: Path, text: str) -> float:
    """Seconds of the processor to check and build a vault of one note."""
    write_vault(folder, {})
    (folder / "contacts").mkdir(exist_ok=True)
    (folder / "contacts" / "a.md").write_text(text, encoding="utf-8", errors="surrogatepass")
    begin = process_time()
    for command in ("check", "build"):
        result = CliRunner().invoke(main, ["-C", str(folder), "--today", "2026-10-08", command])
        assert result.exception is None or isinstance(result.exception, SystemExit)
    return process_time() - begin


@pytest.mark.parametrize("place", PLACES)
def test_no_run_of_signs_stalls(tmp_path: Path, tried: Tried, place: str) -> None:
    form = PLACES[place]
    for run in RUNS:
        text = form.replace("{}", run * (12000 // form.count("{}") // len(run)))
        assert cost(tmp_path, text) < SECONDS, (place, run)
        tried("a run of one sign in one place", 1)


@pytest.mark.parametrize("name", GROWING)
def test_double_the_text_costs_about_double(tried: Tried, name: str) -> None:
    renderer = Renderer(lambda target, heading: None, lambda target, heading: None)
    times = []
    for count in (4000, 8000, 16000):
        begin = process_time()
        renderer.render(GROWING[name] * count, "")
        times.append(process_time() - begin)
    tried("a text of Markdown's, doubled", len(times))
    assert times[2] < 0.3 or times[2] < times[1] * 3.2, times


@pytest.mark.parametrize("name", CORPUS)
def test_each_hostile_note_alone_is_bounded(tmp_path: Path, tried: Tried, name: str) -> None:
    write_vault(tmp_path, {"contacts/Ruth Okafor.md": "Sound.\n"})
    (tmp_path / "contacts" / f"{name}.md").write_bytes(CORPUS[name])
    limits = f'ulimit -v {MEMORY // 1024}; ulimit -t {int(SECONDS) + 5}; exec "$@"'
    command = [sys.executable, "-m", "tests.hostile.run", str(tmp_path), str(MEMORY)]
    done = subprocess.run(["sh", "-c", limits, "sh", *command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]
    tried("a hostile note alone, with 600 MB and 10 s", 1)


@pytest.mark.parametrize("name", [one for one in CORPUS if one.startswith("stalls-")])
def test_edits_of_long_notes_are_one_place_or_nothing(
    tmp_path: Path, tried: Tried, name: str
) -> None:
    check_edits(tmp_path, name)
    tried("log, snooze and tick on a long hostile note", 3)


@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2000), st.sampled_from(["contacts", "interviews", "questions", "trips"]))
def test_any_bytes_are_read(data: bytes, kind: str) -> None:
    for front in (b"", b"---\n", b"---\nname: x\n---\n## Log\n- "):
        note, problems = read_note(f"{kind}/A.md", front + data, Settings())
        assert note.path
        assert all(one.line >= 1 and one.column >= 1 for one in problems)


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="[]()!*_`<>&\\-+#>|~%= \n\ta:1.\"'{}^", max_size=400))
def test_any_marks_are_rendered_inert(text: str) -> None:
    renderer = Renderer(lambda target, heading: None, lambda target, heading: None)
    shown = renderer.render(text, "").html
    assert "<script" not in shown
    assert "javascript:" not in shown
