"""Steps of the trusted branch explained: which phase each landing belongs to, or why it belongs to none."""

from __future__ import annotations

from guard.model.graph import around
from guard.model.landing import inverse, joined, landing_digest, shape
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from guard.model.change import FileChange
    from guard.model.landing import Landing
    from guard.model.plan import Phase, Plan

MOST_SPAN = 100  # steps that one approved landing may have become by a rebase
MOST_BEFORE = 10  # of them, before the first that no plan covers
REVOKED = "the approval of its digest was revoked"
PARTS = ("outside", "free", "routine", "covers")  # what such a step may look like alone


class Step(NamedTuple):
    """One landing, and what explains it."""

    landing: Landing
    # "recorded", "claimed", "covers", "again", "back", "approved", "documents", "routine", "free" or "outside"
    how: str
    node: str = ""  # the phase it is bound to, by its whole name
    why: str = ""
    of: bytes = b""  # of one that takes another back: that commit
    perhaps: tuple[str, ...] = ()  # of one outside: the phases it may belong to


class Facts(NamedTuple):
    """What a landing is explained by, under the documents that stood before it."""

    free: bool  # every path is protected or routine
    protected: bool  # and some are protected
    agreed: str  # the phase its claims come to; "" where it claims nothing
    apart: tuple[str, ...]  # claims that do not agree, or fit nothing
    fits: tuple[str, ...]  # the phases that cover all of it
    planned: bool  # the policy asks for a plan for it
    near: tuple[str, ...] = ()  # phases that do something it does, of plans in whose scope it does that


def explain(
    landings: Sequence[Landing],
    facts: Callable[[Landing], Facts],
    recorded: Mapping[bytes, str],
    approved: frozenset[str],
    plans: Iterable[Plan],
    revoked: frozenset[str] = frozenset(),
) -> tuple[Step, ...]:
    """Every landing in its order. `recorded` is the phase of a commit that a record holds, `approved` are digests.

    So are `revoked`: what was approved as one landing is no work of a phase because nobody stands by that any more.
    """
    plans = tuple(plans)
    before = {f"{plan.id}/{phase.name}": _leading(plan, phase) for plan in plans for phase in plan.phases}
    after = {node: of.after for node, of in around(before, plans).items()}
    steps: list[Step] = []
    standing: dict[frozenset[tuple[bytes, ...]], Step] = {}  # what a landing that takes one back consists of
    back: dict[frozenset[tuple[bytes, ...]], str] = {}  # what was taken back -> its phase
    landed: dict[str, int] = {}
    for landing in landings:
        step = _onward(landing, facts, recorded, standing, (before, landed, after))
        step = step or _one(landing, facts, recorded, (standing, back), (before, landed))
        if step.how == "back":
            of = standing.pop(shape(landing.changes))
            back[shape(of.landing.changes)] = of.node
            landed[of.node] -= 1
        if step.node:
            landed[step.node] = landed.get(step.node, 0) + 1
            standing[inverse(landing.changes)] = step
        steps.append(step)
    return tuple(_approved(steps, approved, revoked)) if approved or revoked else tuple(steps)


def _leading(plan: Plan, phase: Phase) -> tuple[str, ...]:
    """The last phases of the same plan before one, in which something lands, by their whole names."""
    phases = {one.name: one for one in plan.phases}
    waiting = [after.phase for after in phase.after if not after.plan]
    found: dict[str, None] = {}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name not in phases or name in seen:
            continue
        seen.add(name)
        if phases[name].does and not phases[name].outside:
            found[f"{plan.id}/{name}"] = None
        else:  # nothing lands in it: whose turn it is, those before it tell
            waiting += [after.phase for after in phases[name].after if not after.plan]
    return tuple(found)


def _onward(
    landing: Landing,
    facts: Callable[[Landing], Facts],
    recorded: Mapping[bytes, str],
    standing: Mapping[frozenset[tuple[bytes, ...]], Step],
    order: tuple[Mapping[str, tuple[str, ...]], Mapping[str, int], Mapping[str, frozenset[str]]],
) -> Step | None:
    """A later phase may take away all that an earlier one brought: that is its work, and takes nothing back.

    It says so itself; or it is its turn, something that comes after the earlier phase has landed already, and it does
    not say that it reverts.
    """
    of = standing.get(shape(landing.changes))
    before, landed, after = order
    later = after.get(of.node, frozenset()) if of is not None else frozenset()
    if not later:
        return None
    if landing.commit in recorded:
        return Step(landing, "recorded", recorded[landing.commit]) if recorded[landing.commit] in later else None
    told = facts(landing)
    if told.agreed:
        return Step(landing, "claimed", told.agreed) if told.agreed in later.intersection(told.fits) else None
    if of is None or of.landing.taken_by(landing.reverts) or not any([landed.get(node) for node in later]):
        return None
    due = tuple(_in_turn(told.fits, before, landed))
    return Step(landing, "covers", due[0]) if len(due) == 1 and due[0] in later and not told.apart else None


def _one(
    landing: Landing,
    facts: Callable[[Landing], Facts],
    recorded: Mapping[bytes, str],
    known: tuple[Mapping[frozenset[tuple[bytes, ...]], Step], Mapping[frozenset[tuple[bytes, ...]], str]],
    order: tuple[Mapping[str, tuple[str, ...]], Mapping[str, int]],
) -> Step:
    standing, back = known
    form = shape(landing.changes)
    if form in standing:
        of = standing[form].landing.commit
        return Step(landing, "back", why=f"takes back {of[:12].decode()} of {standing[form].node}", of=of)
    if recorded.get(landing.commit):
        return Step(landing, "recorded", recorded[landing.commit])
    told = facts(landing)
    if told.free:
        return Step(landing, "documents" if told.protected else "routine")
    if told.apart:
        return _outside(landing, told, f"its claims do not come to one phase: {', '.join(told.apart)}")
    if told.agreed:
        if told.agreed in told.fits:
            return Step(landing, "claimed", told.agreed)
        return _outside(landing, told, f"it claims {told.agreed}, which does not cover all of it")
    if form in back:
        return Step(landing, "again", back[form])
    plain = not told.near  # files change, as they do every day: that is work of a phase only while it is its turn
    fits = told.fits if len(told.fits) < 2 and not plain else tuple(_in_turn(told.fits, *order))
    if len(fits) == 1:
        return Step(landing, "covers", fits[0])
    if told.fits and not (plain and not fits):
        return _outside(landing, told, f"it could belong to {' or '.join(told.fits)}, and nothing says which")
    if told.planned or told.near:
        return _outside(landing, told, "no plan covers it" if told.planned else "no phase covers all of it")
    return Step(landing, "free")


def _outside(landing: Landing, told: Facts, why: str) -> Step:
    """One that nothing explains; the phases it may belong to have it held against them."""
    return Step(landing, "outside", why=why, perhaps=tuple(dict.fromkeys([*told.fits, *told.near])))


def _in_turn(fits: Iterable[str], before: Mapping[str, tuple[str, ...]], landed: Mapping[str, int]) -> Iterator[str]:
    """Of several phases those whose predecessors have landed, and none after them."""
    for node in fits:
        after = [of for of, leading in before.items() if node in leading]
        if all([landed.get(of) for of in before.get(node, ()) if of in before]) and not any(
            [landed.get(of) for of in after]
        ):
            yield node


def _approved(steps: list[Step], approved: frozenset[str], revoked: frozenset[str]) -> Iterator[Step]:
    """Landings outside every plan that a person has approved by their digest, one step or several in a row."""
    told = list(steps)
    spans = _Spans(steps)
    for digests, why in ((approved, "a person has approved its digest"), (revoked - approved, REVOKED)):
        for at in range(len(told)) if digests else ():
            if told[at].how == "outside" and told[at].why != REVOKED:
                for place in _span(told, at, digests, spans):
                    told[place] = _explained(told[place], why)
    yield from told


def _explained(step: Step, why: str) -> Step:
    """Of one landing; once its approval is revoked it lies outside, and may belong to what it looked like."""
    if why != REVOKED:
        return step._replace(how="approved", node="", why=why)
    perhaps = step.perhaps or ((step.node,) if step.node else ())
    return step._replace(how="outside", node="", why=why, perhaps=perhaps)


class _Spans:
    """The digests of steps in a row, each taken once: every step outside asks for those around it."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._changes = [step.landing.changes for step in steps]
        self._digests: dict[int, list[str]] = {}
        self._joined: dict[int, tuple[FileChange, ...]] = {}

    def digest(self, begin: int, end: int) -> str:
        """Of these steps taken together."""
        found = self._digests.setdefault(begin, [])
        while len(found) < end - begin:
            changes = self._changes[begin + len(found)]
            self._joined[begin] = joined([self._joined.get(begin, ()), changes])
            found.append(landing_digest(self._joined[begin]))
        return found[end - begin - 1]


def _span(steps: list[Step], at: int, approved: frozenset[str], spans: _Spans) -> range:
    """The steps that one approved landing became, this one among them; none where no approval fits.

    A commit of it may need no plan, or look like the work of a phase, where it stands alone.
    """
    begin = at
    while begin >= max(0, at - MOST_BEFORE) and (begin == at or steps[begin].how in PARTS):
        end = at
        while end < min(len(steps), at + MOST_SPAN) and steps[end].how in PARTS:
            end += 1
            if spans.digest(begin, end) in approved:
                return range(begin, end)
        begin -= 1
    return range(0)
