"""What `guard gate` tells: as text for people, agents and the logs of jobs, and as JSON."""

from __future__ import annotations

from guard import __version__
from guard.acts.words import short
from guard.commands._data import dumped
from guard.folding import folded
from guard.formats.json_ import document
from guard.formats.text import render
from guard.gate import times
from guard.grammar.moment import exact
from guard.report import colour, columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.gate.issuing import Issued
    from guard.gate.judging import Judged
    from guard.gate.receipt import Payload
    from guard.model.verdict import Verdict

SCHEMA_VERSION = 1
SHORT = 8  # digits by which a nonce is told
OF_VERDICT = ("outcome", "exit_code", "would_exit", "findings", "established", "not_established")


def as_text(judged: Judged, receipt: Issued | None, file: str | None) -> str:
    """The verdict in the shape of every other; by what it was judged; and when it opens, or for how long."""
    first, *rest = render(_without_ref(judged.verdict), file != "-" and colour()).split("\n")
    lines = [first, *[part for line in _by(judged) for part in folded(line, columns())], *rest[:-1]]
    if judged.opens:
        lines += ["", f"opens  {times.said(judged.opens)}, as far as is known now"]
    if receipt is not None:
        lines += [part for line in _receipt(judged, receipt, file) for part in folded(line, columns())]
    return "\n".join(lines) + "\n"


def _without_ref(verdict: Verdict) -> Verdict:
    """What it was judged against is said in another line here: a run has no range."""
    return verdict._replace(basis=verdict.basis._replace(trusted_ref=""))


def _by(judged: Judged) -> Iterator[str]:
    ground, here = judged.ground, judged.here
    if ground is not None and here is not None:
        log = f"log {ground.log.tip[:12].decode()}" if ground.log.tip else "no log"
        at = f"{here.at[:12].decode()} to run, " if here.at != ground.replay.at else ""
        yield f"guard: at {exact(here.now)}, {at}policy version {ground.policy.version} of {here.where}, {log}"


def _receipt(judged: Judged, receipt: Issued, file: str | None) -> Iterator[str]:
    said = receipt.payload
    ends = f", when {receipt.ends}" if receipt.ends else ""
    rests = ", ".join([short(entry) for entry in said["entries"]]) or "no entry of the log"
    yield f"receipt  for {said['commit'][:12]}, until {exact(said['expires'])}{ends}; it rests on {rests}"
    if "by" in said:
        where = "on standard output" if file == "-" else f"in {file}"
        yield f"signed   by {said['by']}, nonce {said['nonce'][:SHORT]}, {where}"
    elif judged.ground is not None and judged.ground.policy.shadow:
        yield "signed   by nobody: mode: shadow"
    else:
        yield "signed   by nobody, so no broker takes it: --as MACHINE --key FILE --receipt FILE"


def as_json(judged: Judged, receipt: Issued | None) -> str:
    """The report of the schema `gate`. Of a signed receipt it holds what is signed, and not the signature."""
    ground, here, asked = judged.ground, judged.here, judged.asked
    verdict = document(judged.verdict, controls=True)
    report: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "door": "run",
        **{key: verdict[key] for key in OF_VERDICT},
        "may_run": judged.open,
        "asked": {"plan": asked.plan, "phase": asked.phase, "env": asked.env, "service": asked.service or None},
        "commit": None if here is None else here.at.decode(),
        "now": None if here is None else here.now,
        "trusted": None if ground is None else {"ref": ground.ref, "commit": ground.replay.at.decode()},
        "policy": None if ground is None else ground.policy.version,
        "log": None if ground is None else ground.log.tip.decode(),
        "opens": judged.opens or None,
        "receipt": None if receipt is None else receipt.payload,
        "signed": receipt is not None and "by" in receipt.payload,
    }
    return dumped(report)


def verified(verdict: Verdict, payload: Payload | None, asked: argparse.Namespace) -> str:
    """What a receipt opens, or why it opens nothing."""
    if payload is None:
        return render(verdict, colour())
    what = f"{payload['plan']}/{payload['phase']} may run in {payload['env']} at {payload['commit'][:12]}"
    what += f", of {payload['service']}" if "service" in payload else ""
    lines = [f"guard: the receipt holds: {what}", f"until {exact(payload['expires'])}, signed by {payload['by']}"]
    lines += [] if asked.seen else [f"not established: that nonce {payload['nonce'][:SHORT]} is new: --seen FILE"]
    return "\n".join([part for line in lines for part in folded(line, columns())]) + "\n"


def verified_json(verdict: Verdict, payload: Payload | None, asked: argparse.Namespace) -> str:
    """The report of the schema `gate-verify`."""
    told = document(verdict, controls=True)
    once = [] if asked.seen or payload is None else [{"what": "that its nonce is new", "why": "no --seen FILE"}]
    report: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        **{key: told[key] for key in ("outcome", "exit_code", "findings")},
        "holds": payload is not None,
        "receipt": payload,
        "not_established": once,
    }
    return dumped(report)
