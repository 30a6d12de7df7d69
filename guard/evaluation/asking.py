"""A model asked about every plan of a corpus, each reading from the start; or recorded answers, played again.

Each reading of a plan has marks of its own, so that no answer to one is an answer to another. What the rules have
asked already is told the model, as it is told elsewhere; so what it says is what it adds.
"""

from __future__ import annotations

import hmac
import json
import os
from time import monotonic

from guard.evaluation.listening import Heard
from guard.evaluation.running import paper_of
from guard.model.inquiry import Miss
from guard.model.model_use import ModelUse
from guard.opinions.answer import Checks
from guard.opinions.estimate import Estimate, Price, estimate
from guard.opinions.material import Material, material, requests
from guard.opinions.reading import Means, failed, read
from guard.opinions.request import MAX_TOKENS
from guard.questions import examine
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.evaluation.corpus import Corpus
    from guard.model.doubt import Doubt, Paper
    from guard.opinions.reading import Ask

LARGEST = 16 << 20


class Terms(NamedTuple):
    """Who is asked, how often, and what it may cost."""

    use: ModelUse
    times: int
    seed: bytes
    price: Price | None = None
    day: str = ""  # of the table of prices
    most: int | None = None  # millionths of a dollar, for all of it; None where nothing is spent
    live: bool = False  # how long answers take means something


class Reader:
    """Asks about one paper after the other, and keeps count of what is spent."""

    def __init__(self, terms: Terms, ask: Ask) -> None:
        self.terms = terms
        self.ask = ask
        self.spent = 0

    def __call__(self, paper: Paper, doubts: Sequence[Doubt]) -> Heard:
        use = self.terms.use
        about = material(paper, doubts, use.never, paper.prose.where)
        if isinstance(about, Miss):
            return Heard(tuple([failed(paper.prose.where, use, about)] * self.terms.times))
        opinions, took = [], []
        for number in range(1, self.terms.times + 1):
            left = None if self.terms.most is None else max(self.terms.most - self.spent, 0)
            means = Means(self.ask, price=self.terms.price, max_usd=left, day=self.terms.day)
            since = monotonic()
            opinion = read(about, use, _secret(self.terms.seed, number), Checks(tuple(doubts)), means)
            took.append(round((monotonic() - since) * 1000))
            self.spent += opinion.cost
            opinions.append(opinion)
        return Heard(tuple(opinions), tuple(took) if self.terms.live else ())


def estimated(corpus: Corpus, terms: Terms) -> Estimate:
    """What all of it would cost."""
    whole = Estimate(0, 0, 0, 0)
    for plan in corpus.plans:
        paper = paper_of(plan.text, corpus.worlds[plan.world], plan.called)
        about = material(paper, examine(paper).doubts, terms.use.never, plan.called)
        if isinstance(about, Material):
            asked = [request.inquiry for request in requests(about, terms.use, _secret(terms.seed, 1))]
            whole = _plus(whole, estimate(asked, terms.price, MAX_TOKENS), terms.times)
    return whole


def _plus(whole: Estimate, one: Estimate, times: int) -> Estimate:
    if whole.about is None or whole.most is None or one.about is None or one.most is None:
        return Estimate(whole.requests + one.requests * times, whole.tokens + one.tokens * times, None, None)
    sums = [of + more * times for of, more in zip(whole, one, strict=True) if of is not None and more is not None]
    return Estimate(*sums)


def _secret(seed: bytes, number: int) -> bytes:
    return hmac.digest(seed, f"guard-eval-{number}".encode(), "sha256")


def recorded_model(folder: str) -> str:
    """Which model the answers of a folder are of; "" where there are none, or of several."""
    names = set()
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.endswith(".json"):
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    names.add(str(json.loads(file.read(LARGEST))["model"]))
            except (OSError, ValueError, LookupError, TypeError):
                continue
    return names.pop() if len(names) == 1 else ""
