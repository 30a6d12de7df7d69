"""The case: all facts laid before the checks, and nothing else. A check reads no git, no file, no clock."""

from __future__ import annotations

from guard.model.change import ABSENT, ChangeSet, Commit
from guard.model.operation import Judged
from guard.model.plan import Phase, Plan
from guard.model.policy import Policy
from guard.model.trigger import Door
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.change import FileChange


class Measure(NamedTuple):
    """How much a change set changes: between these bounds, which meet where everything had to be read."""

    lines_low: int
    lines_high: int
    bytes_low: int
    bytes_high: int


class Binding(NamedTuple):
    """The plan a change set is held to, and the phases it may belong to. No plan: it is unplanned."""

    plan: Plan | None
    phases: tuple[Phase, ...]
    others: tuple[str, ...]  # ids of the plans to choose from, when it was not said which


class Fault(NamedTuple):
    """Something wrong inside a document that the change set itself carries."""

    rule: str
    path: bytes
    line: int
    column: int
    message: str
    hint: str
    frame: str


class Case(NamedTuple):
    """Everything a check may see."""

    door: Door
    policy: Policy
    binding: Binding
    landing: Judged  # what arrives: the staged change, or all of a range taken together
    steps: tuple[Judged, ...]  # each commit of a range for itself; none for a staged change
    commits: tuple[Commit, ...]
    measure: Measure | None  # of the landing; None: no rule depends on it
    targets: dict[bytes, bytes]  # blob id of a symlink -> where it leads
    names: dict[bytes, tuple[bytes, ...]]  # folder -> the names in it once landed, for folders that gain a name
    modules: frozenset[bytes] | None  # paths that .gitmodules declares; None: no submodule in sight
    faults: tuple[Fault, ...]

    def all_changes(self) -> Iterator[tuple[ChangeSet, FileChange]]:
        """Each changed path once for each thing that happened to it: in the landing first, then in each commit."""
        seen: set[tuple[bytes, bytes, bytes, bytes]] = set()
        for judged in (self.landing, *self.steps):
            for change in judged.changes.changes:
                key = (change.path, change.status, change.new_mode, change.new)
                if key not in seen:
                    seen.add(key)
                    yield judged.changes, change

    def judged(self, landing_only: bool = False) -> tuple[Judged, ...]:
        return (self.landing,) if landing_only else (self.landing, *self.steps)


def arriving(change: FileChange) -> bool:
    """The path exists once the change has landed."""
    return change.new_mode != ABSENT
