"""GitHub: pull requests, the runs of a workflow on their heads, and comments, over its REST API."""

from __future__ import annotations

from urllib.parse import quote

from guard.doors.forge import Forge, unread
from guard.errors import GuardError
from guard.escape import shown
from guard_hooks.forge import Comment, Pull, Run, inner, oid, seconds, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from guard_hooks.forge import State

EVENTS = ("pull_request", "pull_request_target")
HELD = ("action_required", "stale")  # a maintainer's leave is missing; or the forge gave it up
QUEUED = r"gh-readonly-queue/.+/pr-([1-9][0-9]{0,9})-[0-9a-f]{40,64}"
VERSION = "2022-11-28"


class GitHub:
    """One repository, and the workflow that is the check."""

    many, mark = "pull requests", "#"

    def __init__(
        self, url: str, repository: str, token: str, workflow: str, pause: Callable[[float], None] | None = None
    ) -> None:
        owner, slash, name = repository.partition("/")
        if not slash or not owner or not name or "/" in name or name in (".", "..") or owner in (".", ".."):
            mend = "run it where GITHUB_REPOSITORY says owner/name, as a runner sets it"
            raise GuardError(
                "G610", "nothing says which repository of the forge it is", shown(repository.encode()), mend
            )
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": VERSION,
        }
        self._forge = Forge(url, headers, pause) if pause is not None else Forge(url, headers)
        self._base = f"/repos/{quote(owner, safe='')}/{quote(name, safe='')}"
        self._runs = f"{self._base}/actions/workflows/{quote(workflow, safe='')}/runs"
        graph = self._forge.url.removesuffix("/v3") if self._forge.url.endswith("/api/v3") else self._forge.url
        self._graph = Forge(graph, headers, pause) if pause is not None else Forge(graph, headers)

    def pulls(self) -> list[Pull]:
        """Every open one, whatever it asks to be merged into: a verdict is the same for all branches."""
        path = f"{self._base}/pulls?state=open&sort=created&direction=asc"
        found = {}
        for row in self._forge.pages(path):
            pull = Pull(whole(row, "number", path), oid(inner(row, "head", path), "sha", path))
            found[pull.number] = pull  # a list that moves between two pages shows one of them twice
        return list(found.values())

    def run(self, pull: Pull) -> Run | None:
        """The newest for this head; where several pull requests share it, the one that names this."""
        rows = self._forge.pages(f"{self._runs}?head_sha={pull.head}", "workflow_runs")
        found = [row for row in rows if self._of(row, pull)]
        return self._run(max(found, key=lambda row: whole(row, "id", self._runs))) if found else None

    def again(self, run: Run) -> None:
        """All of its jobs: what tells of the verdict follows it."""
        self._forge.ask("POST", f"{self._base}/actions/runs/{run.id}/rerun")

    def ejected(self) -> dict[int, int]:
        """By the newest page of runs for the merge queue that failed; who is put in again has a younger run."""
        import re

        path = f"{self._runs}?event=merge_group&per_page=100"
        rows = self._forge.ask("GET", path)
        rows = rows.get("workflow_runs") if isinstance(rows, dict) else None
        if not isinstance(rows, list):
            raise unread(path)
        newest: dict[int, tuple[int, bool]] = {}
        for row in rows:
            named = re.fullmatch(QUEUED, str(row.get("head_branch"))) if isinstance(row, dict) else None
            if named is not None:
                seen = (seconds(row, "created_at", path), row.get("conclusion") == "failure")
                newest[int(named[1])] = max(seen, newest.get(int(named[1]), (0, False)))
        return {pull: at for pull, (at, failed) in newest.items() if failed}

    def viewer(self) -> int:
        """Who the token is: a job's own token may ask this of GraphQL alone."""
        path = "/graphql"
        told = self._graph.ask("POST", path, {"query": "query { viewer { databaseId } }"})
        return whole(inner(inner(told, "data", path), "viewer", path), "databaseId", path)

    def comments(self, number: int) -> list[Comment]:
        """All of them, oldest first."""
        path = f"{self._base}/issues/{number}/comments"
        found = [_comment(row, path) for row in self._forge.pages(path)]
        return sorted([one for one in found if one is not None])

    def write(self, number: int, text: str, instead: int = 0) -> None:
        """One more, or in place of one."""
        if instead:
            self._forge.ask("PATCH", f"{self._base}/issues/comments/{instead}", {"body": text})
        else:
            self._forge.ask("POST", f"{self._base}/issues/{number}/comments", {"body": text})

    def remove(self, number: int, comment: int) -> None:
        """One less."""
        del number
        self._forge.ask("DELETE", f"{self._base}/issues/comments/{comment}")

    def _of(self, row: Any, pull: Pull) -> bool:
        """A run for this head; it names no pull request where that comes from a fork."""
        if oid(row, "head_sha", self._runs) != pull.head or row.get("event") not in EVENTS:
            return False
        named = row.get("pull_requests")
        if not isinstance(named, list):
            raise unread(self._runs)
        return not named or pull.number in [whole(one, "number", self._runs) for one in named]

    def _run(self, row: Any) -> Run:
        path = self._runs
        ended = row.get("conclusion")
        state: State = "ended" if row.get("status") == "completed" else "under way"
        if state == "ended" and (ended in HELD or not isinstance(ended, str)):
            state = "held"
        created, began = seconds(row, "created_at", path), seconds(row, "run_started_at", path)
        attempt = whole(row, "run_attempt", path)
        return Run(whole(row, "id", path), state, ended == "success", attempt, created, began)


def _comment(row: Any, where: str) -> Comment | None:
    """None for what nobody wrote who is still there: it is nobody's to edit."""
    if isinstance(row, dict) and row.get("user") is None:
        return None
    text = row.get("body") if isinstance(row, dict) else None
    author = whole(inner(row, "user", where), "id", where)
    return Comment(whole(row, "id", where), author, text if isinstance(text, str) else "")
