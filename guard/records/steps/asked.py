"""What was asked and how it was settled: what the plan took for granted, questions of texts and of people at work."""

from __future__ import annotations

from guard.escape import shown
from guard.records.steps.step import NO_FACTS, Step, fact, left_out, text
from guard.records.steps.turn import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.records.steps.step import Fact
    from guard.records.steps.then import Then

TITLE = "What was asked"
ASSUMED = ("G421", "G422", "G423")


def asked(then: Then) -> Step:
    """Assumptions, then questions, then what nobody could ask."""
    if not then.facts:
        return Step(TITLE, "unknown", (fact("asked", NO_FACTS),))
    assumed = list(then.facts["assumptions"])
    told = [_assumption(one) for one in assumed]
    questions = [one for one in then.findings() if is_question(one)]
    told += [_question(then, one) for one in questions]
    gone = left_out(then.outcome["findings"], "findings, questions among them or not")
    told += [gone] if gone is not None else []
    told += _unasked(then)
    return Step(TITLE, _state(then, assumed, questions), tuple(told) or (fact("asked", "nothing"),))


def is_question(found: dict[str, Any]) -> bool:
    """A finding that asks: by its family, or because it has a name by which somebody may accept it."""
    return found["rule"].startswith("G7") or found["rule"] in ASSUMED or bool(found.get("fingerprint"))


def is_unasked(unknown: dict[str, Any]) -> bool:
    """Of what a verdict does not rest on: a rule that asks, or a question of somebody at work."""
    return text_of(unknown["what"]).startswith(("G7", "Guard-Ask"))


def _state(then: Then, assumed: list[dict[str, Any]], questions: list[dict[str, Any]]) -> str:
    if isinstance(then.outcome["findings"], dict):
        return "left out"
    if any([then.stopped(one) for one in questions]):
        return "open"
    if any([one.get("settled") for one in questions]):
        return "accepted"
    states = [one["state"] for one in assumed]
    if "contradicted" in states or "unknown" in states or "unsettled" in states:
        return "open"
    return ("settled" if "settled" in states else "not yet") if states else "none"


def _assumption(one: dict[str, Any]) -> Fact:
    """What is taken for granted, whether that is settled, and by what."""
    by = f"by {text(one['by'])}; " if one["by"] else ""
    return fact("assumed", f"{text(one['name'])}: {text(one['says'])}: {text(one['state'])}, {by}{text(one['why'])}")


def _question(then: Then, one: dict[str, Any]) -> Fact:
    if one.get("settled"):
        how = text_of(one["settled"])
    else:
        how = "open" if then.stopped(one) else "told, and holds up nothing"
    name = f", {text(one['fingerprint'])}" if one.get("fingerprint") else ""
    return fact(shown(one["rule"]), f"{text_of(one['what'])} ({how}{name})")


def _unasked(then: Then) -> Iterator[Fact]:
    """Rules that ask, and could not, or not all that they ask."""
    for one in then.outcome["not_established"]:
        if is_unasked(one):
            yield fact("not asked", f"{one['what']}: {text_of(one['why'])}")
