"""The parser's events: tags, anchors, aliases and directives are refused while scanning, and stepped over.

Rules: G211 anchor or alias, G213 tag or directive; G218 and G201 for what the parser itself refuses.
"""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import ScalarToken

from guard.document.building import DEPTH
from guard.document.faults import Problem, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ruamel.yaml.tokens import Token

_BLANK = "\0 \t\r\n"


class Events(Reader, Scanner, Parser):
    """ruamel's pure parser without its resolver, composer and constructor. What is refused is noted and passed over."""

    def __init__(self, text: str) -> None:
        self.comment_handling = None
        self.processing_version = (1, 2)
        self._resolver = self
        self.refused: list[tuple[Problem, int, int]] = []
        Reader.__init__(self, text, loader=self)
        Scanner.__init__(self, loader=self)
        Parser.__init__(self, loader=self)

    def fetch_tag(self) -> None:
        hint = "leave the tag out; quote the value if it begins with !"
        self._step_over("the tag {} says how to read a value", hint, "G213")

    def fetch_anchor(self) -> None:
        self._step_over("{} is an anchor", "leave the anchor out; quote the value if it begins with &", "G211")

    def fetch_alias(self) -> None:
        self.save_possible_simple_key()
        self.allow_simple_key = False
        start = self.get_mark()
        hint = 'quote a value that begins with *, as in "*"; otherwise write out what you mean'
        text = self._step_over("{} is an alias", hint, "G211")
        token: Token = ScalarToken(text, False, start, self.get_mark(), '"')
        self.tokens.append(token)

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:
        super().fetch_flow_collection_start(TokenClass, to_push)
        if len(self.flow_context) > DEPTH:
            # Refused as soon as this event is taken, whatever follows; looking ahead over more open brackets of one
            # line would take time quadratic in them.
            self.fetch_stream_end()

    def fetch_directive(self) -> None:
        self._step_over("{} is a directive", "leave the line out; documents are YAML 1.2", "G213", "\0\r\n")

    def _step_over(self, message: str, hint: str, rule: str, until: str = "") -> str:
        stop = until or (_BLANK + ",[]{}" if self.flow_level else _BLANK)
        line, column, length = self.line, self.column, 1
        while self.peek(length) not in stop:
            length += 1
        text = str(self.prefix(length))
        self.forward(length)
        self.refused.append((Problem(message.format(excerpt(text)), hint, rule), line + 1, column + 1))
        return text


# The parser's words, what they mean, what to write, and whether the fault stands where the construct began.
_MEANINGS = (
    (
        "mapping values are not",
        "a colon and a blank stand where no key can",
        "quote the value, or mend the indentation",
        False,
    ),
    (
        "could not find expected ':'",
        "this is neither a key with its colon nor a list item",
        "write 'key: value', or '- item'",
        True,
    ),
    (
        "expected '<document start>'",
        "the indentation does not fit the lines above",
        "line up the keys of one mapping",
        False,
    ),
    (
        "expected <block end>",
        "the indentation does not fit the lines above",
        "line up keys with keys, items with items",
        False,
    ),
    (
        "expected ',' or ']'",
        "a list opened with [ is not continued or closed",
        "put commas between items and ] at the end",
        True,
    ),
    (
        "expected ',' or '}'",
        "a mapping opened with { is not continued or closed",
        "put commas between entries, } at the end",
        True,
    ),
    ("end of stream", "a quote that was opened is not closed", "close the quote", True),
    ("document separator", "a quote that was opened is not closed", "close the quote", True),
    ("unknown escape", "this escape is not one YAML knows", "double the backslash, or use single quotes", False),
    (
        "escape sequence of",
        "an escape lacks its hexadecimal digits",
        "double the backslash, or use single quotes",
        False,
    ),
    ("sequence entries are not", "a list item stands where none can", "put the list on the lines below its key", False),
    ("mapping keys are not", "a key stands where none can", "put the key on a line of its own", False),
    (
        "block scalar",
        "a text that begins with > or | is read as a block of text",
        'quote the value, as in ">=1,<2"',
        True,
    ),
    ("unexpected ':'", "a colon stands in the middle of a value", "quote the value", False),
    ("non-comment content after", "something follows the end of the document", "keep one document in a file", False),
)
_RULES = {"non-comment content after": "G218"}  # for the rest there is no rule of their own


def meaning(error: MarkedYAMLError, text: str) -> tuple[Problem, int, int]:
    """A parser's error in plain words, with its line and column. Its own words quote hostile text."""
    said = f"{error.context or ''} {error.problem or ''}"
    if "expected <block end>" in said and not _begins_line(text, error.problem_mark):
        problem = Problem("something follows a value that has ended", "quote the whole value, or drop what follows")
        return problem, *_at(error.problem_mark)
    for words, message, hint, begins in _MEANINGS:
        if words in said:
            mark = (begins and error.context_mark) or error.problem_mark or error.context_mark
            return Problem(message, hint, _RULES.get(words, "G201")), *_at(mark)
    mark = error.problem_mark or error.context_mark
    return _token(text, mark), *_at(mark)


def _begins_line(text: str, mark: Any) -> bool:
    return mark is None or not text[mark.index - mark.column : mark.index].strip(" ")


def _token(text: str, mark: Any) -> Problem:
    index = mark.index if mark is not None else len(text)
    char = text[index : index + 1]
    if char == "\t":
        return Problem("a tab stands where YAML wants a space", "use spaces")
    if char and char in "@`%>|":
        return Problem(f"a value cannot begin with {char}", "put the value in quotes")
    if char and char in "]}),":
        return Problem(
            f"a {char} closes or divides something that was not opened", "take it out, or quote the value it belongs to"
        )
    where = f"{excerpt(char)} cannot stand here" if char.strip() else "the document or the line ends too early"
    return Problem(f"this is not YAML: {where}", "put the value in quotes")


def _at(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
