"""A reading in words: what it would take, what came of it, and why there is none."""

from __future__ import annotations

from guard.doors.model.way import usual
from guard.escape import seen, shown
from guard.folding import folded
from guard.model.cause import CAUSES
from guard.model.model_use import dollars
from guard.model.opinion import EVIDENCE
from guard.model.rule import RULES
from guard.opinions.estimate import estimate
from guard.opinions.material import Material
from guard.opinions.request import MAX_TOKENS
from guard.opinions.votes import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guard.commands.plan.asking import Prepared
    from guard.model.inquiry import Miss
    from guard.model.model_use import ModelUse
    from guard.model.opinion import Flag, Opinion
    from guard.opinions.request import Request

FAILED = "G751"
LABEL = 7
QUOTED = 160  # letters of a sentence
COARSE = 1000  # millionths of a dollar: an estimate is told no finer
LISTED = 40  # values that were taken out, and doubts


def row(label: str, words: str, width: int) -> list[str]:
    return folded(label.ljust(LABEL) + words, width)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def beforehand(ready: Prepared, new: Sequence[Request], where: str, width: int) -> list[str]:
    """What would be sent, to whom, and what it costs; of all requests but those that are answered already."""
    assert isinstance(ready.material, Material)
    found = estimate([request.inquiry for request in new], ready.prices.of(ready.use.name), MAX_TOKENS)
    lines = row("reads", f"{seen(ready.about)}: {_amounts(ready)}", width)
    lines += row("asks", f"{shown(ready.use.name)}, {seen(where)}", width)
    known = len(ready.requests()) - len(new)
    answered = f"; {known} more {'is' if known == 1 else 'are'} answered already" if known else ""
    lines += row("sends", f"{count(found.requests, 'request')}, about {found.tokens:,} tokens{answered}", width)
    lines += row("costs", _costs(ready, found.about, found.most), width)
    taken = [f"{mark} {kind}" for mark, kind in ready.material.taken]
    more = f" and {len(taken) - LISTED:,} more" if len(taken) > LISTED else ""
    return lines + (row("hides", ", ".join(taken[:LISTED]) + more, width) if taken else [])


def _amounts(ready: Prepared) -> str:
    assert isinstance(ready.material, Material)
    told = [count(ready.material.units, "unit")]
    told += [count(ready.material.lines, "added line")] if ready.material.lines else []
    told += [f"in {count(len(ready.material.parts), 'part')}"]
    return ", ".join(told) + (f", {ready.use.samples} times over" if ready.use.samples > 1 else "")


def address(use: ModelUse) -> str:
    """Where it goes, as far as the policy alone tells it."""
    told = usual(use.through, use.region) or (use.hosts[0] if len(use.hosts) == 1 else "")
    return f"at {told}" if told else f"through {use.through}"


def _costs(ready: Prepared, about: int | None, most: int | None) -> str:
    if about is None or most is None:
        return f"nobody knows: the table of prices of {ready.prices.day} does not have it"
    about, most = [-(-amount // COARSE) * COARSE for amount in (about, most)]
    told = f"about {dollars(about)}, at most {dollars(most)}; an estimate, by prices of {ready.prices.day}"
    return told + (f"; no more than {dollars(ready.use.max_usd)} is spent" if ready.use.max_usd is not None else "")


def lost_lines(about: str, lost: Miss, width: int) -> list[str]:
    """Why there is no reading, and who does what."""
    cause = CAUSES[lost.cause]
    return [
        *folded(f"guard: no reading of {seen(about)}: {seen(cause.words(lost.detail))}  [{FAILED}]", width),
        *row("next", cause.mend, width),
    ]


def afterwards(
    ready: Prepared, opinion: Opinion, flags: tuple[Flag, ...], odd: tuple[str, ...], width: int
) -> list[str]:
    """What came of it."""
    many = "no doubt" if not flags else count(len(flags), "doubt")
    lines = folded(f"guard: {many} about {seen(ready.about)}, read by {shown(opinion.answered)}", width)
    here = {flag.fingerprint for flag in opinion.flags}
    for flag in flags[:LISTED]:
        lines += ["", *_doubt(ready, flag, flag.fingerprint not in here, opinion.coverage.samples, width)]
    if len(flags) > LISTED:
        lines += ["", f"and {len(flags) - LISTED:,} more, {len(flags):,} in all"]
    lines += ["", *row("read", _covered(opinion), width), *row("cost", spent(ready, opinion), width)]
    if odd:
        lines += row("kept", f"{count(len(odd), 'file')} of readings is not ours and counts as none: {odd[0]}", width)
    return lines


def _doubt(ready: Prepared, flag: Flag, before: bool, samples: int, width: int) -> Iterator[str]:
    yield f"{seen(_where(ready, flag))}:{flag.line}  {RULES[flag.rule].title}  [{flag.rule}]  {flag.fingerprint}"
    stands = flag.sentence if len(flag.sentence) <= QUOTED else flag.sentence[: QUOTED - 3] + "..."
    votes = f", by {flag.votes} of {samples} readings" if samples > 1 else ""
    settled = f"{flag.settles} ({EVIDENCE[flag.evidence]})"
    rows = [("", f'"{seen(stands)}"'), ("quote", seen(flag.quote) if flag.quote != stands else "")]
    rows += [("what", seen(flag.why)), ("ask", seen(flag.question)), ("mend", seen(settled))]
    rows += [("weighs", f"{flag.severity}{votes}" + ("; raised by an earlier reading" if before else ""))]
    for label, words in rows:
        if words:
            yield from row(label, words, width)


def _where(ready: Prepared, flag: Flag) -> str:
    prose = ready.subject.paper.prose
    unit = prose.unit(flag.unit) if 0 < flag.unit <= len(prose.units) else None
    lines = [one for one in ready.subject.paper.added if unit is None and named(one.text) == flag.sentence]
    if lines:  # of several alike the one it was raised at, where that stands still
        return shown(min(lines, key=lambda one: one.line != flag.line).path)
    return (unit.where if unit is not None else "") or prose.where


def _covered(opinion: Opinion) -> str:
    dropped = opinion.dropped
    left = [
        (dropped.unfounded, "whose quote does not stand where it says"),
        (dropped.there, "about a name that is there"),
        (dropped.asked, "that a rule asks already"),
        (dropped.planted, "about what guard had planted"),
    ]
    told = [f"{number} {why}" for number, why in left if number]
    return opinion.coverage.words().removeprefix("read ") + (f"; left out: {', '.join(told)}" if told else "")


def spent(ready: Prepared, opinion: Opinion) -> str:
    """What it cost."""
    used = opinion.usage
    cached = f", {used.cache_read:,} of them from a cache" if used.cache_read else ""
    tokens = f"{used.input + used.cache_write + used.cache_read:,} tokens in{cached}, {used.output:,} out"
    known = ready.prices.of(opinion.model) is not None
    return f"{dollars(opinion.cost) if known else 'nobody knows what'} ({tokens}; prices of {ready.prices.day})"
