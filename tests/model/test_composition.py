"""What operations come to together: roles of writes, mirrors, mismatches, and ways back that are not there."""

from __future__ import annotations

import pytest

from guard.model import composition
from guard.model.change import ChangeSet
from guard.model.composition import compose
from guard.model.operation import Judged, Operation
from guard.model.undo import undoes
from guard.model.vocabulary import FILLS

HOME = "db/migrations"
UP, DOWN = f"{HOME}/2_b.up.sql", f"{HOME}/2_b.down.sql"
ELSEWHERE, BAIT = f"{HOME}/3_c.up.sql", "docs/example.sql"
GOOSE, PLAIN = f"{HOME}/1_a.sql", "db/q.sql"
Files = dict[str, str]


def op(told: str, via: str = "sql") -> Operation:
    """`[up|down] id object columns,with,commas attribute name=value`; `-` for no object, no columns."""
    words = told.split()
    direction = words.pop(0) if words[0] in ("up", "down") else None
    id_, of, columns, *rest = (*words, *("-", "-")[len(words) - 1 :])
    pairs = [(word.partition("=")[0], word.partition("=")[2] or "true") for word in rest]
    named = tuple(columns.split(",")) if columns != "-" else ()
    return Operation(id_, 1, None if of == "-" else of, direction, named, tuple(sorted(pairs)), via)


def composed(files: Files, *, created: tuple[str, ...] = (), pairs: bool = True) -> Judged:
    """Files as statements apart by `;`; the first word may say the tool: `goose: up ...`."""
    told = {}
    for path, text in files.items():
        tool, colon, rest = text.partition(": ")
        told[path.encode()] = tuple(
            [op(one, tool if colon else "sql") for one in (rest if colon else text).split(";") if one.strip()]
        )
    of = [(one.encode(), one.replace(".up.", ".down.").encode()) for one in files if ".up." in one] if pairs else []
    judged = Judged(ChangeSet("landing", b"", ()), {}, {}, told, frozenset(), ())
    return compose(judged, list(told), created, [pair for pair in of if pair[1] in told])


def ids(judged: Judged, path: str) -> list[str]:
    return [one.id for one in judged.operations[path.encode()]]


CREATE, ADD = "up schema.table.create table:users", "up schema.column.add table:users name"
UPDATE = "up data.update table:users name"
DROP, AWAY = "down schema.column.drop table:users name", "up schema.table.rename table:users - to=b"

# files | which path is asked
BACKFILLS: dict[str, tuple[Files, str]] = {
    "a table made in the same file": ({PLAIN: f"{CREATE}; {UPDATE}"}, PLAIN),
    "a column made in the same file": ({PLAIN: f"{ADD}; {UPDATE}"}, PLAIN),
    "a required column": ({PLAIN: f"up schema.column.add_required table:users name; {UPDATE}"}, PLAIN),
    "made by another migration of its home": ({UP: CREATE, ELSEWHERE: UPDATE}, ELSEWHERE),
    "a migration each in a folder of its own": (
        {"prisma/migrations/1_a/migration.sql": ADD, "prisma/migrations/2_b/migration.sql": UPDATE},
        "prisma/migrations/2_b/migration.sql",
    ),
    "no migration, one file": ({BAIT: f"{ADD[3:]}; {UPDATE[3:]}"}, BAIT),
    "both columns it writes are new": (
        {PLAIN: "up schema.column.add table:users a,b; up data.update table:users a,b"},
        PLAIN,
    ),
    **{f"{form} into a new table": ({PLAIN: f"{CREATE}; up {form} table:users"}, PLAIN) for form in FILLS},
    "another table goes": ({PLAIN: f"{ADD}; up schema.table.drop table:other; {UPDATE}"}, PLAIN),
    "another column goes": ({PLAIN: f"{ADD}; up schema.column.drop table:users old; {UPDATE}"}, PLAIN),
    "its drop is in the way back": ({PLAIN: f"{ADD}; {UPDATE}; down schema.column.drop table:users name"}, PLAIN),
}  # fmt: skip


@pytest.mark.parametrize("name", BACKFILLS)
def test_a_write_into_what_is_new(name: str) -> None:
    files, path = BACKFILLS[name]
    (filled,) = [one for one in composed(files).operations[path.encode()] if one.id == "data.backfill"]
    assert filled.attribute("form").startswith("data.")


OTHER_HOME = "other/migrations/1_a.up.sql"
WRITES: dict[str, tuple[Files, str]] = {
    "nothing is made": ({PLAIN: UPDATE}, PLAIN),
    "perhaps the table was there": ({PLAIN: f"{CREATE} - if_not_exists; {UPDATE}"}, PLAIN),
    "perhaps the column was there": ({PLAIN: f"{ADD} if_not_exists; {UPDATE}"}, PLAIN),
    "the table takes the place of another": ({PLAIN: f"{CREATE} - replace; {UPDATE}"}, PLAIN),
    "made in a file elsewhere": ({BAIT: CREATE, PLAIN: UPDATE}, PLAIN),
    "made in a file elsewhere, for a migration": ({BAIT: CREATE, UP: UPDATE}, UP),
    "made by migrations of another home": ({OTHER_HOME: CREATE, UP: UPDATE}, UP),
    "made by another tool in the same folder": ({f"{HOME}/bait.sql": CREATE, UP: UPDATE}, UP),
    "made in no migration of the same folder": ({"db/a.sql": CREATE, PLAIN: UPDATE}, PLAIN),
    "made on the way back": ({PLAIN: f"down {CREATE[3:]}; {UPDATE}"}, PLAIN),
    "the column was there before": ({PLAIN: f"up schema.column.drop table:users name; {ADD}; {UPDATE}"}, PLAIN),
    "the column is called otherwise": (
        {PLAIN: f"up schema.column.rename table:users name to=b; {ADD}; {UPDATE}"},
        PLAIN,
    ),
    "a column gets its name": (
        {PLAIN: f"{ADD}; up {DROP[5:]}; up schema.column.rename table:users a to=name; {UPDATE}"},
        PLAIN,
    ),
    "the table was there before": ({PLAIN: f"up schema.table.drop table:users; {CREATE}; {UPDATE}"}, PLAIN),
    "the table is called otherwise": ({PLAIN: f"{AWAY}; {CREATE}; {UPDATE}"}, PLAIN),
    "the table of the column is called otherwise": (
        {PLAIN: f"{ADD}; {AWAY}; up schema.table.rename table:c - to=users; {UPDATE}"},
        PLAIN,
    ),
    "the schema of the table is called otherwise": (
        {PLAIN: f"{CREATE[:-5]}app.t; up schema.namespace.alter schema:app - to=b; up data.update table:app.t a"},
        PLAIN,
    ),
    "names are looked for elsewhere": ({PLAIN: f"up session.set - - name=search_path; {CREATE}; {UPDATE}"}, PLAIN),
    "its drop is taken out of a file": ({PLAIN: f"{CREATE} - change=remove; {UPDATE}"}, PLAIN),
    "gone in another file": ({UP: "up schema.table.drop table:users", ELSEWHERE: f"{CREATE}; {UPDATE}"}, ELSEWHERE),
    "one column of two is new": ({PLAIN: f"{ADD}; up data.update table:users name,mail"}, PLAIN),
    "it says no column": ({PLAIN: f"{ADD}; up data.update table:users"}, PLAIN),
    "it says no table": ({PLAIN: f"{CREATE}; up data.update - name"}, PLAIN),
    "another table": ({PLAIN: f"{CREATE}; up data.update table:orders name"}, PLAIN),
    "on the way back": ({PLAIN: f"{CREATE}; down data.update table:users name"}, PLAIN),
    "a delete fills nothing": ({PLAIN: f"{CREATE}; up data.delete table:users"}, PLAIN),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITES)
def test_any_other_write_keeps_its_form(name: str) -> None:
    files, path = WRITES[name]
    assert "data.backfill" not in ids(composed(files), path)


@pytest.mark.parametrize("created", ["table:users", "column:users.name"])
def test_what_the_plan_creates_is_new_in_every_file(created: str) -> None:
    (told,) = composed({PLAIN: UPDATE}, created=(created,)).operations[PLAIN.encode()]
    assert (told.id, told.attributes) == ("data.backfill", (("form", "data.update"),))


def test_so_it_is_beside_what_the_change_set_makes() -> None:
    files = {PLAIN: f"up schema.table.create table:other; {UPDATE}"}
    assert ids(composed(files, created=("table:users",)), PLAIN)[-1] == "data.backfill"


def test_a_down_that_nobody_read_is_no_way_back() -> None:
    """A link, for one."""
    told = {UP.encode(): (op(ADD, "golang-migrate"),), DOWN.encode(): (op("file.add"), op("file.symlink"))}
    judged = Judged(ChangeSet("landing", b"", ()), {}, {}, told, frozenset(), ())
    after = compose(judged, [UP.encode()], (), [(UP.encode(), DOWN.encode())])
    assert ids(after, DOWN) == ["file.add", "file.symlink", "migration.pair.missing"]


def mirrored(judged: Judged, path: str) -> list[str]:
    return [one.id for one in judged.operations[path.encode()] if one.mirrors]


@pytest.mark.parametrize(("files", "path"), [({UP: ADD, DOWN: DROP}, DOWN), ({GOOSE: f"goose: {ADD}; {DROP}"}, GOOSE)])
def test_what_undoes_its_own_way_forward_mirrors_it(files: Files, path: str) -> None:
    judged = composed(files)
    assert mirrored(judged, path) == ["schema.column.drop"]
    assert "migration.pair.mismatch" not in ids(judged, path)


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({ELSEWHERE: ADD, UP: "up schema.comment table:users", DOWN: DROP}, DOWN),
        ({GOOSE: f"goose: {ADD}", DOWN: DROP}, DOWN),  # its own way forward is not in this landing
        ({BAIT: ADD, GOOSE: f"goose: up schema.comment table:users; {DROP}"}, GOOSE),
        ({DOWN: DROP}, DOWN),
    ],
)
def test_what_another_file_does_is_mirrored_by_nobody(files: Files, path: str) -> None:
    judged = composed(files)
    assert mirrored(judged, path) == []
    beyond = [one for one in judged.operations[path.encode()] if one.attribute("beyond")]
    assert [(one.attribute("beyond"), one.object, one.line) for one in beyond] == [
        ("schema.column.drop", "table:users", 1)
    ]


# what the up does | what its down does | what is told of the pair: leaves:ID or beyond:ID
PAIRED: dict[str, tuple[str, str, list[str]]] = {
    "the way back": (ADD, DROP, []),
    "another column": (
        ADD,
        "down schema.column.drop table:users mail",
        ["leaves:schema.column.add", "beyond:schema.column.drop"],
    ),
    "one of two": (f"{ADD}; up schema.index.create table:users mail name=i", DROP, ["leaves:schema.index.create"]),
    "an index goes with its table": (
        f"{CREATE}; up schema.index.create table:users name name=i",
        "down schema.table.drop table:users",
        [],
    ),
    "an index goes with its column": (f"{ADD}; up schema.index.create table:users name name=i", DROP, []),
    "something beyond": (ADD, f"{DROP}; down schema.table.drop table:orders", ["beyond:schema.table.drop"]),
    "no mismatch of what is not read": (ADD, f"{DROP}; down opaque.code", []),
    "no mismatch of what only reads": (ADD, f"{DROP}; down data.read", []),
    "data has no way back": (f"{ADD}; up data.delete table:orders", DROP, []),
    **{
        f"{id_} is left": (f"{ADD}; up {id_} {of}", DROP, [f"leaves:{id_}"])
        for id_, of in (
            ("schema.column.rename", "table:t a to=b"),
            ("schema.table.rename", "table:t - to=b"),
            ("schema.constraint.rename", "table:t - name=a to=b"),
            ("schema.index.rename", "index:a - to=b"),
            ("schema.type.rename", "type:a - to=b"),
            ("schema.enum.rename_value", "type:m - name=a to=b"),
            ("schema.sequence.alter", "sequence:a - to=b"),
            ("access.role.alter", "role:a - to=b"),
            ("schema.column.change_type", "table:t a type=int"),
            ("schema.trigger.toggle", "table:t - name=g to=disabled"),
            ("access.rls.enable", "table:t"),
        )
    },
    **{
        f"{id_} is too small to tell": (f"{ADD}; up {id_} table:t - name=x", DROP, [])
        for id_ in (
            *("schema.comment", "schema.column.option", "schema.table.option", "schema.sequence.alter"),
            *("schema.constraint.alter", "access.policy.alter", "access.role.alter", "access.owner.change"),
        )
    },
    "roles of a policy are no new name": (f"{ADD}; up access.policy.alter table:t - name=p to=r", DROP, []),
    "a rename taken back": ("up schema.column.rename table:t a to=b", "down schema.column.rename table:t b to=a", []),
    "a table renamed back": (
        "up schema.table.rename table:app.a - to=b",
        "down schema.table.rename table:app.b - to=a",
        [],
    ),
    "an index by its columns": ("up schema.index.create table:t a,b", "down schema.index.drop table:t a,b", []),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRED)
def test_mismatches_of_a_pair(name: str) -> None:
    up, down, wanted = PAIRED[name]
    told = [one for one in composed({UP: up, DOWN: down}).operations[DOWN.encode()] if one.id.startswith("migration.")]
    assert [f"{name}:{id_}" for one in told for name, id_ in one.attributes] == wanted
    assert {(one.id, one.direction) for one in told} <= {("migration.pair.mismatch", "down")}
    one_file = composed({GOOSE: f"goose: {up}; {down}"}).operations[GOOSE.encode()]
    assert [
        f"{name}:{id_}" for one in one_file if one.id in {of.id for of in told} for name, id_ in one.attributes
    ] == wanted


NOTHING = ["file.add", "data.read", "down data.read", "down session.transaction; down session.timeout"]
MARKED, TWO_FILES = ("goose", "sql-migrate", "dbmate"), ("golang-migrate", "diesel")


@pytest.mark.parametrize("tool", TWO_FILES)
@pytest.mark.parametrize("nothing", NOTHING)
@pytest.mark.parametrize("up", [ADD, "up data.update table:users", "up opaque.procedural"])
def test_a_down_file_that_does_nothing_is_no_way_back(tool: str, nothing: str, up: str) -> None:
    judged = composed({UP: f"{tool}: up data.read; {up}", DOWN: f"{tool}: {nothing}"})
    missing = judged.operations[DOWN.encode()][-1]
    assert (missing.id, missing.direction, missing.via) == ("migration.pair.missing", "down", tool)
    assert missing.attribute("why")
    assert "migration.pair.mismatch" not in ids(judged, DOWN)
    assert "migration.pair.missing" not in ids(judged, UP)
    assert judged.effects == (DOWN.encode(),)  # the checks ask these


@pytest.mark.parametrize("tool", MARKED)
@pytest.mark.parametrize("down", ["", "; down data.read"])
def test_nor_is_a_part_of_a_file_that_does_nothing(tool: str, down: str) -> None:
    judged = composed({GOOSE: f"{tool}: {ADD}{down}"})
    assert judged.operations[GOOSE.encode()][-1].id == "migration.pair.missing"
    assert judged.effects == (GOOSE.encode(),)


LEFT_ALONE: dict[str, Files] = {
    "the up does nothing either": {UP: "golang-migrate: up data.read", DOWN: "golang-migrate: file.add"},
    "a file with marks that does nothing": {GOOSE: "goose: up data.read"},
    "it is told already, of the down": {
        UP: f"golang-migrate: {ADD}",
        DOWN: "golang-migrate: file.add; migration.pair.missing",
    },
    "it is told already, of the file": {GOOSE: f"goose: {ADD}; down migration.pair.missing"},
    "half of it was released: the rest was not read": {
        UP: f"golang-migrate: {ADD}; up migration.edited_after_release",
        DOWN: "golang-migrate: file.modify; down migration.edited_after_release",
    },
    "its up was released": {
        UP: f"golang-migrate: {ADD}; up migration.edited_after_release",
        DOWN: "golang-migrate: file.add",
    },
    "a part of it was released": {GOOSE: f"goose: {ADD}; migration.edited_after_release"},
    "a way back that cannot be read": {UP: f"golang-migrate: {ADD}", DOWN: "golang-migrate: down opaque.unparsed"},
    "half of a pair: names tell that": {UP: f"golang-migrate: {ADD}"},
    **{
        f"{tool} has no way back, or tells it by itself": {GOOSE: f"{tool}: {ADD}"}
        for tool in ("flyway", "prisma", "sql", "django", "rails", "alembic")
    },
    "a pair of Prisma": {UP: f"prisma: {ADD}", DOWN: "prisma: file.add"},
    "no migration": {PLAIN: f"sql: {ADD[3:]}"},
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_no_way_back_is_asked_for(name: str) -> None:
    files = LEFT_ALONE[name]
    missing = [one for path in files for one in composed(files).operations[path.encode()] if "missing" in one.id]
    told_before = sum([text.count("migration.pair.missing") for text in files.values()])
    assert len(missing) == told_before


def calls(files: Files, monkeypatch: pytest.MonkeyPatch) -> int:
    asked = []

    def counted(down: Operation, up: Operation) -> bool:
        asked.append(down)
        return undoes(down, up)

    monkeypatch.setattr(composition, "undoes", counted)
    composed(files)
    return len(asked)


def test_many_pairs_are_matched_each_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def many(number: int) -> Files:
        names = [f"{HOME}/{at}_a.up.sql" for at in range(number)]
        return dict.fromkeys(names, ADD) | {name.replace(".up.", ".down."): DROP for name in names}

    assert calls(many(400), monkeypatch) == 10 * calls(many(40), monkeypatch)


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("schema.column.add table:t c{}", "schema.column.drop table:t c{}"),
        ("schema.table.create table:t{}", "schema.table.drop table:t{}"),
        ("schema.index.create table:t c name=i{}", "schema.index.drop index:i{}"),
        ("schema.index.create table:t c{}", "schema.index.drop table:t c{}"),
        ("schema.index.create table:t c{} name=i{}", "schema.column.drop table:t c{}"),
    ],
)
def test_many_operations_of_one_file_are_not_all_compared(up: str, down: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = [f"up {up.format(at, at)}; down {down.format(at)}" for at in range(300)]
    assert calls({GOOSE: f"goose: {'; '.join(ways)}"}, monkeypatch) <= 4 * 300


def test_so_many_alike_are_compared_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    most = composition.ALIKE
    ways = [f"up access.grant table:t - name=select to=r{at}" for at in range(2 * most)]
    ways += [f"down access.revoke table:t - name=select from=s{at}" for at in range(2 * most)]
    assert calls({GOOSE: f"goose: {'; '.join(ways)}"}, monkeypatch) == 4 * most * most
