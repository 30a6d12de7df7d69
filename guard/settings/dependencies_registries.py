"""Settings of package tools: where they look for packages, and by which way they fetch them. All else is the rest."""

from __future__ import annotations

import configparser
import json
import re

from guard.settings.dependencies_listing import Listing
from guard.settings.texts import UnreadError, plain, table, take, toml_of, trimmed

_LINE = re.compile(r"[ \t]*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s=\"']+)[ \t]*(?:=[ \t]*|[ \t]+|$)(.*)")
# In any spelling: npmRegistryServer, @house:registry, extra_index_url, strict-ssl.
_SPEAKS = re.compile(
    r"registr|index|findlinks|trustedhost|proxy|strictssl|unsafehttp|^(?:ca|cert|cafile|httpscafilepath|noindex)$"
    r"|npmscopes|networksettings|enablescripts|ignorescripts|checksumbehavior|allowinsecurehost"
)
_CARGO = (
    *(("source",), ("registries",), ("registry",), ("patch",), ("paths",)),
    *(("http", "proxy"), ("http", "cainfo"), ("http", "check-revoke"), ("net", "offline")),
)


def npm(text: str) -> Listing:
    """.npmrc and .yarnrc: a key and a value a line."""
    registries, rest = [], []
    for line in text.split("\n"):
        bare = line.strip()
        if not bare or bare[0] in "#;":
            continue
        match = _LINE.match(line)
        key = _key(match[1]) if match else ""
        if match and _speaks(key):
            registries.append(f"{key} {match[2].strip()}".replace('"', ""))
        else:
            rest.append(bare)
    return Listing("npm", False, (), tuple(registries), tuple(rest))


def _key(written: str) -> str:
    """A key without the quotes and escapes that it may be written with."""
    if written[0] != '"':
        return written.strip("'").removesuffix("[]")
    try:
        return str(json.loads(written)).removesuffix("[]")
    except ValueError:
        raise UnreadError("a key in it cannot be read") from None


def _speaks(key: str) -> bool:
    name = key.rpartition(":")[2] if key.startswith(("@", "//")) else key
    return _SPEAKS.search(re.sub(r"[-_]", "", name).lower()) is not None


def yarn(text: str) -> Listing:
    """.yarnrc.yml."""
    from guard.document.lenient import Mapping, Unreadable, compose

    try:
        documents = compose(text)
    except Unreadable as error:
        raise UnreadError(error.words) from None
    if any([document.duplicates for document in documents]):
        raise UnreadError("a key stands in it twice")
    if any([document.tags for document in documents]):
        raise UnreadError("a tag in it says how to read a value")
    registries: list[str] = []
    rest: list[object] = []
    for document in documents:
        for key, value in document.root.pairs if isinstance(document.root, Mapping) else ():
            if _speaks(key.text):
                registries.append(f"{key.text} {value.canonical()!r}".replace("'", '"'))
            else:
                rest.append((key.text, value.canonical()))
    return Listing("npm", False, (), tuple(registries), tuple(rest))


def pip(text: str) -> Listing:
    """pip.conf and pip.ini."""
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError):
        raise UnreadError("it is not written as pip reads it") from None
    registries: list[str] = []
    rest: list[str] = []
    for section in (*parser.sections(), parser.default_section):
        own = parser[section] if section != parser.default_section else parser.defaults()
        for key, value in own.items():
            said = f"{section}.{key.removeprefix('--').replace('_', '-')} {' '.join(value.split())}"
            (registries if _speaks(key.removeprefix("--")) else rest).append(said)
    return Listing("pypi", False, (), tuple(registries), tuple(rest))


def uv(text: str) -> Listing:
    """uv.toml."""
    data = toml_of(text)
    registries = []
    for above, found in (("", data), ("pip.", table(data.get("pip")))):
        for key in [key for key in found if _speaks(key) or key == "find-links"]:
            registries.append(f"{above}{key} {plain([found.pop(key)])}")
    return Listing("pypi", False, (), tuple(registries), trimmed(data))


def cargo(text: str) -> Listing:
    """.cargo/config.toml: registries, and what stands in for one or for a crate."""
    data = toml_of(text)
    registries = [f"{'.'.join(path)} {plain(found)}" for path in _CARGO if (found := take(data, *path)) is not None]
    return Listing("cargo", False, (), tuple(registries), trimmed(data))
