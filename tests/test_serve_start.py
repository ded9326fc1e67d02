"""Before the first site is there somebody answers, and the build may still use two processors."""

import json
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import pytest

from tests.support import RUTH, contact, write_vault
from tests.test_watch import wait_for
from vaultkit.serve import ServedSite, answer_meanwhile, open_server
from vaultkit.serve import meanwhile as meanwhile_module
from vaultkit.serve import site as site_module
from vaultkit.site.beside import can_fork
from vaultkit.watch import Ahead, Rebuilt, Watcher

PAGE = "contacts/ruth-okafor.html"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {RUTH: contact("- 2026-09-24 letter", body="FIRST")})


def get(port: int, address: str = "") -> tuple[int, str]:
    """Status and text of a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def build(vault: Path, *words: str) -> None:
    command = [sys.executable, "-m", "vaultkit", "-C", str(vault), "--today", "2026-10-08", "build"]
    subprocess.run([*command, *words], check=True, capture_output=True)


@pytest.mark.parametrize("forks", [True, False])
def test_the_last_site_is_shown_while_the_next_is_built(
    vault: Path, monkeypatch: pytest.MonkeyPatch, forks: bool
) -> None:
    build(vault)
    if not forks:
        monkeypatch.setattr(meanwhile_module, "start_copy", lambda work: None)
    server = open_server(ServedSite(vault / "site"), 0)
    begun, may = threading.Event(), can_fork()
    with answer_meanwhile(server, begun.set):
        status, text = get(server.port, PAGE)
        assert status == 200 and "FIRST" in text
        assert can_fork() == (forks and may)
        assert get(server.port, "contacts/nobody.html")[0] == 404
    status, after = get(server.port, PAGE)
    assert (status, after) == (200, text)  # the number of the build too: no tab loads it again
    assert (forks and may) or begun.wait(5)  # what the copy does is not seen here
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("left", [(), (PAGE,)])
def test_without_a_whole_site_a_page_says_that_it_is_built(
    vault: Path, monkeypatch: pytest.MonkeyPatch, left: tuple[str, ...]
) -> None:
    monkeypatch.setattr(site_module, "HOLD", 0.0)
    if left:  # a first build was killed
        build(vault)
        for page in (vault / "site").glob("*.html"):
            page.unlink()
        manifest = vault / "site/.vaultkit-manifest.json"
        manifest.write_text(json.dumps({PAGE: "0" * 64}))
    server = open_server(ServedSite(vault / "site"), 0)
    with answer_meanwhile(server):
        status, text = get(server.port)
        assert status == 503 and "being built" in text and "reload.js" in text
        assert [get(server.port, one)[0] for one in left] == [200 for _ in left]
    server.shutdown()
    server.server_close()


def test_who_asks_at_once_is_answered_with_the_first_site(vault: Path) -> None:
    for _ in range(3):  # whether it is the copy that answers or the one who built
        process, port = serve(vault)
        try:
            status, text = get(port, PAGE)
            assert status == 200 and "FIRST" in text
        finally:
            process.terminate()
            process.communicate()
        shutil.rmtree(vault / "site")


def test_who_waits_for_news_is_sent_home_when_the_copy_hands_over(vault: Path) -> None:
    server = open_server(ServedSite(vault / "site"), 0)
    told: list[tuple[int, str]] = []
    with answer_meanwhile(server):
        since = get(server.port)[1].partition('data-build="')[2].partition('"')[0]
        address = f"-/news.js?since={since}&wait=1"
        waiting = threading.Thread(target=lambda: told.append(get(server.port, address)))
        waiting.start()
    server.site.refresh(vault / "site", [PAGE])  # should the copy not have had the question
    waiting.join(10)
    assert told and told[0][0] == 200
    assert f'"changed": ["{PAGE}"]' in get(server.port, address)[1]
    server.shutdown()
    server.server_close()


def serve(vault: Path) -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-m", "vaultkit", "-C", str(vault), "serve", "-p", "0"]
    process = subprocess.Popen(command, stdout=-1, stderr=-1, encoding="utf-8")
    assert process.stdout
    return process, int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])


def many(vault: Path) -> None:
    for number in range(600):
        (vault / f"contacts/P{number}.md").write_text(contact("- 2026-09-24 letter"))


def is_refused(port: int) -> bool:
    try:
        get(port)
    except urllib.error.URLError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_in_the_middle_of_the_first_build_nobody_is_left(
    vault: Path, number: signal.Signals
) -> None:
    many(vault)
    process, port = serve(vault)
    assert get(port, "-/reload.js")[0] == 200
    wait_for(lambda: (vault / "site/contacts").exists())
    process.send_signal(number)
    process.communicate(timeout=10)
    assert process.returncode == {2: 130, 15: 143, 9: -9}[number]
    wait_for(lambda: is_refused(port))


DROPPED = """
import os, signal, sys
from pathlib import Path
from datetime import date
from vaultkit.cli.options import Options
from vaultkit.cli.watching import until_stopped
from vaultkit.watch import Watcher

class Dropped:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)  # Python drops what is raised here

def hear(event):
    Dropped()

folder, clock = Path(sys.argv[1]), lambda: date(2026, 10, 8)
watcher = Watcher(folder, clock, hear)
with until_stopped(Options(folder, None, False, False, True, clock), watcher):
    watcher.start()
    watcher.run()
"""


def test_ctrl_c_in_a_moment_that_drops_it_ends_watching_all_the_same(vault: Path) -> None:
    command = [sys.executable, "-c", DROPPED, str(vault)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30)
    assert done.returncode == 130 and "Stopped." in done.stderr


def test_tabs_hear_of_the_changed_page_before_those_around_it_are_made(vault: Path) -> None:
    heard: list[object] = []
    watcher = Watcher(vault, lambda: date(2026, 10, 8), heard.append)
    watcher.start()
    (vault / RUTH).write_text(contact("- 2026-09-24 letter", body="SECOND"))
    while not any(isinstance(one, Rebuilt) and not one.first for one in heard):
        watcher.turn()
    watcher.close()
    ahead = next(one for one in heard if isinstance(one, Ahead))
    assert ahead.changed == (PAGE,)
    assert heard.index(ahead) < len(heard) - 1
