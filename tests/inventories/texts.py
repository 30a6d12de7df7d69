"""Small files of every kind that a reader of guard.inventories reads, and the names each tells: reader, form, text."""

from __future__ import annotations

Row = tuple[str, str, str, str]  # reader, what it is read as, text, "kind name" of all it tells

PYTHON = """\
import os
from .x import A, B as C
TOTAL = 3
a, b = 1, 2
class Store(Base):
    name: str
    limit = 3
    def __init__(self):
        self.cache = {}
        local = 1
        other.attribute = 2
    async def save(self):
        def inner(): pass
def top():
    y = 1
"""
GO = """\
package users
type Store struct { a, b int; Base }
type Reads interface { Get(x int) error }
const ( One = iota; Two )
var x, y = 1, 2
func (s *Store[T]) Save() error { var q = 1; return nil }
func New() *Store { return nil }
"""
TYPESCRIPT = """\
export interface U { id: string; get(): void }
export type T = { a: string }
export enum E { A, B = "b" }
export abstract class S extends X {
  private cache = 1;
  constructor(private readonly db: Db, plain: string) { this.zed = 1 }
  async save() { const v = 1; const f = () => 1 }
}
export const conf = { a: 1, 'b': { c: 2 }, run() {} } as const;
export const { d } = x;
export { g as h } from './g';
namespace N { export function inner() {} }
"""
JAVASCRIPT = """\
class A { field = 2; m() { this.q = 1 } }
exports.save = function() {};
other.thing = 1;
module.exports = { one, two: 2 };
A.prototype.zip = function() {};
const run = async () => { let z = 1; };
"""
JAVA = """\
package a.b;
public class Store<T> {
  private int a, b = 2;
  enum E { X; void go() {} }
  void save() { int local; }
  record R(int q) {}
}
"""
RUBY = """\
module Billing
  class Invoice < Base
    RATE = 3
    attr_accessor :total, :tax
    validates :name
    def paid?; x = 1; end
    def self.find(x) end
  end
end
class A::B; def z; end; end
"""
RUST = """\
pub struct Store<T> { pub a: T }
enum E { A, B { x: u8 } }
impl<T> Reads for Store<T> { fn get(&self) { const L: u8 = 1; } }
const C: u8 = 1;
pub use crate::m::{inner, other as o};
"""
TERRAFORM = (
    'resource "aws_x" "n" { a = 1 }\nvariable "v" {}\nlocals {\n  q = { r = 1 }\n}\nmodule "m" { source = "x" }\n'
)
PROTO = """\
syntax = "proto3";
message User { // one
  string name = 1;
  map<string, int32> more = 2;
}
service Users {
  rpc GetUser(Req) returns (User);
}
"""
CODE: tuple[Row, ...] = (
    (
        *("code", "python", PYTHON),
        "A C TOTAL a b Store Store.name Store.limit Store.__init__ Store.cache Store.save Store.save.inner top",
    ),
    ("code", "go", GO, "Store Store.a Store.b Reads Reads.Get One Two x y Store.Save New"),
    (
        *("code", "typescript", TYPESCRIPT),
        (
            "U U.id U.get T T.a E E.A E.B S S.cache S.constructor S.db S.zed S.save S.save.f conf conf.a conf.b "
            "conf.run d h N N.inner"
        ),
    ),
    ("code", "javascript", JAVASCRIPT, "A A.field A.m A.q save two A.zip run"),
    ("code", "java", JAVA, "Store Store.a Store.b Store.E Store.E.X Store.E.go Store.save Store.R Store.R.q"),
    (
        *("code", "ruby", RUBY),
        (
            "Billing Billing.Invoice Billing.Invoice.RATE Billing.Invoice.total Billing.Invoice.tax "
            "Billing.Invoice.paid? Billing.Invoice.find A.B A.B.z"
        ),
    ),
    ("code", "rust", RUST, "Store Store.a E E.A E.B E.B.x Store.get C inner o"),
    ("code", "hcl", TERRAFORM, "aws_x.n var.v local.q module.m"),
    ("code", "shell", "foo() {\n  bar\n}\nfunction baz-x {\n", "foo baz-x"),
    ("code", "protobuf", PROTO, "User User.name User.more Users Users.GetUser"),
    ("code", "graphql", "type A {\n  id: ID!\n}\nscalar Date\n# type No {\n", "A A.id Date"),
)
READS = """\
os.environ["A1"]; os.environ.get('A2'); os.getenv("A3", "x"); environ["A4"]
os.Getenv("B1"); os.LookupEnv("B2")
process.env.C1; process.env["C2"]; import.meta.env.VITE_C3
const { C4, C5: x = 1 } = process.env;
System.getenv("D1"); System.getenv()["D2"]
ENV["E1"]; ENV.fetch("E2") { 1 }
std::env::var("F1"); env!("F2")
env("G1"); env.str("G2"); `env:"G3"`
# os.environ["NO"]
environment["nope"]; my_env = "NOT"; env("lower")
"""
FLAGS = """\
client.variation("new-checkout", user, false)
unleash.is_enabled("beta_x"); Flipper.enabled?(:fast_path)
client.BoolVariation("go-flag", ctx, false); flag_is_active(request, "waf")
// isEnabled("no")
enabled = "none"
"""
WORKFLOW = """\
name: Ship it
on: push
jobs:
  build:
    name: Build the thing
    runs-on: x
  deploy-prod:
    name: To ${{ matrix.env }}
    runs-on: x
"""
GITLAB = "stages: [test, ship]\nvariables: {A: b}\nunit-tests:\n  script: [x]\n.hidden: {script: [x]}\n"
MAKEFILE = "CC := gcc\n.PHONY: test lint\ntest lint: deps\n\tgo test\n%.o: %.c\nbin/app: $(SRC)\n"
COMPOSE = "services:\n  api:\n    image: x\n    container_name: shop-api\n  worker: {image: y}\nvolumes: {data: {}}\n"
KUBERNETES = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Service, metadata: {name: api-internal}}
"""
GLOSSARY = """\
# Glossary

## Tenant
A customer's own space.

**Ledger entry**: what is written once. It has a **side**.

- Payout run: what pays
- see the page of terms

| Term | Meaning |
|---|---|
| ULID (sortable id) | an id |

```
**Not this**: code
```

## External names

- Stripe
- `S3`: where files are

## Words
Backfill
: filling in afterwards
"""
PRISMA = """\
model User {
  id    Int     @id @default(autoincrement())
  email String  @map("email_address")
  posts Post[]
  role  Role
  @@map("users")
}
enum Role { ADMIN }
model Post { // short
  id Int @id
  author User @relation(fields: [id], references: [id])
}
"""
PG_DUMP = """\
--
-- PostgreSQL database dump
--
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.users (
    id integer NOT NULL,
    email character varying(255)
);
CREATE VIEW public.active AS SELECT 1 AS x;
CREATE INDEX users_email ON public.users USING btree (email);
"""
SCHEMA_RB = """\
ActiveRecord::Schema[7.0].define(version: 2024_01_01_000000) do
  create_table "users", id: :uuid, force: :cascade do |t|
    t.string "email", null: false
    t.index ["email"], name: "index_users_on_email"
  end
end
"""
PACKAGE = """\
{"name": "@acme/shop", "scripts": {"build": "tsc", "test": "jest"}, "bin": {"shop": "x.js"},
 "dependencies": {"react": "^18.0.0"}, "devDependencies": {"jest": "29"}}
"""
PYPROJECT = """\
[project]
name = "acme-shop"
dependencies = ["Django>=4", "PyYAML"]
[project.scripts]
shop-admin = "shop:main"
"""
OTHERS: tuple[Row, ...] = (
    (*("asks", "code", READS), "A1 A2 A3 A4 B1 B2 C1 C2 VITE_C3 C4 C5 D1 D2 E1 E2 F1 F2 G1 G2 G3"),
    (
        "asks",
        "code",
        "$a = $_SERVER['LIMIT_X'] . $_SERVER['SERVER_URL'] . $_ENV['PATH_X'];\n",
        "LIMIT_X SERVER_URL PATH_X",
    ),
    ("asks", "code", "$b = $_SERVER['REQUEST_METHOD'] . $_SERVER[\"HTTP_HOST\"] . $_SERVER['PHP_SELF'];\n", ""),
    ("asks", "code", "a = config('LOW_X')\nb = config ('LOW_Y')\n", "LOW_X LOW_Y"),
    ("asks", "code", FLAGS, "flag:new-checkout flag:beta_x flag:fast_path flag:go-flag flag:waf"),
    (
        *("asks", "settings", "env:\n  - name: DATABASE_URL\n    value: x\n  REDIS_URL: y\n  Low: z\n  name: Build\n"),
        "DATABASE_URL REDIS_URL",
    ),
    ("asks", "settings", "token: ${{ secrets.DEPLOY_KEY }}\nurl: ${HOST_NAME:-x}\n# GONE: 1\n", "DEPLOY_KEY HOST_NAME"),
    ("asks", "data", '{"KEY_OF_DATA": 1, "env": [{"name": "LOG_X", "value": "y"}]}', "LOG_X"),
    ("asks", "docker", "FROM x\nENV APP_HOME /x\nARG VERSION=1\n# ENV NO 1\n", "APP_HOME VERSION"),
    ("asks", "shell", "LOCAL_X=1\nexport FOO_BAR=1\necho $BAZ_X ${QUX:-1} $LOCAL_X\n", "FOO_BAR BAZ_X QUX"),
    ("asks", "script", "just words about $HOME_X\n", ""),
    ("asks", "script", "#!/bin/sh\necho $HOME_X\n", "HOME_X"),
    ("asks", "dotenv", "# a comment\nA=1\nexport B='x\nC=2'\n# OLD_KEY=1\n", "A B OLD_KEY"),
    (
        "asks",
        "terraform",
        'environment = {\n  DATABASE_URL = "x"\n}\nname = "LOG_X"\nname = "lower"\n',
        "DATABASE_URL LOG_X",
    ),
    ("flags", "flags.yaml", "new-checkout: {enabled: true}\nold: false\n", "flag:new-checkout flag:old"),
    ("flags", "flags of the policy.json", '{"flags": {"x": {"enabled": true}}}', "flag:x"),
    (
        *("manifests", "npm:manifest", PACKAGE),
        "own:@acme/shop command:npm run build command:npm run test command:shop package:react package:jest",
    ),
    (*("manifests", "pypi:pyproject", PYPROJECT), "own:acme-shop command:shop-admin package:django package:pyyaml"),
    (
        "manifests",
        "go:module",
        "module example.com/shop\n\nrequire a.b/c v1.0.0\n",
        "own:example.com/shop package:a.b/c",
    ),
    ("manifests", "gemspec", "s.name = 'shop'\ns.add_dependency 'rack', '1'\n", "own:shop package:rack"),
    ("manifests", "composer", '{"require": {"a/b": "1"}}', "package:a/b"),
    ("targets", "make", MAKEFILE, "command:make test command:make lint command:make bin/app"),
    ("targets", "just", "set shell := ['x']\ndeploy env:\n  x\n@quiet:\n", "command:just deploy command:just quiet"),
    ("targets", "task", "version: 3\ntasks:\n  build: {cmds: [x]}\n", "command:task build"),
    (
        "targets",
        "rake",
        "namespace :db do\n  task :seed do\n  end\nend\ntask default: []\n",
        "command:rake db:seed command:rake default",
    ),
    ("targets", "nox", "@nox.session(python='3')\ndef tests(s):\n  pass\ndef no(): pass\n", "command:nox -s tests"),
    ("deployed", "compose", COMPOSE, "service:api service:shop-api service:worker"),
    ("deployed", "yaml", KUBERNETES, "service:api service:api-internal"),
    ("deployed", "yaml", "kind: tomato\napiversion: 1\n", ""),
    *[
        ("deployed", "yaml", f"apiVersion: v1\n{text}\n", names)
        for text, names in (
            ("kind: Secret\nmetadata: {name: a}\ndata:\n  kind: Service", ""),
            ("kind: ServiceAccount\nmetadata: {name: a}", ""),
            ("kind: &k Secret\nother: Service\nmetadata: {name: a}", ""),
            ("x: &k Service\nkind: *k\nmetadata: {name: a}", "service:a"),
            ('kind: Secret\n"k\\x69nd": Service\nmetadata: {name: a}', "service:a"),
            ("KIND:   service # of the shop\nmetadata:\n  labels: {kind: x}\n  name: a", "service:a"),
            ("kind: Pod\nspec:\n  of: &n a\nmetadata: {name: *n}", "service:a"),
            ("kind: Pod\nspec:\n  metadata:\n    name: b\n\n# and\n  kind: x\nmetadata:\n  name: a", "service:a"),
            ("kind: Pod\nmetadata:\n  name: a\nspec:\n  what: is: not YAML", "service:a"),
            ("x: |\n  spec:\n    metadata:\nkind: Pod\nmetadata:\n  name: a", "service:a"),
            (
                "kind: Pod\nspec:\n  - a\nmetadata:\n  name: a\n---\nkind: Job\napiVersion: v1\nmetadata: {name: b}",
                "service:a service:b",
            ),
        )
    ],
    ("deployed", "chart", "name: shop\nversion: 1\n", "service:shop"),
    ("deployed", "procfile", "web: run\nworker: run\n# no: x\n", "service:web service:worker"),
    ("jobs", "github", WORKFLOW, "job:Ship it job:build job:Build the thing job:deploy-prod"),
    ("jobs", "gitlab", GITLAB, "job:unit-tests job:.hidden job:test job:ship"),
    (
        "jobs",
        "circle",
        "version: 2\njobs:\n  build: {docker: []}\nworkflows:\n  all: {jobs: [build]}\n",
        "job:build job:all",
    ),
    (
        "codeowners",
        "github",
        "# of all\n* @acme/core\n/db/ @dana ops@example.org\n",
        "owner:@acme/core owner:@dana owner:ops@example.org",
    ),
    (
        *("glossary", "glossary", GLOSSARY),
        (
            "term:Tenant term:Ledger entry term:Payout run term:ULID (sortable id) term:ULID term:sortable id "
            "external:Stripe external:S3 term:Backfill"
        ),
    ),
    (
        *("dumps", "prisma", PRISMA),
        "table:users column:users.id column:users.email_address column:users.role table:Post column:Post.id",
    ),
    (
        *("dumps", "maybe:", PG_DUMP),
        "table:users column:users.id column:users.email table:active symbol:users.users_email",
    ),
    ("dumps", "maybe:", "CREATE TABLE users (id int);\n", ""),
    ("dumps", "sql:mysql", "CREATE TABLE users (id int);\n", "table:users column:users.id"),
    ("dumps", "sql:", "CREATE TABLE users (id int);\n", "table:users column:users.id"),
    ("dumps", "rails", SCHEMA_RB, "table:users column:users.id column:users.email"),
    ("dumps", "rails", "class X; end\n", ""),
)
UNREAD: tuple[tuple[str, str, bytes, str], ...] = (  # reader, form, content, why in words
    ("code", "python", b"a = 1\0", "NUL"),
    ("code", "python", b"# x\n" * 600_000, "larger"),
    ("code", "go", b"((((( {{{{", "no code that guard can make out"),
    ("asks", "code", b"a\0", "NUL"),
    ("flags", "flags.json", b"{", "not JSON"),
    ("manifests", "npm:manifest", b'{"dependencies": []}', "something else stands"),
    ("manifests", "pypi:pyproject", b"[project", "not TOML"),
    ("manifests", "pubspec", b"name: x\n", "not read"),
    ("targets", "task", b"tasks: {a: b", "not continued"),
    ("targets", "make", b"\xff", "UTF-8"),
    ("deployed", "yaml", b"apiVersion: {{ x }}\nkind: Deployment\n", "template"),
    ("deployed", "yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nb: c: d\n", "colon"),
    ("deployed", "yaml", b"apiVersion: v1\nkind: Pod\nspec:\n  b: c: d\n", "colon"),
    ("deployed", "compose", b"a: b: c\n", "colon"),
    ("jobs", "github", b"jobs: {a: 1}\njobs: {}\n", "second time"),
    ("jobs", "Jenkins", b"pipeline {}\n", "Jenkins"),
    ("codeowners", "github", b"!x @dana\n", "negated"),
    ("codeowners", "github", b"\xff\xff", "UTF-8"),
    ("glossary", "glossary", b"\xff", "UTF-8"),
    ("dumps", "prisma", b"\xff", "UTF-8"),
    ("dumps", "sql:postgres", b"CREATE TABLE t (a int); CREATE BANANA;\n", "line 1"),
    ("dumps", "rails", b"ActiveRecord::Schema.define(version: 1) do\n  strange_thing\nend\n", "line 2"),
)
PATHS = (  # a path, and every reader that reads it, each with what it is read as
    ("app/users/store.py", "code=python asks=code"),
    ("web/a.tsx", "code=tsx asks=code"),
    ("Gemfile", "code=ruby asks=code manifests=ruby:manifest"),
    ("Rakefile", "code=ruby asks=code targets=rake"),
    ("infra/main.tf", "code=hcl asks=terraform"),
    ("scripts/run", "asks=script"),
    ("docs/run", ""),
    (".env.example", "asks=dotenv"),
    ("Dockerfile", "asks=docker"),
    ("Dockerfile.dev", "asks=docker"),
    ("package.json", "asks=data manifests=npm:manifest"),
    ("config/flags.yml", "asks=settings flags=flags.yml deployed=yaml"),
    ("toggles/all.toml", "asks=settings flags=flags of the policy.toml"),
    ("Makefile", "asks=shell targets=make"),
    ("Taskfile.yml", "asks=settings targets=task deployed=yaml"),
    ("docker-compose.prod.yml", "asks=settings deployed=compose"),
    ("chart/Chart.yaml", "asks=settings deployed=chart"),
    (".github/workflows/ci.yml", "asks=settings deployed=yaml jobs=github"),
    ("a/.github/workflows/ci.yml", "asks=settings deployed=yaml jobs=github"),
    (".gitlab-ci.yml", "asks=settings deployed=yaml jobs=gitlab"),
    ("Jenkinsfile", "jobs=Jenkins"),
    (".github/CODEOWNERS", "codeowners=github"),
    ("app/CODEOWNERS", ""),
    ("docs/glossary.md", "glossary=glossary"),
    (".guard/glossary.md", "glossary=glossary"),
    (".guard/policy.yaml", ""),
    ("examples/.guard/flags.yaml", ""),
    ("db/structure.sql", "dumps=sql:postgres"),
    ("queries/users.sql", "dumps=maybe:"),
    ("db/migrations/0001_a.up.sql", ""),
    ("db/schema.rb", "code=ruby asks=code dumps=rails"),
    ("prisma/schema.prisma", "dumps=prisma"),
    ("README.md", ""),
    ("bin/\udcff", "asks=script"),
)
