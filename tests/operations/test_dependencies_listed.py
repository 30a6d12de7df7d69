"""Readers of manifests and lock files, one by one: what each makes of a text, and what it refuses."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from guard.settings.dependencies_block import blocks
from guard.settings.dependencies_listing import Listing, Package
from guard.settings.dependencies_npm import asked, settled
from guard.settings.dependencies_pypi import alternatives, required
from guard.settings.texts import UnreadError


def brief(package: Package) -> str:
    """What is said of a package, without what is not."""
    nothing, found = Package(""), []
    for field in Package._fields:
        value = getattr(package, field)
        if field == "line" or value == getattr(nothing, field):
            continue
        text = ",".join(value) if field == "seal" else value
        if field == "detail":
            text = ",".join([f"{name}:{what}" for name, what in value])
        found.append(f"{field}={text}")
    return " ".join(found)


def whole(listing: Listing) -> list[str]:
    packages = [f"{package.line} {brief(package)}" for package in listing.packages]
    rest = [f"rest {listing.rest}"] if listing.rest else []
    return [*packages, *[f"from {registry}" for registry in listing.registries], *rest]


# what npm is asked for | what it means
ASKED = r"""
^1.0.0 | name=n version=^1.0.0
latest | name=n version=latest
npm:other@^1 | name=n version=^1 origin=alias source=other
npm:@a/b@1.x | name=n version=1.x origin=alias source=@a/b
npm:@a/b | name=n origin=alias source=@a/b
npm:other | name=n origin=alias source=other
npm:^1.0.0 | name=n version=^1.0.0
npm:~2 | name=n version=~2
npm:1.x | name=n version=1.x
file:../x | name=n origin=path source=file:../x
link:../x | name=n origin=path source=link:../x
portal:../x | name=n origin=path source=portal:../x
patch:x@npm%3A1#./p.patch | name=n origin=path source=patch:x@npm%3A1#./p.patch
workspace:* | name=n origin=workspace source=workspace:*
catalog:react | name=n origin=catalog source=catalog:react
git+ssh://git@h.example/x.git#v1 | name=n version=v1 origin=git source=git+ssh://git@h.example/x.git
git://h.example/x | name=n origin=git source=git://h.example/x
git@h.example:x.git | name=n origin=git source=git@h.example:x.git
ssh://git@h.example/x | name=n origin=git source=ssh://git@h.example/x
github:a/b | name=n origin=git source=github:a/b
a/b | name=n origin=git source=a/b
a/b#semver:^1 | name=n version=semver:^1 origin=git source=a/b
gitlab:a/b | name=n origin=git source=gitlab:a/b
bitbucket:a/b | name=n origin=git source=bitbucket:a/b
gist:123 | name=n origin=git source=gist:123
https://h.example/x.tgz | name=n origin=url source=https://h.example/x.tgz
https://h.example/x.git#main | name=n version=main origin=git source=https://h.example/x.git
http://h.example/x.tgz | name=n origin=url source=http://h.example/x.tgz
./x | name=n origin=path source=./x
../x | name=n origin=path source=../x
/x | name=n origin=path source=/x
~/x | name=n origin=path source=~/x
git-latest | name=n version=git-latest
"""
# what a lock file says it was fetched from, and the version | what it means
SETTLED = r"""
https://registry.npmjs.org/n/-/n-1.0.0.tgz | 1.0.0 | - | https://registry.npmjs.org/n/-/n-{}.tgz
https://registry.yarnpkg.com/n/-/n-1.0.0.tgz | 1.0.0 | - | https://registry.yarnpkg.com/n/-/n-{}.tgz
https://npm.example/n/-/n-1.0.0.tgz | 1.0.0 | registry | https://npm.example/n/-/n-{}.tgz
https://h.example/n.tgz | 1.0.0 | url | https://h.example/n.tgz
git+ssh://git@h.example/n.git#0123abc | 1.0.0 | git | git+ssh://git@h.example/n.git#0123abc
ssh://git@h.example/n | - | git | ssh://git@h.example/n
file:../n | - | path | file:../n
../n | - | path | ../n
file:///x/n | - | path | file:///x/n
../a/-/n | - | path | ../a/-/n
/a/-/n | - | path | /a/-/n
git+https://h.example/n | - | git | git+https://h.example/n
git://h.example/n | - | git | git://h.example/n
git@h.example:n | - | git | git@h.example:n
github:a/n | - | git | github:a/n
gitlab:a/n | - | git | gitlab:a/n
bitbucket:a/n | - | git | bitbucket:a/n
gist:a/n | - | git | gist:a/n
./n | - | path | ./n
/n | - | path | /n
n.tgz | - | path | n.tgz
"""
# a requirement of Python | what it means
REQUIRED = r"""
a | name=a
A.b_C | name=a-b-c
a>=1 | name=a version=>=1
a >= 1 , < 2 | name=a version=>=1,<2
a (>=1) | name=a version=>=1
a[x, Y_z]==1 | name=a version===1 detail=extras:x,y-z
a; python_version<'3' | name=a detail=markers:python_version<'3'
a @ https://h.example/a ; os_name=='x' | name=a origin=url source=https://h.example/a detail=markers:os_name=='x'
a @ https://h.example/a.whl;x | name=a origin=url source=https://h.example/a.whl;x
a @ git+https://h.example/a.git@v1#subdirectory=x | name=a version=v1 origin=git source=git+https://h.example/a.git#subdirectory=x
a @ file:///x/a.whl | name=a origin=path source=file:///x/a.whl
a@git+ssh://git@h.example/a | name=a origin=git source=git+ssh://git@h.example/a
a @ git@h.example:x | name=a origin=git source=git@h.example:x
a @ git://h.example/x@y | name=a version=y origin=git source=git://h.example/x
a @ ssh://h.example/x | name=a origin=git source=ssh://h.example/x
a @ hg+https://h.example/a@1 | name=a version=1 origin=git source=hg+https://h.example/a
a @ svn+https://h.example/a | name=a origin=git source=svn+https://h.example/a
a @ bzr+https://h.example/a | name=a origin=git source=bzr+https://h.example/a
a~=1.0 | name=a version=~=1.0
a!=1 | name=a version=!=1
a===1 | name=a version====1
a<1 | name=a version=<1
"""
# an entry of poetry or pipenv
ALTERNATIVES: list[tuple[object, str]] = [
    ("^1", "name=n-n version=^1"),
    ("*", "name=n-n"),
    ({"version": "^1"}, "name=n-n version=^1"),
    ({"version": "^1", "optional": True}, "name=n-n version=^1 scope=optional"),
    (
        {"git": "https://h.example/x", "rev": "0123abc"},
        'name=n-n version=0123abc origin=git source="https://h.example/x"',
    ),
    ({"git": "u", "ref": "r"}, 'name=n-n version=r origin=git source="u"'),
    ({"git": "u", "tag": "t"}, 'name=n-n version=t origin=git source="u"'),
    ({"git": "u", "branch": "b"}, 'name=n-n version=b origin=git source="u"'),
    ({"git": "u", "version": "1"}, 'name=n-n version=1 origin=git source="u"'),
    ({"path": "../x", "develop": True}, 'name=n-n origin=path source="../x" detail=develop:true'),
    ({"file": "x.whl"}, 'name=n-n origin=path source="x.whl"'),
    ({"url": "https://h.example/x"}, 'name=n-n origin=url source="https://h.example/x"'),
    ({"version": "1", "source": "house"}, 'name=n-n version=1 origin=registry source="house"'),
    ({"version": "1", "index": "house"}, 'name=n-n version=1 origin=registry source="house"'),
    ({"git": "u", "index": "house"}, 'name=n-n origin=git source="u" detail=index:"house"'),
    ({"version": "1", "python": "^3", "extras": ["b"]}, 'name=n-n version=1 detail=extras:["b"],python:"^3"'),
    ([{"version": "1", "python": "2"}, "2"], 'name=n-n version=1 detail=python:"2" || name=n-n version=2'),
    ({"editable": True, "path": "."}, 'name=n-n origin=path source="." detail=editable:true'),
]


def nested(depth: int) -> list[object]:
    return [nested(depth - 1)] if depth else []


def tables(depth: int) -> dict[str, object]:
    return {"a": tables(depth - 1) if depth else None}


# what pnpm and yarn write
BLOCKS: list[tuple[str, object]] = [
    ("a: 1", ({"a": "1"}, {"a": 1})),
    ("a: 1\nb: 2", ({"a": "1", "b": "2"}, {"a": 1, "b": 2})),
    ("a:\n  b: 1\n  c:\n    d: 2\ne: 3", ({"a": {"b": "1", "c": {"d": "2"}}, "e": "3"}, {"a": 1, "e": 5})),
    ("'a''b': \"c\"", ({"a'b": "c"}, {"a'b": 1})),
    ("\"a b\": 'c d'", ({"a b": "c d"}, {"a b": 1})),
    ("a: {b: 1, 'c': [x, \"y\"], d: {}}", ({"a": {"b": "1", "c": ["x", "y"], "d": {}}}, {"a": 1})),
    ("a: " + "[" * 21 + "]" * 21, ({"a": nested(20)}, {"a": 1})),
    ("\n".join(["  " * depth + "a:" for depth in range(20)]), (tables(19), {"a": 1})),
    ("a: [x y, z]", ({"a": ["x y", "z"]}, {"a": 1})),
    ("a: [x,y]", ({"a": ["x", "y"]}, {"a": 1})),
    ("a:\n- x\n- 'y'\nb: 1", ({"a": ["x", "y"], "b": "1"}, {"a": 1, "b": 4})),
    ("a:\n  - x\n  - {y: 1}", ({"a": ["x", {"y": "1"}]}, {"a": 1})),
    ("a: |\n  x: 1\n\n  y\nb: 2", ({"a": "  x: 1\n\n  y", "b": "2"}, {"a": 1, "b": 5})),
    ("a: >-\n  x", ({"a": "  x"}, {"a": 1})),
    ("a:\n  b: |\n    x\n  c: 1", ({"a": {"b": "    x", "c": "1"}}, {"a": 1})),
    ("---\na: 1 # d", ({"a": "1"}, {"a": 2})),
    ("# c\na: 1", ({"a": "1"}, {"a": 2})),
    ("a: {b: 1} # c", ({"a": {"b": "1"}}, {"a": 1})),
    ("a: b#c", ({"a": "b#c"}, {"a": 1})),
    ("a: http://x/y", ({"a": "http://x/y"}, {"a": 1})),
    ("a/b@1.0(c@2): {}", ({"a/b@1.0(c@2)": {}}, {"a/b@1.0(c@2)": 1})),
    ("a: '*'", ({"a": "*"}, {"a": 1})),
    ("a:", ({"a": None}, {"a": 1})),
    ("a: # c", ({"a": None}, {"a": 1})),
    ("-a: 1", ({"-a": "1"}, {"-a": 1})),
    ("", ({}, {})),
    ("a b: 1 ", ({"a b": "1"}, {"a b": 1})),
    ("a:\n    b: 1", ({"a": {"b": "1"}}, {"a": 1})),
    ("a:\n  b: 1\n\n# c\n  d: 2", ({"a": {"b": "1", "d": "2"}}, {"a": 1})),
    ("a: -1", ({"a": "-1"}, {"a": 1})),
    ("a: ?x", ({"a": "?x"}, {"a": 1})),
    ('a: {"b": 1, c/d@1: 2}', ({"a": {"b": "1", "c/d@1": "2"}}, {"a": 1})),
]
REFUSED: list[str] = [
    "a: b: c",
    "a: b:",
    "a: &x 1",
    "a: *x",
    "a: !x 1",
    "a: @x",
    "a: `x",
    "a: %x",
    "a: {b: &c 1}",
    "a: {b: 1",
    "a: {b 1}",
    "a: [x",
    "a: [x y",
    "a: ['x' 'y']",
    "a: {b: 'x' c: 1}",
    "a: {b: 1} c",
    "a: {b: 1, b: 2}",
    "a: 1\na: 2",
    "<<: {a: 1}",
    "\ta: 1",
    "a:\n \tb: 1",
    "  a: 1\n b: 2",
    "  a: 1\nb: 2",
    "a:\n  b: 1\n\t\nc: 2",
    "a:\n   b: 1\n  c: 2",
    "a: 1\n  b: 2",
    "--- x\na: 1",
    "a: 1\n---\nb: 1",
    "...\n",
    "%YAML 1.2\na: 1",
    'a: "x\\ny"',
    '"a\\n": 1',
    "- a",
    "? a\n: b",
    "a: - b",
    "a: ? b",
    "a: 'x",
    'a: "x" y',
    "[a]",
    "a: {}}",
    "&a b: 1",
    "a: [[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]",
    "\n".join(["  " * depth + "a:" for depth in range(21)]),
    "a: " + "[" * 22 + "]" * 22,
]
# beside this file: `== reader`, a text, `--`, all that it lists
LISTINGS = [
    (reader, text, meant)
    for reader, text, meant in re.findall(
        r"^== (.*)\n((?:.*\n)*?)--\n((?:.*\n)*?)(?=== |\Z)",
        Path(__file__).with_suffix(".txt").read_text(),
        re.MULTILINE,
    )
]
# reader | a text that it refuses
UNREAD: list[tuple[str, str]] = [
    ("npm:manifest", "[]"),
    ("npm:manifest", "{"),
    ("npm:manifest", '{"a": NaN}'),
    ("npm:manifest", '{"dependencies": []}'),
    ("npm:manifest", '{"dependencies": {"a": 1}}'),
    ("npm:manifest", '{"a": 1, "a": 1}'),
    ("npm:manifest", '{"overrides": {"a": 1}}'),
    ("npm:manifest", "[" * 100_000),
    ("npm:locked", '{"packages": {"node_modules/a": 1}}'),
    ("npm:locked", '{"packages": {"node_modules/a": {"version": 1}}}'),
    ("yarn:yarn", "a@1:\n"),
    ("yarn:yarn", "a@1:\n  x\n"),
    ("yarn:yarn", 'a@1:\n  version "1"\n  version "2"\n'),
    ("yarn:yarn", 'a:\n  version "1"\n'),
    ("yarn:yarn", '  version "1"\n'),
    ("yarn:yarn", 'a@1:\nb@1:\n  version "1"\n'),
    ("yarn:yarn", 'a@1\n  version "1"\n'),
    ("yarn:yarn", 'a@1:\n    b "1"\n'),
    ("yarn:yarn", '__metadata:\n  version: 8\n"a":\n  version: 1\n'),
    ("yarn:pnpm", "packages: []"),
    ("yarn:pnpm", "packages:\n  a@1: x\n"),
    ("pypi:requirements", "a b"),
    ("pypi:requirements", "!"),
    ("pypi:pyproject", "[project"),
    ("pypi:pyproject", '[project]\ndependencies = "a"\n'),
    ("pypi:pyproject", "[project]\ndependencies = [1]\n"),
    ("pypi:pyproject", "[tool.poetry.dependencies]\na = 1\n"),
    ("locks:python", "package = 1"),
    ("locks:python", "[[package]]\nname = 1\n"),
    ("locks:pipfile", "[]"),
    ("cargo:manifest", "[dependencies]\na = 1\n"),
    ("cargo:manifest", "[dependencies]\na = {version = 1}\n"),
    ("go:module", "require ("),
    ("go:module", "require a"),
    ("go:module", "require ( a v1 )"),
    ("go:module", "frobnicate a"),
    ("go:module", "replace a b"),
    ("go:module", "replace a => b v1 v2"),
    ("go:module", "replace a v0 => b v1 v2"),
    ("go:module", "require ( a"),
    ("go:module", "require a )"),
    ("go:module", 'require "a\\x" v1'),
    ("go:module", "require"),
    ("go:sums", "a v1"),
    ("go:sums", "a v1 h1:x y"),
    ("maven:pom", "<x/>"),
    ("maven:pom", "<project>"),
    ("maven:pom", "<!DOCTYPE a><project/>"),
    ("maven:pom", "<project>&x;</project>"),
    ("maven:pom", "<a>" * 70 + "</a>" * 70),
    ("maven:catalogue", "[x"),
    ("maven:lockfile", "a:b=c"),
    ("maven:lockfile", "a:b:c"),
    ("ruby:locked", "GEM\n  specs:\n    a b\nx"),
    ("ruby:locked", "  a\n"),
    ("ruby:locked", "DEPENDENCIES\n  a b\n"),
    ("ruby:locked", "CHECKSUMS\n  a\n"),
    *[("ruby:locked", f"{section}\n     x\n") for section in ("GEM", "GIT", "PATH", "CHECKSUMS", "DEPENDENCIES")],
    ("ruby:locked", "     x\n"),
    ("ruby:locked", " x\n"),
]


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().split("\n")]


@pytest.mark.parametrize(("wanted", "meant"), rows(ASKED))
def test_asked(wanted: str, meant: str) -> None:
    assert brief(asked("n", wanted, 1)) == meant


@pytest.mark.parametrize(("resolved", "version", "origin", "source"), rows(SETTLED))
def test_settled(resolved: str, version: str, origin: str, source: str) -> None:
    assert settled(resolved, "" if version == "-" else version) == (origin.strip("-"), source)


@pytest.mark.parametrize(("text", "meant"), rows(REQUIRED))
def test_required(text: str, meant: str) -> None:
    assert brief(required(text, 1)) == meant


@pytest.mark.parametrize(("value", "meant"), ALTERNATIVES)
def test_alternatives(value: object, meant: str) -> None:
    assert " || ".join([brief(one) for one in alternatives("N.n", value, 1, "")]) == meant
    assert {one.scope for one in alternatives("N.n", value, 1, "dev")} == {"dev"}


@pytest.mark.parametrize(("text", "meant"), BLOCKS)
def test_blocks(text: str, meant: object) -> None:
    found = blocks(text)
    assert (dict(found), found.lines) == meant


@pytest.mark.parametrize("text", REFUSED)
def test_blocks_refused(text: str) -> None:
    with pytest.raises(UnreadError):
        blocks(text)


@pytest.mark.parametrize(("reader", "text", "meant"), LISTINGS)
def test_listings(reader: str, text: str, meant: str) -> None:
    module, _, function = reader.partition(":")
    read = getattr(import_module(f"guard.settings.dependencies_{module}"), function)
    assert [line.rstrip() for line in whole(read(text))] == [line for line in meant.split("\n") if line]


@pytest.mark.parametrize(("reader", "text"), UNREAD)
def test_unread(reader: str, text: str) -> None:
    module, _, function = reader.partition(":")
    with pytest.raises(UnreadError):
        getattr(import_module(f"guard.settings.dependencies_{module}"), function)(text)


def test_every_listing_is_asked_for() -> None:
    text = Path(__file__).with_suffix(".txt").read_text()
    assert len(LISTINGS) == len(re.findall(r"^== ", text, re.MULTILINE)) > 20
