"""YAML as text: what may hold a word, where documents begin, which of them two sides do not share."""

from __future__ import annotations

import re

import pytest

from guard.settings.yaml_documents import decoded, differing, whole
from guard.settings.yaml_nodes import clash, get, items, scalars, text_of, texts
from guard.settings.yaml_rbac import Rule, compared
from guard.settings.yaml_text import Piece, may_hold, pieces, unshared

WORD = re.compile(rb"\bkind\b")


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (None, False),
        (b"", False),
        (b"kind: x", True),
        (b"kinds: x", False),
        (b'"\\x6bind": x', True),
        (b'"\\u006bind": x', True),
        (b'"ki\\\nnd": x', True),
        (b'"ki\\\r\nnd": x', True),
        (b'a: "\\n\\t\\"\\\\"', False),
        ("kind".encode("utf-16"), True),
        (b"a: C:\\path", False),
        (b"&a kind", True),
        (b'"\\U0000006bind": x', True),
        (b'"\\U0001F600 \\u263a \\x1b"', False),
        (b"a: \\\xc2\x85", False),
        (b"a\\\xc2\x85", True),
        (b"run \\\n  more", False),
    ],
)
def test_a_text_that_may_hold_a_word(data: bytes | None, held: bool) -> None:
    assert may_hold(data, WORD) == held


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a: b\n", [("a: b\n", 1)]),
        ("a: b\n---\nc: d\n", [("a: b\n", 1), ("---\nc: d\n", 2)]),
        ("---\na: b\n--- # x\nc: d", [("---\na: b\n", 1), ("--- # x\nc: d", 3)]),
        ("a: |\n  ---\n----\n", [("a: |\n  ---\n----\n", 1)]),
        ("---\r\na: b\r\n---\r\nc: d\r\n", [("---\r\na: b\r\n", 1), ("---\r\nc: d\r\n", 3)]),
        ("%YAML 1.2\n---\na: b\n---\nc: d\n", [("%YAML 1.2\n---\na: b\n---\nc: d\n", 1)]),
        ("a: b\n...\n---\nc: d\n", [("a: b\n...\n---\nc: d\n", 1)]),
        ("a\n---", [("a\n", 1), ("---", 2)]),
    ],
)
def test_documents_begin_at_their_marks(text: str, expected: list[tuple[str, int]]) -> None:
    assert [tuple(piece) for piece in pieces(text)] == expected


def test_what_both_sides_hold_is_passed_over() -> None:
    one, two, again = Piece("a: b\n", 1), Piece("c: d\n", 2), Piece("a: b", 9)
    assert unshared((one, two, again), (one,)) == (two, again)
    assert unshared((one,), (two, again)) == ()


def test_only_documents_that_differ_and_may_matter_are_read() -> None:
    old = b"kind: a\n---\nkind: b\n---\nother: 1\n"
    new = b"kind: a\n---\nkind: c\n---\nother: 2\n"
    before, after, trouble, everything = differing(old, new, WORD)
    assert [text_of(get(one.root, "kind")) for one in (*before, *after)] == ["b", "c"]
    assert trouble == [] and not everything
    assert differing(old, old, WORD) == ((), (), [], True)
    assert differing(b"kind: a\n", b"---\nkind: [\n", WORD)[2] == [
        ("this is not YAML: the document or the line ends too early", 3)
    ]
    assert differing(b"kind: [\n", b"kind: a\n", WORD)[2][0][1] is None
    for sides, line in (((b"kind: a\n", b"\nkind: a\nkind: b"), 3), ((b"kind: a\nkind: b", b"kind: a\n"), None)):
        assert differing(*sides, WORD)[2] == [("the key 'kind' stands a second time", line)]
    assert differing(b"kind: a\n", b"\xff kind", WORD)[2] == [("the file is not UTF-8", None)]
    assert differing(None, b"kind: a\n---\n# nothing\n", WORD)[3] is False
    assert differing(None, b"kind: a\n---\n", WORD)[3] is True


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"a: b", None),
        (None, None),
        (b"", None),
        (b"---\n---\na: b\n", None),
        (b"a: b\n---\nc: d\n", ("several documents stand in one file", 3)),
        (b"- a", ("the file is no mapping of keys to values", 1)),
        (b"a: b\na: c", ("the key 'a' stands a second time", 2)),
        (b"a: !x b", ("the tag '!x' says how to read a value", 1)),
        (b"a" * 41 + b": 1\n" + b"a" * 41 + b": 2", (f"the key '{'a' * 40}' stands a second time", 2)),
        (b"a: !" + b"x" * 40 + b" b", (f"the tag '!{'x' * 39}' says how to read a value", 1)),
        (b"\xff", ("the file is not UTF-8", 1)),
    ],
)
def test_a_file_that_is_one_mapping(data: bytes | None, trouble: tuple[str, int] | None) -> None:
    assert whole(data)[1] == trouble


def test_questions_about_nodes_that_are_not_there() -> None:
    root, _ = whole(b"A: [x, {y: z}, ~]\nb: null\nc: d\n")
    assert texts(get(root, "a")) == ("x",)
    assert (texts(get(root, "b")), texts(get(root, "c")), texts(None)) == ((), ("d",), ())
    assert (len(items(get(root, "a"))), items(get(root, "b")), text_of(get(root, "a"))) == (3, (), None)
    assert [(key, scalar.text) for key, scalar in scalars(root)] == [
        ("", "A"),
        ("A", "x"),
        ("", "y"),
        ("y", "z"),
        ("A", "~"),
        ("", "b"),
        ("b", "null"),
        ("", "c"),
        ("c", "d"),
    ]
    assert clash(root) is None
    assert clash(whole(b"a: [{b: c, B: d}]\n")[0]) is not None
    assert decoded(b"\xef\xbb\xbfa") == "a" and decoded(None) == "" and decoded(b"\xff") is None


def rule(words: str) -> Rule:
    """`get,list apps/pods,services:name /url`"""
    verbs, things = words.split(" ", 1)
    if things.startswith("/"):
        return Rule(*[frozenset(part) for part in (verbs.split(","), (), (), (), things.split(","))])
    group, _, rest = things.partition("/")
    resources, _, names = rest.partition(":")
    named = names.split(",") if names else []
    return Rule(*[frozenset(part) for part in (verbs.split(","), [group], resources.split("|"), named, ())])


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        ("* */*", "get apps/pods", True),
        ("get */*", "list apps/pods", False),
        ("get apps/*", "get apps/pods/log", True),
        ("get apps/*", "get x/pods", False),
        ("get apps/*/log", "get apps/pods/log", True),
        ("get apps/*/log", "get apps/pods/exec", False),
        ("get apps/*/", "get apps/pods", False),
        ("get apps/pods", "get apps/pods/log", False),
        ("get apps/pods", "get apps/pods:a", True),
        ("get apps/pods:a", "get apps/pods", False),
        ("get apps/pods:a,b", "get apps/pods:a", True),
        ("get /*", "get /x", True),
        ("get /x/*", "get /x", False),
        ("get /x", "get /x", True),
        ("get /x", "get /y", False),
        ("get */*", "get /x", False),
        ("get,list apps/pods", "get apps/pods", True),
        ("get apps/a|b", "get apps/a", True),
    ],
)
def test_rules_let_what_others_let(wide: str, narrow: str, covers: bool) -> None:
    assert (compared((rule(wide),), (rule(wide), rule(narrow))).added == "") == covers
    both = compared((rule(wide),), (rule(narrow),))
    assert (both.added == "") == covers
    assert (both.removed == "") == (wide == narrow or wide == "get apps/pods:a")


def test_many_rights_are_told_in_few_words() -> None:
    verbs = ",".join(f"v{number}" for number in range(20))
    told = compared((), (rule(f"{verbs} apps/pods"),))
    assert told.added == ", ".join(f"v{n} apps/pods" for n in (0, 1, 10, 11, 12, 13, 14, 15)) + ", and 12 more"


def test_how_many_rights_are_compared() -> None:
    too_much = ("too much to tell", "too much to tell")
    few, many = [frozenset(map(str, range(number))) for number in (50, 100)]
    one, none = frozenset("x"), frozenset[str]()
    for rule_, more in (
        (Rule(few, one, many, none, none), Rule(one, one, one, none, none)),
        (Rule(few, one, one, many, none), Rule(one, one, one, none, none)),
        (Rule(few, many, one, none, none), Rule(one, none, none, none, one)),
        (Rule(few, none, none, none, many), Rule(one, none, none, none, one)),
    ):
        assert compared((), (rule_,)) != too_much
        assert compared((), (rule_, more)) == too_much
        assert compared((more, rule_), (rule_, more)) == ("", "")
