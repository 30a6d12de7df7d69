"""A push of the log: it only grows, by entries that are well formed; one that counts for nothing is told, and taken."""

from __future__ import annotations

from guard.doors.log.chain import links
from guard.doors.log.faults import BRANCH
from guard.errors import GuardError
from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.verdict import weigh
from guard.trust import log as log_door
from guard.trust.entries import signed
from guard_hooks.server import ground as grounds
from guard_hooks.server.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.log import Log
    from guard_hooks.server.ground import Ground
    from guard_hooks.server.pushed import Update

MOST = 3  # entries that are told one by one
JOIN = "put your entries on top of the log that stands here: guard log sync"


def grows(repository: Repository, update: Update, stands: bytes) -> Told | None:
    """Why it may not come, by the chain alone; None where every new entry stands on the last one, well formed."""
    if not update.new:
        return _refused("G641", "it would be deleted, and every approval, revocation and record with it")
    if update.old != stands:
        return _refused("G641", "it has moved since this push was made")
    try:
        if update.old and not repository.contains(update.new, update.old):
            return _refused("G641", "entries that stand in it would no longer be in it")
        signed(links(repository, update.new, update.old))
    except GuardError as error:
        return _refused(error.rule, error.what, error.where)
    return None


def fits(ground: Ground, update: Update) -> Told:
    """Whether all of it holds beside the trusted branch as the push leaves it; entries without effect are named."""
    if not ground.after or not grounds.adopted(ground.repository, ground.after):
        return Told(None, words="guard: the log is taken; who is believed in it is asked once there is a policy\n")
    try:
        _, trusted = grounds.documents(ground, ground.after)
        found = log_door.fetched(ground.repository, trusted, update.new)
        if found.ahead and not (update.old and log_door.verify_at(ground.repository, trusted, update.old).ahead):
            return _ahead(ground, found.ahead)
    except GuardError as error:
        return _refused(error.rule, error.what, error.where)
    return Told(None, words=_words(ground, update, found))


def _words(ground: Ground, update: Update, found: Log) -> str:
    fresh = {link.commit for link in links(ground.repository, update.new, update.old)}
    void = [one for one in found.void if one.commit in fresh]
    lines = [f"guard: the log is taken, {len(fresh):,} {'entry' if len(fresh) == 1 else 'entries'} more"]
    lines += [f"guard: {shown(one.id[:19])} counts for nothing: {one.why} [{one.rule}]" for one in void[:MOST]]
    lines += [f"guard: and {len(void) - MOST:,} more that count for nothing"] if len(void) > MOST else []
    return "\n".join(lines) + "\n"


def _ahead(ground: Ground, commit: bytes) -> Told:
    branch = shown(ground.setting.trusted)
    what = f"it records {shown(commit[:12])}, which {branch} does not hold here"
    return _refused(
        "G506", what, "nobody could land anything until it does", f"push {branch} first, then: guard log sync"
    )


def _refused(rule: str, what: str, why: str = "a log only grows", mend: str = JOIN) -> Told:
    steps = [Next("you", mend)]
    if rule == "G505":
        steps.insert(0, Next("you", "see which of your entries it is: guard log verify; nothing of it is taken here"))
    return Told(weigh("merge", (finding(rule, f"{BRANCH.decode()}: {what}", why, tuple(steps)),)))
