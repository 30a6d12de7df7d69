"""One value of a document written anew: whatever the layout, every other byte stays, and the rest means what it did."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.document import DocumentErrors, load
from guard.document.amending import BLOCK, NotAmended, Value, amended, quoted
from guard.document.spans import Pair, spans
from guard.document.text import impurity
from guard.escape import hidden
from tests.conftest import examples

SAID = "dana: counted 12"
HERE = ("assume", "A1")
NEW = f'"{SAID}"'

# name: before, after; the value is new where it is not in the first
WRITES = {
    "braces": ("assume: {A1: {says: x}}\n", "assume: {A1: {says: x, settled_by: NEW}}\n"),
    "braces, more after": (
        "assume:\n  A1: {says: x}  # c\nb: 1\n",
        "assume:\n  A1: {says: x, settled_by: NEW}  # c\nb: 1\n",
    ),
    "braces with room": ("assume:\n  A1: { says: x y  }\n", "assume:\n  A1: { says: x y, settled_by: NEW  }\n"),
    "a comma at the end": ("assume: {A1: {says: x , }}\n", "assume: {A1: {says: x, settled_by: NEW , }}\n"),
    "braces of lines": (
        "assume: {\n  A1: {\n    says: x  # why\n  },\n}\n",
        "assume: {\n  A1: {\n    says: x, settled_by: NEW  # why\n  },\n}\n",
    ),
    "json": ('{"assume": {"A1": {"says": "x"}}}\n', '{"assume": {"A1": {"says": "x", settled_by: NEW}}}\n'),
    "no braces inside": ("assume: {A1: {}}\n", "assume: {A1: {settled_by: NEW}}\n"),
    "a list before the end": (
        "assume: {A1: {says: [a, {b: c}] }}\n",
        "assume: {A1: {says: [a, {b: c}], settled_by: NEW }}\n",
    ),
    "block": (
        "assume:\n  A1:\n    says: x  # why\n  A2: {says: z}\n",
        "assume:\n  A1:\n    says: x  # why\n    settled_by: NEW\n  A2: {says: z}\n",
    ),
    "a block of lists": (
        "assume:\n  A1:\n    says:\n    - a\n    - b: c  # d\n\n  # e\n  A2: 1\n",
        "assume:\n  A1:\n    says:\n    - a\n    - b: c  # d\n    settled_by: NEW\n\n  # e\n  A2: 1\n",
    ),
    "the last line ends nowhere": ("assume:\n  A1:\n    says: x", "assume:\n  A1:\n    says: x\n    settled_by: NEW"),
    "CRLF": (
        "assume:\r\n  A1:\r\n    says: x\r\nb: 1\r\n",
        "assume:\r\n  A1:\r\n    says: x\r\n    settled_by: NEW\r\nb: 1\r\n",
    ),
    "CRLF, and no end": ("assume:\r\n  A1:\r\n    says: x", "assume:\r\n  A1:\r\n    says: x\r\n    settled_by: NEW"),
    "a value of several lines": (
        "assume:\n  A1:\n    says: x\n      y # c\nb: 1\n",
        "assume:\n  A1:\n    says: x\n      y # c\n    settled_by: NEW\nb: 1\n",
    ),
    "folded": (
        "assume:\n  A1:\n    says: >-  # c\n      x\n\n      y\n\n    # d\nb: 1\n",
        "assume:\n  A1:\n    says: >-  # c\n      x\n\n      y\n    settled_by: NEW\n\n    # d\nb: 1\n",
    ),
    "blank lines that count": (
        "assume:\n  A1:\n    says: |+\n      x\n\n\nb: 1\n",
        "assume:\n  A1:\n    says: |+\n      x\n\n\n    settled_by: NEW\nb: 1\n",
    ),
    "a block that ends nowhere": (
        "assume:\n  A1:\n    says: |\n      x",
        "assume:\n  A1:\n    settled_by: NEW\n    says: |\n      x",
    ),
    "an indent that is said": (
        "assume:\n  A1:\n    says: |2\n         x\n      y\nb: 1\n",
        "assume:\n  A1:\n    says: |2\n         x\n      y\n    settled_by: NEW\nb: 1\n",
    ),
    "keys with marks": (
        "assume:\n  ? A1\n  : ? says\n    : x\nb: 1\n",
        "assume:\n  ? A1\n  : ? says\n    : x\n    settled_by: NEW\nb: 1\n",
    ),
    "wide letters before": (
        'assume: {"😀é": 1, A1: {says: "名前 😀"}}  # ü\n',
        'assume: {"😀é": 1, A1: {says: "名前 😀", settled_by: NEW}}  # ü\n',
    ),
    "between marks of a document": (
        "---\nassume:\n  A1:\n    says: x\n...\n",
        "---\nassume:\n  A1:\n    says: x\n    settled_by: NEW\n...\n",
    ),
    "an old one": ("assume: {A1: {settled_by: todo, says: x}}\n", "assume: {A1: {settled_by: NEW, says: x}}\n"),
    "an old one in quotes": (
        "assume:\n  A1:\n    settled_by: 'it''s'   # c\n    says: x\n",
        "assume:\n  A1:\n    settled_by: NEW   # c\n    says: x\n",
    ),
    "an old one under its key": (
        'assume:\n  A1:\n    settled_by:\n      # c\n      "omar: x"\n    says: x\n',
        "assume:\n  A1:\n    settled_by:\n      # c\n      NEW\n    says: x\n",
    ),
    "an old one of lines": (
        "assume:\n  A1:\n    settled_by: omar saw\n      some # c\n    says: x\n",
        "assume:\n  A1:\n    settled_by: NEW # c\n    says: x\n",
    ),
    "an old one in quotes of lines": (
        'assume: {A1: {settled_by: "omar:\n  saw # no comment\n  some", says: x}}\n',
        "assume: {A1: {settled_by: NEW, says: x}}\n",
    ),
    "an old block": (
        "assume:\n  A1:\n    settled_by: >  # c\n      omar: saw\n\n      # no comment\n     # d\n\n    says: x\n",
        "assume:\n  A1:\n    settled_by: NEW  # c\n     # d\n\n    says: x\n",
    ),
    "an old block, CRLF, at the end": (
        "assume:\r\n  A1:\r\n    says: x\r\n    settled_by: |-\r\n      omar: saw\r\n",
        "assume:\r\n  A1:\r\n    says: x\r\n    settled_by: NEW\r\n",
    ),
    "a key in quotes": ("assume: {A1: {'settled_by': x}}\n", "assume: {A1: {'settled_by': NEW}}\n"),
}


@pytest.mark.parametrize("name", WRITES)
def test_every_other_byte_stays(name: str) -> None:
    before, after = WRITES[name]
    assert amended(before.encode(), [Value(HERE, "settled_by", SAID)]).decode() == after.replace("NEW", NEW)


REFUSES = {
    "no such key above": ("assume: {A2: {says: x}}\n", "there is no assume/A1"),
    "a text above": ("assume: {A1: says}\n", "there is no assume/A1"),
    "a list above": ("assume: [{A1: {says: x}}]\n", "there is no assume/A1"),
    "of another name in a list": ("assume: {B: [{A1: {says: x}}]}\n", "there is no assume/A1"),
    "a mapping is there": ("assume: {A1: {settled_by: {by: dana}}}\n", "no text"),
    "a list is there": ("assume:\n  A1:\n    settled_by:\n    - dana  # c\n", "no text"),
    "nothing is there": ("assume:\n  A1:\n    settled_by:\n    says: x\n", "something else as well"),
}


@pytest.mark.parametrize("name", REFUSES)
def test_what_cannot_be_written_is_refused(name: str) -> None:
    text, said = REFUSES[name]
    with pytest.raises(NotAmended, match=said) as caught:
        amended(text.encode(), [Value(HERE, "settled_by", SAID)])
    assert caught.value.place == "assume/A1/settled_by"


@pytest.mark.parametrize("text", ["assume: {A1: {says: x}", "a: 1\na: 2\n", "assume: {A1: &a {says: *a}}\n", "\t"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentErrors):
        amended(text.encode(), [Value(HERE, "settled_by", SAID)])


def test_what_no_document_may_hold_is_not_written() -> None:
    with pytest.raises(NotAmended):
        amended(b"assume: {A1: {says: x}}\n", [Value(HERE, "settled_by", "a\u2028b")])


def test_several_are_written_one_after_another() -> None:
    text = b"assume:\n  A1: {says: x}\n  A2:\n    says: w\n  A3: {says: z}\n"
    values = [Value(("assume", name), "settled_by", f"dana: {name}") for name in ("A2", "A1")]
    assert amended(text, values) == (
        b'assume:\n  A1: {says: x, settled_by: "dana: A1"}\n  A2:\n    says: w\n'
        b'    settled_by: "dana: A2"\n  A3: {says: z}\n'
    )
    assert amended(text, []) == text


@settings(max_examples=examples(300), deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=30))
def test_a_text_in_quotes_is_read_back(text: str) -> None:
    written = quoted(text)
    assert not hidden(written)
    if impurity(text) is None:
        assert load(f"a: {written}\n".encode(), "p").data == {"a": text}


# Texts of plans, of pieces: each way to lay out one assumption, between others, with comments wherever YAML has them.

ENDS = st.sampled_from(["\n", "\r\n"])
WORDS = st.sampled_from(
    ["x", "every name", "it's", 'a "b"', "c:d", "#e", "é😀 名", "two  blanks", "ends\\", "[a", "x, y"]
)
COMMENTS = st.sampled_from(["", "  # c", " # settled_by: no", "   # } ]"])
GAPS = st.lists(st.sampled_from(["", "# c", "  # A1: {says: x}", "      # deep"]), max_size=2)


def single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def scalars(draw: st.DrawFn, indent: str) -> list[str]:
    """A value in one of its spellings, as lines: the first stands behind its key."""
    words = draw(st.lists(WORDS, min_size=1, max_size=3))
    text, comment = " ".join(words), draw(COMMENTS)
    deep = indent + " " * draw(st.integers(1, 4))
    ways = [
        [f"{quoted(text)}{comment}"],
        [f"{single(text)}{comment}"],
        [f"plain text{comment}"],
        ["plain", f"{deep}text{comment}"],
        ['"in', f'{deep}quotes"{comment}'],
        [f"{draw(st.sampled_from(['|', '>', '|-', '>-', '|+', '>+']))}{comment}", *[deep + word for word in words]],
        [f"|-{comment}", deep + words[0], "", deep + words[-1]],
    ]
    return draw(st.sampled_from(ways))


@st.composite
def assumptions(draw: st.DrawFn, name: str) -> list[str]:
    """One, as lines."""
    indent = "  "
    keys = draw(st.sampled_from([["says"], ["says", "settled_by"], ["settled_by", "says"]]))
    if draw(st.booleans()):
        inside = [f"{key}: {quoted(draw(WORDS))}" for key in keys]
        comma = draw(st.sampled_from([", ", " , ", ",\n      ", ",  # c\n      "]))
        end = draw(st.sampled_from(["}", " }", ", }", "  # c\n  }", ",\n  }"]))
        return f"{indent}{name}: {{{comma.join(inside)}{end}{draw(COMMENTS)}".split("\n")
    deep = indent + " " * draw(st.integers(1, 3))
    lines = [f"{indent}{name}:{draw(COMMENTS)}"]
    for key in keys:
        lines += draw(GAPS)
        first, *more = draw(scalars(deep))
        lines += [f"{deep}{key}: {first}", *more]
    return lines + draw(GAPS)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    names = draw(st.lists(st.sampled_from(["A0", "A2", "B"]), unique=True, max_size=2))
    names.insert(draw(st.integers(0, len(names))), "A1")
    lines = ["plan: p  # c", *draw(GAPS), "assume:"]
    for name in names:
        lines += draw(assumptions(name))
    lines += draw(st.sampled_from([[], ["phases: {a: {does: []}}"], ["# end"]]))
    end = draw(ENDS)
    return (end.join(lines) + draw(st.sampled_from(["", end, end * 2]))).encode()


def put_in(before: str, after: str, entry: str) -> bool:
    """Whether one is the other with one piece more, in which this stands."""
    more = len(after) - len(before)
    places = [at for at in range(len(before) + 1) if before[:at] == after[:at] and before[at:] == after[at + more :]]
    return any(entry in after[at : at + more] for at in places)


def taken_out(before: str, after: str, pair: Pair, scalar: str, old: str) -> None:
    """In the place of the old value stands the new one; of a block of lines the value's own lines have gone."""
    assert after.startswith(before[: pair.start] + scalar)
    rest = after[pair.start + len(scalar) :]
    if pair.style not in BLOCK:
        assert rest == before[pair.end :]
        return
    header, end, body = before[pair.start :].partition("\n")
    behind = header.lstrip("|>+-") + end
    assert rest.startswith(behind), "a comment behind the sign stays"
    tail = rest[len(behind) :]
    assert body.endswith(tail)
    gone = body.removesuffix(tail) if tail else body
    assert all(line.strip() in old for line in gone.split("\n")), "only lines of the value go"


@settings(max_examples=examples(600), deadline=None)
@given(texts(), st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_the_edit_changes_that_value_and_nothing_else(text: bytes, answer: str) -> None:
    was = load(text, "p").data
    said = f"dana: {answer}"
    after = amended(text, [Value(HERE, "settled_by", said)])
    found = spans(text.decode(), HERE)
    assert found is not None
    pair = found.of("settled_by")
    assume = was["assume"]
    assert isinstance(assume, dict)
    if pair is None:
        assert put_in(text.decode(), after.decode(), f"settled_by: {quoted(said)}")
    else:
        taken_out(text.decode(), after.decode(), pair, quoted(said), assume["A1"]["settled_by"])
    wanted = {**was, "assume": {**assume, "A1": {**assume["A1"], "settled_by": said}}}
    assert load(after, "p").data == wanted
    assert amended(after, [Value(HERE, "settled_by", said)]) == after, "written twice is written once"
    ends = {line[-1:] for line in text.split(b"\n")[:-1]}
    if ends == {b"\r"}:
        assert {line[-1:] for line in after.split(b"\n")[:-1]} == {b"\r"}, "lines end as they did"
