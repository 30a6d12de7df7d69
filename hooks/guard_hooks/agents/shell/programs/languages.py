"""Scripts of sed and awk, as far as it takes to say that they only print, or what they write."""

from __future__ import annotations

NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
BLANK = frozenset(" \t")
FLAGS = frozenset("gpimIM0123456789")
ALONE = frozenset("=dDgGhHnNpPxzF")
BEFORE_A_PATTERN = frozenset({"print", "printf", "return", "in", "getline", "else", "do", "delete", "exit", "case"})


class Odd(Exception):
    """A script that is not of the form that is read."""


def sed_files(text: str) -> list[str] | None:
    """The files that a script of sed writes; None where it runs something, or cannot be read."""
    files: list[str] = []
    at = 0
    try:
        while at < len(text):
            at = _sed_command(text, at, files)
    except (Odd, IndexError):
        return None
    return files


def _sed_command(text: str, at: int, files: list[str]) -> int:
    """One command of sed, from its address to its end."""
    at = _sed_address(text, at)
    if at >= len(text):
        return at
    char, at = text[at], at + 1
    if char in "{}":
        return at
    if char == "s":
        return _sed_replaces(text, at, files)
    if char == "y":
        return _sed_ends(text, part(text, part(text, at + 1, text[at], False), text[at], False))
    if char in "aic":
        return _lines(text, at)
    if char in "rR#:bBtT":
        return (_label if char in ":bBtT" else _line)(text, at)
    if char in "wW":
        end = _line(text, at)
        files.append(text[at:end].strip(" \t"))
        return end
    if char in "qQlL":
        while at < len(text) and text[at] in "0123456789 \t":
            at += 1
        return _sed_ends(text, at)
    if char in ALONE:
        return _sed_ends(text, at)
    raise Odd


def _sed_address(text: str, at: int) -> int:
    while at < len(text):
        char = text[at]
        if char == "/":
            at = _flags(text, part(text, at + 1, "/", True))
        elif char == "\\":
            at = _flags(text, part(text, at + 2, text[at + 1], True))
        elif char in "0123456789 \t\n;,~+$!":
            at += 1
        else:
            return at
    return at


def _flags(text: str, at: int) -> int:
    while at < len(text) and text[at] in "IM":
        at += 1
    return at


def part(text: str, at: int, end: str, pattern: bool) -> int:
    """Behind the sign that ends a part; in brackets of a pattern it is a sign as others are."""
    if end in "\n\\":
        raise Odd
    while text[at] != end:
        if text[at] == "\\":
            at += 1
        elif text[at] == "[" and pattern:
            at = _bracket(text, at)
        at += 1
    return at + 1


def _bracket(text: str, at: int) -> int:
    """At the bracket that closes."""
    at += 1 + (text[at + 1] == "^")
    at += text[at] == "]"
    while text[at] != "]":
        if text[at] == "[" and text[at + 1] in ":.=":
            at = text.find(text[at + 1] + "]", at + 2)
            if at < 0:
                raise Odd
            at += 1
        if text[at] == "\n":
            raise Odd
        at += 1
    return at


def _sed_replaces(text: str, at: int, files: list[str]) -> int:
    sign = text[at]
    at = part(text, part(text, at + 1, sign, True), sign, False)
    while at < len(text) and text[at] in FLAGS:
        at += 1
    if at < len(text) and text[at] == "w":
        end = _line(text, at)
        files.append(text[at + 1 : end].strip(" \t"))
        return end
    return _sed_ends(text, at)


def _sed_ends(text: str, at: int) -> int:
    """Behind a command that nothing more belongs to."""
    while at < len(text) and text[at] in BLANK:
        at += 1
    if at < len(text) and text[at] not in ";\n}#":
        raise Odd
    return at


def _line(text: str, at: int) -> int:
    """The end of a line."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _label(text: str, at: int) -> int:
    """Behind a label: kinds of sed differ in what belongs to it where more stands in the line."""
    while at < len(text) and text[at] in BLANK:
        at += 1
    while at < len(text) and text[at] not in " \t\n;}":
        at += 1
    if text[at : at + 1] == "}" and text[at + 1 : at + 2] not in ("", " ", "\t", "\n", ";", "}"):
        raise Odd
    return _sed_ends(text, at)


def _lines(text: str, at: int) -> int:
    """The end of a text that goes on where its lines end with a backslash."""
    while at < len(text) and text[at] != "\n":
        at += 2 if text[at] == "\\" else 1
    return at


def awk_prints(text: str) -> bool:
    """Whether a program of awk only prints: it writes no file, and runs nothing."""
    at = depth = 0
    printing = -1  # how deep in brackets
    last = ""  # "value" or "bracket", where a slash would divide
    try:
        while at < len(text):
            char = text[at]
            if char in NAME:
                end = _name_ends(text, at)
                word, at = text[at:end], end
                if word == "system":
                    return False
                if word in ("print", "printf"):
                    printing = -1 if _alone(text, end) else depth
                last = "" if word in BEFORE_A_PATTERN else "value"
            elif char == '"' or (char == "/" and not last):
                at, last = _awk_text(text, at), "value"
            elif char == "/" and last == "bracket" and "/" in text[at + 1 : _line(text, at)]:
                return False  # kinds of awk differ in whether this divides
            elif text.startswith("||", at):
                at, last = at + 2, ""
            elif char in "|@" or (char == ">" and printing == depth):
                return False
            else:
                depth += (char in "([") - (char in ")]")
                printing = -1 if char in ";{}" or (char == "\n" and last) else printing  # behind a sign it goes on
                last = "bracket" if char in ")]" else last * (char in BLANK or char == "#")
                at = _line(text, at) if char == "#" else at + 1
    except (Odd, IndexError):
        return False
    return True


def _alone(text: str, at: int) -> bool:
    """Whether nothing more stands in a line."""
    while at < len(text) and text[at] in BLANK:
        at += 1
    return text[at : at + 1] in ("", "\n", "#")


def _name_ends(text: str, at: int) -> int:
    while at < len(text) and text[at] in NAME:
        at += 1
    return at


def _awk_text(text: str, at: int) -> int:
    """Behind a string or a pattern."""
    end, at = text[at], at + 1
    while text[at] != end:
        if text[at] == "\n":
            raise Odd
        if text[at] == "[" and end == "/":
            at = _bracket(text, at)
        at += 2 if text[at] == "\\" else 1
    return at + 1
