"""Requirements of Python: requirements and constraints files, pyproject.toml, Pipfile."""

from __future__ import annotations

import re

from guard.settings.dependencies_listing import Listing, Package
from guard.settings.texts import Places, UnreadError, entries, plain, table, take, toml_of, trimmed, word

_NAME = re.compile(r"([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)\s*(?:\[([^\]]{0,500})\])?\s*")
_OPTION = re.compile(r"\s--?[a-z][\w-]*(?:[ =]\S+)?")
_HASH = re.compile(r"\s--hash[ =](\S+)")
_REGISTRY = re.compile(r"(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host|--no-index)(?:[ =]|$)")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_PLACED = re.compile(r"(?:[a-z]+\+)?[a-z]+:|[./~]")


def normal(name: str) -> str:
    """One name for all its spellings: Django_Rest, django.rest and django-rest are the same package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(text: str, line: int | None, scope: str = "") -> Package:
    """A requirement: name, extras, versions or a URL, markers."""
    match = _NAME.match(text)
    if match is None:
        raise UnreadError("a requirement in it cannot be read")
    asked = text[match.end() :]
    url = asked.startswith("@")
    asked, _, marker = asked.partition(" ;" if url else ";")
    extras = ",".join(sorted([normal(extra.strip()) for extra in (match[2] or "").split(",") if extra.strip()]))
    detail = tuple([pair for pair in (("extras", extras), ("markers", " ".join(marker.split()))) if pair[1]])
    package = Package(normal(match[1]), "", line, scope, detail=detail)
    if url:
        return placed(package, asked[1:].strip())
    version = asked.strip().removeprefix("(").removesuffix(")")
    if version and version[0] not in "<>=!~":
        raise UnreadError("a requirement in it cannot be read")
    return package._replace(version="".join(version.split()))


def placed(package: Package, url: str) -> Package:
    """A package that comes from a URL or a path. A tag or commit of a repository counts as its version."""
    url, _, fragment = url.partition("#")
    if url.startswith(("git+", "hg+", "svn+", "bzr+", "git:", "git@", "ssh:")):
        head, at, ref = url.rpartition("@")
        source, ref = (head, ref) if at and "/" not in ref and "://" in head else (url, "")
        return package._replace(version=ref, origin="git", source=f"{source}#{fragment}" if fragment else source)
    origin = "url" if "://" in url and not url.startswith("file:") else "path"
    return package._replace(origin=origin, source=f"{url}#{fragment}" if fragment else url)


def requirements(text: str) -> Listing:
    """A requirements or constraints file. What it includes is the rest; where packages come from is told."""
    packages, registries, rest = [], [], []
    for number, line in _joined(text):
        said = _COMMENT.sub("", line).strip()
        if not said:
            continue
        registry = _REGISTRY.match(said)
        if registry is not None:
            registries.append(" ".join((registry[1], *said[registry.end() :].split())))
            continue
        editable = re.match(r"(?:-e|--editable)[ =]\s*", said)
        if said.startswith("-") and not editable:
            rest.append(said)  # -r, -c, --pre, --no-binary: all that decides in another file, or for all packages
            continue
        packages.append(_requirement(said[editable.end() :] if editable else said, number, bool(editable)))
    return Listing("pypi", False, tuple(packages), tuple(registries), tuple(rest))


def _requirement(said: str, number: int, editable: bool) -> Package:
    seal = tuple(sorted(_HASH.findall(said)))
    options = [found.strip() for found in _OPTION.findall(said) if not found.startswith(" --hash")]
    said = _OPTION.sub("", said).strip()
    if editable or _PLACED.match(said) or ("/" in said and "@" not in said and ";" not in said):
        egg = re.search(r"[#&]egg=([\w.-]+)", said)
        stem = re.split(r"[#@?]", said.rpartition("/")[2] or said)[0].removesuffix(".git")
        stem = stem.partition("-")[0] if stem.endswith(".whl") else stem.strip(".")
        found = placed(Package(normal(egg[1] if egg else stem or "here"), "", number), said)
    else:
        found = required(said, number)
    detail = (*found.detail, *([("options", plain(options))] if options else []))
    return found._replace(seal=seal, detail=detail, scope="editable" if editable else "")


def _joined(text: str) -> list[tuple[int, str]]:
    """Lines with those that a backslash continues, and the number of the first."""
    found: list[tuple[int, str]] = []
    parts: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):  # the last one may be continued by nothing
        parts.append(line)
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            parts[-1] = line[:-1]
            continue
        found.append((number - len(parts) + 1, " ".join(parts)))
        parts = []
    return found


_LISTS = (  # of requirements as texts, or tables of such lists: where they stand, and their scope
    (("project", "dependencies"), ""),
    (("project", "optional-dependencies"), "optional"),
    (("dependency-groups",), "dev"),
    (("build-system", "requires"), "build"),
    (("tool", "uv", "dev-dependencies"), "dev"),
    (("tool", "pdm", "dev-dependencies"), "dev"),
    (("tool", "uv", "constraint-dependencies"), "constraint"),
    (("tool", "uv", "build-constraint-dependencies"), "constraint"),
    (("tool", "uv", "override-dependencies"), "override"),
)
_INDEX = "index index-url extra-index-url find-links no-index index-strategy allow-insecure-host"
_REGISTRIES = (
    ("tool", "poetry", "source"),
    *[("tool", "uv", *above, key) for above in ((), ("pip",)) for key in _INDEX.split()],
    *(("tool", "pdm", "source"), ("tool", "pdm", "resolution", "respect-source-order")),
)


def pyproject(text: str) -> Listing:
    """pyproject.toml: PEP 621, groups of PEP 735, poetry, uv and pdm."""
    data, places = toml_of(text), Places(text)
    packages: list[Package] = []
    includes: dict[str, object] = {}
    for path, scope in _LISTS:
        found = take(data, *path)
        groups = found if isinstance(found, dict) else {"": found}
        for group, wanted in groups.items():
            for item in entries(wanted):
                if isinstance(item, dict):  # {include-group = "test"}
                    includes[f"{group} {plain(item)}"] = item
                    continue
                package = required(word(item), places.find(word(item)), scope)
                over = "override" if scope == "override" else ""
                packages.append(package._replace(place=group, over=over, scope="" if over else scope))
    for name, source in table(take(data, "tool", "uv", "sources")).items():
        package = Package(
            normal(name), line=places.entry("[tool.uv.sources", name), over="source", source=plain(source)
        )
        packages.append(package)
    packages += _poetry(data, places)
    registries = tuple([plain(found) for path in _REGISTRIES if (found := take(data, *path))])
    return Listing("pypi", False, tuple(packages), registries, trimmed({**data, "": includes}))


def _poetry(data: dict[str, object], places: Places) -> list[Package]:
    poetry = table(table(data.get("tool")).get("poetry"))
    found = [("", "", "[tool.poetry.dependencies", poetry.get("dependencies")),
             ("", "dev", "[tool.poetry.dev-dependencies", poetry.pop("dev-dependencies", None))]  # fmt: skip
    for group, value in table(poetry.get("group")).items():
        found.append((group, "dev", f"[tool.poetry.group.{group}", table(value).pop("dependencies", None)))
    packages: list[Package] = []
    for group, scope, head, wanted in found:
        for name, value in list(table(wanted).items()):
            if name == "python":
                continue
            line = places.entry(head, name)
            packages += [one._replace(place=group) for one in alternatives(name, value, line, scope)]
    kept = table(poetry.get("dependencies")).get("python")
    if "dependencies" in poetry:
        poetry["dependencies"] = {"python": kept} if kept else {}
    return packages


def alternatives(name: str, value: object, line: int, scope: str) -> list[Package]:
    """The entry of a package in a table of poetry or pipenv: a version, a table, or a list of both."""
    if isinstance(value, list):
        return [found for one in value for found in alternatives(name, one, line, scope)]
    if isinstance(value, str):
        return [Package(normal(name), "" if value == "*" else value, line, scope)]
    said = dict(table(value))
    version = word(said.pop("version", None))
    optional = said.pop("optional", False)
    package = Package(normal(name), version, line, "optional" if optional and not scope else scope)
    for key, origin in (("git", "git"), ("path", "path"), ("file", "path"), ("url", "url"), ("editable", "")):
        if key in said and origin:
            ref = next((word(said.pop(ref)) for ref in ("rev", "ref", "tag", "branch") if ref in said), "")
            package = package._replace(version=ref or version, origin=origin, source=plain(said.pop(key)))
    if not package.origin and (index := said.pop("source", said.pop("index", None))):
        package = package._replace(origin="registry", source=plain(index))
    detail = tuple([(key, plain(said[key])) for key in sorted(said) if plain(said[key])])
    return [package._replace(detail=detail)]


def pipfile(text: str) -> Listing:
    data, places = toml_of(text), Places(text)
    registries = tuple([plain(found) for found in entries(data.pop("source", None))])
    packages: list[Package] = []
    for section, scope in (("packages", ""), ("dev-packages", "dev")):
        for name, value in table(data.pop(section, None)).items():
            packages += alternatives(name, value, places.entry(f"[{section}]", name), scope)
    return Listing("pypi", False, tuple(packages), registries, trimmed(data))
