"""What a plan takes for granted: nothing settles it (G421), the tree speaks against it (G422), nobody can tell (G423).

Asked at the merge door, of every landing that is held to the plan: whatever it builds may rest on the guess.
"""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.model.approving import Asked, signers
from guard.model.assumption import answering
from guard.model.finding import Next, finding, settled
from guard.model.question import RULES as QUESTIONS
from guard.model.question import accepted_by, fingerprint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.assumption import Settled
    from guard.model.case import Case
    from guard.model.finding import Finding

RULES = {**QUESTIONS, "contradicted": "G422"}
IS = {"unsettled": "is settled by nothing", "contradicted": "does not hold", "unknown": "cannot be looked up"}
AGENT = {
    "unsettled": "find out what holds and write down what shows it, as settled_by of {}, in a commit of its own: {}; "
    "where only a person can tell, end your turn and tell {}",
    "contradicted": "build nothing more on it; correct {} and what rests on it in the plan, in a commit of its own: {}",
    "unknown": "let {} ask for what a file can answer, in a commit of its own: {}; "
    "where no file can, end your turn and tell {}",
}
OWNER = {
    "unsettled": "says what holds and how it was seen: {}; then approves the plan that says it",
    "contradicted": "says what holds instead, and which phases that changes, and approves the plan that says it",
    "unknown": "looks, and says in the plan what was seen: {}; then approves it",
}
MOST = 3  # people that are named
LONGEST = 120  # letters of an assumption that a message quotes


def check(case: Case) -> Iterator[Finding]:
    """Each assumption that holds up what leans on it; documents and routine work lean on none."""
    if not any([not case.free(case.landing, path) for path in case.landing.operations]):
        return
    for one in case.settled:
        if one.holds_up:
            yield _asked(case, one) if one.state in QUESTIONS else held_up(one)


def _asked(case: Case, one: Settled) -> Finding:
    """A question: who may approve the plan may also accept it as it stands, by its fingerprint."""
    name, progress = fingerprint(QUESTIONS[one.state], one.says), case.progress
    found = held_up(one)._replace(fingerprint=name)
    if progress is None:
        return found
    if name in progress.accepted:
        by, why = progress.accepted[name]
        return settled(found, accepted_by(by, why))
    whose = Asked("plan", one.plan, "", 1, (), one.owner)
    able = signers(whose, case.policy, progress.world.facts.entries)[:MOST]
    run = f"or accepts it as it stands, and says why: guard approve {shell_word(one.plan.encode())} --accept {name}"
    return found._replace(next=(*found.next, *[Next(who, run) for who in able]))


def held_up(one: Settled) -> Finding:
    """At the place that speaks against it, where a file does."""
    name = f"{one.plan}: {one.name}"
    says = one.says if len(one.says) <= LONGEST else one.says[: LONGEST - 3] + "..."
    place = one.where if one.state == "contradicted" else None
    what = f"assumption {one.name} of {one.plan} {IS[one.state]}: {one.why}" + (f"  ({place.words()})" if place else "")
    why = f'the plan takes for granted "{shown(says)}", and what comes after rests on it  ({one.at})'
    lint = f"guard plan lint {shell_word(one.plan.encode())}"
    answer = answering(one.plan, one.name, one.by)
    agent, owner = AGENT[one.state].format(name, lint, one.owner), OWNER[one.state].format(answer)
    steps = (Next("you", agent), Next(one.owner, owner))
    return finding(RULES[one.state], what, why, steps, place and place.path, place and place.line)
