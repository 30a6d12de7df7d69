"""GitLab: what a pipeline asks, from its predefined variables alone.

A pipeline of a merge request that comes from a fork runs in the fork, unless a member of the project starts it: there
the default branch is that of the fork, so that the job has to name the branch it guards. What is fetched comes from the
project the merge request is for. Variables can be set by the file of the pipeline: that file has to be the project's
own (a pipeline execution policy, or protected by its owners), as on every host.

An entry of a merge train is judged as one of a merge queue, on top of those before it. A job that is retried reads the
branch and the log as they are then.
"""

from __future__ import annotations

from guard.doors.git.fresh import Far
from guard.errors import GuardError
from guard.escape import shown
from guard_hooks.hosts import Asked
from guard_hooks.hosts.payload import HEADS, TAGS, a_branch, a_ref, an_id, needed, unread
from guard_hooks.hosts.running import basic, run
from guard_hooks.hosts.task import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard_hooks.hosts.task import Options

DESCRIPTION = (
    "A job of GitLab CI: what the pipeline asks is judged in a fresh repository, fetched from GitLab, and told in its\n"
    "log and in the reports that are asked for. No file of a checkout is read or run.\n\n"
    "check judges a merge request, an entry of a merge train or a push as a landing on the guarded branch; it needs\n"
    "no secret. record judges what has landed and writes records; sign signs them with the key of a machine.\n"
    "rejudge judges open merge requests again, and retries the checks of those that would end otherwise; comment\n"
    "writes the verdict as one note that is edited in place. Both take GUARD_TOKEN, a project token of scope api.\n"
)
EXAMPLES = (
    "examples:\n"
    "  guard hook gitlab --format gitlab=gl-code-quality-report.json --format junit=guard.xml\n"
    "  guard hook gitlab --format markdown=guard.md                 text for a note on the merge request\n"
    "  guard hook gitlab --job record --records records             in a pipeline of the guarded branch\n"
)
LOG, WAKE = "guard-log", "guard-wake"
PATH = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+"
BY_HAND = ("web", "api", "trigger", "pipeline", "parent_pipeline", "chat", "webide", "ondemand_dast_scan")


def asked(env: Mapping[str, str], branch: str = "") -> Asked:
    """What a pipeline asks; `branch` is the one that the job says is trusted."""
    source = needed(env, "CI_PIPELINE_SOURCE")
    merging = bool(env.get("CI_MERGE_REQUEST_IID"))
    if not branch:
        branch = _default(env, merging)
    a_branch(branch, "the trusted branch")
    if merging:
        return _merge_request(env, branch)
    if source == "external_pull_request_event":
        head = _id(env, "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA")
        return Asked("judge", branch, head, number=_number(env, "CI_EXTERNAL_PULL_REQUEST_IID"))
    if source == "schedule":
        return Asked("rejudge", branch, who=_who(env))
    if source == "push" or source in BY_HAND:
        return _push(env, branch, source)
    return Asked("nothing", branch, why=f"a pipeline of kind {source} brings no change set")


def _default(env: Mapping[str, str], merging: bool) -> str:
    if merging and needed(env, "CI_MERGE_REQUEST_PROJECT_PATH") != needed(env, "CI_PROJECT_PATH"):
        mend = "name the branch that the project guards, in the job: --branch main"
        what = "the event of this job cannot be read: it runs in a fork, whose default branch is its own"
        raise GuardError("G601", what, "CI_DEFAULT_BRANCH", mend)
    return needed(env, "CI_DEFAULT_BRANCH")


def _merge_request(env: Mapping[str, str], branch: str) -> Asked:
    count, target = _number(env, "CI_MERGE_REQUEST_IID"), env.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "")
    fork = env.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID") != needed(env, "CI_MERGE_REQUEST_PROJECT_ID")
    said = Asked("judge", branch, number=count, fork=fork, who=_who(env), target=target[:200])
    own = _id(env, "CI_COMMIT_SHA")
    if env.get("CI_MERGE_REQUEST_EVENT_TYPE") == "merge_train":
        base = _id(env, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA") if target == branch else ""
        return said._replace(head=own, base=base, refs=(f"refs/merge-requests/{count}/train",))
    # Where the pipeline is of a merge that GitLab made to try, the commit of the request itself stands beside it.
    own = _id(env, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") if env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") else own
    return said._replace(head=own, refs=(f"refs/merge-requests/{count}/head",))


def _push(env: Mapping[str, str], branch: str, source: str) -> Asked:
    head, who = _id(env, "CI_COMMIT_SHA"), _who(env)
    if env.get("CI_COMMIT_TAG"):
        return Asked("judge", branch, head, refs=(a_ref(f"{TAGS}{env['CI_COMMIT_TAG']}", "CI_COMMIT_TAG"),), who=who)
    name = a_branch(needed(env, "CI_COMMIT_BRANCH"), "CI_COMMIT_BRANCH")
    if name in (LOG, WAKE) or (name == branch and source != "push"):
        return Asked("rejudge", branch, who=who)
    if name != branch:
        return Asked("judge", branch, head, refs=(f"{HEADS}{name}",), who=who)
    before = needed(env, "CI_COMMIT_BEFORE_SHA")
    return Asked(
        "record",
        branch,
        head,
        before=an_id(before, "CI_COMMIT_BEFORE_SHA") if before.strip("0") else "",
        refs=(f"{HEADS}{name}",),
        who=who,
    )


def _id(env: Mapping[str, str], name: str) -> str:
    return an_id(needed(env, name), name)


def _number(env: Mapping[str, str], name: str) -> int:
    said = needed(env, name)
    if not (said.isascii() and said.isdecimal() and len(said) < 12 and int(said)):
        raise unread("this is no number", f"{name}: {shown(said[:80])}")
    return int(said)


def _who(env: Mapping[str, str]) -> str:
    return env.get("GITLAB_USER_LOGIN", "")[:200]


def main(words: list[str]) -> int:
    """`guard hook gitlab`."""
    return run("gitlab", words, (DESCRIPTION, EXAMPLES), task)


def task(env: Mapping[str, str], options: Options) -> Task:
    """The job, from the variables of its pipeline."""
    path = project(env)
    token = env.get("CI_JOB_TOKEN", "")
    return Task(
        host="gitlab",
        event=needed(env, "CI_PIPELINE_SOURCE"),
        asked=asked(env, options.branch),
        far=Far(f"{needed(env, 'CI_SERVER_URL').rstrip('/')}/{path}.git", basic("gitlab-ci-token", token)),
        options=options,
        temp=env.get("RUNNER_TEMP", ""),
        repository=path,
        token=env.get("GUARD_TOKEN", ""),
        key=env.get("GUARD_KEY", ""),
    )


def project(env: Mapping[str, str]) -> str:
    """The project whose branch is guarded, in all of its groups; of letters that lead nowhere else."""
    name = "CI_MERGE_REQUEST_PROJECT_PATH" if env.get("CI_MERGE_REQUEST_IID") else "CI_PROJECT_PATH"
    path = needed(env, name)
    parts = path.split("/")
    if len(parts) < 2 or any([not one or set(one) - set(PATH) or not one.strip(".") for one in parts]):
        raise unread("this is no path of a project", f"{name}: {shown(path[:200])}")
    return path
