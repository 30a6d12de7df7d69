"""A plan: what one migration may touch and do, as values. Documents are checked before they come here (guard.trust)."""

from __future__ import annotations

from guard.model.paths import PathSet
from guard.model.policy import texts
from guard.value import NamedTuple

PLANS_FOLDER = ".guard/plans"
UNLIMITED = "unlimited"
STRICT = {"files": 50, "lines": 1_000, "bytes": 1_048_576, "commits": 50}  # what a plan gets that does not say


class Budget(NamedTuple):
    """The most one landing may carry; None is without limit, and had to be said."""

    files: int | None
    lines: int | None
    bytes: int | None
    commits: int | None


class Phase(NamedTuple):
    """One step of a plan."""

    name: str
    does: tuple[str, ...]


class Plan(NamedTuple):
    """The document of one migration; `lines` gives the line of a key in it, by JSON pointer."""

    where: str
    id: str
    version: int
    owner: str
    why: str
    paths: PathSet
    never: PathSet
    patterns: tuple[str, ...]
    budget: Budget
    said: frozenset[str]  # the limits the document itself states
    phases: tuple[Phase, ...]
    lines: dict[str, int]

    def at(self, pointer: str) -> str:
        """The place of a key, for a person: `.guard/plans/x.yaml:5`."""
        line = self.lines.get(pointer)
        return self.where if line is None else f"{self.where}:{line}"


def plan_from(data: dict[str, object], where: str, lines: dict[str, int]) -> Plan:
    """A valid document as a value."""
    scope, phases = data["scope"], data["phases"]
    assert isinstance(scope, dict)
    assert isinstance(phases, dict)
    limits = scope.get("max", {})
    return Plan(
        where=where,
        id=str(data["plan"]),
        version=int(str(data["version"])),
        owner=str(data["owner"]),
        why=str(data["why"]),
        paths=PathSet(texts(scope["paths"])),
        never=PathSet(texts(scope.get("never"))),
        patterns=texts(scope["paths"]),
        budget=Budget(*(_limit(limits.get(name, default)) for name, default in STRICT.items())),
        said=frozenset(limits),
        phases=tuple(Phase(name, texts(phase["does"])) for name, phase in phases.items()),
        lines=lines,
    )


def _limit(value: object) -> int | None:
    return None if value == UNLIMITED else int(str(value))
