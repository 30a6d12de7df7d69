"""What an edit of a document comes to, held against the document that counts."""

from __future__ import annotations

from guard.compile import read_document
from guard.model.case import Edit
from guard.model.change import ABSENT, SUBMODULE, SYMLINK
from guard.model.comparison import Comparison, compare
from guard.model.lookalike import skeleton
from guard.model.plan import PLANS_FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.carried.document import Carried
    from guard.doors.git.repository import Repository
    from guard.model.operation import Judged
    from guard.trust import Trusted


def edits(repository: Repository, trusted: Trusted, carried: list[Carried], landing: Judged) -> tuple[Edit, ...]:
    """Policy and plans before and after; one that cannot be read has its faults, and is compared with nothing."""
    found = [
        _edit(repository, trusted, carried, document)
        for document in carried
        if document.in_place and document.kind.make is not None and (document.read is None or document.data is not None)
    ]
    return (*(edit for edit in found if edit is not None), *_beside(repository, trusted, carried, landing))


def _beside(repository: Repository, trusted: Trusted, carried: list[Carried], landing: Judged) -> Iterator[Edit]:
    """What stands beside a standing plan and is signed with it: its story, and the manifests of its sites."""
    for plan in trusted.plans:
        story = f"{PLANS_FOLDER}/{plan.id}.md".encode()
        if story.rpartition(b"/")[2] in landing.folders.get(PLANS_FOLDER.encode(), ()):
            words = f"the story of plan {plan.id} changes: every phase leans on it, and asks again"
            yield _read_by_a_person(story, "narrative", words)
    standing = {plan.id for plan in trusted.plans}
    for document in carried:
        faulty = document.read is not None and document.data is None
        of = document.name.partition(".")[0]
        if document.kind.name == "manifest" and document.in_place and not faulty and of in standing:
            before, after = _rows(_before(repository, document)), _rows(document.data)
            words = f"the manifest {document.name} had {before} and has {after}: what works through them asks again"
            yield _read_by_a_person(document.file.path, "manifest", words)


def _read_by_a_person(path: bytes, kind: str, words: str) -> Edit:
    return Edit(path, kind, None, None, Comparison((), (), (words,)), False, (), "")


def _before(repository: Repository, document: Carried) -> dict[str, object] | None:
    if document.file.old_mode in (ABSENT, SYMLINK, SUBMODULE):
        return None
    _, text = next(repository.up_to([document.file.old], document.kind.size))
    return None if text is None else read_document(document.kind.name, document.name, text).data


def _rows(manifest: dict[str, Any] | None) -> str:
    count = 0 if manifest is None else len(manifest["rows"])
    return f"{f'{count:,}' if count else 'no'} places" if count != 1 else "1 place"


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
