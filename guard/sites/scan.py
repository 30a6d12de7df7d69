"""All files of a tree asked one query: every place by identity, what became of others, and the files not read.

Only blobs of the tree are read, never the work tree. What a blob answered before is not asked again where the caller
may use it; what it answers depends on its content and on the language it is read as, and on nothing else.
"""

from __future__ import annotations

from guard.errors import GuardError
from guard.escape import shown
from guard.model.change import EXECUTABLE, FILE, SYMLINK
from guard.model.site import Site, Worked, numbered
from guard.sites.kept import Answer, Kept
from guard.sites.links import links
from guard.sites.query import query_digest, where
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from guard.doors.git.repository import Repository
    from guard.sites.query import Query
    from guard.sites.search import Search

    Progress = Callable[[int, int], None]  # how many files of how many
    Wanted = list[tuple[bytes, str, str]]  # path, what it is read as, blob id

PLAIN = (FILE, EXECUTABLE)
MOST = 32 << 20  # bytes of a file; nothing of a larger one is held, so it is told as not read
TOO_LARGE = f"it is larger than {MOST:,} bytes"


class Unread(NamedTuple):
    """A file that may hold places, and why nobody knows."""

    path: bytes
    why: str


class Scanned(NamedTuple):
    """What a tree answers. Places in paths that the query leaves as they are stand apart."""

    sites: tuple[Site, ...]
    excepted: tuple[Site, ...]
    worked: tuple[Worked, ...]
    unread: tuple[Unread, ...]


def scan(repository: Repository, tree: bytes, query: Query, hint: bool, progress: Progress | None = None) -> Scanned:
    """Every place in this tree; `hint`: answers of before may be used, and are kept. `tree` is its object id."""
    kept = Kept(repository, query_digest(query)) if hint else None
    known = kept.answer(tree) if kept is not None else None
    if known is None:
        known = _asked(repository, tree, query, kept, progress)
        if kept is not None:
            kept.store(known)
    return _scanned(known, query)


def _scanned(answer: Answer, query: Query) -> Scanned:
    """The values of an answer, as the cache or the files gave it."""
    left = where(query).beside
    sites = [
        tuple.__new__(Site, (path.encode("utf-8", "surrogateescape"), *rest, ())) for path, *rest in answer.sites
    ]  # the constructor itself would cost as much as all the rest
    beside = {path for path in {site.path for site in sites} if left.matches(path)} if query.beside else set()
    return Scanned(
        tuple([site for site in sites if site.path not in beside]),
        tuple([site for site in sites if site.path in beside]),
        tuple([Worked(path.encode("utf-8", "surrogateescape"), *rest) for path, *rest in answer.worked]),
        tuple([Unread(path.encode("utf-8", "surrogateescape"), why) for path, why in answer.unread]),
    )


def _asked(repository: Repository, tree: bytes, query: Query, kept: Kept | None, progress: Progress | None) -> Answer:
    """Each file of the tree, in the order of paths."""
    wanted, linked = _wanted(repository, tree, query, kept)
    answers = answers_of(repository, wanted, query, kept, progress)
    answer = Answer(tree.decode(), [], [], [])
    answer.unread.extend(
        [[path.decode("utf-8", "surrogateescape"), why] for path, why in links(repository, linked, query)]
    )
    for path, language, oid in wanted:
        hits = answers.get((language, oid))
        if hits is not None:
            _take(answer, path.decode("utf-8", "surrogateescape"), query, hits)
    return answer


def _take(answer: Answer, path: str, query: Query, hits: Any) -> None:
    """What one file adds; `hits` are rows as the cache has them."""
    places, worked, unread = hits
    sites = [
        Site(b"", place + statement, anchor, sign if query.becomes else "", within, line, text)
        for line, text, place, sign, statement, anchor, within in places
    ]
    answer.sites.extend([[path, *site[1:-1]] for site in numbered(sites)])
    answer.worked.extend([[path, sign, statement, line] for line, _, _, sign, statement, _, _ in worked])
    if unread:
        answer.unread.append([path, unread])


def _wanted(
    repository: Repository, tree: bytes, query: Query, kept: Kept | None
) -> tuple[Wanted, list[tuple[bytes, bytes]]]:
    """The files that are looked at and may hold something, by path; and the symbolic links."""
    inside = where(query).inside
    nothing = kept.nothing(query.language) if kept is not None and query.language != "sql" else set()
    found: Wanted = []
    linked: list[tuple[bytes, bytes]] = []
    for row in repository.listing(tree):
        head, _, path = row.partition(b"\t")
        oid = head[12:].decode()
        if head[:6] == SYMLINK:
            linked.append((path, head[12:]))
        if oid in nothing or head[:6] not in PLAIN:
            continue
        language = query.read_as(path)
        if language and inside.matches(path):
            found.append((path, language, oid))
    return found, linked


def answers_of(
    repository: Repository, wanted: Wanted, query: Query, kept: Kept | None, progress: Progress | None = None
) -> dict[tuple[str, str], Any]:
    """The answer of each blob that holds something, or is not read; each blob is read once."""
    found: dict[tuple[str, str], Any] = {}
    ask: dict[tuple[str, str], None] = {}
    for _, language, oid in wanted:
        hits = kept.hits(language).get(oid) if kept is not None else None
        if hits is not None:
            found[language, oid] = hits
        elif kept is None or oid not in kept.nothing(language):
            ask[language, oid] = None
    if ask:
        fresh = dict(_read(repository, list(ask), query, progress))
        found |= {of: hits for of, hits in fresh.items() if hits is not None}
        if kept is not None:
            kept.changed = True
            for (language, oid), hits in fresh.items():
                if hits is None:
                    kept.nothing(language).add(oid)
                else:
                    kept.hits(language)[oid] = hits
    return found


def _read(
    repository: Repository, ask: list[tuple[str, str]], query: Query, progress: Progress | None
) -> Iterator[tuple[tuple[str, str], Any]]:
    """One question to git for all; only what may hold something is looked into. None for a blob that holds nothing."""
    from guard.sites.searching import MANY, searched

    search = _ready(query)
    large: list[tuple[str, str]] = []

    def held() -> Iterator[tuple[tuple[str, str], bytes]]:
        contents = repository.objects.files([oid.encode() for _, oid in ask], MOST)
        for number, (of, data) in enumerate(zip(ask, contents, strict=True)):
            if progress is not None and not number % 64:
                progress(number, len(ask))
            if data is None:
                large.append(of)
            elif search.may_answer(data, of[0]):
                yield of, data

    found: dict[tuple[str, str], Any] = dict.fromkeys(ask)
    found.update(searched(query, held(), len(ask) > MANY))
    if progress is not None:
        progress(len(ask), len(ask))
    yield from found.items()
    yield from [(of, [[], [], TOO_LARGE]) for of in large]


def declarations(repository: Repository, language: str, name: str, values: bool = False) -> frozenset[str]:
    """The names of all declarations of a blob, named as git names it; none where it cannot be read as code.

    `values`: of all that is given a value beside them, too.
    """
    from guard.syntax import LANGUAGES, Unreadable, decoded, parse
    from guard.syntax.within import bound, declared

    if language not in LANGUAGES or "\n" in name:
        return frozenset()
    content = repository.objects.content(name.encode("utf-8", "surrogateescape"), b"blob")
    try:
        root = parse(decoded(content, language), language)
        return declared(root) | bound(root) if values else declared(root)
    except Unreadable:
        return frozenset()


def _ready(query: Query) -> Search:
    """The query, compiled; a pattern that is refused finds nothing, and so nothing can be said of it."""
    from guard.sites.search import search_of
    from guard.syntax import Unreadable

    try:
        return search_of(query)
    except Unreadable as error:
        what = f"a pattern of {query.language} that cannot be looked for: {error}"
        mend = "the owner of the plan mends it; guard plan lint tells more"
        raise GuardError("G813", what, shown(query.pattern[:80]), mend) from error
