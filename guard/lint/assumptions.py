"""Assumptions: what settles each (G242), and whether that stands anywhere (G234, G236)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.draft import Flaw
from guard.model.vocabulary import nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Assumption, Plan

_OPEN = "a guess that nothing settles goes through the whole change set unasked"
_NOBODY = "a name that stands for nobody has settled nothing, and nobody can be asked"
_NOTHING = "what is not there settles nothing"
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_UNSAID = frozenset(("todo", "tbd", "tba", "fixme", "xxx"))
_LONGEST = 60


def check(draft: Draft) -> Iterator[Flaw]:
    """One flaw an assumption at most: `settled_by` is a name of this plan's sites or absent, or "PERSON: why"."""
    plan = draft.plan
    for assumption in () if plan is None else plan.assumptions:
        assert plan is not None
        wrong = _wrong(draft, plan, assumption)
        if wrong is not None:
            rule, key, what, why, mend = wrong
            yield Flaw(rule, f"/assume/{assumption.name}{key}", what, why, mend)


def _wrong(draft: Draft, plan: Plan, assumption: Assumption) -> tuple[str, str, str, str, str] | None:
    """Rule, key, what, why and the safe form."""
    says = _safe_form(plan, assumption.name)
    if assumption.settled_by is None:
        return "G242", "", f"nothing settles assumption {assumption.name}", _OPEN, says
    who, colon, reason = assumption.settled_by.partition(":")
    who, reason = who.strip(), reason.strip()
    told = shown(who if len(who) <= _LONGEST else who[: _LONGEST - 3] + "...")
    named = bool(who) and _NAME_CHARACTERS.issuperset(who)
    if (
        not named
        or (colon and not _readable(reason))
        or (not colon and who in draft.policy.people and who not in _names(plan))
    ):
        lacks = f"{told} gives no reason" if named else f"{told or 'nothing'} is neither a name nor a person's word"
        return "G242", "/settled_by", f"assumption {assumption.name} is not settled: {lacks}", _OPEN, says
    if colon and who not in draft.policy.people:
        near = nearest_of(who, draft.policy.people)
        what = f"assumption {assumption.name} is settled by {told}, whom the policy does not know"
        mend = f'did you mean {near}? settled_by: "{near}: WHY"' if near else says
        return "G234", "/settled_by", what, _NOBODY, mend
    if not colon and who not in _names(plan):
        near = nearest_of(who, _names(plan))
        what = (
            f"assumption {assumption.name} is settled by {told}, and the plan has no sites and no absent of that name"
        )
        mend = f"did you mean {near}? settled_by: {near}" if near else says
        return "G236", "/settled_by", what, _NOTHING, mend
    return None


def _readable(reason: str) -> bool:
    """It says something: two letters or digits at least, and no word for what is still to be said."""
    words = "".join([char if char.isalnum() else " " for char in reason.lower()]).split()
    return sum(map(len, words)) > 1 and not _UNSAID.issuperset(words)


def _names(plan: Plan) -> tuple[str, ...]:
    return tuple([pattern.name for pattern in (*plan.absent, *plan.sites)])


def _safe_form(plan: Plan, name: str) -> str:
    form = f'{name}: {{says: ..., settled_by: "{plan.owner}: what was looked at, and what it showed"}}'
    return f"say what settles it, a person and why, or an absent or sites of this plan: {form}"
