"""`guard log replay`: each recorded landing judged once more; the same bytes, or what is different."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from guard.acts.words import short
from guard.commands._data import dumped
from guard.commands.log._looking import looking, named, options, read
from guard.commands.log._steps import as_data, lines
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.folding import folded
from guard.model.log import Recorded
from guard.records.holding import Held, held
from guard.records.replaying import AS_IT_WAS, DIFFERENT, GONE, Otherwise, kept, replayed, unsigned
from guard.records.steps import Log, Step, steps
from guard.records.steps.found import UNTOLD, WORDS
from guard.records.unpacking import unpacked
from guard.report import columns, write
from guard.value import NamedTuple
from guard.words import Words, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.commands.log._looking import Looking
    from guard.model.log import Entry
    from guard.records.replaying import Kept, Replayed

COMMAND = "guard log replay"
DESCRIPTION = (
    "Judge recorded landings once more, each at its time, under the documents before it and the log as it was, and\n"
    "hold what comes of it against the record byte by byte. Nothing is asked of a network or a clock. What differs is\n"
    "named: the version of guard, its rules or parsers, a document, the time, the log; then findings and facts. With\n"
    "--steps each record says why the landing was allowed, or was not, in the order a person asks.\n"
)
EPILOG = (
    "examples:\n"
    "  guard log replay                                  every record of the log\n"
    "  guard log replay 9f2c4a1b main~3                  the record of an entry, and that of a landing\n"
    "  guard log replay 9f2c4a1b --steps                 why it was allowed, step by step\n"
    "  guard log replay --now 2026-12-01T08:00:00Z       what would be said of them at another time\n"
    "  guard log replay --under main                     and under the documents of today\n"
    "  guard log replay --record record.json             one that is not signed yet\n"
    "  guard log replay --bundle audit.tar               of a bundle, without the repository\n"
    "  guard log replay --format json                    for programs: guard schema replay\n\n"
    "exit codes: 0 the same, 1 something came out otherwise, 2 usage, 5 something is gone or damaged\n"
)


class Done(NamedTuple):
    """One record: what came of it, and the steps of its verdict where they are asked for."""

    of: Replayed
    steps: tuple[Step, ...] | None


def parser() -> Words:
    """The options of `guard log replay`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("which", metavar="ENTRY|COMMIT", nargs="*", help="an entry by its first 8 digits, or a landing")
    words.add_argument("--steps", action="store_true", help="tell the steps of each verdict, from its record")
    words.add_argument("--under", metavar="REV", help="hold them to the documents of this commit instead")
    words.add_argument("--record", metavar="FILE", help="replay this record, which nobody has signed yet")
    words.add_argument("--bundle", metavar="FILE", help="replay what guard log bundle wrote; no repository is needed")
    options(words, "judge at this time instead of the recorded one")
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """Replay and tell."""
    asked = parser().parse_args(words)
    if asked.record and (asked.which or asked.bundle):
        raise UsageError(f"--record names the one that is replayed, and goes with no other ({COMMAND} --help)")
    now = moment(asked.now, COMMAND)
    with _place(asked) as (here, bundled):
        under = here.repository.resolve(asked.under) if asked.under else b""
        other = Otherwise(now, asked.under or "", under)
        if asked.record:
            text, where = read(asked.record)
            of = unsigned(here.repository, here.branch, text, where, other)
            found: list[tuple[Replayed, bytes, Entry | None]] = [(of, text, None)]
        else:
            which = chosen(here, asked.which, COMMAND)
            every = _replayed(here, which, other, bundled.told if other == AS_IT_WAS else ())
            found = [(of, one.text, one.entry) for one, of in zip(which, every, strict=True)]
        done = _done(here, found, asked.steps)
        told = dumped(_data(here, done)) if asked.format == "json" else _text(_head(here, done), done)
    write(told)
    if bundled.doubt:
        sys.stderr.write(f"guard: {bundled.doubt}\n")
        return 5
    states = {one.of.state for one in done}
    return 5 if GONE in states else 1 if DIFFERENT in states else 0


@contextmanager
def _place(asked: argparse.Namespace) -> Iterator[tuple[Looking, Held]]:
    """The repository around the current folder, or the one in a bundle, with what is replayed of that already."""
    if not asked.bundle:
        with looking(asked, COMMAND) as here:
            yield here, Held((), "")
        return
    if asked.trusted:
        raise UsageError(f"a bundle has its own trusted branch: --trusted does not go with --bundle ({COMMAND} --help)")
    with unpacked(asked.bundle, asked.git) as one:
        asked.trusted = one.ref
        with looking(asked, COMMAND) as here:
            yield here, held(here.repository, here.branch, one)


def _replayed(here: Looking, which: list[Kept], other: Otherwise, before: tuple[Replayed, ...]) -> Iterator[Replayed]:
    """One after another; on a terminal alone it is told how far it is."""
    known = {one.entry: one for one in before}
    shows = sys.stderr is not None and sys.stderr.isatty()
    for number, one in enumerate(which, 1):
        if shows:
            sys.stderr.write(f"\r\x1b[Kguard: replaying landing {number:,} of {len(which):,}")
            sys.stderr.flush()
        yield known.get(one.entry.id) or replayed(here.repository, here.branch, one, other)
    if shows:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _done(here: Looking, found: list[tuple[Replayed, bytes, Entry | None]], told: bool) -> list[Done]:
    """Each with its steps, where they are to be told."""
    if not told:
        return [Done(of, None) for of, _, _ in found]
    log = Log.of(here.branch)
    return [Done(of, steps(here.repository, log, text, of, entry)) for of, text, entry in found]


def chosen(here: Looking, which: list[str], command: str) -> list[Kept]:
    """Those that are named, or all, in the order of the log."""
    if not which:
        return kept(here.repository, here.branch)
    every = [entry for entry in here.branch.log.entries if isinstance(entry.act, Recorded)]
    wanted: set[str] = set()
    for word in which:
        found = named(word, [one.id for one in every], command)
        of = {found} if found else _of_commit(here, word, every)
        if not of:
            raise UsageError(f"no record of '{shown(word)}' in the log: guard log show lists them ({command} --help)")
        wanted |= of
    return kept(here.repository, here.branch, frozenset(wanted))


def _of_commit(here: Looking, word: str, every: list[Entry]) -> set[str]:
    try:
        commit = here.repository.resolve(word)
    except GuardError as error:
        if error.rule != "G805":
            raise
        return set()
    return {one.id for one in every if isinstance(one.act, Recorded) and one.act.commit == commit}


def _head(here: Looking, done: list[Done]) -> str:
    if here.branch.log.missing and not done:
        return f"guard: {here.branch.log.missing}"
    if not done:
        return "guard: no landing is recorded yet: guard log record"
    states = [one.of.state for one in done]
    counts = ", ".join([f"{states.count(state):,} {word}" for state, word in WORDS.items() if state in states])
    where = f"{here.branch.trusted.ref} {here.branch.trusted.oid[:12].decode()}"
    return f"guard: {len(done):,} record{'' if len(done) == 1 else 's'} replayed, on {where}: {counts}"


def _text(head: str, done: list[Done]) -> str:
    wide = columns()
    told = folded(head, wide)
    for one in done:
        told += [part for line in _lines(one.of, one.steps is None) for part in folded(line, wide)]
        told += ["", *lines(one.steps, wide), ""] if one.steps is not None else []
    return "\n".join(told).rstrip("\n") + "\n"


def _lines(one: Replayed, alone: bool) -> Iterator[str]:
    """One record; what differs is the last of the steps, where those are told."""
    rule = "  [G530]" if one.state == DIFFERENT else ""
    entry = f"entry {short(one.entry)}" if one.entry else "not signed yet"
    yield f"  {WORDS[one.state].ljust(9)}  {one.commit[:12]}  {one.outcome}  {entry}{rule}"
    if not alone:
        return
    yield from [f"      {one.why}"] if one.why else []
    yield from [f"      {difference.words()}" for difference in (*one.causes, *one.results)]
    yield from [f"      next: {one.mend}"] if one.mend else []
    if one.state == DIFFERENT and not one.causes and not one.why:
        yield f"      {UNTOLD}"


def _data(here: Looking, done: list[Done]) -> dict[str, object]:
    return {
        "schema_version": 1,
        "trusted": {"ref": here.branch.trusted.ref, "commit": here.branch.trusted.oid.decode()},
        "log": here.branch.log.tip.decode() or None,
        "records": [_record(one.of) | ({} if one.steps is None else {"steps": as_data(one.steps)}) for one in done],
    }


def _record(one: Replayed) -> dict[str, object]:
    return {
        "commit": one.commit,
        "entry": one.entry or None,
        "state": one.state,
        "outcome": one.outcome,
        "rule": "G530" if one.state == DIFFERENT else None,
        "causes": [difference._asdict() for difference in one.causes],
        "differences": [difference._asdict() for difference in one.results],
        "why": one.why or None,
        "next": one.mend or None,
    }
