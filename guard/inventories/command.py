"""Commands, as somebody types them: `make test`, `npm run build`, `just deploy`, a console script, a file in bin/.

Scripts of package.json stand as `npm run NAME`, whichever of npm, yarn, pnpm and bun runs them.
"""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.gathered import names_of, unread_of
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("targets", "manifests")
NONE = "no Makefile, no scripts of a manifest and no folder of commands is in this tree"
FOLDERS = frozenset((b"bin", b"script", b"scripts", b"cmd", b"tools", b"hack", b"exe"))
ENDINGS = (".sh", ".py", ".rb", ".js", ".ts", ".bash", ".pl", ".go")


def beside(tree: Tree) -> object:
    """What it looks at beside what is read."""
    return [file.path for file in tree.files if FOLDERS.intersection(file.path.split(b"/")[:-1])]


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
    return Register(kind, names, "" if names else NONE, unread_of(tree, ("targets",)))


def _stem(name: str) -> str:
    return next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)
