"""What `guard plan answer` tells programs: one object, whichever way it ends (schemas/answer.schema.json)."""

from __future__ import annotations

from guard.commands._data import dumped, path_of
from guard.commands.plan.answer_told import difference, steps, unknown
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guard.acts.answering import Refused
    from guard.commands.plan.answer_told import Told
    from guard.commands.plan.findings import Found
    from guard.errors import UsageError

SCHEMA_VERSION = 1
CODES = {"pass": 0, "violation": 1, "usage": 2, "cannot-establish": 5}


def of(told: Told) -> str:
    """What was written, or would be; or what is refused."""
    changes, outcome = told.changes, "violation" if told.refused else "pass"
    parts: dict[str, object] = {
        **path_of(told.file.path),
        "written": told.written,
        "version": {"before": told.plan.version, "now": told.version},
        "answers": [one._asdict() for one in told.answers],
        "diff": "\n".join(difference(told)),
        "shown": told.shown or None,
        "questions": [one._asdict() for one in changes.questions],
        "stale": [{**one._asdict(), "by": list(one.by), "who": list(one.who)} for one in changes.stale],
        "keeps": list(changes.keeps),
        "done": list(changes.done),
        "next": [{"who": who, "run": run} for who, run in steps(told)],
        "not_established": [{"what": what, "why": why} for what, why in unknown(told)],
    }
    return _whole(outcome, told.plan.id, [_refusal(one) for one in told.refused], parts)


def of_faults(plan: str, found: list[Found]) -> str:
    """A document that cannot be gone by: each fault with its place."""
    refused = []
    for one in found:
        place = f"{shown(one.path)}:{one.line}:{one.column}"
        refused.append({"name": "", "rule": one.rule, "what": f"{place}: {one.what}", "why": one.why, "mend": one.mend})
    return _whole("violation", plan, refused, {})


def of_error(plan: str, error: GuardError | UsageError, command: str) -> str:
    """What guard could not establish, or words that it cannot take."""
    if isinstance(error, GuardError):
        one = {"name": "", "rule": error.rule, "what": error.what, "why": error.where, "mend": error.mend}
        unknown = {"not_established": [{"what": error.what, "why": error.where}]}
        return _whole("cannot-establish", plan, [one], unknown)
    why = "what cannot be understood is not guessed at"
    one = {"name": "", "rule": "", "what": str(error), "why": why, "mend": f"say it as {command} --help tells"}
    return _whole("usage", plan, [one], {})


def _refusal(one: Refused) -> dict[str, str]:
    return {"name": one.name, "rule": "", "what": one.what, "why": one.why, "mend": one.mend}


def _whole(outcome: str, plan: str, refused: Sequence[Mapping[str, str]], parts: Mapping[str, object]) -> str:
    lists = ("answers", "questions", "stale", "keeps", "done", "next", "not_established")
    nothing: dict[str, object] = {"path": None, "written": False, "version": None, "diff": "", "shown": None}
    nothing |= {key: [] for key in lists}
    head = {"schema_version": SCHEMA_VERSION, "outcome": outcome, "exit_code": CODES[outcome], "plan": shown(plan)}
    return dumped({**head, **nothing, **parts, "refused": refused})
