"""Documents that a change set carries (G201, G202): told at their place, with the hint."""

from __future__ import annotations

import pytest

from guard.checks.documents import check
from guard.model.case import Fault
from tests.cases import added, case, findings, only, places

PLAN = b".guard/plans/move.yaml"


def fault(rule: str = "G202", path: bytes = PLAN, line: int = 4, hint: str = "write paths") -> Fault:
    return Fault(rule, path, line, 3, "unknown key path", hint, "4 |   path: []\n  |   ^")


FINDS = {
    "not strict YAML": ((fault("G201"),), [("G201", PLAN, b"")]),
    "does not fit its schema": ((fault(),), [("G202", PLAN, b"")]),
    "several in one document": ((fault(), fault(line=9)), [("G202", PLAN, b"")] * 2),
    "several documents": (
        (fault(), fault(path=b".guard/policy.yaml")),
        [("G202", PLAN, b""), ("G202", b".guard/policy.yaml", b"")],
    ),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    faults, wanted = FINDS[name]
    assert places(check, case(faults=faults)) == wanted


def test_leaves_alone_what_is_whole() -> None:
    assert findings(check, case(added(PLAN))) == []


def test_place_frame_and_hint_are_told() -> None:
    found = only(check, case(faults=(fault(),)))
    assert (found.line, found.what) == (4, ".guard/plans/move.yaml:4:3: unknown key path")
    assert found.why == "4 |   path: []\n  |   ^"
    assert found.next[0].run == "write paths"


def test_without_a_hint_the_schema_is_named() -> None:
    assert "guard schema" in only(check, case(faults=(fault(hint=""),))).next[0].run


def test_a_hostile_name_is_told_escaped() -> None:
    path = b".guard/plans/a\x1b]0;b.yaml"
    found = only(check, case(faults=(fault(path=path),)))
    assert found.what.startswith(".guard/plans/a\\x1b]0;b.yaml:4:3: ")
    assert found.path == path
