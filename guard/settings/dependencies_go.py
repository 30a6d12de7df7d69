"""go.mod, go.work and go.sum."""

from __future__ import annotations

import re

from guard.settings.dependencies_listing import Listing, Package
from guard.settings.texts import UnreadError

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`|=>|[()\[\],]|[^\s()\[\],"`]+')
_SUM = re.compile(r"(\S+) (\S+?)(/go\.mod)? (\S+)")
_REST = frozenset(("module", "godebug", "use", "ignore"))


def module(text: str) -> Listing:
    """go.mod and go.work: what is required, replaced, excluded, retracted; the toolchain is a package as any other."""
    packages: list[Package] = []
    rest: list[str] = []
    block, name = "", "module"
    for number, line in enumerate(text.split("\n"), 1):
        code, _, comment = line.partition("//")
        words = [_unquoted(token) for token in _TOKEN.findall(code)]
        if not words:
            continue
        if words == [")"] and block:
            block = ""
            continue
        if words[1:] == ["("] and not block:
            block = words[0]
            continue
        verb, words = (block, words) if block else (words[0], words[1:])
        if not words or "(" in words or ")" in words:
            raise UnreadError("it is not written as go writes it")
        if verb in _REST:
            name = words[0] if verb == "module" else name
            rest.append(" ".join((verb, *words, comment.strip())))
            continue
        packages.append(_package(verb, words, number, comment, name))
    if block:
        raise UnreadError("it ends within a block")
    return Listing("go", False, tuple(packages), (), tuple(rest))


def _unquoted(token: str) -> str:
    if token[0] in '"`' and len(token) > 1:
        if "\\" in token:
            raise UnreadError("a text in it has escapes")
        return token[1:-1]
    return token


def _package(verb: str, words: list[str], line: int, comment: str, name: str) -> Package:
    indirect = comment.partition(";")[0].split() == ["indirect"]
    match verb, words:
        case (("go" | "toolchain"), [version]):
            return Package(verb, version, line)
        case "require", [path, version]:
            return Package(path, version, line, "indirect" if indirect else "")
        case "exclude", [path, version]:
            return Package(path, version, line, over="exclude", place=version)
        case "tool", [path]:
            return Package(path, "", line, "dev", place="tool")
        case "retract", _:
            return Package(name, "".join(words), line, over="retract", place="".join(words))
        case "replace", [path, "=>", target, *version] if len(version) < 2:
            return Package(path, "".join(version), line, source=target, over="replace")
        case "replace", [path, before, "=>", target, *version] if len(version) < 2:
            return Package(path, "".join(version), line, source=target, over="replace", place=before)
    raise UnreadError("it is not written as go writes it")


def sums(text: str) -> Listing:
    """go.sum: the hash of each module, and of its go.mod alone."""
    packages = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        match = _SUM.fullmatch(line.strip())
        if match is None:
            raise UnreadError("it is not written as go writes it")
        path, version, only, seal = match.groups()
        packages.append(Package(path, version, number, seal=(seal,), place=only or ""))
    return Listing("go", True, tuple(packages))
