"""What makes hundreds of verdicts quick: each document is compiled once, each file read and searched once, in here.

Guard reads what changes in a process of its own, and every verdict reads all documents anew; that this comes to the
same is what other tests are for (tests/test_reading_promises.py, tests/sites, tests/test_trust.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import pytest

import guard.compile
from guard import replay, worker
from guard.doors import reader
from guard.doors.reader import Job
from guard.model.reading import Context, Reading
from guard.model.world import Exit
from guard.replay import exits, progress
from guard.sites import searching
from guard.sites.query import Query
from guard.sites.search import search_of

read_once = lru_cache(maxsize=None)(worker.read)


class Here:
    """A reader in this process."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._found: list[Reading] = []

    def load(self) -> None:
        """All is loaded."""

    def send(self, jobs: Sequence[Job]) -> None:
        self._found += [read_once(job.detectors, job.source, self._context) for job in jobs]

    def readings(self) -> list[Reading]:
        found, self._found = self._found, []
        return found

    def close(self) -> None:
        """There is nothing to end."""


@cache
def found_once(query: Query, language: str, data: bytes) -> Any:
    return searching._row(searching._line(search_of(query), language, data).rstrip(b"\n"))


def searched(query: Query, files: Iterable[tuple[Any, bytes]], many: bool) -> Iterator[tuple[Any, Any]]:
    for of, data in files:
        yield of, found_once(query, of[0], data)


def side_by_side(context: Context, names: Iterable[str], number: int) -> list[Here]:
    return [Here(context) for _ in range(number)]


def once_for(ask: Callable[..., Any], of: Callable[..., object]) -> Callable[..., Any]:
    """What was asked last is kept: the same commit, and the same log and time where they matter, give the same."""
    kept: list[tuple[object, Any]] = []

    def once(*words: Any) -> Any:
        key = of(*words)
        if not kept or kept[0][0] != key:
            kept[:] = [(key, ask(*words))]
        return kept[0][1]

    return once


class Exits(exits.Exits):
    """What phases have brought about is looked up once for a commit."""

    def all(self) -> dict[str, Exit]:
        self.told: dict[str, Exit] = getattr(self, "told", None) or super().all()
        return self.told


@contextmanager
def here() -> Iterator[None]:
    """What changes is read, and searched, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "side_by_side", side_by_side)
        patch.setattr(searching, "searched", searched)
        yield


@contextmanager
def quick() -> Iterator[None]:
    with here(), pytest.MonkeyPatch.context() as patch:
        log = once_for(
            progress.replay, lambda on, _, __, log, at, now: (id(on), at, now, [one.id for one in log.entries])
        )
        patch.setattr(progress, "replay", log)
        patch.setattr(replay, "landings", once_for(replay.landings, lambda on, start, at: (id(on), start, at)))
        patch.setattr(replay, "Reader", once_for(replay.Reader, lambda on, _, __, start, at, ___: (id(on), start, at)))
        patch.setattr(replay, "Exits", once_for(Exits, lambda on, _, at, __: (id(on), at)))
        patch.setattr(replay, "phases_signed", once_for(replay.phases_signed, lambda on, _, at: (id(on), at)))
        for name in ("compile_document", "read_document"):
            patch.setattr(guard.compile, name, lru_cache(maxsize=None)(getattr(guard.compile, name)))
        yield
