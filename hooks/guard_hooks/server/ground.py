"""What a push is judged on: the server's own settings, the trusted branch, and the log as the push would leave it."""

from __future__ import annotations

import os

from guard import trust
from guard.doors.git.standing import standing
from guard.doors.log import tips
from guard.doors.log.faults import BRANCH
from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import Change, revision
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict, not_judged
from guard.pipeline import weigh_change
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.trust import Trusted

HEADS = b"refs/heads/"
NAME_IT = "who runs this server names it: git config guard.trusted refs/heads/main"
TAGS = ("landed", "any")


class Setting(NamedTuple):
    """What the server's own configuration says; a push changes none of it."""

    trusted: bytes  # the full name of the branch
    tags: str = "landed"  # which tags may come


class Ground(NamedTuple):
    """One server, and one push to it."""

    repository: Repository
    setting: Setting
    before: bytes  # where the trusted branch stands, b"" where it is not born
    log_before: bytes
    after: bytes  # where the push would leave it
    log: bytes


def setting(repository: Repository) -> Setting:
    """`guard.trusted` and `guard.tags` of this repository; the branch of HEAD where the first is not said."""
    words = ("config", "--null", "--get-regexp", r"^guard\.(trusted|tags)$")
    rows = [row.partition(b"\n") for row in repository.runner.read(words, accept=(0, 1)).split(b"\0")[:-1]]
    said = {name: value for name, _, value in rows}
    trusted = said.get(b"guard.trusted") or os.fsencode(repository.refs.target("HEAD"))
    tags = said.get(b"guard.tags", b"landed").decode("utf-8", "replace")
    where = shown(os.fsencode(repository.place.git_dir))
    if not trusted.startswith(HEADS) or trusted == BRANCH:
        named = f", and {shown(trusted)} is none" if trusted else ""
        raise GuardError("G812", f"nothing says which branch of this server is trusted{named}", where, NAME_IT)
    if tags not in TAGS:
        mend = "who runs this server says it again: git config guard.tags landed"
        raise GuardError("G812", f"guard.tags is landed or any, and not {shown(tags)}", where, mend)
    return Setting(trusted, tags)


def stood(repository: Repository, said: Setting) -> tuple[bytes, bytes]:
    """Where the trusted branch and the log stand now; a ref that is damaged is an error."""
    found = standing(repository.runner, repository.place, repository.objects, [said.trusted, BRANCH])
    return found[said.trusted], found[BRANCH]


def adopted(repository: Repository, commit: bytes) -> bool:
    """A policy stands there, whatever it holds."""
    folder = repository.folders(repository.tree(commit), [b".guard"]) if commit else {}
    return b"policy.yaml" in folder.get(b".guard", {})


def documents(ground: Ground, commit: bytes) -> tuple[Trigger, Trusted]:
    """Policy and plans as they stand at a commit of the trusted branch, and the question that is asked under them."""
    trigger = Trigger("range", git=ground.repository.runner.git, log=ground.log)
    trusted = trust.read(ground.repository, trigger, os.fsdecode(ground.setting.trusted), commit)
    return trigger, trusted


def weighed(ground: Ground, base: bytes, tip: bytes, lands: bool = True) -> Verdict:
    """The verdict on what lies between two commits, under the documents of the first.

    What lands by a push is not squashed, whatever the house does elsewhere: each commit stays in the history.
    """
    shadow = False
    try:
        trigger, trusted = documents(ground, base)
        shadow = trusted.policy.shadow
        pinned(ground, trusted)
        if lands:
            trusted = trusted._replace(policy=trusted.policy._replace(squash=False))
        landed = ground.repository.range(base, tip)
        change = Change(landed.landing, landed.steps, landed.commits, landed.fork, tip, base, revision(tip))
        return weigh_change(ground.repository, trigger._replace(tip=tip.decode()), trusted, change)
    except GuardError as error:
        return not_judged("merge", error, shadow=shadow)


def pinned(ground: Ground, trusted: Trusted) -> None:
    """The log is the one that the policy names, where it names one."""
    first = trusted.policy.log or ""
    if first and not ground.log:
        mend = "push the log with it, or before it: guard log sync"
        raise GuardError("G504", "the policy names the first entry of a log, and there is no log here", first, mend)
    if ground.log:
        tips.begins_as(ground.repository, ground.log, first)
