"""The report of an evaluation for a person: a table for each set and layer, and what was missed or said in vain."""

from __future__ import annotations

from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    Told = Mapping[str, Any]

LAYERS = {"rules": "the rules alone", "model": "what the model adds", "both": "rules and model"}
_HEAD = ("kind", "found", "recall", "right", "precision", "F1")
_OF_MUTANTS = ("type", "found", "recall", "controls flagged", "elsewhere", "precision", "F1")
LONGEST = 100  # letters of a quotation


def text(report: Told, misses: bool = False) -> str:
    """All of it; `misses` tells each one by name."""
    sets, layers = report["sets"], " and ".join([LAYERS[layer] for layer in report["layers"]])
    plans = sum(one["plans"] for one in sets)
    number = f"{len(sets)} set{'' if len(sets) == 1 else 's'}"
    lines = [f"guard: {plans:,} plans in {number} of {shown(report['corpus'])}; {layers}"]
    for one in sets:
        lines += ["", *_set(one)]
    if report["mutants"] is not None:
        lines += ["", *mutants(report["mutants"])]
    if report["model"] is not None:
        lines += ["", *_model(report["model"])]
    lines += ["", *_not_evaluated(report["not_evaluated"])] if report["not_evaluated"] else []
    lines += _named(report) if misses else []
    if report["gate"] is not None:
        lines += ["", *_gate(report["gate"])]
    return "\n".join([line.rstrip() for line in lines]) + "\n"


def _set(one: Told) -> Iterator[str]:
    counts = f"{one['plans']} plans, {one['clean']} clean ({one['hard_negatives']} hard negatives)"
    yield f"set {shown(one['set'])}: {counts}; {one['defects']} defects"
    for layer, told in one["layers"].items():
        yield f"  {LAYERS[layer]}"
        yield from figures(told)


def figures(told: Told) -> Iterator[str]:
    """The table of one layer, and the figures of whole plans below it."""
    rows = [row for row in told["kinds"] if row["recall"]["of"] or row["precision"]["of"]]
    yield from table(_HEAD, [_row(row) for row in [*rows, told["all"], told["strict"], told["ask"]]])
    by = ", ".join([f"{by} {_of(one)}" for by, one in told["decidable"].items()])
    yield f"  found by what decides it: {by}"
    flagged = f"clean plans {_of(told['clean_flagged'])}, hard negatives {_of(told['hard_negatives_flagged'])}"
    yield f"  flagged: {flagged}; pairs told apart: {_of(told['pairs'])}"


def _row(row: Told) -> tuple[str, ...]:
    recall, precision = row["recall"], row["precision"]
    return (row["kind"], _of(recall), _sure(recall), _of(precision), _sure(precision), _number(row["f1"]))


def mutants(told: Told) -> Iterator[str]:
    """The table of mutants and controls, by type."""
    yield f"mutants: {told['mutants']:,}, and {told['controls']:,} controls, drawn with seed {told['seed']}"
    rows = [
        (
            *(one["type"], _of(one["recall"]), _sure(one["recall"]), _of(one["flagged"])),
            *(str(one["elsewhere"]), _sure(one["precision"]), _number(one["f1"])),
        )
        for one in told["types"]
    ]
    yield from table(_OF_MUTANTS, rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as they need to be; the first one to the left, the others to the right."""
    wide = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    for row in (head, *rows):
        yield "  " + "  ".join([cell.rjust(wide[at]) if at else cell.ljust(wide[at]) for at, cell in enumerate(row)])


def _of(one: Told) -> str:
    return f"{one['hits']} of {one['of']}"


def _number(number: float | None) -> str:
    return "-" if number is None else f"{number:.2f}"


def _sure(one: Told) -> str:
    """The ratio, and where it lies with 95 of 100."""
    return "-" if one["ratio"] is None else f"{one['ratio']:.2f} ({one['low']:.2f}-{one['high']:.2f})"


def _model(told: Told) -> Iterator[str]:
    yield f"model {shown(told['name'])}: {told['readings']} readings, ${told['microdollars'] / 1_000_000:.4f}"
    late = "-" if told["p95_milliseconds"] is None else f"{told['p95_milliseconds'] / 1000:.1f} s"
    yield f"  alike {_number(told['stability'])}; 95 of 100 within {late}"
    yield f"  flags dropped {_of(told['dropped'])}; units read {_of(told['coverage'])}"
    yield f"  readings that failed {_of(told['failed'])}, of these {told['canaries_missed']['hits']} by a planted doubt"


def _not_evaluated(told: Sequence[Told]) -> Iterator[str]:
    yield "not evaluated"
    for one in told:
        yield f"  {one['rule']}  in {one['plans']} plans  {shown(one['why'])}"


def _named(report: Told) -> Iterator[str]:
    """Each miss and each false positive."""
    yield from ("", f"missed: {len(report['misses'])}")
    for one in report["misses"]:
        yield f"  {shown(one['plan'])}:{one['line']}  {one['kind']} ({one['decidable']})  {_short(one['quote'])}"
        if one["note"]:
            yield f"      {_short(one['note'])}"
    yield from ("", f"said in vain: {len(report['false_positives'])}")
    for one in report["false_positives"]:
        yield f"  {shown(one['plan'])}:{one['line']}  {one['rule']} {one['kind']}  {_short(one['quote'])}"
        yield f"      {_short(one['what'])}"
    for kind in [] if report["mutants"] is None else report["mutants"]["types"]:
        for one in kind["misses"]:
            yield f"  missed mutant of {shown(one['plan'])}  {kind['type']}, {one['way']}  {_short(one['quote'])}"
        for one in kind["false_positives"]:
            yield f"  said in vain of {shown(one['plan'])}  {kind['type']}  {one['rule']}  {_short(one['quote'])}"


def _short(quote: str) -> str:
    said = " ".join(quote.split())
    return shown(said if len(said) <= LONGEST else f"{said[: LONGEST - 3]}...")


def _gate(told: Told) -> Iterator[str]:
    if not told["lost"]:
        yield f"gate: no kind lost more than 3 points of recall since {shown(told['against'])}"
        return
    yield f"gate: worse than {shown(told['against'])}"
    yield from [f"  {line}" for line in told["lost"]]
