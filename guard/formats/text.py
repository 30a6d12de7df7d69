"""Text for people and agents: what, why, next. Names from the repository arrive escaped; nothing is decided here."""

from __future__ import annotations

from guard.model.finding import on_paths
from guard.model.rule import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.finding import Finding
    from guard.model.verdict import Verdict

WIDTH = 63  # of the first line of a finding, before its rule id
MOST = 8  # places of one finding that are listed; the JSON report has all
HEADLINES = {
    "violation": "STOP",
    "needs-person": "a person must settle this",
    "stale": "no longer fits",
    "cannot-establish": "cannot tell",
    "bug": "guard itself failed",
}
LATER = {"commit": "will block the merge, not this commit:", "merge": "will block the run, not the merge:", "run": ""}
COLOURS = {"violation": "31", "needs-person": "33", "stale": "33", "cannot-establish": "35", "bug": "35", "pass": "32"}


def render(verdict: Verdict, colour: bool = False) -> str:
    """The report: one line that says it all, then each finding, then what only closes a later door."""
    lines = [_first(verdict, colour)]
    if verdict.basis.trusted_ref:
        lines.append(_basis(verdict))
    for group in _groups(verdict.stopping()):
        lines += ["", *_finding(group, colour)]
    later = verdict.later()
    if later:
        lines += ["", LATER[verdict.door]]
        for group in _groups(later):
            lines += ["", *_finding(group, colour)]
    if any([found.settled for found in verdict.findings]):
        lines += ["", *_settled(verdict)]
    if not verdict.adopted and verdict.findings:
        lines += ["", *_would_ask(verdict)]
    if verdict.not_established and verdict.outcome == "pass" and verdict.adopted:
        lines += [f"not established: {', '.join(unknown.what for unknown in verdict.not_established)}"]
    return "\n".join(lines) + "\n"


def _first(verdict: Verdict, colour: bool) -> str:
    if not verdict.adopted and verdict.outcome == "pass":
        return (
            f"guard: not adopted: no .guard/policy.yaml on {verdict.basis.trusted_ref}; "
            f"read: {verdict.basis.judged}; nothing is held to anything"
        )
    words = f"guard: {_painted(verdict.outcome, verdict.outcome, colour)}"
    if verdict.basis.judged:
        words += f", {verdict.basis.judged}"
    if verdict.basis.plan:
        words += f", plan {verdict.basis.plan}" + (f", phase {verdict.basis.phase}" if verdict.basis.phase else "")
    if verdict.exit_code != verdict.would_exit:
        words += f"  (mode: shadow; in enforce mode this would exit {verdict.would_exit})"
    return words


def _basis(verdict: Verdict) -> str:
    basis = verdict.basis
    trusted = f"{basis.trusted_ref} {basis.trusted_id[:12]}".rstrip()
    base = basis.base if " " in basis.base else basis.base[:12]  # an id, or "an empty tree"
    between = base if basis.tip == "index" else f"{base}..{basis.tip[:12]}"
    policy = f"policy {basis.policy} of {trusted}" if basis.policy else f"trusted {trusted}"
    return f"guard: judged against {between}, {policy}"


def _groups(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several places are told once."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for found in findings:
        steps = tuple((step.who, step.run) for step in found.next)
        groups.setdefault((found.rule, found.why, steps), []).append(found)
    return list(groups.values())


def _finding(group: list[Finding], colour: bool) -> list[str]:
    first = group[0]
    title = f"guard: {HEADLINES[first.outcome]}, {RULES[first.rule].title}"
    lines = [_painted(title.ljust(WIDTH - 1), first.outcome, colour) + f" [{first.rule}]"]
    label = "what   "
    for found in group[:MOST]:
        lines.append(label + found.what + _marks(found))
        label = "       "
    if len(group) > MOST:
        lines.append(f"       and {len(group) - MOST:,} more (all of them: --format json)")
    lines += _indented("where  " if first.outcome in ("cannot-establish", "bug") else "why    ", first.why)
    width = max(len(step.who) for step in first.next) + 2
    label = "next   "
    for number, step in enumerate(first.next):
        lines += _indented(label + f"{step.who}:".ljust(width), _command(group, number))
        label = "       "
    return lines


def _marks(found: Finding) -> str:
    """The commit it is about, and the name of a question."""
    commit = f"   (commit {found.commit[:12].decode()})" if found.commit else ""
    return commit + (f"   (question {found.fingerprint})" if found.fingerprint else "")


def _command(group: list[Finding], number: int) -> str:
    """The step, on the listed places of the group where it is run on one; what is printed can be run as it is."""
    step = group[0].next[number]
    if step.path is None:
        return step.run
    places = (found.next[number].path for found in group[:MOST])
    paths = [path for path in dict.fromkeys(places) if path is not None]
    more = f"\n(these {len(paths)} first; {len(group) - MOST:,} more)" if len(group) > MOST else ""
    return on_paths(step.run, paths) + more


def _indented(label: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [label + first, *(" " * len(label) + line for line in rest)]


def _settled(verdict: Verdict) -> list[str]:
    """What a person has settled: it blocks nothing, and is no secret. A line a rule and a word."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for found in verdict.findings:
        if found.settled:
            groups.setdefault((found.rule, found.settled), []).append(found)
    lines = ["settled by a person:"]
    for (rule, by), group in groups.items():
        more = f" and {len(group) - 1:,} more" if len(group) > 1 else ""
        lines.append(f"  {rule} {RULES[rule].title}: {group[0].what}{more}: {by}")
    return lines


def _would_ask(verdict: Verdict) -> list[str]:
    """In a repository without a policy: what the built-in rules would have said, a line a rule."""
    counts: dict[str, list[Finding]] = {}
    for found in verdict.findings:
        counts.setdefault(found.rule, []).append(found)
    lines = ["with a policy, guard would have asked:"]
    for rule, group in counts.items():
        more = f" and {len(group) - 1:,} more" if len(group) > 1 else ""
        lines.append(f"  {rule} {RULES[rule].title}: {group[0].what}{more}")
    return lines


def _painted(text: str, outcome: str, colour: bool) -> str:
    return f"\x1b[1;{COLOURS[outcome]}m{text}\x1b[0m" if colour else text
