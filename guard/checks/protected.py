"""Files that steer guard, CI, hooks and agents: they change alone (G106), and with their owner's word (G107)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.change import SUBMODULE
from guard.model.finding import Next, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case
    from guard.model.finding import Finding
    from guard.model.operation import Judged

WHY = (
    "guard, CI, hook and harness settings, CODEOWNERS, .gitattributes and .gitmodules "
    "steer what is checked and what runs"
)

APART = (Next("you", "commit the protected files apart, on a branch of their own"),)


def check(case: Case) -> Iterator[Finding]:
    """A change of theirs hidden among others is a violation; alone it waits for its owner."""
    for judged in case.judged():
        mixed = bool(judged.protected) and not _alone(judged)
        for path in sorted(judged.protected):
            if mixed:
                yield finding(
                    "G106",
                    f"{shown(path)} is changed together with other files",
                    WHY,
                    APART,
                    path,
                    commit=judged.changes.commit,
                )
            yield finding(
                "G107", f"{shown(path)} is changed", WHY, _owners(case, path), path, commit=judged.changes.commit
            )


def _alone(judged: Judged) -> bool:
    """Submodules may come with .gitmodules, because neither is of use without the other."""
    others = {change.path: change for change in judged.changes.changes if change.path not in judged.protected}
    if judged.protected == {b".gitmodules"}:
        return all(SUBMODULE in (change.old_mode, change.new_mode) for change in others.values())
    return not others


def _owners(case: Case, path: bytes) -> tuple[Next, ...]:
    people = case.policy.people_for(path)
    teams = ", ".join(case.policy.teams_of(path)) or "the people who own this repository"
    you = Next("you", f"end your turn and ask {', '.join(people) or teams}; you cannot do this part")
    return (you, *(Next(name, "reads the change and merges it as its owner") for name in people))
