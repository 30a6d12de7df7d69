"""What an approval covers of the protected files that a commit would land: that they may, or whose yes is lacking."""

from __future__ import annotations

from guard import carried, effects
from guard.acts.opening import listed
from guard.escape import shown
from guard.model.change import Change
from guard.operations import describe
from guard.replay.approved import covered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guard.acts.ground import Ground
    from guard.model.log import Entry
    from guard.model.operation import Judged


def change_of(ground: Ground, tip: bytes) -> Change:
    """All that a commit brings to the trusted branch."""
    landed = ground.repository.range(ground.replay.at, tip)
    return Change(landed.landing, landed.steps, landed.commits, landed.fork, tip, ground.replay.at)


def judged_of(ground: Ground, change: Change) -> Judged:
    """What is done to each of its files."""
    return every(ground, change._replace(steps=()))[0]


def every(ground: Ground, change: Change) -> tuple[Judged, ...]:
    """The same, and after it that of each single commit."""
    plain = [describe(changes, None) for changes in (change.landing, *change.steps)]
    seen = effects.read(ground.repository, plain, ground.trusted, change)
    return tuple([effects.told(one, seen) for one in plain])


def rows(
    ground: Ground, change: Change, judged: Judged, entry: Entry, mine: Callable[[bytes], bool]
) -> Iterator[tuple[str, str]]:
    """As if the entry stood in the log: files that may land by it, and of those it is about what is still missing."""
    if not judged.protected:
        return
    world = ground.replay.world
    facts = world.facts._replace(entries=(*world.facts.entries, entry))
    stands = ground.replay._replace(world=world._replace(facts=facts, missing=""))
    _, edits = carried.documents(ground.repository, ground.trusted, judged, change)
    found = covered(ground.repository, ground.trusted, change, edits, stands, judged, ())
    given = [shown(path) for path, one in found.items() if one.given.state == "given" and entry.act.by in one.given.by]
    if given:
        yield "covers", f"{listed(given)}: as far as owners are asked, it may land"
    for path, one in found.items():
        if mine(path) and one.given.state != "given":
            who = ", ".join(one.given.who) or "nobody who is listed can give it"
            yield "missing", f"{shown(path)}: {one.given.why}: {who}"
