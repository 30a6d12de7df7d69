"""The trusted branch and the log as they stand now: which landings there are, and which of them are recorded."""

from __future__ import annotations

import re

from guard import trust
from guard.doors.git.line import line
from guard.doors.log.chain import links
from guard.errors import GuardError
from guard.escape import shown
from guard.model.claim import Claim
from guard.model.log import Entry, Recorded
from guard.records.judging import Question
from guard.replay import adoption
from guard.trust import log as log_door
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.doors.log.chain import Link
    from guard.model.log import Log
    from guard.model.trigger import Trigger
    from guard.trust import Trusted

NAME = re.compile(r"(?!.*(\.\.|\.lock(/|$)|\.(/|$)))[A-Za-z0-9_][A-Za-z0-9._+-]*(/[A-Za-z0-9_][A-Za-z0-9._+-]*)*")
HEADS = "refs/heads/"
UNNAMED = "trusted"  # what a branch is called whose name cannot be told


class Branch(NamedTuple):
    """The trusted branch, its documents of today, and the log."""

    name: str  # the same in every clone
    trusted: Trusted
    places: dict[bytes, int]  # every commit it has been at -> how many came before that
    log: Log
    chain: tuple[Link, ...]  # every commit of the log, oldest first

    def count(self, tip: bytes) -> int:
        """How many entries the log held when this one was its newest; 0 where it never was, or for none."""
        return next((number for number, link in enumerate(self.chain, 1) if link.commit == tip), 0)

    def recorded(self) -> dict[bytes, Entry]:
        """The steps of the branch that a record of the log is of."""
        return {commit: entry for entry, commit in self.records()}

    def recorded_places(self) -> set[int]:
        """Where the branch was after each of these steps; what landed as one may have become several of them."""
        found: set[int] = set()
        for _, act in self.acts():
            found.update(
                range(self.places.get(act.parent, self.places[act.commit] - 1) + 1, self.places[act.commit] + 1)
            )
        return found

    def acts(self) -> list[tuple[Entry, Recorded]]:
        """Every record of a step of the branch, in the order of the log; of one step there may be several."""
        acts = [(entry, entry.act) for entry in self.log.entries]
        return [(entry, act) for entry, act in acts if isinstance(act, Recorded) and act.commit in self.places]

    def records(self) -> list[tuple[Entry, bytes]]:
        """The same, by that step."""
        return [(entry, act.commit) for entry, act in self.acts()]


def branch_of(repository: Repository, trigger: Trigger) -> Branch:
    """Read once, for all that is asked of it."""
    return branch_at(repository, trigger, *trust.trusted_commit(repository, trigger))


def branch_at(repository: Repository, trigger: Trigger, ref: str, oid: bytes) -> Branch:
    """The same where it is known already which branch is trusted."""
    trusted = trust.read(repository, trigger, ref, oid)
    if not trusted.adopted:
        mend = "land a policy first: guard schema policy"
        raise GuardError(
            "G813", "there is no policy on the trusted branch, so there is no log of it", trusted.ref, mend
        )
    log = log_door.verify(repository, trusted)
    chain = tuple(links(repository, log.tip)) if log.tip else ()
    name = trusted.policy.branch
    if name is None and trusted.ref.endswith("/HEAD"):  # what the remote calls it
        name = named(repository.refs.target(trusted.ref), None).removeprefix(HEADS)
    return Branch(named(trusted.ref, name), trusted, line(repository, oid), log, chain)


def named(ref: str, branch: str | None) -> str:
    """The branch by the name it has where it stands, not by that of a copy or of a short way to say it."""
    if ref.startswith(HEADS):
        name = ref.removeprefix(HEADS)
    elif ref.startswith("refs/remotes/"):
        name = ref.split("/", 3)[-1]
    else:
        name = branch or ref
    name = branch if name == "HEAD" and branch else name
    return f"{HEADS}{name if NAME.fullmatch(name) and name != 'HEAD' else UNNAMED}"


def step(branch: Branch, commit: bytes) -> bytes:
    """A commit the branch has been at. What merely came in by a merge landed with that merge."""
    if commit not in branch.places:
        mend = f"name a step of it: git log --first-parent --oneline {branch.trusted.ref}"
        raise GuardError("G805", f"{branch.trusted.ref} has never been at this commit", shown(commit), mend)
    return commit


def missing(repository: Repository, branch: Branch) -> list[bytes]:
    """The landings since guard was adopted that no record is of, in their order; a later record makes up for none."""
    since = branch.places.get(adoption(repository, branch.trusted, branch.trusted.oid), 0)
    recorded = branch.recorded_places()
    return [commit for commit, place in branch.places.items() if place > since and place not in recorded]


def question(branch: Branch, commit: bytes, now: int, claim: Claim) -> Question:
    """How a landing is judged now: under the log as far as it records nothing that came with it or after."""
    if branch.log.ahead:
        what = f"the log records {branch.log.ahead[:12].decode()}, which {branch.trusted.ref} does not hold here"
        raise GuardError("G506", what, branch.trusted.ref, "bring the branch up to date: git fetch")
    later = branch.places[step(branch, commit)]
    after = {entry.commit for entry, of in branch.records() if branch.places[of] >= later}
    tip, count = b"", 0
    for link in branch.chain:
        if link.commit in after:
            break
        tip, count = link.commit, count + 1
    return Question(branch.trusted.policy.id, commit, now, branch.name, tip, count, claim)
