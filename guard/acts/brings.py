"""What a landing brings, as a person reads it: the heaviest first, every kind counted, and what only its commits do."""

from __future__ import annotations

from guard.escape import shown
from guard.model.operation import QUIET, told
from guard.model.vocabulary import irreversible
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.change import FileChange
    from guard.model.operation import Judged, Operation
    from guard.model.policy import Policy

MOST = 40  # files that are listed
GONE, EFFECT, GUARDED, PLAIN = range(4)  # what cannot be taken back, what does more, whose files are somebody's, others
FILES = QUIET.union(("file.add", "file.modify", "file.delete"))  # what says no more than that a file changes


class Step(NamedTuple):
    """One file of one commit that does what the landing does not."""

    rank: int
    path: bytes
    place: int  # among the commits
    commit: bytes
    words: str


def files(judged: Judged, policy: Policy, more: str) -> Iterator[tuple[str, str]]:
    """Every file with what is done to it; beyond what a person reads, every kind is counted still."""
    changes = sorted(judged.changes.changes, key=lambda one: (_rank(judged, policy, one.path), one.path))
    counts: dict[str, int] = {}
    for operations in judged.operations.values():
        for one in operations:
            counts[one.id] = counts.get(one.id, 0) + 1
    kinds = sorted(counts, key=lambda id_: (_weight(id_), id_))
    yield "does", ", ".join([f"{id_} {counts[id_]:,}" for id_ in kinds])
    for change in changes[:MOST]:
        yield "file", f"{_line(change, judged.operations[change.path])}"
    if len(changes) > MOST:
        yield "file", f"and {len(changes) - MOST:,} more: {more}"


def on_the_way(landing: Judged, steps: Iterable[Judged], policy: Policy) -> Iterator[tuple[str, str]]:
    """What single commits do that the landing does not: unless they are squashed, they land with it."""
    lands = {change.path: change for change in landing.changes.changes}
    done = {(path, one.words()) for path, operations in landing.operations.items() for one in operations}
    found = sorted([one for place, step in enumerate(steps) for one in _otherwise(step, place, lands, done, policy)])
    if not found:
        return
    yield "besides", "single commits do what the landing does not; unless it is squashed, they land too:"
    for one in found[:MOST]:
        yield "commit", f"{one.commit[:12].decode()} {one.words}"
    if len(found) > MOST:
        yield "commit", f"and {len(found) - MOST:,} more, none of them heavier"


def _otherwise(
    step: Judged, place: int, lands: dict[bytes, FileChange], done: set[tuple[bytes, str]], policy: Policy
) -> Iterator[Step]:
    """Of files that land too only what does more than a change of the file; a protected one is to stay as it lands."""
    for change in step.changes.changes:
        path, lasts = change.path, lands.get(change.path)
        every = step.operations[path]
        fresh = [one for one in every if (path, one.words()) not in done]
        fresh = [one for one in fresh if lasts is None or _weight(one.id) != PLAIN]
        if not fresh and path in step.protected and (lasts is None or change.new != lasts.new):
            fresh = list(every)
        if fresh:
            commit = step.changes.commit
            yield Step(_rank(step, policy, path), path, place, commit, _line(change, fresh))


def _line(change: FileChange, operations: Iterable[Operation]) -> str:
    heaviest = sorted(operations, key=lambda one: (one.mirrors, _weight(one.id)))
    return f"{change.status.decode()} {shown(change.path)}: {told(heaviest)}"


def _rank(judged: Judged, policy: Policy, path: bytes) -> int:
    """The first thing that makes somebody look at a file; what only undoes its own landing is none."""
    least = min([_weight(one.id) for one in judged.operations[path] if not one.mirrors], default=PLAIN)
    if least != PLAIN:
        return least
    owned = any([one.paths is not None and one.paths.matches(path) for one in policy.owners])
    return GUARDED if owned or path in judged.protected else PLAIN


def _weight(id_: str) -> int:
    """Of one kind of operation."""
    if irreversible(id_):
        return GONE
    return PLAIN if id_ in FILES else EFFECT
