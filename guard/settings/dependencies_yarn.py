"""yarn.lock, of both formats, and pnpm-lock.yaml."""

from __future__ import annotations

import re

from guard.settings.dependencies_block import Block, blocks
from guard.settings.dependencies_listing import Listing, Package
from guard.settings.dependencies_npm import SECTIONS, asked, settled
from guard.settings.texts import UnreadError, plain, table, trimmed, word

_ENTRY = re.compile(r'  (?:"([^"]*)"|([\w-]+)) (?:"([^"]*)"|(\S+))')
_GROUP = re.compile(r"  [\w-]+:")
_BELOW = re.compile(r'    (?:"[^"]*"|\S+) (?:"[^"]*"|\S+)')
_WANTED = re.compile(r'"([^"]+)"|([^\s",:][^\s",]*)')
_SEAL = ("resolution", "integrity")


def yarn(text: str) -> Listing:
    """The first format is its own, later ones are YAML with a head that says so."""
    return _berry(text) if re.search(r"^__metadata:", text, re.MULTILINE) else _classic(text)


def _classic(text: str) -> Listing:
    packages: list[Package] = []
    wanted: list[str] = []
    said: dict[str, str] = {}
    requires: list[str] = []
    first = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if not line.strip() or (line[0] == "#" and not said):
            if wanted and said:
                packages += _classic_entry(wanted, said, requires, first)
                wanted, said, requires = [], {}, []
        elif line[0] not in " #" and line.endswith(":") and not wanted:
            wanted, first = [a or b for a, b in _WANTED.findall(line[:-1])], number
        elif wanted and (match := _ENTRY.fullmatch(line)) and (match[1] or match[2]) not in said:
            said[match[1] or match[2]] = match[3] if match[3] is not None else match[4]
        elif wanted and (_GROUP.fullmatch(line) or (requires and _BELOW.fullmatch(line))):
            requires.append(line)
        else:
            raise UnreadError("it is not written as the program writes it")
    if wanted:
        raise UnreadError("it ends within an entry")
    return Listing("npm", True, tuple(packages))


def _classic_entry(wanted: list[str], said: dict[str, str], requires: list[str], line: int) -> list[Package]:
    """A package for each name: two aliases of one package share an entry."""
    version = said.get("version", "")
    resolved, _, seal = said.get("resolved", "").partition("#")
    detail = _said((("~range", plain(sorted(wanted))), ("~requires", plain(requires))))
    found = []
    for name, first in _by_name(wanted).items():
        request = asked(name, first, line)
        origin, source = settled(resolved, version)
        if request.origin:
            origin, source = request.origin, f"{request.source} {source}"
        git = origin == "git" and bool(seal)
        seals = [*([] if git else [seal]), *said.get("integrity", "").split()]
        package = Package(name, seal if git else version, line, "", origin, source)
        found.append(package._replace(seal=tuple(sorted(filter(None, seals))), detail=detail))
    return found


def _by_name(wanted: list[str]) -> dict[str, str]:
    """What descriptors such as lodash@^4.17.0 first ask for, by name."""
    found: dict[str, str] = {}
    for descriptor in wanted:
        name = _name(descriptor)
        found.setdefault(name, descriptor[len(name) + 1 :])
    return found


def _name(descriptor: str) -> str:
    cut = descriptor.find("@", 1)
    if cut < 0:
        raise UnreadError("it is not written as the program writes it")
    return descriptor[:cut]


def _berry(text: str) -> Listing:
    data, packages = blocks(text), []
    head = data.pop("__metadata", None)
    for key, value in data.items():
        entry = dict(table(value))
        wanted = [descriptor.strip() for descriptor in key.split(", ")]
        version, resolution = word(entry.pop("version", None)), word(entry.pop("resolution", None))
        seal = tuple(filter(None, [word(entry.pop("checksum", None))]))
        detail = _said((("~range", plain(sorted(wanted))), ("~requires", plain(entry))))
        source = resolution.replace(version, "{}") if version else resolution
        for name, first in _by_name(wanted).items():
            origin = asked(name, first, None).origin
            if resolution.startswith(f"{name}@npm:"):
                origin = ""
            elif origin not in ("path", "workspace", "git", "url"):
                origin = "alias"
            packages.append(Package(name, version, data.lines[key], "", origin, source, seal, detail))
    return Listing("npm", True, tuple(packages), (), head)


def pnpm(text: str) -> Listing:
    """pnpm-lock.yaml of the formats 5 to 9."""
    data = blocks(text)
    modern = not word(data.get("lockfileVersion")).startswith("5")
    packages: list[Package] = []
    importers = data.pop("importers", None)
    for path, value in ({".": data} | table(importers)).items():
        packages += _importer(path, table(value))
    for kind in ("packages", "snapshots"):
        found = data.pop(kind, None)
        for key, value in table(found).items():
            line = found.lines[key] if isinstance(found, Block) else None
            packages.append(_pnpm_entry(kind, key, table(value), line, modern))
    packages += [
        asked(name, word(wanted), None)._replace(over="override", line=data.lines.get("overrides"))
        for name, wanted in table(data.pop("overrides", None)).items()
    ]
    return Listing("npm", True, tuple(packages), (), trimmed([importers, data]) if importers else trimmed(data))


def _importer(path: str, data: dict[str, object]) -> list[Package]:
    packages = []
    specifiers = table(data.pop("specifiers", None))
    for section, scope in SECTIONS.items():
        found = data.pop(section, None)
        for name, value in table(found).items():
            line = found.lines[name] if isinstance(found, Block) else None
            entry = table(value) if isinstance(value, dict) else {"version": value, "specifier": specifiers.get(name)}
            version = word(entry.get("version")).partition("(")[0].partition("_")[0]
            package = asked(name, version, line, scope)
            detail = (("~range", plain(entry.get("specifier"))), ("~peers", plain(entry.get("version"))))
            packages.append(package._replace(detail=_said(detail), place=f"of {path}"))
            specifiers.pop(name, None)
    if specifiers:
        data["specifiers"] = specifiers
    return packages


def _pnpm_entry(kind: str, key: str, entry: dict[str, object], line: int | None, modern: bool) -> Package:
    bare = key.partition("(")[0].removeprefix("/")
    name, _, version = bare.rpartition("/") if not modern else (bare[: (cut := bare.find("@", 1))], "", bare[cut + 1 :])
    version = version if modern else version.partition("_")[0]
    if not name or (modern and cut < 1):
        name, version = word(entry.get("name")) or bare, word(entry.get("version"))
    package = asked(name, version, line)
    found = entry.get("resolution")
    resolution = dict(table(found))
    seal = tuple(sorted(word(resolution.pop("integrity", None)).split()))
    if resolution:  # a tarball, a repository with its commit, a directory
        origin, source = settled(word(resolution.get("tarball") or resolution.get("repo")), package.version)
        said = plain({**resolution, "tarball": source} if "tarball" in resolution else resolution)
        origin = "git" if "commit" in resolution else origin or "path"
        package = package._replace(origin=origin, source=f"{source} {said}" if "commit" not in resolution else source)
        package = package._replace(version=word(resolution.get("commit")) or package.version)
    rest = {field: value for field, value in entry.items() if field not in ("resolution", "dev", "optional", "version")}
    scope = "optional" if entry.get("optional") == "true" else "dev" if entry.get("dev") == "true" else ""
    detail = (("install-script", plain(rest.pop("requiresBuild", None))), (f"~{kind}", plain(rest)))
    place = "" if kind == "packages" else "in use"
    return package._replace(scope=scope, seal=seal, detail=_said(detail), place=place)


def _said(detail: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple([pair for pair in detail if pair[1]])
