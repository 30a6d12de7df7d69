"""What keeps the gate shut: each thing a finding, with why, and who does what about it."""

from __future__ import annotations

from guard.checks.phases import RULES as WAITS
from guard.gate import times
from guard.grammar import window
from guard.grammar.moment import exact
from guard.model.finding import Next, finding
from guard.model.persons import keyed
from guard.model.world import owners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.gate.past import Past
    from guard.gate.standing import Here
    from guard.model.finding import Finding
    from guard.model.policy import Policy
    from guard.model.world import Wait

NOTHING = "run nothing, and end your turn"
SIGNERS = 3  # people that are named


def shut(here: Here, policy: Policy) -> Iterator[Finding]:
    """All of it, worst first as a person would tell it: whether anything can be believed, then what is missing."""
    yield from _believed(here)
    yield from [_waits(here, wait) for wait in here.waits]
    yield from _landed(here, policy)
    yield from _in_order(here, policy)
    if not times.within(here.phase.windows, here.now):
        yield _window(here)


def _believed(here: Here) -> Iterator[Finding]:
    if here.clock > here.now:
        why = f"a machine signed at {exact(here.clock)}, and here it is {exact(here.now)}"
        what = "the time of this machine is behind what the log says"
        yield finding("G407", what, why, (Next("you", "this machine's clock is to be set right"),))
    if here.ahead:
        commit = here.ahead[:12].decode()
        what = f"the log records that {commit} landed, and the trusted branch as it stands here does not hold it"
        why = "policy, plans and phases are judged as they stood before it"
        step = Next("you", f"bring the branch up to date: git fetch; then ask again: {here.asked.again()}")
        yield finding("G506", what, why, (step,))


def _place(here: Here) -> str:
    return here.plan.at(f"/phases/{here.phase.name}")


def _again(here: Here) -> str:
    return f"ask again: {here.asked.again()}"


def _waits(here: Here, wait: Wait) -> Finding:
    """What it waits for, before it may land and as long as it runs."""
    verb = "comes too early" if wait.kind != "approval" else "is not approved"
    what = f"phase {here.node} {verb}: it waits for {wait.words}"
    why = f"{wait.why}{wait.when() if wait.until else ''}  ({_place(here)})"
    steps: tuple[Next, ...]
    if wait.until:
        steps = (Next("you", f"{NOTHING}; once that time is over, {_again(here)}"),)
    else:
        people = tuple([Next(who, wait.run) for who in wait.who]) or (Next("you", wait.run),)
        steps = (Next("you", f"{NOTHING}; once it is so, {_again(here)}"), *people)
    if wait in here.fetch:
        steps = (Next("you", f"{here.fetch[wait]}; then {_again(here)}"), *steps)
    return finding(WAITS[wait.kind, wait.state], what, why, steps)


def _landed(here: Here, policy: Policy) -> Iterator[Finding]:
    """What is to run stood on the trusted branch, holds all of the phase, and nothing of it that nobody has judged."""
    at = here.at[:12].decode()
    if here.place < 0:
        what = f"{at} never was what the trusted branch stood at: nothing says what is in it"
        step = Next(
            "you", f"name a step of that branch: git log --first-parent --oneline {here.where.partition(' ')[0]}"
        )
        yield finding("G622", what, f"what runs is what was judged as it landed  ({here.where})", (step,))
        return
    if here.lands and not here.state.landings:
        yield _nothing(here)
    for landing in here.lacking:
        what = f"{at} does not hold {landing.commit[:12].decode()}, which landed in {here.node}"
        step = Next("you", f"run a commit that holds it: {here.asked._replace(commit='').again()}")
        yield finding("G621", what, f"what runs is the whole phase  ({_place(here)})", (step,))
    for landing, by in here.holds:
        what = f"{at} holds {landing.commit[:12].decode()}, which {by.commit[:12].decode()} took back since"
        step = Next("you", f"run a commit that holds both: {here.asked._replace(commit='').again()}")
        yield finding("G626", what, f"it was taken back, whatever for  ({here.where})", (step,))
    for one in here.past:
        yield _against(here, one, policy) if one.outcome else _outside(here, one, policy)


def _nothing(here: Here) -> Finding:
    what = f"nothing of {here.node} stands on the trusted branch, so there is nothing to run"
    why = f"nothing of it has landed  ({_place(here)})"
    if here.undone:
        landing, by = here.undone[-1]
        why = f"{landing.commit[:12].decode()} was taken back by {by.commit[:12].decode()}  ({_place(here)})"
    step = Next("you", f"{NOTHING}; it lands first: guard next --take {here.node}")
    return finding("G620", what, why, (step,))


def _against(here: Here, one: Past, policy: Policy) -> Finding:
    commit = one.landing.commit[:12].decode()
    what = f"{commit} {one.how}, and guard said {one.outcome} of it"
    why = f"a machine recorded that; what did not pass is not run before somebody has looked  ({here.where})"
    return finding("G627", what, why, (Next("you", f"{NOTHING}; {_again(here)}"), *_readers(commit, policy)))


def _outside(here: Here, one: Past, policy: Policy) -> Finding:
    """Whoever may say yes to it is asked, as it was before it landed; or it is taken back."""
    commit = one.landing.commit[:12].decode()
    what = f"{commit} landed outside of every plan, and {one.how}"
    steps = (Next("you", f"{NOTHING}; {_again(here)}"), *_readers(commit, policy))
    return finding("G623", what, f"{one.why}  ({here.where})", steps)


def _readers(commit: str, policy: Policy) -> list[Next]:
    run = f'reads it, and says yes where it may stand: guard approve {commit} --unplanned "WHY" --trusted {commit}~'
    return [Next(name, run) for name in keyed(policy)[:SIGNERS]]


def _in_order(here: Here, policy: Policy) -> Iterator[Finding]:
    """No later phase is at work, nothing older runs than may, and no other plan is at the same resource."""
    at = here.at[:12].decode()
    if here.over:
        plan, _, phase = here.over.partition("/")
        asked = here.asked._replace(plan=plan, phase=phase)
        what = f"phase {here.node} is over: {here.over} is at work in {here.asked.env}, or {at} brings it"
        you = Next("you", f"ask for what is to run now: {asked.again()}; or name a commit from before it: --at COMMIT")
        owner = Next(here.plan.owner, "where it must run once more, gives the plan a phase that says so")
        yield finding("G405", what, f"what comes later rests on how it was left  ({_place(here)})", (you, owner))
    node, commit = here.floor
    if node:
        what = f"{at} is older than {commit[:12].decode()}, the oldest that may run since {node} has landed"
        step = Next("you", f"run what stands on the branch: {here.asked._replace(commit='').again()}")
        yield finding("G625", what, f"older code still needs what {node} takes away  ({_place(here)})", (step,))
    for flaw in here.flaws:
        what = f"plan {here.plan.id} is out of order: {flaw.what}  [{flaw.rule}]"
        steps = (Next("you", f"{NOTHING}: guard plan lint {here.plan.id}"), Next(here.plan.owner, flaw.mend))
        yield finding("G410", what, f"{flaw.why}  ({here.plan.at(flaw.place)})", steps)
    for resource, nodes in here.beside.items():
        teams = owners(policy, resource)
        what = f"{here.node} changes {resource}, and so does {' and '.join(nodes)}, with no order between them"
        told = f"{resource} is owned by {' and '.join(teams) or 'nobody'}  ({_place(here)})"
        people = [name for name, person in policy.people.items() if set(teams) & set(person.teams)]
        edge = f"says which goes first, in the plan that waits: after: {{{nodes[0]}: deployed}}"
        yield finding("G406", what, told, (Next("you", NOTHING), *[Next(name, edge) for name in people]))


def _window(here: Here) -> Finding:
    spelled = ", or ".join([window.said(one) for one in here.phase.windows])
    what = f"phase {here.node} runs {spelled}, and it is {times.said(here.now)}"
    opens = times.opens(here.phase.windows, here.now)
    if opens is None:
        why, steps = "it never opens again", (Next(here.plan.owner, "gives it another window, and has that approved"),)
    else:
        why, steps = f"it opens {times.said(opens)}", (Next("you", f"run nothing; then {_again(here)}"),)
    return finding("G624", what, f"{why}  ({_place(here)})", steps)
