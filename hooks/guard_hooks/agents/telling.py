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
FRONT, END = 250, 120  # letters of a place that are told, where it has more


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
        lines.append(label + _short(seen(place)))
        label = "       "
    if len(places) > MOST:
        lines.append(f"       and {len(places) - MOST:,} more")
    lines.append("why    " + _short(seen(why)))
    width = max([len(step.who) for step in steps], default=0) + 2
    label = "next   "
    for step in steps:
        lines.append(label + f"{seen(step.who)}:".ljust(width) + _short(seen(step.run), 4))
        label = "       "
    return "\n".join(lines)[:LONGEST]


def _short(text: str, times: int = 1) -> str:
    """A name that is very long leaves room for what to do: its middle goes."""
    fits = len(text) <= times * (FRONT + END)
    return text if fits else f"{text[: times * FRONT]} ... {text[-times * END :]}"


def of_findings(findings: Iterable[Finding], steps: Iterable[Step]) -> str:
    """Findings that stop it, alike ones once, each with what to do instead."""
    from guard.formats.text import HEADLINES
    from guard.model.rule import RULES

    groups: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        groups.setdefault((found.rule, found.why), []).append(found)
    told: list[str] = []
    for (rule, why), group in list(groups.items())[:MOST]:
        title = f"{HEADLINES[group[0].outcome]}, {RULES[rule].title}"
        instead = [*steps, *_of_others(group[0])]
        one = message(title, rule, [found.what for found in group], why.replace("\n", " "), instead)
        if told and len("\n\n".join([*told, one])) > LONGEST:  # each is told with what to do, or not at all
            break
        told.append(one)
    return "\n\n".join(told)


def _of_others(found: Finding) -> list[Step]:
    """What other people do about it; what undoes a commit is of no use before there is one."""
    return [Step(step.who, step.words()) for step in found.next if step.who != "you" and step.path is None]


def place(path: bytes) -> str:
    """A path as people read it."""
    return shown(path)
