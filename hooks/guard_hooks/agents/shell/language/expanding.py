"""Quotations, and what a shell computes before it runs a command: the reader of characters meets them here."""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import COMPUTED, QUOTED, SPLIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.lexing import Lexer

NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
OWN = frozenset("@*#?-$!")  # variables of the shell's own
ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b", "\\": "\\",
    "'": "'", '"': '"', "?": "?",
}  # fmt: skip
ARITHMETIC = NAME | frozenset(" \t+-*/%<>=!&|^~?:,()[]{}$#")
LONGEST = 160  # characters of a sum
NUMBERS = frozenset("#?$!")  # those that are one
RISKY = frozenset("['\\")
GIVEN = "@"  # the name of all that a shell is given
AGAIN = "it runs what stands in a variable"
UNCLOSED = "a bracket in it is not closed"
UNQUOTED = "a quotation in it does not end"


def single(lexer: Lexer) -> None:
    """A text in single quotes."""
    end = lexer.text.find("'", lexer.at + 1)
    if end < 0:
        lexer.broken.append(UNQUOTED)
        end = lexer.end
    lexer.push(lexer.text[lexer.at + 1 : end], QUOTED)
    lexer.at = end + 1


def double(lexer: Lexer) -> None:
    """A text in double quotes."""
    lexer.at += 1
    lexer.push("", QUOTED)
    quoted(lexer, '"')


def quoted(lexer: Lexer, closing: str) -> None:
    """To the quote that closes, or in a here-document to its end: what is computed in it is seen."""
    while lexer.at < lexer.end:
        char = lexer.text[lexer.at]
        if char == closing:
            lexer.at += 1
            return
        if char == "$":
            dollar(lexer, within=True)
        elif char == "`":
            backticks(lexer, within=True)
        elif char == "\\":
            following = lexer.text[lexer.at + 1 : lexer.at + 2]
            lexer.push(following.strip("\n") if following in '$`"\\\n' else char + following, QUOTED)
            lexer.at += 2
        else:
            start = lexer.at
            lexer.at += 1
            while lexer.at < lexer.end and lexer.text[lexer.at] not in '"\\$`':
                lexer.at += 1
            lexer.push(lexer.text[start : lexer.at], QUOTED)
    if closing:
        lexer.broken.append(UNQUOTED)


def dollar(lexer: Lexer, within: bool = False) -> None:
    """A dollar, in quotes or outside of them."""
    following = lexer.text[lexer.at + 1 : lexer.at + 2]
    if following == "(":
        _command(lexer, within)
    elif following == "{":
        _parameter(lexer, within)
    elif following in NAME or following in OWN:
        _variable(lexer, following, within)
    elif following == "'" and not within:
        _ansi(lexer)
    elif following == '"' and not within:
        lexer.at += 1  # a text to be translated
    elif following == "[":
        lexer.gives_up("it has a sum of an old form")
    else:
        lexer.push("$", QUOTED)
        lexer.at += 1


def backticks(lexer: Lexer, within: bool = False) -> None:
    """A command of the old form."""
    escaped = frozenset('`\\$"' if within else "`\\$")
    lexer.at += 1
    chars: list[str] = []
    while lexer.at < lexer.end and lexer.text[lexer.at] != "`":
        if lexer.text[lexer.at] == "\\" and lexer.text[lexer.at + 1 : lexer.at + 2] in escaped:
            lexer.at += 1
        chars.append(lexer.text[lexer.at : lexer.at + 1])
        lexer.at += 1
    if lexer.at >= lexer.end:
        lexer.broken.append(UNQUOTED)
    lexer.at += 1
    inner = lexer.another("".join(chars))
    lexer.level.inner.append(inner.tokens())
    lexer.broken += inner.broken
    _computed(lexer, within)


def sum_ends(lexer: Lexer, start: int, more: str = "") -> int:
    """Where a sum in double brackets ends that begins here; 0 where it is none, or may hold a command."""
    text = lexer.text
    if not text.startswith("((", start) or text.find("))", start, start + LONGEST) < 0:
        return 0
    depth = 0
    for at in range(start, min(lexer.end, start + LONGEST)):
        char = text[at]
        if (char not in ARITHMETIC and char not in more) or text.startswith("$(", at):
            return 0
        depth += (char == "(") - (char == ")")
        if depth == 1 and char == ")":  # the inner bracket closes: the outer one directly behind it
            return at + 2 if text.startswith(")", at + 1) else 0
    return 0


def _computed(lexer: Lexer, within: bool, many: bool = False) -> None:
    lexer.push("$", COMPUTED if within and not many else SPLIT)


def _variable(lexer: Lexer, following: str, within: bool) -> None:
    start, lexer.at = lexer.at + 1, lexer.at + 2
    if following in NAME and not following.isdigit():
        while lexer.at < lexer.end and lexer.text[lexer.at] in NAME:
            lexer.at += 1
    if following not in NUMBERS:
        lexer.notes("name", GIVEN if following in "@*" or following.isdigit() else lexer.text[start : lexer.at])
    else:
        lexer.notes("sum")
    _computed(lexer, within, following == "@")


def _command(lexer: Lexer, within: bool) -> None:
    end = sum_ends(lexer, lexer.at + 1)
    if end:
        lexer.notes("sum", lexer.text[lexer.at + 3 : end - 2])
        lexer.at = end
    else:
        lexer.at += 2
        lexer.level.inner.append(lexer.read(closing=True))
    _computed(lexer, within)


def _parameter(lexer: Lexer, within: bool) -> None:
    """A variable in braces: what stands with it may hold commands."""
    level, first = lexer.level, lexer.at
    parts = len(level.chars)
    lexer.at += 2
    lexer.goes_in()
    while lexer.at < lexer.end and lexer.text[lexer.at] != "}":
        _of_parameter(lexer, within)
    if lexer.at >= lexer.end:
        lexer.broken.append(UNCLOSED)
    lexer.depth -= 1
    del level.chars[parts:], level.masks[parts:]
    _means(lexer, lexer.text[first + 2 : lexer.at])
    _computed(lexer, within, lexer.text.find("@", first, lexer.at) >= 0)
    lexer.at += 1


def _means(lexer: Lexer, said: str) -> None:
    """What stands in the braces of a variable: which one it is, and what of it is worked out first."""
    end = 1 if said[:1] in ("!", "#") and len(said) > 1 else 0
    start = end
    while end < len(said) and said[end] in NAME:
        end += 1
    end += end == start and said[end : end + 1] in ("@", "*")
    name, rest = said[start:end], said[end:]
    sets = rest[:2] == ":=" or rest[:1] == "="
    if said[:1] == "(" or rest.endswith("@P") or (said[:1] == "!" and sets):
        lexer.broken.append(AGAIN)
    if said[:1] == "!" and rest not in ("*", "@", "[@]", "[*]"):
        lexer.notes("sum", name)
    place = rest[:1] == "[" and rest[1:3] not in ("@]", "*]")
    part = rest[3:] if rest[:1] == "[" and not place else rest  # ${x[@]:1:2}
    if place or (part[:1] == ":" and part[1:2] not in tuple("-=?+")):
        lexer.notes("sum", part)
    if sets or (place and "=" in rest):
        lexer.notes("set", name)
    if rest[:1] != "[" and not RISKY.isdisjoint(rest):
        lexer.notes("odd")  # what stands in it is a text like any other
    digits = name.isdigit() or not name.isidentifier()
    lexer.notes(*("sum", "") if said[:1] == "#" and len(said) > 1 else ("name", GIVEN if digits else name))


def _of_parameter(lexer: Lexer, within: bool) -> None:
    char = lexer.text[lexer.at]
    if char == "'" and not within:
        single(lexer)
    elif char == '"':
        double(lexer)
    elif char == "\\":
        lexer.at += 2
    elif char == "$":
        dollar(lexer, within)
    elif char == "`":
        backticks(lexer, within)
    else:
        lexer.at += 1


def _ansi(lexer: Lexer) -> None:
    """A text whose escapes bash reads."""
    lexer.at += 2
    lexer.push("", QUOTED)
    while lexer.at < lexer.end and lexer.text[lexer.at] != "'":
        char = lexer.text[lexer.at]
        if char == "\\":
            meant = ESCAPES.get(lexer.text[lexer.at + 1 : lexer.at + 2])
            lexer.push(meant or "$", QUOTED if meant else SPLIT)
            if not meant:
                lexer.notes("odd")
            lexer.at += 2
        else:
            lexer.push(char, QUOTED)
            lexer.at += 1
    if lexer.at >= lexer.end:
        lexer.broken.append(UNQUOTED)
    lexer.at += 1
