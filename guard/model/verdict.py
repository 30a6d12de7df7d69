"""The verdict: findings weighed for one door. The only place where an outcome is born."""

from __future__ import annotations

from guard.errors import GuardError
from guard.model.finding import Finding, Next, finding
from guard.model.operation import Operation
from guard.model.rule import Blocks, Outcome
from guard.model.trigger import Door
from guard.value import NamedTuple

WORST_FIRST: tuple[Outcome, ...] = ("bug", "cannot-establish", "violation", "stale", "needs-person")
EXIT_CODES: dict[Outcome, int] = {
    "pass": 0,
    "violation": 1,
    "usage": 2,
    "needs-person": 3,
    "stale": 4,
    "cannot-establish": 5,
    "bug": 70,
}
STOPS: dict[Door, tuple[Blocks, ...]] = {
    "commit": ("commit",),
    "merge": ("commit", "merge"),
    "run": ("commit", "merge", "run"),
}


class Unknown(NamedTuple):
    """Something the verdict does not rest on, and why not."""

    what: str
    why: str


class Basis(NamedTuple):
    """What was judged and under which documents, for the first line of every report."""

    judged: str  # "5 staged files", "12 commits, 31 files"
    trusted_ref: str  # "" where nothing is trusted yet
    trusted_id: str
    policy: str
    plan: str
    phase: str
    base: str
    tip: str
    document: bytes = b""  # the plan's, in the repository; b"" where none is there
    line: int = 0  # of the phase in it, or of the plan
    landing: str = ""  # the digest of what lands; "" where the door does not ask for one
    log: str = ""  # the newest entry of the log it was judged at


NO_BASIS = Basis("", "", "", "", "", "", "", "")


class Pending(NamedTuple):
    """One thing that a phase waits for, in words: whose turn it is, and the one command."""

    what: str
    who: tuple[str, ...]
    run: str


class Turn(NamedTuple):
    """One phase of the plan that the change set is held to, as it stands where the change set arrives."""

    phase: str
    state: str  # "waiting", "unknown", "ready", "open", "landed" or "complete"
    after: tuple[str, ...]  # the phases before it, as the plan names them
    pending: tuple[Pending, ...]
    stops: bool  # a person looks again before it
    held: bool  # the change set is held to it


class Verdict(NamedTuple):
    """The weighed result. `adopted` is false where the repository has no policy: then nothing blocks."""

    door: Door
    outcome: Outcome
    exit_code: int
    would_exit: int  # what enforce mode would have said; differs in shadow mode only
    may_commit: bool
    may_merge: bool
    adopted: bool
    basis: Basis
    findings: tuple[Finding, ...]
    operations: dict[bytes, tuple[Operation, ...]]  # of each path that lands
    established: tuple[str, ...]
    not_established: tuple[Unknown, ...]
    phases: tuple[Turn, ...] = ()  # in the order they may come; none where nobody asked whose turn it is

    def stopping(self) -> tuple[Finding, ...]:
        """The findings that close this door."""
        return tuple(found for found in self.findings if found.blocks in STOPS[self.door])

    def later(self) -> tuple[Finding, ...]:
        """The findings that close only a later door."""
        return tuple(found for found in self.findings if found.blocks not in (*STOPS[self.door], "nothing"))


def worst(findings: tuple[Finding, ...], door: Door) -> Outcome:
    """The worst outcome among the findings that close this door."""
    outcomes = {found.outcome for found in findings if found.blocks in STOPS[door]}
    for outcome in WORST_FIRST:
        if outcome in outcomes:
            return outcome
    return "pass"


def weigh(
    door: Door,
    findings: tuple[Finding, ...],
    basis: Basis = NO_BASIS,
    operations: dict[bytes, tuple[Operation, ...]] | None = None,
    established: tuple[str, ...] = (),
    not_established: tuple[Unknown, ...] = (),
    adopted: bool = True,
    shadow: bool = False,
    phases: tuple[Turn, ...] = (),
) -> Verdict:
    """Weigh findings for a door; in a repository without a policy the same findings are told but close nothing."""
    if not adopted:
        findings = tuple(
            found._replace(blocks="nothing") if found.outcome not in ("cannot-establish", "bug") else found
            for found in findings
        )
    outcome = worst(findings, door)
    code = EXIT_CODES[outcome]
    return Verdict(
        door=door,
        outcome=outcome,
        exit_code=0 if shadow and outcome != "bug" else code,
        would_exit=code,
        may_commit=worst(findings, "commit") == "pass",
        may_merge=worst(findings, "merge") == "pass",
        adopted=adopted,
        basis=basis,
        findings=findings,
        operations=operations or {},
        established=established,
        not_established=not_established,
        phases=phases,
    )


def not_judged(door: Door, error: GuardError, shadow: bool = False) -> Verdict:
    """The verdict where guard could not judge: never a pass, never without a finding."""
    return weigh(door, (finding(error.rule, error.what, error.where, (Next("you", error.mend),)),), shadow=shadow)
