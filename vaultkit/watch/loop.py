"""The loop that keeps a site fresh: hints and scans in, rebuilds out, until it is stopped."""

import gc
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

from watchdog.events import FileSystemEvent

from vaultkit import disk
from vaultkit.diagnostics import VaultkitError
from vaultkit.disk.scan import GONE, State, find_differing, look, scan
from vaultkit.rebuild import Rebuilder, is_of_all
from vaultkit.watch.account import Account
from vaultkit.watch.events import Ahead, Failed, Listener, Lost, Rebuilt, Said, say_paths
from vaultkit.watch.hints import CLOSES, Hints
from vaultkit.watch.losses import AWAY, BROKEN, NO_HINTS, NOT_ALL, ON_PAGES, UNTOLD
from vaultkit.watch.place import Place, find_name, find_place
from vaultkit.watch.seen import Seen
from vaultkit.watch.settle import Kind, Pending
from vaultkit.watch.told import Told

# Seconds between two looks at the day, the place of the vault and the health of the observer.
TICK = 1.0
# A scan is made so seldom that it takes a 150th of the time, within these seconds; where the system
# tells nothing, a 100th.
SELDOM, OFTEN = (2.0, 8.0, 150), (1.0, 8.0, 100)
AT_ONCE = float("-inf")
# After a rebuild a scan looks whether anything was missed.
AFTER = 1.0
# Until a build that failed is tried again by itself, and until the system is asked again.
RETRY, PATIENCE = 2.0, 30.0
# A vault is gone when it is away for so long: vaultkit.toml may be being saved.
ABSENT = 0.5
# Pages that a change owes besides its own make way for a change that has come to rest, or will
# within SOON; but not for longer than PATIENT, else a file saved every second would starve them.
SOON, PATIENT = 0.02, 5.0
# After so many pages the site's records are settled though it is not quiet: every write reads them.
MANY = 500
# So many changes that nobody told of mean that the system does not tell (a network drive).
STRIKES = 2


class Watcher:
    """Keeps the site of the vault that holds `start` fresh; `today` tells the day when asked."""

    def __init__(
        self,
        start: Path,
        today: Callable[[], date],
        listener: Listener,
        out: Path | None = None,
        theme: str | None = None,
        make_hints: Callable[[Path, Told], Hints] = Hints,
    ) -> None:
        self._name = find_name(start)
        self._today, self._account = today, Account(listener)
        self._named_out, self._theme = out, theme
        self._make_hints = make_hints
        self._told = Told()
        self._hints: Hints | None = None
        self._place: Place | None = find_place(self._name)
        self._day = today()
        self._lost: dict[str, str] = {}
        self._strikes = 0
        self._built = self._again = False
        self._known: dict[str, State] = {}
        self._cost = 0.0
        self._next_tick = self._next_scan = self._retry_at = self._listen_at = AT_ONCE
        self._away_since: float | None = None
        self._last = AT_ONCE
        self._owed_since: float | None = None
        self._left = 0
        self._stopping = False
        self._unsettled = 0
        self._seen = Seen()
        self._enter()

    # -- from outside ---------------------------------------------------------------------------

    def start(self) -> None:
        """The first build, of everything; raises VaultkitError when there can be none."""
        self._listen_anew()  # what is lost stands on the first pages already
        self._build_all("first build", first=True)

    def run(self) -> None:
        """Watch until `stop`."""
        while not self._stopping:
            self.turn()
        self.close()

    def stop(self) -> None:
        """End `run`; may be called from another thread."""
        self._stopping = True
        self._told.put(None)

    def close(self) -> None:
        """Let go of the system's watches."""
        if self._hints is not None:
            self._hints.stop()
            self._hints = None

    @property
    def out(self) -> Path:
        """Where the site goes."""
        return self._out

    # -- one turn -------------------------------------------------------------------------------

    def turn(self) -> None:
        """Wait for something to do, and do it."""
        self._listen()
        now = time.monotonic()
        if now < self._last:
            self._start_anew(now)
        self._last = now
        if now >= self._next_tick:
            self._next_tick = now + TICK
            self._tick(now)
        if self._place is None or self._away_since is not None:
            return
        if find_place(self._name) != self._place:
            self._next_tick = now  # it went since the last tick
            return
        if now >= self._next_scan:
            self._scan(Kind.UNTOLD if self._trusts_hints() else Kind.FOUND)
        self._build_ready()

    def _start_anew(self, now: float) -> None:
        """A clock that should never go back did (a machine moved, a clock faked): all is due."""
        self._next_tick = self._next_scan = self._retry_at = self._listen_at = AT_ONCE
        self._away_since = None if self._away_since is None else now
        self._pending = self._make_pending()
        if self._hints is not None:
            self._listen_anew()  # who listens may sleep for as long as the clock went back

    def _listen(self) -> None:
        """Sleep until a hint comes or the next thing is due, then read all hints there are."""
        now = time.monotonic()
        times = [self._next_tick - now, self._next_scan - now]
        wait = self._pending.wait(now)
        if wait is not None:
            times.append(wait)
        if self._is_owed() and (wait is None or wait > SOON):
            times.append(0.0)
        for event in self._told.take(min(TICK, max(0.0, min(times)))):
            self._read(event)

    def _read(self, event: FileSystemEvent | None) -> None:
        if self._hints is None:
            return
        now = time.monotonic()
        for hint in self._hints.read(event):
            if hint.path is not None:
                self._pending.add(hint.path, hint.kind, now)
            else:
                self._expected = True
                self._next_scan = min(self._next_scan, now + max(0.05, 3 * self._cost))

    def _tick(self, now: float) -> None:
        """What no hint tells: the day, the vault's place, the observer, somebody else's build."""
        if not self._is_there(now):
            return
        if self._hints is not None and not self._hints.is_alive():
            self._say("The system stopped telling of changes; listening anew.")
            self._listen_anew()
        elif "hints" in self._lost and self._built and now >= self._listen_at:
            self._listen_anew()
        day = self._today()
        if day != self._day:
            self._day = day
            self._build(frozenset(), f"today is {day.isoformat()}")
        if self._built and not self._is_site_whole() and self._seen.is_due(now):
            self._build_all("the site was changed by somebody else")
        elif self._again and now >= self._retry_at:
            self._build_all("another try")

    def _is_site_whole(self) -> bool:
        """Whether the site is as we left it, as far as that is settled."""
        same = self._seen.is_same(self._out)
        return same and (self._unsettled > 0 or not self._seen.lacks(self._out))

    # -- where the vault is ---------------------------------------------------------------------

    def _enter(self) -> None:
        """Take the folder that is under the vault's name now for the vault."""
        root = self._place.root if self._place else self._name
        self._root = root
        self._out = self._named_out or root / disk.SITE
        self._rebuilder = Rebuilder(root, self._named_out, self._theme)
        self._pending = self._make_pending()
        self._expected = True

    def _make_pending(self) -> Pending:
        """What is waited for: nothing yet; a scan finds again what was."""
        root = self._root
        return Pending(lambda path: look(root, path), CLOSES)

    def _is_there(self, now: float) -> bool:
        """Whether the vault is where it was; one that comes back, or another, is taken anew."""
        place = find_place(self._name)
        if place is not None and place == self._place:
            self._away_since = None
            return True
        if place is None:
            self._miss(now)
            return False
        self._say(
            "The vault is back." if self._place is None else "Another folder is the vault now."
        )
        self._place, self._away_since = place, None
        self.close()
        self._enter()
        self._lose("away", "")
        self._build_all("the vault is back")
        return True

    def _miss(self, now: float) -> None:
        if self._away_since is None:
            self._away_since = now
            self._next_tick = now + ABSENT
        elif self._place is not None and now - self._away_since >= ABSENT:
            self._place = None
            self.close()
            self._lose("away", AWAY.format(self._name))

    # -- what changed ---------------------------------------------------------------------------

    def _scan(self, kind: Kind) -> None:
        """Compare every file with what it was when it was last read."""
        begin = time.monotonic()
        found = scan(self._root)
        now = time.monotonic()
        self._cost = now - begin
        for path in find_differing(self._known, found):
            self._pending.add(path, Kind.FOUND if self._expected else kind, now)
        least, most, part = SELDOM if self._trusts_hints() else OFTEN
        self._next_scan = now + min(most, max(least, self._cost * part))
        if self._unsettled and not self._is_owed() and self._pending.wait(now) is None:
            self._settle(found)
        self._expected = False

    def _trusts_hints(self) -> bool:
        return "hints" not in self._lost and self._strikes < STRIKES

    def _settle(self, found: dict[str, State] | None = None) -> None:
        """When it is quiet, or records grow: they are as after a clean build; the garbage goes."""
        self._unsettled = 0
        if not self._seen.is_same(self._out):
            return  # somebody else's now; the next tick builds anew
        try:
            with disk.lock_building(self._out):
                if self._seen.is_same(self._out):  # nobody built while we waited
                    self._rebuilder.settle(found)
                    self._seen.settle(self._out)
        except VaultkitError as error:
            if find_place(self._name) == self._place:  # else the next tick tells
                self._lose("broken", BROKEN.format(error))
        gc.collect(1)

    def _build_ready(self) -> None:
        """Rebuild for the paths that have come to rest."""
        ready = self._pending.take(time.monotonic())
        # What came and went between two looks, as temporary files do, was never there.
        paths = frozenset(path for path, (_, state) in ready.items() if self._note(path, state))
        if not paths and (not self._is_owed() or self._is_hurried()):
            return
        if self._again or not self._seen.is_same(self._out):
            self._build_all(say_paths(paths))
        elif is_of_all(paths):
            self._build_whole(paths, say_paths(paths))
        elif self._build(paths, say_paths(paths)):
            # To touch a file, or to change its rights, is no change that need be told.
            self._strikes += any(kind is Kind.UNTOLD for kind, _ in ready.values())
            if self._strikes == STRIKES:
                self._lose("untold", UNTOLD)

    def _is_owed(self) -> bool:
        return self._owed_since is not None and not self._again

    def _is_hurried(self) -> bool:
        """Whether a change waits that pages owed by earlier ones make way for."""
        for event in self._told.take(0.0):
            self._read(event)
        now = time.monotonic()
        wait = self._pending.wait(now)
        patient = self._owed_since is None or self._left or now < self._owed_since + PATIENT
        return bool(patient) and wait is not None and wait <= SOON

    def _note(self, path: str, state: State) -> bool:
        """Keep the state a file is about to be read in; false when there is none, nor was."""
        before = self._known.pop(path, GONE)
        if state != GONE:
            self._known[path] = state
        return before != GONE or state != GONE

    # -- building -------------------------------------------------------------------------------

    def _build_all(self, cause: str, first: bool = False) -> None:
        """Build everything anew."""
        self._known = scan(self._root)
        gc.unfreeze()
        self._build_whole(None, cause, first)
        gc.collect()  # a second at 10,000 notes: here, where nobody waits for a save yet
        gc.freeze()  # what lives as long as the vault need not be looked through again

    def _build_whole(self, paths: frozenset[str] | None, cause: str, first: bool = False) -> None:
        """A build that writes the whole site is not listened to; a scan follows. One that goes on
        from what is there makes way for saves.
        """
        self._account.begin()
        if self._rebuilder.has_site():
            if self._hints is None:
                self._listen_anew()
            self._build(paths, cause, first)
        else:
            self.close()
            self._build(paths, cause, first)
            self._listen_anew()

    def _build(self, paths: frozenset[str] | None, cause: str, first: bool = False) -> bool:
        """Bring the site up to date; whether a page was written or removed."""
        begin = time.monotonic()
        try:
            built = self._rebuilder.rebuild(self._day, paths, self._is_hurried, self._tell_ahead)
        except VaultkitError as error:
            if first:
                raise
            self._fail(str(error), begin)
            return False
        except Exception as error:  # a mistake of ours on one page must not end the watching
            if first:
                raise
            text = f"{type(error).__name__}: {error}; this is a mistake in vaultkit, please tell"
            self._fail(text, begin, traceback.format_exc())
            return False
        now = time.monotonic()
        self._built, self._again = True, False
        self._unsettled += len(built.written.changed) + 1
        self._left, since = built.left, self._owed_since
        if built.whole:
            self._owed_since = None
        elif built.left or since is None:
            self._owed_since = now  # what is made of these notes stays made
        self._seen.note(built.seen)
        self._next_scan = min(self._next_scan, now + AFTER)
        if self._unsettled > MANY:
            self._settle()
        self._lose("broken", "")
        is_edit = bool(paths and not is_of_all(paths))
        self._account.add(Rebuilt(cause, built, now - begin, first), is_edit)
        return bool(built.written.changed or built.written.removed)

    def _fail(self, text: str, begin: float, trace: str = "") -> None:
        """The site stays as it is; another try follows the next change, or comes by itself."""
        now = time.monotonic()
        self._retry_at = now + max(RETRY, 20 * (now - begin))
        if not self._again or self._lost.get("broken") != BROKEN.format(text):
            self._account.tell(Failed(text, trace))
        self._again = True
        self._lose("broken", BROKEN.format(text))

    def _listen_anew(self) -> None:
        """Ask the system for hints; without them scans do, and every page says so."""
        self.close()
        self._listen_at = time.monotonic() + PATIENCE
        try:
            self._hints = self._make_hints(self._root, self._told)
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._lose("hints", NO_HINTS.format(reason))
        else:
            self._lose("hints", "" if self._hints.covers() else NOT_ALL)
            self._expected, self._next_scan = True, AT_ONCE

    # -- telling --------------------------------------------------------------------------------

    def _lose(self, what: str, text: str) -> None:
        """Note that an ability is lost, or with no text that it is back."""
        before = " ".join(self._lost.values())
        self._lost = {one: said for one, said in self._lost.items() if one != what}
        if text:
            self._lost[what] = text
        after = " ".join(self._lost.values())
        if before != after:
            self._account.tell(Lost(after))
        self._rebuilder.lost = " ".join(self._lost[one] for one in ON_PAGES if one in self._lost)
        if what in ON_PAGES and before != after and self._built:
            self._build(frozenset(), "what the watcher cannot do changed")

    def _say(self, text: str) -> None:
        self._account.tell(Said(text))

    def _tell_ahead(self, written: disk.Written) -> None:
        self._account.tell(Ahead(written.changed))
