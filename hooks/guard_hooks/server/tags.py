"""Tags of a push: what is released is what landed, so a tag names a commit that the trusted branch holds."""

from __future__ import annotations

from guard.doors.git.ancestry import history
from guard.errors import GuardError
from guard.escape import shown
from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.finding import Finding
    from guard_hooks.server.ground import Ground
    from guard_hooks.server.pushed import Update


def refused(ground: Ground, updates: list[Update]) -> list[Finding]:
    """A finding for each tag of anything else."""
    tags = [one for one in updates if one.new]
    if not tags or ground.setting.tags == "any":
        return []
    repository = ground.repository
    names = [one.new + b"^{}" for one in tags]
    headers = dict(zip([one.ref for one in tags], repository.headers(names), strict=True))
    commits = {ref: header.oid for ref, header in headers.items() if header is not None and header.kind == b"commit"}
    missing = _unlanded(repository, ground.after, list(dict.fromkeys(commits.values())))
    branch = shown(ground.setting.trusted)
    land = Next("you", f"land it first: push what it names to {branch}, then the tag")
    found = []
    for ref, header in headers.items():
        if ref not in commits:
            kind = shown(header.kind) if header is not None else "nothing that is here"
            found.append(finding("G643", shown(ref), f"it names a {kind}, and what landed is commits", (land,)))
        elif commits[ref] in missing:
            why = f"it names a commit that {branch} does not hold: what is released by it would have passed no check"
            found.append(finding("G643", f"{shown(ref)} at {commits[ref][:12].decode()}", why, (land,)))
    return found


def _unlanded(repository: Repository, trusted: bytes, commits: list[bytes]) -> set[bytes]:
    """Those of them that the trusted branch does not hold, asked in one question."""
    if not commits:
        return set()
    asked = repository.runner.path("tagged")
    with open(asked, "wb") as file:
        file.writelines([commit + b"\n" for commit in commits] + [b"^" + trusted + b"\n"])
    child = repository.runner.start(("rev-list", "--stdin"), stdin=asked)
    listed = set(child.answer().split())
    if repository.place.shallow:
        where = shown(repository.place.git_dir)
        raise GuardError("G807", "this repository is shallow: commits are cut off", where, "git fetch --unshallow")
    suspects = listed & set(commits)  # git goes by dates, and may list what the branch holds (doors/git/ancestry.py)
    return suspects - history(repository.runner, trusted) if suspects else suspects
