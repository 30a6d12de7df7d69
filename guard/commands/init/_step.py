"""What comes after `guard init`: one command, by what stands here by now; and a key that could be listed."""

from __future__ import annotations

import os

from guard.commands.init._agents_md import FILES
from guard.commands.init._policy import NOBODY
from guard.compile import read_document
from guard.drafts import plain
from guard.errors import GuardError
from guard.escape import shell_word, shown
from guard.model.change import FOLDER
from guard.model.kind import KINDS
from guard.model.persons import keyed
from guard.model.policy import POLICY_FILE, policy_from
from guard.model.trigger import Trigger
from guard.trust import trusted_commit
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.commands.init._found import Found
    from guard.commands.init._policy import Adopter
    from guard.commands.init._writing import Edit
    from guard.doors.git.repository import Repository

MESSAGE = "Adopt guard, in shadow mode"
OF_AGENTS = "What agents do here"
LOOK = "guard check --last 20    tells what guard would have said of the last 20 landings; it needs no commit"


class State(NamedTuple):
    """What stood there before anything was written."""

    committed: bool  # HEAD has a policy
    landed: str  # the trusted branch, where it has one; "" where it has none, or nothing says which it is
    by: Adopter
    sections: tuple[bytes, ...] = ()  # files in which guard's section for agents stands, and is not committed


def committed(repository: Repository) -> bool:
    """HEAD holds a policy."""
    return _holds(repository, repository.refs.head())


def landed(repository: Repository) -> str:
    """The trusted branch that holds a policy, also where this branch left it before it did."""
    try:
        ref, oid = trusted_commit(repository, Trigger("auto"))
    except GuardError:
        return ""
    return ref if _holds(repository, oid) else ""


def _holds(repository: Repository, commit: bytes) -> bool:
    folder = repository.entries(repository.tree(commit)).get(b".guard", (b"", b"")) if commit else (b"", b"")
    return folder[0] == FOLDER and b"policy.yaml" in repository.entries(folder[1].hex().encode())


def told(here: Found, state: State, edits: tuple[Edit, ...]) -> Iterator[str]:
    """The last line is the one next command."""
    wrote = [edit.path for edit in edits]
    if POLICY_FILE.encode() in wrote:
        if state.by.name == NOBODY:
            yield f"name   git's settings tell no name, so you stand there as {NOBODY}: write your own before it lands"
        if here.owners.left:
            yield f"owners nothing of {shown(here.owners.path)} is under owners: in {POLICY_FILE}: {here.owners.left};"
            yield "       write there what matters of it; guard schema policy tells how"
        yield from _of_keys(here, state.by)
        if here.authors:  # somebody committed here
            yield f"look   {LOOK}"
    yield f"next   you: {_command(here, state, wrote)}"


def _of_keys(here: Found, by: Adopter) -> Iterator[str]:
    """Nothing is listed that nobody named; what could be is said."""
    if by.key:
        return
    run = f"guard enroll {by.name}"
    if here.keys:
        yield f"key    {shown(here.keys[0])} could sign for {by.name}: {run} --key {_spelled(here.keys[0])}"
    else:
        yield f"key    none is at hand here: {run} makes one"


def _spelled(path: str) -> str:
    """As a shell reads it; ~ stays what it is to one."""
    home, rest = ("~/", path[2:]) if path.startswith("~/") else ("", path)
    return home + shell_word(os.fsencode(rest))


def _command(here: Found, state: State, wrote: list[bytes]) -> str:
    if state.landed and not state.committed and POLICY_FILE.encode() not in wrote:
        return f"git merge {shell_word(os.fsencode(state.landed))}"
    told = []
    ours = [path for path in wrote if path.startswith(b".guard/")]
    if ours or not state.committed:
        told.append(_commit(here, ours or [POLICY_FILE.encode()], MESSAGE))
    sections = [path for path in FILES if path in wrote or path in state.sections]
    if sections:  # apart: what the policy is beside would have to wait for its owner
        told.append(_commit(here, sections, OF_AGENTS))
    if told:
        return " && ".join(told)
    if not here.around.installed:
        return "guard install"
    return _by_policy(here, state.by)


def _commit(here: Found, paths: list[bytes], message: str) -> str:
    words = _from_here(here, paths)
    return f'git add -- {words} && git commit -m "{message}" -- {words}'


def _from_here(here: Found, paths: list[bytes]) -> str:
    """As a shell takes them in the folder where guard was asked."""
    there = [os.path.relpath(os.path.join(os.fsencode(here.top), path), os.getcwdb()) for path in paths]
    return " ".join([shell_word(path) for path in there])


def _by_policy(here: Found, by: Adopter) -> str:
    """A key for somebody it lists, where nobody can sign yet; of one that cannot be read, `guard next` says so."""
    text = plain.contents(here.top, POLICY_FILE.encode(), KINDS["policy"].size) or b""
    data = read_document("policy", POLICY_FILE, text).data
    policy = policy_from(data, POLICY_FILE) if data is not None else None
    if policy is None or keyed(policy):
        return "guard next"
    name = by.name if by.name in policy.people else next(iter(policy.people), by.name)
    return f"guard enroll {name}"
