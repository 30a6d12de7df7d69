"""The policy: the house rules of a repository, as values made of canonical data (guard.compile)."""

from __future__ import annotations

from guard.grammar.edge import Edge, edge_from
from guard.model.operation import Operation
from guard.model.paths import PathSet, covers
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from guard.model.model_use import ModelUse

POLICY_FILE = ".guard/policy.yaml"
DAY = 24 * 60 * 60
APPROVALS = {"plan": 0, "irreversible": 0, "expire": 30 * DAY, "answer_within": 2 * DAY}  # of a policy without keys
NEEDS_PLAN = ("schema.*", "data.*", "identity.*", "secret.*", "opaque.*")


class Routine(NamedTuple):
    """Changes that never need a plan."""

    paths: PathSet
    does: tuple[str, ...]


class Owner(NamedTuple):
    """Who owns a path pattern or a resource such as `table:users`; several teams must all agree."""

    of: str
    paths: PathSet | None
    teams: tuple[str, ...]


class Person(NamedTuple):
    """Somebody who may own something; only with a key also approve."""

    teams: tuple[str, ...]
    key: str | None


class Machine(NamedTuple):
    """A machine whose word on these facts is taken, and whose receipts count in these environments."""

    key: str
    attests: tuple[str, ...]
    opens: tuple[str, ...] = ()


class Order(NamedTuple):
    """A rule of order: operations apart, or one first and another then, with an edge in between."""

    apart: tuple[str, ...]
    first: str
    then: str
    needs: Edge | None


class Approvals(NamedTuple):
    """What it takes to approve: how many people, proof that somebody was there, and for how long it counts."""

    plan: int
    irreversible: int
    presence: dict[str, str]
    expire: int
    answer_within: int


class Policy(NamedTuple):
    """House rules; `where` says which document they come from, `data` is all of it in canonical form."""

    where: str
    id: str
    version: int
    guard: str | None
    branch: str | None
    since: str | None  # the commit after which landings are looked at; None: that with which the policy came
    log: str | None  # the commit of the first entry of its log; None: any log is its own
    shadow: bool
    squash: bool
    environment: str
    people: dict[str, Person]
    machines: dict[str, Machine]
    agents: dict[str, str]  # name -> the person who answers for it
    owners: tuple[Owner, ...]
    consumers: dict[str, tuple[str, ...]]
    needs_plan: tuple[str, ...]
    routine: tuple[Routine, ...]
    order: tuple[Order, ...]
    approvals: Approvals
    detects: tuple[str, ...]  # operations of this house
    lines: dict[str, int]
    data: dict[str, object]
    model: ModelUse | None = None
    reading_tools: tuple[str, ...] = ()  # names of tools of agents that only read; one may end with *

    def only_reads(self, tool: str) -> bool:
        """Its owners say that this tool of an agent changes nothing here."""
        return any([tool == name or (name[-1:] == "*" and tool.startswith(name[:-1])) for name in self.reading_tools])

    def is_routine(self, path: bytes, operations: Iterable[Operation]) -> bool:
        """Some one routine entry covers the path and everything done to it."""
        return any([entry.paths.matches(path) and covered(operations, entry.does) for entry in self.routine])

    def is_planned(self, operations: Iterable[Operation]) -> bool:
        """The policy asks for a plan for at least one of these. What could not be read may be any operation."""
        ids = {operation.id for operation in operations if operation.counts}
        if self.needs_plan and any([id_.startswith("opaque.") for id_ in ids]):
            return True
        return any(covers(pattern, id_) for id_ in ids for pattern in self.needs_plan)

    def teams_of(self, path: bytes) -> tuple[str, ...]:
        """The teams that own a path; the owners of guard's own folder where nobody is named."""
        found = [
            team
            for owner in self.owners
            if owner.paths is not None and owner.paths.matches(path)
            for team in owner.teams
        ]
        return tuple(dict.fromkeys(found)) or (
            self.teams_of(b".guard/policy.yaml") if path != b".guard/policy.yaml" else ()
        )

    def people_for(self, path: bytes) -> tuple[str, ...]:
        """The people who can settle something about a path."""
        teams = self.teams_of(path)
        return tuple(name for name, person in self.people.items() if not teams or set(teams) & set(person.teams))

    def owners_of(self, resource: str) -> tuple[str, ...]:
        """The teams that own a resource such as `table:users`; all of them must agree."""
        return tuple(dict.fromkeys(team for owner in self.owners if owner.of == resource for team in owner.teams))

    def teams(self) -> frozenset[str]:
        """Every team that somebody speaks for."""
        return frozenset(team for person in self.people.values() for team in person.teams)


def covered(operations: Iterable[Operation], patterns: tuple[str, ...]) -> bool:
    """Every operation that counts is covered by some pattern."""
    ids = {operation.id for operation in operations if operation.counts}
    return all(any(covers(pattern, id_) for pattern in patterns) for id_ in ids)


def policy_from(data: dict[str, object], where: str, lines: dict[str, int] | None = None) -> Policy:
    """A valid document as a value."""
    return Policy(
        where=where,
        id=str(data["id"]),
        version=_number(data["version"]),
        guard=_text(data, "guard"),
        branch=_text(data, "branch"),
        since=_text(data, "since"),
        log=_text(data, "log"),
        shadow=data.get("mode") == "shadow",
        squash=data.get("merges") == "squash",
        environment=_text(data, "environment") or "production",
        people={name: Person(texts(entry.get("teams")), entry.get("key")) for name, entry in _entries(data, "people")},
        machines={name: _machine(of) for name, of in _entries(data, "machines")},
        agents={name: entry["owner"] for name, entry in _entries(data, "agents")},
        owners=tuple(
            Owner(of, PathSet((of,)) if of.startswith("/") else None, texts(teams))
            for of, teams in _mapping(data, "owners").items()
        ),
        consumers={resource: texts(services) for resource, services in _mapping(data, "consumers").items()},
        needs_plan=texts(data["needs_plan"]) if "needs_plan" in data else NEEDS_PLAN,
        routine=tuple(_routine(entry) for entry in _list(data, "routine")),
        order=tuple(_order(entry) for entry in _list(data, "order")),
        approvals=_approvals(_mapping(data, "approvals")),
        detects=tuple(_mapping(data, "detect")),
        lines=lines or {},
        data=data,
        model=_model(data),
        reading_tools=texts(data.get("reading_tools")),
    )


def default_policy(where: str) -> Policy:
    """What guard would ask for in a repository that has no policy yet."""
    return policy_from({"id": "none", "version": 0}, where)


def mapping(data: dict[str, Any], key: str) -> dict[str, Any]:
    """What stands under a key of a document that may be left out."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def texts(value: object) -> tuple[str, ...]:
    """A list of strings, or one string standing for itself."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _routine(entry: object) -> Routine:
    assert isinstance(entry, dict)
    return Routine(PathSet(texts(entry.get("paths"))), texts(entry.get("does")))


def _machine(entry: dict[str, Any]) -> Machine:
    return Machine(entry["key"], texts(entry.get("attests")), texts(entry.get("opens")))


def _order(entry: object) -> Order:
    assert isinstance(entry, dict)
    needs = entry.get("needs")
    edge = None if needs is None else edge_from(needs)
    return Order(texts(entry.get("apart")), entry.get("first", ""), entry.get("then", ""), edge)


def _approvals(data: dict[str, object]) -> Approvals:
    presence = {of: str(level) for of, level in _mapping(data, "presence").items()}
    counts = [_number(data.get(key, default)) for key, default in APPROVALS.items()]
    return Approvals(counts[0], counts[1], presence, counts[2], counts[3])


def _entries(data: dict[str, object], key: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, entry if isinstance(entry, dict) else {}) for name, entry in _mapping(data, key).items()]


def _mapping(data: dict[str, object], key: str) -> dict[str, object]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _list(data: dict[str, object], key: str) -> list[object]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _model(data: dict[str, object]) -> ModelUse | None:
    if "model" not in data:
        return None
    from guard.model.model_use import model_use_from  # most policies ask for none

    return model_use_from(data)


def _text(data: dict[str, object], key: str) -> str | None:
    value = data.get(key)
    return None if value is None else str(value)


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
