"""The one step of a text that tells no way back, where each other step tells one."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.ways_back import LABEL, WAY, cell
from guard.prose.worth import EMPTY
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.doubt import Paper
    from guard.model.prose import Step, Unit
    from guard.prose.backs import Backs
    from guard.prose.beside import Beside

_FEWEST = 3  # steps, of which all but one tell a way back
_CHANGES = Cued(
    r"(?:^|[.:;,]\s*|\b(?:then|and|we)\s+)(?:delete|drop|remove|rename|swap|switch|flip|cut over|move|shut down"
    r"|turn off|revoke|rotate|overwrite|truncate|replace|migrate|promote|retire|decommission|purge|rewrite|merge the"
    r"|point)s?\b",
    re.I,
)
_CHANGES_CODE = Cued(
    r"\b(?:ALTER|UPDATE|INSERT|DELETE|RENAME|DROP|TRUNCATE)\s+(?:TABLE|INTO|FROM|COLUMN|\w+ SET)\b"
    r"|\b(?:terraform|tofu|kubectl|make) (?:apply|delete|migrate|replace|promote)\b|\bhelm upgrade\b",
    re.I,
)


class Alone(NamedTuple):
    step: Step
    unit: Unit | None  # its heading or first words; None where it stands in the head of the page alone


def alone(paper: Paper, backs: Backs) -> Alone | None:
    steps, around = paper.prose.steps, backs.around
    if len(steps) < _FEWEST:
        return None
    without = [step for step in steps if not _tells(paper, around, step)]
    if not without or len(without) > len(steps) // 2:
        return None
    without = [step for step in without if not (backs.rows_of(step) or backs.in_words(step))]
    if len(without) != 1 or not _changes(around, without[0]):
        return None
    units = around.step(without[0].name)
    return Alone(without[0], next((unit for unit in units if unit.kind != "field"), None))


def _tells(paper: Paper, around: Beside, step: Step) -> bool:
    """Whether the step itself tells one."""
    if step.rollback or step.irreversible:
        return True
    for unit in around.step(step.name):
        way = cell(paper, unit) if unit.kind == "row" else None
        if unit.role == "rollback" or LABEL.search(unit.text) or WAY.search(unit.text):
            return True
        if way is not None and not EMPTY.fullmatch(way):
            return True
    return False


def _changes(around: Beside, step: Step) -> bool:
    """Whether it changes anything: a step that measures or tells somebody needs no way back."""
    if step.drops or step.creates or step.files or [does for does in step.does if does != "data.read"]:
        return True
    words = any([_CHANGES.search(unit.plain()) for unit in around.step(step.name) if unit.kind != "heading"])
    return words or any([_CHANGES_CODE.search(fence.text) for fence in around.of_step(step.name)])
