"""The branch that is trusted, the policy on it, and whether anything but hooks decides."""

from __future__ import annotations

import os

from guard import trust
from guard.doors.files import content
from guard.doors.git.hooks import hooks_folder
from guard.doors.git.landed import file_at
from guard.doors.log import tips
from guard.errors import GuardError
from guard.escape import shell_word, shown
from guard.lint import lint
from guard.model.change import PLAIN
from guard.model.draft import Draft
from guard.model.persons import keyed
from guard.model.policy import POLICY_FILE
from guard.model.shim import MARK, REFS
from guard.model.tiers import Line
from guard.model.trigger import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterator

    from guard.doors.git.repository import Repository
    from guard.model.policy import Policy
    from guard.trust import Trusted

FOLDERS = (b".github/workflows", b".circleci", b".buildkite", b"")
FILES = (b".gitlab-ci.yml", b"azure-pipelines.yml", b"bitbucket-pipelines.yml", b"Jenkinsfile")
RUNS = (b"guard check", b"changeset-guard", b"guard_hooks")
LARGEST = 1 << 20
BYTES = POLICY_FILE.encode()
UNTIL = "until then nothing is held to anything"


def trusted(repository: Repository, asked: argparse.Namespace, git: str) -> Generator[Line, None, Trusted | None]:
    """What counts, and what the policy asks; None where that cannot be told."""
    trigger = Trigger("auto", trust=asked.trust, trusted=asked.trusted, git=git)
    try:
        found = trust.counting(repository, trigger)
    except GuardError as error:
        yield Line("trust", "unknown", f"{error.what} ({error.where})  [{error.rule}]", error.mend)
        return None
    yield Line("trust", "ok", f"{found.ref} {found.oid[:12].decode()}".rstrip())
    if not found.adopted:
        yield Line("trust", "missing", f"no {POLICY_FILE} on {found.ref}", f"{_adopting(repository, found)}; {UNTIL}")
        return found
    yield from _policy(found.policy)
    if found.policy.shadow:
        from guard.commands.doctor import _shadow

        yield from _shadow.lines(repository.place.git_dir)
    yield from _moves(repository, found)
    return found


def _adopting(repository: Repository, found: Trusted) -> str:
    """What is missing until the policy counts, by what stands here of it."""
    if _holds(repository, repository.refs.head()):
        return f"this branch has one: let it land on {found.ref}"
    if os.path.lexists(os.path.join(repository.place.top, POLICY_FILE)):
        there = shell_word(os.path.relpath(os.path.join(os.fsencode(repository.place.top), BYTES), os.getcwdb()))
        return f'one stands here, and is not committed: git add -- {there} && git commit -m "Adopt guard" -- {there}'
    return "guard init writes one"


def _holds(repository: Repository, commit: bytes) -> bool:
    return bool(commit) and file_at(repository, commit, BYTES) is not None


def _policy(policy: Policy) -> Iterator[Line]:
    """Its version and mode, who is listed, and what it asks that nobody can give."""
    yield Line("trust", "ok", f"policy version {policy.version}: {_people(policy)}; {_asks(policy)}")
    if policy.shadow:
        mend = "its owner takes mode: shadow out once what it reports is right"
        yield Line("trust", "attention", "mode: shadow: guard reports, and stops nothing", mend)
    for flaw in lint(Draft(policy, None, {}, {}, None)):
        line = policy.lines.get(flaw.place)
        where = f"{policy.where}:{line}" if line else policy.where
        yield Line("trust", "attention", f"{flaw.what}  [{flaw.rule}] ({where})", flaw.mend)


def _moves(repository: Repository, found: Trusted) -> Iterator[Line]:
    """A trusted branch of this clone moves by a commit, a merge or a fast-forward here: of the last git asks nobody."""
    if not found.ref.startswith("refs/heads/") or _judges_moves(repository):
        return
    what = f"{found.ref} is of this clone: whoever moves it lands, and a fast-forward starts no hook that stands here"
    if _running(repository, found.oid):
        yield Line("trust", "ok", f"{what}; what arrives elsewhere, CI decides")
        return
    mend = _as_a_remote_has_it(repository, found.ref.removeprefix("refs/heads/"))
    if keyed(found.policy):  # without a key nobody could say yes to what that stops
        mend += "; or have each move judged here: guard install --refs"
    yield Line("trust", "attention", what, mend)


def _as_a_remote_has_it(repository: Repository, branch: str) -> str:
    """The command that trusts the branch of a remote; one that would be refused today says until when."""
    remotes = sorted(tips.remotes(repository), key=lambda name: name != "origin") or ["origin"]
    refs = [os.fsencode(f"refs/remotes/{remote}/{branch}") for remote in remotes]
    stands = repository.commits(refs)
    there = [ref for ref in refs if stands[ref] is not None]
    when = "trust it as a remote has it" if there else "once a remote has it, trust it there"
    return f"{when}: guard install --trusted {shell_word([*there, *refs][0])}"


def _judges_moves(repository: Repository) -> bool:
    path = os.path.join(hooks_folder(repository), REFS)
    try:
        return MARK in content(path, LARGEST).decode("utf-8", "replace") and os.access(path, os.X_OK)
    except OSError:
        return False


def _people(policy: Policy) -> str:
    able = keyed(policy)
    devices = [name for name in able if (policy.people[name].key or "").startswith("sk-")]
    who = "1 person" if len(policy.people) == 1 else f"{len(policy.people)} people"
    told = [f"{who}, {len(able)} with a key", f"{len(devices)} of them on a device"]
    if policy.machines:
        told.append(f"machines {', '.join(policy.machines)}")
    if policy.agents:
        told.append(f"agents {', '.join(policy.agents)}")
    return ", ".join(told)


def _asks(policy: Policy) -> str:
    asked = policy.approvals
    if not asked.plan and not asked.irreversible:
        return "it asks for no approval"
    return f"approvals: plan {asked.plan}, irreversible {asked.irreversible}"


def decides(repository: Repository, found: Trusted) -> Iterator[Line]:
    """Whether CI runs guard, as far as its files say; what the host requires, only the host knows."""
    running = _running(repository, found.oid)
    if running:
        what = f"CI: {running} runs guard; hooks advise, and CI decides, where the host requires it before a merge"
        yield Line("approvals", "ok", what)
        return
    what = f"CI: no file of {found.ref} that is known runs guard; hooks advise, and nothing decides"
    mend = "let CI run guard check --range BASE..HEAD of every change, and let the host require it"
    yield Line("approvals", "attention", what, mend)


def _running(repository: Repository, commit: bytes) -> str:
    """The first file of CI that names guard; "" where none does."""
    if not commit:
        return ""
    every = repository.folders(repository.tree(commit), FOLDERS)
    found = {
        folder + b"/" + name if folder else name: oid.hex().encode()
        for folder, names in every.items()
        for name, (mode, oid) in names.items()
        if mode in PLAIN and (folder or name in FILES)
    }
    texts = dict(repository.up_to(list(found.values()), LARGEST))
    for path, oid in found.items():
        text = texts.get(oid) or b""
        if any([word in text for word in RUNS]):
            return shown(path)
    return ""
