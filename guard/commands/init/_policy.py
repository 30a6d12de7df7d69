"""The smallest policy that says what was found: in shadow mode, a comment above each line that says why it is there."""

from __future__ import annotations

import re
import unicodedata

from guard.commands.init import _owners, _stack
from guard.escape import hidden, shown
from guard.model.paths import check_pattern
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands.init._found import Found
    from guard.commands.init._owners import Owned
    from guard.commands.init._stack import Home

TEAM = "maintainers"  # that of whoever writes the policy, where they name none
NOBODY = "owner"  # their name, where neither they nor git's settings tell one
MOST = 5  # committers who are named
PLAIN = re.compile(r"/[A-Za-z0-9._*/-]+")
MEANS = re.compile(r"yes|no|on|off|y|n|true|false|null")  # to YAML something else than a name
HEAD = """\
# The house rules of this repository, as guard init found it. guard schema policy tells every key.
# They count once they stand on the trusted branch. A later edit raises the version and lands alone.

# At random: it names these rules for good, and is never changed, nor used elsewhere.
id: {id}
# Grows with every edit, so that nobody brings an old one back.
version: 1
# guard reports, and stops nothing. Take this line out once what it reports is right.
mode: shadow
"""


class Adopter(NamedTuple):
    """Who writes the policy: the first of the people in it."""

    name: str
    told: str  # where the name is from, for a reader of the file
    teams: tuple[str, ...]
    key: str  # "" where they named none: nothing is listed that nobody asked for


def adopter(here: Found, name: str | None, teams: tuple[str, ...], key: str) -> Adopter:
    """By the words of the command, else by git's settings."""
    if name is not None:
        return Adopter(name, "named to guard init", teams or (TEAM,), key)
    for setting, said in (("name", here.settings.get("name", "")), ("email", here.settings.get("email", ""))):
        first = said.split()[0] if setting == "name" and said.split() else said.partition("@")[0]
        plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
        if _owners.slug(plain):
            return Adopter(_owners.slug(plain), f"git's user.{setting}", teams or (TEAM,), key)
    return Adopter(NOBODY, "nobody was named: write your own", teams or (TEAM,), key)


def text(here: Found, by: Adopter) -> str:
    """The whole file."""
    letters = "".join("abcdefghijkmnpqr"[half] for byte in _random(4) for half in divmod(byte, 16))
    parts = (_people(here, by), _agents(here, by), _owned(here, by), _dialects(here), _routine(here))
    rows = [list(part) for part in parts]
    return HEAD.format(id=letters) + "".join(["\n" + "".join([f"{line}\n" for line in part]) for part in rows if part])


def _random(size: int) -> bytes:
    import os

    return os.urandom(size)


def _people(here: Found, by: Adopter) -> Iterator[str]:
    yield f"# Who may own something and say yes, by name ({by.told}), and the teams they speak for."
    yield "people:"
    if by.key:
        yield "  # With this key: from the landing of these rules on, plans wait for a signature."
    else:
        yield f"  # No key yet, so to land is to approve. guard enroll {by.name} prints this line with one."
    key = f"key: {by.key}, " if by.key else ""
    yield f"  {_name(by.name)}: {{{key}teams: [{', '.join(map(_name, by.teams))}]}}"
    others = [name for name, _ in here.authors if name != here.settings.get("name")]
    if others:
        more = f" and {len(others) - MOST:,} more" if len(others) > MOST else ""
        yield f"  # Also at work here: {_note(', '.join(others[:MOST]))}{more}. guard enroll NAME makes a key."


def _agents(here: Found, by: Adopter) -> Iterator[str]:
    named = {name: place for name, place in here.around.agents.items() if name and name != by.name}
    if not named:
        return
    places = _note(", ".join(named.values()))
    yield f"# At work here, as {places} says. An agent approves nothing; its owner answers for it."
    yield "agents:"
    for name in named:
        yield f"  {name}: {{owner: {_name(by.name)}, purpose: work on this repository}}"


def _owned(here: Found, by: Adopter) -> Iterator[str]:
    yield "# Who is asked when these change. Where several patterns match, all of their teams must agree."
    yield "owners:"
    yield "  # Whoever owns this folder owns the rules."
    yield f"  /.guard/**: {_name(by.teams[0])}"
    place, seen = _note(shown(here.owners.path)), {"/.guard/**"}
    for row in here.owners.rows:
        if row.pattern in seen or hidden(row.pattern) or not row.teams:
            continue
        seen.add(row.pattern)
        why = row.why or _silent(row, by)
        yield f"  # {place}:{row.line} {_note(row.said)}"
        yield from [f"  # Left out: {why}."] if why else _stricter(row)
        yield f"  {'# ' if why else ''}{_key(row.pattern)}: {_teams(row)}"
    if here.owners.left:
        yield f"  # {place} is left out: {here.owners.left}. Write here what matters of it."


def _stricter(row: Owned) -> Iterator[str]:
    """Where guard asks more people than the host does."""
    if len(row.teams) > 1:
        yield "  # One of them is enough for the host; here all are asked."
    if row.also:
        yield f"  # Line {row.also} has paths in common with it; of those both are asked."


def _silent(row: Owned, by: Adopter) -> str:
    """A team in which nobody is listed would wait for an answer that never comes."""
    silent = [team for team in row.teams if team not in by.teams]
    return f"nobody listed under people is of {' and '.join(silent)} yet" if silent else ""


def _teams(row: Owned) -> str:
    return _name(row.teams[0]) if len(row.teams) == 1 else f"[{', '.join(map(_name, row.teams))}]"


def declared(here: Found, by_settings: bool = False) -> dict[str, Home]:
    """Patterns under `dialects:`, and the folder of each; of those that guard knows by itself where that is asked."""
    wanted = [home for home in here.stack.homes if home.sql and (home.why or by_settings)]
    patterns = {f"/{home.path.decode('utf-8', 'replace')}/**": home for home in wanted if _stack.readable(home.dialect)}
    able = [pattern for pattern in patterns if check_pattern(pattern) is None and not hidden(pattern)]
    return {pattern: patterns[pattern] for pattern in able}


def _dialects(here: Found) -> Iterator[str]:
    rows = declared(here)
    if rows:
        yield "# Which SQL these are written in: no name of a folder and no setting beside them says it."
        yield "dialects:"
    for pattern, home in rows.items():
        yield f"  # As {_note(home.why)} has it."
        yield f"  {_key(pattern)}: {home.dialect}"


def _routine(here: Found) -> Iterator[str]:
    if any([one.path.startswith(b"docs/") for one in here.files]):
        yield "# What never needs a plan, whoever writes it: prose, such as that of docs."
        yield "routine:"
        yield "  - {paths: [/docs/**], does: [file.add, file.modify]}"


def _name(name: str) -> str:
    """As YAML takes it for a name."""
    return f'"{name}"' if MEANS.fullmatch(name) else name


def _key(pattern: str) -> str:
    """As YAML takes it: quoted where anything but plain letters is in it."""
    if PLAIN.fullmatch(pattern):
        return pattern
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _note(said: str) -> str:
    """Words of the repository in a comment: on one line, all of it seen, none of it endless."""
    safe = shown(said)
    return safe if len(safe) <= 120 else f"{safe[:117]}..."
