"""Migrations that were released (G304), and ways back that do not lead back (G305)."""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.model.finding import Next, finding
from guard.model.paths import covers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Operation
    from guard.model.plan import Phase

RELEASED = {
    "migration.edited_after_release": "is changed, and stands on the trusted branch already",
    "migration.deleted": "is deleted, and stands on the trusted branch",
    "migration.reordered": "comes before one that stands on the trusted branch",
}
PAIRS = ("migration.pair.missing", "migration.pair.mismatch")
RAN = "a migration that was released may have run: databases that have it never run it again, new ones run another"
ORDER = "databases that ran the later one already run this one out of order, or never"
BACK = "a rollback runs the down migration; what it does not undo stays, what it does beyond is lost"


def check(case: Case) -> Iterator[Finding]:
    """On what lands: within a branch a migration may be written again until it is right."""
    for path in case.landing.effects:
        for operation in case.landing.operations[path]:
            if operation.id in RELEASED:
                yield _released(case, path, operation)
            elif operation.id in PAIRS and not _said(case, operation):
                yield _pair(case, path, operation)


def _said(case: Case, operation: Operation) -> bool:
    """The phase names it, or another way back: whoever approved the plan has seen that."""
    phases = case.binding.phases
    return bool(phases) and all([_by_name(operation, phase) or _way_back(phase) for phase in phases])


def _way_back(phase: Phase) -> bool:
    """A page says how to go back, where no migration does."""
    return bool(phase.irreversible) or (phase.rollback is not None and bool(phase.rollback.by))


def _by_name(operation: Operation, phase: Phase) -> bool:
    return any([covers(pattern, operation.id) for pattern in phase.does if pattern != "*"])


def _released(case: Case, path: bytes, operation: Operation) -> Finding:
    if operation.id == "migration.reordered":
        # A command with two paths: `Next.path` would stand last.
        you = Next("you", f"give it a version after the latest one of its folder: git mv -- {shell_word(path)} NEW")
        why = ORDER
    else:
        you, why = _back(case, path), RAN
    what = f"{shown(path)} {RELEASED[operation.id]}"
    return finding("G304", what, why, (you,), path, operation.line)


def _back(case: Case, path: bytes) -> Next:
    """From the trusted commit: the branch itself may have committed the edit already."""
    new = "and write a new migration for what is to change"
    if not case.trusted:
        return Next("you", f"put {shown(path)} back as it stands on the trusted branch, {new}")
    restore = f"git restore --source={case.trusted} --staged --worktree"
    return Next("you", f"put it back as it was, {new}: {restore}", path)


def _pair(case: Case, path: bytes, operation: Operation) -> Finding:
    if operation.id == "migration.pair.missing":
        what = f"{shown(path)} has no way back"
        you = Next("you", "write its down migration; where nothing can be undone, the plan says so: irreversible")
    else:
        leaves, beyond = operation.attribute("leaves"), operation.attribute("beyond")
        of = f" on {shown(operation.object)}" if operation.object else ""
        told = f"leaves {leaves}{of} as it is" if leaves else f"does {beyond}{of}, which its up migration did not do"
        what = f"{shown(path)} {told}"
        you = Next("you", "make the down migration undo what the up migration does, the last first, and nothing else")
    owners = [Next(name, "says whether it may land without") for name in case.policy.people_for(path)]
    return finding("G305", what, BACK, (you, *owners), path, operation.line)
