"""The log here made to hold all of a fetched one: moved on to it, or its own entries put on top of it again."""

from __future__ import annotations

from guard.doors.git.write import Made, made
from guard.doors.log import seen
from guard.doors.log.append import Moved, Recording, advance
from guard.doors.log.chain import COMMIT, Link, links
from guard.doors.log.faults import BRANCH, lost, unreadable
from guard.doors.log.lock import Held
from guard.doors.log.tips import goes_on, holds, stand
from guard.errors import GuardError
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.repository import Repository


class Joined(NamedTuple):
    """Where the log here stands now; entries that came, own ones put on top again, and those the remote lacks."""

    tip: bytes
    came: int
    again: int
    ahead: int


def join(repository: Repository, there: bytes, say: Callable[[str], None]) -> Joined:
    """Make the branch here hold everything up to `there`, which was verified; Moved where it moves meanwhile."""
    here = stand(repository, [BRANCH])[BRANCH]
    _remembers(repository, here, there)
    if here == there or (here and (not there or holds(repository, here, there))):
        return Joined(here, 0, 0, _count(repository, here, there))
    if not here or holds(repository, there, here):
        with Recording(), Held(repository.place, say) as held:
            _still(repository, here)
            advance(repository, held, [], there, here, "sync: moved on")
        seen.write(repository, there)
        return Joined(there, _count(repository, there, here), 0, 0)
    base = _base(repository, here, there)
    theirs = links(repository, there, base)
    own = _lacking(links(repository, here, base), theirs)
    objects = _on_top(repository, own, there)
    new = objects[-1].oid if objects else there
    say(f"putting {len(own)} own on top of {len(theirs)} fetched")
    with Recording(), Held(repository.place, say) as held:
        _still(repository, here)
        with seen.Moving(repository, here, new):
            advance(repository, held, objects, new, here, "sync: own entries put on top")
    return Joined(new, len(theirs), len(own), len(own))


def _still(repository: Repository, here: bytes) -> None:
    if stand(repository, [BRANCH])[BRANCH] != here:
        raise Moved


def _remembers(repository: Repository, here: bytes, there: bytes) -> None:
    """What was seen here stands in one of the two; else entries were lost, and this would cover it up."""
    marks = seen.read(repository.place.common_dir)
    known = [mark for mark in (marks.tip, marks.beside) if mark]
    if not goes_on(repository, [tip for tip in (here, there) if tip], known):
        mend = f"put them back: git branch -f guard-log {known[0].decode()}, then guard log sync"
        raise lost("the log lost entries that were seen here", BRANCH, mend)


def _lacking(own: list[Link], theirs: list[Link]) -> list[Link]:
    """Own entries that the others lack. By the signature too: somebody may have pushed our payload with a bad one."""
    have = {(link.payload, link.signature, link.record) for link in theirs}
    found = []
    for link in own:
        entry = (link.payload, link.signature, link.record)
        if entry not in have:
            found.append(link)
            have.add(entry)
    return found


def _on_top(repository: Repository, own: list[Link], tip: bytes) -> list[Made]:
    """The commits of these entries, made anew with other parents; their trees stay as they are."""
    found: list[Made] = []
    for link, (_, _, content) in zip(own, repository.objects.small([one.commit for one in own], COMMIT), strict=True):
        tree, _, rest = content.partition(b"\n")
        if link.parent:
            rest = rest.partition(b"\n")[2]
        found.append(made(b"commit", tree + b"\nparent " + tip + b"\n" + rest, repository.place.width))
        tip = found[-1].oid
    return found


def _base(repository: Repository, here: bytes, there: bytes) -> bytes:
    """The last entry that both hold; b"" where each began by itself."""
    return _asked(repository, ("merge-base", here.decode(), there.decode()), (0, 1))


def _count(repository: Repository, new: bytes, old: bytes) -> int:
    if new in (b"", old):
        return 0
    limits = [new.decode(), *(["^" + old.decode()] if old else []), "--"]
    return int(_asked(repository, ("rev-list", "--count", *limits)))


def _asked(repository: Repository, words: tuple[str, ...], accept: tuple[int, ...] = (0,)) -> bytes:
    try:
        return repository.runner.read(words, accept=accept).strip()
    except GuardError as error:
        raise unreadable(f"the history of the log cannot be walked: {error.what}", BRANCH) from error
