"""What guard has worked out already, kept as JSON under the common git directory: documents by blob id, and answers.

A hint for speed and nothing more: whoever can commit can write here. It is read for local commits only, never in CI,
never for a range, so that no verdict that decides anything rests on it. A file that is not exactly what guard wrote
counts as absent.
"""

from __future__ import annotations

import os
import stat

from guard import __version__
from guard.doors.scanner import load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

LARGEST = 4 << 20
FOLDER = ("guard", "cache")  # below the common git directory
FORM = 2  # of what is kept; grows when the compiled form of a document changes under one version of guard


# What CI systems say of themselves. The cache is left alone there: what decides rests on nothing anybody can write to.
CI = (
    *("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "BUILDKITE", "CIRCLECI"),
    *("BITBUCKET_BUILD_NUMBER", "CODEBUILD_BUILD_ID", "DRONE", "WOODPECKER", "SEMAPHORE", "APPVEYOR", "CIRRUS_CI"),
)


def allowed() -> bool:
    """No sign of CI in the environment; a variable that is set to nothing is none."""
    return not any([os.environ.get(name) for name in CI])


def read(common_dir: str, kind: str, oid: bytes) -> dict[str, object] | None:
    """The compiled form of this blob, None if it is not here or not whole."""
    kept = load_file(common_dir, _name(kind, oid), LARGEST)
    return kept if _whole(kept, f"{kind}:{oid.decode()}") else None


def load_file(common_dir: str, name: str, most: int) -> object:
    """What a file of the cache holds, up to so many bytes; None where it cannot be had."""
    try:
        # A pipe or a device in its place must make nobody wait.
        path = os.path.join(common_dir, *FOLDER, name)
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
            plain = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            return load(file.read(most).decode()) if plain else None
    except Exception:  # the cache is a hint: whatever is wrong with it, what it was made of is read instead
        return None


def _whole(kept: object, blob: str) -> TypeGuard[dict[str, object]]:
    """What guard itself would have written for this blob, in stamps and in shape."""
    if not isinstance(kept, dict) or kept.get("guard") != __version__ or kept.get("blob") != blob:
        return False
    data, lines = kept.get("data"), kept.get("lines")
    return (
        isinstance(data, dict) and isinstance(lines, dict) and all([isinstance(line, int) for line in lines.values()])
    )


def write(common_dir: str, kind: str, oid: bytes, compiled: dict[str, object]) -> None:
    """Keep a compiled document; where that fails, the next run compiles again."""
    import json

    stamps = {"guard": __version__, "blob": f"{kind}:{oid.decode()}"}
    store_file(common_dir, _name(kind, oid), json.dumps({**stamps, **compiled}))


def store_file(common_dir: str, name: str, text: str) -> None:
    """Put a file into the cache, whole or not at all."""
    folder = os.path.join(common_dir, *FOLDER)
    partial = os.path.join(folder, f"{name}.{os.getpid()}")
    try:
        if os.path.realpath(folder) != os.path.join(os.path.realpath(common_dir), *FOLDER):
            return  # a link leads elsewhere, where guard writes nothing
        os.makedirs(folder, exist_ok=True)
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, os.path.join(folder, name))
    except OSError:
        return


def _name(kind: str, oid: bytes) -> str:
    return f"{kind}-{oid.decode()}-{__version__}-{FORM}.json"
