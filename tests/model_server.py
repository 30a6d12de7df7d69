"""A server on this machine that speaks the Messages API, as well as servers do: real HTTP, and every way it goes wrong.

What it does with the next request is an act: a function of the request that writes to the connection. It keeps the
bytes of every request. Nothing of it sleeps; what has to hang waits until the server is closed.
"""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from guard.opinions.canaries import _WHAT

MODEL = "claude-sonnet-5-5"


class Got(NamedTuple):
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Wire(NamedTuple):
    """The connection it came over."""

    got: Got
    file: Any
    closing: threading.Event


Act = Callable[[Wire], None]


class Server:
    """It answers with the next act; with the last one again where there is no more."""

    def __init__(self, *acts: Act) -> None:
        self.acts = list(acts) or [reads()]
        self.got: list[Got] = []
        self.closing = threading.Event()
        self.lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                server.answer(self)

            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *words: object) -> None:
                pass

            def handle(self) -> None:
                try:
                    super().handle()
                except (ConnectionError, TimeoutError):
                    self.close_connection = True

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
        got = Got(handler.path, {name.lower(): value for name, value in handler.headers.items()}, body)
        with self.lock:
            self.got.append(got)
            act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
        handler.close_connection = True
        try:
            act(Wire(got, handler.wfile, self.closing))
        except OSError:  # the other side has gone
            pass


@contextmanager
def serving(*acts: Act) -> Iterator[Server]:
    """A server while it is needed."""
    server = Server(*acts)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.http.shutdown()
        server.http.server_close()
        thread.join()


def closed() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}"


# Acts


def said(body: bytes, status: int = 200, **headers: str) -> Act:
    """A whole answer."""

    def act(wire: Wire) -> None:
        lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(body)}", "connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        wire.file.write("\r\n".join([*lines, "", ""]).encode() + body)

    return act


def as_json(data: object, status: int = 200, **headers: str) -> Act:
    return said(json.dumps(data).encode(), status, content_type="application/json", **headers)


def error(status: int, kind: str, code: str = "", **headers: str) -> Act:
    """An error as the API tells it."""
    details = {"details": {"error_code": code}} if code else {}
    return as_json({"type": "error", "error": {"type": kind, "message": "words", **details}}, status, **headers)


def hangs(wire: Wire) -> None:
    """Nothing, until the end."""
    wire.closing.wait()


def drips(wire: Wire) -> None:
    """A head, and then a byte now and again, for ever."""
    wire.file.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n")
    while not wire.closing.wait(0.01):
        wire.file.write(b" ")
        wire.file.flush()


def drips_head(wire: Wire) -> None:
    """Not even a head comes to its end."""
    wire.file.write(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while not wire.closing.wait(0.01):
        number += 1
        wire.file.write(f"x-{number}: y\r\n".encode())
        wire.file.flush()


def endless(status: int = 200) -> Act:
    """A gigabyte, as fast as it is taken."""

    def act(wire: Wire) -> None:
        head = f"HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\ncontent-length: {1 << 30}\r\n\r\n"
        wire.file.write(head.encode())
        for _ in range(1 << 14):
            if wire.closing.is_set():
                return
            wire.file.write(b" " * (1 << 16))

    return act


def breaks(wire: Wire) -> None:
    """Half of what was promised."""
    wire.file.write(b'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"type": "message"')


def bomb(wire: Wire) -> None:
    """A few bytes that become many."""
    said(gzip.compress(b" " * (1 << 24)), content_encoding="gzip")(wire)


def elsewhere(url: str) -> Act:
    return said(b"", 307, location=f"{url}/v1/messages")


# Somebody who reads


class Line(NamedTuple):
    """A line of a request: label, number, and what it says."""

    label: str
    number: int
    text: str


def asked(body: bytes) -> tuple[str, list[Line]]:
    """The id of a request and its lines."""
    text = json.loads(body)["messages"][0]["content"][0]["text"]
    nonce = text.split("<<<text ", 1)[1].split("\n", 1)[0]
    inside = text.split(f"<<<text {nonce}\n", 1)[1].split(f"\ntext {nonce}>>>", 1)[0]
    lines = [line.split("|", 3) for line in inside.split("\n")]
    return nonce, [Line(label, int(number), said) for label, number, _, said in lines]


def planted(line: Line) -> bool:
    """As only a test can tell: by the words that guard draws from."""
    return any(what in line.text.lower() for what in _WHAT)


def raised(line: Line, quote: str, kind: str = "unresolved_assumption", severity: str = "medium") -> dict[str, Any]:
    return {
        "kind": kind,
        "unit": line.label,
        "line": line.number,
        "quote": quote,
        "why_uncertain": "Nothing shows it.",
        "question": "Is it so?",
        "evidence_to_settle": "A count.",
        "evidence_type": "repo_query",
        "severity": severity,
    }


def reads(*doubts: tuple[str, str], edit: Callable[[dict[str, Any]], Any] | None = None, **fields: Any) -> Act:
    """A model that reads all of it, finds what was planted, and doubts these words by these kinds."""

    def act(wire: Wire) -> None:
        said(reply_to(wire.got.body, *doubts, edit=edit, **fields), request_id="req_01")(wire)

    return act


def reply_to(
    body: bytes, *doubts: tuple[str, str], edit: Callable[[dict[str, Any]], Any] | None = None, **fields: Any
) -> bytes:
    """The bytes of such an answer."""
    nonce, lines = asked(body)
    flags = [raised(line, line.text.lstrip("#->| ")) for line in lines if planted(line)]
    flags += [raised(line, words, kind) for line in lines for words, kind in doubts if words in line.text]
    labels = list(dict.fromkeys(line.label for line in lines))
    data: Any = {"request": nonce, "units_read": labels, "flags": flags, "abstained": []}
    text = json.dumps(data if edit is None else edit(data))
    return json.dumps(message(text, **fields)).encode()


def message(text: str, **fields: Any) -> dict[str, Any]:
    """An answer as the API gives it."""
    return {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": [{"type": "thinking", "thinking": "", "signature": ""}, {"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 3000, "output_tokens": 800, "output_tokens_details": {"thinking_tokens": 300}},
        **fields,
    }
