"""Controls: the changes that mutants make, with nothing wrong in them; several share one text, no two one line."""

from __future__ import annotations

from random import Random

from guard.evaluation.ground import evident, kind_of
from guard.evaluation.mentions import mentions
from guard.evaluation.sentences import NAMING
from guard.evaluation.structure import STRUCTURES, right_forms
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guard.evaluation.ground import Ground

    Put = tuple[Ground, "Spot", str]  # a plan, what is not wrong, and the line or paragraph that says it

TOGETHER = 8  # controls that share one text


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


def standing(kind: str, grounds: Sequence[Ground], share: int, random: Random) -> list[Put]:
    """Names that stand: in place of another one in the plan's own words, and in the sentences that are put in."""
    found: list[Put] = []
    for ground in grounds:
        names = evident(kind, ground.known)
        for at in mentions(ground.page, ground.names):
            if at.kind == kind and names:
                name = random.choice(names)
                line = ground.page.lines[at.line]
                spot = Spot(kind, kind_of(kind), "another that stands", at.line + 1, at.line + 1, name)
                found.append((ground, spot, f"{line[: at.start]}{name}{line[at.end :]}"))
    random.shuffle(found)
    found = found[: share // 2]
    having = [ground for ground in grounds if evident(kind, ground.known) and ground.page.slots()]
    while having and len(found) < share:
        ground = random.choice(having)
        name = random.choice(evident(kind, ground.known))
        paragraph = random.choice(NAMING[kind]).format(name=name)
        found.append((ground, Spot(kind, kind_of(kind), "put in", 0, 0, name), paragraph))
    return found


def together(spots: Sequence[Put], seed: int) -> Iterator[Controls]:
    """Those of one plan in as few texts as may be: no two change one line."""
    random = Random(f"{seed} together")
    by_plan: dict[str, list[Put]] = {}
    for one in spots:
        by_plan.setdefault(one[0].plan.called, []).append(one)
    for many in by_plan.values():
        random.shuffle(many)
        while many:
            batch: list[Put] = []
            later: list[Put] = []
            for one in many:
                clash = one[1].line and any(one[1].line == other[1].line for other in batch)
                (later if clash or len(batch) == TOGETHER else batch).append(one)
            many = later
            yield _one_text(batch, random)


def _one_text(batch: Sequence[Put], random: Random) -> Controls:
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


def right(grounds: Sequence[Ground], share: int, seed: int) -> Iterator[Controls]:
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
