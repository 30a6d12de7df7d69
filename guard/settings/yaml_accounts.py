"""Who of a cloud's accounts may enter a cluster, and as whom: the map `aws-auth` that EKS reads."""

from __future__ import annotations

from guard.settings.yaml_nodes import canonical, get, items, text_of, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.document.nodes import Node

    Facts = dict[str, str | bool]

KEYS = ("maproles", "mapusers", "mapaccounts")
PARTS = frozenset(("data",))
_SHOWN = 8


def is_map(kind: str, name: str, *sides: Node | None) -> bool:
    """Whether an object is that map; a name that is still to be filled in is told by what stands in it."""
    held = any([get(get(node, "data"), key) is not None for node in sides for key in KEYS])
    return kind == "ConfigMap" and (name == "aws-auth" or held)


def compared(old: Node | None, new: Node | None) -> tuple[Facts, frozenset[str]]:
    """Who may enter that could not, and the reverse."""
    before, after = _entries(old), _entries(new)
    if before is None or after is None:
        differ = canonical(get(old, "data")) != canonical(get(new, "data"))
        return ({"widens": "unknown"} if differ else {}), PARTS
    added, removed = sorted(after - before), sorted(before - after)
    facts: Facts = {
        "added": ", ".join(added[:_SHOWN]),
        "removed": ", ".join(removed[:_SHOWN]),
        "widens": bool(added),
        "narrows": bool(removed),
    }
    return {name: fact for name, fact in facts.items() if fact}, PARTS


def _entries(node: Node | None) -> set[str] | None:
    """Each group of each account in words; None where the text of the map cannot be read."""
    from guard.document.lenient import Unreadable, compose

    found: set[str] = set()
    for key in KEYS:
        text = text_of(get(get(node, "data"), key))
        try:
            documents = compose(text or "")
        except Unreadable:
            return None
        for document in documents:
            if document.duplicates:
                return None
            for item in items(document.root):
                who = text_of(get(item, "rolearn")) or text_of(get(item, "userarn")) or text_of(item)
                if not who:
                    return None
                user = text_of(get(item, "username")) or ""
                found |= {f"{who} as {group}" for group in (*texts(get(item, "groups")), *([user] if user else []))}
                found |= set() if get(item, "groups") is not None or user else {who}
    return found
