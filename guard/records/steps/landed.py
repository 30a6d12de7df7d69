"""The first steps: what landed, under which documents, and what it was held to."""

from __future__ import annotations

from guard.escape import shown
from guard.grammar import moment
from guard.records.steps.step import DIGEST, NO_FACTS, Step, count, fact, few, left_out, text, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.records.steps.step import Fact
    from guard.records.steps.then import Then

MOST = 50  # files, or commits, that are told by name
DONE = {"A": "added", "M": "changed", "D": "removed", "T": "retyped"}


def landed(then: Then) -> Step:
    """Files with what is done to them, commits, and what they claim."""
    judged, facts = then.record["judged"], then.facts
    rows = [
        fact("commit", judged["commit"]),
        fact("onto", f"{judged['parent'][:12]} of {shown(then.record['trusted']['ref'])}"),
        fact("digest", judged["landing"][:DIGEST]),
    ]
    rows += [fact("claims", few([_claim(one) for one in facts["claims"]]) or "none")] if "claims" in facts else []
    rows += [fact("said", _claim(judged))] if judged.get("plan") or judged.get("phase") else []
    rows += _commits(facts.get("commits", []))
    rows += _files(facts["paths"]) if facts else [fact("files", NO_FACTS)]
    return Step("What landed", count(judged["paths"], "file"), tuple(rows))


def _claim(one: dict[str, Any]) -> str:
    plan, phase = [text(one.get(name, "")) for name in ("plan", "phase")]
    return f"{plan}/{phase}" if plan and phase else f"plan {plan}" if plan else f"phase {phase}"


def _commits(commits: list[dict[str, Any]]) -> Iterator[Fact]:
    for one in commits[:MOST]:
        fault = f": {text(one['fault'])}" if "fault" in one else ""
        of = f"of {count(len(one['parents']), 'parent')}" if len(one["parents"]) != 1 else ""
        yield fact("a commit", " ".join([text(one["commit"]), *([of] if of else [])]) + fault)
    if commits[MOST:]:
        yield fact("a commit", f"and {len(commits[MOST:]):,} more, which the record has")


def _files(paths: Any) -> Iterator[Fact]:
    gone = left_out(paths, "files")
    if gone is not None:
        yield gone
        return
    for one in paths[:MOST]:
        done = few(dict.fromkeys([_operation(operation) for operation in one["operations"]])) or "nothing that is told"
        own = "; a protected file" if one.get("protected") else ""
        yield fact(DONE.get(one["status"], "file"), f"{text(one['path'])}: {done}{own}")
    if paths[MOST:]:
        yield fact("files", f"and {len(paths[MOST:]):,} more, which the record has")


def _operation(one: dict[str, Any]) -> str:
    """As `Operation.words` says it."""
    why = [text(value) for name, value in one.get("attributes", ()) if name == "why"]
    of = f" on {text(one['object'])}" if one.get("object") else ""
    columns = f" ({few(texts(one['columns']))})" if one.get("columns") else ""
    back = ", the way back" if one.get("mirrors") else ""
    return f"{text(one['id'])}{of}{columns}{f' ({why[0]})' if why else ''}{back}"


def documents(then: Then) -> Step:
    """Policy and plans by version and digest, where they stood, and who judged at what time."""
    record, named = then.record, then.record["documents"]
    policy, made = named["policy"], record["versions"]
    rows = []
    if policy:
        advised = "; it only advised (shadow)" if policy["shadow"] else ""
        rows.append(fact("policy", f"version {policy['version']}, {policy['digest'][:DIGEST]}{advised}"))
    else:
        rows.append(fact("policy", "none that could be read"))
    rows += _plans(then, named["plans"])
    at = record["trusted"]
    rows.append(fact("stood at", f"{at['commit'][:12]} of {shown(at['ref'])}"))
    if then.unread:
        rows.append(fact("today", f"they cannot be read here any more: {then.unread}"))
    log = record["log"]
    held = f"{count(log['entries'], 'entry', 'entries')}, the newest {log['tip'][:12]}"
    parsers = [f"{name} {version}" for name, version in made["parsers"].items()]
    rows += [
        fact("log", held if log["tip"] else "there was none"),
        fact("time", moment.exact(record["now"])),
        fact("guard", f"{made['guard']}, rule set {made['rules'][:DIGEST]}, vocabulary {made['vocabulary']}"),
        fact("parsers", few([f"Python {made['python']}", *parsers], len(parsers) + 1)),
    ]
    return Step("Under which documents", "shadow" if policy and policy["shadow"] else _version(policy), tuple(rows))


def _version(policy: dict[str, Any] | None) -> str:
    return f"version {policy['version']}" if policy else "no policy"


def _plans(then: Then, plans: dict[str, Any]) -> Iterator[Fact]:
    """The one it was held to with what stood beside it; of the others the names."""
    own, _ = then.held()
    if own in plans:
        one = plans[own]
        beside = [f"narrative {one['narrative'][:12]}"] if one["narrative"] else []
        beside += [f"manifest {shown(name)} {oid[:12]}" for name, oid in one["manifests"].items()]
        yield fact("plan", ", ".join([f"{own} version {one['version']}, {one['digest'][:DIGEST]}", *beside]))
    others = [f"{name} version {one['version']}" for name, one in plans.items() if name != own]
    if others:
        yield fact("beside it" if own in plans else "plans", few(others))


def held(then: Then) -> Step:
    """The plan and the phase, and why these."""
    title = "What it was held to"
    if "binding" not in then.facts:
        return Step(title, "unknown", (fact("plan", NO_FACTS),))
    binding, back = then.facts["binding"], then.turn.get("back")
    plan, phases = then.held()
    rows = []
    if back is not None and not back.get("late"):
        of = f"{text(back['landing']['commit'])[:12]}, a landing of {text(back['node'])}"
        rows.append(fact("goes back", f"it takes back {of}, whole and exactly: that needs no plan"))
    if not plan:
        state, words = _unplanned(then, binding)
        return Step(title, "goes back" if rows else state, (*rows, *words))
    name = then.node()
    rows.append(fact("plan", text(plan)))
    rows.append(fact("phase", text(phases[0]) if name else f"one of {few(texts(phases)) or 'none'}: nobody said which"))
    rows += [fact("why", _why(then, binding))] if name else []
    rows += _allows(then)
    state = "goes back" if rows[0].label == "goes back" else "unclear" if not name else _how(binding)
    return Step(title, state, tuple(rows))


def _how(binding: dict[str, Any]) -> str:
    return "claimed" if binding.get("claimed") else "inferred"


def _why(then: Then, binding: dict[str, Any]) -> str:
    """Why this phase and no other."""
    judged = then.record["judged"]
    if binding.get("claimed"):
        return "it was said outright where it was judged" if judged.get("phase") else "its commits claim it"
    plan, said = binding["plan"], [one["plan"] for one in then.facts["claims"]]
    head = "its commits claim the plan and no phase" if plan in said else "no commit claims one"
    return f"{head}: of the phases that cover all it does it is the one whose turn it was, or the only one"


def _allows(then: Then) -> Iterator[Fact]:
    """What plan and phase allow, as they stood."""
    plan, phase = then.plans.get(then.held()[0]), then.phase()
    if plan is None:
        yield fact("allows", f"the plan cannot be read here: {then.unread}")
        return
    yield fact("owner", f"{plan.owner}: {shown(plan.why)}")
    if phase is not None:
        outside = f"; outside of the repository: {shown(phase.outside)}" if phase.outside else ""
        yield fact("allows", (few(phase.does, 20) or "nothing") + outside)
    yield fact("in", few([shown(pattern) for pattern in plan.patterns], 20))


def _unplanned(then: Then, binding: dict[str, Any]) -> tuple[str, tuple[Fact, ...]]:
    """Of no plan: because none is asked for, because nobody knows which, or against what the policy asks."""
    if binding.get("apart"):
        return "unclear", (
            fact("claims", f"they do not come to one phase that stands: {few(texts(binding['apart']))}"),
        )
    if binding["others"]:
        return "unclear", (fact("plan", f"nobody said which of {few(texts(binding['others']))}"),)
    asked = [found for found in then.findings() if found["rule"] == "G102"]
    if asked:
        settled = [one["settled"] for one in asked if one.get("settled")]
        how = few(dict.fromkeys(settled)) if len(settled) == len(asked) else "and nobody settled that"
        return "unplanned", (fact("plan", f"none, though the policy asks for one; {how} [G102]"),)
    if isinstance(then.outcome["findings"], dict):
        return "no plan", (fact("plan", "none; whether the policy asks for one stands in findings that are left out"),)
    return "no plan", (fact("plan", "none, and none is asked for what it does"),)
