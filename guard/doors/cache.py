"""Compiled documents, kept as JSON by blob id and guard version under the common git directory.

A hint for speed and nothing more: whoever can commit can write here. It is read for local commits only, never in CI,
never for a range, so that no verdict that decides anything rests on it. A file that is not exactly what guard wrote
counts as absent.
"""

from __future__ import annotations

import os
import stat

from guard import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

try:
    import _json as accelerator  # `json` itself imports `re`, half the cost of starting Python
except ImportError:
    accelerator = None  # type: ignore[assignment]  # an interpreter without it

LARGEST = 4 << 20
FORM = 2  # of what is kept; grows when the compiled form of a document changes under one version of guard


# What CI systems say of themselves. The cache is left alone there: what decides rests on nothing anybody can write to.
CI = (
    *("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "BUILDKITE", "CIRCLECI"),
    *("BITBUCKET_BUILD_NUMBER", "CODEBUILD_BUILD_ID", "DRONE", "WOODPECKER", "SEMAPHORE", "APPVEYOR", "CIRRUS_CI"),
)


def allowed() -> bool:
    """No sign of CI in the environment; a variable that is set to nothing is none."""
    return not any([os.environ.get(name) for name in CI])


class _Grammar:
    """What the C scanner wants to know; the values `json.JSONDecoder` gives it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


def read(common_dir: str, kind: str, oid: bytes) -> dict[str, object] | None:
    """The compiled form of this blob, None if it is not here or not whole."""
    try:
        # A pipe or a device in its place must make nobody wait.
        with open(os.open(_path(common_dir, kind, oid), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
            plain = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            kept = _load(file.read(LARGEST).decode()) if plain else None
    except Exception:  # the cache is a hint: whatever is wrong with it, the document itself is read instead
        return None
    return kept if _whole(kept, f"{kind}:{oid.decode()}") else None


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

    path = _path(common_dir, kind, oid)
    text = json.dumps({"guard": __version__, "blob": f"{kind}:{oid.decode()}", **compiled})
    partial = f"{path}.{os.getpid()}"
    try:
        folder = os.path.dirname(path)
        if os.path.realpath(folder) != os.path.join(os.path.realpath(common_dir), "guard", "cache"):
            return  # a link leads elsewhere, where guard writes nothing
        os.makedirs(folder, exist_ok=True)
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, path)
    except OSError:
        return


def _path(common_dir: str, kind: str, oid: bytes) -> str:
    return os.path.join(common_dir, "guard", "cache", f"{kind}-{oid.decode()}-{__version__}-{FORM}.json")


def _load(text: str) -> object:
    if accelerator is not None:
        found, end = accelerator.make_scanner(_Grammar())(text, 0)  # type: ignore[arg-type]
        return found if end == len(text) else None
    import json  # type: ignore[unreachable]  # mypy knows only interpreters with the accelerator

    loaded: object = json.loads(text)
    return loaded
