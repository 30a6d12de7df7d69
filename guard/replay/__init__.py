"""Replaying the trusted branch and the log: what landed, where each phase stands. Derived anew, never kept."""

from __future__ import annotations

from guard.errors import GuardError
from guard.grammar.resource import holder
from guard.model.evidence import Facts
from guard.model.graph import around
from guard.model.landing import inverse, shape, undone
from guard.model.log import Approval, Recorded
from guard.model.persons import agent_keys, by_machine, is_person
from guard.model.said import Said
from guard.model.state import derive
from guard.model.step import explain
from guard.model.world import World, spelled
from guard.replay.exits import Exits
from guard.replay.history import landings
from guard.replay.read import Read, Reader
from guard.trust.beside import phases_signed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from guard.doors.git.repository import Repository
    from guard.model.landing import Landing
    from guard.model.log import Entry, Log
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.model.policy import Policy
    from guard.model.step import Step
    from guard.model.trigger import Trigger
    from guard.model.world import State
    from guard.trust import Trusted

    T = TypeVar("T")


CHANGED = ("table:", "view:", "type:", "role:", "schema:")  # what owners and consumers are named for


class Replay(NamedTuple):
    """The trusted branch explained, and where every phase stands there."""

    at: bytes  # the commit it stands at
    steps: tuple[Step, ...]
    world: World
    states: Mapping[str, State]
    exits: Exits  # what has been read of the tree, for whoever asks more of it
    asked: Callable[[Landing], Read]  # what a landing of it did, for whoever asks that


def replay(repository: Repository, trigger: Trigger, trusted: Trusted, log: Log, at: bytes, now: int) -> Replay:
    """Everything from the adoption of guard to this commit of the trusted branch; b"" is before its first one."""
    start, found = branch(repository, trusted, at)
    reader = Reader(repository, trigger, trusted, start, at, found)
    standing = Said(log.standing())
    recorded = _recorded(standing, trusted.policy, found)
    yes, no = [yeses(standing, trusted.policy, struck) for struck in (False, True)]
    steps = explain(found, reader.facts, recorded, yes, trusted.plans, no)
    bound, back = _bound(steps, trusted.plans)
    exits = Exits(repository, trusted, at, bound)
    world = World(
        plans=trusted.plans,
        facts=Facts(standing, trusted.policy, now, _holding(repository, found)),
        missing=log.missing,
        landings=bound,
        undone=back,
        exits=exits.all(),
        digests=phases_signed(repository, trusted, at) if at else {},
        back=frozenset([step.of for step in steps if step.how == "back"]),
        perhaps=_perhaps(steps),
        edited=_edited(steps),
        also=_also(steps, reader),
        ahead=log.ahead,
        fetch=log.fetch,
    )
    return Replay(at, steps, world, derive(world), exits, reader.asked)


def without_plans(repository: Repository, trigger: Trigger, trusted: Trusted, log: Log, at: bytes, now: int) -> Replay:
    """The same where no plan stands, and so nothing landed in a phase: what people have said is all there is."""
    del trigger
    facts = Facts(Said(log.standing()), trusted.policy, now, _holding(repository, []))
    world = World((), facts, log.missing, {}, {}, {}, {}, ahead=log.ahead, fetch=log.fetch)
    return Replay(at, (), world, {}, Exits(repository, trusted, at, {}), _unread)


def _unread(landing: Landing) -> Read:
    """Where no step is explained none can be asked."""
    raise LookupError(landing.commit)


def branch(repository: Repository, trusted: Trusted, at: bytes) -> tuple[bytes, list[Landing]]:
    """From where on landings are looked at, and each of them up to this commit of the trusted branch."""
    start = adoption(repository, trusted, at) if at else b""
    found = landings(repository, start, at) if at else []
    if trusted.policy.since and found and found[0].parent != start:
        raise _elsewhere(trusted, "a commit that the trusted branch does not lead along")
    return start, found


def yeses(entries: tuple[Entry, ...], policy: Policy, struck: bool = False) -> frozenset[str]:
    """The landings that people have approved, by their digests; or those of which they revoked it."""
    barred = agent_keys(policy)
    able = [one for one in entries if one.struck == struck and one.key not in barred and is_person(one, policy)]
    return frozenset([act.digest for one in able if isinstance(act := one.act, Approval) and act.of == "landing"])


def adoption(repository: Repository, trusted: Trusted, at: bytes) -> bytes:
    """Where the replay begins: what `since` names, else the step with which the policy came; b"" is the beginning."""
    if trusted.policy.since is not None:
        said = trusted.policy.since.encode()
        header = next(iter(repository.headers([said])))
        if header is None or header.kind != b"commit":
            raise _elsewhere(trusted, "a commit that is not in this repository")
        return said
    return repository.adopted(at, b".guard/policy.yaml") if trusted.oid else b""


def _elsewhere(trusted: Trusted, what: str) -> GuardError:
    mend = "fetch it, or let the owner of the policy name a commit of that branch: git log --first-parent"
    return GuardError("G816", f"the policy has landings looked at since {what}", trusted.policy.where, mend)


def _recorded(entries: tuple[Entry, ...], policy: Policy, found: list[Landing]) -> dict[bytes, str]:
    """The phase that each step belongs to by a record of the log."""
    last = {landing.commit: landing.place for landing in found}
    first = {landing.parent: landing.place for landing in reversed(found)}
    of: dict[bytes, str] = {}
    for entry in entries:
        act = entry.act
        if isinstance(act, Recorded) and act.plan and by_machine(entry, policy):
            begins, ends = first.get(act.parent, len(found)), last.get(act.commit, -1)
            of |= dict.fromkeys(_between(found[begins : ends + 1], act), f"{act.plan}/{act.phase}")
    return of


def _between(span: list[Landing], act: Recorded) -> list[bytes]:
    """The steps that one recorded landing became: several, where it was rebased or moved forward."""
    if not span:
        return []
    from guard.model.landing import joined, landing_digest

    whole = span[0].changes if len(span) == 1 else joined([landing.changes for landing in span])
    return [landing.commit for landing in span] if landing_digest(whole) == act.landing else []


def objects(judged: Judged) -> tuple[str, ...]:
    """The tables and the like that a change set changes; what is only read, and a way back, changes nothing here.

    Code that names them leaves them as they are; its files have owners of their own.
    """
    every = [one for path in judged.effects for one in judged.operations[path] if not one.id.startswith("code.")]
    told = [one.object for one in every if one.counts and one.object and one.direction != "down"]
    return tuple(dict.fromkeys([spelled(holder(of)) for of in told if of.startswith(CHANGED)]))


def held(judged: Judged) -> tuple[str, ...]:
    """All the tables and the like that a change set has to do with, also those that it reads, or its code names."""
    told = [one.object for path in judged.effects for one in judged.operations[path] if one.object]
    return tuple(dict.fromkeys([spelled(holder(of)) for of in told if of.startswith(CHANGED)]))


def _also(steps: tuple[Step, ...], reader: Reader) -> dict[str, tuple[str, ...]]:
    """Of each phase, what its landings changed."""
    found: dict[str, list[str]] = {}
    for step in steps:
        if step.node:
            found.setdefault(step.node, []).extend(objects(reader.told(step.landing)))
    return _frozen(found)


def _perhaps(steps: tuple[Step, ...]) -> dict[str, tuple[Landing, ...]]:
    """What landed outside of guard, held against every phase it may belong to; not what was taken back exactly.

    Nor is what takes it back: both together change nothing.
    """
    standing: dict[frozenset[tuple[bytes, ...]], Step] = {}  # by what would take it back
    for step in steps:
        if standing.pop(shape(step.landing.changes), None) is None and step.how == "outside":
            standing[inverse(step.landing.changes)] = step
    found: dict[str, list[Landing]] = {}
    for step in sorted(standing.values(), key=lambda one: one.landing.place):
        for node in step.perhaps:
            found.setdefault(node, []).append(step.landing)
    return _frozen(found)


def _edited(steps: tuple[Step, ...]) -> dict[str, tuple[Landing, ...]]:
    """Of each phase, what changed its files since and belongs to no phase: what it brought may have gone with that."""
    of: dict[bytes, dict[str, None]] = {}
    found: dict[str, list[Landing]] = {}
    for step in steps:
        for path in [change.path for change in step.landing.changes]:
            if step.node:
                of.setdefault(path, {})[step.node] = None
            elif step.how in ("free", "outside", "approved"):
                for node in of.get(path, ()):
                    held = found.setdefault(node, [])
                    if held[-1:] != [step.landing]:
                        held.append(step.landing)
    return _frozen(found)


def _bound(
    steps: tuple[Step, ...], plans: tuple[Plan, ...]
) -> tuple[dict[str, tuple[Landing, ...]], dict[str, tuple[tuple[Landing, Landing], ...]]]:
    """Of each phase what landed and stands, and what was taken back again."""
    bound: dict[str, list[Landing]] = {}
    back: dict[str, list[tuple[Landing, Landing]]] = {}
    nodes = {step.landing.commit: step.node for step in steps if step.node}
    before = {node: of.before for node, of in around(dict.fromkeys(nodes.values()), plans).items()}

    def onward(one: Landing, then: Landing) -> bool:
        return nodes[one.commit] in before.get(nodes.get(then.commit, ""), ())

    taken = undone([step.landing for step in steps], [step.landing for step in steps if step.node], onward)
    for step in steps:
        by = taken.get(step.landing.commit)
        if step.node and by is None:
            bound.setdefault(step.node, []).append(step.landing)
        elif step.node and by is not None:
            back.setdefault(step.node, []).append((step.landing, by))
    return _frozen(bound), _frozen(back)


def _frozen(found: dict[str, list[T]]) -> dict[str, tuple[T, ...]]:
    return {node: tuple(of) for node, of in found.items()}


def _holding(repository: Repository, found: list[Landing]) -> Callable[[bytes, bytes], bool | None]:
    """Whether a commit holds a landing: by its place on the branch, else by asking git once."""
    places = {landing.commit: landing.place for landing in found}
    asked: dict[tuple[bytes, bytes], bool | None] = {}

    def holds(commit: bytes, landing: bytes) -> bool | None:
        if commit in places and landing in places:
            return places[commit] >= places[landing]
        if (commit, landing) not in asked:
            here = next(iter(repository.headers([commit])))
            known = here is not None and here.kind == b"commit"
            asked[commit, landing] = repository.contains(commit, landing) if known else None
        return asked[commit, landing]

    return holds
