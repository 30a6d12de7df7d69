"""What rules ask and readings doubt, by kind; and the families of kinds, within which they are hard to tell apart.

Is a table that is not there an assumption or an identifier? By families it is held whether two speak of one thing: a
doubt and what is wrong in a text of the corpus, or a doubt of a rule and a flag of a reading.
"""

from __future__ import annotations

from guard.model.rule import RULES

FAMILIES: dict[str, tuple[str, ...]] = {
    "evidence": ("unresolved_assumption", "inferred_identifier", "uncertain_dependency"),
    "ownership": ("unclear_ownership",),
    "reversal": ("missing_rollback",),
    "ordering": ("live_state_ordering",),
    "contradiction": ("contradiction",),
    "instruction": ("embedded_instruction",),
}
FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}

_RULES: dict[str, tuple[str, ...]] = {
    "inferred_identifier": ("G701", "G702", "G703", "G704", "G707", "G762"),
    "uncertain_dependency": ("G705", "G721", "G723", "G725", "G763"),
    "live_state_ordering": ("G706", "G733", "G766"),
    "unresolved_assumption": ("G711", "G712", "G713", "G714", "G715", "G716", "G761"),
    "contradiction": ("G722", "G724", "G742", "G767"),
    "missing_rollback": ("G731", "G732", "G765"),
    "unclear_ownership": ("G734", "G764"),
    "embedded_instruction": ("G741",),
}
KIND_OF_RULE = {rule: kind for kind, rules in _RULES.items() for rule in rules}
# What asks nobody: a text may have what it speaks of and be right, so it answers for no other question either.
ADVISORY = tuple([rule for rule in KIND_OF_RULE if RULES[rule].blocks == "nothing"])
# Besides its own, where a rule asks at once what a reading may put in one of two ways.
_AS_WELL = {
    "G706": ("evidence",),  # what nothing has created yet is an identifier that is not there
    "G712": ("ownership",),  # an open marker is often that of a person
    "G721": ("contradiction",),  # the tree contradicts it
    "G722": ("evidence",),  # one of two numbers is a guess
}


def families_of(rule: str) -> tuple[str, ...]:
    """In which a flag of a reading would ask what the rule has asked; none of what asks nobody."""
    if rule not in KIND_OF_RULE or rule in ADVISORY:
        return ()
    return (FAMILY[KIND_OF_RULE[rule]], *_AS_WELL.get(rule, ()))
