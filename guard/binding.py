"""Which plan, and which of its phases, a change set is held to.

What it claims (in its trailers, in what was taken up, in words of the command line) or, where it claims nothing, the
one phase that covers all of it. A claim says which rules hold, never who wrote it; so a wrong one is no way out.
"""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.model.case import Binding
from guard.model.claim import Claim, misnamed
from guard.model.operation import distinct, join
from guard.model.paths import covers
from guard.model.policy import covered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guard.model.operation import Judged, Operation
    from guard.model.plan import Phase, Plan
    from guard.model.policy import Policy
    from guard.model.trigger import Trigger
    from guard.model.world import State
    from guard.trust import Trusted

    Sets = tuple[Judged, ...]
    Told = Callable[[Plan], Sets]  # the change sets, each operation in the role it has under this plan
    Fit = tuple[Plan, Phase]


NOTHING = Claim("", "")
EVERY_DAY = ("file.", "dep.")  # operations that tell nothing of what a change is for
USES = ("code.read.switch", "code.ref.add", "code.write.dual")  # code that begins to name a column or a table
UNPLANNED = Binding(None, (), ())


def bind(
    trigger: Trigger,
    trusted: Trusted,
    sets: Sets,
    told: Told,
    claims: Iterable[Claim] = (),
    states: Mapping[str, State] | None = None,
) -> Binding:
    """The plan a landing and its commits are held to, and the phase; `states` where it is asked whose turn it is."""
    plans, claims = {plan.id: plan for plan in trusted.plans}, tuple(claims)
    named = _named(trigger, trusted, plans)
    claim, apart = agreed(claims, trusted.plans, named)
    if apart:
        phases_of = {plan.id: [phase.name for phase in plan.phases] for plan in trusted.plans}
        return Binding(None, (), (), apart, misnamed=misnamed(claims, phases_of))
    if not any([_held(judged, trusted.policy) for judged in sets]) and not _looks(trigger, claim, plans):
        return UNPLANNED
    if claim.plan:
        plan = plans[claim.plan]
        if states is not None and not claim.phase:
            found = _inferred(trusted.policy, [plan], told, states, claimed=True)
            return found if found.plan or found.others else Binding(plan, plan.phases, ())
        phases = tuple([phase for phase in plan.phases if claim.phase in ("", phase.name)])
        return Binding(plan, phases, (), claimed=bool(claim.phase))
    if not any([judged.operations and _held(judged, trusted.policy) for judged in sets]):
        return UNPLANNED  # every phase would cover what changes nothing, or nothing that is held to a plan
    return _inferred(trusted.policy, trusted.plans, told, states)


def _looks(trigger: Trigger, claim: Claim, plans: Mapping[str, Plan]) -> bool:
    """At a commit, and what is taken up changes nothing: that holds of what is routine or protected as well."""
    phases = plans[claim.plan].phases if claim.plan else ()
    at_work = trigger.selector in ("staged", "auto")
    return at_work and any([phase.name == claim.phase and not phase.does for phase in phases])


def _named(trigger: Trigger, trusted: Trusted, plans: Mapping[str, Plan]) -> Claim:
    """What the command line says outright. It names what stands, or nothing is judged."""
    if trigger.plan is None and trigger.phase is None:
        return NOTHING
    if trigger.plan is None and len(plans) != 1:
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
    if trigger.phase is not None and trigger.phase not in [phase.name for phase in plan.phases]:
        raise GuardError(
            "G819",
            f"plan {plan.id} has no phase {shown(trigger.phase)}",
            plan.where,
            "its phases: " + ", ".join(phase.name for phase in plan.phases),
        )
    return Claim(plan.id, trigger.phase or "")


def agreed(claims: Iterable[Claim], plans: Iterable[Plan], named: Claim = NOTHING) -> tuple[Claim, tuple[str, ...]]:
    """All claims as one; and where they do not come to one that stands, each of them in words."""
    every = tuple(claims)
    found = named
    phases = {plan.id: [phase.name for phase in plan.phases] for plan in plans}
    for claim in every:
        plan, phase = claim.plan or _only(claim.phase, phases), claim.phase
        stands = plan in phases and (not phase or phase in phases[plan])
        if not stands or found.plan not in ("", plan) or (phase and found.phase not in ("", phase)):
            words = [claim.words() for claim in (*([named] if named.plan else []), *every)]
            return named, tuple(dict.fromkeys(words))
        found = Claim(plan, phase or found.phase)
    return found, ()


def _only(phase: str, phases: Mapping[str, list[str]]) -> str:
    """The one plan that has a phase of this name; "" where none has, or several."""
    of = [plan for plan, names in phases.items() if phase in names]
    return of[0] if len(of) == 1 else ""


def _inferred(
    policy: Policy, plans: Iterable[Plan], told: Told, states: Mapping[str, State] | None, claimed: bool = False
) -> Binding:
    """Without a claim, or one of a plan alone: the one phase that covers all of it; where none does it is unplanned."""
    plans = tuple(plans)
    fits = [(plan, phase) for plan in plans for phase in fitting(plan, told(plan), policy)]
    if states is not None:
        meant = [(plan, _meant(plan, told(plan), policy, states)) for plan in plans]
        meant = [(plan, phases) for plan, phases in meant if phases]
        if fits:
            return _of_turn(fits, states, claimed or bool(meant))
        return _which([plan.id for plan, _ in meant]) if len(meant) > 1 else _near(meant)
    if not fits:
        return UNPLANNED
    ids = list(dict.fromkeys([plan.id for plan, _ in fits]))
    return _which(ids) if len(ids) > 1 else Binding(fits[0][0], tuple([phase for _, phase in fits]), ())


def _near(meant: list[tuple[Plan, list[Phase]]]) -> Binding:
    """Part of it is the work of a plan, whatever stands beside that: all of it is held to the plan."""
    return Binding(meant[0][0], tuple(meant[0][1]), ()) if meant else UNPLANNED


def _which(names: Iterable[str]) -> Binding:
    return Binding(None, (), tuple(sorted(names)))


def _of_turn(fits: list[Fit], states: Mapping[str, State], meant: bool) -> Binding:
    """Of several phases the one whose turn it is; where it is nobody's turn, the next one in line.

    Where files change and nothing that a phase is for, it is work as on every day, but while it is a phase's turn.
    """
    nodes = {f"{plan.id}/{phase.name}": (plan, phase) for plan, phase in fits}
    able = [node for node in nodes if states[node].is_open and not states[node].over]
    if len(able) > 1:
        going = [node for node in able if states[node].leaves]
        able = going or able
    if len(able) > 1:
        return _which(able)
    if not able and not meant:
        return UNPLANNED
    due = able or [node for node in nodes if states[node].leaves] or list(nodes)
    if not able and len({node.partition("/")[0] for node in due}) > 1:
        return _which(due)
    plan, phase = nodes[due[0]]
    return Binding(plan, (phase,), ())


def fitting(plan: Plan, sets: Sets, policy: Policy) -> list[Phase]:
    """The phases that cover all of it. One that has no change set of its own covers nothing."""
    if any([not _inside(plan, judged, policy) for judged in sets]):
        return []
    different: dict[int, tuple[Operation, ...]] = {}  # few: a kind shares them
    for judged in sets:
        if judged.protected or policy.routine:
            kept = [done for path, done in judged.operations.items() if not _free(judged, path, policy)]
            different |= dict(zip(map(id, kept), kept, strict=True))
        else:
            different |= distinct(judged)
    phases = [phase for phase in plan.phases if phase.does and not phase.outside]
    return [phase for phase in phases if all([_covers(phase, done) for done in different.values()])]


def _covers(phase: Phase, operations: tuple[Operation, ...]) -> bool:
    """It does all of that, and makes and takes away nothing that it does not name."""
    if not covered(operations, phase.does):
        return False
    from guard.model.naming import unnamed  # asked where nobody says which phase it is

    return not unnamed(phase, operations)


def near(plan: Plan, sets: Sets, policy: Policy) -> list[Phase]:
    """The phases that do something of what is done in the scope of the plan, beside that files change there."""
    ids = {
        one.id
        for judged in sets
        for path in judged.effects
        if plan.paths.matches(path) and not plan.never.matches(path) and not _free(judged, path, policy)
        for one in judged.operations[path]
        if one.counts and not one.id.startswith(EVERY_DAY)
    }
    return [phase for phase in plan.phases if any([covers(pattern, id_) for pattern in phase.does for id_ in ids])]


def _meant(plan: Plan, sets: Sets, policy: Policy, states: Mapping[str, State]) -> list[Phase]:
    """The phases whose work some of it is: they do that, or they wait for what this code uses already."""
    used = {
        name
        for judged in sets
        for path in judged.effects
        if plan.paths.matches(path) and not plan.never.matches(path) and not _free(judged, path, policy)
        for one in judged.operations[path]
        if one.id in USES and one.object
        for name in (one.object, *[one.object.replace("table:", "column:") + "." + column for column in one.columns])
    }
    makers = {phase.name for phase in plan.phases if not used.isdisjoint(phase.creates)}
    after = {phase.name for phase in plan.phases for of in phase.after if not of.plan and of.phase in makers}
    told = {name: states[f"{plan.id}/{name}"] for name in after}
    early = [name for name in after if not told[name].is_open and not told[name].over and not told[name].landings]
    doing = near(plan, sets, policy)
    return [phase for phase in plan.phases if phase in doing or (phase.name in early and phase.does)]


def _inside(plan: Plan, judged: Judged, policy: Policy) -> bool:
    """Every path that is held to anything lies in the scope of the plan; a folder is asked once for all its files."""
    for folder, names in judged.folders.items():
        inside = plan.paths.pick(folder, names)
        never = plan.never.pick(folder, names)
        if len(inside) < len(names) or never:
            kept = frozenset(inside).difference(never)
            left = [join(folder, name) for name in names if name not in kept]
            if not all([_free(judged, path, policy) for path in left]):
                return False
    return True


def _free(judged: Judged, path: bytes, policy: Policy) -> bool:
    return path in judged.protected or policy.is_routine(path, judged.operations[path])


def _held(judged: Judged, policy: Policy) -> bool:
    """Something in it is neither protected nor routine; a commit that changes nothing still counts as one."""
    if not judged.operations:
        return judged.changes.what in ("commit", "merge")
    return any(not _free(judged, path, policy) for path in judged.operations)
