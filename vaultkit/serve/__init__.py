"""A site shown on this machine, and kept fresh in every tab; nobody else can read it."""

from vaultkit.serve.meanwhile import answer_meanwhile
from vaultkit.serve.server import USUAL_PORT, Server, open_server
from vaultkit.serve.site import ServedSite

__all__ = ["USUAL_PORT", "ServedSite", "Server", "answer_meanwhile", "open_server"]
