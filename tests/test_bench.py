"""The bench measures what it says: sound repositories, rounds in turn, a table that tells; no time is asserted."""

from __future__ import annotations

import sys
import sysconfig
from contextlib import chdir
from pathlib import Path

import pytest

from bench import logs, repositories
from bench.__main__ import main
from bench.counts import HEAVY, MOST_PROCESSES, count, count_hook
from bench.logs import Log
from bench.repositories import OLD, PLAIN, PLANS, RECIPES, Code, Recipe, git, put_main, repository
from bench.rows import ROWS, Row
from bench.runner import Command, NotRun, Pairing, Sample, Unexpected, pair, run, said
from bench.table import Result, render
from guard.doors.git.repository import Repository
from guard.trust import log
from tests.signed import documents

ROOT = Path(__file__).resolve().parent.parent
ENTRY = ROOT / "hooks/guard_hooks/entry.py"
TINY = {
    "modified": Recipe(40, 20, worktree=True),
    "mixed": Recipe(200, 100, mixed=True),
    "history": Recipe(40, 0, commits=130, ranged=20),
    "postgres": Recipe(20, 1, endings=("sql",)),
    "settings": Recipe(42, 30, endings=PLAIN),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bench")
    return {name: repository(name, recipe, folder) for name, recipe in TINY.items()}


def raw(place: Path, *words: str) -> list[list[str]]:
    """Entries of a raw listing: modes, ids, status and path."""
    fields = git(place, *words).split("\0")[:-1]
    return [[*meta[1:].split(" "), path] for meta, path in zip(fields[::2], fields[1::2], strict=True)]


def staged(place: Path) -> list[list[str]]:
    return raw(place, "diff-index", "--cached", "--raw", "-z", "--no-renames", "HEAD")


# Repositories


@pytest.mark.parametrize("name", TINY)
def test_repository_is_sound(built: dict[str, Path], name: str) -> None:
    git(built[name], "fsck", "--strict", "--no-dangling")
    assert git(built[name], "symbolic-ref", "HEAD").strip() == "refs/heads/work"


def test_staged_change_is_as_large_as_the_recipe_says(built: dict[str, Path]) -> None:
    assert {entry[4] for entry in staged(built["modified"])} == {"M"}
    assert len(staged(built["modified"])) == TINY["modified"].staged
    moved = [entry for entry in staged(built["mixed"]) if entry[5].endswith(".moved")]
    assert len(staged(built["mixed"])) == TINY["mixed"].staged + len(moved)
    assert moved


def test_mixed_change_is_mixed(built: dict[str, Path]) -> None:
    changes = staged(built["mixed"])
    assert {entry[4] for entry in changes} == {"A", "D", "M"}
    assert any(entry[0] != entry[1] and entry[4] == "M" for entry in changes)


def test_work_tree_is_what_is_staged(built: dict[str, Path]) -> None:
    assert git(built["modified"], "diff-files", "--raw") == ""


def test_history_has_what_makes_histories_hard(built: dict[str, Path]) -> None:
    place = built["history"]
    assert git(place, "rev-list", "--count", "--merges", "work").strip() == "13"
    assert git(place, "rev-list", "--count", "main~1..work").strip() >= str(TINY["history"].ranged)
    entries = raw(place, "log", "--raw", "-z", "--no-renames", "--format=", "--no-merges", "work")
    assert {"100644", "120000", "160000"} <= {entry[1] for entry in entries}
    assert git(place, "log", "-M100%", "--diff-filter=R", "--format=%H", "work")


def test_a_log_of_the_bench_is_one_that_counts_whole(tmp_path: Path) -> None:
    place = repository("log", Log(40, 10), tmp_path, logs.build)
    git(place, "fsck", "--strict", "--no-dangling")
    assert git(place, "rev-list", "--count", "guard-log").strip() == "40"
    with chdir(place), Repository() as opened:
        found = log.read(opened, documents(opened))
    assert (len(found.entries), found.void, found.ahead) == (40, (), b"")
    assert len({entry.key for entry in found.entries}) == 3


def test_same_script_same_repository(built: dict[str, Path], tmp_path: Path) -> None:
    again = repository("mixed", TINY["mixed"], tmp_path)
    assert git(again, "for-each-ref") == git(built["mixed"], "for-each-ref")


def test_repository_is_built_once_for_each_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recipe = Recipe(3, 1)
    times: list[Path] = []
    monkeypatch.setattr(repositories, "build", lambda place, recipe: times.append(place))
    for _ in range(2):
        repository("one", recipe, tmp_path)
    assert len(times) == 1
    monkeypatch.setattr(repositories, "VERSION", repositories.VERSION + 1)
    repository("one", recipe, tmp_path)
    repository("one", recipe._replace(files=4), tmp_path)
    assert len(times) == 3


def test_exact_limit_is_the_exact_number_of_lines(built: dict[str, Path]) -> None:
    lines = git(built["modified"], "diff", "--cached", "--numstat").splitlines()
    counted = sum(int(number) for line in lines for number in line.split("\t")[:2])
    put_main(built["modified"], "close")
    assert f"lines: {counted}," in git(built["modified"], "show", "main:.guard/plans/bench.yaml")


# Counts of the hook path


def hook() -> list[str]:
    """What `guard install` writes behind `python -I -S`, for the source tree."""
    return [str(ENTRY), str(ROOT), str(ROOT / "hooks"), sysconfig.get_path("purelib"), "--", "pre-commit"]


@pytest.mark.parametrize("name", ["modified", "mixed"])
@pytest.mark.parametrize("plan", ["unbounded", "huge", "close"])
def test_hook_starts_few_processes_and_loads_nothing_heavy(
    built: dict[str, Path], tmp_path: Path, name: str, plan: str
) -> None:
    put_main(built[name], plan)
    (built[name] / ".git/guard").mkdir(exist_ok=True)
    (built[name] / ".git/guard/trusted").write_text("refs/heads/main\n")  # as `guard install` does
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    count(sys.executable, hook(), built[name], environment)  # the cache is warm after it
    counts = count(sys.executable, hook(), built[name], environment)
    assert counts.code == (1 if (name, plan) == ("mixed", "close") else 0)
    assert 2 <= len(counts.processes) <= MOST_PROCESSES
    assert {Path(name).name for name in counts.processes[1:]} == {"git"}
    assert counts.heavy == ()
    assert "guard.pipeline" in counts.modules


@pytest.mark.parametrize(("name", "started"), [("postgres", 1), ("settings", 0), ("modified", 0)])
def test_parsers_are_loaded_in_one_process_more_and_only_where_there_is_something_to_read(
    built: dict[str, Path], tmp_path: Path, name: str, started: int
) -> None:
    """A few settings files are looked into first: without a word of any detector's there is nothing to read."""
    put_main(built[name], "unbounded")
    (built[name] / ".git/guard").mkdir(exist_ok=True)
    (built[name] / ".git/guard/trusted").write_text("refs/heads/main\n")
    counts = count(sys.executable, hook(), built[name], {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)})
    counts = count(sys.executable, hook(), built[name], {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)})
    assert counts.code == 0
    names = [Path(name).name for name in counts.processes[1:]]
    assert names.count(Path(sys.executable).name) == started
    assert set(names) <= {"git", Path(sys.executable).name}
    assert counts.heavy == ()
    assert not [name for name in counts.modules if name.startswith(("guard.sql", "guard.syntax", "guard.frameworks"))]
    assert not counts.modules & {"ctypes", "re", "guard.operations.sql"}


def test_counting_sees_processes_and_packages(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys\nsys.path.append(sys.argv[1])\nimport jsonschema\nos.system('true')\nos._exit(3)\n"
    )
    counts = count(sys.executable, [str(script), sysconfig.get_path("purelib")], tmp_path, {"PATH": "/usr/bin:/bin"})
    assert (len(counts.processes), counts.heavy, counts.code) == (2, ("jsonschema",), 3)
    assert set(HEAVY) > {"jsonschema"}


def test_an_installed_hook_is_counted_as_it_stands(tmp_path: Path) -> None:
    script, hook = tmp_path / "entry.py", tmp_path / "pre-commit"
    script.write_text("import os, sys\nos.system('true')\nassert sys.argv[1:] == ['a b', '--', 'pre-commit']\n")
    lines = ["#!/bin/sh", f"python='{sys.executable}'", f"entry='{script}'"]
    hook.write_text("\n".join([*lines, 'exec "$python" -I -S "$entry" \'a b\' -- pre-commit "$@"', ""]))
    counts = count_hook(str(hook), tmp_path, {"PATH": "/usr/bin:/bin"})
    assert (len(counts.processes), counts.heavy, counts.code) == (2, (), 0)
    hook.write_text("#!/bin/sh\nexec something else\n")
    with pytest.raises(Unexpected, match="nothing was counted"):
        count_hook(str(hook), tmp_path, {})


# The runner


def shell(folder: Path, script: str, **more: object) -> Command:
    return Command((("/bin/sh", "-c", script),), str(folder), {}, **more)  # type: ignore[arg-type]


def test_rounds_alternate_and_start_with_each_in_turn(tmp_path: Path) -> None:
    pairing = pair(shell(tmp_path, "printf f >> log"), shell(tmp_path, "printf g >> log"), rounds=4)
    assert (tmp_path / "log").read_text() == "fgfg" + "fggffggf"  # two rounds to warm up, then four that count
    assert len(pairing.floor) == len(pairing.other) == 4
    assert pairing.memory > 0


def test_a_command_is_all_its_processes(tmp_path: Path) -> None:
    both = Command((("/bin/sh", "-c", "echo 1 >> log"), ("/bin/sh", "-c", "echo 2 >> log")), str(tmp_path), {})
    assert run(both).wall > 0
    assert (tmp_path / "log").read_text() == "1\n2\n"


def test_ratio_is_the_median_of_rounds() -> None:
    walls = [(1.0, 2.0), (2.0, 2.0), (1.0, 9.0)]
    floors = tuple(Sample(floor, 1, 1) for floor, _ in walls)
    pairing = Pairing(floors, tuple(Sample(other, 3, 5) for _, other in walls))
    assert (pairing.ratio, pairing.spread, pairing.cpu, pairing.memory) == (2.0, (1.0, 9.0), 3.0, 5)


def test_what_ends_otherwise_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(Unexpected, match="ended with 3: no such thing"):
        run(shell(tmp_path, "echo no such thing >&2; exit 3"))
    assert run(shell(tmp_path, "exit 3", expected=(0, 3))).wall > 0


def test_what_is_done_before_a_run(tmp_path: Path) -> None:
    command = shell(tmp_path, "rm made", before=(tmp_path / "made").touch)
    run(command)
    run(command)
    assert said(shell(tmp_path, ""), ("/bin/sh", "-c", "echo first; echo last"), lines=1) == "first"


# The table


def test_table_says_what_is_over() -> None:
    results = [
        Result("quick", 1.5, "x S", 2.0, (1.4, 1.6), 1.8, 0.010, 0.015, 20_000_000),
        Result("slow", 2.5, "x S", 2.0),
        Result("shown", 7.0, "MB"),
        Result("peer", None, note="no registry"),
        Result("broken", None, failed=True, note="it ended with 5"),
    ]
    lines = [line.split() for line in render(results).splitlines()]
    assert lines[1] == ["quick", "1.50", "x", "S", "<=", "2", "ok", "1.40-1.60", "1.80", "10.0", "15.0", "20"]
    assert lines[2][-1] == "over"
    assert lines[3] == ["shown", "7", "MB"]
    assert lines[4] == ["peer", "not", "run", "no", "registry"]
    assert [result.name for result in results if result.over] == ["slow", "broken"]


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_every_row_names_a_repository_and_a_plan_that_exist() -> None:
    asked = [row.measure.keywords for row in ROWS]  # type: ignore[attr-defined]
    assert {words["repository"] for words in asked if "repository" in words} <= set(RECIPES)
    assert {words["plan"] for words in asked if "plan" in words} <= set(PLANS)


def rows(monkeypatch: pytest.MonkeyPatch, *results: Result) -> None:
    monkeypatch.setattr(
        "bench.__main__.ROWS",
        [Row(result.name, "made up", lambda bench, result=result: [result]) for result in results],
    )


def test_exit_code_is_1_where_a_row_is_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows(monkeypatch, Result("fine", 1, "x S", 2), Result("slow", 3, "x S", 2))
    keep = ["--keep", str(tmp_path)]
    assert main([*keep, "--json", str(tmp_path / "out.json")]) == 1
    assert "over: slow" in capsys.readouterr().out
    assert '"figure": 3' in (tmp_path / "out.json").read_text()
    assert main([*keep, "--only", "fine"]) == 0
    assert main([*keep, "--only", "no such row"]) == 2


def test_what_cannot_run_says_so_and_is_not_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(bench: object) -> list[Result]:
        raise NotRun("the registry is not there")

    monkeypatch.setattr("bench.__main__.ROWS", [Row("peer", "made up", absent)])
    assert main(["--keep", str(tmp_path)]) == 0
    assert "not run" in (said := capsys.readouterr().out)
    assert "the registry is not there" in said


def test_a_tree_of_code_holds_as_many_places_as_its_plan_counts(tmp_path: Path) -> None:
    place = repository("code", Code(120, 12, 70), tmp_path)
    calls = git(place, "grep", "--cached", "-h", "-F", f"{OLD}(ctx, ").splitlines()
    assert len(calls) == 70 and len(set(calls)) == 70
    assert "count: 70}" in git(place, "show", "work:.guard/plans/rename-func.yaml")
    assert (place / "svc00/pkg001/file00050.go").read_text().count("\n") == 12
