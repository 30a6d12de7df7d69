"""What an agent is told: what, why and next, in the shape of every message of guard; nothing in it is unescaped.

The finding is the one that would stop the commit. Its steps are not: nothing stands there yet that could be taken back,
so whoever reads this leaves it out, or ends their turn and asks.
"""

from __future__ import annotations

from guard.escape import seen, shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.finding import Finding

WIDTH = 63  # of the first line, before its rule id
MOST = 4  # places, and findings, that are told
LONGEST = 8_000  # letters of one answer: a harness cuts what is much longer


class Step(NamedTuple):
    """Who does what."""

    who: str
    run: str


def message(title: str, rule: str, what: Iterable[str], why: str, steps: Iterable[Step]) -> str:
    """One message."""
    places, steps = list(what), list(steps)
    lines = [f"guard: {title}".ljust(WIDTH - 1) + f" [{rule}]" if rule else f"guard: {title}"]
    label = "what   "
    for place in places[:MOST]:
        lines.append(label + seen(place))
        label = "       "
    if len(places) > MOST:
        lines.append(f"       and {len(places) - MOST:,} more")
    lines.append("why    " + seen(why))
    width = max([len(step.who) for step in steps], default=0) + 2
    label = "next   "
    for step in steps:
        lines.append(label + f"{seen(step.who)}:".ljust(width) + seen(step.run))
        label = "       "
    return "\n".join(lines)[:LONGEST]


def of_findings(findings: Iterable[Finding], steps: Iterable[Step]) -> str:
    """Findings that stop it, alike ones once, each with what to do instead."""
    from guard.formats.text import HEADLINES
    from guard.model.rule import RULES

    groups: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        groups.setdefault((found.rule, found.why), []).append(found)
    told = []
    for (rule, why), group in list(groups.items())[:MOST]:
        title = f"{HEADLINES[group[0].outcome]}, {RULES[rule].title}"
        instead = [*steps, *_of_others(group[0])]
        told.append(message(title, rule, [found.what for found in group], why.replace("\n", " "), instead))
    return "\n\n".join(told)[:LONGEST]


def _of_others(found: Finding) -> list[Step]:
    """What other people do about it; what undoes a commit is of no use before there is one."""
    return [Step(step.who, step.words()) for step in found.next if step.who != "you" and step.path is None]


def place(path: bytes) -> str:
    """A path as people read it."""
    return shown(path)
