"""SQL that stands inside a migration of a framework: what it does there, told at the lines of that file."""

from __future__ import annotations

import re
from functools import lru_cache

from guard import sql
from guard.frameworks.literals import Unknown
from guard.model.operation import Operation
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Attributes = tuple[tuple[str, str], ...]
    Form = tuple[str, str, tuple[str, ...]]  # the text around it, the one operation that is, and what that may say

BOUND = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # :name, as SQLAlchemy finds it
PERCENT = re.compile(r"%(?:%|s|\(\w+\)s)")
EXPRESSION = (
    "ALTER TABLE t ADD COLUMN c text DEFAULT ({})",
    "schema.column.add",
    ("default", "type", "volatile_default"),
)
ELEMENT = ("CREATE INDEX i ON t ({})", "schema.index.create", ("name",))
EXCLUSION = ("ALTER TABLE t ADD CONSTRAINT c EXCLUDE USING gist ({})", "schema.constraint.add", ("name", "type"))
SORTED = re.compile(r"\b(?:ASC|DESC|NULLS\s+(?:FIRST|LAST)|\w+_ops)\b", re.IGNORECASE)
MOMENT = r"(?:CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|NOW)(?:\(\d?\))?"
SIMPLE = re.compile(
    rf"\s*(?:-?\d+(?:\.\d+)?|'[^'\\]*'|true|false|null|{MOMENT}(?:\s+ON\s+UPDATE\s+{MOMENT})?)\s*", re.I
)
PERHAPS = (("maybe", "true"),)


class Place(NamedTuple):
    """Where in a migration an operation stands, and what holds for it there."""

    line: int
    last: int  # the last line of the call
    direction: str
    via: str
    dialect: str
    attributes: tuple[tuple[str, str], ...] = ()
    types: bool = False  # whether the types of the columns of a new table are asked for

    def typed(self, columns: Iterable[tuple[str, str]]) -> str:
        """Columns and their types as an attribute of a new table; nothing where nobody asks."""
        return "\n".join([f"{column}\t{words}" for column, words in columns if words]) if self.types else ""

    def told(self, id_: str, table: str | None = None, columns: Iterable[str] = (), **attributes: str) -> Operation:
        """An operation that a call of the framework stands for; `table` without its kind."""
        return self.of(id_, f"table:{table}" if table else None, columns, **attributes)

    def of(self, id_: str, what: str | None, columns: Iterable[str] = (), **attributes: str) -> Operation:
        """The same, done to anything."""
        given = [(name.rstrip("_"), value) for name, value in attributes.items() if value]
        every = with_more(tuple(given), self.attributes)
        return Operation(id_, self.line, what, self.direction, tuple(columns), every, self.via, "framework")

    def opaque(self, id_: str, why: str, what: str | None = None) -> Operation:
        """What is opaque counts whether or not it is reached."""
        surely = tuple([pair for pair in self.attributes if pair not in PERHAPS])
        return self._replace(attributes=surely).of(id_, what, why=why)

    def perhaps(self) -> Place:
        """The same place under a condition: what is perhaps not done, no other operation surely takes back."""
        if self.direction == "down":
            return self
        return self._replace(attributes=with_more(self.attributes, PERHAPS))


def operations_of(text: str, place: Place) -> tuple[Operation, ...]:
    """What a text of SQL does."""
    statements = sql.read(text, place.dialect, place.line)
    if place.types:
        statements = tuple([sql.typed(statement, place.dialect) for statement in statements])
    told = [one for statement in statements for one in statement.operations]
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


def expression(text: str | Unknown, at: Place, form: Form = EXPRESSION) -> tuple[Operation, ...]:
    """SQL that a call of the framework takes as one expression: nothing where it is one, else that it is not."""
    if isinstance(text, Unknown):
        return (at.opaque("opaque.dynamic", f"SQL in the call: {text.why}"),)
    why = _more_than(text, at.dialect, form)
    return (at.opaque("opaque.raw_sql", why),) if why else ()


@lru_cache(maxsize=1024)
def _more_than(text: str, dialect: str, form: Form) -> str:
    """Why a text is more than what the form has a place for; "" where it is not."""
    around, id_, known = form
    if SIMPLE.fullmatch(text):
        return ""
    told = [one for statement in sql.read(around.format(text), dialect) for one in statement.operations]
    if len(told) == 1 and told[0].id == id_ and {name for name, _ in told[0].attributes} <= set(known):
        return _more_than(SORTED.sub("", text), dialect, EXPRESSION) if form == ELEMENT else ""
    inner = [one.attribute("why") for one in told if one.attribute("why")]
    return f"SQL in the call is no plain expression{': ' if inner else ''}{' '.join(inner[:1])}"[:200]


def with_more(attributes: Attributes, more: Attributes) -> Attributes:
    return tuple(sorted({**dict(more), **dict(attributes)}.items()))


def without_names(text: str) -> str:
    """SQL with values for its `:names`; the values do not matter here, that there are some does."""
    return BOUND.sub("NULL", text).replace("\\:", ":")


def without_percents(text: str) -> str:
    """SQL with values for its `%s`."""
    return PERCENT.sub(lambda found: "%" if found[0] == "%%" else "NULL", text)
