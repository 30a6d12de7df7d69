"""What `guard sites` tells of one pattern: how many places are in which state, for whom, and each out of line."""

from __future__ import annotations

from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guard.commands.sites.asked import Asked
    from guard.commands.sites.documents import Sites
    from guard.model.site import Moved, Site
    from guard.sites.manifest import Manifest
    from guard.sites.scan import Scanned, Unread
    from guard.sites.standing import Standing

    Teams = Callable[[bytes], tuple[str, ...]]

STATES = ("todo", "moved", "edited", "done", "slack", "grown", "excepted")
OUT_OF_LINE = ("grown", "slack", "moved", "edited")
SHOWN = 20  # places of one state that are listed; JSON has all


class Row(NamedTuple):
    """One place in its state: as it stands now, and as the manifest has it."""

    state: str
    now: Site
    was: Site | None
    owners: tuple[str, ...]


class Told(NamedTuple):
    """One pattern; `code` is what the exit code becomes where nothing else is worse."""

    sites: Sites
    rows: tuple[Row, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]  # what is wrong, or worth a word
    next: str  # the command that mends it; ""
    code: int


def of_standing(sites: Sites, stands: Standing, teams: Teams | None) -> Told:
    """What became of each place of the manifest, and what stands beside."""
    compared = stands.compared
    pairs: tuple[tuple[str, Sequence[Moved]], ...] = (
        ("todo", compared.same),
        ("moved", compared.moved),
        ("edited", compared.edited),
        ("done", compared.done),
    )
    rows = [Row(state, pair.new, pair.old, pair.old.owners) for state, some in pairs for pair in some]
    rows += [Row("slack", site, site, site.owners) for site in compared.slack]
    rows += [Row("grown", site, None, teams(site.path) if teams is not None else ()) for site in compared.grown]
    rows += [Row("excepted", site, None, ()) for site in stands.excepted]
    fault = stands.fault
    notes = [f"the manifest is {fault}"] if fault else []
    run = f"guard sites build {sites.plan.id} {sites.pattern.name}" if fault else ""
    if stands.unread or (fault and not fault.startswith("not the plan's")):
        return Told(sites, tuple(rows), stands.unread, tuple(notes), run, 5)
    since = sites.pattern.since
    if sites.absent and since and compared.grown:
        notes.append(f"none may stand once {since} has begun: {guard_next(sites)} tells where it is")
    wrong = fault or compared.slack or (compared.grown and not (sites.absent and since))
    return Told(sites, tuple(rows), (), tuple(notes), run, 1 if wrong else 0)


def guard_next(sites: Sites) -> str:
    return f"guard next {sites.plan.id}"


def of_build(sites: Sites, made: Manifest, found: Scanned) -> Told:
    """What was found, held against what the plan counts and what stood in the manifest before."""
    expected, number = sites.pattern.expected, len(made.rows)
    lines = {(site.path, site.id): site for site in found.sites}
    rows = [Row("todo", lines[row.path, row.id], row, row.owners) for row in made.rows]
    rows += [Row("excepted", site, None, ()) for site in found.excepted]
    notes, code = [], 0
    if found.unread:
        notes.append(f"no manifest is written: of {_files(len(found.unread))} nobody knows what places they hold")
        code = 5
    elif not number:
        notes.append("there is none: the pattern finds nothing where it looks, so nothing is worked off by it")
        code = 1
    elif expected is not None and number != expected:
        what = f"{number - expected:,} more" if number > expected else f"{expected - number:,} fewer"
        notes.append(f"the plan counts {expected:,}, and {number:,} stand: {what} than whoever wrote it saw")
        code = 1
    before = len(sites.manifest.rows) if sites.manifest is not None else 0
    if before > number and not found.unread:
        notes.append(f"the manifest that stood here listed {before:,}: {before - number:,} fewer now")
    return Told(sites, tuple(rows), found.unread, tuple(notes), "", code)


def code(told: Sequence[Told]) -> int:
    """What cannot be established is worse than what is wrong."""
    codes = {one.code for one in told}
    return 5 if 5 in codes else 1 if 1 in codes else 0


def counts(told: Told, owner: str | None = None) -> dict[str, int]:
    found = dict.fromkeys(STATES, 0)
    for row in told.rows:
        if owner is None or owner in row.owners:
            found[row.state] += 1
    return found


def shards(told: Told) -> dict[str, dict[str, int]]:
    """How much of it is whose; a place of several teams counts for each of them."""
    found: dict[str, dict[str, int]] = {}
    for row in told.rows:
        for team in row.owners:
            found.setdefault(team, dict.fromkeys(STATES, 0))[row.state] += 1
    return dict(sorted(found.items()))


def text(asked: Asked, commit: str, told: Sequence[Told]) -> str:
    """A block for each pattern."""
    if not told and asked.word == "build":
        return "guard: nothing to build: no plan asked for has sites, and what must be absent needs no manifest\n"
    if not told:
        return "guard: no plan here has sites, or anything that must be absent\n"
    lines = [f"guard: sites at {commit[:12] or 'no commit yet'}"]
    for one in told:
        lines += ["", *_block(asked, one)]
    return "\n".join(lines) + "\n"


def _block(asked: Asked, told: Told) -> Iterator[str]:
    sites, pattern = told.sites, told.sites.pattern
    becomes = f", to become {shown(pattern.becomes)}" if pattern.becomes else ""
    kind = "absent  " if sites.absent else ""
    where = ", ".join(pattern.inside)
    yield f"{kind}{sites.plan.id}/{pattern.name}  {pattern.language}: {shown(pattern.pattern)} in {where}{becomes}"
    if asked.word == "build":
        yield from _build(told)
    elif asked.word == "status":
        yield from _status(asked, told)
    yield from _places(asked, told)
    for one in told.unread:
        yield f"  not read  {shown(one.path)}: {shown(one.why)}"
    for note in told.notes:
        yield f"  note      {note}"
    if told.next:
        yield f"  next      {told.next}"


def _build(told: Told) -> Iterator[str]:
    from guard.sites.manifest import place_of

    number = counts(told)["todo"]
    if number and told.code != 5:
        files = {row.now.path for row in told.rows if row.state == "todo"}
        place = place_of(told.sites.plan.id, told.sites.pattern.name).decode()
        yield f"  {_places_of(number)} in {_files(len(files))}, written to {place}"
    for team, of in shards(told).items():
        yield f"  {of['todo']:>9,}  {team}"


def _status(asked: Asked, told: Told) -> Iterator[str]:
    sites = told.sites
    found = counts(told, asked.owner)
    if sites.absent:
        left = f", {found['excepted']:,} where it is left" if found["excepted"] else ""
        since = f" from {sites.pattern.since} on" if sites.pattern.since else ""
        yield f"  {found['grown']:,} stand{left}; none may{since}"
        return
    yield "  " + "  ".join([f"{state} {found[state]:,}" for state in STATES])
    for team, of in shards(told).items():
        if asked.owner in (None, team):
            yield f"  {team}: " + ", ".join([f"{number:,} {state}" for state, number in of.items() if number])


def _places(asked: Asked, told: Told) -> Iterator[str]:
    """Places out of line; of a difference each that is not as it was."""
    if asked.word == "build":
        return
    states = (*OUT_OF_LINE, "done") if asked.word == "diff" else OUT_OF_LINE
    for state in states:
        rows = [row for row in told.rows if row.state == state and (asked.owner is None or asked.owner in row.owners)]
        most = len(rows) if asked.word == "diff" else SHOWN
        for row in rows[:most]:
            yield f"  {state:<8}  {_place(row)}"
        if len(rows) > most:
            yield f"  {state:<8}  and {len(rows) - most:,} more (guard sites diff)"


def _place(row: Row) -> str:
    line = f":{row.now.line}" if row.now.line else ""
    came = f"{shown(row.was.path)} -> " if row.was is not None and row.was.path != row.now.path else ""
    within = f"  in {shown(row.now.within)}" if row.now.within else ""
    return f"{came}{shown(row.now.path)}{line}{within}" + (f"  {shown(row.now.text[:80])}" if row.now.text else "")


def _files(number: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}"


def _places_of(number: int) -> str:
    return f"{number:,} place{'' if number == 1 else 's'}"
