"""What of a unit may be a name: its code and its cells, and what is written like a name; with the words beside it.

"the `names-v2` flag", "tables `a` and `b`", "column `x` of `t`": the nouns beside say of what kind it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from guard.prose.cued import Cued
from guard.prose.named.manifests import in_one
from guard.prose.named.shapes import ending
from guard.prose.named.wordlist import listed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.prose import Prose, Unit

NOUNS = {
    "path": "file files folder folders directory directories dir path paths script scripts runbook migration "
    "migrations page document manifest fixture template",
    "symbol": "function functions method methods class classes struct structs interface interfaces constant constants "
    "helper helpers decorator trait component components hook middleware constructor getter setter handler handlers "
    "subclass mixin callers",
    "table": "table tables relation",
    "column": "column columns",
    "flag": "flag flags toggle toggles",
    "environment": "variable variables envvar env",
    "service": "service services deployment deployments microservice",
    "package": "package packages library libraries dependency dependencies crate gem",
    "command": "command commands target targets",
    "job": "job jobs workflow workflows",
}
_KIND = {word: kind for kind, words in NOUNS.items() for word in words.split()}
_BEFORE = {
    **{f"{what} {of}": "symbol" for what in ("callers", "sites", "calls", "call", "caller", "uses", "usages", "imports")
       for of in ("of", "to")},
    **{f"{what}": "symbol" for what in ("calls", "call", "calling", "invokes", "invoke", "implements")},
    **{f"{what} {of}": "table" for what in ("rows", "row") for of in ("of", "in", "from", "into")},
}  # fmt: skip
_DULL = listed("the a an our its named called new old existing current both that this each every is to be")
_BETWEEN = listed(
    """
    database db new old postgres sql feature ci github actions make npm environment env config go python
    background internal kubernetes production staging shared helm celery sidekiq scheduled nightly utility helper
    shell build release kill rails django node typescript public private static two three main legacy
    """
)
_JOINS = Cued(
    r"\s*(?:,|;|/|&|\+|and(?:\s+then)?|or|nor|to|into|with|plus|from|,\s*(?:and|or)|\u2192|->|=>"
    r"|then)\s*(?:the\s+|its\s+|by\s+)?"
)
_LIST = Cued(r"\s*(?:,|/|&|\+|and(?:\s+then)?|or|nor|plus|,\s*(?:and|or|then|and\s+then))\s*(?:the\s+)?")
_LOCKED = Cued(
    r"[^.;:]{0,40}\b(?:in|to|from|of|by)\s+(?:the\s+|our\s+)?(?:lock\s?files?|lockfiles?|package\s+manifests?)\b", re.I
)
_IS_ONE = Cued(r"\A\s(?:(?:is|are|was)\s(?:also\s)?(?:(?:an?|the|another)\s)?|as\s(?:an?|the)\s)")
_IS_CALLED = Cued(r"\s(?:is|are|was|gets)\s+(?:also\s+|only\s+|never\s+|still\s+)?(?:called|invoked)\b", re.I)
_OF = Cued(r"\s*(?:columns?\s+)?(?:of|on)\s+(?:the\s+)?(?:(?:\w+\s+)?table\s+)?")
_HAS = Cued(r"\s*(?:'s|\u2019s)?\s*(?:has|with|gets|:|table)?\s*(?:the\s+)?(?:new\s+|old\s+)?columns?:?\s*")
_WORD = Cued(r"[A-Za-z][A-Za-z'\u2019-]*")
_BARE = Cued(r"[A-Za-z_.@/$*][\w.@/$*:#-]*(?:\(\))?")
_TOTALS = frozenset(("total", "totals", "sum", "overall", "together", "all"))  # at the foot of a table
_CELLS = 60  # of one row
_ROUND = 70  # letters before or after a name in which its noun stands
_BEHIND = 120  # letters behind one in which a manifest is named
_SQL_NAME = Cued(r"[A-Za-z_]\w*")
_CELL = Cued(r"[A-Za-z@.][\w.@/*:-]*")


class Token(NamedTuple):
    """What may be a name, and what is said beside it."""

    text: str
    start: int
    end: int
    code: bool
    cue: str = ""  # the kind that a noun beside it says
    of: str = ""  # of a column: the table it is said to stand in
    list: int = 0  # tokens of one list, "`a`, `b` and `c`", have the same
    group: int = 0  # tokens joined by words such as "from `a` to `b`" have the same


def tokens(prose: Prose, unit: Unit) -> list[Token]:
    """All of one unit, in order."""
    quotes = sorted([(span.start, span.end) for span in unit.spans if span.kind == "quote"])
    code = [span for span in unit.spans if span.kind == "code" and not _quoted(quotes, span.start, span.end)]
    found = [Token(unit.text[span.start : span.end], span.start, span.end, True) for span in code]
    plain = _blanked(unit)
    found += [Token(bare[0], bare.start(), bare.end(), False) for bare in _bare(plain)]
    found.sort(key=lambda token: token.start)
    said = _cued(_grouped(found, unit.text), unit.text, plain)
    return _headed(prose, unit, said) if unit.cells and unit.kind == "row" else said


def _quoted(quotes: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether it stands in a quotation: somebody else's words."""
    at = bisect_right(quotes, (start, end)) - 1
    return at >= 0 and end <= quotes[at][1]


def _blanked(unit: Unit) -> str:
    """Its own words; a link that is an address is none."""
    letters = list(unit.plain())
    for span in unit.spans:
        if span.kind == "link" and "://" in unit.text[span.start : span.end]:
            letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)


def _bare(plain: str) -> Iterator[re.Match[str]]:
    """Written like a name, though not as code: it holds a slash, an underscore, a dot within, or ends in ()."""
    for found in _BARE.finditer(plain):
        text = found[0].rstrip(".:*-/#")
        inner = text.strip("./_")
        if "://" in plain[max(0, found.start() - 8) : found.end()] or not inner:
            continue
        if "_" in inner or "/" in inner or "." in inner or text.endswith("()"):
            again = _BARE.match(plain, found.start(), found.start() + len(text))
            if again is not None:
                yield again


def _grouped(found: list[Token], text: str) -> list[Token]:
    """Which stand in one list, and which are joined more loosely; the ending of a second file is none."""
    told: list[Token] = []
    list_, group = 1, 1
    for token in found:
        if told:
            between = text[told[-1].end : token.start]
            close = len(between) < 24
            list_ += 0 if close and _LIST.fullmatch(between) else 1
            group += 0 if close and _JOINS.fullmatch(between) else 1
            if list_ == told[-1].list and ending(token.text, told[-1].text):
                continue
        told.append(token._replace(list=list_, group=group))
    return told


def _cued(found: list[Token], text: str, plain: str) -> list[Token]:
    """With the kind that the nouns beside its list say, and of a column the table."""
    told: list[Token] = []
    at = 0
    while at < len(found):
        end = at
        while end + 1 < len(found) and found[end + 1].list == found[at].list:
            end += 1
        first, last = found[at], found[end]
        before = plain[max(0, first.start - _ROUND) : first.start]
        follows = found[end + 1] if end + 1 < len(found) else None
        cue = _noun_before(before) or _noun_after(plain[last.end : last.end + _ROUND], follows, last.end)
        if not cue and last.code and in_one(last.text, text[last.end : last.end + _BEHIND]):
            cue = "package"
        of = _table_of(found, at, end, text) if cue == "column" else ""
        if follows is not None and of == follows.text and _SQL_NAME.fullmatch(of):
            found[end + 1] = follows._replace(cue="table")
        told += [token._replace(cue=token.cue or cue, of=of) for token in found[at : end + 1]]
        at = end + 1
    return told


def _noun_before(before: str) -> str:
    """What the last words before a name say that it is."""
    rest = before.rstrip()
    if rest[-1:] in (".", ";", ",", ")"):
        return ""
    words = [word.casefold() for word in _WORD.findall(rest[-50:])]
    colon = rest.endswith(":")
    while words and words[-1] in _DULL and not colon:
        words.pop()
    if not words:
        return ""
    two = " ".join(words[-2:])
    if two in _BEFORE:
        return _BEFORE[two]
    return _BEFORE.get(words[-1], "") or _KIND.get(words[-1], "")


def _noun_after(after: str, follows: Token | None, end: int) -> str:
    """What the first words behind a name say that it is; not where they speak of the name that comes next."""
    if after[:1] not in (" ", "\u00a0", ","):
        return ""
    if _LOCKED.match(after):
        return "package"
    if _IS_CALLED.match(after):
        return "symbol"
    whole = len(after)
    after = _IS_ONE.sub(" ", after, count=1)
    until = 0
    for number, word in enumerate(_WORD.finditer(after)):
        if after[until : word.start()].strip():
            return ""
        until = word.end()
        said = word[0].casefold()
        if said in _KIND:
            next_at = follows.start - end - (whole - len(after)) if follows is not None else -1
            if next_at >= word.end() and not after[word.end() : next_at].strip():
                return ""
            return _KIND[said]
        if said not in _BETWEEN or number > 2:
            return ""
    return ""


def _table_of(found: list[Token], at: int, end: int, text: str) -> str:
    """The table that is named beside a list of columns."""
    if end + 1 < len(found):
        between = text[found[end].end : found[end + 1].start]
        if len(between) < 40 and _OF.fullmatch(between):
            return found[end + 1].text
    if at:
        between = text[found[at - 1].end : found[at].start]
        if len(between) < 40 and _HAS.fullmatch(between):
            return found[at - 1].text
    return ""


def _headed(prose: Prose, unit: Unit, found: list[Token]) -> list[Token]:
    """Of a row: the head of its column says the kind, where no noun beside it does; a cell is a name of its own."""
    table = next((one for one in prose.tables if one.number == unit.table), None)
    if table is None:
        return found
    kinds = [_head(head) for head in table.header]
    at, told, taken, foot = 0, list(found), 0, _TOTALS if table.rows[-1:] == (unit.number,) else ()
    of = next((cell.strip("` ") for cell, kind in zip(unit.cells, kinds, strict=False) if kind == "table"), "")
    for cell, kind in zip(unit.cells[:_CELLS], kinds, strict=False):
        start = unit.text.find(cell, at)
        if start < 0:
            continue
        at = start + len(cell)
        within = [number for number, token in enumerate(told) if start <= token.start and token.end <= at]
        for number in within:
            told[number] = told[number]._replace(cue=told[number].cue or kind)
            if kind == "column" and of and not told[number].of:
                told[number] = told[number]._replace(of=of)
        word = cell.isalpha() and cell[1:] == cell[1:].casefold()  # Component: Repository
        common = word and (kind == "symbol" or cell.casefold() in foot)
        if not within and kind and kind != "path" and not common and _CELL.fullmatch(cell):
            taken += 1
            told.append(Token(cell, start, at, True, kind, of if kind == "column" else "", -taken, -taken))
    return sorted(told, key=lambda token: token.start)


def _head(head: str) -> str:
    words = [word.casefold() for word in _WORD.findall(head)]
    return _KIND.get(words[-1], "") if words and len(words) <= 3 else ""
