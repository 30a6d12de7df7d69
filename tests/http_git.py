"""A loopback smart-HTTP server around `git http-backend`: a folder of bare repositories as a forge would serve them.

Git itself answers; what stands here is only what a web server does around it. Every request is written down.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import NamedTuple

import pytest

from tests.repos import GIT

PUSHER = "pusher"  # who receive-pack is told is there: http-backend lets nobody push whom the web server does not name
NOTHING: Mapping[str, str] = {}
DIRECT = {"no_proxy": "127.0.0.1"}  # what a client needs to get here: tests lead all others to a closed port


@cache
def backend() -> str:
    """The program of git that answers: it lies beside git's own commands, in no PATH."""
    told = subprocess.run([GIT, "--exec-path"], capture_output=True, check=True).stdout
    return os.path.join(os.fsdecode(told).strip(), "git-http-backend")


class Request(NamedTuple):
    """One request as it came in, and the status it was answered with."""

    method: str
    path: str  # with the query
    headers: dict[str, str]  # names in lower case
    status: int


class Server(ThreadingHTTPServer):
    """The repositories of one folder on 127.0.0.1, and who may do what."""

    daemon_threads = True

    def __init__(self, folder: Path, push: bool, authorization: str | None, environment: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.push = push
        self.authorization = authorization
        self.environment = environment
        self.requests: list[Request] = []  # in the order they were answered
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # without asking anybody for the name of this machine

    def at(self, name: str) -> str:
        """The address of one repository of the folder."""
        return f"{self.url}/{name}"

    def paths(self) -> list[str]:
        return [f"{one.method} {one.path}" for one in self.requests]


@contextmanager
def serving(
    folder: Path, *, push: bool = True, authorization: str | None = None, environment: Mapping[str, str] = NOTHING
) -> Iterator[Server]:
    """Serve every repository below `folder`.

    `authorization` is the exact header to bring, else 401; `environment` goes to git on the server beside the little
    that a web server would hand on. While it is served, what is started with this process' environment reaches it; an
    environment of your own takes DIRECT with it.
    """
    server = Server(folder, push, authorization, environment)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in DIRECT.items():
                patch.setenv(name, value)
            yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *words: object) -> None:
        del words

    def _answer(self) -> None:
        body = self._body()
        wanted = self.server.authorization
        if wanted is not None and self.headers.get("Authorization") != wanted:
            self._send(401, {"WWW-Authenticate": 'Basic realm="git"', "Content-Type": "text/plain"}, b"who are you\n")
            return
        done = subprocess.run([backend()], input=body, capture_output=True, env=self._environment(len(body)))
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        rows = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if ": " in line)
        status = int(rows.pop("Status", "200 OK" if done.returncode == 0 and rows else "500").split()[0])
        self._send(status, rows, content)

    def _body(self) -> bytes:
        """What was sent, as it was sent: gzip is git's own to undo, the pieces of a large push are the web server's."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(pieces)

    def _environment(self, length: int) -> dict[str, str]:
        path, _, query = self.path.partition("?")
        told = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_PROJECT_ROOT": str(self.server.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            **self.server.environment,
        }
        return {**told, "REMOTE_USER": PUSHER} if self.server.push else told

    def _send(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        asked = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append(Request(self.command, self.path, asked, status))
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
