"""What one landing does to the sites of plans: only changed files are asked, both sides of each.

A verdict rests on this, so nothing is taken from what was worked out before.
"""

from __future__ import annotations

from collections import Counter

from guard.model.change import EXECUTABLE, FILE
from guard.model.site import Compared, Site, Worked, compare, numbered, renamed
from guard.model.site_facts import SiteFacts
from guard.sites.hidden import Sides, hidden, replaced
from guard.sites.links import unread_links
from guard.sites.query import query_of, where
from guard.sites.scan import answers_of, declarations
from guard.sites.standing import fault_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.model.change import FileChange
    from guard.model.plan import Pattern, Plan
    from guard.sites.manifest import Manifest
    from guard.sites.query import Query

    Answers = dict[tuple[str, str], Any]

PLAIN = (FILE, EXECUTABLE)


class Bound(NamedTuple):
    """A pattern that binds a landing, with its plan as that stands on the trusted branch."""

    plan: Plan
    pattern: Pattern
    absent: bool = False
    manifest: Manifest | None = None
    brought: bool = False  # the landing itself brings the plan or the manifest
    unlike: str = ""  # then: how the manifest differs from the tree it lands with


class _Side(NamedTuple):
    """What the changed files hold on one side."""

    sites: list[Site]
    excepted: list[Site]
    worked: list[Worked]
    unread: list[tuple[bytes, str]]


def site_facts(repository: Repository, bounds: Iterable[Bound], changes: Sequence[FileChange]) -> tuple[SiteFacts, ...]:
    """For each pattern that binds: what came and what went; a fact for every one that has anything to tell."""
    changed = [change for change in changes if change.old != change.new]
    found = [_facts(repository, bound, changed) for bound in bounds]
    return tuple([facts for facts in found if _tells(facts)])


def _tells(facts: SiteFacts) -> bool:
    return bool(facts.came or facts.took or facts.moved or facts.unread or facts.fault)


def _facts(repository: Repository, bound: Bound, changes: Sequence[FileChange]) -> SiteFacts:
    plan, pattern = bound.plan, bound.pattern
    kind = "absent" if bound.absent else "sites"
    phases = tuple([phase.name for phase in plan.phases if not bound.absent and pattern.name in phase.sites])
    fault = "" if bound.absent else fault_of(pattern, bound.manifest)
    if not fault and bound.unlike:
        fault = f"not the tree's: {bound.unlike}"
    facts = SiteFacts(
        plan.id,
        plan.owner,
        plan.at(f"/{kind}/{pattern.name}"),
        pattern,
        bound.absent,
        phases,
        fault=fault,
        brought=bound.brought,
    )
    query = query_of(pattern, bound.absent)
    old, new = _wanted(changes, query, 0), _wanted(changes, query, 1)
    linked = unread_links(repository, changes, query)
    answers = answers_of(repository, [*old, *new], query, None) if old or new else {}
    if not answers:
        return facts._replace(unread=linked)
    stood, stands, now = _declared(repository, old, True), _declared(repository, new, True), _declared(repository, new)
    sides = Sides(old, new, stood, stands, now)
    facts = _told(facts._replace(unread=linked), _side(old, answers, query), _side(new, answers, query), sides)
    went = facts.removed if pattern.becomes else (*facts.removed, *facts.other)
    if bound.absent or not went:
        return facts
    return facts._replace(hidden=hidden(repository, changes, query, old, new))


def _wanted(changes: Sequence[FileChange], query: Query, side: int) -> list[tuple[bytes, str, str]]:
    """The files of one side that the query looks at."""
    inside = where(query).inside
    found = []
    for change in changes:
        mode, oid = (change.new_mode, change.new) if side else (change.old_mode, change.old)
        language = query.read_as(change.path) if mode in PLAIN else ""
        if language and inside.matches(change.path):
            found.append((change.path, language, oid.decode()))
    return found


def _side(wanted: list[tuple[bytes, str, str]], answers: Answers, query: Query) -> _Side:
    """The places of one side, in the order of paths."""
    left = where(query).beside
    side = _Side([], [], [], [])
    for path, language, oid in wanted:
        places, worked, unread = answers.get((language, oid)) or ((), (), "")
        sites = [
            Site(path, place + statement, anchor, sign if query.becomes else "", within, line, text)
            for line, text, place, sign, statement, anchor, within in places
        ]
        (side.excepted if left.matches(path) else side.sites).extend(numbered(sites))
        side.worked.extend([Worked(path, sign, statement, line) for line, _, _, sign, statement, _, _ in worked])
        if unread and not left.matches(path):
            side.unread.append((path, unread))
    return side


def _declared(
    repository: Repository, wanted: list[tuple[bytes, str, str]], values: bool = False
) -> Callable[[bytes], frozenset[str]]:
    """What a file of one side declares; each is read once, and only if it is asked for."""
    files = {path: (language, oid) for path, language, oid in wanted}
    known: dict[bytes, frozenset[str]] = {}

    def declared(path: bytes) -> frozenset[str]:
        if path not in known:
            known[path] = declarations(repository, *files[path], values) if path in files else frozenset()
        return known[path]

    return declared


def _told(facts: SiteFacts, old: _Side, new: _Side, sides: Sides) -> SiteFacts:
    stood = Counter([(one.path, one.place) for one in old.worked])
    compared = renamed(compare(old.sites, [*new.sites, *new.excepted], new.worked, stood), sides.declared)
    spared = {site.path for site in new.excepted}
    away = [pair for pair in (*compared.moved, *compared.edited) if pair.new.path in spared]
    other, removed = _gone(compared, sides)
    return facts._replace(
        came=tuple([site for site in compared.grown if site.path not in spared]),
        done=compared.done,
        other=(*other, *[pair.old for pair in away]),
        removed=tuple(removed),
        moved=tuple([pair for pair in compared.moved if pair not in away]),
        unread=(*facts.unread, *new.unread),
    )


def _gone(compared: Compared, sides: Sides) -> tuple[list[Site], list[Site]]:
    """Places that went: something else stands there now, or all that was around them was deleted, and nothing came."""
    other: list[Site] = []
    removed: list[Site] = []
    files = {path for path, _, _ in sides.new}
    for site in compared.slack:
        stands = site.path in files and (not site.within or site.within in sides.declared(site.path))
        (other if stands or replaced(site, sides) else removed).append(site)
    return other, removed
