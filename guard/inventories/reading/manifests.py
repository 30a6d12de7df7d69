"""Manifests and lock files: the packages they name, the package they make, and the commands they give."""

from __future__ import annotations

import re

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.reading.picking import Around, Named

    Row = tuple[str, str, int]

_GO_MODULE = re.compile(r"^module\s{1,9}[\"`]?([^\s\"`]{1,300})", re.M)
_GEM = re.compile(r"\.name\s{0,9}=\s{0,9}[\"']([\w.-]{1,200})[\"']")
_MIX = re.compile(r"app:\s{0,9}:(\w{1,200})")
OTHERS = {"composer.json": "composer", "composer.lock": "composer", "mix.exs": "mix", "pubspec.yaml": "pubspec"}
CONSOLE = (("project", "scripts"), ("project", "gui-scripts"), ("tool", "poetry", "scripts"))


def how(file: Named, around: Around) -> str:
    """A reader of dependencies, and the name of the file behind a colon; `gemspec` and others for the name alone."""
    from guard.operations.dependencies import reader_of

    if file.ending == "gemspec":
        return "gemspec"
    if file.name in OTHERS:
        return OTHERS[file.name]
    reader, _ = reader_of(file.path.decode("utf-8", "replace"))
    return "" if reader.startswith("registries") else reader


def read(data: bytes, how: str) -> Iterator[Row]:
    """Packages, what the manifest makes, and its commands."""
    from importlib import import_module

    from guard.settings import texts

    try:
        text = texts.text_of(data)
        if ":" not in how:
            yield from _other(text, how)
            return
        yield from _own(text, how)
        module, _, function = how.partition(":")
        listing = getattr(import_module(f"guard.settings.dependencies_{module}"), function)(text)
    except texts.UnreadError as error:
        raise UnreadError(str(error)) from None
    for package in listing.packages:
        if package.over not in ("exclude", "retract"):
            yield "package", package.name, package.line or 1
            if package.origin == "alias":
                yield "package", package.source, package.line or 1


def _own(text: str, how: str) -> Iterator[Row]:
    """What the manifest says of itself."""
    from guard.settings.texts import Places, json_of

    if how == "npm:manifest":
        data, places = json_of(text), Places(text)
        name, scripts = data.get("name"), data.get("scripts")
        if isinstance(name, str):
            yield "own", name, places.key("name")
        for script in scripts if isinstance(scripts, dict) else ():
            yield "command", f"npm run {script}", places.key(script, places.key("scripts"))
        bins = data.get("bin")
        for command in bins if isinstance(bins, dict) else [name] if isinstance(bins, str) else ():
            yield "command", str(command).rpartition("/")[2], places.key("bin")
    elif how in ("pypi:pyproject", "cargo:manifest"):
        yield from _of_toml(text, how)
    elif how == "go:module":
        for found in _GO_MODULE.finditer(text):
            yield "own", found[1], text.count("\n", 0, found.start()) + 1


def _of_toml(text: str, how: str) -> Iterator[Row]:
    """The name of the package, and the scripts it installs."""
    from guard.settings.texts import Places, take, toml_of

    data, places = toml_of(text), Places(text)
    for path in (("project", "name"), ("tool", "poetry", "name"), ("package", "name"), ("lib", "name")):
        name = take(data, *path)
        if isinstance(name, str):
            yield "own", name, places.entry(f"[{'.'.join(path[:-1])}]", "name")
    for path in CONSOLE:
        scripts = take(data, *path)
        for name in scripts if isinstance(scripts, dict) else ():
            yield "command", name, places.entry(f"[{'.'.join(path)}", name)
    tables = data.get("bin")
    for one in tables if how == "cargo:manifest" and isinstance(tables, list) else ():
        if isinstance(one, dict) and isinstance(one.get("name"), str):
            yield "command", one["name"], places.find("[[bin]]", one["name"])


def _other(text: str, how: str) -> Iterator[Row]:
    """Manifests of which no change is told in detail: what they name, and no more."""
    from guard.settings.texts import Places, json_of

    if how in ("gemspec", "mix"):
        found = (_GEM if how == "gemspec" else _MIX).search(text)
        if found is not None:
            yield "own", found[1], text.count("\n", 0, found.start()) + 1
        line = re.compile(r"(?:add_\w{0,20}dependency\s{0,9}\(?\s{0,9}[\"']|\{:)([\w.-]{1,200})")
        for one in line.finditer(text):
            yield "package", one[1], text.count("\n", 0, one.start()) + 1
    elif how == "composer":
        data, places = json_of(text), Places(text)
        for section in ("require", "require-dev"):
            wanted = data.get(section)
            for name in wanted if isinstance(wanted, dict) else ():
                yield "package", name, places.key(name)
        for section in ("packages", "packages-dev"):
            listed = data.get(section)
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict) and isinstance(one.get("name"), str):
                    yield "package", one["name"], 1
    else:
        raise UnreadError("packages of Dart are not read")
