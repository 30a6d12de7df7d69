"""SQL inside a call of a migration: what of it is told as opaque, and the tests that every framework's tables share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from guard.model.reading import Reading
from tests.frameworks.wrappers import ids

Opaque = Callable[[str, str], list[str]]  # what is opaque in a body, with the dialect it is for


def opaque_of(reading: Reading | None) -> list[str]:
    return [id_ for id_ in ids(reading) if id_.startswith("opaque.")]


def sql_inside_calls(
    opaque: Opaque, raw: Sequence[str], plain: Sequence[str], clouded: Sequence[str]
) -> tuple[Callable[..., None], ...]:
    """Three tests: of calls that hold SQL that is more than there is a place for, plain SQL, and no literal."""

    @pytest.mark.parametrize("dialect", ["postgres", ""])
    @pytest.mark.parametrize("body", raw)
    def is_one_expression(body: str, dialect: str) -> None:
        assert set(opaque(body, dialect)) == {"opaque.raw_sql"}

    @pytest.mark.parametrize("dialect", ["postgres", ""])
    @pytest.mark.parametrize("body", plain)
    def is_fine(body: str, dialect: str) -> None:
        assert not opaque(body, dialect)

    @pytest.mark.parametrize("body", clouded)
    def is_no_literal(body: str) -> None:
        assert "opaque.dynamic" in opaque(body, "postgres")

    return is_one_expression, is_fine, is_no_literal
