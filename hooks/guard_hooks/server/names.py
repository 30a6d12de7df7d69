"""Which names a push may bear: branches, tags and notes, and none that guard or git would take for something else."""

from __future__ import annotations

from guard.doors.git.objects import missing
from guard.doors.log.faults import BRANCH
from guard.escape import shell_word, shown
from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.finding import Finding
    from guard_hooks.server.pushed import Update

HEADS, TAGS, NOTES = b"refs/heads/", b"refs/tags/", b"refs/notes/"
OWN = {
    b"refs/replace/": "git shows other objects in the place of those that it names",
    b"refs/remotes/": "that is what a clone remembers of other repositories, and the log is looked for there",
    b"refs/guard/": "guard keeps its own refs there",
}
TAKEN = frozenset((b"refs", b"heads", b"tags", b"remotes", b"head"))


def refused(update: Update, trusted: bytes) -> Finding | None:
    """Why nothing may be pushed under this name; None where it may. One that is in the way may be taken away."""
    ref = update.ref
    why = _own(ref) or (update.new and (_beside(ref, trusted) or _mistaken(ref, trusted)))
    if not why:
        return None
    return finding("G642", shown(ref), why, (Next("you", "push it as a branch or a tag of another name"),))


def no_commits(repository: Repository, updates: tuple[Update, ...]) -> list[Finding]:
    """Branches that would name something else. git refuses them after the hook, each by itself, and takes the rest."""
    heads = [one for one in updates if one.new and one.ref.startswith(HEADS)]
    found = []
    for one, kind in zip(heads, repository.kinds([one.new for one in heads]), strict=True):
        if not kind:
            raise missing(one.new)
        if kind != b"commit":
            what = f"{shown(one.ref)}: it would name a {shown(kind)}"
            meant = one.new + b"^{commit}" if kind == b"tag" else b"COMMIT"
            push = Next("you", f"push a commit there: git push origin {shell_word(meant + b':' + one.ref)}")
            found.append(finding("G648", what, "a branch names a commit, and git would refuse this one", (push,)))
    return found


def _own(ref: bytes) -> str:
    for folder, why in OWN.items():
        if ref.startswith(folder):
            return why
    if not ref.startswith((HEADS, TAGS, NOTES)):
        return "a push brings branches, tags and notes; nobody judges what lies elsewhere"
    return ""


def _beside(ref: bytes, trusted: bytes) -> str:
    """In the way of the trusted branch or the log, on this file system or another."""
    for kept in (trusted, BRANCH):
        if ref.lower().startswith(kept.lower() + b"/"):
            return f"it lies below {shown(kept)}, as if that were a folder, and would be in its way"
        if ref != kept and ref.lower() == kept.lower():
            return f"where letter case does not count, it is {shown(kept)}"
    return ""


def _mistaken(ref: bytes, trusted: bytes) -> str:
    """A short name that git, asked for a branch, would take for another one."""
    short = ref.split(b"/", 2)[2]
    if ref.startswith(NOTES):
        return ""
    low = short.lower()  # there are file systems where letter case does not count
    if low.split(b"/")[0] in TAKEN:
        return f"git takes {shown(short)} for another name than this"
    for kept in (trusted.removeprefix(HEADS), BRANCH.removeprefix(HEADS)):
        if low == b"origin/" + kept.lower() or (ref.startswith(TAGS) and low == kept.lower()):
            return f"who asks git for {shown(short)} means the branch, and would be given this"
    return ""
