"""Code as syntax: the one room that knows ast-grep, for whoever asks what stands in a file of a programming language.

Lines are counted from 1. Places within a text are characters, as ast-grep tells them. ast-grep is loaded by the first
question that needs it. What it cannot do is `Unreadable` here, however it says so: an unknown language makes it panic.
"""

from __future__ import annotations

import re
import sys
from typing import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ast_grep_py import Config, SgNode

    Node = SgNode
    Rule = Mapping[str, object]  # as ast-grep has them: {"kind": ...}, {"any": [...]}

ENDINGS = {
    "go": "go",
    **dict.fromkeys(("py", "pyi", "pyw"), "python"),
    **dict.fromkeys(("ts", "mts", "cts"), "typescript"),
    "tsx": "tsx",
    **dict.fromkeys(("js", "mjs", "cjs", "jsx"), "javascript"),
    "java": "java",
    **dict.fromkeys(("rb", "rake", "gemspec", "ru"), "ruby"),
    "rs": "rust",
    **dict.fromkeys(("hcl", "tf", "tfvars"), "hcl"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
}
NAMES = dict.fromkeys(("gemfile", "rakefile"), "ruby")
LANGUAGES = tuple(dict.fromkeys(ENDINGS.values()))
ESCAPED = ("java", "javascript", "typescript", "tsx")  # \u0061 is the letter a, also in a name
LONGEST = 2_000_000  # bytes of one side of a file
FEW, AHEAD = 1_000, 300_000_000  # to tell where a node stands, ast-grep counts the characters ahead of it on its line

_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u+(?:([0-9a-fA-F]{4})|\{0*([0-9a-fA-F]{1,6})\})")
_NAME = re.compile(r"\w+")


class Unreadable(Exception):
    """What cannot be read as code, and why."""


def language_of(path: str) -> str:
    """The language of a file, by its name; "" where it is none of these."""
    name = path.rpartition("/")[2].lower()
    return ENDINGS.get(name.rpartition(".")[2], "") if "." in name else NAMES.get(name, "")


def decoded(data: bytes, language: str) -> str:
    """The text of a file, with its names as the compiler takes them. It has the same lines."""
    if len(data) > LONGEST:
        raise Unreadable(f"it is larger than the {LONGEST:,} bytes that guard reads as {language}")
    text = data.decode("utf-8-sig", "replace")
    if language in ESCAPED and "\\u" in text:
        return _ESCAPE.sub(_letter, text)
    if language == "python" and not text.isascii():
        import unicodedata

        return _NAME.sub(
            lambda found: found[0] if found[0].isascii() else unicodedata.normalize("NFKC", found[0]), text
        )
    return text


def rewritten(data: bytes, language: str) -> bool:
    """Whether names may stand in these bytes in another form than in the text that is read."""
    return (language in ESCAPED and b"\\u" in data) or (language == "python" and not data.isascii())


def _letter(found: re.Match[str]) -> str:
    """The character an escape stands for, where names may hold it; all others stay as they are written."""
    code = int(found[2] or found[3], 16)
    char = chr(code) if code <= sys.maxunicode else ""
    return found[1] + char if char in ("$", "_") or char.isalnum() else found[0]


def parse(text: str, language: str) -> Node:
    """The root of the tree. Code with mistakes has one too, with ERROR nodes in it."""
    if language not in LANGUAGES:
        raise Unreadable(f"{language[:32]} is no language that guard reads")
    from ast_grep_py import SgRoot

    try:
        return SgRoot(text, language).root()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic is no Exception
        raise Unreadable(_told(error)) from None


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, as they stand in the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children())


def line(node: Node) -> int:
    """The line a node begins on, from 1."""
    return node.range().start.line + 1


def find_all(root: Node, rule: Rule) -> list[Node]:
    """What a rule of ast-grep finds, as it stands in the text."""
    config = cast("Config", {"rule": rule})
    try:
        found = root.find_all(config)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise Unreadable(_told(error)) from None
    if len(found) > FEW and len(found) * max(map(len, root.text().split("\n"))) > AHEAD:
        raise Unreadable("its lines are too long for the many places on them")
    return found


def _told(error: BaseException) -> str:
    """What ast-grep says, without how it came to it."""
    lines = [said.strip() for said in str(error).partition("Stack backtrace")[0].splitlines() if said.strip()]
    return (lines[-1] if lines else type(error).__name__)[:200]
