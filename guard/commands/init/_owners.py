"""CODEOWNERS in guard's words: of each line the pattern and the teams, or why guard's owners cannot say it.

A host goes by the last line that matches; guard asks the owners of every pattern that does. So the line for everything
is left out where others follow it; where two others meet, guard asks the owners of both, and the line says so.
"""

from __future__ import annotations

import re

from guard.inventories.reading.codeowners import PLACES, SIZE
from guard.model.change import PLAIN
from guard.model.paths import check_pattern
from guard.operations.owners import has_sections, lines_of
from guard.settings.owner_patterns import ANY, apart, elements, shared
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guard.doors.git.repository import Repository
    from guard.doors.git.tracked import Tracked
    from guard.operations.owners import Rule

MOST = 60  # lines that are looked at; a longer file is told as a whole
LONGEST = 62
EVERYTHING = "/**"


class Owned(NamedTuple):
    """One line of it."""

    pattern: str
    teams: tuple[str, ...]
    line: int
    said: str  # its owners as they stand there
    why: str  # why it is not written; "" where it may be
    also: int = 0  # a later line that takes paths of it away on the host, where guard asks the owners of both


class Owners(NamedTuple):
    """The file that the host reads, and what it says."""

    path: bytes  # b"" where there is none
    rows: tuple[Owned, ...]
    left: str  # why nothing of it is told, or not all


NONE = Owners(b"", (), "")


class _Standing(NamedTuple):
    """What is there: files and folders, by their paths and by their names alone."""

    files: frozenset[str]
    folders: frozenset[str]
    names: frozenset[str]
    folder_names: frozenset[str]


def owners(repository: Repository, files: tuple[Tracked, ...]) -> Owners:
    """Of the file that a host would take: in .github or .gitlab, at the top, or in docs."""
    found = {}
    for one in files:
        folder, _, name = one.path.rpartition(b"/")
        if name == b"CODEOWNERS" and folder in PLACES and one.mode in PLAIN:
            found[folder] = one
    if not found:
        return NONE
    one = next(found[folder] for folder in (b".github", b".gitlab", b"", b"docs") if folder in found)
    ((_, content),) = repository.up_to([one.oid], SIZE)
    try:
        text = (content or b"").decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return Owners(one.path, (), "it is not UTF-8")
    gitlab = one.path.startswith(b".gitlab/") or (not one.path.startswith(b".github/") and has_sections(text))
    rules = lines_of(text, gitlab).rules
    if len(rules) > MOST:
        return Owners(one.path, (), f"it has {len(rules):,} lines, and guard init takes up {MOST} at most")
    there = _standing(files)
    return Owners(
        one.path, tuple([_row(rule, line, rules[at + 1 :], there) for at, (rule, line) in enumerate(rules)]), ""
    )


def _standing(files: tuple[Tracked, ...]) -> _Standing:
    paths = frozenset([one.path.decode("utf-8", "replace") for one in files])
    folders = frozenset([path[:end] for path in paths for end in range(len(path)) if path[end] == "/"])
    return _Standing(paths, folders, frozenset(map(_last, paths)), frozenset(map(_last, folders)))


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _row(rule: Rule, line: int, later: Sequence[tuple[Rule, int]], there: _Standing) -> Owned:
    teams = tuple(sorted({team for owner in rule.owners if (team := team_of(owner))}))
    pattern, why = _pattern(rule.pattern, there)
    also = _taken(rule, later)
    if pattern == EVERYTHING and also:
        why = "later lines take paths of it away, and guard would ask its owners of those too"
    return Owned(pattern, teams, line, " ".join(sorted(rule.owners)), _unsayable(rule, teams) or why, also)


def _unsayable(rule: Rule, teams: tuple[str, ...]) -> str:
    if rule.exempt or not rule.owners:
        return "it says that nobody owns these, which guard's owners cannot say"
    if rule.optional:
        return "its section is optional, and owners of guard never are"
    return "" if teams else "its owners make no name of a team"


def _taken(rule: Rule, later: Sequence[tuple[Rule, int]]) -> int:
    """The first later line that has paths with it in common, and other owners; 0 where none has."""
    mine = elements(rule.pattern)
    for other, line in later:
        theirs = elements(other.pattern)
        if other.section != rule.section or other.owners == rule.owners or not theirs or not mine:
            continue
        if not apart(mine, theirs) and shared(mine, theirs, shortest=False) is not None:
            return line
    return 0


def _pattern(said: str, there: _Standing) -> tuple[str, str]:
    """The same paths as a pattern of guard; what stands for a file or for a folder is looked up."""
    parts = list(elements(said))
    if parts[-2:] == ["*", ANY]:
        parts[-2:] = [ANY]
    elif parts[-1:] == [ANY]:
        found = _kinds(parts[:-1], there)
        if len(found) != 1:
            why = "it matches files and folders alike" if found else "nothing here is called so"
            return f"/{'/'.join(parts[:-1])}", why
        parts = parts[:-1] + ([ANY] if found == ["folder"] else [])
    if parts == [ANY, "*"]:
        parts = [ANY]
    pattern = "/" + "/".join(parts)
    return pattern, check_pattern(pattern) or ""


def _kinds(parts: list[str], there: _Standing) -> list[str]:
    """Whether such a path is a file here, a folder, or both."""
    if parts and "*" in parts[-1]:
        return ["file"]
    if parts[:1] == [ANY] and len(parts) == 2:
        sides: Iterable[tuple[str, bool]] = (
            ("file", parts[1] in there.names),
            ("folder", parts[1] in there.folder_names),
        )
    else:
        path = "/".join(parts)
        sides = (("file", path in there.files), ("folder", path in there.folders))
    return [kind for kind, stands in sides if stands]


def team_of(owner: str) -> str:
    """The name of a team for a handle or an address: `@acme/identity` is called identity, `@dana` dana."""
    name = owner.rpartition("/")[2].lstrip("@").partition("@")[0].lower()
    return slug(name)


def slug(text: str) -> str:
    """A name as the policy takes one: a letter, then letters, digits and -."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-").lstrip("-0123456789")[:LONGEST].rstrip("-")
