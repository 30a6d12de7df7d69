"""Why guard was asked: which change, at which door, under whose documents."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Door = Literal["commit", "merge", "run"]
    Selector = Literal["staged", "range", "commit", "auto"]
else:
    Door = Selector = str


class Trigger(NamedTuple):
    """One question to guard, as a command line, a hook or a CI event puts it."""

    selector: Selector
    base: str | None = None  # of a range; None: the trusted branch
    tip: str | None = None  # of a range, or the commit
    plan: str | None = None
    phase: str | None = None
    trust: str | None = None  # a directory outside the work tree
    trusted: str | None = None  # a ref
    git: str | None = None  # absolute path
    cache: bool = False  # compiled documents may come from the cache; never in CI and never on push
    now: int | None = None  # the time to judge at; None: what the clock says
    order: bool = True  # whether it is asked whose turn it is; not of landings long past
    here: bool = False  # whether what was asked in this work tree (guard ask) counts for work that ends at its HEAD
    log: bytes | None = None  # the commit of the log to read it at, b"" for none; None: where it is now
