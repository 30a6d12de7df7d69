"""Secret values that the change set puts into a file (G306), in what lands and in every commit; never shown."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Operation

ID = "secret.exposed"
WHY = "whoever can read the repository, now or later, can use it; taking it out in a later commit leaves it in history"


def check(case: Case) -> Iterator[Finding]:
    """Also with `merges: squash`: a commit that is squashed away has been pushed all the same."""
    for judged in case.judged():
        for path in judged.effects:
            for operation in judged.operations[path]:
                if operation.id == ID:
                    yield _exposed(case, path, operation, judged.changes.commit)


def _exposed(case: Case, path: bytes, operation: Operation, commit: bytes) -> Finding:
    kind = (operation.object or "secret:value").partition(":")[2]
    line = f" at line {operation.line}" if operation.line is not None else ""
    out = "take it out of this file, and read it from the environment or a secret store where it is needed"
    again = "rotate it if it was ever pushed: what was published is known"
    if case.door != "commit":
        out = "take it out of the commit that brought it (git rebase -i), so that no commit of the range holds it"
    you = Next("you", out)
    owners = [Next(name, again) for name in case.policy.people_for(path)] or [Next("whoever issued it", again)]
    return finding(
        "G306", f"{shown(path)} holds a secret ({shown(kind)}){line}", WHY, (you, *owners), path, operation.line, commit
    )
