"""What package managers fill, and lockfiles that they leave as they are where nothing they are of has changed."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.language.word import said
from guard_hooks.agents.shell.programs.options import NONE, Given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.word import Word
    from guard_hooks.agents.shell.reader import Reader


class Installs(NamedTuple):
    """Words that install what is written down already."""

    words: str
    folder: str  # that is filled
    lock: str
    made_from: tuple[str, ...]
    frozen: str = ""  # options with which the lockfile stays as it is


INSTALLS = {
    "npm": (
        Installs("install i", "node_modules/", "package-lock.json", ("package.json",), "no-package-lock"),
        Installs("ci", "node_modules/", "", ()),
    ),
    "pnpm": (Installs("install i", "node_modules/", "pnpm-lock.yaml", ("package.json",), "frozen-lockfile"),),
    "yarn": (Installs("install", "node_modules/", "yarn.lock", ("package.json",), "frozen-lockfile immutable"),),
    "bun": (Installs("install i", "node_modules/", "bun.lock", ("package.json",), "frozen-lockfile"),),
    "uv": (
        Installs("sync", ".venv/", "uv.lock", ("pyproject.toml",), "frozen locked"),
        Installs("lock", "", "uv.lock", ("pyproject.toml",), "check locked"),
        Installs("venv", ".venv/", "", ()),
    ),
    "bundle": (Installs("install", "", "Gemfile.lock", ("Gemfile",), "frozen"),),
}
# Options with which it does that and no more
_QUIETLY = """
    all-extras all-groups audit cache-dir check-files dev extra frozen frozen-lockfile fund group ignore-scripts
    immutable include inexact link-mode locked loglevel no-audit no-dev no-fund no-optional no-package-lock no-progress
    non-interactive offline omit package prefer-offline prod production progress python p q quiet s save save-dev seed
    silent v verbose d jobs j retry clear
"""
QUIETLY = frozenset(_QUIETLY.split())
DRY = {"npm": "dry-run", "uv": "dry-run check"}  # options with which nothing is written


def plainly(found: Given, names: str) -> bool:
    """Whether an option of these names stands there whole, and without a value that could take it back."""
    return any([name in names.split(" ") and value == NONE for name, value in found.options])


def installs(reader: Reader, name: str, key: str, found: Given) -> bool:
    """Whether words install what is written down; what that writes is said."""
    row = next((one for one in INSTALLS.get(name, ()) if key in one.words.split(" ")), None)
    plain = {option for option, _ in found.options} <= QUIETLY
    if name == "uv" and key == "venv" and plain and len(found.operands) > 1:
        fills(reader, found.operands[1], name)
        return True
    if row is None or len(found.operands) > 1 or not plain:
        return False
    if row.lock and not plainly(found, row.frozen):
        reader.locks.update(dict.fromkeys(reader.names(said(row.lock), name), row.made_from))
        fills(reader, said(row.lock), name, folder=False)
    if row.folder:
        fills(reader, said(row.folder), name)
    return True


def fills(reader: Reader, path: Word, name: str, folder: bool = True) -> None:
    """A folder, or a lockfile, is written by what installs, and by nothing else so far."""
    reader.installing = True
    reader.writes(path, name, folder=folder)
    reader.installing = False
