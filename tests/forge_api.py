"""A loopback server that plays the part of a forge's REST API which guard uses: GitHub's and GitLab's, over one state.

Pull requests, runs of workflows, comments; pages, limits, a token that may only read, and answers that are wrong. And
the rule that all of it is about: a push starts the workflows that stand in the commit that was pushed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from ruamel.yaml import YAML

from tests.repos import GIT

TOKEN = "token-of-the-job"
REPOSITORY, PROJECT = "acme/shop", "77"
NOW = 1_767_400_000
US, SOMEBODY = 41898282, 7
CHECK = "guard.yml"


class Pull(NamedTuple):
    """An open pull request."""

    number: int
    head: str
    branch: str
    fork: bool = False


class Run:
    """A run of a workflow; as a forge keeps it."""

    def __init__(
        self, id_: int, workflow: str, event: str, head: str, branch: str, pulls: tuple[int, ...] = ()
    ) -> None:
        self.id, self.workflow, self.event, self.head, self.branch, self.pulls = (
            *(id_, workflow, event),
            *(head, branch, pulls),
        )
        self.status, self.conclusion = "queued", None
        self.attempt = 1
        self.created = self.began = NOW

    def ends(self, conclusion: str | None) -> Run:
        self.status, self.conclusion = "completed", conclusion
        return self


class Api:
    """The state of the forge, what it was asked, and what it answers instead where a test says so."""

    def __init__(self, git_dir: str = "") -> None:
        self.git_dir = git_dir
        self.pulls: list[Pull] = []
        self.runs: list[Run] = []
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.may = {"actions", "pull-requests"}
        self.now = NOW
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.instead: list[tuple[int, dict[str, str], bytes]] = []  # answers of the next requests, whatever they ask
        self.before: Callable[[str, str], None] = lambda method, path: None
        self.most = 100  # rows of a page, whatever is asked for
        self._refs = self._branches() if git_dir else {}
        self._ids = iter(range(1001, 10**6))
        self.url = ""

    # what happens at the forge

    def opened(self, number: int, head: str, branch: str = "work", fork: bool = False) -> Pull:
        """A pull request more; its check begins with `check`."""
        self.pulls = [pull for pull in self.pulls if pull.number != number]
        self.pulls.append(Pull(number, head, branch, fork))
        return self.pulls[-1]

    def check(self, pull: Pull, workflow: str = CHECK) -> Run:
        """A run of the check for its head."""
        named = () if pull.fork else (pull.number,)
        self.runs.append(Run(next(self._ids), workflow, "pull_request", pull.head, pull.branch, named))
        self.runs[-1].created = self.runs[-1].began = self.now
        return self.runs[-1]

    def pushed(self) -> list[Run]:
        """What was pushed since the last time starts what stands in the commits that were pushed."""
        before, self._refs = self._refs, self._branches()
        started = []
        for branch, oid in self._refs.items():
            if before.get(branch) != oid:
                for name in self._workflows(oid, branch):
                    started.append(Run(next(self._ids), name, "push", oid, branch))
        self.runs += started
        return started

    def _branches(self) -> dict[str, str]:
        rows = self._git("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads").splitlines()
        return dict(row.split(" ") for row in rows)

    def _workflows(self, oid: str, branch: str) -> Iterator[str]:
        for path in self._git("ls-tree", "--name-only", oid, ".github/workflows/").splitlines():
            on = (YAML(typ="safe").load(self._git("cat-file", "blob", f"{oid}:{path}")) or {}).get("on") or {}
            if "push" in on:
                wanted = (on["push"] or {}).get("branches", ["*"]) if isinstance(on, dict) else ["*"]
                if any(fnmatchcase(branch, one) for one in wanted):
                    yield os.path.basename(path)

    def _git(self, *words: str) -> str:
        return subprocess.run([GIT, *words], cwd=self.git_dir, capture_output=True, text=True, check=True).stdout

    # what it answers

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, object]:
        for pattern, verb, name in ROUTES:
            found = re.fullmatch(pattern, path)
            if found is not None and method == verb:
                told: tuple[int, object] = getattr(self, name)(*found.groups(), query=query, body=body)
                return told
        return 404, {"message": "Not Found"}

    def _page(self, rows: list[Any], query: dict[str, str]) -> list[Any]:
        size, number = min(int(query.get("per_page", "30")), self.most), int(query.get("page", "1"))
        return rows[size * (number - 1) : size * number]

    def hub_pulls(self, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        rows = [
            {"number": p.number, "state": "open", "title": "::error::x", "head": {"sha": p.head, "ref": p.branch}}
            for p in self.pulls
        ]
        return 200, self._page(rows, query)

    def hub_runs(self, workflow: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        if workflow != CHECK:
            return 404, {"message": "Not Found"}
        found = [run for run in self.runs if run.workflow == workflow]
        found = [run for run in found if query.get("head_sha", run.head) == run.head]
        found = [run for run in found if query.get("event", run.event) == run.event]
        return 200, {"total_count": len(found), "workflow_runs": self._page([hub_run(run) for run in found], query)}

    def hub_again(self, id_: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        run = next((run for run in self.runs if run.id == int(id_)), None)
        if "actions" not in self.may:
            return 403, {"message": "Resource not accessible by integration"}
        if run is None:
            return 404, {"message": "Not Found"}
        if run.status != "completed":
            return 403, {"message": "This workflow is already running"}
        if self.now - run.created > 30 * 86400:
            return 403, {"message": "Unable to retry this workflow run because it was created over a month ago"}
        run.status, run.conclusion, run.attempt, run.began = "queued", None, run.attempt + 1, self.now
        return 201, {}

    def listed(self, number: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        return 200, self._page(self.comments.get(int(number), []), query)

    def written(self, number: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        if "pull-requests" not in self.may:
            return 403, {"message": "Resource not accessible by integration"}
        return 201, self.says(int(number), body["body"])

    def says(self, number: int, text: str, by: int = US) -> dict[str, Any]:
        """Somebody writes a comment."""
        one = {"id": next(self._ids), "body": text, "user": {"id": by, "login": "x"}, "author": {"id": by}}
        self.comments.setdefault(number, []).append(one)
        return one

    def _comment(self, id_: str) -> dict[str, Any]:
        return next(one for rows in self.comments.values() for one in rows if one["id"] == int(id_))

    def edited(self, id_: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        if "pull-requests" not in self.may:
            return 403, {"message": "Resource not accessible by integration"}
        self._comment(id_)["body"] = body["body"]
        return 200, self._comment(id_)

    def removed(self, id_: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        for rows in self.comments.values():
            rows[:] = [one for one in rows if one["id"] != int(id_)]
        return 204, None

    def hub_viewer(self, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        return 200, {"data": {"viewer": {"databaseId": US}}}

    def lab_viewer(self, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        return 200, {"id": US}

    def lab_pulls(self, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        return 200, self._page([{"iid": p.number, "sha": p.head or None, "title": "x"} for p in self.pulls], query)

    def lab_pipelines(self, number: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        fork = any(pull.fork for pull in self.pulls if pull.number == int(number))
        found = [run for run in self.runs if int(number) in run.pulls or fork]
        rows = [
            {"id": run.id + 5000, "source": "merge_request_event", "project_id": 99 if fork else 77} for run in found
        ]
        return 200, [*rows, {"id": 999_999, "source": "push", "project_id": 77}]

    def lab_jobs(self, id_: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        rows: list[dict[str, Any]] = [{"id": 3, "name": "test", "status": "failed", "created_at": stamp(NOW)}]
        return 200, rows + [lab_job(run) for run in self.runs if run.id + 5000 == int(id_)]

    def lab_again(self, id_: str, *, query: dict[str, str], body: Any) -> tuple[int, object]:
        status, told = self.hub_again(id_, query=query, body=body)
        return (403, {"message": "403 Forbidden"}) if status == 403 and "actions" not in self.may else (status, told)

    # what a test looks at

    def tokens(self) -> set[str]:
        """What came with each request to let it in."""
        return {headers.get("authorization") or headers.get("private-token") or "" for _, _, headers in self.asked}

    def posted(self) -> list[str]:
        """What it was asked to change."""
        return [f"{method} {path}" for method, path, _ in self.asked if method != "GET" and path != "/graphql"]


HUB, LAB = "/repos/acme/shop", "/projects/77"
ROUTES = [
    (f"{HUB}/pulls", "GET", "hub_pulls"),
    (rf"{HUB}/actions/workflows/([\w.-]+)/runs", "GET", "hub_runs"),
    (rf"{HUB}/actions/runs/(\d+)/rerun", "POST", "hub_again"),
    (rf"{HUB}/issues/(\d+)/comments", "GET", "listed"),
    (rf"{HUB}/issues/(\d+)/comments", "POST", "written"),
    (rf"{HUB}/issues/comments/(\d+)", "PATCH", "edited"),
    (rf"{HUB}/issues/comments/(\d+)", "DELETE", "removed"),
    ("/graphql", "POST", "hub_viewer"),
    ("/user", "GET", "lab_viewer"),
    (f"{LAB}/merge_requests", "GET", "lab_pulls"),
    (rf"{LAB}/merge_requests/(\d+)/pipelines", "GET", "lab_pipelines"),
    (rf"{LAB}/pipelines/(\d+)/jobs", "GET", "lab_jobs"),
    (rf"{LAB}/jobs/(\d+)/retry", "POST", "lab_again"),
    (rf"{LAB}/merge_requests/(\d+)/notes", "GET", "listed"),
    (rf"{LAB}/merge_requests/(\d+)/notes", "POST", "written"),
    (rf"{LAB}/merge_requests/\d+/notes/(\d+)", "PUT", "edited"),
    (rf"{LAB}/merge_requests/\d+/notes/(\d+)", "DELETE", "removed"),
]
LAB_STATUS = {None: "running", "success": "success", "failure": "failed", "action_required": "manual"}


def stamp(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hub_run(run: Run) -> dict[str, Any]:
    """As GitHub tells of it, less what nobody reads."""
    return {
        "id": run.id,
        "event": run.event,
        "status": run.status,
        "conclusion": run.conclusion,
        "head_sha": run.head,
        "head_branch": run.branch,
        "run_attempt": run.attempt,
        "created_at": stamp(run.created),
        "run_started_at": stamp(run.began),
        "pull_requests": [{"number": number} for number in run.pulls],
    }


def lab_job(run: Run) -> dict[str, Any]:
    return {"id": run.id, "name": "guard", "status": LAB_STATUS[run.conclusion], "created_at": stamp(run.began)}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, api: Api) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api

    def server_bind(self) -> None:
        TCPServer.server_bind(self)


@contextmanager
def serving(api: Api) -> Iterator[Api]:
    """The API on 127.0.0.1, at `api.url`. One without a repository has no branches to be pushed."""
    server = _Server(api)
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PATCH = do_PUT = do_DELETE = do_GET

    def log_message(self, *words: object) -> None:
        del words

    def _answer(self) -> None:
        api = self.server.api
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        api.asked.append((self.command, parts.path, headers))
        api.before(self.command, parts.path)
        if api.instead:
            self._send(*api.instead.pop(0))
            return
        if TOKEN not in (headers.get("private-token", ""), headers.get("authorization", "").removeprefix("Bearer ")):
            self._send(401, {}, b'{"message": "Bad credentials"}')
            return
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        status, told = api.answer(self.command, unquote(parts.path), query, json.loads(body) if body else None)
        self._send(status, {}, b"" if told is None else json.dumps(told).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def wrote(folder: Path, name: str, data: object) -> str:
    """A file of JSON, as a runner hands over an event."""
    path = folder / name
    path.write_text(json.dumps(data))
    return str(path)
