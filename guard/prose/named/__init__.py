"""What a text and the lines that come with it name: paths, symbols, tables, flags and so on, each with its kind.

Nothing here says whether a name is there; a name of which nobody can say what it is meant to be makes no claim.
"""

from __future__ import annotations

import re

from guard.model.lookup import Fresh, fresh_of, names_of
from guard.prose.cued import Cued
from guard.prose.named import code, shell, subcommands
from guard.prose.named.literals import literal
from guard.prose.named.settle import settled
from guard.prose.named.shapes import shape, uncried
from guard.prose.named.tokens import tokens
from guard.prose.named.wordlist import listed
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Names
    from guard.model.prose import Fence, Unit
    from guard.prose.named.tokens import Token

    Claims = Iterable[tuple[str, str]]
    Settles = Callable[[Token], tuple[tuple[str, str], ...]]

SHELLS = listed("sh bash shell zsh console shell-session terminal")
SQL_FENCES = listed("sql postgres postgresql pgsql psql mysql sqlite plpgsql")
_PROMPT = Cued(r"^\s*(?:[\w@.:~/-]{0,40}[$#%>]\s+)?")
_STARTS = Cued(
    r"\s*(?:\$ |sudo |make |npm |pnpm |yarn |git |kubectl |psql |python3? |pip |go |cargo |docker |helm |\./"
    r"|scripts/|bin/|bash )"
)
STATEMENT = Cued(
    r"\s*(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|ALTER\s+TABLE|CREATE|DROP|TRUNCATE|WITH|VACUUM|ANALYZE"
    r"|LOCK\s+TABLE)\s",
    re.I,
)
_DENIED = Cued(
    r"\W{0,3}(?:\w+\s){0,1}(?:do(?:es)? not exist|did not exist|doesn't exist|don't exist|no longer exists?"
    r"|never existed|is not there"
    r"|are not there|is no(?:t a)? (?:table|column|file|flag|such)|was never (?:created|merged|added))",
    re.I,
)
_DENYING = Cued(
    r"(?:\bno such \w+|\bthere (?:is|was|are|were) (?:no|not a)(?: \w+)?|\bformerly|\bused to be(?: called)?"
    r"|\bwithout an?(?: \w+)?|\bnot called|\bnot named)\s*$",
    re.I,
)
_HAS_NO = Cued(r"\s(?:has|have|had) no(?: \w+)?\s*", re.I)
_SAME_SHAPE = ("snake", "kebab")
_AROUND = 8  # names on each side that say what one between them is
_RUN = ("flag", "service", "job", "package")
_LAST: list[tuple[Paper, tuple[Named, ...]]] = []


TOO_LONG = "too long"  # the kind of what stands for a line that nobody reads
_LONGEST = 2_000  # letters of one line of code


class Named(NamedTuple):
    """A name and the place that says it."""

    kind: str  # of guard.model.known; "import" and "member" of added code
    name: str
    quote: str  # verbatim
    unit: int  # 0: code in a fence, or a line that comes with the text
    line: int
    step: str = ""
    anchor: str = ""
    of: str = ""  # of code: its language
    added: bool = False


def named(paper: Paper) -> tuple[Named, ...]:
    """Every name of a paper that makes a claim, in order; told once for all rules that ask."""
    if not _LAST or _LAST[0][0] is not paper:
        names, fresh = names_of(paper.known), fresh_of(paper)
        _LAST[:] = [(paper, tuple(_all(paper, names, fresh)))]
    return _LAST[0][1]


def _all(paper: Paper, names: Names, fresh: Fresh) -> Iterator[Named]:
    settles = _settling(names, fresh)
    for unit in paper.prose.units:
        if not unit.quoted and unit.kind != "comment":
            yield from _of_unit(paper, unit, settles, names)
    for fence in paper.prose.fences:
        if not fence.quoted:
            yield from _of_fence(fence, names)
    yield from _of_added(paper)


def _of_unit(paper: Paper, unit: Unit, settles: Settles, names: Names) -> Iterator[Named]:
    found = tokens(paper.prose, unit)
    for at, token in enumerate(found):
        around = found[max(0, at - _AROUND) : at + _AROUND + 1]
        if _denied(unit.text, token, around):
            continue
        claims = settles(token)
        claims = claims or tuple(_beside(token, around, names)) or tuple(_listed(token, around, names))
        for kind, name in claims:
            yield Named(kind, name, token.text.strip(), unit.number, unit.line, unit.step)


def _settling(names: Names, fresh: Fresh) -> Settles:
    """What a token claims, once for all that are said alike: a text speaks of the same names again and again."""
    known: dict[Token, tuple[tuple[str, str], ...]] = {}

    def settles(token: Token) -> tuple[tuple[str, str], ...]:
        alike = token._replace(start=0, end=0, list=0, group=min(token.group, 0))
        claims = known.get(alike)
        if claims is None:
            claims = known[alike] = tuple(settled(alike, names, fresh))
        return claims

    return settles


def _denied(text: str, token: Token, found: list[Token]) -> bool:
    """Whether the text itself says that it is not there."""
    after, before = text[token.end : token.end + 60], text[max(0, token.start - 40) : token.start]
    if _DENIED.match(after) is not None or _DENYING.search(before) is not None:
        return True
    between = [text[other.end : token.start] for other in found if token.start - 24 < other.end <= token.start]
    return any([_HAS_NO.fullmatch(part) is not None for part in between])


def _listed(token: Token, around: Iterable[Token], names: Names) -> Iterator[tuple[str, str]]:
    """In a list of what is said to be jobs it is meant as one, also where a command is called so."""
    if token.cue != "job" or not token.code or shape(token.text) not in (*_SAME_SHAPE, "word"):
        return
    if names.symbols.has(token.text) or any([names.has(kind, token.text) for kind in (*_RUN, "environment")]):
        return
    if any([names.has("job", other.text) for other in around if other.list == token.list and other is not token]):
        yield "job", token.text


def _beside(token: Token, around: Iterable[Token], names: Names) -> Iterator[tuple[str, str]]:
    """Joined with names of one kind and written as they are, it is meant as one of them."""
    form = shape(token.text)
    if token.cue or not token.code or form not in (*_SAME_SHAPE, "word") or literal(token.text):
        return
    if names.anywhere(token.text) or names.outside(token.text) or names.has("owner", token.text):
        return
    kinds: dict[str, int] = {}
    for other in around:
        if other.group == token.group and other is not token and other.code:
            kind, written = _class(other.text, names)
            like = written == form
            if kind and ((like and form != "word") or (kind in _RUN and other.list == token.list)):
                kinds[kind] = kinds.get(kind, 0) + 1
    if len(kinds) == 1 and (form != "word" or max(kinds.values()) > 1):
        kind = next(iter(kinds))
        yield "call" if kind == "symbol" else kind, token.text


def _class(text: str, names: Names) -> tuple[str, str]:
    """The kind under which a name is known, and how it is written; a name in a list is asked for by all beside it."""
    found: tuple[str, str] = names.once(f"class of {text}", lambda: (_known_as(text, names), shape(text)))
    return found


def _known_as(text: str, names: Names) -> str:
    if names.columns.tables_with(text):
        return "column"
    if names.columns.table(text):
        return "table"
    found = next((kind for kind in _RUN if names.has(kind, text)), "")
    return found or ("symbol" if names.symbols.has(text) else "")


def language_of(fence: Fence) -> str:
    """ "shell", "sql" or a language of code; "" for what is read as none of them."""
    if fence.language in SHELLS:
        return "shell"
    if fence.language in SQL_FENCES:
        return "sql"
    if fence.language:
        return code.LANGUAGES.get(fence.language, "")
    if STATEMENT.match(fence.text):
        return "sql"
    return "shell" if _STARTS.match(fence.text) else ""


def _of_fence(fence: Fence, names: Names) -> Iterator[Named]:
    language = language_of(fence)
    if language in ("", "sql"):
        return
    lines = fence.text.split("\n")
    own = shell.assigned(fence.text) if language == "shell" else code.declared(lines)
    for number, line in enumerate(lines):
        if len(line) > _LONGEST:
            claims: Claims = [(TOO_LONG, "")]
        elif language == "shell":
            if line.lstrip().startswith("#"):
                continue
            typed = uncried(_PROMPT.sub("", line))
            claims = (*shell.claims(typed, own), *subcommands.claims(typed, names))
        else:
            claims = [(kind, name) for kind, name in code.claims(line, language) if not _own(name, own)]
        for kind, name in claims:
            where = (fence.line + number, fence.step, line.strip(), language)
            yield Named(kind, name, _quote(name, line), 0, *where)


def _of_added(paper: Paper) -> Iterator[Named]:
    own = code.declared([line.text for line in paper.added])
    for line in paper.added:
        language = code.ENDINGS.get(line.path.rpartition(b".")[2].decode("utf-8", "replace"), "")
        claims: Claims = code.claims(line.text, language) if language else ()
        for kind, name in claims:
            # what code imports, and what it asks for while it runs: guard.prose.coming
            if kind in ("symbol", "member") and not _own(name, own):
                quote, anchor = _quote(name, line.text), line.text.strip()
                yield Named(kind, name, quote, 0, line.line, "", anchor, language, True)


def _own(name: str, own: frozenset[str]) -> bool:
    return any([part in own for part in name.split(".")])


def _quote(name: str, line: str) -> str:
    """The words of the line that say the name."""
    for part in (name, name.rpartition(" ")[2], name.rpartition(".")[2]):
        if part and part in line:
            return part
    return name


__all__ = ["SQL_FENCES", "STATEMENT", "TOO_LONG", "Named", "language_of", "named"]
