"""What a plan leaves open before a yes: what it takes for granted, what was asked of it, what its text leaves to guess.

A plan that is still to land is read as the door of the merge will read it, and so are the lines that would land under
it; so is what a model made of it, or of what would land in a phase that stops, where the policy asks for a reading and
one is kept here.
"""

from __future__ import annotations

from guard.acts.brought import change_of, judged_of
from guard.checks.readings import MISSING
from guard.checks.readings import missing as unread
from guard.doors.asked import asked
from guard.escape import shown
from guard.model.ask import RULE as ASKED
from guard.model.ask import asks, lost, still
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.doubt import questions as of_text
from guard.model.question import Question, questions
from guard.replay.asks import believed
from guard.replay.coming import coming, raised_by
from guard.replay.places import Places
from guard.replay.raised import looked_at
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.ground import Documents, Ground
    from guard.model.ask import Ask
    from guard.model.operation import Judged
    from guard.model.opinion import Flag
    from guard.model.plan import Phase, Plan
    from guard.opinions.standing import Standing
    from guard.replay import Replay
    from guard.replay.raised import Looked


class Unsettled(NamedTuple):
    """The questions, and the reading by a model that whoever signs has before them: model, request, doubts."""

    questions: tuple[Question, ...]
    reading: tuple[str, ...] = ()
    landing: str = ""  # of a phase: the digest of what was read, or is to be


def unsettled(ground: Ground, found: Documents, plan: Plan, replay: Replay, phase: Phase | None = None) -> Unsettled:
    """All of it, as the commit has the plan; of a phase beside that what a model makes of what would land in it."""
    told = _assumed(ground, found, plan, replay) + _asked(ground, plan, found.rev)
    if not found.rev:
        return Unsettled(told)
    change = change_of(ground, found.commit)
    judged = judged_of(ground, change)
    every = looked_at(ground.repository, ground.trusted, change, judged, replay.at)
    looked = next((one for one in every if one.brought.plan.id == plan.id), None)
    if looked is not None:
        told += tuple([question for _, question in of_text(looked.paper, looked.examined.doubts)])
    told += tuple(_of_lines(ground, plan, change, judged))
    if phase is not None:
        comes = _arriving(ground, plan, phase, found.rev, change)
        return comes._replace(questions=told + comes.questions)
    flags, reading = _read(ground, looked) if looked is not None else ((), ())
    return Unsettled(told + flags, reading)


def _of_lines(ground: Ground, plan: Plan, change: Change, judged: Judged) -> Iterator[Question]:
    """What the lines leave to guess that would land, where all of them lie within the plan as it counts."""
    counts = next((one for one in ground.trusted.plans if one.id == plan.id), None)
    policy = ground.policy
    held = [
        path
        for path, done in judged.operations.items()
        if path not in judged.protected and not policy.is_routine(path, done)
    ]
    if counts is None or not held or not all([counts.paths.matches(path) for path in held]):
        return
    comes = coming(ground.repository, ground.trusted, change, judged, counts, ground.replay.at)
    for one in raised_by(comes, counts):
        where = f"{shown(one.path)}:{one.doubt.line}: {one.doubt.what}"
        yield one.question._replace(why=where)


def _assumed(ground: Ground, found: Documents, plan: Plan, replay: Replay) -> tuple[Question, ...]:
    """What it takes for granted and nothing settles, asked of the tree of that commit."""
    at = found.commit
    change = Change(ChangeSet("landing", at, ()), (), (), at, at, replay.at)
    places = Places(ground.repository, ground.trusted, replay.states, replay.at, change)
    return questions(places.settled(Binding(plan, (), ()), replay.exits))


def _asked(ground: Ground, plan: Plan, rev: str) -> tuple[Question, ...]:
    """What somebody at work asked about it: here, or in the messages of the commits up to there."""
    repository = ground.repository
    tip = repository.resolve(rev) if rev else repository.refs.head()
    told = list(asked(repository.place.git_dir))
    said: tuple[Ask, ...] = ()
    if ground.trusted.oid and tip:
        said = asks([one.message for one in repository.range(ground.trusted.oid, tip).commits])
        told += believed(repository, ground.trigger, ground.trusted, plan, said)
    every = {ask.id: ask for ask in told if ask.plan == plan.id and still(ask, plan)}
    every |= {ask.id: ask for ask in lost(said, [*ground.trusted.plans, plan])}
    mine = list(every.values())
    return tuple([Question(ask.id, ASKED, ask.about, ask.says, "somebody at work asked it") for ask in mine])


def _read(ground: Ground, looked: Looked) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """What a model asks, where the policy has plans read; or that none has read it."""
    use = ground.policy.model
    if use is None or "plans" not in use.reads:
        return (), ()
    from guard.model.prose import text_digest
    from guard.opinions.standing import standing

    plan = looked.brought.plan.id
    git_dir = ground.repository.place.git_dir
    told = standing(git_dir, looked.paper, looked.examined.doubts, use, plan)
    return _told(told, unread(plan, text_digest(looked.paper.prose)), f"guard plan read {plan}")


def _arriving(ground: Ground, plan: Plan, phase: Phase, rev: str, change: Change) -> Unsettled:
    """The same of what the commit would land in a phase that stops, where the policy has landings read."""
    use = ground.policy.model
    if use is None or "landings" not in use.reads or not change.landing.changes:
        return Unsettled(())
    from guard.opinions.standing import of_material
    from guard.replay.arriving import arriving

    counts = next((one for one in ground.trusted.plans if one.id == plan.id), plan)
    of, at = (counts, phase.name), ground.replay.at
    comes = arriving(ground.repository, ground.trusted, at, change.landing, of, use.never)
    told = of_material(ground.repository.place.git_dir, comes.material, use, comes.text)
    node = f"{plan.id}/{phase.name}"
    run = f"guard plan read {node} --landing {shown(rev)}"
    return Unsettled(*_told(told, unread(node, comes.landing), run), comes.landing)


def _told(read: Standing, missing: str, run: str) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """What stands of it, as questions and as an approval has it; or the question that nobody has read it."""
    open_ = tuple([_of_flag(flag) for flag in read.flags])
    if read.opinion is None:
        why = f"no reading of this text is kept here: {run}"
        return (*open_, Question(missing, MISSING, "the reading", "the policy asks that a model reads it", why)), ()
    request = f"sha256:{read.opinion.request}"
    return open_, (read.opinion.model, request, *sorted([flag.fingerprint for flag in read.flags]))


def _of_flag(flag: Flag) -> Question:
    return Question(flag.fingerprint, flag.rule, f"read as {flag.kind.replace('_', ' ')}", flag.quote, flag.question)
