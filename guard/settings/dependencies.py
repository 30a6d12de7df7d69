"""Packages that a manifest or a lock file names, and what is different between its two sides.

Every reader of a format turns one side into a Listing; the differences are told here, in one way for all of them.
"""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.operation import Operation
from guard.model.reading import Reading
from guard.settings import dependencies_sources as sources
from guard.settings import dependencies_versions as versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.settings.dependencies_listing import Listing, Package

    Pair = tuple["Package | None", "Package | None"]

LONGEST_NAME = 200
_DETAIL = re.compile(r"[a-z][a-z_-]{1,20}")  # of all that an entry may say, what looks like a key of the format


def compare(old: Listing | None, new: Listing | None) -> Reading | None:
    """What became of the packages; None where nothing did."""
    side = new or old
    if side is None:
        return None
    known = sources.known(old)
    operations = [one for pair in _pairs(_of(old), _of(new)) for one in _operations(pair, side, known)]
    if sources.registries_changed(old, new):
        ends = sources.ends(old.registries if old else (), new.registries if new else ())
        line = 1 if new else None
        attributes = (("change", "registries"), ("kind", _kind(side)), *ends)
        operations.append(Operation("dep.source", line, f"package:{side.ecosystem}", None, (), _sorted(attributes)))
    operations += _scripts(old, new)
    if not operations:
        return None
    accounted = ((old.rest if old else None) or None) == ((new.rest if new else None) or None)
    once = {(op.id, op.object, op.attributes): op for op in reversed(operations)}
    found = [op._replace(via=side.ecosystem) for op in reversed(once.values())]
    return Reading(tuple(sorted(found, key=lambda op: (op.line is None, op.line or 0))), accounted)


def _of(listing: Listing | None) -> tuple[Package, ...]:
    return listing.packages if listing else ()


def _pairs(olds: Iterable[Package], news: Iterable[Package]) -> list[Pair]:
    """Packages that are not on both sides, each with what it was before or is now."""
    gone, come = _grouped(olds), _grouped(news)
    pairs: list[Pair] = []
    for key in dict.fromkeys((*come, *gone)):
        was, now = gone.get(key, {}), come.get(key, {})
        left = [package for identity, package in was.items() if identity not in now]
        right = [package for identity, package in now.items() if identity not in was]
        for same in (lambda p: (p.version, p.scope), lambda p: p.version, lambda p: p.scope, lambda p: ""):
            pairs += _matched(left, right, same)
        pairs += [(package, None) for package in left]
        pairs += [(None, package) for package in right]
    return pairs


def _grouped(packages: Iterable[Package]) -> dict[tuple[str, ...], dict[Package, Package]]:
    groups: dict[tuple[str, ...], dict[Package, Package]] = {}
    for package in packages:
        group = groups.setdefault((package.over, package.name, package.place), {})
        group.setdefault(package._replace(line=None), package)
    return groups


def _matched(left: list[Package], right: list[Package], same: Callable[[Package], object]) -> list[Pair]:
    """Pairs that have this in common, taken out of both lists; the last, which are the highest, first."""
    pairs: list[Pair] = []
    waiting: dict[object, list[Package]] = {}
    for package in right if left else ():
        waiting.setdefault(same(package), []).append(package)
    for package in reversed(left[:]) if waiting else ():
        found = waiting.get(same(package))
        if found:
            pairs.append((package, found.pop()))
            left.remove(package)
            right.remove(pairs[-1][1])  # type: ignore[arg-type]
    return pairs


def _scripts(old: Listing | None, new: Listing | None) -> list[Operation]:
    """What an installation runs that it did not run before."""
    before = {(name, text) for name, text, _ in old.scripts} if old else set()
    found = [(name, line) for name, text, line in (new.scripts if new else ()) if (name, text) not in before]
    return [Operation("ci.change", line, attributes=(("change", name), ("part", "scripts"))) for name, line in found]


def _operations(pair: Pair, side: Listing, known: frozenset[str]) -> list[Operation]:
    """What became of one package: of its version, and of where it comes from."""
    was, now = pair
    package = now or was
    assert package is not None
    words = sources.changed(was, now, known, side.lock)
    shared = [("kind", _kind(side)), *([("scope", package.scope)] if package.scope else [])]
    told: list[tuple[str, list[tuple[str, str]]]] = []
    if was and now:
        more = _changes(was, now, side.ecosystem, words)
        told += [("dep.upgrade", [*_versions(was, now), *more])] if more is not None else []
    elif not words or package.version or not package.over:
        id_ = "dep.upgrade" if package.over else "dep.add" if now else "dep.remove"
        more = [("change", package.over)] if package.over else []
        more += [("source", package.origin)] if package.origin else []
        told.append((id_, [*_versions(was, now), *more]))
    if words:
        ends = sources.ends([was.source] if was else [], [now.source] if now else [])
        origin = [("source", now.origin)] if now and now.origin else []
        over = [package.over] if package.over else []
        told.append(("dep.source", [*ends, *origin, ("change", " ".join(dict.fromkeys((*over, *words))))]))
    name = shown(package.name[:LONGEST_NAME])
    object_, line = f"package:{side.ecosystem}/{name}", now.line if now else None
    return [Operation(id_, line, object_, None, (), _sorted((*shared, *more))) for id_, more in told]


def _versions(was: Package | None, now: Package | None) -> list[tuple[str, str]]:
    ends = (("from", was), ("to", now))
    return [(name, versions.shown(end.version)) for name, end in ends if end and versions.shown(end.version)]


def _changes(was: Package, now: Package, ecosystem: str, words: list[str]) -> list[tuple[str, str]] | None:
    """What is different beside the version that is named and the source; None where nothing is."""
    moved = was.version != now.version and bool(now.version or not words)
    found = [("source", now.origin)] if now.origin else []
    changes = [was.over] if was.over else []
    if moved and versions.lower(now.version, was.version):
        found.append(("downgrade", "true"))
    if moved and versions.exact(was.version, ecosystem) != versions.exact(now.version, ecosystem):
        changes.append("pin" if versions.exact(now.version, ecosystem) else "unpin")
    other = ["integrity"] if sources.resealed(was, now) and "integrity" not in words else []
    other += ["scope"] if was.scope != now.scope else []
    before, after = dict(was.detail), dict(now.detail)
    different = [name for name in sorted({*before, *after}) if before.get(name, "") != after.get(name, "")]
    named = {name if _DETAIL.fullmatch(name) else "other" for name in different if name[:1] != "~"}
    other += sorted(named - {*words})
    if not (moved or other or words):
        other = sorted({name[1:].partition(" ")[0] for name in different})
    if words and not (moved or other):
        return None
    return [*found, *([("change", " ".join([*changes, *other]))] if changes or other else [])]


def _kind(side: Listing) -> str:
    return "lock" if side.lock else "direct"


def _sorted(attributes: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(dict(attributes).items()))
