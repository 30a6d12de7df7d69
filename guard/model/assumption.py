"""Assumptions of a plan: what is to settle each, and whether it does, by what was looked up.

An assumption that says what settles it is asked anew on every tree; nothing is kept, so a changed answer shows at once.
"""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.grammar.inventory_query import asks, query, reason
from guard.grammar.resource import holder
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Literal

    from guard.grammar.inventory_query import Query
    from guard.model.inventory import Inventory, Place
    from guard.model.plan import Assumption, Plan

    State = Literal["settled", "pending", "contradicted", "unsettled", "unknown"]
    Kind = Literal["nothing", "inventory", "person", "name", "unreadable"]
    Answer = tuple[State, Place | None, str]

NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
WORST_LAST = ("settled", "pending", "unsettled", "unknown", "contradicted")
_UNSAID = frozenset(("todo", "tbd", "tba", "fixme", "xxx"))


class Settler(NamedTuple):
    """What an assumption says settles it: a question to the inventory, a name of this plan, or a person and why."""

    kind: Kind
    who: str = ""  # the name, or the person
    why: str = ""  # of a person


class Looked(NamedTuple):
    """What a look for the places of a pattern gave: none but those expected (`clean`), others, or no answer (None)."""

    clean: bool | None
    where: str = ""  # the first place that speaks against it, or why nobody can say


class Settled(NamedTuple):
    """One assumption as it stands on a tree. `pending`: it is not asked here, before its phase or behind it."""

    plan: str
    owner: str
    name: str
    says: str
    state: State
    by: str  # what is to settle it, as the plan says it; "" where it says nothing
    where: Place | None  # what the inventory has to say stands there
    why: str
    at: str  # the place of the assumption, for a person: .guard/plans/x.yaml:12

    @property
    def holds_up(self) -> bool:
        """Whether what leans on it waits."""
        return self.state not in ("settled", "pending")


def settler(settled_by: str | None) -> Settler:
    """What is to settle it. A question to the inventory is one, whoever else bears that name."""
    if settled_by is None:
        return Settler("nothing")
    if asks(settled_by):
        return Settler("inventory")
    who, colon, why = settled_by.partition(":")
    who, why = who.strip(), why.strip()
    if not who or not NAME_CHARACTERS.issuperset(who) or (colon and not _readable(why)):
        return Settler("unreadable", who, why)
    return Settler("person", who, why) if colon else Settler("name", who)


def answering(plan: str, name: str, by: str | None) -> str:
    """The command by which a person writes into the plan what settles it, in the place of what it says now."""
    more = "" if settler(by or None).kind in ("nothing", "unreadable") else " --replace"
    return f'guard plan answer {shell_word(plan.encode())} {name}="..."{more}'


def needs_inventory(plan: Plan) -> bool:
    """Whether anything is asked of it; the tree of a plan that asks nothing need not be read."""
    return any([settler(one.settled_by).kind == "inventory" for one in plan.assumptions])


def evaluate(
    plan: Plan,
    inventory: Inventory,
    looked: Mapping[str, Looked],
    begun: Collection[str] | None = None,
    people: Collection[str] | None = None,
) -> tuple[Settled, ...]:
    """Every assumption of the plan, asked of one tree.

    `looked` has an answer for each `absent` and each `sites`; one that is missing is no answer. `begun` are the phases
    that have begun (None: nobody knows, and all is asked), `people` those of the policy (None: any).
    """
    own = inventory.within(plan.paths.matches)
    found = []
    for one in plan.assumptions:
        state, where, why = _answer(plan, one, own, looked, begun, people)
        pointer = f"/assume/{one.name}"
        by = " ".join((one.settled_by or "").split())
        found.append(Settled(plan.id, plan.owner, one.name, one.says, state, by, where, why, plan.at(pointer)))
    return tuple(found)


def worse(one: Settled, two: Settled) -> Settled:
    """Of two answers to one assumption the one that holds up more."""
    return max(one, two, key=lambda of: WORST_LAST.index(of.state))


def _answer(
    plan: Plan,
    one: Assumption,
    inventory: Inventory,
    looked: Mapping[str, Looked],
    begun: Collection[str] | None,
    people: Collection[str] | None,
) -> Answer:
    by = settler(one.settled_by)
    if by.kind == "nothing":
        return "unsettled", None, "the plan does not say what settles it"
    if by.kind == "inventory":
        asked = query(one.settled_by or "")
        wrong = f"what settles it is no question that can be asked: {reason(one.settled_by or '')}"
        return _asked(plan, asked, inventory, begun) if asked is not None else ("unsettled", None, wrong)
    if by.kind == "person":
        known = people is None or by.who in people
        return ("settled", None, by.why) if known else ("unsettled", None, f"the policy does not know {by.who}")
    if by.kind == "unreadable":
        return "unsettled", None, "what the plan says of it settles nothing"
    return _of_pattern(plan, by.who, looked, begun)


def _of_pattern(plan: Plan, name: str, looked: Mapping[str, Looked], begun: Collection[str] | None) -> Answer:
    """An `absent` or `sites` of the plan. Before its phase nobody asks whether what must be absent is."""
    absent = next((pattern for pattern in plan.absent if pattern.name == name), None)
    if absent is None and name not in [pattern.name for pattern in plan.sites]:
        return "unsettled", None, f"the plan has no absent and no sites called {name}"
    if absent is not None and absent.since is not None and begun is not None and absent.since not in begun:
        return "pending", None, f"{name} is asked from phase {absent.since} on, which has not begun"
    clean, where = looked.get(name, Looked(None, "nobody has looked"))
    where = shown(where)  # a path of the tree may stand in it
    if clean is None:
        return "unknown", None, f"{name} cannot be looked up: {where or 'there is no answer'}"
    if clean:
        return "settled", None, f"{name} holds"
    return "contradicted", None, f"{name} does not hold: {where or 'a place speaks against it'}"


def _asked(plan: Plan, asked: Query, inventory: Inventory, begun: Collection[str] | None) -> Answer:
    """What the inventory answers, and the place that says so."""
    told = inventory.stands(asked.resource)
    makes = _own(plan, asked.resource, "creates")
    if told.state == "unknown" and asked.wants != "gone" and begun is not None and makes and makes not in begun:
        return "pending", None, f"{asked.resource}: phase {makes} of this plan makes it, and has not begun"
    if told.state == "unknown" and asked.wants != "type":
        return "unknown", told.where, f"{asked.resource}: {told.why}{_beside(inventory)}"
    if told.state == "yes" and asked.wants != "gone":
        return _of_type(asked, inventory) if asked.wants == "type" else ("settled", told.where, _why(asked, told.why))
    if told.state == "no" and asked.wants == "gone":
        return "settled", told.where, _why(asked, told.why)
    if told.state == "unknown":
        return _of_type(asked, inventory)
    changes = _own(plan, asked.resource, "creates" if asked.wants == "gone" else "drops")
    if begun is not None and changes in begun:
        return "pending", told.where, f"{asked.resource}: phase {changes} of this plan changes that, and has begun"
    return "contradicted", told.where, f"{asked.resource} {'stands' if told.state == 'yes' else 'is gone'} ({told.why})"


def _own(plan: Plan, resource: str, what: Literal["creates", "drops"]) -> str:
    """The phase of the plan itself that makes it, or takes it away, alone or with its table; "" where none does."""
    of = frozenset((resource, holder(resource)))
    return next((phase.name for phase in plan.phases if not of.isdisjoint(getattr(phase, what))), "")


def _why(asked: Query, why: str) -> str:
    return f"{asked.resource}: {why}"


def _of_type(asked: Query, inventory: Inventory) -> Answer:
    from guard.grammar.column_type import same

    """Of a column that stands, or of which only its type was seen."""
    standing = inventory.stands(asked.resource)
    typed = inventory.type_of(asked.resource)
    if typed is None:
        why = standing.why if standing.state == "unknown" else "its type cannot be told from what makes it"
        return "unknown", standing.where, f"{asked.resource}: {why}{_beside(inventory)}"
    told = shown(typed.words)
    alike = same(typed.words, typed.via, asked.type)
    if alike is None:
        return ("unknown", typed.where, f"{asked.resource} is {told}, and that does not say whether it is {asked.type}")
    if alike and standing.state == "yes":
        return "settled", typed.where, f"{asked.resource} is {told}"
    if alike:
        return "unknown", standing.where, f"{asked.resource}: {standing.why}"
    return "contradicted", typed.where, f"{asked.resource} is {told}, not {asked.type}"


def _beside(inventory: Inventory) -> str:
    """That something could not be read, where it could have told more."""
    if not inventory.unread:
        return ""
    where, _ = inventory.unread[0]
    more = f" and {len(inventory.unread) - 1} more" if len(inventory.unread) > 1 else ""
    return f"; what stands at {where.words()}{more} cannot be read"


def _readable(why: str) -> bool:
    """It says something: two letters or digits at least, and no word for what is still to be said."""
    words = "".join([char if char.isalnum() else " " for char in why.lower()]).split()
    return sum(map(len, words)) > 1 and not _UNSAID.issuperset(words)
