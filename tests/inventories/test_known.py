"""What a tree knows, from real trees: each register with its places, what is missing, what was kept from before."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import chdir

import pytest

from guard import trust
from guard.doors.git.repository import Repository
from guard.inventories import known_at, reading
from guard.inventories.kept import Kept
from guard.inventories.mentions import PLACES, mentions, searched
from guard.inventories.reading.kept import Blobs
from guard.model.known import KINDS, Known
from guard.model.trigger import Trigger
from tests.edited import Edit, House, house
from tests.inventories.texts import GO, KUBERNETES, MAKEFILE, PACKAGE, PG_DUMP, PYTHON, WORKFLOW
from tests.repos import EXECUTABLE, SUBMODULE, SYMLINK

POLICY = b"""\
id: "0123abcd"
version: 1
people:
  dana: {teams: [identity]}
machines:
  deploy: {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl, attests: [deployed]}
owners:
  /.guard/**: identity
  table:users: billing
consumers: {table:users: [reports]}
dialects: {/db/**: postgres}
"""
TREE: dict[bytes, bytes] = {
    b".guard/policy.yaml": POLICY,
    b".guard/glossary.md": b"# Glossary\n\n## Tenant\n\n## External\n- Stripe\n",
    b".github/CODEOWNERS": b"* @acme/core @omar\n",
    b".github/workflows/ci.yml": WORKFLOW.encode(),
    b"app/users/__init__.py": b"VERSION = 1\n",
    b"app/users/store.py": PYTHON.encode() + b"\nimport os\nURL = os.environ['DATABASE_URL']\n",
    b"internal/users/store.go": GO.encode(),
    b"web/index.ts": b"export const load = () => flags.isEnabled('new-checkout');\n",
    b"web/big.ts": b"// x\n" * 600_000,
    b"mobile/a.kt": b"class A\n",
    b"mobile/b.kt": b"class B\n",
    b"go.mod": b"module example.com/shop\n\nrequire a.b/c v1.0.0\n",
    b"package.json": PACKAGE.encode(),
    b"Makefile": MAKEFILE.encode(),
    b"app/users/people.py": b"from django.db import models\nfrom app.users.store import Store\n"
    b"class Person(models.Model): pass\nclass Guest(Person): pass\nclass Plain: pass\nclass Shelf(Plain): pass\n",
    b"manage.py": b"import django\n",
    b"app/users/management/commands/fill_names.py": b"class Command: pass\n",
    b"app/users/management/commands/check.py": b"class Command: pass\n",
    b"app/users/management/commands/_own.py": b"",
    b"app/users/management/fill.py": b"",
    b"scripts/backfill.sh": b"#!/bin/sh\n",
    b"cmd/api/main.go": b"package main\nfunc main() {}\n",
    b"deploy/api.yaml": KUBERNETES.encode(),
    b"db/migrations/0001_users.up.sql": b"CREATE TABLE users (id uuid, email text, old int);\n",
    b"db/migrations/0002_old.up.sql": b"ALTER TABLE users DROP COLUMN old;\nCREATE INDEX users_email ON users (id);\n",
    b"db/structure.sql": PG_DUMP.replace("public.users", "public.orders").encode(),
}
HAS = {  # of each register some names, each with its place
    "path": {"app/users/store.py": "app/users/store.py", "link": "link", "vendored": "vendored"},
    "symbol": {
        "app.users.store.Store.save": "app/users/store.py:12",
        "app.users.VERSION": "app/users/__init__.py:1",
        "internal.users.Store.Save": "internal/users/store.go:6",
        "web.load": "web/index.ts:1",
        "cmd.api.main": "cmd/api/main.go:2",
        "models.*": "app/users/people.py:1",
        "app.users.people.Person.*": "app/users/people.py:3",
        "app.users.people.Guest.*": "app/users/people.py:4",
        "users_email": "db/migrations/0002_old.up.sql:2",
    },
    "module": {
        "app.users.store": "app/users/store.py",
        "users.store": "app/users/store.py",
        "os": "the library of python",
        "net/http": "the library of go",
        "node:fs": "the library of typescript",
        "react": "package.json:2",
        "example.com/shop/internal/users": "internal/users/store.go",
    },
    "table": {
        "users": "db/migrations/0001_users.up.sql:1",
        "orders": "db/structure.sql:5",
        "active": "db/structure.sql:9",
    },
    "column": {"users.email": "db/migrations/0001_users.up.sql:1", "orders.email": "db/structure.sql:5"},
    "flag": {"new-checkout": "web/index.ts:1"},
    "environment": {"DATABASE_URL": "app/users/store.py:18"},
    "service": {"api": "deploy/api.yaml:3", "reports": ".guard/policy.yaml:10"},
    "package": {"react": "package.json:2", "a.b/c": "go.mod:3", "@acme/shop": "package.json:1"},
    "command": {
        "make test": "Makefile:3",
        "npm run build": "package.json:1",
        "scripts/backfill.sh": "scripts/backfill.sh",
        "backfill": "scripts/backfill.sh",
        "api": "cmd/api/main.go",
        "python manage.py fill_names": "app/users/management/commands/fill_names.py",
        "python manage.py check": "app/users/management/commands/check.py",
        "python manage.py migrate": "manage.py",
    },
    "job": {"deploy-prod": ".github/workflows/ci.yml:7", "ci": ".github/workflows/ci.yml"},
    "owner": {
        "dana": ".guard/policy.yaml:4",
        "identity": ".guard/policy.yaml:4",
        "billing": ".guard/policy.yaml:7",
        "deploy": ".guard/policy.yaml:6",
        "@acme/core": ".github/CODEOWNERS:1",
        "core": ".github/CODEOWNERS:1",
        "omar": ".github/CODEOWNERS:1",
    },
    "term": {"Tenant": ".guard/glossary.md:3"},
    "external": {"Stripe": ".guard/glossary.md:6"},
}
LACKS = {
    "path": ["app", "vendored/x"],
    "symbol": ["app.users.store.Store.local", "Store.save", "A", "Store.*", "app.users.people.Shelf.*"],
    "module": ["fs.nothing", "nobody"],
    "table": ["posts"],
    "column": ["users.old", "orders.old"],
    "environment": ["HOME"],
    "service": ["settings"],
    "command": ["make deps", "backfill.py", "python manage.py _own", "python manage.py fill"],
    "job": ["on"],
}
PARTIAL = {
    "path": ("vendored: what a submodule holds",),
    "symbol": (
        "typescript: not read: web/big.ts (it is larger than the 2,000,000 bytes that guard reads as typescript)",
        "kotlin: 2 files are not indexed",
    ),
    "table": (),
    "flag": ("flags that are only defined outside of the tree, and that no code here asks for",),
}


def known(at: House, commit: bytes, kinds: Collection[str] = KINDS, hint: bool = False) -> Known:
    with chdir(os.fsdecode(at.made.top)), Repository() as repository:
        trusted = trust.read(repository, Trigger("range"), *trust.trusted_commit(repository, Trigger("range")))
        return known_at(repository, trusted, commit, kinds, hint)


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    """A tree with a bit of everything, a link and a submodule among it."""
    with house(TREE) as made:
        more = {b"link": (SYMLINK, made.made.blob(b"app")), b"vendored": (SUBMODULE, b"1" * 40)}
        made.lands_on_main({**more, b"bin/run": (EXECUTABLE, made.made.blob(b"#!/bin/sh\n"))})
        yield made


@pytest.fixture(scope="module")
def told(here: House) -> Known:
    return known(here, here.main)


@pytest.mark.parametrize("kind", KINDS)
def test_names_with_their_places(told: Known, kind: str) -> None:
    register = told.of(kind)
    assert register.missing == ""
    assert {name: register.names.get(name) for name in HAS[kind]} == HAS[kind]
    assert [name for name in LACKS.get(kind, ()) if register.has(name)] == []
    assert list(register.names) == sorted(register.names)


@pytest.mark.parametrize("kind", PARTIAL)
def test_what_is_not_covered_is_said(told: Known, kind: str) -> None:
    assert told.of(kind).partial == PARTIAL[kind]


def test_what_is_covered_is_said(told: Known) -> None:
    assert told.of("symbol").covers == ("go", "python", "shell", "typescript")
    assert told.of("module").covers == ("go", "python", "typescript")
    assert told.of("package").covers == ("go", "npm")
    assert told.of("table").covers == ("dumps", "migrations")
    assert told.where.startswith("the tree of ")


def test_in_an_empty_tree_every_register_says_why_it_is_missing() -> None:
    with house({}) as at:
        found = known(at, at.main)
    assert [kind for kind in KINDS if not found.of(kind).missing] == []
    assert found.of("flag").missing == "no flag file and no read of a flag is in this tree"
    assert found.of("external").missing.startswith("no glossary is in this tree")


def test_a_glossary_without_such_a_section_says_so() -> None:
    with house({b"docs/glossary.md": b"## Tenant\n"}) as at:
        found = known(at, at.main, ("term", "external"))
    assert found.of("term").missing == ""
    assert found.of("external").missing == "no glossary of this tree has a section External"


def test_only_what_is_asked_for_is_read(here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.inventories.reading.process.spawned", lambda *_: pytest.fail("a process was started"))
    found = known(here, here.main, ("path",))
    assert list(found.registers) == ["path"]
    assert found.of("symbol").missing


def test_names_are_shown_as_no_terminal_obeys_them() -> None:
    files = {b"a/\x1b[31m.py": b"def f(): pass\n", b"b/\xff.py": b"x = 1\n", b"bin/\xe2\x80\xae": b"x\n"}
    with house(files) as at:
        found = known(at, at.main)
    assert set(found.of("path").names) == {"a/\\x1b[31m.py", "b/\\xff.py", "bin/\\u202e"}
    assert set(found.of("symbol").names.values()) == {"a/\\x1b[31m.py:1", "b/\\xff.py:1"}
    assert all(name.isascii() and name.isprintable() for one in found.registers.values() for name in one.names)


def test_the_table_of_a_dump_that_migrations_dropped_is_there() -> None:
    files = {
        b".guard/policy.yaml": POLICY,
        b"db/migrations/0001_a.up.sql": b"CREATE TABLE a (b int);\n",
        b"db/migrations/0002_a.up.sql": b"DROP TABLE a;\n",
        b"db/migrations/0003_b.go": b"package migrations\n",
    }
    with house(files) as at:
        without = known(at, at.main, ("table",)).of("table")
        assert (dict(without.names), without.missing) == ({}, "")
        why = (
            "what is not read may make or drop any: db/migrations/0003_b.go: a migration in a language that is not read"
        )
        assert without.partial == (why,)
        at.lands_on_main({b"db/structure.sql": b"CREATE TABLE a (b int);\n"})
        assert known(at, at.main, ("table",)).of("table").names == {"a": "db/structure.sql:1"}


# What was worked out before


def test_what_was_kept_answers_as_the_files_do(told: Known, here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert known(here, here.main, hint=True) == told
    with monkeypatch.context() as patch:
        patch.setattr(reading, "answers_of", lambda *_: pytest.fail("a file was read"))
        patch.setattr("guard.effects.inventory.inventory_at", lambda *_: pytest.fail("a migration was read"))
        assert known(here, here.main, hint=True) == told
    at = here.commit({b"app/more.py": b"def more(): pass\n"})
    asked: list[object] = []
    monkeypatch.setattr(
        "guard.inventories.reading.process._batches",
        lambda repository, blobs, large: asked.append(list(blobs)) or iter(()),
    )
    known(here, at, ("symbol",), hint=True)
    assert asked == [[here.made.blob(b"def more(): pass\n").decode()]]


EDITS: tuple[tuple[str, Edit], ...] = (  # one on another, and which registers each makes again
    ("", {b"docs/page.md": b"# A page\n"}),
    ("symbol module flag environment", {b"app/users/store.py": b"def other(): pass\n"}),
    ("symbol module flag environment", {b"app/users/__init__.py": None, b"web/index.ts": b"flag('a-flag')\n"}),
    ("table column", {b"db/migrations/0003_x.up.sql": b"CREATE TABLE x (id int);\n"}),
    ("symbol table column", {b"db/migrations/0004_i.up.sql": b"CREATE INDEX x_id ON x (id);\n"}),
    ("symbol table column", {b"db/migrations/0002_old.up.sql": b"ALTER TABLE users DROP COLUMN old;\n"}),
    ("symbol flag environment", {b"mobile/b.kt": None}),
    ("command", {b"tools/deep/more": b"x\n"}),
    ("term external", {b".guard/glossary.md": b"# Glossary\n\n## Payer\n"}),
    (" ".join(KINDS[1:]), {b".guard/policy.yaml": b"# a line more\n" + POLICY}),
)


def test_what_was_kept_of_another_tree_counts_as_far_as_that_is_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    store = Kept.store
    monkeypatch.setattr(Kept, "store", lambda kept, one, rests: made.append(one.kind) or store(kept, one, rests))
    with house(TREE) as at:
        known(at, at.main, hint=True)
        for kinds, edit in EDITS:
            at.lands_on_main(edit)
            made.clear()
            kept, anew = known(at, at.main, hint=True), known(at, at.main)
            assert kept == anew
            assert [list(kept.of(kind).names) for kind in KINDS] == [list(anew.of(kind).names) for kind in KINDS]
            assert set(made) - {"path"} == set(kinds.split()), edit  # paths cost no more to ask than to keep


FORGED = ["", "5", "{}", '{"stamp": 1}', '{"stamp": "%s", "names": 5}', '{"stamp": "%s", "blobs": {"python": 5}}']


@pytest.mark.parametrize("text", FORGED)
def test_a_file_that_guard_did_not_write_counts_as_absent(told: Known, here: House, text: str) -> None:
    folder = os.path.join(os.fsdecode(here.made.git_dir), "guard", "cache")
    shutil.rmtree(folder, ignore_errors=True)
    known(here, here.main, ("owner", "job", "table"), hint=True)
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            stamp = json.load(file)["stamp"] if "inventory" in name and "%s" in text else ""
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text.replace("%s", stamp))
    found = known(here, here.main, ("owner", "job", "table"), hint=True)
    assert found.registers == {kind: told.of(kind) for kind in ("table", "job", "owner")}


def test_without_the_hint_nothing_is_kept_or_looked_at(
    told: Known, here: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Kept, "__init__", lambda *_: pytest.fail("the cache was asked"))
    monkeypatch.setattr(Blobs, "__init__", lambda *_: pytest.fail("the cache was asked"))
    assert known(here, here.main, ("owner", "term")).of("owner") == told.of("owner")


# Places of names


def commit(here: House, files: dict[bytes, bytes]) -> bytes:
    return here.made.commit(here.made.tree(here.made.files(files)))


def test_places_of_names(here: House) -> None:
    text = b"save(x)\nunsaved\nx.save\nsaveall\nsave_it\n// save, save\n\xc3\xa9save\nsave\xc3\xa9\n"
    wide = "a\nsave\n".encode("utf-16")
    at = commit(here, {b"z/a.txt": text, b"z/b.bin": wide, b"z/c.txt": b"# $price is x?\n"})
    with chdir(os.fsdecode(here.made.top)), Repository() as repository:
        found = mentions(repository, at, ("save", "nowhere", "$price", "x?", "save", "", "a\nb", "y" * 300))
        assert found == {
            "save": ("z/a.txt:1", "z/a.txt:3", "z/a.txt:6", "z/b.bin:2"),
            "nowhere": (),
            "$price": ("z/c.txt:1",),
            "x?": ("z/c.txt:1",),
        }
        many = mentions(repository, at, [*found, "??", *[f"x{number}" for number in range(30)]])
        assert {name: places for name, places in many.items() if places} == {
            name: found[name] for name in found if found[name]
        }
        assert mentions(repository, at, ("save",), hint=True) == {"save": found["save"]}
        assert mentions(repository, at, ("save", "unsaved"), hint=True)["unsaved"] == ("z/a.txt:2",)


def test_places_are_bounded_and_what_was_not_looked_into_is_said(here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.inventories.mentions.MOST", 40_000)
    files = {b"a.txt": b"save\n" * (PLACES + 5), b"b.txt": b"x" * 50_000}
    flat = {**here.made.files(files), b"vendored": (SUBMODULE, b"1" * 40)}
    at = here.made.commit(here.made.tree(flat))
    with chdir(os.fsdecode(here.made.top)), Repository() as repository:
        found = searched(repository, at, ("save",))
    assert len(found.places["save"]) == PLACES
    assert found.unread == ("b.txt: it is larger than 40,000 bytes", "vendored: what a submodule holds")
