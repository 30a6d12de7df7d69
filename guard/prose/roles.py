"""What a part of a page is for, by the words of its heading."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.prose import Role

# in this order: of "Rollback plan" the way back counts, of "Owners of each step" the owners
_LEXICON: tuple[tuple[Role, str], ...] = (
    (
        "rollback",
        r"roll(?:ing)?[- ]?backs?|back[- ]?outs?|backing out|way back|ways back|revert(?:ing)?|undo|abort|contingency|"
        r"fall[- ]?backs?|recovery|restor(?:e|ing)|if (?:it|something|things?|this) (?:goes|fails?|breaks)|escape hatch",
    ),
    ("questions", r"questions?|unknowns?|open (?:issues|points|items|topics)|unresolved|to (?:be )?(?:decide|clarify)d?|undecided"),
    ("assumptions", r"assum(?:ptions?|ed|ing|es)|taken for granted|presumptions?|we rely on"),
    (
        "owners",
        r"owners?|ownership|owned by|responsib(?:le|ility|ilities)|people|contacts?|stakeholders|approv(?:ers?|als?)|reviewers?|"
        r"raci|on[- ]?call|escalation|sign[- ]?offs?|teams?|who does what|deciders?|roles and",
    ),
    ("references", r"references?|links|see also|related (?:work|documents|docs|pages|reading)?|further reading|sources|bibliography"),
    (
        "background",
        r"background|context|motivation|why|problem|summary|overview|introduction|intro|abstract|tl;?dr|goals?|non-goals?|"
        r"alternatives?|considered|rationale|history|consequences|risks?|trade-?offs?|discussion|glossary|"
        r"lessons|faq|decision drivers|status|purpose|objectives?|changelog|terms|definitions|appendix|notes?|rejected|"
        r"drawbacks?|prior art|impact|current (?:state|situation)|where we are|post-?mortem|retrospective|incident|out of scope",
    ),
    (
        "gate",
        r"gates?|verif(?:y|ication|ying)|validat(?:e|ion|ing)|checks?|checklists?|exit criteria|entry criteria|acceptance|go/?no-?go|"
        r"pre-?conditions?|pre-?requisites?|pre-?flight|success criteria|definition of done|done when|monitoring|evidence|"
        r"before (?:you|we) (?:start|begin)|smoke tests?|sanity",
    ),
    (
        "steps",
        r"plan|steps?|phases?|stages?|procedure|migration|migrate|roll-?out|implementation|execution|deploy(?:ment|ing|s)?|"
        r"cut-?over|runbook|tasks?|changes?|timeline|schedule|approach|how|work|sequence|order|milestones?|waves?|"
        r"expand|backfill|contract|switch|dual[- ]writes?|clean-?up|release|actions?|instructions|tests?|testing|backups?",
    ),
)  # fmt: skip
_ROLES = tuple([(role, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)) for role, words in _LEXICON])


def of(heading: str) -> Role:
    """The role that a heading gives to what stands under it; "" where its words give none."""
    return next((role for role, words in _ROLES if words.search(heading[:200])), "")


def under(headings: Sequence[Role]) -> Role:
    """That of the nearest heading that has one; `headings` from the outermost."""
    return next((role for role in reversed(headings) if role), "")
