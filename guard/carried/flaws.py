"""What lint says of the documents that would land, as they would then stand together."""

from __future__ import annotations

from guard.doors.git.landed import file_at, landed_file
from guard.errors import GuardError
from guard.escape import shown
from guard.grammar.way import LARGEST, anchors
from guard.lint import lint
from guard.model.case import Fault
from guard.model.draft import Draft
from guard.model.plan import Plan, plan_from
from guard.model.policy import Policy, policy_from
from guard.model.question import UNSETTLED, fingerprint
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guard.carried.document import Carried
    from guard.doors.git.repository import Repository
    from guard.model.change import Change
    from guard.model.operation import Judged
    from guard.trust import Trusted

    Anchors = dict[bytes, frozenset[str] | None]
else:
    Anchors = dict


class Standing(NamedTuple):
    """Documents as they stand together, and the pages that ways back lead to."""

    policy: Policy
    plans: dict[str, Plan]
    pages: Anchors

    def draft(self, plan: Plan | None) -> Draft:
        others = {name: other for name, other in self.plans.items() if other is not plan}
        return Draft(self.policy, plan, others, self.pages, None)


def flaws(
    repository: Repository,
    trusted: Trusted,
    carried: list[Carried],
    pages: list[bytes],
    landing: Judged,
    change: Change,
) -> tuple[Fault, ...]:
    """Flaws of the policy and plans that land; and of standing plans, where what lands makes them so."""
    policy = _policy(trusted, carried)
    if policy is None:
        return ()
    plans = _plans(trusted, carried)
    landed = pages_read(repository, plans, lambda page: landed_file(repository, landing, change.old, change.new, page))
    after = Standing(policy, plans, landed)
    found = [fault for document in carried for fault in _placed(document, after)]
    if trusted.adopted:
        before = {plan.id: plan for plan in trusted.plans}
        stood = pages_read(repository, before, lambda page: file_at(repository, change.old, page))
        found += _broken(carried, pages, Standing(trusted.policy, before, stood), after)
    return tuple(found)


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


def pages_read(repository: Repository, plans: dict[str, Plan], find: Callable[[bytes], bytes | None]) -> Anchors:
    """The anchors of every page that a way back leads to; None for one that is not there."""
    found: Anchors = {}
    for path in sorted({path for plan in plans.values() for path in plan.pages()}):
        oid = find(path)
        found[path] = None
        if oid is not None:
            _, text = next(repository.up_to([oid], LARGEST))
            if text is None:
                what = f"more than {LARGEST:,} bytes of prose, in which a way back should stand"
                raise GuardError("G813", what, shown(path), "split the file")
            found[path] = anchors(text.decode("utf-8", "replace"))
    return found


def _placed(document: Carried, after: Standing) -> Iterator[Fault]:
    """What is wrong in a document that lands, at its place."""
    if document.read is None or document.data is None or document.kind.make is None:
        return
    plan = after.plans[document.name] if document.kind.name == "plan" else None
    for flaw in lint(after.draft(plan)):
        line, column = document.read.place(flaw.place)
        told = (flaw.what, flaw.mend, flaw.why, _question(plan, flaw.place))
        yield Fault(flaw.rule, document.file.path, line, column, *told)


def _question(plan: Plan | None, place: str) -> str:
    """Of an assumption that nothing settles: what it will be asked as of all that is held to the plan."""
    for one in plan.assumptions if plan is not None else ():
        if place == f"/assume/{one.name}" or place.startswith(f"/assume/{one.name}/"):
            return fingerprint(UNSETTLED, one.says)
    return ""


def _broken(carried: list[Carried], pages: list[bytes], before: Standing, after: Standing) -> Iterator[Fault]:
    """What is wrong with a standing plan only once this has landed; told of the policy, else of what else changed."""
    causes = sorted(
        [one for one in carried if one.in_place and one.kind.make], key=lambda one: one.kind.name != "policy"
    )
    paths = [*(one.file.path for one in causes), *pages]
    for plan in before.plans.values() if paths else ():
        if after.plans.get(plan.id) is not plan:
            continue
        now = lint(after.draft(plan))
        known = set(lint(before.draft(plan))) if now else set()
        for flaw in now:
            if flaw not in known:
                what = f"once this has landed, plan {plan.id}: {flaw.what}"
                yield Fault(flaw.rule, paths[0], 1, 1, what, flaw.mend, flaw.why)
