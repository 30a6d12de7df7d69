"""Places and budgets: what was worked off or came anew of each pattern, and how much one landing might carry."""

from __future__ import annotations

from guard.records.steps.step import NO_FACTS, Step, count, fact, few, left_out, text
from guard.records.steps.turn import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.records.steps.step import Fact
    from guard.records.steps.then import Then

TITLE = "Places and budgets"
OVER = ("G105", "G430")
OF_SITES = ("G411", "G412", "G413", "G414", "G415", "G416")
PARTS = {
    "done": "worked off",
    "came": "new",
    "other": "gone, with something else in their place",
    "removed": "gone with what was around them",
    "hidden": "in files that took them out of sight",
    "moved": "moved to another file",
    "unread": "in files that could not be read for them",
}


def limits(then: Then) -> Step:
    """What was counted against what the plan allows."""
    if not then.facts:
        return Step(TITLE, "unknown", (fact("budget", NO_FACTS),))
    plan = then.held()[0]
    told = [*_budget(then, plan), *_measured(then), *_spent(then, plan), *_sites(then.facts.get("sites", []))]
    found = [one for one in then.findings() if one["rule"] in (*OVER, *OF_SITES)]
    told += [fact(one["rule"], f"{text_of(one['what'])}; {text_of(one['why'])}") for one in found]
    return Step(TITLE, _state(then, plan, [one["rule"] for one in found if then.stopped(one)]), tuple(told))


def _state(then: Then, plan: str, rules: list[str]) -> str:
    if rules:
        return "over" if any([rule in OVER for rule in rules]) else "not met"
    if isinstance(then.outcome["findings"], dict) and then.outcome["outcome"] != "pass":
        return "left out"
    return "within" if plan else "no plan"


def _budget(then: Then, plan: str) -> Iterator[Fact]:
    """As the report says it, which it does of every landing that is held to a plan."""
    told = [text_of(words) for words in then.outcome["established"] if text_of(words).startswith("the budget: ")]
    if told:
        yield from [fact("budget", words.removeprefix("the budget: ")) for words in told]
    elif plan:
        yield fact("budget", "the record does not tell what the plan allows")
    else:
        yield fact("budget", "none: it is held to no plan")


def _measured(then: Then) -> Iterator[Fact]:
    measure = then.facts.get("measure")
    commits = count(len(then.facts.get("commits", [])), "commit")
    told = [count(then.record["judged"]["paths"], "file"), commits]
    if measure is not None:
        told += [f"{_between(measure, name)} {name}" for name in ("lines", "bytes")]
    yield fact("measured", ", ".join(told) + ("" if measure is not None else "; no rule asked for lines or bytes"))


def _between(measure: dict[str, Any], what: str) -> str:
    """Counted as far as it took to know, so it may be two bounds."""
    low, high = measure[f"{what}_low"], measure[f"{what}_high"]
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _spent(then: Then, plan: str) -> Iterator[Fact]:
    """All landings of the plan together, where it limits that."""
    spent = then.turn.get("spent")
    if spent is None:
        return
    told = [count(spent["landings"], "landing"), count(spent["files"], "file")]
    if spent.get("measure") is not None:
        told += [f"{_between(spent['measure'], name)} {name}" for name in ("lines", "bytes")]
    yield fact("all of it", ", ".join(told) + ", with this one")
    if plan in then.plans:
        total = then.plans[plan].total
        most = [f"{name} {limit:,}" for name, limit in total._asdict().items() if limit is not None]
        yield fact("at most", few(most) or "unlimited")


def _sites(sites: Any) -> Iterator[Fact]:
    gone = left_out(sites, "facts of places")
    if gone is not None:
        yield gone
        return
    for one in sites:
        counts = [f"{len(one[part]):,} {words}" for part, words in PARTS.items() if one.get(part)]
        fault = f"; {text(one['fault'])}" if one.get("fault") else ""
        kind = "must be absent" if one["absent"] else "worked off"
        name = f"{text(one['plan'])}.{text(one['pattern'])}"
        yield fact("places", f"{name} ({kind}): {', '.join(counts) or 'none touched'}{fault}  ({text(one['where'])})")
