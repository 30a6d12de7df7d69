"""Commands, as somebody types them: `make test`, `npm run build`, `just deploy`, a console script, a file in bin/.

Scripts of package.json stand as `npm run NAME`, whichever of npm, yarn, pnpm and bun runs them; commands of Django as
`python manage.py NAME`, those of the tree and, beside a manage.py, those that Django brings.
"""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.gathered import names_of, unread_of
from guard.inventories.libraries import DJANGO
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.tree import Tree

READS = ("targets", "manifests")
NONE = "no Makefile, no scripts of a manifest and no folder of commands is in this tree"
FOLDERS = frozenset((b"bin", b"script", b"scripts", b"cmd", b"tools", b"hack", b"exe"))
MANAGED = "python manage.py"
ENDINGS = (".sh", ".py", ".rb", ".js", ".ts", ".bash", ".pl", ".go")


def beside(tree: Tree) -> object:
    """What it looks at beside what is read."""
    found = [file.path for file in tree.files if FOLDERS.intersection(file.path.split(b"/")[:-1])]
    return found, list(_of_django(tree))


def register(kind: str, tree: Tree) -> Register:
    """What files name comes first; then what a folder of commands holds, by path and by name."""
    names = names_of(tree, kind, READS)
    for file in tree.files:
        *folders, name = file.path.split(b"/")
        if not FOLDERS.intersection(folders):
            continue
        path = shown(file.path)
        said = [path]
        if folders[-1] in FOLDERS:
            said += [shown(name), _stem(shown(name))]
        elif folders[-2:-1] == [b"cmd"] and name == b"main.go":
            said.append(shown(folders[-1]))  # what `go build ./cmd/api` makes
        for one in said:
            names.setdefault(one, path)
    for one, where in _of_django(tree):
        names.setdefault(one, where)
    return Register(kind, names, "" if names else NONE, unread_of(tree, ("targets",)))


def _of_django(tree: Tree) -> Iterator[tuple[str, str]]:
    """Commands of manage.py, each with the file that is it, or with the manage.py that has it from Django."""
    for file in tree.files:
        *folders, name = file.path.split(b"/")
        if folders[-2:] == [b"management", b"commands"] and name.endswith(b".py") and not name.startswith(b"_"):
            yield f"{MANAGED} {shown(name[:-3])}", shown(file.path)
    for file in tree.files:
        if file.path == b"manage.py" or file.path.endswith(b"/manage.py"):
            yield from [(f"{MANAGED} {name}", shown(file.path)) for name in DJANGO.split()]


def _stem(name: str) -> str:
    return next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)
