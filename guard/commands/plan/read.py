"""`guard plan read`: a model reads a plan and lists doubts; asked for by these words, and by nothing else."""

from __future__ import annotations

import os
import sys

from guard.commands._terminal import attended
from guard.commands.plan.asking import Prepared, asking_options, prepared
from guard.commands.plan.telling import afterwards, beforehand, lost_lines, spent
from guard.doors.model import way
from guard.errors import GuardError, UsageError
from guard.model.cause import EXIT
from guard.model.inquiry import Miss, Reply
from guard.model.verdict import not_judged
from guard.opinions import recorded
from guard.opinions.answer import Answer, Checks
from guard.opinions.kept import Kept, still_open
from guard.opinions.looking import look_up
from guard.opinions.material import Material
from guard.opinions.reading import Means, failed, read
from guard.opinions.through import asker, settings
from guard.opinions.votes import Vote, flags, steady
from guard.report import aside, columns, deliver, hand_over
from guard.words import Words, clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.model.opinion import Flag, Opinion
    from guard.opinions.reading import Ask
    from guard.opinions.request import Request

COMMAND = "guard plan read"
INSTEAD = f"{COMMAND} -o FILE"
NOT_KEPT = "nothing of it is kept: answers are kept in a repository, where none are recorded or played again"
DESCRIPTION = (
    "Let a model read a plan and list what it rests on that nobody has shown. What it lists are questions to people;\n"
    "nothing it says lets anything through, and what the rules ask stays asked (guard questions NAME).\n\n"
    "NAME is a page (FILE.md, or - for standard input) or the id of a plan; with --landing a phase, PLAN/PHASE.\n"
    "Before anything is sent you see what, to whom, and what it costs, and say yes. docs/model.md has all of it:\n"
    "what is sent, what never, and every cause.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan read split-name                           by the model that the policy names\n"
    "  guard plan read docs/migration.md --model claude-sonnet-5-5 --max-usd 0.20\n"
    "  guard plan read split-name --yes -k 3                in a job: read three times, nobody is asked first\n"
    "  guard plan read split-name/backfill --landing HEAD   what would land in a phase, beside its plan\n"
    "  guard plan show-request split-name                   the exact bytes, without sending any\n\n"
    "exit codes: 0 read, and nothing is left to ask; 2 usage; 3 there are doubts, or the reading failed;\n"
    "5 cannot establish\n"
)


def parser() -> Words:
    """The options of `guard plan read`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("name", metavar="NAME", help="a page such as docs/plan.md, -, a plan by its id, a PLAN/PHASE")
    asking_options(words)
    words.add_argument("--yes", action="store_true", help="send it without asking first")
    kept = words.add_mutually_exclusive_group()
    kept.add_argument("--record", metavar="DIR", help="write every answer of the model down in a folder")
    kept.add_argument("--replay", metavar="DIR", help="play answers that were written down; nothing is sent or kept")
    words.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    return words


def main(words: list[str]) -> int:
    """Make the requests, ask, tell."""
    asked = parser().parse_args(words)
    try:
        ready = prepared(asked, COMMAND, _seed(asked))
        told, code = _read(asked, ready)
    except GuardError as error:
        deliver(not_judged("merge", error), "text", asked.output, INSTEAD)
        return 5
    hand_over(told, asked.output, INSTEAD)
    return code


def _seed(asked: argparse.Namespace) -> bytes | None:
    """Recordings have a seed of their own: another clone can play them."""
    if asked.record is not None:
        return recorded.seed(asked.record, make=True)
    return None if asked.replay is None else recorded.seed(asked.replay)


def _read(asked: argparse.Namespace, ready: Prepared) -> tuple[str, int]:
    """What came of it, and the exit code."""
    width = columns(asked.output)
    if isinstance(ready.material, Miss):
        return _lost(ready, failed(ready.about, ready.use, ready.material), width), EXIT
    new = [request for request in ready.requests() if _recalled(ready, request) is None]
    if asked.replay is None:
        leads = way(settings(ready.use, ready.secret), os.environ)
        if isinstance(leads, Miss) and new:
            return _lost(ready, failed(ready.about, ready.use, leads), width), EXIT
        host = "" if isinstance(leads, Miss) else leads.host()
        aside("\n".join(beforehand(ready, new, f"at {host}", columns())) + "\n")
        _agreed(asked, not new)
    opinion = _opinion(asked, ready, ready.material)
    if ready.shelf is not None:
        ready.shelf.put_opinion(opinion)
    if opinion.state == "failed":
        return _lost(ready, opinion, width), EXIT
    flags, odd = _open(ready, ready.material, opinion)
    note = "" if ready.shelf is not None else f"note   {NOT_KEPT}\n"
    return "\n".join(afterwards(ready, opinion, flags, odd, width)) + f"\n{note}", 3 if flags else 0


def _agreed(asked: argparse.Namespace, known: bool) -> None:
    """Nothing is sent without a yes: of these words, or of somebody at a terminal."""
    if asked.yes or known:
        return
    if not attended():
        raise UsageError(f"nobody is there to ask whether it may be sent: --yes says so ({COMMAND} --help)")
    aside("to send it, type yes: ")
    if sys.stdin.readline().strip() != "yes":
        raise UsageError("nothing was sent: that was no yes")


def _opinion(asked: argparse.Namespace, ready: Prepared, about: Material) -> Opinion:
    checks = Checks(ready.doubts, look_up(ready.subject.paper.known))
    before = [] if ready.shelf is None else [flag for kept in ready.shelf.every(ready.about)[0] for flag in kept.flags]
    means = Means(
        _asker(asked, ready),
        recall=lambda request: _recalled(ready, request),
        keep=lambda request, reply, found: _keep(ready, request, reply, found, before),
        price=ready.prices.of(ready.use.name),
        max_usd=None if asked.replay is not None else ready.use.max_usd,
        day=ready.prices.day,
        now=clock(),
    )
    opinion = read(about, ready.use, ready.secret, checks, means)
    return opinion._replace(text=ready.text, flags=steady(opinion.flags, before))


def _asker(asked: argparse.Namespace, ready: Prepared) -> Ask:
    if asked.replay is not None:
        return recorded.player(asked.replay)
    ask = asker(settings(ready.use, ready.secret), _progress)
    return ask if asked.record is None else recorded.recorder(asked.record, ask)


def _progress(done: int, of: int) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        aside(f"\r\x1b[Kanswered: {done:,} of {of:,}" if done < of else "\r\x1b[K")


def _recalled(ready: Prepared, request: Request) -> Reply | None:
    kept = None if ready.shelf is None else ready.shelf.get(request.inquiry.digest)
    return None if kept is None else kept.reply


def _keep(ready: Prepared, request: Request, reply: Reply, found: Answer, before: list[Flag]) -> None:
    """With names that no other doubt has borne here: `before` are all that were raised, and will be."""
    if ready.shelf is not None:
        raised = steady(flags([Vote(request.asking.sample, one) for one in found.raised]), before)
        before += raised
        known = ready.shelf.get(reply.digest)
        ready.shelf.put(Kept(ready.about, reply, raised, clock() if known is None else known.at))


def _open(ready: Prepared, about: Material, opinion: Opinion) -> tuple[tuple[Flag, ...], tuple[str, ...]]:
    """With what earlier readings have raised and is still so."""
    if ready.shelf is None:
        return opinion.flags, ()
    kept, odd = ready.shelf.every(ready.about)
    return still_open(opinion.flags, kept, about.sentences), odd


def _lost(ready: Prepared, opinion: Opinion, width: int) -> str:
    lines = lost_lines(ready.about, Miss(opinion.cause, opinion.detail), width)
    if opinion.usage.output or opinion.usage.input:
        lines.append(f"cost   {spent(ready, opinion)}")
    return "\n".join(lines) + "\n"
