"""The table of detectors: every file that a detector can read is sent to it, by its name; and no row is idle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guard import syntax
from guard.effects.picking import picked
from guard.model import migration
from guard.model.change import ChangeSet
from guard.model.reading import Context, Pattern
from guard.operations import CODE, CODED, DETECTORS, PACKAGES, Detector, describe, secrets
from guard.operations.dependencies import READERS, reader_of
from guard.operations.flags import NAMES as FLAG_NAMES
from tests.cases import modified

PAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "operations"
EVERYTHING = Context((Pattern("detect", "house.audit", "go", "audit($$$)", ("/**",), (), "", ""),))

# The names that the tests of each detector use, and those that its tool writes.
SENT: dict[str, str] = {
    "migrations": """
        db/0001_a.up.sql db/0001_a.down.sql db/V2__more.java db/V2__more.sql db/migrations/0001_a.sql
        src/migrations/20240101-a.ts src/migrations/20240101-a.js internal/migrations/00001_a.go
        priv/repo/migrations/20240101_a.exs database/migrations/2024_01_01_a.php
        prisma/migrations/20240101120000_x/migration.sql Data/Migrations/20200101000000_X.cs
        pg/migrations/2024-01-31-093000_x/up.sql shop/migrations/0001_a.py db/migrate/20240101120000_drop.rb
    """,
    "sql": """
        a.sql x/Schema.SQL mysql/migrations/0012_x.sql prisma/migrations/20240101120000_x/migration.sql
        db/migrations/0001_x.pgsql db/migrations/0001_x.psql Db/Migrations/x.ddl
        pg/migrations/2024-01-31-093000_x/down.sql src/main/resources/db/migration/U2__x.sql migrations/9_x.mysql.up.sql
    """,
    "django": """
        shop/migrations/0001_a.py a/migrations/0003_c.py shop/migrations/0009_x.py shop/migrations/drop.py
        shop/migrations/0010_later.py a/b/migrations/0001_squashed_0004_x.py
    """,
    "alembic": """
        alembic/versions/_drop.py alembic/versions/env.py Alembic/Versions/~x.py
        app/versions/people.py alembic/versions/a.py migrations/versions/b_x.py
        migrations/versions/0123456789ab_a.py db/versions/2024_more.py db/alembic/versions/ae1027a6acf_x.py
    """,
    "rails": """
        db/migrate/20240101000000_x.rb db/migrate/20240101120000_drop.rb db/migrations/0001_a.rb
        engines/shop/db/migrate/2_a.rb db/data_migrations/20240101000000_x.rb db/migrate/20260301120000_clean_up.rb
    """,
    "workflows": """
        .github/workflows/ci.yml .github/workflows/x.yaml sub/.github/workflows/a.yml .gitea/workflows/a.yaml
        .forgejo/workflows/a.yml action.yml x/action.yaml deploy/action.yml .github/actions/setup/action.yml
    """,
    "rbac": """
        k8s/x.yaml k8s/all.yml k8s/role.json k/kustomization.yaml charts/shop/templates/role.tpl
        charts/shop/templates/_roles.tpl
    """,
    "terraform": """
        a.tf infra/main.tf x.tfvars infra/main.tf.json x.tfvars.json prod.auto.tfvars
    """,
    "vault": """
        p.hcl x.hcl policies/shop.hcl vault/policies/Admin.HCL vault/orders.hcl a/b/c.policy.hcl
    """,
    "owners": """
        CODEOWNERS .github/CODEOWNERS docs/CODEOWNERS .gitlab/CODEOWNERS .gitea/CODEOWNERS docs/codeowners
    """,
    "dependencies": f"""
        {" ".join(READERS)} web/package.json gradle/libs.versions.toml requirements.txt requirements/prod.txt
        requirements/base.in requirements-dev.txt dev_requirements.pip constraints.txt a/constraints-3.11.txt
        .cargo/config .cargo/config.toml a/.cargo/config.toml
    """,
    "flags": """
        flags.yaml flags.json flags.toml unleash.json features.yaml x/shop.flagd.json unleash-export.json
        ld-flags.json flagd.json feature_flags.toml config/feature-flags.yml flags.goff.yaml a.launchdarkly.json
    """,
    "deploy": """
        api.yaml flux/shop.yaml charts/shop/templates/api.yaml compose.prod.yaml docker-compose.yml pod.json
        overlays/prod/kustomization.yaml base/kustomization k8s/api.tpl charts/shop/templates/api.gotmpl
        values-staging.yaml
    """,
    "environment": """
        .env a/.env.sample .env.example .env.dist .env.production .env.anything env.example env.sample env.template
        env.dist prod.env prod.env.example prod.env.local a/my-app.env.test api.env.prod .envrc deploy/PROD.ENV.EXAMPLE
    """,
    "secrets": """
        .env settings.conf settings.yaml a.yml yarn.lock package.json package-lock.json n.sh m.key l.pem k.xml
        j.tfvars id_rsa i.tf h.properties g.conf f.cfg e.ini d.toml c.json app.Dockerfile Dockerfile Dockerfile.dev
        .pypirc .npmrc .netrc _netrc .envrc .env.local Containerfile Jenkinsfile Jenkinsfile.release Makefile
        .yarnrc .yarnrc.yml kubeconfig kubeconfig-prod .aws/credentials .kube/config .docker/config.json .htpasswd
        .git-credentials .pgpass .my.cnf .s3cfg .boto vault-pass.txt .dockercfg id_ed25519 id_work env.js go.sum a.hcl
        requirements.txt requirements-dev.txt requirements/prod.txt dev_requirements.pip base-requirements.in
        constraints.txt Pipfile Gemfile a/gems.rb gems.locked Podfile .gemrc .condarc .gitmodules .gitconfig
        build.gradle.kts settings.gradle.kts init.gradle.kts setup.cfg pip.conf
        terraform.tfstate deploy.ps1 app.json5 Info.plist web.config deploy.fish a.service k8s.yaml.j2 settings.tmpl
    """,
    "code": """
        a.py a.go A.java a.ts a.rs a.rb b.go a.tsx a.tf a.yaml a.sql a.mjs a.jsx a.pyi Gemfile Rakefile x.gemspec
        db/migrate/20240101120000_drop.rb app/migrations/0002_drop.py
    """,
}
PAIRS = [(name, path) for name, paths in SENT.items() for path in paths.split()]
FROM_PAGES = {  # what examples are in -> who reads it; the pages tell which reader tells what
    ".sql": "sql",
    ".rb": "rails",
    ".tf": "terraform",
    ".hcl": "vault",
    ".yaml": "deploy",
    ".example": "environment",
}


def sent(path: str) -> set[str]:
    judged = describe(ChangeSet("staged", b"", (modified(path.encode()),)), None)
    return {one.name for _, found in picked(judged, EVERYTHING) for one in found}


@pytest.mark.parametrize(("name", "path"), PAIRS)
def test_sent(name: str, path: str) -> None:
    assert name in sent(path)


def test_every_detector_of_content_has_six_names_at_least() -> None:
    wanted = {one.name for one in DETECTORS} - {"files", "control"}
    assert {name for name, paths in SENT.items() if len(paths.split()) >= 6} == wanted


def test_every_example_of_the_pages_is_sent() -> None:
    examples = {
        path for page in PAGES.glob("*.md") for path in re.findall(r"^```[a-z]+ (\S+)$", page.read_text(), re.M)
    }
    wanted = [(path, FROM_PAGES[end]) for path in examples if (end := Path(path).suffix) in FROM_PAGES]
    assert len(wanted) > 90
    assert [pair for pair in wanted if pair[1] not in sent(pair[0]) and not pair[0].startswith(".guard/")] == []


@pytest.mark.parametrize(
    "path", ["env", "docs/env.py", "x.environment", "environment.ts", "server.env.ts", "vite-env.d.ts", ".environ"]
)
def test_no_environment(path: str) -> None:
    assert "environment" not in sent(path)


def test_rows() -> None:
    idle = [one.name for one in DETECTORS if one.reads and not (one.endings or one.names or one.starts)]
    assert idle == [], "a row is found by an ending, a name or a start; words and within only narrow it"
    assert len(set(DETECTORS)) == len(DETECTORS)
    rows: dict[str, list[Detector]] = {}
    for one in DETECTORS:
        rows.setdefault(one.name, []).append(one)
        for signs in (one.endings, one.names, one.starts, one.words, one.within, one.beside, one.siblings):
            assert len(set(signs)) == len(signs), (one.name, "says something twice")
        for signs in (one.endings, one.names, one.starts, one.words, one.within):
            assert all(sign == sign.lower() and sign for sign in signs), one.name
        assert one.asks in (None, migration.migration_of), "picking asks only where migrations may be at home"
    for name, same in rows.items():
        assert len({one.title for one in same}) == 1, name
        assert len({one.reads for one in same}) == 1, name


def test_what_a_row_sends_its_detector_reads() -> None:
    """Where a detector looks at names itself, the table has the same ones."""
    assert {*CODE} == {f".{end}".encode() for end in (*syntax.ENDINGS, "sql")}
    assert {one.names for one in DETECTORS if one.name == "code"} == {tuple(name.encode() for name in syntax.NAMES)}
    assert {*CODED} == {b".sql", b".py", b".rb", *(b"." + end for end in migration.CODE | migration.SQL)}
    assert {*PACKAGES} == {name.lower().encode() for name in READERS}
    row = next(one for one in DETECTORS if one.name == "secrets")
    assert {*row.endings} == {f".{end}".encode() for end in (*secrets.ENDINGS, "dockerfile")}
    named = {name.decode() for name in row.names}
    assert {name for name in named if not secrets.wanted(name)} == set()
    assert all("secrets" in sent(name) for name in secrets.LOCKS)


def test_names_that_narrow_further() -> None:
    for path in SENT["flags"].split():
        assert FLAG_NAMES.fullmatch(path.rpartition("/")[2]), path
    for path in SENT["dependencies"].split():
        assert reader_of(path)[0], path
    for path in SENT["secrets"].split():
        assert secrets.wanted(path), path
