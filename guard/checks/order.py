"""Operations of one landing that must not arrive together: by the policy (G301), or by the facts of order (G302, G303).

Only what lands is asked: a branch may hold many phases in many commits, but it arrives as one.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding
from guard.model.paths import covers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Judged
    from guard.model.order_facts import Fact, Placed
    from guard.model.policy import Order

SPLIT = "land the first part alone; the rest in a landing of its own, once that is {}"
TURN = "land what gives the new rights alone; take the old ones away in a landing of its own, once they are in use"
JOINTS = {"release": "released", "soak": "released and has run for as long as the plan says", "set": "released"}


def check(case: Case) -> Iterator[Finding]:
    """What the policy says may be about any operation; the facts are about what was read in files."""
    landing = case.landing
    if not (landing.effects or case.policy.order):
        return
    from guard.model.order_facts import together

    for rule in case.policy.order:  # a way back is no step of the way
        steps = [
            one
            for one in _placed(landing, landing.operations)
            if one.operation.counts and one.operation.direction != "down"
        ]
        yield from _apart(case, rule, steps) if rule.apart else _in_turn(case, rule, steps)
    for fact, first, then in together(_placed(landing, landing.effects)):
        yield _fact(fact, first, then)


def _placed(landing: Judged, paths: Iterable[bytes]) -> list[Placed]:
    from guard.model.order_facts import Placed

    return [Placed(path, operation) for path in paths for operation in landing.operations[path]]


def _apart(case: Case, rule: Order, placed: list[Placed]) -> Iterator[Finding]:
    """The policy keeps these kinds of operations apart: one of each, in one landing."""
    kinds: list[tuple[str, Placed]] = []
    for pattern in rule.apart:  # one operation is not apart from itself, however many patterns cover it
        left = [one for one in placed if not any([covers(other, one.operation.id) for other, _ in kinds])]
        found = _of(pattern, left)
        kinds += [(pattern, found)] if found is not None else []
    for (one, first), (other, then) in [(kinds[0], kind) for kind in kinds[1:]]:
        why = f"policy: order keeps {one} and {other} apart  ({case.policy.where})"
        yield _finding("G301", first, then, why, "landed")


def _in_turn(case: Case, rule: Order, placed: list[Placed]) -> Iterator[Finding]:
    """The policy asks for something between the two, which cannot be where they land together."""
    first, then = _of(rule.first, placed), _of(rule.then, placed)
    if first is not None and then is not None and first is not then:
        fact = rule.needs.fact if rule.needs is not None else "complete"
        why = f"policy: order asks that {rule.first} is {fact} before {rule.then}  ({case.policy.where})"
        yield _finding("G301", first, then, why, fact)


def _of(pattern: str, placed: list[Placed]) -> Placed | None:
    return next((one for one in placed if covers(pattern, one.operation.id)), None)


def _fact(fact: Fact, first: Placed, then: Placed) -> Finding:
    why = f"order fact {fact.number}: {fact.why}"
    if fact.kind == "marker":
        return _in_transaction(first, why)
    if fact.kind == "turn":
        return _turn(first, then, why)
    if fact.joined_by == "transaction":
        return _finding("G303", first, then, why, "committed")
    return _finding("G302", first, then, why, JOINTS.get(fact.joined_by, "released"))


def _in_transaction(one: Placed, why: str) -> Finding:
    what = f"{shown(one.path)}: {one.operation.words()} would run inside a transaction"
    you = Next("you", "give it a migration of its own, marked as the tool asks to run without a transaction")
    return finding("G303", what, why, (you,), one.path, one.operation.line)


def _turn(first: Placed, then: Placed, why: str) -> Finding:
    """Rights of one holder, more of them and less."""
    beside = "where it gives others"
    if first.operation is not then.operation:
        other = "" if first.path == then.path else f" in {shown(first.path)}"
        beside = f"in the landing that gives others{other}"
    what = f"{shown(then.path)}: {then.operation.words()} takes rights away {beside}"
    return finding("G302", what, why, (Next("you", TURN),), then.path, then.operation.line)


def _finding(rule: str, first: Placed, then: Placed, why: str, until: str) -> Finding:
    beside = "" if first.path == then.path else f" in {shown(first.path)}"
    what = f"{shown(then.path)}: {then.operation.words()} lands together with {first.operation.words()}{beside}"
    you = Next("you", SPLIT.format(until))
    return finding(rule, what, why, (you,), then.path, then.operation.line)
