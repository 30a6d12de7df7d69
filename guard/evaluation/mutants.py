"""Mutants of clean plans, drawn by a seed: one thing wrong in each, at a known place; and controls, where nothing is.

A mutant names what its world does not have, or lacks what the plan needs. A control is the same kind of change with a
name that stands, or in a form that answers the question.
"""

from __future__ import annotations

from random import Random

from guard.evaluation.controls import right, standing, together
from guard.evaluation.ground import Ground, evident, kind_of
from guard.evaluation.mentions import TYPES, Names, mentions
from guard.evaluation.page import page
from guard.evaluation.sentences import NAMING
from guard.evaluation.slips import slips
from guard.evaluation.structure import STRUCTURES, in_place, wrong_forms
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guard.evaluation.controls import Controls, Put
    from guard.evaluation.corpus import Labelled
    from guard.evaluation.page import Page
    from guard.model.known import Known

EVERY = (*TYPES, *STRUCTURES)


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


class Drawn(NamedTuple):
    """All that is tried."""

    mutants: tuple[Mutant, ...]
    controls: tuple[Controls, ...]


def drawn(plans: Iterable[Labelled], worlds: Mapping[str, Known], number: int, seed: int) -> Drawn:
    """About so many mutants, as many of each type, and as many controls of each; the same for the same seed."""
    names = {world: Names(known) for world, known in worlds.items()}
    grounds = [Ground(plan, page(plan.text), names[plan.world]) for plan in plans if plan.clean]
    share = -(-number // len(EVERY))
    mutants: list[Mutant] = []
    spots: list[Put] = []
    for kind in EVERY if grounds else ():
        random = Random(f"{seed} {kind}")  # a type more changes no other
        if kind in TYPES:
            mutants += _names(kind, grounds, share, random)
            spots += standing(kind, grounds, share, random)
        else:
            mutants += _built(kind, grounds, share, random)
    controls = [*together(spots, seed), *right(grounds, share, seed)]
    return Drawn(tuple(mutants), tuple(controls))


def _names(kind: str, grounds: Sequence[Ground], share: int, random: Random) -> list[Mutant]:
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


def _put_in(kind: str, grounds: Sequence[Ground], wanted: int, random: Random) -> list[Mutant]:
    found: dict[str, Mutant] = {}
    having = [ground for ground in grounds if evident(kind, ground.known) and ground.page.slots()]
    for _ in range(wanted * 4 if having else 0):
        if len(found) >= wanted:
            break
        ground = random.choice(having)
        name = random.choice(evident(kind, ground.known))
        wrongs = [one for one in slips(kind, name, ground.names, random) if one[1] not in ground.plan.text]
        if wrongs:
            how = random.choice(sorted({how for how, _ in wrongs}))
            wrong = random.choice([wrong for one, wrong in wrongs if one == how])
            slot = random.choice(ground.page.slots())
            text, line = ground.page.with_paragraph(slot, random.choice(NAMING[kind]).format(name=wrong))
            made = (ground.plan.called, ground.plan.world, text, line, line, wrong)
            found.setdefault(text, Mutant(kind, kind_of(kind), how, *made))
    return list(found.values())


def _with_line(text: Page, at: int, line: str) -> str:
    return "\n".join([*text.lines[:at], line, *text.lines[at + 1 :]])


def _built(kind: str, grounds: Sequence[Ground], share: int, random: Random) -> list[Mutant]:
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
