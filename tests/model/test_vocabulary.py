"""The vocabulary: every operation there is, what covers it, and what follows from it."""

from __future__ import annotations

import pytest

from guard.model import vocabulary
from guard.model.paths import check_operation_pattern
from guard.model.plan import Phase
from guard.model.policy import policy_from
from guard.operations import files

IRREVERSIBLE = {
    "data.delete", "data.delete_all", "data.merge", "data.truncate", "data.update",
    "migration.deleted", "migration.edited_after_release", "migration.reordered",
    "opaque.code", "opaque.dynamic", "opaque.procedural", "opaque.raw_sql", "opaque.unparsed",
    "schema.column.change_type", "schema.column.drop", "schema.database.drop", "schema.enum.add_value",
    "schema.namespace.drop", "schema.table.drop", "schema.table.rebuild", "secret.exposed", "secret.remove",
}  # fmt: skip


def test_every_id_is_an_operation_and_stands_once() -> None:
    assert [id_ for id_ in vocabulary.TRAITS if check_operation_pattern(id_) or "*" in id_] == []
    leaves = [leaf for row in vocabulary._FAMILIES.values() for leaf in row.split()]
    assert len(leaves) == len(vocabulary.TRAITS) > 100
    assert set("".join(vocabulary.TRAITS.values())) == set("nxdru")


def test_file_operations_are_those_that_are_detected() -> None:
    assert {id_ for id_ in vocabulary.TRAITS if id_.startswith("file.")} == set(files.IDS)


def test_what_cannot_be_taken_back() -> None:
    assert {id_ for id_ in vocabulary.TRAITS if vocabulary.irreversible(id_)} == IRREVERSIBLE
    destroyed = {id_ for id_, traits in vocabulary.TRAITS.items() if "x" in traits}
    assert destroyed < IRREVERSIBLE
    assert set(vocabulary.DROPS) == {f"schema.{of}.drop" for of in ("column", "database", "namespace", "table")}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("schema.*", True),
        ("schema.index.*", False),
        ("*", True),
        ("file.*", False),
        ("opaque.*", True),
        ("data.backfill", False),
        ("no.such", False),
    ],
)
def test_a_pattern_is_irreversible_where_something_it_covers_is(pattern: str, expected: bool) -> None:
    assert vocabulary.irreversible(pattern) is expected


@pytest.mark.parametrize(
    "pattern", ["file.modify", "schema.*", "schema.column.*", "*", "opaque.*", "house.audit", "house.*"]
)
def test_a_pattern_that_covers_something_is_known(pattern: str) -> None:
    assert vocabulary.known(pattern, ("house.audit",))


@pytest.mark.parametrize("pattern", ["file", "schema.column", "file.modify.*", "house.other", "sql.*", "opaque", ""])
def test_a_pattern_that_covers_nothing_is_not(pattern: str) -> None:
    assert not vocabulary.known(pattern, ("house.audit",))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("schema.colum.drop", "schema.column.drop"),
        ("schema.column", "schema.column.*"),
        ("column.drop", "schema.column.drop"),
        ("backfill", "data.backfill"),
        ("files.*", "file.*"),
        ("house.audti", "house.audit"),
        ("zzzzzz", ""),
        ("x" * 100_000, ""),
    ],
)
def test_the_nearest_word(word: str, meant: str) -> None:
    assert vocabulary.nearest(word, ("house.audit",)) == meant


def test_what_is_unsafe_counts_as_soon_as_it_is_allowed() -> None:
    assert vocabulary.may(("schema.*", "file.add"), ("schema.column.drop", "data.update")) == ("schema.column.drop",)
    assert vocabulary.may(("*",), ("opaque.code",)) == ()
    assert vocabulary.may((), ("data.update",)) == ()


@pytest.mark.parametrize(
    ("does", "wanted", "expected"),
    [
        (("code.write.stop",), "code.write.stop", True),
        (("code.write.*",), "code.write.stop", False),
        (("*",), "code.write.stop", False),
        (("schema.column.add",), "schema.*", True),
        (("schema.column.*",), "schema.*", True),
        (("schema.*",), "schema.*", True),
        (("*",), "schema.*", False),
        (("opaque.*",), "*", False),
        ((), "*", False),
    ],
)
def test_what_makes_safe_counts_where_it_is_said(does: tuple[str, ...], wanted: str, expected: bool) -> None:
    assert vocabulary.says(does, wanted) is expected


@pytest.mark.parametrize(
    ("does", "reasons"),
    [
        (("file.*", "schema.column.add", "code.write.dual"), ()),
        ((), ()),
        (("data.backfill",), ("writes data (data.backfill)",)),
        (("schema.column.drop", "file.add"), ("cannot be taken back (schema.column.drop)",)),
        (("identity.rbac", "access.grant"), ("may widen who can do what (identity.rbac, access.grant)",)),
        (("access.revoke",), ()),
        (("opaque.code",), ("cannot be taken back (opaque.code)", "does what guard cannot read (opaque.code)")),
    ],
)
def test_stops_follow_from_what_is_done(does: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    assert vocabulary.stops(does) == reasons


def test_what_several_teams_own_is_a_stop() -> None:
    policy = policy_from(
        {"id": "x", "version": 1, "owners": {"table:a": ["one", "two"], "table:b": ["one"], "/p": ["one", "two"]}}, "x"
    )
    phase = Phase("p", (), creates=("column:a.x", "column:a.y", "column:b.x"), drops=("table:a",))
    assert vocabulary.shared(phase, policy) == ("table:a",)
    assert vocabulary.stops(("file.add",), ("table:a",)) == ("changes table:a, which several teams own",)


FACTS = ("complete", "deployed", "backfilled", "drained", "rehearsed")


@pytest.mark.parametrize(
    ("phase", "facts"),
    [
        (Phase("p", ()), ()),
        (Phase("p", ("file.add",)), ("deployed",)),
        (Phase("p", (), outside="in Vault"), ("backfilled", "drained")),
        (Phase("p", ("data.insert",)), ("deployed", "backfilled")),
        (Phase("p", ("data.read",)), ("deployed",)),
        (Phase("p", ("opaque.code",)), ("deployed", "backfilled")),
        (Phase("p", ("house.fill",)), ("deployed", "backfilled")),
        (Phase("p", ("flag.flip",)), ("deployed", "drained")),
        (Phase("p", ("code.*",)), ("deployed", "drained")),
        (Phase("p", ("file.add",), sites=("s",)), ("deployed", "drained")),
        (Phase("p", ("file.add",), creates=("column:a.x",)), ("deployed", "drained")),
        (Phase("p", ("file.add",), drops=("table:b",)), ("deployed",)),
    ],
)
def test_what_can_ever_be_told_of_a_phase(phase: Phase, facts: tuple[str, ...]) -> None:
    policy = policy_from(
        {"id": "x", "version": 1, "consumers": {"table:a": ["api"]}, "detect": {"house.fill": {"finds": "x"}}}, "x"
    )
    told = [fact for fact in FACTS if vocabulary.tellable(fact, phase, policy)]
    assert told == [fact for fact in FACTS if fact in ("complete", "rehearsed", *facts)]
