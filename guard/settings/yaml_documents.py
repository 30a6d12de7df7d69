"""The documents of a file, read: the one of a file that holds one, or those that two sides do not share."""

from __future__ import annotations

from guard.settings.yaml_text import pieces, unshared

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from guard.document.nodes import Document, Node

    Trouble = tuple[str, int]  # why something cannot be read, and the line


def decoded(data: bytes | None) -> str | None:
    """The text, without a byte-order mark; None where it is not UTF-8."""
    try:
        return "" if data is None else data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def whole(data: bytes | None) -> tuple[Node | None, Trouble | None]:
    """The one mapping of a file, None where there is nothing; or why it cannot be read, and the line."""
    from guard.document.lenient import Mapping, Unreadable, compose

    text = decoded(data)
    if text is None:
        return None, ("the file is not UTF-8", 1)
    try:
        documents = compose(text)
    except Unreadable as error:
        return None, (error.words, error.line)
    roots = [document.root for document in documents if document.root.canonical() != ("word", "null")]
    if len(roots) > 1:
        return None, ("several documents stand in one file", roots[1].line)
    for document in documents:
        trouble = doubtful(document)
        if trouble is not None:
            return None, trouble
    if roots and not isinstance(roots[0], Mapping):
        return None, ("the file is no mapping of keys to values", roots[0].line)
    return (roots[0] if roots else None), None


def doubtful(document: Document) -> Trouble | None:
    """Why readers may take a document for different things: a key that stands twice, a tag that is not YAML's own."""
    if document.duplicates:
        key, line = document.duplicates[0]
        return f"the key {key[:40]!r} stands a second time", line
    if document.tags:
        tag, line = document.tags[0]
        return f"the tag {tag[:40]!r} says how to read a value", line
    return None


def differing(
    old: bytes | None, new: bytes | None, words: re.Pattern[bytes]
) -> tuple[tuple[Document, ...], tuple[Document, ...], list[tuple[str, int | None]], bool]:
    """The documents that only the old side has, those that only the new has, and why others could not be read.

    Only what may hold one of the words is read; last comes whether that was all of them.
    """
    from guard.settings.yaml_text import may_hold

    texts = [decoded(data) for data in (old, new)]
    if texts[0] is None or texts[1] is None:
        return (), (), [("the file is not UTF-8", None)], False
    before, after = pieces(texts[0]), pieces(texts[1])
    found: list[tuple[Document, ...]] = []
    trouble: list[tuple[str, int | None]] = []
    everything = True
    for mine, others in ((before, after), (after, before)):
        documents: list[Document] = []
        for piece in unshared(mine, others):
            if not may_hold(piece.text.encode("utf-8", "surrogatepass"), words):
                everything = everything and not piece.text.strip("-. \t\r\n")
                continue
            documents += _read(piece.text, piece.line, trouble, mine is after)
        found.append(tuple(documents))
    return found[0], found[1], trouble, everything


def _read(text: str, line: int, trouble: list[tuple[str, int | None]], new: bool) -> tuple[Document, ...]:
    from guard.document.lenient import Unreadable, compose

    try:
        documents = compose(text, line)
    except Unreadable as error:
        trouble.append((error.words, error.line if new else None))
        return ()
    doubts = [doubt for doubt in map(doubtful, documents) if doubt is not None]
    trouble += [(words, at if new else None) for words, at in doubts]
    return documents
