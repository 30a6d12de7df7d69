"""guard and git run as commands in a repository with policy and plan: what they print, and what they leave behind."""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from guard.doors.taken import take
from guard.model.claim import Claim
from tests.forked import Forked
from tests.repos import GIT, make_repository

POLICY = """\
id: sample-house
version: 1
people:
  dana: {teams: [platform]}
owners:
  /.guard/**: platform
routine:
  - {paths: [/docs/**], does: [file.*]}
"""
PLAN = """\
plan: tidy
version: 1
owner: dana
why: Tidy the sources
scope: {paths: [/src/**], max: {files: 5, lines: 20}}
phases:
  only: {does: [file.add, file.modify]}
"""
ADOPTED = {".guard/policy.yaml": POLICY, ".guard/plans/tidy.yaml": PLAN}
TIDY = Claim("tidy", "only")
CLAIMED = "work\n\nGuard-Plan: tidy\nGuard-Phase: only"  # the message of a commit made where that is taken up
SOURCES = {"src/a": "a\n", "src/b": "b\n", "other/c": "c\n", "docs/d": "d\n"}

# What an agent could take for a way round; no report of a verdict says it. (JUnit has a word of its own for what was
# not looked at.)
WAYS_ROUND = re.compile(
    r"no-verify|\bskip(?!ped(?: message)?=\")|\bSKIP\b|uninstall|exit-zero|hooksPath=|remove the declaration"
    r"|commit -n\b",
    re.I,
)
GUARD = (sys.executable, "-I", "-m", "guard")
LIMIT = 60  # seconds for one process; nothing here takes ten
_STARTING = re.compile(r"PYTHON|LC_|LANG|TZ$|LD_|DYLD_|HOME$").match  # what an interpreter looks at when it starts


class Answer(NamedTuple):
    """What one process said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    def rules(self) -> list[str]:
        """The rule of every finding shown, in order."""
        return re.findall(r"\[(G\d{3})\]$", self.said, re.M)


def run(words: list[str], cwd: Path, environment: Mapping[str, str]) -> Answer:
    """One process to its end, as text."""
    done = subprocess.run(
        words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT, check=False
    )
    out, err = (stream.decode("utf-8", "surrogateescape") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in out + err, out + err
    return Answer(done.returncode, out, err)


@cache
def _forked() -> Forked:
    """One for all tests of this process; it ends with it."""
    folder = Path(tempfile.mkdtemp(prefix="guard-asked-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Forked(folder)
    atexit.register(made.close)
    return made


def asked(words: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Answer:
    """guard with these words, in a process forked off one that has it loaded.

    What only the start of an interpreter looks at is the same in all of them; where a test changes it, and where the
    start itself is what a test is about, guard is started as users start it.
    """
    if any(environment.get(name) != os.environ.get(name) for name in {*environment, *os.environ} if _STARTING(name)):
        return run([*GUARD, *words], cwd, environment)
    said = _forked().ask(list(words), cwd, dict(environment))
    out, err = (stream.decode("utf-8", "surrogateescape") for stream in (said.out, said.err))
    assert "Traceback" not in out + err, out + err
    return Answer(said.code, out, err)


class Place:
    """A repository at `top`, and beside it the folder that guard may use while it runs."""

    def __init__(self, root: Path, name: str = "repository") -> None:
        self.root = root
        self.top = root / name
        self.private = root / "private"
        self.private.mkdir(parents=True, exist_ok=True)
        self.environment = {**os.environ, "TMPDIR": str(self.private)}

    @property
    def git_dir(self) -> Path:
        return self.top / ".git"

    @property
    def hook(self) -> Path:
        return self.git_dir / "hooks" / "pre-commit"

    def git(self, *words: str, cwd: Path | None = None) -> str:
        """Plain git; it must succeed."""
        answer = run([GIT, *words], cwd or self.top, self.environment)
        assert answer.code == 0, (words, answer)
        return answer.out.strip()

    def guard(self, *words: str, cwd: Path | None = None, **environment: str) -> Answer:
        """One command of guard. Whatever it is, nothing stays in TMPDIR, and a verdict names no way round."""
        answer = asked(words, cwd or self.top, {**self.environment, **environment})
        assert os.listdir(self.private) == []
        if words[:1] == ("check",) and "--help" not in words:
            assert not WAYS_ROUND.search(answer.said), answer.said
        return answer

    def commit(self, *words: str, cwd: Path | None = None, **environment: str) -> Answer:
        """A real `git commit`, hooks and all."""
        answer = run(
            [GIT, "commit", "--quiet", "--message=work", *words], cwd or self.top, {**self.environment, **environment}
        )
        assert os.listdir(self.private) == []
        assert not WAYS_ROUND.search(answer.said), answer.said
        return answer

    def head(self, cwd: Path | None = None) -> str:
        return self.git("rev-parse", "HEAD", cwd=cwd)

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            (self.top / path).parent.mkdir(parents=True, exist_ok=True)
            (self.top / path).write_text(text, encoding="utf-8")

    def stage(self, files: Mapping[str, str]) -> None:
        self.write(files)
        self.git("add", "--", *files)

    def state(self) -> dict[str, tuple[object, ...]]:
        """Everything below the repository, .git included: kind, permissions, time of change and content of each."""
        return {str(path.relative_to(self.top)): _seen(path) for path in sorted(self.top.rglob("*"))}


def _seen(path: Path) -> tuple[object, ...]:
    found = path.lstat()
    if path.is_symlink():
        return "link", os.readlink(path)
    if not path.is_file():
        return "folder", oct(found.st_mode), found.st_mtime_ns
    return "file", oct(found.st_mode), found.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()


def place(root: Path, documents: Mapping[str, str] = ADOPTED, name: str = "repository") -> Place:
    """A repository whose branch main holds these documents and a few sources; on branch work its plan is taken up."""
    made = Place(root, name)
    make_repository(made.top)
    made.stage({**SOURCES, **documents})
    made.git("commit", "--quiet", "--message=base")
    made.git("switch", "--quiet", "--create", "work")
    if ".guard/plans/tidy.yaml" in documents:
        take(str(made.git_dir), TIDY)
    return made


def clear(answer: Answer, rule: str) -> None:
    """One message with what, where and next, of this rule and no other; standard error is silent."""
    assert answer.rules() == [rule], answer.said
    lines = answer.out.splitlines()
    for word in ("what   ", "where  ", "next   "):
        assert len([line for line in lines if line.startswith(word) and line[len(word) :].strip()]) == 1, answer.said
    assert answer.err == ""
