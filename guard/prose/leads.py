"""Paragraphs and list items that begin with the name of a phase: "**Fill (data).** One row for each account."."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guard.model.prose import Step
    from guard.prose.parts import Part

_LEAD = Cued(
    r"\W{0,4}(?:\d{1,3}[.)]\s+)?(?:(?:phase|step|stage)\s+)?([a-z][\w -]{0,60}?)\s*(?:\([^)]{0,80}\))?\s*"
    r"(?:[.:\u2013\u2014]|$)",
    re.I,
)
_WORDS = Cued(r"[a-z0-9]+")
_SHORT = 5  # words of a lead that names no phase


def led(parts: Sequence[Part], known: Mapping[str, Step]) -> dict[int, str]:
    """The phase of each part that stands in or behind such a block, by its place; two of one section at least."""
    leads = _leads(parts, known)
    found: dict[int, str] = {}
    current, block = "", 0
    headings: tuple[int, ...] = ()
    for at, part in enumerate(parts):
        if part.headings != headings or part.kind == "heading":
            current, block, headings = "", 0, part.headings
        if part.block and part.block != block and part.kind in ("sentence", "item") and not part.table:
            block = part.block
            current = leads.get(at, "" if _other(parts, at) else current)
        if current:
            found[at] = current
    return found


def _leads(parts: Sequence[Part], known: Mapping[str, Step]) -> dict[int, str]:
    """Blocks that begin with a name, by the place of their first part, under headings where several do."""
    found: dict[int, str] = {}
    under: dict[tuple[int, ...], set[str]] = {}
    seen = 0
    for at, part in enumerate(parts):
        first, seen = part.block != seen, part.block or seen
        lead = _LEAD.match(part.text[:200]) if part.kind in ("sentence", "item") and first and not part.quoted else None
        step = known.get(" ".join(_WORDS.findall(lead[1].lower()))) if lead else None
        if step is not None:
            found[at] = step.name
            under.setdefault(part.headings, set()).add(step.name)
    return {at: name for at, name in found.items() if len(under[parts[at].headings]) > 1}


def _other(parts: Sequence[Part], at: int) -> bool:
    """Whether a block begins with a lead of its own, such as "Clean up (billing)."."""
    behind = parts[at + 1] if at + 1 < len(parts) else None
    short = not parts[at].spans and _LEAD.fullmatch(parts[at].text[:200]) and len(parts[at].text.split()) <= _SHORT
    return bool(short) and behind is not None and behind.block == parts[at].block
