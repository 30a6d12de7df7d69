"""Files that steer guard, CI, hooks and agents: they change alone (G106), and with their owner's word (G107, G404)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.change import SUBMODULE
from guard.model.finding import Next, finding, settled
from guard.model.owning import asks, waits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Judged

WHY = (
    "guard, CI, hook and harness settings, CODEOWNERS, .gitattributes and .gitmodules "
    "steer what is checked and what runs"
)

READS = "reads the change"
APART = (Next("you", "commit the protected files apart, on a branch of their own"),)


def check(case: Case) -> Iterator[Finding]:
    """A change of theirs hidden among others is a violation; alone it waits for its owner."""
    for judged in case.judged():
        mixed = bool(judged.protected) and not _alone(judged)
        for path in sorted(judged.protected):
            if mixed:
                yield finding(
                    "G106",
                    f"{shown(path)} is changed together with other files",
                    WHY,
                    APART,
                    path,
                    commit=judged.changes.commit,
                )
            yield _owned(case, path, judged.changes.commit)
    for path in sorted(case.landing.protected):
        covered = case.covered(path)
        if covered is not None and covered.given.state in ("stale", "expired"):
            what = f"the approval of {shown(path)} no longer fits"
            yield finding("G404", what, covered.given.why, asks(case, path, covered, READS), path)


def _alone(judged: Judged) -> bool:
    """Submodules may come with .gitmodules, because neither is of use without the other."""
    others = {change.path: change for change in judged.changes.changes if change.path not in judged.protected}
    if judged.protected == {b".gitmodules"}:
        return all(SUBMODULE in (change.old_mode, change.new_mode) for change in others.values())
    return not others


def _owned(case: Case, path: bytes, commit: bytes) -> Finding:
    """It waits for its owner, unless that is who approved it as it lands."""
    covered, by = case.covered(path), case.approved(path)
    why = f"{WHY}; {covered.given.why}" if covered is not None and covered.given.why else WHY
    why, steps = waits(case, path, why, READS)
    found = finding("G107", f"{shown(path)} is changed", why, steps, path, commit=commit)
    return settled(found, f"{by} approved it as it lands") if by else found
