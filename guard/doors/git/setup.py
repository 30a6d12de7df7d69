"""Setting repositories up: new repositories and clones.

GitPython serves here; no decision reads through it.
"""

from __future__ import annotations

import os

from guard.doors.git.remote import LOCAL
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git import Repo as Repo  # for those who set a repository up; only this door may name the library


def open_for_setup(top: str, git: str) -> Repo:
    """GitPython on this repository, with the git that guard found; what names another repository goes no further.

    GitPython hands the whole environment on, and can leave nothing out of it.
    """
    for name in LOCAL & os.environ.keys():
        del os.environ[name]
    os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = git  # read at import; else the first git of PATH would be run
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    from git import Repo
    from git.exc import GitError

    try:
        return Repo(top, expand_vars=False)
    except GitError as error:
        raise GuardError(
            "G801",
            f"this repository cannot be opened: {shown(str(error))}",
            shown(os.fsencode(top)),
            "run git status here and mend what it names",
        ) from error


def new_repository(folder: str, git: str, branch: str = "main") -> Repo:
    """An empty repository with this first branch, with no template and no hooks of the user's in it."""
    os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = git
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    from git import Repo

    # GitPython calls any template unsafe, because one can bring hooks; the empty one is here to keep them out.
    repo = Repo.init(folder, expand_vars=False, initial_branch=branch, template="", allow_unsafe_options=True)
    with repo.config_writer() as config:
        config.set_value("commit", "gpgsign", "false")
        config.set_value("core", "hooksPath", os.path.join(repo.git_dir, "hooks"))
    return repo


def commit_staged(repo: Repo, message: str) -> tuple[bool, str]:
    """Commit what is staged, hooks and all: whether it was made, and what was said."""
    identity = {
        "GIT_AUTHOR_NAME": "agent",
        "GIT_AUTHOR_EMAIL": "agent@example.com",
        "GIT_COMMITTER_NAME": "agent",
        "GIT_COMMITTER_EMAIL": "agent@example.com",
    }
    code, out, err = repo.git.commit(
        "--quiet", "-m", message, with_extended_output=True, with_exceptions=False, env=identity
    )
    return code == 0, "\n".join(part for part in (str(out), str(err)) if part)
