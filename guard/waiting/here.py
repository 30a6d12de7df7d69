"""What the work tree says already: answers that are written into a plan here, and have not landed."""

from __future__ import annotations

from guard.compile import read_document
from guard.drafts import blob_id, plain
from guard.errors import GuardError
from guard.escape import shown
from guard.model.assumption import settler
from guard.model.kind import PLAN
from guard.model.plan import PLANS_FOLDER, plan_from
from guard.waiting.row import Unlooked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.acts.ground import Ground
    from guard.model.plan import Plan
    from guard.waiting.row import Row

NOTHING = ("nothing", "unreadable")  # as a template leaves it: that settles nothing


class Here:
    """The plans of the work tree, each read once, and only where it stands otherwise than on the branch."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._plans = {plan.id: plan for plan in ground.trusted.plans}
        self._stands: dict[bytes, bytes] | None = None
        self._answers: dict[str, dict[str, str]] = {}
        self._unlooked: list[Unlooked] = []

    def told(self, rows: Iterable[Row]) -> list[Row]:
        """The rows, each with what answers it here."""
        return [row._replace(answered=self._of(row.plan).get(row.settles, "")) if row.settles else row for row in rows]

    def unlooked(self) -> list[Unlooked]:
        """What could not be read since that was asked last."""
        found, self._unlooked = self._unlooked, []
        return found

    def _of(self, name: str) -> dict[str, str]:
        plan = self._plans.get(name)
        if plan is None or not self._ground.trusted.oid:  # what counts stands in a directory: no work tree is its own
            return {}
        if name not in self._answers:
            self._answers[name] = {}
            try:
                self._answers[name] = self._read(plan)
            except GuardError as error:
                self._unread(name, f"{error.what}  ({error.where})")
        return self._answers[name]

    def _read(self, plan: Plan) -> dict[str, str]:
        """Assumption -> what settles it here and did not there."""
        path = f"{PLANS_FOLDER}/{plan.id}.yaml".encode()
        text = plain.contents(self._ground.repository.place.top, path, PLAN.size)
        if text is None or len(text) > PLAN.size or self._same(path, text):
            return {}
        read = read_document(PLAN.name, shown(path), text)
        if read.data is None:
            self._unread(plan.id, f"{read.name} has faults: guard plan lint {plan.id}")
            return {}
        before = {one.name: one.settled_by for one in plan.assumptions}
        every = plan_from(read.data, read.name, read.lines).assumptions
        said = {one.name: _plain(one.settled_by) for one in every}
        return {
            name: by
            for name, by in said.items()
            if name in before and by != _plain(before[name]) and settler(by or None).kind not in NOTHING
        }

    def _same(self, path: bytes, text: bytes) -> bool:
        """It is what stands on the branch, byte for byte: nothing need be read."""
        if self._stands is None:
            repository = self._ground.repository
            folder = PLANS_FOLDER.encode()
            entries = repository.folders(repository.tree(self._ground.replay.at), [folder]).get(folder, {})
            self._stands = {folder + b"/" + name: oid.hex().encode() for name, (_, oid) in entries.items()}
        algorithm = "sha256" if self._ground.repository.place.width == 64 else "sha1"
        return self._stands.get(path) == blob_id(text, algorithm).encode()

    def _unread(self, name: str, why: str) -> None:
        self._unlooked.append(Unlooked(f"answers to plan {name} in the work tree", why))


def _plain(said: str | None) -> str:
    return " ".join((said or "").split())
