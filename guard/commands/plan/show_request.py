"""`guard plan show-request`: the exact bytes that a model would be sent, without sending any."""

from __future__ import annotations

from guard.commands.plan.asking import Prepared, asking_options, prepared
from guard.commands.plan.telling import address, beforehand, lost_lines
from guard.errors import GuardError
from guard.model.cause import EXIT
from guard.model.inquiry import Miss
from guard.model.verdict import not_judged
from guard.report import aside, columns, deliver, hand_over
from guard.words import Words

COMMAND = "guard plan show-request"
INSTEAD = f"{COMMAND} -o FILE"
DESCRIPTION = (
    "Print the exact bytes that guard plan read would send, one request a line. Nothing is sent; it needs no key.\n\n"
    "NAME is a page (FILE.md, or - for standard input) or the id of a plan; with --landing a phase, PLAN/PHASE. On\n"
    "standard error: what was taken out, how many tokens it is, what it would cost, and which address it would go to.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan show-request split-name                   a plan, to the model that the policy names\n"
    "  guard plan show-request docs/migration.md --model claude-sonnet-5-5 -o request.json\n"
    "  guard plan show-request split-name/backfill --landing HEAD\n\n"
    "exit codes: 0 shown, 2 usage, 3 it cannot be sent and a person reads it, 5 cannot establish\n"
)


def parser() -> Words:
    """The options of `guard plan show-request`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("name", metavar="NAME", help="a page such as docs/plan.md, -, a plan by its id, a PLAN/PHASE")
    asking_options(words)
    words.add_argument("-o", "--output", metavar="FILE", help="write the requests to a file instead of standard output")
    return words


def main(words: list[str]) -> int:
    """Make them, and show them."""
    asked = parser().parse_args(words)
    try:
        ready = prepared(asked, COMMAND)
        return _shown(ready, asked.output)
    except GuardError as error:
        deliver(not_judged("merge", error), "text", None, INSTEAD)
        return 5


def _shown(ready: Prepared, output: str | None) -> int:
    if isinstance(ready.material, Miss):
        hand_over("\n".join(lost_lines(ready.about, ready.material, columns())) + "\n", None, INSTEAD)
        return EXIT
    every = ready.requests()
    aside("\n".join(beforehand(ready, every, address(ready.use), columns())) + "\n")
    hand_over("".join([f"{request.inquiry.body.decode()}\n" for request in every]), output, INSTEAD)
    return 0
