"""`guard plan inventory`: what a tree knows by name, register by register; as a table, or as a file for other tools."""

from __future__ import annotations

import sys

from guard.commands._base import tree
from guard.commands._data import dumped
from guard.doors import cache
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.escape import seen
from guard.inventories import known_at
from guard.inventories.stored import data_of
from guard.model.known import KINDS
from guard.report import columns, hand_over
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.known import Known, Progress, Register

COMMAND = "guard plan inventory"
DESCRIPTION = (
    "Tell what the tree of a commit knows by name: paths, symbols, tables, columns, flags, environment variables,\n"
    "services, packages, commands, jobs, owners and terms; how many of each, from how many files, and what is not\n"
    "covered. A name that a plan or a page uses is looked up there: guard questions.\n\n"
    "Only files of the tree are read, never the work tree, and nothing of them is run.\n"
)
EPILOG = (
    "examples:\n"
    "  guard plan inventory                                every register\n"
    "  guard plan inventory --kind flag --kind table       these, with their names\n"
    "  guard plan inventory --at HEAD                      of this commit, not of the trusted branch\n"
    "  guard plan inventory -o shop.json                   all names with their places, for other tools\n"
    "  guard questions plan.md --inventory shop.json       what may be asked of a plan, by that file\n\n"
    "exit codes: 0 told; 2 usage; 5 the tree cannot be read\n"
)
LISTED = 40  # names of a register, where registers are asked for by kind
NARROW = 24  # columns before what is said of a register
_SINCE = 0.5  # seconds before progress is shown


def parser() -> Words:
    """The options of `guard plan inventory`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("--at", metavar="REV", help="the tree of this commit; else of the trusted branch, or of HEAD")
    kinds = f"only this register, with its names; may be given again: {', '.join(KINDS)}"
    words.add_argument("--kind", metavar="K", action="append", choices=KINDS, help=kinds)
    words.add_argument("--trust", metavar="DIR", help="a directory outside the work tree that holds policy and plans")
    words.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    form = "how to show it (default: text; json into a file)"
    words.add_argument("--format", choices=("text", "json"), help=form)
    words.add_argument("-o", "--output", metavar="FILE", help="write it to a file instead of standard output")
    return words


def main(words: list[str]) -> int:
    """Read the tree once, tell all of it."""
    asked = parser().parse_args(words)
    git = usable_git(asked.git)
    with Repository(git) as repository:
        trusted, commit = tree(repository, asked, git)
        known = known_at(repository, trusted, commit, asked.kind or KINDS, cache.allowed(), _progress())
    form = asked.format or ("json" if asked.output not in (None, "-") else "text")
    text = dumped(data_of(known)) if form == "json" else _text(known, bool(asked.kind), columns(asked.output))
    hand_over(text, asked.output, f"{COMMAND} -o FILE", "inventory")
    return 0


def _text(known: Known, names: bool, width: int) -> str:
    """A register a line, and below it what it does not cover."""
    lines = [f"guard: what {seen(known.where)} knows by name", ""]
    for register in known.registers.values():
        lines += _register(_own(register), names, width)
    return "\n".join(lines) + "\n"


def _own(register: Register) -> Register:
    """Without what is only known to have members that this tree does not tell; --format json has those as well."""
    names = {name: place for name, place in register.names.items() if not name.endswith(".*")}
    return register._replace(names=names)


def _register(register: Register, names: bool, width: int) -> Iterator[str]:
    from textwrap import wrap

    number = "-" if register.missing else f"{len(register.names):,}"
    said = seen(register.missing) if register.missing else _sources(register)
    room = max(width - NARROW, 20)
    first, *more = wrap(said, room, break_long_words=False, break_on_hyphens=False) or [""]
    yield f"  {register.kind:<12} {number:>7}  {first}".rstrip()
    for part in [f"not covered: {seen(one)}" for one in register.partial]:
        more += wrap(part, room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    yield from [f"{'':<{NARROW}}{line}" for line in more]
    if names:
        yield from [f"{'':<{NARROW}}{seen(name)}  {seen(place)}" for name, place in [*register.names.items()][:LISTED]]
        left = len(register.names) - LISTED
        if left > 0:
            yield f"{'':<{NARROW}}and {left:,} more: --format json has all"
        yield ""


def _sources(register: Register) -> str:
    """From how many files, and of which languages or formats."""
    if register.kind == "path":
        return "of files, links and submodules"
    files = len({place.partition(":")[0] for place in register.names.values()})
    covers = f" ({', '.join(register.covers)})" if register.covers else ""
    return f"from {files:,} place{'' if files == 1 else 's'}{covers}" if files else f"none{covers}"


def _progress() -> Progress | None:
    """On a terminal alone: how far it is, on one line that is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from time import monotonic

    since = monotonic()

    def tell(what: str, done: int, of: int) -> None:
        if done == of:
            sys.stderr.write("\r\x1b[K")
        elif monotonic() - since > _SINCE:
            share = done * 24 // of
            sys.stderr.write(f"\rguard: {what}  [{'#' * share}{'.' * (24 - share)}] {done:,} of {of:,}\x1b[K")
        sys.stderr.flush()

    return tell
