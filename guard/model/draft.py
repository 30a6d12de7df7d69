"""A draft: one document with everything lint may look at, and a flaw: one thing that makes it unsafe."""

from __future__ import annotations

from guard.model.graph import Graph
from guard.model.plan import Plan
from guard.model.policy import Policy
from guard.value import NamedTuple


class Draft(NamedTuple):
    """A policy alone, or a plan under a policy beside other plans. Lint reads nothing else."""

    policy: Policy
    plan: Plan | None  # None: the policy is what is looked at
    others: dict[str, Plan]  # the other plans by id
    anchors: dict[bytes, frozenset[str] | None]  # of each file a way back names; None: there is no such file
    now: int | None  # None: nobody said what time it is
    built: Graph | None = None  # the graph of the plan, where somebody has built it already

    def graph(self) -> Graph | None:
        """The plan's phases and all that comes before them; None without a plan."""
        if self.plan is None or self.built is not None:
            return self.built
        return Graph(self.plan, self.others.values())

    def order(self) -> Graph | None:
        """The same, but None where phases wait for each other (G230): then nothing can be said of their order."""
        graph = self.graph()
        return None if graph is None or graph.circles() else graph


class Flaw(NamedTuple):
    """What lint found: the rule, the JSON pointer of the key, and words for a person or an agent."""

    rule: str
    place: str
    what: str
    why: str
    mend: str  # the safe form
