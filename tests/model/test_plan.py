"""A plan as a value: what a limit left out means, what was said, and where each key stands."""

from __future__ import annotations

import pytest

from guard.compile import read_document
from guard.model.plan import STRICT, Budget, Phase, Plan, plan_from
from guard.schema import schema_text

TEXT = b"""\
plan: split-name
version: 3
owner: dana
why: Split users.name
scope:
  paths: [/src/**, /db/*.sql]
  never: [/src/frozen/**]
  max: {files: 60, bytes: unlimited, commits: 0}
phases:
  expand: {does: [file.add, file.modify]}
  contract: {does: [file.delete]}
  look: {does: []}
"""


def made(text: bytes) -> Plan:
    read = read_document("plan", ".guard/plans/split-name.yaml", text)
    assert read.data is not None, read.faults
    return plan_from(read.data, read.name, read.lines)


def test_what_a_plan_says() -> None:
    plan = made(TEXT)
    assert (plan.id, plan.version, plan.owner, plan.why) == ("split-name", 3, "dana", "Split users.name")
    assert plan.patterns == ("/db/*.sql", "/src/**")
    assert plan.phases == (
        Phase("expand", ("file.add", "file.modify")),
        Phase("contract", ("file.delete",)),
        Phase("look", ()),
    )


@pytest.mark.parametrize(
    ("path", "covered", "never"),
    [(b"src/a", True, False), (b"db/1.sql", True, False), (b"db/x/1.sql", False, False), (b"src/frozen/a", True, True)],
)
def test_its_paths(path: bytes, covered: bool, never: bool) -> None:
    plan = made(TEXT)
    assert (plan.paths.matches(path), plan.never.matches(path)) == (covered, never)


def test_a_limit_left_out_is_strict_and_unlimited_is_said() -> None:
    plan = made(TEXT)
    assert plan.budget == Budget(files=60, lines=1000, bytes=None, commits=0)
    assert plan.said == {"files", "bytes", "commits"}


@pytest.mark.parametrize("rest", ["", ", max: {}", ", never: []"])
def test_without_limits_every_one_is_strict(rest: str) -> None:
    scope = b"scope: {paths: [/src/**]%s}\n" % rest.encode()
    plan = made(b"plan: split-name\nversion: 1\nowner: dana\nwhy: x\n" + scope + b"phases: {p: {does: []}}\n")
    assert plan.budget == Budget(50, 1_000, 1_048_576, 50)
    assert plan.said == frozenset()
    assert not plan.never.matches(b"src/a")


def test_the_schema_tells_the_same_defaults() -> None:
    import json

    limits = json.loads(schema_text("plan"))["properties"]["scope"]["properties"]["max"]["properties"]
    assert {name: limit["default"] for name, limit in limits.items()} == STRICT


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/scope/paths", ".guard/plans/split-name.yaml:6"),
        ("/scope/max/files", ".guard/plans/split-name.yaml:8"),
        ("/phases/contract/does", ".guard/plans/split-name.yaml:11"),
        ("/scope/max/lines", ".guard/plans/split-name.yaml"),
        ("/nowhere", ".guard/plans/split-name.yaml"),
    ],
)
def test_where_a_key_stands(pointer: str, place: str) -> None:
    assert made(TEXT).at(pointer) == place
