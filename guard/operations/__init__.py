"""Family: detectors, one file each; each tells what changes of its kind do.

The tuple below is the whole list, and which files each reads; nothing in a guarded repository can add itself.
`files`, `control` and `migrations` go by names alone and are asked here. All others read content: a detector is a
function `detect(Source, Context) -> Reading | None`, loaded and asked only in guard's reading process (guard.worker),
so that no parser is loaded before a file of its kind has changed, and none can take guard down with it.
"""

from __future__ import annotations

from guard.model.migration import migration_of
from guard.model.operation import Judged, Operation, by_folder, by_kind
from guard.model.protected import protected_paths
from guard.operations import files
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.change import ChangeSet


class Detector(NamedTuple):
    """One detector, and the files it reads: all that their names tell, in lower case."""

    name: str
    title: str  # what the pages of operations call it
    endings: tuple[bytes, ...] = ()  # how the name of the file ends
    names: tuple[bytes, ...] = ()  # or all of it
    starts: tuple[bytes, ...] = ()  # or how it starts
    words: tuple[bytes, ...] = ()  # only where one of these stands in the path
    within: tuple[bytes, ...] = ()  # only below a folder of one of these names; (): anywhere
    beside: tuple[bytes, ...] = ()  # files in its folder, or one above, that tell how to read it
    asks: Callable[[bytes], object] | None = None  # only migrations, as guard.model.migration tells from the path
    siblings: tuple[bytes, ...] = ()  # files in its folder, by how their names end, that tell what came before
    hints: str = (
        ""  # only files that hold a word of this list in guard.settings.hints, or an escape that could spell it
    )
    reads: bool = True  # else it goes by names alone
    declared: bool = False  # only of files that a document declares something for


def _each(before: bytes, words: bytes) -> tuple[bytes, ...]:
    return tuple([before + word for word in words.split()])


YAML = (b".yaml", b".yml")
CODE = _each(b".", b"go py pyi pyw ts mts cts tsx js mjs cjs jsx java rb rake gemspec ru rs hcl tf tfvars yaml yml sql")
CODED = _each(b".", b"sql pgsql psql ddl py rb go java kt ts js mjs cjs php exs cs")
DIALECTS = (
    *(b"migration_lock.toml", b"schema.prisma", b"database.yml", b"alembic.ini", b"dbconfig.yml", b"metadata.toml"),
    *(b"sqlc.yaml", b"sqlc.yml", b"flyway.conf", b"flyway.toml"),
)
ENVIRONMENTS = b"""
    example sample template tmpl tpl dist default defaults local dev development prod production stage staging stg
    test testing ci qa uat preview sandbox demo docker shared bak old orig enc encrypted sops vault
"""
SETTINGS = _each(
    b".",
    b"""
    env yaml yml json json5 jsonc toml ini cfg conf config cnf properties tf tfvars hcl xml plist pem key p8 ppk asc gpg
    sh bash zsh fish ps1 psd1 bat cmd envrc netrc npmrc pypirc dockercfg pgpass my htpasswd kdl cue nix gradle
    service tfstate tpl tmpl j2 template dist sample example local production staging development dockerfile
    """,
)
SECRETS = _each(
    b"",
    b"""
    netrc _netrc ._netrc .git-credentials credentials config makefile .s3cfg .boto
    yarn.lock poetry.lock uv.lock pdm.lock pipfile.lock cargo.lock composer.lock gemfile.lock go.sum flake.lock bun.lock
    deno.lock
    pipfile gemfile gems.rb gems.locked podfile .gemrc .condarc .gitmodules .gitconfig
    build.gradle.kts settings.gradle.kts init.gradle.kts
    """,
)
SECRET = _each(b"", b".env env. dockerfile containerfile .yarnrc id_ kubeconfig jenkinsfile vault-pass")
# Of these one stands in every file in which a secret is told whatever the file is called.
ANYWHERE = (
    b"PRIVATE KEY-----",
    *_each(
        b"",
        b"""
        AKIA ASIA ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- xoxb- xoxp- sk_live_ rk_live_ pypi-AgE sk-ant- GOCSPX-
        AGE-SECRET-KEY-1
        """,
    ),
)
# What ends so is no text that a person writes: nobody looks into it, and no bundle hands it on.
BINARY = _each(
    b".",
    b"""
    png jpg jpeg gif webp ico bmp tif tiff psd pdf woff woff2 ttf otf eot mp3 mp4 m4a mov avi mkv webm wav ogg flac
    zip gz tgz bz2 xz zst 7z rar jar war ear whl class pyc so dll dylib a o lib exe bin wasm iso dmg deb rpm parquet
    """,
)
# Of a commit of more files none is looked into for these: that would take longer than all else a hook does.
MOST_LOOKED_INTO = 256
FLAGS = _each(b"", b"flag toggle feature unleash launchdarkly flipt growthbook")
PACKAGES = _each(
    b"",
    b"""
    package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml
    pyproject.toml pipfile pipfile.lock poetry.lock uv.lock pdm.lock pylock.toml
    go.mod go.work go.sum go.work.sum cargo.toml cargo.lock pom.xml build.gradle build.gradle.kts settings.gradle
    settings.gradle.kts libs.versions.toml gradle.lockfile gemfile gems.rb gemfile.lock gems.locked
    .npmrc .yarnrc .yarnrc.yml pip.conf pip.ini uv.toml
    """,
)
LISTS, LISTED = _each(b".", b"txt in pip"), (b"requirements", b"constraints")  # what pip installs

DETECTORS: tuple[Detector, ...] = (
    Detector("files", "git", reads=False),
    Detector("control", "names of protected files", reads=False),
    Detector("migrations", "names of migrations", CODED, asks=migration_of, reads=False),
    Detector("sql", "SQL", (b".sql",), beside=DIALECTS),
    Detector("sql", "SQL", (b".pgsql", b".psql", b".ddl"), asks=migration_of, beside=DIALECTS),
    Detector("django", "Django", (b".py",), asks=migration_of, beside=DIALECTS, siblings=(b".py",)),
    Detector("alembic", "Alembic", (b".py",), asks=migration_of, beside=DIALECTS),
    Detector("rails", "Rails", (b".rb",), asks=migration_of, beside=DIALECTS),
    Detector("workflows", "GitHub workflows", YAML, within=(b".github", b".gitea", b".forgejo")),
    Detector("workflows", "GitHub workflows", names=(b"action.yml", b"action.yaml")),
    Detector("rbac", "Kubernetes", (*YAML, b".json", b".tpl"), hints="RBAC"),
    Detector("terraform", "Terraform", (b".tf", b".tf.json", b".tfvars", b".tfvars.json")),
    Detector("vault", "Vault", (b".hcl",)),
    Detector("vault", "Vault", (b".json",), hints="VAULT"),
    Detector("owners", "CODEOWNERS", names=(b"codeowners",)),
    Detector("dependencies", "manifests", names=PACKAGES),
    Detector("dependencies", "manifests", names=(b"config.toml", b"config"), within=(b".cargo",)),
    Detector("dependencies", "manifests", LISTS, words=LISTED),
    Detector("flags", "flag files", (*YAML, b".json", b".toml"), words=FLAGS),
    Detector("deploy", "deploy files", (*YAML, b".json", b".tpl", b".gotmpl"), (b"kustomization",), hints="DEPLOY"),
    Detector(
        "environment",
        "environment files",
        (b".env", *_each(b".env.", ENVIRONMENTS)),
        (b".envrc", *_each(b"env.", ENVIRONMENTS)),
        starts=(b".env.",),
    ),
    Detector("secrets", "secret shapes", SETTINGS, SECRETS, SECRET, hints="SECRETS"),
    Detector("secrets", "secret shapes", LISTS, words=LISTED, hints="SECRETS"),
    Detector("code", "code", CODE, (b"gemfile", b"rakefile"), declared=True),
)


def describe(changes: ChangeSet, binary: frozenset[bytes] | None) -> Judged:
    """What every change does to its file, as its name and kind tell."""
    kinds = by_kind(changes.changes, binary)
    folders = by_folder(changes.changes)
    operations: dict[bytes, tuple[Operation, ...]] = {}
    for kind, group in kinds.items():
        operations.update(files.detect(kind, group))
    protected = protected_paths(folders)
    if protected:
        from guard.operations import control

        for path, found in control.detect(protected).items():
            operations[path] = (*operations[path], *found)
    return Judged(changes, kinds, folders, operations, protected)
