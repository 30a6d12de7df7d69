"""A call from a folder that is held to nothing: what it reaches into all the same.

A command may go into a repository before it does anything (`cd ../shop && git commit`, `git -C`), one may be begun over
files of another, and a folder that is written or deleted may hold some.
"""

from __future__ import annotations

import os
from glob import iglob
from itertools import islice

from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import FOLDER
from guard_hooks.agents.call import Decision
from guard_hooks.agents.paths import physical
from guard_hooks.agents.place import around
from guard_hooks.agents.proposed import Proposed
from guard_hooks.agents.telling import Step, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from guard_hooks.agents.call import Call, Edit
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.shell import Written

MOST = 400  # patterns of a command that are looked up, and what one of them leads to
DEEPEST = 3  # folders of one that are patterns
FOLDERS = 4_000  # that are searched for work trees
SIGNS = frozenset("*?[")
COMPUTED = SIGNS | frozenset("$`{")
QUOTES = {ord(sign): None for sign in "\\\"'"}
ENDS = str.maketrans(dict.fromkeys("\"'`;&|()<>={},\n\t", " "))
HELD = "what stands there is held to a plan, and a folder is no plain name of it"
PLAINLY = "name the folder plainly"


def named(call: Call, written: Written) -> list[str]:
    """The folders that a command names, wherever it names them and from wherever it goes to; patterns looked up."""
    told = (call.command, call.command.translate(QUOTES))
    words = dict.fromkeys([_expanded(word) for text in told for word in text.translate(ENDS).split()])
    found = [os.path.join(base, word) for base in _bases(call, written) for word in (".", *words)]
    paths = [path for path in found if "\0" not in path and os.path.isdir(path)]
    return list(dict.fromkeys([physical(call.folder, path) for path in (*paths, *_matches(call, written))]))


def _bases(call: Call, written: Written) -> list[str]:
    """Where a command stands, each folder of it that is told and there."""
    told = [os.path.join(call.folder, folder) for folder in written.folders if folder and "\0" not in folder]
    return [call.folder, *[folder for folder in told if os.path.isdir(folder)]]


def _expanded(word: str) -> str:
    return os.path.expandvars(os.path.expanduser(word))


def _matches(call: Call, written: Written) -> list[str]:
    """What stands where a pattern of the command leads to."""
    words = dict.fromkeys(call.command.translate(QUOTES).translate(ENDS).split())
    signs = [_expanded(word) for word in words if SIGNS.intersection(word)]
    made = [
        os.path.join(base, word)
        for base in _bases(call, written)
        for word in signs
        if len([part for part in word.split("/") if SIGNS.intersection(part)]) <= DEEPEST and "\0" not in word
    ]
    return [path for one in made[:MOST] for path in islice(iglob(one), MOST)]


def below(folder: str) -> list[Ground]:
    """The work trees that stand in a folder, those further up first, as far as a call can wait for it."""
    found: list[Ground] = []
    waiting, looked = [folder], 0
    for at in waiting:
        ground = around(at) if os.path.lexists(os.path.join(at, ".git")) else None
        if ground is not None and ground.top == os.path.realpath(at):
            found.append(ground)
            continue
        try:
            with os.scandir(at) as entries:
                waiting += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            continue
        looked += 1
        if looked == FOLDERS:
            break
    return found


def guessed(call: Call, written: Written, judge: Callable[[Ground], Decision | None]) -> Decision | None:
    """A question where it may be done in a work tree further down, and nobody can tell whether it is."""
    told = [os.path.join(call.folder, folder) for folder in written.folders if folder]
    made = tuple([os.path.join(call.folder, path) for path in written.paths if path.endswith("/")])
    gone = [one for one in told if not os.path.isdir(one) and not f"{one}/".startswith(made)]
    computed = (written.unread or written.git) and COMPUTED.intersection(call.command)
    for ground in below(call.folder) if None in written.folders or gone or computed else ():
        decision = judge(ground)
        if decision is not None and decision.kind != "allow":
            return _asked(
                decision, f"{shown(call.tool)} may be done in {shown(ground.top)}: where is computed", PLAINLY
            )
    return None


def _asked(decision: Decision, what: str, mend: str) -> Decision:
    steps = [Step("you", f"{mend}, or end your turn and say what you wanted to do")]
    words = message("a person must settle this", decision.rule, [what], HELD, steps)
    return Decision("ask", words, decision.rule, alone=words)


def whole(
    call: Call, edits: tuple[Edit, ...], written: Written, judge: Callable[[Ground, tuple[Edit, ...]], Decision | None]
) -> Decision | None:
    """What is said of work trees in folders that are written or deleted with all that is in them."""
    for ground, some in _holding(call, edits, written):
        decision = judge(ground, some)
        if decision is None or decision.kind == "allow":
            continue
        if any([one.delete or one.path != f"{ground.top}/" for one in some]):
            return decision
        what = f"{shown(call.tool)} writes in a folder that holds {shown(ground.top)}: nobody can tell what it writes"
        return _asked(decision, what, "name a folder that holds no work tree")
    return None


def _holding(call: Call, edits: tuple[Edit, ...], written: Written) -> Iterator[tuple[Ground, tuple[Edit, ...]]]:
    """The work trees in such folders, each with what becomes of it."""
    found: dict[Ground, list[Edit]] = {}
    for edit in edits:
        place = physical(call.folder, edit.path) if edit.path.endswith("/") else ""
        for root, own in _roots(call, written, place) if os.path.isdir(place) else ():
            if own is not None:
                found.setdefault(own, []).append(edit._replace(path=root))
            for ground in below(root) if own is None and os.path.isdir(root) else ():
                found.setdefault(ground, []).append(edit._replace(path=f"{ground.top}/"))
    for ground, some in found.items():
        yield ground, tuple(dict.fromkeys(some))


def _roots(call: Call, written: Written, place: str) -> list[tuple[str, Ground | None]]:
    """What is meant by a folder that is written: that, or what patterns lead to in it; with the work tree around."""
    words = dict.fromkeys(call.command.translate(QUOTES).translate(ENDS).split())
    patterns = [word for word in words if SIGNS.intersection(word)]
    fronts = [word[: word.rfind("/", 0, min(map(word.find, SIGNS.intersection(word)))) + 1] for word in patterns]
    plain = [word for word in words if word not in patterns]
    bases = _bases(call, written)
    if place in [physical(base, _expanded(word)) for base in bases for word in plain] or place not in [
        physical(base, _expanded(front) or ".") for base in bases for front in fronts
    ]:
        return [(place, None)]
    roots = [physical(call.folder, path) for path in _matches(call, written)]
    return [(root, around(os.path.dirname(root))) for root in roots if root.startswith(place.rstrip("/") + "/")]


def covered(grounds: Iterable[Ground]) -> Iterator[Ground]:
    """The work trees that have files of theirs where another repository was begun: nothing takes them out of there."""
    for ground in grounds:
        outer = around(os.path.dirname(ground.top))
        if outer is not None and _has(outer, os.fsencode(os.path.relpath(ground.top, outer.top))):
            yield outer._replace(git=ground.git)


def _has(outer: Ground, path: bytes) -> bool:
    """It is a folder of files there, and no submodule; where nobody can tell, that is asked with the rest."""
    folder, _, name = path.rpartition(b"/")
    try:
        with Proposed(outer) as repository:
            entries = repository.folders(repository.tree(repository.head), [folder]).get(folder, {})
    except GuardError:
        return True
    return entries.get(name, (b"", b""))[0] == FOLDER
