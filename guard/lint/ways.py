"""Ways back: work that cannot be taken back names one, and it stands where it is said to (G240)."""

from __future__ import annotations

from guard.escape import shown
from guard.grammar.way import split
from guard.model.draft import Flaw
from guard.model.vocabulary import NO_WAY_BACK, TRAITS, allowed, irreversible, nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Phase

_LOST = "what it destroys is not in the history of git, and whoever must act at night needs the way written down"
_NOWHERE = "whoever must act at night would look for a page that is not there"
_MOST = 3


def check(draft: Draft) -> Iterator[Flaw]:
    """Phase by phase: a way back where one is due, and every one that is named."""
    for phase in () if draft.plan is None else draft.plan.phases:
        patterns = [pattern for pattern in phase.does if irreversible(pattern)]
        if patterns and phase.irreversible is None:
            yield Flaw("G240", f"/phases/{phase.name}/does", *_due(phase, patterns))
        by = phase.rollback.by if phase.rollback is not None else None
        for key, way in (("irreversible", phase.irreversible), ("rollback/by", by)):
            wrong = None if way is None else _astray(draft, way)
            if wrong is not None:
                yield Flaw("G240", f"/phases/{phase.name}/{key}", wrong[0], _NOWHERE, wrong[1])


def _due(phase: Phase, patterns: list[str]) -> tuple[str, str, str]:
    """What cannot be taken back, why that matters, and the safe form."""
    ids = [id_ for pattern in patterns for id_ in allowed(pattern) if NO_WAY_BACK in TRAITS.get(id_, "")]
    broad = any(pattern not in TRAITS for pattern in patterns)
    told = ", ".join(list(dict.fromkeys(ids))[:_MOST]) + (", ..." if len(set(ids)) > _MOST else "")
    what = f"phase {phase.name} {'may do' if broad else 'does'} {told}, and names no way back"
    mend = f"write where the way back is described: {phase.name}: {{irreversible: docs/runbook.md#restore}}"
    if broad:
        mend += ", or name in does: what the phase does, each operation in full"
    return what, _LOST, mend


def _astray(draft: Draft, way: str) -> tuple[str, str] | None:
    """Why a way leads nowhere, and what to write."""
    path, anchor = split(way)
    anchors = draft.anchors.get(path)
    file = shown(path)
    if anchors is None:
        near = nearest_of(file, [shown(known) for known, found in draft.anchors.items() if found is not None])
        meant = f"did you mean {near}? " if near else ""
        return (
            f"the way back leads to {file}, and there is no such file",
            f"{meant}write {file} with a heading {anchor}",
        )
    if anchor in anchors:
        return None
    near = nearest_of(anchor, sorted(anchors))
    meant = f"did you mean {file}#{near}? " if near else ""
    mend = f"{meant}write the heading in {file} whose name in a link is {shown(anchor)}"
    return f"the way back leads to {shown(way)}, and {file} has no such heading", mend
