"""The case: all facts laid before the checks, and nothing else. A check reads no git, no file, no clock."""

from __future__ import annotations

from guard.model.change import HEAD, Commit
from guard.model.claim import FITS, Misnamed
from guard.model.operation import Judged
from guard.model.plan import Phase, Plan
from guard.model.policy import Policy
from guard.model.trigger import Door
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.ask import Ask
    from guard.model.assumption import Settled
    from guard.model.comparison import Comparison
    from guard.model.doubt import Raised, Text, Unasked
    from guard.model.progress import Covered, Progress
    from guard.model.site_facts import SiteFacts


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
    others: tuple[str, ...]  # ids of the plans, or whole names of the phases, to choose from when it was not said which
    apart: tuple[str, ...] = ()  # claims that do not agree, or fit nothing
    claimed: bool = False  # the phase was said outright, by a claim or on the command line
    misnamed: Misnamed = FITS  # why a claim that looks as if it stood does not


class Fault(NamedTuple):
    """Something wrong inside a document that the change set itself carries; `frame` shows where, or says why."""

    rule: str
    path: bytes
    line: int
    column: int
    message: str
    hint: str
    frame: str
    question: str = ""  # where it is one that a person may settle: its fingerprint


class Edit(NamedTuple):
    """A document before and after the change set, as canonical data, and what the edit comes to."""

    path: bytes
    kind: str
    old: dict[str, object] | None  # as it counts now; None: there is none
    new: dict[str, object] | None  # None: it is taken away
    comparison: Comparison
    formerly: bool  # its path stood in the history of the trusted branch, and was taken away
    alike: tuple[str, ...]  # ids of other plans that a reader would take for this one
    renamed: str  # the id of a plan that goes while this one comes with the same phases


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
    clashes: dict[bytes, list[list[bytes]]]  # folder -> groups of names in it, once landed, that are one name elsewhere
    modules: frozenset[bytes] | None  # paths that .gitmodules declares; None: no submodule in sight
    faults: tuple[Fault, ...]
    edits: tuple[Edit, ...]
    trusted: str = ""  # the id of the trusted commit; "" for a trust directory
    progress: Progress | None = None  # where the phases stand; None: nobody asks at this door
    settled: tuple[Settled, ...] = ()  # the assumptions of its plan, asked of the tree as it lands
    sites: tuple[SiteFacts, ...] = ()  # what it does to the places of plans, for each pattern that binds it
    rev: str = HEAD  # how the commands of a finding name what lands
    raised: tuple[Raised, ...] = ()  # what the texts leave to guess of plans that it brings
    texts: tuple[Text, ...] = ()  # those plans themselves
    unasked: tuple[Unasked, ...] = ()  # of that, what nobody could ask, and why
    asks: tuple[Ask, ...] = ()  # what somebody at work asked, and what holds up this phase until it is answered

    def judged(self, landing_only: bool = False) -> tuple[Judged, ...]:
        """The landing, then each step to it: a rule looks at both, and what it says twice is told once."""
        return (self.landing,) if landing_only else (self.landing, *self.steps)

    def free(self, judged: Judged, path: bytes) -> bool:
        """The path is held to no plan: protected files have rules of their own, routine ones need none."""
        return path in judged.protected or self.policy.is_routine(path, judged.operations[path])

    def covered(self, path: bytes) -> Covered | None:
        """What approvals cover of a protected file that it brings; None where nobody asks at this door."""
        return self.progress.covered.get(path) if self.progress is not None else None

    def approved(self, path: bytes) -> str:
        """Who approved a protected file as it lands; nobody where a commit on the way has it otherwise."""
        covered = self.covered(path)
        given = covered is not None and covered.given.state == "given" and not self.otherwise(path)
        return " and ".join(covered.given.by) if covered is not None and given else ""

    def otherwise(self, path: bytes) -> bytes:
        """The first commit on the way that leaves a file as it does not land; none where it does not land at all."""
        lands = [(one.new_mode, one.new) for one in self.landing.changes.changes if one.path == path]
        for step in self.steps if lands else ():
            for one in step.changes.changes:
                if one.path == path and (one.new_mode, one.new) not in lands:
                    return step.changes.commit
        return b""

    def goes_back(self) -> bool:
        """It takes a landing back, whole and exactly, while that is open; its commits do no more. It needs no plan."""
        back = self.progress.back if self.progress is not None else None
        if back is None or back.late:
            return False
        whole = frozenset(self.landing.changes.changes)
        return self.policy.squash or all([whole.issuperset(step.changes.changes) for step in self.steps])
