"""Globs over paths, and patterns over operations: one small meaning each, the same wherever a document has them.

A path pattern starts with `/`. `*` is any bytes but `/`, also none. `**` stands only for whole components: zero or
more, and at the end of a pattern one or more, so that `/docs/**` is everything below `/docs` and not `/docs` itself.
Matching is on the bytes of components, and case counts. A path is bytes without a leading slash.
"""

from __future__ import annotations

from guard.escape import invisible, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    # One component of a pattern: literal bytes, the pieces between its stars, or None for `**`.
    Element = bytes | tuple[bytes, ...] | None

_MEANINGLESS = "?[]{}!\\"
_MEANINGLESS_SET = frozenset(_MEANINGLESS)
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


def check_pattern(pattern: str) -> str | None:
    """Why this is not a path pattern, or None if it is one."""
    if not pattern.startswith("/"):
        return "a path pattern starts with / (the top of the repository)"
    reason = _bad_character(pattern)
    if reason is not None:
        return reason
    if pattern == "/":
        return "/ names no file: everything is /**"
    if pattern.endswith("/"):
        return f"a path pattern does not end with /: everything below is {shown(pattern)}**"
    for component in pattern[1:].split("/"):
        if not component:
            return "a path pattern has no empty component (//)"
        if component in (".", ".."):
            return f"a path pattern has no component {component}: git has no such name"
        if "**" in component and component != "**":
            return f"** stands only as a whole component, not as in {shown(component)}"
    return None


def _bad_character(pattern: str) -> str | None:
    if pattern.isascii() and pattern.isprintable() and _MEANINGLESS_SET.isdisjoint(pattern):
        return None  # nearly all there are; the built-in ones are read at every commit
    for char in pattern:
        if char in _MEANINGLESS:
            return f"{char} has no meaning in a path pattern: * and ** are all there is"
        if char < " " or "\x7f" <= char <= "\x9f":
            return f"a path pattern holds no control character ({shown(char)})"
        if "\ud800" <= char <= "\udfff":
            return f"a path pattern is Unicode text, without surrogates ({shown(char)})"
        if char > "\x7f" and invisible(char):
            return f"a path pattern holds no invisible character ({shown(char)})"
    return None


class PathSet:
    """Patterns as one question. Those of a common shape are answered together, the others one by one."""

    __slots__ = ("_anywhere", "_below", "_exact", "_folders", "_patterns", "_rooted", "_tails", "_within")

    def __init__(self, patterns: Iterable[str], checked: bool = False) -> None:
        """`checked`: the patterns are guard's own, held to the grammar by a test."""
        self._patterns = tuple(patterns)
        self._exact: set[bytes] = set()  # /a/b
        self._below: tuple[bytes, ...] = ()  # /a/b/**
        self._tails: tuple[bytes, ...] = ()  # /**/name and /**/*.end
        self._within: set[bytes] = set()  # /**/name/**
        self._rooted: dict[bytes, list[tuple[Element, ...]]] = {}  # the others, by a literal first component
        self._anywhere: list[tuple[Element, ...]] = []  # and without one
        for pattern in self._patterns:
            reason = None if checked else check_pattern(pattern)
            if reason is not None:
                raise ValueError(f"{shown(pattern)}: {reason}")
            if "*" not in pattern:
                self._exact.add(pattern[1:].encode())
            elif pattern.endswith("/**") and "*" not in pattern[:-2]:
                self._below += (pattern[1:-2].encode(),)
            else:
                self._sort_in(elements(pattern))
        self._folders = {path.rpartition(b"/")[0] for path in self._exact}

    def _sort_in(self, elements: tuple[Element, ...]) -> None:
        match elements:
            case [None, bytes() as name]:
                self._exact.add(name)
                self._tails += (b"/" + name,)
            case [None, (b"", bytes() as end)]:
                self._tails += (end,)
            case [None, bytes() as name, None]:
                self._within.add(name)
            case [bytes() as name, *_]:
                self._rooted.setdefault(name, []).append(elements)
            case _:
                self._anywhere.append(elements)

    def matches(self, path: bytes) -> bool:
        """Whether any of the patterns matches the path."""
        if path in self._exact or path.startswith(self._below) or path.endswith(self._tails):
            return True
        rooted = self._rooted and self._rooted.get(path.partition(b"/")[0])
        if not rooted and not self._anywhere and not self._within:
            return False
        components = path.split(b"/")
        if not self._within.isdisjoint(components[:-1]):
            return True
        for elements in rooted or ():
            if _matches(elements, components):
                return True
        return any([_matches(elements, components) for elements in self._anywhere])

    def pick(self, folder: bytes, names: list[bytes]) -> list[bytes]:
        """The names that match, of files directly in this folder (b"" is the top): most are decided by the folder."""
        top = folder + b"/" if folder else b""
        components = folder.split(b"/")
        if top.startswith(self._below) or not self._within.isdisjoint(components):
            return names
        if self._anywhere or (self._rooted if not folder else components[0] in self._rooted):
            return [name for name in names if self.matches(top + name)]
        if folder not in self._folders and not self._ends_in(b"/" + b"\n/".join(names) + b"\n"):
            return []
        return [name for name in names if top + name in self._exact or (b"/" + name).endswith(self._tails)]

    def _ends_in(self, together: bytes) -> bool:
        """Whether a name of them may match by its end, each as `/name` and a line feed: one look for all of them."""
        return any([tail + b"\n" in together for tail in self._tails])  # a line feed in a name only costs a second one

    def may_pick(self, folder: bytes, together: bytes) -> bool:
        """Whether `pick` could find any of these names, each as `/name` and a line feed, without a look at each."""
        components = folder.split(b"/")
        rooted = bool(self._anywhere) or (bool(self._rooted) if not folder else components[0] in self._rooted)
        below = (folder + b"/").startswith(self._below) or not self._within.isdisjoint(components)
        return rooted or below or folder in self._folders or self._ends_in(together)

    def reaches(self, place: bytes) -> bool:
        """Whether a pattern matches the place, or could match something below it, letter case aside.

        A pattern that begins with `**` reaches everywhere, so it is asked about the place alone.
        """
        components = place.lower().split(b"/") if place else []
        return self.matches(place) or any([_may_lead(elements(pattern), components) for pattern in self._patterns])

    def first(self, path: bytes) -> str | None:
        """The first declared pattern that matches the path."""
        if not self.matches(path):
            return None
        components = path.split(b"/")
        for pattern in self._patterns:
            if _matches(elements(pattern), components):
                return pattern
        raise AssertionError(f"the quick and the plain matching disagree on {shown(path)}")


def elements(pattern: str) -> tuple[Element, ...]:
    return tuple([_element(component) for component in pattern[1:].encode().split(b"/")])


def _element(component: bytes) -> Element:
    if component == b"**":
        return None
    return tuple(component.split(b"*")) if b"*" in component else component


def _may_lead(elements: Sequence[Element], components: Sequence[bytes]) -> bool:
    """The components are a beginning of what the pattern matches, or all of it."""
    for element, component in zip(elements, components, strict=False):
        if element is None:
            return element is not elements[0]
        same = element.lower() == component if isinstance(element, bytes) else fits(_lowered(element), component)
        if not same:
            return False
    return len(elements) >= len(components) and elements[0] is not None


def _lowered(pieces: Sequence[bytes]) -> tuple[bytes, ...]:
    return tuple([piece.lower() for piece in pieces])


def _matches(elements: Sequence[Element], components: Sequence[bytes]) -> bool:
    """Match from the left; after a mismatch the latest `**` takes one component more. An earlier one never needs to."""
    if elements[-1] is None:  # one or more: a `**` of zero or more, then any one component
        elements = (*elements, (b"", b""))
    at = place = 0
    retry_at, retry_place = -1, 0
    while place < len(components):
        element = elements[at] if at < len(elements) else b"/"  # which no component is
        if element is None:
            retry_at, retry_place = at, place
            at += 1
        elif element == components[place] if isinstance(element, bytes) else fits(element, components[place]):
            at += 1
            place += 1
        elif retry_at >= 0:
            retry_place += 1
            at, place = retry_at + 1, retry_place
        else:
            return False
    return at == len(elements)


def fits(pieces: Sequence[bytes], name: bytes) -> bool:
    """Whether the pieces stand in the name in this order, the first at its start and the last at its end."""
    first, last = pieces[0], pieces[-1]
    if len(name) < len(first) + len(last) or not name.startswith(first) or not name.endswith(last):
        return False
    place, end = len(first), len(name) - len(last)
    for piece in pieces[1:-1]:
        place = name.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True


def check_operation_pattern(pattern: str) -> str | None:
    """Why this is not an operation pattern, or None: an id (`file.modify`), all below one (`schema.*`), or `*`."""
    words = pattern.split(".")
    if words[-1] == "*":
        words.pop()
    for word in words:
        if not word:
            return "an operation is lower-case words with single dots between them"
        if "*" in word:
            return "* stands alone or as the last word (schema.*)"
        if not _ID_CHARACTERS.issuperset(word):
            return f"an operation is lower-case words of a-z, 0-9, _ and -, not {shown(word)}"
    return None


def covers(pattern: str, operation: str) -> bool:
    """Whether an operation pattern covers an operation. What guard could not read (opaque) must be covered by name."""
    if pattern == "*":
        return operation != "opaque" and not operation.startswith("opaque.")
    if pattern.endswith(".*"):
        return operation.startswith(pattern[:-1]) and len(operation) >= len(pattern)
    return pattern == operation
