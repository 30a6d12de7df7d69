"""Edits of an agent, held to the phase that is taken up: by path, then by what the proposed content does."""

from __future__ import annotations

import os
from stat import S_ISDIR

from guard.doors.cache import allowed
from guard.doors.taken import taken
from guard.joining import case_of
from guard.model.names import faults
from guard.model.protected import protected
from guard.model.trigger import Trigger
from guard_hooks.agents.call import Decision
from guard_hooks.agents.changes import SOME, proposed
from guard_hooks.agents.finding import examine
from guard_hooks.agents.paths import OUTSIDE, Stop, Target, target

DOWN = b"down"  # in the path of a way back

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from guard.model.case import Case
    from guard.model.change import Change
    from guard.model.claim import Claim
    from guard.model.finding import Finding
    from guard.model.plan import Phase, Plan
    from guard.trust import Trusted
    from guard_hooks.agents.call import Edit
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.proposed import Proposed
    from guard_hooks.agents.shell import Written

DRAFTS = b".guard/plans/"
ALLOW = Decision("allow")
DRAFT = "guard: a draft of a plan; it counts once it stands on the trusted branch. To look at it: guard plan lint"


def _with_forth(repository: Proposed, targets: list[Target]) -> Sequence[Target]:
    """The same, and of each way back its way forth; most edits have none, and load nothing for it."""
    if not any([DOWN in target.path for target in targets]):
        return targets
    from guard_hooks.agents.forth import with_forth

    return with_forth(repository, targets)


def _targets(ground: Ground, folder: str, edits: tuple[Edit, ...], written: Written | None) -> list[Target] | Stop:
    """What they mean in the work tree. A scratch place is none of it.

    Of paths that get what git has (a branch, what was stashed) only what steers is asked here. The commit judges what
    becomes of the others.
    """
    known = frozenset(written.known) if written is not None else frozenset()
    targets: list[Target] = []
    for edit in edits:
        found = target(ground, folder, edit)
        if isinstance(found, Stop):
            why = _aside(ground, edit, found, written)
            if why:
                return found._replace(why=why)
        elif found is not None and (edit.path not in known or _steering(found.path)):
            targets.append(found)
    return targets


def _aside(ground: Ground, edit: Edit, stop: Stop, written: Written | None) -> str:
    """Why what lies outside is refused; nothing for a plain file in a scratch place."""
    if stop.why != OUTSIDE:
        return stop.why
    from guard_hooks.agents.scratch import NO_PLACE, below_one, spared

    if (written is None or edit.path not in written.bound) and spared(ground, edit):
        return ""
    return NO_PLACE if below_one(ground, edit.path)[1] else stop.why


def of_edits(
    repository: Proposed,
    ground: Ground,
    trusted: Trusted,
    folder: str,
    edits: tuple[Edit, ...],
    written: Written | None = None,
) -> Decision:
    """The decision on all of them together; `written` is what is known of the command they are read from."""
    targets = _targets(ground, folder, edits, written)
    if isinstance(targets, Stop):
        from guard_hooks.agents.refusals import stopped

        return stopped(targets)
    decision = _of_work(repository, ground, trusted, targets, written)
    twice = _twice(ground, targets) if decision.kind != "deny" else []
    if not twice:
        return decision
    from guard_hooks.agents.asking import second_name

    return second_name(twice, decision)


def _twice(ground: Ground, targets: list[Target]) -> list[bytes]:
    """Files of them that have another name: what is written there stands in another file as well."""
    top, found = os.fsencode(ground.top), list[bytes]()
    for one in targets:
        if not (one.edit.delete or one.folder):
            try:
                known = os.lstat(os.path.join(top, one.path))
            except (OSError, ValueError):
                continue
            found += [one.path] if known.st_nlink > 1 and not S_ISDIR(known.st_mode) else []
    return found


def _of_work(
    repository: Proposed, ground: Ground, trusted: Trusted, targets: list[Target], written: Written | None
) -> Decision:
    """The decision on what stands in a commit; what is in none is left out."""
    decision = _of_targets(repository, ground, trusted, targets)
    if decision.kind == "allow":
        return decision
    from guard_hooks.agents.unseen import seen

    rest = seen(repository, ground, targets, written)
    if len(rest) == len(targets):
        return decision
    repository.perhaps.clear()
    return _of_targets(repository, ground, trusted, rest)


def _of_targets(repository: Proposed, ground: Ground, trusted: Trusted, targets: list[Target]) -> Decision:
    """The decision on files of the work tree."""
    if not targets:
        return ALLOW
    claims = taken(ground.git_dir)
    held = _phase(claims, trusted)
    if held is not None and (held[1].outside is not None or not held[1].does):
        from guard_hooks.agents.refusals import looks

        return looks(*held)
    change = proposed(repository, _with_forth(repository, targets))
    paths = [one.path for one in targets] + [one.path for one in change.landing.changes]
    steering = [path for path in dict.fromkeys(paths) if _steering(path)]
    if steering:
        return _steers(trusted, steering, paths)
    if not change.landing.changes:  # of what no commit has, nothing is taken away but hooks
        from guard_hooks.agents.unseen import of_hooks

        hooks = [one.path for one in of_hooks(repository, ground, targets)]
        return _steers(trusted, hooks, hooks) if hooks else ALLOW
    return _work(repository, ground, trusted, targets, (change, claims, held))


def _steering(path: bytes) -> bool:
    """It is protected, or a folder with all that is in it."""
    return protected(path) or protected(path + b"/" + SOME)


def _phase(claims: tuple[Claim, ...], trusted: Trusted) -> tuple[Plan, Phase] | None:
    """What is taken up here, where it still stands."""
    for claim in claims:
        for plan in trusted.plans:
            for phase in plan.phases:
                if (claim.plan, claim.phase) == (plan.id, phase.name):
                    return plan, phase
    return None


def _steers(trusted: Trusted, steering: list[bytes], paths: list[bytes]) -> Decision:
    """A draft of a plan is written without a phase, alone; every other protected file is its owner's."""
    from guard_hooks.agents import refusals

    others = [path for path in steering if not (path.startswith(DRAFTS) and path.endswith((b".yaml", b".md")))]
    astray = [path for path in steering if path.startswith(DRAFTS) and b"/" in path[len(DRAFTS) :]]
    if astray and not others:
        return refusals.astray(astray)
    if others:
        return refusals.owned(trusted, others)
    if not set(paths) <= set(steering):
        return refusals.mixed(steering)
    wrong = [(path, words) for path in steering for _, words in faults(path)]
    return refusals.misnamed(wrong) if wrong else Decision("allow", context=DRAFT)


def _work(
    repository: Proposed,
    ground: Ground,
    trusted: Trusted,
    targets: list[Target],
    told: tuple[Change, tuple[Claim, ...], tuple[Plan, Phase] | None],
) -> Decision:
    """The facts and the checks of a commit; only whether a phase is taken up is asked here beside them."""
    change, claims, held = told
    case = case_of(repository, Trigger("staged", cache=allowed()), trusted, change, claims=claims, measured=False)
    refusal = None
    if not all([case.free(case.landing, path) for path in case.landing.operations]):
        refusal = _unheld(case, trusted, ground, claims, held)
    if refusal is not None and refusal.kind == "deny":
        return refusal
    findings = list(examine(case))
    if any([found.blocks == "commit" for found in findings]):
        from guard_hooks.agents.refusals import broken

        return broken(case, findings)
    return refusal or _asked(repository, trusted, case, targets) or (_later(findings) if findings else ALLOW)


def _unheld(
    case: Case, trusted: Trusted, ground: Ground, claims: tuple[Claim, ...], held: tuple[Plan, Phase] | None
) -> Decision | None:
    """Why work that is not routine cannot be done now; None where it is held to a phase that is open."""
    from guard_hooks.agents.openness import closed, shut

    if held is None:
        from guard_hooks.agents import refusals

        return (
            refusals.gone(claims[0], trusted)
            if claims
            else refusals.nothing_taken(case, trusted, shut(ground, trusted))
        )
    return closed(ground, trusted, f"{held[0].id}/{held[1].name}")


def _asked(repository: Proposed, trusted: Trusted, case: Case, targets: list[Target]) -> Decision | None:
    """What a person is asked first: of effects that were read, and of contents that nobody told."""
    unsaid = [
        one
        for one in targets
        if one.edit.content is None and not one.edit.delete and not (one.edit.same and not one.folder)
    ]
    if not case.landing.effects and not unsaid:
        return None
    from guard_hooks.agents.asking import asked

    return asked(trusted, case, unsaid, repository.perhaps)


def _later(findings: list[Finding]) -> Decision:
    from guard_hooks.agents.refusals import later

    told = later(findings)
    return Decision("allow", rule=findings[0].rule if told else "", context=told)
