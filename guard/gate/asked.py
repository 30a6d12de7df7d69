"""What the gate is asked: a phase, an environment, and what is to run; names that nobody knows are wrong words."""

from __future__ import annotations

from guard.acts.ground import Ground
from guard.errors import UsageError
from guard.escape import shell_word, shown
from guard.model.log import Evidence
from guard.nearest import nearest
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from guard.model.plan import Phase, Plan

LISTED = 8  # names that a message tells
HELP = " (guard gate --help)"


class Asked(NamedTuple):
    """May this phase run there; `commit` is what is to run, as somebody says it, "" for the trusted branch."""

    plan: str
    phase: str
    env: str = ""
    service: str = ""
    commit: str = ""

    @property
    def node(self) -> str:
        return f"{self.plan}/{self.phase}"

    def again(self) -> str:
        """The command that asks the same once more."""
        words = ["guard gate", self.plan, self.phase, "--env", self.env]
        words += ["--service", self.service] if self.service else []
        return " ".join([*words, *(["--at", shell_word(self.commit.encode())] if self.commit else [])])


def checked(ground: Ground, asked: Asked) -> tuple[Asked, Plan, Phase]:
    """The same with its environment, and what it names; UsageError where that is nothing anybody knows."""
    plans = {plan.id: plan for plan in ground.trusted.plans}
    if asked.plan not in plans:
        raise UsageError(f"no plan '{shown(asked.plan)}' on {ground.ref}{_meant(asked.plan, plans)}{HELP}")
    plan = plans[asked.plan]
    phases = {phase.name: phase for phase in plan.phases}
    if asked.phase not in phases:
        raise UsageError(f"plan {plan.id} has no phase '{shown(asked.phase)}'{_meant(asked.phase, phases)}{HELP}")
    env, known = asked.env or ground.policy.environment, environments(ground)
    if env not in known:
        what = f"nobody knows an environment '{shown(env)}': no edge, no machine and no evidence names it"
        raise UsageError(what + _meant(env, known) + HELP)
    every = dict.fromkeys([service for of in ground.policy.consumers.values() for service in of])
    if asked.service and asked.service not in every:
        raise UsageError(f"the policy knows no service '{shown(asked.service)}'{_meant(asked.service, every)}{HELP}")
    return asked._replace(env=env), plan, phases[asked.phase]


def environments(ground: Ground) -> tuple[str, ...]:
    """Every environment that somebody has named: the policy's, those of edges, of machines, and of evidence."""
    edges = [edge for plan in ground.trusted.plans for phase in plan.phases for of in phase.after for edge in of.edges]
    named = [ground.policy.environment, *[edge.env for edge in edges if edge.env]]
    named += [env for machine in ground.policy.machines.values() for env in machine.opens]
    named += [entry.act.env for entry in ground.log.entries if isinstance(entry.act, Evidence)]
    return tuple(dict.fromkeys(named))


def _meant(word: str, known: Collection[str]) -> str:
    near = nearest(word, known)
    if near:
        return f"; did you mean {near}?"
    return f"; there is {', '.join(list(known)[:LISTED])}" if known else "; there is none"
