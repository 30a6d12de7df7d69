"""Objects handed on in a pack, and taken in again: into a repository of guard's own, which holds nothing else."""

from __future__ import annotations

import os

from guard.doors.git.run import Runner, find_git
from guard.errors import GuardError
from guard.escape import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.doors.git.repository import Repository

# The same objects in the same order give the same bytes: no setting of the repository and no number of cores decides.
PLAIN = (
    *("-c", "pack.compression=6"),
    *("-c", "core.bigFileThreshold=512m"),
    *("-c", "pack.depth=50", "-c", "pack.window=10", "-c", "pack.windowMemory=0", "-c", "pack.useBitmaps=false"),
)
PACK = ("pack-objects", "--stdout", "-q", "--threads=1", "--no-reuse-delta", "--no-reuse-object", "--delta-base-offset")
# Of a bundle from anywhere: what is large is not held whole, what is broken is refused. Links are not followed, for
# files that nobody read are left out on purpose.
CAREFUL = ("-c", "core.bigFileThreshold=16m", "-c", "pack.threads=1")
TAKE = ("index-pack", "--stdin", "--fsck-objects")
CONFIG = "[core]\n\trepositoryformatversion = {version}\n\tbare = false\n"
SHA256 = "[extensions]\n\tobjectformat = sha256\n"


def write(repository: Repository, branch: bytes, log: bytes, others: Iterable[bytes], path: str) -> int:
    """A pack of the commits and trees of the branch, of all the log holds, and of other objects; how many it has.

    Of a commit that is not on the branch, such as one that was deployed from another, its history goes along.
    """
    listed = dict.fromkeys(_listed(repository, (branch.decode(), "--filter=blob:none")))
    listed |= dict.fromkeys(_listed(repository, (log.decode(),)) if log else ())
    more = sorted(set(others) - listed.keys())
    kinds = [header.kind if header is not None else b"" for header in repository.headers(more)]
    commits = [oid.decode() for oid, kind in zip(more, kinds, strict=True) if kind == b"commit"]
    if commits:
        listed |= dict.fromkeys(_listed(repository, (*commits, f"^{branch.decode()}", "--filter=blob:none")))
    listed |= dict.fromkeys([oid for oid, kind in zip(more, kinds, strict=True) if kind])
    names = repository.runner.path("packed")
    with open(names, "wb") as file:
        file.write(b"".join([oid + b"\n" for oid in listed]))
    repository.runner.start((*PLAIN, *PACK), stdin=names, printed=path).finish()
    return len(listed)


def _listed(repository: Repository, words: tuple[str, ...]) -> list[bytes]:
    return repository.runner.read(("rev-list", "--objects", "--no-object-names", *words, "--")).split()


def take(git: str | None, top: str, pack: str, refs: dict[str, str], sha256: bool) -> None:
    """A new repository in this folder, which holds what is in the pack, at these refs."""
    folder = os.path.join(top, ".git")
    for name in ("objects/pack", "objects/info", "refs/heads"):
        os.makedirs(os.path.join(folder, name))
    rows = "".join([f"{oid} {name}\n" for name, oid in sorted(refs.items())])
    texts = {
        "HEAD": "ref: refs/heads/main\n",
        "config": CONFIG.format(version=int(sha256)) + (SHA256 if sha256 else ""),
        "packed-refs": f"# pack-refs with: sorted\n{rows}",
    }
    for name, text in texts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    runner = Runner(find_git(git))
    try:
        runner.where = (f"--git-dir={folder}",)
        most = f"--max-input-size={os.path.getsize(pack)}"
        runner.start((*CAREFUL, *TAKE, most), stdin=pack).answer()
    except GuardError as error:
        mend = "have it written again: guard log bundle"
        raise GuardError("G804", f"the objects of the bundle are damaged: {error.what}", shown(pack), mend) from error
    finally:
        runner.close()
