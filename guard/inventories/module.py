"""Modules: what code imports by: modules and packages of this tree, what its manifests bring, a language's own library.

`covers` names the languages of which the tree has code; of any other language nothing is said.
"""

from __future__ import annotations

from guard.escape import shown
from guard.inventories import libraries
from guard.inventories.gathered import names_of
from guard.inventories.package import ecosystem
from guard.inventories.symbol import module
from guard.inventories.where import place
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.inventories.tree import Tree

READS = ("code", "manifests")
NONE = "no file in a language that is read is in this tree"
ROOTS = ("src", "lib", "python", "app", "backend", "server")  # folders that a path of modules may begin below
JAVA = ("src.main.java.", "src.test.java.", "src.main.kotlin.", "src.")
NONE_OF = frozenset(("hcl", "shell", "protobuf", "graphql"))  # languages in which files are no modules
RENAMED = "packages of Python that are imported by another name than they are installed by, but for the best known"


def register(kind: str, tree: Tree) -> Register:
    """Those of the tree first, then what comes with manifests, then the libraries of the languages themselves."""
    names: dict[str, str] = {}
    languages: dict[str, None] = {}
    for way in tree.ways.get("code", ()):
        if way.how not in NONE_OF:
            languages[way.how] = None
            _add(names, module(way.path, way.how), way.how, place(way.path))
    _of_manifests(names, tree)
    for language in languages:
        for name in libraries.of(language):
            names.setdefault(name, f"the library of {language}")
    covers = tuple(sorted(languages))
    partial = (RENAMED,) if "python" in languages else ()
    return Register(kind, names, "" if covers else NONE, partial, covers)


def _add(names: dict[str, str], path: str, language: str, where: str) -> None:
    """A module with all that it stands below; from the root of the tree, and from a folder of sources."""
    spoken = [path]
    spoken += [path.removeprefix(f"{root}.") for root in ROOTS if path.startswith(f"{root}.")]
    if language == "java":
        spoken += [path.partition(before)[2] for before in JAVA if before in path]
    for one in spoken:
        while one:
            if one in names:
                break
            names[shown(one)] = where
            one = one.rpartition(".")[0]


def _of_manifests(names: dict[str, str], tree: Tree) -> None:
    for told in tree.told("manifests"):
        of = ecosystem(told.how)
        for name, line in [*told.of("own"), *told.of("package")]:
            for one in libraries.imported(name, of):
                names.setdefault(shown(one), place(told.path, line))
    go = {
        name: where
        for name, where in names_of(tree, "own", ("manifests",)).items()
        if where.partition(":")[0].endswith("go.mod")
    }
    for path, where in go.items():
        root = where.partition(":")[0].rpartition("/")[0]
        for way in tree.ways.get("code", ()):
            folder = shown(way.path.rpartition(b"/")[0])
            if way.how == "go" and (not root or folder == root or folder.startswith(f"{root}/")):
                below = folder.removeprefix(root).strip("/")
                names.setdefault(f"{path}/{below}" if below else path, place(way.path))
