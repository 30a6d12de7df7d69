"""GitLab: merge requests, the job of their newest pipelines that is the check, and notes, over its REST API."""

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

MERGE_REQUEST = "merge_request_event"
ENDED = {"success": True, "failed": False, "canceled": False}
HELD = ("manual", "skipped")  # a person starts it, or nobody does


class GitLab:
    """One project, and the job that is the check."""

    many, mark = "merge requests", "!"

    def __init__(
        self, url: str, project: str, token: str, job: str, pause: Callable[[float], None] | None = None
    ) -> None:
        if not project or project in (".", ".."):
            mend = "run it where CI_PROJECT_ID says it, as a runner sets it"
            raise GuardError("G610", "nothing says which project of the forge it is", shown(project.encode()), mend)
        self._project = project
        headers = {"PRIVATE-TOKEN": token}
        self._forge = Forge(url, headers, pause) if pause is not None else Forge(url, headers)
        self._base = f"/projects/{quote(project, safe='')}"
        self._job = job

    def pulls(self) -> list[Pull]:
        """Every open one."""
        path = f"{self._base}/merge_requests?state=opened&scope=all&order_by=created_at&sort=asc"
        found = {}
        for row in self._forge.pages(path):
            if isinstance(row, dict) and row.get("sha") is None:
                continue  # nothing is on its branch yet
            pull = Pull(whole(row, "iid", path), oid(row, "sha", path))
            found[pull.number] = pull
        return list(found.values())

    def run(self, pull: Pull) -> Run | None:
        """The job of the newest pipeline of the merge request; what ran in a fork is not ours to run again."""
        path = f"{self._base}/merge_requests/{pull.number}/pipelines"
        told = self._forge.ask("GET", f"{path}?per_page=20")
        if not isinstance(told, list):
            raise unread(path)
        rows = [row for row in told if isinstance(row, dict)]
        own = [row for row in rows if row.get("source") == MERGE_REQUEST and self._ours(row)]
        if not own:
            return None
        newest = max([whole(row, "id", path) for row in own])
        path = f"{self._base}/pipelines/{newest}/jobs"
        jobs = [row for row in self._forge.pages(path) if isinstance(row, dict) and row.get("name") == self._job]
        return _run(max(jobs, key=lambda row: whole(row, "id", path)), path) if jobs else None

    def again(self, run: Run) -> None:
        """That one job."""
        self._forge.ask("POST", f"{self._base}/jobs/{run.id}/retry")

    def ejected(self) -> dict[int, int]:
        """GitLab tells it on the merge request itself."""
        return {}

    def viewer(self) -> int:
        """Who the token is."""
        return whole(self._forge.ask("GET", "/user"), "id", "/user")

    def comments(self, number: int) -> list[Comment]:
        """All of them, oldest first; what the system writes is nobody's to edit."""
        path = f"{self._base}/merge_requests/{number}/notes"
        rows = [row for row in self._forge.pages(path) if isinstance(row, dict) and row.get("system") is not True]
        return sorted([_comment(row, path) for row in rows])

    def write(self, number: int, text: str, instead: int = 0) -> None:
        """One more, or in place of one."""
        path = f"{self._base}/merge_requests/{number}/notes"
        self._forge.ask("PUT" if instead else "POST", f"{path}/{instead}" if instead else path, {"body": text})

    def remove(self, number: int, comment: int) -> None:
        """One less."""
        self._forge.ask("DELETE", f"{self._base}/merge_requests/{number}/notes/{comment}")

    def _ours(self, row: dict[str, Any]) -> bool:
        """A pipeline of this project; where the project is said by its path, the address of its API is not read."""
        return not self._project.isdecimal() or row.get("project_id") in (int(self._project), None)


def _run(row: Any, where: str) -> Run:
    status = str(row.get("status"))
    state: State = "ended" if status in ENDED else "held" if status in HELD else "under way"
    created = seconds(row, "created_at", where)
    return Run(whole(row, "id", where), state, ENDED.get(status, False), 1, created, created)


def _comment(row: Any, where: str) -> Comment:
    text = row.get("body")
    author = whole(inner(row, "author", where), "id", where)
    return Comment(whole(row, "id", where), author, text if isinstance(text, str) else "")
