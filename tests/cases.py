"""Cases for checks, built by hand: changes as values, documents as data, no repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from guard.escape import hidden
from guard.model.case import Binding, Case, Edit, Fault, Measure
from guard.model.change import ABSENT, FILE, ChangeSet, Commit, FileChange
from guard.model.finding import Finding
from guard.model.plan import STRICT, Plan, plan_from
from guard.model.policy import Policy, policy_from
from guard.model.rule import RULES
from guard.model.trigger import Door
from guard.operations import describe
from tests.running import WAYS_ROUND

ZERO = b"0" * 40
ONE, TWO = b"1" * 40, b"2" * 40

# dana owns guard's folder, omar and kim the invoices together; nobody is in the team `void`.
PEOPLE = {"dana": {"teams": ["platform"]}, "omar": {"teams": ["billing"]}, "kim": {"teams": ["identity"]}}
OWNERS = {"/.guard/**": "platform", "/invoices/**": ["billing", "identity"], "/void/**": "void"}
LINES = {"/scope/paths": 6, "/scope/never": 7, "/scope/max/files": 8, "/scope/max/lines": 9, "/phases": 10}
SAID = {f"/scope/max/{limit}": 9 for limit in STRICT}


def added(path: bytes, mode: bytes = FILE, oid: bytes = ONE) -> FileChange:
    return FileChange(path, b"A", ABSENT, mode, ZERO, oid)


def deleted(path: bytes, mode: bytes = FILE) -> FileChange:
    return FileChange(path, b"D", mode, ABSENT, ONE, ZERO)


def modified(
    path: bytes, old_mode: bytes = FILE, new_mode: bytes = FILE, old: bytes = ONE, new: bytes = TWO
) -> FileChange:
    """Another content; or with equal ids another mode only. Of another type where the modes say so."""
    status = b"M" if old_mode[:3] == new_mode[:3] else b"T"
    return FileChange(path, status, old_mode, new_mode, old, new)


def policy(**keys: object) -> Policy:
    """A policy with people and owners; what is given replaces a key."""
    return policy_from(
        {"id": "5f0c2b7e", "version": 1, "people": PEOPLE, "owners": OWNERS, **keys}, ".guard/policy.yaml"
    )


def plan(
    paths: Iterable[str] = ("/src/**",),
    never: Iterable[str] = (),
    phases: Mapping[str, Iterable[str]] | None = None,
    **limits: object,
) -> Plan:
    """The plan `move`, whose one phase does everything to files below src; the limits given are said in it."""
    steps = {"only": ("file.*",)} if phases is None else phases
    data: dict[str, object] = {
        "plan": "move",
        "version": 3,
        "owner": "dana",
        "why": "to have something to hold a change to",
        "scope": {"paths": list(paths), "never": list(never), "max": limits},
        "phases": {name: {"does": list(does)} for name, does in steps.items()},
    }
    lines = SAID | LINES | {f"/phases/{name}/does": 11 + number for number, name in enumerate(steps)}
    return plan_from(data, ".guard/plans/move.yaml", lines)


def commit(number: int, parents: int = 1, fault: str = "") -> Commit:
    return Commit(b"%040x" % (0xC0 + number), ZERO, (ONE, TWO, ZERO)[:parents], fault)


def case(
    *changes: FileChange,
    plan: Plan | None = None,
    others: tuple[str, ...] = (),
    steps: tuple[tuple[FileChange, ...], ...] = (),
    commits: tuple[Commit, ...] | None = None,
    policy: Policy = policy(),  # noqa: B008  a value
    measure: Measure | None = None,
    targets: Mapping[bytes, bytes] | None = None,
    clashes: Mapping[bytes, list[list[bytes]]] | None = None,
    modules: frozenset[bytes] | None = None,
    faults: tuple[Fault, ...] = (),
    edits: tuple[Edit, ...] = (),
    binary: frozenset[bytes] | None = None,
) -> Case:
    """A staged change; with `steps`, each a commit, a range that lands `changes`."""
    made = tuple(commit(number) for number in range(len(steps))) if commits is None else commits
    door: Door = "merge" if made else "commit"
    sets = [ChangeSet("commit", one.oid, step) for one, step in zip(made, steps, strict=False)]
    return Case(
        door=door,
        policy=policy,
        binding=Binding(plan, plan.phases if plan is not None else (), others),
        landing=describe(ChangeSet("landing" if made else "staged", b"", changes), binary),
        steps=tuple(describe(one, binary) for one in sets),
        commits=made,
        measure=measure,
        targets=dict(targets or {}),
        clashes=dict(clashes or {}),
        modules=modules,
        faults=faults,
        edits=edits,
    )


Check = Callable[[Case], Iterable[Finding]]


def findings(check: Check, asked: Case) -> list[Finding]:
    """What a check tells: each finding as its rule says, on one line, with why and what next, and no way round."""
    told = list(check(asked))
    for found in told:
        rule = RULES[found.rule]
        assert (found.outcome, found.blocks) == (rule.outcome, rule.blocks)
        assert found.what.strip(), found
        assert not hidden(found.what + found.why.replace("\n", "") + "".join([step.words() for step in found.next])), (
            found
        )
        assert found.why.strip(), found
        assert found.next[0].who == "you", found
        for step in found.next:
            assert step.run.strip(), found
        words = " ".join([found.what, found.why, *(step.words() for step in found.next)])
        assert not WAYS_ROUND.search(words), words
    return told


def places(check: Check, asked: Case) -> list[tuple[str, bytes | None, bytes]]:
    """Rule, path and commit of every finding."""
    return [(found.rule, found.path, found.commit) for found in findings(check, asked)]


def only(check: Check, asked: Case) -> Finding:
    """The one thing a check tells."""
    (found,) = findings(check, asked)
    return found


def first_commit(number: int = 0) -> bytes:
    """The id that `case` gives the commit of this step."""
    return commit(number).oid
