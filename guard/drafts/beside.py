"""What stands beside a plan and is covered with it: the narrative, by its blob id, and the manifests of its sites."""

from __future__ import annotations

import os

from guard.doors.git.run import Runner, find_git
from guard.drafts import plain
from guard.drafts.folder import standing, work_tree
from guard.errors import GuardError
from guard.escape import shown
from guard.model.digests import Beside, plan_digest
from guard.model.kind import MANIFEST
from guard.model.plan import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.drafts.folder import File, Folder


def digest_of(folder: Folder, file: File) -> str | None:
    """The digest of a document as it stands; None where it has none: faults, phases in a circle, a file elsewhere."""
    from guard.digest import digest

    plan = file.value
    if not isinstance(plan, Plan):
        return None if file.read.data is None else digest(file.kind, file.read.data)
    if file not in folder.plans or any(manifest.read.data is None for manifest in manifests(folder, plan).values()):
        return None
    try:
        return plan_digest(plan, beside(folder, plan))
    except ValueError:  # a circle
        return None


def beside(folder: Folder, plan: Plan) -> Beside:
    """As it stands now. A manifest with faults has no digest, and then neither has the plan."""
    from guard.digest import digest

    found = manifests(folder, plan)
    faulty = [file for file in found.values() if file.read.data is None]
    if faulty:
        mend = f"guard plan lint {shown(plan.id)} tells them"
        raise GuardError("G813", "a manifest of this plan has faults", faulty[0].where, mend)
    text = narrative(folder, plan)
    oid = None if text is None else _stored_id(folder.root, folder.place(plan.id, ".md"), text)
    return Beside(oid, {name: digest(MANIFEST.name, file.read.data) for name, file in found.items()})


def narrative(folder: Folder, plan: Plan) -> bytes | None:
    """The longer story, where there is one."""
    return plain.prose(folder.root, folder.place(plan.id, ".md"))


def manifests(folder: Folder, plan: Plan) -> dict[str, File]:
    """The manifests that are there, by the name of their sites."""
    names = [pattern.name for pattern in (*plan.sites, *plan.absent)]
    places = {name: folder.base + f"manifests/{plan.id}.{name}.json".encode() for name in names}
    files = {name: standing(folder.root, MANIFEST.name, place) for name, place in places.items()}
    return {name: file for name, file in files.items() if file is not None}


def blob_id(text: bytes, algorithm: str = "sha1") -> str:
    """What git calls a file of these bytes."""
    import hashlib

    return hashlib.new(algorithm, b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()


def _stored_id(root: str, path: bytes, text: bytes) -> str:
    """The blob id git has for this file. One checked out with CRLF for LF has the id it was committed with."""
    if work_tree(root) is None:
        return blob_id(text)
    algorithm = _asked(root, (0,), "--show-object-format")
    plain_id = blob_id(text.replace(b"\r\n", b"\n"), algorithm)
    if b"\r\n" in text and _asked(root, (0, 1, 128), "--verify", "--quiet", f"HEAD:./{os.fsdecode(path)}") == plain_id:
        return plain_id
    return blob_id(text, algorithm)


def _asked(root: str, accept: tuple[int, ...], *words: str) -> str:
    """What rev-parse answers in this folder; git itself is asked, no file of its configuration is read here."""
    runner = Runner(find_git(None))
    try:
        runner.where = ("-C", root)
        return runner.read(("rev-parse", *words), accept=accept).decode("ascii", "replace").strip()
    finally:
        runner.close()
