"""Commands of a finding for a clone that does not have what was judged: each fetches the commit before it names it."""

from __future__ import annotations

from guard.model.change import revision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.finding import Finding
    from guard.model.verdict import Verdict
    from guard_hooks.hosts import Asked

APPROVES = "guard approve "
PULLS, REQUESTS = "refs/pull/", "refs/merge-requests/"


def reached(verdict: Verdict, asked: Asked) -> Verdict:
    """Of an entry of a queue it is the pull request that is looked at: nobody approves what only waits before it."""
    rev = revision(asked.head.encode())
    to = "FETCH_HEAD" if asked.base and asked.number else rev
    before = f"{_fetch(asked)} && {APPROVES}"
    return verdict._replace(findings=tuple([_fetched(found, rev, before, to) for found in verdict.findings]))


def _fetch(asked: Asked) -> str:
    """Of numbers alone: the name of a branch is its author's, and a shell may read more into it."""
    if not asked.number:
        return "git fetch origin"
    requests = bool(asked.refs) and asked.refs[0].startswith(REQUESTS)
    return f"git fetch origin {REQUESTS if requests else PULLS}{asked.number}/head"


def _fetched(found: Finding, rev: str, before: str, to: str) -> Finding:
    steps = []
    for step in found.next:
        words, approves, rest = step.run.partition(APPROVES)
        steps.append(step._replace(run=words + before + rest.replace(rev, to)) if approves and rev in rest else step)
    return found._replace(next=tuple(steps))
