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
from guard.operations import control, files
from guard.settings import hints
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.model.change import ChangeSet


class Detector(NamedTuple):
    """One detector, and the files it reads: all that their names tell, in lower case."""

    name: str
    endings: tuple[bytes, ...] = ()  # how the name of the file ends
    names: tuple[bytes, ...] = ()  # or all of it
    starts: tuple[bytes, ...] = ()  # or how it starts
    words: tuple[bytes, ...] = ()  # only where one of these stands in the path
    within: tuple[bytes, ...] = ()  # only below a folder of one of these names; (): anywhere
    beside: tuple[bytes, ...] = ()  # files in its folder, or one above, that tell how to read it
    asks: Callable[[bytes], object] | None = None  # only paths it says something of
    siblings: tuple[bytes, ...] = ()  # files in its folder, by how their names end, that tell what came before
    hints: tuple[bytes, ...] = ()  # only files that hold one of these, or an escape that could spell it
    reads: bool = True  # else it goes by names alone
    declared: bool = False  # only of files that a document declares something for


YAML = (b".yaml", b".yml")
CODE = (
    *(b".go", b".py", b".ts", b".mts", b".cts", b".tsx", b".js", b".mjs", b".cjs", b".jsx", b".java", b".rb", b".rake"),
    *(b".rs", b".hcl", b".tf", b".yaml", b".yml", b".pyi", b".pyw", b".gemspec", b".ru", b".tfvars", b".sql"),
)
CODED = (b".sql", b".py", b".rb", b".go", b".java", b".kt", b".ts", b".js", b".mjs", b".cjs", b".php", b".exs", b".cs")
DIALECTS = (
    *(b"migration_lock.toml", b"schema.prisma", b"database.yml", b"alembic.ini", b"dbconfig.yml", b"metadata.toml"),
    *(b"sqlc.yaml", b"sqlc.yml", b"flyway.conf", b"flyway.toml"),
)
SETTINGS = (
    *(
        b".env",
        b".json",
        b".jsonc",
        b".toml",
        b".ini",
        b".cfg",
        b".conf",
        b".config",
        b".properties",
        b".tf",
        b".tfvars",
    ),
    *(b".tfvars", b".xml", b".pem", b".key", b".p8", b".ppk", b".sh", b".bash", b".zsh", b".ps1", b".kts", b".cnf"),
)
BARE = (
    *(b"dockerfile", b".npmrc", b".pypirc", b".netrc", b"_netrc", b".pgpass", b".git-credentials", b".htpasswd"),
    *(b"id_rsa", b"id_dsa", b"id_ecdsa", b"id_ed25519", b"credentials", b".dockercfg", b".envrc", b"pipfile"),
)
FLAGS = (b"flag", b"toggle", b"feature", b"unleash", b"launchdarkly", b"flipt", b"growthbook")
PACKAGES = (
    *(b"package.json", b"package-lock.json", b"npm-shrinkwrap.json", b"yarn.lock", b"pnpm-lock.yaml"),
    *(b"pyproject.toml", b"pipfile", b"pipfile.lock", b"poetry.lock", b"uv.lock", b"pdm.lock", b"pylock.toml"),
    *(b"go.mod", b"go.work", b"go.sum", b"go.work.sum", b"cargo.toml", b"cargo.lock", b"pom.xml", b"build.gradle"),
    *(b"build.gradle.kts", b"settings.gradle", b"settings.gradle.kts", b"libs.versions.toml", b"gradle.lockfile"),
    *(b"gemfile", b"gems.rb", b"gemfile.lock", b"gems.locked"),
)

DETECTORS: tuple[Detector, ...] = (
    Detector("files", reads=False),
    Detector("control", reads=False),
    Detector("migrations", endings=CODED, asks=migration_of, reads=False),
    Detector("sql", endings=(b".sql",), beside=DIALECTS),
    Detector("django", endings=(b".py",), asks=migration_of, beside=DIALECTS, siblings=(b".py",)),
    Detector("alembic", endings=(b".py",), asks=migration_of, beside=DIALECTS),
    Detector("rails", endings=(b".rb",), asks=migration_of, beside=DIALECTS),
    Detector("workflows", endings=YAML, within=(b".github", b".gitea", b".forgejo")),
    Detector("workflows", names=(b"action.yml", b"action.yaml")),
    Detector("rbac", endings=(*YAML, b".json", b".tpl"), hints=hints.RBAC),
    Detector("terraform", endings=(b".tf", b".tf.json", b".tfvars", b".tfvars.json")),
    Detector("vault", endings=(b".hcl",)),
    Detector("owners", names=(b"codeowners",)),
    Detector("dependencies", names=PACKAGES),
    Detector("dependencies", endings=(b".txt", b".in", b".pip"), words=(b"requirements", b"constraints")),
    Detector("flags", endings=(*YAML, b".json", b".toml"), words=FLAGS),
    Detector("deploy", endings=(*YAML, b".json", b".tpl", b".gotmpl"), names=(b"kustomization",), hints=hints.DEPLOY),
    Detector("environment", starts=(b".env", b"env."), endings=(b".env",)),
    Detector("secrets", endings=(*SETTINGS, *YAML), names=BARE, starts=(b".env", b"env."), hints=hints.SECRETS),
    Detector("code", endings=CODE, names=(b"gemfile", b"rakefile"), declared=True),
)


def describe(changes: ChangeSet, binary: frozenset[bytes] | None) -> Judged:
    """What every change does to its file, as its name and kind tell."""
    kinds = by_kind(changes.changes, binary)
    folders = by_folder(changes.changes)
    operations: dict[bytes, tuple[Operation, ...]] = {}
    for kind, group in kinds.items():
        operations.update(files.detect(kind, group))
    protected = protected_paths(folders)
    for path, found in control.detect(protected).items():
        operations[path] = (*operations[path], *found)
    return Judged(changes, kinds, folders, operations, protected)
