"""The documents a change set carries: read as strictly as if they counted, compared with those that do, and linted.

They never count here. What is wrong with them and what landing them would come to is told; the judgement itself rests
on the documents of the trusted branch.
"""

from __future__ import annotations

from guard.model.change import ABSENT, SUBMODULE, SYMLINK
from guard.model.kind import kind_looked_for
from guard.model.plan import PLANS_FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.carried.document import Carried
    from guard.doors.git.repository import Repository
    from guard.model.case import Edit, Fault
    from guard.model.change import Change, FileChange
    from guard.model.kind import Kind
    from guard.model.operation import Judged
    from guard.trust import Trusted


def documents(
    repository: Repository, trusted: Trusted, landing: Judged, change: Change
) -> tuple[tuple[Fault, ...], tuple[Edit, ...]]:
    """What is wrong with the documents that would land, and what each edit comes to."""
    touched = _touched(landing)
    pages = _pages(trusted, landing)
    if not touched and not pages:
        return (), ()
    from guard.carried.document import faults
    from guard.carried.edits import edits
    from guard.carried.flaws import flaws

    carried = list(_carried(repository, touched))
    told = [fault for document in carried for fault in faults(document)]
    found = flaws(repository, trusted, carried, pages, landing, change)
    return (*told, *found), edits(repository, trusted, carried, landing)


def _touched(landing: Judged) -> list[tuple[FileChange, Kind]]:
    """Documents, and what arrives where one is looked for; nearly no change has any."""
    folders = landing.folders
    if not any(folder.startswith(b".guard") for folder in folders) and b".guard" not in folders.get(b"", ()):
        return []
    return [(file, kind) for file in landing.changes.changes if (kind := kind_looked_for(file.path)) is not None]


def _pages(trusted: Trusted, landing: Judged) -> list[bytes]:
    """Changed pages that a standing plan rests on: its story, and those its ways back lead to."""
    pages = sorted(
        {page for plan in trusted.plans for page in (f"{PLANS_FOLDER}/{plan.id}.md".encode(), *plan.pages())}
    )
    places = [(page, *page.rpartition(b"/")[::2]) for page in pages]
    return [page for page, folder, name in places if name in landing.folders.get(folder, ())]


def _carried(repository: Repository, touched: list[tuple[FileChange, Kind]]) -> Iterator[Carried]:
    from guard.carried.document import Carried
    from guard.compile import read_document
    from guard.escape import shown

    for file, kind in touched:
        read = None
        if file.new_mode not in (ABSENT, SYMLINK, SUBMODULE):
            _, text = next(repository.up_to([file.new], kind.size))
            # Of one too large to read, as much blank space as makes its reader say so.
            read = read_document(kind.name, shown(file.path), b" " * (kind.size + 1) if text is None else text)
        yield Carried(file, kind, read)
