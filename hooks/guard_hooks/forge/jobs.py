"""The two jobs that speak to a forge's API: judging open pull requests again, and the comment below one."""

from __future__ import annotations

import os

from guard.doors.forge import Denied
from guard.errors import GuardError
from guard.report import columns, laid, refusal, write
from guard_hooks.hosts.telling import note, softened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.verdict import Verdict
    from guard_hooks.forge import Desk, Pull
    from guard_hooks.forge.rejudge import Told
    from guard_hooks.hosts.judging import Looked
    from guard_hooks.hosts.task import Task

WORKFLOW = "guard.yml"  # the workflow whose runs are the check, by the name of its file
JOB = "guard"  # the job that is the check
STOP = 5


def rejudge(task: Task) -> int:
    """Every open pull request judged anew; 5 where the check of one that changed could not be run again."""
    try:
        return _rejudged(task, desk_of(task))
    except GuardError as error:
        return refusal(error, "merge")


def _rejudged(task: Task, desk: Desk) -> int:
    from guard_hooks.forge.rejudge import Rejudging
    from guard_hooks.hosts.judging import looking

    pulls = _pulls(desk)
    if not pulls:
        note(f"no open {desk.many}")
        return 0
    again = stopped = 0
    with looking(task, tuple(dict.fromkeys([pull.head for pull in pulls]))) as looked:
        log = looked.brought.log[:12].decode() or "none"
        open_ones = f"{len(pulls):,} open {desk.many}" if len(pulls) > 1 else f"1 open {desk.many[:-1]}"
        note(f"{open_ones}, judged on {task.asked.branch} with the log at {log}")
        heads = _Heads(task, looked)
        for told in Rejudging(desk, heads.judged, heads.passes, task.event == "schedule").round(pulls):
            _tell(desk, told)
            again += told.again
            stopped += bool(told.rule)
    note(f"{again:,} {'check runs' if again == 1 else 'checks run'} again")
    if stopped:
        note(f"STOP, {stopped:,} of the {desk.many} could not be brought up to date: what to do stands with each")
    return STOP if stopped else 0


def _pulls(desk: Desk) -> list[Pull]:
    try:
        return desk.pulls()
    except Denied as denied:
        mend = "give the job permissions: {actions: write, pull-requests: read} (GitLab: GUARD_TOKEN with scope api)"
        what = f"the forge does not show its {desk.many} to this token: {denied}"
        raise GuardError("G611", what, "its API", mend) from None


def comment(task: Task) -> int:
    """The verdict on a pull request, as the one comment of guard below it; the job passes whatever it is."""
    from guard_hooks.hosts.judging import verdict

    below(task, verdict(task))
    return 0


def below(task: Task, verdict: Verdict) -> None:
    """Write it there. It decides nothing: what keeps it from being written is told, and stops nobody."""
    from guard.formats import render
    from guard_hooks.forge.comment import put

    if not task.asked.number or task.asked.what != "judge":
        note("no comment: this event is of no open pull request")
        return
    try:
        told = softened(verdict, task.options)
        done = put(desk_of(task), task.asked.number, render(told, "markdown"))
    except Denied as denied:
        note(f"no comment: {denied}. A token that may only read is what pull requests from forks have; for others the")
        note("job takes permissions: {pull-requests: write}. The summary of the check says the same as the comment.")
    except GuardError as error:
        note(f"no comment: {error.what} [{error.rule}]; next: {error.mend}")
    else:
        note(f"the comment below the pull request is {done}")


def desk_of(task: Task) -> Desk:
    """The forge of this job, with the token that it was given."""
    if task.host == "gitlab":
        from guard_hooks.forge.gitlab import GitLab

        project = os.environ.get("CI_MERGE_REQUEST_PROJECT_ID") or os.environ.get("CI_PROJECT_ID", "")
        return GitLab(os.environ.get("CI_API_V4_URL", ""), project, _token(task), task.options.workflow or JOB)
    from guard_hooks.forge.github import GitHub

    url = os.environ.get("GITHUB_API_URL") or "https://api.github.com"
    return GitHub(url, task.repository, _token(task), task.options.workflow or WORKFLOW)


class _Heads:
    """Verdicts of heads in one repository that was fetched for all of them."""

    def __init__(self, task: Task, looked: Looked) -> None:
        self._task = task
        self._looked = looked

    def judged(self, head: str) -> Verdict | None:
        """None for a commit that the forge has no more."""
        from guard_hooks.hosts.judging import verdict_of

        if head.encode() in self._looked.brought.gone:
            return None
        asked = self._task.asked._replace(what="judge", head=head, base="")
        return verdict_of(self._looked.repository, asked, self._task.options)

    def passes(self, verdict: Verdict) -> bool:
        """What the check would end with."""
        return softened(verdict, self._task.options).exit_code == 0


def _token(task: Task) -> str:
    if not task.token or not (task.token.isascii() and task.token.isprintable()) or " " in task.token:
        what = "the token of this job is none" if task.token else "this job has no token of its forge"
        where = "GUARD_TOKEN" if task.host == "gitlab" else "GITHUB_TOKEN"
        mend = "hand it over: github-token: ${{ github.token }} (GitLab: a masked variable GUARD_TOKEN, scope api)"
        raise GuardError("G611", what, where, mend)
    return task.token


def _tell(desk: Desk, told: Told) -> None:
    """One pull request, as soon as it is known what comes of it."""
    rule = f"  [{told.rule}]" if told.rule else ""
    write(laid(f"  {desk.mark}{told.number}  {told.words}{rule}\n", columns()))
    if told.mend:
        write(laid(f"        next: {told.mend}\n", columns()))
