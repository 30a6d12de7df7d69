"""What lint says of the documents that would land, as they would then stand together."""

from __future__ import annotations

from guard.doors.git.landed import landed_file
from guard.errors import GuardError
from guard.escape import shown
from guard.grammar.way import LARGEST, anchors
from guard.lint import lint
from guard.model.case import Fault
from guard.model.draft import Draft
from guard.model.plan import plan_from
from guard.model.policy import policy_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.carried.document import Carried
    from guard.doors.git.repository import Repository
    from guard.model.change import Change
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.model.policy import Policy
    from guard.trust import Trusted

Anchors = dict[bytes, "frozenset[str] | None"]


def flaws(
    repository: Repository, trusted: Trusted, carried: list[Carried], landing: Judged, change: Change
) -> tuple[Fault, ...]:
    """Flaws of the policy and plans that land; and of standing plans, where those that land make them so."""
    policy = _policy(trusted, carried)
    if policy is None:
        return ()
    plans = _plans(trusted, carried)
    pages = _pages(repository, plans, landing, change)
    found: list[Fault] = []
    for document in carried:
        if document.data is None or document.kind.make is None:
            continue
        plan = plans[document.name] if document.kind.name == "plan" else None
        found += _placed(document, Draft(policy, plan, _beside(plans, plan), pages, None))
    return (*found, *_broken(carried, trusted, policy, plans, pages)) if trusted.adopted else tuple(found)


def _policy(trusted: Trusted, carried: list[Carried]) -> Policy | None:
    """The policy that would count."""
    for document in carried:
        if document.kind.name == "policy" and document.in_place:
            return policy_from(document.data, trusted.policy.where) if document.data is not None else None
    return trusted.policy if trusted.adopted else None


def _plans(trusted: Trusted, carried: list[Carried]) -> dict[str, Plan]:
    """The plans that would count; one that cannot be read leaves the one before it."""
    plans = {plan.id: plan for plan in trusted.plans}
    for document in carried:
        if document.kind.name == "plan" and document.in_place:
            if document.read is None:
                plans.pop(document.name, None)
            elif document.data is not None:
                plans[document.name] = plan_from(document.data, document.read.name, document.read.lines)
    return plans


def _beside(plans: dict[str, Plan], plan: Plan | None) -> dict[str, Plan]:
    return {name: other for name, other in plans.items() if other is not plan}


def _pages(repository: Repository, plans: dict[str, Plan], landing: Judged, change: Change) -> Anchors:
    """The anchors of every page that a way back leads to, as it would stand."""
    found: Anchors = {}
    for path in sorted({path for plan in plans.values() for path in plan.pages()}):
        oid = landed_file(repository, landing, change.old, change.new, path)
        found[path] = None
        if oid is not None:
            _, text = next(repository.up_to([oid], LARGEST))
            if text is None:
                what = f"more than {LARGEST:,} bytes of prose, in which a way back should stand"
                raise GuardError("G813", what, shown(path), "split the file")
            found[path] = anchors(text.decode("utf-8", "replace"))
    return found


def _placed(document: Carried, draft: Draft) -> Iterator[Fault]:
    assert document.read is not None
    for flaw in lint(draft):
        line, column = document.read.place(flaw.place)
        yield Fault(flaw.rule, document.file.path, line, column, flaw.what, flaw.mend, flaw.why)


def _broken(
    carried: list[Carried], trusted: Trusted, policy: Policy, plans: dict[str, Plan], pages: Anchors
) -> Iterator[Fault]:
    """What is wrong with a standing plan only once these documents have landed; told of the policy, if it is one."""
    causes = sorted(
        [one for one in carried if one.in_place and one.kind.make], key=lambda one: one.kind.name != "policy"
    )
    standing = {plan.id: plan for plan in trusted.plans}
    for plan in trusted.plans if causes else ():
        if plans.get(plan.id) is not plan:
            continue
        after = lint(Draft(policy, plan, _beside(plans, plan), pages, None))
        known = set(lint(Draft(trusted.policy, plan, _beside(standing, plan), pages, None))) if after else set()
        for flaw in after:
            if flaw not in known:
                what = f"once this has landed, plan {plan.id}: {flaw.what}"
                yield Fault(flaw.rule, causes[0].file.path, 1, 1, what, flaw.mend, flaw.why)
