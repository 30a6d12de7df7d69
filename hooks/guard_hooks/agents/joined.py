"""The case of a proposed change: all facts joined as `guard.pipeline.case_of` joins them, by the same calls.

That module is not loaded here: with what it needs to find repositories and to hand verdicts over, it takes longer to
load than an edit may wait. A test holds the two cases equal. Amounts are not among the facts: a budget is of what
lands, and one edit is not that.
"""

from __future__ import annotations

import os

from guard import carried, effects, gather
from guard.binding import bind
from guard.checks import CHECKS
from guard.checks import asked as found_by
from guard.model.case import Binding, Case
from guard.operations import describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.effects import Seen
    from guard.model.ask import Ask
    from guard.model.change import Change
    from guard.model.claim import Claim
    from guard.model.doubt import Unasked
    from guard.model.finding import Finding
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.model.trigger import Trigger
    from guard.trust import Trusted
    from guard_hooks.agents.proposed import Proposed


def case_of(
    repository: Proposed, trigger: Trigger, trusted: Trusted, change: Change, claims: tuple[Claim, ...]
) -> Case:
    """All facts joined once."""
    plain = describe(change.landing, None)
    seen = effects.read(repository, (plain,), trusted, change)
    judged = effects.told(plain, seen)
    binding = bind(trigger, trusted, (judged,), lambda plan: (_of_plan(plan, plain, judged, seen),), claims)
    binary = gather.binaries(repository, (change.landing,), trusted.policy, binding)
    if binary is not None:
        plain = describe(change.landing, binary)
    created = effects.created(binding)
    if binary is not None or (created and seen.readings):
        judged = effects.told(plain, seen, created)
    faults, edits = carried.documents(repository, trusted, judged, change)
    asks, unasked = _asks(repository, trigger, trusted, binding)
    return Case(
        door="commit",
        policy=trusted.policy,
        binding=binding,
        landing=judged,
        steps=(),
        commits=(),
        measure=None,
        targets=gather.link_targets(repository, (judged,)),
        clashes=gather.name_clashes(repository, judged, change.old, None, b""),
        modules=gather.modules(repository, (judged,), change.old, None),
        faults=faults,
        edits=edits,
        trusted=trusted.oid.decode(),
        asks=asks,
        unasked=unasked,
    )


def _of_plan(plan: Plan, plain: Judged, judged: Judged, seen: Seen) -> Judged:
    """Each operation in the role it has under this plan."""
    created = effects.created(Binding(plan, plan.phases, ()))
    return effects.told(plain, seen, created) if created else judged


def _asks(
    repository: Proposed, trigger: Trigger, trusted: Trusted, binding: Binding
) -> tuple[tuple[Ask, ...], tuple[Unasked, ...]]:
    """What somebody at work asked here, and nobody has answered."""
    if not os.path.lexists(os.path.join(repository.place.git_dir, "guard/asked.json")):
        return (), ()
    from guard.replay.asks import asked

    return asked(repository, trigger, trusted, binding, ([], None))


def examine(case: Case) -> Iterator[Finding]:
    """Every finding of every check; of the budget nothing is known, and what is held to a plan lacks none."""
    for one in CHECKS:
        moot = one.name == "budget" or (one.name == "binding" and case.binding.plan is not None)
        if not moot and one.of(case):
            yield from found_by(one, case)
