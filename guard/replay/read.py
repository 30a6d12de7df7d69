"""What every landing of the branch did, read from its files, and what the documents of its time held it to."""

from __future__ import annotations

from guard import effects
from guard.binding import agreed, fitting, near
from guard.model.case import Binding
from guard.model.change import Change, ChangeSet
from guard.model.landing import joined
from guard.model.step import Facts
from guard.operations import describe
from guard.replay.history import Documents, documents
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.effects import Seen
    from guard.model.landing import Landing
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.model.policy import Policy
    from guard.model.trigger import Trigger
    from guard.trust import Trusted


class Read(NamedTuple):
    """What a landing did, and the plans that stood before it."""

    did: Judged
    plans: tuple[str, ...]


class Reader:
    """Reads, at once, the files of every landing that some plan of its time could cover, or that claims one."""

    def __init__(
        self, repository: Repository, trigger: Trigger, trusted: Trusted, start: bytes, at: bytes, found: list[Landing]
    ) -> None:
        if trusted.oid:
            held = documents(repository, trigger, start, found)
        else:  # a trust directory has no history: what stands in it held always
            held = [Documents(trusted.policy, trusted.plans)] * len(found)
        self._held = {landing.commit: then for landing, then in zip(found, held, strict=True)}
        self._plain = {one.commit: describe(ChangeSet("landing", one.commit, one.changes), None) for one in found}
        wanted = [self._plain[one.commit] for one in found if self._asked(one)]
        whole = ChangeSet("landing", at, joined([landing.changes for landing in found]))
        self._seen: Seen = effects.read(repository, wanted, trusted, Change(whole, (), (), start, at))

    def _asked(self, landing: Landing) -> bool:
        """Something in it is held to a plan, or may need one."""
        then = self._held[landing.commit]
        return then.policy is not None and not _free(self._plain[landing.commit], then.policy)

    def told(self, landing: Landing) -> Judged:
        """What a landing did, as far as it was read."""
        return effects.told(self._plain[landing.commit], self._seen)

    def asked(self, landing: Landing) -> Read:
        """The same, and under which plans."""
        return Read(self.told(landing), tuple([plan.id for plan in self._held[landing.commit].plans]))

    def facts(self, landing: Landing) -> Facts:
        """What explains a landing; before there was a policy, nothing was asked of anybody."""
        then = self._held[landing.commit]
        plain = self._plain[landing.commit]
        if then.policy is None:
            return Facts(True, False, "", (), (), False)
        read = effects.told(plain, self._seen)
        if _free(read, then.policy):
            return Facts(True, bool(plain.protected), "", (), (), False)
        claim, apart = agreed(landing.claims, then.plans)
        plans = [plan for plan in then.plans if claim.plan in ("", plan.id)]
        fits = tuple([node for plan in plans for node in self._fits(plan, plain, then.policy)])
        node = claim.words()
        if claim.plan and not claim.phase:
            node = (
                fits[0] if len(fits) == 1 else "" if fits else claim.plan
            )  # of several, it is asked whose turn it was
        planned = any([then.policy.is_planned(done) for done in read.operations.values()])
        close = tuple([node for plan in then.plans for node in self._near(plan, plain, then.policy)])
        return Facts(False, False, node if claim.plan else "", apart, fits, planned, close)

    def _near(self, plan: Plan, plain: Judged, policy: Policy) -> list[str]:
        """The phases of a plan that do something of what is done in its scope."""
        created = effects.created(Binding(plan, plan.phases, ()))
        return [f"{plan.id}/{phase.name}" for phase in near(plan, (effects.told(plain, self._seen, created),), policy)]

    def _fits(self, plan: Plan, plain: Judged, policy: Policy) -> list[str]:
        """The phases of a plan that cover all of it, each operation in the role it has under that plan."""
        created = effects.created(Binding(plan, plan.phases, ()))
        sets = (effects.told(plain, self._seen, created),)
        return [f"{plan.id}/{phase.name}" for phase in fitting(plan, sets, policy)]


def _free(judged: Judged, policy: Policy) -> bool:
    return all(
        path in judged.protected or policy.is_routine(path, operations)
        for path, operations in judged.operations.items()
    )
