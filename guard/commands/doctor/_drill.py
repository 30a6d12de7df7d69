"""`guard doctor --drill`: evasions tried in a throwaway repository under the policy and the hooks of this one.

Of each: what the hooks said, and what the merge door says once it arrived all the same. Only hooks that guard wrote
are run there; nothing of the repository itself is touched.
"""

from __future__ import annotations

import os
import re
from contextlib import chdir

from guard import trust
from guard.commands.doctor import _drill_doors, _drill_told
from guard.commands.doctor._drill_answers import Drilled, Heard, Table
from guard.commands.doctor._evasions import DOCUMENT, EVASIONS, FINE, FOLDER, OUT, PHASE, PLAN, Evasion, Stage, in_scope
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.doors.git.throwaway import Throwaway
from guard.doors.taken import take
from guard.errors import GuardError
from guard.escape import shown
from guard.model.claim import Claim
from guard.model.policy import POLICY_FILE
from guard.model.trigger import Trigger
from guard.pipeline import judge
from guard.report import columns, hand_over
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.doors.git.throwaway import Said
    from guard.model.verdict import Verdict
    from guard.trust import Trusted

LOGS = ("refs/heads/guard-log", "refs/remotes/*/guard-log")
RULE = re.compile(r"\[(G\d{3})\]")


class Ground(NamedTuple):
    """What all of them are tried on."""

    stage: Stage
    git: str
    server: tuple[str, str] | None  # where it is, and its trusted branch


def drill(asked: argparse.Namespace) -> int:
    """Try all of them, and say what is caught where: 0 where the merge door catches each, else 1."""
    git = usable_git(asked.git)
    with Repository(git) as repository:
        trusted = _trusted(repository, asked, git)
        here = _drill_doors.hooks(repository)
        with Throwaway(repository, FOLDER) as at:
            stage = Stage(at, _stand(repository, trusted, at), hooked=True)
            put = _drill_doors.stand(at, here, git, trusted.ref)
            served = _drill_doors.served(repository, trusted.ref)
            server = _drill_doors.serving(at, repository, git, trusted.ref) if served else None
            ground = Ground(stage, git, server)
            control, *tried = [_one(ground, evasion) for evasion in (Evasion("", in_scope), *EVASIONS)]
    if control.broken() or control.verdict.outcome in ("cannot-establish", "bug"):
        raise _unfit(control.verdict)
    table = Table(trusted, tuple(put), here, control, tuple(tried))
    if asked.format == "json":
        from guard.commands.doctor._drill_json import as_json

        text = as_json(table)
    else:
        text = "\n".join(_drill_told.told(table, columns(asked.output))) + "\n"
    hand_over(text, asked.output)
    return table.exit_code()


def _trusted(repository: Repository, asked: argparse.Namespace, git: str) -> Trusted:
    found = trust.counting(repository, Trigger("auto", trusted=asked.trusted, git=git))
    if not found.adopted:
        what = f"there is no {POLICY_FILE} on {found.ref}, so there is nothing to be held to"
        raise GuardError("G813", what, shown(found.ref.encode()), "guard init writes one; land it, then drill")
    if not found.ref.startswith("refs/"):
        raise GuardError("G812", "a drill takes a branch", shown(found.ref.encode()), "name one: --trusted REF")
    return found


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


def _one(ground: Ground, evasion: Evasion) -> Drilled:
    """Tried with the hooks; where they refuse it, it is done without them, so that the merge door has it to judge."""
    stage = ground.stage
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
        verdict = judge(Trigger("range", None, "HEAD", git=ground.git))
    heard = _heard(said, "told afterwards"), _heard(pushed, "let through")
    return Drilled(evasion.what, *heard, verdict, _server(ground))


def _server(ground: Ground) -> Heard | None:
    """What a server answers to it; what it takes is taken back, so that the next finds it as it was."""
    if ground.server is None:
        return None
    (there, name), at = ground.server, ground.stage.at
    said = at.tried("push", "-q", there, f"HEAD:{name}", hooked=False)
    at.quiet(f"--git-dir={there}", "update-ref", name, ground.stage.base)
    return _heard(said, "let through")


def _heard(said: Said, else_: str) -> Heard:
    """What the hooks answered, in a word or two; `else_` where they only spoke."""
    rules = tuple(dict.fromkeys(RULE.findall(said.text)))
    if said.code:
        words = "refused"
    elif "guard:" not in said.text:
        words = "not asked"
    else:
        words = "told" if rules else "let through" if "guard: pass" in said.text else else_
    return Heard(bool(said.code), rules, words)


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
