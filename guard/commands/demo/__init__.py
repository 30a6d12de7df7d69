"""`guard demo`: throwaway repositories, an agent's change sets and its plans, and guard judging them.

Nothing is acted: the repositories are real, the hook is installed as `guard install` does it, and every refusal is
what `git commit` or `guard check` printed.
"""

from __future__ import annotations

import os
import shutil
import tempfile

from guard.commands.demo import approvals, changes, incidents, records, runs
from guard.commands.demo.stage import Stage
from guard.doors.git.run import find_git
from guard.errors import GuardError, UsageError
from guard.report import write
from guard.words import teach

HELP = """\
usage: guard demo [--keep]

Five change sets of an agent in a throwaway repository, judged by the installed hook, and its plan.
Then three incidents of real migrations on a small shop in Go and SQL, judged as CI would before a merge;
an approval that an agent cannot give itself; the gate, which is shut and then opens; and the record of
a landing, judged once more.
--keep leaves the repositories in place, to try more in them.

exit codes: 0 it ended as it should, 2 usage, 5 it did not, or it could not be written
"""


def main(words: list[str]) -> int:
    """Play the scenes; exit 0 only if each ended as it should."""
    if words and words[0] in ("-h", "--help"):
        teach(HELP)
        return 0
    if words not in ([], ["--keep"]):
        raise UsageError("guard demo takes --keep or nothing (guard demo --help)")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]  # GIT_DIR and its like would lead the demo into the repository of whoever runs it
    folder = tempfile.mkdtemp(prefix="guard-demo-")
    try:
        return _play(folder)
    finally:
        if words:
            write(f"\nThe repositories are kept in {folder}\n")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _play(folder: str) -> int:
    git = find_git(None)
    wrong = [*changes.play(Stage(os.path.join(folder, "names"), git))]
    shop = Stage(os.path.join(folder, "shop"), git)
    wrong += incidents.play(shop)
    signing = approvals.possible()
    if signing:
        log = Stage(os.path.join(folder, "log"), git)
        wrong += [*approvals.play(log), *runs.play(log, approvals.NODE)]
        wrong += records.play(log, approvals.NODE, approvals.private(log, "ci"))
    else:
        wrong += records.play(shop, "order-uids/expand")
    if wrong:
        raise GuardError(
            "G817",
            f"the demo did not end as it should: {', '.join(wrong)}",
            folder,
            "report it: this is a bug of guard",
        )
    write(
        f"\nOne change set went in, {len(changes.SCENES) - 1} were stopped, each before it was a commit, "
        "and a plan in the wrong order was refused.\n"
        f"Of {len(incidents.INCIDENTS)} incidents none reached main, and each was told with what was missing.\n"
        + ("What the agent signed for dana counted for nothing; what dana signed did.\n" if signing else "")
        + "Next: guard check --last 50 in a repository of yours: what guard would have said of its last landings;\n"
        "it changes nothing and needs no policy.\n"
    )
    return 0
