"""What an act opens and closes: the same phases derived once more, as if it stood in the log already."""

from __future__ import annotations

from guard.model.log import Entry, Log, act_from
from guard.model.said import Said
from guard.model.state import derive
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from guard.acts.proposal import Lines
    from guard.model.plan import Plan
    from guard.model.policy import Policy
    from guard.model.world import State, Wait, World
    from guard.replay import Replay

    States = Mapping[str, State]

MOST = 12  # phases that are named


class Turn(NamedTuple):
    """What an act changes: phases that open or close with it, that become complete, or are so no longer."""

    opens: tuple[str, ...]
    closes: tuple[str, ...]
    completes: tuple[str, ...]
    undoes: tuple[str, ...]
    after: States
    world: World  # all that they are derived from, with the act in it


def added(stands: Replay, payload: dict[str, Any], identity: tuple[str, str, str]) -> Turn:
    """What one entry more changes; its id, the key and the presence it will show are those of `identity`."""
    world = stands.world._replace(missing="")  # with it there is a log
    entry = entry_of(payload, identity, world.facts.policy)
    entries = Said(Log((*world.facts.entries, entry)).standing())
    return _turn(stands.states, world._replace(facts=world.facts._replace(entries=entries)))


def entry_of(payload: dict[str, Any], identity: tuple[str, str, str], policy: Policy) -> Entry:
    """A payload as it will stand in the log."""
    id_, key, presence = identity
    person = policy.people.get(payload["by"])
    kind, teams = ("person", person.teams) if person is not None else ("machine", ())
    return Entry(id_, act_from(payload), key=key, presence=presence, teams=teams, kind=kind)


def _turn(before: States, world: World) -> Turn:
    after = derive(world)

    def where(test: Any) -> tuple[str, ...]:
        return tuple([node for node in after if node in before and test(before[node], after[node])])

    return Turn(
        opens=where(lambda was, now: was.waits and not now.waits and _matters(now)),
        closes=where(lambda was, now: not was.waits and now.waits and _matters(was)),
        completes=where(lambda was, now: was.leaves and not now.leaves),
        undoes=where(lambda was, now: not was.leaves and now.leaves),
        after=after,
        world=world,
    )


def _matters(state: State) -> bool:
    """Something may still land in it, or be said of it."""
    return bool(state.leaves) and not state.over


def of_plan(plan: Plan, turn: Turn, node: str = "") -> Lines:
    """What a yes to a plan, or to one phase of it, opens; what stops once more; and whose yes is still missing."""
    nodes = [node] if node else [f"{plan.id}/{phase.name}" for phase in plan.phases]
    going = [turn.after[one] for one in nodes if one in turn.after and _matters(turn.after[one])]
    missing: dict[str, Wait] = {}
    now, then, stops = [], [], []
    for state in going:
        waits = [wait for wait in state.waits if wait.kind == "approval"]
        whole = [wait for wait in waits if wait.run == f"guard approve {plan.id}"]
        own = [wait for wait in waits if wait not in whole]
        missing |= {wait.run: wait for wait in (*whole, *(own if node else ()))}
        if not state.waits:
            now.append(_short(state.node))
        elif own and not node:
            stops.append(f"{_short(state.node)} stops once more: {_why(own[0])}")
        elif not waits:
            then.append(f"{_short(state.node)}, after {state.waits[0].words}")
    lines: list[tuple[str, str]] = [("opens", ", ".join(now))] if now else []
    lines += [("in turn", one) for one in then[:MOST]]
    lines += [("stops", one) for one in stops[:MOST]]
    lines += [("missing", f"{seen.words}; {seen.why}: {_who(seen)}") for seen in missing.values()]
    if not now:
        lines.insert(0, ("opens", "nothing yet" if going else "nothing: all of it is done"))
    return tuple(lines)


def told(turn: Turn) -> Lines:
    """What evidence or a revocation changes, in all plans."""
    rows = {
        "opens": turn.opens,
        "completes": turn.completes,
        "closes": turn.closes,
        "undoes": tuple([f"{node}, which is then no longer complete" for node in turn.undoes]),
    }
    lines = tuple([(label, listed(nodes)) for label, nodes in rows.items() if nodes])
    return lines or (("opens", "nothing yet"),)


def listed(words: Iterable[str], most: int = MOST) -> str:
    """The first few, and how many more there are."""
    every = list(words)
    more = f" and {len(every) - most:,} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def _short(node: str) -> str:
    return node.partition("/")[2]


def _why(wait: Wait) -> str:
    """Of `a person's yes to PLAN/PHASE, which writes data`, what it does."""
    return wait.words.partition(", which ")[2] or wait.words


def _who(wait: Wait) -> str:
    return ", ".join(wait.who) or "nobody who is listed can give it"
