"""The cache is a hint: whatever stands in it, the verdict is the one without it; CI and ranges do not read it."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from guard import __version__
from guard.commands import check
from guard.doors import cache, scanner
from guard.doors.taken import take
from guard.model.claim import Claim
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict
from guard.pipeline import judge
from guard_hooks import git_hooks
from tests.repos import Maker, new_repository

OID = b"1" * 40
COMPILED: dict[str, object] = {"data": {"id": "x", "version": 1, "people": {"é": {}}}, "lines": {"/id": 1, "": 1}}


def file_of(common: Path) -> Path:
    return common / "guard" / "cache" / f"policy-{OID.decode()}-{__version__}-{cache.FORM}.json"


@pytest.fixture
def common(tmp_path: Path) -> Path:
    """A git directory whose cache holds one document."""
    cache.write(str(tmp_path), "policy", OID, COMPILED)
    return tmp_path


def known(common: Path, kind: str = "policy", oid: bytes = OID) -> dict[str, object] | None:
    return cache.read(str(common), kind, oid)


def test_what_was_written_is_read(common: Path) -> None:
    found = known(common)
    assert found is not None
    assert (found["data"], found["lines"]) == (COMPILED["data"], COMPILED["lines"])
    assert os.listdir(file_of(common).parent) == [file_of(common).name]


def test_the_same_without_the_accelerator(common: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "accelerator", None)
    found = known(common)
    assert found is not None
    assert found["data"] == COMPILED["data"]


def test_another_document_is_not_there(common: Path) -> None:
    assert known(common, "plan") is None
    assert known(common, oid=b"2" * 40) is None
    assert known(common / "elsewhere") is None


def stamped(**changes: object) -> bytes:
    whole = {"guard": __version__, "blob": f"policy:{OID.decode()}", **COMPILED, **changes}
    return json.dumps({key: value for key, value in whole.items() if value is not None}).encode()


BROKEN = {
    "empty": b"",
    "no JSON": b"\x00\xff{",
    "not UTF-8": stamped().replace(b'"x"', b'"\xff"'),
    "a list": b"[1]",
    "a word": b'"guard"',
    "null": b"null",
    "without a stamp": json.dumps(COMPILED).encode(),
    "another version of guard": stamped(guard="0.0.0"),
    "no version of guard": stamped(guard=None),
    "another blob": stamped(blob="policy:" + "2" * 40),
    "another kind": stamped(blob=f"plan:{OID.decode()}"),
    "nested without end": b"[" * 100_000,
    "larger than any document": stamped(more="x" * cache.LARGEST),
    "something behind it": stamped() + b"{}",
    "without its data": stamped(data=None),
    "without its lines": stamped(lines=None),
    "data of another shape": stamped(data=[]),
    "lines of another shape": stamped(lines="x"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_guard_did_not_write_counts_as_absent(common: Path, name: str) -> None:
    file_of(common).write_bytes(BROKEN[name])
    assert known(common) is None


@pytest.mark.parametrize("accelerated", [True, False])
def test_a_file_cut_short_anywhere_counts_as_absent(
    common: Path, accelerated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not accelerated:
        monkeypatch.setattr(scanner, "accelerator", None)
    whole = file_of(common).read_bytes()
    for end in range(len(whole)):
        file_of(common).write_bytes(whole[:end])
        assert known(common) is None, whole[:end]


def test_a_document_is_kept_again_where_a_broken_file_stood(common: Path) -> None:
    file_of(common).write_bytes(b"broken")
    cache.write(str(common), "policy", OID, COMPILED)
    assert known(common) is not None


def new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def cleared(path: Path) -> Path:
    """The place of a file or folder that is no more."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return path


Obstacle = Callable[[Path], object]
OBSTACLES: dict[str, Obstacle] = {
    "a file where its folder should be": lambda guard: guard.write_bytes(b""),
    "a file where the cache should be": lambda guard: (new(guard) / "cache").write_bytes(b""),
    "a link to nothing": lambda guard: guard.symlink_to("gone/away"),
    "a folder where its file should be": lambda guard: (guard / "cache" / file_of(guard).name).mkdir(parents=True),
    "no permission": lambda guard: new(guard).chmod(0o500),
}


@pytest.mark.parametrize("name", OBSTACLES)
def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path, name: str) -> None:
    OBSTACLES[name](tmp_path / "guard")
    cache.write(str(tmp_path), "policy", OID, COMPILED)
    if name != "no permission" or os.geteuid() != 0:
        assert known(tmp_path) is None


def _write_and_read(common: str, count: int) -> None:
    for _ in range(count):
        cache.write(common, "policy", OID, COMPILED)
        found = cache.read(common, "policy", OID)
        assert found is not None
        assert found["data"] == COMPILED["data"]


def test_many_writers_at_once_leave_a_whole_file(tmp_path: Path) -> None:
    processes = [
        multiprocessing.get_context("fork").Process(target=_write_and_read, args=(str(tmp_path), 100)) for _ in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0] * 4
    assert [path.name for path in (tmp_path / "guard" / "cache").iterdir()] == [file_of(tmp_path).name]


# with a repository: the verdict is always the same

POLICY = b"id: 5f0c2b7e\nversion: 7\n"
PLAN = b"plan: move\nversion: 3\nowner: dana\nwhy: x\nscope: {paths: [/src/**]}\nphases: {p: {does: [file.add]}}\n"


@pytest.fixture
def made() -> Iterator[Maker]:
    """A repository that stages one file inside the scope and one outside; the plan is taken up."""
    with new_repository() as maker:
        flat = maker.files({b".guard/policy.yaml": POLICY, b".guard/plans/move.yaml": PLAN})
        maker.ref(b"refs/heads/main", maker.commit(maker.tree(flat)))
        maker.stage({**flat, **maker.files({b"src/a": b"a", b"other": b"o"})})
        take(os.fsdecode(maker.git_dir), Claim("move", "p"))
        yield maker


def asked(made: Maker, kept: bool = True) -> Verdict:
    with chdir(made.top):
        return judge(Trigger("staged", cache=kept))


def kept_files(made: Maker) -> dict[str, Path]:
    """What the cache holds, by kind."""
    folder = Path(os.fsdecode(made.git_dir)) / "guard" / "cache"
    return {path.name.partition("-")[0]: path for path in folder.iterdir()} if folder.is_dir() else {}


def truth(made: Maker) -> Verdict:
    verdict = asked(made, kept=False)
    assert [(found.rule, found.path) for found in verdict.findings] == [("G101", b"other")]
    assert verdict.exit_code == 1
    return verdict


def test_the_verdict_is_the_same_cold_and_warm(made: Maker) -> None:
    wanted = truth(made)
    assert kept_files(made) == {}
    assert asked(made) == wanted
    assert set(kept_files(made)) == {"policy", "plan"}
    assert asked(made) == wanted


def test_a_warm_cache_is_what_is_read(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = truth(made)
    asked(made)
    monkeypatch.setattr("guard.compile.compile_document", None)
    assert asked(made) == wanted


def rewrite(path: Path, **changes: Any) -> bytes:
    """What the cache holds, with other values."""
    whole = {**json.loads(path.read_bytes()), **changes}
    return json.dumps({key: value for key, value in whole.items() if value != "absent"}).encode()


def lax(path: Path) -> Any:
    """The plan as it would be if everything were in its scope."""
    return {**json.loads(path.read_bytes())["data"], "scope": {"paths": ["/**"]}}


Kept = dict[str, Path]


def plan_says(**changes: Any) -> Callable[[Kept], object]:
    """The plan as the cache holds it, with other values."""
    return lambda kept: kept["plan"].write_bytes(rewrite(kept["plan"], **changes))


def lax_plan(**stamp: str) -> Callable[[Kept], object]:
    """A plan that lets everything pass, with a stamp that is not this guard's or not this document's."""
    return lambda kept: kept["plan"].write_bytes(rewrite(kept["plan"], data=lax(kept["plan"]), **stamp))


FORGED: dict[str, Callable[[Kept], object]] = {
    "of another version": lax_plan(guard="0.0.0"),
    "of another blob": lax_plan(blob="plan:" + "3" * 40),
    "of another kind": lambda kept: kept["plan"].write_bytes(kept["policy"].read_bytes()),
    "cut short": lambda kept: kept["plan"].write_bytes(kept["plan"].read_bytes()[:-1]),
    "empty": lambda kept: kept["policy"].write_bytes(b""),
    "without data": plan_says(data="absent"),
    "without lines": plan_says(lines="absent"),
    "data of another shape": plan_says(data=[1]),
    "lines of another shape": plan_says(lines=3),
    "data without its keys": lambda kept: kept["policy"].write_bytes(rewrite(kept["policy"], data={})),
    "a folder in its place": lambda kept: cleared(kept["plan"]).mkdir(),
    "a link to nothing": lambda kept: cleared(kept["plan"]).symlink_to("gone"),
    "unreadable": lambda kept: kept["plan"].chmod(0),
    "the whole cache read-only": lambda kept: cleared(kept["plan"]).parent.chmod(0o500),
    "the whole cache a file": lambda kept: cleared(kept["plan"].parent).write_bytes(b""),
}


@pytest.mark.parametrize("name", FORGED)
def test_whatever_stands_in_the_cache_the_verdict_is_the_same(made: Maker, name: str) -> None:
    wanted = truth(made)
    asked(made)
    folder = kept_files(made)["plan"].parent
    FORGED[name](kept_files(made))
    try:
        assert asked(made) == wanted
        assert asked(made) == wanted
    finally:
        if folder.is_dir():
            folder.chmod(0o700)


# where it must not be read at all


@pytest.fixture
def forged(made: Maker) -> Maker:
    """The cache holds a plan that guard would believe, and that lets everything pass."""
    asked(made)
    path = kept_files(made)["plan"]
    path.write_bytes(rewrite(path, data=lax(path)))
    assert asked(made).findings == (), "whoever can write here can make a local commit pass; nothing more"
    return made


def hook(made: Maker) -> int:
    with chdir(made.top):
        return git_hooks.main(["pre-commit"])


def test_the_hook_keeps_what_it_compiled(made: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    assert hook(made) == 1
    assert set(kept_files(made)) == {"policy", "plan"}
    assert "[G101]" in capsys.readouterr().out


@pytest.mark.parametrize("name", cache.CI)
def test_every_sign_of_ci_is_one(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert cache.allowed()
    monkeypatch.setenv(name, "")
    assert cache.allowed()
    monkeypatch.setenv(name, "https://ci.example.org")
    assert not cache.allowed()


def test_a_pipe_in_the_place_of_a_document_makes_nobody_wait(common: Path) -> None:
    file_of(common).unlink()
    os.mkfifo(file_of(common))
    assert known(common) is None


def test_nothing_is_read_or_written_through_a_link(common: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    file_of(common).rename(tmp_path / "kept")
    file_of(common).symlink_to(tmp_path / "kept")
    assert known(common) is None
    shutil.rmtree(file_of(common).parent)
    elsewhere.mkdir()
    file_of(common).parent.symlink_to(elsewhere)
    cache.write(str(common), "policy", OID, COMPILED)
    assert os.listdir(elsewhere) == []


@pytest.mark.parametrize("value", ["true", "1", "false"])
def test_in_ci_the_hook_reads_and_writes_no_cache(
    forged: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    monkeypatch.setenv("CI", value)
    assert hook(forged) == 1
    assert "[G101]" in capsys.readouterr().out
    shutil.rmtree(kept_files(forged)["plan"].parent)
    assert hook(forged) == 1
    assert kept_files(forged) == {}


def landed(made: Maker) -> None:
    """What is staged, as a commit on a branch."""
    tree = made.git("write-tree").strip()
    parent = made.git("rev-parse", "main").strip()
    made.ref(b"refs/heads/work", made.commit(tree, (parent,)))
    made.write(".git/HEAD", b"ref: refs/heads/work\n")


@pytest.mark.parametrize("words", [["--range", "main..work"], ["--range", ".."], ["--commit", "work"], []])
def test_what_decides_is_judged_without_the_cache(
    forged: Maker, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    landed(forged)
    with chdir(forged.top):
        assert check.main([*words, "--plan", "move"]) == 1
    assert "[G101]" in capsys.readouterr().out


@pytest.mark.parametrize("ci", [True, False])
def test_a_staged_check_reads_it_outside_ci_only(
    forged: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: bool
) -> None:
    if ci:
        monkeypatch.setenv("CI", "true")
    with chdir(forged.top):
        assert check.main(["--staged"]) == (1 if ci else 0)
    capsys.readouterr()


@pytest.mark.parametrize("selector", ["--range", "--commit"])
def test_what_decides_leaves_no_cache_behind(made: Maker, capsys: pytest.CaptureFixture[str], selector: str) -> None:
    landed(made)
    with chdir(made.top):
        check.main([selector, "main..work" if selector == "--range" else "work"])
    assert kept_files(made) == {}
    capsys.readouterr()
