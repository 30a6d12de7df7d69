"""What landed on the trusted branch, step by step, whatever the way it was merged; and the documents of each time."""

from __future__ import annotations

from guard.model.change import PLAIN
from guard.model.claim import claims, reverted
from guard.model.kind import KINDS
from guard.model.landing import Landing
from guard.model.plan import PLANS_FOLDER, Plan
from guard.model.policy import POLICY_FILE, Policy
from guard.trust.documents import Source, values_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.model.change import Commit, FileChange
    from guard.model.trigger import Trigger

PLANS = PLANS_FOLDER.encode() + b"/"


class Documents(NamedTuple):
    """The policy and the plans as they stood before a landing; what could not be read then, held nothing."""

    policy: Policy | None
    plans: tuple[Plan, ...]


def landings(repository: Repository, start: bytes, tip: bytes) -> list[Landing]:
    """Every first-parent step after `start`. A claim counts wherever it stands in what a step brought."""
    steps, every = repository.since(start, tip)
    known = {commit.oid: commit for commit in every}
    seen: set[bytes] = set()
    found: list[Landing] = []
    for place, (commit, changes) in enumerate(steps):
        brought = [known[oid].message for oid in _brought(commit, known, seen)]
        parent = commit.parents[0] if commit.parents else b""
        reverts = frozenset().union(*[reverted(message) for message in brought])
        found.append(Landing(commit.oid, parent, changes.changes, claims(brought), reverts, commit.at, place))
    return found


def _brought(step: Commit, known: dict[bytes, Commit], seen: set[bytes]) -> Iterator[bytes]:
    """The commits that came to the branch with this step, itself first."""
    waiting = [step.oid]
    while waiting:
        oid = waiting.pop()
        if oid in known and oid not in seen:
            seen.add(oid)
            yield oid
            waiting += known[oid].parents


def documents(repository: Repository, trigger: Trigger, start: bytes, steps: Iterable[Landing]) -> list[Documents]:
    """Policy and plans before each of the landings, from the changes themselves: every text is read once."""
    standing = _standing(repository, start)
    before: list[dict[bytes, bytes]] = []
    for step in steps:
        before.append(dict(standing))
        for change in step.changes:
            if _is_document(change.path):
                _place(standing, change)
    wanted = {(path, oid): None for times in before for path, oid in times.items()}
    values = {of: _value(repository, trigger, *of) for of in wanted}
    return [_documents([values[of] for of in times.items()]) for times in before]


def versions(repository: Repository, trigger: Trigger, tip: bytes, plan: Plan) -> Iterator[Plan]:
    """What a plan has said along the branch, the latest first; what cannot be read now, is left out."""
    path = plan.where.encode()
    read: set[bytes] = set()
    for step in reversed(repository.touched(tip, path)):
        oid = _standing(repository, step).get(path, b"")
        value = _value(repository, trigger, path, oid) if oid and oid not in read else None
        read.add(oid)
        if isinstance(value, Plan):
            yield value


def _is_document(path: bytes) -> bool:
    below = path.removeprefix(PLANS)
    return path == POLICY_FILE.encode() or (below != path and b"/" not in below and path.endswith(b".yaml"))


def _place(standing: dict[bytes, bytes], change: FileChange) -> None:
    if change.new_mode in PLAIN:
        standing[change.path] = change.new
    else:
        standing.pop(change.path, None)


def _standing(repository: Repository, commit: bytes) -> dict[bytes, bytes]:
    """Document -> blob id, at a commit; b"" is before the first."""
    if not commit:
        return {}
    folders = repository.folders(repository.tree(commit), [PLANS[:-1]])
    found: dict[bytes, bytes] = {}
    for folder in (b".guard", PLANS[:-1]):
        for name, (mode, oid) in folders.get(folder, {}).items():
            path = folder + b"/" + name
            if mode in PLAIN and _is_document(path):
                found[path] = oid.hex().encode()
    return found


def _value(repository: Repository, trigger: Trigger, path: bytes, oid: bytes) -> Policy | Plan | None:
    """One document of that time. One that guard cannot read now held nobody to anything then."""
    from guard.errors import GuardError

    kind = "policy" if path == POLICY_FILE.encode() else "plan"
    name = path.decode("utf-8", "replace")
    for _, text in repository.up_to([oid], KINDS[kind].size):
        if text is None:
            return None
        try:
            return values_of(repository, trigger, [Source(kind, name, oid, text)])[0][0]
        except GuardError:
            return None
    return None


def _documents(values: Iterable[Policy | Plan | None]) -> Documents:
    values = tuple(values)
    policy = next((one for one in values if isinstance(one, Policy)), None)
    return Documents(policy, tuple([one for one in values if isinstance(one, Plan)]))
