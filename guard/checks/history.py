"""Commits that cannot be what they seem: without a parent (G130), or malformed (G131)."""

from __future__ import annotations

from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding

REBASE = (
    Next("you", "carry the work over onto the trusted branch: git switch -c NAME origin/main, then git cherry-pick"),
)
REMAKE = (Next("you", "make the commit again with git itself: git commit --amend, or git rebase"),)


def check(case: Case) -> Iterator[Finding]:
    for commit in case.commits:
        name = commit.oid[:12].decode()
        if not commit.parents:
            yield finding(
                "G130",
                f"commit {name} has no parent",
                "a history of its own cannot be compared with the trusted branch",
                REBASE,
                commit=commit.oid,
            )
        if commit.fault:
            yield finding(
                "G131",
                f"commit {name}: {commit.fault}",
                "tools disagree about what such a commit says",
                REMAKE,
                commit=commit.oid,
            )
