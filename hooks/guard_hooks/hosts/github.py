"""GitHub: what an event of Actions asks, from its payload and the runner's variables alone.

The trusted branch is the default branch, or the one that the job names; never `base_ref`, `head_ref` or anything else
that whoever opens a pull request chooses. So it is judged as a landing on the trusted branch whatever branch it asks to
be merged into, and a check that turned green says the same after it asks for another.

A run that is run again has the event it had before, and reads the branch and the log as they are then: what changed
since counts. A run that was cancelled, or that `[skip ci]` kept from starting, leaves a required check without an
answer, which the host takes for no; nothing stands in for it here. One event brings nothing that could be judged:
its job ends with 5, for a green check stays with the commit that it is shown at.
"""

from __future__ import annotations

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
    ref,
    said,
    text,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Job -> "module:function", resolved when asked for; each takes a guard_hooks.hosts.task.Task, returns an exit code.
JOBS: dict[str, str] = {}
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
