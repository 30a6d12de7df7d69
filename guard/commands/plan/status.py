"""`guard plan status`: the phases of every plan in order, where each stands, for whom it waits, and since when."""

from __future__ import annotations

from guard.commands._phases import sites_left
from guard.commands.plan import status_data, status_text
from guard.commands.plan.status_told import Outside, Report, Told, notes
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.graph import Graph, order
from guard.replay.places import Places
from guard.report import colour, columns, write
from guard.standing import chosen, looking, options
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.assumption import Settled
    from guard.model.plan import Plan
    from guard.model.step import Step
    from guard.standing import Standing

COMMAND = "guard plan status"
DESCRIPTION = (
    "Tell where the plans stand: each phase in the order it may come, what has landed in it and when, what evidence\n"
    "says of it, for whom it waits and since when, and the one command. Also where a person must say yes, when a\n"
    "phase may run, what may no longer be deployed, which places are left to work off, what is taken for granted, and\n"
    "what landed on the trusted branch that no plan, claim or approval explains.\n\n"
    "All of it is derived from the trusted branch and the log; nothing of it is kept anywhere.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan status                                   every plan\n"
    "  guard plan status split-name tidy                   these\n"
    "  guard plan status --at main~20                      as the branch stood then, under its documents of then\n"
    "  guard plan status --now 2026-12-01T08:00:00Z        whether windows and waits will be over by then\n"
    "  guard plan status --format json                     for programs: guard schema status\n\n"
    "exit codes: 0 told, whatever waits; 2 usage; 5 cannot establish\n"
)


def parser() -> Words:
    """The options of `guard plan status`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("plans", metavar="PLAN", nargs="*", help="these plans; without one all of them")
    words.add_argument("--at", metavar="REV", help="a commit that the trusted branch has been at; else its tip")
    options(words)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Look and tell: it is a report, whatever waits."""
    asked = parser().parse_args(words)
    with looking(asked, COMMAND, asked.at) as standing:
        report = _report(standing, chosen(standing, asked.plans, COMMAND))
        if asked.format == "json":
            told = status_data.as_json(report)
        else:
            told = status_text.as_text(report, columns(), colour())
    write(told)
    return 0


def _report(standing: Standing, plans: tuple[Plan, ...]) -> Report:
    told = tuple([_told(standing, plan) for plan in plans])
    outside = tuple([_outside(standing, step) for step in standing.replay.steps if step.how == "outside"])
    return Report(standing, told, outside)


def _told(standing: Standing, plan: Plan) -> Told:
    others = [other for other in standing.trusted.plans if other.id != plan.id]
    if Graph(plan, others).circles():  # then they have no order, which each of them says
        names = tuple([phase.name for phase in plan.phases])
    else:
        names = order(plan, others)
    phases = {phase.name: phase for phase in plan.phases}
    states = {name: standing.replay.states[f"{plan.id}/{name}"] for name in names}
    left = {name: sites_left(standing, plan, phases[name]) for name in names if states[name].leaves}
    rows = tuple([(phases[name], states[name]) for name in names])
    return Told(plan, rows, left, _assumed(standing, plan), notes(standing, plan))


def _assumed(standing: Standing, plan: Plan) -> tuple[Settled, ...]:
    """Each assumption, asked of the branch as it stands."""
    at = standing.replay.at
    nothing = Change(ChangeSet("landing", at, ()), (), (), at, at or None)
    places = Places(standing.repository, standing.trusted, standing.replay.states, at, nothing)
    return places.settled(Binding(plan, (), ()), standing.replay.exits)


def _outside(standing: Standing, step: Step) -> Outside:
    """Whom to ask: those who own what it changed."""
    policy = standing.trusted.policy
    paths = tuple([change.path for change in step.landing.changes])
    ask = dict.fromkeys([who for path in paths for who in policy.people_for(path) if who not in policy.agents])
    return Outside(step.landing.commit, step.landing.at, step.why, paths, tuple(ask))
