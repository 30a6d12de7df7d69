"""Work that needs a plan and is held to none (G102), or could be held to several (G108)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.operation import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    if case.binding.plan is not None:
        return
    if case.binding.others:
        yield _which(case)
        return  # whether a plan covers the work is known once it is said which
    for judged in case.judged(case.policy.squash):
        for path, operations in judged.operations.items():
            if case.policy.is_planned(operations) and not case.free(judged, path):
                counting = [one for one in operations if one.counts]  # what is quiet asks for no plan
                yield _needed(case, path, told(counting), judged.changes.commit)


def _needed(case: Case, path: bytes, words: str, commit: bytes) -> Finding:
    why = (
        f"policy: needs_plan is {', '.join(case.policy.needs_plan)}; "
        f"no plan that counts covers it  ({case.policy.where})"
    )
    people = case.policy.people_for(path)
    you = Next(
        "you",
        "guard plan new NAME --from expand-contract     fill it in, commit it alone; then end your turn and ask for it",
    )
    return finding(
        "G102",
        f"{shown(path)}: {words}",
        why,
        (you, *(Next(name, "reads the plan and merges it") for name in people)),
        path,
        commit=commit,
    )


def _which(case: Case) -> Finding:
    plans = ", ".join(case.binding.others)
    mend = (Next("you", f"say which plan this belongs to: guard check --plan {case.binding.others[0]} --phase PHASE"),)
    return finding(
        "G108",
        f"several plans stand on the trusted branch: {plans}",
        "held to none of them, a change set is held to nothing",
        mend,
    )
