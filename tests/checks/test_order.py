"""Operations that must not land together: by the policy, by the facts of order."""

from __future__ import annotations

import pytest

from guard.checks.order import check
from guard.model.case import Case
from guard.model.operation import Operation
from guard.model.policy import Policy
from tests.cases import added, case, findings, policy

UP = b"db/0002.up.sql"
MORE = b"db/0003.up.sql"
DOWN = b"db/0002.down.sql"


def did(id_: str, of: str | None = None, *columns: str, direction: str = "up", line: int = 1, **said: str) -> Operation:
    return Operation(id_, line, of, direction, columns, tuple(sorted(said.items())), "sql")


def landing(files: dict[bytes, list[Operation]], policy: Policy = policy(), read: bool = True) -> Case:  # noqa: B008
    """A landing of new files that do this."""
    asked = case(*[added(path) for path in files], policy=policy)
    told = {path: tuple(operations) for path, operations in files.items()}
    return asked._replace(landing=asked.landing._replace(operations=told, effects=tuple(files) if read else ()))


ADD = did("schema.column.add", "table:users", "given")
FILL = did("data.backfill", "table:users", "given", line=2)
APART = policy(order=[{"apart": ["schema.*", "data.*"]}])
TURN = policy(order=[{"first": "code.write.dual", "then": "data.backfill", "needs": {"fact": "deployed", "soak": 0}}])

FINDS: dict[str, tuple[Case, list[tuple[str, bytes, int | None]]]] = {
    "a column filled where it is added": (landing({UP: [ADD, FILL]}), [("G302", UP, 2)]),
    "in two files": (landing({UP: [ADD], MORE: [FILL]}), [("G302", MORE, 2)]),
    "a column dropped where another comes": (
        landing({UP: [ADD, did("schema.column.drop", "table:users", "name", line=3)]}),
        [("G302", UP, 3)],
    ),
    "validated in the file that adds it": (
        landing(
            {
                UP: [
                    did("schema.constraint.add_not_valid", "table:users", name="c"),
                    did("schema.constraint.validate", "table:users", name="c", line=2),
                ]
            }
        ),
        [("G303", UP, 2)],
    ),
    "concurrently inside a transaction": (
        landing({UP: [did("schema.index.create_concurrent", "table:users", in_transaction="true")]}),
        [("G303", UP, 1)],
    ),
    "a value used where it is added": (
        landing({UP: [did("schema.enum.add_value", "type:state"), did("data.insert", "table:users", line=2)]}),
        [("G303", UP, 2)],
    ),
    "apart by the policy": (
        landing({UP: [did("schema.index.drop", "index:i")], MORE: [did("data.insert", "table:kinds", line=4)]}, APART),
        [("G301", MORE, 4)],
    ),
    "apart from files that nobody reads": (
        landing({UP: [did("schema.index.drop", "index:i")], b"a.go": [Operation("file.add")]},
                policy(order=[{"apart": ["schema.*", "file.*"]}])),
        [("G301", b"a.go", None)],
    ),
    "files apart, where nothing was read": (
        landing({b"a": [Operation("file.add")], b"b": [Operation("file.delete")]},
                policy(order=[{"apart": ["file.add", "file.delete"]}]), read=False),
        [("G301", b"b", None)],
    ),
    "one first, then another, in one landing": (
        landing({b"a.go": [did("code.write.dual", "table:z", "b")], UP: [did("data.backfill", "table:a")]}, TURN),
        [("G301", UP, 1)],
    ),
}  # fmt: skip
LEAVES: dict[str, Case] = {
    "one of the two": landing({UP: [ADD]}),
    "of two tables": landing({UP: [ADD, did("data.backfill", "table:orders", "given")]}),
    "the way back": landing({UP: [ADD], DOWN: [did("schema.column.drop", "table:users", "given", direction="down")]}),
    "on a table that comes with it": landing(
        {UP: [did("schema.table.create", "table:users", "id", "given"), ADD, FILL]}
    ),
    "concurrently without one": landing(
        {UP: [did("schema.index.create_concurrent", "table:users", no_transaction="true")]}
    ),
    "apart, and only the one": landing({UP: [did("schema.index.drop", "index:i")]}, APART),
    "apart, and one operation that both cover": landing(
        {UP: [did("schema.column.drop", "table:a", "b")]}, policy(order=[{"apart": ["schema.*", "schema.column.*"]}])
    ),
    "apart from what only reads": landing({UP: [did("schema.index.drop", "index:i"), did("data.read")]}, APART),
    "one first, and the other not": landing({UP: [did("data.backfill", "table:a", "b")]}, TURN),
    "nothing read": landing({b"a": [Operation("file.add")]}, read=False),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert [(found.rule, found.path, found.line) for found in findings(check, asked)] == wanted


@pytest.mark.parametrize("name", LEAVES)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES[name]) == []


def test_what_is_said_names_both_and_the_place_of_the_other() -> None:
    (found,) = findings(check, FINDS["in two files"][0])
    assert "data.backfill on table:users (given) lands together with schema.column.add" in found.what
    assert found.what.endswith("in db/0002.up.sql")
    assert "order fact" in found.why


def test_of_rights_it_says_what_is_taken_where_and_what_is_given() -> None:
    swap = did("identity.iam", "iam:a", narrows="true", widens="true")
    (found,) = findings(check, landing({b"a.tf": [swap]}))
    assert found.what == "a.tf: identity.iam on iam:a takes rights away where it gives others"
    gives, takes = did("identity.iam", "iam:a", widens="true"), did("identity.iam", "iam:a", line=4, narrows="true")
    (found,) = findings(check, landing({b"a.tf": [gives], b"b.tf": [takes]}))
    told = "b.tf: identity.iam on iam:a takes rights away in the landing that gives others in a.tf"
    assert (found.what, found.path, found.line) == (told, b"b.tf", 4)
    assert found.next[0].run.startswith("land what gives the new rights alone; take the old ones away in a landing")
