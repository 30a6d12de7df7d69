"""Patterns that find nothing (G251): of the policy's own operations, of sites and of what must be absent."""

from __future__ import annotations

from guard.model.draft import Flaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.plan import Plan
    from guard.model.policy import Policy

_BESIDE = ("in", "finds")  # what stands beside the language
_NEVER_TOLD = "no change is ever told by this name, so what asks for it or forbids it never applies"
_NEVER_FOUND = {
    "sites": "what is not found is not counted, so nobody is held to it",
    "absent": "what is not found is never missed, so anybody may write it",
}
_NEVER_KNOWN = "an edit that cannot be told from any other is never known to be the right one"
_FORM = 'write one expression, statement or declaration, with $NAME for any part of it: "audit.Log($$$ARGS)"'


def check(draft: Draft) -> Iterator[Flaw]:
    """The patterns of a plan; or those of a policy, each with its example."""
    if draft.plan is None:
        yield from _of_policy(draft.policy)
    else:
        yield from _of_plan(draft.plan)


def _of_policy(policy: Policy) -> Iterator[Flaw]:
    declared = policy.data.get("detect")
    for name, entry in declared.items() if isinstance(declared, dict) else ():
        language = next(key for key in entry if key not in _BESIDE)
        alone = _reason(language, entry[language])
        reason = alone or _reason(language, entry[language], entry["finds"])
        if reason:
            what = f"the pattern of {name} is refused: {reason}"
            mend = _FORM if alone else f"let the example show what is meant: {name}: {{{language}: ..., finds: ...}}"
            yield Flaw("G251", f"/detect/{name}/{language if alone else 'finds'}", what, _NEVER_TOLD, mend)


def _of_plan(plan: Plan) -> Iterator[Flaw]:
    for key, why in _NEVER_FOUND.items():
        for pattern in plan.sites if key == "sites" else plan.absent:
            reason = _reason(pattern.language, pattern.pattern)
            if reason:
                what = f"the pattern of {key} {pattern.name} is refused: {reason}"
                yield Flaw("G251", f"/{key}/{pattern.name}/{pattern.language}", what, why, _FORM)
            reason = _reason(pattern.language, pattern.becomes) if pattern.becomes else ""
            if reason:
                what = f"what {key} {pattern.name} become cannot be looked for: {reason}"
                yield Flaw("G251", f"/{key}/{pattern.name}/becomes", what, _NEVER_KNOWN, _FORM)


def _reason(language: str, pattern: str, finds: str = "") -> str:
    """Why a pattern is refused; the parsers are loaded when a document has patterns."""
    from guard.syntax.patterns import check as refused

    return refused(language, pattern, finds)
