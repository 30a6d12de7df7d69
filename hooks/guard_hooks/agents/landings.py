"""The branch that guard trusts, and git in an agent's hands: who moves it lands, and no agent lands.

What a command moves is read from its text (shell/heads.py). Here stands which branch counts, and which one HEAD is on.
"""

from __future__ import annotations

import os

from guard.doors.files import content
from guard.escape import shown
from guard.trust import INSTALLED
from guard_hooks.agents.call import Decision
from guard_hooks.agents.paths import physical
from guard_hooks.agents.place import DEEPEST, Files, around
from guard_hooks.agents.shell.git.heads import COMPUTED, HEAD, NO_BRANCH
from guard_hooks.agents.telling import Step, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.trust import Trusted
    from guard_hooks.agents.call import Call
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.proposed import Proposed
    from guard_hooks.agents.shell.git.heads import Move
    from guard_hooks.agents.shell.language.place import Folders

FOUND = "refs/remotes/origin/HEAD"  # what would be trusted before any other, once it stands there
UNSURE = "it may move {}, which guard trusts"
REBASED = ("rebase-merge/head-name", "rebase-apply/head-name")
LONGEST = 4096
TITLE = "STOP, this would move the trusted branch"
NEW = "git switch -c NAME first, and then commit there"
LEAVE = "leave that branch where it is; say what is to land, and end your turn"


def moved(
    repository: Proposed, ground: Ground, trusted: Trusted, call: Call, moves: tuple[Move, ...]
) -> Decision | str:
    """The refusal; or why nobody can tell; or "" where the trusted branch stays where it is."""
    names = _counting(repository, ground, trusted.ref)
    unsure = ""
    for move in moves:
        if move.takes is not None:
            from guard_hooks.agents.takings import taken_out

            stop = taken_out(repository, ground, trusted, call, (move, move.takes))
            if isinstance(stop, Decision):
                return stop
            unsure = unsure or stop
            continue
        told = _judged(repository, ground, call, (move, names))
        if told is None:
            unsure = UNSURE.format(shown(trusted.ref))
        elif told:
            return _refused(ground, trusted, move, told)
    return unsure


def others(ground: Ground, call: Call, moves: tuple[Move, ...]) -> list[Ground]:
    """The repositories beside this one in which something is moved."""
    folders = dict.fromkeys([folder for move in moves for folder in move.folders if folder])
    found = [around(physical(call.folder, folder)) for folder in folders]
    return list(dict.fromkeys([one for one in found if one is not None and one.common_dir != ground.common_dir]))


def _counting(repository: Proposed, ground: Ground, ref: str) -> tuple[str, ...]:
    """The trusted ref, what it stands for, and what would be trusted in its place."""
    plain = repository.files.plain
    names = [ref, (_stands_for(ground.common_dir, ref) if plain else repository.refs.target(ref)) or ref]
    if not os.path.lexists(os.path.join(ground.common_dir, INSTALLED)):
        names.append(FOUND)
    return tuple(dict.fromkeys(names))


def _judged(repository: Proposed, ground: Ground, call: Call, asked: tuple[Move, tuple[str, ...]]) -> str | None:
    """The name that it moves, of those that count; "" where it moves none, None where nobody can tell."""
    move, names = asked
    if move.to is not None:
        from guard_hooks.agents.pushing import inward

        leads = inward(repository, ground, call, move)
        return (None if move.ref == COMPUTED else _one_of(move.ref, names)) if leads else "" if leads is False else None
    found: list[str | None] = []
    for here in _grounds(ground, call, move):
        if move.ref == HEAD:
            found.append(_of_head(repository, here, call, move, names))
        else:
            found.append(None if move.ref == COMPUTED else _one_of(move.ref, names))
    return next(filter(None, found), None if None in found else "")


def _grounds(ground: Ground, call: Call, move: Move) -> Iterator[Ground]:
    """The work trees of this repository in which it may be done; of a folder that is computed, all."""
    for folder in move.folders:
        if folder is None:
            yield from _trees(ground)
        else:
            here = around(physical(call.folder, folder or ".") or call.folder)
            if here is not None and here.common_dir == ground.common_dir:
                yield here


def _trees(ground: Ground) -> Iterator[Ground]:
    yield ground
    folder = os.path.join(ground.common_dir, "worktrees")
    others = [os.path.join(folder, name) for name in (os.listdir(folder) if os.path.isdir(folder) else ())]
    for git_dir in (ground.common_dir, *others):
        if git_dir != ground.git_dir and os.path.lexists(os.path.join(git_dir, "HEAD")):
            yield ground._replace(git_dir=git_dir)


def _one_of(ref: str, names: tuple[str, ...]) -> str:
    """The name that is meant; file systems may take letters of either case for the same."""
    front, star, back = ref.casefold().partition("*")
    for name in names:
        plain = name.casefold()
        if plain == front if not star else (plain.startswith(front) and plain.endswith(back)):
            return name
    return ""


def _of_head(repository: Proposed, ground: Ground, call: Call, move: Move, names: tuple[str, ...]) -> str | None:
    """The same of what moves the branch that HEAD is on."""
    stands = [put for put in move.puts if not put.perhaps or _is_branch(ground, put.name)]
    if move.sure and move.puts[-1:] == tuple(stands[-1:]) and _all_in(ground, call, stands[-1].folders):
        stands = stands[-1:]
        return None if stands[0].name == COMPUTED else _one_of(stands[0].name, names)
    said = next(filter(None, [_one_of(put.name, names) for put in move.puts]), "")
    if said:
        return said
    own = _standing(repository, ground)
    counts = [_one_of(name, names) for name in own]
    if any(counts):
        return None if stands or None in move.folders else next(filter(None, counts))
    return None if not own or COMPUTED in [put.name for put in move.puts] else ""


def _all_in(ground: Ground, call: Call, folders: Folders) -> bool:
    """Whether all of them are folders of one work tree."""
    if None in folders:
        return False
    found = [around(physical(call.folder, folder or ".")) for folder in folders]
    return all([one is not None and one.git_dir == ground.git_dir for one in found])


def _is_branch(ground: Ground, name: str) -> bool:
    return bool(Files(ground).at(os.fsencode(name))) if name not in (COMPUTED, NO_BRANCH) else True


def _standing(repository: Proposed, ground: Ground) -> list[str]:
    """The branch HEAD is on, and the one that a rebase will put it on again; NO_BRANCH where it is on none."""
    if repository.files.plain:
        found = [_stands_for(ground.git_dir, "HEAD", ground.common_dir)]
    elif ground.git_dir == repository.place.git_dir:
        found = [repository.refs.target("HEAD") or NO_BRANCH]
    else:
        return []  # nobody has asked git about another work tree
    for path in REBASED:
        line = _line(os.path.join(ground.git_dir, path))
        found += [line] if line.startswith("refs/") else []
    return [one for one in found if one]


def _stands_for(folder: str, name: str, common_dir: str = "") -> str:
    """The ref that a symbolic one leads to in the end; itself where it leads nowhere, and "" where nobody can tell."""
    at, path = name, os.path.join(folder, name)
    for _ in range(DEEPEST):
        if os.path.islink(path) and os.readlink(path).startswith("refs/"):
            line = f"ref: {os.readlink(path)}"
        else:
            line = _line(path)
        if not line.startswith("ref: "):
            return at if line or at != "HEAD" else ""
        at = line[5:].strip()
        if ".." in at or "\0" in at:
            return ""
        path = os.path.join(common_dir or folder, at)
    return ""


def _line(path: str) -> str:
    try:
        return os.fsdecode(content(path, LONGEST)).strip()
    except OSError:
        return ""


def _refused(ground: Ground, trusted: Trusted, move: Move, name: str) -> Decision:
    what = [f"{move.by} moves {shown(name)}"]
    why = f"{shown(name)} is what guard trusts: who moves it lands"
    steps = [Step("you", NEW if move.by == "git commit" else LEAVE)]
    steps += [Step(who, "lands it") for who in _owners(ground, trusted)]
    return Decision("deny", message(TITLE, "", what, why, steps))


def _owners(ground: Ground, trusted: Trusted) -> tuple[str, ...]:
    """Who lands: the owner of the plan that is taken up, else of guard's folder."""
    from guard.doors.taken import taken

    held = [claim.plan for claim in taken(ground.git_dir)]
    own = tuple([plan.owner for plan in trusted.plans if plan.id in held])
    policy = trusted.policy
    folder = b".guard/policy.yaml"
    return own or policy.people_for(folder) or policy.teams_of(folder) or ("the people who own this repository",)
