"""How tests of detectors say what is told: one line an operation, and what becomes of a text that was bitten."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from guard.model.operation import Operation
from guard.model.reading import Context, Reading, Source
from guard.model.vocabulary import TRAITS
from tests.conftest import examples

Detect = Callable[[Source, Context], Reading | None]
SECRET = "hunter2-do-not-print"

fuzzy = settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))


def line(one: Operation) -> str:
    """`id object @line name=value ...`, a value of "true" left out."""
    facts = [name if value == "true" else f"{name}={value}" for name, value in one.attributes]
    return " ".join([one.id, one.object or "-", f"@{one.line}" if one.line else "@-", *facts])


def told(detect: Detect, path: str, old: str | bytes | None, new: str | bytes | None) -> tuple[str, ...]:
    """What is told, a line each; first `accounted` where that is all."""
    sides = [side.encode() if isinstance(side, str) else side for side in (old, new)]
    reading = detect(Source(path, *sides), Context())
    if reading is None:
        return ()
    sound(reading)
    return (*(["accounted"] if reading.accounted else []), *[line(one) for one in reading.operations])


def spoken(
    detect: Detect, *short: tuple[str, str]
) -> Callable[[str, str | bytes | None, str | bytes | None], list[str]]:
    """How a table of files says it: nothing where all is accounted for, else `and more`; long words made short."""

    def lines(path: str, old: str | bytes | None, new: str | bytes | None) -> list[str]:
        found = list(told(detect, path, old, new))
        found = found[1:] if found[:1] == ["accounted"] else [*found, "and more"] if found else []
        for long, brief in short:
            found = [line.replace(long, brief) for line in found]
        return found

    return lines


def put_in(base: str, old: str | None, new: str | bytes) -> str | bytes:
    """The text a row of a table stands for: a piece of the base put for another, or a text of its own."""
    if old is None:
        return new
    assert old in base and isinstance(new, str)
    return base.replace(old, new, 1)


def sound(reading: Reading | None) -> None:
    """What holds of every reading, whatever the file."""
    if reading is None:
        return
    for one in reading.operations:
        assert one.id in TRAITS
        assert one.line is None or one.line >= 1
        assert list(one.attributes) == sorted(one.attributes)
        assert all(len(value) <= 200 for _, value in one.attributes)
        assert one.id != "opaque.unparsed" or dict(one.attributes)["why"]
        assert SECRET not in repr(one)
    if any(one.id.startswith("opaque.") for one in reading.operations):
        assert not reading.accounted


def bitten(texts: list[str], pieces: list[str]) -> st.SearchStrategy[bytes]:
    """One of the texts with bytes taken out, doubled, moved, or a piece of the language put in anywhere."""

    def bite(seed: int) -> bytes:
        rng = random.Random(seed)
        data = bytearray(rng.choice(texts).encode())
        for _ in range(rng.randint(0, 4)):
            start = rng.randint(0, len(data))
            end = min(len(data), start + rng.choice((0, 1, 3, 20)))
            put = rng.choice(
                [b"", rng.choice(pieces).encode(), bytes([rng.randrange(256)]), bytes(data[end : end + 30])]
            )
            data[start:end] = put
        return bytes(data)

    return st.integers(0, 1 << 40).map(bite)


def survived(check: Callable[[], object]) -> bool:
    """Whether a check holds, or its parser ended the process it was in: guard reads in one that it can do without."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            check()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
