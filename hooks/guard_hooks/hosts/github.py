"""GitHub: what an event of Actions asks, from its payload and the runner's variables alone.

The trusted branch is the default branch, or the one that the job names; never `base_ref`, `head_ref` or anything else
that whoever opens a pull request chooses. So it is judged as a landing on the trusted branch whatever branch it asks to
be merged into, and a check that turned green says the same after it asks for another. By `pull_request_target` it is
judged alike: of a head objects are read, and nothing of it is run; and there its author cannot edit the workflow.

A run that is run again has the event it had before, and reads the branch and the log as they are then: what changed
since counts. A run that was cancelled, or that `[skip ci]` kept from starting, leaves a required check without an
answer, which the host takes for no; nothing stands in for it here. One event brings nothing that could be judged:
its job ends with 5, for a green check stays with the commit that it is shown at.
"""

from __future__ import annotations

from guard.doors.git.fresh import Far
from guard.escape import shown
from guard_hooks.hosts import Asked
from guard_hooks.hosts.payload import (
    HEADS,
    TAGS,
    a_branch,
    an_id,
    commit,
    needed,
    number,
    part,
    perhaps,
    read,
    ref,
    said,
    text,
    unread,
)
from guard_hooks.hosts.running import basic, run
from guard_hooks.hosts.task import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard_hooks.hosts.task import Options

DESCRIPTION = (
    "A job of GitHub Actions: what the event asks is judged in a fresh repository, fetched from GitHub, and told as\n"
    "annotations, a summary and outputs of the step. No file of a checkout is read or run. The action in this\n"
    "repository calls it; options may also come as its inputs, INPUT_BRANCH and so on.\n\n"
    "check judges a pull request, an entry of a merge queue or a push as a landing on the guarded branch; it needs\n"
    "no secret. record judges what has landed and writes records; sign signs them with the key of a machine.\n"
    "rejudge judges open pull requests again, and has the checks of those run again that would end otherwise; comment\n"
    "writes the verdict below a pull request, in one comment that is edited in place.\n"
)
EXAMPLES = (
    "examples:\n"
    "  guard hook github                                           in a job on pull_request and merge_group\n"
    "  guard hook github --job record --records records            on push to main; takes no key\n"
    "  guard hook github --job sign --records records --machine ci with the key in GUARD_KEY\n"
    "  guard hook github --job rejudge                             on push to guard-wake, and by schedule\n"
)
NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
PULLS = ("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")
LOG, WAKE = "guard-log", "guard-wake"


def asked(event: str, payload: object, env: Mapping[str, str], branch: str = "") -> Asked:
    """What an event asks; `branch` is the one that the job says is trusted."""
    if not branch:
        branch = text(payload, "repository.default_branch")
    a_branch(branch, "the trusted branch")
    if event in PULLS:
        return _pull(payload, branch)
    if event == "merge_group":
        return _queued(payload, branch)
    if event == "push":
        return _push(payload, branch)
    if event == "workflow_dispatch":
        return _by_hand(payload, env, branch)
    if event == "workflow_run":
        return _after(payload, branch)
    if event in ("schedule", "repository_dispatch"):
        return Asked("rejudge", branch, who=said(payload, "sender.login"))
    return Asked("nothing", branch, why=f"an event of kind {event} brings no change set")


def _pull(payload: object, branch: str) -> Asked:
    """Any action on it: a run that was started leaves a check behind, and so has to judge."""
    count, head = number(payload, "pull_request.number"), commit(payload, "pull_request.head.sha")
    if text(payload, "action") == "closed":
        return Asked(
            "nothing", branch, head, number=count, why="this pull request is closed: it lands nothing any more"
        )
    return Asked(
        "judge",
        branch,
        head,
        refs=(f"refs/pull/{count}/head",),
        number=count,
        fork=_elsewhere(payload, "pull_request.head.repo.full_name"),
        who=said(payload, "pull_request.user.login"),
        target=said(payload, "pull_request.base.ref"),
    )


def _elsewhere(payload: object, name: str) -> bool:
    """Another repository than this one, or one that is gone."""
    return said(payload, name) != text(payload, "repository.full_name")


def _queued(payload: object, branch: str) -> Asked:
    """An entry of a merge queue, on top of those before it. A queue of another branch says nothing of this one."""
    if text(payload, "action") != "checks_requested":
        return Asked("nothing", branch, why="this entry of the queue was taken out of it")
    head, name = commit(payload, "merge_group.head_sha"), ref(payload, "merge_group.head_ref")
    target = ref(payload, "merge_group.base_ref").removeprefix(HEADS)
    base = commit(payload, "merge_group.base_sha") if target == branch else ""
    return Asked("judge", branch, head, base, refs=(name,), number=_of_queue(name), target=target)


def _of_queue(name: str) -> int:
    """The number of the pull request, as GitHub writes it into `gh-readonly-queue/main/pr-104-<id>`; 0 for none."""
    words = name.rpartition("/")[2].split("-")
    return int(words[1]) if len(words) == 3 and words[0] == "pr" and words[1].isdecimal() and len(words[1]) < 12 else 0


def _push(payload: object, branch: str) -> Asked:
    name, after = ref(payload, "ref"), perhaps(payload, "after")
    who = said(payload, "sender.login")
    if not after:
        return Asked("nothing", branch, who=who, why=f"{name} was deleted")
    if name in (f"{HEADS}{LOG}", f"{HEADS}{WAKE}"):
        return Asked("rejudge", branch, who=who)
    if name == f"{HEADS}{branch}":
        return Asked("record", branch, after, before=perhaps(payload, "before"), refs=(name,), who=who)
    if name.startswith(TAGS):  # of a tag with words of its own `after` is the tag, and no commit
        after = commit(payload, "head_commit.id")
    return Asked("judge", branch, after, refs=(name,), who=who)


def _by_hand(payload: object, env: Mapping[str, str], branch: str) -> Asked:
    """A person started it on some branch: on the trusted one for all that waits, else for that branch."""
    name, who = ref(payload, "ref"), said(payload, "sender.login")
    if name in (f"{HEADS}{branch}", f"{HEADS}{LOG}", f"{HEADS}{WAKE}"):
        return Asked("rejudge", branch, who=who)
    head = an_id(needed(env, "GITHUB_SHA"), "GITHUB_SHA")
    return Asked("judge", branch, head, refs=(name,), who=who)


def _after(payload: object, branch: str) -> Asked:
    """After another workflow: what that one ran for, where that was a pull request. Nothing it left behind is read."""
    if said(payload, "workflow_run.event") not in PULLS:
        return Asked("nothing", branch, why="the workflow before this one did not run for a pull request")
    pulls = part(payload, "workflow_run.pull_requests")
    first = pulls[0] if isinstance(pulls, list) and pulls else None  # there is none where it comes from a fork
    count = number(first, "number") if first is not None else 0
    return Asked(
        "judge",
        branch,
        commit(payload, "workflow_run.head_sha"),
        refs=(f"refs/pull/{count}/head",) if count else (),
        number=count,
        fork=_elsewhere(payload, "workflow_run.head_repository.full_name"),
        who=said(payload, "workflow_run.actor.login"),
    )


def main(words: list[str]) -> int:
    """`guard hook github`."""
    return run("github", words, (DESCRIPTION, EXAMPLES), task)


def task(env: Mapping[str, str], options: Options) -> Task:
    """The job, from the runner's variables and the file of the event."""
    event = needed(env, "GITHUB_EVENT_NAME")
    name = repository(env)
    token = env.get("GITHUB_TOKEN", "") or env.get("GH_TOKEN", "")
    payload = read(env.get("GITHUB_EVENT_PATH", ""))
    return Task(
        host="github",
        event=event,
        asked=asked(event, payload, env, options.branch),
        far=Far(f"{needed(env, 'GITHUB_SERVER_URL').rstrip('/')}/{name}", basic("x-access-token", token)),
        options=options,
        temp=env.get("RUNNER_TEMP", ""),
        repository=name,
        token=token,
        key=env.get("GUARD_KEY", ""),
    )


def repository(env: Mapping[str, str]) -> str:
    """`owner/name`, of letters that lead nowhere else."""
    name = needed(env, "GITHUB_REPOSITORY")
    parts = name.split("/")
    if len(parts) != 2 or any([not one or set(one) - set(NAME) or not one.strip(".") for one in parts]):
        raise unread("this is no name of a repository", f"GITHUB_REPOSITORY: {shown(name[:200])}")
    return name
