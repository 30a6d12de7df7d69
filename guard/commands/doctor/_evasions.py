"""Twelve ways in which a change can arrive past the hook that would have judged it, tried in a throwaway repository.

What each brings is out of scope for the phase that is taken up there, or not what that phase may do.
"""

from __future__ import annotations

import os
import stat

from guard.doors.git.throwaway import Said
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.throwaway import Throwaway

FOLDER = "guard-drill"
PLAN, PHASE, BRANCH = "guard-drill", "only", "guard-drill"
WITHIN, WITHOUT = f"{FOLDER}/in/file", f"{FOLDER}/out/file"
LINK = f"{FOLDER}/in/link"
POLICY = ".guard/policy.yaml"
OUT = {WITHOUT: "changed, and out of scope\n"}
FINE = {WITHIN: "changed, and in scope\n"}
MESSAGE = f"Try a change\n\nGuard-Plan: {PLAN}\nGuard-Phase: {PHASE}"
DOCUMENT = """\
plan: {plan}
version: 1
owner: {owner}
why: A throwaway plan for guard doctor --drill, which stands in no other repository
scope: {{paths: [/{folder}/in/**], max: {{files: 50, lines: 1000}}}}
phases:
  {phase}: {{does: [file.add, file.modify, file.symlink]}}
"""


class Stage(NamedTuple):
    """The throwaway repository, and the commit of its trusted branch."""

    at: Throwaway
    base: str
    hooked: bool  # the hooks run, as they do here

    def reset(self, commit: str) -> None:
        """As it was before: nothing under way, and HEAD at this commit."""
        self.at.tried("am", "--abort", hooked=False)
        self.at.quiet("reset", "-q", "--hard", self.base)
        self.at.quiet("checkout", "-q", "-f", "-B", BRANCH, commit)
        self.at.quiet("clean", "-q", "-f", "-d", "-x")

    def git(self, *words: str, stdin: bytes = b"") -> Said:
        """As whoever works here would run it."""
        return self.at.tried(*words, hooked=self.hooked, stdin=stdin)

    def add(self, files: dict[str, str]) -> None:
        """Written and staged."""
        for path, text in files.items():
            self.at.write(path, text)
        self.at.quiet("add", "--sparse", "--", *files)

    def bad(self) -> str:
        """A commit on the base that nobody judged."""
        return self.at.commit(self.base, OUT, MESSAGE)

    def good(self) -> str:
        """One in scope."""
        return self.at.commit(self.base, FINE, MESSAGE)


class Evasion(NamedTuple):
    """What is tried, in words that teach nobody how, and the trying: what the last git of it came to."""

    what: str
    act: Callable[[Stage], Said]
    pushed: tuple[str, ...] = ()  # words of the push that follows


def in_scope(stage: Stage) -> Said:
    """What is no evasion: it shows that the rest is caught for what it does."""
    stage.add(FINE)
    return stage.git("commit", "-q", "-m", MESSAGE)


def _unasked(stage: Stage) -> Said:
    stage.add(OUT)
    return stage.git("commit", "-q", "--no-verify", "-m", MESSAGE)


def _elsewhere(stage: Stage) -> Said:
    stage.add(OUT)
    return stage.git("-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", MESSAGE)


def _by_parts(stage: Stage) -> Said:
    return stage.git("update-ref", "HEAD", stage.bad())


def _picked(stage: Stage) -> Said:
    return stage.git("cherry-pick", stage.bad())


def _merged(stage: Stage) -> Said:
    bad = stage.bad()
    stage.reset(stage.good())
    return stage.git("merge", "-q", "--no-edit", "-m", MESSAGE, bad)


def _mailed(stage: Stage) -> Said:
    patch = stage.at.quiet("format-patch", "-1", "--stdout", stage.bad()) + "\n"
    return stage.git("am", "-q", stdin=patch.encode())


def _amended(stage: Stage) -> Said:
    stage.reset(stage.bad())
    stage.add(FINE)
    return stage.git("commit", "-q", "--amend", "-m", MESSAGE)


def _switched_off(stage: Stage) -> Said:
    """Each hook that stands there is no longer executable, and git passes it over."""
    modes = {}
    for name in os.listdir(stage.at.hooks):
        path = os.path.join(stage.at.hooks, name)
        modes[path] = stat.S_IMODE(os.stat(path).st_mode)
        os.chmod(path, 0o644)
    try:
        stage.add(OUT)
        return stage.git("commit", "-q", "-m", MESSAGE)
    finally:
        for path, mode in modes.items():
            os.chmod(path, mode)


def _linked(stage: Stage) -> Said:
    os.symlink("../out/file", os.path.join(stage.at.top, LINK))
    stage.at.quiet("add", "--sparse", "--", LINK)
    return stage.git("commit", "-q", "-m", MESSAGE)


def _executable(stage: Stage) -> Said:
    os.chmod(os.path.join(stage.at.top, WITHIN), 0o755)
    stage.at.quiet("add", "--sparse", "--", WITHIN)
    return stage.git("commit", "-q", "-m", MESSAGE)


def _ruled(stage: Stage) -> Said:
    """The policy means the same afterwards: that it changes beside code is enough."""
    stage.add(FINE)
    text = stage.at.content(stage.base, POLICY) + "# changed beside code\n"
    blob = stage.at.quiet("hash-object", "-w", "--stdin", stdin=text.encode())
    stage.at.quiet("update-index", "--cacheinfo", f"100644,{blob},{POLICY}")
    return stage.git("commit", "-q", "-m", MESSAGE)


EVASIONS = (
    Evasion("a commit that asks for no hook", _unasked),
    Evasion("a commit with hooks from somewhere else", _elsewhere),
    Evasion("a commit put together without git commit", _by_parts),
    Evasion("a commit picked from another branch", _picked),
    Evasion("a merge of another branch", _merged),
    Evasion("a patch from a mail", _mailed),
    Evasion("a push that asks for no hook", _unasked, ("--no-verify",)),
    Evasion("an amend over a commit that nobody judged", _amended),
    Evasion("a commit while the hooks cannot be run", _switched_off),
    Evasion("a symlink that leads out of scope", _linked),
    Evasion("a file made executable", _executable),
    Evasion("the policy changed beside code", _ruled),
)
