"""Sites by identity: what one place of a pattern is known by, and what became of the places of a list.

A place is known by its content and by what it stands in, never by its line: the declaration around it with what it
finds there (`place`), and the statement it stands in (`statement`), both as tokens. What it becomes has the same two,
with the metavariables in place of the match. The anchor proves a move by the names of the declaration and its body, and
tells a place whose statement was edited by the statements beside it.
docs/adr/0015-sites-by-identity.md has the reasons.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    Key = Callable[["Site"], Hashable]  # None: it cannot be told this way

HALF = 16  # hexadecimal digits of each half of an id, and of an anchor
BESIDE = 2 * HALF  # where the neighbours begin in an anchor


class Site(NamedTuple):
    """One place of a pattern; in a manifest it has no line and no text, which are not what it is."""

    path: bytes
    id: str  # both halves, and `.1`, `.2` for further ones that are equal in all of it
    anchor: str  # what it stands in, by name and by content, and what stands before and behind it
    becomes: str  # the first half of what it is known by once it is worked off; "" where nothing is said
    within: str  # the names of the declarations around it: Store.Save; "" outside of any
    line: int = 0
    text: str = ""
    owners: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it shares with its equals."""
        return self.id.partition(".")[0]

    @property
    def statement(self) -> str:
        return self.id[HALF : 2 * HALF]

    @property
    def before(self) -> str:
        """The statement before it, or the line."""
        return self.anchor[BESIDE : BESIDE + HALF // 2]

    @property
    def behind(self) -> str:
        return self.anchor[BESIDE + HALF // 2 :]


class Worked(NamedTuple):
    """One match of what sites become."""

    path: bytes
    place: str
    statement: str
    line: int = 0


class Moved(NamedTuple):
    """One place on both sides."""

    old: Site
    new: Site


class Compared(NamedTuple):
    """What became of the places of a list: each is in one of these, and so is each that stands now."""

    same: tuple[Moved, ...]  # `new` has the line of now
    moved: tuple[Moved, ...]  # to another file, with the whole declaration around it
    edited: tuple[Moved, ...]  # still to do; what is around it changed
    done: tuple[Moved, ...]  # as `becomes`; `new` has the line of that
    slack: tuple[Site, ...]  # gone otherwise
    grown: tuple[Site, ...]  # on no list

    @property
    def left(self) -> tuple[Site, ...]:
        """What is still to be worked off, as it stands now."""
        return tuple([pair.new for pair in (*self.same, *self.moved, *self.edited)])


def compare(
    rows: Iterable[Site],
    found: Iterable[Site],
    worked: Iterable[Worked] = (),
    stood: Mapping[tuple[bytes, str], int] | None = None,
) -> Compared:
    """Every row held against what stands now, the surest ways to tell first; a place counts for one row and no more.

    `stood`: how often what a place becomes stood in its file already, so that nothing is taken for worked off by it.
    """
    standing = {(site.path, site.id): site for site in found}
    same, rest = [], []
    for row in rows:
        site = standing.pop((row.path, row.id), None)
        if site is None:
            rest.append(row)
        else:
            same.append(Moved(row, site))
    now = list(standing.values())
    done, rest = _done(rest, list(worked), stood or {}) if rest else ([], rest)
    moved: list[Moved] = []
    if rest and now:
        moved, rest, now = _paired(rest, now, lambda site: (site.key, site.anchor[:BESIDE]), elsewhere=True)
    edited: list[Moved] = []
    for key in _NEARLY if rest and now else ():
        more, rest, now = _paired(rest, now, key)
        edited += more
    parts = (tuple(same), _ordered(moved), _ordered(edited), _ordered(done))
    return Compared(*parts, tuple(rest), tuple(now))


def _ordered(pairs: list[Moved]) -> tuple[Moved, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair.old.path, pair.old.id)))


def renamed(compared: Compared, declared: Callable[[bytes], frozenset[str]]) -> Compared:
    """The same, and a place whose declaration bears another name by now is still that place.

    `declared` tells the declarations of a file as it stands. The body must be the same, and the old name gone: else one
    place went and another came.
    """
    files = {site.path for site in compared.slack} & {site.path for site in compared.grown}
    names = {path: declared(path) for path in files}
    gone = [site for site in compared.slack if site.within and site.within not in names.get(site.path, (site.within,))]
    pairs, _, grown = _paired(gone, compared.grown, lambda site: (site.path, site.statement, site.anchor[HALF:BESIDE]))
    again = {(pair.old.path, pair.old.id) for pair in pairs}
    slack = tuple([site for site in compared.slack if (site.path, site.id) not in again])
    return compared._replace(edited=_ordered([*compared.edited, *pairs]), slack=slack, grown=tuple(grown))


# Ways to tell a place in its own file again after an edit. One within a declaration stays within it, before or behind
# the statement it was; so one that goes while another comes in the same declaration is told. One outside of any keeps
# its line and a neighbour of it, or both neighbours.
_NEARLY: tuple[Key, ...] = (
    lambda site: (site.path, site.id[:HALF], site.before) if site.within else None,
    lambda site: (site.path, site.id[:HALF], site.behind) if site.within else None,
    lambda site: (site.path, site.statement, site.before) if not site.within else None,
    lambda site: (site.path, site.statement, site.behind) if not site.within else None,
    lambda site: (site.path, site.id[:HALF]) if not site.within else None,
)


def _paired(
    rows: Sequence[Site], found: Sequence[Site], key: Key, elsewhere: bool = False
) -> tuple[list[Moved], list[Site], list[Site]]:
    """Those that share a key, one for one in their order, and what is left on either side."""
    waiting: dict[Hashable, list[Site]] = {}
    for site in reversed(found):
        of = key(site)
        if of is not None:
            waiting.setdefault(of, []).append(site)
    pairs: list[Moved] = []
    rest: list[Site] = []
    taken: set[tuple[bytes, str]] = set()
    for row in rows:
        of = key(row)
        known = waiting.get(of) if of is not None else None
        place = _last(known, row.path if elsewhere else None) if known else None
        if known is None or place is None:
            rest.append(row)
            continue
        site = known.pop(place)
        taken.add((site.path, site.id))
        pairs.append(Moved(row, site))
    return pairs, rest, [site for site in found if (site.path, site.id) not in taken] if taken else list(found)


def _last(known: Sequence[Site], not_at: bytes | None) -> int | None:
    """The next one that waits; with a path, the next that stands in another file."""
    return next((at for at in range(len(known) - 1, -1, -1) if known[at].path != not_at), None)


def _done(
    rows: Sequence[Site], worked: Sequence[Worked], stood: Mapping[tuple[bytes, str], int]
) -> tuple[list[Moved], list[Site]]:
    """Rows of which what they become stands in their declaration, more often than it did; the same statement first."""
    by_place: dict[tuple[bytes, str], list[Worked]] = {}
    for match in worked:
        by_place.setdefault((match.path, match.place), []).append(match)
    room = {of: len(ones) - stood.get(of, 0) for of, ones in by_place.items()}
    done: list[Moved] = []
    rest = list(rows)
    for exactly in (True, False):
        left: list[Site] = []
        for row in rest:
            of = (row.path, row.becomes)
            ones = by_place.get(of, []) if row.becomes and room.get(of, 0) > 0 else []
            one = next((some for some in ones if not exactly or some.statement == row.statement), None)
            if one is None:
                left.append(row)
                continue
            ones.remove(one)
            room[of] -= 1
            done.append(Moved(row, row._replace(line=one.line)))
        rest = left
    return done, rest


def numbered(sites: Iterable[Site]) -> list[Site]:
    """Places of one file as they stand in it, those that are equal in all of it told apart by number."""
    seen: dict[str, int] = {}
    found = []
    for site in sites:
        number = seen.get(site.id, 0)
        seen[site.id] = number + 1
        found.append(site._replace(id=f"{site.id}.{number}") if number else site)
    return found
