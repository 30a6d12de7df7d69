"""What a verdict rests on, in words: what was judged against what, what is established by it, and what is not."""

from __future__ import annotations

from guard.escape import shown
from guard.model.verdict import Basis, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.case import Binding, Case
    from guard.model.change import Change
    from guard.model.trigger import Trigger
    from guard.trust import Trusted


def basis(trigger: Trigger, trusted: Trusted, change: Change, binding: Binding) -> Basis:
    """The first lines of every report."""
    plan = f"{binding.plan.id} version {binding.plan.version}" if binding.plan is not None else ""
    return Basis(
        judged=_judged(trigger, trusted, change),
        trusted_ref=trusted.ref,
        trusted_id=trusted.oid.decode(),
        policy=f"version {trusted.policy.version}" if trusted.adopted else "",
        plan=plan,
        phase=binding.phases[0].name if len(binding.phases) == 1 else "",
        base=change.old.decode() or "an empty tree",
        tip="index" if change.new is None else change.new.decode(),
    )


def _judged(trigger: Trigger, trusted: Trusted, change: Change) -> str:
    """Which change it is: the staged one, one commit, or a range and since when."""
    files = _count(len(change.landing.changes), "file")
    if change.new is None:
        return f"{files} staged"
    if trigger.selector == "commit":
        return f"commit {change.new[:12].decode()}, {files}"
    since = (
        shown(trigger.base) if trigger.base is not None else trusted.ref if trusted.oid else change.old[:12].decode()
    )
    return f"{_count(len(change.commits), 'commit')} since {since}, {files}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def established(case: Case) -> tuple[str, ...]:
    """What a pass rests on."""
    said = [f"the names, kinds and links of {_count(len(case.landing.changes.changes), 'changed path')}"]
    plan = case.binding.plan
    if plan is not None:
        said.append(f"paths and operations against plan {plan.id}")
        named = zip(plan.budget._fields, plan.budget, strict=True)
        limits = [f"{name} at most {limit:,}" for name, limit in named if limit is not None]
        said.append("the budget: " + (", ".join(limits) or "unlimited, as the plan says"))
    if case.steps:
        said.append(f"each of {_count(len(case.commits), 'commit')} against every parent")
    return tuple(said)


def not_established(case: Case) -> tuple[Unknown, ...]:
    """What a pass does not rest on, and why."""
    unknown: list[Unknown] = []
    if case.binding.plan is not None:
        unsigned = "a plan counts here because it stands on the trusted branch; no signature is checked"
        unknown.append(Unknown("who approved the plan", unsigned))
        unknown.append(Unknown("the order of phases", "no evidence of what is deployed is read"))
        if case.measure is None and case.binding.plan.budget[1:3] != (None, None):
            unknown.append(
                Unknown("lines and bytes", "more files are changed than the budget allows; nothing more was counted")
            )
    if case.door == "commit":
        later = "a commit is judged by itself; the merge door judges every commit and what lands"
        unknown.append(Unknown("the whole landing (guard check --range)", later))
    return tuple(unknown)
