"""Family: rules that ask, one file each: Paper -> Iterable[Doubt | Unasked], pure: what a text leaves to guess.

The tuple below is the whole list. A rule asks and never settles: what it finds is a question to a person, until the
text answers it. What it cannot ask, because nothing tells what there is, it says; silence always means that it was
asked.
"""

from __future__ import annotations

from guard.model.doubt import Doubt, Examined, Unasked
from guard.questions import (
    absence,
    addressed,
    assumed,
    before,
    contradictions,
    counts,
    created,
    drift,
    hedges,
    listed,
    live,
    markers,
    owning,
    packages,
    paths,
    references,
    reversal,
    settings,
    symbols,
    tables,
    terms,
    vague,
)
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.model.doubt import Paper

    Check = Callable[[Paper], Iterable[Doubt | Unasked]]

NOT_ENGLISH = "the text does not read as English, and the rule goes by English words"


class Ask(NamedTuple):
    """One member: the rules it asks by, and what has to be known for them."""

    check: Check
    rules: tuple[str, ...]
    needs: tuple[str, ...] = ()  # registers without which it can ask nothing
    english: bool = False  # it goes by words of English


ASKS: tuple[Ask, ...] = (
    Ask(paths.check, ("G701",), ("path",)),
    Ask(symbols.check, ("G702",), ("symbol",)),
    Ask(tables.check, ("G703",)),
    Ask(settings.check, ("G704",)),
    Ask(packages.check, ("G705",)),
    Ask(before.check, ("G706",)),
    Ask(created.check, ("G707",)),
    Ask(hedges.check, ("G711",), english=True),
    Ask(markers.check, ("G712",)),
    Ask(assumed.check, ("G713",), english=True),
    Ask(vague.check, ("G714",), english=True),
    Ask(references.check, ("G715",), english=True),
    Ask(terms.check, ("G716",), ("term",), english=True),
    Ask(absence.check, ("G721", "G725"), english=True),
    Ask(counts.check, ("G722",)),
    Ask(listed.check, ("G723",), ("service",), english=True),
    Ask(contradictions.check, ("G724",)),
    Ask(reversal.check, ("G731", "G732")),
    Ask(live.check, ("G733",), english=True),
    Ask(owning.check, ("G734",), english=True),
    Ask(addressed.check, ("G741",)),
    Ask(drift.check, ("G742",)),
)


def examine(paper: Paper) -> Examined:
    """Every rule asked, each doubt once, as they stand in the text."""
    doubts: dict[Doubt, None] = {}
    unasked: dict[Unasked, None] = {}
    for ask in ASKS:
        lacks = NOT_ENGLISH if ask.english and paper.prose.language == "other" else paper.known.lacks(ask.needs)
        told = [Unasked(rule, "", lacks) for rule in ask.rules] if lacks else ask.check(paper)
        for one in told:
            if isinstance(one, Doubt):
                doubts.setdefault(_placed(paper, one))
            else:
                unasked.setdefault(one)
    whole = {one.rule for one in unasked if not one.what}
    evaluated = tuple([rule for ask in ASKS for rule in ask.rules if rule not in whole])
    return Examined(tuple(sorted(doubts, key=lambda one: (one.line, one.rule))), evaluated, tuple(unasked))


def _placed(paper: Paper, doubt: Doubt) -> Doubt:
    """With the line of its unit, where it does not name one."""
    return doubt if doubt.line or not doubt.unit else doubt._replace(line=paper.prose.unit(doubt.unit).line)
