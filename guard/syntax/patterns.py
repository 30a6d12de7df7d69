"""Patterns of code: every reading of one, what it finds in a file, and why one is refused.

A pattern is read in each surrounding of its language (guard.syntax.contexts). A reading counts if it has no fault and
is one node. Where the pattern has an example, only the readings count that find something in it; the example is read in
the same surroundings. Without an example all readings count. Both are lists in a fixed order, so the same pattern
always finds the same.

Not to be had: a pattern of several statements, a clause such as `except`, and an HCL block that is left open: `{ $$$ }`
is no body to the parser.
"""

from __future__ import annotations

import re

from guard.syntax import LANGUAGES, Unreadable, find_all, line, parse, rewritten, walk
from guard.syntax.contexts import ALONE, CONTEXTS, HERE, SIGN
from guard.syntax.plain import Match, Plain, plain
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.syntax import Node, Rule

_VARIABLE = re.compile(r"\$\$\$[A-Z0-9_]*|\$\$?[A-Z_][A-Z0-9_]*")
_SIGNED = re.compile(r"[$µ]{1,3}[A-Z0-9_]*")
_OPEN = re.compile(r"[$µ][A-Z0-9_]*$")
_SEVERAL = (  # what holds several side by side: found only where nothing else stands beside them
    *("program", "module", "source_file", "statement_list", "body"),
    *("stream", "document", "block_node", "block_mapping", "block_sequence"),
)
_FREE = 2  # `$$$` in one list: with more, what is found takes time without bound


class Reading(NamedTuple):
    """One way to take a pattern: what it stands in, the kind of the node it is, and what every match must hold."""

    context: str  # "" where it is one name
    kind: str
    words: tuple[bytes, ...]  # the longest first
    shape: tuple[str, ...]


class Compiled(NamedTuple):
    """A pattern with the readings that count."""

    language: str
    readings: tuple[Reading, ...]
    names: tuple[str, ...]  # of its metavariables
    rule: Rule

    def may_match(self, data: bytes) -> bool:
        """Whether a file needs to be parsed at all. It may doubt one without a match, and passes over none with one."""
        return rewritten(data, self.language) or any(
            all(word in data for word in reading.words) for reading in self.readings
        )

    def find(self, root: Node) -> tuple[Match, ...]:
        """Every match, also those within others, as they stand in the text."""
        return tuple([match for match, _ in self.nodes(root)])

    def nodes(self, root: Node) -> list[tuple[Match, Node]]:
        """The same, each with its node."""
        return [(_match(node, self.names), node) for node in find_all(root, self.rule)]


def compiled(language: str, pattern: str, finds: str = "") -> Compiled | Plain:
    """The pattern, ready to look. Raises Unreadable with the reason where it is refused."""
    if language in ("sql", "text"):
        return _plain(language, pattern, finds)
    if language not in LANGUAGES:
        raise Unreadable(f"{language[:32]} is no language that guard reads")
    names = tuple(dict.fromkeys(_VARIABLE.findall(pattern)))
    free = re.findall(r"\$\$\$", pattern)
    if len(free) > _FREE:
        raise Unreadable(f"it holds `$$$` more than {_FREE} times")
    readings = _readings(language, pattern.strip())
    if finds:
        examples = _examples(language, finds.strip())
        readings = tuple([reading for reading in readings if _finds(reading, examples)])
        if not readings:
            raise Unreadable("it finds nothing in its example")
    rule = {"any": [_rule(reading) for reading in readings]}
    find_all(parse("", language), rule)  # ast-grep has the last word
    return Compiled(language, readings, names, rule)


def _plain(language: str, pattern: str, finds: str) -> Plain:
    """A pattern that no parser reads; one without a word would find everything."""
    found = plain(language, pattern)
    if language == "sql" and not any(word[:1].isalnum() or word[:1] in "_'" for word in found.words):
        raise Unreadable("it names nothing, so it would find everything")
    if finds and not found.find(finds):
        raise Unreadable("it finds nothing in its example")
    return found


def check(language: str, pattern: str, finds: str = "") -> str:
    """Why a pattern is refused; "" where it is fine."""
    try:
        compiled(language, pattern, finds)
    except Unreadable as error:
        return str(error)
    return ""


def _readings(language: str, pattern: str) -> tuple[Reading, ...]:
    """Every distinct reading without a fault, in the order of the surroundings."""
    if not _VARIABLE.sub("", pattern).strip(" \t\r\n.,;:(){}[]_"):
        raise Unreadable("it names nothing, so it would find everything")
    found: dict[tuple[str, ...], Reading] = {}
    for context in CONTEXTS[language]:
        reading = _reading(language, pattern, context)
        if reading is not None:
            found.setdefault(reading.shape, reading)
    if not found:
        raise Unreadable(f"it is no {language} that stands by itself: one expression, statement or declaration")
    return tuple(found.values())


def _reading(language: str, pattern: str, context: str) -> Reading | None:
    """The pattern as one node of its surrounding, the innermost there is; None where it is none, or has a fault."""
    start = context.index(HERE)
    sign = SIGN.get(language, "µ")
    written = _VARIABLE.sub(lambda found: found[0].replace("$", sign), pattern)
    text = context.replace(HERE, written)
    root = parse(text, language)
    if _faulty(root, text):
        return None
    nodes = [node for node in walk(root) if _span(node) == (start, start + len(written))]
    if not nodes:
        return None
    node = nodes[-1]
    kind, alone = node.kind(), ALONE.get(language)
    if kind in _SEVERAL or (alone and context == HERE and not kind.endswith(alone)):
        return None
    first = next(other for other in walk(root) if other.kind() == kind)
    named = node.is_leaf() and node.is_named() and written.isidentifier()
    if _span(first) != _span(node) and not named:
        return None  # ast-grep takes the first of the kind
    longest = sorted(_words(node, sign), key=lambda word: (-len(word), word))
    shape = tuple([f"{below.kind()} {below.text() if below.is_leaf() else ''}" for below in walk(node)])
    return Reading("" if named else context.replace(HERE, pattern), kind, tuple(longest), shape)


def _words(node: Node, sign: str) -> set[bytes]:
    """What every match must hold as it is written: names and literals, but no metavariable, mark or comment."""
    leaves = [leaf for leaf in walk(node) if leaf.is_leaf() and leaf.is_named() and "comment" not in leaf.kind()]
    texts = [leaf.text() for leaf in leaves]
    return {text.encode() for text in texts if text and not _VARIABLE.fullmatch(text.replace(sign, "$"))}


def _faulty(root: Node, text: str) -> bool:
    """Something in it is no code, or had to be made up: but for a metavariable, and a `;` behind one."""
    for node in walk(root):
        if node.kind() == "ERROR" and not _SIGNED.fullmatch(node.text()):
            return True
        made_up = node.is_leaf() and not node.text() and node.kind().strip()
        if made_up and (node.kind() != ";" or not _OPEN.search(text, 0, node.range().start.index)):
            return True
    return False


def _span(node: Node) -> tuple[int, int]:
    where = node.range()
    return where.start.index, where.end.index


def _examples(language: str, finds: str) -> list[Node]:
    """The example in every surrounding that it has no fault in; as it stands, where it has one in all of them."""
    texts = [context.replace(HERE, finds) for context in CONTEXTS[language]]
    roots = [parse(text, language) for text in texts]
    whole = [root for root, text in zip(roots, texts, strict=True) if not _faulty(root, text)]
    alone = ALONE.get(language)
    if alone and roots[0] in whole and not any(node.kind().endswith(alone) for node in roots[0].children()):
        whole.remove(roots[0])
    return whole or roots[:1]


def _finds(reading: Reading, examples: list[Node]) -> bool:
    return any(find_all(example, _rule(reading)) for example in examples)


def _rule(reading: Reading) -> Rule:
    if not reading.context:
        return {"kind": reading.kind, "regex": f"^{reading.words[0].decode()}$"}
    return {"pattern": {"context": reading.context, "selector": reading.kind}}


def _match(node: Node, names: tuple[str, ...]) -> Match:
    start, end = _span(node)
    captures = [(name, _captured(node, name)) for name in names]
    return Match(line(node), node.text(), tuple(captures), start, end)


def _captured(node: Node, name: str) -> str:
    """What a metavariable stands for in a match."""
    bare = name.lstrip("$")
    if name.startswith("$$$"):
        return "".join([part.text() for part in node.get_multiple_matches(bare)])
    found = node.get_match(bare)
    return found.text() if found is not None else ""
