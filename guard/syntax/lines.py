"""Places in text and in SQL by identity, where no parser tells what stands around them: by their lines.

Text is told by its line and the ones beside it, SQL by its statement. SQL also stands in the strings of code: there it
is told by the call that the string stands in.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from guard.syntax import Unreadable, find_all, line
from guard.syntax.literals import is_sql, text_of, whole_of
from guard.syntax.places import Held, Place, Seen, sides
from guard.syntax.plain import Match, words_of
from guard.syntax.references import TEXTS
from guard.syntax.tokens import HALF, Cut, Tokens, half

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.syntax import Node
    from guard.syntax.plain import Plain

MOST = 10_000  # matches that are looked for in one file
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_AWAY = re.compile(r"'(?:[^']|'')*'|(--[^\n]*|/\*(?!!).*?(?:\*/|\Z))", re.DOTALL)


def line_places(text: str, patterns: Sequence[Plain], shared: Sequence[str]) -> list[tuple[Place, ...]]:
    """The matches of each pattern in a text, or in a file of SQL."""
    found = [_matches(pattern, text) for pattern in patterns]
    sql = patterns[0].language == "sql"
    tokens = _tokens(text, [one for some in found for one in some], shared, sql)
    ends = [start for word, start, _ in words_of(text) if word == ";"] if sql else None
    held = _Held(tokens, text, ends)
    return [tuple([held.place(match, shared) for match in some]) for some in found]


def _matches(pattern: Plain, text: str) -> tuple[Match, ...]:
    found = pattern.find(text)
    if len(found) >= MOST:
        raise Unreadable(f"more than {MOST - 1:,} places in one file")
    return found


def _tokens(text: str, matches: Sequence[Match], shared: Sequence[str], sql: bool) -> Tokens:
    away = (
        [Cut(one.start(), one.end(), one[0] if one[1] is None else "") for one in _AWAY.finditer(text)] if sql else []
    )
    held = sorted(matches, key=lambda match: match.start)
    at = 0
    cuts = []
    for match in held:
        if match.start >= at:  # of two that overlap, the first
            cuts.append(Cut(match.start, match.end, "\1" + half(_captured(match, shared))))
            at = match.end
    spans = iter([(cut.start, cut.end) for cut in cuts])
    return Tokens(text.translate(_SMALL) if sql else text, "", [*_clear(away, list(spans)), *cuts])


def _clear(away: list[Cut], spans: list[tuple[int, int]]) -> list[Cut]:
    """Strings that hold a match are looked into."""
    starts = [start for start, _ in spans]
    return [cut for cut in away if not cut.token or bisect_left(starts, cut.start) == bisect_left(starts, cut.end)]


def _captured(match: Match, shared: Sequence[str]) -> list[str]:
    told = dict(match.captures)
    return [" ".join(told.get(name, "").split()) for name in shared]


class _Held:
    """One text, with what matches of it stand in: looked at once for all that share it."""

    def __init__(self, tokens: Tokens, text: str, ends: list[int] | None) -> None:
        self._tokens, self._text, self._ends = tokens, text, ends
        self._around: dict[tuple[int, int], tuple[list[str], list[str], str, str]] = {}
        self._body = ""

    def place(self, match: Match, shared: Sequence[str]) -> Place:
        """One match, in its lines or in its statement."""
        span = self._span(match)
        if span not in self._around:
            self._body = self._body or half(self._tokens.of(0, len(self._text)))
            before, behind = sides(self._tokens, self._text, *span)
            beside = half(before)[: HALF // 2] + half(behind)[: HALF // 2]
            self._around[span] = before, behind, half(self._tokens.of(*span)), half([""]) + self._body + beside
        before, behind, statement, anchor = self._around[span]
        own = half(self._tokens.of(match.start, match.end), [""], before, behind)
        sign = half([""], _captured(match, shared))
        return Place(match.line, " ".join(match.text.split())[:160], own, sign, statement, anchor, "")

    def _span(self, match: Match) -> tuple[int, int]:
        text, ends = self._text, self._ends
        if ends is None:
            start, end = text.rfind("\n", 0, match.start) + 1, text.find("\n", match.end)
            return start, len(text) if end < 0 else end
        at = bisect_left(ends, match.start)
        return ends[at - 1] + 1 if at else 0, ends[at] if at < len(ends) else len(text)


def string_places(
    root: Node, text: str, language: str, patterns: Sequence[Plain], shared: Sequence[str]
) -> list[tuple[Place, ...]]:
    """The matches of patterns of SQL in the strings of a file of code: each string once, with all it is joined to."""
    wholes: dict[tuple[int, int], Node] = {}
    for node in find_all(root, {"any": [{"kind": kind} for kind in TEXTS[language]]}):
        whole = whole_of(node)
        where = whole.range()
        wholes.setdefault((where.start.index, where.end.index), whole)
    told = [(span, whole, text_of(whole)[0]) for span, whole in wholes.items()]
    names = {one.words[0] for one in patterns if len(one.words) == 1}
    told = [row for row in told if is_sql(row[2]) or row[2].strip().lower() in names]
    found = [[(span, whole, match) for span, whole, said in told for match in _matches(one, said)] for one in patterns]
    holding = {span: Held(Match(0, "", (), *span), whole, ()) for some in found for span, whole, _ in some}
    seen = Seen(root, text, language, list(holding.values()))
    bases = {span: seen.place(held, bare=True) for span, held in holding.items()}
    return [tuple([_in_string(bases[span], whole, match, shared) for span, whole, match in some]) for some in found]


def _in_string(base: Place, whole: Node, match: Match, shared: Sequence[str]) -> Place:
    """A match by its words, and by what the string stands in."""
    words = [word for word, _, _ in words_of(match.text)]
    return base._replace(
        line=line(whole) + match.line - 1,
        text=" ".join(match.text.split())[:160],
        place=half(words, [base.place]),
        sign=half([base.within], _captured(match, shared)),
    )
