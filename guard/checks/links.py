"""Symlinks and submodules: doors out of the declared scope (G120, G121, G122)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.change import SUBMODULE, SYMLINK
from guard.model.finding import Next, finding
from guard.model.names import obeyed
from guard.model.protected import protected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.change import ChangeSet, FileChange
    from guard.model.finding import Finding
    from guard.model.operation import Judged

LONGEST = 4096


def check(case: Case) -> Iterator[Finding]:
    for judged in case.judged():
        for kind, changes in judged.kinds.items():
            if kind.new_mode == SYMLINK:
                for change in changes:
                    yield from _link(case, judged, change)
            elif kind.new_mode == SUBMODULE and case.modules is not None:
                yield from (
                    _undeclared(judged.changes, change) for change in changes if change.path not in case.modules
                )


def _link(case: Case, judged: Judged, change: FileChange) -> Iterator[Finding]:
    target = case.targets[change.new]
    place = resolve(change.path, target)
    said = f"{shown(change.path)} is a symlink to {shown(target[:200])}"
    if isinstance(place, str):
        mend = (
            Next("you", "commit the file itself, or link to a path inside this repository by a plain relative path"),
        )
        yield finding(
            "G120",
            f"{said}: {place}",
            "what is written through it lands outside every declared path",
            mend,
            change.path,
            commit=judged.changes.commit,
        )
        return
    steers = not place or protected(place) or any(obeyed(part) for part in place.split(b"/"))
    if steers or not _covered(case, judged, change, place):
        steered = "is protected" if steers and place else "the plan does not cover"
        why = f"it leads to {shown(place) or 'the top of the repository'}, which {steered}"
        mend = (Next("you", "link only to paths that the plan covers, or commit the file itself"),)
        yield finding("G121", said, why, mend, change.path, commit=judged.changes.commit)


def _covered(case: Case, judged: Judged, change: FileChange, place: bytes) -> bool:
    """What lies behind the link is covered by the plan, all of it; a routine path may link where it likes but there."""
    plan = case.binding.plan
    if plan is None or case.policy.is_routine(change.path, judged.operations[change.path]):
        return True
    return plan.paths.matches(place) and not plan.never.reaches(place)


def resolve(path: bytes, target: bytes) -> bytes | str:
    """Where a symlink at `path` leads, by its words alone; a string says why that cannot be inside the repository."""
    if not target or len(target) > LONGEST or b"\0" in target or b"\n" in target or b"\r" in target:
        return "a target that no checkout can use"
    if target.startswith((b"/", b"\\", b"~")) or target[1:2] == b":" or b"\\" in target:
        return "an absolute target, or one that another system reads as absolute"
    at = path.split(b"/")[:-1]
    named = False
    for part in target.split(b"/"):
        if part in (b"", b"."):
            continue
        if part != b"..":
            named = True
            at.append(part)
        elif named:
            return "`..` after a name: where it leads depends on other links"
        elif not at:
            return "it climbs above the top of the repository"
        else:
            at.pop()
    if any(obeyed(part) == ".git" for part in at):
        return "it leads into the git directory, as some file system reads it"
    return b"/".join(at)


def _undeclared(changes: ChangeSet, change: FileChange) -> Finding:
    words = f"{shown(change.path)} is a commit of another repository, and .gitmodules does not declare it"
    why = "nobody who clones this can fetch it or see what it holds (an embedded repository was added by mistake?)"
    mend = (Next("you", "git rm --cached that path; add its files, or declare it with git submodule add"),)
    return finding("G122", words, why, mend, change.path, commit=changes.commit)
