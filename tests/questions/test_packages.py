"""Packages and commands that a text or new code names (G705)."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added
from tests.questions.papers import doubts, paper, unasked

KNOWN = {
    "package": ["requests", "ruamel.yaml", "@store/db", "react", "github.com/jackc/pgx/v5", "org.jooq:jooq", "pyyaml"],
    "command": ["make test", "make migrate", "pnpm db:migrate", "pnpm test", "python manage.py dedupe",
    "scripts/fill.sh",
                "bin/rails sync:slots", "prisma migrate deploy", "./gradlew flywayMigrate",
                "php artisan prices:recalculate", "helm upgrade", "go test"],
    "module": ["app", "app.users", "example.org/shop/internal/users"],
    "owner": ["@store/checkout"],
    "path": ["packages/db/package.json", "app/users.py", "app/__init__.py", "scripts/fill.sh",
             "internal/users/store.go", "dbt/packages.yml", "package.json", "requirements.txt",
             "app/requirements.txt"],
}  # fmt: skip

FINDS = {
    "held by one that holds nothing else": (
        "We use `aiomqtt`, which `app/requirements.txt` has already.",
        "aiomqtt",
        "",
    ),
    "run by another program": ("`npm run db:migrat`", "npm run db:migrat", "did you mean db:migrate"),
    "installed": ("```sh\npip install reqeusts\n```", "reqeusts", "did you mean requests"),
    "with a version": ("Run `pip install 'httpy>=1.2' requests`.", "pip install 'httpy>=1.2' requests", ""),
    "of npm": ("`npm install --save-dev left-padd@1.0`", "npm install --save-dev left-padd@1.0", ""),
    "of a scope": ("```\n$ pnpm add @store/dbs\n```", "@store/dbs", "@store/db"),
    "of go": ("`go get github.com/jackc/pqx/v5@v5.1.0`", "go get github.com/jackc/pqx/v5@v5.1.0", "pgx"),
    "of cargo": ("`cargo add serde`", "cargo add serde", ""),
    "a noun before": ("The package `request` stays.", "request", "requests"),
    "a noun behind": ("The `requestz` library stays.", "requestz", "requests"),
    "of go, named": ("Validate with `github.com/go-ozzo/validation/v4`.", "github.com/go-ozzo/validation/v4", ""),
    "of maven": ("The dependency `org.jooq:joooq` stays.", "org.jooq:joooq", "org.jooq:jooq"),
    "in the lock file": ("`requests-mock` is already in the lock file.", "requests-mock", ""),
    "a target": ("Run `make tests`.", "make tests", "did you mean make test"),
    "the second target": ("```sh\nmake test migrat\n```", "migrat", "make migrate"),
    "a script": ("`pnpm db:migrat` applies it.", "pnpm db:migrat", "pnpm db:migrate"),
    "run": ("`npm run bild`", "npm run bild", ""),
    "of django": ("`python manage.py dedup --all`", "python manage.py dedup --all", "python manage.py dedupe"),
    "of django, run by itself": ("`./manage.py dedup --all`", "./manage.py dedup --all", "python manage.py dedupe"),
    "of rails": ("`bin/rails sync:slot`", "bin/rails sync:slot", "bin/rails sync:slots"),
    "of gradle": ("`./gradlew flywayMigrat`", "./gradlew flywayMigrat", "./gradlew flywayMigrate"),
    "almost one": ("Run `prisma migrate deplyo`.", "prisma migrate deplyo", ""),
    "of the workspace": ("It touches `@store/emails`.", "@store/emails", ""),
    "of the workspace, listed": ("- `@store/mailer`: uses the types", "@store/mailer", ""),
    "in a manifest": ("It uses `acme/tables`, which is in `dbt/packages.yml` already.", "acme/tables", ""),
    "listed in one": ("`left-pad` is already listed in `package.json`.", "left-pad", ""),
    "depended on": ("Keys use `golang.org/x/crypto`, which the gateway already depends on.", "golang.org/x/crypto", ""),
    "a dependency": ("`golang.org/x/crypto` is already a direct dependency.", "golang.org/x/crypto", ""),
    "a console": ("Run `php artisan prices:backfill`.", "php artisan prices:backfill", ""),
    "a console, in a block": ("```sh\nphp artisan prices:backfil --all\n```", "php artisan prices:backfil", ""),
    "none of the program": ("Then `helm migrate` and wait.", "helm migrate", ""),
    "none of go": ("`go check ./...` passes.", "go check ./...", ""),
    "a noun": ("The command `migrate-all` does it.", "migrate-all", ""),
}
LEAVES = {
    "options alone": "Give it `-v --dry-run`, or `--all -n 3`.",
    "a key of one": "The script `lint`, which `package.json` has already; `requests`, which `requirements.txt` pins.",
    "run by another program": "`npm run test`, `yarn test`, `npm run db:migrate`, `SLOW=1 pnpm run db:migrate`.",
    "what stands": "`requests`, the package `react`, the dependency `org.jooq:jooq`, `make test`, `pnpm db:migrate`.",
    "written otherwise": "`pip install Requests ruamel-yaml PyYAML` and the package `ruamel_yaml`.",
    "a part of one": "The package `github.com/jackc/pgx/v5/pgxpool` comes with it.",
    "a package of the tree": "The package `internal/users` and `example.org/shop/internal/users`.",
    "no names": "`pip install -r requirements.txt -e .`, `npm ci`, `npm install`, `make`, `go get ./...`.",
    "of the workspace": "`@store/db`, `@store/db/client` and `@store/*` stay.",
    "a team of that name": "`@store/checkout` is asked; @store/nobody as well.",
    "of another scope": "`@types/node` and `@nestjs/swagger` are not used.",
    "tools": "`git log`, `kubectl get pods`, `psql -c 'select 1'`, `docker build .`, `terraform plan`.",
    "of django": "`manage.py dedupe`, `./manage.py dedupe --all`, `python manage.py dedupe`, the command `dedupe`.",
    "of django, declared by its file": "---\ncreates: [path:app/management/commands/fill.py]\n---\n`./manage.py fill`.",
    "variables of make": "`make test VERBOSE=1` and `make -C app test`.",
    "placeholders": "`pip install <package>` and `make <target>`.",
    "of the tool": "`pnpm add`, `yarn install`, `python manage.py migrate`, `bin/rails db:rollback`.",
    "a remark": "```sh\nmake test   # expected: nothing to do\n```",
    "said in words": "The package is raised, make sure that it runs, and make tests pass.",
    "what a manifest is to get": "`left-pad` goes into `package.json`; `acme/tables` is not in `dbt/packages.yml`.",
    "what is no package": "`db:seed`, `engines` and `dist/main.js` are in `package.json`.",
    "of the program": "`helm diff upgrade`, `go mod tidy`, `helm values`, `kubectl foo`, `php artisan migrate`.",
    "of other groups": "`php artisan telescope:prune`, `php artisan acme:sync` and `php artisan prices:recalculate`.",
    "somebody else's": "> `make nothing`",
    "declared": "---\ncreates: [package:vonage, command:fill]\n---\n`pip install vonage`, `make fill`.",
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    text, quote, says = FINDS[row]
    (doubt,) = doubts(paper(text, **KNOWN), "G705")
    assert doubt.quote == quote
    assert says in doubt.why


DJANGO = ["check", "flush", "loaddata", "migrate", "shell", "sqlflush", "testserver"]
MANAGED = {f"python manage.py {name}": "manage.py" for name in DJANGO} | {
    "python manage.py dedupe": "users/management/commands/dedupe.py",
    "python manage.py reset_db": "users/management/commands/reset_db.py",
    "make drop-names": "Makefile",
    "make fill-names": "Makefile",
}
MEANT = {
    # of a framework's own commands only a slip of the hand is meant
    "python manage.py backfill_names": "did you mean make fill-names?",  # the tree's own
    "python manage.py copy_columns": "",
    "python manage.py fill_names": "did you mean fill-names?",
    "python manage.py purge_old": "",
    "./manage.py loadata": "did you mean python manage.py loaddata?",
    "python manage.py migrat": "did you mean python manage.py migrate?",
    "python manage.py dedupe_all": "did you mean python manage.py dedupe?",
    # and none that takes data away, whose it ever is
    "python manage.py flsh": "",
    "python manage.py sqlflus": "",
    "python manage.py reset_dbs": "",
    "make drop-name": "",
    "make fill-name": "did you mean make fill-names?",
}


@pytest.mark.parametrize("command", MEANT)
def test_a_command_that_may_have_been_meant(command: str) -> None:
    (doubt,) = doubts(paper(f"Run `{command}` on the production database.", command=MANAGED), "G705")
    assert doubt.why == MEANT[command]
    assert ("if that is meant" in doubt.mend) == bool(MEANT[command])


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    assert doubts(paper(LEAVES[row], **KNOWN), "G705") == []


CODE = {
    "python": (b"app/x.py", "import requestz", "requestz"),
    "out of one": (b"app/x.py", "from fastapi.routing import x", "fastapi"),
    "typescript": (b"src/x.ts", 'import { z } from "zod";', "zod"),
    "required": (b"src/x.js", "const p = require('left-pad/lib');", "left-pad"),
    "a scope": (b"src/x.ts", 'import { db } from "@store/dbx/client";', "@store/dbx"),
    "go": (b"cmd/x.go", '\t"github.com/stretchr/testify/assert"', "github.com/stretchr/testify/assert"),
    "with another name": (b"app/x.py", "import requestz as requests  # for now", "requestz"),
    "for its effects": (b"src/x.ts", "import 'reflect-metadata'", "reflect-metadata"),
    "given on": (b"src/x.ts", "export * from 'zod'", "zod"),
    "when it is needed": (b"src/x.ts", "const { z } = await import('zod');", "zod"),
    "in an image": (b"Dockerfile", "RUN pip install --no-cache-dir reqeusts==2.1", "reqeusts"),
    "in a script": (b"bin/setup.sh", "sudo npm install -g left-pad", "left-pad"),
    "in a test": (b"tests/test_x.py", "import requestz", "requestz"),
}


@pytest.mark.parametrize("row", CODE)
def test_finds_in_new_code(row: str) -> None:
    path, line, package = CODE[row]
    (doubt,) = doubts(paper("Text.", [Added(path, 4, line)], **KNOWN), "G705")
    assert (doubt.line, doubt.anchor, package in doubt.what) == (4, line.strip(), True)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (b"app/x.py", "import os, json, requests"),
        (b"app/x.py", "from app.users import name"),
        (b"app/x.py", "from . import users"),
        (b"app/x.py", "import yaml"),
        (b"src/x.ts", "import x from './x'; import fs from 'node:fs'; import { db } from '@store/db/client';"),
        (b"src/x.ts", "import path from 'path';"),
        (b"cmd/x.go", '\t"context"'),
        (b"cmd/x.go", '\t"github.com/jackc/pgx/v5/pgxpool"'),
        (b"cmd/x.go", '\t"example.org/shop/internal/users"'),
        (b"lib/x.rb", "require 'json'"),
        (b"src/x.rs", "use std::fs; use crate::users::Store;"),
        (b"notes.md", "import nothing"),
        (b"app/x.py", "import the orders of yesterday, and"),
        (b"app/x.py", '"""import zod'),
        (b"src/x.ts", "// import { z } from 'zod'"),
        (b"src/x.ts", "throw new Error(`cannot import ${name} from 'zod'`)"),
        (b"src/x.ts", "import { page } from '$app/stores'; import t from 'astro:content';"),
        (b"Dockerfile", "RUN pip install --upgrade pip setuptools"),
        (b"Dockerfile", "RUN pip install -r requirements.txt"),
        (b"bin/setup.sh", "# npm install -g left-pad"),
    ],
)
def test_leaves_new_code_alone(path: bytes, line: str) -> None:
    assert doubts(paper("Text.", [Added(path, 4, line)], **KNOWN), "G705") == []


def test_what_nobody_knows_is_said() -> None:
    assert [one.what for one in unasked(paper("Run `make x`.", package=["requests"]), "G705")] == ["commands"]
    assert [one.what for one in unasked(paper("Run `make x`."), "G705")] == [""]


@pytest.mark.parametrize(
    ("path", "line", "known"),
    [
        (b"a.py", "import zmq", "pyzmq"),
        (b"a.py", "import docx", "python-docx"),
        (b"a.py", "import corsheaders", "django-cors-headers"),
        (b"a.py", "import discord.ext", "discord-py"),
        (b"a.py", "from google.protobuf import message", "protobuf"),
        (b"a.py", "from google.cloud import bigquery", "google-cloud-bigquery"),
        (b"a.py", "from azure.storage.blob import x", "azure-storage-blob"),
        (b"a.ts", "import type { Node } from 'estree'", "@types/estree"),
        (b"a.ts", "import x from '@babel/core'", "@types/babel__core"),
    ],
)
def test_a_package_that_is_imported_by_another_name(path: bytes, line: str, known: str) -> None:
    assert doubts(paper("Text.", [Added(path, 4, line)], package=[known, "other"], module=[], path=[]), "G705") == []
    assert len(doubts(paper("Text.", [Added(path, 4, line)], package=["other"], module=[], path=[]), "G705")) == 1


def test_what_may_be_missing_says_so() -> None:
    lines = [
        Added(b"a.py", 1, "try:"),
        Added(b"a.py", 2, "    import orjson"),
        Added(b"a.py", 3, "except ImportError:"),
    ]
    assert doubts(paper("Text.", lines, **KNOWN), "G705") == []


def test_what_is_installed_over_several_lines() -> None:
    lines = [Added(b"Dockerfile", 4, "RUN pip install \\"), Added(b"Dockerfile", 5, "    reqeusts")]
    (doubt,) = doubts(paper("Text.", lines, **KNOWN), "G705")
    assert (doubt.line, doubt.path) == (4, b"Dockerfile")


def test_a_language_without_a_manifest_or_a_reader_is_said() -> None:
    from guard.model.known import Known
    from tests.questions.papers import register

    asked = paper("Text.", [Added(b"a.py", 1, "import zod"), Added(b"a.rb", 1, "require 'zod'")])
    only = {"package": register("package", ["zod"], covers=["npm"])}
    asked = asked._replace(known=Known("a tree", only))
    assert doubts(asked, "G705") == []
    told = {one.what for one in unasked(asked, "G705")}
    assert {"imports in new code of .rb", "packages in new code (pypi)"} <= told


def test_a_line_that_is_too_long_is_left_to_whoever_brings_it() -> None:
    assert unasked(paper("Text.", [Added(b"app/x.py", 9, "x = 1;" * 600)], **KNOWN), "G705") == []
