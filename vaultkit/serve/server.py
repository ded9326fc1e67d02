"""The sockets: this machine only, a thread a request, a limit to all that a client can cost."""

import errno
import os
import socket
import socketserver
import time
from contextlib import suppress
from threading import BoundedSemaphore, Lock, Thread

from vaultkit.diagnostics import VaultkitError
from vaultkit.serve.answer import Answer, make_error
from vaultkit.serve.request import LONGEST, RefusedError, read_request
from vaultkit.serve.site import ServedSite

HOST = "127.0.0.1"
USUAL_PORT = 8765
# So many clients at once. For one more the oldest of those makes room that asked nothing in GRACE
# seconds; who finds no room within PATIENCE is sent away.
CLIENTS = 100
GRACE, PATIENCE = 0.2, 1.0
# Seconds a request may take to come, an answer to go.
TO_COME, TO_GO = 10.0, 30.0
# What a client still sends after its answer is thrown away, so that it gets to read the answer.
LEFT_OVER, LINGER = 1_000_000, 0.5


class Server(socketserver.ThreadingTCPServer):
    """Answers for a site on 127.0.0.1; runs in threads that end with the program."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    allow_reuse_address = os.name == "posix"

    def __init__(self, site: ServedSite, port: int) -> None:
        self.site = site
        self._clients = BoundedSemaphore(CLIENTS)
        # Who has not asked yet, since when; the oldest first.
        self._silent: dict[socket.socket, float] = {}
        self._change = Lock()
        super().__init__((HOST, port), _Handler)
        self.port: int = self.server_address[1]

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://{HOST}:{self.port}/"

    def start(self) -> None:
        """Answer from now on."""
        Thread(target=self.serve_forever, daemon=True).start()

    def leave(self, seconds: float) -> None:
        """Take no more requests, send home who waits for news, finish what is on its way."""
        self.shutdown()
        self.site.end()
        until = time.monotonic() + seconds
        for _ in range(CLIENTS):
            self._clients.acquire(timeout=max(0.0, until - time.monotonic()))

    def process_request(self, request: object, client_address: object) -> None:
        """Give a client a thread, if there are not too many already."""
        assert isinstance(request, socket.socket)
        if self._find_room():
            with self._change:
                self._silent[request] = time.monotonic()
            super().process_request(request, client_address)
            return
        try:
            request.settimeout(0.05)
            send(request, make_error(503, "Too many requests at once."), "GET")
        except OSError:
            pass
        self.shutdown_request(request)

    def _find_room(self) -> bool:
        """A place for one more client, if need be that of one that keeps silent."""
        if self._clients.acquire(blocking=False):
            return True
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self._drop_silent(time.monotonic() - GRACE)
            if self._clients.acquire(timeout=0.02):
                return True
        return False

    def _drop_silent(self, before: float) -> None:
        with self._change:
            oldest = next(iter(self._silent), None)
            if oldest is None or self._silent[oldest] > before:
                return
            del self._silent[oldest]
        with suppress(OSError):
            oldest.shutdown(socket.SHUT_RDWR)  # its thread comes to its end, and makes room

    def hear(self, request: socket.socket) -> None:
        """A client has asked; its place is its own until it is answered."""
        with self._change:
            self._silent.pop(request, None)

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Answer one client and make room for the next."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            assert isinstance(request, socket.socket)
            self.hear(request)
            self._clients.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


class _Handler(socketserver.BaseRequestHandler):
    server: Server
    request: socket.socket

    def handle(self) -> None:
        """One request, one answer, and the connection is closed: nothing is left half read."""
        method = "GET"
        try:
            head = read_head(self.request)
            if head is None:
                return
            self.server.hear(self.request)
            method = "HEAD" if head.startswith(b"HEAD ") else "GET"
            answer = self.server.site.find(read_request(head, self.server.port))
        except RefusedError as refused:
            answer = make_error(refused.status, str(refused))
        except ConnectionError:
            return
        except Exception:  # whatever a client sent, it gets an answer and the server lives
            answer = make_error(500, "vaultkit could not answer; this is a mistake in vaultkit.")
        send(self.request, answer, method)
        _let_go(self.request)


def read_head(client: socket.socket) -> bytes | None:
    """The head of a request without its empty line; None when the client sent nothing."""
    until = time.monotonic() + TO_COME
    data = b""
    while True:
        head, end, _ = data.partition(b"\r\n\r\n")
        if end and len(head) <= LONGEST:
            return head
        if len(data) > LONGEST:
            raise RefusedError(431, "The request is too long.")
        if b"\n\n" in data or b"\n\r\n" in data.replace(b"\r\n\r\n", b""):
            raise RefusedError(400, "Lines of a request end with CR LF.")
        more = _receive(client, until)
        if not more:
            if not data:
                return None
            raise RefusedError(400, "The request ends in the middle.")
        data += more


def _receive(client: socket.socket, until: float) -> bytes:
    try:
        client.settimeout(max(0.001, until - time.monotonic()))
        return client.recv(LONGEST)
    except TimeoutError as error:
        raise RefusedError(408, "The request did not come in time.") from error


def send(client: socket.socket, answer: Answer, method: str) -> None:
    """Head and body, the body not for HEAD; a client that does not take them is left."""
    client.settimeout(TO_GO)
    client.sendall(answer.head() + (b"" if method == "HEAD" else answer.body))


def _let_go(client: socket.socket) -> None:
    """Close so that the answer arrives: what is still unread would make the system drop it."""
    until = time.monotonic() + LINGER
    left = LEFT_OVER
    client.shutdown(socket.SHUT_WR)
    while left > 0 and (rest := until - time.monotonic()) > 0:
        client.settimeout(rest)
        more = client.recv(4096)
        if not more:
            return
        left -= len(more)


def open_server(site: ServedSite, port: int | None) -> Server:
    """A server on a port: with None the usual one, or a free one when that is taken."""
    try:
        return Server(site, USUAL_PORT if port is None else port)
    except OSError as error:
        if port is None:
            return Server(site, 0)
        if error.errno == errno.EADDRINUSE:
            raise VaultkitError(
                f"port {port} is taken; stop what runs there, name another with -p, or leave -p out"
            ) from error
        raise VaultkitError(
            f"port {port}: {error.strerror}; name another with -p, or leave -p out"
        ) from error
