"""A run held against an earlier report: no kind loses more than 3 points of recall, no more clean plans are flagged.

What the earlier report tells of and this run does not is a loss as well: a corpus gets no easier by leaving things out.
"""

from __future__ import annotations

from guard.document import DocumentErrors, load_json
from guard.errors import GuardError
from guard.escape import shown
from guard.schema import validate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

POINTS = 0.03  # of recall that a kind may lose
_CLOSE = 1e-9
LARGEST = 16 << 20
EVENTS = 1 << 20
MEND = "name a report that guard eval --report FILE wrote"


def earlier(path: str) -> Mapping[str, Any]:
    """A report that was written before."""
    where = shown(path)
    try:
        with open(path, "rb") as file:
            text = file.read(LARGEST + 1)
        document = load_json(text, path, size=LARGEST, events=EVENTS)
    except OSError as error:
        raise GuardError("G813", f"the earlier report cannot be read: {error.strerror}", where, MEND) from error
    except DocumentErrors as error:
        raise GuardError("G813", f"the earlier report cannot be read: {error}", where, MEND) from error
    faults = validate("evaluation", document, text)
    if faults:
        what = f"the earlier report does not fit its schema: line {faults[0].line}: {faults[0].message}"
        raise GuardError("G813", what, where, MEND)
    return document.data


def lost(before: Mapping[str, Any], now: Mapping[str, Any], only: str = "") -> tuple[str, ...]:
    """What got worse, each in one line."""
    layer = next(layer for layer in reversed(before["layers"]) if layer in now["layers"])
    missing = [layer for layer in before["layers"] if layer not in now["layers"]]
    found = [f"layer {layer} was not run" for layer in missing]
    sets = {one["set"]: one for one in now["sets"]}
    for one in before["sets"]:
        if only in ("", one["set"]):
            found += _set(one, sets.get(one["set"]), layer)
    if before["mutants"] is not None:
        found += _mutants(before["mutants"], now["mutants"])
    return tuple(found)


def _set(before: Mapping[str, Any], now: Mapping[str, Any] | None, layer: str) -> Iterator[str]:
    named = f"set {before['set']}"
    if now is None:
        yield f"{named} was not run"
        return
    then, told = before["layers"][layer], now["layers"][layer]
    kinds = {row["kind"]: row for row in told["kinds"]}
    for row in then["kinds"]:
        yield from _recall(f"{named}, {row['kind']}", row["recall"], kinds[row["kind"]]["recall"])
    for key, words in (("clean_flagged", "clean plans flagged"), ("hard_negatives_flagged", "hard negatives flagged")):
        yield from _flagged(f"{named}, {words}", then[key], told[key])


def _mutants(before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Iterator[str]:
    if now is None:
        yield "mutants were not tried"
        return
    types = {one["type"]: one for one in now["types"]}
    for one in before["types"]:
        if one["type"] not in types:
            yield f"mutants of {one['type']} were not tried"
        else:
            yield from _recall(f"mutants, {one['type']}", one["recall"], types[one["type"]]["recall"])


def _recall(named: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if not then["of"]:
        return
    if not now["of"]:
        yield f"{named}: recall was {_told(then)}, and nothing of it is asked about now"
    elif _share(then) - _share(now) > POINTS + _CLOSE:
        yield f"{named}: recall was {_told(then)} and is {_told(now)}"


def _flagged(named: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if not then["of"]:
        return
    if not now["of"]:
        yield f"{named}: it was {_told(then)}, and there are none now"
    elif _share(now) > _share(then) + _CLOSE:
        yield f"{named}: it was {_told(then)} and is {_told(now)}"


def _share(one: Mapping[str, Any]) -> float:
    """By its counts, which nothing has rounded."""
    share: float = one["hits"] / one["of"]
    return share


def _told(one: Mapping[str, Any]) -> str:
    return f"{_share(one):.2f} ({one['hits']} of {one['of']})"
