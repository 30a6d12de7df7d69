"""The door to a model where the network is played by respx: the same causes, and proof that it stands in between."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
import respx

from guard.doors.model import Settings, ask
from guard.model.inquiry import Inquiry, Miss, Reply

KEY = "sk-" + "ant-api03-" + "k3y" * 20
URL = "https://api.anthropic.com/v1/messages"
ASKED = Inquiry("d" * 64, b'{"model":"claude-sonnet-5-5"}', "claude-sonnet-5-5")
QUICK = Settings(deadline=20, first_wait=0.001, longest_wait=0.002, largest=1 << 16)


def once(**fields: Any) -> Reply | Miss:
    (found,) = ask([ASKED], QUICK._replace(**fields), environment={"ANTHROPIC_API_KEY": KEY})
    return found


def error(kind: str, code: str = "") -> dict[str, Any]:
    details = {"details": {"error_code": code}} if code else {}
    return {"type": "error", "error": {"type": kind, "message": "words", **details}}


def test_respx_stands_in_between(httpx2_mock: respx.Router) -> None:
    """The usual address, over TLS, and no socket: a mock that stood beside would leave the request to the network."""
    route = httpx2_mock.post(URL).respond(200, json={"type": "message"}, headers={"request-id": "req_1"})
    found = once()
    assert isinstance(found, Reply)
    assert (found.body, found.id, found.host) == (b'{"type":"message"}', "req_1", "https://api.anthropic.com")
    assert route.call_count == 1
    request = route.calls[0].request
    assert request.content == ASKED.body
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_without_it_there_is_no_network() -> None:
    assert once(tries=1) == Miss("connection", "", ASKED.digest)


def test_what_stands_in_between_for_another_library_stands_in_nobodys_way() -> None:
    with respx.mock(assert_all_called=False) as router:
        route = router.post(URL).respond(200, json={})
        assert once(tries=1) == Miss("connection", "", ASKED.digest)
        assert route.call_count == 0


STATUSES: list[tuple[int, dict[str, Any], str, int]] = [
    (400, error("invalid_request_error"), "bad-request", 1),
    (400, error("billing_error"), "payment", 1),
    (401, error("authentication_error"), "unauthorised", 1),
    (402, error("billing_error"), "payment", 1),
    (403, error("permission_error"), "denied", 1),
    (404, error("not_found_error"), "no-such-model", 1),
    (413, error("request_too_large"), "request-too-large", 1),
    (429, error("rate_limit_error"), "rate-limit", 3),
    (429, error("rate_limit_error", "enforced_spend_limit_reached"), "spend-limit", 1),
    (500, error("api_error"), "server-error", 3),
    (503, {}, "server-error", 3),
    (504, error("timeout_error"), "timeout", 3),
    (529, error("overloaded_error"), "overloaded", 3),
    (302, {}, "redirect", 1),
    (201, {}, "status", 1),
]


@pytest.mark.parametrize(("status", "data", "cause", "times"), STATUSES, ids=[f"{row[0]}-{row[2]}" for row in STATUSES])
def test_statuses(httpx2_mock: respx.Router, status: int, data: dict[str, Any], cause: str, times: int) -> None:
    headers = {"location": "https://evil.example/v1/messages"} if status == 302 else {}
    route = httpx2_mock.post(URL).respond(status, json=data, headers=headers)
    found = once()
    assert isinstance(found, Miss) and found.cause == cause
    assert route.call_count == times


FAULTS: list[tuple[Any, str, int]] = [
    (httpx2.ReadTimeout, "timeout", 3),
    (httpx2.ConnectTimeout, "timeout", 3),
    (httpx2.PoolTimeout, "timeout", 3),
    (httpx2.ConnectError, "connection", 3),
    (httpx2.RemoteProtocolError, "connection", 3),
    (httpx2.ReadError, "connection", 3),
]


@pytest.mark.parametrize(("fault", "cause", "times"), FAULTS, ids=[row[0].__name__ for row in FAULTS])
def test_faults(httpx2_mock: respx.Router, fault: Any, cause: str, times: int) -> None:
    route = httpx2_mock.post(URL).mock(side_effect=fault("words"))
    assert once() == Miss(cause, "", ASKED.digest)
    assert route.call_count == times


@pytest.mark.parametrize(
    ("content", "headers", "cause"),
    [
        (b" " * (1 << 17), {}, "reply-too-large"),
        (b"\x1f\x8b", {"content-encoding": "gzip"}, "compressed"),
        (KEY.encode(), {}, "echo"),
    ],
    ids=["large", "compressed", "echo"],
)
def test_bodies(httpx2_mock: respx.Router, content: bytes, headers: dict[str, str], cause: str) -> None:
    httpx2_mock.post(URL).respond(200, content=content, headers=headers)
    assert once() == Miss(cause, "", ASKED.digest)


def test_it_is_asked_again_and_then_it_answers(httpx2_mock: respx.Router) -> None:
    answers = [respx.MockResponse(529), httpx2.ReadTimeout("words"), respx.MockResponse(200, json={})]
    route = httpx2_mock.post(URL).mock(side_effect=answers)
    assert isinstance(once(), Reply)
    assert route.call_count == 3
