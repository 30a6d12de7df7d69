"""Every cause for which a reading fails, through the real commands against a server of this machine: what `guard plan
read` says and exits with, how often it asked, and the question that stays open at the door of the merge.

What is said is held against the table of docs/model.md, which another test holds against the code.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from guard.model.cause import CAUSES, EXIT
from guard.opinions.pieces import CEILING
from tests import model_server as server
from tests.commands.acting import House
from tests.commands.readers import KEY, read_by_a_model
from tests.commands.test_questions import READING, SOLD
from tests.conftest import EXAMPLES
from tests.model_server import Act, Server, error, reads, said
from tests.running import Answer

PAGE = (Path(__file__).resolve().parent.parent / "docs/model.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^\| ([a-z-]+) \| (.+) \| (.+) \|$", PAGE.rpartition("| --- | --- | --- |\n")[2], re.M)
DOCUMENTED = {name: (what, mend) for name, what, mend in TABLE}
SECRET = "tues-day!@" + "q7Rk"
ENDLESS = "so " * (CEILING // 2) + "on."
AT_ONCE = {"retry_after": "0"}
SIGNED = (("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"))


class Row(NamedTuple):
    """What goes wrong, and what comes of it."""

    about: str
    cause: str
    act: Act = reads()
    detail: str = ""
    times: int = 0  # how often it is asked
    words: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    page: tuple[str, ...] = ()  # a page that is read in place of the plan, and its text


def answers(about: str, cause: str, detail: str = "", times: int = 1, edit: Any = None, **fields: Any) -> Row:
    """The model answers, and what it says is no reading."""
    return Row(about, cause, reads(edit=edit, **fields), detail, times)


def strays(data: dict[str, Any]) -> dict[str, Any]:
    """What it doubts stands nowhere."""
    nowhere = [one | {"quote": "words that nobody wrote"} if SOLD[0] in one["quote"] else one for one in data["flags"]]
    return {**data, "flags": nowhere}


BEFORE = (
    Row("no key", "no-key", detail="ANTHROPIC_API_KEY", environment=(("ANTHROPIC_API_KEY", ""),)),
    Row("another address", "host", detail="ANTHROPIC_BASE_URL names another",
        environment=(("ANTHROPIC_BASE_URL", "https://evil.example"),)),
    Row("headers of somebody", "environment", detail="ANTHROPIC_CUSTOM_HEADERS",
        environment=(("ANTHROPIC_CUSTOM_HEADERS", "x: y"),)),
    Row("no project", "settings", detail="ANTHROPIC_VERTEX_PROJECT_ID", words=("--through", "vertex")),
    Row("without what signs", "no-sdk", words=("--through", "bedrock"),
        environment=(*SIGNED, ("ANTHROPIC_BEDROCK_BASE_URL", "URL"))),
    Row("a file that is never sent", "forbidden", detail="secrets.md", page=("secrets.md", "# Move\n\nIt begins.\n")),
    Row("a secret in two ways", "residue", detail="password",
        page=("page.md", f"# Move\n\nThe password is {SECRET}\n\nand {SECRET[::-1]} too\n")),
    Row("a sentence without end", "too-large", detail="line 3", page=("page.md", f"# Move\n\n{ENDLESS}\n")),
    Row("nothing at all", "empty", page=("page.md", "\n")),
    Row("a model without a price", "no-price", words=("--model", "another", "--max-usd", "1")),
    Row("too dear", "budget", words=("--max-usd", "0.0001")),
    Row("nothing recorded", "no-recording", words=("--replay", "recorded")),
)  # fmt: skip
ON_THE_WAY = (
    Row("truncated", "connection", server.breaks, times=3),
    Row("429", "rate-limit", error(429, "rate_limit_error", **AT_ONCE), "429 rate_limit_error", 3),
    Row("429, in an hour", "rate-limit", error(429, "rate_limit_error", retry_after="3600"), "429 rate_limit_error", 1),
    Row("429, all is spent", "spend-limit", error(429, "rate_limit_error", "enforced_spend_limit_reached"),
        "enforced_spend_limit_reached", 1),
    Row("529", "overloaded", error(529, "overloaded_error", **AT_ONCE), "529 overloaded_error", 3),
    Row("500", "server-error", error(500, "api_error", **AT_ONCE), "500 api_error", 3),
    Row("400", "bad-request", error(400, "invalid_request_error"), "400 invalid_request_error", 1),
    Row("401", "unauthorised", error(401, "authentication_error"), "401 authentication_error", 1),
    Row("402", "payment", error(402, "billing_error"), "402 billing_error", 1),
    Row("403", "denied", error(403, "permission_error"), "403 permission_error", 1),
    Row("404", "no-such-model", error(404, "not_found_error"), "404 not_found_error", 1),
    Row("413", "request-too-large", error(413, "request_too_large"), "413 request_too_large", 1),
    Row("307", "redirect", server.elsewhere("https://evil.example"), times=1),
    Row("418", "status", said(b"teapot", 418), "418", 1),
    Row("a gigabyte", "reply-too-large", server.endless(), times=1),
    Row("a bomb", "compressed", server.bomb, times=1),
    Row("the key itself", "echo", said(json.dumps({"a": KEY}).encode()), times=1),
)  # fmt: skip
ANSWERS = (
    Row("200, and no JSON", "not-json", said(b"<html>"), times=2),
    Row("200, and no message", "no-message", said(b'{"type": "error"}'), "error", 2),
    answers("another model", "other-model", "claude-haiku-5-5", model="claude-haiku-5-5"),
    answers("a refusal", "refusal", stop_reason="refusal", content=[]),
    answers("cut, and its halves", "max-tokens", times=3, stop_reason="max_tokens"),
    answers("too long for it", "context-window", stop_reason="model_context_window_exceeded"),
    answers("paused", "paused", stop_reason="pause_turn"),
    answers("a tool", "stop-reason", "tool_use", stop_reason="tool_use"),
    answers("a verdict", "schema", "its keys", 2, lambda data: {**data, "verdict": "pass"}),
    answers("another request", "nonce", "", 2, lambda data: {**data, "request": "0" * 32}),
    answers("half of it", "coverage", "5 of 9 units", 2, lambda data: {**data, "units_read": data["units_read"][::2]}),
    answers("silence", "canary", "2 of 2", 2, lambda data: {**data, "flags": []}),
    Row("words of its own", "unreliable", reads(SOLD, edit=strays), "1 of 1 quotes", 2),
)
# Here time runs out. How often it was asked is not told: a deadline is a wall wherever it falls.
TOO_LATE = (
    Row("no answer", "timeout", server.hangs, times=-1),
    Row("a drop now and then", "timeout", server.drips, times=-1),
    Row("a head without an end", "timeout", server.drips_head, times=-1),
)


class Here(NamedTuple):
    made: House
    model: Server
    patch: pytest.MonkeyPatch

    def read(self, row: Row) -> Answer:
        name = "split-name"
        if row.page:
            name, text = row.page
            self.made.made.write(name, text.encode())
        self.model.acts, self.model.got = [row.act], []
        with self.patch.context() as patch:
            for of, value in row.environment:
                patch.setenv(of, self.model.url if value == "URL" else value)
            return self.made.guard("plan", "read", name, "--yes", *row.words)

    def findings(self) -> tuple[int, list[tuple[str, str]]]:
        """What is asked of readings at the door of the merge."""
        told = self.made.guard("check", "--range", "..HEAD", "--format", "json")
        found = [(one["rule"], one["blocks"]) for one in json.loads(told.out)["findings"]]
        return told.code, [one for one in found if one[0] >= "G75"]

    def fails(self, row: Row) -> None:
        told = self.read(row)
        what, mend = DOCUMENTED[row.cause]
        name = "split-name" if not row.page else row.page[0]
        one_line = " ".join(told.out.split())
        whole = f"guard: no reading of {name}: {what}{row.detail and ': '}{row.detail} [G751] next {mend}"
        assert told.code == EXIT == 3, (row.about, told.said)
        assert one_line.startswith(whole), (row.about, told.out)
        assert KEY not in told.said and SECRET not in told.said, row.about
        assert row.times in (-1, len(self.model.got)), (row.about, len(self.model.got))


@contextmanager
def at(capsys: Any, folder: Path, patch: pytest.MonkeyPatch, deadline: str) -> Iterator[Here]:
    """A landing that brings a plan, and a policy that has plans read."""
    more = f", region: eu-west-1, deadline: {deadline}"
    with read_by_a_model(capsys, folder, patch, more=more) as (made, model):
        made.branch("edit", READING)
        for path, text in {**made.files, **READING}.items():
            made.made.write(os.fsdecode(path), text)
        made.made.write("recorded/seed", b"0" * 64 + b"\n")
        yield Here(made, model, patch)


def test_every_cause_has_its_row() -> None:
    assert {row.cause for row in (*BEFORE, *ON_THE_WAY, *ANSWERS, *TOO_LATE)} == set(CAUSES) == set(DOCUMENTED)


def lets_nothing_pass(capsys: Any, folder: Path, patch: pytest.MonkeyPatch, rows: Iterable[Row], deadline: str) -> None:
    """Each is told (by `make test` every fourth), and the question of before stands after all, whatever is signed."""
    with at(capsys, folder, patch, deadline) as here:
        assert here.findings() == (3, [("G750", "merge")])
        for row in [*rows][:: 1 if EXAMPLES else 4]:
            here.fails(row)
        path, asked = here.made.request("approve", "split-name", "--at", "HEAD")
        assert asked.code == 0 and "reading" not in json.loads(path.read_bytes()), asked.said
        assert here.made.carried("approve", "split-name", "--at", "HEAD").code == 0
        assert here.findings() == (3, [("G750", "merge")])


def test_what_is_known_before_anything_is_sent(capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lets_nothing_pass(capsys, tmp_path, monkeypatch, BEFORE, "5m")


def test_what_happens_on_the_way(capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lets_nothing_pass(capsys, tmp_path, monkeypatch, ON_THE_WAY, "5m")


def test_what_is_answered_and_is_no_reading(capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lets_nothing_pass(capsys, tmp_path, monkeypatch, ANSWERS, "5m")


def test_what_comes_too_late(capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lets_nothing_pass(capsys, tmp_path, monkeypatch, TOO_LATE, "1s")


def test_what_passes_by_is_no_failure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same house, and a model that is busy, fails, then reads: else all of the above would hold of nothing."""
    with at(capsys, tmp_path, monkeypatch, "5m") as here:
        here.model.acts = [error(529, "overloaded_error", **AT_ONCE), error(500, "api_error", **AT_ONCE), reads()]
        told = here.made.guard("plan", "read", "split-name", "--yes")
        assert told.code == 0 and told.out.startswith("guard: no doubt about split-name"), told.said
        assert len(here.model.got) == 3
        path, asked = here.made.request("approve", "split-name", "--at", "HEAD")
        assert asked.code == 0 and json.loads(path.read_bytes())["reading"]["model"] == server.MODEL
