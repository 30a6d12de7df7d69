"""The last landings as a page for a team: who would have met what, landing by landing.

Whatever may hold a word of the repository stands in code, as in every page of guard; a link leads to where the forge
shows the commit, and is made of the host and path of the remote or of what was said with --link.
"""

from __future__ import annotations

from guard.commands._past import landings
from guard.commands._past_told import beginning, by_rule, counted, landed, shared
from guard.formats.markdown import COMMENT, code
from guard.model.rule import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands._past import Past, Share, Step
    from guard.model.finding import Finding

LISTED = 20  # landings of one owner, of each kind
WORDS = 3  # findings of one landing
ROOM = 1_000  # bytes that are kept free for what is left out


def page(past: Past) -> str:
    """A page of as many bytes as a comment may hold; what no longer fits is counted."""
    head, tail = [*_head(past)], [*_rules(past), *_end(past)]
    left = COMMENT - ROOM - _size([*head, *tail])
    parts = []
    for number, share in enumerate(past.shares):
        lines = list(_share(past, share))
        left -= _size(lines)
        if left < 0:
            more = len(past.shares) - number
            parts += [f"And {more:,} more owners: `guard check --last {len(past.steps)} --format json` has all.", ""]
            break
        parts += lines
    return "\n".join([*head, *parts, *tail]).rstrip("\n") + "\n"


def _size(lines: list[str]) -> int:
    return len("\n".join(lines).encode()) + 1


def _head(past: Past) -> Iterator[str]:
    """What was looked at, and the sums."""
    yield from (f"# guard: the last {landings(len(past.steps))} of {code(past.under.trusted.ref)}", "")
    yield f"Each judged by itself, under {past.under.rules()}. A report of what would have been: nothing was refused."
    yield ""
    yield from [f"- {line}" for line in landed(past)]
    yield from (f"- {past.quiet():,} would have passed without a word", f"- {counted(past)}")
    yield from [f"- {line}" for line in beginning(past)]
    yield ""
    unread = [step for step in past.steps if step.verdict.outcome == "cannot-establish"]
    if unread:
        yield from (f"{landings(len(unread))} could not be judged, and would have been stopped for it.", "")
    if past.unread:
        yield from (f"CODEOWNERS counts for nothing here: {code(past.unread)}.", "")
    if past.shares:
        yield from ("## Whose they are", "")
        yield "By the policy, else by CODEOWNERS, else who committed the landing."
        yield ""
        yield from [f"- {code(share.owner.name)} ({share.owner.said_by}): {shared(share)}" for share in _first(past)]
        if past.shares[LISTED:]:
            yield f"- and {len(past.shares) - LISTED:,} more"
        yield ""


def _first(past: Past) -> tuple[Share, ...]:
    return past.shares[:LISTED]


def _share(past: Past, share: Share) -> Iterator[str]:
    yield from (f"## {code(share.owner.name)}", "")
    for words, rows in (("Would have needed a plan", share.lacks_plan), ("Would have been stopped", share.stopped)):
        if not rows:
            continue
        yield from (f"**{words}: {landings(len(rows))}**", "")
        for step, findings in rows[:LISTED]:
            yield from _landing(past, step, findings)
        if rows[LISTED:]:
            yield f"- and {len(rows) - LISTED:,} more"
        yield ""


def _landing(past: Past, step: Step, findings: tuple[Finding, ...]) -> Iterator[str]:
    name = code(step.commit[:12])
    yield f"- {f'[{name}]({past.url(step.commit)})' if past.link else name} {code(step.subject)}"
    yield from [f"  - {found.rule} ({found.outcome}): {code(found.what)}" for found in findings[:WORDS]]
    if findings[WORDS:]:
        yield f"  - and {len(findings) - WORDS:,} more"


def _rules(past: Past) -> Iterator[str]:
    told = by_rule(past)
    if told:
        yield from ("## By rule", "")
        for rule, found in told:
            count = landings(len({step.commit for step, _ in found}))
            yield f"- {rule} {RULES[rule].title}: {count} (`guard explain {rule}`)"
        yield ""


def _end(past: Past) -> Iterator[str]:
    if past.under.whose == "init":
        yield from ("## To have guard tell this of every new change", "")
        yield "`guard init` writes the smallest policy, in shadow mode: it tells, and refuses nothing."
    elif past.under.whose == "here":
        yield from ("## To have guard tell this of every new change", "")
        yield f"Land the policy that stands here on {code(past.under.trusted.ref)}."
