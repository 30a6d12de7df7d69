"""What `guard why` tells of a path: as text, and as JSON."""

from __future__ import annotations

from guard.commands._data import dumped, path_of
from guard.commands._phases import seen, turn
from guard.escape import shown
from guard.folding import LABEL, folded
from guard.grammar.moment import said as at
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.plan import Pattern, Phase, Plan
    from guard.model.policy import Owner
    from guard.model.step import Step
    from guard.model.world import State
    from guard.standing import Standing

SCHEMA_VERSION = 1
LARGEST = 4 << 20  # bytes of a file whose places and lines are looked at
LISTED = 5
EXPLAINED = {
    "recorded": "recorded as a landing of {node}",
    "claimed": "it claims {node}, which covers all of it",
    "covers": "{node} covers all of it",
    "again": "{node}: what was taken back landed again",
    "back": "{why}",
    "approved": "{why}",
    "documents": "nothing in it but what is protected, or routine",
    "routine": "routine",
    "free": "nothing in it needed a plan",
    "outside": "landed outside guard: {why}",
}


class Looks(NamedTuple):
    """One pattern of a plan that looks into the file."""

    kind: str  # "sites" or "absent"
    pattern: Pattern
    binds: bool  # what must be absent from a phase on binds once that has begun
    excepted: bool
    places: tuple[tuple[int, str], ...]  # line, and what it stands in
    unread: str


class Held(NamedTuple):
    """One plan: whether the path lies in its scope, the phases that could hold a change of it, what it looks for."""

    plan: Plan
    scope: str  # "in", "out" or "never"
    phases: tuple[tuple[Phase, State], ...]
    looks: tuple[Looks, ...]


class Why(NamedTuple):
    """All there is to say of a path."""

    standing: Standing
    path: bytes
    line: int | None
    stands: bool
    protected: bool
    routine: tuple[tuple[str, tuple[str, ...]], ...]  # place in the policy, operations
    owners: tuple[Owner, ...]
    people: tuple[str, ...]
    plans: tuple[Held, ...]
    step: Step | None
    unknown: str  # why the last landing is not known; "" where it is, or where there is none

    def able(self) -> list[tuple[Phase, State]]:
        """The phases that could hold a change of it now."""
        pairs = [pair for held in self.plans for pair in held.phases]
        return [pair for pair in pairs if turn(pair[1].waits) == "open" and not pair[1].over]

    def next(self) -> tuple[str, str]:
        """The one next command, and whose it is."""
        able = self.able()
        going = [pair for pair in able if pair[1].leaves] or able
        if self.protected or not self.standing.trusted.adopted:
            return "", ""
        if len(going) == 1:
            return "you", f"guard next --take {going[0][1].node}"
        plans = [held.plan.id for held in self.plans if held.phases]
        if going or len(plans) > 1:
            return "you", "guard next"
        return ("you", f"guard next {plans[0]}") if plans else ("", "")


def explained(step: Step) -> str:
    """What explains a landing."""
    return EXPLAINED[step.how].format(node=step.node, why=step.why)


def as_text(why: Why, width: int) -> str:
    standing = why.standing
    where = f"{standing.trusted.ref} {standing.replay.at[:12].decode()}".rstrip()
    line = f", line {why.line}" if why.line is not None else ""
    lines = [f"guard: {shown(why.path)}{line}: {'stands' if why.stands else 'does not stand'} on {where}"]
    if standing.trusted.adopted:
        lines += [f"  {label.ljust(LABEL)}{words}" for label, words in (*_rules(why), *_last(why))]
        for held in why.plans:
            lines += _plan(why, held)
        lines += [] if any(held.scope != "out" or held.looks for held in why.plans) else ["", "no plan covers it"]
    else:
        lines.append("not adopted: there is no .guard/policy.yaml there; nothing is held to anything")
    laid = [part for one in lines for part in folded(one, width)]
    who, run = why.next()
    return "\n".join([*laid, *(["", f"next   {who}: {run}"] if run else [])]) + "\n"


def _rules(why: Why) -> Iterator[tuple[str, str]]:
    """What the policy says of it."""
    policy = why.standing.trusted.policy
    for owner in why.owners:
        yield "owner", f"{' and '.join(owner.teams)}, for {seen(owner.of)}"
    people = ", ".join(why.people)
    yield "ask", people or "nobody is named"
    if why.protected:
        yield "protected", f"it changes alone, and waits for its owner{f': {people}' if people else ''}"
        return
    for where, does in why.routine:
        yield "routine", f"for {', '.join(does)}  ({where})"
    yield "a plan", f"is needed for {', '.join(policy.needs_plan)}" if policy.needs_plan else "is needed for nothing"


def _last(why: Why) -> Iterator[tuple[str, str]]:
    if why.unknown:
        yield "landed", f"not known: {why.unknown}"
    elif why.step is None:
        yield "landed", "not since guard was adopted" if why.stands else "never"
    else:
        landing = why.step.landing
        yield "landed", f"{landing.commit[:12].decode()} {at(landing.at)}: {seen(explained(why.step))}"


def _plan(why: Why, held: Held) -> Iterator[str]:
    """A plan that has anything to do with it."""
    if held.scope == "out" and not held.looks:
        return
    words = {"in": "covers it", "out": "does not cover it", "never": "never touches it (scope.never)"}
    yield ""
    yield f"plan {held.plan.id} {words[held.scope]}  ({held.plan.where})"
    for phase, state in held.phases:
        stands = "over" if state.over else "complete" if not state.leaves else turn(state.waits)
        yield f"  {stands.ljust(LABEL)}{phase.name}: {', '.join(phase.does)}"
    for look in held.looks:
        yield f"  {look.kind.ljust(LABEL)}{look.pattern.name}: {_found(why, look)}"


def _found(why: Why, look: Looks) -> str:
    """The places in it, or on the line."""
    if look.unread:
        return f"not read: {seen(look.unread)}"
    places = [place for place in look.places if why.line in (None, place[0])]
    told = [f"line {line}" + (f" in {seen(within)}" if within else "") for line, within in places[:LISTED]]
    more = f" and {len(places) - LISTED:,} more" if len(places) > LISTED else ""
    words = (", ".join(told) + more) if told else "none on it" if why.line is not None else "none in it"
    if look.excepted:
        return f"{words}; left as it is here (except)"
    since = f", from {look.pattern.since} on" if look.pattern.since else ""
    return words if look.kind == "sites" else f"{words}; none may stand{since}"


def as_json(why: Why) -> str:
    """The report of the schema `why`."""
    standing, step = why.standing, why.step
    who, run = why.next()
    policy = standing.trusted.policy
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "adopted": standing.trusted.adopted,
            "trusted": {"ref": standing.trusted.ref, "commit": standing.replay.at.decode()},
            "now": standing.now,
            **path_of(why.path),
            "line": why.line,
            "stands": why.stands,
            "protected": why.protected,
            "routine": [{"where": where, "does": list(does)} for where, does in why.routine],
            "owners": [{"of": owner.of, "teams": list(owner.teams)} for owner in why.owners],
            "people": list(why.people),
            "needs_plan": list(policy.needs_plan),
            "plans": [_data(held) for held in why.plans if held.scope != "out" or held.looks],
            "landed": None if step is None else _step(step),
            "next": {"who": who, "run": run} if run else None,
            "not_established": [{"what": "the landing that changed it last", "why": why.unknown}] * bool(why.unknown),
        }
    )


def _data(held: Held) -> dict[str, object]:
    phases = [
        {"node": state.node, "does": list(phase.does), "state": state.name, "turn": turn(state.waits)}
        | {"over": state.over or None}
        for phase, state in held.phases
    ]
    looks = [
        {"kind": look.kind, "name": look.pattern.name, "binds": look.binds, "excepted": look.excepted}
        | {"places": [{"line": line, "within": within} for line, within in look.places], "unread": look.unread or None}
        for look in held.looks
    ]
    return {"plan": held.plan.id, "path": held.plan.where, "scope": held.scope, "phases": phases, "looks": looks}


def _step(step: Step) -> dict[str, object]:
    landing = step.landing
    found = {"commit": landing.commit.decode(), "at": landing.at, "how": step.how, "phase": step.node or None}
    return {**found, "why": explained(step)}
