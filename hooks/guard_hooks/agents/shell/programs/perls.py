"""Programs of perl in one line, as far as it takes to say that they only replace text, or print lines they pick."""

from __future__ import annotations

from guard_hooks.agents.shell.programs.languages import NAME, Odd, part


def perl_replaces(text: str) -> bool:
    """Whether a program of perl only replaces text, and nothing in it is computed."""
    at = 0
    try:
        while at < len(text):
            while at < len(text) and text[at] in " \t\n;":
                at += 1
            if at == len(text):
                return True
            if text.startswith("print if /", at):
                at = _picked(text, at + len("print if /"))
                continue
            at += text[at] == "s"
            if text[at - 1 : at] != "s" or text[at] in NAME or text[at] in " \t\n#'{([<;\\":
                return False
            start = at + 1
            at = part(text, part(text, start, text[at], False), text[at], False)
            if _computes(text[start:at]):
                return False
            while at < len(text) and text[at] in "gimsx":
                at += 1
            if text[at : at + 1] not in ("", " ", "\t", "\n", ";"):
                return False
    except (Odd, IndexError):
        return False
    return True


def _picked(text: str, at: int) -> int:
    """Behind a pattern of perl by which lines are picked to be printed."""
    end = part(text, at, "/", False)
    if _computes(text[at:end]):
        raise Odd
    while end < len(text) and text[end] in "imsx":
        end += 1
    if text[end : end + 1] not in ("", " ", "\t", "\n", ";"):
        raise Odd
    return end


def _computes(text: str) -> bool:
    """Whether perl would put something into a text, or run something in it."""
    at = 0
    while at < len(text):
        char, following = text[at], text[at + 1 : at + 2]
        end = at + 1
        while end < len(text) and text[end].isdigit():
            end += 1
        if char == "`" or text.startswith(("(?{", "(??"), at):
            return True
        if char == "@" and (following in NAME or following in ("{", "$", ":")):
            return True
        if char == "$" and text[end : end + 1] in (frozenset("{[(@$:-") | (NAME if end == at + 1 else frozenset())):
            return True
        at += 2 if char == "\\" else 1
    return False
