"""`guard gate`: whether a phase may run now; and `--verify`, whether the receipt that says so holds."""

from __future__ import annotations

import os
import sys

from guard.acts.proposal import Against
from guard.commands import _gate
from guard.doors.files import content
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.doors.used import use
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.gate.asked import Asked
from guard.gate.issuing import hand_of, issued
from guard.gate.judging import Judged, judge, named
from guard.gate.policy import in_file, in_folder
from guard.gate.receipt import LARGEST, LONGEST, USUAL, read
from guard.gate.verifying import Wanted, refusals
from guard.grammar import duration
from guard.model.finding import Next, finding
from guard.model.trigger import Trigger
from guard.model.verdict import not_judged, weigh
from guard.report import aside, hand_over, write
from guard.standing import options
from guard.trust import counting
from guard.words import Words, clock, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.gate.issuing import Issued
    from guard.model.finding import Finding
    from guard.model.policy import Policy

COMMAND = "guard gate"
DESCRIPTION = (
    "Ask whether a phase may run now, in one environment: the deploy job, or whatever runs a backfill, asks before it\n"
    "begins. Judged anew each time: what comes before it, how long that has held, every yes, the window, what is to\n"
    "run, and the clock. Where it opens there is a receipt, which counts for minutes; signed with the key of a\n"
    "machine that the policy lets open this environment (opens:), it is what a broker of secrets asks for (--verify).\n"
)
EPILOG = (
    "examples:\n"
    "  guard gate split-name backfill --env production                       may it run now\n"
    "  guard gate split-name expand --env staging --at v1.4.0                this commit, there\n"
    "  guard gate split-name backfill --env production --as gate --key /run/keys/gate --receipt receipt.json\n"
    "  guard gate --verify receipt.json --env production --policy policy.yaml --seen used.json\n"
    "  guard gate split-name backfill --verify receipt.json --env production    by the policy of this repository\n\n"
    "exit codes: 0 it may run, or the receipt holds (asked in mode: shadow always, and nothing is signed); 1 it may\n"
    "not: too early, outside its window, not what stands on the branch; or a receipt that opens nothing; 2 usage; 3 a\n"
    "person must say yes, or what is so; 4 an approval, or the receipt, is over; 5 cannot establish\n"
)
OF_VERIFY = ("policy", "seen")
OF_ASKING = ("name", "key", "lasting", "receipt")


def parser() -> Words:
    """The options of `guard gate`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("plan", metavar="PLAN", nargs="?", help="the plan")
    words.add_argument("phase", metavar="PHASE", nargs="?", help="the phase of it that is to run")
    words.add_argument("--env", metavar="NAME", required=True, help="the environment it is to run in")
    words.add_argument("--service", metavar="NAME", help="the service that runs it, as the policy names it")
    words.add_argument("--at", metavar="COMMIT", help="what is to run; else the tip of the trusted branch")
    words.add_argument("--as", metavar="MACHINE", dest="name", help="sign the receipt as this machine of the policy")
    words.add_argument("--key", metavar="FILE", help="the file of its private key")
    lasting = f"how long a receipt counts, {duration.said(LONGEST)} at most (default: {duration.said(USUAL)})"
    words.add_argument("--for", metavar="DURATION", dest="lasting", help=lasting)
    words.add_argument(
        "--receipt",
        metavar="FILE",
        help="write the receipt there, - for standard output; the report then goes to standard error",
    )
    words.add_argument("--verify", metavar="FILE", help="does this receipt hold, - for standard input")
    words.add_argument("--policy", metavar="FILE", help="with --verify: the policy to go by, and no repository")
    words.add_argument("--seen", metavar="FILE", help="with --verify: where receipts that were used are kept")
    options(words)
    words.add_argument("--format", choices=("text", "json"), default="text", help="how to show it (default: text)")
    return words


def main(words: list[str]) -> int:
    """One of the two questions."""
    asked = parser().parse_args(words)
    if asked.verify:
        _none_of(asked, OF_ASKING, "--verify looks at a receipt that is there")
        return _verified(asked)
    _none_of(asked, OF_VERIFY, "--policy and --seen are for --verify")
    if not asked.plan or not asked.phase:
        raise UsageError(f"say what is to run: PLAN PHASE ({COMMAND} --help)")
    return _asked(asked)


def _none_of(asked: argparse.Namespace, names: tuple[str, ...], why: str) -> None:
    if any([getattr(asked, name) is not None for name in names]):
        raise UsageError(f"{why}; leave the rest out ({COMMAND} --help)")


# Asking


def _asked(asked: argparse.Namespace) -> int:
    """Judge, perhaps sign, hand over, tell: nothing is said of a pass whose receipt nobody got."""
    signs = asked.name is not None or asked.key is not None
    if signs and (asked.now is not None or not asked.key or not asked.receipt):
        what = "a receipt is of now: --now signs none" if asked.now is not None else "say with what, and where it goes"
        raise UsageError(f"{what}: --as MACHINE --key FILE --receipt FILE ({COMMAND} --help)")
    if asked.receipt == "-" and asked.format == "json":
        raise UsageError(f"standard output takes the report or the receipt: --receipt FILE ({COMMAND} --help)")
    most, now = _lasting(asked.lasting), moment(asked.now, COMMAND)
    git = usable_git(asked.git)
    trigger = Trigger("auto", trust=asked.trust, trusted=asked.trusted, git=git, now=now)
    one = Asked(asked.plan, asked.phase, asked.env, asked.service or "", asked.at or "")
    receipt: Issued | None = None
    try:
        with Repository(git) as repository:
            judged = judge(repository, trigger, one)
        if judged.open:
            judged, receipt = _signed(asked, judged, most)
        if receipt is not None and asked.receipt:
            _handed(receipt, asked.receipt)
    except GuardError as error:
        judged, receipt = Judged(not_judged("run", error), one), None
    told = _gate.as_json(judged, receipt) if asked.format == "json" else _gate.as_text(judged, receipt, asked.receipt)
    try:
        (aside if asked.receipt == "-" else write)(told)
    except GuardError:  # exit 5: then nothing is to open
        if receipt is not None and asked.receipt and os.path.isfile(asked.receipt):
            os.unlink(os.path.realpath(asked.receipt))
        raise
    return judged.verdict.exit_code


def _signed(asked: argparse.Namespace, judged: Judged, most: int) -> tuple[Judged, Issued | None]:
    """The receipt of an open gate. In shadow mode nobody signs one: it would open what nothing has held back."""
    assert judged.ground is not None
    policy, hand = judged.ground.policy, None
    if asked.key and not policy.shadow:
        found = hand_of(policy, asked.name or "", asked.key, judged.asked.env)
        if isinstance(found, Against):
            verdict = weigh("run", found.findings, basis=judged.verdict.basis)
            return judged._replace(verdict=verdict), None
        hand = found
    return judged, issued(judged, hand, most)


def _handed(receipt: Issued, path: str) -> None:
    """For nobody else to read: whoever has it can use it."""
    was = os.umask(0o077)
    try:
        hand_over(receipt.text.decode(), path, what="receipt", option="--receipt FILE")
    finally:
        os.umask(was)


def _lasting(said: str | None) -> int:
    if said is None:
        return USUAL
    wrong = duration.reason(said)
    if wrong is None and not 0 < duration.seconds(said) <= LONGEST:
        wrong = f"a receipt counts for {duration.said(LONGEST)} at most"
    if wrong is not None:
        raise UsageError(f"--for: {wrong} ({COMMAND} --help)")
    return duration.seconds(said)


# Verifying


def _verified(asked: argparse.Namespace) -> int:
    """Everything is looked at; only what holds is marked as used."""
    if asked.policy is not None and asked.trust is not None:
        raise UsageError(f"name one policy: --policy FILE, or --trust DIR ({COMMAND} --help)")
    said = moment(asked.now, COMMAND)
    now = clock() if said is None else said
    found: tuple[Finding, ...] = ()
    payload = None
    try:
        text = _contents(asked.verify)
        wanted = Wanted(asked.env, asked.plan or "", asked.phase or "", asked.service or "", asked.at or "")
        found = refusals(text, _policy(asked), wanted, now)
        if not found:
            payload = read(text).payload
            if asked.seen and not use(asked.seen, payload["nonce"], payload["expires"], now):
                found = (_again(payload["nonce"]),)
        verdict = weigh("run", found)
    except GuardError as error:
        verdict = not_judged("run", named(error, f"{COMMAND} --verify RECEIPT --env {shown(asked.env.encode())}"))
    holds = payload if verdict.outcome == "pass" else None
    write(
        _gate.verified_json(verdict, holds, asked) if asked.format == "json" else _gate.verified(verdict, holds, asked)
    )
    return verdict.exit_code


def _again(nonce: str) -> Finding:
    you = Next("you", "give nothing for it; whoever needs more asks the gate again: guard gate PLAN PHASE --env ENV")
    return finding("G636", f"the receipt with nonce {nonce[:8]} has been used", "each opens once", (you,))


def _policy(asked: argparse.Namespace) -> Policy:
    """The one that is named; else that of the repository here."""
    if asked.policy is not None:
        return in_file(asked.policy)
    if asked.trust is not None:
        return in_folder(asked.trust)
    git = usable_git(asked.git)
    with Repository(git) as repository:
        trusted = counting(repository, Trigger("auto", trusted=asked.trusted, git=git))
        if not trusted.adopted:
            mend = "name the policy to go by: --policy FILE"
            raise GuardError("G813", "there is no policy that lists a machine", trusted.ref, mend)
        return trusted.policy


def _contents(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        return content(path, LARGEST + 1)
    except OSError as error:
        what = f"{shown(os.fsencode(path))} cannot be read: {error.strerror}"
        raise UsageError(f"{what}; --verify FILE takes a receipt as guard gate wrote it ({COMMAND} --help)") from None
