"""The table of rows: what is measured in which repository, against which floor, and the target, if there is one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bench import agents, desk, landings, logs, peers, questions, reports, sites
from bench.bench import Bench, against
from bench.counts import MOST_PROCESSES, count_hook
from bench.installation import forget_compiled, forget_plans
from bench.runner import Command, NotRun, Unexpected, pair, run, said, seconds
from bench.table import Result

MB = 1_000_000


class Row(NamedTuple):
    """One line of the table, asked of the bench when its turn comes."""

    name: str
    about: str
    measure: Callable[[Bench], list[Result]]


def hook(
    bench: Bench,
    *,
    name: str,
    repository: str,
    plan: str,
    says: str,
    target: float | None = None,
    forget: Callable[[Path], None] | None = None,
    floor: str = "S",
    memory: int | None = None,
) -> list[Result]:
    """Guard's hook against S; `says` is the verdict it must give, so that no refusal is timed as if it were one."""
    place = bench.place(repository, plan)
    command = bench.hook(place)._replace(expected=(0, 1), before=partial(forget, place) if forget else None)
    verdict = said(command, command.argvs[0], lines=1)
    if not verdict.startswith(f"guard: {says}"):
        raise Unexpected(f"the hook should say {says!r}; it said {verdict!r}")
    floors = {"S": bench.floor, "I": bench.imports, "D": bench.diff, "P": bench.start}
    pairing = pair(floors[floor](place), command, bench.rounds)
    results = [against(name, f"x {floor}", pairing, target)]
    if memory is not None:
        results.append(Result(f"{name}: peak memory", pairing.memory / MB, "MB", memory))
    return results


PARSERS = {  # a parser's own import and first parse, as anybody would write it
    "PostgreSQL (postgast)": "import postgast; postgast.parse('ALTER TABLE a ADD COLUMN b int')",
    "MySQL (sqlglot)": "import sqlglot; sqlglot.parse('ALTER TABLE a ADD COLUMN b int', dialect='mysql')",
    "SQLite (sqlglot)": "import sqlglot; sqlglot.parse('ALTER TABLE a ADD COLUMN b int', dialect='sqlite')",
}


def parsers(bench: Bench, *, name: str) -> list[Result]:
    """Beside what guard takes for one file: what the parser alone takes for one statement."""
    place = bench.place("postgres", "default")
    return [
        against(f"{name}: {parser}", "x P", pair(bench.start(place), bench.start(place, code), bench.rounds))
        for parser, code in PARSERS.items()
    ]


def peer(
    bench: Bench, *, name: str, repository: str, command: Callable[[Path, Path, dict[str, str]], Command]
) -> list[Result]:
    place = bench.repository(repository)
    try:
        pairing = pair(bench.floor(place), command(bench.folder, place, bench.environment), bench.rounds)
    except Unexpected as trouble:
        raise NotRun(str(trouble)) from trouble  # a peer that does not run here says nothing about guard
    return [against(name, "x S", pairing)]


def ranged(bench: Bench, *, name: str) -> list[Result]:
    place = bench.place("history", "unbounded")
    command = bench.guard(place, "check", "--range", "main..work")._replace(expected=(0, 1, 3))
    pairing = pair(bench.range_floor(place), command, min(bench.rounds, 9))
    return [against(name, "x log", pairing)]


def last(bench: Bench, *, name: str) -> list[Result]:
    place = bench.place("history", "unbounded")
    samples = [run(bench.guard(place, "check", "--last", "200")) for _ in range(3)]
    return [Result(name, seconds(samples), "s", memory=max(sample.memory for sample in samples))]


def counts(bench: Bench, *, name: str) -> list[Result]:
    place = bench.place("small", "default")
    run(bench.hook(place))  # the cache is warm after it
    counted = count_hook(bench.hook(place).argvs[0][0], place, bench.environment)
    heavy = Result(f"{name}: heavy packages imported", len(counted.heavy), "", 0, note=", ".join(counted.heavy))
    return [
        Result(f"{name}: processes, guard itself counted", len(counted.processes), "", MOST_PROCESSES),
        heavy,
        Result(f"{name}: modules loaded", len(counted.modules), ""),
    ]


def size(bench: Bench, *, name: str) -> list[Result]:
    made = bench.installation
    return [
        Result(f"{name}: site-packages", made.size / MB, "MB"),
        Result(f"{name}: pip, from wheels beside it", made.seconds, "s"),
    ]


def _hook(name: str, about: str, repository: str, plan: str, says: str = "pass", **more: Any) -> Row:
    return Row(name, about, partial(hook, name=name, repository=repository, plan=plan, says=says, **more))


def _other(name: str, about: str, measure: Callable[..., list[Result]], **more: Any) -> Row:
    return Row(name, about, partial(measure, name=name, **more))


ROWS = (
    _hook("hook, 5 files", "300 files, 5 staged, cache warm", "small", "default", target=2.5),
    _hook("hook, 5 files, cold cache", "policy and plan compiled anew", "small", "default", forget=forget_compiled),
    _hook(
        "hook, 5 files, plan changed",
        "the plan compiled anew, against the imports that takes",
        "small",
        "default",
        forget=forget_plans,
        floor="I",
        target=1.3,
    ),
    _hook(
        "hook, 5,000 files, no line budget", "6,000 files, all modified in place", "modified", "unbounded", target=2.0
    ),
    _hook("hook, 5,000 files, mixed", "added, deleted, moved, modes changed as well", "mixed", "unbounded"),
    _hook(
        "hook, 5,000 files, far over the budget",
        "default line limit: sizes decide",
        "modified",
        "over",
        "violation",
        target=5.0,
    ),
    _hook("hook, 5,000 files, far below the budget", "a huge line limit: sizes decide", "modified", "huge", target=5.0),
    _hook("hook, 5,000 files, every line counted", "a limit that only reading decides", "modified", "close"),
    _hook("hook, 5 of 100,000 files", "a large tree, 5 staged", "wide", "default", target=1.8),
    _hook(
        "hook, 5,000 files read, a sixth SQL",
        "what they do, told from their content; the floor is git's own diff of it",
        "operations",
        "unbounded",
        floor="D",
        target=3.0,
    ),
    _hook(
        "hook, 5,000 files read, no SQL",
        "a third settings, the rest code",
        "settings",
        "unbounded",
        floor="D",
        target=2.0,
    ),
    _hook("hook, one PostgreSQL file", "40 statements, 2 changed", "postgres", "default", floor="P", target=12),
    _hook("hook, one MySQL file", "40 statements, 2 changed", "mysql", "default", floor="P", target=16),
    _hook("hook, one SQLite file", "40 statements, 2 changed", "sqlite", "default", floor="P", target=16),
    _other("the parser alone, one statement", "import and first parse", parsers),
    _hook("hook, 50,000 of 100,000 files", "no line budget", "vast", "unbounded", memory=300),
    _other("hook", "counts of one run, 5 files, cache warm", counts),
    _other("agent edit, one path", "in the phase that is taken up, cache warm; against python -c pass", agents.edit),
    _other("range of 200 commits", "against python -c pass, then git log --raw of it", ranged),
    _other("guard check --last 200", "of 20,000 commits with merges, moves, symlinks, submodules", last),
    _other("sites, built from nothing", "3,000 places in 3 M lines of Go; against parsing every file", sites.build),
    _other("sites, every file accounted for", "against git grep --cached -F", sites.closed_world),
    _other("sites, warm status", "against python -c pass, then git ls-files -s -z", sites.warm),
    _other("log of 10,000 entries, cold", "against git log of it, and as many bare ed25519 verifications", logs.cold),
    _other("log of 10,000 entries, warm", "against git log of it", logs.warm),
    _other("hook, 5 files, a log of 10,000 entries", "against the same hook without a log", logs.beside),
    _other("CI, a landing of 20,000 files", "fetched, judged, and told in four ways", landings.landing),
    _other("questions of 400 lines", "a plan in prose, inventories warm", questions.rows),
    _other(
        "inventories of 20,000 files", "a plan that names 20 of them; against parsing all code", questions.inventories
    ),
    _other("desk, 3,000 rows", "until a row stands on the screen of a pty; against python -c pass", desk.first),
    _other("desk, a key to its repaint", "another row of 3,000, told beside the list", desk.keys),
    _other("SARIF of 30,000 findings", "cut to the limits, worst first; against the JSON of all", reports.sarif),
    _other("install", "guard and its base dependencies into a fresh environment", size),
    _other(
        "pre-commit framework, 5 files", "one hook that does nothing", peer, repository="small", command=peers.framework
    ),
    _other(
        "pre-commit framework, 5,000 files",
        "one hook that does nothing",
        peer,
        repository="modified",
        command=peers.framework,
    ),
    _other("gitlint, 5 files", "--staged", peer, repository="small", command=peers.gitlint),
    _other("gitlint, 5,000 files", "--staged", peer, repository="modified", command=peers.gitlint),
)
