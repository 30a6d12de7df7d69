"""Readers of files by name: what each tells of a text, what it cannot read, which files it reads; and any bytes."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.inventories import REGISTERS
from guard.inventories.reading import asks, process, speaking
from guard.inventories.reading.picking import Around, ways
from guard.inventories.reading.readers import READERS
from guard.inventories.reading.rows import checked, packed, parted
from guard.model.known import KINDS
from guard.model.paths import PathSet
from tests.conftest import examples
from tests.inventories.texts import CODE, OTHERS, PATHS, UNREAD

ROOT = Path(__file__).parent.parent.parent / "guard/inventories"
AROUND = Around(PathSet(("/toggles/**",)), ((PathSet(("/db/**",)), "postgres"),))


def told(reader: str, how: str, data: bytes) -> tuple[list[str], str]:
    """`kind:name` of all, in order; and why there may be more."""
    rows, why = process._told(reader, how, data)
    return [f"{kind}:{name}" for kind, some in rows.items() for name, _ in some], why


@pytest.mark.parametrize(("reader", "how", "text", "names"), CODE)
def test_names_that_code_declares(reader: str, how: str, text: str, names: str) -> None:
    found, why = told(reader, how, text.encode())
    declared = [one for one in found if one.startswith("symbol:") and not one.endswith(".*")]
    assert (declared, why) == ([f"symbol:{name}" for name in names.split()], "")


ELSEWHERE = {
    "python": """\
import os.path, numpy as np
from django.db import (models, router as r)
from .a import B
class A(models.Model, B, metaclass=M):
    class C(D[int], E): pass
def f():
    def g(): pass
""",
    "typescript": """\
import React, { Component, type FC as F } from 'react';
import * as z from 'zod';
import { a } from './a';
class B extends React.Component<P> { c() { function d() {} } }
class E { }
import 'x';
""",
}
TAKEN = {
    "python": "import:os.path:os import:numpy:np import:django.db:models import:django.db:r base:A:models.Model"
    " base:A:B base:A.C:E symbol:f.*",
    "typescript": "import:react:React import:react:Component import:react:F import:zod:z base:B:React.Component"
    " symbol:B.c.*",
}


@pytest.mark.parametrize("how", ELSEWHERE)
def test_what_code_takes_from_elsewhere(how: str) -> None:
    found = [
        one
        for one in told("code", how, ELSEWHERE[how].encode())[0]
        if not one.startswith("symbol:") or one.endswith(".*")
    ]
    assert sorted(found) == sorted(TAKEN[how].split())


@pytest.mark.parametrize(("reader", "how", "text", "names"), OTHERS)
def test_names_that_other_files_tell(reader: str, how: str, text: str, names: str) -> None:
    split = re.compile(r" (?=(?:flag|own|package|command|service|job|owner|term|external|table|column|symbol):)")
    expected = split.split(names) if ":" in names else [f"environment:{name}" for name in names.split()]
    found, why = told(reader, how, text.encode())
    assert (sorted(found), why) == (sorted(filter(None, expected)), "")


@pytest.mark.parametrize(("reader", "how", "data", "why"), UNREAD, ids=lambda value: None)
def test_what_cannot_be_read_says_why(reader: str, how: str, data: bytes, why: str) -> None:
    assert why in told(reader, how, data)[1]


def test_lines_are_those_of_the_names() -> None:
    rows, _ = process._told("code", "python", b"import os\n\n\nclass A:\n    def b(self):\n        pass\n")
    assert rows == {"symbol": [("A", 4), ("A.b", 5)], "import": [("os:os", 1)]}
    pod = b"apiVersion: v1\nkind: Pod\nspec:\n  a: b\n\n  c: d\nmetadata:\n  labels:\n    x: y\n  name: api\n"
    assert process._told("deployed", "yaml", pod)[0] == {"service": [("api", 10)]}


@pytest.mark.parametrize(("path", "readers"), PATHS)
def test_which_readers_read_a_file(path: str, readers: str) -> None:
    found = ways([(path.encode("utf-8", "surrogateescape"), "1")], tuple(READERS), AROUND)
    said = [f"{reader}={some[0].how}" for reader, some in found.items() if some]
    assert " ".join(said) == readers


def test_readers_and_registers_on_disk_are_those_listed() -> None:
    assert tuple(REGISTERS) == KINDS
    beside = {
        "__init__",
        "elsewhere",
        "gathered",
        "form",
        "kept",
        "libraries",
        "made",
        "mentions",
        "stored",
        "tree",
        "where",
    }
    on_disk = {path.stem for path in ROOT.glob("*.py")} - beside
    assert on_disk == {module.rpartition(".")[2] for module in REGISTERS.values()}
    beside = {
        "__init__",
        "kept",
        "kinds",
        "outlines",
        "outside",
        "picking",
        "prisma",
        "process",
        "readers",
        "rows",
        "speaking",
    }
    on_disk = {path.stem for path in (ROOT / "reading").glob("*.py")} - beside
    assert on_disk == {module.rpartition(".")[2] for module in READERS.values()}
    for module in (*READERS.values(), *REGISTERS.values()):
        assert import_module(module).__doc__


HOWS = sorted({(reader, how) for reader, how, _, _ in (*CODE, *OTHERS)})
WORDS = st.sampled_from([text for _, _, text, _ in (*CODE, *OTHERS)])


@pytest.mark.fuzz
@settings(max_examples=examples(60))
@given(st.sampled_from(HOWS), st.one_of(st.binary(max_size=200), WORDS.map(str.encode)), st.binary(max_size=9))
def test_any_bytes_are_told_or_said_to_be_unread(of: tuple[str, str], text: bytes, more: bytes) -> None:
    half = len(text) // 2
    (answer,) = json.loads(process._line((of,), text[:half] + more + text[half:]))
    rows, why = process.believed(answer)
    assert "reader failed" not in why, why
    assert all(name and len(name) <= process.LONGEST_NAME for names, _ in rows.values() for name in parted(names))


@pytest.mark.parametrize(
    "text",
    ["environ" + " " * 50_000, "{" * 50_000 + "process.env", "env(" * 30_000, "flag(" * 30_000, "a.b" * 30_000 + ":"],
    ids=range(5),
)
def test_no_reader_that_goes_by_lines_is_slow_on_any_line(text: str) -> None:
    for reader, how in HOWS:
        if reader in ("asks", "targets", "glossary") or how in ("shell", "protobuf", "graphql", "prisma", "procfile"):
            told(reader, how, text.encode())


@given(st.dictionaries(st.text(), st.lists(st.tuples(st.text(alphabet="a b\n\0é"), st.integers(0)), min_size=1)))
@settings(max_examples=examples(50))
def test_names_and_lines_come_back_as_they_were_told(rows: dict[str, list[tuple[str, int]]]) -> None:
    came = checked(json.loads(json.dumps(packed(rows))))
    assert {kind: list(zip(parted(names), lines, strict=True)) for kind, (names, lines) in came.items()} == rows


NO_ROWS = ({"a": ["b c", [1]]}, {"a": [["b", 1], [1, 2]]}, {"a": ["b", [True]]}, {"a": ["b", "1"]}, {"a": [5, [1]]})


@pytest.mark.parametrize(
    "answer",
    [None, 5, [], [1, 2], [{"a": 1}, ""], [{"a": [["b"]]}, ""], [[], ""], "ab", *[[one, ""] for one in NO_ROWS]],
)
def test_an_answer_is_believed_only_as_far_as_it_is_one(answer: object) -> None:
    assert process.believed(answer) == ({}, process.NO_ANSWER)


def test_of_a_file_with_too_many_names_some_are_told_and_that_there_are_more() -> None:
    text = "".join([f"def f{number}(): pass\n" for number in range(process.NAMES + 1)])
    rows, why = process._told("code", "python", text.encode())
    assert (len(rows["symbol"]), why) == (process.NAMES, process.TOO_MUCH)
    assert told("code", "python", b"version https://git-lfs.github.com/spec/v1\n") == ([], process.ELSEWHERE)


@pytest.mark.fuzz
@settings(max_examples=examples(200), deadline=None)
@given(
    st.sampled_from([(asks.READS, speaking.VARIABLES), (asks.FLAGS, speaking.FLAGS)]).flatmap(
        lambda one: st.tuples(st.from_regex(one[0]), st.just(one))
    )
)
def test_whatever_asks_for_something_has_a_word_that_says_so(
    drawn: tuple[str, tuple[re.Pattern[str], tuple[str, ...]]],
) -> None:
    text, (pattern, words) = drawn
    found = pattern.search(text)
    assert found is not None
    assert any(word in found[0].lower() for word in words), found[0]
    assert speaking.speaks(found[0].lower())
