"""The text that words name, a plan or a page, beside what is known of the tree it speaks of."""

from __future__ import annotations

import os
import sys

from guard.doors import cache
from guard.doors.files import content
from guard.doors.git.run import AskedGit
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.doubt import Paper
from guard.model.known import Known
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from guard.model.plan import Plan
    from guard.model.prose import Prose
    from guard.papers import Progress
    from guard.words import Words

LARGEST = 8 << 20  # bytes of a text
LARGEST_INVENTORY = 256 << 20
PAGES = (".md", ".markdown", ".txt", ".rst", ".adoc")
NO_TEXT = "name the page itself; or write it as plain text in UTF-8"
NO_TREE = "no repository stands here, and no --inventory was given"


class Subject(NamedTuple):
    """One text that is asked about."""

    name: str  # as a person calls it
    path: bytes  # the file it stands in
    plan: Plan | None
    paper: Paper


def paper_options(words: Words) -> None:
    """What all commands take that look at a text."""
    inventory = "what is known by name, as guard plan inventory writes it; else the tree of the trusted branch is read"
    words.add_argument("--inventory", metavar="FILE", help=inventory)
    words.add_argument("--at", metavar="REV", help="the tree of this commit; else of the trusted branch, or of HEAD")
    words.add_argument("--trust", metavar="DIR", help="a directory outside the work tree that holds policy and plans")
    words.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")


def is_page(name: str) -> bool:
    """A file that people read, and no id of a plan."""
    return name == "-" or "/" in name or name.endswith(PAGES) or os.path.isfile(name)


def subject(
    asked: argparse.Namespace, name: str, command: str, begin: Callable[[Prose], None] = lambda text: None
) -> Subject:
    """The text of this name, beside what is known; `begin` is told the text before that."""
    if asked.inventory is not None:
        if asked.at is not None:
            raise UsageError(f"--inventory and --at both say what is known: give one ({command} --help)")
        text, plan, path = _text(name, command)
        begin(text)
        return Subject(text.where, path, plan, Paper(text, inventory(asked.inventory, command)))
    with AskedGit(asked.git) as git:  # it answers while the text is read
        text, plan, path = _text(name, command)
        begin(text)
        return Subject(text.where, path, plan, _beside(asked, text, git.usable()))


def _text(name: str, command: str) -> tuple[Prose, Plan | None, bytes]:
    return _page(name, command) if is_page(name) else _plan(name, command)


def _page(name: str, command: str) -> tuple[Prose, None, bytes]:
    from guard.prose import prose

    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else content(name, LARGEST + 1)
    except OSError as error:
        if os.path.isdir(name):
            raise _folder(name, command) from None
        what = f"{shown(os.fsencode(name))} cannot be read: {error.strerror}"
        raise UsageError(f"{what}; name a page or the id of a plan ({command} --help)") from None
    where = "standard input" if name == "-" else shown(os.fsencode(name))
    if len(data) > LARGEST:
        raise GuardError("G813", f"a text of more than {LARGEST:,} bytes", where, "split it")
    if _no_text(data):
        raise GuardError("G813", "this is no text: a program, a picture, or written in UTF-16", where, NO_TEXT)
    return prose(data, where), None, b"" if name == "-" else os.fsencode(name)


def _no_text(data: bytes) -> bool:
    """A page with a slip in its bytes has one place that is asked about; this has none that is not."""
    if b"\0" not in data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _folder(name: str, command: str) -> UsageError:
    what = f"'{shown(os.fsencode(name))}' is a folder, and no plan of that id; name one page, such as "
    return UsageError(f"{what}{shown(os.fsencode(os.path.join(name, 'plan.md')))} ({command} --help)")


def _plan(name: str, command: str) -> tuple[Prose, Plan, bytes]:
    """As it stands here, with its narrative."""
    from guard import drafts
    from guard.commands.plan.named import named, opened
    from guard.model.plan import Plan
    from guard.papers import plan_prose

    if not os.path.isdir(os.path.join(drafts.top(None), ".guard")):
        if os.path.isdir(name):
            raise _folder(name, command)
        what = f"no page '{shown(os.fsencode(name))}', and no plan of that id: no .guard stands here"
        raise UsageError(f"{what} ({command} --help)")
    folder = opened(command, None)
    if os.path.isdir(name) and folder.plan(name) is None:
        raise _folder(name, command)
    file = named(folder, name, command)
    if not isinstance(file.value, Plan):
        raise GuardError("G813", "the plan cannot be read", file.where, f"guard plan lint {name} tells what is wrong")
    narrative = drafts.narrative(folder, file.value)
    page = shown(folder.place(name, ".md"))
    return plan_prose(file.value, narrative, page, file.read.text), file.value, file.path


def _beside(asked: argparse.Namespace, text: Prose, git: str) -> Paper:
    """What the tree knows; what reads it is loaded once the rules that need no tree are at work."""
    from guard import trust
    from guard.commands._base import tree
    from guard.doors.git.repository import Repository

    try:
        opened = Repository(git)
    except GuardError as error:
        if error.rule == "G801" and asked.at is None:
            return Paper(text, Known(NO_TREE, {}, missing=NO_TREE))
        raise
    with opened as repository:
        from guard.papers import beside

        trusted, commit = tree(repository, asked, git)
        paper = beside(repository, trusted, commit, text, hint=cache.allowed(), progress=progress())
        trust.keep(repository, trusted)
        return paper


def inventory(path: str, command: str) -> Known:
    """What a file says is known."""
    from guard.inventories.stored import known_of

    try:
        text = content(path, LARGEST_INVENTORY + 1)
    except OSError as error:
        what = f"{shown(os.fsencode(path))} cannot be read: {error.strerror}"
        raise UsageError(f"--inventory: {what} ({command} --help)") from None
    return known_of(text, shown(os.fsencode(path)))


def progress() -> Progress | None:
    """How far a long look is, where a person watches."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None

    def tell(what: str, number: int, total: int) -> None:
        sys.stderr.write(f"\r\x1b[K{what}: {number:,} of {total:,}" if number < total else "\r\x1b[K")
        sys.stderr.flush()

    return tell
