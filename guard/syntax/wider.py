"""A name in every spelling of a call or an assignment, written plainly, for what must stand nowhere.

`(name)(1)`, `name?.(1)`, `name[int](1)`, `new name(1)` and `name 1` all call it; `(u.x) = 1` and `u.x += 1` assign it.
Around each name that a pattern asks for, the code is written as the pattern would have it; what it then finds counts as
well. It finds too much rather than too little: `names[0](1)` in Go is read as a call of `names`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from guard.syntax import find_all, parse
from guard.syntax.kinds import COMMENTS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node
    from guard.syntax.patterns import Compiled
    from guard.syntax.plain import Match

    Edits = dict[tuple[int, int], str]  # a part of the text, and what is read in its place

_AROUND = frozenset(  # what stands around a name and means no more than the name
    (
        *("parenthesized_expression", "parenthesized_statements", "sequence_expression", "non_null_expression"),
        *("as_expression", "satisfies_expression", "type_assertion", "type_cast_expression"),
        *("generic_type", "generic_function", "instantiation_expression", "type_instantiation_expression"),
    )
)
_LAST = frozenset(("sequence_expression", "type_assertion"))  # of several things, this is the last
_SIDES = frozenset(("pattern_list", "tuple_pattern", "list_pattern", "array_pattern", "left_assignment_list"))
_FIRST = frozenset(  # the first is the name
    (
        *("as_expression", "satisfies_expression", "non_null_expression", "index_expression", "generic_type"),
        *("generic_function", "instantiation_expression", "type_instantiation_expression"),
    )
)
_MEMBER = frozenset(
    (
        *("selector_expression", "attribute", "member_expression", "field_access", "field_expression"),
        *("scoped_identifier", "scope_resolution", "qualified_type", "nested_identifier"),
    )
)
_CALL = frozenset(
    (
        *("call_expression", "call", "method_invocation", "new_expression", "type_conversion_expression"),
        *("object_creation_expression", "macro_invocation"),
    )
)
_ARGUMENTS = ("argument_list", "arguments", "template_string", "token_tree")
_ASSIGNS = re.compile(r"[-+*/%&|^<>~?@]{1,3}=")
_EQUAL = frozenset(("==", "!=", "<=", ">=", "===", "!=="))
_BOUND = frozenset(  # a name of Ruby here is no call
    (
        *("assignment", "operator_assignment", "left_assignment_list", "method", "singleton_method"),
        *("method_parameters", "block_parameters", "lambda_parameters", "optional_parameter", "keyword_parameter"),
        *("alias", "undef", "exception_variable"),
    )
)


class Wider(NamedTuple):
    """A pattern and a text written plainly; its matches have the lines, and the words, of the text as it is."""

    compiled: Compiled
    text: str  # as it is
    starts: tuple[int, ...]  # where parts begin that are written plainly
    edits: tuple[tuple[int, int, int], ...]  # where they end, and where they begin and end as it is
    known: frozenset[int]  # where matches begin that are found without it
    lines: tuple[int, ...]  # where lines begin in the text as it is

    def nodes(self, root: Node) -> list[tuple[Match, Node]]:
        """Every match that is not known."""
        found = []
        for match, node in self.compiled.nodes(root):
            start = self._place(match.start)
            if start not in self.known:
                told = self.text[self._place(match.start, True) : self._place(match.end)]
                found.append((match._replace(line=bisect_right(self.lines, start), text=told), node))
        return found

    def _place(self, at: int, early: bool = False) -> int:
        """A place of this text in the text as it is; `early`: before what was taken away in front of it."""
        number = bisect_right(self.starts, at) - 1
        if number < 0:
            return at
        past, start, end = self.edits[number]
        return start if early and at <= past else end + max(0, at - past)


def widened(looked: Compiled, root: Node, text: str, language: str) -> tuple[Node, str, Wider] | None:
    """The text with each name of the pattern written plainly, to be asked beside it; None where it is so already."""
    edits: Edits = {}
    names = {word.decode() for reading in looked.readings for word in reading.words}
    for name in sorted(names):
        for node in find_all(root, {"regex": f"^{re.escape(name)}$"}) if name.isidentifier() else ():
            if not node.is_leaf():
                continue
            if language == "ruby" and any([re.search(rf"\b{name}\s*\(", one.context) for one in looked.readings]):
                _ruby(node, edits)
            _plainly(node, language, edits)
    if not edits:
        return None
    pieces: list[str] = []
    starts: list[int] = []
    marks: list[tuple[int, int, int]] = []
    at = size = 0
    for (start, end), word in sorted(edits.items(), key=_order):
        if start < at:
            continue
        pieces += (text[at:start], word)
        size += start - at
        starts.append(size)
        marks.append((size + len(word), start, end))
        size, at = size + len(word), end
    known = frozenset([match.start for match, _ in looked.nodes(root)])
    lines = (0, *[found.end() for found in re.finditer("\n", text)])
    written = "".join([*pieces, text[at:]])
    return parse(written, language), written, Wider(looked, text, tuple(starts), tuple(marks), known, lines)


def _order(edit: tuple[tuple[int, int], str]) -> tuple[int, bool, int]:
    """What is put in before what is taken away, and the longest of that."""
    (start, end), _ = edit
    return start, end > start, -end


def _span(node: Node) -> tuple[int, int]:
    where = node.range()
    return where.start.index, where.end.index


def _drop(edits: Edits, start: int, end: int, word: str = "") -> None:
    if start < end or word:
        edits[start, end] = word


def _plainly(node: Node, language: str, edits: Edits) -> None:
    """From a name up to the call or the assignment that it is named in."""
    above: Node | None = node.parent()
    while above is not None and _up(node, above, language, edits):
        node, above = above, above.parent()


def _up(node: Node, above: Node, language: str, edits: Edits) -> bool:
    """One step; whether what is above means the name as well."""
    kind = above.kind()
    tail = _span(node)[1] == _span(above)[1]
    _blanks(above, language, edits)
    if kind in _AROUND or kind in _SIDES or kind == "index_expression":
        if kind not in _SIDES and not _stands(node, above, kind):
            return False
        _drop(edits, _span(above)[0], _span(node)[0], " ")
        _drop(edits, _span(node)[1], _span(above)[1])
        return True
    if kind in _MEMBER:
        for child in above.children():
            if child.kind() == "optional_chain":
                _drop(edits, *_span(child), ".")
        return tail
    if kind in _CALL:
        if language == "ruby" and tail:
            return True
        _call(node, above, language, edits)
    elif kind == "decorator":
        _drop(edits, _span(node)[1], _span(node)[1], "()")
    elif kind != "expression_list":
        _assigned(above, edits)
    return kind == "expression_list"


def _stands(node: Node, above: Node, kind: str) -> bool:
    """Whether the name is what all of it comes to."""
    start, end = _span(node)
    named = [child for child in above.children() if child.is_named() and "comment" not in child.kind()]
    first = named and _span(named[0]) == (start, end)
    last = named and _span(named[-1]) == (start, end)
    return bool(last if kind in _LAST else first if kind in _FIRST else first and last)


def _blanks(above: Node, language: str, edits: Edits) -> None:
    """Comments and continued lines beside a name."""
    kind = above.kind()
    if kind in _CALL or kind in _MEMBER or kind in _AROUND or "assignment" in kind:
        for child in above.children():
            if child.kind() in (*COMMENTS[language], "line_continuation"):
                _drop(edits, *_span(child), " ")


def _call(node: Node, call: Node, language: str, edits: Edits) -> None:
    """A call of what the name comes to, if it is none of the arguments."""
    children = call.children()
    given = next((child for child in children if child.kind() in _ARGUMENTS), None)
    if given is not None and _span(given)[0] < _span(node)[1]:
        return
    for child in children:
        start, end = _span(child)
        if child.kind() == "type_arguments" or child.text() == "?." or (child.kind() == "!" and language != "rust"):
            _drop(edits, start, end)
        elif child.kind() == "new" and language != "java":
            _drop(edits, start, end, " ")
    if given is None and call.kind() == "new_expression":
        _drop(edits, _span(node)[1], _span(node)[1], "()")
    elif given is not None and given.kind() == "template_string":
        _drop(edits, _span(given)[0], _span(given)[0], "(")
        _drop(edits, _span(given)[1], _span(given)[1], ")")
    first = children[0]
    if first.kind() in ("this", "self") and language in ("java", "ruby") and _span(first) != _span(node):
        _drop(edits, _span(first)[0], _span(node)[0], " ")


def _ruby(name: Node, edits: Edits) -> None:
    """Arguments without parentheses, and none at all, of a name that the pattern calls."""
    if name.kind() not in ("identifier", "constant"):
        return
    whole, given = name, name.next()
    above = name.parent()
    if above is not None and above.kind() == "call":
        if given is not None and given.kind() == "argument_list":
            if not given.text().startswith("("):
                _drop(edits, _span(name)[1], _span(given)[0], "(")
                _drop(edits, _span(given)[1], _span(given)[1], ")")
            return
        if given is not None and given.kind() not in ("do_block", "block"):
            return
        whole, above = above, above.parent()
    before = whole.prev()
    value = before is not None and before.text()[-1:] in ("=", ":")
    if above is None or above.kind() not in _BOUND or value:
        _drop(edits, _span(name)[1], _span(name)[1], "()")


def _assigned(above: Node, edits: Edits) -> None:
    """An assignment that also reads, or counts on."""
    children = above.children()
    for number, child in enumerate(children):
        text = child.text() if child.is_leaf() else ""
        if text in ("++", "--"):
            behind = number == len(children) - 1
            _drop(edits, *_span(child), "=0" if behind else " ")
            if not behind:
                _drop(edits, _span(above)[1], _span(above)[1], "=0")
        elif text not in _EQUAL and _ASSIGNS.fullmatch(text) and "assign" in above.kind():
            _drop(edits, *_span(child), "=")
