"""What was so when a landing was judged: the record, the log up to there, and the documents as they stood.

A record names documents by their digests. What stands at its commit is believed where it has these, and else is not.
"""

from __future__ import annotations

from guard import trust
from guard.digest import digest
from guard.errors import GuardError
from guard.model.digests import phase_digests
from guard.model.log import Revocation
from guard.model.trigger import Trigger
from guard.trust.beside import beside
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.model.log import Entry
    from guard.model.plan import Phase, Plan
    from guard.model.policy import Policy
    from guard.records.branch import Branch
    from guard.records.judging import Record
    from guard.trust import Trusted

NOT_A_RECORD = (ValueError, TypeError, KeyError, AttributeError, IndexError)  # facts that look like none
ANOTHER = "what stands at its commit is not what the record names by digest"


class Log(NamedTuple):
    """The log as it is here, looked up by whatever a record names."""

    entries: dict[str, Entry]  # by id, with what was struck out since
    places: dict[bytes, int]  # of each commit of it, from 1
    struck: dict[str, Entry]  # by what it revokes

    @staticmethod
    def of(branch: Branch) -> Log:
        """Read once, for all records."""
        standing = branch.log.standing()
        struck = {one.act.entry: one for one in standing if isinstance(one.act, Revocation)}
        places = {link.commit: place for place, link in enumerate(branch.chain, 1)}
        return Log({one.id: one for one in standing}, places, struck)


class Then(NamedTuple):
    """All that the steps are told from."""

    record: Record
    entry: Entry | None  # that holds the record; None: it is not signed yet
    log: Log
    policy: Policy | None  # None: it cannot be read here
    plans: dict[str, Plan]
    digests: dict[str, str]  # of each phase of the plan it was held to, as approvals name them
    unread: str  # why documents cannot be read here; "" where all of them can

    @property
    def facts(self) -> dict[str, Any]:
        """Empty where guard could not judge what landed."""
        found: dict[str, Any] = self.record["facts"]
        return found

    @property
    def outcome(self) -> dict[str, Any]:
        found: dict[str, Any] = self.record["outcome"]
        return found

    @property
    def turn(self) -> dict[str, Any]:
        return self.facts.get("turn") or {}

    def findings(self) -> list[dict[str, Any]]:
        """Those that are spelled out."""
        found = self.outcome["findings"]
        return found if isinstance(found, list) else []

    def stopped(self, found: dict[str, Any]) -> bool:
        """It closed the door, or would have where guard only advised."""
        return found["blocks"] in ("commit", "merge")

    def held(self) -> tuple[str, list[str]]:
        """The plan it was held to, "" for none, and its phases."""
        binding = self.facts.get("binding") or {"plan": None, "phases": []}
        return binding["plan"] or "", list(binding["phases"])

    def node(self) -> str:
        """The one phase that it was held to, by its whole name; "" where there is none, or not one."""
        plan, phases = self.held()
        return f"{plan}/{phases[0]}" if plan and len(phases) == 1 else ""

    def phase(self) -> Phase | None:
        """The same as its plan had it then; None where that cannot be read."""
        plan, _, name = self.node().partition("/")
        phases = self.plans[plan].phases if plan in self.plans else ()
        return next((phase for phase in phases if phase.name == name), None)

    def before(self) -> list[Entry]:
        """The entries that the log held when the landing was judged; none where it does not hold that one any more."""
        last = self.log.places.get(self.record["log"]["tip"].encode(), 0)
        return [one for one in self.log.entries.values() if self.log.places.get(one.commit, last + 1) <= last]


def then_of(repository: Repository, log: Log, record: Record, entry: Entry | None) -> Then:
    """Read once for one record."""
    documents = record["documents"]
    try:
        at = record["trusted"]
        trusted = trust.read(repository, Trigger("range"), at["ref"], at["commit"].encode())
    except GuardError as error:
        return Then(record, entry, log, None, {}, {}, error.what)
    policy, plans = _policy(trusted, documents), _plans(trusted, documents)
    whole = (policy is not None or documents["policy"] is None) and plans.keys() == documents["plans"].keys()
    then = Then(record, entry, log, policy, plans, {}, "" if whole else ANOTHER)
    return then._replace(digests=_digests(repository, then))


def _digests(repository: Repository, then: Then) -> dict[str, str]:
    """With what stands beside the plan; none where any of it cannot be read, or its phases have none."""
    try:
        plan = then.plans.get(then.held()[0])
        return phase_digests(plan, beside(repository, plan, then.record["trusted"]["commit"].encode())) if plan else {}
    except (GuardError, *NOT_A_RECORD):
        return {}


def _policy(trusted: Trusted, documents: dict[str, Any]) -> Policy | None:
    """The very one that the record names."""
    named = documents["policy"]
    same = named is not None and trusted.adopted and digest("policy", trusted.policy.data) == named["digest"]
    return trusted.policy if same else None


def _plans(trusted: Trusted, documents: dict[str, Any]) -> dict[str, Plan]:
    named = {name: one["digest"] for name, one in documents["plans"].items()}
    return {plan.id: plan for plan in trusted.plans if named.get(plan.id) == digest("plan", plan.data)}
