"""GitHub workflows and actions: what starts them, what their token may do, which secrets they use, what they run.

Both sides are read as GitHub reads them; what does not change the effect (comments, quotes, the order of keys) is no
operation. A file that GitHub would refuse, or that cannot be read in one way only, is opaque.
"""

from __future__ import annotations

import re

from guard.model.reading import Reading, unread
from guard.settings import operation
from guard.settings.yaml_documents import whole
from guard.settings.yaml_jobs import jobs, jobs_changed
from guard.settings.yaml_nodes import canonical, clash, get, line_of, pairs
from guard.settings.yaml_rights import NOTHING, Rights, rights, rights_changed, triggers_changed
from guard.settings.yaml_secrets import secrets_changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.document.nodes import Node
    from guard.model.operation import Operation
    from guard.model.reading import Context, Source

VIA = "github"
_DEFAULT = Rights("default")
_PLACE = re.compile(r"(?:^|/)(?:\.\w+/workflows/[^/]+|action\.ya?ml)$", re.IGNORECASE)  # no folder below is looked into
_TOLD = frozenset(("jobs", "runs", "on", "permissions"))


def detect(source: Source, context: Context) -> Reading | None:
    """What the change does to what runs, and to what it may do; None where the file is neither workflow nor action."""
    if not _PLACE.search(source.path):
        return None
    old, old_trouble = whole(source.old)
    new, new_trouble = whole(source.new)
    trouble = new_trouble or old_trouble
    if trouble is not None:
        words, line = trouble
        side = "" if new_trouble else "before the change: "
        return unread(f"{side}{words}", VIA, line if new_trouble else None)
    if canonical(old) == canonical(new):
        return None
    key = clash(new) or clash(old)
    if key is not None:
        return unread(f"the key {key.text[:40]!r} stands a second time in another letter case", VIA)
    of = f"workflow:{source.path.removeprefix('.github/workflows/')}"
    runs_alone = get(new or old, "runs") is None  # an action runs in a job, with the rights of that
    told = [
        *_file_changed(source, of),
        *(_token_changed(old, new, of) if runs_alone else ()),
        *triggers_changed(old, new, of),
        *secrets_changed(old, new, of),
        *jobs_changed(old, new, of),
        *_rest_changed(old, new, of),
    ]
    if not told:
        return None
    return Reading(tuple(dict.fromkeys(told)), _all_told(old, new, told))


def _file_changed(source: Source, of: str) -> list[Operation]:
    if source.old is not None and source.new is not None:
        return []
    change = "add" if source.old is None else "remove"
    return [operation("ci.change", of, 1 if source.old is None else None, VIA, {"part": "file", "change": change})]


def _token_changed(old: Node | None, new: Node | None, of: str) -> list[Operation]:
    """What the token may do in each job: a job's own word counts, else that of the workflow, else the repository's."""
    top_before = NOTHING if old is None else rights(old, _DEFAULT)
    top_after = NOTHING if new is None else rights(new, _DEFAULT)
    before, after = jobs(old), jobs(new)
    told: list[Operation] = []
    if not before or not after or any([_inherits(before, name) and _inherits(after, name) for name in after]):
        told += rights_changed(top_before, top_after, of, "")
    for name in {**before, **after}:
        gone = after and name not in after
        if gone or (_inherits(before, name) and _inherits(after, name)):
            continue
        # A job that was not there could do nothing but what its workflow let any job do.
        was = rights(before.get(name), top_before)
        now = rights(after.get(name), top_after)
        told += rights_changed(was, now, of, name)
    return told


def _inherits(jobs: dict[str, Node], name: str) -> bool:
    return get(jobs.get(name), "permissions") is None


def _rest_changed(old: Node | None, new: Node | None, of: str) -> list[Operation]:
    """Every other key at the top: its name and that it changed, never its value."""
    if old is None or new is None:
        return []
    told = []
    for key in dict.fromkeys([key.text.lower() for node in (old, new) for key, _ in pairs(node)]):
        before, after = get(old, key), get(new, key)
        if key not in _TOLD and canonical(before) != canonical(after):
            change = "add" if before is None else "remove" if after is None else "modify"
            told.append(operation("ci.change", of, line_of(after), VIA, {"part": key, "change": change}))
    return told


def _all_told(old: Node | None, new: Node | None, told: list[Operation]) -> bool:
    """Jobs and steps are told field by field; rights and starts by their effect only, and there may be none."""
    before, after = jobs(old), jobs(new)
    named = {name for of in told for name, _ in of.attributes}
    holders = [(old, new), *[(before[name], after[name]) for name in before if name in after]]
    rights_differ = any([_differ(*pair, "permissions") for pair in holders])
    return ("scope" in named or not rights_differ) and ("trigger" in named or not _differ(old, new, "on"))


def _differ(old: Node | None, new: Node | None, key: str) -> bool:
    return canonical(get(old, key)) != canonical(get(new, key))
