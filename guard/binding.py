"""Which plan, and which of its phases, a change set is held to."""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.model.case import Binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.operation import Judged
    from guard.model.policy import Policy
    from guard.model.trigger import Trigger
    from guard.trust import Trusted


def bind(trigger: Trigger, trusted: Trusted, sets: tuple[Judged, ...]) -> Binding:
    """The plan a landing and its commits are held to: the one named, else the only one that stands.

    Protected and routine changes need none.
    """
    plans = {plan.id: plan for plan in trusted.plans}
    if trigger.plan is None and trigger.phase is None:
        held = any(_held(judged, trusted.policy) for judged in sets)
        if not held or len(plans) != 1:
            return Binding(None, (), tuple(sorted(plans)) if held else ())
    elif trigger.plan is None and len(plans) != 1:
        raise GuardError(
            "G819",
            f"a phase was named, but which plan? there are {len(plans)}",
            trusted.ref,
            "name both: --plan PLAN --phase PHASE",
        )
    plan = plans.get(trigger.plan) if trigger.plan is not None else next(iter(plans.values()))
    if plan is None:
        mend = "a plan counts once it stands on the trusted branch; there are: " + (", ".join(sorted(plans)) or "none")
        raise GuardError("G819", f"no plan {shown(trigger.plan or '')}", trusted.ref, mend)
    phases = tuple(phase for phase in plan.phases if trigger.phase in (None, phase.name))
    if not phases:
        raise GuardError(
            "G819",
            f"plan {plan.id} has no phase {shown(trigger.phase or '')}",
            plan.where,
            "its phases: " + ", ".join(phase.name for phase in plan.phases),
        )
    return Binding(plan, phases, ())


def _held(judged: Judged, policy: Policy) -> bool:
    """Something in it is neither protected nor routine; a commit that changes nothing still counts as one."""
    if not judged.operations:
        return judged.changes.what in ("commit", "merge")
    return any(
        path not in judged.protected and not policy.is_routine(path, done) for path, done in judged.operations.items()
    )
