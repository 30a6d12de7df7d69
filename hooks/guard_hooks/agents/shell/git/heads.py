"""Branches: what a text moves by git, and where HEAD stands by then, as far as the text tells; and what it takes out.

Which branch that is, whether it is one that counts, and what git holds of a path, knows only who sees the repository:
landings.py, takings.py.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.git.naming import Known
    from guard_hooks.agents.shell.language.place import Folders

HEAD = ""  # in the place of a name: the branch that HEAD is on
COMPUTED = "?"  # no name holds that
NO_BRANCH = "HEAD"  # HEAD is on none
LATER = ("<(", ">(", "trap", "coproc")  # what stands there is run beside the rest, or after it


class Put(NamedTuple):
    """Where a command puts HEAD."""

    name: str  # of a branch, in full; COMPUTED, or NO_BRANCH
    folders: Folders  # where it is run: each work tree has a HEAD of its own
    perhaps: bool = False  # only if a branch of that name stands there


INDEX = ""  # as the source of what is taken out
PATCH = "\n"  # no commit is called that


class Take(NamedTuple):
    """Files of the work tree that get what git, or a patch, has of them."""

    source: str  # a commit, as it is said; INDEX, or PATCH, whose names are from the top
    paths: tuple[str, ...] = ()  # as they are said where it is done
    perhaps: bool = False  # the source may be a path itself, and then it is the index
    gone: bool = False  # what is not in the source is deleted
    later: bool = False  # a command before it may have made the source another
    whole: bool = False  # what the commit did is done again, or merged


class Move(NamedTuple):
    """A branch that a command moves, deletes, or puts something in the place of; or what it takes out."""

    ref: str  # in full, perhaps with one star; HEAD or COMPUTED
    by: str  # in words, such as "git merge"
    folders: Folders  # where it is done
    puts: tuple[Put, ...] = ()  # where commands before it may have put HEAD, in their order
    sure: bool = False  # HEAD is where the last of these put it; else it may still be where it was
    to: str | None = None  # the remote that it is pushed to, "" for the usual one; None for what is no push
    takes: Take | None = None  # it moves no branch, but takes this out


class Heads:
    """What is found of it in one text."""

    def __init__(self) -> None:
        self.puts: list[Put] = []
        self.moves: list[tuple[Move, bool]] = []  # and whether it may be done again later
        self.link = 0  # commands that hang together by && alone share one
        self.left = -1  # the link in which HEAD was put somewhere for sure
        self.clones = False  # repositories come with the text
        self.beside = False  # commands are run while others are
        self.known: dict[str, Known] | None = None  # variables that it sets plainly, once that was asked
        self.stirred: set[str] = set()  # "index", "refs": what commands so far may have changed

    def follows(self, by: str, negated: bool) -> None:
        """A command is over, and what comes stands behind this sign: && alone asks whether it ended well."""
        self.link += by != "&&" or negated
        self.beside = self.beside or by == "&"

    def put(self, put: Put, sure: bool) -> None:
        """HEAD goes to a branch; `sure`, if nothing else can have come of it where what stands behind && is run."""
        self.puts.append(put)
        self.left = self.link if sure else -1

    def pushed(self, ref: str, folders: Folders, to: str) -> None:
        """A branch of another side is moved, which may be this one."""
        self.moves.append((Move(ref, "git push", folders, to=to), False))

    def takes(self, take: Take, by: str, folders: Folders, again: bool) -> None:
        """Files get what git has."""
        later = take._replace(later=_kind(take) in self.stirred)
        self.moves.append((Move(HEAD, by, folders, takes=later), again))

    def moved(self, ref: str, by: str, folders: Folders, again: bool = False) -> None:
        """A branch is moved."""
        found = Move(ref, by, folders, tuple(self.puts), bool(self.puts) and self.left == self.link)
        self.moves.append((found, again))

    def within(self, before: tuple[int, int]) -> None:
        """What was run for its output is over: where it moved nothing, the commands around it still hang together."""
        if before[1] == len(self.puts):
            self.link = before[0]

    def now(self) -> tuple[int, int]:
        """To be given to `within`."""
        return self.link, len(self.puts)

    def found(self, text: str) -> tuple[Move, ...]:
        """All of it; where commands are run more than once or beside each other, HEAD may be wherever it ever is."""
        every, beside = tuple(self.puts), self.beside or any([sign in text for sign in LATER])
        return tuple(
            [
                one._replace(puts=every, sure=False, takes=self._any(one.takes))
                if beside or (again and not one.sure)
                else one
                for one, again in self.moves
            ]
        )

    def _any(self, take: Take | None) -> Take | None:
        """The same where any command of the text may come before it."""
        return take and take._replace(later=_kind(take) in self.stirred)


def _kind(take: Take) -> str:
    return "" if take.source == PATCH or take.whole else "index" if take.source == INDEX else "refs"
