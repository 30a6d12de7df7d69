"""Mutants of clean plans, drawn by a seed: one thing wrong in each, at a known place; and controls, where nothing is.

A mutant names what its world does not have, or lacks what the plan needs. A control is the same kind of change with a
name that stands, or in a form that answers the question. Several controls share one text; a mutant has its own.
"""

from __future__ import annotations

from random import Random

from guard.evaluation.mentions import TYPES, Names, mentions
from guard.evaluation.page import page
from guard.evaluation.sentences import NAMING
from guard.evaluation.slips import slips
from guard.evaluation.structure import STRUCTURES, in_place, right_forms, wrong_forms
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guard.evaluation.corpus import Labelled
    from guard.evaluation.page import Page
    from guard.model.known import Known

EVERY = (*TYPES, *STRUCTURES)
DEPENDENCIES = ("package", "command")
TOGETHER = 8  # controls that share one text


class Mutant(NamedTuple):
    """A text with one thing wrong in it."""

    type: str
    kind: str  # of the defect
    how: str
    base: str  # the plan it was made of
    world: str
    text: str
    line: int  # from 1
    last: int
    name: str  # the wrong name, or the words that are wrong


class Spot(NamedTuple):
    """A place that nothing is wrong with."""

    type: str
    kind: str  # of the defect that it is not
    how: str
    line: int
    last: int
    name: str


class Controls(NamedTuple):
    """A text with several of them."""

    base: str
    world: str
    text: str
    spots: tuple[Spot, ...]


class Drawn(NamedTuple):
    """All that is tried."""

    mutants: tuple[Mutant, ...]
    controls: tuple[Controls, ...]


class _Ground(NamedTuple):
    """A clean plan, ready to be changed."""

    plan: Labelled
    page: Page
    names: Names

    @property
    def known(self) -> Known:
        return self.names.known


def drawn(plans: Iterable[Labelled], worlds: Mapping[str, Known], number: int, seed: int) -> Drawn:
    """About so many mutants, as many of each type, and as many controls of each; the same for the same seed."""
    names = {world: Names(known) for world, known in worlds.items()}
    grounds = [_Ground(plan, page(plan.text), names[plan.world]) for plan in plans if plan.clean]
    share = -(-number // len(EVERY))
    mutants: list[Mutant] = []
    spots: list[tuple[_Ground, Spot, str]] = []
    for kind in EVERY if grounds else ():
        random = Random(f"{seed} {kind}")  # a type more changes no other
        if kind in TYPES:
            mutants += _names(kind, grounds, share, random)
            spots += _standing(kind, grounds, share, random)
        else:
            mutants += _built(kind, grounds, share, random)
    controls = [*_together(spots, seed), *_right(grounds, share, seed)]
    return Drawn(tuple(mutants), tuple(controls))


def kind_of(type_: str) -> str:
    """Which kind of defect a name of a type is, that nobody knows."""
    return "uncertain_dependency" if type_ in DEPENDENCIES else "inferred_identifier"


def _names(kind: str, grounds: Sequence[_Ground], share: int, random: Random) -> list[Mutant]:
    """Names gone wrong: first where plans name them, and where those are too few, in sentences that are put in."""
    found: dict[str, Mutant] = {}
    for ground in grounds:
        for at in mentions(ground.page, ground.names):
            if at.kind != kind:
                continue
            line = ground.page.lines[at.line]
            for how, wrong in slips(kind, at.name, ground.names, random):
                if wrong not in ground.plan.text:
                    text = _with_line(ground.page, at.line, f"{line[: at.start]}{wrong}{line[at.end :]}")
                    number = at.line + 1
                    made = (ground.plan.called, ground.plan.world, text, number, number, wrong)
                    found.setdefault(text, Mutant(kind, kind_of(kind), how, *made))
    inside = _in_turn(list(found.values()), random)[:share]
    return [*inside, *_put_in(kind, grounds, share - len(inside), random)]


def _in_turn(mutants: Sequence[Mutant], random: Random) -> list[Mutant]:
    """Shuffled, and of every way to go wrong one after the other."""
    piles: dict[str, list[Mutant]] = {}
    for one in random.sample(mutants, len(mutants)):
        piles.setdefault(one.how, []).append(one)
    ordered = [piles[how] for how in sorted(piles)]
    return [pile[at] for at in range(max(map(len, ordered), default=0)) for pile in ordered if at < len(pile)]


def _put_in(kind: str, grounds: Sequence[_Ground], wanted: int, random: Random) -> list[Mutant]:
    found: dict[str, Mutant] = {}
    having = [ground for ground in grounds if _evident(kind, ground.known) and ground.page.slots()]
    for _ in range(wanted * 4 if having else 0):
        if len(found) >= wanted:
            break
        ground = random.choice(having)
        name = random.choice(_evident(kind, ground.known))
        wrongs = [one for one in slips(kind, name, ground.names, random) if one[1] not in ground.plan.text]
        if wrongs:
            how = random.choice(sorted({how for how, _ in wrongs}))
            wrong = random.choice([wrong for one, wrong in wrongs if one == how])
            slot = random.choice(ground.page.slots())
            text, line = ground.page.with_paragraph(slot, random.choice(NAMING[kind]).format(name=wrong))
            made = (ground.plan.called, ground.plan.world, text, line, line, wrong)
            found.setdefault(text, Mutant(kind, kind_of(kind), how, *made))
    return list(found.values())


def _evident(kind: str, known: Known) -> list[str]:
    """Names of a kind that a sentence can bear."""
    names = list(known.of(kind).names)
    if kind == "command":
        return [name for name in names if " " in name]
    if kind in ("path", "symbol", "column"):
        return [name for name in names if ("/" if kind == "path" else ".") in name]
    return [name for name in names if len(name) > 2]


def _with_line(text: Page, at: int, line: str) -> str:
    return "\n".join([*text.lines[:at], line, *text.lines[at + 1 :]])


def _standing(kind: str, grounds: Sequence[_Ground], share: int, random: Random) -> list[tuple[_Ground, Spot, str]]:
    """Names that stand: in place of another one in the plan's own words, and in the sentences that are put in."""
    found: list[tuple[_Ground, Spot, str]] = []
    for ground in grounds:
        names = _evident(kind, ground.known)
        for at in mentions(ground.page, ground.names):
            if at.kind == kind and names:
                name = random.choice(names)
                line = ground.page.lines[at.line]
                spot = Spot(kind, kind_of(kind), "another that stands", at.line + 1, at.line + 1, name)
                found.append((ground, spot, f"{line[: at.start]}{name}{line[at.end :]}"))
    random.shuffle(found)
    found = found[: share // 2]
    having = [ground for ground in grounds if _evident(kind, ground.known) and ground.page.slots()]
    while having and len(found) < share:
        ground = random.choice(having)
        name = random.choice(_evident(kind, ground.known))
        paragraph = random.choice(NAMING[kind]).format(name=name)
        found.append((ground, Spot(kind, kind_of(kind), "put in", 0, 0, name), paragraph))
    return found


def _together(spots: Sequence[tuple[_Ground, Spot, str]], seed: int) -> Iterator[Controls]:
    """Those of one plan in as few texts as may be: no two change one line."""
    random = Random(f"{seed} together")
    by_plan: dict[str, list[tuple[_Ground, Spot, str]]] = {}
    for one in spots:
        by_plan.setdefault(one[0].plan.called, []).append(one)
    for many in by_plan.values():
        random.shuffle(many)
        while many:
            batch: list[tuple[_Ground, Spot, str]] = []
            later: list[tuple[_Ground, Spot, str]] = []
            for one in many:
                clash = one[1].line and any(one[1].line == other[1].line for other in batch)
                (later if clash or len(batch) == TOGETHER else batch).append(one)
            many = later
            yield _one_text(batch, random)


def _one_text(batch: Sequence[tuple[_Ground, Spot, str]], random: Random) -> Controls:
    """Lines are replaced first, then paragraphs put in at one place, which moves what stands below it."""
    ground = batch[0][0]
    lines = list(ground.page.lines)
    for _, spot, line in batch:
        if spot.line:
            lines[spot.line - 1] = line
    changed = ground.page._replace(lines=tuple(lines))
    inserted = [(spot, paragraph) for _, spot, paragraph in batch if not spot.line]
    replaced = [spot for _, spot, _ in batch if spot.line]
    if not inserted:
        return Controls(ground.plan.called, ground.plan.world, "\n".join(lines), tuple(replaced))
    slot = random.choice(ground.page.slots())
    text, begins = changed.with_paragraph(slot, "\n\n".join([paragraph for _, paragraph in inserted]))
    longer = text.count("\n") + 1 - len(lines)
    spots = [spot._replace(line=spot.line + longer, last=spot.last + longer) for spot in replaced if spot.line > slot]
    spots += [spot for spot in replaced if spot.line <= slot]
    spots += [spot._replace(line=begins + 2 * at, last=begins + 2 * at) for at, (spot, _) in enumerate(inserted)]
    return Controls(ground.plan.called, ground.plan.world, text, tuple(spots))


def _built(kind: str, grounds: Sequence[_Ground], share: int, random: Random) -> list[Mutant]:
    """What is wrong in the build of a plan: in its own words first, then in paragraphs that are put in."""
    own: dict[str, Mutant] = {}
    made: dict[str, Mutant] = {}
    for ground in grounds:
        about = (ground.plan.called, ground.plan.world)
        for cut in in_place(kind, ground.page, random):
            own[cut.text] = Mutant(kind, cut.kind, cut.how, *about, cut.text, cut.line, cut.last, cut.quote)
        for cut in wrong_forms(kind, ground.page, ground.known, random):
            made[cut.text] = Mutant(kind, cut.kind, cut.how, *about, cut.text, cut.line, cut.last, cut.quote)
    first, rest = (_in_turn(list(those.values()), random) for those in (own, made))
    half = max(share // 2, share - len(rest))
    return [*first[:half], *rest][:share]


def _right(grounds: Sequence[_Ground], share: int, seed: int) -> Iterator[Controls]:
    """Forms that answer the question they raise."""
    for kind in STRUCTURES:
        random = Random(f"{seed} right {kind}")
        found = [
            Controls(
                ground.plan.called,
                ground.plan.world,
                cut.text,
                (Spot(kind, cut.kind, cut.how, cut.line, cut.last, cut.quote),),
            )
            for ground in grounds
            for cut in right_forms(kind, ground.page, ground.known, random)
        ]
        random.shuffle(found)
        yield from found[:share]
