"""What a plan leaves open before a yes: what it takes for granted, what was asked of it, what its text leaves to guess.

A plan that is still to land is read as the door of the merge will read it; so is what a model made of it, where the
policy asks for a reading and one is kept here.
"""

from __future__ import annotations

from guard.acts.brought import change_of, judged_of
from guard.checks.readings import MISSING
from guard.checks.readings import missing as unread
from guard.doors.asked import asked
from guard.model.ask import RULE as ASKED
from guard.model.ask import asks, still
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.doubt import questions as of_text
from guard.model.question import Question, questions
from guard.replay.places import Places
from guard.replay.raised import looked_at
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Documents, Ground
    from guard.model.opinion import Flag
    from guard.model.plan import Plan
    from guard.replay import Replay
    from guard.replay.raised import Looked


class Unsettled(NamedTuple):
    """The questions, and the reading by a model that whoever signs has before them: model, request, doubts."""

    questions: tuple[Question, ...]
    reading: tuple[str, ...] = ()


def unsettled(ground: Ground, found: Documents, plan: Plan, replay: Replay) -> Unsettled:
    """All of it, as the commit has the plan."""
    told = _assumed(ground, found, plan, replay) + _asked(ground, plan, found.rev)
    if not found.rev:
        return Unsettled(told)
    change = change_of(ground, found.commit)
    every = looked_at(ground.repository, ground.trusted, change, judged_of(ground, change), replay.at)
    looked = next((one for one in every if one.brought.plan.id == plan.id), None)
    if looked is None:
        return Unsettled(told)
    told += tuple([question for _, question in of_text(looked.paper, looked.examined.doubts)])
    flags, reading = _read(ground, looked)
    return Unsettled(told + flags, reading)


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
    if ground.trusted.oid and tip:
        told += asks([one.message for one in repository.range(ground.trusted.oid, tip).commits])
    mine = [ask for ask in dict.fromkeys(told) if ask.plan == plan.id and still(ask, plan)]
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
    open_ = tuple([_of_flag(flag) for flag in told.flags])
    if told.opinion is None:
        name = unread(plan, text_digest(looked.paper.prose))
        why = f"no reading of this text is kept here: guard plan read {plan}"
        return (*open_, Question(name, MISSING, "the reading", "the policy asks that a model reads it", why)), ()
    request = f"sha256:{told.opinion.request}"
    return open_, (told.opinion.model, request, *sorted([flag.fingerprint for flag in told.flags]))


def _of_flag(flag: Flag) -> Question:
    return Question(flag.fingerprint, flag.rule, f"read as {flag.kind.replace('_', ' ')}", flag.quote, flag.question)
