"""The facts a verdict rests on, as plain data: those of the landing spelled out, and one digest over all there were.

Spelled out is what a person asks about later: what every path does, what it was held to, where the phases of that plan
and of those beside it stood, what they waited for, and which entries of the log spoke for it. All else that checks may
see (other plans, earlier commits one by one) is in the digest, so that no difference goes unseen.
"""

from __future__ import annotations

from guard.digest import digest
from guard.model.case import Case, Edit
from guard.model.claim import claims
from guard.model.evidence import Facts
from guard.model.landing import Landing
from guard.model.log import Approval, Entry, Evidence
from guard.model.operation import Judged
from guard.model.plan import Pattern, Phase, Plan
from guard.model.policy import Policy
from guard.model.progress import Progress
from guard.records.plain import plain, seal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def facts_of(case: Case) -> dict[str, Any]:
    """What a record holds of a case."""
    told = {
        "paths": _paths(case.landing),
        "steps": [_step(step) for step in case.steps],
        "commits": case.commits and [_commit(one.oid, one.parents, one.fault) for one in case.commits],
        "claims": claims([one.message for one in case.commits]),
        "binding": case.binding,
        "measure": case.measure,
        "targets": case.targets,
        "clashes": case.clashes,
        "modules": case.modules,
        "faults": case.faults,
        "edits": case.edits,
        "turn": None if case.progress is None else _turn(case, case.progress),
        "assumptions": case.settled,
        "sites": case.sites,
        "whole": seal(plain(case, SHORT)),
    }
    found = plain(told, SHORT)
    assert isinstance(found, dict)
    return found


def _paths(judged: Judged) -> list[dict[str, object]]:
    """Each path with both its sides and what is done to it."""
    rows = []
    for change in sorted(judged.changes.changes):
        done: dict[str, object] = {**change._asdict(), "operations": judged.operations[change.path]}
        rows.append(done | ({"protected": True} if change.path in judged.protected else {}))
    return rows


def _step(judged: Judged) -> dict[str, object]:
    """A commit on the way: how many paths, and all it does as one digest."""
    changes = judged.changes
    of = seal(plain(_paths(judged), SHORT))
    return {"what": changes.what, "commit": changes.commit, "paths": len(changes.changes), "digest": of}


def _commit(oid: bytes, parents: tuple[bytes, ...], fault: str) -> dict[str, object]:
    told: dict[str, object] = {"commit": oid, "parents": parents}
    return told | ({"fault": fault} if fault else {})


def _turn(case: Case, progress: Progress) -> dict[str, object]:
    """Whose turn it was: of the plans that have to do with it, every phase."""
    plans = _beside(case, progress)
    return {
        "states": {node: state for node, state in progress.states.items() if node.partition("/")[0] in plans},
        "entries": [entry for entry in progress.world.facts.entries if _speaks(entry, plans, progress.digest)],
        "beside": progress.beside,
        "approved": progress.approved,
        "back": progress.back,
        "behind": progress.behind,
        "flaws": progress.flaws,
        "spent": progress.spent,
        "missing": progress.world.missing,
    }


def _beside(case: Case, progress: Progress) -> frozenset[str]:
    """The plan it is held to, those it may belong to, those whose phases come before or stand in its way."""
    plan = case.binding.plan
    nodes = [*case.binding.others, *[node for some in progress.beside.values() for node in some]]
    if plan is not None:
        nodes += [plan.id, *[after.plan for phase in plan.phases for after in phase.after]]
    if progress.back is not None:
        nodes.append(progress.back.node)
    return frozenset([node.partition("/")[0] for node in nodes]) - {""}


def _speaks(entry: Entry, plans: frozenset[str], landing: str) -> bool:
    """The entry is of one of these plans, or approves this very landing."""
    act = entry.act
    if isinstance(act, Evidence):
        return act.plan in plans
    if isinstance(act, Approval):
        return act.digest == landing if act.of == "landing" else act.name.partition("/")[0] in plans
    return False


def _edit(edit: Edit) -> dict[str, object]:
    """A document before and after it, by digest."""
    sides = {name: side and digest(edit.kind, side) for name, side in (("old", edit.old), ("new", edit.new))}
    return {**edit._asdict(), **sides}


def _entry(entry: Entry) -> dict[str, object]:
    """Its id says what it says; the rest is what its signature shows, and whether it was struck out."""
    names = ("key", "presence", "teams", "kind", "struck")
    shown: dict[str, object] = {name: getattr(entry, name) for name in names}
    return {"id": entry.id} | {name: of for name, of in shown.items() if of}


def _judged(judged: Judged) -> dict[str, object]:
    return {
        "changes": judged.changes,
        "operations": judged.operations,
        "protected": judged.protected,
        "effects": judged.effects,
    }


# What is named elsewhere (documents and the log by digests, the time), or follows from what stands beside it, is told
# by its name alone.
SHORT: dict[type, Callable[..., object]] = {
    Policy: lambda policy: policy.version,
    Plan: lambda plan: plan.id,
    Phase: lambda phase: phase.name,
    Pattern: lambda pattern: pattern.name,
    Landing: lambda landing: {"commit": landing.commit, "place": landing.place},
    Entry: _entry,
    Facts: lambda facts: facts.entries,
    Edit: _edit,
    Judged: _judged,
}
