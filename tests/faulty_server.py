"""A real HTTP server on loopback that speaks OpenAI's API as badly as it is told to."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

AGES = 30.0  # seconds: far beyond every deadline of the tests


class Exchange(BaseHTTPRequestHandler):
    """One request, and the ways to answer it."""

    server: "_Server"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Note what was asked, then answer as told; a client that hangs up ends it."""
        self.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told = self.server.told
        told.requests.append(self.asked)
        told.authorizations.append(self.headers.get("Authorization", ""))
        self.close_connection = True
        with suppress(OSError):
            self.server.answer(self)

    def send(self, status: int, body: bytes, content_type: str = "application/json", **headers: str) -> None:
        """A whole response."""
        self._head(status, content_type, {"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def say(self, told: object) -> None:
        """A whole response of JSON."""
        self.send(200, json.dumps(told).encode())

    def refuse(self, status: int, message: str, *, retry_after: str = "", **more: str) -> None:
        """An error as OpenAI words them."""
        body = json.dumps({"error": {"message": message, **more}}).encode()
        self.send(status, body, **({"Retry-After": retry_after} if retry_after else {}))

    def begin(self, content_type: str = "text/event-stream") -> None:
        """The head of a stream of events, which ends when the connection does."""
        self._head(200, content_type, {"Connection": "close"})

    def promise(self, length: int) -> None:
        """The head of a stream that says how long it will be."""
        self._head(200, "text/event-stream", {"Content-Length": str(length)})

    def data(self, event: object) -> None:
        """One event."""
        self.wfile.write(b"data: " + (event if isinstance(event, bytes) else json.dumps(event).encode()) + b"\n\n")

    def delta(self, text: str, finish: str | None = None) -> None:
        """One event with the next words."""
        delta = {"content": text} if text else {}
        self.data({"id": "1", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def end(self, finish: str = "stop") -> None:
        """What a good stream ends with: why, what it cost, and that it is over."""
        self.delta("", finish)
        if "stream_options" in self.asked:
            self.data({"id": "1", "choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 2}})
        self.data(b"[DONE]")

    def answer_well(self) -> None:
        """A whole, good answer."""
        self.begin()
        self.delta("Two ")
        self.delta("words.")
        self.end()

    def wait_for_hang_up(self) -> None:
        """Say nothing until the client is gone or ages have passed, and note which."""
        self.connection.settimeout(AGES)
        with suppress(TimeoutError):
            if self.connection.recv(1) == b"":
                self.server.told.hung_up.set()

    def trickle(self, piece: Callable[[], object]) -> None:
        """Go on and on, a little at a time, until the client is gone or ages have passed."""
        end = time.monotonic() + AGES
        try:
            while time.monotonic() < end:
                piece()
                time.sleep(0.05)
        except OSError:
            self.server.told.hung_up.set()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""

    def _head(self, status: int, content_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()


@dataclass
class Told:
    """Where the server is and what it was asked."""

    base_url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    hung_up: Event = field(default_factory=Event)  # the client closed the connection


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    answer: Callable[[Exchange], None]
    told: Told


@contextmanager
def faulty_server(answer: Callable[[Exchange], None]) -> Iterator[Told]:
    """A server that answers every request with `answer`."""
    with _Server(("127.0.0.1", 0), Exchange) as server:
        server.answer = answer
        server.told = Told(f"http://127.0.0.1:{server.server_address[1]}/v1")
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.told
        finally:
            server.shutdown()
            thread.join()
