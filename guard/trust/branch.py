"""The trusted branch as the log asks for it: where a commit stands among its steps, and who was listed there."""

from __future__ import annotations

from bisect import bisect_right

from guard.doors.git import history
from guard.doors.git.line import places
from guard.errors import GuardError
from guard.model.change import FOLDER, PLAIN
from guard.model.kind import KINDS
from guard.model.listed import Branch
from guard.model.policy import POLICY_FILE, policy_from
from guard.model.signers import NOBODY, UNREAD, signers_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.child import Child
    from guard.doors.git.repository import Repository
    from guard.model.signers import Signers


class Steps:
    """The first-parent steps up to a commit. git lists them while the log is read; who never asks pays nothing more."""

    def __init__(self, repository: Repository, tip: bytes) -> None:
        self._repository, self._tip = repository, tip
        self._child: Child | None = history.start_line(repository.runner, repository.place, tip)
        self._places: dict[bytes, int] = {}
        self._edits: list[tuple[int, bytes]] | None = None  # the steps that touched the policy, oldest first
        self._signers: dict[bytes, Signers] = {}

    def branch(self) -> Branch:
        """What the rule asks of it."""
        return Branch(self.place, self.within, self.signers)

    def close(self) -> None:
        """Let git go, also where nobody asked."""
        if self._child is not None:
            self._child.stop()

    def place(self, commit: bytes) -> int:
        """0 for the first commit of the branch, and so on; -1 for what is no step of it."""
        if self._child is not None:
            child, self._child = self._child, None
            self._places = places(child)
        return self._places.get(commit, -1)

    def within(self, commit: bytes) -> bool:
        """Whether it came to the branch in any way, such as by a merge."""
        header = next(iter(self._repository.headers([commit])))
        if header is None or header.kind != b"commit":
            return False
        return self._repository.contains(self._tip, commit)

    def signers(self, commit: bytes) -> Signers:
        """Who was listed at a step: nobody where there was no policy, and nobody knows who where it cannot be read."""
        if self._edits is None:
            listed = history.touched(self._repository.runner, self._repository.place, self._tip, POLICY_FILE.encode())
            self._edits = [(self.place(oid), oid) for oid in listed]
        last = bisect_right(self._edits, (self.place(commit), b"g"))  # an id is hexadecimal, and sorts before it
        edit = self._edits[last - 1][1] if last else b""
        if edit not in self._signers:
            self._signers[edit] = self._policy(edit) if edit else NOBODY
        return self._signers[edit]

    def _policy(self, commit: bytes) -> Signers:
        """Those of the policy of a commit. What is damaged is an error, not none."""
        mode, oid = self._repository.entries(self._repository.tree(commit)).get(b".guard", (b"", b""))
        standing = self._repository.entries(oid.hex().encode()) if mode == FOLDER else {}
        mode, oid = standing.get(b"policy.yaml", (b"", b""))
        if not mode:
            return NOBODY
        return self._read(oid.hex().encode()) if mode in PLAIN else UNREAD

    def _read(self, blob: bytes) -> Signers:
        from guard.compile import compile_document

        for _, text in self._repository.up_to([blob], KINDS["policy"].size):
            try:
                compiled = compile_document("policy", POLICY_FILE, text) if text is not None else None
            except GuardError:
                compiled = None
            if compiled is not None:
                data = compiled["data"]
                assert isinstance(data, dict)
                return signers_of(policy_from(data, POLICY_FILE))
        return UNREAD
