"""What a part of a page is for, by the words of its heading."""

from __future__ import annotations

import re

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.prose import Role

_ROLLBACK = r"""roll(?:ing)?[- ]?backs?|back[- ]?outs?|backing\ out|ways?\ back|revert(?:ing)?|undo|abort|contingency
    |fall[- ]?backs?|recovery|restor(?:e|ing)|if\ (?:it|something|things?|this)\ (?:goes|fails?|breaks)|escape\ hatch"""
_QUESTIONS = r"""questions?|unknowns?|open\ (?:issues|points|items|topics)|unresolved|undecided
    |to\ (?:be\ )?(?:decide|clarify|clarified)d?"""
_ASSUMPTIONS = r"assum(?:ptions?|ed|ing|es)|taken\ for\ granted|presumptions?|we\ rely\ on"
_OWNERS = r"""owners?|ownership|owned\ by|responsib(?:le|ility|ilities)|people|contacts?|stakeholders|reviewers?
    |approv(?:ers?|als?)|raci|on[- ]?call|escalation|sign[- ]?offs?|teams?|who\ does\ what|deciders?|roles\ and"""
_REFERENCES = r"references?|links|see\ also|related|further\ reading|sources|bibliography"
_BACKGROUND = r"""background|context|motivation|why|problem|summary|overview|introduction|intro|abstract|tl;?dr
    |goals?|non-goals?|alternatives?|considered|rationale|history|consequences|risks?|trade-?offs?|discussion|glossary
    |lessons|faq|decision\ drivers|status|purpose|objectives?|changelog|terms|definitions|notes?|rejected|drawbacks?
    |prior\ art|impact|current\ (?:state|situation)|where\ we\ are|post-?mortem|retrospective|incident|out\ of\ scope"""
_GATE = r"""gates?|verif(?:y|ication|ying)|validat(?:e|ion|ing)|checks?|checklists?|(?:exit|entry|success)\ criteria
    |acceptance|go/?no-?go|pre-?conditions?|pre-?requisites?|pre-?flight|definition\ of\ done|done\ when|monitoring
    |evidence|before\ (?:you|we)\ (?:start|begin)|smoke\ tests?|sanity"""
_STEPS = r"""plan|steps?|phases?|stages?|procedure|migration|migrate|roll-?out|implementation|execution|cut-?over
    |deploy(?:ment|ing|s)?|runbook|tasks?|changes?|timeline|schedule|approach|how|work|sequence|order|milestones?|waves?
    |expand|backfill|contract|switch|dual[- ]writes?|clean-?up|release|actions?|instructions|tests?|testing|backups?"""
# in this order: of "Rollback plan" the way back counts, of "Owners of each step" the owners
_LEXICON: tuple[tuple[Role, str], ...] = (
    ("rollback", _ROLLBACK),
    ("questions", _QUESTIONS),
    ("assumptions", _ASSUMPTIONS),
    ("owners", _OWNERS),
    ("references", _REFERENCES),
    ("background", _BACKGROUND),
    ("gate", _GATE),
    ("steps", _STEPS),
)
_ROLES = tuple([(role, Cued(rf"(?<![\w-])(?:{words})(?![\w-])", re.I | re.X)) for role, words in _LEXICON])
_PHASE = Cued(r"\W{0,4}(?:phase|step|stage|milestone|wave)\s*#?\d", re.I)


def of(heading: str) -> Role:
    """The role that a heading gives to what stands under it; "" where its words give none."""
    role: Role = next((role for role, words in _ROLES if words.search(heading[:200])), "")
    return "steps" if role not in ("rollback", "gate") and _PHASE.match(heading) else role


def under(headings: Sequence[Role]) -> Role:
    """That of the nearest heading that has one; `headings` from the outermost."""
    return next((role for role in reversed(headings) if role), "")
