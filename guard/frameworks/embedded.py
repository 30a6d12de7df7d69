"""SQL that stands inside a migration of a framework: what it does there, told at the lines of that file."""

from __future__ import annotations

import re

from guard import sql
from guard.model.operation import Operation
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Attributes = tuple[tuple[str, str], ...]

BOUND = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # :name, as SQLAlchemy finds it
PERCENT = re.compile(r"%(?:%|s|\(\w+\)s)")


class Place(NamedTuple):
    """Where in a migration an operation stands, and what holds for it there."""

    line: int
    last: int  # the last line of the call
    direction: str
    via: str
    dialect: str
    attributes: tuple[tuple[str, str], ...] = ()

    def told(self, id_: str, table: str | None = None, columns: Iterable[str] = (), **attributes: str) -> Operation:
        """An operation that a call of the framework stands for; `table` without its kind."""
        return self.of(id_, f"table:{table}" if table else None, columns, **attributes)

    def of(self, id_: str, what: str | None, columns: Iterable[str] = (), **attributes: str) -> Operation:
        """The same, done to anything."""
        given = [(name.rstrip("_"), value) for name, value in attributes.items() if value]
        every = with_more(tuple(given), self.attributes)
        return Operation(id_, self.line, what, self.direction, tuple(columns), every, self.via, "framework")

    def opaque(self, id_: str, why: str, what: str | None = None) -> Operation:
        return self.of(id_, what, why=why)


def operations_of(text: str, place: Place) -> tuple[Operation, ...]:
    """What a text of SQL does."""
    told = [one for statement in sql.read(text, place.dialect, place.line) for one in statement.operations]
    return tuple(
        [
            one._replace(
                line=max(place.line, min(one.line or place.line, place.last)),
                direction=place.direction,
                via=place.via,
                attributes=with_more(one.attributes, place.attributes),
            )
            for one in told
        ]
    )


def with_more(attributes: Attributes, more: Attributes) -> Attributes:
    return tuple(sorted({**dict(more), **dict(attributes)}.items()))


def without_names(text: str) -> str:
    """SQL with values for its `:names`; the values do not matter here, that there are some does."""
    return BOUND.sub("NULL", text).replace("\\:", ":")


def without_percents(text: str) -> str:
    """SQL with values for its `%s`."""
    return PERCENT.sub(lambda found: "%" if found[0] == "%%" else "NULL", text)
