"""What a landing puts where a query does not see it: asked only when places go with what they stood in.

A place that goes with its file or declaration is worked off by nothing, so it counts as gone only where that is a plain
deletion. Files that the query does not look at are asked for the words of its pattern, and those it looks at for the
same place in another spelling.
"""

from __future__ import annotations

from guard.model.change import ABSENT, EXECUTABLE, FILE, SYMLINK
from guard.sites.query import where
from guard.sites.scan import MOST, answers_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from guard.doors.git.repository import Repository
    from guard.model.change import FileChange
    from guard.model.site import Site
    from guard.sites.query import Query

    Wanted = Sequence[tuple[bytes, str, str]]  # path, what it is read as, blob id
    Declared = Callable[[bytes], frozenset[str]]

KINDS = (FILE, EXECUTABLE, SYMLINK)
DOCUMENTS = b".guard/"  # say what is looked for, and land alone
WORDS = "holds their words, and nobody looks for places there"
SPELLED = "holds the same in another spelling"
UNSEEN = "came, and nobody can see what it holds"


class Sides(NamedTuple):
    """The files that the query looks at, on both sides of the landing, and the names in them."""

    old: Wanted
    new: Wanted
    stood: Declared  # all that is declared, or given a value outside of functions
    stands: Declared
    declared: Declared  # of the new side


def replaced(site: Site, sides: Sides) -> bool:
    """Whether something came in the file that a place went from, or, where that is gone, in a file that came."""
    before = {path for path, _, _ in sides.old}
    after = [path for path, _, _ in sides.new]
    stood = sides.stood(site.path) - {site.within}
    if site.path in after:
        return bool(sides.stands(site.path) - stood)
    return any([bool(sides.stands(path) - stood) for path in after if path not in before])


def hidden(
    repository: Repository, changes: Iterable[FileChange], query: Query, old: Wanted, new: Wanted
) -> tuple[tuple[bytes, str], ...]:
    """The files of a landing that hold more of what is looked for than they did, where it is not found; and why."""
    looked, before = {path for path, _, _ in new}, {path for path, _, _ in old}
    others = [change for change in changes if change.path not in looked and not change.path.startswith(DOCUMENTS)]
    stood = {change.old for change in others if change.path not in before}
    came = [change for change in others if change.new_mode != ABSENT and change.new not in stood]
    found = {**_by_words(repository, came, query), **_by_spelling(repository, query, old, new)}
    return tuple(sorted(found.items()))


def _by_words(repository: Repository, came: list[FileChange], query: Query) -> dict[bytes, str]:
    """Files that are not looked at; one that moved as it was is none of them."""
    found = {change.path: UNSEEN for change in came if change.new_mode not in KINDS}
    came = [change for change in came if change.new_mode in KINDS]
    asked = [change.new for change in came] + [change.old for change in came if change.old_mode in KINDS]
    contents = dict(zip(asked, repository.objects.files(asked, MOST), strict=True)) if asked else {}
    for change in came:
        data = contents[change.new]
        before = contents[change.old] if change.old_mode in KINDS else b""
        if data is None:
            found[change.path] = UNSEEN
        elif _times(query, data) > _times(query, before or b""):
            found[change.path] = WORDS
    return found


def _by_spelling(repository: Repository, query: Query, old: Wanted, new: Wanted) -> dict[bytes, str]:
    """Files that are looked at, asked as for what must be absent; in those left as they are, any place counts."""
    wide = query._replace(wide=True)
    plain = answers_of(repository, [*old, *new], query, None)
    every = answers_of(repository, [*old, *new], wide, None)
    left = where(query).beside

    def rest(wanted: Wanted) -> dict[bytes, int]:
        told = {}
        for path, language, oid in wanted:
            seen = 0 if left.matches(path) else len((plain.get((language, oid)) or ((),))[0])
            told[path] = len((every.get((language, oid)) or ((),))[0]) - seen
        return told

    before = rest(old)
    return {path: SPELLED for path, number in rest(new).items() if number > before.get(path, 0)}


def _times(query: Query, data: bytes) -> int:
    """How often all words of the pattern stand in these bytes; those of a wider encoding count as well."""
    from guard.sites.search import search_of
    from guard.syntax.plain import Plain

    looked = search_of(query).looked
    text = data.replace(b"\0", b"")
    if isinstance(looked, Plain):
        if looked.language == "text":
            return _count(looked.pattern.encode(), text)
        return min([_count(word, text.lower()) for word in looked.literals()], default=0)
    some = [min([_count(word, text) for word in reading.words]) for reading in looked.readings if reading.words]
    return max(some, default=0)


def _count(word: bytes, text: bytes) -> int:
    """As a whole word."""
    import re

    before = rb"(?<![A-Za-z0-9_])" if re.match(rb"\w", word) else b""
    behind = rb"(?![A-Za-z0-9_])" if re.search(rb"\w\Z", word) else b""
    return len(re.findall(before + re.escape(word) + behind, text))
