"""What a push would change: refs, each from one commit to another, as git tells a hook of the server."""

from __future__ import annotations

import os

from guard.doors.git.standing import odd
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository

HEX = frozenset(b"0123456789abcdef")
CUTS = 8  # that are looked at; one of them is usual
MANY = 500  # names that are asked for one by one; more of them, and all refs are listed


class Update(NamedTuple):
    """One ref of a push; b"" where it stood nowhere before, or will stand nowhere after."""

    ref: bytes
    old: bytes
    new: bytes


def read(text: bytes, width: int) -> tuple[Update, ...]:
    """The lines that git writes to pre-receive: `OLD NEW REF` each. Anything else is no push that can be judged."""
    lines = text.split(b"\n")
    if len(lines) < 2 or lines.pop():
        raise unreadable("git told of no ref, or not to the end")
    found = [update(line.split(b" ", 2), width) for line in lines]
    if len({one.ref for one in found}) != len(found):
        raise unreadable("one ref is named twice")
    return tuple(found)


def update(words: list[bytes], width: int) -> Update:
    """One ref of it, from its three words: OLD, NEW, REF."""
    if len(words) != 3 or not words[2].startswith(b"refs/"):
        raise unreadable(f"{shown(b' '.join(words)[:200]) or 'an empty line'} is not OLD NEW REF")
    old, new, ref = words
    if not all([len(oid) == width and HEX.issuperset(oid) for oid in (old, new)]):
        raise unreadable(f"no object id of this repository stands before {shown(ref)}")
    return Update(ref, old.strip(b"0") and old, new.strip(b"0") and new)


def unreadable(what: str) -> GuardError:
    """G646: nothing that was told can be judged."""
    mend = "let git itself start this hook: guard install --server puts it where git looks for it"
    return GuardError("G646", what, "what this hook was told", mend)


def led(repository: Repository, updates: tuple[Update, ...]) -> tuple[Update, ...]:
    """The same by the refs that move: a ref of the server may stand for another one, which a push to it changes.

    What a client says of where a ref stood is not asked: it may say anything, and git finds out only after the hook.
    """
    words = [os.fsdecode(one.ref) for one in updates] if len(updates) <= MANY else []
    printed = repository.runner.read(("for-each-ref", "--format=%(refname) %(symref)", *words))
    leads = dict([line.split(b" ", 1) for line in printed.split(b"\n")[:-1]])
    top = os.fsencode(repository.place.common_dir)
    for one in updates:
        if one.ref not in leads and os.path.isfile(os.path.join(top, one.ref)):
            raise odd(one.ref, "something stands in its place that names no commit")
    found = {one._replace(ref=leads.get(one.ref) or one.ref): None for one in updates}
    if len({one.ref for one in found}) != len(found):
        raise unreadable("two names of this push lead to one ref, each to another commit")
    return tuple(found)


def cut_off(repository: Repository, held: list[bytes]) -> bool:
    """Somebody pushes at this moment from a clone that is cut off, and at a commit that is in none of these histories.

    git puts the cuts of a push into a file of its own, and asks only after the hook whether it takes a ref that ends at
    one (receive.shallowUpdate). Its client says where the cuts are, and may say anything.
    """
    top = repository.place.git_dir
    for name in os.listdir(top):
        if not name.startswith("shallow_"):
            continue
        try:
            with open(os.path.join(top, name), "rb") as file:
                cuts = file.read(CUTS * (repository.place.width + 1) + 1).split()
            if len(cuts) > CUTS or not all([any([repository.contains(tip, cut) for tip in held]) for cut in cuts]):
                return True
        except FileNotFoundError:
            continue  # of a push that is over
        except (OSError, GuardError):
            return True
    return False
