"""Facts for the case: what the checks need to know of content, read only where some rule depends on it."""

from __future__ import annotations

from guard.model.change import ABSENT, SUBMODULE, SYMLINK
from guard.model.names import clashes
from guard.model.operation import join
from guard.model.paths import covers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.model.case import Binding, Measure
    from guard.model.change import ChangeSet, FileChange
    from guard.model.operation import Judged
    from guard.model.policy import Policy

PLAIN = ("file.add", "file.modify", "file.delete")
LARGEST_MODULES = 1 << 20
MODULES = b".gitmodules"
LONGEST = 4096  # bytes of a symlink's target that a system can use
UNUSABLE = b"\0"  # stands for a target that is longer


def check_kinds(repository: Repository, sets: Iterable[Judged]) -> None:
    """What arrives as a file is one. An object that is not here is asked for where a rule needs it, not before."""
    arriving = [kind for judged in sets for kind in judged.kinds.items() if kind[0].new_mode not in (ABSENT, SUBMODULE)]
    oids = list(dict.fromkeys(change.new for _, changes in arriving for change in changes))
    for oid, kind in zip(oids, repository.kinds(oids), strict=True):
        if kind not in (b"", b"blob"):
            from guard.doors.git.objects import not_a_file

            raise not_a_file(oid, kind)


def amounts(repository: Repository, landing: Judged, binding: Binding) -> Measure | None:
    """Lines and bytes of the landing, where a plan sets a limit on them and none is broken already."""
    if binding.plan is None:
        return None
    budget, files = binding.plan.budget, len(landing.changes.changes)
    if (budget.lines is None and budget.bytes is None) or (budget.files is not None and files > budget.files):
        return None
    from guard.doors.git.measure import Limits, measure

    return measure(repository.objects, landing.changes.changes, Limits(budget.lines, budget.bytes))


def binaries(
    repository: Repository, sets: Iterable[ChangeSet], policy: Policy, binding: Binding
) -> frozenset[bytes] | None:
    """Which paths hold binary content; None where no pattern tells `file.binary` from other file operations."""
    patterns = [*policy.needs_plan, *(word for entry in policy.routine for word in entry.does)]
    patterns += [word for phase in binding.phases for word in phase.does]
    if all(covers(pattern, "file.binary") == covers(pattern, plain) for pattern in patterns for plain in PLAIN):
        return None
    from guard.doors.git.measure import binary

    return binary(repository.objects, [change for changes in sets for change in changes.changes])


def link_targets(repository: Repository, sets: Iterable[Judged]) -> dict[bytes, bytes]:
    """Where every added or changed symlink leads."""
    wanted = list(dict.fromkeys(change.new for judged in sets for change in _of_mode(judged, SYMLINK)))
    return {oid: content if content is not None else UNUSABLE for oid, content in repository.up_to(wanted, LONGEST)}


def _of_mode(judged: Judged, mode: bytes) -> Iterator[FileChange]:
    """Changes that arrive with this mode."""
    for kind, changes in judged.kinds.items():
        if kind.new_mode == mode:
            yield from changes


def name_clashes(
    repository: Repository, landing: Judged, old: bytes, new: bytes | None, onto: bytes
) -> dict[bytes, list[list[bytes]]]:
    """Names that collide once landed, by folder, where the change set adds one of them.

    `new` is the commit that lands, None for the index; `onto` is the commit it lands on. The index has no trees to look
    into. So the names before, with the added ones, are looked at first; only where two of them collide is the whole
    index listed, because a name may have left it.
    """
    added = [change.path for kind, changes in landing.kinds.items() if kind.status == b"A" for change in changes]
    if not added:
        return {}
    folders = {path.rpartition(b"/")[0] for path in added}
    tree = repository.tree(old if new is None else new)
    beside = {folder: set(names) for folder, names in repository.folders(tree, folders).items()}
    if new is None:
        _place(beside, added)
    elif onto:
        gone = {change.path for kind, changes in landing.kinds.items() if kind.status == b"D" for change in changes}
        for folder, names in repository.folders(repository.tree(onto), folders).items():
            beside.setdefault(folder, set()).update(name for name in names if join(folder, name) not in gone)
    found = {folder: groups for folder, names in beside.items() if (groups := clashes(names))}
    if not found:
        return {}
    if new is None:
        exact: dict[bytes, set[bytes]] = {}
        _place(exact, repository.staged_names())
        found = {folder: clashes(exact.get(folder, ())) for folder in found}
    before = repository.folders(repository.tree(old), found)
    return {folder: some for folder, groups in found.items() if (some := _newly(groups, before.get(folder, {})))}


def _newly(groups: list[list[bytes]], before: Iterable[bytes]) -> list[list[bytes]]:
    """Groups with a name that did not stand there before; an old pair is nobody's doing here."""
    stood = set(before)
    return [group for group in groups if not stood.issuperset(group)]


def _place(beside: dict[bytes, set[bytes]], paths: Iterable[bytes]) -> None:
    """Put every path, and the folders above it, under the folder that holds it."""
    for path in paths:
        while path:
            folder, _, name = path.rpartition(b"/")
            held = beside.setdefault(folder, set())
            if name in held:
                break
            held.add(name)
            path = folder


def modules(repository: Repository, sets: Iterable[Judged], old: bytes, new: bytes | None) -> frozenset[bytes] | None:
    """Paths that .gitmodules declares once landed; None where no submodule is changed."""
    landing, *steps = sets
    if not any(True for judged in (landing, *steps) for _ in _of_mode(judged, SUBMODULE)):
        return None
    from guard.doors.git.landed import landed_file

    oid = landed_file(repository, landing, old, new, MODULES)
    if oid is None:
        return frozenset()
    for _, content in repository.up_to([oid], LARGEST_MODULES):
        if content is not None:
            return frozenset(_declared(content))
    return frozenset()


def _declared(content: bytes) -> Iterable[bytes]:
    """The `path = ...` lines of `[submodule "..."]` sections, as git writes them; nothing else is a declaration."""
    inside = False
    for line in content.split(b"\n"):
        key, sign, value = line.strip().partition(b"=")
        if line.strip().startswith(b"["):
            inside = line.strip().lower().startswith(b"[submodule ")
        elif inside and sign and key.strip().lower() == b"path":
            yield value.strip().strip(b'"')
