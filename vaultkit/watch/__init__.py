"""A vault watched: every save reaches its site, and what cannot be watched is said."""

from vaultkit.watch.events import Ahead, Event, Failed, Lost, Rebuilt, Said
from vaultkit.watch.loop import Watcher

__all__ = ["Ahead", "Event", "Failed", "Lost", "Rebuilt", "Said", "Watcher"]
