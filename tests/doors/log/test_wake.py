"""Waking the forge: what is pushed beside the log, where, and what a push of the log alone would start."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from guard.doors.git.remote import Refused
from guard.doors.log import wake
from guard.errors import GuardError
from tests.chains import log, sound
from tests.doors.log.test_sync import Team
from tests.repos import GIT, Maker, tried

LISTENING = b"on: {push: {branches: [guard-wake]}}\njobs: {}\n"
WORKFLOW = b".github/workflows/guard-rejudge.yml"
ORIGIN = "refs/remotes/origin/main"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def landed(team: Team, files: dict[bytes, bytes], fetched: bool = True) -> bytes:
    """A commit on main, there and here, and a log in clone a that was brought there."""
    made = team.a
    oid = made.commit(made.tree(made.files({b"a": b"a\n", **files})), [], b"begin\n")
    made.ref(b"refs/heads/main", oid)
    made.git("push", "--quiet", "origin", "main")
    if not fetched:
        made.git("update-ref", "-d", ORIGIN)
    log(made, 1)
    return oid


def woken(made: Maker, trusted: str = ORIGIN, pushed: bool = True, remote: str = "origin") -> bool | GuardError:
    tip = made.git("rev-parse", "refs/heads/guard-log").strip() if pushed else b""
    with made.opened() as repository:
        return tried(lambda: wake.wake(repository, remote, trusted, tip))


def there(team: Team, *words: str) -> str:
    done = subprocess.run([GIT, *words], cwd=team.remote, capture_output=True, text=True)
    return done.stdout.strip()


def waits(made: Maker) -> bytes:
    return made.git("for-each-ref", "refs/guard/wake").strip()


@pytest.mark.parametrize(
    "path", [WORKFLOW, b".github/workflows/x.yaml", b".gitlab-ci.yml", b".forgejo/workflows/a.yml"], ids=bytes.decode
)
def test_the_branch_stands_on_the_trusted_one_and_changes_no_file_of_it(team: Team, path: bytes) -> None:
    base = landed(team, {path: LISTENING}).decode()
    assert woken(team.a) is True
    tip = there(team, "rev-parse", "guard-wake")
    assert there(team, "rev-parse", "guard-wake^") == base
    assert there(team, "diff", "--name-only", base, tip) == ""
    log_tip = team.a.git("rev-parse", "guard-log").decode().strip()
    assert there(team, "log", "-1", "--format=%s|%an|%cn", tip) == f"guard-log is at {log_tip}|guard|guard"
    assert waits(team.a) == b""
    assert there(team, "for-each-ref", "--format=%(refname)") == "refs/heads/guard-wake\nrefs/heads/main"
    sound(team.remote)


def test_it_is_written_over_wherever_it_was(team: Team) -> None:
    landed(team, {WORKFLOW: LISTENING})
    other = team.b.commit(team.b.tree(team.b.files({b"x": b"x\n"})), [], b"somebody else's\n")
    team.b.git("push", "--quiet", "origin", f"{other.decode()}:refs/heads/guard-wake")
    assert woken(team.a) is True
    assert there(team, "log", "-1", "--format=%s", "guard-wake").startswith("guard-log is at ")


@pytest.mark.parametrize(
    ("files", "trusted", "pushed", "fetched", "remote"),
    [
        ({}, ORIGIN, True, True, "origin"),
        ({WORKFLOW: b"on: {push: {branches: [main]}}\n"}, ORIGIN, True, True, "origin"),
        ({b"docs/guard.yml": LISTENING}, ORIGIN, True, True, "origin"),
        ({b".github/workflows/notes.md": LISTENING}, ORIGIN, True, True, "origin"),
        ({b".github/workflows/below/x.yml": LISTENING}, ORIGIN, True, True, "origin"),
        ({WORKFLOW: LISTENING}, ORIGIN, False, True, "origin"),
        ({WORKFLOW: LISTENING}, ORIGIN, True, True, "upstream"),
        ({WORKFLOW: LISTENING}, "", True, True, "origin"),
        ({WORKFLOW: LISTENING}, "refs/heads/main", True, False, "origin"),
    ],
    ids=[
        *("no workflow", "none that listens", "no workflow's folder", "no workflow", "a folder below"),
        *("nothing was brought there", "a remote of another branch", "a trust directory", "never fetched"),
    ],
)
def test_nobody_else_is_bothered(
    team: Team, files: dict[bytes, bytes], trusted: str, pushed: bool, fetched: bool, remote: str
) -> None:
    landed(team, files, fetched)
    assert woken(team.a, trusted, pushed, remote) is False
    assert there(team, "branch", "--list", "guard-wake") == ""
    assert waits(team.a) == b""


def test_what_stands_here_alone_is_not_published(team: Team) -> None:
    base = landed(team, {WORKFLOW: LISTENING}).decode()
    own = team.a.commit(team.a.tree(team.a.files({WORKFLOW: LISTENING, b"secret": b"x\n"})), [base.encode()], b"own\n")
    team.a.ref(b"refs/heads/main", own)
    assert woken(team.a, "refs/heads/main") is True
    assert there(team, "rev-parse", "guard-wake^") == base
    assert there(team, "cat-file", "-t", own.decode()) == ""


def test_a_refusal_is_told_and_made_up_for_with_the_next_sync(team: Team) -> None:
    landed(team, {WORKFLOW: LISTENING})
    team.hook("update", 'test "$1" != refs/heads/guard-wake')
    with pytest.raises(Refused, match="hook declined"):
        woken(team.a)
    assert waits(team.a) != b""
    (team.remote / "hooks/update").unlink()
    assert woken(team.a, pushed=False) is True
    assert waits(team.a) == b""
    assert woken(team.a, pushed=False) is False
