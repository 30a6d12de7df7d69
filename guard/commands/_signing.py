"""How an act is signed: here at a terminal, once read on another screen, unattended, or elsewhere and brought back."""

from __future__ import annotations

import os

from guard.acts import signer, still, words
from guard.acts.ground import Ground, adopted
from guard.acts.proposal import Against, id_of
from guard.acts.recording import record
from guard.commands import _request, _terminal
from guard.commands._act import PERSONS, UNSAID, fitting
from guard.commands._bringing import bring
from guard.commands._due import due
from guard.commands._elsewhere import Signed, own, read, under, written
from guard.doors.signatures import keygen
from guard.errors import GuardError, UsageError
from guard.escape import shell_word, shown
from guard.folding import folded
from guard.grammar import moment
from guard.model.log import words as said_of
from guard.model.verdict import EXIT_CODES, not_judged, weigh
from guard.report import columns, deliver, refusal, write
from guard.standing import looking

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from guard.acts.proposal import Proposal
    from guard.acts.signer import Hand
    from guard.commands._act import Act
    from guard.model.finding import Finding
    from guard.model.log import Entry
    from guard.standing import Standing


PERSON = EXIT_CODES["needs-person"]
AFTER = (
    "opens",
    "in turn",
    "stops",
    "covers",
    "closes",
    "completes",
    "undoes",
    "missing",
    "read",
    "open",
    "beware",
    "expires",
)


def carried_out(asked: argparse.Namespace, act: Act) -> int:
    """Shown, signed, held against what is so by then, recorded; the answer is the exit code."""
    fitting(asked, act)
    act = act._replace(kinds=PERSONS) if asked.sign else act  # a machine reads no screen
    try:
        made = read(asked.signed) if asked.signed else _read(asked, act) if asked.sign else _made(asked, act)
        return made if isinstance(made, int) else _settled(asked, act, made)
    except GuardError as error:
        if asked.format != "json":
            return refusal(error, "merge")
        verdict = not_judged("merge", error)
        _request.refuse(act.act, verdict)
        return verdict.exit_code


def _refused(asked: argparse.Namespace, act: Act, findings: tuple[Finding, ...]) -> int:
    """What speaks against it, in the shape of every other finding."""
    verdict = weigh("merge", findings)
    if asked.format == "json":
        _request.refuse(act.act, verdict)
    else:
        deliver(verdict)
    return verdict.exit_code


def _ground(standing: Standing) -> Ground:
    adopted(standing.ground)
    return standing.ground


def _made(asked: argparse.Namespace, act: Act) -> Signed | int:
    """From the words of the command to a signature; else the exit code of what came of it instead."""
    with looking(asked, act.command) as standing:
        ground = _ground(standing)
        hand, names = _whose(ground, asked, act)
        if isinstance(hand, Against):
            return _refused(asked, act, hand.findings)
        reason = UNSAID if asked.reason is None else _terminal.plain(asked.reason, act.command)
        made = act.fresh(ground, hand, asked, reason)
        if isinstance(made, Against):
            return _refused(asked, act, made.findings)
        against = signer.unable(hand, made.presence)
        if against:
            return _refused(asked, act, against)
        unattended = hand.kind == "machine" or asked.request
        if not unattended and not _terminal.attended():
            _terminal.nobody(names or (hand.name,), made, under(asked))
            return PERSON
        if asked.reason is None and (act.reasoned or not unattended or asked.format == "json"):
            if unattended:
                raise UsageError(f"say why: --reason TEXT ({act.command} --help)")
            again = act.fresh(ground, hand, asked, _terminal.why(act.command))
            assert not isinstance(again, Against)
            made = again
        if asked.request:
            known = still.known_by(ground, made)
            return written(asked, act.command, made, known, ground.repository.place)
        return _signed(hand, made)


def _read(asked: argparse.Namespace, act: Act) -> Signed | int:
    """What was read on another screen: what is no longer so stops it before anybody is asked for a passphrase."""
    text = own(asked.sign)
    with looking(asked, act.command) as standing:
        ground, payload = _ground(standing), _payload(text, act)
        by = payload["by"]
        if asked.name not in (None, by):
            raise UsageError(f"{by} is who signs what was read, not {shown(asked.name)} ({act.command} --help)")
        if not payload.get("reason"):
            raise UsageError(f"what was read gives no reason: {act.command} ... --request FILE --reason TEXT")
        altered = still.altered(payload, asked.shown) if asked.shown else ()
        if altered:
            return _refused(asked, act, altered)
        if id_of(payload) in [entry.id for entry in ground.log.entries]:
            return _known(ground, record(ground.repository, ground.trusted, payload, b""), asked.no_sync)
        here = _terminal.attended()
        hand = signer.chosen(ground.policy, by, asked.key or "", act.kinds, elsewhere=not here)
        if isinstance(hand, Against):
            return _refused(asked, act, hand.findings)
        now = act.again(ground, hand, asked, payload)
        if isinstance(now, Against):
            return _refused(asked, act, now.findings)
        against = _since(asked.shown, ground, payload, now, signed=False) + signer.unable(hand, now.presence)
        if against:
            return _refused(asked, act, against)
        if not here:
            _terminal.nobody((by,), now, f" --sign {shell_word(os.fsencode(asked.sign))}{under(asked)}")
            return PERSON
        return _signed(hand, now._replace(payload=payload), asked.typed)


def _payload(text: bytes, act: Act) -> dict[str, Any]:
    """What a request says, which is of this act."""
    payload = still.brought(text)
    if payload["act"] != act.act:
        raise UsageError(f"what was signed is another act, {payload['act']} ({act.command} --help)")
    return payload


def _since(known: str, ground: Ground, payload: dict[str, Any], now: Proposal, signed: bool) -> tuple[Finding, ...]:
    """What has changed since it was written; where it was read on a screen, in what it comes to as well."""
    return still.so(ground, payload, now, signed) or (still.moved(ground, now, known) if known else ())


def _whose(ground: Ground, asked: argparse.Namespace, act: Act) -> tuple[Hand | Against, tuple[str, ...]]:
    """Who signs; and where none of their keys is here, and nobody at a terminal, everybody who could."""
    try:
        return signer.chosen(ground.policy, asked.name or "", asked.key or "", act.kinds, bool(asked.request)), ()
    except signer.NotAtHand:
        if asked.request or _terminal.attended():
            raise
        names = (asked.name,) if asked.name else act.able(ground, asked)
        if not names:
            raise
        return signer.chosen(ground.policy, names[0], "", act.kinds, elsewhere=True), names


def _signed(hand: Hand, made: Proposal, typed: str | None = None) -> Signed | int:
    """Shown to a person, agreed to, and signed by ssh-keygen; a machine signs what its job says."""
    machine = hand.kind == "machine"
    if not machine:
        _terminal.show(made, signer.silently(hand))
        if not _terminal.agreed(made, typed):
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
        ground, payload = _ground(standing), _payload(made.text, act)
        one = still.signature(ground, payload, made.text, made.signature, act.kinds, here=not asked.signed)
        if isinstance(one, Against):
            return _refused(asked, act, one.findings)
        if id_of(payload) in [entry.id for entry in ground.log.entries]:
            return _known(ground, record(ground.repository, ground.trusted, payload, made.signature), asked.no_sync)
        now = act.again(ground, one.hand, asked, payload)
        if isinstance(now, Against):
            return _refused(asked, act, now.findings)
        against = _since(asked.shown, ground, payload, now, signed=True) + signer.unshown(
            one.hand, now.presence, one.presence
        )
        if against:
            return _refused(asked, act, against)
        entry = record(ground.repository, ground.trusted, payload, made.signature)
        lines = [f"guard: recorded: {now.title}, by {one.hand.name}  (entry {words.short(entry.id)})"]
        lines += [words.row(label, said) for label, said in now.lines if label in AFTER]
        who, run = _next(ground, now)
        told = [part for line in lines for part in folded(line, columns())]
        write("\n".join([*told, *([f"next   {who}: {run}"] if run else [])]) + "\n")
        bring(ground, asked.no_sync)
    return 0


def _known(ground: Ground, entry: Entry, here_alone: bool) -> int:
    """It has been brought before, and counts: no more is done."""
    told = f"in the log already, since {moment.said(entry.act.at)}: {said_of(entry.act)}"
    write("\n".join(folded(f"guard: {told}  (entry {words.short(entry.id)})", columns())) + "\n")
    bring(ground, here_alone)
    return 0
