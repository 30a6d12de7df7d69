"""HCL: blocks, attributes and expressions with their lines, and what is refused; values as far as they are plain."""

from __future__ import annotations

import json
import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.settings.hcl import DEPTH, SIZE, Block, HclError, parse, tokens
from guard.settings.hcl_terraform import config
from guard.settings.hcl_values import Opaque, body, canonical, named_in, value
from tests.conftest import examples


def tree(block: Block) -> list[object]:
    """Attributes as `name = expression @line`, blocks as lists."""
    said: list[object] = [f"{one.name} = {canonical(one.tokens)} @{one.line}" for one in block.attributes]
    return said + [[" ".join((one.type, *one.labels)), one.line, *tree(one)] for one in block.blocks]


DEEP = '${"' * 19 + "${x}" + '"}' * 19
READS: list[tuple[str, list[object]]] = [
    ("", []),
    ("# a\n// b\n/* c\n d */\n", []),
    ("a = 1\n", ["a = 1 @1"]),
    ("a = 1", ["a = 1 @1"]),
    ("\ufeffa = 1\r\nb = 2\r\n", ["a = 1 @1", "b = 2 @2"]),
    ('x "a" b {\n  c = 1\n}\n', [["x a b", 1, "c = 1 @2"]]),
    ("x { a = 1 }\n", [["x", 1, "a = 1 @1"]]),
    ("x {}\ny { z {} }\n", [["x", 1], ["y", 2, ["z", 2]]]),
    ('"path" "a" { "b" = 1 }\n', [["path a", 1, "b = 1 @1"]]),
    ("a = [1,\n 2, # x\n 3,]\nb = 1\n", ["a = [ 1 , 2 , 3 ] @1", "b = 1 @4"]),
    ("a = {\n  b = 1\n  c = 2\n}\n", ["a = { b = 1 , c = 2 } @1"]),
    ("a = {b=1,c=2,}\n", ["a = { b = 1 , c = 2 } @1"]),
    ("a = f(\n 1,\n 2\n)\n", ["a = f ( 1 , 2 ) @1"]),
    ('a = "x${f("}")}y" # z\n', ['a = "x${f(\\"}\\")}y" @1']),
    ('a = "x${ {b = "}"} }y"\n', ['a = "x${ {b = \\"}\\"} }y" @1']),
    ('a = "$${x" \n', ['a = "$${x" @1']),
    ('a = "%{ if x }y%{ endif }"\n', ['a = "%{ if x }y%{ endif }" @1']),
    ('a = "${ /* } */ x }"\n', ['a = "${ /* } */ x }" @1']),
    ('a = "\\"\\u0041\\n\\\\"\n', ['a = "\\"A\\n\\\\" @1']),
    ("a = <<EOT\n  b\n  EOT\nc = 1\n", ['a = "  b\\n" @1', "c = 1 @4"]),
    ("a = <<-EOT\n    b\n      c\n  EOT\n", ['a = "b\\n  c\\n" @1']),
    ("a = [<<E\nx\nE\n, 1]\n", ['a = [ "x\\n" , 1 ] @1']),
    ("a = b ? c : d\n", ["a = b ? c : d @1"]),
    ("a = [for x in y : x if x != 1]\n", ["a = [ for x in y : x if x != 1 ] @1"]),
    ("a = b.c[0].d[*].e\n", ["a = b . c [ 0 ] . d [ * ] . e @1"]),
    ("a = -1 >= 2 && !c\n", ["a = - 1 >= 2 && ! c @1"]),
    ('a = "${ f({b = 1}, "c") }"\n', ['a = "${ f({b = 1}, \\"c\\") }" @1']),
    ('a = "${ x # }\n}" # y\nb = 1\n', ['a = "${ x # }\\n}" @1', "b = 1 @3"]),
    ('a = "${ x // }\n}"\n', ['a = "${ x // }\\n}" @1']),
    ('a = "\\r\\t\\n\\x"\n', ['a = "\\r\\t\\nx" @1']),
    ('a = "\\n${b}"\n', ['a = "\\\\n${b}" @1']),
    ('a = "\\n%{b}"\n', ['a = "\\\\n%{b}" @1']),
    ('a = "\\U0010FFFF\\U00110000"\n', ['a = "\\udbff\\udfff\\ufffd" @1']),
    ('a = "%{ if x == "b" }c%{ endif }"\n', ['a = "%{ if x == \\"b\\" }c%{ endif }" @1']),
    ("a = <<X\n  b\nX\n", ['a = "  b\\n" @1']),
    ("a = <<~E\n  b\nE\n", ['a = "b\\n" @1']),
    ("a = [1 +\n 2]\n", ["a = [ 1 + 2 ] @1"]),
    ('a = "' + '${"' * 19 + "${x}" + '"}' * 19 + '"', [f"a = {json.dumps(DEEP)} @1"]),
    ("#" + "x" * (2 * 1024 * 1024 - 1), []),
]
REFUSES = [
    ("a", "neither", 1),
    ("a b c\n", "neither", 1),
    ("= 1\n", "neither", 1),
    ("a =\n", "no value", 1),
    ("a = [\n", "not closed", 1),
    ("a = }\n", "no value", 1),
    ("x {\n", "neither", 1),
    ("}\n", "neither", 1),
    ("a = (]\n", "not opened", 1),
    ("a = ]\n", "not opened", 1),
    ("a = 1 }\n", "neither", 1),
    ('a = "b\n', "on its line", 1),
    ('a = "b', "does not end", 1),
    ('a = "${b"\n', "does not end", 1),
    ("a = <<E\nx\n", "heredoc", 1),
    ("\n/* x\n", "comment", 2),
    ("a = @\n", "does not know", 1),
    ("{{ x }}\n", "neither", 1),
    ("x {\n" * (DEPTH + 2), "blocks deep", DEPTH + 1),
    ('a = "' + "${" * 99, "does not end", 1),
    ("a = 1\n" * (SIZE // 6 + 1), "characters", 1),
    ("a = 'b'\n", "does not know", 1),
    ("1 = 2\n", "neither", 1),
    ("x [\n}\n", "neither", 1),
    ("x {\n\n", "neither", 2),
    ("x {\n" * 41 + "}\n" * 41, "blocks deep", 41),
    ('a = "' + '${"' * 20 + '"}' * 20 + '"', "does not end", 1),
    ("#" + "x" * 2 * 1024 * 1024, "characters", 1),
]


def test_blocks_as_deep_as_may_be() -> None:
    assert str(tree(parse("x {\n" * 40 + "}\n" * 40))).count("x") == 40


@pytest.mark.parametrize(("text", "expected"), READS, ids=[row[0][:20] for row in READS])
def test_reads(text: str, expected: list[object]) -> None:
    assert tree(parse(text)) == expected


@pytest.mark.parametrize(("text", "words", "line"), REFUSES, ids=[row[0][:12] for row in REFUSES])
def test_refuses(text: str, words: str, line: int) -> None:
    with pytest.raises(HclError) as refused:
        parse(text)
    assert words in refused.value.words
    assert refused.value.line == line


SAME = "jsonencode toset tolist distinct sort flatten compact"


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else []


KNOWN = {one.name: one.tokens for one in parse('l = ["x"]\nm = local.l\nself = local.self\nn = 1 + 1\n').attributes}
VALUES: list[tuple[str, object]] = [
    ('"a"', "a"),
    ("1.5", "1.5"),
    ("-1", "-1"),
    ("true", "true"),
    ("null", "null"),
    ('["a", 1,]', ["a", "1"]),
    ("[]", []),
    ("[\n]", []),
    ('{a = "b", "c": 1}', {"a": "b", "c": "1"}),
    ("{}", {}),
    ("(1)", "1"),
    ('jsonencode({a = ["b"]})', {"a": ["b"]}),
    ('toset(["a"])', ["a"]),
    ('concat(["a"], local.m)', ["a", "x"]),
    ("local.m", ["x"]),
    ("local.unknown", Opaque("local.unknown")),
    ("other.m", Opaque("other.m")),
    ("local.m.n", Opaque("local.m.n")),
    ("local", Opaque("local")),
    ("a.b[0].c", Opaque("a.b[0].c")),
    ('data.a["b"].c', Opaque('data.a["b"].c')),
    ('["a", a.b]', ["a", Opaque("a.b")]),
    ("1 + 1", Opaque("1 + 1")),
    ("f(1)", Opaque("f ( 1 )")),
    ("local.self", Opaque("local . self")),
    ("local.n", Opaque("local . n")),
    ("[for x in y : x]", Opaque("[ for x in y : x ]")),
    ("{for x in y : x => x}", Opaque("{ for x in y : x => x }")),
    ("a ? b : c", Opaque("a ? b : c")),
    ('concat("a")', Opaque('concat ( "a" )')),
    ("[" * 60 + "]" * 60, Opaque(" ".join("[" * 60 + "]" * 60))),
    ("toset([1], [2])", Opaque("toset ( [ 1 ] , [ 2 ] )")),
    ("{(a) = 1}", Opaque("{ ( a ) = 1 }")),
    ("!a", Opaque("! a")),
    ("[1 2]", Opaque("[ 1 2 ]")),
    ("{a = 1 b = 2}", Opaque("{ a = 1 b = 2 }")),
    ("{a}", Opaque("{ a }")),
    ("[" * 41 + "]" * 41, nested(40)),
    ("[" * 42 + "]" * 42, Opaque(" ".join("[" * 42 + "]" * 42))),
    *[(f'{name}(["a"])', ["a"]) for name in SAME.split()],
]


@pytest.mark.parametrize(("text", "expected"), VALUES, ids=[row[0][:20] for row in VALUES])
def test_values(text: str, expected: object) -> None:
    assert value(parse(f"a = {text}\n").attributes[0].tokens, KNOWN) == expected


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("a = local.x", "local.x", True),
        ("a = local.xy", "local.x", False),
        ("a = [for v in local.x : v]", "local.x", True),
        ('a = "${local.x}"', "local.x", True),
        ("b { c { a = local.x } }", "local.x", True),
        ("a = local.m", "local.l", True),
        ("a = var.l", "local.l", False),
        ("a = 1", "local.x", False),
        ("a = local.self", "local.x", False),
    ],
)
def test_names_in_expressions(text: str, name: str, named: bool) -> None:
    assert named_in(parse(text), name, KNOWN) == named
    assert not named_in(None, name, KNOWN)


def test_layout_is_not_what_stands_there() -> None:
    one = parse("# c\na = [1, 2]\nb {\n  c = {d = 1, e = 2}\n}\n")
    other = parse("b {\n  c = {\n    d = 1\n    e = 2,\n  }\n}\na = [\n  1,\n  2,\n]\n")
    assert body(one) == body(other)
    assert body(one) != body(parse("a = [2, 1]\nb {\n  c = {d = 1, e = 2}\n}\n"))


def test_json_is_the_same_as_hcl() -> None:
    written = config(
        b'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = [local.a, "x"]\n  }\n}\n'
        b'resource "a" "b" {\n  count = 1\n  ok = true\n  tags = { "k y" = null, k = [1, "2"] }\n'
        b'  who = "${c.d}/x"\n  by = e\n.f\n}\n'.replace(b"e\n.f", b"e.f"),
        "a.tf",
    )
    as_json = config(
        b'{"data": {"aws_iam_policy_document": {"d": {"statement": {"actions": ["${local.a}", "x"]}}}},\n'
        b' "resource": [{"a": {"b": {"//": "note", "count": 1, "ok": true,'
        b' "tags": {"k y": null, "k": [1, "2"]}, "who": "${c.d}/x", "by": "${e\\n.f}"}}}]}',
        "a.tf.json",
    )
    assert {address: body(block) for address, block in written.blocks.items()} == {
        address: body(block) for address, block in as_json.blocks.items()
    }
    assert {address: block.line for address, block in as_json.blocks.items()} == {
        "data.aws_iam_policy_document.d": 1,
        "a.b": 2,
    }


NESTED = """
    statement principals not_principals condition lifecycle binding rule subject role_ref permissions inline_policy
    dynamic metadata content audit_log_config
"""


@pytest.mark.parametrize("word", NESTED.split())
def test_what_is_a_block_in_json(word: str) -> None:
    sides = [b'resource "a" "b" {\nWORD { c = 1 }\n}\n', b'{"resource": {"a": {"b": {"WORD": {"c": 1}}}}}']
    hcl, as_json = [side.replace(b"WORD", word.encode()) for side in sides]
    assert body(config(hcl, "a.tf").blocks["a.b"]) == body(config(as_json, "a.tf.json").blocks["a.b"])
    many = as_json.replace(b'{"c": 1}', b'[{"c": 1}, {"c": 2}]')
    assert len(config(many, "a.tf.json").blocks["a.b"].blocks) == 2
    mixed = as_json.replace(b'{"c": 1}', b'[{"c": 1}, 2]')
    assert config(mixed, "a.tf.json").blocks["a.b"].blocks == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"resource": 1}', "resource is no mapping of names"),
        ('{"resource": {"a": [1]}}', "resource is no mapping of names"),
        ('{"resource": {"a": {"b": 1}}}', "resource holds what is no block"),
        ('{"' + "x" * 41 + '": 1}', "x" * 40 + " holds what is no block"),
        ('{"resource": {"a": {"' + "b" * 80 + '": [{}, {}]}}}', "a." + "b" * 78 + " is declared a second time"),
        ("[" * 100_000, "too deep"),
        ("[]", "the file is no mapping of keys to values"),
    ],
    ids=range(7),
)
def test_json_that_is_no_configuration(text: str, words: str) -> None:
    with pytest.raises(HclError) as refused:
        config(text.encode(), "a.tf.json")
    assert (refused.value.words, refused.value.line) == (words, 1)


def test_notes_in_json() -> None:
    found = config(b'\xef\xbb\xbf{"//": "x", "resource": {"//": 1, "a": {"//": 1, "b": {"//": 1}}}}', "a.tf.json")
    assert {address: body(block) for address, block in found.blocks.items()} == {"a.b": (frozenset(), ())}
    assert found.others == ()


def test_words_of_json() -> None:
    found = config(b'{"locals": {"a": [true, false, null, 1.5, -2]}}', "a.tf.json")
    assert value(found.locals["a"].tokens) == ["true", "false", "null", "1.5", "-2"]


def test_lines_of_json() -> None:
    text = b'\n{"resource": {\n"a": {"b": {},\n"\\u0063": {}}}}'
    assert {address: block.line for address, block in config(text, "a.tf.json").blocks.items()} == {"a.b": 3, "a.c": 3}
    with pytest.raises(HclError) as refused:
        config(b'\n{"a": 1, "a": 2}', "a.tf.json")
    assert refused.value.line == 1


PIECES = [
    "a",
    "b",
    " = ",
    "\n",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    '"',
    "${",
    "<<E\n",
    "E\n",
    "#",
    "/*",
    "*/",
    ",",
    ".",
    "\\",
    "1",
    "x {\n",
    "\r\n",
    "é",
]


@pytest.mark.fuzz
@given(seed=st.integers(0, 1 << 40))
@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))
def test_never_trips_over_a_text(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choices(PIECES, k=rng.randint(0, 40)))
    with suppress(HclError):
        root = parse(text)
        hash(body(root))
        assert all(1 <= token.line <= text.count("\n") + 1 for token in tokens(text))
        for one in root.attributes:
            value(one.tokens, {one.name: one.tokens})
