"""What a forge tells of pull requests, their checks and comments: read strictly, from GitHub and from GitLab alike."""

from __future__ import annotations

import json
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from guard.doors.forge import Denied
from guard.errors import GuardError
from guard_hooks.forge import Pull, Run
from guard_hooks.forge.github import GitHub
from guard_hooks.forge.gitlab import GitLab
from tests.conftest import examples
from tests.forge_api import LAB_STATUS, NOW, PROJECT, REPOSITORY, TOKEN, Api
from tests.repos import tried

HEAD, OTHER = "a" * 40, "b" * 64
HOSTS = ("github", "gitlab")


def desk(api: Api, host: str, name: str = "") -> GitHub | GitLab:
    if host == "github":
        return GitHub(api.url, REPOSITORY, TOKEN, name or "guard.yml", lambda _: None)
    return GitLab(api.url, PROJECT, TOKEN, name or "guard", lambda _: None)


@pytest.mark.parametrize("host", HOSTS)
def test_pull_requests_over_pages_that_move(api: Api, host: str) -> None:
    api.opened(3, HEAD)
    api.opened(5, OTHER)
    assert desk(api, host).pulls() == [Pull(3, HEAD), Pull(5, OTHER)]
    for number in range(100, 230):
        api.opened(number, HEAD)

    def moves(method: str, path: str) -> None:
        if len(api.asked) == 3:
            api.pulls.insert(0, api.pulls[0])

    api.before = moves
    assert len(desk(api, host).pulls()) == 132


WRONG: list[object] = [
    *([], 7, None),
    {"number": "1", "iid": "1", "sha": HEAD, "head": {"sha": HEAD}},
    {"number": True, "iid": True, "sha": HEAD, "head": {"sha": HEAD}},
    {"number": -1, "iid": 0, "sha": HEAD, "head": {"sha": HEAD}},
    *({"number": 1, "iid": 1, "sha": bad, "head": {"sha": bad}} for bad in ("../..", "A" * 40, "a" * 41, 7, [])),
]
WITHOUT: list[object] = [{}, {"number": 1}, {"number": 1, "head": None}, {"number": 1, "head": {}}]


@pytest.mark.parametrize(
    ("host", "row"),
    [*((host, row) for host in HOSTS for row in WRONG), *(("github", row) for row in WITHOUT)],
    ids=repr,
)
def test_a_row_that_is_none(api: Api, host: str, row: object) -> None:
    api.instead = [(200, {}, json.dumps([row]).encode())]
    found = tried(desk(api, host).pulls)
    assert isinstance(found, GuardError) and found.rule == "G612"


def test_a_merge_request_with_nothing_on_its_branch(api: Api) -> None:
    api.opened(3, "")
    assert desk(api, "gitlab").pulls() == []


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("conclusion", "state", "passed"),
    [("success", "ended", True), ("failure", "ended", False), (None, "under way", False), ("held", "held", False)],
)
def test_the_newest_run_of_the_check(api: Api, host: str, conclusion: str | None, state: str, passed: bool) -> None:
    pull = api.opened(3, HEAD)
    other = api.opened(4, OTHER)
    api.check(pull).ends("failure" if passed else "success")
    run = api.check(pull)
    if conclusion is not None:
        run.ends({"held": "action_required"}.get(conclusion, conclusion))
    api.check(other).ends("failure")
    api.check(pull, "test.yml").ends("failure") if host == "github" else None
    found = desk(api, host).run(Pull(3, HEAD))
    assert found == Run(run.id, state, passed, 1, NOW, NOW)  # type: ignore[arg-type]
    assert desk(api, host).run(Pull(9, "c" * 40)) is None


def test_of_pull_requests_with_one_head_each_has_its_own(api: Api) -> None:
    first, second = api.opened(3, HEAD), api.opened(4, HEAD)
    runs = [api.check(first), api.check(second)]
    fork = api.check(api.opened(5, OTHER, fork=True))
    found = [desk(api, "github").run(Pull(number, head)) for number, head in ((3, HEAD), (4, HEAD), (5, OTHER))]
    assert [one.id for one in found if one] == [runs[0].id, runs[1].id, fork.id]


def test_of_a_fork_of_gitlab_nothing_ran_here(api: Api) -> None:
    api.check(api.opened(5, OTHER, fork=True))
    assert desk(api, "gitlab").run(Pull(5, OTHER)) is None


@pytest.mark.parametrize("host", HOSTS)
def test_a_run_is_started_again_or_not(api: Api, host: str) -> None:
    run = api.check(api.opened(3, HEAD)).ends("failure")
    asking = desk(api, host)
    found = asking.run(Pull(3, HEAD))
    assert found is not None
    asking.again(found)
    assert (run.status, run.attempt) == ("queued", 2)
    with pytest.raises(Denied):
        asking.again(found)
    run.ends("failure")
    api.may = set()
    with pytest.raises(Denied):
        asking.again(found)


def test_a_check_of_another_name(api: Api) -> None:
    api.check(api.opened(3, HEAD)).ends("failure")
    with pytest.raises(Denied, match="404"):
        desk(api, "github", "gone.yml").run(Pull(3, HEAD))
    assert desk(api, "gitlab", "gone").run(Pull(3, HEAD)) is None
    with pytest.raises(Denied, match="404"):
        desk(api, "github", "../../../user").run(Pull(3, HEAD))


def test_who_was_thrown_out_of_the_queue(api: Api) -> None:
    def queued(number: int, conclusion: str, at: int, branch: str = "") -> None:
        run = api.check(api.opened(number, HEAD)).ends(conclusion)
        run.event, run.created = "merge_group", at
        run.branch = branch or f"gh-readonly-queue/main/pr-{number}-{OTHER}"

    queued(3, "failure", NOW)
    queued(4, "failure", NOW)
    queued(4, "success", NOW + 60)
    queued(5, "success", NOW)
    queued(6, "failure", NOW, "gh-readonly-queue/main/pr-x")
    assert desk(api, "github").ejected() == {3: NOW}
    assert desk(api, "gitlab").ejected() == {}


@pytest.mark.parametrize("change", [{"run_attempt": 0}, {"created_at": "soon"}, {"head_sha": 1}, {"pull_requests": 1}])
def test_a_run_that_is_none(api: Api, change: dict[str, Any]) -> None:
    run = api.check(api.opened(3, HEAD))
    from tests.forge_api import hub_run

    api.instead = [(200, {}, json.dumps({"workflow_runs": [{**hub_run(run), **change}]}).encode())]
    found = tried(lambda: desk(api, "github").run(Pull(3, HEAD)))
    assert isinstance(found, GuardError) and found.rule == "G612"


@pytest.mark.parametrize("name", ["", "acme", "acme/", "/shop", "acme/shop/x", "../..", "acme/.."])
def test_a_repository_that_is_none(name: str) -> None:
    found = tried(lambda: GitHub("https://api.github.com", name, TOKEN, "guard.yml"))
    assert isinstance(found, GuardError) and found.rule == "G610"


def test_the_statuses_of_gitlab_are_known() -> None:
    assert set(LAB_STATUS.values()) == {"running", "success", "failed", "manual"}


# Whatever it answers

ROW: dict[str, object] = {
    "number": 3,
    "iid": 3,
    "sha": HEAD,
    "head": {"sha": HEAD},
    "id": 9,
    "source": "merge_request_event",
    "event": "pull_request",
    "status": "completed",
    "conclusion": "success",
    "head_sha": HEAD,
    "name": "guard",
    "created_at": "2026-01-02T03:04:05Z",
    "run_started_at": "2026-01-02T03:04:05Z",
    "run_attempt": 1,
    "pull_requests": [{"number": 3}],
    "user": {"id": 7},
    "author": {"id": 7},
    "body": "x",
    "system": False,
    "head_branch": f"gh-readonly-queue/main/pr-3-{HEAD}",
    "project_id": 77,
    "data": {"viewer": {"databaseId": 7}},
}
PLAIN = st.sampled_from([None, True, -1, 0, 7, 1 << 80, 1.5, "", "x", HEAD, "success", "failed", "merge_group", {}, []])
TIMES = st.sampled_from(["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-02", "soon"])
ODD = st.recursive(
    PLAIN | TIMES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "sha"]), inner)
)


@pytest.mark.fuzz
@hypothesis.settings(max_examples=examples(80), suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(
    st.dictionaries(st.sampled_from(sorted(ROW)), ODD, max_size=3),
    st.sampled_from(["rows", "runs", "row", "odd"]),
    ODD,
    st.sampled_from(HOSTS),
    st.sampled_from(["pulls", "run", "ejected", "viewer", "comments"]),
)
def test_whatever_it_answers_is_read_or_refused(
    api: Api, change: dict[str, object], shape: str, odd: object, host: str, what: str
) -> None:
    row = {**ROW, **change}
    answer = {"rows": [row, row], "runs": {"workflow_runs": [row, odd]}, "row": row, "odd": odd}[shape]
    words = {"run": (Pull(3, HEAD),), "comments": (3,)}.get(what, ())
    api.instead = [(200, {}, json.dumps(answer).encode())] * 3
    found = tried(lambda: getattr(desk(api, host), what)(*words))
    api.instead = []
    assert not isinstance(found, GuardError) or found.rule == "G612"
    assert api.posted() == []


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_well_formed_is_read(api: Api, host: str) -> None:
    """The row that is changed above is one, as it stands."""
    for what, words in (("pulls", ()), ("run", (Pull(3, HEAD),)), ("comments", (3,)), ("viewer", ())):
        runs = host == "github" and what == "run"
        answer = ROW if what == "viewer" else {"workflow_runs": [ROW]} if runs else [ROW]
        api.instead = [(200, {}, json.dumps(answer).encode())] * 2
        assert getattr(desk(api, host), what)(*words), what
        api.instead = []
