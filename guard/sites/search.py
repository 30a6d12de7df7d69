"""One file: the places of a query in it, by identity, or why it cannot be said that these are all.

A file is parsed only if its bytes may hold a match. What holds the words of the pattern where no parser can make
anything of it is not read: that is told, and never taken for a file without places.
"""

from __future__ import annotations

from guard.sites.query import Query
from guard.syntax import Unreadable, decoded, find_all, parse
from guard.syntax.endings import ended, recoded, without_unshown
from guard.syntax.patterns import Compiled, compiled
from guard.syntax.plain import Plain
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node
    from guard.syntax.places import Place

    Looked = Compiled | Plain

LARGEST = 4 << 20  # bytes of a file of text or SQL
_POINTER = b"version https://git-lfs.github.com/spec/v1"


class Hits(NamedTuple):
    """What one file answers."""

    places: tuple[Place, ...]
    worked: tuple[Place, ...]  # of what sites become
    unread: str = ""  # why there may be more


NOTHING = Hits((), ())


class Search:
    """A query, ready to look. Raises Unreadable where the pattern is refused."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.looked: Looked = compiled(query.language, query.pattern)
        self.becomes: Looked | None = None
        if query.becomes:
            try:
                self.becomes = compiled(query.language, query.becomes)
            except Unreadable:  # what it becomes may be no pattern of the language, and is text then
                self.becomes = None
        both = self.becomes.names if self.becomes is not None else ()
        self.shared = tuple([name for name in self.looked.names if name in both])

    def may_hold(self, data: bytes) -> bool:
        """Whether a file has to be looked into at all; most have not."""
        wide = self.query.wide and self.query.language == "text" and not data.isascii()
        return wide or _may(self.looked, data) or (self.becomes is not None and _may(self.becomes, data))

    def may_answer(self, data: bytes, language: str) -> bool:
        """Whether a file has anything to answer: it may hold a match, or what it holds cannot be seen."""
        return self.may_hold(data) or bool(_unseen(data, self, language).unread)

    def file(self, data: bytes, language: str) -> Hits:
        """The places in a file that is read as this language."""
        unseen = _unseen(data, self, language)
        if not self.may_hold(data) or (unseen.unread and language == "python"):
            return unseen
        try:
            return self._found(data, language)
        except Unreadable as error:
            return NOTHING._replace(unread=str(error)) if _may(self.looked, data) else NOTHING

    def _found(self, data: bytes, language: str) -> Hits:
        if language in ("text", "sql"):
            if len(data) > LARGEST:
                raise Unreadable(f"it is larger than the {LARGEST:,} bytes that guard reads as {language}")
            text = data.decode("utf-8-sig", "replace")
            if self.query.wide and not text.isascii() and self.query.pattern.isascii():
                text = without_unshown(text)
            return self._in_lines(text, data)
        text = ended(decoded(data, language), language)
        root = parse(text, language)
        if isinstance(self.looked, Plain):
            return self._in_strings(root, text, language)
        from guard.syntax.places import places

        patterns = [one for one in (self.looked, self.becomes) if isinstance(one, Compiled)]
        may = [pattern.may_match(data) for pattern in patterns]
        found = iter(
            places(root, text, language, [one for one, so in zip(patterns, may, strict=True) if so], self.shared)
        )
        told = [next(found) if so else () for so in may]
        unread = _beside_errors(self.looked, root, text) if may[0] else ""
        more = self._wider(root, text, language) if may[0] and self.query.wide else ()
        return Hits((*told[0], *more), told[1] if len(told) > 1 else (), unread)

    def _wider(self, root: Node, text: str, language: str) -> tuple[Place, ...]:
        """The places in another spelling."""
        from guard.syntax.places import places
        from guard.syntax.wider import widened

        found = widened(self.looked, root, text, language) if isinstance(self.looked, Compiled) else None
        if found is None:
            return ()
        root, text, pattern = found
        return places(root, text, language, [pattern], self.shared)[0]

    def _in_lines(self, text: str, data: bytes) -> Hits:
        from guard.syntax.lines import line_places

        patterns = [one for one in (self.looked, self.becomes) if isinstance(one, Plain)]
        found = line_places(text, patterns, self.shared)
        return Hits(found[0], found[1] if len(found) > 1 else (), _unseen(data, self, self.query.language).unread)

    def _in_strings(self, root: Node, text: str, language: str) -> Hits:
        from guard.syntax.lines import string_places

        patterns = [one for one in (self.looked, self.becomes) if isinstance(one, Plain)]
        found = string_places(root, text, language, patterns, self.shared)
        return Hits(found[0], found[1] if len(found) > 1 else ())


_SEARCHES: dict[Query, Search] = {}


def search_of(query: Query) -> Search:
    """Compiled once in a run."""
    if query not in _SEARCHES:
        _SEARCHES[query] = Search(query)
    return _SEARCHES[query]


def _may(looked: Looked, data: bytes) -> bool:
    if isinstance(looked, Plain) and looked.language == "sql":
        low = data.lower()
        return all([word in low for word in looked.literals()])
    return looked.may_match(data)


def _unseen(data: bytes, search: Search, language: str) -> Hits:
    """Bytes in which the words stand as no reader of UTF-8 sees them, or which stand for a file that is elsewhere."""
    if language == "python" and recoded(data):
        return NOTHING._replace(unread="its first lines name an encoding that code can hide in")
    if data.startswith(_POINTER) and search.query.language != "text":
        return NOTHING._replace(unread="its content is kept elsewhere (Git LFS)")
    if b"\0" in data:
        narrow = data.replace(b"\0", b"")
        if _may(search.looked, narrow) and not _may(search.looked, data):
            return NOTHING._replace(unread="it is written in an encoding other than UTF-8")
    return NOTHING


def _beside_errors(looked: Compiled, root: Node, text: str) -> str:
    """Why there may be more: the words of the pattern stand, outside of every match, near what is no code."""
    errors = find_all(root, {"kind": "ERROR"})
    if not errors:
        return ""
    spans = [(match.start, match.end) for match, _ in looked.nodes(root)]
    words = [word.decode() for reading in looked.readings for word in reading.words[:1]]
    children = root.children()
    near = [at for at, child in enumerate(children) if _holds(child, errors)]
    for at in dict.fromkeys([at + step for at in near for step in (-1, 0, 1)]):
        if 0 <= at < len(children):
            where = children[at].range()
            line = _stands(text, where.start.index, where.end.index, words, spans)
            if line:
                return f"line {line} is no code that guard can make out, and may hold a place"
    return ""


def _holds(child: Node, errors: list[Node]) -> bool:
    where = child.range()
    return any([where.start.index <= one.range().start.index <= where.end.index for one in errors])


def _stands(text: str, start: int, end: int, words: list[str], spans: list[tuple[int, int]]) -> int:
    """The line of a word outside of every match; 0 where there is none."""
    for word in words:
        at = text.find(word, start, end)
        while at >= 0:
            whole = not (text[at - 1 : at].isalnum() or text[at + len(word) : at + len(word) + 1].isalnum())
            if whole and not any([first <= at < last for first, last in spans]):
                return text.count("\n", 0, at) + 1
            at = text.find(word, at + 1, end)
    return 0
