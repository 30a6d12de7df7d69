"""Which part of a migration file runs forwards and which backwards, and whether its tool wraps it in a transaction.

Tools that keep both in one file part them by comment lines. Such a line counts only as every version of its tool takes
it, and not at all for a tool that knows none: what stands behind it would run.
"""

from __future__ import annotations

import re

from guard.value import NamedTuple


class Section(NamedTuple):
    """A part of a file that runs as one."""

    text: str
    line: int  # of the file, on which the text starts
    direction: str | None  # "up", "down"; None: the file is no migration
    transaction: str  # "in": the tool begins one; "no": it is told not to; "" where it does neither


class Sections(NamedTuple):
    """A file, by the tool that runs it."""

    tool: str
    parts: tuple[Section, ...]
    doubt: str  # why some part may be meant otherwise; "" where none


_MARKS = {
    "goose": re.compile(r"^-- \+goose (Up|Down|NO TRANSACTION)[ \t]*$", re.M),
    "sql-migrate": re.compile(r"^-- \+migrate (Up|Down)((?:[ \t]+\w+)*)[ \t]*$", re.M),
    "dbmate": re.compile(r"^-- migrate:(up|down)((?:[ \t]+\S+)*)[ \t]*$", re.M),
}
_NEAR = re.compile(r"(?:\+\s*(?:goose|migrate)\b.*?\b|migrate\s*:\s*)(?:up|down|no\s+transaction)\b", re.I)
_COMMENTS = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z))*")
_ENVSUB = re.compile(r"^--[ \t]*\+goose[ \t]+envsub[ \t]+on[ \t]*$", re.I | re.M)
_FLYWAY = re.compile(r"^--[ \t]*flyway:executeInTransaction[ \t]*=[ \t]*false[ \t]*$", re.M)
_CONF = re.compile(rb"^executeInTransaction[ \t]*=[ \t]*false[ \t]*\r?$", re.M)
_DIESEL = re.compile(rb"^run_in_transaction[ \t]*=[ \t]*false[ \t]*\r?$", re.M)
_ELSEWHERE = (
    "nothing but its own marks says that {} runs this file, and any other tool runs what stands below Down too; "
    "migrations are known by a folder (migrations) and a number at the start of the name"
)


def sections(
    text: str, tool: str, direction: str, dialect: str, beside: tuple[tuple[str, bytes], ...], home: bool
) -> Sections:
    """The parts of a file that `tool` runs; "" for the tool where the path names no migration.

    `home`: it stands where a tool that knows marks keeps its files. Anywhere else all of it is held to run.
    """
    doubt = ""
    if tool in ("", "sql"):  # any tool that keeps its files so
        for marked, pattern in _MARKS.items() if "--" in text else ():
            marks = list(pattern.finditer(text))
            if marks and home:
                return _marked(text, marked, marks)
            if marks:
                doubt = doubt or _ELSEWHERE.format(marked)
        if not tool:
            return Sections("sql", (Section(text, 1, None, ""),), doubt)
        doubt = doubt or _strange(text, "any tool", frozenset())
    transaction = _transaction(text, tool, dialect, beside)
    return Sections(tool, (Section(text, 1, direction or "up", transaction),), doubt)


def _strange(text: str, tool: str, marks: frozenset[str]) -> str:
    """Why a line that is much like a mark, and is none of `marks`, may be one to some version of a tool."""
    if "goose" not in text.lower() and "migrate" not in text.lower():
        return ""
    for line in text.split("\n"):
        near = _NEAR.search(line) if line not in marks else None
        if near:  # the rest of the line may hold anything
            way = " ".join(near[0].lower().split()[-1:]).rpartition(":")[2]
            return f"a line is much like a mark ({way}), and not every version of {tool} takes it for one"
    return ""


def _transaction(text: str, tool: str, dialect: str, beside: tuple[tuple[str, bytes], ...]) -> str:
    """What a tool does that keeps one direction in a file."""
    files = [(name.rpartition("/")[2], content) for name, content in beside]
    if tool == "flyway":
        told = _FLYWAY.search(text) or any([name.endswith(".conf") and _CONF.search(said) for name, said in files])
        return "no" if told else "in"
    if tool == "diesel":
        return "no" if any([name == "metadata.toml" and _DIESEL.search(said) for name, said in files]) else "in"
    return "in" if tool == "golang-migrate" and dialect == "sqlite" else ""


def _marked(text: str, tool: str, marks: list[re.Match[str]]) -> Sections:
    """A file parted by comment lines; what stands before the first of them is held to run forwards."""
    directed = [mark for mark in marks if mark[1].lower() in ("up", "down")]
    never = tool == "goose" and len(directed) < len(marks)
    starts = [mark.start() for mark in directed] or [0]
    first = directed[0][1].lower() if directed else "up"
    parts = [Section(text[: starts[0]], 1, "up", "no" if never else "in")] if first == "down" else []
    if first == "up":
        starts[0] = 0
    several: list[re.Match[str] | None] = [*directed] or [None]
    for start, end, mark in zip(starts, [*starts[1:], len(text)], several, strict=True):
        options = mark[2].lower() if mark is not None and tool != "goose" else ""
        none = never or "notransaction" in options.split() or "transaction:false" in options.split()
        direction = mark[1].lower() if mark is not None else "up"
        parts.append(Section(text[start:end], text.count("\n", 0, start) + 1, direction, "no" if none else "in"))
    doubt = _strange(text, tool, frozenset([mark[0] for mark in marks]))
    if not doubt and _ENVSUB.search(text):
        doubt = "values are filled in when it runs"
    return Sections(tool, tuple(parts), doubt or _unlike(text, tool, marks))


def _unlike(text: str, tool: str, marks: list[re.Match[str]]) -> str:
    """Why the tool would refuse a file with these marks, so that it may be another tool that runs all of it."""
    ways = [mark[1].lower() for mark in marks if mark[1].lower() in ("up", "down")]
    if ways[:1] != ["up"] or not _COMMENTS.fullmatch(text, 0, marks[0].start()):
        return f"{tool} takes no file that does not begin with its mark for up: another tool may run all of it"
    if tool != "sql-migrate" and len(ways) > len(set(ways)):
        return f"{tool} takes no file in which a direction stands twice: another tool may run all of it"
    return ""
