"""A plan: what one migration may touch and do, after what and when, as values.

Documents are checked before they come here (guard.compile): the data is canonical.
"""

from __future__ import annotations

from guard.grammar.edge import Edge, edge_from
from guard.model.paths import PathSet
from guard.model.policy import texts
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLANS_FOLDER = ".guard/plans"
UNLIMITED = "unlimited"
STRICT = {"files": 50, "lines": 1_000, "bytes": 1_048_576, "commits": 50}  # what a plan gets that does not say


class Budget(NamedTuple):
    """The most one landing may carry; None is without limit, and had to be said."""

    files: int | None
    lines: int | None
    bytes: int | None
    commits: int | None


class Total(NamedTuple):
    """The most that all landings of a plan may come to; None is without limit."""

    landings: int | None
    files: int | None
    lines: int | None
    bytes: int | None


NO_TOTAL = Total(None, None, None, None)


class After(NamedTuple):
    """What comes before a phase, and what must be known of it; `plan` is "" for a phase of the same plan."""

    plan: str
    phase: str
    edges: tuple[Edge, ...]

    def named(self) -> str:
        return f"{self.plan}/{self.phase}" if self.plan else self.phase


class Rollback(NamedTuple):
    """When a phase is taken back, for how long that passes, and how, where undoing the landing is not all."""

    when: str | None
    within: int | None
    by: str | None


class Phase(NamedTuple):
    """One step of a plan. A phase with `outside` has no change set and does nothing here."""

    name: str
    does: tuple[str, ...]
    after: tuple[After, ...] = ()
    creates: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    windows: tuple[dict[str, Any], ...] = ()
    stop: str | None = None
    outside: str | None = None
    irreversible: str | None = None
    rollback: Rollback | None = None


class Pattern(NamedTuple):
    """Places found by a pattern: sites with a count, or what must be absent from a phase on."""

    name: str
    language: str
    pattern: str
    inside: tuple[str, ...]
    beside: tuple[str, ...]  # `except`: left as they are
    becomes: str | None
    expected: int | None  # `count`: how many there are
    since: str | None  # `from`: the phase


class Assumption(NamedTuple):
    """What the plan takes for granted, and what settles it."""

    name: str
    says: str
    settled_by: str | None


class Plan(NamedTuple):
    """The document of one migration; `lines` gives the line of a key in it, by JSON pointer, `data` all of it."""

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
    sites: tuple[Pattern, ...]
    absent: tuple[Pattern, ...]
    assumptions: tuple[Assumption, ...]
    phases: tuple[Phase, ...]
    lines: dict[str, int]
    data: dict[str, object]
    total: Total = NO_TOTAL

    def at(self, pointer: str) -> str:
        """The place of a key, for a person: `.guard/plans/x.yaml:5`."""
        line = self.lines.get(pointer)
        return self.where if line is None else f"{self.where}:{line}"

    def pages(self) -> tuple[bytes, ...]:
        """The files that ways back lead to."""
        ways = [way for phase in self.phases for way in (phase.irreversible, phase.rollback and phase.rollback.by)]
        return tuple(dict.fromkeys(way.partition("#")[0].encode() for way in ways if way))


def plan_from(data: dict[str, Any], where: str, lines: dict[str, int]) -> Plan:
    """A valid document as a value."""
    scope = data["scope"]
    limits = scope.get("max", {})
    return Plan(
        where=where,
        id=data["plan"],
        version=int(data["version"]),
        owner=data["owner"],
        why=data["why"],
        paths=PathSet(texts(scope["paths"])),
        never=PathSet(texts(scope.get("never"))),
        patterns=texts(scope["paths"]),
        budget=Budget(*(_limit(limits.get(name, default)) for name, default in STRICT.items())),
        said=frozenset(name for name in limits if f"/scope/max/{name}" in lines),
        sites=_patterns(data.get("sites", {})),
        absent=_patterns(data.get("absent", {})),
        assumptions=tuple(
            Assumption(name, entry["says"], entry.get("settled_by")) for name, entry in data.get("assume", {}).items()
        ),
        phases=tuple(_phase(name, phase) for name, phase in data["phases"].items()),
        lines=lines,
        data=data,
        total=Total(*[_limit(scope.get("total", {}).get(name, UNLIMITED)) for name in Total._fields]),
    )


def _phase(name: str, data: dict[str, Any]) -> Phase:
    rollback = data.get("rollback")
    return Phase(
        name,
        texts(data.get("does")),
        tuple(_after(of, edges) for of, edges in data.get("after", {}).items()),
        texts(data.get("creates")),
        texts(data.get("drops")),
        texts(data.get("sites")),
        tuple(data.get("window", ())),
        data.get("stop"),
        data.get("outside"),
        data.get("irreversible"),
        None if rollback is None else Rollback(*(rollback.get(key) for key in Rollback._fields)),
    )


def _after(of: str, edges: list[dict[str, Any]]) -> After:
    plan, _, phase = of.rpartition("/")
    return After(plan, phase, tuple(edge_from(edge) for edge in edges))


def _patterns(data: dict[str, dict[str, Any]]) -> tuple[Pattern, ...]:
    """The language is the key that is none of the others."""
    found = []
    for name, entry in data.items():
        language = next(key for key in entry if key not in BESIDE_LANGUAGE)
        found.append(
            Pattern(
                name,
                language,
                entry[language],
                texts(entry["in"]),
                texts(entry.get("except")),
                *(entry.get(key) for key in ("becomes", "count", "from")),
            )
        )
    return tuple(found)


BESIDE_LANGUAGE = frozenset(("in", "except", "becomes", "count", "from"))


def _limit(value: object) -> int | None:
    return None if value == UNLIMITED else int(str(value))
