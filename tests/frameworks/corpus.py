"""Whole migrations of the frameworks, written for the purpose, each with what it does: a few text files beside this.

A file holds cases: `=== name | path`, the migration, and after `---` one line an operation: the line it stands at, the
direction, the id, what it is done to, its columns in brackets, its attributes. Why something is opaque is not among
them. `.venv/bin/python tests/frameworks/corpus.py` writes these lines anew: read the difference before you commit it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from guard.model.operation import Operation
from guard.model.reading import Context, Reading, Source

FOLDER = Path(__file__).resolve().parent
NAMES = ("django", "alembic", "rails")


class Case(NamedTuple):
    """One migration of the corpus."""

    name: str
    path: str
    text: str
    told: tuple[str, ...]


def cases(name: str) -> Iterator[Case]:
    """The cases of one framework."""
    for part in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, rest = part.partition("\n")
        text, _, told = rest.partition("\n---\n")
        title, _, path = head.partition(" | ")
        yield Case(title, path, text + "\n", tuple(told.strip().splitlines()))


def short(operation: Operation) -> str:
    """One operation on one line."""
    attributes = [f"{name}={value}" if value != "true" else name for name, value in operation.attributes]
    words = [
        str(operation.line or "-"),
        operation.direction or "-",
        operation.id,
        operation.object or "",
        f"({', '.join(operation.columns)})" if operation.columns else "",
        *[word for word in attributes if not word.startswith("why=")],
    ]
    return " ".join([word for word in words if word]).replace("\n", " ")


def lines(reading: Reading | None) -> tuple[str, ...]:
    """What was read, as the corpus has it."""
    if reading is None:
        return ("none of its own",)
    told = [short(operation) for operation in reading.operations]
    return tuple(told if reading.accounted else [*told, "not all of it"]) or ("nothing",)


def going_up(reading: Reading | None) -> str:
    """What the way up does, on one line and without numbers."""
    words = [line.partition(" ")[2] for line in lines(reading) if " " in line]
    return "; ".join([line.removeprefix("up ") for line in words if line.startswith("up ")])


def read(detect: Callable[[Source, Context], Reading | None], case: Case) -> tuple[str, ...]:
    return lines(detect(Source(case.path, None, case.text.encode(), dialect="postgres"), Context()))


def main() -> None:
    """Write what each migration does below it."""
    from importlib import import_module

    for name in NAMES:
        detect = import_module(f"guard.operations.{name}").detect
        told = [
            f"=== {case.name} | {case.path}\n{case.text.rstrip()}\n---\n" + "\n".join(read(detect, case)) + "\n"
            for case in cases(name)
        ]
        (FOLDER / f"{name}.txt").write_text("\n".join(told), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER.parent.parent))
    main()
