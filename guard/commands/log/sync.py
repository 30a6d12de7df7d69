"""`guard log sync`: the log here and the one of a remote are brought together."""

from __future__ import annotations

from guard import trust
from guard.commands._bringing import together, wake
from guard.commands.log._looking import opened, options
from guard.doors.log.tips import remote_of
from guard.escape import shown
from guard.report import write
from guard.words import Words

COMMAND = "guard log sync"
DESCRIPTION = (
    "Fetch the log of a remote beside the one here, verify it, put the entries that it lacks on top of it, and push\n"
    "them. What was seen once is never given up for a log that does not hold it. Where a workflow of the trusted\n"
    "branch listens to branch guard-wake, that one is pushed, too: open pull requests are judged again.\n"
)
EPILOG = (
    "examples:\n"
    "  guard log sync              with the remote of the trusted branch\n"
    "  guard log sync upstream\n\n"
    "exit codes: 0 both are the same now, 1 what was fetched does not hold, 2 usage, 5 it could not be done\n"
)


def parser() -> Words:
    """The options of `guard log sync`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("remote", metavar="REMOTE", nargs="?", help="its name; else that of the trusted branch")
    options(words)
    return words


def main(words: list[str]) -> int:
    """Bring together, and tell what was done."""
    asked = parser().parse_args(words)
    with opened(asked, COMMAND) as (repository, trigger, _):
        trusted = trust.counting(repository, trigger)
        remote = asked.remote or remote_of(trusted.ref)
        done = together(repository, trusted, remote)
        again = f", {done.again:,} of them put on top of others again" if done.again else ""
        what = f"{done.fetched:,} fetched, {done.pushed:,} pushed{again}"
        write(f"guard: the log here and on {shown(remote)} is at {done.tip[:12].decode() or 'none'}: {what}\n")
        wake(repository, trusted, remote, done)
    return 0
