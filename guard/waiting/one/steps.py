"""Every step that somebody may take about a row, and the command that accepts it as it stands."""

from __future__ import annotations

from guard.waiting.one_act import act

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.waiting.one.source import Source


def every(of: Source) -> tuple[tuple[str, str], ...]:
    """Of whoever works on it, then of the people."""
    told = [(step.who, step.words()) for one in of.findings for step in one.next]
    if not told:
        told = [(who, of.row.run) for who in of.row.who] or [("you", of.row.run)]
        run = accept(of)
        told += [(who, f"or accepts it as it stands, and says why: {run}") for who in of.row.who if run]
    return tuple(dict.fromkeys(told))


def accept(of: Source) -> str:
    """The whole command; "" where nobody can."""
    row = of.row
    if not row.accepts:
        return ""
    for found in of.findings:
        for step in found.next:
            run = act(step.words())
            if f"--accept {row.accepts}" in run:
                return run
    return f"guard approve {row.plan} --accept {row.accepts}" if not row.lands and row.plan else ""
