"""Family: rules that ask, one file each: Paper -> Iterable[Doubt | Unasked], pure: what a text leaves to guess.

The tuple below is the whole list. A rule asks and never settles: what it finds is a question to a person, until the
text answers it. What it cannot ask, because nothing tells what there is, it says; silence always means that it was
asked.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.doubt import Doubt, Examined, Unasked
from guard.prose import cued
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from guard.model.doubt import Paper
    from guard.model.prose import Prose

    Check = Callable[[Paper], Iterable[Doubt | Unasked]]
    Aside = tuple[str, str, int, str, int]  # a rule, why it does not ask, a unit or line, its document, the line
    Beside = tuple[list[Unasked], tuple[Aside, ...]]  # parts in another tongue, and what nobody says
    Told = tuple[Doubt | Unasked, ...]

NOT_ENGLISH = "the text does not read as English, and the rule goes by English words"

NOT_ENGLISH_THERE = "the text there does not read as English, and the rule goes by English words"
# rules that go by single sentences, and names in them: of others a part of a text tells nothing
SENTENCES = frozenset(
    (
        *("paths", "symbols", "tables", "settings", "packages", "hedges", "markers", "assumed", "vague", "references"),
        *("absence", "listed", "reversal", "live"),
    )
)
# those that go by several: asked of all together that is quoted or struck out
SEVERAL = frozenset(("counts", "contradictions", "owning", "reversal"))
PLACES = 5  # that one line tells; of more it says how many


class Ask(NamedTuple):
    """One member: the module it stands in, the rules it asks by, and what has to be known for them."""

    name: str
    rules: tuple[str, ...]
    needs: tuple[str, ...] = ()  # registers without which it can ask nothing
    english: bool = False  # it goes by words of English

    @property
    def check(self) -> Check:
        """Its function; loaded when somebody asks."""
        module: Any = __import__(f"guard.questions.{self.name}", fromlist=("check",))
        found: Check = module.check
        return found


ASKS: tuple[Ask, ...] = (
    Ask("paths", ("G701",), ("path",)),
    Ask("symbols", ("G702",), ("symbol",)),
    Ask("tables", ("G703",)),
    Ask("settings", ("G704",)),
    Ask("packages", ("G705",)),
    Ask("before", ("G706",)),
    Ask("created", ("G707",)),
    Ask("hedges", ("G711",), english=True),
    Ask("markers", ("G712",)),
    Ask("assumed", ("G713",), english=True),
    Ask("vague", ("G714",), english=True),
    Ask("references", ("G715",), english=True),
    Ask("terms", ("G716",), ("term",), english=True),
    Ask("absence", ("G721", "G725"), english=True),
    Ask("counts", ("G722",)),
    Ask("listed", ("G723",), ("service",), english=True),
    Ask("contradictions", ("G724",)),
    Ask("reversal", ("G731", "G732")),
    Ask("live", ("G733",), english=True),
    Ask("owning", ("G734",), english=True),
    Ask("addressed", ("G741",)),
    Ask("drift", ("G742",)),
)


def examine(paper: Paper) -> Examined:
    """Every rule asked, each doubt once, as they stand in the text."""
    look_through(paper.prose)
    return summed_up(paper, {ask.name: told_by(paper, ask) for ask in ASKS})


def look_through(text: Prose) -> None:
    """Before the first rule asks: of which words there are none, each of them need not look."""
    cued.page([said for unit in text.units for said in (unit.text, unit.plain())])


def told_by(paper: Paper, ask: Ask) -> Told:
    """All that one of them says; where it lacks what it needs, that."""
    lacks = NOT_ENGLISH if ask.english and paper.prose.language == "other" else paper.known.lacks(ask.needs)
    return tuple([Unasked(rule, "", lacks) for rule in ask.rules] if lacks else ask.check(paper))


def summed_up(paper: Paper, told: Mapping[str, Told], beside: Beside | None = None) -> Examined:
    """What all of them said, as one answer; `beside` is what goes unasked, where that has been looked up."""
    doubts: dict[Doubt, None] = {}
    unasked: dict[Unasked, None] = {}
    for one in [one for ask in ASKS for one in told[ask.name]]:
        if isinstance(one, Doubt):
            doubts.setdefault(_placed(paper, one))
        else:
            unasked.setdefault(one)
    for one in list(parted(paper, doubts)):
        doubts.setdefault(_placed(paper, one))
    whole = {one.rule for one in unasked if not one.what}
    foreign, unsaid = (elsewhere(paper), asides(paper)) if beside is None else beside
    for part in [*foreign, *left_out(unsaid, doubts)]:
        if part.rule not in whole:
            unasked.setdefault(part)
    evaluated = tuple([rule for ask in ASKS for rule in ask.rules if rule not in whole])
    return Examined(tuple(sorted(doubts, key=lambda one: (one.line, one.rule))), evaluated, tuple(unasked))


def elsewhere(paper: Paper) -> list[Unasked]:
    """Of each rule that goes by English words: where the text is not in English, though most of it is."""
    from guard.prose.foreign import foreign

    parts = foreign(paper.prose.units) if paper.prose.language != "other" else []
    said = _places([(one.where, one.first, one.last) for one in parts])
    rules = [rule for ask in ASKS if ask.english for rule in ask.rules] if parts else []
    return [Unasked(rule, said, NOT_ENGLISH_THERE) for rule in rules]


def asides(paper: Paper) -> tuple[Aside, ...]:
    """What a rule would ask, were it said in plain words what is quoted, struck out, in code, or told of the past."""
    from guard.prose.unsaid import unsaid

    left = unsaid(paper.prose)
    if not (left.prose.units or left.prose.fences):
        return ()
    theirs = left.theirs(paper.prose)
    found = [(left, one) for one in _asked_of(paper, left.prose)]
    found += [(theirs, one) for one in (_asked_of(paper, theirs.prose, SEVERAL) if theirs.of else ())]
    told: dict[Aside, None] = {}
    for of, one in found:
        place = of.told(one.unit, one.line)
        if place is not None and place.why:
            number, where = (place.unit.number, place.unit.where) if place.unit is not None else (-place.line, "")
            told.setdefault((one.rule, place.why, number, where, place.line))
    return tuple(told)


def left_out(found: Iterable[Aside], doubts: Iterable[Doubt]) -> Iterator[Unasked]:
    """Of that the places where the rule asks nothing, by the rule and why."""
    asked = {(one.rule, one.unit or -one.line) for one in doubts}
    places: dict[tuple[str, str], dict[tuple[str, int, int], None]] = {}
    for rule, why, number, where, line in found:
        if (rule, number) not in asked:
            places.setdefault((rule, why), {})[where, line, line] = None
    for (rule, why), lines in places.items():
        yield Unasked(rule, _places(list(lines)), why)


def parted(paper: Paper, doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """What rules ask once the words are put together that a hyphen parts at the end of a line."""
    if not any(["- " in unit.text for unit in paper.prose.units]):
        return
    from guard.prose.unsaid import together

    asked = {(one.rule, one.unit or -one.line) for one in doubts}
    for alone, numbers, whole in together(paper.prose):
        if any([one.unit and (one.rule, numbers[one.unit - 1]) not in asked for one in _asked_of(paper, alone)]):
            found = _asked_of(paper, whole)
            yield from [one for one in found if one.unit in numbers and (one.rule, one.unit) not in asked]


def _asked_of(paper: Paper, prose: Prose, rules: frozenset[str] = SENTENCES) -> Iterator[Doubt]:
    """What these rules ask of a text that is a part of the paper's."""
    alone = paper._replace(prose=prose, added=())
    for ask in ASKS:
        if ask.name in rules:
            yield from [one for one in told_by(alone, ask) if isinstance(one, Doubt)]


def _places(parts: Sequence[tuple[str, int, int]]) -> str:
    """Lines, each with its document where that is another than the text's own."""
    lines = [f"line {first}" if first == last else f"lines {first} to {last}" for _, first, last in parts]
    told = [f"{line} of {shown(part[0])}" if part[0] else line for line, part in zip(lines, parts, strict=True)]
    more = f" and {len(parts) - PLACES} more places" if len(parts) > PLACES else ""
    return ", ".join(told[:PLACES]) + more


# The rules that are asked of lines which a landing adds. What it does to paths outside of the plan others judge.
ARRIVE = ("tables", "settings", "packages", "markers", "addressed")
UNTOLD = Unasked("G702", "symbols in new code", "whether a name stands is for the tools of its language to say")


def examine_arriving(paper: Paper, whole: Paper) -> Examined:
    """What lines leave to guess that come with a landing; `whole` has those as well that are held to no plan."""
    from guard.prose.coming import by_name
    from guard.prose.coming.packages import is_code

    doubts: dict[Doubt, None] = {}
    unasked: dict[Unasked, None] = {}
    rules = {ask.name: ask.rules for ask in ASKS}
    for name in ARRIVE:
        module: Any = __import__(f"guard.questions.{name}", fromlist=("arrives",))
        for one in module.arrives(whole if name == "addressed" else paper):
            if isinstance(one, Doubt):
                doubts.setdefault(one)
            else:
                unasked.setdefault(one)
    if any([is_code(by_name(line)) for line in paper.added]):
        unasked.setdefault(UNTOLD)
    evaluated = tuple([rule for name in ARRIVE for rule in rules[name]])
    return Examined(tuple(sorted(doubts, key=lambda one: (one.path, one.line, one.rule))), evaluated, tuple(unasked))


def _placed(paper: Paper, doubt: Doubt) -> Doubt:
    """With the line of its unit, where it does not name one."""
    return doubt if doubt.line or not doubt.unit else doubt._replace(line=paper.prose.unit(doubt.unit).line)
