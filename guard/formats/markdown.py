"""Markdown for the summary of a job and for a comment: the verdict, what waits for whom, findings worst first.

Whatever may hold a word of the repository stands in code, fenced by more backticks than it holds: no link, no mention,
no picture and no HTML comes of it. A page has a length; what no longer fits is counted, from the least bad on.
"""

from __future__ import annotations

import re

from guard.escape import seen_lines, shown
from guard.model.chart import label
from guard.model.finding import Finding, on_paths
from guard.model.ranking import cut, ranked, title
from guard.model.verdict import STOPS, Turn, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMENT = 65_000  # bytes; a comment holds 65,535 characters, and whoever posts it marks it as its own
SUMMARY = 1_000_000  # bytes; the summary of a step holds 1 MiB
LONGEST = 500  # characters of one piece of code
PLACES = 20  # of one finding; more only where the page is long and has room
CHART = 20_000  # characters of the chart of phases
PEOPLE = 20
COMMANDS = 5  # of one of them
LISTED = 30  # things established, or not
STATES = {
    "complete": ("([", "])"),
    "landed": ("[[", "]]"),
    "open": ("[", "]"),
    "ready": ("{{", "}}"),
    "waiting": ("[/", "/]"),
    "unknown": (">", "]"),
}


def render(verdict: Verdict, colour: bool = False, most: int = COMMENT) -> str:
    """A page of at most so many bytes; `colour` has no meaning here."""
    head = [*_head(verdict), *_waiting(verdict)]
    tail = [*_chart(verdict), *_rests(verdict), *_ids(verdict)]
    left = most - len("\n".join([*head, *tail]).encode()) - LONGEST
    return "\n".join([*head, *_findings(verdict, left, most > COMMENT), *tail]).rstrip("\n") + "\n"


def code(text: str) -> str:
    """One line of code, whatever the text holds."""
    words = cut(" ".join(seen_lines(text)), LONGEST) or " "
    fence = "`" * (_longest(words) + 1)
    pad = " " if words.strip(" ") and (words[0] in " `" or words[-1] in " `") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _why(text: str) -> list[str]:
    """On a line; where it shows lines of a file, these as they stand."""
    lines = [cut(line, LONGEST) for line in seen_lines(text)]
    if len(lines) == 1:
        return [f"why: {code(text)}"]
    fence = "`" * max(3, _longest("\n".join(lines)) + 1)
    return ["why:", "", f"{fence}text", *lines[:LISTED], fence]


def _longest(text: str) -> int:
    return max([len(run) for run in re.findall("`+", text)], default=0)


def _head(verdict: Verdict) -> Iterator[str]:
    """The verdict in one line, and what was judged."""
    basis = verdict.basis
    if not verdict.adopted and verdict.outcome == "pass":
        yield "## guard: not adopted"
        yield ""
        yield f"No policy stands on {code(basis.trusted_ref)}; nothing is held to anything."
    else:
        yield f"## guard: {verdict.outcome}"
        yield ""
        may = {"commit": ("be committed", verdict.may_commit), "merge": ("be merged", verdict.may_merge)}
        words, given = may.get(verdict.door, ("run", verdict.outcome == "pass"))
        yield f"It {'may' if given else 'may not'} {words}. Exit code {verdict.exit_code}{_shadow(verdict)}."
    about = [("judged", basis.judged), ("plan", basis.plan), ("phase", basis.phase)]
    told = [f"{name} {code(of)}" for name, of in about if of]
    yield from ["", ", ".join(told)] if told else []
    yield ""


def _shadow(verdict: Verdict) -> str:
    return "" if verdict.exit_code == verdict.would_exit else f" (mode: shadow; else {verdict.would_exit})"


def _groups(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several places are told once."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for found in findings:
        steps = tuple([(step.who, step.run) for step in found.next])
        groups.setdefault((found.rule, found.blocks, found.settled, found.why, steps), []).append(found)
    return list(groups.values())


def _waiting(verdict: Verdict) -> Iterator[str]:
    """Who must do what before this door opens: people first, then whoever works on it."""
    people: dict[str, dict[str, list[Finding]]] = {}
    for group in _groups([found for found in ranked(verdict) if found.blocks in STOPS[verdict.door]]):
        for number, step in enumerate(group[0].next):
            paths = [one.next[number].path for one in group[:PLACES]]
            given = list(dict.fromkeys([path for path in paths if path is not None]))
            run = on_paths(step.run, given) if given else step.run
            people.setdefault(step.who, {}).setdefault(run, []).extend(group)
    if people:
        yield from ("### What waits for whom", "")
    order = sorted(people, key=lambda who: who == "you")
    for who in order[:PEOPLE]:
        yield f"- {code(who)}"
        for run, findings in list(people[who].items())[:COMMANDS]:
            rules = ", ".join(dict.fromkeys([found.rule for found in findings]))
            yield f"  - {code(run)} ({rules})"
        if len(people[who]) > COMMANDS:
            yield f"  - and {len(people[who]) - COMMANDS:,} more"
    if order[PEOPLE:]:
        yield f"- and {len(order) - PEOPLE:,} more"
    if people:
        yield ""


def _findings(verdict: Verdict, left: int, long: bool) -> list[str]:
    """The worst first, as far as there is room; how many are left out is told. Of a long page places fill the rest."""
    told: list[list[str]] = []
    groups = _groups(ranked(verdict))
    rest = len(verdict.findings)
    for group in groups:
        lines = _finding(verdict, group, PLACES)
        size = _size(lines)
        if size > left:
            break
        left -= size
        told.append(lines)
        rest -= len(group)
    for number, group in enumerate(groups[: len(told)] if long else ()):
        fit, left = _fitting(group, left)
        told[number] = _finding(verdict, group, fit)
    return _listed([line for lines in told for line in lines], rest)


def _size(lines: list[str]) -> int:
    return len("\n".join(lines).encode()) + 1


def _fitting(group: list[Finding], left: int) -> tuple[int, int]:
    """How many places of a finding there is room for, and the room that is left then."""
    fit = min(PLACES, len(group))
    for found in group[PLACES:]:
        size = _size([_place(found)])
        if size > left:
            break
        fit, left = fit + 1, left - size
    return fit, left


def _listed(told: list[str], rest: int) -> list[str]:
    if rest:
        told += [
            f"And {rest:,} more findings, none of them worse: the report has all, `guard check --format json`.",
            "",
        ]
    return ["### Findings", "", *told] if told else []


def _finding(verdict: Verdict, group: list[Finding], places: int) -> list[str]:
    first = group[0]
    doors = "closes this door" if first.blocks in STOPS[verdict.door] else f"blocks {first.blocks}"
    lines = [f"**{title(first)}** ({first.outcome}, {doors})", ""]
    lines += [_place(found) for found in group[:places]]
    if len(group) > places:
        lines.append(f"- and {len(group) - places:,} more places")
    lines += ["", *_why(first.why), ""]
    return [*lines, f"settled: {code(first.settled)}", ""] if first.settled else lines


def _place(found: Finding) -> str:
    commit = f", commit {code(found.commit.decode())}" if found.commit else ""
    question = f", question {code(found.fingerprint)}" if found.fingerprint else ""
    return f"- {_where(found)}{code(found.what)}{commit}{question}"


def _where(found: Finding) -> str:
    if not found.path or (found.line is None and found.what.startswith(f"{shown(found.path)}:")):
        return ""
    return f"{code(shown(found.path) + (f':{found.line}' if found.line else ''))}: "


def _chart(verdict: Verdict) -> list[str]:
    """Where the phases stand: the state of each in words, and by the shape of its box."""
    if not verdict.phases:
        return []
    lines = ["### Where the phases stand", ""]
    drawn = _drawn(verdict.phases)
    if sum(map(len, drawn)) > CHART:
        return [*lines, f"The plan has {len(verdict.phases):,} phases, too many to draw: `guard plan status`.", ""]
    return [*lines, "```mermaid", *drawn, "```", ""]


def _drawn(phases: tuple[Turn, ...]) -> list[str]:
    ids = {turn.phase: f"p{number}" for number, turn in enumerate(phases, 1)}
    far = sorted({name for turn in phases for name in turn.after if name not in ids})
    ids |= {name: f"x{number}" for number, name in enumerate(far, 1)}
    lines = ["flowchart TD"]
    for turn in phases:
        words = [turn.phase, f"{turn.state}{', here' if turn.held else ''}"]
        words += ["STOP: a person looks again"] if turn.stops else []
        who = list(dict.fromkeys([name for wait in turn.pending for name in wait.who]))
        words += [f"waits for {', '.join(who)}"] if who else []
        start, end = STATES[turn.state]
        lines.append(f"  {ids[turn.phase]}{start}{label(words)}{end}")
    lines += [f"  {ids[name]}([{label([name])}])" for name in far]
    lines += [f"  {ids[name]} --> {ids[turn.phase]}" for turn in phases for name in turn.after]
    held = [ids[turn.phase] for turn in phases if turn.held]
    return [*lines, "  classDef held stroke-width:3px", f"  class {','.join(held)} held"] if held else lines


def _rests(verdict: Verdict) -> Iterator[str]:
    """What was established, and what not."""
    missing = [f"{unknown.what}: {unknown.why}" for unknown in verdict.not_established]
    for name, said in (("Established", list(verdict.established)), ("Not established", missing)):
        if said:
            yield from (f"### {name}", "")
            yield from [f"- {code(words)}" for words in said[:LISTED]]
            yield from [f"- and {len(said) - LISTED:,} more"] if said[LISTED:] else []
            yield ""


def _ids(verdict: Verdict) -> Iterator[str]:
    """The ids it was judged by: whoever rests on it compares them with what stands there now."""
    basis = verdict.basis
    trusted = f"{basis.trusted_ref} {basis.trusted_id}".strip()
    rows = (
        *(("base", basis.base), ("tip", basis.tip), ("trusted", trusted), ("policy", basis.policy)),
        *(("log", basis.log), ("landing", basis.landing)),
    )
    told = [f"- {name} {code(of)}" for name, of in rows if of]
    if told:
        yield from ("### Judged by", "", *told, "")
