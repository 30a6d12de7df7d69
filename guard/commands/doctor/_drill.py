"""`guard doctor --drill`: evasions tried in a throwaway repository under the policy and the hooks of this one.

Of each: what the hooks said, and what the merge door says once it arrived all the same. Only hooks that guard wrote
are run there; nothing of the repository itself is touched.
"""

from __future__ import annotations

import os
import re
from contextlib import chdir

from guard import trust
from guard.commands.doctor._evasions import DOCUMENT, EVASIONS, FINE, FOLDER, OUT, PHASE, PLAN, Evasion, Stage, in_scope
from guard.doors.git.hooks import hooks_folder
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.doors.git.throwaway import Throwaway
from guard.doors.taken import take
from guard.errors import GuardError
from guard.escape import shown
from guard.model.claim import Claim
from guard.model.policy import POLICY_FILE
from guard.model.shim import ABOUT, read
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict
from guard.pipeline import judge
from guard.report import columns, hand_over
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from guard.doors.git.throwaway import Said
    from guard.trust import Trusted

LARGEST = 1 << 16
LOGS = ("refs/heads/guard-log", "refs/remotes/*/guard-log")
RULE = re.compile(r"\[(G\d{3})\]")
TRIED, COMMIT, PUSHED = 43, 19, 19  # columns


class Drilled(NamedTuple):
    """One thing that was tried: what the hooks said of it and of its push, and the verdict of the merge door."""

    what: str
    commit: str
    push: str
    verdict: Verdict

    def broken(self) -> frozenset[str]:
        """The rules that it breaks, by what blocks the merge."""
        found = [one for one in self.verdict.findings if one.outcome == "violation" and one.blocks != "nothing"]
        return frozenset([one.rule for one in found])


def drill(asked: argparse.Namespace) -> int:
    """Try all of them, and say what is caught where: 0 where the merge door catches each, else 1."""
    git = usable_git(asked.git)
    with Repository(git) as repository:
        trusted = _trusted(repository, asked, git)
        hooks, left = _hooks(repository)
        with Throwaway(repository, FOLDER) as at:
            stage = Stage(at, _stand(repository, trusted, at), hooked=True)
            put = _put(at, hooks)
            control, *tried = [_one(stage, evasion, git) for evasion in (Evasion("", in_scope), *EVASIONS)]
    if control.broken() or control.verdict.outcome in ("cannot-establish", "bug"):
        raise _unfit(control.verdict)
    caught = [one for one in tried if _caught(one, control)]
    stopped = len(caught) == len(tried) and not trusted.policy.shadow
    hand_over("\n".join(_told(asked, trusted, (put, left), control, tried)) + "\n", asked.output)
    return 0 if stopped else 1


def _trusted(repository: Repository, asked: argparse.Namespace, git: str) -> Trusted:
    found = trust.counting(repository, Trigger("auto", trusted=asked.trusted, git=git))
    if not found.adopted:
        what = f"there is no {POLICY_FILE} on {found.ref}, so there is nothing to be held to"
        raise GuardError("G813", what, shown(found.ref.encode()), "guard init writes one; land it, then drill")
    if not found.ref.startswith("refs/"):
        raise GuardError("G812", "a drill takes a branch", shown(found.ref.encode()), "name one: --trusted REF")
    return found


def _hooks(repository: Repository) -> tuple[dict[str, tuple[str, int]], list[str]]:
    """Hooks that guard wrote, with their texts and modes; and the names of others, which are not run."""
    folder = hooks_folder(repository)
    ours, left = {}, []
    for name in sorted(ABOUT):
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read(LARGEST)
        if read(name, text) is None:
            left.append(name)
        else:
            ours[name] = text, os.stat(path).st_mode & 0o777
    return ours, left


def _put(at: Throwaway, hooks: dict[str, tuple[str, int]]) -> list[str]:
    """As they stand here; what cannot be run here cannot be run there."""
    for name, (text, mode) in hooks.items():
        path = os.path.join(at.hooks, name)
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        os.chmod(path, mode)
    return [name for name, (_, mode) in hooks.items() if mode & 0o100]


def _stand(repository: Repository, trusted: Trusted, at: Throwaway) -> str:
    """The trusted branch with the plan of the drill on top, the log beside it, and its phase taken up."""
    owner = next(iter(trusted.policy.people), "nobody")
    plan = DOCUMENT.format(plan=PLAN, owner=owner, folder=FOLDER, phase=PHASE)
    files = {f".guard/plans/{PLAN}.yaml": plan, **dict.fromkeys((*FINE, *OUT), "as it was\n")}
    base = at.commit(trusted.oid.decode(), files, "The plan of a drill")
    at.quiet("update-ref", trusted.ref, base)
    for row in repository.runner.read(("for-each-ref", "--format=%(objectname) %(refname)", *LOGS)).splitlines():
        oid, _, name = row.decode().partition(" ")
        at.quiet("update-ref", name, oid)
    at.quiet("symbolic-ref", "HEAD", "refs/heads/guard-drill")
    at.quiet("update-ref", "HEAD", base)
    at.quiet("read-tree", "-m", "-u", "HEAD")
    own = os.path.join(at.git_dir, "guard")
    os.makedirs(own, exist_ok=True)
    with open(os.path.join(at.git_dir, trust.INSTALLED), "w", encoding="utf-8") as file:
        file.write(trusted.ref + "\n")
    take(at.git_dir, Claim(PLAN, PHASE))
    return base


def _one(stage: Stage, evasion: Evasion, git: str) -> Drilled:
    """Tried with the hooks; where they refuse it, it is done without them, so that the merge door has it to judge."""
    stage.reset(stage.base)
    said = evasion.act(stage)
    if said.code:
        without = stage._replace(hooked=False)
        without.reset(stage.base)
        again = evasion.act(without)
        if again.code:
            what = f"the drill could not make {evasion.what}: {shown(again.text.strip()[-200:])}"
            raise GuardError("G820", what, shown(os.fsencode(stage.at.top)), "report it with what git says")
    branch = f"HEAD:refs/heads/drill-{len(os.listdir(os.path.join(stage.at.remote, 'refs/heads')))}"
    pushed = stage.at.tried("push", "-q", *evasion.pushed, stage.at.remote, branch, hooked=True)
    with chdir(stage.at.top):
        verdict = judge(Trigger("range", None, "HEAD", git=git))
    return Drilled(evasion.what, _answer(said, "told afterwards"), _answer(pushed, "let through"), verdict)


def _answer(said: Said, else_: str) -> str:
    """What the hooks answered, in a word or two; `else_` where they only spoke."""
    rules = " ".join(dict.fromkeys(RULE.findall(said.text)))
    if said.code:
        return f"refused {rules}".rstrip()
    if "guard:" not in said.text:
        return "not asked"
    return f"told {rules}" if rules else "let through" if "guard: pass" in said.text else else_


def _caught(one: Drilled, control: Drilled) -> bool:
    """It breaks what the change in scope does not, and may not merge."""
    return not one.verdict.may_merge and bool(one.broken() - control.broken())


def _told(
    asked: argparse.Namespace,
    trusted: Trusted,
    hooks: tuple[list[str], list[str]],
    control: Drilled,
    tried: list[Drilled],
) -> Iterator[str]:
    from guard.folding import folded

    width, (put, left) = columns(asked.output), hooks
    caught = sum(_caught(one, control) for one in tried)
    door = "would be stopped at the merge door" if trusted.policy.shadow else "are caught at the merge door"
    yield f"guard doctor --drill: {caught} of {len(tried)} {door}"
    judged = f"{shown(os.fsencode(trusted.ref))} {trusted.oid[:12].decode()}, policy version {trusted.policy.version}"
    yield from folded(f"in a throwaway clone of {judged}; nothing of this repository was touched", width)
    yield from folded(f"hooks as here: {', '.join(put) or 'none of guard'}", width)
    if left:
        yield from folded(f"not run: {', '.join(left)}, which are not as guard writes them", width)
    yield ""
    passed = "passes" if control.verdict.may_merge else f"waits {_rules(control)}"
    yield _row("", "tried", "hooks at commit", "hooks at push", "merge door")
    yield _row("", "a change in scope, as it should be", control.commit, control.push, passed)
    for number, one in enumerate(tried, 1):
        said = f"{'told' if trusted.policy.shadow else 'caught'} {' '.join(sorted(one.broken() - control.broken()))}"
        told = said if _caught(one, control) else f"NOT CAUGHT ({one.verdict.outcome})"
        yield _row(str(number), one.what, one.commit, one.push, told)
    yield ""
    yield from [part for line in _meaning(trusted, put, caught == len(tried)) for part in folded(line, width)]


def _row(number: str, tried: str, commit: str, push: str, door: str) -> str:
    cells = ((tried, TRIED), (commit, COMMIT), (push, PUSHED))
    return f"{number:>3}  {''.join([f'{cell} '.ljust(width) for cell, width in cells])}{door}"


def _rules(one: Drilled) -> str:
    return " ".join(sorted({found.rule for found in one.verdict.findings if found.blocks in ("commit", "merge")}))


def _meaning(trusted: Trusted, put: list[str], all_caught: bool) -> Iterator[str]:
    """What follows from it, and the one next command."""
    yield "why    hooks see what git shows them; the merge door judges all that arrives, however it was made"
    yield "       guard check --range is that door: it decides where CI runs it and the host requires it"
    if not all_caught:
        yield "next   whoever owns the policy: what is not caught is routine under it: guard why PATH tells"
    elif trusted.policy.shadow:
        yield "next   whoever owns the policy: takes mode: shadow out, once what it reports is right"
    elif not {"pre-commit"} & set(put):
        yield "next   you: guard install"
    else:
        yield "next   you: guard doctor"


def _unfit(verdict: Verdict) -> GuardError:
    """The change in scope was refused too, so nothing that is caught says anything."""
    first = next(iter(verdict.stopping() or verdict.findings))
    unknown = first.outcome == "cannot-establish"
    said = first.what if unknown else f"{first.what}  [{first.rule}]"
    what = f"a drill tells nothing here, for a change in scope is refused as well: {said}"
    mend = first.next[0].run if first.next else "mend that first: guard doctor"
    return GuardError(
        first.rule if unknown else "G817", what, "a throwaway clone, under the policy and the log of this one", mend
    )
