"""What comes before what, by the edges of the steps of a text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def earlier(edges: Mapping[str, tuple[str, ...]], name: str) -> set[str]:
    """All steps that come before one, by the edges."""
    seen: set[str] = set()
    stack = list(edges.get(name, ()))
    while stack:
        one = stack.pop()
        if one not in seen:
            seen.add(one)
            stack += edges.get(one, ())
    return seen


def in_circles(edges: Mapping[str, tuple[str, ...]]) -> set[str]:
    """What is left once every step is taken away that waits for none that is left."""
    waits = {name: {one for one in after if one in edges} for name, after in edges.items()}
    behind: dict[str, list[str]] = {}
    for name, after in waits.items():
        for one in after:
            behind.setdefault(one, []).append(name)
    free = [name for name, after in waits.items() if not after]
    while free:
        for name in behind.get(free.pop(), ()):
            waits[name] = waits[name] - {gone for gone in waits[name] if not waits[gone]}
            if not waits[name]:
                free.append(name)
    return {name for name, after in waits.items() if after and name in earlier(edges, name)}
