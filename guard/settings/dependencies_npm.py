"""package.json and package-lock.json: what npm, yarn and pnpm are asked for, and what npm has settled on."""

from __future__ import annotations

import re

from guard.settings.dependencies_listing import Listing, Package
from guard.settings.texts import Places, json_of, plain, table, take, trimmed, word

SECTIONS = {
    "dependencies": "",
    "devDependencies": "dev",
    "optionalDependencies": "optional",
    "peerDependencies": "peer",
}
_OVERRIDES = (("overrides",), ("resolutions",), ("pnpm", "overrides"))
_RUN = ("preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare")
_HOSTED = re.compile(r"(?:(?:github|gitlab|bitbucket|gist):)?[\w.-]+/[\w.-]+(?:#.*)?")
_GIT = ("git+", "git:", "git@", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:")
_SCHEMES = {"file": "path", "link": "path", "portal": "path", "patch": "path", "workspace": "workspace"}
_USUAL = ("https://registry.npmjs.org/", "https://registry.yarnpkg.com/")
_FLAGS = ("dev", "optional", "devOptional", "peer")
_SAID = frozenset(("version", "resolved", "integrity", "link", "name", "hasInstallScript", *SECTIONS, *_FLAGS))


def asked(name: str, wanted: str, line: int | None, scope: str = "") -> Package:
    """A package as a manifest asks for it: a range, a tag, or a place."""
    scheme = wanted.partition(":")[0]
    if scheme == "npm":
        alias, _, version = wanted[4:].rpartition("@")
        if not alias:  # npm:lodash, without a version; npm:@scope/name likewise
            alias, version = wanted[4:], ""
            if re.fullmatch(r"[\^~<>=]?\d.*", alias):
                return Package(name, alias, line, scope)  # yarn writes npm:^1.0.0
        return Package(name, version, line, scope, "alias", alias)
    if scheme in _SCHEMES:
        return Package(name, "", line, scope, _SCHEMES[scheme], wanted)
    if scheme == "catalog":
        return Package(name, "", line, scope, "catalog", wanted)
    if wanted.startswith((".", "/", "~/")):
        return Package(name, "", line, scope, "path", wanted)
    if wanted.startswith(_GIT) or _HOSTED.fullmatch(wanted) or re.search(r"\.git(?:#|$)", wanted):
        source, _, ref = wanted.partition("#")
        return Package(name, ref, line, scope, "git", source)
    if "://" in wanted:
        return Package(name, "", line, scope, "url", wanted)
    return Package(name, wanted, line, scope)


def manifest(text: str) -> Listing:
    """package.json. Scripts are no dependencies: they stay with the rest, those of an installation told besides."""
    data, places = json_of(text), Places(text)
    packages = _sections(data, places, 0)
    for path in _OVERRIDES:
        found = table(take(data, *path))
        packages += _overrides(found, places, places.key(path[-1]), path[-1].removesuffix("s"))
    said, line = data.get("scripts"), places.key("scripts")
    scripts: dict[str, object] = said if isinstance(said, dict) else {}
    runs = [(name, plain([scripts[name]]), places.key(name, line)) for name in _RUN if name in scripts]
    return Listing("npm", False, tuple(packages), (), trimmed(data), tuple(runs))


def _sections(data: dict[str, object], places: Places, after: int, place: str = "") -> list[Package]:
    """The packages of the four sections, taken out of the data."""
    packages = []
    for section, scope in SECTIONS.items():
        wanted = table(take(data, section))
        line = places.key(section, after) if wanted else 0
        for name, version in wanted.items():
            package = asked(name, word(version), places.key(name, line), scope)
            packages.append(package._replace(place=place))
    return packages


def _overrides(found: dict[str, object], places: Places, line: int, over: str, above: str = "") -> list[Package]:
    packages = []
    for key, value in found.items():
        at = places.key(key, line)
        cut = key.rfind("@")
        name = key[:cut] if cut > 0 else key
        if isinstance(value, dict):
            name = above if key == "." else name
            packages += _overrides(value, places, at, over, f"{above}>{name}" if above and key != "." else name)
            continue
        name = above.rpartition(">")[2] if key == "." else name
        package = asked(name, word(value), at)
        packages.append(package._replace(over=over, place=f"{above}>{key}"))
    return packages


def locked(text: str) -> Listing:
    """package-lock.json and npm-shrinkwrap.json, all versions: npm 6 reads `dependencies`, later ones `packages`."""
    data, places = json_of(text), Places(text)
    packages: list[Package] = []
    rest: dict[str, object] = {}
    for path, found in table(take(data, "packages")).items():
        entry, line = dict(table(found)), places.key(path)
        if path.startswith("node_modules/") or "/node_modules/" in path:
            packages.append(_entry(path.rpartition("node_modules/")[2], entry, line, path))
        else:
            packages += _sections(entry, places, line, f"of {path}")
            rest[path] = entry
    packages += _tree(table(take(data, "dependencies")), places, "", places.key("dependencies"))
    data.pop("packages", None)
    return Listing("npm", True, tuple(packages), (), trimmed({**data, "of": rest}))


def _tree(found: dict[str, object], places: Places, above: str, after: int) -> list[Package]:
    """The nested dependencies of the first version of the format."""
    packages = []
    for name, value in found.items():
        entry = dict(table(value))
        place, line = f"{above}>{name}", places.key(name, after)
        below = entry.pop("dependencies", None)
        packages.append(_entry(name, entry, line, place))
        packages += _tree(table(below), places, place, places.key("dependencies", line)) if below else []
    return packages


def _entry(name: str, entry: dict[str, object], line: int, place: str) -> Package:
    version, resolved = word(entry.get("version")), word(entry.get("resolved"))
    alias = word(entry.get("name"))
    if version.startswith("npm:"):  # so the first format writes another name
        alias, _, version = version[4:].rpartition("@")
    elif "://" in version or version.startswith(("file:", *_GIT)):  # and where a package comes from
        version, resolved = "", version
    origin, source = settled(resolved, version)
    if alias and alias != name:
        origin, source = "alias", f"{alias} {source}"
    if entry.get("link"):
        origin = "path"
    source, _, ref = source.partition("#") if origin == "git" else (source, "", "")
    detail = {
        "install-script": plain(entry.get("hasInstallScript")),
        "~requires": plain({section: entry[section] for section in SECTIONS if section in entry}),
        "~metadata": plain({key: value for key, value in entry.items() if key not in _SAID}),
        "~commit": ref,
    }
    scope = {"devOptional": "optional"}.get(kind := next((flag for flag in _FLAGS if entry.get(flag)), ""), kind)
    seal = tuple(sorted(word(entry.get("integrity")).split()))
    return Package(name, version or ref, line, scope, origin, source, seal, _said(detail), "", place)


def _said(detail: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple([(name, value) for name, value in detail.items() if value])


def settled(resolved: str, version: str) -> tuple[str, str]:
    """What a lock file says it was fetched from, without the version, so that an upgrade alone leaves it as it was."""
    source = resolved.replace(version, "{}") if version else resolved
    if resolved.startswith(_GIT):
        return "git", source
    if resolved.startswith(("file:", ".", "/")):
        return "path", source
    if not resolved or resolved.startswith(_USUAL):
        return "", source
    return ("registry" if "/-/" in resolved else "url" if "://" in resolved else "path"), source
