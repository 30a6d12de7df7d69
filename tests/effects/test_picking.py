"""Which files are read, and by whom: by their names, and whatever else they are called is left alone."""

from __future__ import annotations

import pytest

from guard.effects.picking import asked, picked
from guard.model.change import ChangeSet
from guard.model.reading import Context, Pattern
from guard.operations import DETECTORS, describe
from tests.cases import modified

GO = Pattern("move", "reads", "go", "$U.Name", ("/internal/**",), (), "", "")

READ: dict[str, tuple[str, ...]] = {
    "db/0001.sql": ("sql", "migrations"),
    "db/schema.SQL": ("sql",),
    "db/migrations/0001_a.up.sql": ("migrations", "sql"),
    "shop/migrations/0001_initial.py": ("migrations", "django", "alembic"),
    "alembic/versions/3f2a_add.py": ("migrations", "django", "alembic"),
    "db/migrate/20240101000000_add.rb": ("migrations", "rails"),
    "DB/Migrate/20240101000000_Add.rb": ("migrations", "rails"),
    "Data/Migrations/20200101000000_X.cs": ("migrations",),
    "Alembic/Versions/_Drop.py": ("migrations", "django", "alembic"),
    "db/migrations/0001_x.pgsql": ("migrations", "sql"),
    "DB/Migrations/0001_x.ddl": ("migrations", "sql"),
    "src/migrations/20240101-a.ts": ("migrations",),
    "db/V2__more.java": ("migrations",),
    ".github/workflows/ci.yml": ("workflows", "rbac", "deploy", "secrets"),
    "k8s/role.yaml": ("rbac", "deploy", "secrets"),
    "infra/main.tf": ("terraform", "secrets"),
    "policies/app.hcl": ("vault",),
    "CODEOWNERS": ("owners",),
    "docs/codeowners": ("owners",),
    "go.mod": ("dependencies",),
    "package-lock.json": ("dependencies", "rbac", "deploy", "secrets"),
    "requirements-dev.txt": ("dependencies", "secrets"),
    "Gemfile": ("dependencies", "secrets"),
    "Pipfile": ("dependencies", "secrets"),
    "config/feature-flags.yaml": ("flags", "rbac", "deploy", "secrets"),
    ".env.example": ("environment", "secrets"),
    "deploy/prod.env.local": ("environment", "secrets"),
    "app.Dockerfile": ("secrets",),
    "Makefile": ("secrets",),
    "Dockerfile": ("secrets",),
    "deploy/id_rsa": ("secrets",),
}
LEFT = (
    "README.md",
    "main.go",
    "a.py",
    "migrations/__init__.py",
    "src/app.ts",
    "docs/sql.md",
    "sql",
    "env",
    "a.sqlx",
    "db/a.pgsql",
)


def detectors(path: str, context: Context = Context()) -> set[str]:  # noqa: B008  a value
    judged = describe(ChangeSet("staged", b"", (modified(path.encode()),)), None)
    return {one.name for _, found in picked(judged, context) for one in found}


@pytest.mark.parametrize("path", READ)
def test_read(path: str) -> None:
    assert detectors(path) >= set(READ[path]) - {"migrations"}
    assert ("migrations" in detectors(path)) >= (READ[path][0] == "migrations")


@pytest.mark.parametrize("path", LEFT)
def test_left_alone(path: str) -> None:
    assert detectors(path) == set()


def test_code_is_read_where_a_document_declares_something_of_it() -> None:
    assert detectors("internal/a.go", Context((GO,))) == {"code"}
    assert detectors("cmd/a.go", Context((GO,))) == set()
    assert detectors("cmd/a.go", Context(dropped=("column:users.name",))) == {"code"}


PLAIN = (b"a: b\n", b"binary: a\n", b"a: 67!\n", b"a: '100%!'\n", b"a: !x b\n", b"a: %62\n")
SPELLED = (
    *(b"a: !!binary eA==\n", b"a: !<tag:yaml.org,2002:binary> eA==\n", b"a: !!%62inary eA==\n"),
    *(b"a: !!bina%72y eA==\n", b"%TAG ! tag:yaml.org,2002:\n---\na: !binary eA==\n"),
    *(b"%TAG !e! tag:yaml.org,2002:bin\n---\na: !e!ary eA==\n", b'a: "\\x6b"\n', "a: b\n".encode("utf-16")),
)


@pytest.mark.parametrize("text", [*PLAIN, *SPELLED])
def test_words_that_are_spelled_otherwise_are_asked_for(text: bytes) -> None:
    found = tuple(one for one in DETECTORS if one.hints)
    names = ("rbac", "vault", "deploy", "secrets") if text in SPELLED else ()
    for sides in ((b"", text), (text, b""), (b"x: y\n", text)):
        assert asked(found, *sides) == names


def test_flag_files_are_those_the_policy_names_as_well() -> None:
    assert detectors("conf/toggles.txt", Context(flags=("/conf/*.txt",))) == {"flags"}
    assert detectors("conf/toggles.md", Context(flags=("/conf/*.txt",))) == set()


def test_documents_of_guard_are_no_manifests() -> None:
    assert detectors(".guard/policy.yaml") == detectors(".GUARD/plans/a.yaml") == {"secrets"}
    assert "rbac" in detectors(".guards/a.yaml")


@pytest.mark.parametrize(
    "path", ["V2__more.sql", "db/V2__more.java", "x/1_a.up.sql", "app/versions/a.py", "a/b_migrate/1.rb"]
)
def test_every_migration_is_found_at_home(path: str) -> None:
    """Detectors of migrations are tried only where `may_hold` says so: what `migration_of` knows, it holds."""
    assert "migrations" in detectors(path)


def test_a_migration_by_its_name_is_none_elsewhere() -> None:
    asking = {one.name for one in DETECTORS if one.asks is not None} - {"sql"}  # which reads other files as well
    assert detectors("db/a.pgsql") == detectors("db/1_a.ddl") == set()
    assert not asking & (detectors("app/0001_a.py") | detectors("src/1_a.sql") | detectors("lib/20240101000000_x.rb"))


def test_a_line_feed_in_a_name_hides_nothing() -> None:
    assert "sql" in detectors("db/a\nb.sql")
    assert "environment" in detectors("db\n/x\n/.env")
    assert "secrets" in detectors("a\n.env")
