"""What stands beside a unit: its paragraph, its step, the code of either; looked up, for a text may have thousands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.prose import Fence, Prose, Step, Unit


class Beside:
    """The units and blocks of code of one text by where they stand."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose
        self._named: dict[str, Step] | None = None
        self._blocks: dict[int, list[Unit]] = {}
        self._steps: dict[str, list[Unit]] = {}
        self._headings: dict[str, list[Unit]] = {}
        self._of_steps: dict[str, list[Fence]] = {}
        self._of_headings: dict[str, list[Fence]] = {}
        for unit in prose.units:
            self._blocks.setdefault(unit.block, []).append(unit)
            self._steps.setdefault(unit.step, []).append(unit)
            self._headings.setdefault(unit.under[-1] if unit.under else "", []).append(unit)
        for fence in prose.fences:
            self._of_steps.setdefault(fence.step, []).append(fence)
            self._of_headings.setdefault(fence.under[-1] if fence.under else "", []).append(fence)

    def named(self, step: str) -> Step | None:
        """The step of this name."""
        if self._named is None:
            self._named = {one.name: one for one in reversed(self._prose.steps)}
        return self._named.get(step)

    def paragraph(self, unit: Unit) -> list[Unit]:
        """The units of its paragraph or list item, itself among them."""
        return self._blocks[unit.block] if unit.block else [unit]

    def step(self, name: str) -> list[Unit]:
        return self._steps.get(name, []) if name else []

    def of_step(self, name: str) -> list[Fence]:
        """The code of a step."""
        return self._of_steps.get(name, []) if name else []

    def section(self, heading: str) -> list[Unit]:
        """What stands right under a heading."""
        return self._headings.get(heading, []) if heading else []

    def fences(self, unit: Unit) -> list[Fence]:
        """The code of its step; of a unit without one the code under its heading, or under itself where it is one."""
        if unit.step:
            return self._of_steps.get(unit.step, [])
        heading = unit.text if unit.kind == "heading" else unit.under[-1] if unit.under else ""
        return self._of_headings.get(heading, [])
