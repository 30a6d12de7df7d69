"""Where packages come from: hosts as they may be shown, and what tells that a package comes from elsewhere."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.settings.dependencies_listing import Listing, Package

_HOST = re.compile(
    r"((?:://|^git@)(?:[^/@\s\"]{0,300}@)?)([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})(?=[:/?#\"]|$)"
)
_USUAL = re.compile(
    r'(?:(?:-i|--index-url|registry|global\.index-url) |\{(?:"name": "[\w-]+", )?"url": ")?'
    r"https://(?:pypi\.org/simple|rubygems\.org|registry\.npmjs\.org|registry\.yarnpkg\.com)/?"
    r'(?:"(?:, "verify_ssl": true)?\})?'
)
_AWAY = frozenset(("git", "url", "alias", "path"))
SCRIPT = "install-script"


def changed(was: Package | None, now: Package | None, known: frozenset[str], lock: bool) -> list[str]:
    """In which ways what is taken comes from elsewhere than it did, or than packages usually do."""
    if was and now:
        words = ["source"] if (was.source, was.origin) != (now.source, now.origin) else []
        words += ["integrity"] if resealed(was, now) and was.seal else []
        scripts = [dict(end.detail).get(SCRIPT) for end in (was, now)]
        return [*words, *([SCRIPT] if scripts[1] and not scripts[0] else [])]
    package = now or was
    assert package is not None
    if package.over:
        return ["source"] if package.source else []
    if now is None:
        return []
    # a folder in a lock file is what the manifest asked for, or the project itself
    away = now.origin in _AWAY and not (lock and now.origin == "path")
    return ["source"] if away or (now.origin == "registry" and not _keys(now.source) <= known) else []


def resealed(was: Package, now: Package) -> bool:
    """Whether the hashes are others though the version is not, or went with it."""
    return was.seal != now.seal and (was.version == now.version or (bool(was.seal) and not now.seal))


def known(listing: Listing | None) -> frozenset[str]:
    """Where packages came from before the change."""
    return frozenset([key for package in (listing.packages if listing else ()) for key in _keys(package.source)])


def _keys(source: str) -> set[str]:
    """The hosts of a source; where it names none, the source itself."""
    return {*hosts((source,))} or {source}


def registries_changed(old: Listing | None, new: Listing | None) -> bool:
    """Whether packages are looked for elsewhere. A new file may name the usual place; with a manifest its own goes."""
    if old is None or new is None:
        one = new or old
        told = one is not None and (new is not None or not one.packages)
        return told and not all([_USUAL.fullmatch(registry) for registry in (one.registries if one else ())])
    return old.registries != new.registries


def ends(was: Iterable[str], now: Iterable[str]) -> list[tuple[str, str]]:
    """The first host of each side that the other does not have."""
    was, now = tuple(was), tuple(now)
    found = (("from", host(was, now)), ("to", host(now, was)))
    return [(name, one[0]) for name, one in found if one]


def host(now: Iterable[str], was: Iterable[str]) -> list[str]:
    """The first host that was not there before; a host is no secret, what may stand before it is."""
    before = set(hosts(was))
    return [one for one in hosts(now) if one not in before][:1]


def hosts(sources: Iterable[str]) -> list[str]:
    found = [(match, source) for source in sources for match in _HOST.finditer(source)]
    return [match[2].lower() for match, source in found if match[1][-1] == "@" or "@" not in source[match.end() :]]
