"""Patterns of text and of SQL, which need no parser: what one finds in a file, and what a match is.

Text is found wherever it stands, but not as the end of another word. SQL is found word by word: letter case of words,
blanks and comments between them do not count (what MySQL runs in `/*! */` is no comment). `$NAME` stands for one word,
number or string, with the dots of its name; `$$$NAME` for as few as it takes within one statement. One name with dots
is a column: it is also found by its last part alone, in a statement that names the table.
"""

from __future__ import annotations

import re

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 10_000  # matches in one file


class Match(NamedTuple):
    """One place that a pattern finds."""

    line: int  # from 1
    text: str
    captures: tuple[tuple[str, str], ...]  # metavariables and what they stand for here
    start: int  # characters of the text
    end: int


class Plain(NamedTuple):
    """A pattern that is looked for in the text itself."""

    language: str
    pattern: str
    words: tuple[str, ...]  # of SQL, folded as they are compared
    names: tuple[str, ...]

    def may_match(self, data: bytes) -> bool:
        """Whether a file needs to be read at all."""
        return self.language == "sql" or self.pattern.encode() in data

    def literals(self) -> tuple[bytes, ...]:
        """Of SQL, what every match holds in small letters, however it quotes and spells its words."""
        column = _column(self.words)
        words = column[1:] if column else [word for word in self.words if not _free(word) and word[0] != "'"]
        pieces = [piece for word in words for piece in re.findall(r"[a-z0-9_]+", word if word.isascii() else "")]
        return tuple([piece.encode() for piece in dict.fromkeys(pieces)])

    def find(self, text: str) -> tuple[Match, ...]:
        """Every match, from the left, none within another."""
        column = _column(self.words)
        if column:
            spans = _named(column, text)
        else:
            spans = _in_sql(self.words, text) if self.language == "sql" else _in_text(self.pattern, text)
        found: list[Match] = []
        line, last = 1, 0
        for start, end, captures in spans:
            line, last = line + text.count("\n", last, start), start
            found.append(Match(line, text[start:end], captures, start, end))
            if len(found) == _MOST:
                break
        return tuple(found)


_SQL = re.compile(
    r"""(?P<away>\s+|--[^\n]*|/\*(?!!).*?(?:\*/|\Z))
    |\$\$\$[A-Z0-9_]*|\$[A-Z_][A-Z0-9_]*
    |'(?:[^']|'')*'|(?:"[^"]*"|`[^`]*`|[^\W\d]\w*)(?:\.(?:"[^"]*"|`[^`]*`|\w+|\*))*|\d+(?:\.\d+)?|.""",
    re.DOTALL | re.VERBOSE,
)


def plain(language: str, pattern: str) -> Plain:
    """The pattern, ready to look."""
    if language == "text":
        return Plain(language, pattern, (), ())
    words = tuple([word for word, _, _ in words_of(pattern.strip().rstrip(";"))])
    return Plain(language, pattern, words, tuple([word for word in dict.fromkeys(words) if _free(word)]))


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words of SQL as they are compared, and where they stand."""
    return [(_folded(found[0]), found.start(), found.end()) for found in _SQL.finditer(text) if found["away"] is None]


def _folded(word: str) -> str:
    if word[0] == "$" and len(word) > 1:
        return word
    return word if word[0] == "'" else word.replace('"', "").replace("`", "").lower() or word


def _free(word: str) -> bool:
    return word[0] == "$" and len(word) > 1


def _column(words: tuple[str, ...]) -> tuple[str, ...]:
    """The table and the column that a pattern names, and () where it says anything else."""
    parts = words[0].split(".") if len(words) == 1 else []
    return tuple(parts[-2:]) if len(parts) > 1 and all([part.isidentifier() for part in parts]) else ()


def _named(column: tuple[str, ...], text: str) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
    """Every word that means the column: with its table in front of it, or in a statement that names the table."""
    table, name = column
    statement: list[tuple[list[str], int, int]] = []
    for word, start, end in [*words_of(text), (";", len(text), len(text))]:
        if word == ";":
            told = any([table in parts for parts, _, _ in statement])
            for parts, first, past in statement:
                given = text[max(0, first - 2) : first]  # a parameter: :name, @name, $name
                if told and parts[-1] == name and (given[-1:] not in tuple(":@$#") or given == "::"):
                    yield first, past, ()
            statement = []
        elif word[0] != "'":
            statement.append((word.split("."), start, end))


def _in_text(pattern: str, text: str) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
    at = text.find(pattern)
    while at >= 0:
        if not at or not (_of_word(pattern[0]) and _of_word(text[at - 1])):
            yield at, at + len(pattern), ()
        at = text.find(pattern, at + len(pattern))


def _of_word(char: str) -> bool:
    return char == "_" or char.isalnum()


def _in_sql(pattern: tuple[str, ...], text: str) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
    words = words_of(text)
    at = 0
    while at < len(words):
        taken = _match_at(pattern, words, at)
        if taken is None:
            at += 1
            continue
        end, captures = taken
        told = [(name, text[words[one][1] : words[past - 1][2]] if past > one else "") for name, one, past in captures]
        yield words[at][1], words[end - 1][2], tuple(told)
        at = end


def _match_at(
    pattern: tuple[str, ...], words: list[tuple[str, int, int]], at: int
) -> tuple[int, list[tuple[str, int, int]]] | None:
    """Where a match that begins here ends; after a mismatch the latest `$$$` takes one word more."""
    captures: list[tuple[str, int, int]] = []
    retry: tuple[int, int, int, int] | None = None  # word of the pattern, where it began, ends, captures before it
    place, wanted = at, 0
    while wanted < len(pattern):
        want = pattern[wanted]
        if want.startswith("$$$"):
            retry = (wanted, place, place, len(captures))
            captures.append((want, place, place))
            wanted += 1
            continue
        if place < len(words) and _same(want, words, place, captures):
            if _free(want):
                captures.append((want, place, place + 1))
            place, wanted = place + 1, wanted + 1
            continue
        if retry is None or retry[2] >= len(words) or words[retry[2]][0] == ";":
            return None
        retry = (retry[0], retry[1], retry[2] + 1, retry[3])
        captures = [*captures[: retry[3]], (pattern[retry[0]], retry[1], retry[2])]
        place, wanted = retry[2], retry[0] + 1
    return (place, captures) if place > at else None


def _same(want: str, words: list[tuple[str, int, int]], place: int, captures: list[tuple[str, int, int]]) -> bool:
    """Whether a word is the one wanted; a metavariable stands for the same wherever it stands."""
    word = words[place][0]
    if not _free(want):
        return word == want
    if not (_of_word(word[0]) or word[0] in "'$"):
        return False
    before = [words[one][0] for name, one, past in captures if name == want and past > one]
    return want == "$_" or not before or before[0] == word
