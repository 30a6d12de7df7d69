"""All that `guard init` looks at, once, and how it is told."""

from __future__ import annotations

import os

from guard.commands.init import _around, _owners, _stack
from guard.doors.git import people
from guard.doors.git.tracked import tracked
from guard.doors.signatures import hand
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands.init._around import Around
    from guard.commands.init._owners import Owners
    from guard.commands.init._stack import Home, Stack
    from guard.doors.git.repository import Repository
    from guard.doors.git.tracked import Tracked

MOST = 4  # of a kind that are named one by one
LABEL = 12


class Found(NamedTuple):
    """What stands in a repository before guard does."""

    top: str
    files: tuple[Tracked, ...]
    stack: Stack
    owners: Owners
    around: Around
    settings: dict[str, str]  # what git's settings say of whoever is here
    authors: tuple[tuple[str, int], ...]
    keys: tuple[str, ...]  # public keys at hand here, by their files; the one that git signs with first


def found(repository: Repository) -> Found:
    """Look at it; nothing is written, and nothing of it is run."""
    files = tracked(repository)
    settings = people.settings(repository)
    return Found(
        repository.place.top,
        files,
        _stack.stack(repository, files),
        _owners.owners(repository, files),
        _around.around(repository, [one.path for one in files]),
        settings,
        tuple(people.authors(repository)),
        _keys(settings),
    )


def _keys(settings: dict[str, str]) -> tuple[str, ...]:
    """As people write them: from their home on."""
    home, signing = os.path.expanduser("~"), os.path.expanduser(settings.get("signingkey", ""))
    paths = sorted(hand.in_folder().values(), key=lambda path: (path not in (signing, f"{signing}.pub"), path))
    return tuple([f"~{path[len(home) :]}" if path.startswith(home + os.sep) else path for path in paths])


def told(here: Found) -> list[str]:
    """A line for each kind of thing that was found; what was not is left out."""
    files = f"{len(here.files):,} file{'' if len(here.files) == 1 else 's'}"
    rows = [f"guard: found in {shown(os.fsencode(here.top))}, {files}"]
    return rows + [f"  {label.ljust(LABEL)}{said}" for label, said in _rows(here) if said]


def _rows(here: Found) -> Iterator[tuple[str, str]]:
    around, counted = here.around, [f"{shown(name)} ({count:,})" for name, count in here.authors]
    yield "languages", _few([f"{name} ({count:,})" for name, count in here.stack.languages])
    for home in here.stack.homes:
        yield "migrations", _home(home)
    yield "schema", _few([shown(path) for path in here.stack.dumps])
    yield "owners", _owned(here.owners)
    yield "CI", _few([f"{name} ({shown(place)})" for name, place in around.ci.items()])
    native = [f"{name} of its own" for name in around.native]
    yield "hooks", _few([f"{name} ({place})" for name, place in around.hooks.items()] + native)
    agents = [f"{name} ({place})" if name else f"whoever reads {place}" for name, place in around.agents.items()]
    yield "agents", _few(agents)
    yield "committers", _few(counted)
    yield "keys", _few([shown(path) for path in here.keys])


def _home(home: Home) -> str:
    said = f"{shown(home.path) or 'the top'}: {home.tool}, {home.files:,} file{'' if home.files == 1 else 's'}"
    if not home.dialect:
        return said + (", SQL of which nothing says the dialect" if home.sql else "")
    return f"{said}, {home.dialect}" + (f" ({home.why})" if home.why else "")


def _owned(owners: Owners) -> str:
    if not owners.path:
        return ""
    if owners.left:
        return f"{shown(owners.path)}, of which nothing is written: {owners.left}"
    teams = {team for row in owners.rows for team in row.teams}
    said = f"{shown(owners.path)}: {len(owners.rows)} pattern{'' if len(owners.rows) == 1 else 's'}"
    return f"{said}, {len(teams)} team{'' if len(teams) == 1 else 's'}"


def _few(some: list[str]) -> str:
    more = f" and {len(some) - MOST:,} more" if len(some) > MOST else ""
    return ", ".join(some[:MOST]) + more
