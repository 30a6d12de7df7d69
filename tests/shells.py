"""Commands run by a real shell in a folder of their own, and what changed there."""

from __future__ import annotations

import os
import posixpath
import subprocess
from pathlib import Path

from guard_hooks.agents.shell import Written

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
FILES = {
    "a": "aa\n",
    "b.txt": "hello\n",
    "c d": "with a space\n",
    "src/a": "x = 1\n",
    "src/x.py": "x = 1\n",
    "src/deep/y.py": "y = 2\n",
    "out/keep": "kept\n",
    "sub/a": "other\n",
}


def laid(folder: Path) -> None:
    """The files that every command finds."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "empty").mkdir()


def seen(folder: Path) -> dict[str, tuple[str, bytes]]:
    """All that is there: its kind and mode, and what it holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = ("link", os.readlink(path).encode())
        elif path.is_dir():
            found[name] = ("folder", b"")
        else:
            found[name] = (oct(path.stat().st_mode), path.read_bytes())
    return found


def run(command: str, folder: Path, shell: str = "bash") -> set[str]:
    """The paths that are other than before."""
    before = seen(folder)
    subprocess.run(
        [shell, "-c", command], cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, timeout=20
    )
    after = seen(folder)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def covered(path: str, written: Written, folder: Path) -> bool:
    """Whether a path that changed is one that was said, a folder above it, or below a folder that was."""
    for said in written.paths:
        inside = posixpath.relpath(said, folder) if said.startswith("/") else said
        plain = posixpath.normpath(inside)
        if (
            path == plain
            or plain.startswith(f"{path}/")
            or (said.endswith("/") and (plain == "." or path.startswith(f"{plain}/")))
        ):
            return True
    return False
