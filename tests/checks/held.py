"""Cases of the merge door, by hand: a change in a phase, where the phases stand, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guard.model.approving import Given
from guard.model.case import Binding, Case
from guard.model.change import FileChange
from guard.model.plan import Plan
from guard.model.policy import Policy
from guard.model.progress import Back, Progress
from guard.model.world import State, Wait
from tests.cases import case, modified
from tests.model.standing import landing, plan, policy, world

PLAN = plan({"one": {"does": ["file.modify"]}, "two": {"does": ["file.modify"], "after": {"one": "deployed"}}})
POLICY = policy(
    approvals={"plan": 0},
    owners={"table:users": ["identity", "billing"], "table:lonely": "void"},
    consumers={"table:users": ["api", "worker"]},
    routine=[{"paths": ["/docs/**"], "does": ["file.*"]}],
)
NOTHING_SAID = Given("missing", (), (), "nobody has approved it")
CODE = modified(b"src/a")


def wait(kind: str = "edge", state: str = "unmet", **more: Any) -> Wait:
    who = more.get("who", ("deploy",))
    run = more.get("run", "guard attest deployed")
    return Wait(kind, state, "p/one", "p/one: deployed", "nothing of it has landed", who, 0, run)


def state(*waits: Wait, over: str = "", node: str = "p/two") -> State:
    return State(node, "waiting" if waits else "open", waits, (), (), (), ("", b""), over)


def back(late: str = "", node: str = "p/two") -> Back:
    return Back(landing(1, CODE), node, late, ("dana",))


def held(
    *changes: FileChange,
    state: State = state(),  # noqa: B008  a value
    plan: Plan | None = PLAN,
    phases: tuple[str, ...] = ("two",),
    steps: tuple[tuple[FileChange, ...], ...] = (),
    policy: Policy = POLICY,
    asked: bool = True,
    **more: Any,
) -> Case:
    """A change of CODE in phase two; `more` is of the progress, as `beside`, `back` and `behind`."""
    of = () if plan is None else tuple([phase for phase in plan.phases if phase.name in phases])
    states: Mapping[str, State] = {"p/one": state, "p/two": state}
    made = case(*(changes or (CODE,)), steps=steps or ((changes or (CODE,)),), policy=policy)
    beside, approved = more.pop("beside", {}), more.pop("approved", NOTHING_SAID)
    back_, behind = more.pop("back", None), more.pop("behind", "")
    progress = Progress(world(PLAN), states, beside, "sha256:x", approved, back_, behind, **more)
    binding = Binding(plan, of, more.pop("others", ()))
    return made._replace(binding=binding, progress=progress if asked else None)
