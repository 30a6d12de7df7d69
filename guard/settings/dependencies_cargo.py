"""Cargo.toml: every table that asks for crates, of the package, of the workspace and of each target."""

from __future__ import annotations

from guard.settings.dependencies_listing import Listing, Package
from guard.settings.texts import Places, plain, table, take, toml_of, trimmed, word

_TABLES = {
    "dependencies": "",
    "dev-dependencies": "dev",
    "dev_dependencies": "dev",
    "build-dependencies": "build",
    "build_dependencies": "build",
}
_REFS = ("rev", "tag", "branch")


def manifest(text: str) -> Listing:
    """Features of the crate itself are the rest; those it asks of others are told."""
    data, places = toml_of(text), Places(text)
    packages = _tables(data, places, "")
    for target, found in table(data.get("target")).items():
        packages += _tables(table(found), places, target)
    packages += _entries(table(take(data, "workspace", "dependencies")), places, "[workspace.dependencies", "workspace")
    for where, found in table(take(data, "patch")).items():
        for package in _entries(table(found), places, "[patch.", ""):
            packages.append(package._replace(over="patch", place=where))
    for package in _entries(table(take(data, "replace")), places, "[replace", ""):
        packages.append(package._replace(name=package.name.partition(":")[0], over="replace"))
    return Listing("cargo", False, tuple(packages), (), trimmed(data))


def _tables(data: dict[str, object], places: Places, place: str) -> list[Package]:
    packages = []
    for name, scope in _TABLES.items():
        found = _entries(table(take(data, name)), places, f"[{name}" if not place else "[target", scope)
        packages += [package._replace(place=place) for package in found]
    return packages


def _entries(found: dict[str, object], places: Places, head: str, scope: str) -> list[Package]:
    packages = []
    for key, value in found.items():
        line = places.entry(head, key)
        said: dict[str, object] = {"version": value} if isinstance(value, str) else dict(table(value))
        packages.append(_entry(key, said, line, scope))
    return packages


def _entry(key: str, said: dict[str, object], line: int, scope: str) -> Package:
    version, name = word(said.pop("version", None)), word(said.pop("package", None)) or key
    optional = said.pop("optional", False)
    refs = {ref: said.pop(ref) for ref in _REFS if ref in said}
    origin, source = ("alias", key) if name != key else ("", "")
    for place, kind in (("registry", "registry"), ("registry-index", "registry"), ("path", "path"), ("git", "git")):
        if place in said:
            origin, source = kind, f"{source} {word(said.pop(place))}".strip()
    if said.pop("workspace", False):
        origin, source = "workspace", f"{source} workspace".strip()
    if origin == "git":
        version = next((word(ref) for ref in refs.values()), version)
    features = said.pop("features", None)
    if said.get("default-features") is True:  # as where nothing is said
        said.pop("default-features")
    detail = [(field, plain([said[field]])) for field in sorted(said)]
    if isinstance(features, list) and features:  # their order does not count
        detail.append(("features", plain(sorted(map(str, features)))))
    package = Package(name, version, line, "optional" if optional and not scope else scope, origin, source)
    return package._replace(detail=tuple(detail))
