"""The loopback server of tests: what a forge does for a client, and what it refuses."""

from __future__ import annotations

import base64
import os
import subprocess
from pathlib import Path

from tests.http_git import serving
from tests.repos import GIT, make_repository


def _git(cwd: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([GIT, *words], cwd=cwd, capture_output=True)


def _bare(folder: Path) -> Path:
    assert _git(folder, "init", "-q", "--bare", "-b", "main", "served/one.git").returncode == 0
    return folder / "served"


def _client(folder: Path, content: bytes = b"hello\n") -> Path:
    made = make_repository(folder / "client")
    made.ref(b"refs/heads/main", made.commit(made.tree(made.files({b"a": content}))))
    return folder / "client"


def test_push_clone_and_what_was_asked(tmp_path: Path) -> None:
    served, client = _bare(tmp_path), _client(tmp_path, os.urandom(1_500_000))  # sent in pieces: git does from 1 MB
    with serving(served) as server:
        assert _git(client, "push", "-q", server.at("one.git"), "main").returncode == 0
        assert _git(tmp_path, "clone", "-q", server.at("one.git"), "again").returncode == 0
    assert (tmp_path / "again" / "a").stat().st_size == 1_500_000
    assert "POST /one.git/git-receive-pack" in server.paths()
    assert any(one.headers.get("transfer-encoding") == "chunked" for one in server.requests)
    assert {one.status for one in server.requests} == {200}


def test_a_fetch_that_wants_much_is_sent_compressed(tmp_path: Path) -> None:
    served = _bare(tmp_path)
    made = make_repository(tmp_path / "client")
    tree = made.tree({})
    for at in range(40):
        made.ref(b"refs/heads/b%d" % at, made.commit(tree, message=b"%d\n" % at))
    with serving(served) as server:
        assert (
            _git(tmp_path / "client", "push", "-q", server.at("one.git"), "refs/heads/*:refs/heads/*").returncode == 0
        )
        assert _git(tmp_path, "clone", "-q", "--no-checkout", "--mirror", server.at("one.git"), "again").returncode == 0
    assert any(one.headers.get("content-encoding") == "gzip" for one in server.requests)


def test_no_push_and_no_entry(tmp_path: Path) -> None:
    served, client = _bare(tmp_path), _client(tmp_path)
    with serving(served, push=False) as server:
        assert _git(client, "push", "-q", server.at("one.git"), "main").returncode != 0
        assert server.requests[-1].status == 403
    known = f"Basic {base64.b64encode(b'x-access-token:t0ken').decode()}"
    with serving(served, authorization=known) as server:
        assert _git(client, "ls-remote", server.at("one.git")).returncode != 0
        assert server.requests[-1].status == 401
        header = f"http.extraHeader=Authorization: {known}"
        assert _git(client, "-c", header, "push", "-q", server.at("one.git"), "main").returncode == 0
        assert server.requests[-1].headers["authorization"] == known
