"""Family: CI hosts, one file each: what an event of the host asks of guard.

Whatever the event, one question is answered: may this commit land on the trusted branch, as that stands at the host
now? A green check stays with a commit, not with a pull request; so it says the same of it wherever that is shown.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    What = Literal["judge", "record", "rejudge", "nothing"]
else:
    What = str


class Asked(NamedTuple):
    """What an event asks, from the event alone. Ids are whole and in hexadecimal, refs are full names."""

    what: What  # judge a landing; record what landed; judge again what waits, for the log grew; nothing, and `why`
    branch: str  # the trusted one, by its short name; never one that an author names
    head: str = ""  # the commit that would land; of what landed, the newest
    base: str = ""  # of an entry of a merge queue: what it stands on, earlier entries included
    before: str = ""  # of what landed: where the branch was; "" where nothing says so
    refs: tuple[str, ...] = ()  # what led to the head at the host; it may be elsewhere by now
    number: int = 0  # of the pull request
    fork: bool = False  # it comes from another repository
    who: str = ""  # by whose name the host knows them: told, and decides nothing
    target: str = ""  # the branch that it asks to be merged into: told, and never gone by
    why: str = ""  # in words, where nothing is asked or that needs words
