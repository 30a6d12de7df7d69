"""The report of an evaluation as JSON has it: counts and ratios, set by set and layer by layer; nothing is pooled."""

from __future__ import annotations

from guard import __version__
from guard.evaluation.listening import Listened, listened
from guard.evaluation.metrics import Figures, Ratio, Row, figures
from guard.evaluation.running import BOTH, MODEL, RULES, not_evaluated
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from guard.evaluation.running import Answer
    from guard.evaluation.trials import Tried

SCHEMA_VERSION = 1
DIGITS = 4


class Evaluated(NamedTuple):
    """All that one run came to."""

    corpus: str
    answers: tuple[Answer, ...]
    tried: tuple[Tried, ...] = ()  # by type; nothing where no mutants were asked for
    seed: int = 0
    asked: int = 0  # how many mutants
    model: str = ""

    @property
    def layers(self) -> tuple[str, ...]:
        return (RULES, MODEL, BOTH) if any(one.heard is not None for one in self.answers) else (RULES,)

    def sets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([one.plan.set for one in self.answers]))

    def of(self, name: str) -> list[Answer]:
        return [one for one in self.answers if one.plan.set == name]

    def figures(self, name: str, layer: str) -> Figures:
        return figures([one.judged(layer) for one in self.of(name)])


def data(run: Evaluated) -> dict[str, Any]:
    """Valid against schemas/evaluation.schema.json, but for what the gate adds."""
    best = run.layers[-1]
    return {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "corpus": run.corpus,
        "layers": list(run.layers),
        "sets": [_set(run, name) for name in run.sets()],
        "mutants": _mutants(run) if run.tried else None,
        "model": _model(run),
        "not_evaluated": [
            {"rule": rule, "why": why, "plans": plans}
            for rule, whys in sorted(not_evaluated(run.answers).items())
            for why, plans in whys.items()
        ],
        "misses": [miss for one in run.answers for miss in _misses(one, best)],
        "false_positives": [false for one in run.answers for false in _false(one, best)],
        "gate": None,
        "exit_code": 0,
    }


def _set(run: Evaluated, name: str) -> dict[str, Any]:
    plans = [one.plan for one in run.of(name)]
    return {
        "set": name,
        "plans": len(plans),
        "clean": sum(plan.clean for plan in plans),
        "hard_negatives": sum(plan.hard_negative for plan in plans),
        "defects": sum(len(plan.defects) for plan in plans),
        "layers": {layer: _figures(run.figures(name, layer)) for layer in run.layers},
    }


def _figures(one: Figures) -> dict[str, Any]:
    return {
        "kinds": [_row(row) for row in one.rows],
        "all": _row(one.total),
        "strict": _row(one.strict),
        "ask": _row(one.ask),
        "decidable": {by: ratio(told) for by, told in one.decidable},
        "clean_flagged": ratio(one.clean),
        "hard_negatives_flagged": ratio(one.hard),
        "pairs": ratio(one.pairs),
    }


def _row(row: Row) -> dict[str, Any]:
    return {"kind": row.kind, "recall": ratio(row.recall), "precision": ratio(row.precision), "f1": _digits(row.f1)}


def ratio(one: Ratio) -> dict[str, Any]:
    """So many of so many, the ratio, and where the true one lies with 95 of 100."""
    low, high = one.interval or (None, None)
    told = {"hits": one.hits, "of": one.of, "ratio": _digits(one.ratio)}
    return {**told, "low": _digits(low), "high": _digits(high)}


def _digits(number: float | None) -> float | None:
    return None if number is None else round(number, DIGITS)


def _mutants(run: Evaluated) -> dict[str, Any]:
    return {
        "seed": run.seed,
        "asked": run.asked,
        "mutants": sum(one.found.of for one in run.tried),
        "controls": sum(one.flagged.of for one in run.tried),
        "types": [
            {
                "type": one.type,
                "recall": ratio(one.recall),
                "precision": ratio(one.precision),
                "f1": _digits(one.f1),
                "flagged": ratio(one.flagged),
                "elsewhere": one.elsewhere,
                "ways": [{"way": how, "recall": ratio(told)} for how, told in one.hows],
                "misses": [
                    {"plan": miss.base, "way": miss.how, "line": miss.line, "quote": miss.name} for miss in one.missed
                ],
                "false_positives": [
                    {"plan": base, "rule": said.rule, "line": said.line, "quote": said.quote}
                    for base, said in one.false
                ],
            }
            for one in run.tried
        ],
    }


def _model(run: Evaluated) -> dict[str, Any] | None:
    heard = [one.heard for one in run.answers if one.heard is not None]
    if not heard:
        return None
    told: Listened = listened(heard)
    return {
        "name": run.model,
        "readings": told.readings,
        "failed": ratio(told.failed),
        "stability": _digits(told.stability),
        "dropped": ratio(told.dropped),
        "coverage": ratio(told.coverage),
        "canaries_missed": ratio(told.canaries),
        "microdollars": told.microdollars,
        "p95_milliseconds": _digits(told.slow),
    }


def _misses(answer: Answer, layer: str) -> Sequence[dict[str, Any]]:
    return [
        {
            "plan": answer.plan.called,
            "kind": defect.kind,
            "line": defect.line,
            "quote": defect.quote,
            "decidable": defect.decidable,
            "note": defect.note,
        }
        for defect in answer.judged(layer).matched.missed
    ]


def _false(answer: Answer, layer: str) -> Sequence[dict[str, Any]]:
    return [
        {
            "plan": answer.plan.called,
            "rule": said.rule,
            "kind": said.kind,
            "line": said.line,
            "quote": said.quote,
            "what": said.what,
        }
        for said in answer.judged(layer).matched.wrong
    ]
