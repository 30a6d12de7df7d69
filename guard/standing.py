"""What whoever asks about plans looks at: the documents of the trusted branch, and the branch and the log replayed."""

from __future__ import annotations

from contextlib import contextmanager

from guard import trust
from guard.acts.ground import Ground
from guard.doors import cache
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard.nearest import nearest
from guard.replay import replay
from guard.trust import log as log_door
from guard.trust.directory import read_directory
from guard.value import NamedTuple
from guard.words import clock, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.model.log import Log
    from guard.model.plan import Phase, Plan
    from guard.model.world import State
    from guard.replay import Replay
    from guard.trust import Trusted
    from guard.words import Words

LISTED = 8


class Standing(NamedTuple):
    """What counts, and where everything stands under it."""

    repository: Repository
    trusted: Trusted
    ref: str  # the branch that was replayed
    replay: Replay
    now: int
    log: Log
    trigger: Trigger

    def phases(self, plans: tuple[Plan, ...]) -> Iterator[tuple[Plan, Phase, State]]:
        """Each phase with its state, in the order of the documents."""
        for plan in plans:
            for phase in plan.phases:
                yield plan, phase, self.replay.states[f"{plan.id}/{phase.name}"]

    @property
    def ground(self) -> Ground:
        """The same, for whoever is about to sign or to say what waits."""
        return Ground(self.repository, self.trigger, self.trusted, self.ref, self.log, self.replay, self.now)

    def missing(self) -> str:
        """Why there is no log to go by; "" where there is one."""
        return self.replay.world.missing


def options(words: Words) -> None:
    """What all of them take."""
    words.add_argument(
        "--trust", metavar="DIR", help="policy and plans from a directory outside the work tree, laid out as .guard"
    )
    words.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    words.add_argument("--now", metavar="TIME", help="the time to look at, such as 2026-12-01T08:00:00Z; else now")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")


@contextmanager
def looking(asked: argparse.Namespace, command: str, at: str | None = None, hint: bool = False) -> Iterator[Standing]:
    """Open the repository and replay; `at` is a commit of the trusted branch, with its own documents.

    `hint`: documents may come as they were compiled before; of what is only shown, never of what is signed or judged.
    """
    said = moment(asked.now, command)
    now = clock() if said is None else said
    git = usable_git(asked.git)
    trigger = Trigger(
        "auto", trust=asked.trust, trusted=asked.trusted, git=git, cache=hint and cache.allowed(), now=now
    )
    with Repository(git) as repository:
        ref, oid = trust.trusted_commit(repository, trigger)
        if at is not None:
            oid = _earlier(repository, ref, oid, at)
        trusted = read_directory(repository, trigger) if asked.trust else trust.read(repository, trigger, ref, oid)
        log = log_door.read(repository, trusted)
        stands = replay(repository, trigger, trusted, log, oid, now)
        yield Standing(repository, trusted, ref, stands, now, log, trigger)
        if hint and not asked.trust:
            trust.keep(repository, trusted)


def _earlier(repository: Repository, ref: str, tip: bytes, at: str) -> bytes:
    """A commit the trusted branch has been at. What merely came in by a merge never was what counted."""
    oid = repository.resolve(at)
    if oid != tip:
        steps = repository.since(oid, tip)[0] if repository.contains(tip, oid) else []
        if not steps or steps[0][0].parents[:1] != (oid,):
            mend = f"name a commit that branch has been at: git log --first-parent --oneline {shown(ref)}"
            raise GuardError("G805", f"{shown(ref)} has never been at this commit", shown(at), mend)
    return oid


def chosen(standing: Standing, names: list[str], command: str) -> tuple[Plan, ...]:
    """The plans of these ids, or all; one that does not stand there is a wrong word."""
    plans = {plan.id: plan for plan in standing.trusted.plans}
    for name in names:
        if name not in plans:
            near = nearest(name, plans)
            known = f"; there is {', '.join(list(plans)[:LISTED])}" if plans else "; there is none yet"
            where = f" on {standing.trusted.ref}"
            meant = f"; did you mean {near}?" if near else known
            raise UsageError(f"no plan '{shown(name)}'{where}{meant} ({command} --help)")
    return tuple([plans[name] for name in dict.fromkeys(names)]) if names else standing.trusted.plans
