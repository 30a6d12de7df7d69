"""What each recorded event asks; and that an event which leaves anything out is refused, and none ever crashes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.errors import GuardError
from guard_hooks.hosts import Asked, github, gitlab, payload
from tests.conftest import examples
from tests.hooks.hosts.played import EVENTS

MAIN = "8d1f6a0c2b4e4d6f90a1b2c3d4e5f60718293a4b"
HEAD = "3f2a9c1d7e5b48a6b0c1d2e3f405162738495a6b"
NEXT = "c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"
SIDE = "77aa88bb99cc00dd11ee22ff3344556677889900"
MERGE = "e0d1c2b3a49586776859404132231405f6e7d8c9"
QUEUE = ("a1" * 20, "b2" * 20, "c3" * 20)
BOT = {"who": "claude-bot", "target": "main"}
SEVEN: dict[str, Any] = {"refs": ("refs/pull/7/head",), "number": 7}
EIGHT: dict[str, Any] = {"refs": ("refs/pull/8/head",), "number": 8, "fork": True, "who": "mallory", "target": "main"}


def judge(head: str, **said: Any) -> Asked:
    return Asked("judge", "main", head, **said)


def queued(number: int, base: str, head: str) -> Asked:
    of = base or SIDE
    branch = "main" if base else "release/1.x"
    name = f"refs/heads/gh-readonly-queue/{branch}/pr-{number}-{of}"
    return judge(head, base=base, refs=(name,), number=number, target=branch)


def nothing(why: str, **said: Any) -> Asked:
    return Asked("nothing", "main", why=why, **said)


CLOSED = "this pull request is closed: it lands nothing any more"
GITHUB: dict[str, Asked] = {
    "pull_request.opened": judge(HEAD, **SEVEN, **BOT),
    "pull_request.opened.fork": judge(HEAD, **EIGHT),
    "pull_request.opened.fork-gone": judge(HEAD, **EIGHT),
    "pull_request.opened.hostile-names": judge(
        HEAD, refs=("refs/pull/9/head",), number=9, who="mallory", target="main"
    ),
    "pull_request.opened.side-branch": judge(
        HEAD, refs=("refs/pull/10/head",), number=10, who="mallory", target="tmp/anything-goes"
    ),
    "pull_request.edited.retarget": judge(HEAD, refs=("refs/pull/10/head",), number=10, who="mallory", target="main"),
    "pull_request.edited.title": judge(HEAD, **SEVEN, **BOT),
    "pull_request.synchronize": judge(NEXT, **SEVEN, **BOT),
    "pull_request.synchronize.force-push": judge(SIDE, **SEVEN, **BOT),
    "pull_request.reopened": judge(HEAD, **SEVEN, **BOT),
    "pull_request.ready_for_review": judge(HEAD, **SEVEN, **BOT),
    "pull_request.labeled": judge(HEAD, **SEVEN, **BOT),
    "pull_request.closed.merged": nothing(CLOSED, head=HEAD, number=7),
    "pull_request.closed": nothing(CLOSED, head=HEAD, number=7),
    "pull_request_target.opened.fork": judge(HEAD, **EIGHT),
    "pull_request_review.submitted": judge(HEAD, **SEVEN, **BOT),
    "merge_group.checks_requested.first": queued(104, MAIN, QUEUE[0]),
    "merge_group.checks_requested.second": queued(105, QUEUE[0], QUEUE[1]),
    "merge_group.checks_requested.third": queued(106, QUEUE[1], QUEUE[2]),
    "merge_group.checks_requested.other-branch": queued(107, "", QUEUE[2]),
    "merge_group.destroyed": nothing("this entry of the queue was taken out of it"),
    "push.main": Asked("record", "main", HEAD, before=MAIN, refs=("refs/heads/main",), who="dana"),
    "push.main.forced": Asked("record", "main", HEAD, before=SIDE, refs=("refs/heads/main",), who="dana"),
    "push.main.first": Asked("record", "main", MAIN, refs=("refs/heads/main",), who="dana"),
    "push.main.deleted": nothing("refs/heads/main was deleted", who="dana"),
    "push.topic": judge(NEXT, refs=("refs/heads/split-name",), who="dana"),
    "push.topic.first": judge(HEAD, refs=("refs/heads/split-name",), who="dana"),
    "push.topic.deleted": nothing("refs/heads/split-name was deleted", who="dana"),
    "push.tag": judge(MAIN, refs=("refs/tags/v1.4.0",), who="dana"),
    "push.tag.annotated": judge(MAIN, refs=("refs/tags/v1.5.0",), who="dana"),
    "push.guard-log": Asked("rejudge", "main", who="dana"),
    "push.guard-wake": Asked("rejudge", "main", who="dana"),
    "push.queue-branch": judge(QUEUE[0], refs=(f"refs/heads/gh-readonly-queue/main/pr-104-{MAIN}",), who="dana"),
    "workflow_dispatch.main": Asked("rejudge", "main", who="dana"),
    "workflow_dispatch.topic": judge(HEAD, refs=("refs/heads/split-name",), who="dana"),
    "schedule": Asked("rejudge", "main"),
    "repository_dispatch": Asked("rejudge", "main", who="dana"),
    "workflow_run.completed.pull-request": judge(HEAD, **SEVEN, who="mallory"),
    "workflow_run.completed.fork": judge(HEAD, fork=True, who="mallory"),
    "workflow_run.completed.push": nothing("the workflow before this one did not run for a pull request"),
    "issue_comment.created": nothing("an event of kind issue_comment brings no change set"),
    "delete.branch": nothing("an event of kind delete brings no change set"),
}
MERGING: dict[str, Any] = {"refs": ("refs/merge-requests/7/head",), "number": 7, "who": "dana", "target": "main"}
TRAIN = {**MERGING, "refs": ("refs/merge-requests/7/train",)}
GITLAB: dict[str, Asked | str] = {
    "merge_request.detached": judge(HEAD, **MERGING),
    "merge_request.merged_result": judge(HEAD, **MERGING),
    "merge_request.merge_train": judge(QUEUE[1], base=QUEUE[0], **TRAIN),
    "merge_request.merge_train.other-branch": judge(QUEUE[1], **{**TRAIN, "target": "release/1.x"}),
    "merge_request.fork.in-parent": judge(HEAD, fork=True, **MERGING),
    "merge_request.fork.in-fork": "it runs in a fork, whose default branch is its own",
    "push.main": Asked("record", "main", HEAD, before=MAIN, refs=("refs/heads/main",), who="dana"),
    "push.topic": judge(HEAD, refs=("refs/heads/split-name",), who="dana"),
    "push.tag": judge(MAIN, refs=("refs/tags/v1.4.0",), who="dana"),
    "push.guard-wake": Asked("rejudge", "main", who="dana"),
    "schedule": Asked("rejudge", "main", who="dana"),
    "web.main": Asked("rejudge", "main", who="dana"),
    "web.topic": judge(HEAD, refs=("refs/heads/split-name",), who="dana"),
    "external_pull_request": judge(HEAD, number=12),
    "security_orchestration_policy": nothing("a pipeline of kind security_orchestration_policy brings no change set"),
}


def recorded(host: str, name: str) -> Any:
    return json.loads((EVENTS / host / f"{name}.json").read_text())


def asked(name: str, data: object, branch: str = "", **env: str) -> Asked:
    return github.asked(name.partition(".")[0], data, {"GITHUB_SHA": HEAD, **env}, branch)


def tried(ask: Callable[..., Asked], *words: object) -> Asked | GuardError:
    """What is asked, or the one error there is for it."""
    try:
        return ask(*words)
    except GuardError as error:
        if error.rule != "G601":
            raise
        return error


def test_every_event_asks_what_is_written_here() -> None:
    found = {path.stem: asked(path.stem, recorded("github", path.stem)) for path in (EVENTS / "github").iterdir()}
    assert found == GITHUB
    assert len(found) >= 25
    pipelines = {path.stem: recorded("gitlab", path.stem) for path in (EVENTS / "gitlab").iterdir()}
    told: dict[str, Asked | str] = {}
    for name, env in pipelines.items():
        found_here = tried(gitlab.asked, env)
        told[name] = found_here if isinstance(found_here, Asked) else found_here.what.partition(": ")[2]
    assert told == GITLAB


def test_the_branch_that_a_job_names_is_the_trusted_one() -> None:
    """And then a push to the default branch is one to any other."""
    assert asked("push", recorded("github", "push.main"), "trunk") == Asked(
        "judge", "trunk", HEAD, refs=("refs/heads/main",), who="dana"
    )
    queue = asked("merge_group", recorded("github", "merge_group.checks_requested.second"), "trunk")
    assert (queue.branch, queue.base) == ("trunk", "")
    fork = recorded("gitlab", "merge_request.fork.in-fork")
    assert gitlab.asked(fork, "main") == judge(HEAD, fork=True, **MERGING)
    assert gitlab.project(fork) == "acme/backend/shop"


def paths(data: object, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in data.items() if isinstance(data, dict) else ():
        yield (*at, key)
        yield from paths(value, (*at, key))


def without(data: Any, at: tuple[str, ...], instead: object = None, put: bool = False) -> Any:
    if len(at) > 1:
        return {**data, at[0]: without(data[at[0]], at[1:], instead, put)}
    return {**{key: value for key, value in data.items() if key != at[0]}, **({at[0]: instead} if put else {})}


@pytest.mark.parametrize("name", ["pull_request.opened", "merge_group.checks_requested.second", "push.main"])
def test_what_is_left_out_is_never_guessed(name: str) -> None:
    """Without any one part an event asks the same, or says less of who it was, or is refused: never another commit."""
    whole, data = GITHUB[name], recorded("github", name)
    refused = 0
    for at in paths(data):
        for lesser in (without(data, at), without(data, at, 7, True), without(data, at, ["x"], True)):
            found = tried(asked, name, lesser)
            if isinstance(found, GuardError):
                refused += 1
                continue
            same = found._replace(who=whole.who, target=whole.target, fork=whole.fork, number=whole.number)
            assert same == whole, at
            assert found.number == whole.number or at[-1] == "number"
            assert found.fork == whole.fork or set(at) & {"repo", "full_name", "head"}
    assert refused >= 9


ODD_IDS = ("", "main", "HEAD", "0" * 40, "g" * 40, HEAD[:39], HEAD + "0", HEAD.upper(), HEAD + "\n", "-" * 40, "--help")
ODD_REFS = (
    *("", "main", "refs/heads", "refs/heads/", "refs/heads/a b", "refs/heads/a:b", "refs/heads/*", "refs/heads/a..b"),
    *(
        "refs/heads/.a",
        "refs/heads/a.lock",
        "refs/heads/a/",
        "refs//a",
        "refs/heads/a\nb",
        "refs/heads/a~1",
        "refs/x@{1}",
    ),
    *(
        "refs/heads/a\x7f",
        "refs/heads/\u202e",
        "+refs/heads/a",
        "-refs/heads/a",
        "refs/heads/" + "a" * 1000,
        "refs/heads/a.",
    ),
)


def test_ids_and_names_that_are_none_are_refused() -> None:
    push, pull = recorded("github", "push.topic"), recorded("github", "pull_request.opened")
    for odd in ODD_IDS:
        with pytest.raises(GuardError, match="G601"):
            asked("pull_request", without(pull, ("pull_request", "head", "sha"), odd, True))
        if odd != "0" * 40:
            with pytest.raises(GuardError, match="G601"):
                asked("push", without(push, ("after",), odd, True))
    for odd in ODD_REFS:
        with pytest.raises(GuardError, match="G601"):
            asked("push", without(push, ("ref",), odd, True))
    for odd in ("", "HEAD", "-x", "a b", "a:b", "refs/..", "/", "a//b"):
        with pytest.raises(GuardError, match="G601"):
            asked("push", without(push, ("repository", "default_branch"), odd, True))
    for odd in (0, -7, True, 7.0, "7", 1 << 60, None):
        with pytest.raises(GuardError, match="G601"):
            asked("pull_request", without(pull, ("pull_request", "number"), odd, True))


REPOSITORIES = {"acme/shop": True, "a/b.c-d_e": True, "": False, "shop": False, "a/b/c": False, "../x": False}
MORE = {"a/..": False, "a/.": False, "a b/c": False, "a/b\n": False, "a/b@c": False, "-/x": True, "a/b:c": False}


def test_a_repository_is_two_plain_words() -> None:
    for name, fits in (REPOSITORIES | MORE).items():
        if fits:
            assert github.repository({"GITHUB_REPOSITORY": name}) == name
            continue
        with pytest.raises(GuardError, match="G601"):
            github.repository({"GITHUB_REPOSITORY": name})
    for path in ("shop", "a/../b", "a/b c", "a//b", "/a", "a/b\n"):
        with pytest.raises(GuardError, match="G601"):
            gitlab.project({"CI_PROJECT_PATH": path})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([HEAD, "refs/heads/main"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["pull_request", "head", "sha", "number", "action", "ref", "after", "before", "repository"])
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
KNOWN = ["pull_request", "merge_group", "push", "workflow_dispatch", "workflow_run", "schedule", "delete", "x"]


@pytest.mark.fuzz
@settings(max_examples=examples(200))
@given(event=st.sampled_from(KNOWN), data=JSON, branch=st.sampled_from(["", "main"]) | st.text(max_size=6))
def test_any_json_is_asked_or_refused(event: str, data: object, branch: str) -> None:
    found = tried(github.asked, event, data, {}, branch)
    if isinstance(found, GuardError):
        assert found.mend
        return
    assert found.what != "judge" or len(found.head) in (40, 64)


VALUES = st.text(max_size=6) | st.sampled_from([HEAD, "main", "7", "push"])
VARIABLES = sorted({name for path in (EVENTS / "gitlab").iterdir() for name in json.loads(path.read_text())})


@pytest.mark.fuzz
@settings(max_examples=examples(200))
@given(env=st.dictionaries(st.sampled_from(VARIABLES), VALUES))
def test_any_variables_are_asked_or_refused(env: Mapping[str, str]) -> None:
    found = tried(gitlab.asked, env)
    if isinstance(found, GuardError):
        return
    assert found.what not in ("judge", "record") or len(found.head) == 40


def test_a_file_that_is_no_event_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "event.json"
    texts = (b"", b"{", b"\xff", b'{"a": 1, "a": 2}', b"[" * 100_000, b"{}" + b" " * (payload.MOST + 1))
    for text in texts:
        file.write_bytes(text)
        with pytest.raises(GuardError, match="G601"):
            payload.read(str(file))
    for path in ("", str(tmp_path), str(tmp_path / "none"), "a\0b", "/dev/zero"):
        with pytest.raises(GuardError, match="G601"):
            payload.read(path)
    file.write_bytes(b'{"a": [1]}')
    assert payload.read(str(file)) == {"a": [1]}
