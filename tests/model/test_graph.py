"""The graph of phases: circles, what comes before what, and one order for all of it."""

from __future__ import annotations

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


def test_no_circle() -> None:
    assert graph.cycle([plan("p", a="", b="a", c="a b")]) is None
    assert graph.cycle([]) is None


def test_a_circle_begins_where_the_document_does_and_is_the_shortest() -> None:
    assert graph.cycle([plan("p", a="c b", b="a", c="b")]) == ["p/a", "p/b", "p/a"]
    assert graph.cycle([plan("p", x="", b="a", a="b")]) == ["p/b", "p/a", "p/b"]


def test_a_phase_after_itself_or_after_nothing_known_is_no_circle() -> None:
    assert graph.cycle([plan("p", a="a gone other/x")]) is None


def test_a_circle_across_plans() -> None:
    plans = [plan("p", a="q/z"), plan("q", z="r/y"), plan("r", y="p/a")]
    assert graph.cycle(plans) == ["p/a", "r/y", "q/z", "p/a"]
    assert graph.cycle(plans[:2]) is None


def test_every_knot_has_its_circle() -> None:
    found = graph.Graph(plan("p", a="b", b="a", c="d b", d="c")).circles()
    assert found == (["p/a", "p/b", "p/a"], ["p/c", "p/d", "p/c"])


def test_a_circle_that_holds_nothing_up_is_not_looked_at() -> None:
    other = plan("q", a="b", b="a", c="")
    assert graph.without_circles(plan("p", a="q/c"), [other]) is not None
    assert graph.without_circles(plan("p", a="q/a"), [other]) is None


def test_what_comes_before() -> None:
    mine = plan("p", a="", b="a", c="q/z", d="c b")
    assert graph.ancestors(mine, "d", [plan("q", z="p/b")]) == {"a", "b", "c"}
    assert graph.ancestors(mine, "c", [plan("q", z="p/b")]) == {"a", "b"}
    assert graph.ancestors(mine, "c") == frozenset()
    assert graph.ancestors(mine, "a") == frozenset()


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
    assert len(graph.ancestors(plan("p", **chain), names[-1])) == len(names) - 1
    assert len(graph.cycle([plan("p", **{**chain, names[0]: names[-1]})]) or []) == len(names) + 1
