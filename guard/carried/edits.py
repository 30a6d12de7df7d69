"""What an edit of a document comes to, held against the document that counts."""

from __future__ import annotations

from guard.model.case import Edit
from guard.model.comparison import compare
from guard.model.lookalike import skeleton

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.carried.document import Carried
    from guard.doors.git.repository import Repository
    from guard.trust import Trusted


def edits(repository: Repository, trusted: Trusted, carried: list[Carried]) -> tuple[Edit, ...]:
    """Policy and plans before and after; one that cannot be read has its faults, and is compared with nothing."""
    found = [
        _edit(repository, trusted, carried, document)
        for document in carried
        if document.in_place and document.kind.make is not None and (document.read is None or document.data is not None)
    ]
    return tuple([edit for edit in found if edit is not None])


def _edit(repository: Repository, trusted: Trusted, carried: list[Carried], document: Carried) -> Edit | None:
    plans = {plan.id: plan.data for plan in trusted.plans}
    a_plan, new = document.kind.name == "plan", document.data
    old = plans.get(document.name) if a_plan else trusted.policy.data if trusted.adopted else None
    if old is None and (new is None or not a_plan):
        return None  # nothing that counts goes; or guard is adopted
    added = a_plan and old is None
    ids = {*plans, *(other.name for other in carried if other.kind.name == "plan" and other.data)} - {document.name}
    alike = tuple(sorted(other for other in ids if skeleton(other) == skeleton(document.name)))
    return Edit(
        document.file.path,
        document.kind.name,
        old,
        new,
        compare(document.kind.name, old, new),
        formerly=added and trusted.oid != b"" and repository.stood(trusted.oid, document.file.path),
        alike=alike if added else (),
        renamed=_renamed(plans, carried, new) if added else "",
    )


def _renamed(plans: dict[str, dict[str, object]], carried: list[Carried], new: dict[str, Any] | None) -> str:
    """The plan that goes while one with phases of the same names comes: it is one plan under another name."""
    gone = [other.name for other in carried if other.kind.name == "plan" and other.in_place and other.read is None]
    phases = set(new["phases"]) if new is not None else set()
    for name in gone:
        before: dict[str, Any] | None = plans.get(name)
        if before is not None and set(before["phases"]) == phases:
            return name
    return ""
