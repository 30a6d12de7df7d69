"""The plans of the current folder and their manifests, as they stand here; quickly where they were read before."""

from __future__ import annotations

import os

from guard.doors import cache
from guard.errors import GuardError, UsageError
from guard.escape import shown
from guard.model.kind import MANIFEST, PLAN, POLICY
from guard.model.plan import Plan
from guard.model.policy import Policy
from guard.nearest import nearest
from guard.sites import manifest as manifests
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.commands.sites.asked import Asked
    from guard.doors.git.repository import Repository
    from guard.model.plan import Pattern
    from guard.sites.manifest import Manifest

FOLDER = b".guard"


class Sites(NamedTuple):
    """One pattern of one plan, with its manifest where there is one."""

    plan: Plan
    pattern: Pattern
    absent: bool
    manifest: Manifest | None
    fault: str  # what is wrong with a manifest that stands there


class Faulty(Exception):
    """Documents with faults, told as `guard plan lint` tells them."""

    def __init__(self, plan: str | None) -> None:
        super().__init__(plan)
        self.plan = plan


def named(repository: Repository, asked: Asked) -> list[Sites]:
    """The patterns that the words mean, in the order of the plans."""
    top = repository.place.top
    plans = {plan.id: plan for plan in _plans(repository, top, asked.plan)}
    if asked.plan is not None and asked.plan not in plans:
        raise UsageError(f"no plan '{shown(asked.plan)}'{_meant(asked.plan, list(plans))} (guard sites --help)")
    found = [
        (plan, pattern, absent)
        for plan in ([plans[asked.plan]] if asked.plan is not None else plans.values())
        for absent, patterns in ((False, plan.sites), (True, plan.absent))
        for pattern in patterns
        if asked.name in (None, pattern.name) and not (absent and asked.word == "build")
    ]
    if not found and asked.name is not None:
        raise UsageError(_no_such(plans[asked.plan or ""], asked))
    return [Sites(plan, pattern, absent, *_manifest(top, plan, pattern, absent)) for plan, pattern, absent in found]


def _no_such(plan: Plan, asked: Asked) -> str:
    name = asked.name or ""
    if any([pattern.name == name for pattern in plan.absent]):
        return f"{shown(name)} must be absent: it has no manifest, and guard sites status tells what stands"
    known = [pattern.name for pattern in plan.sites]
    return f"plan {plan.id} has no sites '{shown(name)}'{_meant(name, known)} (guard sites --help)"


def _meant(word: str, known: list[str]) -> str:
    near = nearest(word, known)
    listed = f"; there is {', '.join(map(shown, known[:8]))}" if known else "; there is none"
    return f"; did you mean {shown(near)}?" if near else listed


def _manifest(top: str, plan: Plan, pattern: Pattern, absent: bool) -> tuple[Manifest | None, str]:
    if absent:
        return None, ""
    text = _contents(top, manifests.place_of(plan.id, pattern.name), MANIFEST.size)
    if text is None:
        return None, ""
    manifest = manifests.read(text)
    whole = manifest is not None and (manifest.plan, manifest.name) == (plan.id, pattern.name)
    return (manifest, "") if whole else (None, "not what guard writes: it was edited, or merged by hand")


def _plans(repository: Repository, top: str, only: str | None) -> list[Plan]:
    """Every plan here, or the one of this id; those that were read before are not read again."""
    names = _names(top)
    if only is not None and os.fsencode(only + ".yaml") in names:
        names = [os.fsencode(only + ".yaml")]
    known = [_kept(repository, top, PLAN.folder + b"/" + name) for name in names]
    found = [plan for plan in known if isinstance(plan, Plan)]
    return found if len(found) == len(names) else _read(repository, top, only)


def policy(repository: Repository) -> Policy:
    """The policy as it stands here."""
    top = repository.place.top
    known = _kept(repository, top, b".guard/policy.yaml")
    if isinstance(known, Policy):
        return known
    from guard import drafts

    value = drafts.open_folder(top).policy.value
    if not isinstance(value, Policy):
        raise Faulty(None)
    return value


def _names(top: str) -> list[bytes]:
    try:
        names = os.listdir(os.path.join(os.fsencode(top), PLAN.folder))
    except OSError:
        return []
    return sorted([name for name in names if name.endswith(PLAN.end)])


def _contents(top: str, path: bytes, size: int) -> bytes | None:
    """A plain file below the top, none of whose folders is a link; anything else is told by the room of drafts."""
    root = os.path.realpath(os.fsencode(top))
    place = os.path.join(root, path)
    try:
        if os.path.realpath(os.path.dirname(place)) == os.path.dirname(place):
            with open(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                return file.read(size + 1)
    except FileNotFoundError:
        return None
    except OSError:
        pass
    from guard.drafts import plain

    return plain.contents(top, path, size)


def _kept(repository: Repository, top: str, path: bytes) -> Plan | Policy | None:
    """The value of a document that was compiled before. Anyone can write there: what is no value counts as absent."""
    kind = POLICY if path == b".guard/policy.yaml" else PLAN
    text = _contents(top, path, kind.size) if cache.allowed() else None
    if text is None or kind.make is None:
        return None
    compiled = cache.read(repository.place.common_dir, kind.name, _blob_id(text, repository.place.width))
    try:
        data, lines = (compiled or {})["data"], (compiled or {})["lines"]
        assert isinstance(data, dict) and isinstance(lines, dict)  # noqa: PT018
        return kind.make(data, shown(path), lines)
    except Exception:  # whatever a forged file makes go wrong, the document itself is read instead
        return None


def _blob_id(text: bytes, width: int) -> bytes:
    made: Any
    try:  # what hashlib gives, without the rest of it
        made = __import__("_sha1").sha1 if width == 40 else __import__("_sha256").sha256
    except ImportError:
        import hashlib

        made = hashlib.sha1 if width == 40 else hashlib.sha256
    digits: str = made(b"blob %d\0" % len(text) + text).hexdigest()
    return digits.encode()


def _read(repository: Repository, top: str, only: str | None) -> list[Plan]:
    """Read, validated and compiled anew; kept for the next time."""
    from guard import drafts

    folder = drafts.open_folder(top)
    files = [file for file in folder.plans if only is None or file.path == folder.place(only)]
    if folder.base != b".guard/":
        what = "the documents stand beside the .git folder, not in .guard"
        raise GuardError("G813", what, shown(os.fsencode(top)), "put them into .guard/")
    for file in (folder.policy, *files):
        if file.value is None:
            raise Faulty(only)
        if cache.allowed():
            compiled: dict[str, object] = {"data": file.read.data, "lines": file.read.lines}
            oid = _blob_id(file.read.text, repository.place.width)
            cache.write(repository.place.common_dir, file.kind, oid, compiled)
    return [file.value for file in (files or folder.plans) if isinstance(file.value, Plan)]
