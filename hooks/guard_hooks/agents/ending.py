"""The end of an agent's turn: what it would leave behind that no commit takes, told to it once.

A script or a build writes what no door saw. Where such files stand in the work tree since the session began, or what is
taken up is not open any more, the agent is told before its turn is over, so that it puts it right or tells whoever it
works for. The same thing is never said twice in a session, and no more than a few things are: no turn is kept going.
What cannot be judged here is not said, for nothing is let through by it.
"""

from __future__ import annotations

import os
from itertools import islice

from guard import trust
from guard.doors import cache
from guard.doors.files import content
from guard.doors.taken import taken
from guard.errors import GuardError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard_hooks.agents import session
from guard_hooks.agents.call import Decision, Edit
from guard_hooks.agents.place import around
from guard_hooks.agents.proposed import READ, Proposed, content_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.trust import Trusted
    from guard_hooks.agents.call import Call
    from guard_hooks.agents.place import Ground

ALLOW = Decision("allow")
MOST = 500  # files that are judged by what they hold
ALL = 5_000  # files that are judged; those beyond the first by their paths alone
KEPT = 5  # lines that git keeps of how a file stood when it was last looked at
DRAFTS = b".guard/plans/"  # drafts of plans stand there as long as somebody writes them
TOLD = "Then end your turn, and say it to the person you work for. This is told once."
LEFT = (
    "guard: your turn ends, and the commit would refuse what stands in this work tree. Put right what you wrote, or"
    f" take it back; leave alone what somebody else changed. {TOLD}"
)
CLOSED = f"guard: your turn ends, and what is taken up here cannot go on. Look whose turn it is. {TOLD}"


def ended(call: Call, git: str | None) -> Decision:
    """What is said to an agent that says it is done; nothing, as a rule."""
    ground = around(call.folder)
    since = session.begun(ground.git_dir, call.session) if ground is not None else 0
    if ground is None or not since or _between(ground):  # nothing that can write was asked, or git is in the middle
        return ALLOW
    try:
        edits, found = _judged(ground._replace(git=git), since)
    except GuardError:
        return ALLOW
    if found.kind == "allow" or session.told(ground.git_dir, call, edits, found):
        return ALLOW
    return ALLOW if session.append(ground.git_dir, call, edits, found) else found


def _between(ground: Ground) -> bool:
    """A merge or a rebase is not over: what others landed stands in the work tree as well."""
    from guard_hooks.message import REPLAYED

    return any([os.path.lexists(os.path.join(ground.git_dir, one)) for one in REPLAYED])


def _judged(ground: Ground, since: int) -> tuple[tuple[Edit, ...], Decision]:
    trigger = Trigger("staged", cache=cache.allowed())
    with Proposed(ground, hint=trigger.cache) as repository:
        trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
        if not trusted.adopted or trusted.policy.shadow:
            repository.forget()
            return (), ALLOW
        edits = tuple(islice(_changed(repository, ground, since), ALL))
        found = _left(repository, ground, trusted, edits)
        return (edits, found) if found.kind != "allow" else ((), _closed(ground, trusted))


def _left(repository: Proposed, ground: Ground, trusted: Trusted, edits: tuple[Edit, ...]) -> Decision:
    """The files, as if one edit had made them: what a person was asked about is not asked again."""
    from guard_hooks.agents.work import of_edits

    found = of_edits(repository, ground, trusted, ground.top, edits) if edits else ALLOW
    return found._replace(words=f"{LEFT}\n\n{found.words}{_more(ground)}") if found.kind == "deny" else ALLOW


def _closed(ground: Ground, trusted: Trusted) -> Decision:
    """What is taken up, where it is not open any more."""
    from guard_hooks.agents.openness import closed

    for claim in taken(ground.git_dir):
        found = closed(ground, trusted, f"{claim.plan}/{claim.phase}")
        if found is not None:
            return found._replace(kind="deny", words=f"{CLOSED}\n\n{found.words}{_more(ground)}")
    return ALLOW


def _more(ground: Ground) -> str:
    plans = [shown(claim.plan) for claim in taken(ground.git_dir)]
    return f"\n\nwhere things stand: {' '.join(['guard next', *plans, '--format agent'])}"


def _changed(repository: Proposed, ground: Ground, since: int) -> Iterator[Edit]:
    """The files that stand otherwise than at HEAD since then, as they stand."""
    top, read = os.fsencode(ground.top), 0
    for path in _suspects(repository, since):
        place = os.path.join(top, path)
        drafted = path.startswith(DRAFTS) and path.endswith((b".yaml", b".md"))
        if drafted or os.path.islink(place) or os.path.isdir(place) or _same(repository, place, path):
            continue
        lost = not os.path.lexists(place)
        read += 1
        yield Edit(os.fsdecode(path), None if lost or read > MOST else _text(place), delete=lost)


def _suspects(repository: Proposed, since: int) -> list[bytes]:
    """What is new since then, gone, or in the index otherwise than at HEAD.

    git reads no content for that: to do so it would start programs that the settings of the repository name.
    """
    runner = repository.real.runner
    here = os.getcwd()
    try:
        os.chdir(repository.place.top)
        head = (repository.head or repository.tree(b"")).decode()
        known = runner.read(("ls-files", "-z", "-v", "--debug"))
        other = runner.read(("ls-files", "-z", "--others", "--exclude-standard")).split(b"\0")
        staged = runner.read(("diff-index", "--cached", "--name-only", "-z", "--no-renames", head)).split(b"\0")
        held = [path for path, stood in _known(known) if _moved(path, since, stood)]
        new = [path for path in other if path and _moved(path, since)]
        return sorted({*held, *new, *filter(None, staged)})
    finally:
        os.chdir(here)


def _known(said: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """The files that the index has, and what it keeps of how each stood; none that is not checked out here (S)."""
    name, *rows = said.split(b"\0")
    for row in rows:
        *stood, following = [*row.split(b"\n", KEPT), b""][: KEPT + 1]
        if name[:2] not in (b"S ", b"s "):
            yield name[2:], stood
        name = following


def _moved(path: bytes, since: int, stood: list[bytes] | None = None) -> bool:
    """It was written since then, and not by git as it brought it here.

    Whoever unpacks or copies it may set back when it was written, but not when it came to stand so.
    """
    try:
        now = os.lstat(path)
    except OSError:
        return True
    seconds, rest = divmod(now.st_mtime_ns, 1_000_000_000)
    time, size = b"  mtime: %d:%d" % (seconds, rest), b"  size: %d\t" % now.st_size
    brought = stood is not None and time in stood and any([row.startswith(size) for row in stood])
    return max(now.st_mtime, now.st_ctime) >= since and not brought


def _same(repository: Proposed, place: bytes, path: bytes) -> bool:
    """It holds what it holds at HEAD."""
    folder, _, name = path.rpartition(b"/")
    entries = repository.folders(repository.tree(repository.head), [folder]).get(folder, {})
    oid = entries.get(name, (b"", b""))[1].hex().encode()
    return bool(oid) and content_of(place, oid) is not None


def _text(place: bytes) -> bytes | None:
    try:
        text = content(os.fsdecode(place), READ + 1)
    except OSError:
        return None
    return text if len(text) <= READ else None
