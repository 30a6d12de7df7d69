"""The graph of phases: circles, what comes before what, and one order for all of it."""

from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from guard.grammar.edge import Edge
from guard.model import graph
from guard.model.plan import Plan, plan_from


def plan(id_: str, **after: str) -> Plan:
    """A plan of these phases; what each comes after, as words, all of it complete."""
    edge = {"fact": "complete", "soak": 0}
    phases = {
        name: {"does": ["file.add"], "after": {of: [edge] for of in text.split()}} for name, text in after.items()
    }
    data = {"plan": id_, "version": 1, "owner": "dana", "why": "x", "scope": {"paths": ["/a"]}, "phases": phases}
    return plan_from(data, f".guard/plans/{id_}.yaml", {})


def circle(mine: Plan, *others: Plan) -> list[str] | None:
    """The first circle that holds a plan up."""
    return next(iter(graph.Graph(mine, others).circles()), None)


def test_no_circle() -> None:
    assert circle(plan("p", a="", b="a", c="a b")) is None


def test_a_circle_begins_where_the_document_does_and_is_the_shortest() -> None:
    assert circle(plan("p", a="c b", b="a", c="b")) == ["p/a", "p/b", "p/a"]
    assert circle(plan("p", x="", b="a", a="b")) == ["p/b", "p/a", "p/b"]


def test_a_phase_after_itself_or_after_nothing_known_is_no_circle() -> None:
    assert circle(plan("p", a="a gone other/x")) is None


def test_a_circle_across_plans() -> None:
    one, two, three = plan("p", a="q/z"), plan("q", z="r/y"), plan("r", y="p/a")
    assert circle(one, three, two) == ["p/a", "r/y", "q/z", "p/a"]
    assert circle(one, two) is None


def test_every_knot_has_its_circle() -> None:
    found = graph.Graph(plan("p", a="b", b="a", c="d b", d="c")).circles()
    assert found == (["p/a", "p/b", "p/a"], ["p/c", "p/d", "p/c"])


def test_a_circle_that_holds_nothing_up_is_not_looked_at() -> None:
    other = plan("q", a="b", b="a", c="")
    assert circle(plan("p", a="q/c"), other) is None
    assert circle(plan("p", a="q/a"), other) == ["q/a", "q/b", "q/a"]


def test_what_comes_before() -> None:
    found = graph.Graph(plan("p", a="", b="a", c="q/z", d="c b"), [plan("q", z="p/b")])
    before = {then: [of for of in "abcd" if found.comes_before(f"p/{of}", f"p/{then}")] for then in "abcd"}
    assert before == {"a": [], "b": ["a"], "c": ["a", "b"], "d": ["a", "b", "c"]}
    assert found.ahead("p/a", "p/b") and found.ahead("q/z", "p/a") is False
    assert not found.ahead("p/a", "p/a")


def test_only_plans_that_edges_reach_are_joined_in_the_order_of_their_ids() -> None:
    class Untouched:
        id = "untouched"

    plans = [plan("z", b="", a="b"), plan("y", a="z/a"), Untouched()]
    found = graph.Graph(plan("p", b="z/a y/a"), plans)  # type: ignore[arg-type]
    assert list(found.steps) == ["p/b", "y/a", "z/b", "z/a"]


def test_steps_behind_an_edge_that_leads_nowhere_are_astray() -> None:
    found = graph.Graph(plan("p", a="", b="gone", c="b", d="a q/z", e="q/y", f="f"), [plan("q", z="q/gone")])
    assert [step.name for step in found.own if found.astray(step.node)] == ["b", "c", "e", "f"]


def test_a_name_for_a_phase_to_set_before_another() -> None:
    found = graph.Graph(plan("p", a="", b="a", c="b"))
    assert found.named("x", "p/b") == "x"
    assert found.named("a", "p/b") == "a"
    assert found.named("b", "p/b") == "b-2"
    assert found.named("c", "p/b") == "c-2"
    assert graph.fresh("a", {"a", "a-2", "a-4"}) == "a-3"


def test_all_that_is_around_a_step() -> None:
    plans = [plan("p", a="", b="a q/z gone", c="b"), plan("q", z="r/y", x=""), plan("r", y="", w="p/c r/v", v="w")]
    assert graph.around(["p/b", "q/x", "gone"], plans) == {
        "p/b": (frozenset({"p/a", "q/z", "r/y", "p/gone"}), frozenset({"p/c", "r/w", "r/v"})),
        "q/x": (frozenset(), frozenset()),
        "gone": (frozenset(), frozenset()),
    }
    assert graph.around(["p/a"], [plan("p", a="b", b="a")]) == {"p/a": (frozenset({"p/a", "p/b"}),) * 2}


def test_the_order_is_that_of_the_document_where_nothing_else_is_said() -> None:
    assert graph.order(plan("p", c="", a="", b="")) == ("c", "a", "b")
    assert graph.order(plan("p", c="a", d="", a="", b="c")) == ("d", "a", "c", "b")
    assert graph.order(plan("p", b="q/z", a=""), [plan("q", z="p/a")]) == ("a", "b")


def test_edges_on_the_way_are_known_and_later_ones_are_not() -> None:
    found = graph.Graph(plan("p", a="", b="a", c="b", d="a c"))
    complete = Edge("complete", 0, None, {})
    assert found.between("p/a", "p/b") == (complete,)
    assert found.known("p/a", "p/c") == (complete,)
    assert found.known("p/a", "p/d") == (complete, complete)
    assert found.known("p/b", "p/b") == ()
    assert [step.name for step in found.leading("p/d")] == ["a", "c"]


def test_steps_of_other_plans_bear_their_whole_name() -> None:
    found = graph.Graph(plan("p", b="q/z"), [plan("q", z="", other=""), plan("p", other="")])
    assert [(step.node, step.name) for step in found.steps.values()] == [("p/b", "b"), ("q/z", "q/z")]


def test_long_chains_and_circles_need_no_recursion() -> None:
    names = [f"p{number}" for number in range(3000)]
    chain = dict(zip(names, ["", *names], strict=False))
    assert graph.order(plan("p", **chain)) == tuple(names)
    assert graph.Graph(plan("p", **chain)).comes_before("p/p0", "p/p2999")
    assert len(graph.around(["p/p0"], [plan("p", **chain)])["p/p0"].after) == len(names) - 1
    assert len(circle(plan("p", **{**chain, names[0]: names[-1]})) or []) == len(names) + 1


NAMES = [f"{id_}/{name}" for id_ in "pqr" for name in "abcd"]
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([*NAMES, "s/a", "p/gone"])), max_size=24)
CHANGED = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(["table:t", "table:u"]), max_size=3))


@given(EDGES, CHANGED)
def test_the_whole_agrees_with_networkx(edges: list[tuple[str, str]], changed: dict[str, list[str]]) -> None:
    """Circles, phases that wait for themselves, and names that lead nowhere among them."""
    after = {node: " ".join([of for then, of in edges if then == node]) for node in NAMES}
    plans = [plan(id_, **{node[2:]: words for node, words in after.items() if node[0] == id_}) for id_ in "pqr"]
    whole, drawn = graph.Whole(plans, changed), networkx.DiGraph()
    drawn.add_nodes_from(NAMES)
    drawn.add_edges_from([(of, node) for node, of in edges if of in NAMES])
    stuck = {node for node in NAMES if drawn.has_edge(node, node)}
    stuck |= {node for knot in networkx.strongly_connected_components(drawn) if len(knot) > 1 for node in knot}
    stuck |= {node for of in stuck for node in networkx.descendants(drawn, of)}
    free = drawn.subgraph([node for node in NAMES if node not in stuck])
    assert whole.ordered() == list(networkx.lexicographical_topological_sort(free, key=NAMES.index))
    for node in NAMES:
        assert whole.before(node) == networkx.ancestors(drawn, node)
        near = networkx.ancestors(drawn, node) | networkx.descendants(drawn, node)
        mine = dict.fromkeys(changed.get(node, ()))
        others = [of for of in NAMES if of[0] != node[0] and of not in near]
        told = {of: tuple([one for one in others if of in changed.get(one, ())]) for of in mine}
        assert whole.beside(node) == {of: nodes for of, nodes in told.items() if nodes}
