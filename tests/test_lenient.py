"""YAML of other people: documents, aliases, merges and tags to plain nodes with lines, or one refusal in words."""

from __future__ import annotations

import random
from collections.abc import Hashable
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.document.lenient import DEPTH, SIZE, Mapping, Scalar, Sequence, Unreadable, compose
from tests.conftest import examples


def plain(found: Hashable) -> object:
    """What a node means, as Python would write it: words and numbers as they stand, behind a sign."""
    match found:
        case ("word", str() as word):
            return f"={word}"
        case ("list", tag, tuple() as items):
            return [plain(item) for item in items] if not tag else (tag, [plain(item) for item in items])
        case ("map", tag, frozenset() as pairs):
            return {key: plain(value) for key, value in pairs} | ({"!": tag} if tag else {})
    return found


READS: list[tuple[str, list[object]]] = [
    ("", []),
    ("# only a comment\n", []),
    ("a: 1\n", [{"a": "=1"}]),
    ("a: text\nb: 'quoted'\n", [{"a": "text", "b": "quoted"}]),
    ("---\na: x\n---\nb: y\n", [{"a": "x"}, {"b": "=y"}]),
    ("---\n---\n", ["=null", "=null"]),
    ("a: x\n...\n", [{"a": "x"}]),
    ("%YAML 1.1\n---\na: yes\n", [{"a": "=yes"}]),
    ("\ufeffa: x\n", [{"a": "x"}]),
    ("a: x\r\nb: y\r\n", [{"a": "x", "b": "=y"}]),
    ('{"a": [true, null, 1.5, "x"]}', [{"a": ["=true", "=null", "=1.5", "x"]}]),
    ('{"a":1}', [{"a": "=1"}]),
    ("a: &x [p, q]\nb: *x\n", [{"a": ["p", "q"], "b": ["p", "q"]}]),
    ("a: &x {p: q}\nb:\n  <<: *x\n  r: s\n", [{"a": {"p": "q"}, "b": {"p": "q", "r": "s"}}]),
    ("<<: [{a: x}, {a: y, b: z}]\n", [{"a": "x", "b": "z"}]),
    ("a: own\n<<: {a: merged}\n", [{"a": "own"}]),
    ("'<<': x\n", [{"<<": "x"}]),
    ("a: &x p\nb: &x q\nc: *x\n", [{"a": "p", "b": "q", "c": "q"}]),
    ('"\\x6b\\u0065y": x\n', [{"key": "x"}]),
    ('a: "one\\\n  two"\n', [{"a": "onetwo"}]),
    ("a: |\n  {{ x }}\n", [{"a": "{{ x }}\n"}]),
    ("a: ${{ x }}\n", [{"a": "${{ x }}"}]),
    ("a: yes\nb: 'yes'\n", [{"a": "=yes", "b": "yes"}]),
    ("a: 010\nb: 0x1F\n", [{"a": "=010", "b": "=0x1F"}]),
    ("a: TRUE\nb: ~\nc:\n", [{"a": "=true", "b": "=null", "c": "=null"}]),
    ("a: !!str 1\nb: !x 1\n", [{"a": "1", "b": ("tag", "!x", "1")}]),
    ("a: !r [b]\nc: !m {d: e}\n", [{"a": ("!r", ["b"]), "c": {"d": "e", "!": "!m"}}]),
    ("? a\n: b\n", [{"a": "b"}]),
    ("a: x\na: x\n", [{"a": "x"}]),
]
REFUSES = [
    ("a: [", "too early", 1),
    ("a: {{ x }}\n", "a template", 1),
    ("{% if x %}\na: b\n", "a template", 1),
    ("a: b\n{{- x }}\n", "a template", 2),
    ("a:\n\t- b\n", "a tab", 2),
    ("a: b: c\n", "a colon", 1),
    ("a: *x\n", "repeats nothing", 1),
    ("a: &x [*x]\n", "repeats nothing", 1),
    ("a: x\n---\nb: *x\n", "repeats nothing", 3),
    ("on: {push:, pull: }\n", "ends with a colon", 1),
    ("? [a]\n: b\n", "a key is a list", 1),
    ("{a: b}: c\n", "a key is a list", 1),
    ("<<: x\n", "no mapping", 1),
    ("a: 'x\n", "quote", 1),
    ("a: b\n\x00", "cannot read", 1),
    ("a: b\nc: x\u2028y\n", "U+2028", 2),
    ("a: b\nc: x\x85y\n", "U+0085", 2),
    ("[" * 100, "levels deep", 1),
    ("".join(f"{' ' * at}a:\n" for at in range(100)), "levels deep", DEPTH + 1),
    ("a: b\n" * (SIZE // 5 + 1), "characters", 1),
    ("[" + "x," * 2100 + "]", "values and keys", 1),
    (
        "a: &a [x, x, x, x]\n" + "".join(f"b: &{b} [*{a}, *{a}, *{a}]\n" for a, b in pairwise("abcdefghij")),
        "written out",
        6,
    ),
]


@pytest.mark.parametrize(("text", "expected"), READS)
def test_reads(text: str, expected: list[object]) -> None:
    assert [plain(document.root.canonical()) for document in compose(text)] == expected


@pytest.mark.parametrize(("text", "words", "line"), REFUSES, ids=[row[0][:20] for row in REFUSES])
def test_refuses(text: str, words: str, line: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.document.lenient.NODES", 2000)
    with pytest.raises(Unreadable) as refused:
        compose(text)
    assert words in refused.value.words
    assert refused.value.line == line
    with pytest.raises(Unreadable) as refused:
        compose(text, 11)
    assert refused.value.line == line + 10


def test_every_node_has_its_line() -> None:
    (document,) = compose("a: &x\n  - b\n  - c: d\n<<: {e: f}\ng: *x\n", 5)
    root = document.root
    assert isinstance(root, Mapping)
    assert [(key.text, key.line, value.line) for key, value in root.pairs] == [("a", 5, 5), ("g", 9, 5), ("e", 8, 8)]
    items = root.get("a")
    assert isinstance(items, Sequence)
    assert [item.line for item in items.items] == [6, 7]
    assert root.get("e") == Scalar("f", 8, True)
    assert root.get("z") is None


def test_what_stands_twice_and_foreign_tags_are_reported() -> None:
    first, second = compose("a: 1\nb: {c: 1, 'c': 2}\na: 3\n---\nx: !y z\n")
    assert first.duplicates == (("c", 2), ("a", 3)) and first.tags == ()
    assert second.duplicates == () and second.tags == (("!y", 5),)
    assert isinstance(first.root, Mapping)
    assert first.root.get("a") == Scalar("3", 3, True)


@pytest.mark.parametrize(
    ("one", "other"), [("a: 1", 'a: "1"'), ("a: b", "a: c"), ("a: [b, c]", "a: [c, b]"), ("a: no", "a: 'no'")]
)
def test_what_readers_tell_apart_is_another_thing(one: str, other: str) -> None:
    assert compose(one)[0].root.canonical() != compose(other)[0].root.canonical()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a: b", "'a': \"b\""),
        ("a: b\nc: d", "{c: d, a: b}"),
        ("a: [b]", "a:\n- b"),
        ("a: True", "a: true"),
        ("a: ~", "a:"),
    ],
)
def test_what_readers_take_for_the_same_is_the_same(one: str, other: str) -> None:
    assert compose(one)[0].root.canonical() == compose(other)[0].root.canonical()


PIECES = [
    *"-?:,[]{}#&*!|>'\"%@` \t\r\nab01~",
    "---\n",
    "...\n",
    "<<: ",
    "&a ",
    "*a",
    "!!x ",
    "\\x6f",
    "\ufeff",
    "\x85",
    "{{",
    "  ",
]


@pytest.mark.fuzz
@given(seed=st.integers(0, 1 << 40))
@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))
def test_never_trips_over_a_text(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choices(PIECES, k=rng.randint(0, 60)))
    with suppress(Unreadable):
        documents = compose(text)
        assert all(document.root.line >= 1 for document in documents)
        hash(tuple(document.root.canonical() for document in documents))
