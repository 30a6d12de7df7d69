"""Opening a repository in a hook: git looks for it, then at the staged change, while the rest of guard is loaded."""

from __future__ import annotations

from guard.doors.git.place import Place, locate
from guard.doors.git.run import Runner, find_git
from guard.errors import GuardError
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard.doors.git.repository import Repository


class Found(NamedTuple):
    """A repository that git has found."""

    runner: Runner
    place: Place
    staged: bool = True  # its staged change will be asked for


def open_staged(git: str | None, meanwhile: Callable[[], object]) -> Repository | GuardError:
    """The repository, with git at work on the staged change, or why not; `meanwhile` is done while git looks for it."""
    try:
        runner = Runner(find_git(git))
        try:
            place = locate(runner, meanwhile)
        except BaseException:
            runner.close()
            raise
        from guard.doors.git.repository import Repository

        return Repository(found=Found(runner, place))
    except GuardError as error:
        return error
