"""What both commands about a model begin with: the text, the model and its bounds, and the requests there would be."""

from __future__ import annotations

import os
import re

from guard.commands._base import counting
from guard.commands._paper import Subject, paper_options, subject
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.errors import GuardError, UsageError
from guard.model.model_use import THROUGH, ModelUse, micro
from guard.model.prose import text_digest
from guard.opinions import estimate
from guard.opinions.kept import Shelf, secret, shelf
from guard.opinions.material import Material, material, requests
from guard.questions import examine
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.model.doubt import Doubt
    from guard.model.inquiry import Miss
    from guard.opinions.estimate import Prices
    from guard.opinions.request import Request
    from guard.words import Words

_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
SAMPLES = 9


class Prepared(NamedTuple):
    """All that is known before anything is sent."""

    subject: Subject
    about: str  # what a reading of it is called
    use: ModelUse
    doubts: tuple[Doubt, ...]
    material: Material | Miss
    secret: bytes
    shelf: Shelf | None  # where readings are kept; nowhere outside of a repository
    prices: Prices
    text: str  # tells this text from every other

    def requests(self) -> tuple[Request, ...]:
        return requests(self.material, self.use, self.secret) if isinstance(self.material, Material) else ()


def asking_options(words: Words) -> None:
    """What says which model is asked, and how; what is not said is as the policy has it."""
    paper_options(words)
    lands = "what this commit would land in a phase, NAME being PLAN/PHASE: every line it adds, beside the plan"
    words.add_argument("--landing", metavar="REV", help=lands)
    words.add_argument("--model", metavar="NAME", help="the model; else the one of the policy")
    words.add_argument("--through", choices=THROUGH, help="whose API is asked; else as the policy says")
    words.add_argument("-k", metavar="N", type=int, dest="samples", help="how many times it is read, 1 to 9")
    words.add_argument("--max-usd", metavar="X", help="what it may cost at most, in dollars")
    words.add_argument("--prices", metavar="FILE", help="a table of prices in place of guard's own")


def prepared(asked: argparse.Namespace, command: str, seed: bytes | None = None) -> Prepared:
    """The text, looked at by the rules, and what a model would be asked. `seed` is that of recordings."""
    policy, git_dir = _standing(asked)
    use = _use(asked, policy, command)
    drawn = seed if seed is not None else secret(git_dir) if git_dir else _passing()
    kept = shelf(git_dir) if git_dir and seed is None else None
    priced = estimate.prices(asked.prices)
    if asked.landing is not None:
        from guard.commands.plan.landing import landing

        comes = landing(asked, use.never, command)
        said = (comes.about, use, comes.doubts, comes.material, drawn, kept, priced, comes.text)
        return Prepared(Subject(comes.about, b"", None, comes.paper), *said)
    of = subject(asked, asked.name, command)
    about = of.plan.id if of.plan is not None else of.name
    doubts = examine(of.paper).doubts
    told = material(of.paper, doubts, use.never, about)
    return Prepared(of, about, use, doubts, told, drawn, kept, priced, text_digest(of.paper.prose))


def _passing() -> bytes:
    """Outside of a repository nothing is kept; a secret may be set all the same."""
    from guard.opinions.kept import VARIABLE

    return secret("") if os.environ.get(VARIABLE) else os.urandom(32)


def _use(asked: argparse.Namespace, policy: ModelUse | None, command: str) -> ModelUse:
    """As the policy says, and where words say otherwise as these do. Addresses and what is never sent are its alone."""
    if policy is None and asked.model is None:
        raise UsageError(f"no policy names a model here: --model NAME says which ({command} --help)")
    if asked.samples is not None and not 1 <= asked.samples <= SAMPLES:
        raise UsageError(f"-k takes a number from 1 to {SAMPLES} ({command} --help)")
    if asked.max_usd is not None and not _AMOUNT.fullmatch(asked.max_usd):
        raise UsageError(f"--max-usd takes an amount such as 0.50 ({command} --help)")
    use = policy or ModelUse((), asked.model)
    said = {
        "name": asked.model,
        "through": asked.through,
        "samples": asked.samples,
        "max_usd": None if asked.max_usd is None else micro(asked.max_usd),
    }
    return use._replace(**{key: value for key, value in said.items() if value is not None})


def _standing(asked: argparse.Namespace) -> tuple[ModelUse | None, str]:
    """What the trusted policy says of a model, and where this repository keeps things; nothing outside of one."""
    git = usable_git(asked.git)
    try:
        opened = Repository(git)
    except GuardError as error:
        if error.rule == "G801":
            return None, ""
        raise
    with opened as repository:
        trusted = counting(repository, asked, git)
        return None if trusted is None else trusted.policy.model, repository.place.git_dir
