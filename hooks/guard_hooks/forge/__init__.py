"""What a forge holds of pull requests, in words that are no forge's own: read strictly, and asked of it again.

One file for each forge. Of what it answers, numbers, object ids, times and words of a fixed list are taken; titles,
names of branches and people are not even read.
"""

from __future__ import annotations

from guard.doors.forge import unread
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, Protocol

    State = Literal["ended", "under way", "held"]

    class Desk(Protocol):
        """The pull requests of one repository at its forge."""

        many: str  # what the forge calls them, several of them
        mark: str  # what it writes before the number of one

        def pulls(self) -> list[Pull]:
            """Every open one."""

        def run(self, pull: Pull) -> Run | None:
            """The newest run of the check for its head."""

        def again(self, run: Run) -> None:
            """Let the forge run it again; Denied where it does not."""

        def ejected(self) -> dict[int, int]:
            """Those thrown out of a merge queue, and when."""

        def viewer(self) -> int:
            """Who the token is."""

        def comments(self, number: int) -> list[Comment]:
            """All that stands under one, oldest first."""

        def write(self, number: int, text: str, instead: int = 0) -> None:
            """A comment more, or another text in place of one."""

        def remove(self, number: int, comment: int) -> None:
            """One comment less."""


HEX = frozenset("0123456789abcdef")


class Pull(NamedTuple):
    """An open pull request: its number, and the commit that is its head."""

    number: int
    head: str


class Run(NamedTuple):
    """A run of the check; `held`: it waits for a person's leave, or the forge will not say how it ended."""

    id: int
    state: State
    passed: bool = False
    attempt: int = 1
    created: int = 0  # seconds; the forge repeats it for some days from then on
    began: int = 0  # this attempt of it


class Comment(NamedTuple):
    """What somebody wrote below a pull request."""

    id: int
    author: int
    text: str


def whole(row: Any, name: str, where: str) -> int:
    """A whole number above zero, by its name."""
    found = row.get(name) if isinstance(row, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 1 << 63:
        raise unread(where)
    return found


def oid(row: Any, name: str, where: str) -> str:
    """An object id, by its name."""
    found = row.get(name) if isinstance(row, dict) else None
    if not isinstance(found, str) or len(found) not in (40, 64) or not HEX.issuperset(found):
        raise unread(where)
    return found


def inner(row: Any, name: str, where: str) -> Any:
    """What stands below a name."""
    found = row.get(name) if isinstance(row, dict) else None
    if not isinstance(found, dict):
        raise unread(where)
    return found


def seconds(row: Any, name: str, where: str) -> int:
    """A time with its zone."""
    from datetime import datetime

    said = row.get(name) if isinstance(row, dict) else None
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise unread(where)
    return int(found.timestamp())
