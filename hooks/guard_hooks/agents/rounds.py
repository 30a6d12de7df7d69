"""What goes round a hook or a protection, in an agent's command: why it is not run, and what to do instead."""

from __future__ import annotations

from guard.escape import shown
from guard_hooks.agents.call import Decision
from guard_hooks.agents.telling import Step, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell import Written

YOURS = "end your turn and say what you wanted to do"
JUDGED = "commits and pushes are judged here as they are made; CI judges them again, whatever was done here"
PLAINLY = f"commit plainly, and mend what is found; where that is wrong, {YOURS}"
LOST = "commits that others have pushed there would be gone, and nobody would be told"
PULL = f"git pull --rebase, then git push as it is; where the branch has to be written anew, {YOURS}"
NEVER = "what is deleted so was in no commit: nobody could bring it back, and not all of it is yours"
BY_NAME = "see what it is with git clean -ndx; then rm by its name what you made yourself"
STEERS = "what stands there steers git and guard, and no commit shows it"
ELSEWHERE = f"name a file of the work tree that your phase covers: guard next; where that is not enough, {YOURS}"
# By what the reading of the command says; of all else, as of what leaves out a hook.
WORDS = {
    "it overwrites what others may have on a branch": (LOST, PULL),
    "it deletes every file here that git does not know": (NEVER, BY_NAME),
    "it writes inside of git's own folder": (STEERS, ELSEWHERE),
    "it works inside of git's own folder": (STEERS, ELSEWHERE),
    "it changes by hand which phase is taken up": (STEERS, "what may be taken up, and how: guard next"),
}


def goes_round(written: Written) -> Decision:
    """The refusal; why is told of the first that is found, what to do of each."""
    told = [WORDS.get(one, (JUDGED, PLAINLY)) for one in written.git]
    steps = [Step("you", step) for step in dict.fromkeys([step for _, step in told])]
    what = [shown(one) for one in written.git]
    return Decision("deny", message("STOP, this would not be judged", "", what, told[0][0], steps))
