"""How an act is signed: here at a terminal, unattended by a machine, or elsewhere and brought back in a file."""

from __future__ import annotations

import os

from guard.acts import signer, still, words
from guard.acts.ground import Ground, adopted
from guard.acts.proposal import Against
from guard.acts.recording import record
from guard.commands import _terminal
from guard.commands._bringing import bring
from guard.commands._next import folded
from guard.commands._standing import looking, options
from guard.commands.next import due
from guard.doors.log.chain import LARGEST, PAYLOAD, SIGNATURE
from guard.doors.signatures import keygen
from guard.errors import GuardError, UsageError
from guard.escape import shell_word, shown
from guard.model.verdict import EXIT_CODES, weigh
from guard.report import columns, deliver, refusal, write
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    from guard.acts.proposal import Proposal
    from guard.acts.signer import Hand, Kinds
    from guard.commands._standing import Standing
    from guard.commands._words import Words
    from guard.model.finding import Finding

    Fresh = Callable[[Ground, Hand, argparse.Namespace, str], Proposal | Against]
    Again = Callable[[Ground, Hand, argparse.Namespace, dict[str, Any]], Proposal | Against]

PERSON = EXIT_CODES["needs-person"]
AFTER = ("opens", "in turn", "stops", "covers", "closes", "completes", "undoes", "missing", "beware", "expires")
UNSAID = "-"  # stands for a reason that is still to be asked for


class Act(NamedTuple):
    """One of the three acts as its command knows it."""

    command: str  # "guard approve"
    act: str  # as the payload has it
    kinds: Kinds  # who may do it
    reasoned: bool  # a reason is required
    fresh: Fresh  # the act as the words of the command say, with a reason
    again: Again  # the act as a payload says, as things are now


class Signed(NamedTuple):
    """Bytes, and a signature over them, from wherever."""

    text: bytes
    signature: bytes


def signing_options(parser: Words) -> None:
    """What all three take."""
    parser.add_argument("--as", metavar="NAME", dest="name", help="who signs, as the policy lists them")
    parser.add_argument("--key", metavar="FILE", help="the key to sign with; else those in ~/.ssh and in ssh-agent")
    parser.add_argument("--reason", metavar="TEXT", help="why, in your own words; else it is asked for at the terminal")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--request", metavar="FILE", help="sign elsewhere: write exactly what is signed to FILE")
    where.add_argument("--signed", metavar="FILE", help="bring it back: FILE as it was written, its signature FILE.sig")
    parser.add_argument("--no-sync", action="store_true", help="record it here, and bring it to no remote")
    options(parser)


def carried_out(asked: argparse.Namespace, act: Act) -> int:
    """Shown, signed, held against what is so by then, recorded; the answer is the exit code."""
    try:
        made = _read(asked.signed) if asked.signed else _made(asked, act)
        return made if isinstance(made, int) else _settled(asked, act, made)
    except GuardError as error:
        return refusal(error, "merge")


def refused(findings: tuple[Finding, ...]) -> int:
    """What speaks against it, in the shape of every other finding."""
    verdict = weigh("merge", findings)
    deliver(verdict)
    return verdict.exit_code


def _ground(standing: Standing) -> Ground:
    ground = Ground(
        standing.repository,
        standing.trigger,
        standing.trusted,
        standing.ref,
        standing.log,
        standing.replay,
        standing.now,
    )
    adopted(ground)
    return ground


def _made(asked: argparse.Namespace, act: Act) -> Signed | int:
    """From the words of the command to a signature; else the exit code of what came of it instead."""
    with looking(asked, act.command) as standing:
        ground = _ground(standing)
        hand = signer.chosen(ground.policy, asked.name or "", asked.key or "", act.kinds, bool(asked.request))
        if isinstance(hand, Against):
            return refused(hand.findings)
        reason = UNSAID if asked.reason is None else _terminal.plain(asked.reason, act.command)
        made = act.fresh(ground, hand, asked, reason)
        if isinstance(made, Against):
            return refused(made.findings)
        against = signer.unable(hand, made.presence)
        if against:
            return refused(against)
        unattended = hand.kind == "machine" or asked.request
        if not unattended and not _terminal.attended():
            return _nobody(hand, made, _under(asked))
        if asked.reason is None and (act.reasoned or not unattended):
            if unattended:
                raise UsageError(f"say why: --reason TEXT ({act.command} --help)")
            again = act.fresh(ground, hand, asked, _terminal.why(act.command))
            assert not isinstance(again, Against)
            made = again
        if asked.request:
            return _written(asked.request, made, _under(asked))
        return _signed(hand, made)


def _signed(hand: Hand, made: Proposal) -> Signed | int:
    """Shown to a person, agreed to, and signed by ssh-keygen; a machine signs what its job says."""
    machine = hand.kind == "machine"
    if not machine:
        _terminal.show(made, signer.silently(hand))
        if not _terminal.agreed(made):
            return PERSON
    return Signed(made.bytes, _signature(hand, made, quiet=machine))


def _signature(hand: Hand, made: Proposal, quiet: bool) -> bytes:
    """By the file of the key; one that ssh-agent alone has is told by its line."""
    if hand.file:
        return keygen.sign(hand.file, made.namespace, made.bytes, quiet=quiet)
    import tempfile

    with tempfile.TemporaryDirectory(prefix="guard-") as folder:
        line = os.path.join(folder, "key.pub")
        with open(line, "x", encoding="ascii") as file:
            file.write(f"{hand.key}\n")
        return keygen.sign(line, made.namespace, made.bytes, quiet=quiet)


def _under(asked: argparse.Namespace) -> str:
    """What says once more which documents count."""
    named = (("--trust", asked.trust), ("--trusted", asked.trusted))
    return "".join([f" {option} {shell_word(os.fsencode(word))}" for option, word in named if word])


def _nobody(hand: Hand, made: Proposal, under: str) -> int:
    """An agent, or a job, is at the other end: it ends its turn."""
    name = hand.name
    write(
        "guard: a person answers here, and nobody can: nothing is signed\n"
        f"what   {made.title}, by {name}\n"
        "why    standard input and standard output are no terminal; a person reads what is signed, and types\n"
        f"next   you:   end your turn and tell {name}; you cannot do this part\n"
        f"       {name}: at a terminal: {made.again}{under}\n"
    )
    return PERSON


def _written(path: str, made: Proposal, under: str) -> int:
    """The bytes alone, and how they are signed and brought back."""
    try:
        with open(path, "wb") as file:
            file.write(made.bytes)
    except OSError as error:
        what = f"the request could not be written: {error.strerror}"
        mend = "name a file in a folder you can write to: --request FILE"
        raise GuardError("G820", what, shown(os.fsencode(path)), mend) from error
    place = shell_word(os.fsencode(path))
    lines = [part for line in words.lines_of(made) for part in folded(line, columns())]
    lines += ["", f"written to {place}; where the key of {made.payload['by']} is:"]
    lines += [f"  ssh-keygen -Y sign -f KEY -n {made.namespace} {place}", "then here, with the signature beside it:"]
    write("\n".join([*lines, f"  {made.again} --signed {place}{under}"]) + "\n")
    return 0


def _read(path: str) -> Signed:
    """A request as it was written, and the signature beside it."""
    found = []
    for name, most in ((path, LARGEST[PAYLOAD]), (f"{path}.sig", LARGEST[SIGNATURE])):
        try:
            with open(name, "rb") as file:
                found.append(file.read(most + 1))
        except OSError as error:
            what = f"{shown(os.fsencode(name))} cannot be read: {error.strerror}"
            raise UsageError(
                f"{what}; --signed FILE takes FILE as it was written, and its signature FILE.sig"
            ) from None
    return Signed(*found)


def _next(ground: Ground, now: Proposal) -> tuple[str, str]:
    """The one command that comes after it: in the plan it is about, else in any."""
    if now.lands:
        return "you", f"guard check --range ..{shown(now.lands)}"
    states = now.after or {}
    every = [(plan, phase, f"{plan.id}/{phase.name}") for plan in ground.trusted.plans for phase in plan.phases]
    rows = [(plan, phase, states[node]) for plan, phase, node in every if node in states]
    own = due(tuple([row for row in rows if row[0].id == now.of]))
    step = own if own.run else due(tuple(rows))
    return step.who, step.run


def _settled(asked: argparse.Namespace, act: Act, made: Signed) -> int:
    """What was signed is still so, and then it is recorded."""
    with looking(asked, act.command) as standing:
        ground = _ground(standing)
        payload = still.brought(made.text)
        if payload["act"] != act.act:
            raise UsageError(f"what was signed is another act, {payload['act']} ({act.command} --help)")
        one = still.signature(ground, payload, made.text, made.signature, act.kinds)
        if isinstance(one, Against):
            return refused(one.findings)
        now = act.again(ground, one.hand, asked, payload)
        if isinstance(now, Against):
            return refused(now.findings)
        against = still.so(ground, payload, now) + signer.unshown(one.hand, now.presence, one.presence)
        if against:
            return refused(against)
        entry = record(ground.repository, ground.trusted, payload, made.signature)
        lines = [f"guard: recorded: {now.title}, by {one.hand.name}  (entry {words.short(entry.id)})"]
        lines += [words.row(label, said) for label, said in now.lines if label in AFTER]
        who, run = _next(ground, now)
        told = [part for line in lines for part in folded(line, columns())]
        write("\n".join([*told, *([f"next   {who}: {run}"] if run else [])]) + "\n")
        bring(ground, asked.no_sync)
    return 0
