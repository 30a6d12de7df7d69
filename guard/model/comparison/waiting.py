"""What a change of edges means: what must be known before the next step may begin."""

from __future__ import annotations

from guard.grammar import edge
from guard.model.comparison.notes import NotUnderstood

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.grammar.edge import Edge
    from guard.model.comparison.notes import Notes


def edges_of(value: object) -> list[Edge]:
    """A list of edges, in short or long form."""
    if not isinstance(value, list) or any(edge.reason(item) is not None for item in value):
        raise NotUnderstood
    return [edge.edge_from(edge.long_form(item)) for item in value]


def edges_said(value: object) -> str:
    """All of them on one line."""
    return ", ".join([edge.said(one._asdict()) for one in edges_of(value)]) or "nothing"


def waiting(notes: Notes, at: str, was: list[object], now: list[object]) -> None:
    """Both lists, edge by edge: one asks for as much as another of the same fact and place that holds no longer."""
    old, new = edges_of(was), edges_of(now)
    lost, gained = _asks_more(old, new), _asks_more(new, old)
    told = f"{at}: {edges_said(was)} becomes {edges_said(now)}"
    if lost and gained:
        notes.unclear(told)
    elif lost:
        notes.looser(told)
    elif gained:
        notes.tighter(told)


def place(edge: Edge) -> tuple[object, ...]:
    """All of an edge but how long it must hold."""
    return (edge.fact, edge.env, *sorted(edge.expect.items()))


def _asks_more(edges: list[Edge], others: list[Edge]) -> bool:
    """Some edge asks for what none of the others does."""
    longest: dict[tuple[object, ...], int] = {}
    for other in others:
        longest[place(other)] = max(other.soak, longest.get(place(other), 0))
    return any(edge.soak > longest.get(place(edge), -1) for edge in edges)
