"""`guard sites` in a real repository: what is written, what is told, in words and as JSON, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from guard.cli import main
from guard.commands.sites.run import _progress
from guard.sites import manifest as manifests
from guard.sites import searching
from tests.repos import Maker, new_repository
from tests.sites.trees import DONE, ONE, TWO, committed, function, go, here

POLICY = """\
id: abcdefgh
version: 1
people: {dana: {teams: [core, web]}}
owners: {/.guard/**: core, /src/**: core, /src/b.go: web}
"""
PLAN = """\
plan: move
version: 1
owner: dana
why: x
scope: {paths: [/src/**]}
sites:
  reads: {go: "$U.Old", in: /src/**, except: [/src/kept.go], becomes: "$U.New()", count: %d}
absent:
  writes: {go: "$U.Old = $V", in: /**%s}
phases:
  switch: {does: [file.modify], sites: reads}
"""
A, B, KEPT = "src/a.go", "src/b.go", "src/kept.go"
FILES = {A: go(TWO), B: go(ONE), KEPT: go(ONE)}
Run = Callable[..., tuple[int, str]]


class Place:
    """A repository whose HEAD has some files, with a plan in its work tree that stands in no commit."""

    def __init__(self, made: Maker, capsys: pytest.CaptureFixture[str]) -> None:
        self.made = made
        self.top = Path(os.fsdecode(made.top))
        self.capsys = capsys
        self.draft()
        self.land(FILES)

    @property
    def manifest(self) -> Path:
        return self.top / ".guard/manifests/move.reads.json"

    def draft(self, count: int = 3, since: str = "", policy: str = POLICY) -> None:
        self.made.write(".guard/policy.yaml", policy.encode())
        self.made.write(".guard/plans/move.yaml", (PLAN % (count, since)).encode())

    def land(self, files: Mapping[str, str]) -> str:
        commit = committed(self.made, files)
        self.made.ref(b"refs/heads/main", commit)
        return commit.decode()

    def run(self, *words: str) -> tuple[int, str]:
        with chdir(self.top):
            code = main(["sites", *words])
        out, said = self.capsys.readouterr()
        return code, out + said

    def json(self, *words: str) -> dict[str, Any]:
        code, out = self.run(*words, "--format", "json")
        told: dict[str, Any] = json.loads(out)
        jsonschema.validate(told, json.loads((Path(__file__).parents[2] / "schemas/sites.schema.json").read_text()))
        assert told["exit_code"] == code
        return told


@pytest.fixture
def place(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(searching, "searched", here)  # test_searching.py is about the process
    with new_repository() as made:
        yield Place(made, capsys)


def states(told: dict[str, Any], name: str = "reads") -> dict[str, int]:
    (one,) = [one for one in told["sites"] if one["name"] == name]
    return {state: number for state, number in one["counts"].items() if number}


def test_build_writes_every_place_and_the_same_bytes_again(place: Place) -> None:
    code, told = place.run("build")
    assert (code, "3 places in 2 files, written to .guard/manifests/move.reads.json" in told) == (0, True)
    text = place.manifest.read_bytes()
    manifest = manifests.read(text)
    assert manifest is not None
    assert [(row.path.decode(), row.within, row.owners) for row in manifest.rows] == [
        (A, "Two", ("core",)),
        (A, "Two", ("core",)),
        (B, "One", ("core", "web")),
    ]
    assert place.run("build", "move", "reads")[0] == 0
    assert place.manifest.read_bytes() == text and os.listdir(place.manifest.parent) == [place.manifest.name]


def test_a_build_is_a_document_without_faults(place: Place) -> None:
    place.run("build")
    with chdir(place.top):
        assert main(["plan", "lint"]) == 0


def test_another_number_than_the_plan_counts_is_told(place: Place) -> None:
    for count, words in ((4, "1 fewer than"), (2, "1 more than")):
        place.draft(count)
        code, told = place.run("build")
        assert code == 1 and words in told and place.manifest.exists()


def test_none_at_all_is_an_error_and_nothing_is_written(place: Place) -> None:
    place.land({A: go("func X() {}")})
    code, told = place.run("build")
    assert code == 1 and "there is none" in told and not place.manifest.exists()


def test_fewer_than_stood_before_is_told(place: Place) -> None:
    place.run("build")
    place.land(FILES | {B: go(DONE)})
    place.draft(2)
    code, told = place.run("build")
    assert code == 0 and "the manifest that stood here listed 3: 1 fewer now" in told


def test_what_cannot_be_read_leaves_no_manifest(place: Place) -> None:
    place.land(FILES | {"src/large.go": go(ONE) + "//" * 1_000_000})
    code, told = place.run("build")
    assert code == 5 and "src/large.go: it is larger than" in told and not place.manifest.exists()
    assert place.run("status")[0] == 5
    told = place.json("status")
    assert [one["path"] for one in told["sites"][0]["unread"]] == ["src/large.go"]


def test_the_tree_of_a_commit_and_never_the_work_tree(place: Place) -> None:
    place.made.write("src/z.go", go(ONE).encode())
    place.run("build")
    old = place.land(FILES | {B: go(DONE)})
    place.land(FILES)
    assert states(place.json("status")) == {"todo": 3, "excepted": 1}
    assert states(place.json("status", "--at", old)) == {"todo": 2, "done": 1, "excepted": 1}


def test_status_tells_every_state_and_for_whom(place: Place) -> None:
    place.run("build")
    more = {A: go(TWO.replace("u.Old", "u.New()"), function("More", "f(v.Old)")), "src/c.go": go(ONE), KEPT: go(ONE)}
    place.land(more)
    told = place.json("status")
    assert states(told) == {"todo": 1, "moved": 1, "done": 1, "grown": 1, "excepted": 1}
    assert told["outcome"] == "violation"
    (moved,) = [one for one in told["sites"][0]["places"] if one["state"] == "moved"]
    assert (moved["path"], moved["was"]["path"], moved["line"]) == ("src/c.go", B, 4)
    shards = {one["owner"]: one["counts"] for one in told["sites"][0]["shards"]}
    assert (shards["core"]["grown"], shards["web"]["moved"], shards["web"]["todo"]) == (1, 1, 0)
    code, text = place.run("status", "move", "reads")
    assert code == 1
    assert "  todo 1  moved 1  edited 0  done 1  slack 0  grown 1  excepted 1\n" in text
    assert "  grown     src/a.go:9  in More  v.Old\n" in text and f"  moved     {B} -> src/c.go:4  in One" in text
    code, text = place.run("status", "move", "reads", "--owner", "web")
    assert "  todo 0  moved 1  edited 0  done 0  slack 0  grown 0  excepted 0\n" in text


def test_slack_is_told(place: Place) -> None:
    place.run("build")
    place.land({A: go(TWO)})
    code, text = place.run("status", "move")
    assert code == 1 and f"  slack     {B}  in One\n" in text
    assert place.run("diff", "move", "reads")[1].count("slack") == 1


def test_diff_tells_row_by_row(place: Place) -> None:
    place.run("build")
    place.land(FILES | {B: go(DONE)})
    code, text = place.run("diff", "move", "reads")
    assert code == 0 and f"  done      {B}:4  in One\n" in text and "todo" not in text


def test_without_a_manifest_that_fits_nothing_is_established(place: Place) -> None:
    code, text = place.run("status")
    assert code == 5 and "the manifest is missing" in text and "next      guard sites build move reads" in text
    place.run("build")
    place.made.write(".guard/plans/move.yaml", (PLAN % (3, "")).replace("/src/**, ex", "/**, ex").encode())
    code, text = place.run("status", "move", "reads")
    assert code == 5 and "the manifest is stale" in text
    place.draft()
    place.manifest.write_bytes(place.manifest.read_bytes().replace(b'"in": "Two"', b'"in": "Two2"'))
    assert place.run("status")[0] == 0  # a name for people
    place.manifest.write_bytes(place.manifest.read_bytes().replace(b"\n", b"\n\n", 1))
    code, text = place.run("status")
    assert code == 5 and "not what guard writes" in text


def test_what_must_be_absent(place: Place) -> None:
    place.run("build")
    place.land(FILES | {"other.go": go(function("Set", "u.Old = 1"))})
    code, text = place.run("status", "move", "writes")
    assert code == 1 and "  1 stand; none may\n" in text and "other.go:4  in Set" in text
    place.draft(since=", from: switch")
    code, text = place.run("status", "move", "writes")
    assert code == 0 and "none may from switch on" in text and "guard next move" in text


def test_faults_of_the_plan_are_told_as_lint_tells_them(place: Place) -> None:
    place.made.write(".guard/plans/move.yaml", b"plan: move\nplan: move\n")
    code, text = place.run("status", "move")
    assert code == 1 and "G210" in text


def test_a_repository_without_sites(place: Place) -> None:
    (place.top / ".guard/plans/move.yaml").unlink()
    code, text = place.run("status")
    assert (code, text) == (0, "guard: no plan here has sites, or anything that must be absent\n")
    code, text = place.run("build")
    assert code == 0
    assert text.startswith("guard: nothing to build: no plan asked for has sites")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bild"], "did you mean build?"),
        (["status", "mov"], "did you mean move?"),
        (["status", "move", "read"], "did you mean reads?"),
        (["build", "move", "writes"], "writes must be absent: it has no manifest"),
        (["status", "a", "b", "c"], "takes a plan and the name of its sites"),
        (["status", "--formt", "json"], "did you mean --format?"),
        (["status", "--format", "xml"], "--format takes text or json"),
        (["status", "--at"], "--at takes a word"),
        (["build", "--owner", "web"], "a manifest is built whole"),
    ],
)
def test_wrong_words(place: Place, words: list[str], said: str) -> None:
    code, text = place.run(*words)
    assert code == 2 and said in text


def test_a_revision_that_is_none(place: Place) -> None:
    code, text = place.run("status", "--at", "nowhere")
    assert code == 5 and "G805" in text
    told = place.json("status", "--at", "nowhere")
    assert told["error"]["rule"] == "G805" and told["sites"] == []


def test_help_teaches(place: Place) -> None:
    for words in ([], ["--help"], ["status", "--help"]):
        code, text = place.run(*words)
        assert code == (0 if words else 2) and "exit codes:" in text and "guard sites build split-name reads" in text


def test_progress_shows_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _progress("move/reads") is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("time.monotonic", iter((0.0, 1.0)).__next__)
    tell = _progress("move/reads")
    assert tell is not None
    tell(64, 128)
    tell(128, 128)
    assert capsys.readouterr().err == f"\rguard: move/reads  [{'#' * 12}{'.' * 12}] 64 of 128 files\x1b[K\r\x1b[K"


def test_a_warm_status_loads_next_to_nothing(place: Place) -> None:
    place.run("build")
    place.run("status")
    code = (
        "import sys, os; from guard.commands.sites import main; code = main(['status', '-o', os.devnull]); "
        "print(code, *sys.modules)"
    )
    paths = [str(Path(__file__).parents[2]), *[path for path in sys.path if path.endswith("site-packages")]]
    start = f"import sys; sys.path[:0] = {paths!r}; {code}"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", start], cwd=place.top, capture_output=True, text=True)
    told, *modules = run.stdout.split()
    assert (told, run.stderr) == ("0", "")
    assert set(modules) & {"json", "re", "argparse", "hashlib", "ast_grep_py", "ruamel", "jsonschema"} == set()
