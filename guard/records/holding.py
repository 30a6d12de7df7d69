"""A bundle held against itself: every text in it has to be the one that its objects give.

An auditor reads decisions.md first, and shows somebody else what log/ has. Neither may say anything that the replay
beside it does not bear out.
"""

from __future__ import annotations

import json

from guard import __version__
from guard.doors import shelf
from guard.errors import GuardError
from guard.escape import shown
from guard.records.replaying import DIFFERENT, GONE, kept, replayed
from guard.records.sentences import REPLAYS, alike, decisions
from guard.records.texts import contents, of_log
from guard.records.unpacking import CONTENTS, DECISIONS, PACK
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.records.branch import Branch
    from guard.records.replaying import Kept, Replayed
    from guard.records.unpacking import Unpacked


class Held(NamedTuple):
    """What its records give, and in words what of it cannot be held against them; "" where all of it can."""

    told: tuple[Replayed, ...]
    doubt: str


def held(repository: Repository, branch: Branch, one: Unpacked) -> Held:
    """The records that it names, replayed; G804 where anything in it says otherwise than its objects."""
    names = frozenset([row["entry"] for row in one.contents["records"]])
    every = kept(repository, branch, names)
    if not names and kept(repository, branch):
        raise _damaged(one, "it names no record, and its log has some", CONTENTS)
    objects = int.from_bytes(one.part(PACK, 8, 12), "big")  # the head of a pack says how many it holds
    _same(one, CONTENTS, contents(branch, every, objects, one.contents["guard"]))
    log = of_log(branch, every)
    for name in sorted((one.members.keys() | log.keys()) - {CONTENTS, PACK, DECISIONS}):
        if name not in log:
            raise _damaged(one, "a file that its log does not have", name)
        _same(one, name, log[name])
    told = tuple([replayed(repository, branch, record) for record in every])
    for record in told:
        if record.state == GONE:
            raise _damaged(one, f"what judging {record.commit[:12]} takes is not all there: {record.why}", PACK)
    return Held(told, _decided(branch, one, every, told))


def _decided(branch: Branch, one: Unpacked, every: list[Kept], told: tuple[Replayed, ...]) -> str:
    """Each sentence of decisions.md, made once more. Another guard may have had other words, or judged otherwise."""
    wanted, there = decisions(branch, every, told).encode(), one.contents["guard"]
    try:
        _same(one, DECISIONS, wanted)
    except GuardError:
        found = one.part(DECISIONS) if DECISIONS in one.members else b""
        judged = any([REPLAYS[DIFFERENT].encode() in page for page in (found, wanted)])
        if not found or (there == __version__ and not judged):
            raise
        return (
            f"decisions.md is by guard {shown(there[:80])} and guard {__version__} here has other words:"
            " go by what this replay says, or replay it where it was written"
        )
    return ""


def _same(one: Unpacked, name: str, wanted: bytes) -> None:
    if name not in one.members:
        raise _damaged(one, "a file of it is missing", name)
    found = one.part(name)
    if name == DECISIONS:
        found, wanted = alike(found), alike(wanted)
    if found == wanted:
        return
    if name == CONTENTS:
        raise _damaged(one, f"what it says of itself is not so: {_field(found, wanted)}", name)
    raise _damaged(one, "it is not what the objects beside it give", f"{name}, line {_line(found, wanted)}")


def _field(found: bytes, wanted: bytes) -> str:
    """The first thing of the contents that differs."""
    says, gives = _flat(found), _flat(wanted)
    for name in (*gives, *says):
        if says.get(name) != gives.get(name):
            return (
                f"{name} is {shown(says.get(name, 'not there')[:80])}, and its objects give {gives.get(name, 'none')}"
            )
    return "it is laid out otherwise than guard does"


def _flat(text: bytes) -> dict[str, str]:
    rows: dict[str, str] = {}
    for name, value in json.loads(text).items():
        if isinstance(value, dict):
            rows |= {f"{name}.{below}": str(of) for below, of in value.items()}
        else:
            rows[name] = str(value) if not isinstance(value, list) else f"{len(value):,} of them"
    return rows


def _line(found: bytes, wanted: bytes) -> int:
    lines = zip(found.split(b"\n"), wanted.split(b"\n"), strict=False)
    same = next((number for number, (one, other) in enumerate(lines) if one != other), -1)
    return same + 1 if same >= 0 else min(found.count(b"\n"), wanted.count(b"\n")) + 1


def _damaged(one: Unpacked, what: str, where: str) -> GuardError:
    return GuardError("G804", f"this bundle is damaged: {what}", f"{one.where}, {where}", shelf.MEND)
