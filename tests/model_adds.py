"""A landing that brings a plan, judged with and without what a model said of it; and how an answer gets that far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from guard.checks import examine
from guard.model.approving import Given
from guard.model.case import Case
from guard.model.change import Commit
from guard.model.doubt import Doubt, Paper, Raised, Text, questions
from guard.model.inquiry import Inquiry, Miss, Reply
from guard.model.model_use import ModelUse
from guard.model.opinion import Opinion
from guard.model.paths import PathSet
from guard.model.progress import Covered
from guard.model.verdict import STOPS, WORST_FIRST, Verdict, weigh
from guard.opinions.answer import Checks
from guard.opinions.material import Material, material
from guard.opinions.reading import Means, read
from guard.opinions.standing import Standing
from tests.cases import modified
from tests.checks.held import POLICY, held
from tests.opinions.forms import opinion_of, opinion_text
from tests.opinions.texts import ASKS, MODEL, PAPER, SECRET

Model = Callable[[bytes], bytes]
PLAN_FILE = b".guard/plans/p.yaml"
USE = ModelUse(("plans",), MODEL)
GONE = ("once the old readers are gone", "live_state_ordering")  # what a model doubts in the text of these tests
ADDS = ("G750", "G761")  # all that may come of asking one


def raised(paper: Paper, doubts: Iterable[Doubt]) -> tuple[Raised, ...]:
    """What the rules ask, as a landing raises it."""
    return tuple(
        Raised(doubt, question, PLAN_FILE, PLAN_FILE, "p", "dana") for doubt, question in questions(paper, doubts)
    )


MARKS = tuple(Doubt("G712", at, word, "an open marker", "What is it?", "say it") for at, word in ((4, "TBD"), (5, "?")))
RAISED = raised(PAPER, MARKS)


def landing(
    readings: tuple[tuple[str, ...], ...] = (),
    state: Any = "given",
    accepted: Sequence[str] = (),
    model: ModelUse | None = USE,
    asked_for: bool = True,
    raised: tuple[Raised, ...] = RAISED,
    commits: tuple[Commit, ...] | None = None,
) -> Case:
    """A landing that brings a plan which leaves things to guess, and what an approval of it has."""
    covered = Covered(
        Given(state, ("omar",) if state == "given" else (), ("omar",), ""),
        "guard approve p --at HEAD",
        dict.fromkeys(accepted, ("omar", "read")),
        readings,
    )
    made = held(modified(PLAN_FILE), policy=POLICY._replace(model=model), covered={PLAN_FILE: covered}, asked=asked_for)
    text = Text("p", "dana", PLAN_FILE, "sha256:0")
    return made._replace(raised=raised, texts=(text,), commits=made.commits if commits is None else commits)


def rank(verdict: Verdict) -> int:
    """0 is the worst; what passes has the greatest."""
    return [*WORST_FIRST, "pass"].index(verdict.outcome)


def only_adds(case: Case) -> list[tuple[str, str]]:
    """What it is judged beside the same with no model asked for; and what that adds: rule and name."""
    on, off = [weigh("merge", examine(one)) for one in (case, case._replace(policy=case.policy._replace(model=None)))]
    assert rank(on) <= rank(off), (on.outcome, off.outcome)
    assert on.may_merge <= off.may_merge and on.may_commit <= off.may_commit
    assert [one for one in on.findings if one.rule not in ADDS] == list(off.findings)
    more = [one for one in on.findings if one.rule in ADDS]
    assert all([one.settled or one.blocks in STOPS["merge"] for one in more])
    return [(one.rule, one.fingerprint) for one in more]


def about(paper: Paper = PAPER, doubts: Sequence[Doubt] = ASKS) -> Material:
    found = material(paper, doubts, PathSet(()), "p")
    assert isinstance(found, Material), found
    return found


ABOUT = about()


def opinion_by(answer: Model, samples: int = 1, about: Material = ABOUT, doubts: Sequence[Doubt] = ASKS) -> Opinion:
    """What a reading comes to where every request is answered so."""

    def ask(inquiries: Sequence[Inquiry]) -> Sequence[Reply | Miss]:
        return [Reply(one.digest, answer(one.body)) for one in inquiries]

    opinion = read(about, USE._replace(samples=samples), SECRET, Checks(tuple(doubts)), Means(ask))
    assert opinion_of(opinion_text(opinion)) == opinion
    return opinion


def signed(of: Opinion | Standing) -> tuple[tuple[str, ...], ...]:
    """What an approval would have: the reading that whoever signs has before them, if there is one."""
    told = of if isinstance(of, Standing) else Standing(of if of.state == "read" else None, of.flags)
    if told.opinion is None:
        return ()
    names = sorted([flag.fingerprint for flag in told.flags])
    return ((told.opinion.model, f"sha256:{told.opinion.request}", *names),)
