"""What stands where a command leads: asked by path as the command says it, from the folder of its call."""

from __future__ import annotations

import os

from guard_hooks.agents.paths import physical

SIGNS = "*?[{"  # with which a pattern begins in a name
ENDS = "*?]}"
MOST = 30_000  # entries of folders that are looked at
LARGEST = 65_536  # characters of settings
ESCAPES = ("\\u", "\\U", "\\x", "\0")  # with which a word may be written in another way


class Standing:
    """The folder of a call, and what may be asked of it; nothing is opened but settings of programs that look."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def folder(self, path: str) -> bool:
        """Whether a folder stands there, or is what a link there leads to."""
        return os.path.isdir(physical(self._folder, path))

    def entry(self, path: str) -> bool:
        """Whether anything stands there, or where a link there leads."""
        return bool(path) and "\0" not in path and os.path.exists(os.path.join(self._folder, path))

    def temporary(self) -> str:
        """Where programs make what is for a while, as this process is told; nothing where that is no folder."""
        told = os.environ.get("TMPDIR", "") or "/tmp"
        return told.rstrip("/") if told.startswith("/") and os.path.isdir(told) else ""

    def names(self, path: str) -> list[str]:
        """What stands in a folder."""
        try:
            return os.listdir(os.path.join(self._folder, path)) if "\0" not in path else []
        except OSError:
            return []

    def says(self, path: str, words: frozenset[str]) -> bool:
        """Whether settings have one of these words, or cannot be read for what they say."""
        try:
            with open(os.path.join(self._folder, path), "rb") as file:
                text = file.read(LARGEST + 1).decode()
        except (OSError, ValueError):
            return True
        if len(text) > LARGEST or any([sign in text for sign in ESCAPES]):
            return True
        plain = "".join([char if char.isalnum() or char in "-_" else " " for char in text.lower().replace("_", "-")])
        return not words.isdisjoint(plain.split())

    def through(self, pattern: str, last: bool) -> list[str] | None:
        """Of what a pattern may mean, what leads through a link; None where that is more than is looked at.

        With `last` a link that stands at its end is one as well: what is written there is written where it leads.
        """
        parts = pattern.split("/")
        first = next((at for at, part in enumerate(parts) if _has_sign(part)), len(parts))
        found = [("/".join([*parts[:first], ""]), False)]
        rest = [part for part in parts[first:] if part]
        left = [MOST]
        for at, part in enumerate(rest):
            counts = at < len(rest) - 1 or last or pattern.endswith("/")
            found = [one for front in found for one in self._next(front, part, counts, left)]
        end = "/" * pattern.endswith("/")
        return [path.rstrip("/") + end for path, linked in found if linked] if left[0] >= 0 else None

    def _next(self, front: tuple[str, bool], part: str, counts: bool, left: list[int]) -> list[tuple[str, bool]]:
        """What one name of a pattern may mean, behind what stands before it; a link `counts` if it is on the way."""
        path, linked = front
        if not _has_sign(part):
            return [self._led(path, part, linked, counts)]
        if linked:
            return [front]  # all that is below it
        found: list[tuple[str, bool]] = []
        waiting, deep = [path], "**" in part
        for at in waiting:
            for name in self.names(at or "."):
                left[0] -= 1
                if left[0] < 0:
                    return []
                whole, link = self._led(at, name, False, counts)
                plain = os.path.join(self._folder, whole.rstrip("/"))
                if deep and os.path.isdir(plain) and not os.path.islink(plain):
                    waiting.append(whole)
                if deep or _may_be(part, name):
                    found.append((whole, link))
        return [*found, front] if deep else found

    def _led(self, path: str, name: str, linked: bool, counts: bool) -> tuple[str, bool]:
        made = path + name
        return made + "/", linked or (counts and os.path.islink(os.path.join(self._folder, made)))


def _has_sign(part: str) -> bool:
    return any([sign in part for sign in SIGNS])


def _may_be(part: str, name: str) -> bool:
    """Whether a pattern may mean a name: only what stands before its first sign and behind its last is held to."""
    first = min([part.index(sign) for sign in SIGNS if sign in part])
    last = max([part.rfind(sign) for sign in ENDS])
    behind = part[last + 1 :] if last >= first else ""
    low = name.lower()
    return low.startswith(part[:first].lower()) and low.endswith(behind.lower())
