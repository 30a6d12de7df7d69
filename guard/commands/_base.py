"""What the commands about texts stand on: the documents that count, a tree, and what a commit would land."""

from __future__ import annotations

from contextlib import contextmanager

from guard import trust
from guard.doors import cache
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.doors.git.history import Landed
    from guard.trust import Trusted


class Branch(NamedTuple):
    """The trusted branch, beside which a landing stands."""

    repository: Repository
    trusted: Trusted
    at: bytes

    def lands(self, name: str) -> tuple[Landed, bytes]:
        """All that would land with a commit, and the commit."""
        tip = self.repository.resolve(name)
        landed = self.repository.range(self.at, tip)
        if not landed.landing.changes:
            raise UsageError(f"nothing would land with {shown(name)}: {self.trusted.ref} has all of it")
        return landed, tip


@contextmanager
def branch(asked: argparse.Namespace, command: str) -> Iterator[Branch]:
    """For `--landing`, which takes no other tree."""
    for option, said in (("--at", asked.at), ("--inventory", asked.inventory)):
        if said is not None:
            raise UsageError(f"a landing stands beside the trusted branch, and takes no {option} ({command} --help)")
    git = usable_git(asked.git)
    with Repository(git) as repository:
        trigger = _trigger(asked, git)
        trusted = trust.counting(repository, trigger)
        yield Branch(repository, trusted, trusted.oid or trust.trusted_commit(repository, trigger)[1])


def tree(repository: Repository, asked: argparse.Namespace, git: str) -> tuple[Trusted, bytes]:
    """The documents that count and the commit whose tree is known; HEAD where no branch is trusted."""
    trusted = counting(repository, asked, git)
    if trusted is None:
        trusted = trust.read(repository, _trigger(asked, git), "HEAD", repository.refs.head())
    if asked.at is not None:
        return trusted, repository.resolve(asked.at)
    return trusted, trusted.oid or repository.refs.head()


def counting(repository: Repository, asked: argparse.Namespace, git: str) -> Trusted | None:
    """The documents that count; None where no branch is trusted, and no word names one."""
    try:
        return trust.counting(repository, _trigger(asked, git))
    except GuardError as error:
        if error.rule != "G812" or asked.trusted or asked.trust:
            raise
        return None


def _trigger(asked: argparse.Namespace, git: str) -> Trigger:
    return Trigger("auto", trust=asked.trust, trusted=asked.trusted, git=git, cache=cache.allowed())
