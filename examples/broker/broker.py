"""A broker of secrets in a page: a receipt of `guard gate` in, credentials for minutes out, and each receipt once.

    python broker.py --env production --policy policy.yaml --used used.json [--port 8400] [--guard guard]

POST a receipt, as `guard gate --receipt FILE` wrote it, to /PLAN/PHASE; the answer is 200 and credentials, 403 and why
not, or 503 where nothing can be told. What it gives out here is made up: put your own in `credentials`. It needs no
repository: `policy.yaml` is brought to it whenever the policy lands, and nobody else writes it.

It listens on this machine alone. In front of it belongs whatever tells it who asks, and keeps what is said secret.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shlex
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LARGEST = 64 << 10  # bytes of a receipt; guard takes no longer one either
LIMIT = 30  # seconds for guard to answer
NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def credentials(receipt: dict[str, object]) -> dict[str, object]:
    """What the receipt is exchanged for. They end with it: whoever runs longer asks the gate again."""
    name = f"{receipt['plan']}-{receipt['phase']}-{secrets.token_hex(4)}"
    return {"user": name, "password": secrets.token_urlsafe(24), "expires": receipt["expires"]}


class Broker(BaseHTTPRequestHandler):
    """One request: guard looks at the receipt, and what it says is the answer."""

    settings: argparse.Namespace
    server_version, sys_version = "broker", ""

    def do_POST(self) -> None:
        _, *names = self.path.split("/")
        if len(names) != 2 or not all(name and NAMES.issuperset(name) and name[0].isalpha() for name in names):
            return self.answer(404, {"why": "ask for /PLAN/PHASE"})
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and 0 < int(length) <= LARGEST):
            return self.answer(413, {"why": f"a receipt has a length, of at most {LARGEST} bytes"})
        said = self.verified(names, self.rfile.read(int(length)))
        if said is None:
            return self.answer(503, {"why": "the receipt could not be looked at"})
        if said["outcome"] == "cannot-establish":
            return self.answer(503, {"why": [found["what"] for found in said["findings"]]})
        if not said["holds"]:
            return self.answer(403, {"why": [f"{found['rule']}: {found['what']}" for found in said["findings"]]})
        if said["not_established"]:
            return self.answer(503, {"why": [f"not established: {one['what']}" for one in said["not_established"]]})
        return self.answer(200, credentials(said["receipt"]))

    def verified(self, names: list[str], receipt: bytes) -> dict[str, object] | None:
        """What guard says of it; None unless its report and its exit code say the same."""
        words = [*shlex.split(self.settings.guard), "gate", *names, "--env", self.settings.env, "--verify", "-"]
        words += ["--policy", self.settings.policy, "--seen", self.settings.used, "--format", "json"]
        try:
            run = subprocess.run(words, input=receipt, capture_output=True, timeout=LIMIT)
            said = json.loads(run.stdout)
        except (OSError, subprocess.SubprocessError, ValueError):
            return None
        alike = isinstance(said, dict) and (run.returncode == 0) is (said.get("holds") is True)
        return said if alike and run.returncode in (0, 1, 4, 5) else None

    def answer(self, code: int, said: dict[str, object]) -> None:
        body = json.dumps(said).encode() + b"\n"
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002  the library's name for it
        """Who asked for what, and what came of it; never what was given out."""
        print(f"broker: {format % words}".encode("unicode_escape").decode(), flush=True)


def serve(settings: argparse.Namespace) -> ThreadingHTTPServer:
    """Listening, until somebody ends it."""
    handler = type("Handler", (Broker,), {"settings": settings})
    server = ThreadingHTTPServer(("127.0.0.1", settings.port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def word(text: str) -> str:
    """What must be said: of an empty word, as a variable is that nobody set, guard would not be asked."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--env", type=word, required=True, help="the environment whose secrets these are")
    words.add_argument("--policy", type=word, required=True, help="the policy as it stands on the trusted branch")
    words.add_argument(
        "--used", type=word, required=True, help="the receipts that were used; begin it as an empty file"
    )
    words.add_argument("--port", type=int, default=8400)
    words.add_argument("--guard", type=word, default="guard", help="how guard is started")
    server = serve(words.parse_args())
    print(f"broker: listening on {server.server_address[1]}", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.shutdown()


if __name__ == "__main__":
    main()
