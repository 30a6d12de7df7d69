"""Headings that tell of what may go wrong, or went some way before: what stands there is no claim about this plan."""

from __future__ import annotations

from guard.prose import roles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Unit

# the last word, and what may stand before it
_DANGERS, _DANGER, _SIGNS = ("risk", "risks", "history"), ("risk:", "risks:"), "0123456789.,:;()[]*_-#&"
_SORTS_TEXT = (
    "the and known main key top open other remaining residual data migration rollback deployment deploy release "
    "rollout testing operational technical security performance change schema version incident project past"
)
_TRIED_TEXT = (
    "time times attempt attempts try tries migration migrations rollout rollouts incident incidents outage outages "
    "experience experiences effort efforts"
)
_SORTS, _TRIED = frozenset(_SORTS_TEXT.split()), frozenset(_TRIED_TEXT.split())
_BEFORE = frozenset(("past", "previous", "earlier", "prior", "former", "last"))


def of_dangers(unit: Unit) -> bool:
    """Whether it stands under a heading that tells of dangers, or of what was; not where it is a step all the same."""
    heading = unit.under[-1] if unit.under else ""
    words = [word.strip(_SIGNS).casefold() for word in heading.split() if word.strip(_SIGNS)]
    ordered = unit.role == "steps" and roles.of(heading) in ("background", "" if unit.kind == "item" else "background")
    if not words or ordered:
        return False
    *before, last = words
    if last in _DANGERS:
        return _SORTS.issuperset(before)
    return heading.casefold().startswith(_DANGER) or (last in _TRIED and bool(before) and before[-1] in _BEFORE)
