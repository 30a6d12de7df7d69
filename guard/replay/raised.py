"""Questions that plans raise which a landing brings: their texts beside what the tree knows before it lands."""

from __future__ import annotations

from guard.doors.git.landed import landed_file
from guard.errors import GuardError
from guard.escape import shown
from guard.model.doubt import Raised
from guard.model.kind import PLAN
from guard.model.owning import PLANS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.doors.git.repository import Repository
    from guard.model.change import Change
    from guard.model.doubt import Examined, Paper, Text, Unasked
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.trust import Trusted

    Found = tuple[tuple[Raised, ...], tuple[Text, ...], tuple[Unasked, ...]]

LARGEST = 8 << 20  # bytes of a narrative


class Brought(NamedTuple):
    """A plan as it would stand, with its narrative, and the document of it that the landing brings."""

    plan: Plan
    narrative: bytes | None
    path: bytes
    document: bytes = b""  # its text, where it is there


class Looked(NamedTuple):
    """One of them, and what the rules made of it."""

    brought: Brought
    paper: Paper
    examined: Examined


def raised(repository: Repository, trusted: Trusted, change: Change, landing: Judged, at: bytes) -> Found:
    """What each leaves to guess, asked of the tree it lands on; they themselves; and what could not be asked."""
    from guard.model.doubt import Text, questions
    from guard.model.prose import text_digest

    found: list[Raised] = []
    texts: list[Text] = []
    unasked: dict[Unasked, None] = {}
    for brought, paper, examined in looked_at(repository, trusted, change, landing, at):
        plan, path = brought.plan, brought.path
        for doubt, question in questions(paper, examined.doubts):
            found.append(Raised(doubt, question, _place(paper, doubt.unit), path, plan.id, plan.owner))
        texts.append(Text(plan.id, plan.owner, path, text_digest(paper.prose)))
        unasked |= dict.fromkeys(examined.unasked)
    return tuple(found), tuple(texts), tuple(unasked)


def looked_at(repository: Repository, trusted: Trusted, change: Change, landing: Judged, at: bytes) -> Iterator[Looked]:
    """Each plan that a landing brings, its text beside what the tree knows, and what came of asking."""
    ends = (b".yaml", b".md")
    touched = [one.path for one in change.landing.changes if one.path.rpartition(b"/")[0] == PLANS]
    touched = [path for path in touched if path.endswith(ends)]
    for brought in _brought(repository, change, landing, touched) if touched else ():
        from guard.papers import beside, plan_prose
        from guard.questions import examine

        page = brought.plan.where.removesuffix(".yaml") + ".md"
        text = plan_prose(brought.plan, brought.narrative, page, brought.document)
        paper = beside(repository, trusted, at or change.old, text)
        yield Looked(brought, paper, examine(paper))


def _brought(repository: Repository, change: Change, landing: Judged, touched: list[bytes]) -> Iterator[Brought]:
    """Each plan once. One that cannot be read, or goes, is told by others."""
    from guard.compile import read_document
    from guard.model.plan import plan_from

    def there(path: bytes) -> bytes | None:
        return landed_file(repository, landing, change.old, change.new, path)

    stems = {path.rpartition(b".")[0]: path for path in reversed(touched)}
    for stem, path in sorted(stems.items()):
        oid, page = there(stem + b".yaml"), there(stem + b".md")
        document = None if oid is None else next(repository.up_to([oid], PLAN.size))[1]
        name = (stem + b".yaml").decode("utf-8", "replace")
        read = None if document is None else read_document(PLAN.name, name, document)
        if read is not None and read.data is not None:
            narrative = None if page is None else whole(repository, page, stem + b".md")
            yield Brought(plan_from(read.data, name, read.lines), narrative, path, document or b"")


def whole(repository: Repository, oid: bytes, path: bytes) -> bytes:
    """A narrative; of one that is too large to be read nothing would be asked."""
    found = next(repository.up_to([oid], LARGEST))[1]
    if found is None:
        mend = "keep in it what the plan has to say, and what is longer in files that it names"
        raise GuardError("G813", f"a narrative of more than {LARGEST:,} bytes", shown(path), mend)
    return found


def _place(paper: Paper, unit: int) -> bytes:
    where = paper.prose.unit(unit).where if unit else ""
    return (where or paper.prose.where).encode()
