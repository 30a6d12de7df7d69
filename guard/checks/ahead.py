"""The log knows of a landing that the trusted branch, as it stands here, does not hold (G506).

So what stands here is old, or the branch was set back: policy, plans and phases are others by now.
"""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """Nothing that is judged by an old branch can be believed."""
    if case.progress is None or not case.progress.world.ahead:
        return
    commit = case.progress.world.ahead[:12].decode()
    what = f"the log records that {commit} landed, and the trusted branch as it stands here does not hold it"
    why = "policy, plans and phases are judged as they stood before it"
    you = Next("you", "bring the branch up to date: git fetch (in CI: check out the branch as it is now)")
    yield finding("G506", what, why, (you,))
