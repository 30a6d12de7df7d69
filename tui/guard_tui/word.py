"""`guard triage`: the desk in a terminal; a plain list where there is none, or where one is asked for."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from guard.errors import UsageError
from guard.escape import shown
from guard.model.wanted import KINDS
from guard.nearest import nearest
from guard.words import Words, moment
from guard_tui.reading import Place, Reading, top_of
from guard_tui.waits import Queue

if TYPE_CHECKING:
    import argparse

COMMAND = "guard triage"
DESCRIPTION = (
    "Show what waits for a person, most urgent first, and settle it: a question with the sentence it is about and the\n"
    "evidence, a plan with its phases drawn, a change in colour, what a yes opens and what it does not. Answers are\n"
    "written into the plan in the work tree, together; the commit is yours. What is signed is shown whole before.\n\n"
    "Everything it shows and does is a command as well: guard questions --waiting, guard plan answer, guard approve.\n"
    "Without a terminal, or with --plain, it is a numbered list: for a pipe, a screen reader, a log.\n"
)
EPILOG = (
    "examples:\n"
    "  guard triage                              what waits for me, in a terminal\n"
    "  guard triage --everyone --plan split-name\n"
    "  guard triage --repo ../shop --repo ../billing    several repositories in one queue\n"
    "  guard triage --repos fleet.txt            the same, a folder a line\n"
    "  guard triage --plain                      numbered, no cursor is moved\n"
    "  guard triage --count                      a number, for a prompt\n"
    "  guard triage --format json                for programs: guard schema triage\n\n"
    "exit codes: 0 looked at (also where something waits), 2 usage, 5 cannot establish\n"
)
MOST = 200  # repositories of one desk
LARGEST = 1 << 20  # bytes of a list of them
THEMES = (  # as Textual has them, which is not loaded to say that there is none of some name
    *("textual-dark", "textual-light", "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light"),
    *("catppuccin-frappe", "catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki"),
    *("gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon"),
    *("solarized-dark", "solarized-light", "tokyo-night"),
)


def parser() -> Words:
    """The options of `guard triage`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    whose = words.add_mutually_exclusive_group()
    whose.add_argument(
        "--mine", action="store_true", help="begin with what waits for me (default, where a key tells who)"
    )
    whose.add_argument("--teams", action="store_true", help="begin with what waits for my teams")
    whose.add_argument("--everyone", action="store_true", help="begin with all of it")
    words.add_argument(
        "--as", metavar="NAME", dest="me", default="", help="who I am; else the person whose key is at hand"
    )
    words.add_argument("--plan", metavar="PLAN", help="one plan alone")
    words.add_argument("--kind", choices=KINDS, default="", help="begin with one kind alone")
    words.add_argument("--find", metavar="WORDS", default="", help="begin with what holds each of these words")
    words.add_argument(
        "--branch", metavar="NAME", action="append", default=[], help="look at this branch and at no others"
    )
    words.add_argument(
        "--no-branches", action="store_true", help="look at the trusted branch alone, at none that is to land"
    )
    words.add_argument("--repo", metavar="DIR", action="append", default=[], help="a repository; may be given again")
    words.add_argument("--repos", metavar="FILE", help="a list of repositories, a folder a line")
    how = words.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true", help="a numbered list, no cursor control")
    how.add_argument("--count", action="store_true", help="how much waits, as a number; ? where not all was looked at")
    how.add_argument("--format", choices=("json",), help="for programs")
    words.add_argument("--read-only", action="store_true", help="look only: nothing is written and nothing signed")
    words.add_argument(
        "--theme", metavar="NAME", default="", help="colours: textual-dark, textual-light, ansi-dark and others"
    )
    for option, metavar, about in (
        ("--trust", "DIR", "policy and plans from a directory outside the work tree"),
        ("--trusted", "REF", "the trusted branch, such as refs/remotes/origin/main"),
        ("--now", "TIME", "the time to look at, such as 2026-12-01T08:00:00Z; else now"),
        ("--git", "PATH", "the git to use, by absolute path"),
    ):
        words.add_argument(option, metavar=metavar, help=about)
    return words


def main(words: list[str]) -> int:
    """The desk begins to look before what draws it is loaded."""
    asked = parser().parse_args(words)
    moment(asked.now, COMMAND)  # a time that is none is a wrong word, before anything is looked at
    theme(asked.theme, "--theme")
    places = _places(asked)
    queue = Queue()
    fleet = len(places) > 1
    looked = _words(asked, "" if fleet else asked.me)
    readings = [Reading(place, looked, queue, lambda: None, asked.me if fleet else "") for place in places]
    for reading in readings:
        reading.begin()
    try:
        return _sat(asked, queue, readings)
    finally:
        for reading in readings:
            reading.close()


def _sat(asked: argparse.Namespace, queue: Queue, readings: list[Reading]) -> int:
    if asked.plain or asked.count or asked.format or not _terminal():
        from guard_tui import plain

        return plain.main(asked, queue, readings)
    told = asked.theme or theme(os.environ.get("GUARD_THEME", ""), "GUARD_THEME")
    gc.disable()  # what is loaded stays; the queue lets it go on, once it stands there
    from guard_tui.desk import Desk
    from guard_tui.opened import Opened

    whose = "everyone" if asked.everyone else "teams" if asked.teams else "mine" if asked.mine else ""
    places = tuple([reading.place for reading in readings])
    opened = Opened(places, readings[0].looks, whose, asked.me, asked.read_only, told, asked.kind, asked.find)
    return Desk(opened, readings, queue).run() or 0


def theme(name: str, option: str) -> str:
    """One that there is; "" for none."""
    if name and name not in THEMES:
        near = nearest(name, THEMES)
        meant = f"did you mean {near}?" if near else f"there are {', '.join(THEMES)}"
        raise UsageError(f"{option}: no theme '{shown(os.fsencode(name))}'; {meant} ({COMMAND} --help)")
    return name


def _terminal() -> bool:
    """Somebody sits at both ends of it; hooks and pipes have none."""
    return (
        all([file is not None and file.isatty() for file in (sys.stdin, sys.stdout)])
        and os.environ.get("TERM") != "dumb"
    )


def _words(asked: argparse.Namespace, me: str) -> tuple[str, ...]:
    """What every look is asked with."""
    words: list[str] = []
    for option, value in (("--as", me), ("--plan", asked.plan), *[("--branch", name) for name in asked.branch]):
        words += [option, value] if value else []
    for option in ("trust", "trusted", "now", "git"):
        value = getattr(asked, option)
        value = os.path.abspath(value) if option == "trust" and value else value  # each look is in a folder of its own
        words += [f"--{option}", value] if value else []
    return (*words, *(["--no-branches"] if asked.no_branches else []))


def _places(asked: argparse.Namespace) -> tuple[Place, ...]:
    """The repositories; the one this is called in where none is named."""
    named = [*asked.repo, *(_listed(asked.repos) if asked.repos else [])]
    if not named:
        return (Place("", top_of(os.getcwd())),)
    if len(named) > MOST:
        raise UsageError(f"{len(named):,} repositories are more than {MOST} ({COMMAND} --help)")
    found: dict[str, Place] = {}
    for name in named:
        folder = os.path.realpath(os.path.expanduser(name))
        folder = top_of(folder) if os.path.isdir(folder) else folder  # where none is, that is said of it alone
        found.setdefault(folder, Place(_called(folder, found), folder))
    if not any(map(os.path.isdir, found)):
        raise UsageError(f"no folder {shown(os.fsencode(named[0]))} ({COMMAND} --help)")
    return tuple(found.values()) if len(found) > 1 else (Place("", next(iter(found))),)


def _called(folder: str, known: dict[str, Place]) -> str:
    """The name of its folder; with the one above where another is called so."""
    name = os.path.basename(folder)
    if any([place.name == name for place in known.values()]):
        name = os.path.join(os.path.basename(os.path.dirname(folder)), name)
    return name if all([place.name != name for place in known.values()]) else folder


def _listed(path: str) -> list[str]:
    """A folder a line, relative to the list; # begins a remark."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read(LARGEST).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = (
            f"--repos: {shown(os.fsencode(path))} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}"
        )
        raise UsageError(f"{what} ({COMMAND} --help)") from None
    top = os.path.dirname(os.path.abspath(path))
    rows = [line.partition("#")[0].strip() for line in lines]
    return [os.path.join(top, os.path.expanduser(row)) for row in rows if row]
