"""Migrations by their names alone: released ones that change, new ones out of order, one half of a pair."""

from __future__ import annotations

import pytest

from guard.model.change import EXECUTABLE, FILE, SYMLINK, FileChange
from guard.model.vocabulary import TRAITS
from guard.operations.migrations import Standing, detect, homes, pairs, up_of
from tests.cases import ONE, TWO, added, deleted, modified

# what is released in the folder `db/migrations` | what changes: + new, - gone, ~ edited, @ mode, ^ replaced by a link
# | the paths told, each with what is told of them
TABLE: dict[str, tuple[str, str, dict[str, str]]] = {
    "a new one above": ("1_a.sql", "+2_b.sql", {}),
    "a new one in an empty folder": ("", "+1_a.sql", {}),
    "released and gone": ("1_a.sql 2_b.sql", "-1_a.sql", {"1_a.sql": "migration.deleted"}),
    "released and edited": ("1_a.sql", "~1_a.sql", {"1_a.sql": "migration.edited_after_release"}),
    "released and replaced": ("1_a.sql", "^1_a.sql", {"1_a.sql": "migration.edited_after_release"}),
    "released, and added anew": ("1_a.sql", "+1_a.sql", {"1_a.sql": "migration.edited_after_release"}),
    "only its mode": ("1_a.sql", "@1_a.sql", {}),
    "not released and edited": ("", "~1_a.sql", {}),
    "not released and gone": ("", "-1_a.sql", {}),
    "a seed is edited": ("seed.sql", "~seed.sql", {"seed.sql": "migration.edited_after_release"}),
    "below": ("5_e.sql", "+4_d.sql", {"4_d.sql": "migration.reordered"}),
    "the same version": ("5_e.sql", "+5_f.sql", {"5_f.sql": "migration.reordered"}),
    "the same, written longer": ("5_e.sql", "+0005_f.sql", {"0005_f.sql": "migration.reordered"}),
    "by number, not by letter": ("9_e.sql", "+10_f.sql", {}),
    "by number, below": ("10_e.sql", "+9_f.sql", {"9_f.sql": "migration.reordered"}),
    "a name without version": ("9_e.sql", "+seed.sql", {}),
    "below one that goes": (
        "5_e.sql",
        "+4_d.sql -5_e.sql",
        {"4_d.sql": "migration.reordered", "5_e.sql": "migration.deleted"},
    ),
    "below one that is new": ("1_a.sql", "+3_c.sql +2_b.sql", {}),
    "of another tool": ("5_e.sql", "+V1__a.sql", {}),
    "dotted": ("V1.9__a.sql", "+V1.10__b.sql", {}),
    "dotted, below": ("V1.10__a.sql", "+V1.9__b.sql", {"V1.9__b.sql": "migration.reordered"}),
    "what repeats may change": ("R__a.sql", "~R__a.sql", {}),
    "what repeats may not go": ("R__a.sql", "-R__a.sql", {"R__a.sql": "migration.deleted"}),
    "what repeats may not become a link": ("V1__a.sql", "^V1__a.sql", {"V1__a.sql": "migration.edited_after_release"}),
    "no undo where none is kept": ("V1__a.sql", "+V2__b.sql", {}),
    "no undo where they are": ("V1__a.sql U1__a.sql", "+V2__b.sql", {"V2__b.sql": "migration.pair.missing"}),
    "with its undo": ("V1__a.sql U1__a.sql", "+V2__b.sql +U2__b.sql", {}),
    "with an undo of another name": ("V1__a.sql U1__a.sql", "+V2__b.sql +U2.0__undo_b.sql", {}),
    "an undo of nothing": ("V1__a.sql", "+U2__b.sql", {"U2__b.sql": "migration.pair.missing"}),
    "a baseline has none": ("V1__a.sql U1__a.sql", "+B3__c.sql", {}),
    "up and down": ("", "+1_a.up.sql +1_a.down.sql", {}),
    "up alone": ("", "+1_a.up.sql", {"1_a.up.sql": "migration.pair.missing"}),
    "down alone": ("", "+1_a.down.sql", {"1_a.down.sql": "migration.pair.missing"}),
    "up with another's down": (
        "",
        "+1_a.up.sql +1_b.down.sql",
        {"1_a.up.sql": "migration.pair.missing", "1_b.down.sql": "migration.pair.missing"},
    ),
    "up alone beside a file of Prisma's name": (
        "migration.sql",
        "+1_a.up.sql",
        {"1_a.up.sql": "migration.pair.missing"},
    ),
    "a down for one that stands": ("2_a.up.sql", "+2_a.down.sql", {}),
    "a down goes alone": (
        "1_a.up.sql 1_a.down.sql",
        "-1_a.down.sql",
        {"1_a.down.sql": "migration.deleted migration.pair.missing"},
    ),
    "both go": (
        "1_a.up.sql 1_a.down.sql",
        "-1_a.up.sql -1_a.down.sql",
        {"1_a.up.sql": "migration.deleted", "1_a.down.sql": "migration.deleted"},
    ),
    "an up without down is edited": ("", "~1_a.up.sql", {}),
    "one dialect of two": (
        "",
        "+1_a.mysql.up.sql +1_a.mysql.down.sql +1_a.up.sql",
        {"1_a.up.sql": "migration.pair.missing"},
    ),
    "django": ("0005_e.py", "+0005_f.py", {"0005_f.py": "migration.reordered"}),
    "django, squashed": ("0005_e.py", "+0001_squashed_0005_e.py", {}),
    "rails": ("20240102_b.rb", "+20240101_a.rb", {"20240101_a.rb": "migration.reordered"}),
    "go code": ("", "+1_a.go", {"1_a.go": "opaque.code"}),
    "php code, edited": ("1_a.php", "~1_a.php", {"1_a.php": "migration.edited_after_release opaque.code"}),
    "code that goes": ("1_a.ts", "-1_a.ts", {"1_a.ts": "migration.deleted"}),
    "code, its mode": ("1_a.ts", "@1_a.ts", {}),
    "a helper beside Django's": ("helpers.py", "-helpers.py", {}),
    "one below that was never released goes": ("5_e.sql", "-4_d.sql", {}),
    "above a way back that stands alone": ("5_e.down.sql", "+4_d.up.sql +4_d.down.sql", {}),
    "an undo of a baseline": ("B5__a.sql", "+U5__b.sql", {"U5__b.sql": "migration.pair.missing"}),
    "no undo beside what only starts with its letter": ("V1__a.sql Users.sql", "+V2__b.sql", {}),
    "no migration": ("README.md", "~README.md -x.py +y.go", {}),
}
FOLDER = "db/migrations"


def change(word: str, folder: str = FOLDER) -> FileChange:
    path = f"{folder}/{word[1:]}".encode()
    if word[0] == "@":
        return modified(path, FILE, EXECUTABLE, ONE, ONE)
    if word[0] == "^":
        return FileChange(path, b"T", FILE, SYMLINK, ONE, ONE)
    return {"+": added, "-": deleted, "~": modified}[word[0]](path)


def standing(released: dict[str, str], changes: tuple[FileChange, ...]) -> Standing:
    """The folders as they are and as they will be."""
    before = {folder.encode(): frozenset(names.encode().split()) for folder, names in released.items()}
    after = {folder: set(names) for folder, names in before.items()}
    for one in changes:
        folder, _, name = one.path.rpartition(b"/")
        names = after.setdefault(folder, set())
        if one.status == b"D":
            names.discard(name)
        else:
            names.add(name)
    return Standing(before, {folder: frozenset(names) for folder, names in after.items()})


@pytest.mark.parametrize("name", TABLE)
def test_names_tell(name: str) -> None:
    released, words, wanted = TABLE[name]
    changes = tuple([change(word) for word in words.split()])
    found = detect(changes, standing({FOLDER: released}, changes))
    told = {
        path.decode().removeprefix(f"{FOLDER}/"): " ".join([one.id for one in done]) for path, done in found.items()
    }
    assert told == wanted
    for operations in found.values():
        assert all([one.id in TRAITS and one.via and one.attributes and one.line is None for one in operations])


def test_alembic_is_not_ordered_by_name() -> None:
    changes = (added(b"alembic/versions/aaaaaaaaaaaa_x.py"), deleted(b"alembic/versions/bbbbbbbbbbbb_y.py"))
    found = detect(changes, standing({"alembic/versions": "bbbbbbbbbbbb_y.py"}, changes))
    assert [one.id for done in found.values() for one in done] == ["migration.deleted"]


def test_folders_are_ordered_by_themselves() -> None:
    changes = (added(b"a/migrations/1_x.sql"),)
    assert detect(changes, standing({"b/migrations": "5_y.sql"}, changes)) == {}


def test_a_folder_each_is_ordered_among_folders() -> None:
    new, home = b"prisma/migrations/2_b/migration.sql", "prisma/migrations"
    changes = (added(new),)
    for released, told in (("1_a", []), ("3_c 1_a", ["migration.reordered"]), ("2_b", [])):
        found = detect(changes, standing({home: released}, changes))
        assert [one.id for done in found.values() for one in done] == told
    assert homes(changes) == {b"prisma/migrations", b"prisma/migrations/2_b"}


@pytest.mark.parametrize(("released", "told"), [("5_e.up.sql", ["migration.reordered"]), ("3_c.up.sql", [])])
def test_the_root_is_a_folder_too(released: str, told: list[str]) -> None:
    changes = (added(b"4_d.up.sql"), added(b"4_d.down.sql"))
    found = detect(changes, standing({"": released}, changes))
    assert [one.id for done in found.values() for one in done] == told


def test_folders_of_diesel_are_ordered() -> None:
    changes = tuple([added(b"migrations/2024-02-01-1_b/" + name) for name in (b"up.sql", b"down.sql")])
    for released, told in (("2024-01-31-1_a", []), ("2024-02-02-1_c", ["migration.reordered"])):
        found = detect(changes, standing({"migrations": released}, changes))
        assert [one.id for done in found.values() for one in done] == told


def test_diesel_is_a_pair_in_a_folder() -> None:
    up, down = b"migrations/2024-01-01-1_a/up.sql", b"migrations/2024-01-01-1_a/down.sql"
    for paths, told in (((up, down), []), ((up,), ["migration.pair.missing"]), ((down,), ["migration.pair.missing"])):
        changes = tuple([added(path) for path in paths])
        assert [one.id for done in detect(changes, standing({}, changes)).values() for one in done] == told


def test_a_down_beside_a_migration_of_prisma_is_no_half() -> None:
    changes = (added(b"db/migrations/1_a/migration.sql"), added(b"db/migrations/1_a/down.sql"))
    assert detect(changes, standing({}, changes)) == {}
    assert pairs(changes) == ((b"db/migrations/1_a/migration.sql", b"db/migrations/1_a/down.sql"),)


def test_pairs_that_changed_together() -> None:
    words = "+1_a.up.sql +1_a.down.sql +2_b.up.sql +V1__c.sql +U1__other.sql +3_d.sql ~4_e.up.sql ~4_e.down.sql"
    words += " -5_f.up.sql -5_f.down.sql"
    changes = tuple([change(word) for word in words.split()])
    names = [(up.decode().rpartition("/")[2], down.decode().rpartition("/")[2]) for up, down in pairs(changes)]
    assert names == [("1_a.up.sql", "1_a.down.sql"), ("V1__c.sql", "U1__other.sql"), ("4_e.up.sql", "4_e.down.sql")]
    assert pairs((change("+1_a.up.sql", "x"), change("+1_a.down.sql", "y"))) == ()


@pytest.mark.parametrize(
    ("released", "word", "direction", "why"),
    [
        ("5_e.sql", "+4_d.sql", None, "version 4 is not above 5, which is released"),
        ("", "+1_a.up.sql", "up", "no 1_a.down.sql stands beside it"),
        ("", "+1_a.down.sql", "down", "no 1_a.up.sql stands beside it"),
        ("V1__a.sql U1__a.sql", "+V2__b.sql", "up", "no U2__b.sql stands beside it"),
        ("", "+U2__b.sql", "down", "no V2__b.sql stands beside it"),
    ],
)
def test_why_it_is_told(released: str, word: str, direction: str | None, why: str) -> None:
    changes = (change(word),)
    ((operation,),) = detect(changes, standing({FOLDER: released}, changes)).values()
    assert operation.attributes == (("why", why),) and operation.direction == direction
    assert operation.via in ("sql", "golang-migrate", "flyway") and operation.confidence == "pattern" and ONE != TWO


def test_a_name_that_is_no_utf_8_is_told() -> None:
    changes = (added(b"db/1_\xff.up.sql"),)
    ((operation,),) = detect(changes, standing({}, changes)).values()
    assert operation.attributes == (("why", "no 1_\ufffd.down.sql stands beside it"),)


@pytest.mark.parametrize(
    ("path", "up"),
    [
        ("db/1_a.down.sql", "db/1_a.up.sql"),
        ("migrations/1_a/down.sql", "migrations/1_a/up.sql"),
        ("migrations/2024-01-01-1_a/down.sql", "migrations/2024-01-01-1_a/up.sql"),
        ("prisma/migrations/1_a/down.sql", "prisma/migrations/1_a/migration.sql"),
        ("db/1_a.up.sql", ""),
        ("migrations/1_a/up.sql", ""),
        ("db/U1__a.sql", ""),  # the other half may have any name
        ("db/V1__a.down.sql", ""),
        ("db/x/down.sql", ""),
        ("db/a.down.sql", ""),
        ("README.md", ""),
    ],
)
def test_the_file_whose_way_back_it_is(path: str, up: str) -> None:
    assert up_of(path.encode()) == up.encode()
