"""A paper: a plan or a page, taken apart, beside what the tree knows that it speaks of; for the rules that ask.

Registers are read where a rule may need them, and no others: what a text does not speak of nobody has to look for.
"""

from __future__ import annotations

from guard.model.doubt import Paper
from guard.model.known import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from guard.doors.git.repository import Repository
    from guard.model.doubt import Added
    from guard.model.known import Known
    from guard.model.plan import Plan
    from guard.model.prose import Prose
    from guard.trust import Trusted

    Progress = Callable[[str, int, int], None]


def plan_prose(plan: Plan, narrative: bytes | None, where: str, document: bytes = b"") -> Prose:
    """The texts of a plan, and its narrative beside them; of its document, where that is given, the comments."""
    from guard.prose import prose
    from guard.prose.fields import prose_of

    told = prose_of(plan, None if narrative is None else prose(narrative, where))
    if b"#" not in document:
        return told
    from guard.prose.front import remarks

    text = document.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return told._replace(remarks=tuple(remarks(text)))


def beside(
    repository: Repository,
    trusted: Trusted,
    commit: bytes,
    text: Prose,
    added: tuple[Added, ...] = (),
    hint: bool = False,
    progress: Progress | None = None,
) -> Paper:
    """The text beside what the tree of this commit knows."""
    from guard.inventories import known_at

    known = known_at(repository, trusted, commit, KINDS, hint, progress)
    known = known._replace(headings=_headings(repository, commit, text, known.of("path").names))
    return Paper(text, _looked_up(repository, commit, text, known, hint), added)


def _headings(repository: Repository, commit: bytes, text: Prose, paths: Iterable[str]) -> dict[str, frozenset[str]]:
    """Of each page to which the text declares a way back, what it has to lead to; nothing of one that is too large."""
    from guard.prose.leading_back import declared_backs

    wanted = dict.fromkeys([back.path for back in declared_backs(text) if back.path and back.heading])
    if not wanted:
        return {}
    from guard.doors.git.trees import tree_of
    from guard.grammar.way import LARGEST, anchors
    from guard.model.change import EXECUTABLE, FILE

    meant = {said: [path for path in paths if path == said or path.endswith(f"/{said}")] for said in wanted}
    parted = {path: path.encode().rpartition(b"/") for those in meant.values() for path in those}
    folders = repository.folders(tree_of(repository, commit), [above for above, _, _ in parted.values()])
    rows = {path: folders.get(above, {}).get(name, (b"", b"")) for path, (above, _, name) in parted.items()}
    oids = {path: oid.hex().encode() for path, (mode, oid) in rows.items() if mode in (FILE, EXECUTABLE)}
    texts = dict(zip(oids, repository.objects.files(list(oids.values()), LARGEST), strict=True))
    found = {path: anchors(data.decode("utf-8", "replace")) for path, data in texts.items() if data is not None}
    folder = {said for said in wanted if any([path.startswith(f"{said}/") for path in paths])}  # it has no headings
    read = {one: those for one, those in meant.items() if (those or one in folder) and not {*those}.difference(found)}
    return {said: frozenset().union(*[found[path] for path in those]) for said, those in read.items()}


def _looked_up(repository: Repository, commit: bytes, text: Prose, known: Known, hint: bool) -> Known:
    """With the places of what its claims are about."""
    from guard.questions.absence import subjects

    names = subjects(text)
    if not names:
        return known
    from guard.inventories.mentions import searched

    found = searched(repository, commit, names, hint)
    return known._replace(mentions=found.places, unsearched=found.unread)
