"""Guard as its users have it: a wheel in a fresh environment with its base dependencies, its hook by `guard install`.

Measured is what is installed there, never the source tree; the floor runs the same interpreter. An environment is kept
until a source file changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from bench.repositories import git
from bench.runner import Unexpected

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("guard", "hooks", "tui", "schemas", "docs/rules", "docs/operations", "pyproject.toml")
FILLED = ROOT / "build" / "wheels"  # by `make bench`: what guard is built from and runs on


class Installation(NamedTuple):
    """A fresh environment with guard in it."""

    python: str
    size: int  # bytes of site-packages: guard and its base dependencies, compiled
    seconds: float  # of pip, from wheels that lie beside it

    @property
    def guard(self) -> str:
        return str(Path(self.python).with_name("guard"))


def environment(home: Path) -> dict[str, str]:
    """What every measured process sees: nothing of the caller's settings, and no CI, where guard trusts no cache.

    PYTHONDONTWRITEBYTECODE is not in it: compiled modules exist, as they do for users.
    """
    home.mkdir(parents=True, exist_ok=True)
    (home / ".gitconfig").write_text("[user]\n\tname = Bench\n\temail = bench@example.org\n")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
    }


def install(folder: Path) -> Installation:
    """The environment below this folder, made again where guard's sources are not those it was made from."""
    place, stamp = folder / "installed", folder / "installed.json"
    wanted = _fingerprint()
    if stamp.exists() and json.loads(stamp.read_text())["sources"] == wanted:
        kept = json.loads(stamp.read_text())
        return Installation(kept["python"], kept["size"], kept["seconds"])
    stamp.unlink(missing_ok=True)
    wheels = _wheels(folder / "wheels")
    python = fresh(place)
    started = time.perf_counter()
    pip(
        python,
        "install",
        "--quiet",
        "--no-index",
        f"--find-links={FILLED}",
        f"--find-links={wheels}",
        "changeset-guard",
    )
    took = time.perf_counter() - started
    made = Installation(python, _size(place), took)
    stamp.write_text(json.dumps({"sources": wanted, **made._asdict()}))
    return made


def fresh(place: Path) -> str:
    """An environment with nothing in it, not even pip, whose .pth files would run at every start."""
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    return str(place / "bin" / "python")


def pip(python: str, *words: str) -> None:
    """pip of the bench's own Python, working on another environment."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, *words], env=ours, capture_output=True, text=True
    )
    if done.returncode:
        raise Unexpected(_reason(done.stderr))


def _wheels(folder: Path) -> Path:
    """A wheel of guard as it stands, and of what it needs unless `make bench` put that into build/wheels."""
    shutil.rmtree(folder, ignore_errors=True)
    alone = ("--no-deps", "--no-build-isolation") if list(FILLED.glob("*.whl")) else ()
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", *alone, "--wheel-dir", str(folder), str(ROOT)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise Unexpected(f"no wheel of guard: {_reason(done.stderr)}")
    return folder


def put_hook(installation: Installation, place: Path, home: Path) -> str:
    """`guard install` in this repository, and the hook it wrote."""
    done = subprocess.run(
        [installation.guard, "install", "--trusted", "refs/heads/main"],
        cwd=place,
        env=environment(home),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Unexpected(f"guard install ended with {done.returncode}: {_reason(done.stdout + done.stderr)}")
    return str(place / git(place, "rev-parse", "--git-path", "hooks/pre-commit").strip())


def forget_compiled(place: Path) -> None:
    """Take away what guard keeps of compiled documents: the next hook reads them anew."""
    shutil.rmtree(place / ".git" / "guard" / "cache", ignore_errors=True)


def forget_plans(place: Path) -> None:
    """The same of plans alone: as if the plan had changed, and the policy had not."""
    for kept in (place / ".git" / "guard" / "cache").glob("plan-*"):
        kept.unlink()


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in SOURCES:
        top = ROOT / name
        for path in sorted([top] if top.is_file() else top.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _size(place: Path) -> int:
    return sum(
        path.stat().st_size
        for packages in place.glob("lib/*/site-packages")
        for path in packages.rglob("*")
        if path.is_file()
    )


def _reason(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("WARNING")]
    return lines[-1][:160] if lines else "it said nothing"
