"""Who said yes: each approval of the plan, of the phase or of this very landing, and what was missing."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.log import Approval
from guard.model.plan import PLANS_FOLDER
from guard.model.policy import POLICY_FILE
from guard.records.steps.step import NO_FACTS, Step, count, fact, few, left_out, text, texts
from guard.records.steps.turn import text_of
from guard.records.steps.words import approval, fits, of_row, over, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.records.steps.step import Fact
    from guard.records.steps.then import Then
    from guard.records.steps.words import Row

TITLE = "Who said yes"
MISSING = ("G102", "G107", "G264", "G265", "G403")  # a yes that nobody has given
STALE = ("G404",)
AS_IT_LANDS = re.compile(r"(.+) approved .+, as (?:it lands|they land)")  # of guard.account


def yes(then: Then) -> Step:
    """All that spoke for it, in the order of the log; then what was still to be given."""
    if not then.facts:
        return Step(TITLE, "unknown", (fact("yes", NO_FACTS),))
    every = [(row, act) for row, act in _approvals(then) if _about(then, act)]
    told = [one for row, act in every for one in approval(then, row, act)]
    others = len(list(_approvals(then))) - len(every)
    if others:
        told.append(fact("beside it", f"{count(others, 'approval')} of other plans and phases, which the record has"))
    documents = list(_documents(then))
    told += documents
    told += _missing(then)
    counting = any([not row.get("struck") and not over(then, act) and fits(then, act) for row, act in every])
    state = _state(then, counting, bool(documents))
    if not told:
        told.append(fact("yes", "nobody was asked for one, and nobody gave one" if state == "none asked" else "nobody"))
    return Step(TITLE, state, tuple(told))


def _approvals(then: Then) -> Iterator[tuple[Row, Approval]]:
    for row in rows(then):
        entry = of_row(then, row)
        if entry is not None and isinstance(entry.act, Approval):
            yield row, entry.act


def _waits(then: Then) -> list[dict[str, Any]]:
    """Approvals that its phase waited for, and no finding says so."""
    rules = [one["rule"] for one in then.findings()]
    if isinstance(then.outcome["findings"], dict) or any([rule in ("G403", "G404") for rule in rules]):
        return []
    waits = then.turn["states"][then.node()]["waits"] if then.turn and then.node() else []
    return [wait for wait in waits if wait["kind"] == "approval"]


def _about(then: Then, act: Approval) -> bool:
    """It is of this landing, or of the plan or the phase that it was held to."""
    return act.of == "landing" or act.name in (then.held()[0], then.node())


def _state(then: Then, counting: bool, documents: bool) -> str:
    rules = [one["rule"] for one in then.findings() if then.stopped(one)]
    if any([rule in MISSING for rule in rules]):
        return "missing"
    if any([rule in STALE for rule in rules]):
        return "stale"
    if isinstance(then.outcome["findings"], dict) and then.outcome["outcome"] != "pass":
        return "left out"
    return "given" if (documents or counting) and not _waits(then) else "none asked"


def _documents(then: Then) -> Iterator[Fact]:
    """Protected files that somebody approved as they land, as the report says it, and the entries that it may be."""
    for words in then.outcome["established"]:
        found = AS_IT_LANDS.fullmatch(text_of(words))
        if found is not None:
            yield fact("documents", found.group())
            yield from _entries(then, found.group(1).split(" and "))


def _entries(then: Then, names: list[str]) -> Iterator[Fact]:
    """Of each person the newest approval of a document that the landing edits, in the log as it was read then."""
    edits = then.facts.get("edits", [])
    gone = left_out(edits, "edits of documents")
    if gone is not None:
        yield gone
        return
    for path in [text(edit["path"]) for edit in edits]:
        plan = path.removeprefix(f"{PLANS_FOLDER}/").removesuffix(".yaml")
        about = ("policy", "") if path == POLICY_FILE else ("plan", plan)
        for name in names:
            every = [(one, one.act) for one in then.before() if isinstance(one.act, Approval)]
            found = [(one, act) for one, act in every if (act.of, act.name) == about and act.by == name]
            for one, act in found[-1:]:
                row: dict[str, Any] = {"id": one.id, "teams": list(one.teams), "presence": one.presence}
                yield from approval(then, row, act)


def _missing(then: Then) -> Iterator[Fact]:
    """What was asked of people and not given, and whose it was to give."""
    for one in then.findings():
        if then.stopped(one) and one["rule"] in (*MISSING, *STALE):
            who = dict.fromkeys([step["who"] for step in one["next"] if step["who"] != "you"])
            whose = f"; of {few(texts(list(who)))}" if who else ""
            yield fact("missing", f"{text_of(one['what'])}; {text_of(one['why'])}{whose}  [{one['rule']}]")
    for wait in _waits(then):
        yield fact("missing", f"{text(wait['words'])}; {text(wait['why'])}; nothing that it does is held to it")
    given = then.turn.get("approved")
    if given and given["state"] in ("stale", "expired"):
        yield fact("missing", shown(f"an approval of this very landing is {given['state']}: ") + text(given["why"]))
