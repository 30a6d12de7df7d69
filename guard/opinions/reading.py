"""One reading: every part asked about, what comes back weighed, and an opinion of it: whole, or failed with a cause.

A part that was not answered makes the whole reading one that failed; what was read of the rest is no reading.
"""

from __future__ import annotations

from guard.model.cause import CAUSES
from guard.model.inquiry import Miss, Reply
from guard.model.opinion import Coverage, Dropped, Opinion, Usage
from guard.opinions import estimate
from guard.opinions.answer import Answer, Checks, answer
from guard.opinions.marks import digest
from guard.opinions.material import requests
from guard.opinions.message import message, spent
from guard.opinions.pieces import halves
from guard.opinions.prompt import PROMPT_VERSION
from guard.opinions.request import MAX_TOKENS, Request, build
from guard.opinions.votes import Vote, flags
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from guard.model.inquiry import Inquiry
    from guard.model.model_use import ModelUse
    from guard.opinions.estimate import Price
    from guard.opinions.material import Material

    Ask = Callable[[Sequence[Inquiry]], Sequence[Reply | Miss]]

HALVED = 9  # the number of a request about half of a part: it is not asked again


class Means(NamedTuple):
    """How a reading is had: who is asked, what was answered before, what is kept, and what it may cost."""

    ask: Ask
    recall: Callable[[Request], Reply | None] = lambda request: None
    keep: Callable[[Request, Reply, Answer], None] = lambda request, reply, found: None
    price: Price | None = None
    max_usd: int | None = None
    day: str = ""  # of the table of prices
    now: int = 0


class _Course:
    """What has come of it so far."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self.usage = Usage()
        self.cost = 0
        self.answers: list[tuple[Request, Answer]] = []
        self.ids: list[str] = []
        self.model = ""

    def replies(self, asked: Sequence[Request]) -> list[Reply | Miss]:
        """An answer to each: those that are known, and of the others as many at a time as can be paid for."""
        known = [self.means.recall(request) for request in asked]
        found: list[Reply | Miss] = [Miss("budget") if one is None else one for one in known]
        rest = [at for at, one in enumerate(known) if one is None]
        while rest:
            wave = self._affordable(asked, rest)
            if not wave:
                break
            told = self.means.ask([asked[at].inquiry for at in wave])
            for at, one in zip(wave, told, strict=True):
                found[at] = one
                self._count(one)
            rest = rest[len(wave) :] if not any([isinstance(one, Miss) for one in told]) else []
        return found

    def _affordable(self, asked: Sequence[Request], rest: Sequence[int]) -> list[int]:
        price, most = self.means.price, self.means.max_usd
        if price is None or most is None:
            return list(rest)
        left = most - self.cost
        wave: list[int] = []
        for at in rest:
            left -= estimate.most(asked[at].inquiry.body, price, MAX_TOKENS)
            if left < 0:
                break
            wave.append(at)
        return wave

    def _count(self, one: Reply | Miss) -> None:
        if isinstance(one, Reply):
            used = spent(one.body)
            self.usage = self.usage.plus(used)
            self.cost += estimate.cost(used, self.means.price) if self.means.price is not None else 0


def key(asked: Iterable[Request]) -> str:
    """What a reading is called: by all of its first requests."""
    return digest("\n".join(sorted([request.inquiry.digest for request in asked])).encode())


def read(about: Material, use: ModelUse, secret: bytes, checks: Checks, means: Means) -> Opinion:
    """The opinion."""
    first = requests(about, use, secret)
    course = _Course(means)
    lost = _too_dear(first, means) or _weigh(course, first, checks)
    opinion = Opinion(
        about=about.about,
        request=key(first),
        model=use.name,
        answered=course.model,
        ids=tuple([one for one in course.ids if one]),
        usage=course.usage,
        cost=course.cost,
        at=means.now,
        prompt=PROMPT_VERSION,
        prices=means.day,
        through=use.through,
    )
    if lost is not None:
        return opinion._replace(cause=lost.cause, detail=lost.detail)
    dropped = Dropped()
    for _, found in course.answers:
        dropped = dropped.plus(found.dropped)
    votes = [Vote(request.asking.sample, one) for request, found in course.answers for one in found.raised]
    whole = _coverage(about, use.samples, course)
    return opinion._replace(state="read", coverage=whole, flags=flags(votes), dropped=dropped)


def failed(about: str, use: ModelUse, lost: Miss, now: int = 0) -> Opinion:
    """No reading, and nothing was asked."""
    return Opinion(
        about, "", use.name, cause=lost.cause, detail=lost.detail, at=now, prompt=PROMPT_VERSION, through=use.through
    )


def _too_dear(first: Sequence[Request], means: Means) -> Miss | None:
    """Whether it is known beforehand that it cannot be paid for: then nothing is asked at all."""
    if means.max_usd is None:
        return None
    if means.price is None:
        return Miss("no-price")
    unknown = [request.inquiry for request in first if means.recall(request) is None]
    about = estimate.estimate(unknown, means.price, MAX_TOKENS).about or 0
    return Miss("budget") if about > means.max_usd else None


def _weigh(course: _Course, asked: Sequence[Request], checks: Checks) -> Miss | None:
    """Every answer, and once more what may come out otherwise. What is lost in the end, where anything is."""
    while asked:
        more: list[Request] = []
        lost: Miss | None = None
        for request, reply in zip(asked, course.replies(asked), strict=True):
            found = reply if isinstance(reply, Miss) else _answer(course, request, reply, checks)
            if isinstance(found, Miss):
                again = [] if isinstance(reply, Miss) else _again(request, found)
                more += again
                lost = lost if again or (lost is not None and lost.cause != "budget") else found
        if lost is not None:
            return lost
        asked = more
    return None


def _answer(course: _Course, request: Request, reply: Reply, checks: Checks) -> Answer | Miss:
    said = message(reply.body, request.asking.model)
    if isinstance(said, Miss):
        return said
    course.model = said.model
    course.ids.append(said.id)
    found = answer(said.text, request, checks)
    if isinstance(found, Answer):
        course.answers.append((request, found))
        course.means.keep(request, reply, found)
    return found


def _again(request: Request, lost: Miss) -> list[Request]:
    """Once more, by other marks; where an answer was too long, in two halves. Never a third time."""
    asking = request.asking
    if asking.again:
        return []
    if CAUSES[lost.cause].again:
        return [build(request.part, request.facts, asking._replace(again=1))]
    if lost.cause == "max-tokens":
        divided = halves(request.part)
        if len(divided) > 1:
            return [build(part, request.facts, asking._replace(again=HALVED)) for part in divided]
    return []


def _coverage(about: Material, samples: int, course: _Course) -> Coverage:
    """Counted from what was answered, not from what was asked: every piece, in every sample."""
    seen: dict[tuple[str, int, int, str, bytes], set[int]] = {}
    for request, _ in course.answers:
        for piece in request.part.pieces:
            place = (piece.kind, piece.number, piece.line, piece.text, piece.path)
            seen.setdefault(place, set()).add(request.asking.sample)
    every = {
        (piece.kind, piece.number, piece.line, piece.text, piece.path) for part in about.parts for piece in part.pieces
    }
    read = [place for place in every if len(seen.get(place, ())) == samples]
    lines = sum([text.count("\n") + 1 for kind, _, _, text, _ in read if kind == "added"])
    units = len([kind for kind, *_ in read if kind != "added"])
    return Coverage(about.units, units, about.lines, lines, len(about.parts), samples)
