"""What a shell command writes, as far as its text tells; a reading that rather says that it cannot.

docs/agents-shell.md has what is read, and what is not.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.call import Becomes
    from guard_hooks.agents.shell.git.heads import Move
    from guard_hooks.agents.shell.programs.picking import Pick
    from guard_hooks.agents.standing import Standing

LONGEST = 65_536  # characters
TOO_LONG = "it is too long to be read"


class Written(NamedTuple):
    """What a command does to files. Paths are as the command says them, seen from the folder of the call.

    A folder ends with a slash, and stands for all that is below it. The reasons are in plain words, and hold nothing of
    the command but names of programs that cannot deceive.
    """

    paths: tuple[str, ...] = ()  # that it writes, makes, moves or deletes, surely or perhaps
    deletes: tuple[str, ...] = ()  # those of them that are gone afterwards
    unread: tuple[str, ...] = ()  # why nobody can tell all of it from the text
    git: tuple[str, ...] = ()  # what goes round a hook, or round what protects a branch
    runs: tuple[str, ...] = ()  # code of the project that it runs: tests, builds
    bound: tuple[str, ...] = ()  # those outside of the folder of the call that are no plain files
    uses: tuple[
        str, ...
    ] = ()  # what lies there and is gone by: code, settings, a repository; "" is one that is computed
    known: tuple[str, ...] = ()  # those of the paths that get what git has already: a branch, a stash
    links: tuple[tuple[str, str], ...] = ()  # those that are symlinks then, and where they lead; "" is not told
    modes: tuple[tuple[str, Becomes], ...] = ()  # those whose mode is changed
    texts: tuple[str, ...] = ()  # those of these that get more than another mode
    lifts: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # of `unread`: what is no reason where git has these as they are
    picks: tuple[tuple[str, tuple[Pick, ...]], ...] = ()  # folders among them of which `find` alone takes some files
    installs: tuple[str, ...] = ()  # those of the paths that package managers fill
    locks: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # that are written anew only if they, or files beside, have changed
    moves: tuple[Move, ...] = ()  # branches that git moves
    folders: tuple[
        str | None, ...
    ] = ()  # that it goes to, where anything is unread, goes round or moves; None is one that nobody can tell


def writes(command: str, stands: Callable[[str], bool] | None = None, standing: Standing | None = None) -> Written:
    """What a command writes. `stands` says whether a folder is at a path that is said from the folder of the call.

    Without it, what may be a folder is taken for one where that is the more. `standing` may be asked for names, and for
    links; without it nobody knows of any.
    """
    if len(command) > LONGEST:
        return Written(unread=(TOO_LONG,))
    from guard_hooks.agents.shell.language.evaluating import settles
    from guard_hooks.agents.shell.language.walking import read
    from guard_hooks.agents.shell.programs.using import bound
    from guard_hooks.agents.shell.reader import Reader

    reader = Reader(stands, standing)
    reader.text = command
    read(reader, command)
    settles(reader)
    known = tuple([path for path in reader.known if path not in reader.gone and path not in reader.own])
    unread, git, runs = tuple(reader.unread), tuple(reader.git), tuple(reader.runs)
    found = Written(tuple(reader.paths), tuple(reader.gone), unread, git, runs, known=known)
    found = found._replace(links=tuple(reader.leads.items()), modes=tuple(reader.modes.items()))
    texts = tuple([path for path in reader.modes if path in reader.texts])
    moves = reader.heads.found(command)
    found = found._replace(picks=tuple([(path, picks) for path, picks in reader.picks.items() if picks]))
    found = found._replace(
        lifts=tuple(reader.lifts.items()),
        installs=tuple([path for path, only in reader.installs.items() if only]),
        locks=tuple(reader.locks.items()),
    )
    if unread or git or moves:
        found = found._replace(folders=tuple([folder for folder in reader.stood if folder != ""]))
    return found._replace(bound=bound(reader, command), uses=tuple(reader.uses), texts=texts, moves=moves)
