"""What a record was made with: guard, its rules, its vocabulary, and the parsers that readings rest on."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from guard import __version__
from guard.model.vocabulary import VERSION

# What tells what a file does or says; another version of one may read the same file otherwise.
PARSERS = ("ast-grep-py", "networkx", "postgast", "pyromark", "ruamel.yaml", "sqlglot", "tzdata")
SHIPPED = frozenset(("schemas", "rules", "vocabulary", "templates", "sample"))  # beside the code in an installed guard


def versions() -> dict[str, object]:
    """By name; `rules` is the digest of guard's own code and schemas, so that any change of a rule shows."""
    return {
        "guard": __version__,
        "rules": _own(),
        "vocabulary": VERSION,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "parsers": {name: _installed(name) for name in PARSERS},
    }


@cache
def _own() -> str:
    """Of the code that runs: what is on the disk may be another one by now."""
    return rules(Path(__file__).resolve().parent.parent)


def rules(package: Path) -> str:
    """The digest of every source file and schema below this folder, by their names in order."""
    named = {f"guard/{_name(path, package)}": path for path in package.rglob("*.py") if not _shipped(path, package)}
    folder = package / "schemas" if (package / "schemas").is_dir() else package.parent / "schemas"
    named |= {f"schemas/{_name(path, folder)}": path for path in folder.glob("*.json")}
    whole = sha256()
    for name in sorted(named):
        content = named[name].read_bytes()
        whole.update(f"{name}\n{len(content)}\n".encode() + content)
    return f"sha256:{whole.hexdigest()}"


def _name(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix()


def _shipped(path: Path, package: Path) -> bool:
    return path.relative_to(package).parts[0] in SHIPPED


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
