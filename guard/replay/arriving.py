"""A landing as a reader has it: the plan it is held to, as that counts, and beside it every line that comes."""

from __future__ import annotations

from guard.doors.git.landed import file_at
from guard.model.inquiry import Miss
from guard.model.landing import landing_digest
from guard.model.prose import text_digest
from guard.opinions.added import added
from guard.opinions.material import Material, material
from guard.replay.raised import whole
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.change import ChangeSet
    from guard.model.doubt import Doubt, Paper
    from guard.model.paths import PathSet
    from guard.model.plan import Plan
    from guard.papers import Progress
    from guard.trust import Trusted


class Arriving(NamedTuple):
    """What is read before a phase that stops, and what a reading of it is kept under."""

    about: str
    text: str  # tells what is read from all else: the words of the plan, and every file before and after
    landing: str  # the digest of what would land
    paper: Paper
    doubts: tuple[Doubt, ...]  # of the rules, about the plan
    material: Material | Miss


def arriving(
    repository: Repository,
    trusted: Trusted,
    at: bytes,
    landing: ChangeSet,
    of: tuple[Plan, str],
    never: PathSet,
    progress: Progress | None = None,
) -> Arriving:
    """What would land in a phase of this name, on this commit of the trusted branch."""
    from guard.papers import beside, plan_prose
    from guard.questions import examine

    plan, phase = of
    page = plan.where.removesuffix(".yaml") + ".md"
    text = plan_prose(plan, _narrative(repository, at, page), page)
    paper = beside(repository, trusted, at, text, progress=progress)
    doubts = examine(paper).doubts  # of the plan alone: its lines the door of the merge asks itself
    about, digest = f"the landing of {plan.id}/{phase}", landing_digest(landing.changes)
    lines = added(repository, landing)
    if isinstance(lines, Miss):
        return Arriving(about, "", digest, paper, doubts, lines)
    paper = paper._replace(added=lines)
    told = material(paper, doubts, never, about)
    if isinstance(told, Material):
        told = told._replace(facts=told.facts._replace(document=f"{told.facts.document}, and {about} beside it"))
    return Arriving(about, f"{text_digest(text)} {digest}", digest, paper, doubts, told)


def _narrative(repository: Repository, commit: bytes, page: str) -> bytes | None:
    oid = file_at(repository, commit, page.encode()) if commit else None
    return None if oid is None else whole(repository, oid, page.encode())
