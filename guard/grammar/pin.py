"""The version pin of a policy: comparators such as `>=0.1,<1`."""

from __future__ import annotations

SIGNS = ("==", "!=", ">=", "<=", ">", "<")


def satisfies(version: str, pin: str) -> bool:
    """A version against every comparator; what cannot be read is not satisfied."""
    return all(_holds(version, clause.strip()) for clause in pin.split(","))


def readable(pin: str) -> bool:
    """Every part of the pin is a comparator and a version."""
    return all(_comparator(clause.strip()) is not None for clause in pin.split(","))


def _comparator(clause: str) -> tuple[str, tuple[int, ...]] | None:
    sign = next((sign for sign in SIGNS if clause.startswith(sign)), "")
    version = _numbers(clause[len(sign) :].strip())
    return (sign, version) if sign and version is not None else None


def _holds(version: str, clause: str) -> bool:
    wanted, mine = _comparator(clause), _numbers(version)
    if wanted is None or mine is None:
        return False
    sign, theirs = wanted
    width = max(len(mine), len(theirs))
    a, b = (numbers + (0,) * (width - len(numbers)) for numbers in (mine, theirs))
    return {"==": a == b, "!=": a != b, ">=": a >= b, "<=": a <= b, ">": a > b, "<": a < b}[sign]


def _numbers(version: str) -> tuple[int, ...] | None:
    parts = version.split(".")
    return (
        tuple(int(part) for part in parts)
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
        else None
    )


def plain(pin: str) -> str:
    """The one spelling of a readable pin: without blanks, its comparators in order."""
    return ",".join(sorted({clause.replace(" ", "") for clause in pin.split(",")}))
