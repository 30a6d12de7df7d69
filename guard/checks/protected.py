"""Files that steer guard, CI, hooks and agents: they change alone (G106), and with their owner's word (G107)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.change import SUBMODULE
from guard.model.finding import Next, finding
from guard.model.policy import protected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Judged

WHY = "guard, CI, hook and harness settings, CODEOWNERS, .gitattributes and .gitmodules steer what is checked and what runs"


def check(case: Case) -> Iterator[Finding]:
    """A change of theirs hidden among others is a violation; alone it waits for its owner."""
    seen: set[bytes] = set()
    for judged in case.judged():
        mixed = not _alone(judged)
        for change in judged.changes.changes:
            if not protected(change.path) or change.path in seen:
                continue
            seen.add(change.path)
            what = f"{shown(change.path)} is changed" + (" together with other files" if mixed else "")
            if mixed:
                mend = (Next("you", "commit the protected files apart, as a landing of their own"),)
                yield finding("G106", what, WHY, mend, change.path, commit=judged.changes.commit)
            yield finding("G107", f"{shown(change.path)} is changed", WHY, _owners(case, change.path), change.path, commit=judged.changes.commit)


def _alone(judged: Judged) -> bool:
    """Submodules may come with .gitmodules, because neither is of use without the other."""
    paths = {change.path for change in judged.changes.changes if change.new_mode != SUBMODULE and change.old_mode != SUBMODULE}
    with_modules = b".gitmodules" in paths
    rest = (change.path for change in judged.changes.changes if not (with_modules and change.path not in paths))
    return all(protected(path) for path in rest)


def _owners(case: Case, path: bytes) -> tuple[Next, ...]:
    people = case.policy.people_for(path)
    teams = ", ".join(case.policy.teams_of(path)) or "the people who own this repository"
    you = Next("you", f"end your turn and ask {', '.join(people) or teams}; you cannot do this part")
    return (you, *(Next(name, "reads the change and merges it as its owner") for name in people))
