"""`guard doctor`: what this set-up can honestly promise, line by line, and how to mend what it cannot."""

from __future__ import annotations

from guard import __version__
from guard.commands._data import dumped
from guard.commands.doctor import _agents, _hooks, _keys, _log, _tools, _trust
from guard.doors.git.repository import Repository
from guard.errors import GuardError, UsageError
from guard.model.tiers import Line, approvals, exit_code
from guard.report import columns, hand_over, refusal
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

COMMAND = "guard doctor"
DESCRIPTION = (
    "Look at this set-up, and say what it can honestly promise: the tools, the branch that is trusted, the hooks, the\n"
    "log, and what an approval proves that is made here. It only looks: nothing is written, and nobody is asked.\n"
)
EPILOG = (
    "examples:\n"
    "  guard doctor\n"
    "  guard doctor --format json\n"
    "  guard doctor --drill       what is caught where, tried in a throwaway clone: 0 if the merge door catches all\n"
    "  guard doctor --drill --format json     the same for programs: guard schema drill\n\n"
    "exit codes: 0 all that is promised holds; 1 with --drill, something would arrive; 2 usage; 3 a person should do\n"
    "something; 5 it cannot tell\n"
)
SCHEMA_VERSION = 1
TITLES = {
    "tools": "tools",
    "trust": "what is trusted",
    "hooks": "hooks",
    "agents": "harnesses of agents",
    "log": "the log",
    "approvals": "what an approval proves",
}
SAID = {0: "all that is promised holds", 3: "a person should do something", 5: "not everything can be told"}


def parser() -> Words:
    """The options of `guard doctor`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("--trust", metavar="DIR", help="policy and plans from a directory outside the work tree")
    words.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    words.add_argument("--format", choices=("text", "json"), default="text")
    words.add_argument("-o", "--output", metavar="FILE", help="write the report into this file")
    drill = "try twelve evasions in a throwaway clone, under the policy and the hooks of this one"
    words.add_argument("--drill", action="store_true", help=drill)
    return words


def main(words: list[str]) -> int:
    """Look at everything, and say it."""
    asked = parser().parse_args(words)
    if asked.drill:
        return _drilled(asked)
    lines = tuple(_lines(asked))
    code = exit_code(lines)
    text = _json(lines, code) if asked.format == "json" else _text(lines, code, columns(asked.output))
    hand_over(text, asked.output)
    return code


def _drilled(asked: argparse.Namespace) -> int:
    """Twelve ways past the hooks, tried."""
    if asked.trust:
        raise UsageError(f"--drill looks at the trusted branch: leave --trust out ({COMMAND} --help)")
    from guard.commands.doctor._drill import drill

    try:
        return drill(asked)
    except GuardError as error:
        return refusal(error, "merge")


def _lines(asked: argparse.Namespace) -> Iterator[Line]:
    """Each look for itself: what one cannot tell, hides nothing of the others."""
    git = yield from _tools.git(asked.git)
    yield from _tools.keygen()
    if not git:
        return
    try:
        repository = Repository(git)
    except GuardError as error:
        yield fault("trust", error)
        return
    with repository:
        trusted = yield from _trust.trusted(repository, asked, git)
        yield from looked("hooks", lambda: _hooks.lines(repository))
        yield from looked("agents", lambda: _agents.lines(repository.place.top))
        if trusted is not None and trusted.adopted:
            yield from looked("log", lambda: _log.lines(repository, trusted))
            yield from looked("approvals", lambda: approvals(trusted.policy, _keys.held(trusted.policy)))
            yield from looked("approvals", lambda: _trust.decides(repository, trusted))


def looked(section: str, look: Callable[[], Iterable[Line]]) -> Iterator[Line]:
    """What a look finds; where guard cannot establish it, that."""
    try:
        yield from look()
    except GuardError as error:
        yield fault(section, error)


def fault(section: str, error: GuardError) -> Line:
    """What could not be established, as a line."""
    return Line(section, "unknown", f"{error.what} ({error.where})  [{error.rule}]", error.mend)


def _text(lines: tuple[Line, ...], code: int, width: int) -> str:
    from textwrap import wrap

    told = [f"guard doctor: {SAID[code]}"]
    for section, title in TITLES.items():
        own = [line for line in lines if line.section == section]
        told += ["", title] if own else []
        for line in own:
            rows = wrap(line.what, width - 13, break_long_words=False, break_on_hyphens=False)
            told += [f"  {line.state if not number else '':<9}  {row}" for number, row in enumerate(rows)]
            mend = wrap(f"next   {line.mend}", width - 13, subsequent_indent=" " * 7, break_long_words=False)
            told += [f"{'':<13}{row}" for row in mend] if line.mend else []
    return "\n".join([row.rstrip() for row in told]) + "\n"


def _json(lines: tuple[Line, ...], code: int) -> str:
    data = {
        "schema_version": SCHEMA_VERSION,
        "guard": __version__,
        "exit_code": code,
        "lines": [{**line._asdict(), "mend": line.mend or None} for line in lines],
    }
    return dumped(data)
