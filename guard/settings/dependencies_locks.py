"""Lock files in TOML (poetry, uv, pdm, pylock, cargo) and Pipfile.lock: what was settled on."""

from __future__ import annotations

from guard.settings.dependencies_listing import Listing, Package
from guard.settings.dependencies_pypi import normal
from guard.settings.texts import Places, entries, json_of, plain, table, take, toml_of, trimmed, word

_USUAL = ("https://pypi.org/simple", "registry+https://github.com/rust-lang/crates.io-index",
          "sparse+https://index.crates.io/")  # fmt: skip
_FILES = ("files", "wheels", "sdist", "archive")
_SAID = frozenset(
    ("name", "version", "source", "checksum", "index", "vcs", "directory", "optional", "category", "groups")
)
_GROUPS = frozenset(("main", "default"))


def python(text: str) -> Listing:
    """poetry.lock, uv.lock, pdm.lock, pylock.toml. The fingerprint of the manifest in it tells nothing of its own."""
    data = toml_of(text)
    for path in (("metadata", "content-hash"), ("metadata", "content_hash")):
        take(data, *path)
    moved = table(take(data, "metadata", "files"))  # where older files of poetry and pdm keep the hashes
    packages = _packages(data, text, "pypi", moved)
    return Listing("pypi", True, packages, (), trimmed(data))


def cargo(text: str) -> Listing:
    data = toml_of(text)
    return Listing("cargo", True, _packages(data, text, "cargo", {}), (), trimmed(data))


def _packages(data: dict[str, object], text: str, ecosystem: str, moved: dict[str, object]) -> tuple[Package, ...]:
    key = "packages" if "packages" in data else "package"
    found = entries(data.pop(key, None))
    lines = Places(text).headers(rf"^[ \t]*\[\[[ \t]*{key}[ \t]*\]\]")
    known = len(lines) == len(found)
    packages = []
    for at, value in enumerate(found):
        entry = table(value)
        package = _package(entry, lines[at] if known else 1, ecosystem, moved)
        packages.append(package)
    return tuple(packages)


def _package(entry: dict[str, object], line: int, ecosystem: str, moved: dict[str, object]) -> Package:
    name, version = word(entry.get("name")), word(entry.get("version"))
    origin, source, ref = _source({key: entry[key] for key in ("source", "index", "vcs", "directory") if key in entry})
    seal = [word(entry.get("checksum"))]
    for files in [entry.get(key) for key in _FILES] + [moved.get(name), moved.get(f"{name} {version}")]:
        for file in files if isinstance(files, list) else [files]:
            seal += _hashes(file)
    rest = {key: value for key, value in entry.items() if key not in _SAID and key not in _FILES}
    groups = {word(group) for group in entries(entry.get("groups"))} or {word(entry.get("category"))} - {""}
    scope = "optional" if entry.get("optional") else "dev" if groups and not groups & _GROUPS else ""
    name = normal(name) if ecosystem == "pypi" else name
    detail = (("~requires", plain(rest)), ("~commit", ref if version else ""))
    said = tuple([pair for pair in detail if pair[1]])
    return Package(name, version or ref, line, scope, origin, source, tuple(sorted({*seal} - {""})), said)


def _hashes(file: object) -> list[str]:
    if isinstance(file, str):
        return [file]
    return [word(table(file).get("hash")), plain(table(file).get("hashes"))]


def _source(entry: dict[str, object]) -> tuple[str, str, str]:
    """What kind of place a package comes from, the place, and its commit."""
    source = entry.get("source")
    if isinstance(source, str):  # as cargo writes it: kind+url?branch=...#commit
        kind, ref = source.partition("+")[0], source.rpartition("#")[2] if "#" in source else ""
        usual = source.startswith(_USUAL)
        return ("" if usual else "git" if kind == "git" else "registry"), source.partition("#")[0], ref
    said: dict[str, object] = {
        **table(source),
        **{key: entry[key] for key in ("index", "vcs", "directory") if key in entry},
    }
    ref = word(said.pop("resolved_reference", None) or said.pop("rev", None))
    place = plain(said)
    if not said or (set(said) == {"registry"} and word(said["registry"]).startswith(_USUAL)):
        return "", place, ref
    if said.get("index") and word(said["index"]).startswith(_USUAL):
        return "", place, ref
    kind = word(said.get("type"))
    if kind == "git" or "git" in said or "vcs" in said:
        url = word(said.get("git"))
        return "git", plain({**said, "git": url.partition("#")[0]}) if url else place, ref or url.rpartition("#")[2]
    paths = ("path", "editable", "directory", "virtual", "workspace")
    path = kind in ("directory", "file") or any(key in said for key in paths)
    return ("path" if path else "url" if "url" in said and kind != "legacy" else "registry"), place, ref


def pipfile(text: str) -> Listing:
    """Pipfile.lock."""
    data, places = json_of(text), Places(text)
    take(data, "_meta", "hash")
    registries = tuple([plain(found) for found in entries(take(data, "_meta", "sources"))])
    packages = []
    for section, scope in (("default", ""), ("develop", "dev")):
        line = places.key(section)
        for name, value in table(data.pop(section, None)).items():
            packages.append(_pipenv(name, dict(table(value)), places.key(name, line), scope))
    return Listing("pypi", True, tuple(packages), registries, trimmed(data))


def _pipenv(name: str, entry: dict[str, object], line: int, scope: str) -> Package:
    seal = tuple(sorted([word(found) for found in entries(entry.pop("hashes", None))]))
    version, ref = word(entry.pop("version", None)), word(entry.pop("ref", None))
    origin, source = "", ""
    for key, kind in (("git", "git"), ("path", "path"), ("file", "url")):
        if key in entry:
            origin, source = kind, plain(entry.pop(key))
    index = word(entry.pop("index", None))
    if index and index != "pypi":
        origin, source = origin or "registry", f"{source} {index}"
    detail = tuple([(key, plain(entry[key])) for key in sorted(entry) if plain(entry[key])])
    return Package(normal(name), ref or version, line, scope, origin, source, seal, detail)
