"""Steps of a rollout by what they reach: "after the 50 % step", where the steps are 5, 25 and 100 %."""

from __future__ import annotations

import re
from itertools import pairwise

from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import Prose, Unit

_STEP = Cued(
    r"\b(?:the|at|after|before|until|from) (?:the )?(\d{1,3})(?:\s?%|-? ?per ?cent) "
    r"(?:steps?|stages?|waves?|phases?|marks?|rollout|cohorts?|groups?|canary)\b",
    re.I,
)
_LIST = Cued(
    r"\d{1,3}(?:[.,]\d)?(?:\s?%)?"
    r"(?:\s?(?:,\s?(?:then |and )?|/|->|\u2192|>|then|and|to)\s?\d{1,3}(?:[.,]\d)?(?:\s?%)?){1,12}"
)
_SHARE = Cued(r"(?<![\w.,])(\d{1,3})\s?(?:%|-?per ?cent)")


def misplaced(prose: Prose) -> Iterator[tuple[Unit, str, str]]:
    """Where, the words, and what is the matter."""
    units = [unit for unit in prose.units if not unit.quoted and unit.kind != "comment"]
    named = [(unit, found) for unit in units for found in _STEP.finditer(unit.plain())]
    if not named:
        return
    steps = [numbers for unit in units for numbers in _listed(unit.text)]
    texts = [_STEP.sub(" ", unit.text) for unit in units] + [fence.text for fence in prose.fences]
    told = {int(one) for text in texts for one in _SHARE.findall(text)} | {one for numbers in steps for one in numbers}
    for unit, found in named:
        if steps and int(found[1]) not in told:
            shares = ", ".join([str(one) for one in steps[0]])
            yield unit, found[0], f"no step reaches {found[1]} %: the steps are {shares} %"


def _listed(text: str) -> Iterator[list[int]]:
    """Steps that go up, up to three of them or more, with the sign behind one at least."""
    for found in _LIST.finditer(text):
        numbers = [int(one) for one in re.findall(r"(?<![.,\d])\d{1,3}(?![.,]?\d)", found[0])]
        rising = all([a < b for a, b in pairwise(numbers)])
        if "%" in found[0] and len(numbers) > 2 and rising and numbers[-1] <= 100:
            yield numbers
