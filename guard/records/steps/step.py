"""One step of a verdict as it is told: its title, how it came out in a word or two, its facts; nothing in it hides."""

from __future__ import annotations

from base64 import b64decode

from guard.escape import seen, shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

DIGEST = 19  # letters by which a digest is told: sha256: and twelve digits
FEW = 8  # of what stands in a row on one line
NO_FACTS = "the record has no facts of it: guard could not judge what landed"


class Fact(NamedTuple):
    """A label, and words beside it."""

    label: str
    words: str


class Step(NamedTuple):
    """What a person asks, answered from the record."""

    title: str
    state: str
    facts: tuple[Fact, ...]


def fact(label: str, words: str) -> Fact:
    """Whatever is in a record, nothing hidden in it comes before a person."""
    return Fact(seen(label), seen(words))


def text(value: object) -> str:
    """What somebody wrote, as it stands in plain data: a text, or base64 where it is none; every hidden letter told."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict) and value.keys() == {"base64"}:
        return shown(b64decode(value["base64"], validate=True))
    raise TypeError("no text of a record")


def texts(values: object) -> list[str]:
    """A list of them; a text alone is none."""
    if not isinstance(values, list):
        raise TypeError("no list of a record")
    return [text(one) for one in values]


def few(words: Iterable[str], most: int = FEW) -> str:
    """The first of them, and how many more."""
    every = list(words)
    more = f" and {len(every) - most:,} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def count(number: int, one: str, many: str = "") -> str:
    """How many there are."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def left_out(part: object, what: str) -> Fact | None:
    """That a part of the record is told by its digest alone; None where all of it is there."""
    if isinstance(part, dict) and part.keys() == {"digest", "count"}:
        return fact(
            "left out", f"{part['count']:,} {what}, in the record by their digest alone: {text(part['digest'])}"
        )
    return None
