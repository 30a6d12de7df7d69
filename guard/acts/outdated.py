"""What an edit of a plan does to what was said before: approvals that no longer fit, questions that it answers."""

from __future__ import annotations

from guard.acts.answering import Refused, settled
from guard.digest import canonical_json, sha256_of
from guard.doors.asked import asked
from guard.model.approving import given
from guard.model.ask import RULE as ASKED
from guard.model.ask import asks, still
from guard.model.asking import of_phase, of_plan, stop
from guard.model.digests import phase_digests
from guard.model.question import questions
from guard.replay.asks import believed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.acts.answering import Sheet
    from guard.model.approving import Asked
    from guard.model.ask import Ask
    from guard.model.plan import Phase, Plan
    from guard.model.world import World

AT = "--at HEAD"  # where the edit is committed, and has not landed
DIGITS = 32  # of each half of what was shown


class Stale(NamedTuple):
    """A yes that no longer fits: to which phase, whose it was, who can give it again, and how."""

    node: str
    by: tuple[str, ...]
    who: tuple[str, ...]
    run: str


class Closed(NamedTuple):
    """A question about something the edit changes, and whether that answers it."""

    id: str
    rule: str
    about: str
    says: str
    answered: bool


class Outdated(NamedTuple):
    """All of it; a phase that is done waits for nobody's yes, whether its digest changes or not."""

    stale: tuple[Stale, ...]
    keeps: tuple[str, ...]  # phases whose digest stays as it was
    done: tuple[str, ...]  # phases whose digest changes, and in which nothing more lands
    questions: tuple[Closed, ...]


def outdated(of: Sheet, after: Plan, names: Iterable[str]) -> Outdated:
    """Between the plan of the sheet and the plan as it is to stand; `names` are the assumptions that change."""
    before, world = of.plan, of.stands.world
    told = tuple(names)
    was, becomes = [phase_digests(plan, of.beside) for plan in (before, after)]
    changed = [phase for phase in before.phases if was[phase.name] != becomes[phase.name]]
    done = [phase for phase in changed if _done(of, f"{before.id}/{phase.name}")]
    signed = {f"{after.id}/{name}": digest for name, digest in becomes.items()}
    then = world._replace(digests={**world.digests, **signed})
    stale = [one for phase in changed if phase not in done for one in _stale(before, phase, world, then)]
    keeps = [phase for phase in before.phases if phase not in changed]
    return Outdated(
        tuple(stale),
        tuple([f"{before.id}/{phase.name}" for phase in keeps]),
        tuple([f"{before.id}/{phase.name}" for phase in done]),
        (*_assumed(of, after, told), *_asked(of, after, told)),
    )


def shown_as(text: bytes, changes: Outdated, missing: str) -> str:
    """By which what was shown is known again: the file as it would be, and what becomes stale with it."""
    stale = [list(one) for one in changes.stale]
    return "-".join([sha256_of(half)[:DIGITS] for half in (text, canonical_json([stale, missing]))])


def moved(shown: str, now: str, where: str, changes: Outdated) -> Refused | None:
    """What is not as it was shown; None where all of it is."""
    if shown == now:
        return None
    (file, stale), (file_now, stale_now) = shown.split("-"), now.split("-")
    told = []
    if file != file_now:
        told.append(f"{where} would be another file than was shown: it, the answers, or the plan that counts changed")
    if stale != stale_now:
        left = dict.fromkeys([f"{' and '.join(one.by)} to {one.run.split()[2]}" for one in changes.stale])
        told.append(f"other approvals become stale than was shown; now: {'; '.join(left) or 'none'}")
    why = "what somebody said yes to is what they saw: the answers, and whose yes those take away"
    return Refused("", ", and ".join(told), why, "look at it once more, as it is now: --dry-run")


def _done(of: Sheet, node: str) -> bool:
    state = of.stands.states[node]
    return not state.leaves or bool(state.over)


def _stale(plan: Plan, phase: Phase, before: World, after: World) -> Iterator[Stale]:
    """The yes to the plan, as far as it opened this phase, and the one to the phase where it stops."""
    node, policy = f"{plan.id}/{phase.name}", before.facts.policy
    both = [[of_plan(world, plan, node) for world in (before, after)]] if policy.approvals.plan else []
    runs = [f"guard approve {plan.id} {AT}"] * len(both)
    if stop(plan, phase, policy, before.also):
        both.append([of_phase(world, plan, phase, node) for world in (before, after)])
        runs.append(f"guard approve {node} {AT}")
    for (was, becomes), run in zip(both, runs, strict=True):
        by, who = _lost(was, becomes, before)
        if by:
            yield Stale(node, by, who, run)


def _lost(was: Asked, becomes: Asked, world: World) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whose yes counts for the one and not for the other, and who can give what is missing then."""
    entries, policy, now = world.facts.entries, world.facts.policy, world.facts.now
    before, after = given(was, entries, policy, now), given(becomes, entries, policy, now)
    return tuple([name for name in before.by if name not in after.by]), after.who


def _assumed(of: Sheet, after: Plan, names: tuple[str, ...]) -> Iterator[Closed]:
    """What the plan took for granted and nothing settled."""
    left = {one.name for one in questions(settled(of, after, names))}
    for one in questions(settled(of, of.plan, names)):
        yield Closed(one.id, one.rule, one.name, one.says, one.name not in left)


def _asked(of: Sheet, after: Plan, names: tuple[str, ...]) -> Iterator[Closed]:
    """What somebody at work asked: here, or in the messages of commits that have not landed."""
    for ask in _every(of):
        if ask.plan == of.plan.id and ask.about in names and still(ask, of.plan):
            yield Closed(ask.id, ASKED, ask.about, ask.says, not still(ask, after))


def _every(of: Sheet) -> tuple[Ask, ...]:
    ground = of.ground
    repository, trusted = ground.repository, ground.trusted
    told = list(asked(repository.place.git_dir))
    tip = repository.refs.head()
    if trusted.oid and tip:
        said = asks([one.message for one in repository.range(trusted.oid, tip).commits])
        told += believed(repository, ground.trigger, trusted, of.plan, said)
    return tuple({ask.id: ask for ask in told}.values())
