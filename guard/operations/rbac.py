"""Rights in Kubernetes: roles, bindings, service accounts, and which account a workload runs as.

Rules are compared by what they let do, over verbs, resources, groups and names. A template that speaks of rights cannot
be read before it is filled in, and is opaque.
"""

from __future__ import annotations

import re

from guard.model.operation import Operation
from guard.model.reading import Reading
from guard.settings import hints
from guard.settings.yaml_documents import differing
from guard.settings.yaml_manifests import Manifest, manifests, rbac_changed
from guard.settings.yaml_nodes import canonical
from guard.settings.yaml_templates import only_templates, speaking
from guard.settings.yaml_text import hinted, may_hold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.reading import Context, Source

VIA = "kubernetes"
WORDS = re.compile(
    rb"\b(?:(?:Cluster)?Role(?:Binding)?|ServiceAccount)(?:List)?\b|erviceAccount|\b(?:verbs|roleRef)\b"
    rb"|aws-auth|\bmapRoles\b|\bmapUsers\b|\bmapAccounts\b"
)

# An object that gives rights: whatever changes in it may change them. Elsewhere only a line on an account does.
_GIVES = re.compile(
    rb"\bkind:\s*[\"']?(?:(?:Cluster)?Role(?:Binding)?|ServiceAccount|\{\{|\$)|\b(?:verbs|roleRef|subjects)\b"
    rb"|aws-auth|\bmap(?:Roles|Users|Accounts)\b|\\"
)
_ACCOUNT = re.compile(r"(?i)serviceaccount")


def detect(source: Source, context: Context) -> Reading | None:
    """What the change lets whom do, and no longer do."""
    if not hinted(hints.RBAC, source.old, source.new):
        return None
    if not may_hold(source.old, WORDS) and not may_hold(source.new, WORDS):
        return None
    old, new, trouble, everything = differing(source.old, source.new, WORDS)
    told = _unread(source, trouble)
    before, after = manifests(old), manifests(new)
    accounted = everything and not trouble
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None and canonical(was.node) == canonical(now.node):
            continue
        if trouble and (was is None or now is None):
            continue  # it may stand in what could not be read
        found, whole = _changed(was, now)
        told += found
        accounted = accounted and whole
    return Reading(tuple(told), accounted) if told else None


def _unread(source: Source, trouble: list[tuple[str, int | None]]) -> list[Operation]:
    """Why what changed could not be read: once, whatever there is to it."""
    if not trouble:
        return []
    why, line = f"it may speak of rights, but: {trouble[0][0]}", trouble[0][1]
    if only_templates(trouble):
        gives = any([_GIVES.search(side or b"") for side in (source.old, source.new)])
        lines = speaking(source.old, source.new, re.compile("") if gives else _ACCOUNT)
        if not lines:
            return []
        why, line = "a template that speaks of rights: what it gives shows when it is filled in", lines[0]
    return [Operation("opaque.unparsed", line, attributes=(("why", why),), via=VIA)]


def _changed(old: Manifest | None, new: Manifest | None) -> tuple[list[Operation], bool]:
    """What became of one object, and whether that is all of its change."""
    found, rest = rbac_changed(old, new)
    return found, bool(found) and not rest
