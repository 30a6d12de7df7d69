"""Whose yes a protected file takes before it lands, and the one command that gives it."""

from __future__ import annotations

from guard.model.finding import Next
from guard.model.plan import PLANS_FOLDER
from guard.model.policy import POLICY_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.case import Case
    from guard.model.progress import Covered

PLANS, MANIFESTS, POLICY = PLANS_FOLDER.encode(), b".guard/manifests", POLICY_FILE.encode()


def landing(rev: str) -> str:
    """The command that approves a landing as it is, whatever it brings."""
    return f'guard approve {rev} --unplanned "WHY"'


def belongs(path: bytes) -> tuple[str, str]:
    """The plan that a document is signed with, and of a manifest the name of its sites; "" where it is none."""
    folder, _, name = path.rpartition(b"/")
    told = name.decode("utf-8", "replace")
    if folder == PLANS and name.endswith((b".yaml", b".md")):
        return told.rpartition(".")[0], ""
    if folder == MANIFESTS and name.endswith(b".json"):
        plan, _, sites = told.removesuffix(".json").partition(".")
        return (plan, sites) if sites else ("", "")
    return "", ""


def waits(case: Case, path: bytes, why: str, does: str) -> tuple[str, tuple[Next, ...]]:
    """Why a protected file waits, and what settles it: a yes; where that is given, that it stands there as it lands."""
    covered = case.covered(path)
    if covered is None or covered.given.state != "given" or case.approved(path):
        return why, asks(case, path, covered, does)
    by, other = " and ".join(covered.given.by), case.otherwise(path)[:12].decode()
    fold = "fold the commits that change it into one, in which it stands as it lands: git rebase -i"
    return f"{why}; {by} approved it as it lands, and commit {other} has it otherwise", (Next("you", fold),)


def asks(case: Case, path: bytes, covered: Covered | None, does: str) -> tuple[Next, ...]:
    """Who reads it and approves it; where nobody has a key to sign with, who merges it as its owner."""
    policy = case.policy
    owners = policy.people_for(path)
    who = covered.given.who if covered is not None else owners
    signing = [name for name in who if policy.people[name].key is not None]
    people = tuple(signing) or owners
    run = covered.run if covered is not None else _run(path, case.rev)
    asked = ", ".join(people) or ", ".join(policy.teams_of(path)) or "the people who own this repository"
    you = Next("you", f"end your turn and ask {asked}; you cannot do this part")
    end = f"and approves it: {run}" if signing else "and merges it as its owner"
    return (you, *(Next(name, f"{does} {end}") for name in people))


def _run(path: bytes, rev: str) -> str:
    """Where nothing more is known than where it stands."""
    plan, _ = belongs(path)
    document = "policy" if path == POLICY else plan
    return f"guard approve {document} --at {rev}" if document else landing(rev)
