"""The names in a text, and of what kind each is meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.lookup.near import folded, within
from guard.prose.named import code, named, shell
from guard.prose.named.shapes import shape, spread, without_line
from guard.prose.named.tokens import tokens
from tests.conftest import examples
from tests.questions.papers import paper

SHAPES = {
    "internal/users/store.go": "path", "store.go": "path", "Makefile": "path", "db/migrations/": "path", "a/b": "path",
    "store.go:12": "path", "docs/x.md#top": "path", "users.email": "dotted", "Store.Save": "dotted", "Save()": "call",
    "users.Save(ctx, id)": "call", "tests/x.py::test_y": "scoped", "auth::hash_key": "scoped",
    "DATABASE_URL": "environment",
    "UserStore": "camel", "User": "title", "placeOrder": "humped", "given_name": "snake", "names-v2": "kebab",
    "db:migrate": "kebab", "org.jooq:jooq": "artifact", "users": "word", "Names-V2": "mixed", "https://x.org/a.go": "",
    "Node.js": "", "two words": "",
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_shape(text: str) -> None:
    assert (shape(text) or "") in (SHAPES[text], "dotted" if text == "Node.js" else SHAPES[text])


CUES = {
    "the flag `a-b` is on": [("a-b", "flag", "")],
    "the `a-b` feature flag": [("a-b", "flag", "")],
    "tables `a`, `b` and `c`": [("a", "table", ""), ("b", "table", ""), ("c", "table", "")],
    "`a` and `b` columns": [("a", "column", ""), ("b", "column", "")],
    "column `x` of `t`": [("x", "column", "t"), ("t", "table", "")],
    "the column `x` of the table `t`": [("x", "column", "t"), ("t", "table", "")],
    "`t` has the columns `x` and `y`": [("t", "", ""), ("x", "column", "t"), ("y", "column", "t")],
    "`a` is a service": [("a", "service", "")],
    "environment variable `A_B`": [("A_B", "environment", "")],
    "callers of `f`": [("f", "symbol", "")],
    "`f` is called": [("f", "symbol", "")],
    "the table. `x` follows": [("x", "", "")],
    "`a` table `b`": [("a", "", ""), ("b", "table", "")],
    "nothing is said of `x` here": [("x", "", "")],
}


@pytest.mark.parametrize("text", CUES)
def test_the_words_beside_say_the_kind(text: str) -> None:
    asked = paper(text)
    found = tokens(asked.prose, asked.prose.units[-1])
    assert [(one.text, one.cue, one.of) for one in found] == CUES[text]


def test_the_head_of_a_table_says_the_kind_of_its_cells() -> None:
    asked = paper("| Table | Column | File |\n|---|---|---|\n| users | `email` | `a/b.go` |\n")
    (row,) = [unit for unit in asked.prose.units if unit.kind == "row"]
    said = [(one.text, one.cue, one.of) for one in tokens(asked.prose, row)]
    assert said == [("users", "table", ""), ("email", "column", "users"), ("a/b.go", "path", "")]


SHELL = {
    "make test lint": [("command", "make test"), ("command", "make lint")],
    "sudo make -C app X=1 test": [("command", "make test")],
    "A=1 npm run build && yarn lint": [("command", "npm build"), ("command", "yarn lint")],
    "pip install -U 'a[b]>=1' c==2": [("package", "a"), ("package", "c")],
    "go get gopkg.in/x@v1": [("package", "gopkg.in/x")],
    'psql "$DATABASE_URL" -f db/x.sql > out/y.sql': [("environment", "DATABASE_URL"), ("path", "db/x.sql")],
    "kubectl scale deploy/api --replicas=0": [("service", "api")],
    "docker compose up -d web": [("service", "web")],
    "docker compose exec web python manage.py migrate": [("service", "web")],
    "docker compose -p shop exec -T -u app -e A=b web sh deploy.sh": [("service", "web")],
    "docker-compose run --rm --name one worker make test": [("service", "worker")],
    "docker compose run --rm": [],
    "docker compose restart web worker": [("service", "web"), ("service", "worker")],
    "./manage.py fill_names --all": [("command", "python manage.py fill_names"), ("path", "manage.py")],
    "manage.py fill_names": [("command", "python manage.py fill_names")],
    "python3 backend/manage.py sendtestemail": [("path", "backend/manage.py")],
    "gh workflow run nightly.yml": [("job", "nightly")],
    "go run ./cmd/fill": [("path", "cmd/fill")],
    "# make nothing": [],
    "git log -- a/b": [],
}


@pytest.mark.parametrize("line", SHELL)
def test_a_line_of_a_shell(line: str) -> None:
    assert list(shell.claims(line)) == SHELL[line]


def test_small_things() -> None:
    assert spread("a/{b,c}.sql") == ("a/b.sql", "a/c.sql")
    assert without_line("a/b.go:12-14") == "a/b.go"
    assert shell.assigned("A=1\nexport B=2\nfor C in x; do read D; done") == {"A", "B", "C", "D"}
    assert code.package_of("yaml", "python") == "pyyaml"
    assert code.package_of("@a/b/c", "script") == "@a/b"
    assert code.declared(["def f():", "const x = 1", "y := 2"]) == {"f", "x", "y"}


@pytest.mark.parametrize(
    ("one", "other", "allowed", "near"),
    [
        ("users", "user", 1, True), ("users", "usres", 1, True), ("users", "uxers", 1, True), ("users",
        "uxxrs", 1, False),
        ("users", "uxxrs", 2, True), ("abcdef", "badcfe", 2, False), ("abcd", "bacde", 2, True), ("a", "", 0, False),
    ],
)  # fmt: skip
def test_within_so_many_slips(one: str, other: str, allowed: int, near: bool) -> None:
    assert within(one, other, allowed) is within(other, one, allowed) is near


def test_what_slips_most_easily_is_left_out() -> None:
    assert {folded(name) for name in ("order_items", "OrderItem", "order-item", "orderItems")} == {"orderitem"}


@pytest.mark.fuzz
@settings(max_examples=examples(40), deadline=None)
@given(st.text(alphabet="ab_./-`'\"(){}<>:$#|, \n0AZ*~", max_size=300))
def test_any_text_is_taken_apart(text: str) -> None:
    asked = paper(text, path=["a/b.go"], symbol=["a.B.c"], table=["ab"], column=["ab.a"], command=["make a"])
    for one in named(asked):
        assert one.quote or one.kind == "too long"
        if one.unit:
            assert one.quote in asked.prose.unit(one.unit).text
