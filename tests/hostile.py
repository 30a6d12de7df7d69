"""A hostile repository: a real one with a trap armed, the canary it would wake, and guard run on it under watch."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guard_hooks.git_hooks import LOOKED

WATCHED = Path(__file__).with_name("watched.py")
GIT = next(
    place for place in ("/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git") if os.access(place, os.X_OK)
)
STAGES = ("staged", "range", "hook")
# git processes at most; an installed hook asks for no version: 3; a range asks three more where the trusted branch has
# moved on since its policy came, and one where there is no log and remotes might have it
CHILDREN = {"staged": 4, "range": 11, "hook": 4}
ASKED = {
    *("version", "rev-parse", "rev-list", "merge-base", "diff-tree", "diff-index", "cat-file", "for-each-ref"),
    *("symbolic-ref", "ls-files", "remote"),  # the last where there is no log: whether one could be fetched
}
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_TERMINAL_PROMPT": "0",
}
# In what may be a partial clone one git more is asked, of a throwaway repository, whether it can be kept from fetching.
PROBED = "1" * 40
HARDENED = {
    "--no-replace-objects",
    "--literal-pathspecs",
    "--no-optional-locks",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.commitGraph=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
}

POLICY = "id: hostile-house\nversion: 1\nneeds_plan: [file.*]\n"
PLAN = """\
plan: tidy
version: 1
owner: dana
why: Tidy the sources
scope: {paths: [/src/**], max: {files: 50, lines: 30, bytes: 600}}
phases:
  only: {does: [file.*]}
"""
OLD = {
    name: f"{name} one\n{name} two\n".encode() * 8 for name in ("a", "b", "c")
}  # too long for sizes alone to settle the budget
NEW = {name: text.replace(b"one", b"ONE", 1) for name, text in OLD.items()}


@dataclass
class Run:
    """One run of guard, and what the audit hook saw of it."""

    stage: str
    code: int
    said: str
    rules: set[str]  # of the findings that close this door
    started: list[tuple[str, list[object]]]
    opened: list[tuple[str, str | None]]
    modules: list[str]


@dataclass
class World:
    """A repository in a folder of its own: `work` is one commit ahead of `main`, and one more change is staged."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)  # what the trap adds to the environment of everybody
    start: str = "."  # the folder of the repository that guard is started in

    @property
    def top(self) -> Path:
        return self.root / "repo"

    @property
    def git_dir(self) -> Path:
        return self.top / ".git"

    @property
    def canary(self) -> Path:
        return self.root / "canary"

    @property
    def private(self) -> Path:
        return self.root / "private"

    def fired(self) -> bool:
        return self.canary.exists()

    def hush(self) -> None:
        self.canary.unlink(missing_ok=True)

    def program(self, name: str = "trap", then: str = "exit 0", folder: str = "evil") -> str:
        """A program that wakes the canary."""
        path = self.root / folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(f"#!/bin/sh\necho {name} >> '{self.canary}'\n{then}\n")
        path.chmod(0o755)
        return str(path)

    def env(self) -> dict[str, str]:
        return {**os.environ, "TMPDIR": str(self.private), **self.environment}

    def git(self, *words: str, check: bool = False, stdin: bytes | None = None, cwd: Path | None = None) -> bytes:
        """Plain git, as anybody would run it here, the armed environment included."""
        answer = subprocess.run(
            ["git", *words],
            cwd=cwd or self.top,
            env=self.env(),
            input=stdin or b"",
            capture_output=True,
            check=check,
            timeout=30,
        )
        return answer.stdout

    def on_terminal(self, *words: str) -> None:
        """The same on a terminal, where git starts pagers."""
        master, slave = pty.openpty()
        child = subprocess.Popen(
            ["git", *words], cwd=self.top, env={**self.env(), "TERM": "xterm"}, stdin=slave, stdout=slave, stderr=slave
        )
        os.close(slave)
        child.wait(30)
        os.close(master)

    def python(self, *words: str, executable: str = sys.executable) -> int:
        """Plain python without any of guard's care, started inside the repository."""
        return subprocess.run(
            [executable, *words],
            cwd=self.top,
            env=self.env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
        ).returncode

    def config(self, text: str) -> None:
        with (self.git_dir / "config").open("a") as file:
            file.write("\n" + text)

    def attributes(self, text: str) -> None:
        (self.git_dir / "info").mkdir(exist_ok=True)
        (self.git_dir / "info/attributes").write_text(text)

    def lose(self, *contents: bytes) -> None:
        """Take the blobs of these contents out of the object store."""
        for content in contents:
            oid = blob(content)
            (self.git_dir / "objects" / oid[:2] / oid[2:]).unlink()

    def guard(self, stage: str) -> Run:
        """guard under watch, at one stage, as a hook or a person would start it."""
        events = self.root / f"events-{stage}"
        words = {
            "staged": ["guard", "check", "--staged", "--format", "json"],
            "range": ["guard", "check", "--range", "..HEAD", "--plan", "tidy", "--format", "json"],
            "hook": ["guard_hooks", "pre-commit"],
        }[stage]
        environment = {**self.env(), **(self._as_git_calls_a_hook() if stage == "hook" else {}), **self.environment}
        command = [sys.executable, "-I", str(WATCHED), str(events), *words]
        answer = subprocess.run(
            command,
            cwd=self.top / self.start,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
        assert events.exists(), answer.stderr.decode(errors="replace")
        seen = json.loads(events.read_text(errors="surrogateescape"))
        said = answer.stdout.decode() + answer.stderr.decode()
        rules = _rules_in_text(said) if stage == "hook" else _rules_in_json(answer.stdout)
        return Run(stage, answer.returncode, said, rules, seen["started"], seen["opened"], seen["modules"])

    def _as_git_calls_a_hook(self) -> dict[str, str]:
        return {
            "GIT_INDEX_FILE": str(self.git_dir / "index"),
            "GIT_PREFIX": "",
            "GIT_EDITOR": ":",
            "GIT_EXEC_PATH": "/usr/lib/git-core",
        }


@dataclass(frozen=True)
class Trap:
    """How to arm a repository, how anybody else would spring the trap, and what guard must say there."""

    name: str
    arm: Callable[[World], None]
    spring: Callable[[World], object]
    says: Mapping[str, str] = field(
        default_factory=dict
    )  # stage -> rule that closes the door; a stage not named passes


OUTCOMES = {"G1": 1, "G2": 1, "G8": 5}


def expected(trap: Trap, stage: str) -> tuple[int, set[str]]:
    rule = trap.says.get(stage, trap.says.get("all", ""))
    return (OUTCOMES[rule[:2]], {rule}) if rule else (0, set())


def _rules_in_json(report: bytes) -> set[str]:
    document = json.loads(report)
    doors = ("commit",) if document["door"] == "commit" else ("commit", "merge")
    return {found["rule"] for found in document["findings"] if found["blocks"] in doors}


def _rules_in_text(said: str) -> set[str]:
    stopping = said.partition("will block the merge")[0]
    return {word[1:5] for word in stopping.split() if word.startswith("[G") and word.endswith("]")}


def only_git_ran(run: Run, world: World) -> None:
    """Every child is the absolute git, by posix_spawn, with guard's argv and guard's environment; and few of them."""
    probes = 0
    for event, arguments in run.started:
        assert event == "os.posix_spawn", (event, arguments)
        path, argv, environment = arguments
        assert path == GIT, path
        assert isinstance(argv, list)
        assert isinstance(environment, dict)
        assert argv[0] == GIT
        assert set(argv) >= HARDENED, argv
        assert ASKED & set(argv), argv
        given = dict(environment)
        home, index = given.pop("HOME"), given.pop("GIT_INDEX_FILE", None)
        if argv[-1] == PROBED:
            probes += 1
            assert f"--git-dir={home}/probe" in argv, argv
            given |= {"GIT_ALLOW_PROTOCOL": ENVIRONMENT["GIT_ALLOW_PROTOCOL"]}
        assert given == ENVIRONMENT
        assert Path(home).parent == world.private, home
        assert index is None or Path(index).parent == Path(home), index
    assert probes <= 1
    assert 1 <= len(run.started) <= CHILDREN[run.stage] + probes, run.started


def nothing_was_touched(run: Run, world: World) -> None:
    """guard opened no file of the work tree and loaded none, wrote nothing but its own, and left nothing behind.

    Its own are the cache, and what the hook before a commit says to the one after it.
    """
    top, git_dir = f"{world.top}{os.sep}", f"{world.git_dir}{os.sep}"
    own = (f"{git_dir}guard{os.sep}cache{os.sep}", f"{git_dir}{LOOKED}")
    for name, mode in run.opened:
        path = os.path.abspath(os.path.join(world.top / world.start, name))
        assert not path.startswith(top) or path.startswith(git_dir) or path == git_dir.rstrip(os.sep), path
        assert path.startswith(own) or not (path.startswith(git_dir) and mode and set(mode) & set("wax+")), path
    assert [file for file in run.modules if file.startswith(top)] == []
    assert list(world.private.iterdir()) == []


def blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def build(root: Path) -> World:
    """The world every trap starts from; built once, then copied."""
    world = World(root)
    world.private.mkdir(parents=True)
    for name, content in {".guard/policy.yaml": POLICY, ".guard/plans/tidy.yaml": PLAN, "docs/d.md": "words\n"}.items():
        (world.top / name).parent.mkdir(parents=True, exist_ok=True)
        (world.top / name).write_text(content)
    (world.top / "src").mkdir()
    for name, text in OLD.items():
        (world.top / f"src/{name}.txt").write_bytes(text)
    world.git("init", "-q", "-b", "main", "--template=", check=True)
    world.git("add", ".", check=True)
    world.git("commit", "-qm", "start", check=True)
    world.git("switch", "-qc", "work", check=True)
    (world.top / "src/a.txt").write_bytes(NEW["a"])
    world.git("commit", "-qam", "a in scope", check=True)
    (world.top / "src/b.txt").write_bytes(NEW["b"])
    world.git("add", ".", check=True)
    (world.git_dir / "guard").mkdir()
    (world.git_dir / "guard/trusted").write_text("refs/heads/main\n")  # as guard install writes it
    (world.git_dir / "guard/taken.json").write_text('{"plan": "tidy", "phase": "only"}\n')  # and guard next --take
    return world


def copy(world: World, root: Path) -> World:
    shutil.copytree(world.root, root, dirs_exist_ok=True)
    return World(root)
