"""Gemfile, as far as it is plain calls of `gem`, and Gemfile.lock."""

from __future__ import annotations

import re

from guard.settings.dependencies_listing import Listing, Package
from guard.settings.texts import UnreadError

_TEXT = r"""(?:"[^"#\\\n]*"|'[^'\\\n]*')"""
_VALUE = rf"(?:{_TEXT}|:\w+|true|false|nil|\[(?:\s*(?:{_TEXT}|:\w+)\s*,?)*\])"
_OPTION = rf"(?:(?::\w+|{_TEXT})\s*=>|\w+:)\s*{_VALUE}"
_GEM = re.compile(rf"(\s*)gem[ (]\s*({_TEXT})((?:\s*,\s*{_TEXT})*)((?:\s*,\s*{_OPTION})*)\s*\)?\s*(?:#.*)?")
_PAIR = re.compile(rf"(?::?(\w+)|({_TEXT}))\s*(?:=>|:)\s*({_VALUE})")
_SOURCE = re.compile(rf"source[ (]\s*({_TEXT})\s*\)?\s*(?:do\s*)?(?:#.*)?")
_GROUP = re.compile(r"\s*group\b(.*)\bdo\s*(?:#.*)?")
_OPENS = re.compile(r"\s*(?:if|unless|case|begin|def|while)\b|.*\bdo\b\s*(?:\|[^|]*\|)?\s*(?:#.*)?$")
_PLACES = (
    ("git", "git"),
    ("github", "git"),
    ("gist", "git"),
    ("bitbucket", "git"),
    ("path", "path"),
    ("source", "registry"),
)
_SPEC = re.compile(r"    ([\w.-]+) \(([^()]*)\)")
_SEAL = re.compile(r"  ([\w.-]+) \(([^()]*)\)((?: \S+)*)")
_ASKED = re.compile(r"  ([\w.-]+)(?: \(([^()]*)\))?(!)?")


def manifest(text: str) -> Listing:
    """A Gemfile is a program: what is no plain call of `gem` or `source` is the rest, blocks around them included."""
    packages, registries, rest = [], [], []
    around: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or bare[0] == "#":
            continue
        match = _GEM.fullmatch(line)
        if match is not None:
            packages.append(_gem(match, number, around))
            continue
        source = _SOURCE.fullmatch(bare)
        if source is not None and not around:
            registries.append(source[1][1:-1])
        rest += [bare] if source is None or around or bare.endswith("do") else []
        if _OPENS.match(line):
            around.append(bare)
        elif re.match(r"end\b", bare) and around:
            around.pop()
    return Listing("rubygems", False, tuple(packages), tuple(registries), tuple(rest))


def _gem(match: re.Match[str], line: int, around: list[str]) -> Package:
    options = {(key or text[1:-1]): value for key, text, value in _PAIR.findall(match[4])}
    versions = [text[1:-1] for text in re.findall(_TEXT, match[3])]
    package = Package(match[2][1:-1], ", ".join(versions), line, place=" / ".join(around))
    for key, origin in _PLACES:
        if key in options:
            package = package._replace(origin=origin, source=f"{key} {options.pop(key)[1:-1]}")
    if package.origin == "git":
        ref = next((options.pop(key)[1:-1] for key in ("ref", "tag", "branch") if key in options), "")
        package = package._replace(version=ref or package.version)
    group = options.pop("group", options.pop("groups", "")) or " ".join(
        [found[1] for outer in around if (found := _GROUP.fullmatch(outer))]
    )
    words = set(re.findall(r"\w+", group))
    scope = "dev" if words and words <= {"development", "test", "ci", "lint", "docs"} else ""
    detail = tuple([(key, options[key]) for key in sorted(options)])
    return package._replace(scope=scope, detail=detail)


def locked(text: str) -> Listing:
    """Gemfile.lock: where gems come from, what was settled on, their checksums, and what the Gemfile asked for."""
    packages: list[Package] = []
    seals: dict[tuple[str, str], tuple[str, ...]] = {}
    rest: list[str] = []
    section, head, ref = "", "", ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if line[0] != " ":
            section, head, ref = line, "", ""
            rest += [line] if section not in ("GEM", "GIT", "PATH", "CHECKSUMS", "DEPENDENCIES") else []
        elif section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE") and (spec := _SPEC.fullmatch(line)):
            origin = {"GIT": "git", "PATH": "path"}.get(section, "" if "https://rubygems.org/" in head else "registry")
            detail = (("~commit", ref),) if ref else ()
            packages.append(Package(spec[1], spec[2], number, "", origin, head, detail=detail))
        elif section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE") and packages and line.startswith("      "):
            packages[-1] = _requires(packages[-1], line.strip())
        elif section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE") and line.startswith("  ") and line[2] != " ":
            key, _, value = line.strip().partition(":")
            ref = value.strip() if key == "revision" else ref
            head += "" if key in ("revision", "specs") else f"{line.strip()} "
        elif section == "CHECKSUMS" and (seal := _SEAL.fullmatch(line)):
            seals[seal[1], seal[2]] = tuple(sorted(seal[3].replace(",", " ").split()))
        elif section == "DEPENDENCIES" and (asked := _ASKED.fullmatch(line)):
            packages.append(Package(asked[1], asked[2] or "", number, place="asked", detail=_pinned(asked[3])))
        elif section not in ("GEM", "GIT", "PATH", "CHECKSUMS", "DEPENDENCIES", ""):
            rest.append(line)
        else:
            raise UnreadError("it is not written as bundler writes it")
    sealed = [package._replace(seal=seals.get((package.name, package.version), ())) for package in packages]
    return Listing("rubygems", True, tuple(sealed), (), tuple(rest))


def _pinned(mark: str | None) -> tuple[tuple[str, str], ...]:
    return (("placed", "true"),) if mark else ()


def _requires(package: Package, wanted: str) -> Package:
    return package._replace(detail=(*package.detail, (f"~requires {len(package.detail)}", wanted)))
