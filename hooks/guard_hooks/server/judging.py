"""One push, judged as one: log and trusted branch together, then what leans on them."""

from __future__ import annotations

from guard.doors.log.faults import BRANCH
from guard.doors.log.wake import WAKE
from guard.errors import GuardError
from guard.escape import shown
from guard.model.verdict import not_judged, weigh
from guard.value import NamedTuple
from guard_hooks.server import branch, log, names, tags, topics
from guard_hooks.server import ground as grounds
from guard_hooks.server.ground import Ground
from guard_hooks.server.pushed import cut_off, led
from guard_hooks.server.told import Told, code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard_hooks.server.ground import Setting
    from guard_hooks.server.pushed import Update

APART = (
    "guard: somebody pushes from a clone that is cut off (shallow), of which git may take one ref and not another. So\n"
    "guard: each was judged as if it came by itself: push them in turn, or from a whole clone: git fetch --unshallow\n"
)


class Answer(NamedTuple):
    """What is written on the client's screen, and what the hook ends with."""

    text: str
    code: int


def judged(repository: Repository, updates: tuple[Update, ...]) -> Answer:
    """The answer to a push. Nothing is written anywhere."""
    try:
        told = _one_by_one(repository, led(repository, updates))
    except GuardError as error:
        told = [Told(not_judged("merge", error))]
    return Answer("".join([one.text() for one in told]), code(told))


def _one_by_one(repository: Repository, updates: tuple[Update, ...]) -> list[Told]:
    """All of it as one; or each kind by itself, where git may yet refuse one ref and take the others."""
    setting = grounds.setting(repository)
    stood = grounds.stood(repository, setting)
    if len(updates) < 2 or not cut_off(repository, [commit for commit in stood if commit]):
        return _told(repository, setting, stood, updates)
    groups: dict[bytes, list[Update]] = {}
    for one in updates:
        groups.setdefault(one.ref if one.ref in (setting.trusted, BRANCH) else b"", []).append(one)
    found = [told for group in groups.values() for told in _told(repository, setting, stood, tuple(group))]
    refused = [one for one in found if one.refused]
    return [*refused, Told(None, words=APART)] if refused else found


def _told(
    repository: Repository, setting: Setting, stood: tuple[bytes, bytes], updates: tuple[Update, ...]
) -> list[Told]:
    before, log_before = stood
    of = {one.ref: one for one in updates}
    landing, entries = of.pop(setting.trusted, None), of.pop(BRANCH, None)
    findings = [found for one in of.values() if (found := names.refused(one, setting.trusted)) is not None]
    findings += names.no_commits(repository, updates)
    told = [Told(weigh("merge", tuple(findings)))] if findings else []
    broken = log.grows(repository, entries, log_before) if entries is not None else None
    ground = Ground(
        repository,
        setting,
        before,
        log_before,
        landing.new if landing is not None else before,
        entries.new if entries is not None and broken is None else log_before,
    )
    told += [broken] if broken is not None else []
    if landing is not None:
        told += branch.judged(ground, landing)
    if any([one.refused for one in told]):
        return [one for one in told if one.refused]
    if entries is not None:
        told.append(log.fits(ground, entries))
    return told + _beside(ground, list(of.values()))


def _beside(ground: Ground, updates: list[Update]) -> list[Told]:
    """Tags and other branches, once the trusted one and the log are in order."""
    if not updates:
        return []
    if not ground.after:
        return [Told(not_judged("merge", _not_born(ground)))]
    if not grounds.adopted(ground.repository, ground.after):
        trusted = shown(ground.setting.trusted)
        return [Told(None, words=f"guard: no .guard/policy.yaml on {trusted} yet; what is pushed beside it is taken\n")]
    if not ground.before:
        return []  # all of it stood before there was anything to hold it to
    found = tags.refused(ground, [one for one in updates if one.ref.startswith(names.TAGS)])
    if found:
        shadow = grounds.documents(ground, ground.after)[1].policy.shadow
        return [Told(weigh("merge", tuple(found), shadow=shadow))]
    others = [one for one in updates if one.ref.startswith(names.HEADS) and one.ref != WAKE]
    return [Told(None, words=topics.told(ground, others))]


def _not_born(ground: Ground) -> GuardError:
    trusted = shown(ground.setting.trusted)
    mend = (
        f"an owner pushes {trusted} first, with a policy on it; where another branch is the trusted one, who runs this"
        " server names it: git config guard.trusted refs/heads/NAME"
    )
    return GuardError("G644", "the trusted branch is not here yet, and nothing is judged without it", trusted, mend)
