"""Phases as the commands about plans tell them: what each does, what it waits for, and whose turn it is."""

from __future__ import annotations

from guard.escape import hidden, shown
from guard.grammar import window
from guard.model.graph import node_of
from guard.model.plan import STRICT
from guard.replay.manifests import manifest_at
from guard.sites.standing import drained
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.landing import Landing
    from guard.model.plan import Phase, Plan
    from guard.model.world import State, Wait
    from guard.standing import Standing

ANYBODY = "you"  # whoever reads it


class Left(NamedTuple):
    """The places of one pattern that are still to be worked off."""

    name: str
    state: str  # "no", "unknown" or "yes": none is left
    left: int
    why: str
    run: str
    of: int | None = None  # how many there were when the manifest was built; None where nobody knows


def seen(text: str) -> str:
    """Words of a document, harmless on a terminal."""
    return shown(text) if hidden(text) else text


def turn(waits: tuple[Wait, ...]) -> str:
    """Where a phase stands for whoever wants to work: "open", "ready" but for a yes, or "waiting"."""
    if not waits:
        return "open"
    return "ready" if all([wait.kind == "approval" for wait in waits]) else "waiting"


def looks(phase: Phase) -> bool:
    """It only looks: nothing is written under it, and somebody says once it is done."""
    return not phase.does and phase.outside is None


def sites_left(standing: Standing, plan: Plan, phase: Phase) -> tuple[Left, ...]:
    """Of each pattern the phase works through, asked of the tree; only told, so what was worked out before will do."""
    from guard.doors.cache import allowed

    repository, commit = standing.repository, standing.replay.at
    found = []
    for pattern in plan.sites:
        if pattern.name in phase.sites:
            manifest = manifest_at(repository, commit, plan, pattern)
            told = drained(repository, commit, plan, pattern, manifest, hint=allowed())
            many = len(manifest.rows) if manifest is not None else pattern.expected
            left = len(told.left) + len(told.grown)
            found.append(Left(pattern.name, told.state, left, told.why, told.run, many))
    return tuple(found)


def about(plan: Plan, phase: Phase) -> Iterator[tuple[str, str]]:
    """What a phase may do, a label and words."""
    if phase.outside is not None:
        yield "outside", seen(phase.outside)
    elif looks(phase):
        yield "looks", "only: under it no edit passes and no commit; reading is fine"
        yield from _sought(plan, phase)
    else:
        yield "does", ", ".join(phase.does)
        yield "in", ", ".join(map(seen, plan.patterns))
        never = plan.data["scope"].get("never")  # type: ignore[attr-defined]
        if never:
            yield "never in", ", ".join(map(seen, never))
        yield "at most", limits(plan)
        total = [f"{most:,} {name}" for name, most in plan.total._asdict().items() if most is not None]
        if total:
            yield "in all", f"{', '.join(total)} in the landings of this plan together"
    for label, words in (("creates", phase.creates), ("drops", phase.drops)):
        if words:
            yield label, ", ".join(map(seen, words))
    for when in phase.windows:
        yield "window", window.said(when)


def _sought(plan: Plan, phase: Phase) -> Iterator[tuple[str, str]]:
    """What looking is to find out: why there is the plan, what nobody has settled, and what waits for it."""
    yield "for", seen(plan.why)
    for one in plan.assumptions:
        if one.settled_by is None:
            yield "whether", seen(f"{one.name}: {one.says}")
    node = f"{plan.id}/{phase.name}"
    after = [one.name for one in plan.phases if node in [node_of(plan, of) for of in one.after]]
    if after:
        yield "before", ", ".join(after)
    yield "in full", f"guard plan show {plan.id}"


def limits(plan: Plan) -> str:
    """What one landing may carry."""
    most = [(number, name) for name, number in plan.budget._asdict().items() if number is not None and name in STRICT]
    return ", ".join([f"{number:,} {name}" for number, name in most]) + " in one landing" if most else "no limit"


def waiting(wait: Wait) -> str:
    """What is waited for, why it is not there, since when, and until when at least."""
    return f"{seen(wait.words)}; {seen(wait.why)}{wait.when()}"


def steps(wait: Wait) -> list[tuple[str, str]]:
    """Who does what."""
    return [(who, wait.run) for who in wait.who or (ANYBODY,)]


def own(run: str) -> bool:
    """A command that only leads back to what `guard next` tells."""
    return run.startswith("guard next")


def wait_data(wait: Wait) -> dict[str, object]:
    """One wait in a JSON report."""
    return {
        "kind": wait.kind,
        "state": wait.state,
        "of": wait.of,
        "what": wait.words,
        "why": wait.why,
        "who": list(wait.who),
        "since": wait.since or None,
        "until": wait.until or None,
        "run": wait.run,
    }


def landing_data(landing: Landing) -> dict[str, object]:
    return {"commit": landing.commit.decode(), "at": landing.at}


def phase_data(standing: Standing, plan: Plan, phase: Phase, state: State) -> dict[str, object]:
    """One phase in a JSON report."""
    scope: dict[str, list[str]] = plan.data["scope"]  # type: ignore[assignment]
    return {
        "node": state.node,
        "plan": plan.id,
        "phase": phase.name,
        "state": state.name,
        "turn": turn(state.waits),
        "over": state.over or None,
        "does": list(phase.does),
        "outside": phase.outside,
        "paths": list(plan.patterns),
        "never": list(scope.get("never", [])),
        "max": plan.budget._asdict(),
        "creates": list(phase.creates),
        "drops": list(phase.drops),
        "windows": [window.said(when) for when in phase.windows],
        "waits": [wait_data(wait) for wait in state.waits],
        "leaves": [wait_data(wait) for wait in state.leaves],
        "landings": [landing_data(landing) for landing in state.landings],
        "facts": list(state.facts),
    }
