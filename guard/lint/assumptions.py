"""Assumptions: what settles each (G242), and whether that stands anywhere (G234, G236)."""

from __future__ import annotations

from guard.escape import shown
from guard.grammar import inventory_query
from guard.model.assumption import NAME_CHARACTERS, answering, settler
from guard.model.draft import Flaw
from guard.model.inventory import OF_MIGRATIONS, OF_SETTINGS
from guard.model.vocabulary import nearest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Assumption, Plan

_OPEN = "a guess that nothing settles goes through the whole change set unasked"
_NOBODY = "a name that stands for nobody has settled nothing, and nobody can be asked"
_NOTHING = "what is not there settles nothing"
_UNASKED = "a question that nobody can ask is answered by nothing"
_LONGEST = 60


def check(draft: Draft) -> Iterator[Flaw]:
    """One flaw an assumption at most: `settled_by` is a name of this plan, "inventory: QUERY", or "PERSON: why"."""
    plan = draft.plan
    for assumption in () if plan is None else plan.assumptions:
        assert plan is not None
        wrong = _wrong(draft, plan, assumption)
        if wrong is not None:
            rule, key, what, why, mend = wrong
            yield Flaw(rule, f"/assume/{assumption.name}{key}", what, why, mend)


def _wrong(draft: Draft, plan: Plan, assumption: Assumption) -> tuple[str, str, str, str, str] | None:
    """Rule, key, what, why and the safe form."""
    says = _safe_form(plan, assumption)
    if assumption.settled_by is None:
        return "G242", "", f"nothing settles assumption {assumption.name}", _OPEN, says
    by = settler(assumption.settled_by)
    if by.kind == "inventory":
        return _no_query(assumption, assumption.settled_by)
    who, told = by.who, shown(by.who if len(by.who) <= _LONGEST else by.who[: _LONGEST - 3] + "...")
    if by.kind == "unreadable" or (by.kind == "name" and who in draft.policy.people and who not in _names(plan)):
        named = bool(who) and NAME_CHARACTERS.issuperset(who)
        lacks = f"{told} gives no reason" if named else f"{told or 'nothing'} is neither a name nor a person's word"
        return "G242", "/settled_by", f"assumption {assumption.name} is not settled: {lacks}", _OPEN, says
    if by.kind == "person" and who not in draft.policy.people:
        near = nearest_of(who, draft.policy.people)
        what = f"assumption {assumption.name} is settled by {told}, whom the policy does not know"
        mend = f'did you mean {near}? settled_by: "{near}: WHY"' if near else says
        return "G234", "/settled_by", what, _NOBODY, mend
    if by.kind == "name" and who not in _names(plan):
        near = nearest_of(who, _names(plan))
        what = (
            f"assumption {assumption.name} is settled by {told}, and the plan has no sites and no absent of that name"
        )
        mend = f"did you mean {near}? settled_by: {near}" if near else says
        return "G236", "/settled_by", what, _NOTHING, mend
    return None


def _no_query(assumption: Assumption, text: str) -> tuple[str, str, str, str, str] | None:
    """A question to the inventory that cannot be asked, or to which no file of a tree has an answer."""
    asked = inventory_query.query(text)
    wrong = inventory_query.reason(text)
    if asked is not None:
        kind, _, name = asked.resource.partition(":")
        if kind in OF_MIGRATIONS or kind in OF_SETTINGS:
            return None
        near = nearest_of(kind, (*OF_MIGRATIONS, *OF_SETTINGS))
        wrong = f"no file of a repository tells of a {kind}{f'; did you mean {near}:{name}?' if near else ''}"
    what = f"assumption {assumption.name} is not settled: {wrong}"
    return (
        "G242",
        "/settled_by",
        what,
        _UNASKED,
        f"ask for what stands, is gone, or is of a type: {inventory_query.FORMS}",
    )


def _names(plan: Plan) -> tuple[str, ...]:
    return tuple([pattern.name for pattern in (*plan.absent, *plan.sites)])


def _safe_form(plan: Plan, of: Assumption) -> str:
    form = f'{of.name}: {{says: ..., settled_by: "{plan.owner}: what was looked at, and what it showed"}}'
    run = answering(plan.id, of.name, of.settled_by)
    return f"say what settles it, a person and why, or an absent or sites of this plan: {form}; a person: {run}"
