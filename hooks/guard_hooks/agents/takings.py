"""What a command takes out of git into the work tree, held to the phase as if it had been written there.

A commit of a branch was judged as it was made, so of one only what steers is asked here: that is nobody's to bring
back. The index, what was stashed and trees that no commit has may hold anything: of these each file is asked.
"""

from __future__ import annotations

import os

from guard.errors import GuardError
from guard.model.change import PLAIN, SYMLINK
from guard.model.protected import protected
from guard_hooks.agents.call import Decision, Edit
from guard_hooks.agents.paths import physical
from guard_hooks.agents.place import around
from guard_hooks.agents.proposed import READ, content_of
from guard_hooks.agents.shell.git.heads import INDEX, PATCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.trust import Trusted
    from guard_hooks.agents.call import Call
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.proposed import Proposed
    from guard_hooks.agents.shell.git.heads import Move, Take

MOST = 2_000  # files
TOP = "git apply names files from the top, and leaves out those that are not below the folder: give it there"
LATER = "what {} takes out of git is not plain behind what comes before it: give each as a command of its own"
UNKNOWN = "nobody can tell what {} takes out of git"
NOTHING = "{} takes files from a commit that is not there"
ASKS = "{} takes out of git what a person is asked before"
STASHED = "{} takes what was stashed for a commit: nobody has judged it"
OF_STASH = (b"WIP on ", b"index on ", b"untracked files on ")
RAW = ("--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=all")
FIELDS = 2  # of a row: modes, ids and status in one, and the path


def taken_out(
    repository: Proposed, ground: Ground, trusted: Trusted, call: Call, asked: tuple[Move, Take]
) -> Decision | str:
    """The refusal; or why nobody can tell; or "" where the phase covers it."""
    move, take = asked
    for folder in move.folders:
        place = physical(call.folder, folder or ".") if folder is not None else ""
        here = around(place) if place else None
        if here is None or here.common_dir != ground.common_dir:
            continue
        if take.source == PATCH:
            if place != here.top:
                return TOP
        elif take.whole:
            if _stashed(repository, take.source):
                return STASHED.format(move.by)
        elif take.later:
            return LATER.format(move.by)
        elif here.git_dir != ground.git_dir:
            return UNKNOWN.format(move.by)
        else:
            told = _judged(repository, ground, trusted, (place, move.by, take))
            if told:
                return told
    return ""


def _judged(repository: Proposed, ground: Ground, trusted: Trusted, told: tuple[str, str, Take]) -> Decision | str:
    """The same of one folder."""
    place, by, take = told
    try:
        if take.source and _is_nothing(repository, take):
            return NOTHING.format(by)
        edits = _edits(repository, ground, place, take)
    except (GuardError, OSError, ValueError):
        edits = None
    if edits is None:
        return UNKNOWN.format(by)
    if not edits:
        return ""
    from guard_hooks.agents.work import of_edits

    decision = of_edits(repository, ground, trusted, ground.top, edits)
    return decision if decision.kind == "deny" else ASKS.format(by) if decision.kind == "ask" else ""


def _is_nothing(repository: Proposed, take: Take) -> bool:
    """Whether what it names is surely not there: then git says so, if nothing comes to be of that name before."""
    plain = take.source[:1] not in ("-", ":") and "..." not in take.source
    return plain and not take.perhaps and not _resolved(repository, f"{take.source}^{{tree}}")


def _edits(repository: Proposed, ground: Ground, place: str, take: Take) -> tuple[Edit, ...] | None:
    """What would be written; None where nobody can tell."""
    source, every = _source(repository, take)
    if source is None:
        return None
    if source == b"?":
        return ()
    words = ("diff-index", "--cached", *RAW) if source == b"" else ("diff-tree", "-r", *RAW)
    head = repository.tree(repository.head).decode()
    ids = (head,) if source == b"" else (head, source.decode())
    rows = _asked(repository, ground, (*words, *ids, "--", *_below(ground, place, take))).split(b"\0")[:-1]
    if len(rows) > MOST * FIELDS:
        return None
    found = [(rows[at].split(b" "), rows[at + 1]) for at in range(0, len(rows), FIELDS)]
    wanted = [(row, path) for row, path in found if every or protected(path)]
    return tuple([one for row, path in wanted for one in _edit(repository, ground, row, path, take.gone)])


def _source(repository: Proposed, take: Take) -> tuple[bytes | None, bool]:
    """The tree, and whether each of its files is asked; b"" is the index, b"?" that nothing is taken, None unknown."""
    name = take.paths[0] if take.source == INDEX and take.perhaps and len(take.paths) == 1 else take.source
    name = "@{-1}" if name == "-" else name
    if name:
        for kind in ("commit", "tree"):
            oid = _resolved(repository, f"{name}^{{{kind}}}") if name[:1] not in ("-", ":") else b""
            if oid and take.source == INDEX:
                return b"?", False
            if oid:
                return oid, kind == "tree" or not _of_a_branch(repository, oid)
        if not take.perhaps:
            return None, True
    return b"", True


def _resolved(repository: Proposed, name: str) -> bytes:
    return repository.real.runner.start(("rev-parse", "--verify", "-q", name)).answer((0, 1, 128)).strip()


def _of_a_branch(repository: Proposed, oid: bytes) -> bool:
    """Whether a commit was made, or fetched, for a branch: what was stashed is one as well, and nobody judged it."""
    words = ("for-each-ref", "--count=1", f"--contains={oid.decode()}", "refs/heads", "refs/remotes")
    return oid == repository.head or bool(repository.real.runner.start(words).answer())


def _stashed(repository: Proposed, name: str) -> bool:
    """Whether a commit is one that `git stash` made, by the words it has from git alone."""
    oid = _resolved(repository, f"{name}^{{commit}}") if name[:1] not in ("-", ":") else b""
    words = ("rev-list", "--max-count=1", "--format=%s", oid.decode(), "--")
    return bool(oid) and repository.real.runner.start(words).answer().partition(b"\n")[2].startswith(OF_STASH)


def _asked(repository: Proposed, ground: Ground, words: tuple[str, ...]) -> bytes:
    where = ("-C", ground.top, f"--work-tree={ground.top}")
    return repository.real.runner.start((*where, *words)).answer()


def _below(ground: Ground, place: str, take: Take) -> list[str]:
    """The paths as git would find them from the top; what leads out of there it does not take."""
    said = [os.path.relpath(os.path.normpath(os.path.join(place, path)), ground.top) for path in take.paths]
    return list(dict.fromkeys([path for path in said if path != ".." and not path.startswith("../")])) or ["."]


def _edit(repository: Proposed, ground: Ground, row: list[bytes], path: bytes, gone: bool) -> list[Edit]:
    """One file as it would stand there then; nothing where it stands so already."""
    _, mode, _, oid, status = row
    name, full = os.fsdecode(path), os.path.join(os.fsencode(ground.top), path)
    if status == b"D":
        return [Edit(name, delete=True)] if gone and os.path.lexists(full) else []
    if not oid.strip(b"0") or mode not in (*PLAIN, SYMLINK):
        return [Edit(name)]
    if mode in PLAIN and os.path.isfile(full) and not os.path.islink(full) and content_of(full, oid) is not None:
        return []
    text = next(iter(repository.real.objects.files([oid], READ)), None)
    return [Edit(name, text, becomes="link" if mode == SYMLINK else "")]
