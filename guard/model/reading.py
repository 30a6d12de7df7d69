"""What a detector is given and what it answers: one changed file with both its sides, and what the change does."""

from __future__ import annotations

from guard.model.operation import Operation
from guard.value import NamedTuple


class Pattern(NamedTuple):
    """A code pattern that a document declares, for files that match `within` and none of `without`."""

    of: str  # "detect", or the plan that declares it
    name: str  # the operation of the house, or the name of the sites
    language: str
    pattern: str
    within: tuple[str, ...]
    without: tuple[str, ...]
    becomes: str  # what takes its place; "" where nothing is said
    finds: str  # an example it must find; "" where none is asked for


class Context(NamedTuple):
    """What the documents that count say about the whole change set."""

    patterns: tuple[Pattern, ...] = ()
    created: tuple[str, ...] = ()  # resources that standing plans create: "column:users.given_name"
    dropped: tuple[str, ...] = ()  # and drop
    flags: tuple[str, ...] = ()  # path patterns of flag files
    types: bool = False  # a new table is told with the types of its columns: asked of what stands, not of a change


class Source(NamedTuple):
    """One changed file, both sides. A side that is no plain file is None."""

    path: str  # bytes that are not UTF-8 stand as surrogates
    old: bytes | None
    new: bytes | None
    released: bool = False  # the path stands on the trusted branch already
    dialect: str = ""  # of SQL in it, where the policy declares one
    beside: tuple[tuple[str, bytes], ...] = ()  # files beside it that tell of it, as they stand before the change


class Reading(NamedTuple):
    """What one detector saw in one file."""

    operations: tuple[Operation, ...]
    accounted: bool  # every changed statement is told by one of them: they stand for the file operation


def unread(why: str, via: str = "", line: int | None = None) -> Reading:
    """A file that could not be read: that is an operation of its own, never nothing."""
    return Reading((Operation("opaque.unparsed", line, attributes=(("why", why),), via=via),), False)
