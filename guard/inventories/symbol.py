"""Symbols: what code declares, by its full name: where it stands with dots, what it is a part of, its own name.

`app/users/store.py`, class Store, def save: `app.users.store.Store.save`. In Go and Java the folder stands for the
file, as it does for the compiler; `__init__`, `index`, `mod` and `lib` stand for their folder. What migrations
and dumps make beside tables (functions, indexes, types) stands by its own name, and so do blocks of Terraform.
`NAME.*` says that NAME has members which nothing here declares (guard.inventories.elsewhere).
"""

from __future__ import annotations

from operator import itemgetter

from guard.escape import shown
from guard.inventories.elsewhere import open_names
from guard.inventories.reading.rows import parted
from guard.inventories.where import few, place
from guard.model.known import Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.reading.rows import Names
    from guard.inventories.tree import Tree

READS = ("code", "dumps")
NONE = "no file in a language that is read is in this tree"
BY_FOLDER = frozenset(("go", "java"))
FOLDERS = {
    "python": ("__init__",),
    **dict.fromkeys(("typescript", "tsx", "javascript"), ("index",)),
    "rust": ("mod", "lib"),
}
_OTHERS = {  # languages of which nothing is indexed, and the endings of their files
    "kotlin": "kt kts", "c": "c h", "c++": "cc cpp cxx hpp hh", "c#": "cs", "php": "php", "swift": "swift",
    "scala": "scala", "elixir": "ex exs", "clojure": "clj cljs", "perl": "pl pm", "dart": "dart", "groovy": "groovy",
    "lua": "lua", "erlang": "erl", "haskell": "hs", "julia": "jl", "r": "r", "zig": "zig", "objective-c": "m mm",
    "f#": "fs", "vue": "vue", "svelte": "svelte", "powershell": "ps1", "ocaml": "ml", "nim": "nim", "solidity": "sol",
}  # fmt: skip
OTHERS = {ending: language for language, endings in _OTHERS.items() for ending in endings.split()}


def beside(tree: Tree) -> object:
    """What it looks at beside what is read."""
    return tree.made.names["symbol"], _others(tree)


def register(kind: str, tree: Tree) -> Register:
    """Every symbol, at the first place that declares it."""
    found: list[str] = []
    places: list[str] = []
    unread: dict[str, list[str]] = {}
    read = [(told, module(told.path, told.how)) for told in tree.told("code")]
    for told, before in read:
        where = place(told.path)
        own, lines = told.rows.get("symbol", ([], []))
        found += _full(own, before)
        places += [f"{where}:{line}" for line in lines]
        if told.unread:
            unread.setdefault(told.how, []).append(f"{where} ({told.unread})")
    for name, where in _of_sql(tree):
        found.append(name)
        places.append(where)
    pairs = zip(reversed(found), reversed(places), strict=True)  # so that the first place counts
    first = dict(pairs)
    names = dict(sorted({**open_names(tree, read, first), **first}.items(), key=itemgetter(0)))
    covers = sorted({way.how for way in tree.ways.get("code", ())})
    partial = [few(f"{language}: not read", some) for language, some in sorted(unread.items())]
    return Register(kind, names, "" if covers or names else NONE, (*partial, *_others(tree)), tuple(covers))


def _full(names: Names, before: str) -> list[str]:
    """Names of a file with what stands before them; all at once where nothing has to be escaped."""
    head = f"{before}." if before else ""
    if isinstance(names, str) and " " not in head and shown(names) == names and shown(head) == head:
        return f"{head}{names.replace(' ', f' {head}')}".split(" ")
    return [shown(f"{head}{name}") for name in parted(names)]


def module(path: bytes, language: str) -> str:
    """What stands before the names that a file declares."""
    if language == "hcl":
        return ""
    text = path.decode("utf-8", "surrogateescape")
    folder, _, name = text.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if language in BY_FOLDER or stem in FOLDERS.get(language, ()):
        return folder.replace("/", ".")
    return (f"{folder}/{stem}" if folder else stem).replace("/", ".")


def _of_sql(tree: Tree) -> Iterator[tuple[str, str]]:
    """What a database has beside tables and columns."""
    yield from tree.made.names["symbol"].items()
    for told in tree.told("dumps"):
        for name, line in told.of("symbol"):
            yield shown(name.rpartition(".")[2]), place(told.path, line)


def _others(tree: Tree) -> list[str]:
    """Languages that are not indexed, with the number of their files."""
    numbers: dict[str, int] = {}
    for file in tree.files:
        language = OTHERS.get(file.path.rpartition(b".")[2].decode("ascii", "replace"))
        if language is not None and b"." in file.path.rpartition(b"/")[2]:
            numbers[language] = numbers.get(language, 0) + 1
    return [
        f"{language}: {number:,} file{' is' if number == 1 else 's are'} not indexed"
        for language, number in sorted(numbers.items())
    ]
