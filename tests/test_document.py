"""Strict documents: what is accepted exactly, what is refused with line, column and hint; nothing else can happen."""

from __future__ import annotations

import sys
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.document import Document, DocumentErrors, Fault, load, load_json, yaml_
from guard.document.building import Builder
from tests.conftest import examples, share

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

KB256 = 256 * 1024
TEXT_RULES = {"G201", *(f"G{number}" for number in range(210, 222))}


def faults(text: str | bytes, door: Callable[[bytes, str], Document] = load) -> tuple[Fault, ...]:
    with pytest.raises(DocumentErrors) as caught:
        door(text.encode() if isinstance(text, str) else text, "policy.yaml")
    assert caught.value.name == "policy.yaml"
    assert all(fault.rule in TEXT_RULES and fault.hint and fault.frame.endswith("^") for fault in caught.value.faults)
    return caught.value.faults


ACCEPTED = [
    ("a: 1\n", {"a": 1}),
    ("a: 1", {"a": 1}),
    ("---\na: 1\n...\n", {"a": 1}),
    ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    ("a: -12\nb: 0\nc: 9007199254740992\n", {"a": -12, "b": 0, "c": 2**53}),
    ("a: 0.50\nb: 1.10\nc: 12.0\n", {"a": Decimal("0.50"), "b": Decimal("1.10"), "c": Decimal("12.0")}),
    ("a: 123456789.12345678\n", {"a": Decimal("123456789.12345678")}),
    ("a: 9007199254740992.0\n", {"a": Decimal("9007199254740992.0")}),
    ("a: true\nb: false\n", {"a": True, "b": False}),
    ("a: null\nb: ~\nc:\n", {"a": None, "b": None, "c": None}),
    ("a: 'no'\nb: \"0755\"\n'on': \"1.5\"\n", {"a": "no", "b": "0755", "on": "1.5"}),
    ("after: {dual-write: deployed 24h}\n", {"after": {"dual-write": "deployed 24h"}}),
    ("window: sat-sun 01:00-05:00 UTC\n", {"window": "sat-sun 01:00-05:00 UTC"}),
    ('guard: ">=0.1,<1"\n', {"guard": ">=0.1,<1"}),
    ("a: 2/3\nb: 30d\nc: 1.2.3\nd: 5f0c2b7e\n", {"a": "2/3", "b": "30d", "c": "1.2.3", "d": "5f0c2b7e"}),
    ("c: {table:users: [api, worker]}\n", {"c": {"table:users": ["api", "worker"]}}),
    ("g: {/**/*.pb.go: [/proto/**]}\n", {"g": {"/**/*.pb.go": ["/proto/**"]}}),
    ("/.guard/**: platform\n", {"/.guard/**": "platform"}),
    ("w: docs/runbook.md#restore\n", {"w": "docs/runbook.md#restore"}),
    ("k: sk-ssh-ed25519@openssh.com AAAA+/= # mine\n", {"k": "sk-ssh-ed25519@openssh.com AAAA+/="}),
    ("needs: [schema.*, '*']\n", {"needs": ["schema.*", "*"]}),
    ("why: |\n  two\n  lines\n", {"why": "two\nlines\n"}),
    ("why: >-\n  one\n  line\n", {"why": "one line"}),
    ("why: one\n  line\n", {"why": "one line"}),
    ("a: []\nb: {}\nc: ''\n", {"a": [], "b": {}, "c": ""}),
    ("é: ü ⚠\ufe0f\n", {"é": "ü ⚠\ufe0f"}),
    ('a: "\\u200d\\t\\n"\n', {"a": "\u200d\t\n"}),
    ("a: [\n\n  x,\n  z,\n]\n", {"a": ["x", "z"]}),
    ("a:\n- x\n- b: 1\n  c: 2\n", {"a": ["x", {"b": 1, "c": 2}]}),
    ("yes-sir: nothing\nnote: nope\n", {"yes-sir": "nothing", "note": "nope"}),
    ('{"a": [1, null, true, "x"], "b": {}}', {"a": [1, None, True, "x"], "b": {}}),
]


@pytest.mark.parametrize(("text", "data"), ACCEPTED)
def test_accepts_exactly(text: str, data: dict[str, object]) -> None:
    assert repr(load(text.encode(), "policy.yaml").data) == repr(data)


# text, line, column, words of the message, words of the hint; the first fault of each
REFUSED = [
    # two ways to say one thing
    ("a: 1\na: 2\n", 2, 1, "second time; the first is on line 1", "keep one"),
    ("s:\n  a: 1\n  b: {c: 1, c: 2}\n", 3, 13, "the key c", "keep one"),
    ('a: 1\n"a": 2\n', 2, 1, "second time", "keep one"),
    ("a: 1\n? a\n: 2\n", 2, 3, "second time", "keep one"),
    ("a: &x 1\n", 1, 4, "&x is an anchor", "leave the anchor out"),
    ("a: *x\n", 1, 4, "*x is an alias", "quote"),
    ("a: [*]\n", 1, 5, "* is an alias", '"*"'),
    ("a: [*.go]\n", 1, 5, "*.go is an alias", "quote"),
    ("<<: {a: 1}\n", 1, 1, "merges", "write out"),
    ("a:\n  <<: {a: 1}\n", 2, 3, "merges", "write out"),
    ("a: !!str 1\n", 1, 4, "tag !!str", "leave the tag out"),
    ("a: !!python/object/apply:os.system [id]\n", 1, 4, "tag !!python", "leave the tag out"),
    ("a: !x y\n", 1, 4, "tag !x", "leave the tag out"),
    ("a: !<tag:yaml.org,2002:str> y\n", 1, 4, "tag !<", "leave the tag out"),
    ("!!map\na: 1\n", 1, 1, "tag !!map", "leave the tag out"),
    ("a: ! y\n", 1, 4, "tag !", "leave the tag out"),
    ("%YAML 1.1\n---\na: 1\n", 1, 1, "directive", "leave the line out"),
    ("%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "directive", "leave the line out"),
    ("a: 1\n---\nb: 2\n", 2, 1, "second document", "one document"),
    ("a: 1\n...\nb: 2\n", 3, 1, "second document", "one document"),
    ("a: 1\n... x\n", 2, 5, "follows the end", "one document"),
    # keys
    ("1: x\n", 1, 1, "the key 1", '"1"'),
    ("01: x\n", 1, 1, "the key 01", '"01"'),
    ("on: x\n", 1, 1, "the key on", '"on"'),
    ("true: x\n", 1, 1, "the key true", '"true"'),
    ("null: x\n", 1, 1, "the key null", '"null"'),
    ("~: x\n", 1, 1, "the key ~", '"~"'),
    (": x\n", 1, 1, "key is missing", "write the key"),
    ("2026-01-01: x\n", 1, 1, "the key 2026-01-01", "quotes"),
    ("? [a]\n: 1\n", 1, 3, "a list or a mapping", "quotes"),
    ("? {a: 1}\n: 1\n", 1, 3, "a list or a mapping", "quotes"),
    ("[a]: 1\n", 1, 1, "a list or a mapping", "quotes"),
    ("? " + "k" * 300 + "\n: 1\n", 1, 3, "300 characters", "shorter"),
    # scalars that readers disagree on
    ("a: no\n", 1, 4, "yes-or-no", '"no"'),
    ("a: Yes\n", 1, 4, "yes-or-no", '"Yes"'),
    ("a: [OFF]\n", 1, 5, "yes-or-no", "true or false"),
    ("a: y\n", 1, 4, "yes-or-no", '"y"'),
    ("a: N\n", 1, 4, "yes-or-no", '"N"'),
    ("a: True\n", 1, 4, "yes-or-no", "true or false"),
    ("a: NULL\n", 1, 4, "null to some", "write null"),
    ("a: 0755\n", 1, 4, "leading zero", '"0755"'),
    ("a: 00\n", 1, 4, "leading zero", '"00"'),
    ("a: 0o17\n", 1, 4, "octal", '"0o17"'),
    ("a: 0x1F\n", 1, 4, "hexadecimal", '"0x1F"'),
    ("a: 0b11\n", 1, 4, "binary", '"0b11"'),
    ("a: 1_000\n", 1, 4, "underscores", '"1_000"'),
    ("a: +1\n", 1, 4, "sign", '"+1"'),
    ("a: -0\n", 1, 4, "sign", "write 0"),
    ("a: -0.5\n", 1, 4, "sign", '"-0.5"'),
    ("a: 00.5\n", 1, 4, "leading zero", '"00.5"'),
    ("a: 1_0.5\n", 1, 4, "underscores", '"1_0.5"'),
    ("a: 1.5_0\n", 1, 4, "fraction", '"1.5_0"'),
    ("a: 1.5e0\n", 1, 4, "exponent", '"1.5e0"'),
    ("a: 0.12345678901234567\n", 1, 4, "18 digits", "fewer"),
    ("a: 0." + "1" * 5000 + "\n", 1, 4, "5001 digits", "fewer"),
    ("a: 1.\n", 1, 4, "fraction", '"1."'),
    ("a: .5\n", 1, 4, "fraction", '".5"'),
    ("id: 1e234567\n", 1, 5, "exponent", '"1e234567"'),
    ("a: .nan\n", 1, 4, "not-a-number", '".nan"'),
    ("a: -.INF\n", 1, 4, "infinity", '"-.INF"'),
    ("a: 12:30:00\n", 1, 4, "time of day", '"12:30:00"'),
    ("a: [b:, c]\n", 1, 5, "ends with a colon", '"b:"'),
    ("a: {b:, c: 1}\n", 1, 5, "the key b:", '"b:"'),
    ("a: 12:30\n", 1, 4, "base 60", '"12:30"'),
    ("a: 2026-01-01\n", 1, 4, "date", '"2026-01-01"'),
    ("a: 2026-01-01T10:00:00Z\n", 1, 4, "date", "quotes"),
    ("a: 2026-01-01 10:00:00 +01:00\n", 1, 4, "date", "quotes"),
    ("a: 9007199254740993\n", 1, 4, "beyond 2**53", "smaller"),
    ("a: -9007199254740993\n", 1, 4, "beyond 2**53", "smaller"),
    ("a: " + "9" * 5000 + "\n", 1, 4, "beyond 2**53", "smaller"),
    # characters
    ('scope: "app"\x85other: 1\n', 1, 13, "U+0085 (NEXT LINE)", "delete"),
    ("a: b\u2028c: d\n", 1, 5, "U+2028", "delete"),
    ("a: b\u2029c: d\n", 1, 5, "U+2029", "delete"),
    ("a: b\rc: d\n", 1, 5, "carriage return", "LF or CRLF"),
    ("a: \x07\n", 1, 4, "U+0007", "delete"),
    ("a: \x1b[2J\n", 1, 4, "U+001B (ESCAPE)", "delete"),
    ("a: \x00\n", 1, 4, "U+0000 (NULL)", "delete"),
    ("a: \x9f\n", 1, 4, "U+009F", "delete"),
    ("\ufeffa: 1\n", 1, 1, "byte-order mark", "UTF-8"),
    ("a: 1\n\ufeffb: 1\n", 2, 1, "U+FEFF", "delete"),
    ("a: \u202ex\n", 1, 4, "RIGHT-TO-LEFT OVERRIDE", '"\\u202E"'),
    ("# \u2066\n", 1, 3, "LEFT-TO-RIGHT ISOLATE", "double quotes"),
    ("sco\u200bpe: 1\n", 1, 4, "ZERO WIDTH SPACE", "delete"),
    ("a: \U000e0041\n", 1, 4, "U+E0041", '"\\U000E0041"'),
    ("a: \uffff\n", 1, 4, "U+FFFF", "delete"),
    ('a: "\\x85"\n', 1, 4, "U+0085", "leave"),
    ('a: "\\0"\n', 1, 4, "U+0000", "leave"),
    ('a: "\\L"\n', 1, 4, "U+2028", "leave"),
    ('a: "\\ud800"\n', 1, 4, "U+D800", "leave"),
    ('a: "\\r"\n', 1, 4, "U+000D", "leave"),
    ('"a\\e": 1\n', 1, 1, "U+001B", "leave"),
    ("a: e\u0301\n", 1, 4, "NFC", "composed form: '\\xe9'"),
    ("e\u0301: 1\n", 1, 1, "NFC", "composed"),
    ('a: "e\\u0301"\n', 1, 4, "NFC", "composed"),
    (b"a: b\n\xc3\xa9: \xff\n", 2, 4, "\\xff is not UTF-8", "UTF-8"),
    (b"\xff\xfea\x00:\x00", 1, 1, "not UTF-8", "UTF-8"),
    (b"a: \xed\xa0\x80\n", 1, 4, "not UTF-8", "UTF-8"),
    (b"a: \xc0\xaf\n", 1, 4, "not UTF-8", "UTF-8"),
    # layout
    ("a:\n\tb: 1\n", 2, 1, "tab indents", "spaces"),
    ("a:\n  \tb: 1\n", 2, 3, "tab indents", "spaces"),
    ("a: b\t# c\n", 1, 5, "tab stands", "spaces"),
    ("never:\n  - /a\n   - /b\n", 2, 5, "line 3 looks like a list item", "line up"),
    (" a: 1\nb: 2\n", 2, 1, "indentation", "line up"),
    ("a:\n    b: 1\n  c: 2\n", 3, 3, "indentation", "line up"),
    ("- a\nb: 1\n", 2, 1, "indentation", "line up"),
    ("a: 1\n  b: 2\n", 2, 4, "no key can", "quote"),
    ("a: b: c\n", 1, 5, "no key can", "quote"),
    ("a\nb: 1\n", 2, 2, "no key can", "quote"),
    ("a: - b\n", 1, 4, "list item", "lines below"),
    ("a: 1\nb\n", 2, 1, "neither a key", "key: value"),
    ("a: 'x\n", 1, 4, "not closed", "close"),
    ('a: "x\n---\n', 1, 4, "not closed", "close"),
    ("a: [1, 2\nb: 3\n", 1, 4, "opened with [", "]"),
    ("a: {b: 1\n", 1, 4, "opened with {", "}"),
    ("a: [1, 2]]\n", 1, 10, "has ended", "quote"),
    ("a: ]\n", 1, 4, "not opened", "take it out"),
    ("guard: >=0.1,<1\n", 1, 8, "begins with > or |", '">=1,<2"'),
    ("a: [>=1]\n", 1, 5, "cannot begin with >", "quotes"),
    ("a: @dana\n", 1, 4, "cannot begin with @", "quotes"),
    ("a: `x`\n", 1, 4, "cannot begin with `", "quotes"),
    ("a: %x\n", 1, 4, "cannot begin with %", "quotes"),
    ('a: "\\q"\n', 1, 6, "escape", "backslash"),
    ('a: "\\xZZ"\n', 1, 7, "hexadecimal", "backslash"),
    ('a: "\\UFFFFFFFF"\n', 1, 7, "cannot read", "simply"),
    # the document as a whole
    ("", 1, 1, "empty", "version: 1"),
    ("\n\n", 1, 1, "empty", "version: 1"),
    ("# nothing\n", 1, 1, "empty", "version: 1"),
    ("---\n", 2, 1, "empty", "version: 1"),
    ("- a\n", 1, 1, "mapping of keys", "begin with a key"),
    ("just words\n", 1, 1, "mapping of keys", "begin with a key"),
    ("a:b\n", 1, 1, "mapping of keys", "a colon and a blank"),
    ("a: " + "[" * 32 + "]" * 32 + "\n", 1, 35, "32 levels", "flatten"),
    ("a: " + "x" * KB256, 1, 1, "bytes", "split"),
    ("a: [" + "x," * 21_000 + "x]\n", 1, 39_999, "20000 values", "split"),
    ("日本: [*x]\n", 1, 6, "alias", "quote"),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), REFUSED)
def test_refuses_with_place_and_hint(text: str | bytes, line: int, column: int, message: str, hint: str) -> None:
    first = faults(text)[0]
    assert (first.line, first.column) == (line, column), first
    assert message in first.message
    assert hint in first.hint


def test_the_table_of_refusals_is_long_enough() -> None:
    assert len(REFUSED) >= 70


def test_depth_of_the_bound_itself_is_accepted() -> None:
    deepest: object = load(("a: " + "[" * 31 + "]" * 31).encode(), "p").data["a"]
    for _ in range(30):
        assert isinstance(deepest, list)
        (deepest,) = deepest
    assert deepest == []


def test_all_faults_of_one_pass_in_the_order_of_the_text() -> None:
    text = "a: no\nb: [*x, 0755]\nc: &y 1\na: 2\n1: x\n<<: *y\nd: !t {e: .5}\n"
    places = [(fault.line, fault.column) for fault in faults(text)]
    assert places == [(1, 4), (2, 5), (2, 9), (3, 4), (4, 1), (5, 1), (6, 1), (6, 5), (7, 4), (7, 11)]


def test_faults_before_a_scanner_error_are_kept() -> None:
    assert [fault.line for fault in faults("a: no\nb: *x\nc: @\nd: no\n")] == [1, 2, 3]


def test_faults_are_bounded() -> None:
    assert len(faults("a: [" + "no, " * 5_000 + "no]\n")) == 100
    assert len(faults("\x01" * 5_000)) == 100
    assert len(faults("a: " + "&x " * 5_000)) == 100


def test_positions_of_every_key_and_item() -> None:
    text = "scope:\n  paths: [/a, /b]\n  never:\n    - /c/d\nownérs: {/x~y/*: é, z: [é, [q]]}\n"
    assert load(text.encode(), "p").positions == {
        "": (1, 1),
        "/scope": (1, 1),
        "/scope/paths": (2, 3),
        "/scope/paths/0": (2, 11),
        "/scope/paths/1": (2, 15),
        "/scope/never": (3, 3),
        "/scope/never/0": (4, 7),
        "/ownérs": (5, 1),
        "/ownérs/~1x~0y~1*": (5, 10),
        "/ownérs/z": (5, 21),
        "/ownérs/z/0": (5, 25),
        "/ownérs/z/1": (5, 28),
        "/ownérs/z/1/0": (5, 29),
    }


def test_frame_shows_the_line_before_and_a_caret() -> None:
    assert faults("a: 1\nb: no\n")[0].frame == "1 | a: 1\n2 | b: no\n  |    ^"
    assert faults("日: no\n")[0].frame == "1 | 日: no\n  |     ^"
    assert faults("\n" * 8 + "b: 1\nc: no\n")[0].frame == " 9 | b: 1\n10 | c: no\n   |    ^"


def test_frame_of_a_long_line_is_cut() -> None:
    frame = faults("a: [" + "x, " * 500 + "no]\n")[0].frame
    assert max(map(len, frame.split("\n"))) < 140
    row, caret = frame.split("\n")
    assert row[caret.index("^") :].startswith("no]")


@pytest.mark.parametrize("hostile", ["\x1b[31m", "\u202e", "\x85", "\u2028", "\x00"])
def test_nothing_hostile_survives_in_words_or_frame(hostile: str) -> None:
    for text in (f"a: {hostile}\n", f'"{hostile}{hostile}": 1\n', f"a: *{hostile}\n"):
        for fault in faults(text):
            said = fault.message + fault.hint + fault.frame.replace("\n", "")
            assert all(unicodedata.category(char)[0] != "C" and char not in "\u2028\u2029" for char in said)


def test_hostile_file_name_is_escaped_in_the_exception() -> None:
    with pytest.raises(DocumentErrors) as caught:
        load(b"", "x\x1b[0m.yaml")
    assert "\x1b" not in str(caught.value)


NASTY = {
    "alias bomb": "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n",
    "self reference": "&a a: [*a]\n",
    "3,000 lists": "a: " + "[" * 3000,
    "3,000 mappings": "{a: " * 3000,
    "3,000 dashes": "a:\n  " + "- " * 3000,
    "3,000 questions": "? " * 3000,
    "deep blocks": "".join(" " * depth + "a:\n" for depth in range(700)),
    "all brackets": "[" * KB256,
    "all braces": "{" * KB256,
    "brackets on lines": "[\n" * (KB256 // 2),
    "closing": "]" * KB256,
    "blanks": " " * KB256,
    "line feeds": "\n" * KB256,
    "comments": "#\n" * (KB256 // 2),
    "directives": "%a\n" * (KB256 // 3),
    "document ends": "...\n" * (KB256 // 4),
    "anchors": "a: " + "&a " * 87_000,
    "tags": "a: " + "!t " * 87_000,
    "marks out of order": 'a: "b' + "\u0300\u0323" * 65_000 + '"',
    "marks in order": 'a: "q' + "\u0323" * 60_000 + "\u0300" * 60_000 + '"',
    "open quote": "a: '" + "b\n" * 130_000,
    "quotes": '"' * KB256,
    "escaped quotes": '"' + '\\"' * 131_000,
    "digits": "a: " + "1" * 260_000 + "x",
    "colons": "a: 1" + ":1" * 130_000 + "x",
    "long key": "? " + "k" * 260_000 + "\n: 1",
    "a long path of long keys": "{" + ": {".join(f"{'k' * 250}{n}" for n in range(31)),
    "control characters": "\x01" * KB256,
    "one long line": "a: [" + "no, " * 65_000,
    "tabs": "\t" * KB256,
}


DOORS = pytest.mark.parametrize("door", [load, load_json])


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(NASTY, 6))
@DOORS
def test_hostile_documents_are_answered(name: str, door: Callable[[bytes, str], Document]) -> None:
    told: tuple[Fault, ...] = ()
    try:
        door(NASTY[name].encode()[:KB256], "p")
    except DocumentErrors as error:
        told = error.faults
    assert len(told) <= 100


def effort(door: Callable[[bytes, str], Document], text: str) -> tuple[int, int]:
    """Lines of Python run while a text is answered, and how deep calls stood in each other: work without a clock."""
    lines = depth = deepest = 0

    def seen(_: FrameType, event: str, __: object) -> object:
        nonlocal lines, depth, deepest
        lines += event == "line"
        depth += (event == "call") - (event == "return")
        deepest = max(deepest, depth)
        return seen

    before = sys.gettrace()
    sys.settrace(seen)  # type: ignore[arg-type]
    try:
        door(text.encode(), "p")
    except DocumentErrors:
        pass
    finally:
        sys.settrace(before)
    return lines, deepest


# Each shape in any length; what stands before it and after it is as long as it takes.
SHAPES: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "a: " + "[" * n,
    "braces": lambda n: "{a: " * (n // 4),
    "JSON brackets": lambda n: '{"a": ' + "[" * n + "]" * n + "}",
    "JSON braces": lambda n: '{"a":' * (n // 5),
    "brackets on lines": lambda n: "[\n" * (n // 2),
    "dashes": lambda n: "a:\n  " + "- " * (n // 2),
    "questions": lambda n: "? " * (n // 2),
    "blocks": lambda n: "".join(" " * depth + "a:\n" for depth in range(int(n**0.5))),
    "items": lambda n: "a: [" + "x," * (n // 2) + "x]",
    "JSON items": lambda n: '{"a": [' + "1," * (n // 2) + "1]}",
    "keys": lambda n: "".join(f"k{number}: 1\n" for number in range(n // 8)),
    "JSON keys": lambda n: "{" + ",".join(f'"k{number}": 1' for number in range(n // 8)) + "}",
    "the same key": lambda n: "k: 1\n" * (n // 5),
    "one mapping in another and keys beside": lambda n: "a: {b: 1}\nc:\n" + "  d: [e]\n" * (n // 9),
    "anchors": lambda n: "a: " + "&a " * (n // 3),
    "aliases": lambda n: "a: [" + "*a, " * (n // 4) + "]",
    "aliases of aliases": lambda n: "a0: &a0 x\n" + "".join(f"a{k + 1}: &a{k + 1} [*a{k}]\n" for k in range(n // 16)),
    "tags": lambda n: "a: " + "!t " * (n // 3),
    "directives": lambda n: "%a\n" * (n // 3),
    "document ends": lambda n: "...\n" * (n // 4),
    "open quote": lambda n: "a: '" + "b\n" * (n // 2),
    "JSON open quotes": lambda n: '{"a' * (n // 3),
    "escapes": lambda n: '{"a": "' + '\\"' * (n // 2) + '"}',
    "digits": lambda n: "a: " + "1" * n,
    "fraction": lambda n: "a: 0." + "1" * n,
    "colons": lambda n: "a: 1" + ":1" * (n // 2) + "x",
    "words on many lines": lambda n: "a: b" + "\n  b" * (n // 4),
    "block of text": lambda n: "a: |\n" + "  b\n" * (n // 4),
    "comments": lambda n: "#\n" * (n // 2),
    "blanks": lambda n: " " * n + "a: 1",
    "lines": lambda n: "\n" * n + "a: 1",
    "next lines between keys": lambda n: "a: 1\x85" * (n // 5),
    "accents": lambda n: 'a: "q' + "\u0323" * (n // 2) + "\u0300" * (n // 2) + '"',
}


@pytest.mark.later
@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(SHAPES, 3))
@DOORS
def test_work_grows_no_faster_than_the_text(name: str, door: Callable[[bytes, str], Document]) -> None:
    shape = SHAPES[name]
    single, _ = effort(door, shape(2_000))
    double, deepest = effort(door, shape(4_000))
    assert double <= 2.1 * single + 3_000
    assert double <= 400 * len(shape(4_000)) + 40_000
    assert deepest <= 25  # whatever the text nests, calls do not: nothing recurses


def test_work_that_grows_faster_and_calls_that_nest_would_be_seen() -> None:
    def slow(text: bytes, _: str) -> Document:
        for _one in text:
            for _other in text:
                pass
        return Document({}, {})

    def nested(text: bytes, name: str) -> Document:
        return nested(text[1:], name) if text else Document({}, {})

    assert effort(slow, "x" * 200)[0] > 3 * effort(slow, "x" * 100)[0]
    assert effort(nested, "x" * 50)[1] > 50


@DOORS
def test_an_alias_bomb_is_not_one(door: Callable[[bytes, str], Document], monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    monkeypatch.setattr(Builder, "_count", lambda *_: counted.append(1))
    bomb = "a0: &a0 [x, x, x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}, *a{n}]\n" for n in range(14))
    assert {fault.rule for fault in faults(bomb, door)} <= {"G201", "G211"}
    assert len(counted) <= 15 * 5 + 1  # a key, a list and its three items on each line; never what they stand for


@DOORS
def test_values_and_keys_are_counted_and_no_more_are_taken(
    door: Callable[[bytes, str], Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []
    add = Builder._add

    def counting(builder: Builder, value: object, line: int, column: int) -> str:
        taken.append(value)
        return add(builder, value, line, column)

    monkeypatch.setattr(Builder, "_add", counting)
    (fault,) = faults('{"a": [' + "1," * 100_000 + "1]}", door)
    assert fault.rule == "G219"
    assert len(taken) == 20_000  # and one key; the last of them is refused


def test_what_hides_lines_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_, "Events", None)
    told = faults("".join(f"key{number}: 1\x85" for number in range(5_000)))
    assert (len(told), {fault.rule for fault in told}) == (100, {"G216"})


@pytest.mark.later
@DOORS
def test_size_and_count_are_the_callers_to_widen(door: Callable[..., Document]) -> None:
    text = ('{"a": [' + "1234567890, " * 21_999 + "1]}").encode()
    assert len(text) > KB256
    assert {fault.rule for fault in faults(text, door)} == {"G219"}
    assert door(text, "p", size=len(text), events=22_003).data == {"a": [1234567890] * 21_999 + [1]}
    for bounds, message in (
        ({"size": len(text) - 1, "events": 22_003}, f"{len(text) - 1} is the most"),
        ({"size": len(text), "events": 22_002}, "more than 22002 values"),
    ):
        with pytest.raises(DocumentErrors, match=message) as caught:
            door(text, "p", **bounds)
        assert [fault.rule for fault in caught.value.faults] == ["G219"]


def test_places_take_bounded_memory_however_wide_the_bounds() -> None:
    begun = "".join(f'{{"{"k" * 250}": ' for _ in range(8))
    text = begun + "[" + "1," * 40_000 + "1]" + "}" * 8
    with pytest.raises(DocumentErrors, match="too long together"):
        load_json(text.encode(), "p", size=len(text), events=len(text))


_TOKENS = (
    "a",
    "b: ",
    "a: ",
    "- ",
    "? ",
    ": ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&x ",
    "*x",
    "!t ",
    "|",
    ">",
    "'",
    '"',
    "\\",
    "#",
)
_LINES = ("\n", "\n  ", "\n    ", "\r\n", "\t", " ", "---\n", "...\n", "%YAML 1.2\n", "%", "@", "|2-\n", ">+\n", "|\n")
_VALUES = ("<<", "~", "no", "1", "0x1", "1.5", "é", "e\u0301", '"\\u0041"', '"\\UFFFFFFFF"', "\U0001f600", "\ud7ff")
_CHARACTERS = ("\x85", "\ufeff", "\u2028", "\x00")
FRAGMENTS = st.sampled_from([*_TOKENS, *_LINES, *_VALUES, *_CHARACTERS])
CALM = st.sampled_from(
    ["a", "b: ", "a: ", "c: ", "- ", "[", "]", "{", "}", ",", "'x'", '"y"', "1", " ", "# d", "|\n", ">\n", "\n", "\n  "]
)


@pytest.mark.fuzz
@settings(max_examples=examples(500), deadline=None)
@given(st.lists(CALM, max_size=16).map("".join))
def test_what_is_accepted_means_what_another_reader_says(text: str) -> None:
    from ruamel.yaml import YAML

    try:
        mine = load(text.encode(), "p").data
    except DocumentErrors:
        return
    assert repr(YAML(typ="safe", pure=True).load(text)) == repr(mine)


def answers(door: Callable[[bytes, str], Document], text: bytes) -> None:
    told: tuple[Fault, ...] = ()
    rest: list[object] = []
    try:
        rest.append(door(text, "p").data)
    except DocumentErrors as error:
        told = error.faults
    assert told or rest
    assert all(fault.line >= 1 <= fault.column and fault.message and fault.hint for fault in told)
    if rest:
        while rest:
            item = rest.pop()
            assert item is None or isinstance(item, (str, int, Decimal, list, dict))
            if isinstance(item, str):
                assert unicodedata.is_normalized("NFC", item)
            elif isinstance(item, dict):
                rest.extend([*item, *item.values()])
            elif isinstance(item, list):
                rest.extend(item)


@given(st.binary(max_size=200))
def test_any_bytes_load_or_are_refused(text: bytes) -> None:
    answers(load, text)
    answers(load_json, text)


@pytest.mark.fuzz
@settings(max_examples=examples(500), deadline=None)
@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_any_pieces_of_yaml_load_or_are_refused(text: str) -> None:
    answers(load, text.encode())
    answers(load_json, text.encode())


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc~/:", min_size=1), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(st.text("abc~/*", min_size=1), PLAIN, max_size=4))
def test_what_json_says_both_doors_read_alike(data: dict[str, object]) -> None:
    import json

    text = json.dumps(data, indent=1).encode()
    yaml, plain = load(text, "p"), load_json(text, "p")
    assert repr(yaml.data) == repr(plain.data) == repr(data)
    assert yaml.positions == plain.positions


JSON_REFUSED = [
    ('{"a": 1, "a": 2}', "second time"),
    ('{"x": [{"a": 1, "a": 2}]}', "second time"),
    ('{"a": NaN}', "no number that every reader knows"),
    ('{"a": -Infinity}', "no number that every reader knows"),
    ('{"a": 1e3}', "exponent"),
    ('{"a": -0}', "-0"),
    ('{"a": 9007199254740993}', "beyond 2**53"),
    ('{"a": ' + "9" * 5000 + "}", "beyond 2**53"),
    ('{"a": "\\ud800"}', "U+D800"),
    ('{"a": ["\\u0085"]}', "U+0085"),
    ('{"a\\u0000": 1}', "U+0000"),
    ('{"a": "e\\u0301"}', "NFC"),
    ('{"a": "\u202e"}', "RIGHT-TO-LEFT"),
    ("\ufeff{}", "byte-order mark"),
    ("", "empty"),
    (" \t\r\n", "empty"),
    ("null", "mapping of keys"),
    ("{", "not closed"),
    ('{"a"', "not closed"),
    ('{"a": [{}, {"b": 1', "not closed"),
    ("{} {}", "follows the end"),
    ("{},", "follows the end"),
    ("{'a': 1}", "without double quotes"),
    ('{"a": ~}', "without double quotes"),
    ('{"a": nul}', "without double quotes"),
    ('{"a": \xa0 1}', "without double quotes"),
    ('{"a": 1,}', "key is missing"),
    ('{"a": [,1]}', "value is missing"),
    ('{"a": , "b": 1}', "value is missing"),
    ("{,}", "key is missing"),
    ('{"a", 1}', "colon is missing"),
    ('{"a": 1 /* b */}', "no comments"),
    ('{"a" 1}', "colon is missing"),
    ('{"a": 1: 2}', "comma is missing"),
    ('{"a": 1 "b"}', "comma is missing"),
    ('{"a": 1 {}}', "comma is missing"),
    ("}", "not opened"),
    ('{"a": ]}', "not opened"),
    ('{"a": "\n"}', "not closed"),
    ('{"a": "\\', "not closed"),
    ("[]", "mapping of keys"),
    ("1", "mapping of keys"),
    ("[" * 3000, "32 levels"),
    ('{"a":' * 40 + "1" + "}" * 40, "32 levels"),
    ('{"a": [' + "1," * 60_000 + "1]}", "20000 values"),
    (" " * (KB256 + 1), "bytes"),
    ('{"' + "k" * 300 + '": 1}', "300 characters"),
]


@pytest.mark.parametrize(("text", "message"), JSON_REFUSED)
def test_json_refuses(text: str, message: str) -> None:
    assert message in faults(text, load_json)[0].message


def test_json_tells_all_faults_of_one_pass_in_the_order_of_the_text() -> None:
    text = '{"a": 0x1,\n "a": [NaN, "\\q", no],\n 1: "e\\u0301",\n b: 010,\n "c": 1,,\n "a": 1}'
    told = [(fault.line, fault.column, fault.rule) for fault in faults(text, load_json)]
    assert told == [
        (1, 7, "G212"),
        (2, 2, "G210"),
        (2, 8, "G212"),
        (2, 14, "G201"),
        (2, 19, "G212"),
        (3, 2, "G217"),
        (3, 5, "G220"),
        (4, 2, "G201"),
        (4, 5, "G212"),
        (5, 9, "G201"),  # nothing sensible can follow a comma too many
    ]


def test_json_faults_are_bounded() -> None:
    assert len(faults('{"a": [' + "NaN, " * 5_000 + "1]}", load_json)) == 100


def test_json_accepts() -> None:
    text = b'{"a": [1, -2, 0.50, true, false, null, "\\ud83d\\ude00\\n\\/"], "b": {"c": {}}, "": []}'
    wanted = {"a": [1, -2, Decimal("0.50"), True, False, None, "\U0001f600\n/"], "b": {"c": {}}, "": []}
    assert repr(load_json(text, "p").data) == repr(wanted)


def test_json_has_a_place_for_every_key_and_item() -> None:
    text = '{\r\n\t"scope" : {"paths": ["/a",\n  "/b"]},\n"own\u00e9rs": {"/x~y/*":[[1] ,{}]}}\n'
    assert load_json(text.encode(), "p").positions == {
        "": (1, 1),
        "/scope": (2, 2),
        "/scope/paths": (2, 13),
        "/scope/paths/0": (2, 23),
        "/scope/paths/1": (3, 3),
        "/own\u00e9rs": (4, 1),
        "/own\u00e9rs/~1x~0y~1*": (4, 12),
        "/own\u00e9rs/~1x~0y~1*/0": (4, 22),
        "/own\u00e9rs/~1x~0y~1*/0/0": (4, 23),
        "/own\u00e9rs/~1x~0y~1*/1": (4, 27),
    }


@pytest.mark.fuzz
@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(st.sampled_from([*'[]{}:,"\\ \n1', "a", "null", '"k"', "1.5", "-1", "\\u0041"]), max_size=14).map("".join)
)
def test_what_json_is_accepted_means_what_another_reader_says(text: str) -> None:
    import json

    try:
        mine = load_json(text.encode(), "p").data
    except DocumentErrors:
        return
    assert repr(json.loads(text, parse_float=Decimal)) == repr(mine)


BODY = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW"


@pytest.mark.parametrize("text", [f"a: x\n\t{BODY}\n", f"k: {BODY}\na: 1\na: 2\n", f"a: [ {BODY}, ! ]\n"])
def test_no_frame_shows_a_line_of_a_key(text: str) -> None:
    with pytest.raises(DocumentErrors) as caught:
        load(text.encode(), "p")
    for fault in caught.value.faults:
        assert BODY[8:] not in fault.frame
        assert fault.frame.endswith("^")
