"""Branches that are not trusted: taken as they are, and told what will block the merge while their author looks."""

from __future__ import annotations

from guard.escape import shell_word, shown
from guard.model.rule import RULES
from guard_hooks.server import ground as grounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.verdict import Verdict
    from guard_hooks.server.ground import Ground
    from guard_hooks.server.pushed import Update

MOST = 2  # branches that are looked at: who waits for a push has not asked for more
FINDINGS = 3
COMMITS = 200  # of a branch; one that holds more is judged where it is merged


def told(ground: Ground, updates: list[Update]) -> str:
    """In few lines; nothing at all where nothing would be in the way."""
    asked = [one for one in updates if one.new]
    lines: list[str] = []
    for one in asked[:MOST]:
        if _many(ground, one.new):
            lines.append(
                f"guard: {shown(one.ref)} is taken, and too much to judge now; it is judged where it is merged"
            )
            continue
        verdict = grounds.weighed(ground, ground.after, one.new, lands=False)
        lines += _lines(ground, one, verdict) if verdict.exit_code else []
    if len(asked) > MOST:
        lines.append(f"guard: {len(asked) - MOST:,} more branches are taken; they are judged where they are merged")
    return "".join([line + "\n" for line in lines])


def _many(ground: Ground, tip: bytes) -> bool:
    words = ("rev-list", "--count", f"--max-count={COMMITS + 1}", tip.decode(), "^" + ground.after.decode(), "--")
    return int(ground.repository.runner.read(words)) > COMMITS


def _lines(ground: Ground, update: Update, verdict: Verdict) -> list[str]:
    branch = shown(update.ref)
    stops = verdict.stopping()
    untold = verdict.outcome == "cannot-establish"
    said = "Whether it can be merged could not be told here:" if untold else "To be merged it still needs:"
    lines = [f"guard: {branch} is taken. {said}"]
    lines += [f"  {RULES[found.rule].title}: {found.what} [{found.rule}]" for found in stops[:FINDINGS]]
    span = shell_word(b"origin/%b..%b" % (ground.setting.trusted[11:], update.ref[11:]))
    more = f"; {len(stops) - FINDINGS:,} more" if len(stops) > FINDINGS else ""
    return [*lines, f"  what to do{more}: guard check --range {span}"]
