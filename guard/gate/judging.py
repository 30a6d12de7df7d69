"""The question put and answered: may this phase run now, there; until when, or from when on; and what that rests on."""

from __future__ import annotations

from guard.errors import GuardError
from guard.gate import times
from guard.gate.asked import Asked, checked
from guard.gate.shut import shut
from guard.gate.standing import commit_of, here, opened
from guard.gate.tree import speaks
from guard.model.approving import SKEW
from guard.model.evidence import heard
from guard.model.graph import node_of
from guard.model.log import Approval, Evidence
from guard.model.verdict import Basis, Unknown, not_judged, weigh
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Ground
    from guard.doors.git.repository import Repository
    from guard.gate.standing import Here
    from guard.model.finding import Finding
    from guard.model.log import Entry
    from guard.model.trigger import Trigger
    from guard.model.verdict import Verdict

MOST = 3  # phases that are named
TIMES = ("G401", "G624")  # findings that end by themselves, where they say when


class Judged(NamedTuple):
    """The answer; `ground` and `here` are None where guard could not judge."""

    verdict: Verdict
    asked: Asked
    ground: Ground | None = None
    here: Here | None = None
    entries: tuple[str, ...] = ()  # of the log: the approvals and the evidence that it rests on
    opens: int = 0  # when it opens, as far as only time is missing; 0 where more is, or nothing
    lasts: int = 0  # until when it stays open as things stand; 0 where nothing that is known ends it

    @property
    def open(self) -> bool:
        """Whether it may run; in shadow mode too, only where nothing speaks against it."""
        return self.verdict.outcome == "pass" and self.here is not None


def judge(repository: Repository, trigger: Trigger, asked: Asked) -> Judged:
    """The verdict; where guard cannot judge, one that says so. UsageError for names that nobody knows."""
    shadow = False
    try:
        ground = opened(repository, trigger)
        shadow = ground.policy.shadow
        asked, plan, phase = checked(ground, asked)
        at = commit_of(ground, asked.commit)
        one = here(ground, asked, plan, phase, at)
        findings = (*shut(one, ground.policy), *speaks(ground, one))
    except GuardError as error:
        return Judged(not_judged("run", named(error, asked.again()), shadow=shadow), asked)
    verdict = weigh(
        "run",
        findings,
        basis=_basis(ground, one),
        established=tuple(_established(one, asked)) if not findings else (),
        not_established=tuple(_unknown(ground, one)),
        shadow=shadow,
    )
    rests = tuple(_rests(ground, one))
    return Judged(
        verdict,
        asked,
        ground,
        one,
        tuple(dict.fromkeys([entry.id for entry in rests])),
        _opens(one, verdict.stopping()),
        _lasts(ground, rests) if verdict.outcome == "pass" else 0,
    )


def named(error: GuardError, command: str) -> GuardError:
    """How the trusted branch is named is told of the command that was asked, and not of another."""
    return GuardError(
        error.rule, error.what, error.where, error.mend.replace("guard check --trusted", f"{command} --trusted")
    )


def _basis(ground: Ground, here: Here) -> Basis:
    where = f"a run in {here.asked.env}" + (f" of {here.asked.service}" if here.asked.service else "")
    plan = f"{here.plan.id} version {here.plan.version}"
    version = f"version {ground.policy.version}"
    tip, at = ground.replay.at.decode(), here.at.decode()
    return Basis(where, ground.ref, tip, version, plan, here.phase.name, tip, at)


def _established(here: Here, asked: Asked) -> Iterator[str]:
    """What an open gate rests on."""
    yield f"every edge to {here.node}, as it is known now, and in {asked.env}"
    yield "every yes it takes, none of them revoked or expired"
    if here.lands:
        yield f"all {len(here.state.landings)} of its landings in {here.at[:12].decode()}, a step of {here.where}"
    if here.phase.windows:
        yield "its window"


def _unknown(ground: Ground, here: Here) -> Iterator[Unknown]:
    """What it does not rest on, and why."""
    if ground.log.missing:
        yield Unknown("what the log says", ground.log.missing)
    if not ground.policy.approvals.plan:
        why = "the policy asks for no approval: a plan counts because it stands on the trusted branch"
        yield Unknown("who approved the plan", why)
    if here.brings:
        what = f"whether what else {here.at[:12].decode()} brings may run: {', '.join(here.brings[:MOST])}"
        yield Unknown(what, f"it was asked of {here.node} alone")


def _rests(ground: Ground, here: Here) -> Iterator[Entry]:
    """The approvals of this very phase that count now, and what is believed of the phases right before it."""
    world, policy = ground.replay.world, ground.policy
    digest = world.digests.get(here.node, "")
    edges = {
        node_of(here.plan, after): {edge.fact for edge in after.edges} | {"complete"} for after in here.phase.after
    }
    envs = {policy.environment, here.asked.env, *[e.env for after in here.phase.after for e in after.edges if e.env]}
    for entry in world.facts.entries:
        act = entry.act
        if isinstance(act, Approval):
            whole = act.of == "plan" and act.name == here.plan.id and dict(act.phases).get(here.phase.name) == digest
            own = act.of == "phase" and act.name == here.node and act.digest == digest
            if (whole or own) and not entry.struck and act.at <= here.now + SKEW and here.now < _over(ground, act):
                yield entry
        elif isinstance(act, Evidence) and heard(entry, policy) == "believed" and act.env in envs:
            yield from [entry] * (act.fact in edges.get(f"{act.plan}/{act.phase}", ()))


def _over(ground: Ground, act: Approval) -> int:
    return min(act.expires, act.at + ground.policy.approvals.expire)


def _lasts(ground: Ground, rests: tuple[Entry, ...]) -> int:
    """Until the first of its approvals is over."""
    ends = [_over(ground, entry.act) for entry in rests if isinstance(entry.act, Approval)]
    return min(ends, default=0)


def _opens(here: Here, stopping: tuple[Finding, ...]) -> int:
    """The first moment at which it may run, where nothing but time is missing."""
    soaks = [wait.until for wait in here.waits if wait.until]
    untimed = [wait for wait in here.waits if not wait.until]
    if not stopping or untimed or any([found.rule not in TIMES for found in stopping]):
        return 0
    return times.opens(here.phase.windows, max([here.now, *soaks])) or 0
