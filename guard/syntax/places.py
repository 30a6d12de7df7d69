"""Places in code by identity: what each match stands in, told by content, so that it is known again after an edit.

A match is told by its own tokens, by the names of the declarations around it, and by the statement it stands in, in
which every match, also of what sites become, counts as what its metavariables stand for. So a place keeps its statement
when its neighbour is worked off, and a place that became what it should has the statement it had.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from guard.syntax import Unreadable, find_all
from guard.syntax.kinds import COMMENTS, LITERALS
from guard.syntax.references import DEEPEST
from guard.syntax.tokens import HALF, Cut, Tokens, half, plainly, quoted
from guard.syntax.within import DECLARED, HOLDING, within_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.syntax import Node
    from guard.syntax.patterns import Compiled
    from guard.syntax.plain import Match
    from guard.syntax.wider import Wider

_BODIES = frozenset(  # what holds statements, or entries, one beside the other: each of those is a statement here
    (
        *("block", "statement_list", "statement_block", "class_body", "interface_body", "enum_body", "record_body"),
        *("declaration_list", "field_declaration_list", "body_statement", "source_file", "program", "module"),
        *("constructor_body", "then", "else", "do_block", "do", "begin", "expression_case", "default_case"),
        *("type_case", "communication_case", "switch_case", "switch_default", "switch_block_statement_group"),
        *("switch_body", "match_block", "literal_value", "object", "dictionary", "hash", "list", "array"),
        *("import_spec_list", "block_mapping", "block_sequence", "flow_mapping", "flow_sequence", "body"),
        *("config_file", "stream", "interface_type", "object_type", "enum_variant_list", "initializer_list"),
    )
)
_OF_FILE = {"go": ("package_clause",), "java": ("package_declaration",)}  # goes with the folder, not with the content


class Place(NamedTuple):
    """One match, by identity."""

    line: int
    text: str
    place: str  # what it is and what it stands in
    sign: str  # the same of what it becomes: metavariables alone
    statement: str
    anchor: str  # names, body, and what stands beside it
    within: str


class Held(NamedTuple):
    """One match with its node, and the parts of the text that its metavariables stand for."""

    match: Match
    node: Node
    captures: tuple[tuple[int, int], ...]


def places(
    root: Node, text: str, language: str, patterns: Sequence[Compiled | Wider], shared: Iterable[str]
) -> list[tuple[Place, ...]]:
    """The matches of each pattern in a file; `shared` are the metavariables that tell a place before and after."""
    names = tuple(shared)
    held = [[_held(match, node, names) for match, node in pattern.nodes(root)] for pattern in patterns]
    seen = Seen(root, text, language, [one for some in held for one in some])
    return [tuple([seen.place(one) for one in some]) for some in held]


def _span(node: Node) -> tuple[int, int]:
    where = node.range()
    return where.start.index, where.end.index


def _held(match: Match, node: Node, names: tuple[str, ...]) -> Held:
    captures = []
    for name in names:
        bare = name.lstrip("$")
        single = None if name.startswith("$$$") else node.get_match(bare)
        parts = node.get_multiple_matches(bare) if name.startswith("$$$") else [single] if single is not None else []
        captures.append((_span(parts[0])[0], _span(parts[-1])[1]) if parts else (match.start, match.start))
    return Held(match, node, tuple(captures))


class Seen:
    """One file, with all that counts as something else than its own tokens."""

    def __init__(self, root: Node, text: str, language: str, held: list[Held]) -> None:
        self.root, self.text, self.language = root, plainly(text), language
        self._held = sorted(held, key=lambda one: (one.match.start, -one.match.end))
        self._starts = [one.match.start for one in self._held]
        self._marks: dict[tuple[int, int], Tokens] = {}
        self._bodies: dict[tuple[int, int], str] = {}
        self._headers: dict[tuple[int, int, tuple[int, int] | None], list[str]] = {}

    def place(self, one: Held, bare: bool = False) -> Place:
        """What a match is known by; `bare`: but for what it is itself."""
        node, span = one.node, (one.match.start, one.match.end)
        above = [node, *node.ancestors()]
        if len(above) > DEEPEST:
            raise Unreadable(f"it is nested more than {DEEPEST:,} deep")
        within = within_of(node)
        region, names = self._anchored(above, within)
        tokens, body = self._tokens(region), _span(region)
        if body not in self._bodies:
            self._bodies[body] = half(tokens.of(*body, names))
        statement, before, behind = self._statement(above, tokens, body)
        if not within:
            before, behind = sides(tokens, self.text, *span)
        own = [] if bare else tokens.of(*span)
        around = [[within], *(() if within else (before, behind))]
        sign = half([within], *[tokens.of(*capture) for capture in one.captures])
        text = " ".join(one.match.text.split())[:160]
        anchor = half([within]) + self._bodies[body] + half(before)[: HALF // 2] + half(behind)[: HALF // 2]
        return Place(one.match.line, text, half(own, *around), sign, half(statement), anchor, within)

    def _anchored(self, above: list[Node], within: str) -> tuple[Node, tuple[int, int] | None]:
        """The declaration that proves a move, and where its own name stands; the whole file outside of any."""
        for kinds in (DECLARED, HOLDING, ("block",) if self.language == "hcl" else ()):
            for node in above if within else ():
                name = node.field("name")
                if node.kind() in kinds and (name is not None or kinds == ("block",)):
                    return node, _span(name) if name is not None else None
        return self.root, None

    def _tokens(self, region: Node) -> Tokens:
        """A declaration with its comments, strings and matches cut; once for all matches in it."""
        span = _span(region)
        if span not in self._marks:
            tokens = Tokens(self.text, self.language, self._fixed(region))
            first, past = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
            for one in reversed(self._held[first:past]):  # inner ones first: outer ones hold their signs
                words = [half(tokens.of(*capture)) for capture in one.captures]
                tokens.cut(Cut(one.match.start, one.match.end, "\1" + ",".join(words)))
            self._marks[span] = tokens
        return self._marks[span]

    def _fixed(self, region: Node) -> list[Cut]:
        whole = _OF_FILE.get(self.language, ()) if _span(region) == _span(self.root) else ()
        kinds = (*COMMENTS[self.language], *LITERALS[self.language], *whole)
        cuts = []
        for node in find_all(region, {"any": [{"kind": kind} for kind in kinds]}):
            start, end = _span(node)
            kind = node.kind()
            if kind not in LITERALS[self.language]:
                cuts.append(Cut(start, end, ""))
            elif bisect_right(self._starts, start) == bisect_left(self._starts, end):  # no match within it
                cuts.append(Cut(start, end, quoted(self.text[start:end], self.language)))
        return cuts

    def _statement(
        self, above: list[Node], tokens: Tokens, region: tuple[int, int]
    ) -> tuple[list[str], list[str], list[str]]:
        """The statement around a match, or the entry of a list, and those beside it; where none is, what is above."""
        bodies = _BODIES - {"block"} if self.language == "hcl" else _BODIES
        kinds = [node.kind() in bodies for node in above]
        at = next((at for at in range(1, len(above)) if kinds[at]), len(above))
        node = above[at - 1]
        words = self._header(node, above[at - 2] if at > 1 else None, tokens, bodies)
        while at < len(above) and kinds[at]:
            at += 1
        up = next((up for up in range(at + 1, len(above)) if kinds[up]), len(above))
        outer = self._header(above[up - 1], None, tokens, bodies) if _inside(above[up - 1], region) else []
        before, behind = node.prev(), node.next()
        while before is not None and not self._counts(before, region):
            before = before.prev()
        while behind is not None and not self._counts(behind, region):
            behind = behind.next()
        beside = [self._header(one, None, tokens, bodies) if one is not None else outer for one in (before, behind)]
        return words, *beside  # type: ignore[return-value]

    def _counts(self, node: Node, region: tuple[int, int]) -> bool:
        return node.is_named() and node.kind() not in COMMENTS[self.language] and _inside(node, region)

    def _header(self, node: Node, inner: Node | None, tokens: Tokens, bodies: frozenset[str]) -> list[str]:
        """A statement without the bodies that it has beside the match."""
        start, end = _span(node)
        kept = _span(inner) if inner is not None else None
        if (start, end, kept) in self._headers:
            return self._headers[start, end, kept]
        self._headers[start, end, kept] = words = []
        for child in node.children():
            where = _span(child)
            if child.kind() in bodies and where != kept:
                words += tokens.of(start, where[0])
                start = where[1]
        words += tokens.of(start, end) if start < end else []
        return words


def _inside(node: Node, region: tuple[int, int]) -> bool:
    start, end = _span(node)
    return region[0] <= start and end <= region[1]


def sides(tokens: Tokens, text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """The nearest lines that are not blank, on either side of what stands there."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before: list[str] = []
    while first > 0 and not before:
        past, first = first - 1, text.rfind("\n", 0, first - 1) + 1
        before = tokens.of(first, past)
    behind: list[str] = []
    while last >= 0 and not behind:
        begin, last = last + 1, text.find("\n", last + 1)
        behind = tokens.of(begin, last if last >= 0 else len(text))
    return before, behind
