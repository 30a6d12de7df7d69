"""The graph of phases: which come before which, in one plan and through the phases of other plans.

The one module that loads networkx, inside functions. A step is a phase by its whole name, `plan/phase`. What is asked
is answered in one order: the plan's own phases as the document has them, then those of other plans.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from guard.grammar.edge import Edge
    from guard.model.plan import After, Phase, Plan


class Step(NamedTuple):
    """A phase where it stands; `name` is how the plan that is asked about would call it."""

    node: str
    name: str
    phase: Phase


class Around(NamedTuple):
    """Every step that comes before one step, and every one after it; names that lead nowhere among them."""

    before: frozenset[str]
    after: frozenset[str]


def node_of(plan: Plan, after: After) -> str:
    """The whole name of what an edge of this plan leads to."""
    return f"{after.plan or plan.id}/{after.phase}"


class Graph:
    """A plan's phases and everything that comes before them, in whatever plan. Edges that lead nowhere are left out."""

    def __init__(self, plan: Plan, others: Iterable[Plan] = ()) -> None:
        import networkx

        self.steps = _steps(plan, {other.id: other for other in others if other.id != plan.id})
        self.own = tuple(self.steps.values())[: len(plan.phases)]
        self._places = {node: place for place, node in enumerate(self.steps)}
        self._edges: dict[tuple[str, str], tuple[Edge, ...]] = {}
        self._dangling: list[str] = []  # own steps with an edge that leads nowhere
        for step in self.steps.values():
            for after in step.phase.after:
                self._join(f"{after.plan or step.node.partition('/')[0]}/{after.phase}", step, after.edges)
        self._graph: networkx.DiGraph[str] = networkx.DiGraph()
        self._graph.add_nodes_from(self.steps)
        self._graph.add_edges_from(self._edges)
        self._before: dict[str, int] = {}  # of each step a number with a bit for every one that comes before it
        self._circles: tuple[list[str], ...] | None = None

    def _join(self, first: str, then: Step, edges: tuple[Edge, ...]) -> None:
        """A phase that comes after itself is no circle of phases: that is said of its edge."""
        if first != then.node and first in self.steps:
            self._edges[first, then.node] = self._edges.get((first, then.node), ()) + edges
        elif self._places[then.node] < len(self.own):
            self._dangling.append(then.node)

    def comes_before(self, first: str, then: str) -> bool:
        """Whether one step comes before another. Only without circles."""
        if not self._before:
            for step in self.ordered():
                self._before[step.node] = 0
                for of in self._graph.predecessors(step.node):
                    self._before[step.node] |= self._before[of] | 1 << self._places[of]
        return bool(self._before[then] >> self._places[first] & 1)

    def astray(self, node: str) -> bool:
        """Some edge of this plan leads nowhere on the way to a step: what comes before it is not known yet."""
        return any([of == node or self.comes_before(of, node) for of in self._dangling])

    def ahead(self, of: str, then: str) -> bool:
        """Whether one step may be set before another: it is not that one, and does not come after it."""
        return of != then and not self.comes_before(then, of)

    def named(self, name: str, then: str) -> str:
        """This name for a phase to set before a step; numbered where it is that of one that cannot come before it."""
        names = {step.name: step.node for step in self.own}
        return name if name in names and self.ahead(names[name], then) else fresh(name, names)

    def leading(self, node: str) -> tuple[Step, ...]:
        """The steps right before this one."""
        return tuple([self.steps[of] for of in self._sorted(self._graph.predecessors(node))])

    def between(self, first: str, then: str) -> tuple[Edge, ...]:
        """What `then` waits for right after `first`."""
        return self._edges.get((first, then), ())

    def known(self, of: str, at: str) -> tuple[Edge, ...]:
        """What is known of one step before another begins: edges to that one, and to what comes before it."""
        return tuple([edge for _, edge in self.onward(of, at)])

    def onward(self, of: str, at: str) -> tuple[tuple[str, Edge], ...]:
        """The same, each edge behind the step that waits for it."""
        ends = [then for then in self._graph.successors(of) if then == at or self.comes_before(then, at)]
        return tuple([(then, edge) for then in self._sorted(ends) for edge in self._edges[of, then]])

    def circles(self) -> tuple[list[str], ...]:
        """One circle of each knot of steps that wait for each other; the first step stands at the end again."""
        if self._circles is None:
            import networkx

            every = networkx.strongly_connected_components(self._graph)
            knots = sorted([self._sorted(knot) for knot in every if len(knot) > 1], key=lambda of: self._places[of[0]])
            self._circles = tuple([self._circle(knot) for knot in knots])
        return self._circles

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


class Whole:
    """Every phase of every plan, and the resources they change. Asked at every door: so without networkx."""

    def __init__(self, plans: Iterable[Plan], touched: Mapping[str, Iterable[str]]) -> None:
        plans = tuple(plans)
        nodes = [f"{plan.id}/{phase.name}" for plan in plans for phase in plan.phases]
        self._places = {node: place for place, node in enumerate(dict.fromkeys(nodes))}
        self._leading: dict[str, list[str]] = {node: [] for node in self._places}
        self._following: dict[str, list[str]] = {node: [] for node in self._places}
        self._before: dict[str, frozenset[str]] = {}
        self._changed = {node: tuple(dict.fromkeys(touched[node])) for node in touched}
        self._changing: dict[str, list[str]] = {}
        for node, resources in self._changed.items():
            for of in resources:
                self._changing.setdefault(of, []).append(node)
        for plan in plans:
            for phase in plan.phases:
                for first in dict.fromkeys([node_of(plan, after) for after in phase.after]):
                    if first in self._places:
                        self._leading[f"{plan.id}/{phase.name}"].append(first)
                        self._following[first].append(f"{plan.id}/{phase.name}")

    def ordered(self) -> list[str]:
        """Every phase behind what it waits for; those in a circle, and all that waits for them, are left out."""
        from heapq import heappop, heappush

        nodes, found = list(self._places), list[str]()
        left = {node: len(before) for node, before in self._leading.items()}
        free = [self._places[node] for node in nodes if not left[node]]  # in their order: a heap already
        while free:
            found.append(nodes[heappop(free)])
            for node in self._following[found[-1]]:
                left[node] -= 1
                if not left[node]:
                    heappush(free, self._places[node])
        return found

    def before(self, node: str) -> frozenset[str]:
        """Every phase that comes before this one, in whatever plan."""
        if node not in self._before:
            self._before[node] = _reached(self._leading, node) - {node}
        return self._before[node]

    def beside(self, node: str) -> dict[str, tuple[str, ...]]:
        """Resource -> phases of other plans that change it too, with no order between them and this one."""
        found: dict[str, tuple[str, ...]] = {}
        ordered = self.before(node) | (_reached(self._following, node) - {node})
        for resource in self._changed.get(node, ()):
            others = [of for of in self._changing[resource] if of.partition("/")[0] != node.partition("/")[0]]
            apart = tuple(sorted([of for of in others if of not in ordered], key=self._places.__getitem__))
            found |= {resource: apart} if apart else {}
        return found


def _steps(plan: Plan, others: Mapping[str, Plan]) -> dict[str, Step]:
    """The plan's own phases, then what comes before them in others. Only the plans that edges reach are looked at."""
    own = [Step(f"{plan.id}/{phase.name}", phase.name, phase) for phase in plan.phases]
    found = {step.node: step for step in own}
    phases: dict[str, dict[str, Phase]] = {}
    places: dict[str, tuple[str, int]] = {}
    waiting = list(own)
    while waiting:
        step = waiting.pop()
        for after in step.phase.after:
            of = others.get(after.plan or step.node.partition("/")[0])
            if of is None:
                continue
            if of.id not in phases:
                phases[of.id] = {phase.name: phase for phase in of.phases}
                places |= {f"{of.id}/{name}": (of.id, place) for place, name in enumerate(phases[of.id])}
            node, phase = f"{of.id}/{after.phase}", phases[of.id].get(after.phase)
            if phase is not None and node not in found:
                found[node] = Step(node, node, phase)
                waiting.append(found[node])
    far = sorted([node for node in found if node in places], key=places.__getitem__)
    return {node: found[node] for node in (*[step.node for step in own], *far)}


def fresh(name: str, taken: Container[str]) -> str:
    """A name for a new phase: this one, or with the first number that is not taken."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def around(nodes: Iterable[str], plans: Iterable[Plan]) -> dict[str, Around]:
    """What comes before and after each of these steps, through every plan; also where phases wait in circles."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for plan in plans:
        for phase in plan.phases:
            for edge in phase.after:
                first, then = node_of(plan, edge), f"{plan.id}/{phase.name}"
                before.setdefault(then, []).append(first)
                after.setdefault(first, []).append(then)
    return {node: Around(_reached(before, node), _reached(after, node)) for node in nodes}


def _reached(links: dict[str, list[str]], node: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [node]
    while waiting:
        new = [of for of in links.get(waiting.pop(), ()) if of not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def order(plan: Plan, others: Iterable[Plan] = ()) -> tuple[str, ...]:
    """The phases of a plan, each behind those it waits for, else as the document has them. Only without circles."""
    graph = Graph(plan, others)
    own = {step.node for step in graph.own}
    return tuple([step.phase.name for step in graph.ordered() if step.node in own])
