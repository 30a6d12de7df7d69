"""What a person is asked before an agent does it: what cannot be had back, rights, what several teams own."""

from __future__ import annotations

from guard.escape import shown
from guard_hooks.agents.questions import WHOEVER, question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.operation import Operation
    from guard.trust import Trusted
    from guard_hooks.agents.call import Decision
    from guard_hooks.agents.paths import Target

BY_NAME = "name the files that are written, each by its path"
EVERY_DAY = ("file.", "dep.add", "dep.upgrade", "dep.remove")


def asked(trusted: Trusted, case: Case, unsaid: list[Target], perhaps: list[bytes]) -> Decision | None:
    """The question, where there is one; of `unsaid` nobody tells the content, of `perhaps` not even whether it is."""
    again = list(_stops(case, trusted))
    if again:
        why = "a person looks again before what cannot be had back, widens rights, or is of several teams"
        return question("G403", again, why, alone=f"end your turn, and show this to {_whom(case)}")
    unread = _unread(trusted, case, unsaid) if unsaid else []
    plan = case.binding.plan
    near = [one.path for one in unsaid if one.folder and plan is not None and plan.never.reaches(one.path)]
    if near:
        what = [f"{shown(path)}/ holds what the plan never touches, and nobody tells what is written" for path in near]
        return question("G103", what, "scope.never of the plan lies in it", BY_NAME)
    if perhaps:
        what = [f"{shown(path)} is protected, and nobody tells whether it is written" for path in perhaps]
        return question("G107", what, "what steers is its owner's to change", f"{BY_NAME}, and leave these out")
    if unread:
        what = [f"{shown(path)}: what it will hold is not told" for path in unread]
        why = "what the change does is read from its content, and of these files it would be"
        alone = f"where a program has to write it: end your turn, and ask {WHOEVER} to have it run"
        return question("", what, why, "edit it with your tool that says the whole text", alone)
    return None


def second_name(paths: list[bytes], before: Decision) -> Decision:
    """Of a file that has another name; `before` is what is said of it by this one."""
    what = [f"{shown(path)} has a second name, and what is written there stands in both" for path in paths]
    why = "the other name may be of a file that is protected, or of no phase; nobody tells which it is"
    found = question("G101", what, why, "put the whole text into a new file, and mv it into this place")
    if before.kind == "allow":
        return found
    alone = f"{before.alone or before.words}\n\n{found.alone}"
    return found._replace(words=f"{before.words}\n\n{found.words}", rule=before.rule or found.rule, alone=alone)


def _whom(case: Case) -> str:
    return case.binding.plan.owner if case.binding.plan is not None else WHOEVER


def _stops(case: Case, trusted: Trusted) -> Iterator[str]:
    """Operations of the proposed content before which a plan stops; what is routine stops nowhere."""
    for path in case.landing.effects:
        if not case.free(case.landing, path):
            for one in case.landing.operations[path]:
                why = _why(one, trusted) if one.counts and not one.id.startswith(EVERY_DAY) else ""
                if why:
                    yield f"{shown(path)}: {one.words()}, which {why}"


def _why(one: Operation, trusted: Trusted) -> str:
    from guard.model.vocabulary import NO_WAY_BACK, RIGHTS, TRAITS
    from guard.model.world import owners

    traits = TRAITS.get(one.id, "")
    if NO_WAY_BACK in traits:
        return "cannot be taken back"
    if RIGHTS in traits:
        return "may widen who can do what"
    teams = owners(trusted.policy, one.object) if one.object else ()
    return f"several teams own ({', '.join(teams)})" if len(teams) > 1 else ""


def _unread(trusted: Trusted, case: Case, unsaid: list[Target]) -> list[bytes]:
    """Those of them that some detector would read."""
    from guard.effects.picking import context_of, picked

    read = [file.path for file, found in picked(case.landing, context_of(trusted)) if any([one.reads for one in found])]
    held = [path for path in read if not case.free(case.landing, path)]
    return [path for path in held if any([path == of.path or (of.folder and _below(path, of.path)) for of in unsaid])]


def _below(path: bytes, folder: bytes) -> bool:
    return path.startswith(folder + b"/") if folder else True
