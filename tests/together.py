"""The rows of a table as one test: what `make test` asks for with --together, and nobody else.

A row of a pure table takes less time than pytest takes around it. Where every argument of a test comes from its one
table, and it asks for no fixture, its rows are run one after the other, and all that fail are told. Without the option
each row is a test of its own, to be named and run alone.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import pytest

Row = tuple[Any, ...]


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
    """The names and rows of its table; none where it has another one, a fixture, or rows with marks."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    if len(marks) != 1 or len(marks[0].args) != 2 or not marks[0].kwargs.keys() <= {"ids"}:
        return [], []
    said, values = marks[0].args
    names = [one.strip() for one in said.split(",")] if isinstance(said, str) else list(said)
    if set(inspect.signature(test).parameters) != set(names):
        return [], []
    rows: list[Row] = []
    for value in values:
        if hasattr(value, "marks") and value.marks:
            return [], []
        plain = value.values if hasattr(value, "marks") else value if len(names) > 1 else (value,)
        rows.append(tuple(plain))
    return names, rows


def one_after_the_other(test: Callable[..., None], names: Sequence[str], rows: Sequence[Row]) -> Callable[[], None]:
    def rows_together() -> None:
        wrong = []
        for row in rows:
            try:
                test(**dict(zip(names, row, strict=True)))
            except pytest.skip.Exception:
                continue
            except (Exception, pytest.fail.Exception) as error:
                wrong.append(f"{row!r}\n{''.join(traceback.format_exception(error))}")
        if wrong:
            pytest.fail(f"{len(wrong)} of {len(rows)} rows fail\n\n" + "\n".join(wrong), pytrace=False)

    rows_together.pytestmark = [one for one in getattr(test, "pytestmark", []) if one.name != "parametrize"]  # type: ignore[attr-defined]
    return rows_together
