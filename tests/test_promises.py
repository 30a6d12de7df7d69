"""The promises as properties: P1 nothing missing helps, P3 fail closed, P9 both sides count, P10 nothing unescaped.

P1, P9, P10 and the weighing draw random worlds (policy, plans, changes) and run the real checks on them; P3 and the
rest of P1 break real repositories: objects, git processes, every function of the door.

`make test` runs what is not drawn, and a fixed part of what is: the same 30 to 300 examples of each property in every
run. `make fuzz` draws 10,000 new ones of each unless GUARD_FUZZ_EXAMPLES says otherwise.
"""

from __future__ import annotations

import base64
import json
import os
import random
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import chdir
from itertools import pairwise, product
from pathlib import Path
from signal import SIGINT
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import guard.cli
from guard.binding import bind
from guard.carried.document import Carried, faults
from guard.checks import examine
from guard.compile import read_document
from guard.doors.git.repository import Repository
from guard.errors import GuardError
from guard.escape import shown
from guard.formats import render
from guard.model.ask import Ask, sign
from guard.model.case import Case, Measure
from guard.model.change import ABSENT, EXECUTABLE, FILE, SUBMODULE, SYMLINK, ChangeSet, Commit, FileChange
from guard.model.claim import Claim
from guard.model.finding import Finding, Next, finding
from guard.model.kind import KINDS
from guard.model.names import clashes
from guard.model.plan import plan_from
from guard.model.policy import policy_from
from guard.model.protected import protected
from guard.model.rule import RULES
from guard.model.trigger import Trigger
from guard.model.verdict import EXIT_CODES, WORST_FIRST, Basis, Verdict, not_judged, weigh
from guard.operations import describe
from guard.pipeline import judge
from guard.trust import Trusted
from guard_hooks import git_hooks
from tests.conftest import examples, share
from tests.repos import Maker, called, failing_git, make_repository, new_repository

fuzz = pytest.mark.fuzz
drawn = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


# a world: what a case is made of, without a repository


class World(NamedTuple):
    """Documents as data and changes as values."""

    policy: dict[str, Any]
    plans: tuple[dict[str, Any], ...]
    changes: tuple[FileChange, ...]
    cuts: tuple[int, ...]  # where the changes are cut into commits; none: a staged change
    claims: bool = True  # the first of the plans; else it is held to what covers it


TARGETS = (b"x", b"../a/x", b"/etc/passwd", b"../../out", b"../.github/workflows/ci.yml", b".git/config", b"")
PATHS = (
    *(
        b"a/x",
        b"a/y",
        b"a/deep/z",
        b"A/x",
        b"a/link",
        b"a/sub",
        b"sub",
        b"db/1.sql",
        b"db/2.sql",
        b"docs/r.md",
        b"top",
        b"Top",
    ),
    *(b"never/n", b".github/workflows/ci.yml", b".guard/policy.yaml", b".gitmodules", b".gitattributes", b"CODEOWNERS"),
    *(b"bad\nname", b"con", b"\xff", b"a/bidi\xe2\x80\xae"),
)
PATTERNS = ("/**", "/a/**", "/a/*", "/db/*.sql", "/docs/**", "/top", "/*", "/never/**", "/sub", "/**/z")
DOES = (
    *("*", "file.*", "schema.*", "file.add", "file.modify", "file.delete"),
    *("file.mode", "file.type", "file.symlink", "file.submodule", "file.binary"),
)
MODES = (FILE, FILE, EXECUTABLE, SYMLINK, SUBMODULE)
ZERO = b"0" * 40


def oid(number: int) -> bytes:
    return b"%040x" % (number + 1)


def change_of(path: bytes, old: tuple[bytes, bytes], new: tuple[bytes, bytes]) -> FileChange:
    if ABSENT in (old[0], new[0]):
        status = b"A" if old[0] == ABSENT else b"D"
    else:
        status = b"M" if old[0][:3] == new[0][:3] else b"T"
    return FileChange(path, status, old[0], new[0], old[1], new[1])


NOTHING = (ABSENT, ZERO)
SIDES = st.tuples(st.sampled_from(MODES), st.integers(0, len(TARGETS) - 1).map(oid))


@st.composite
def a_change(draw: st.DrawFn, paths: st.SearchStrategy[bytes]) -> FileChange:
    path = draw(paths)
    kind = draw(st.sampled_from("AADDMMMT"))
    old = NOTHING if kind == "A" else draw(SIDES)
    new = NOTHING if kind == "D" else draw(SIDES)
    assume(old != new)
    return change_of(path, old, new)


def some(items: tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(items), max_size=most, unique=True)


LIMITS = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(st.integers(0, 12), st.just("unlimited")) for name in ("files", "lines", "bytes", "commits")
    },
)
ROUTINE = st.lists(st.fixed_dictionaries({"paths": some(PATTERNS), "does": some(DOES)}), max_size=2)
POLICIES = st.fixed_dictionaries(
    {"id": st.just("x"), "version": st.just(1)},
    optional={
        "needs_plan": some(DOES),
        "routine": ROUTINE,
        "merges": st.sampled_from(("merge", "squash")),
        "owners": st.just({"/**": "all"}),
    },
)


def a_plan(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "plan": st.just(name),
            "version": st.just(1),
            "owner": st.just("dana"),
            "why": st.just("because"),
            "scope": st.fixed_dictionaries(
                {"paths": some(PATTERNS), "max": LIMITS}, optional={"never": some(PATTERNS, 2)}
            ),
            "phases": st.dictionaries(
                st.sampled_from(("one", "two")), st.fixed_dictionaries({"does": some(DOES)}), min_size=1
            ),
        }
    )


ANY_PATH = st.sampled_from(PATHS)


def worlds(paths: st.SearchStrategy[bytes] = ANY_PATH, fewest: int = 0) -> st.SearchStrategy[World]:
    return st.builds(
        World,
        policy=POLICIES,
        plans=st.one_of(
            st.just(()), st.tuples(a_plan("p")), st.tuples(a_plan("p")), st.tuples(a_plan("p"), a_plan("q"))
        ),
        changes=st.lists(a_change(paths), min_size=fewest, max_size=6, unique_by=lambda change: change.path).map(tuple),
        cuts=st.lists(st.integers(0, 6), max_size=3).map(lambda cuts: tuple(sorted(cuts))),
        claims=st.just(True),
    )


def case_of(world: World, modules: frozenset[bytes] = frozenset((b"sub",))) -> Case:
    """All of a world joined, as the pipeline joins what it reads from a repository."""
    policy = policy_from(world.policy, "policy.yaml")
    plans = tuple(plan_from(data, "plan.yaml", {}) for data in world.plans)
    edges = (0, *(cut for cut in world.cuts if cut <= len(world.changes)), len(world.changes))
    steps = [world.changes[start:end] for start, end in pairwise(edges)] if world.cuts else []
    binary = frozenset(change.path for change in world.changes if change.new.endswith(b"2"))
    landing = describe(ChangeSet("landing" if steps else "staged", b"", world.changes), binary)
    commits = tuple(Commit(oid(100 + number), oid(1), (oid(0),), "") for number in range(len(steps)))
    judged = [
        describe(ChangeSet("commit", commit.oid, tuple(step)), binary)
        for commit, step in zip(commits, steps, strict=True)
    ]
    trigger = Trigger("range" if steps else "staged")
    trusted = Trusted("main", oid(7), True, policy, plans)
    amount = sum(1 + len(change.path) % 3 for change in world.changes)
    sets = (landing,) if policy.squash else (landing, *judged)
    claims = [Claim(plans[0].id, "")] if plans and world.claims else []
    return Case(
        door="merge" if steps else "commit",
        policy=policy,
        binding=bind(trigger, trusted, sets, lambda _: sets, claims),
        landing=landing,
        steps=tuple(judged),
        commits=commits,
        measure=Measure(amount, amount, amount, amount),
        targets={oid(number): target for number, target in enumerate(TARGETS)},
        clashes=clashing(world.changes),
        modules=modules,
        faults=(),
        edits=(),
    )


def clashing(changes: tuple[FileChange, ...]) -> dict[bytes, list[list[bytes]]]:
    """Names beside each other once landed, with `TOP` and `a` standing there from before."""
    folders: dict[bytes, set[bytes]] = {b"": {b"TOP", b"a"}}
    for change in changes:
        path = change.path if change.status == b"A" else b""
        while path:
            folder, _, name = path.rpartition(b"/")
            folders.setdefault(folder, set()).add(name)
            path = folder
    return {folder: groups for folder, names in folders.items() if (groups := clashes(names))}


def verdict_of(world: World) -> Verdict:
    case = case_of(world)
    return weigh(case.door, examine(case))


# P1: nothing missing helps


Worsening = Callable[[World, random.Random], World | None]


def without(items: list[Any], choose: random.Random) -> list[Any] | None:
    if not items:
        return None
    at = choose.randrange(len(items))
    return items[:at] + items[at + 1 :]


def with_plan(
    world: World, choose: random.Random, change: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> World | None:
    if not world.plans:
        return None
    at = choose.randrange(len(world.plans))
    plan = change(json.loads(json.dumps(world.plans[at])))
    return None if plan is None else world._replace(plans=(*world.plans[:at], plan, *world.plans[at + 1 :]))


def narrower_scope(world: World, choose: random.Random) -> World | None:
    def change(plan: dict[str, Any]) -> dict[str, Any] | None:
        paths = without(plan["scope"]["paths"], choose)
        return None if paths is None else {**plan, "scope": {**plan["scope"], "paths": paths}}

    return with_plan(world, choose, change)


def more_never(world: World, choose: random.Random) -> World | None:
    def change(plan: dict[str, Any]) -> dict[str, Any]:
        return {**plan, "scope": {**plan["scope"], "never": [*plan["scope"].get("never", []), choose.choice(PATTERNS)]}}

    return with_plan(world, choose, change)


def lower_limit(world: World, choose: random.Random) -> World | None:
    def change(plan: dict[str, Any]) -> dict[str, Any] | None:
        name = choose.choice(("files", "lines", "bytes", "commits"))
        said = plan["scope"]["max"].get(name, 50)
        lower = choose.randint(0, 12) if said == "unlimited" else said - 1
        return None if lower < 0 else {**plan, "scope": {**plan["scope"], "max": {**plan["scope"]["max"], name: lower}}}

    return with_plan(world, choose, change)


def unlimited_left_out(world: World, choose: random.Random) -> World | None:
    """Without the word the strict default holds."""

    def change(plan: dict[str, Any]) -> dict[str, Any] | None:
        limits = {name: limit for name, limit in plan["scope"]["max"].items() if limit != "unlimited"}
        return None if limits == plan["scope"]["max"] else {**plan, "scope": {**plan["scope"], "max": limits}}

    return with_plan(world, choose, change)


def phase_does_less(world: World, choose: random.Random) -> World | None:
    def change(plan: dict[str, Any]) -> dict[str, Any] | None:
        phase = choose.choice(sorted(plan["phases"]))
        does = without(plan["phases"][phase]["does"], choose)
        return None if does is None else {**plan, "phases": {**plan["phases"], phase: {"does": does}}}

    return with_plan(world, choose, change)


def fewer_phases(world: World, choose: random.Random) -> World | None:
    def change(plan: dict[str, Any]) -> dict[str, Any] | None:
        kept = dict(without(sorted(plan["phases"].items()), choose) or ())
        return {**plan, "phases": kept} if kept else None

    return with_plan(world, choose, change)


def less_routine(world: World, choose: random.Random) -> World | None:
    entries = world.policy.get("routine", [])
    if not entries:
        return None
    at = choose.randrange(len(entries))
    part = choose.choice(("paths", "does", "entry"))
    fewer = [] if part == "entry" else without(entries[at][part], choose)
    if fewer is None:
        return None
    entry = [] if part == "entry" else [{**entries[at], part: fewer}]
    return world._replace(policy={**world.policy, "routine": [*entries[:at], *entry, *entries[at + 1 :]]})


def more_needs_plan(world: World, choose: random.Random) -> World | None:
    if "needs_plan" not in world.policy:
        return None
    return world._replace(policy={**world.policy, "needs_plan": [*world.policy["needs_plan"], choose.choice(DOES)]})


def one_more_change(world: World, choose: random.Random) -> World | None:
    paths = [path for path in PATHS if path not in {change.path for change in world.changes}]
    path = choose.choice(paths)
    new = (choose.choice(MODES), oid(choose.randrange(len(TARGETS))))
    change = change_of(path, *((NOTHING, new) if choose.random() < 0.5 else (new, NOTHING)))
    return world._replace(changes=(*world.changes, change))


WORSE: dict[str, Worsening] = {
    function.__name__: function
    for function in (
        narrower_scope,
        more_never,
        lower_limit,
        unlimited_left_out,
        phase_does_less,
        fewer_phases,
        less_routine,
        more_needs_plan,
        one_more_change,
    )
}


@fuzz
@pytest.mark.parametrize("how", WORSE)
@given(world=worlds(), seed=st.integers(0, 1 << 30))
@settings(drawn, max_examples=examples(60))
def test_p1_taking_away_never_opens_a_door(how: str, world: World, seed: int) -> None:
    worse = WORSE[how](world, random.Random(seed))
    assume(worse is not None)
    assert worse is not None
    before, after = verdict_of(world), verdict_of(worse)
    assert before.may_commit or not after.may_commit
    assert before.may_merge or not after.may_merge


@fuzz
@pytest.mark.parametrize("how", WORSE)
@given(world=worlds(), seed=st.integers(0, 1 << 30))
@settings(drawn, max_examples=examples(30))
def test_p1_what_claims_nothing_and_is_covered_no_more_needs_a_plan(how: str, world: World, seed: int) -> None:
    """Where everything needs a plan. What several plans cover is no example: with one of them less it is said which."""
    worse = WORSE[how](world._replace(claims=False, policy={**world.policy, "needs_plan": ["*"]}), random.Random(seed))
    assume(worse is not None)
    assert worse is not None
    before = verdict_of(world._replace(claims=False, policy={**world.policy, "needs_plan": ["*"]}))
    assume("G108" not in {found.rule for found in before.findings})
    assert before.may_merge or not verdict_of(worse).may_merge


@fuzz
@given(world=worlds(fewest=1))
@settings(drawn, max_examples=examples(60))
def test_p1_a_merge_is_never_easier_than_a_commit(world: World) -> None:
    verdict = verdict_of(world)
    assert verdict.may_commit or not verdict.may_merge


@fuzz
@given(world=worlds(fewest=1), patterns=some(PATTERNS), does=some(DOES))
@settings(drawn, max_examples=examples(60))
def test_p1_a_routine_entry_frees_only_what_it_covers(world: World, patterns: list[str], does: list[str]) -> None:
    """An entry whose operations none of the changes has, frees nothing: not from scope, not a symlink's target."""
    done = {operation.id for operations in case_of(world).landing.operations.values() for operation in operations}
    foreign = [word for word in does if word == "schema.*" or word not in done | {"*", "file.*"}]
    wider = world._replace(
        policy={**world.policy, "routine": [*world.policy.get("routine", []), {"paths": patterns, "does": foreign}]}
    )
    assert {f.rule for f in verdict_of(world).findings} <= {f.rule for f in verdict_of(wider).findings}


@pytest.mark.parametrize("beside", [b".github/workflows/ci.yml", b".guard/policy.yaml", b".gitattributes"])
def test_p1_a_gitmodules_beside_it_excuses_nothing(beside: bytes) -> None:
    """A submodule may come with .gitmodules; that does not let it come with other protected files."""
    module = change_of(b"sub", NOTHING, (SUBMODULE, oid(0)))
    changes = (change_of(beside, NOTHING, (FILE, oid(1))), module)
    world = World({"id": "x", "version": 1}, (), changes, ())
    more = world._replace(changes=(*changes, change_of(b".gitmodules", NOTHING, (FILE, oid(2)))))
    assert not verdict_of(world).may_commit
    assert not verdict_of(more).may_commit


# P9: both sides of every change count


@fuzz
@given(world=worlds(), path=st.sampled_from(PATHS), other=st.sampled_from(PATHS), what=SIDES)
@settings(drawn, max_examples=examples(120))
def test_p9_a_move_is_a_delete_and_an_add(world: World, path: bytes, other: bytes, what: tuple[bytes, bytes]) -> None:
    taken = {change.path for change in world.changes}
    assume(path != other and path not in taken and other not in taken)
    gone, come = change_of(path, what, NOTHING), change_of(other, NOTHING, what)
    world = world._replace(cuts=())
    found = [told(world._replace(changes=(*world.changes, *changes))) for changes in ((gone, come), (gone,), (come,))]
    # G105 and G106 are about how much there is and what is together, so a move may have more of them.
    own = [{place for place in places if place[0] not in ("G105", "G106")} for places in found]
    assert found[0] >= found[1] | found[2]
    if (
        case_of(world._replace(changes=(*world.changes, gone))).binding
        == case_of(world._replace(changes=(*world.changes, come))).binding
    ):
        assert own[0] == own[1] | own[2]


def told(world: World) -> set[tuple[str, bytes | None]]:
    return {(found.rule, found.path) for found in verdict_of(world).findings}


@fuzz
@given(
    changes=st.lists(a_change(st.binary(min_size=1, max_size=9)), max_size=20, unique_by=lambda change: change.path),
    known=st.booleans(),
)
@settings(drawn, max_examples=examples(100))
def test_p9_every_change_shows_what_it_does(changes: list[FileChange], known: bool) -> None:
    binary = frozenset(change.path for change in changes if change.new.endswith(b"2")) if known else None
    judged = describe(ChangeSet("staged", b"", tuple(changes)), binary)
    assert set(judged.operations) == {change.path for change in changes}
    for change in changes:
        done = judged.operations[change.path]
        ids = {operation.id for operation in done}
        modes = {change.old_mode, change.new_mode}
        assert ("file.add" in ids) == (change.status == b"A")
        assert ("file.delete" in ids) == (change.status == b"D")
        assert ("file.type" in ids) == (change.status == b"T")
        assert ("file.mode" in ids) == (change.status == b"M" and change.old_mode != change.new_mode)
        assert ("file.modify" in ids) == (change.status == b"M" and change.old != change.new)
        assert ("file.symlink" in ids) == (SYMLINK in modes)
        assert ("file.submodule" in ids) == (SUBMODULE in modes)
        assert ("file.binary" in ids) == (
            binary is not None and change.path in binary and bool({FILE, EXECUTABLE} & modes)
        )


# weighing


FINDINGS = st.lists(
    st.sampled_from(sorted(RULES)).map(lambda rule: finding(rule, "what", "why", (Next("you", "mend"),))), max_size=6
)
GOOD_TO_BAD = ("pass", *reversed(WORST_FIRST))


@fuzz
@given(
    findings=FINDINGS,
    more=FINDINGS,
    door=st.sampled_from(("commit", "merge", "run")),
    adopted=st.booleans(),
    shadow=st.booleans(),
)
@settings(drawn, max_examples=examples(120))
def test_weighing_never_gets_better_with_more_findings(
    findings: list[Finding], more: list[Finding], door: Any, adopted: bool, shadow: bool
) -> None:
    few = weigh(door, tuple(findings), adopted=adopted, shadow=shadow)
    many = weigh(door, (*more, *findings), adopted=adopted, shadow=shadow)
    assert GOOD_TO_BAD.index(many.outcome) >= GOOD_TO_BAD.index(few.outcome)
    assert (many.may_commit, many.may_merge) <= (few.may_commit, few.may_merge)
    assert few.may_commit or not many.may_commit
    assert few.may_merge or not many.may_merge
    assert len(many.findings) == len(more) + len(findings), "none is hidden by a worse one"


@fuzz
@given(findings=FINDINGS, door=st.sampled_from(("commit", "merge", "run")))
@settings(drawn, max_examples=examples(120))
def test_weighing_takes_the_worst_that_closes_this_door(findings: list[Finding], door: Any) -> None:
    closing = {"commit": ("commit",), "merge": ("commit", "merge"), "run": ("commit", "merge", "run")}[door]
    outcomes = {found.outcome for found in findings if found.blocks in closing}
    verdict = weigh(door, tuple(findings))
    assert verdict.outcome == next((outcome for outcome in WORST_FIRST if outcome in outcomes), "pass")
    assert verdict.exit_code == verdict.would_exit == EXIT_CODES[verdict.outcome]
    assert (verdict.exit_code == 0) == (not outcomes)
    assert set(verdict.stopping()).isdisjoint(verdict.later())
    assert set(verdict.stopping()) | set(verdict.later()) == {found for found in findings if found.blocks != "nothing"}
    if door == "commit":
        assert verdict.may_commit == (verdict.outcome == "pass")
    if door == "merge":
        assert verdict.may_merge == (verdict.outcome == "pass")


@fuzz
@given(findings=FINDINGS, door=st.sampled_from(("commit", "merge", "run")), adopted=st.booleans())
@settings(drawn, max_examples=examples(100))
def test_shadow_mode_changes_the_exit_code_and_nothing_else(findings: list[Finding], door: Any, adopted: bool) -> None:
    enforce, shadow = (weigh(door, tuple(findings), adopted=adopted, shadow=mode) for mode in (False, True))
    assert shadow._replace(exit_code=enforce.exit_code) == enforce
    assert shadow.would_exit == enforce.exit_code
    assert shadow.exit_code == (70 if shadow.outcome == "bug" else 0)


@pytest.mark.parametrize("rule", sorted(rule for rule in RULES if RULES[rule].outcome in ("cannot-establish", "bug")))
@pytest.mark.parametrize("adopted", [True, False])
@pytest.mark.parametrize("door", ["commit", "merge", "run"])
def test_p3_what_was_not_judged_never_passes(rule: str, adopted: bool, door: Any) -> None:
    verdict = weigh(door, (finding(rule, "what", "why", ()),), adopted=adopted)
    outcome = RULES[rule].outcome if RULES[rule].blocks == "commit" or door != "commit" else "pass"
    assert (verdict.outcome, verdict.exit_code) == (outcome, EXIT_CODES[outcome])
    assert verdict.may_commit == (RULES[rule].blocks != "commit")
    assert not verdict.may_merge
    assert not_judged(door, GuardError(rule, "what", "where", "mend")).findings


# P3: a real repository, broken in every way; it passes at both doors while it is whole

POLICY = b"""\
id: 5f0c2b7e
version: 1
needs_plan: ["*"]
routine:
  - {paths: [/docs/**], does: [file.*]}
"""
PLAN = b"""\
plan: move
version: 1
owner: dana
why: to have something to hold a change to
scope: {paths: [/src/**], max: {files: 20, lines: 30, bytes: 5000}}
phases:
  only: {does: [file.add, file.modify, file.delete, file.symlink, file.submodule, file.mode]}
"""
MODULES = b'[submodule "m"]\n\tpath = src/module\n\turl = ./m\n'
BEFORE = {
    b".guard/policy.yaml": POLICY,
    b".guard/plans/move.yaml": PLAN,
    b".gitmodules": MODULES,
    b"src/a": b"1\n" * 40,
    b"src/File": b"f\n",
    b"src/deep/b": b"b\n",
}


def working(folder: Path) -> Maker:
    """main with a policy and a plan; HEAD two commits further, with a staged change on top."""
    made = make_repository(folder)
    flat = {**made.files(BEFORE), b"src/module": (SUBMODULE, b"1" * 40)}
    main = made.commit(made.tree(flat))
    one = dict(flat)
    one[b"src/a"] = (FILE, made.blob(b"1\n" * 39 + b"2\n"))
    one[b"src/link"] = (SYMLINK, made.blob(b"deep/b"))
    first = made.commit(made.tree(one), (main,))
    two = {**one, b"src/module": (SUBMODULE, b"2" * 40), b"src/deep/c": (EXECUTABLE, made.blob(b"c\n"))}
    second = made.commit(made.tree(two), (first,))
    made.ref(b"refs/heads/main", main)
    made.ref(b"refs/heads/work", second)
    made.write(".git/HEAD", b"ref: refs/heads/work\n")
    staged = {
        **two,
        b"src/file": two[b"src/File"],
        b"src/a": (FILE, made.blob(b"1\n" * 38 + b"3\n")),
        b"src/other": (SYMLINK, made.blob(b"a")),
    }
    staged[b"src/module"] = (SUBMODULE, b"3" * 40)
    del staged[b"src/File"]
    made.stage(staged)
    return made


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return working(tmp_path_factory.mktemp("promises") / "repository")


FAR_PLAN = b"""\
plan: move
version: 1
owner: dana
why: to have something that rests on what stands in the tree
scope: {paths: [/src/**, /db/**]}
absent:
  strays: {text: "stray", in: /src/**}
assume:
  A1: {says: nothing in the sources is a stray, settled_by: strays}
phases:
  first: {does: [schema.table.create], creates: [table:t]}
  then: {after: {first: complete}, does: [file.*]}
"""


def replaying(folder: Path) -> Maker:
    """main where a phase has landed and shows in the tree; HEAD is in the phase after it, which leans on a guess.

    A question of what the plan said before is in its message, and has its answer.
    """
    made = make_repository(folder)
    policy = POLICY + b"dialects: {/db/**: postgres}\n"
    earlier = FAR_PLAN.replace(b"settled_by: strays", b'settled_by: "dana: looked"')
    read = read_document("plan", "move.yaml", earlier).data
    assert read is not None
    ask = f"work\n\n{Ask('move', 'A1', sign(plan_from(read, 'move.yaml', {}), 'A1'), 'is it so?').line()}\n"
    files = {**BEFORE, b".guard/policy.yaml": policy, b".guard/plans/move.yaml": earlier}
    tip = made.commit(made.tree(made.files(files)))
    plan = {b".guard/plans/move.yaml": FAR_PLAN}
    for change in (plan, {b"db/migrations/0001_t.sql": b"CREATE TABLE t (id int);\n"}, {b"src/a": b"2\n"}):
        files |= change
        made.ref(b"refs/heads/work", tip := made.commit(made.tree(made.files(files)), (tip,), ask.encode()))
    made.ref(b"refs/heads/main", made.git("rev-parse", "work~1").strip())
    made.write(".git/HEAD", b"ref: refs/heads/work\n")
    return made


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return replaying(tmp_path_factory.mktemp("promises") / "far")


ASKED = {
    "staged": Trigger("staged", plan="move"),
    "range": Trigger("range", base="main", tip="HEAD", plan="move"),
    "commit": Trigger("commit", tip="HEAD", plan="move"),
    "auto": Trigger("auto", plan="move"),
}


def asked(made: Maker, which: str, git: str | None = None) -> Verdict:
    """The verdict; an exception that is no GuardError becomes exit 70 at every door, so here it is that verdict."""
    with chdir(made.top):
        try:
            return judge(ASKED[which]._replace(git=git))
        except Exception as error:
            return not_judged("commit", GuardError("G899", repr(error), "here", "mend"))


def fails_closed(verdict: Verdict) -> None:
    assert verdict.outcome in ("cannot-establish", "bug"), verdict
    assert verdict.exit_code in (5, 70)
    assert verdict.findings
    assert not verdict.may_commit
    assert not verdict.may_merge
    assert not verdict.established


@pytest.mark.parametrize("which", ASKED)
def test_the_repository_that_is_broken_below_passes_while_it_is_whole(whole: Maker, which: str) -> None:
    verdict = asked(whole, which)
    assert (verdict.outcome, verdict.findings) == ("pass", ())
    assert verdict.basis.plan.startswith("move")


COMMANDS: dict[str, Callable[[], int]] = {
    "hook": lambda: git_hooks.main(["pre-commit"]),
    "check --staged": lambda: guard.cli.main(["check", "--staged"]),
    "check --range": lambda: guard.cli.main(["check", "--range", "main..HEAD"]),
    "check --commit": lambda: guard.cli.main(["check", "--commit", "HEAD", "--format", "json"]),
    "check": lambda: guard.cli.main(["check"]),
}
DOOR = sorted(
    name
    for name, function in vars(Repository).items()
    if not name.startswith("_") and callable(function) and name not in ("close", "last", "stood")
)
FAR = ("contains", "listing", "since", "touched", "whole")
FAULTS: dict[str, Exception] = {
    "GuardError": GuardError("G817", "git failed", "here", "mend it"),
    "OSError": OSError(28, "No space left on device"),
    "MemoryError": MemoryError(),
}
CLOSED_IN_JSON = ('"outcome": "cannot-establish"', '"outcome": "bug"')


@pytest.mark.fuzz
@pytest.mark.parametrize(("name", "fault"), share([(name, fault) for name in DOOR for fault in FAULTS], 18))
def test_p3_any_function_of_the_door_may_fail(
    whole: Maker,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    fault: str,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for after in (0, 1):
        hits = broken_door(monkeypatch, name, FAULTS[fault], after)
        for word, command in COMMANDS.items():
            hits.clear()
            with chdir(whole.top):
                code = command()
            said = capsys.readouterr().out
            if hits:
                assert code == (5 if fault == "GuardError" else 70), (word, said)
                assert any(sign in said for sign in ("cannot tell", "guard itself failed", *CLOSED_IN_JSON)), (
                    word,
                    said,
                )
            else:
                assert code == 0, (word, said)
        monkeypatch.undo()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", FAR)
def test_p3_what_the_replay_reads_may_fail(
    far: Maker,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    fault: str,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    hits = broken_door(monkeypatch, name, FAULTS[fault], 0)
    with chdir(far.top):
        code = COMMANDS["check --range"]()
    assert hits
    asks = 3 if name == "listing" else 5  # an assumption that cannot be looked up is for a person to settle
    assert code == (asks if fault == "GuardError" else 70), capsys.readouterr().out


def broken_door(monkeypatch: pytest.MonkeyPatch, name: str, fault: Exception, after: int) -> list[str]:
    """Let this function fail, at once or after the first of what it tells; the list says whether it did."""
    real = getattr(Repository, name)
    hits: list[str] = []

    def fails(*words: Any) -> Any:
        told = real(*words) if after else None
        if not hasattr(told, "__next__"):
            hits.append(name)
            raise fault
        return cut(told)

    def cut(told: Iterator[Any]) -> Iterator[Any]:
        for number, one in enumerate(told):
            if number == after:
                hits.append(name)
                raise fault
            yield one

    monkeypatch.setattr(Repository, name, fails)
    return hits


def test_p3_these_commands_call_every_function_of_the_door(
    whole: Maker, far: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the tests above break every one of them at least once."""
    seen: set[str] = set()
    for name in DOOR:
        monkeypatch.setattr(Repository, name, noted(name, getattr(Repository, name), seen))
    for command in COMMANDS.values():
        with chdir(whole.top):
            assert command() == 0
    assert seen >= set(DOOR).difference(FAR)
    with chdir(far.top):
        assert COMMANDS["check --range"]() == 0
    assert seen == set(DOOR)


def noted(name: str, real: Callable[..., Any], seen: set[str]) -> Callable[..., Any]:
    def note(*words: Any) -> Any:
        seen.add(name)
        return real(*words)

    return note


@pytest.mark.parametrize("fault", FAULTS)
def test_p3_the_past_of_a_new_plan_may_be_out_of_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    made = working(tmp_path / "repository")
    made.stage(made.files({**BEFORE, b".guard/plans/other.yaml": PLAN.replace(b"move", b"other")}))
    assert {found.rule for found in asked(made, "staged").findings} >= {"G264"}
    broken_door(monkeypatch, "stood", FAULTS[fault], 0)
    fails_closed(asked(made, "staged"))


@pytest.mark.fuzz
@pytest.mark.parametrize(
    ("which", "keep", "code"), share(product(["staged", "range", "commit"], [0, 50, 1 << 30], [1, 128, -9]), 8)
)
def test_p3_any_git_may_fail(whole: Maker, tmp_path: Path, which: str, keep: int, code: int) -> None:
    asked(whole, which, failing_git(tmp_path / "none", "none", keep=0, code=0))
    words = called(tmp_path / "none")
    assert words >= {"rev-parse", "cat-file", "diff-index" if which == "staged" else "diff-tree"}
    for word in sorted(words):
        if word != "cat-file" or keep <= 50:  # it answers to the end; how it ends then changes no answer
            fails_closed(asked(whole, which, failing_git(tmp_path / word, word, keep, code)))


@fuzz
@given(
    which=st.sampled_from(("staged", "range", "commit")),
    word=st.sampled_from(
        (
            "rev-parse",
            "cat-file",
            "cat-file",
            "diff-index",
            "for-each-ref",
            "ls-files",
            "rev-list",
            "merge-base",
            "diff-tree",
        )
    ),
    keep=st.integers(0, 3000),
    code=st.sampled_from((1, 2, 128, 129, -SIGINT, -6, -9, -13)),
)
@settings(drawn, max_examples=examples(30))
def test_p3_git_may_fail_anywhere(whole: Maker, which: str, word: str, keep: int, code: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            verdict = asked(whole, which, failing_git(Path(folder), word, keep, code))
        except KeyboardInterrupt:  # Ctrl-C that reached git means all of us: there is no verdict, and so no pass
            assert code == -SIGINT and word in called(Path(folder))
            return
        if word not in called(Path(folder)) or (verdict.outcome == "pass" and word == "cat-file"):
            assert verdict == asked(whole, which)
        else:
            fails_closed(verdict)


DOCUMENTS = ("main:.guard", "main:.guard/policy.yaml", "main:.guard/plans/move.yaml")
NEEDED = {
    "staged": (*DOCUMENTS, *["HEAD", "HEAD^{tree}", "HEAD:src", ":src/other", ":src/a"]),
    "range": (
        *DOCUMENTS,
        *[
            "HEAD",
            "HEAD~1",
            "main",
            "HEAD^{tree}",
            "HEAD~1^{tree}",
            "main^{tree}",
            "HEAD:src",
            "HEAD~1:src",
            "main:src",
        ],
        *["HEAD:src/link", "HEAD:src/a", "main:src/a"],
    ),
    "commit": (*DOCUMENTS, *["HEAD", "HEAD~1", "HEAD^{tree}", "HEAD~1^{tree}", "HEAD:src/deep", "HEAD:src/deep/c"]),
}


@pytest.mark.fuzz
@pytest.mark.parametrize(("which", "how"), share(product(NEEDED, ["removed", "half", "empty"]), 5))
def test_p3_any_object_may_be_missing(whole: Maker, which: str, how: str) -> None:
    """Without an object the verdict is the same (it was not needed) or says that it cannot be given; P1 as well."""
    before = asked(whole, which)
    needed = {whole.git("rev-parse", name).strip() for name in NEEDED[which]}
    every = whole.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    assert needed < set(every)
    for one in every:
        path = whole.loose(one)
        with open(path, "rb") as file:
            content = file.read()
        os.unlink(path)
        if how != "removed":
            whole.write(path, content[: len(content) // 2] if how == "half" else b"")
        try:
            after = asked(whole, which)
        finally:
            whole.write(path, content)
        if one in needed or after != before:
            fails_closed(after)


@pytest.mark.parametrize("at", ["HEAD", "HEAD~1", "main"])
@pytest.mark.parametrize("which", ["range", "staged", "commit", "auto"])
def test_p1_a_shallow_history_opens_no_door(tmp_path: Path, which: str, at: str) -> None:
    made = working(tmp_path / "repository")
    head = made.git("rev-parse", "HEAD").strip()
    bad = made.files({**BEFORE, b"outside": b"x"})
    made.stage({**bad, b"outside too": bad[b"outside"]})
    made.ref(b"refs/heads/work", made.commit(made.tree(bad), (head,)))
    before = asked(made, which)
    assert before.outcome == "violation"
    made.write(".git/shallow", made.git("rev-parse", at))
    after = asked(made, which)
    assert after.findings
    assert not after.may_commit
    assert not after.may_merge
    if which == "range":
        fails_closed(after)


@pytest.mark.parametrize("which", ["staged", "range"])
def test_p1_a_missing_object_opens_no_door(tmp_path: Path, which: str) -> None:
    """The same with a change that does not pass: out of scope, over budget, a link that leads out."""
    made = working(tmp_path / "repository")
    head = made.git("rev-parse", "HEAD").strip()
    flat = {**made.files({**BEFORE, b"outside": b"x\n" * 90}), b"src/out": (SYMLINK, made.blob(b"../../etc"))}
    made.stage(flat)
    if which == "range":
        made.ref(b"refs/heads/work", made.commit(made.tree(flat), (head,)))
    before = asked(made, which)
    assert before.outcome == "violation"
    for one in made.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split():
        path = made.loose(one)
        os.rename(path, path + b".away")
        after = asked(made, which)
        os.rename(path + b".away", path)
        assert after.outcome != "pass"
        assert after.findings
        assert not after.may_commit
        assert not after.may_merge


# P10: names reach no terminal and no report unescaped

ANY_TEXT = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=20).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)
NASTY = st.sampled_from(
    (
        *(
            b"\x1b[2K\x1b[1A ok",
            b"\x9b31m",
            b"\xc2\x9b31m",
            b"\xc2\x85",
            b"\r",
            b"\x7f",
            b"a\n::add-mask::ok",
            b"::error file=a::x",
        ),
        *(b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xe2\x80\x8d", b"\xef\xbb\xbf", b"\xf3\xa0\x80\x81", b"\xed\xa0\x80"),
        *(b"`$(id)`", b"'", b"\\x41"),
    )
)
HOSTILE = (
    st.lists(
        st.one_of(ANY_TEXT, NASTY, st.binary(min_size=1, max_size=8), st.sampled_from(PATHS)), min_size=1, max_size=3
    )
    .map(b"/".join)
    .map(lambda path: path.replace(b"\0", b"0").strip(b"/").replace(b"//", b"/") or b"x")
)
FORBIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def harmless(text: str) -> None:
    found = {char for char in text if char != "\n" and unicodedata.category(char) in FORBIDDEN}
    assert not found, (found, text)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def harmless_everywhere(verdict: Verdict) -> None:
    harmless(render(verdict, "text"))
    written = render(verdict, "json")
    harmless(written)
    report = json.loads(written)
    for text in strings(report):
        harmless(text)
    assert [real_path(entry) for entry in report["findings"]] == [found.path for found in verdict.findings]
    assert [real_path(entry) for entry in report["operations"]] == [
        path for path, done in verdict.operations.items() for _ in done
    ]
    for entry in report["findings"]:
        assert "\n" not in entry["what"] + (entry["path"] or "")


def real_path(entry: dict[str, Any]) -> bytes | None:
    """What a reader of the report makes of a path."""
    if "path_base64" in entry:
        return base64.b64decode(entry["path_base64"], validate=True)
    return None if entry["path"] is None else str(entry["path"]).encode()


@fuzz
@given(world=worlds(HOSTILE, fewest=1), target=HOSTILE, adopted=st.booleans(), modules=st.booleans())
@settings(drawn, max_examples=examples(120))
def test_p10_no_path_and_no_target_is_told_unescaped(world: World, target: bytes, adopted: bool, modules: bool) -> None:
    case = case_of(world, frozenset() if modules else frozenset((b"sub",)))
    case = case._replace(targets=dict.fromkeys(case.targets, target))
    basis = Basis("1 file staged", "refs/heads/main", "0" * 40, "version 1", "", "", "0" * 40, "index")
    harmless_everywhere(
        weigh(case.door, examine(case), basis=basis, operations=case.landing.operations, adopted=adopted)
    )


@fuzz
@given(
    path=HOSTILE,
    text=st.one_of(
        ANY_TEXT,
        HOSTILE,
        st.tuples(HOSTILE, HOSTILE).map(lambda pair: PLAN.replace(b"move", pair[0]).replace(b"dana", pair[1])),
    ),
    kind=st.sampled_from(("policy", "plan")),
)
@settings(drawn, max_examples=examples(100))
def test_p10_no_carried_document_is_told_unescaped(path: bytes, text: bytes, kind: str) -> None:
    name = b".guard/plans/" + path.replace(b"/", b"_") + b".yaml"
    world = World({"id": "x", "version": 1}, (), (change_of(name, NOTHING, (FILE, oid(1))),), ())
    carried = Carried(world.changes[0], KINDS[kind], read_document(kind, shown(name), text))
    case = case_of(world)._replace(faults=faults(carried))
    harmless_everywhere(weigh("commit", examine(case)))


@fuzz
@given(rule=st.sampled_from(sorted(rule for rule in RULES if rule.startswith("G8"))), word=HOSTILE)
@settings(drawn, max_examples=examples(40))
def test_p10_no_word_of_the_asker_is_told_unescaped(rule: str, word: bytes) -> None:
    with new_repository() as made:
        made.ref(b"refs/heads/main", made.commit(made.tree(made.files({b"a": b"1"}))))
        said = os.fsdecode(word)
        with chdir(made.top):
            for trigger in (
                Trigger("range", base=said),
                Trigger("commit", tip=said),
                Trigger("staged", trusted=said),
                Trigger("staged", plan=said),
                Trigger("staged", git=said),
            ):
                verdict = judge(trigger)
                harmless_everywhere(verdict)
                assert verdict.findings or verdict.basis.judged


@fuzz
@given(files=st.dictionaries(HOSTILE, st.sampled_from(MODES), min_size=1, max_size=5), name=HOSTILE)
@settings(drawn, max_examples=examples(40))
def test_p10_a_real_tree_of_hostile_names(files: dict[bytes, bytes], name: bytes) -> None:
    """From raw trees through both doors of git to the report; names no path can hold are refused, in escaped words."""
    flat: dict[bytes, tuple[bytes, bytes]] = {}
    with new_repository() as made:
        for path, mode in files.items():
            if not any(path.startswith(other + b"/") or other.startswith(path + b"/") for other in flat):
                flat[path] = (mode, oid(5) if mode == SUBMODULE else made.blob(name))
        base = made.commit(made.tree(made.files({b".guard/policy.yaml": POLICY, b".guard/plans/move.yaml": PLAN})))
        made.ref(b"refs/heads/main", base)
        made.ref(b"refs/heads/work", made.commit(made.tree({**flat}), (base,)))
        made.write(".git/HEAD", b"ref: refs/heads/work\n")
        verdict = asked(made, "range")
        settles = ("needs-person",) if all(map(protected, flat)) else ()  # held to no plan: its owners decide
        assert verdict.outcome in ("violation", "cannot-establish", *settles)
        assert not verdict.may_merge
        harmless_everywhere(verdict)
