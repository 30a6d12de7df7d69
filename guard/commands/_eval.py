"""The model of `guard eval`: which one, what it would cost, a person's yes to that; or recorded answers."""

from __future__ import annotations

import re
import sys

from guard.commands._terminal import attended
from guard.errors import UsageError
from guard.escape import shown
from guard.report import aside
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.evaluation.corpus import Corpus
    from guard.evaluation.running import Read
    from guard.opinions.estimate import Estimate
    from guard.words import Words

_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
COMMAND = "guard eval"


class Modelled(NamedTuple):
    """What reads, and the name of the model."""

    read: Read
    name: str


def model_options(words: Words) -> None:
    """What says which model is asked, and how."""
    words.add_argument("--model", metavar="ID", help="ask this model as well; it costs money, and a person says yes")
    words.add_argument("--k", metavar="N", type=int, default=1, help="how often it reads each plan (default: 1)")
    words.add_argument("--max-usd", metavar="X", default="5", help="what all of it may cost at most (default: 5)")
    kept = words.add_mutually_exclusive_group()
    kept.add_argument("--record", metavar="DIR", help="write every answer of the model down")
    kept.add_argument("--replay", metavar="DIR", help="play answers that were written down; nobody is asked")


def modelled(asked: argparse.Namespace, corpus: Corpus) -> Modelled | None:
    """None where no model was named."""
    if asked.model is None and asked.replay is None:
        if asked.record is not None:
            raise UsageError(f"--record goes with --model ({COMMAND} --help)")
        return None
    if not 1 <= asked.k <= 100:
        raise UsageError(f"--k takes a number from 1 to 100 ({COMMAND} --help)")
    return _replayed(asked) if asked.replay is not None else _live(asked, corpus)


def _replayed(asked: argparse.Namespace) -> Modelled:
    from guard.evaluation.asking import Reader, Terms, recorded_model
    from guard.model.model_use import ModelUse
    from guard.opinions import estimate
    from guard.opinions.recorded import player, seed

    drawn = seed(asked.replay)
    name = asked.model or recorded_model(asked.replay)
    if not name:
        raise UsageError(f"which model the answers are of cannot be told: --model ID says it ({COMMAND} --help)")
    table = estimate.prices()
    terms = Terms(ModelUse(("plans",), name), asked.k, drawn, table.of(name), table.day)
    return Modelled(Reader(terms, player(asked.replay)), name)


def _live(asked: argparse.Namespace, corpus: Corpus) -> Modelled:
    from guard.doors.model import way
    from guard.evaluation.asking import Reader, Terms, estimated
    from guard.model.cause import CAUSES
    from guard.model.inquiry import Miss
    from guard.model.model_use import ModelUse, micro
    from guard.opinions import estimate
    from guard.opinions.recorded import recorder, seed
    from guard.opinions.through import asker, settings

    if not _AMOUNT.fullmatch(asked.max_usd):
        raise UsageError(f"--max-usd takes an amount such as 2.50 ({COMMAND} --help)")
    use, table = ModelUse(("plans",), asked.model), estimate.prices()
    price, most = table.of(asked.model), micro(asked.max_usd)
    drawn = seed(asked.record, make=True) if asked.record is not None else b"guard eval"
    terms = Terms(use, asked.k, drawn, price, table.day, most, live=True)
    _agreed(estimated(corpus, terms), terms.day, most, asked.model)
    import os

    told = settings(use, drawn)
    leads = way(told, os.environ)
    if isinstance(leads, Miss):
        cause = CAUSES[leads.cause]
        raise UsageError(f"{cause.words(leads.detail)}; {cause.mend}")
    ask = asker(told)
    return Modelled(Reader(terms, ask if asked.record is None else recorder(asked.record, ask)), asked.model)


def _agreed(cost: Estimate, day: str, most: int, model: str) -> None:
    """The estimate, and a person's yes; nothing is sent before."""
    from guard.model.model_use import dollars

    if cost.about is None or cost.most is None:
        raise UsageError(f"nobody knows what {shown(model)} costs: guard has no price of it ({COMMAND} --help)")
    if cost.about > most:
        what = f"it would cost about {dollars(cost.about)}, and --max-usd allows {dollars(most)}"
        raise UsageError(f"{what} ({COMMAND} --help)")
    counts = f"{cost.requests:,} requests to {shown(model)}, about {cost.tokens:,} tokens"
    told = f"about {dollars(cost.about)}, at most {dollars(min(cost.most, most))} (prices of {day})"
    aside(f"guard: {counts}: {told}\n")
    if not attended():
        raise UsageError(f"a person says yes to that at a terminal, and nobody is there ({COMMAND} --help)")
    aside("to spend it, type yes: ")
    if sys.stdin.readline().strip() != "yes":
        raise UsageError("nothing was sent: that was no yes")
