"""The documents that words name, for the commands that look at one; and what stands in the way of looking at it."""

from __future__ import annotations

import os

from guard import drafts
from guard.commands.plan import findings
from guard.commands.plan.findings import Found
from guard.errors import UsageError
from guard.escape import shown
from guard.model.graph import Graph
from guard.model.kind import MANIFEST, PLAN, POLICY
from guard.model.plan import Plan
from guard.report import columns, write
from guard.words import meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.drafts import File, Folder

LISTED = 8
NAMED = "the id of a plan, or a file wherever it stands"


def opened(command: str, root: str | None, policy: str | None = None) -> Folder:
    """The folder of the documents; what is named and is not there is a wrong word."""
    if root is not None and not os.path.isdir(root):
        raise UsageError(f"--root: no folder '{shown(os.fsencode(root))}' ({command} --help)")
    if policy is not None and not os.path.lexists(policy):
        raise UsageError(f"--policy: no file '{shown(os.fsencode(policy))}' ({command} --help)")
    return drafts.open_folder(drafts.top(root), policy)


def document_named(folder: Folder, name: str, command: str) -> File:
    """The document of a name: the id of a plan, or a file."""
    if "/" not in name and not name.endswith((".yaml", ".yml", ".json")):
        return named(folder, name, command)
    if not os.path.lexists(name):
        raise UsageError(f"no file '{shown(os.fsencode(name))}' ({command} --help)")
    for file in (folder.policy, *folder.plans):
        if os.path.realpath(os.path.join(folder.root, os.fsdecode(file.path))) == os.path.realpath(name):
            return file
    return drafts.named(_kind(name), name)


def named(folder: Folder, name: str, command: str) -> File:
    """The plan of this id; the nearest one is told where there is none."""
    file = folder.plan(name)
    if file is None:
        known = folder.names()
        all_there_are = f"; there is {', '.join(map(shown, known[:LISTED]))}" if known else "; there is none yet"
        what = f"no plan '{shown(name)}'{meant(name, known) or all_there_are}"
        raise UsageError(f"{what} ({command} --help)")
    return file


def _kind(path: str) -> str:
    if path.endswith(MANIFEST.end.decode()):
        return MANIFEST.name
    return POLICY.name if os.path.basename(path) == "policy.yaml" else PLAN.name


def others(folder: Folder, plan: Plan) -> dict[str, Plan]:
    """The other plans that can be read, by id."""
    values = [file.value for file in folder.plans if isinstance(file.value, Plan)]
    return {value.id: value for value in values if value.id != plan.id}


def refuse(found: list[Found]) -> int:
    """A document that cannot be looked at: why, and the exit code of findings."""
    write(findings.as_text(found, columns()))
    return 1


def circles(file: File, plan: Plan, beside: dict[str, Plan]) -> list[Found]:
    """Phases that wait for one another: they have no order, and no digest."""
    from guard.lint import edges

    return [findings.of_flaw(file, flaw) for flaw in edges.circles(plan, Graph(plan, beside.values()))]
