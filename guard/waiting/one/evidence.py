"""What there is to see about a row: places that speak against it, names that are near, who said what so far."""

from __future__ import annotations

from guard.escape import shown
from guard.grammar import moment
from guard.model.ask import asks
from guard.model.assumption import settler
from guard.model.log import Approval, Evidence
from guard.model.said import Said
from guard.replay.manifests import manifest_at
from guard.sites.standing import drained
from guard.value import NamedTuple
from guard.waiting.assumed import settled
from guard.waiting.branches import BY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.assumption import Settled
    from guard.model.plan import Pattern, Plan
    from guard.waiting.one.source import Source

MOST = 20  # pieces of a kind
LONGEST = 300  # letters of a text that is quoted
ASKED = "G770"


class Piece(NamedTuple):
    """One of them."""

    what: str
    words: str
    path: str = ""
    line: int = 0


def pieces(of: Source) -> Iterator[Piece]:
    """In the order in which a person asks for them."""
    yield from _doubted(of)
    yield from _assumed(of)
    yield from _asked(of)
    yield from _said(of)
    yield from _given(of)
    for one in of.row.also[:MOST]:
        where = f"{one.where}: " if one.where != of.row.where else ""
        yield Piece("also", f"{shown(where)}{one.says}  [{one.rule}]", one.path, one.line)


def _doubted(of: Source) -> Iterator[Piece]:
    """What a rule knows beside what it asks, such as the nearest name, and what would answer it."""
    raised = of.weighed.case.raised if of.weighed is not None else ()
    for one in raised:
        if one.question.id == of.row.accepts:
            where, line = shown(one.path), one.doubt.line
            yield Piece("quote", _cut(one.doubt.quote), where, line)
            if one.doubt.why:
                yield Piece("known", one.doubt.why)
            yield Piece("mend", one.doubt.mend)
            return
    for found in of.findings:
        if BY.get(found.rule) == "model":
            yield Piece("quote", found.what, shown(found.path or b""), found.line or 0)


def _assumed(of: Source) -> Iterator[Piece]:
    """What settles an assumption as the plan says, and what the tree has to say of that."""
    plan = next((one for one in of.ground.trusted.plans if one.id == of.row.plan), None)
    if plan is None or not of.row.settles:
        return
    told = next((one for one in settled(of.ground, plan) if one.name == of.row.settles), None)
    if told is None:
        return
    if told.by:
        yield Piece("settled by", told.by)
    if told.where is not None:
        yield Piece("place", told.why, shown(told.where.path), told.where.line or 0)
    if of.row.answered:
        yield Piece("here", f"{of.row.answered} (in the work tree, not landed)", plan.where)
    for pattern in (*plan.sites, *plan.absent):
        if settler(told.by or None).who == pattern.name:
            yield from _places(of, plan, pattern, told)


def _places(of: Source, plan: Plan, pattern: Pattern, told: Settled) -> Iterator[Piece]:
    """The places that are left, or have come."""
    repository, at = of.ground.repository, of.ground.replay.at
    absent = pattern in plan.absent
    manifest = None if absent else manifest_at(repository, at, plan, pattern)
    found = drained(repository, at, plan, pattern, manifest, absent=absent)
    every = (*found.left, *found.grown)
    for site in every[:MOST]:
        yield Piece("site", _cut(site.text) or pattern.name, shown(site.path), site.line)
    if len(every) > MOST:
        yield Piece("site", f"and {len(every) - MOST:,} more: {found.run or told.why}")
    elif not every and found.why:
        yield Piece("site", found.why)


def _asked(of: Source) -> Iterator[Piece]:
    """In which commit somebody asked it, or that it was asked here."""
    if of.row.rule != ASKED:
        return
    commits = of.weighed.change.commits if of.weighed is not None else ()
    said = [one for one in commits if of.row.accepts in [ask.id for ask in asks([one.message])]]
    for one in said[:MOST]:
        yield Piece("asked", f"in commit {one.oid[:12].decode()} of {moment.said(one.at)}")
    if not said:
        yield Piece("asked", "in this work tree: guard ask; no commit says it yet")


def _said(of: Source) -> Iterator[Piece]:
    """What the log has about it: approvals of it or of its plan, evidence about its phase."""
    row, entries = of.row, Said.by(of.ground.replay.world.facts.entries)
    if row.kind not in ("approval", "evidence", "question") or not row.plan:
        return
    node = f"{row.plan}/{row.phase}" if row.phase else ""
    abouts = [("plan", row.plan), *([("phase", node)] if node else [])]
    for entry in entries.approvals(abouts)[-MOST:]:
        act = entry.act
        if isinstance(act, Approval):
            version = f" version {act.version}" if act.version else ""
            until = f"until {moment.said(act.expires)}"
            words = f"{act.by} approved {act.of} {act.name}{version}, {moment.said(act.at)}, {until}"
            yield Piece("approved", words + (f": {_cut(act.reason)}" if act.reason else ""))
    nodes = [of for of in of.row.holds if "/" in of and of.startswith(f"{row.plan}/")] if row.kind == "evidence" else []
    for about in dict.fromkeys([node, *nodes] if node else nodes):
        for _, entry in entries.evidence(about)[-MOST:]:
            fact = entry.act
            if isinstance(fact, Evidence):
                struck = ", revoked since" if entry.struck else ""
                words = f"{fact.by} said {fact.fact} of {about} in {fact.env}, {moment.said(fact.at)}{struck}"
                yield Piece("said", words)


def _given(of: Source) -> Iterator[Piece]:
    """Of protected files that a branch brings: who approved each so far, and what is still missing."""
    progress = of.weighed.case.progress if of.weighed is not None else None
    if progress is None:
        return
    paths = dict.fromkeys([found.path for found in of.findings if found.path])
    for path in list(paths)[:MOST]:
        covered = progress.covered.get(path or b"")
        if covered is not None:
            if covered.given.by:
                yield Piece("approved", f"{' and '.join(covered.given.by)} approved it", shown(path or b""))
            if covered.given.why:
                yield Piece("missing", covered.given.why, shown(path or b""))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
