"""The hook files themselves: a few lines of shell that start guard, each written beside what stood there before."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from shlex import quote

import guard_hooks
from guard.doors.runners import LEGACY, is_husky
from guard.errors import GuardError
from guard.escape import shown
from guard.model.runner import wrote
from guard.model.shim import ABOUT, KEPT, MARK, Shim, read
from guard_hooks.git_hooks import OF_SERVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = """\
#!/bin/sh
# guard: judges every push before it is taken. {mark} --server; `guard uninstall --server` takes it out again.
gone() {{ printf 'guard: STOP, %s is gone: %s; run guard install --server again\\n' "$1" "$2" >&2; exit 5; }}
[ -x {python} ] || gone "its Python" {python}
[ -r {entry} ] || gone "its code" {entry}
exec {call} "$@"
"""
OLD = ".old"  # where lefthook puts a hook it finds; nobody runs it there, and it refuses to go on where one is
EDITED = ".edited"  # beside a hook: guard's own, with what somebody wrote into it; git runs no such name
# The hook runs without `site`: where it imports from is written down, for each of these may lie somewhere else.
IMPORTED = (
    *("guard", "guard_hooks", "ruamel.yaml", "jsonschema", "jsonschema_specifications", "referencing", "rpds"),
    *("attrs", "typing_extensions", "networkx", "tzdata", "pyromark", "postgast", "sqlglot", "ast_grep_py"),
    *("cryptography", "_cffi_backend"),  # which a server verifies the log with
)


def keepable(hook: str) -> None:
    """A hook that is not guard's can be put aside; where one was before, and it was another, nothing is done."""
    if not os.path.lexists(hook) or is_ours(hook) or not os.path.lexists(hook + KEPT):
        return
    if not _one(hook, hook + KEPT):
        mend = "two hooks cannot both be kept: join them into one, then guard install"
        raise GuardError(
            "G820", "a hook that is not guard's stands here, and one that guard kept stands beside it", told(hook), mend
        )


@contextmanager
def moving(hook: str) -> Iterator[None]:
    """What the folder of hooks does not permit is told."""
    try:
        yield
    except OSError as error:
        what = f"the hook could not be moved: {error.strerror}"
        raise GuardError("G820", what, told(hook), "mend the permissions of that folder") from error


def keep(hook: str) -> str:
    """Put a hook that is not guard's aside; the new one calls it first. In words, what was kept."""
    if not os.path.lexists(hook) or is_ours(hook):
        return ""
    with moving(hook):
        os.replace(hook, hook + KEPT)
    name = os.path.basename(hook)
    return f"guard: the {name} that stood there is kept as {name}{KEPT} and runs first\n"


def from_aside(hook: str) -> None:
    """One of guard's that a framework has put aside gives way to one that stands before it, or comes there."""
    if is_ours(hook + OLD):
        spare(hook + OLD)
        with moving(hook):
            os.unlink(hook + OLD)
    if is_ours(hook + LEGACY) and not is_ours(hook):
        take_out(hook)


def spare(hook: str) -> str:
    """Put what somebody wrote into one of guard's own beside it, before it goes; in words, where it stands."""
    name = os.path.basename(hook)
    of, text = name.partition(".")[0], _content(hook) if is_ours(hook) else None
    if of not in ABOUT or text is None or read(of, text.decode("utf-8", "surrogateescape")) is not None:
        return ""
    places = (f"{hook}{EDITED}{f'-{number}' if number > 1 else ''}" for number in count(1))
    aside = next(place for place in places if not os.path.lexists(place) or _content(place) == text)
    put(aside, text.decode("utf-8", "surrogateescape"), 0o644)
    return (
        f"guard: {name} was not as guard writes it; as it was it stands beside it as {told(os.path.basename(aside))}\n"
    )


def take_out(hook: str) -> str:
    """The hook that stood there before stands there again; in words, or "" where none of guard's stands there."""
    ours = [place for place in (hook, hook + LEGACY, hook + OLD) if is_ours(place)]
    spared = "".join([spare(place) for place in ours])
    with moving(hook):
        return _taken_out(hook, ours, spared)


def _taken_out(hook: str, ours: list[str], spared: str) -> str:
    for place in ours:
        os.unlink(place)
    out = f"guard: taken out of {told(ours[0])}" if ours else ""
    if not os.path.lexists(hook + KEPT):
        return out and f"{out}\n{spared}"
    return f"{_put_back(hook, ours[0] if ours else hook, out)}\n{spared}"


def _put_back(hook: str, place: str, out: str) -> str:
    """What guard kept, where its own stood, unless somebody else's stands there by now; in words, after `out`."""
    back = hook if place == hook + OLD else place
    name = os.path.basename(hook) + KEPT
    if not os.path.lexists(back):
        os.replace(hook + KEPT, back)
        return f"{out or f'guard: {told(hook)} is put back'}; the hook that stood there before runs again"
    if not _one(hook, hook + KEPT):
        stays = f"guard: {name}, which guard kept, stays: another hook stands in its place"
        return f"{out}\n{stays}" if out else stays
    os.unlink(hook + KEPT)
    return out or f"guard: removed {name}: what it held stands in its place again"


def is_ours(hook: str) -> bool:
    try:
        with open(hook, encoding="utf-8", errors="replace") as file:
            return MARK in file.read(4096)
    except OSError:
        return False


def _one(hook: str, kept: str) -> bool:
    """Two hooks are one: they do the same, or the same software wrote both, one of them later."""
    one, other = _content(hook), _content(kept)
    by = wrote((one or b"").decode("utf-8", "replace"))
    return one == other or (by != "" and by == wrote((other or b"").decode("utf-8", "replace")))


def _content(path: str) -> bytes | None:
    """What a hook does, to tell whether two are one: a hook manager may have written its own again."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def folders() -> list[str]:
    """The folders that guard and all it stands on are imported from."""
    found = []
    for name in IMPORTED:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            folder = os.path.abspath(spec.origin)
            for _ in range(name.count(".") + (2 if spec.submodule_search_locations is not None else 1)):
                folder = os.path.dirname(folder)
            found.append(folder)
    return list(dict.fromkeys(found))


def write(hook: str, git: str) -> None:
    """One hook of a clone."""
    name = os.path.basename(hook)
    assert name in ABOUT
    put(hook, Shim(name, sys.executable, _entry(), tuple(folders()), git, is_husky(os.path.dirname(hook))).text())


def call(name: str, git: str) -> list[str]:
    """The words that start this hook, by absolute paths."""
    return [sys.executable, "-I", "-S", _entry(), *folders(), "--", name, "--git", git]


def write_of_server(hook: str, git: str) -> None:
    """One hook of a server: nothing runs before it, for what git tells it can be read only once."""
    name = os.path.basename(hook)
    assert name in OF_SERVER
    words = " ".join([quote(one) for one in call(name, git)])
    paths = {"python": quote(sys.executable), "entry": quote(_entry()), "call": words}
    put(hook, SERVER.format(mark=MARK, **paths))


def _entry() -> str:
    return os.path.join(os.path.dirname(os.path.abspath(guard_hooks.__file__ or "")), "entry.py")


def put(hook: str, text: str, mode: int = 0o755) -> None:
    """One hook file, whole or not at all."""
    partial = f"{hook}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(hook), exist_ok=True)
        try:
            with open(partial, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(text)
            os.chmod(partial, mode)
            os.replace(partial, hook)
        finally:
            if os.path.lexists(partial):
                os.unlink(partial)
    except OSError as error:
        raise GuardError(
            "G820", f"it could not be written: {error.strerror}", told(hook), "mend the permissions of that folder"
        ) from error


def told(path: str) -> str:
    return shown(os.fsencode(path))
