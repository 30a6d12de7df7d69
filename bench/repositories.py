"""Repositories by script: each is the same commit for commit wherever it is built, built once, and kept.

`work` is checked out at a base, the staged change is in the index, and `main` carries a policy and one plan whose scope
covers that change. The plan comes in several variants under refs/bench/; a row puts `main` at the one it needs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=tuple[object, ...])

VERSION = 4  # of the scripts below: another one builds every repository again
ENDINGS = ("py", "go", "rs", "ts", "md")  # nobody reads these unless a document declares something of them
MIXED = ("sql", "py", "go", "ts", "md", "yaml")
PLAIN = ("json", "py", "go", "ts", "md", "yaml")
IN_FOLDER = 100
LINES = 40
FIRST_SECOND = 1_750_000_000

PLANS = {  # variant -> what scope.max says
    "default": "",
    "unbounded": "  max: {files: 100000, lines: unlimited, bytes: unlimited, commits: unlimited}\n",
    "over": "  max: {files: 100000, commits: unlimited}\n",  # default lines and bytes, far too few
    "huge": "  max: {files: 100000, lines: 1000000000, bytes: 1000000000000, commits: unlimited}\n",
    "close": "  max: {files: 100000, lines: %d, bytes: unlimited, commits: unlimited}\n",  # exactly enough
}
POLICY = """\
id: benchpolicy
version: 1
branch: main
people:
  dana: {teams: [core]}
dialects: {/**: %s}
"""
PLAN = """\
plan: bench
version: 1
owner: dana
why: What the bench stages, all of it in scope
scope:
  paths: [/area00/**, /**]
  never: [/legacy/**]
%sphases:
  change: {does: [file.*, data.insert]}
"""


class Recipe(NamedTuple):
    """What stands in a repository."""

    files: int
    staged: int
    mixed: bool = False  # else every staged file is modified in place
    worktree: bool = False  # files checked out; needed only by peers that look at them
    commits: int = 0  # a history of its own instead of a staged change
    ranged: int = 0  # the last of these commits stand on `work`, not on `main`
    endings: tuple[str, ...] = ENDINGS  # what kinds of files, in turn
    dialect: str = "postgres"  # of what is SQL among them


class Code(NamedTuple):
    """A tree of Go to be looked through for the sites of a plan, checked out."""

    files: int
    lines: int  # of each file
    sites: int  # calls of OLD in all of it


RECIPES = {
    "small": Recipe(300, 5, worktree=True),
    "logged": Recipe(300, 5, worktree=True),  # the same, with a log beside it
    "modified": Recipe(6_000, 5_000, worktree=True),
    "mixed": Recipe(6_000, 5_000, mixed=True),
    "wide": Recipe(100_000, 5),
    "vast": Recipe(100_000, 50_000),
    "history": Recipe(400, 0, commits=20_000, ranged=200),
    "operations": Recipe(7_000, 5_000, endings=MIXED),
    "settings": Recipe(7_000, 5_000, endings=PLAIN),
    "postgres": Recipe(300, 1, endings=("sql",)),
    "mysql": Recipe(300, 1, endings=("sql",), dialect="mysql"),
    "sqlite": Recipe(300, 1, endings=("sql",), dialect="sqlite"),
}
CODE = Code(20_000, 151, 3_000)
OLD, NEW = "pkg.OldFunc", "pkg.NewFunc"
SITES = """\
plan: rename-func
version: 1
owner: dana
why: Every call of the old function becomes one of the new
scope: {paths: [/**]}
sites:
  calls: {go: "%s($C, $N)", in: /**, becomes: "%s($C, $N)", count: %d}
phases:
  rename: {does: [file.modify, code.*], sites: calls}
"""
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "LC_ALL": "C",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def repository(name: str, recipe: T, folder: Path, make: Callable[[Path, T], None] | None = None) -> Path:
    """The repository of this recipe below the folder; built unless it stands there, whole and of this version."""
    place = folder / name
    stamp = folder / f"{name}.built"
    wanted = json.dumps([VERSION, recipe])
    if stamp.exists() and stamp.read_text() == wanted:
        return place
    stamp.unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    (make or build)(place, recipe)  # type: ignore[operator]  # a recipe and who builds it are given together
    stamp.write_text(wanted)
    return place


def begin(place: Path, branch: str) -> None:
    """An empty repository that git leaves alone."""
    place.mkdir(parents=True)
    git(place, "init", "--quiet", f"--initial-branch={branch}", ".")
    for key in ("gc.auto=0", "maintenance.auto=false", "core.fsmonitor=false", "fastimport.unpackLimit=0"):
        git(place, "config", *key.split("=", 1))


def build(place: Path, recipe: Recipe | Code) -> None:
    """One fast-import for everything, then the index by read-tree."""
    begin(place, "work")
    if isinstance(recipe, Code):
        imported(place, code(recipe))
        git(place, "reset", "--quiet", "--hard", "refs/heads/work")
        return
    imported(place, history(recipe) if recipe.commits else staged(recipe))
    put_main(place, "default")
    index = "refs/heads/work" if recipe.commits else "refs/bench/staged"
    git(place, "read-tree", *(("--reset", "-u") if recipe.worktree else ()), index)


def imported(place: Path, script: Iterator[bytes]) -> None:
    """Let git write all that the script says."""
    child = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=place, env=ENVIRONMENT, stdin=subprocess.PIPE)
    assert child.stdin is not None
    with child.stdin as stdin:
        for piece in script:
            stdin.write(piece)
    if child.wait() != 0:
        raise RuntimeError(f"git fast-import refused the script of {place.name}")


def put_main(place: Path, variant: str) -> None:
    """Let `main` carry this variant of the plan."""
    git(place, "update-ref", "refs/heads/main", f"refs/bench/{variant}")


def git(place: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=place, env=ENVIRONMENT, check=True, capture_output=True, text=True
    ).stdout


def path_of(number: int, endings: tuple[str, ...] = ENDINGS) -> str:
    folder, file = divmod(number, IN_FOLDER)
    return f"area{folder // 50:02d}/module{folder % 50:02d}/file{file:02d}.{endings[number % len(endings)]}"


def text_of(number: int, round_: int = 0, ending: str = "") -> bytes:
    """A file of some forty lines (of SQL: statements); another round changes one and adds one."""
    form = FORMS.get(ending, "item {of} = call_{turn}({number}, {value})")
    shape = {"number": number, "turn": 0, "value": 0, "of": 0}
    lines = [
        form.format(**shape | {"of": number * LINES + line, "turn": line % 7, "value": line * 97 % 1009})
        for line in range(LINES)
    ]
    if round_:
        lines[number % LINES] = form.format(**shape | {"of": number, "value": f"{round_}9"})
        lines.append(form.format(**shape | {"of": LINES, "value": f"{round_}8"}))
    return "\n".join([*lines, ""]).encode()


FORMS = {
    "sql": "INSERT INTO t{number} (a, b, c) VALUES ({of}, {turn}, {value});",
    "yaml": "item_{of}: [{number}, {turn}, {value}]",
    "json": '["item {of}", {number}, {turn}, {value}]',
}


def staged(recipe: Recipe) -> Iterator[bytes]:
    """A base on `work`, the staged tree as a commit of its own, and `main` in every variant."""
    yield commit("refs/heads/work", 0, mark=1)
    for number in range(recipe.files):
        path = path_of(number, recipe.endings)
        yield file(path, text_of(number, 0, path.rpartition(".")[2]))
    yield commit("refs/bench/staged", 1, after=(1,))
    for turn in range(recipe.staged):
        number = turn * recipe.files // recipe.staged
        yield from _edit(path_of(number, recipe.endings), number, turn if recipe.mixed else 0)
    yield from _plans(":1", _exact_lines(recipe), recipe.dialect)


def _edit(path: str, number: int, turn: int) -> Iterator[bytes]:
    """One staged change; of a mixed set 70 of 100 modify, 15 add, 10 delete, 3 move, 2 change the mode."""
    kind = turn * 37 % 100
    if kind < 70:
        yield file(path, text_of(number, 1, path.rpartition(".")[2]))
    elif kind < 85:
        yield file(path + ".new", text_of(number, 2))
    elif kind < 95:
        yield b"D %s\n" % path.encode()
    elif kind < 98:
        yield b"R %s %s\n" % (path.encode(), path.encode() + b".moved")
    else:
        yield file(path, text_of(number), "100755")


def _exact_lines(recipe: Recipe) -> int:
    """How many lines a modify-only set changes: one removed, one added in its place, one appended."""
    return 3 * (recipe.staged or 1)


def _plans(after: str, lines: int, dialect: str = "postgres") -> Iterator[bytes]:
    """`main` as it stands with each variant of the plan, one commit above `after`."""
    for turn, (variant, limit) in enumerate(PLANS.items()):
        yield commit(f"refs/bench/{variant}", 2 + turn, parent=after)
        yield file(".guard/policy.yaml", (POLICY % dialect).encode())
        yield file(".guard/plans/bench.yaml", (PLAN % (limit % lines if "%" in limit else limit)).encode())


def history(recipe: Recipe) -> Iterator[bytes]:
    """A long history: plain commits, moves, symlinks, submodules, and every tenth commit a merge of a side branch."""
    yield commit("refs/heads/work", 0, mark=1)
    for number in range(recipe.files):
        yield file(path_of(number), text_of(number))
    yield file(".gitmodules", b'[submodule "vendored"]\n\tpath = vendored/one\n\turl = https://example.org/one.git\n')
    last = 1
    for mark in range(2, recipe.commits + 1):
        side = mark % 10 == 8  # a side branch leaves here and comes back two commits later
        merge = mark % 10 == 0 and mark > 9
        after = (mark - 1, mark - 2) if merge else (last,)
        yield commit("refs/bench/side" if side else "refs/heads/work", mark, mark=mark, after=after)
        yield from _step(mark, recipe)
        last = last if side else mark
    fork = next(mark for mark in range(recipe.commits - recipe.ranged, 0, -1) if mark % 10 != 8)
    yield from _plans(f":{fork}", 3 * recipe.commits)


def code(recipe: Code) -> Iterator[bytes]:
    """Folders of fifty files, a function on every line; the calls are spread over them without a pattern."""
    yield commit("refs/heads/work", 0)
    at = {turn * 7919 * 104_729 % (recipe.files * (recipe.lines - 3)): turn % 17 for turn in range(recipe.sites)}
    for number in range(recipe.files):
        lines = ["package p", ""]
        for line in range(recipe.lines - 3):
            turn = at.get(number * (recipe.lines - 3) + line)
            form = "func f{n}_{l}(a, b int) int {{ if a > b {{ return g{l}(a) + {v} }}; return h{l}(b) }}"
            if turn is not None:
                form = "func c{n}_{l}(ctx context.Context) error {{ return " + OLD + "(ctx, {v}) }}"
            lines.append(form.format(n=number, l=line, v=number * 7 + line))
        path = f"svc{number // 1000:02d}/pkg{number // 50 % 20:03d}/file{number:05d}.go"
        yield file(path, "\n".join([*lines, "", ""]).encode())
    yield file(".guard/policy.yaml", (POLICY % "postgres").encode())
    yield file(".guard/plans/rename-func.yaml", (SITES % (OLD, NEW, len(at))).encode())


def _step(mark: int, recipe: Recipe) -> Iterator[bytes]:
    number = mark * 31 % recipe.files
    path = path_of(number).encode()
    if mark % 50 == 7:
        yield b"M 120000 inline links/link%03d\ndata <<end\n../%s\nend\n" % (
            mark % 1000,
            path_of(mark % recipe.files).encode(),
        )
    elif mark % 100 == 13:
        yield b"M 160000 %040x vendored/one\n" % mark
    elif mark % 20 == 5:
        yield file(f"moving/{mark % 3}/file.txt", text_of(mark % 3, mark))
    elif mark % 20 == 15:
        yield b"R moving/%d moving/%d\n" % ((mark - 10) % 3, 3 + mark % 3)
    else:
        yield file(path.decode(), text_of(number, mark))


def commit(ref: str, number: int, mark: int | None = None, after: tuple[int, ...] = (), parent: str = "") -> bytes:
    when = FIRST_SECOND + number * 60
    parents = [parent] if parent else [f":{mark}" for mark in after]
    lines = [f"commit {ref}"] + ([f"mark :{mark}"] if mark else [])
    lines += [f"committer Bench <bench@example.org> {when} +0000", f"data <<end\ncommit {number}\nend"]
    lines += [f"{'merge' if turn else 'from'} {name}" for turn, name in enumerate(parents)]
    return ("\n".join(lines) + "\n").encode()


def file(path: str, content: bytes, mode: str = "100644") -> bytes:
    return b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), path.encode(), len(content), content)
