"""What a reading costs, by a table of prices of some day: an estimate before, and one from the tokens counted after.

Whole millionths of a dollar, rounded up. The table stands beside this module and a file of one's own can replace it.
"""

from __future__ import annotations

import json
import os

from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.model.inquiry import Inquiry
    from guard.model.opinion import Usage

TABLE = os.path.join(os.path.dirname(__file__), "prices.json")
LARGEST = 1 << 20
MILLION = 1_000_000
ABOUT = 2_500  # tokens that an answer takes, the model's thinking included
KEYS = ("input", "output", "cache_write", "cache_read")


class Price(NamedTuple):
    """Millionths of a dollar for a million tokens: a token that costs a dollar for a million costs one millionth."""

    input: int
    output: int
    cache_write: int
    cache_read: int


class Prices(NamedTuple):
    """The table, and the day it is of."""

    day: str
    models: Mapping[str, Price]

    def of(self, model: str) -> Price | None:
        """Of a model, also where other APIs put something before and behind its name; the longest name counts."""
        names = sorted([name for name in self.models if name in model], key=len)
        return self.models[names[-1]] if names else None


class Estimate(NamedTuple):
    """Of some requests: tokens that go in, and what they cost, about and at most; None where nobody knows."""

    requests: int
    tokens: int
    about: int | None
    most: int | None


def prices(path: str | None = None) -> Prices:
    """The table of a file, else guard's own."""
    try:
        with open(path or TABLE, "rb") as file:
            data = json.loads(file.read(LARGEST))
        models = {name: Price(*[_amount(row[key]) for key in KEYS]) for name, row in data["models"].items()}
        day = data["as_of"]
        if not isinstance(day, str) or len(day) != 10 or not models or "" in models:
            raise ValueError("no day, or no models")
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is not in the form of one"
        mend = "write it as docs/model.md shows"
        raise GuardError("G813", f"the table of prices cannot be read: {why}", shown(path or TABLE), mend) from error
    return Prices(day, models)


def _amount(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MILLION * MILLION:
        raise ValueError("no price")
    return value


def tokens(body: bytes) -> int:
    """Roughly, without asking anybody."""
    return -(-len(body.decode("utf-8", "replace")) * 10 // 32)


def cost(usage: Usage, price: Price) -> int:
    """Of tokens that were counted."""
    counts = (usage.input, usage.output, usage.cache_write, usage.cache_read)
    return -(-sum([count * each for count, each in zip(counts, price, strict=True)]) // MILLION)


def most(body: bytes, price: Price, answer: int) -> int:
    """What a request can cost at most: more tokens than likely, none from a cache, an answer as long as it may be."""
    dearest = max(price.input, price.cache_write)
    return -(-(len(body) * 10 // 25 * dearest + answer * price.output) // MILLION)


def estimate(inquiries: Iterable[Inquiry], price: Price | None, answer: int) -> Estimate:
    """Of all these requests."""
    every = list(inquiries)
    counted = sum([tokens(one.body) for one in every])
    if price is None:
        return Estimate(len(every), counted, None, None)
    about = -(-(counted * price.input + len(every) * ABOUT * price.output) // MILLION)
    return Estimate(len(every), counted, about, sum([most(one.body, price, answer) for one in every]))
