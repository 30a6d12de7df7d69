"""One push of the trusted branch as the landings it holds: a step that merges, or edits protected files, is one by
itself; the others that stand beside each other are one, as long as they claim one phase."""

from __future__ import annotations

from guard.model.claim import claims
from guard.operations import describe
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.change import ChangeSet, Commit
    from guard.model.claim import Claim

    Step = tuple[Commit, ChangeSet]


class Part(NamedTuple):
    """A stretch of first-parent steps that is judged as one landing, against the commit before it."""

    base: bytes
    steps: tuple[bytes, ...]

    @property
    def tip(self) -> bytes:
        return self.steps[-1]


def line(repository: Repository, old: bytes, new: bytes) -> list[Step]:
    """The first-parent steps from one commit to the other, oldest first; none where they do not lead from it."""
    steps, _ = repository.since(old, new)
    return steps if steps and steps[0][0].parents[:1] == (old,) else []


def parts(old: bytes, steps: list[Step]) -> list[Part]:
    """The landings of a push, in their order."""
    found: list[Part] = []
    held: tuple[Claim, ...] = ()  # what the last part claims
    closed = True  # nothing joins it
    for commit, changes in steps:
        alone = len(commit.parents) > 1 or bool(describe(changes, None).protected)
        claimed = claims([commit.message])
        if alone or closed or (held and claimed and claimed != held):
            found.append(Part(found[-1].tip if found else old, (commit.oid,)))
            held = claimed
        else:
            found[-1] = found[-1]._replace(steps=(*found[-1].steps, commit.oid))
            held = held or claimed
        closed = alone
    return found
