"""One push of the trusted branch as the landings it holds: a step that merges, or edits guard's own files, is one by
itself; the others that stand beside each other are one, as long as they claim one phase."""

from __future__ import annotations

from guard.doors.git import history
from guard.model.claim import claims
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.change import Commit
    from guard.model.claim import Claim

OWN = b".guard"


class Part(NamedTuple):
    """A stretch of first-parent steps that is judged as one landing, against the commit before it."""

    base: bytes
    tip: bytes


def line(repository: Repository, old: bytes, new: bytes) -> list[Commit]:
    """The first-parent steps from one commit to the other, oldest first; none where they do not lead from it."""
    firsts, _ = history.since(repository.runner, repository.place, repository.objects, old, new)
    return firsts if firsts and firsts[0].parents[:1] == (old,) else []


def parts(repository: Repository, old: bytes, steps: list[Commit]) -> list[Part]:
    """The landings of a push, in their order."""
    folders = [repository.entries(repository.tree(oid)).get(OWN) for oid in (old, *[step.oid for step in steps])]
    found: list[Part] = []
    held: tuple[Claim, ...] = ()  # what the last part claims
    closed = True  # nothing joins it
    for at, step in enumerate(steps):
        alone = len(step.parents) > 1 or folders[at] != folders[at + 1]
        claimed = claims([step.message])
        if alone or closed or (held and claimed and claimed != held):
            found.append(Part(found[-1].tip if found else old, step.oid))
            held = claimed
        else:
            found[-1] = found[-1]._replace(tip=step.oid)
            held = held or claimed
        closed = alone
    return found
