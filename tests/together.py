"""The rows of a table as one test: what `make test` asks for with --together, and nobody else.

A row of a pure table takes less time than pytest takes around it. Where every argument of a test comes from its table,
or from two of them, and it asks for no fixture but what was printed, its rows are run one after the other, and all that
fail are told. Without the option each row is a test of its own, to be named and run alone.
"""

from __future__ import annotations

import inspect
import itertools
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import pytest

Row = tuple[Any, ...]
SHARED = {"capsys"}  # what is taken out of it is gone: before a row there is nothing in it


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--together", action="store_true", help="run the rows of a table that needs no fixture as one test"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: Any, name: str, obj: object) -> pytest.Function | None:
    """One test for a table, or nothing: then pytest does as always."""
    if not collector.config.getoption("--together") or not isinstance(collector, pytest.Module):
        return None
    if not inspect.isfunction(obj) or not collector.funcnamefilter(name):
        return None
    names, rows = table(obj)
    if not rows:
        return None
    return pytest.Function.from_parent(collector, name=name, callobj=one_after_the_other(obj, names, rows))


def table(test: Callable[..., None]) -> tuple[list[str], list[Row]]:
    """The names and rows of its tables, each row of one with each of the others; none where a row has marks."""
    names: list[str] = []
    tables: list[list[Row]] = []
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            if len(mark.args) != 2 or not mark.kwargs.keys() <= {"ids"}:
                return [], []
            said, values = mark.args
            named = [one.strip() for one in said.split(",")] if isinstance(said, str) else list(said)
            values = list(values)
            if any(getattr(value, "marks", ()) for value in values):
                return [], []
            names += named
            tables.append([_plain(value, len(named)) for value in values])
    if set(inspect.signature(test).parameters) - SHARED != set(names):
        return [], []
    return names, [tuple(itertools.chain(*rows)) for rows in itertools.product(*tables)] if tables else []


def _plain(value: Any, wide: int) -> Row:
    return tuple(value.values if hasattr(value, "marks") else value if wide > 1 else (value,))


def one_after_the_other(test: Callable[..., None], names: Sequence[str], rows: Sequence[Row]) -> Callable[[], None]:
    def rows_together(**shared: Any) -> None:
        wrong = []
        for row in rows:
            for one in shared.values():
                one.readouterr()
            try:
                test(**dict(zip(names, row, strict=True)), **shared)
            except pytest.skip.Exception:
                continue
            except (Exception, pytest.fail.Exception) as error:
                wrong.append(f"{row!r}\n{''.join(traceback.format_exception(error))}")
        if wrong:
            pytest.fail(f"{len(wrong)} of {len(rows)} rows fail\n\n" + "\n".join(wrong), pytrace=False)

    asked = inspect.signature(test)
    kept = [one for name, one in asked.parameters.items() if name in SHARED]
    rows_together.__signature__ = asked.replace(parameters=kept)  # type: ignore[attr-defined]
    rows_together.pytestmark = [one for one in getattr(test, "pytestmark", []) if one.name != "parametrize"]  # type: ignore[attr-defined]
    return rows_together
