"""What is in the history of what, exactly: whatever the clocks said when the commits were made.

`git rev-list A ^B` goes by dates. A commit dated after those that came later is listed although B holds it: never one
too few, sometimes some too many. Only `git merge-base` walks until it is sure.
"""

from __future__ import annotations

from guard.errors import GuardError

MANY = 32  # commits that git is asked about one by one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.run import Runner
    from guard.model.change import Commit


def contains(runner: Runner, tip: bytes, commit: bytes) -> bool:
    """The commit is part of the history of the tip. git answers in words: a code alone may be a failure.

    A list that is empty is right, and an object that is missing is an error of it. Where it says no, the dates may: the
    second question knows better, and takes what is missing for the end of the history.
    """
    words = ("rev-list", "--count", "--max-count=1", commit.decode(), "^" + tip.decode(), "--")
    told = runner.read(words).strip()
    if told not in (b"0", b"1"):
        raise GuardError("G817", "git rev-list told no number", "the repository", "run git fsck, then ask guard again")
    if told == b"0":
        return True
    apart = set(runner.read(("merge-base", "--independent", tip.decode(), commit.decode())).split())
    if apart not in ({tip}, {commit}, {tip, commit}):
        raise GuardError("G817", "git merge-base named others", "the repository", "run git fsck, then ask guard again")
    return apart == {tip}


def beyond(runner: Runner, commits: list[Commit], base: bytes, fork: bytes) -> list[Commit]:
    """Of what git lists as not in the history of `base`, what truly is not; `fork` is where the two lines part.

    Below a commit that the base holds, it holds all. So the lowest ones are asked, and on a branch that grew from its
    fork alone, where there is nothing between, not even those.
    """
    listed = {commit.oid for commit in commits}
    lowest = [commit for commit in commits if listed.isdisjoint(commit.parents)]
    around = {parent for commit in commits for parent in commit.parents} - listed
    if fork not in listed and around <= {fork} and all([commit.parents for commit in lowest]):
        return commits
    if _unheld(runner, [commit.oid for commit in lowest], base):
        return commits
    held = history(runner, base)
    return [commit for commit in commits if commit.oid not in held]


def history(runner: Runner, tip: bytes) -> frozenset[bytes]:
    """The commit and all before it. Nothing is left out, so no date is asked; it takes as long as the history is."""
    return frozenset(runner.read(("rev-list", tip.decode(), "--")).split())


def _unheld(runner: Runner, commits: list[bytes], base: bytes) -> bool:
    """None of these, of which none lies below another, is in the history of the base; False too where they are many."""
    if len(commits) > MANY:
        return False
    words = ("merge-base", "--independent", base.decode(), *[commit.decode() for commit in commits])
    return set(commits) <= set(runner.read(words).split())
