"""Since when something waits: when a document came to the branch, when a yes was out of date, when a landing was."""

from __future__ import annotations

from guard.doors.git.history import read_commits
from guard.model.log import Approval
from guard.model.plan import PLANS_FOLDER
from guard.model.said import Said
from guard.sites.manifest import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.acts.ground import Ground
    from guard.model.plan import Plan
    from guard.model.world import Wait

PLANS = f"{PLANS_FOLDER}/".encode()
FOLDERS = (PLANS, b".guard/manifests/")


class Since:
    """Of one branch, as it was replayed. What nothing tells is 0."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._begun = _begun(ground)
        self._times: dict[bytes, list[int]] = {}
        for step in ground.replay.steps:
            for change in step.landing.changes:
                if change.path.startswith(FOLDERS):
                    self._times.setdefault(change.path, []).append(step.landing.at)

    def document(self, plan: Plan) -> int:
        """When the plan landed as it stands; what came with the adoption of guard, came then."""
        return self._last([plan.where.encode()])

    def wait(self, plan: Plan, wait: Wait) -> int:
        """Since when a phase waits for this."""
        if wait.kind != "approval":
            return wait.since or self._landed(wait.of) or (0 if wait.kind == "edge" else self._whole(plan))
        if wait.state == "expired":
            return self._over(plan, wait) or self._whole(plan)
        return (self._changed(plan, wait) if wait.state == "stale" else 0) or self._whole(plan)

    def _whole(self, plan: Plan) -> int:
        """When the plan landed with all that its approval covers."""
        return self._last(_files(plan))

    def _last(self, paths: list[bytes]) -> int:
        return max([at for path in paths for at in self._times.get(path, ())], default=self._begun)

    def _landed(self, node: str) -> int:
        """The last landing of a phase: of that, evidence is to tell."""
        state = self._ground.replay.states.get(node)
        return state.landings[-1].at if state is not None and state.landings else 0

    def _over(self, plan: Plan, wait: Wait) -> int:
        """When the last yes to it came to its end."""
        within, now = self._ground.policy.approvals.expire, self._ground.now
        ends = [min(act.expires, act.at + within) for act in self._given(plan, wait)]
        return max([at for at in ends if at <= now], default=0)

    def _changed(self, plan: Plan, wait: Wait) -> int:
        """The first landing after the last yes that changed what it covers; a plan may lean on others as well."""
        given = max([act.at for act in self._given(plan, wait)], default=0)
        own = [at for path in _files(plan) for at in self._times.get(path, ()) if at > given]
        every = [at for times in self._times.values() for at in times if at > given]
        return min(own or every, default=0)

    def _given(self, plan: Plan, wait: Wait) -> list[Approval]:
        about = ("plan", plan.id) if wait.run == f"guard approve {plan.id}" else ("phase", wait.of)
        entries = Said.by(self._ground.replay.world.facts.entries).approvals([about])
        return [entry.act for entry in entries if isinstance(entry.act, Approval)]


def _begun(ground: Ground) -> int:
    """When guard was adopted here; 0 where documents come from a directory, which tells no times."""
    steps, at = ground.replay.steps, ground.replay.at
    start = steps[0].landing.parent if steps else at
    if not (ground.trusted.oid and start):
        return 0
    return next(read_commits(ground.repository.objects, [start])).at


def _files(plan: Plan) -> list[bytes]:
    """All that an approval of a plan covers."""
    where = plan.where.encode()
    lists = [place_of(plan.id, one.name) for one in (*plan.sites, *plan.absent)]
    return [where, where.removesuffix(b".yaml") + b".md", *lists]
