"""JSON for machines: golden files, each held to the report's schema; and losslessness where names are hostile."""

from __future__ import annotations

import base64
import json

import pytest

from guard import __version__
from guard.formats import FORMATS, json_, render
from guard.formats.json_ import document
from guard.model.operation import Operation
from guard.model.verdict import weigh
from guard.schema import validate_data
from tests.formats.verdicts import ENDINGS, GOLDEN, VERDICTS, golden, outside, rendered

SHORT = sorted(set(VERDICTS) - {"of-many"})  # whose report is as long as a book


@pytest.mark.parametrize("name", SHORT)
def test_golden(name: str) -> None:
    assert rendered(name, "json") == golden(name, "json").read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(SHORT)


@pytest.mark.parametrize("name", VERDICTS)
def test_it_fits_its_schema(name: str) -> None:
    assert validate_data("report", json.loads(rendered(name, "json"))) == ()


@pytest.mark.parametrize("name", SHORT)
def test_the_golden_file_fits_the_schema(name: str) -> None:
    assert validate_data("report", json.loads(golden(name, "json").read_text(encoding="utf-8"))) == ()


@pytest.mark.parametrize("name", VERDICTS)
def test_no_finding_is_left_out(name: str) -> None:
    report = json.loads(render(VERDICTS[name], "json"))
    assert [entry["rule"] for entry in report["findings"]] == [found.rule for found in VERDICTS[name].findings]
    assert report["guard"] == __version__
    assert report["exit_code"] == VERDICTS[name].exit_code


@pytest.mark.parametrize("name", VERDICTS)
def test_one_object_of_plain_ascii(name: str) -> None:
    said = json_.render(VERDICTS[name], colour=True)
    assert said.isascii()
    assert said.endswith("}\n")
    assert "\x1b" not in said
    assert said == json_.render(VERDICTS[name])


@pytest.mark.parametrize(
    ("path", "told", "plain"),
    [
        (b"src/a", "src/a", True),
        ("größe".encode(), "größe", True),
        (b"a b", "a b", True),
        (b"a\\b", "a\\b", True),
        (b"a\nb", "a\\x0ab", False),
        (b"\xff", "\\xff", False),
        (b"\\xff", "\\\\xff", False),
        (b"\xe2\x80\xae", "\\u202e", False),
        (b"e\xcc\x81", "e\u0301", True),
    ],
)
def test_a_path_that_is_not_its_own_text_is_given_losslessly(path: bytes, told: str, plain: bool) -> None:
    verdict = weigh("commit", (outside(path, "x"),), operations={path: (Operation("file.add"),)})
    report = json.loads(json_.render(verdict))
    assert validate_data("report", report) == ()
    for entry in (report["findings"][0], report["operations"][0]):
        assert entry["path"] == told
        assert ("path_base64" not in entry) == plain
        assert plain or base64.b64decode(entry["path_base64"]) == path


def test_each_operation_of_a_path_is_told() -> None:
    drop = Operation("schema.column.drop", 7, "table:users", "up", ("name",), (("cascade", "true"),), "sql")
    done = (Operation("file.modify"), drop)
    plain = {"via": None, "confidence": "parsed", "mirrors": False}
    assert document(weigh("commit", (), operations={b"a": done}))["operations"] == [
        {"id": "file.modify", "path": "a", "line": None, "object": None, "direction": None}
        | {"columns": [], "attributes": {}}
        | plain,
        {"id": "schema.column.drop", "path": "a", "line": 7, "object": "table:users", "direction": "up"}
        | {"columns": ["name"], "attributes": {"cascade": "true"}}
        | plain
        | {"via": "sql"},
    ]


def test_absence_is_null() -> None:
    (found,) = json.loads(rendered("cannot-establish", "json"))["findings"]
    assert (found["path"], found["line"], found["commit"]) == (None, None, None)
    report = json.loads(rendered("cannot-establish", "json"))
    assert (report["plan"], report["phase"], report["base"], report["tip"]) == (None, None, "", "")


def test_an_unknown_format_is_no_format() -> None:
    assert set(ENDINGS) == set(FORMATS)
    with pytest.raises(KeyError):
        render(VERDICTS["pass"], "xml")
