"""What `guard plan answer` tells: the difference, what it answers, whose yes no longer fits, and what comes next."""

from __future__ import annotations

from guard.acts.outdated import Outdated
from guard.escape import seen, shell_word, shown
from guard.folding import folded
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.acts.answering import Answer, Refused
    from guard.acts.outdated import Closed
    from guard.drafts import File
    from guard.model.plan import Plan

AROUND = 3  # lines of the file around what changes
MOST = 4  # people who are named
LABEL = 9  # columns of what a line is about
NOTHING = Outdated((), (), (), ())
YOU = "you"


class Told(NamedTuple):
    """What was asked for, and what came of it."""

    file: File
    plan: Plan
    written: bool
    answers: tuple[Answer, ...] = ()
    text: bytes = b""  # of the file, with the answers
    changes: Outdated = NOTHING
    version: int = 0  # of the plan, with the answers
    wants: int = 0  # the version that it should have
    here: bytes = b""  # the file, from the folder that this runs in
    shown: str = ""  # by which all of this is known again
    refused: tuple[Refused, ...] = ()
    missing: str = ""  # why no approval is known

    @property
    def changed(self) -> bool:
        return bool(self.answers) and self.text != self.file.read.text


def as_text(told: Told, width: int) -> str:
    """For people and agents."""
    lines = [part for line in _refusals(told) or _lines(told) for part in line]
    laid = [part for line in lines for part in ([line[1:]] if line.startswith("\0") else folded(line, width))]
    return "\n".join(laid) + "\n"


def _refusals(told: Told) -> list[list[str]]:
    """Nothing is written where anything is refused."""
    if not told.refused:
        return []
    lines = [f"guard: refused, and nothing is written to {told.file.where}"]
    for one in told.refused:
        lines += ["", f"what   {seen(one.what)}", f"why    {seen(one.why)}", f"next   you:   {seen(one.mend)}"]
    return [lines]


def _lines(told: Told) -> Iterator[list[str]]:
    count = len([one for one in told.answers if one.before != one.settled_by])
    many = f"{count} answers" if count > 1 else "1 answer"
    if not told.changed:
        yield [f"guard: {told.file.where} says so already; nothing was written"]
        return
    yield [f"guard: {many} {'written to' if told.written else 'would be written to'} {told.file.where}"]
    yield [f"\0{line}" for line in difference(told)]
    yield [""]
    yield [part for one in told.answers for part in _answer(one)]
    yield [_row("version", words) for words in _version(told)]
    yield [_row("answers", _question(one)) for one in told.changes.questions if one.answered]
    yield [_row("open", _question(one)) for one in told.changes.questions if not one.answered]
    yield [_row("stale", line) for line in _stale(told)]
    yield [_row(label, line) for label, line in _rest(told)]
    yield [_row("unknown", f"{what}: {seen(why)}") for what, why in unknown(told)]
    yield [_row("" if number else "next", f"{who}: {run}") for number, (who, run) in enumerate(steps(told))]
    if not told.written:
        yield [_row("shown", f"{told.shown}  (with --shown it is written as it is here, or not at all)")]


def _row(label: str, words: str) -> str:
    return f"{label.ljust(LABEL)}{words}"


def _answer(one: Answer) -> Iterator[str]:
    yield _row("settles", f'{one.name} "{shown(one.says)}"')
    if one.before is not None and one.before != one.settled_by:
        yield _row("before", f'"{shown(one.before)}"')
    yield _row("by", f'"{shown(one.settled_by)}"')


def _version(told: Told) -> Iterator[str]:
    before, now = told.plan.version, told.version
    if now != before:
        yield f"{before} becomes {now}: what means something else than the plan that counts has a higher one"
    elif now != told.wants:
        yield f"stays {now}, as that was wanted"


def _question(one: Closed) -> str:
    return f'{one.rule} {one.id}, about {one.about}: "{shown(one.says)}"'


def difference(told: Told) -> list[str]:
    """Unified, a line each, escaped; how lines end is no part of it, for that never changes."""
    if not told.changed:
        return []
    from difflib import unified_diff

    texts = [text.decode().replace("\r\n", "\n") for text in (told.file.read.text, told.text)]
    before, after = [text.removesuffix("\n").split("\n") for text in texts]
    where = told.file.where
    return [seen(line) for line in unified_diff(before, after, f"a/{where}", f"b/{where}", lineterm="", n=AROUND)]


def _stale(told: Told) -> Iterator[str]:
    """A line for each command that gives a yes again."""
    runs: dict[str, list[str]] = {}
    by: dict[str, dict[str, None]] = {}
    for one in told.changes.stale:
        runs.setdefault(one.run, []).append(one.node.partition("/")[2])
        by.setdefault(one.run, {}).update(dict.fromkeys(one.by))
    for run, phases in runs.items():
        yield f"the yes of {' and '.join(by[run])} to {run.split()[2]}, of {', '.join(phases)}"


def _rest(told: Told) -> Iterator[tuple[str, str]]:
    changes = told.changes
    if not changes.stale and not told.missing:
        yield "stale", "nothing: nobody's yes to what is still to come fitted the plan as it stood here"
    if changes.keeps:
        yield "keeps", ", ".join(changes.keeps)
    elif changes.stale:
        yield "keeps", "no phase that is still to come: each leans on all that the plan takes for granted"
    if changes.done:
        yield "done", f"{', '.join(changes.done)}: nothing more lands there, so no yes is asked for"


def unknown(told: Told) -> list[tuple[str, str]]:
    """What could not be established, and why."""
    return [("which approvals there are", told.missing)] if told.missing and told.changed else []


def steps(told: Told) -> Iterator[tuple[str, str]]:
    """The commit is the person's; after it whoever said yes before reads the plan again."""
    if not told.changed:
        return
    path = shell_word(told.here)
    if told.version != told.wants:
        yield YOU, f"write version: {told.wants} into {path}: what means something else has another one"
    yield YOU, f"guard plan lint {shell_word(told.plan.id.encode())}"
    yield YOU, f"git add -- {path} && git commit"
    for run, who in dict.fromkeys([(one.run, one.who) for one in told.changes.stale]):
        yield " or ".join(who[:MOST]) or "nobody who is listed", run
