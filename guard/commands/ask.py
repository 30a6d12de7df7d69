"""`guard ask`: whoever is at work stops at something nobody told them, and asks the person whose plan it is."""

from __future__ import annotations

import os

from guard.acts import words as saying
from guard.doors.asked import MOST, asked, keep
from guard.doors.taken import taken
from guard.errors import UsageError
from guard.escape import shell_word, shown
from guard.model.ask import LONGEST, Ask, sign, still
from guard.report import columns, write
from guard.standing import Standing, chosen, looking, options
from guard.words import Words, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.model.plan import Plan

COMMAND = "guard ask"
DESCRIPTION = (
    "Ask what nobody told you, before anything is built on a guess. The question is bound to an assumption of the\n"
    "plan, or to a phase, and holds up all that leans on it: of an assumption every phase, of a phase that one.\n\n"
    "It stays until it is answered: the owner of the plan says in the plan what holds and how it was seen, and\n"
    "approves that; or a person accepts the question as it stands, by its name. The hook writes it into the message\n"
    "of each commit (Guard-Ask:), so that it is known wherever the work goes. Without words: what was asked here.\n"
)
EPILOG = (
    "examples:\n"
    '  guard ask "is users.id a ULID?" --about A2\n'
    '  guard ask "who else writes invoices?" --about split-name/backfill\n'
    "  guard ask                                   what was asked here, and what has an answer\n\n"
    "exit codes: 0 written down, or told; 2 usage; 5 cannot establish, or not written down\n"
)


def parser() -> Words:
    """The options of `guard ask`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("question", metavar="QUESTION", nargs="?", help="one sentence; without it: what was asked here")
    about = "an assumption such as A2, or a phase; PLAN/A2 where several plans stand"
    words.add_argument("--about", metavar="NAME", help=about)
    options(words)
    return words


def main(words: list[str]) -> int:
    """Write one down, or tell those that are."""
    said = parser().parse_args(words)
    with looking(said, COMMAND) as standing:
        git_dir = standing.repository.place.git_dir
        before = asked(git_dir)
        if said.question is None:
            if said.about is not None:
                raise UsageError(f'--about goes with a question: {COMMAND} "..." --about NAME ({COMMAND} --help)')
            write(_listed(standing, before))
            return 0
        plan, ask = _named(said, standing, git_dir)
        kept = [one for one in before if one != ask and _open(standing, one)]
        if len(kept) >= MOST:
            raise UsageError(f"{MOST} questions of this work tree wait already; {plan.owner} answers those first")
        keep(git_dir, [*kept, ask])
        write(_told(plan, ask))
    return 0


def _named(said: argparse.Namespace, standing: Standing, git_dir: str) -> tuple[Plan, Ask]:
    """The question as it will stand; what it is about must stand in a plan."""
    says = saying.plain(said.question)
    wrong = saying.unfit(says) or (f"is longer than {LONGEST} letters" if len(says) > LONGEST else "")
    if wrong:
        raise UsageError(f"the question {wrong}: ask one thing, in a sentence ({COMMAND} --help)")
    if said.about is None:
        every = [f"{plan.id}/{one.name}" for plan in standing.trusted.plans for one in plan.assumptions]
        listed = f": {', '.join(every[:8])}" if every else ""
        raise UsageError(f"say what it is about, an assumption or a phase{listed}: --about NAME ({COMMAND} --help)")
    plan, about = _about(said.about, standing, git_dir)
    return plan, Ask(plan.id, about, sign(plan, about), says)


def _about(word: str, standing: Standing, git_dir: str) -> tuple[Plan, str]:
    """PLAN/NAME, or NAME: of the plan that is taken up, else of the only one that has it."""
    of, slash, name = word.rpartition("/")
    held = next(iter(taken(git_dir)), None)
    plans = chosen(standing, [of], COMMAND) if slash else standing.trusted.plans
    having = [plan for plan in plans if sign(plan, name)]
    if len(having) > 1 and held is not None:
        having = [plan for plan in having if plan.id == held.plan] or having
    if len(having) == 1:
        return having[0], name
    names = [name for plan in plans for name in _names(plan)]
    if having:
        able = ", ".join([f"{plan.id}/{name}" for plan in having])
        raise UsageError(f"several plans have {shown(name)}: {able}; name one of them ({COMMAND} --help)")
    near = meant(name, names) or (f"; there is {', '.join(names[:8])}" if names else "; there is no plan yet")
    raise UsageError(f"no assumption and no phase '{shown(name)}'{near} ({COMMAND} --help)")


def _names(plan: Plan) -> list[str]:
    """What a question may be about."""
    return [*[one.name for one in plan.assumptions], *[phase.name for phase in plan.phases]]


def _open(standing: Standing, ask: Ask) -> bool:
    """The plan it is about stands, and says what it said when it was asked."""
    plan = next((plan for plan in standing.trusted.plans if plan.id == ask.plan), None)
    return plan is not None and still(ask, plan)


def _told(plan: Plan, ask: Ask) -> str:
    """What it holds up, and who answers."""
    run = f"guard approve {shell_word(os.fsencode(plan.id))} --accept {ask.id}"
    about = "every phase of the plan" if ask.about in [one.name for one in plan.assumptions] else "that phase"
    lines = [
        f"guard: asked about {ask.plan}/{ask.about}, {ask.id}",
        f'what   "{shown(ask.says)}"',
        f"why    it waits for an answer, and so does the merge of {about}",
        f"next   you:   end your turn and tell {plan.owner}; build nothing more on it",
        f"       {plan.owner}: answers in the plan, as settled_by of what it is about, and approves that",
        f"       {plan.owner}: or accepts it as it stands, once a commit has brought it: {run}",
        f"each commit must say so, as the hook of guard install writes it: {shown(ask.line())}",
    ]
    from guard.folding import folded

    return "\n".join([part for line in lines for part in folded(line, columns())]) + "\n"


def _listed(standing: Standing, every: tuple[Ask, ...]) -> str:
    if not every:
        return "guard: nothing was asked here\n"
    lines = []
    for ask in every:
        state = "waits" if _open(standing, ask) else "answered"
        lines.append(f'{ask.id}  {state:8}  {shown(ask.plan)}/{shown(ask.about)}  "{shown(ask.says)}"')
    return "\n".join(lines) + "\n"
