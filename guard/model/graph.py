"""The graph of phases: which come before which, in one plan and through the phases of other plans.

The one module that loads networkx, inside functions. A step is a phase by its whole name, `plan/phase`. What is asked
is answered in one order: the plan's own phases as the document has them, then those of other plans.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.grammar.edge import Edge
    from guard.model.plan import After, Phase, Plan

_END = ""  # no step bears this name


class Step(NamedTuple):
    """A phase where it stands; `name` is how the plan that is asked about would call it."""

    node: str
    name: str
    phase: Phase


def node_of(plan: Plan, after: After) -> str:
    """The whole name of what an edge of this plan leads to."""
    return f"{after.plan or plan.id}/{after.phase}"


class Graph:
    """A plan's phases and everything that comes before them, in whatever plan. Edges that lead nowhere are left out."""

    def __init__(self, plan: Plan, others: Iterable[Plan] = ()) -> None:
        import networkx

        plans = (plan, *sorted([other for other in others if other.id != plan.id], key=lambda other: other.id))
        steps: dict[str, Step] = {}
        for of in plans:
            for phase in of.phases:
                node = f"{of.id}/{phase.name}"
                steps[node] = Step(node, phase.name if of is plan else node, phase)
        self._graph: networkx.DiGraph[str] = networkx.DiGraph()
        self._graph.add_nodes_from(steps)
        self._edges: dict[tuple[str, str], tuple[Edge, ...]] = {}
        for of in plans:
            for phase in of.phases:
                for after in phase.after:
                    self._join(node_of(of, after), f"{of.id}/{phase.name}", after.edges)
        own = [f"{plan.id}/{phase.name}" for phase in plan.phases]
        self._graph.add_edges_from([(node, _END) for node in own])
        reached = networkx.ancestors(self._graph, _END)
        self._graph.remove_nodes_from([node for node in (*steps, _END) if node not in reached])
        self.steps = {node: step for node, step in steps.items() if node in reached}
        self.own = tuple([steps[node] for node in own])
        self._places = {node: place for place, node in enumerate(self.steps)}
        self._before: dict[str, int] = {}  # of each step a number with a bit for every one that comes before it

    def _join(self, first: str, then: str, edges: tuple[Edge, ...]) -> None:
        """A phase that comes after itself is no circle of phases: that is said of its edge."""
        if first != then and first in self._graph:
            self._graph.add_edge(first, then)
            self._edges[first, then] = self._edges.get((first, then), ()) + edges

    def comes_before(self, first: str, then: str) -> bool:
        """Whether one step comes before another. Only without circles."""
        if not self._before:
            for step in self.ordered():
                self._before[step.node] = 0
                for of in self._graph.predecessors(step.node):
                    self._before[step.node] |= self._before[of] | 1 << self._places[of]
        return bool(self._before[then] >> self._places[first] & 1)

    def leading(self, node: str) -> tuple[Step, ...]:
        """The steps right before this one."""
        return tuple([self.steps[of] for of in self._sorted(self._graph.predecessors(node))])

    def between(self, first: str, then: str) -> tuple[Edge, ...]:
        """What `then` waits for right after `first`."""
        return self._edges.get((first, then), ())

    def known(self, of: str, at: str) -> tuple[Edge, ...]:
        """What is known of one step before another begins: edges to that one, and to what comes before it."""
        ends = [then for then in self._graph.successors(of) if then == at or self.comes_before(then, at)]
        return tuple([edge for then in self._sorted(ends) for edge in self._edges[of, then]])

    def circles(self) -> tuple[list[str], ...]:
        """One circle of each knot of steps that wait for each other; the first step stands at the end again."""
        import networkx

        knots = [self._sorted(knot) for knot in networkx.strongly_connected_components(self._graph) if len(knot) > 1]
        return tuple([self._circle(knot) for knot in sorted(knots, key=lambda knot: self._places[knot[0]])])

    def _circle(self, knot: list[str]) -> list[str]:
        """The shortest way from the first step of a knot back to itself; of several, the one that stands first."""
        import networkx

        within = self._graph.subgraph(knot)
        steps_left = dict(networkx.single_target_shortest_path_length(within, knot[0]))
        circle = [knot[0]]
        while len(circle) == 1 or circle[-1] != knot[0]:
            circle.append(min(self._sorted(within.successors(circle[-1])), key=steps_left.__getitem__))
        return circle

    def ordered(self) -> tuple[Step, ...]:
        """All steps, each behind what it waits for, else as they stand. Only without circles."""
        import networkx

        nodes = networkx.lexicographical_topological_sort(self._graph, key=self._places.__getitem__)
        return tuple([self.steps[node] for node in nodes])

    def _sorted(self, nodes: Iterable[str]) -> list[str]:
        return sorted(nodes, key=self._places.__getitem__)


def cycle(plans: Iterable[Plan]) -> list[str] | None:
    """The first circle of phases there is, as `plan/phase`, its first step once more at the end."""
    every = tuple(plans)
    for plan in every:
        for circle in Graph(plan, every).circles():
            return circle
    return None


def ancestors(plan: Plan, phase: str, others: Iterable[Plan] = ()) -> frozenset[str]:
    """The phases of the same plan that come before this one, also by way of other plans. Only without circles."""
    graph, node = Graph(plan, others), f"{plan.id}/{phase}"
    return frozenset([step.phase.name for step in graph.own if graph.comes_before(step.node, node)])


def order(plan: Plan, others: Iterable[Plan] = ()) -> tuple[str, ...]:
    """The phases of a plan, each behind those it waits for, else as the document has them. Only without circles."""
    graph = Graph(plan, others)
    own = {step.node for step in graph.own}
    return tuple([step.phase.name for step in graph.ordered() if step.node in own])


def without_circles(plan: Plan, others: Iterable[Plan] = ()) -> Graph | None:
    """The graph, or None where phases wait for each other and nothing can be said of their order."""
    graph = Graph(plan, others)
    return None if graph.circles() else graph
