"""`guard operations`: of a change set, of a range, of files; text and JSON; exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.schema import validate_data
from tests.running import ADOPTED, POLICY, Place, clear, place

SQL = "ALTER TABLE users DROP COLUMN name;\nDELETE FROM users;\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Place:
    documents = {**ADOPTED, ".guard/policy.yaml": POLICY + "dialects: {/db/**: postgres}\n"}
    made = place(tmp_path_factory.mktemp("operations"), documents)
    made.stage({"db/0002.up.sql": SQL, "src/a": "b\n"})
    return made


def told(answer: object) -> list[tuple[str, str, int | None]]:
    report = json.loads(answer.out)  # type: ignore[attr-defined]
    assert validate_data("operations", report) == ()
    return [(one["path"], one["id"], one["line"]) for one in report["operations"]]


def test_of_the_staged_change(here: Place) -> None:
    answer = here.guard("operations", "--staged", "--format", "json")
    assert answer.code == 0
    assert told(answer)[:2] == [("db/0002.up.sql", "schema.column.drop", 1), ("db/0002.up.sql", "data.delete_all", 2)]
    assert told(here.guard("operations", "--format", "json")) == told(answer)


def test_as_text(here: Place) -> None:
    answer = here.guard("operations")
    assert "     1  schema.column.drop              table:users (name)  up\n" in answer.out
    assert answer.out.startswith("guard: 2 files staged\n")


def test_of_files_as_if_added(here: Place) -> None:
    answer = here.guard("operations", "db/0002.up.sql", "--dialect", "postgres", "--format", "json")
    assert [id_ for _, id_, _ in told(answer)] == ["schema.column.drop", "data.delete_all", "migration.pair.missing"]
    assert told(here.guard("operations", "src/a", "--format", "json")) == [("src/a", "file.add", None)]


FILES = {  # what is given, and what is told of it: the same as of a change set that adds these files to nothing
    "a query is not all of its file": ({"q.sql": "SELECT 1;\n"}, [("q.sql", "file.add"), ("q.sql", "data.read")]),
    "code that is a migration": (
        {"src/migrations/20240101-a.js": "up()\n"},
        [("src/migrations/20240101-a.js", "file.add"), ("src/migrations/20240101-a.js", "opaque.code")],
    ),
    "a whole pair": (
        {"db/1_a.up.sql": "CREATE TABLE a (b int);\n", "db/1_a.down.sql": "DROP TABLE a;\n"},
        [("db/1_a.down.sql", "schema.table.drop"), ("db/1_a.up.sql", "schema.table.create")],
    ),
    "a secret stands beside the file": (
        {".env": "API_TOKEN=a\nHOST=b\n"},
        [(".env", "file.add"), (".env", "secret.add")],
    ),
    "twice the same": ({"a.sql": "DROP TABLE a;\n", "./a.sql": "DROP TABLE a;\n"}, [("a.sql", "schema.table.drop")]),
}


@pytest.mark.parametrize(("files", "expected"), FILES.values(), ids=list(FILES))
def test_files_are_told_as_a_change_set_is(
    tmp_path: Path, files: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    words = ("operations", *files, "--dialect", "postgres", "--format", "json")
    assert [(path, id_) for path, id_, _ in told(Place(tmp_path).guard(*words, cwd=tmp_path))] == expected


def test_the_same_of_files_and_of_the_change_that_adds_them(tmp_path: Path) -> None:
    """Thirty files of many kinds: more than are sent at a time."""
    made = place(tmp_path, {**ADOPTED, ".guard/policy.yaml": POLICY + "dialects: {/db/**: postgres}\n"})
    files = {f"db/{number}_a.up.sql": f"CREATE TABLE a{number} (b int);\n" for number in range(26)}
    files |= {"db/0_a.down.sql": "DROP TABLE a0;\n", "go.mod": "module a\n\nrequire example.com/b v1.0.0\n"}
    files |= {"web/migrations/1_a.ts": "x\n", "db/q.sql": "SELECT 1;\n"}
    made.stage(files)
    staged = made.guard("operations", "--staged", "--format", "json")
    given = made.guard("operations", *files, "--dialect", "postgres", "--format", "json")
    assert told(staged) == told(given) != []


def test_a_link_is_told_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("DROP TABLE a;\n")
    (tmp_path / "link.sql").symlink_to("a.sql")
    answer = Place(tmp_path).guard("operations", "link.sql", "--format", "json", cwd=tmp_path)
    assert [id_ for _, id_, _ in told(answer)] == ["file.add", "file.symlink"]


def test_values_stand_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("ALTER TABLE a ALTER b TYPE text;\nDROP TABLE c CASCADE;\n")
    (tmp_path / "role.yaml").write_text(
        "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: a}\n"
        "rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]\n"
    )
    answer = Place(tmp_path).guard("operations", "a.sql", "role.yaml", "--dialect", "postgres", cwd=tmp_path)
    assert "type=text" in answer.out
    assert "  cascade" in answer.out and "cascade=" not in answer.out
    assert "change=add" in answer.out and "  widens" in answer.out


def test_of_a_file_in_no_repository(tmp_path: Path) -> None:
    away = Place(tmp_path)
    (tmp_path / "x.sql").write_text("DROP TABLE a;\n")
    answer = away.guard("operations", "x.sql", cwd=tmp_path)
    assert (answer.code, "schema.table.drop" in answer.out) == (0, True)


def test_a_file_that_is_too_large_is_opaque_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "large.sql").write_text("-- " + "x" * (4 << 20) + "\n")
    (tmp_path / "x.sql").write_text("DROP TABLE a;\n")
    answer = Place(tmp_path).guard("operations", "large.sql", "x.sql", cwd=tmp_path)
    assert "opaque.unparsed" in answer.out and "schema.table.drop" in answer.out


def test_names_that_hold_controls_fit_the_schema(tmp_path: Path) -> None:
    (tmp_path / "x.sql").write_text('DROP TABLE "a\x1b[31m\nb";\nALTER TABLE "\ue000" DROP COLUMN "c\td";\n')
    words = ("operations", "x.sql", "--dialect", "postgres", "--format", "json")
    data = json.loads(Place(tmp_path).guard(*words, cwd=tmp_path).out)
    assert validate_data("operations", data) == ()
    assert [(one["object"], one["columns"]) for one in data["operations"] if one["object"]] == [
        (r"table:a\x1b[31m\x0ab", []),
        (r"table:\ue000", [r"c\x09d"]),
    ]


def test_of_a_range_and_a_commit(here: Place) -> None:
    for words in (("--commit", "HEAD"), ("--range", "..HEAD")):
        assert here.guard("operations", *words).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--staged", "a.sql"), "not both"),
        (("--staged", "--dialect", "mysql"), "goes with files"),
        (("a.sql", "--dialect", "oracle"), "invalid choice"),
        (("--stagged",), "did you mean --staged?"),
    ],
)
def test_wrong_words(here: Place, words: tuple[str, ...], said: str) -> None:
    answer = here.guard("operations", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_what_cannot_be_read(here: Place) -> None:
    for name in ("src", "nowhere.sql"):
        answer = here.guard("operations", name)
        assert answer.code == 5
        clear(answer, "G813")


def test_help_teaches(here: Place) -> None:
    answer = here.guard("operations", "--help")
    assert answer.code == 0
    assert "examples:" in answer.out and "--dialect" in answer.out
