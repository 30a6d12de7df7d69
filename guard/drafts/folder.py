"""The policy and the plans of a folder, each with its faults, and what lint may look at of them."""

from __future__ import annotations

import os

from guard.compile import read_document
from guard.drafts import plain
from guard.errors import GuardError
from guard.escape import shown
from guard.grammar import way
from guard.model.draft import Draft
from guard.model.kind import KINDS, PLAN, POLICY
from guard.model.plan import Plan
from guard.model.policy import Policy
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.compile import Read


class File(NamedTuple):
    """One document as it stands: its path from the folder, and its value where it has no fault."""

    kind: str
    path: bytes
    read: Read
    value: Policy | Plan | None

    @property
    def where(self) -> str:
        return shown(self.path)


class Folder(NamedTuple):
    """The documents of one repository: below .guard, or side by side in a folder laid out like it."""

    root: str
    base: bytes  # b".guard/" or b""
    policy: File
    plans: tuple[File, ...]  # by name

    def place(self, name: str, end: str = ".yaml") -> bytes:
        """Where the plan of this name stands, or what belongs to it."""
        return self.base + b"plans/" + os.fsencode(name + end)

    def plan(self, name: str) -> File | None:
        return next((file for file in self.plans if file.path == self.place(name)), None)

    def names(self) -> tuple[str, ...]:
        return tuple(os.fsdecode(os.path.basename(file.path)).removesuffix(".yaml") for file in self.plans)


def top(given: str | None) -> str:
    """The folder named, else the top of the work tree around the current folder, else the current folder."""
    if given is None:
        here = os.getcwd()
        return work_tree(here) or here
    if os.path.isdir(given):
        return os.path.realpath(given)
    what = "the root named is no folder"
    raise GuardError("G813", what, shown(os.fsencode(given)) or "''", "name the top of the repository: --root DIR")


def work_tree(folder: str) -> str | None:
    """The nearest folder, from this one upward, that has a .git."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def open_folder(root: str, policy: str | None = None) -> Folder:
    """Policy and plans. Without a policy there is nothing to hold a plan to, which is an error."""
    below = os.path.lexists(os.path.join(root, ".guard")) or not os.path.lexists(os.path.join(root, "policy.yaml"))
    base = b".guard/" if below else b""
    file = named("policy", policy) if policy is not None else standing(root, POLICY.name, base + b"policy.yaml")
    if file is None:
        place = f"{shown(base)}policy.yaml"
        mend = f"name another folder (--root DIR), or write {place}; eight lines are enough:\n{smallest_policy()}"
        raise GuardError("G813", f"there is no {place}", shown(os.fsencode(root)), mend)
    plans = [standing(root, PLAN.name, base + b"plans/" + name) for name in _plan_names(root, base + b"plans")]
    return Folder(root, base, file, tuple(plan for plan in plans if plan is not None))


def smallest_policy() -> str:
    """What somebody who works alone begins with. The id is letters, or YAML would take one in so many for a number."""
    letters = "".join("abcdefghijkmnpqr"[half] for byte in os.urandom(4) for half in divmod(byte, 16))
    return (
        f"id: {letters}                            # at random, and never another\n"
        "version: 1                              # grows with every change\n"
        "people:\n"
        "  dana: {teams: [all]}                  # you\n"
        "owners:\n"
        "  /.guard/**: all                       # who is asked when these files change\n"
        "routine:                                # what needs no plan\n"
        "  - {paths: [/docs/**], does: [file.add, file.modify]}"
    )


def named(kind: str, path: str) -> File:
    """A document that was named outright, wherever it stands."""
    return _file(kind, os.fsencode(path), plain.outright(path, KINDS[kind].size))


def standing(root: str, kind: str, path: bytes) -> File | None:
    """The document at a path below the folder, where there is one."""
    text = plain.contents(root, path, KINDS[kind].size)
    return None if text is None else _file(kind, path, text)


def draft(folder: Folder, plan: Plan | None, now: int | None) -> Draft:
    """What lint looks at: the policy, or one plan among the others. The policy must be without faults."""
    policy = folder.policy.value
    assert isinstance(policy, Policy)
    others = {file.value.id: file.value for file in folder.plans if isinstance(file.value, Plan)}
    if plan is None:
        return Draft(policy, None, others, {}, now)
    others.pop(plan.id, None)
    return Draft(policy, plan, others, {path: _anchors(folder.root, path) for path in sorted(plan.pages())}, now)


def _plan_names(root: str, path: bytes) -> list[bytes]:
    names = plain.names(root, path)
    odd = [name for name in names if name.endswith(b".yml")]
    if odd:
        what = "a plan is a plain file NAME.yaml"
        raise GuardError("G813", what, shown(path + b"/" + odd[0]), "give it a name that ends with .yaml")
    return [name for name in names if name.endswith(b".yaml")]


def _file(kind: str, path: bytes, text: bytes) -> File:
    read = read_document(kind, shown(path), text)
    make = KINDS[kind].make
    return File(kind, path, read, make(read.data, read.name, read.lines) if make and read.data is not None else None)


def _anchors(root: str, path: bytes) -> frozenset[str] | None:
    text = plain.prose(root, path)
    return None if text is None else way.anchors(text.decode("utf-8", "replace"))
