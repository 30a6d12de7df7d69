"""Whose turn it is, told to an agent: the one thing it does next, or that its turn ends, and for whom."""

from __future__ import annotations

import os

from guard.commands._due import due
from guard.commands._next import LOOK
from guard.commands._next_shared import apart, met
from guard.commands._phases import ANYBODY, looks, own, steps, turn
from guard.doors.asked import asked
from guard.doors.git.history import between
from guard.escape import shell_word
from guard.model.approving import accepted
from guard.model.ask import holds
from guard.model.asking import of_plan
from guard.model.assumption import answering
from guard.model.change import ABSENT
from guard.model.claim import Claim, claims
from guard.model.policy import POLICY_FILE
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.commands._due import Step
    from guard.commands._next import Answer
    from guard.commands._next_shared import Met
    from guard.doors.git.repository import Repository
    from guard.model.ask import Ask
    from guard.model.plan import Phase, Plan
    from guard.model.world import State, Wait
    from guard.standing import Standing

    Row = tuple[Plan, Phase, State]

WORK = "make the change, then: guard check --staged"
ASKED = "do the work you were asked for"
GO_ON = f"{ASKED}, then: guard check"
COMMAND = "guard next"
BEGIN = "guard plan new NAME --from expand-contract"
SIGNING = ("guard approve", "guard attest", "guard enroll", "guard revoke")
BRANCH = "refs/heads/"


class Place(NamedTuple):
    """Where the work tree stands beside the trusted branch."""

    branch: str  # its full name; "" where HEAD is on none
    own: int  # commits of what is taken up that have not landed
    others: tuple[str, ...]  # other phases that commits on the way claim
    behind: bool  # the trusted branch has gone on since


NOWHERE = Place("", 0, (), False)


class Turn(NamedTuple):
    """What the agent does; "" where its turn ends, and then why, and who does what, or until when nobody can."""

    run: str
    why: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    until: int = 0
    tell: str = ""  # who is told where none of the others is a person


def place_of(standing: Standing, held: Claim) -> Place:
    """HEAD, and what stands between it and the trusted branch; what landed there in another commit does not count."""
    repository, at = standing.repository, standing.replay.at
    head = repository.refs.head()
    branch = repository.refs.target("HEAD")
    if not head:
        return Place(branch, 0, (), True)
    way = between(repository.runner, repository.place, repository.objects, at, head) if head != at else []
    said = [claims([commit.message]) for commit in way]
    mine = len([each for each in said if held in each])
    others = dict.fromkeys([claim.words() for each in said for claim in each if claim != held])
    state = standing.replay.states.get(held.words())
    if mine and state is not None and state.landings and _landed(repository, at, head):
        mine = 0
    return Place(branch, mine, tuple(others), head != at and not repository.contains(head, at))


def _landed(repository: Repository, at: bytes, head: bytes) -> bool:
    """Every file stands on the trusted branch as the work has it: it was squashed into one commit, say."""
    changes = repository.range(at, head).landing.changes
    folders = repository.folders(repository.tree(at), {change.path.rpartition(b"/")[0] for change in changes})
    for change in changes:
        folder, _, name = change.path.rpartition(b"/")
        mode, oid = folders.get(folder, {}).get(name, (ABSENT, b""))
        if mode != change.new_mode or (mode != ABSENT and oid.hex().encode() != change.new):
            return False
    return True


def turn_of(answer: Answer, place: Place) -> Turn:
    """What was asked and has no answer comes first, then what is taken up, then what is due."""
    if not answer.standing.trusted.adopted:
        return Turn(ASKED)
    open_ = [(plan, ask) for plan in answer.plans for ask in unanswered(answer, plan)]
    if open_:
        plan, ask = open_[0]
        why = f'what you asked about {ask.plan}/{ask.about} has no answer yet: "{ask.says}"'
        return Turn("", (why,), ((plan.owner, _answers(plan, ask)),), 0, plan.owner)
    row = at_work(answer)
    if row is not None:
        vain = met(answer.standing, *row[:2])
        return _vain(vain) if vain is not None else _working(answer, row, place)
    step, vain = apart(answer.standing, answer.rows, _due(answer))
    if vain is None and step.who == ANYBODY and not step.run.startswith(SIGNING):
        return Turn(step.run)
    waits = _vain(vain) if vain is not None else _waiting(answer) if answer.plans else _beginning(answer)
    free = answer.standing.trusted.policy.shadow and answer.did == "tell" and not answer.named
    return Turn(GO_ON, (), waits.others if answer.plans else ()) if free else waits


def _vain(found: Met) -> Turn:
    return Turn("", found.why, found.others, 0, found.owner)


def _beginning(answer: Answer) -> Turn:
    """No plan stands there: the draft of one is an agent's, and to land it is for the owners of guard's folder."""
    standing = answer.standing
    people = standing.trusted.policy.people_for(POLICY_FILE.encode())
    owner = f" --owner {people[0]}" if people else ""
    return Turn(BEGIN + owner, (), tuple([(who, f"land the draft on {standing.trusted.ref}") for who in people]))


def _due(answer: Answer) -> Step:
    """What is due in these plans; where something of another plan is taken up, as if nothing were."""
    plans = [plan.id for plan in answer.plans]
    if answer.did == "tell" and answer.taken is not None and answer.taken.plan not in plans:
        state = answer.standing.replay.states.get(answer.taken.words())
        if state is not None and state.leaves and not state.waits and not state.over:
            return due(answer.rows)
    return answer.next


def at_work(answer: Answer) -> Row | None:
    """What is taken up here, where it is still open and not complete."""
    if answer.taken is None or answer.did in ("refuse", "drop"):
        return None
    node = answer.taken.words()
    row = next((row for row in answer.rows if row[2].node == node), None)
    state = answer.standing.replay.states.get(node)
    if row is None or state is None or state.waits or state.over or not state.leaves:
        return None
    return row


def unanswered(answer: Answer, plan: Plan) -> tuple[Ask, ...]:
    """What was asked in this work tree, holds up what is left of the plan, and nobody has answered or accepted."""
    standing = answer.standing
    left = [(phase, state) for of, phase, state in answer.rows if of.id == plan.id and state.leaves]
    found = holds(asked(standing.repository.place.git_dir), plan, [phase for phase, _ in left])
    if not found:
        return ()
    world, policy = standing.replay.world, standing.trusted.policy
    taken: set[str] = set()
    for _, state in left:
        taken |= set(accepted(of_plan(world, plan, state.node), world.facts.entries, policy, standing.now))
    return tuple([ask for ask in found if ask.id not in taken])


def _answers(plan: Plan, ask: Ask) -> str:
    """The command that writes the answer into the plan; of a phase there is none, and its owner edits the plan."""
    assumed = {one.name: one for one in plan.assumptions}
    if ask.about in assumed:
        return answering(plan.id, ask.about, assumed[ask.about].settled_by)
    return f"say in the plan, at phase {ask.about}, what holds; then: guard plan lint {plan.id}"


def _working(answer: Answer, row: Row, place: Place) -> Turn:
    """It has a branch of its own, begun where the trusted branch stands; then the work, or the word that it is done."""
    plan, phase, state = row
    if looks(phase):
        return Turn(LOOK)
    trusted = answer.standing.trusted.ref
    if state.landings and not place.own and all([wait.kind == "exit" and wait.who for wait in state.leaves]):
        return _turn_over(plan, state.leaves)
    if place.branch == trusted or place.others or (place.behind and not place.own):
        ref = shell_word(os.fsencode(trusted))
        return Turn(f"git switch --no-track -c {_free(answer.standing, plan, phase)} {ref}")
    if not place.branch:
        return Turn(f"git switch -c {_free(answer.standing, plan, phase)}")
    return Turn(WORK)


def _free(standing: Standing, plan: Plan, phase: Phase) -> str:
    """The name of a branch that does not stand yet."""
    name = f"{plan.id}-{phase.name}"
    taken = {branch.name for branch in standing.repository.refs.branches()}
    names = (name, *[f"{name}-{number}" for number in range(2, len(taken) + 3)])
    return next(one for one in names if BRANCH + one not in taken)


def _waiting(answer: Answer) -> Turn:
    """The first thing that somebody else can do about it; else the time that has to pass."""
    left = [row for row in answer.rows if row[2].leaves and not row[2].over]
    if answer.did == "refuse" and answer.row is not None:
        left = [answer.row, *left]
    dropped = answer.dropped.words() if answer.dropped is not None else ""
    left.sort(key=lambda row: row[2].node != dropped)  # who lets go of looking has looked
    for wanted in ("open", "ready", "waiting"):
        for plan, _, state in left:
            waits = state.leaves if wanted == "open" else state.waits
            if wanted == "waiting":  # nobody says yes to a step before it is known what came of those before it
                waits = tuple([wait for wait in waits if wait.kind != "approval"])
            if turn(state.waits) == wanted and list(_theirs(plan, waits)):
                return _turn_over(plan, waits)
    times = [(wait.until, wait) for _, _, state in left for wait in state.waits if wait.until]
    if not times:
        return _at_an_end(answer, left)
    until, wait = min(times, key=lambda one: one[0])
    return Turn("", (f"{wait.words}; {wait.why}",), (), until)


def _at_an_end(answer: Answer, left: list[Row]) -> Turn:
    """All is complete, or what waits does so for what comes no more: the owners decide what becomes of it."""
    why = ["nothing is left to do here"] if not left else []
    why += [f"{wait.words}; {wait.why}" for _, _, state in left[:1] for wait in state.waits]
    owners = dict.fromkeys([(plan.owner, f"guard plan status {plan.id}") for plan in answer.plans])
    return Turn("", tuple(why), tuple(owners), 0, answer.plans[0].owner)


def _turn_over(plan: Plan, waits: Iterable[Wait]) -> Turn:
    every = tuple(waits)
    why = dict.fromkeys([f"{wait.words}; {wait.why}{wait.when()}" for wait in every if list(_theirs(plan, (wait,)))])
    return Turn("", tuple(why), tuple(dict.fromkeys(_theirs(plan, every))), 0, plan.owner)


def _theirs(plan: Plan, waits: Iterable[Wait]) -> Iterator[tuple[str, str]]:
    """What people and machines do about these; where the policy names nobody who can sign, it is the plan's owner."""
    for who, run in (step for wait in waits for step in steps(wait)):
        if who != ANYBODY and run and not own(run):
            yield who, run
        elif who == ANYBODY and run.startswith(SIGNING):
            yield plan.owner, run
