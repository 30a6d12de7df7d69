"""The door to a model against a real server: every way it goes wrong ends in its cause; none hangs or asks on."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from guard.doors.model import Settings, ask
from guard.doors.model.trying import pause
from guard.model.cause import CAUSES
from guard.model.inquiry import Inquiry, Miss, Reply
from tests import model_server as server
from tests.model_server import Act, Server, closed, serving

KEY = "sk-" + "ant-api03-" + "k3y" * 20
BODY = b'{"max_tokens":1,"messages":[],"model":"claude-sonnet-5-5","z":"\xc3\xa9"}'
ASKED = Inquiry("d" * 64, BODY, "claude-sonnet-5-5")
ESCAPED = '{"a": "' + "".join(f"\\u{ord(char):04x}" for char in KEY) + '"}'
OK = server.as_json({"type": "message"}, request_id="req_7")
QUICK = Settings(
    through="gateway", deadline=20, read=10, connect=1, first_wait=0.001, longest_wait=0.002, largest=1 << 20
)


def settings(at: str, **fields: Any) -> Settings:
    return QUICK._replace(**{"hosts": (at,), **fields})


def once(at: str, environment: dict[str, str] | None = None, **fields: Any) -> Reply | Miss:
    (found,) = ask([ASKED], settings(at, **fields), environment={"ANTHROPIC_API_KEY": KEY, **(environment or {})})
    return found


def told(found: Reply | Miss) -> tuple[str, str]:
    assert isinstance(found, Miss), found
    assert found.cause in CAUSES and KEY not in repr(found)
    return found.cause, found.detail


def test_what_goes_out_are_the_bytes_and_what_comes_back_are_bytes() -> None:
    with serving(OK) as one:
        found = once(one.url)
        assert isinstance(found, Reply)
        assert (found.body, found.id, found.host, found.digest) == (b'{"type": "message"}', "req_7", one.url, "d" * 64)
        assert found.sdk.startswith("anthropic ")
        (got,) = one.got
    assert got.body == BODY
    assert got.path == "/v1/messages"
    assert got.headers["authorization"] == f"Bearer {KEY}"
    assert got.headers["accept-encoding"] == "identity"
    assert got.headers["user-agent"].startswith("changeset-guard/")
    sent = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "authorization"}
    assert set(got.headers) - sent <= {"anthropic-version", "content-length", "x-stainless-raw-response"}


# status, or what else goes wrong -> cause, what is told, how often it was asked
ROWS: list[tuple[str, Act, str, str, int]] = [
    ("400", server.error(400, "invalid_request_error"), "bad-request", "400 invalid_request_error", 1),
    ("400 of the bill", server.error(400, "billing_error"), "payment", "400 billing_error", 1),
    ("401", server.error(401, "authentication_error"), "unauthorised", "401 authentication_error", 1),
    ("402", server.error(402, "billing_error"), "payment", "402 billing_error", 1),
    ("403", server.error(403, "permission_error"), "denied", "403 permission_error", 1),
    ("404", server.error(404, "not_found_error"), "no-such-model", "404 not_found_error", 1),
    ("409", server.error(409, "conflict_error"), "status", "409 conflict_error", 1),
    ("413", server.error(413, "request_too_large"), "request-too-large", "413 request_too_large", 1),
    ("418", server.said(b"teapot", 418), "status", "418", 1),
    ("429", server.error(429, "rate_limit_error"), "rate-limit", "429 rate_limit_error", 3),
    ("429, all is spent", server.error(429, "rate_limit_error", "enforced_spend_limit_reached"),
     "spend-limit", "enforced_spend_limit_reached", 1),
    ("429, the contract is", server.error(429, "rate_limit_error", "contract_spend_limit_reached"),
     "spend-limit", "contract_spend_limit_reached", 1),
    ("429, in an hour", server.error(429, "rate_limit_error", retry_after="3600"), "rate-limit",
     "429 rate_limit_error", 1),
    ("429, nobody knows when", server.error(429, "rate_limit_error", retry_after="soon"), "rate-limit",
     "429 rate_limit_error", 3),
    ("500", server.error(500, "api_error"), "server-error", "500 api_error", 3),
    ("500, overloaded", server.error(500, "overloaded_error"), "overloaded", "500 overloaded_error", 3),
    ("502 of a proxy", server.said(b"<html>bad</html>", 502), "server-error", "502", 3),
    ("504", server.said(b"", 504), "timeout", "504", 3),
    ("529", server.error(529, "overloaded_error", retry_after="0"), "overloaded", "529 overloaded_error", 3),
    ("an error in hostile words", server.error(400, "<script>\x1b[31m"), "bad-request", "400", 1),
    ("an error that is a list", server.as_json([1], 400), "bad-request", "400", 1),
    ("an error that is deep", server.said(b"[" * 100_000, 400), "bad-request", "400", 1),
    ("204", server.said(b"", 204), "status", "204", 1),
    ("a connection that breaks", server.breaks, "connection", "", 3),
    ("no answer at all", lambda wire: None, "connection", "", 3),
    ("no HTTP", lambda wire: wire.file.write(b"SSH-2.0-x\r\n"), "connection", "", 3),
    ("a bomb", server.bomb, "compressed", "", 1),
    ("a gigabyte", server.endless(), "reply-too-large", "", 1),
    ("a gigabyte of an error", server.endless(500), "reply-too-large", "", 1),
    ("the key in an answer", server.said(f'{{"a": "{KEY}"}}'.encode()), "echo", "", 1),
    ("the key in escapes", server.said(ESCAPED.encode()), "echo", "", 1),
    ("the key in an error", server.error(400, "x", "y", x_key=KEY), "bad-request", "400 x", 1),
    ("the key in an error's words", server.said(f'{{"error": {{"type": "{KEY}"}}}}'.encode(), 401), "echo", "", 1),
]  # fmt: skip


@pytest.mark.parametrize(("act", "cause", "detail", "times"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_way_it_goes_wrong(act: Act, cause: str, detail: str, times: int) -> None:
    with serving(act) as one:
        begun = time.monotonic()
        assert told(once(one.url)) == (cause, detail)
        assert time.monotonic() - begun < 5
        assert len(one.got) == times
        assert {got.body for got in one.got} == {BODY}


@pytest.mark.parametrize(
    "act", [server.hangs, server.drips, server.drips_head], ids=["hangs", "drips", "drips its head"]
)
def test_the_deadline_is_a_wall(act: Act) -> None:
    with serving(act) as one:
        begun = time.monotonic()
        assert told(once(one.url, deadline=0.3)) == ("timeout", "")
        assert time.monotonic() - begun < 2


def test_what_does_not_begin_in_time_is_asked_again_and_no_more_than_three_times() -> None:
    with serving(server.hangs) as one:
        assert told(once(one.url, read=0.05)) == ("timeout", "")
        assert len(one.got) == 3


def test_where_nobody_listens() -> None:
    assert told(once(closed())) == ("connection", "")


@pytest.mark.parametrize(
    "first",
    [server.error(529, "overloaded_error"), server.error(429, "rate_limit_error", retry_after="0"), server.breaks],
)
def test_what_passes_is_asked_again(first: Act) -> None:
    with serving(first, first, OK) as one:
        assert isinstance(once(one.url), Reply)
        assert len(one.got) == 3


def test_who_is_told_when_waits_so_long() -> None:
    with serving(server.error(429, "rate_limit_error", retry_after_ms="40"), OK) as one:
        begun = time.monotonic()
        assert isinstance(once(one.url), Reply)
        assert time.monotonic() - begun >= 0.04


def test_nobody_follows_with_the_key() -> None:
    with serving(OK) as other, serving(server.elsewhere(other.url)) as one:
        assert told(once(one.url)) == ("redirect", "")
        assert other.got == []


# Several at once


def many(number: int) -> list[Inquiry]:
    return [Inquiry(f"{at:064}", json.dumps({"number": at}).encode(), "m") for at in range(number)]


def test_several_are_answered_in_their_order_and_told_of() -> None:
    def echo(wire: server.Wire) -> None:
        server.said(wire.got.body)(wire)

    seen: list[tuple[int, int]] = []
    asked = many(9)
    with serving(echo) as one:
        found = ask(asked, settings(one.url), lambda done, of: seen.append((done, of)), {"ANTHROPIC_API_KEY": KEY})
    assert [each.body for each in found if isinstance(each, Reply)] == [each.body for each in asked]
    assert seen == [(number, 9) for number in range(1, 10)]


def test_where_one_is_refused_the_others_are_not_asked_any_more() -> None:
    with serving(server.error(401, "authentication_error")) as one:
        found = ask(many(50), settings(one.url, at_once=2), environment={"ANTHROPIC_API_KEY": KEY})
        assert {told(each)[0] for each in found} == {"unauthorised"}
        assert len(one.got) < 10
    assert [each.digest for each in found] == [each.digest for each in many(50)]


def test_nothing_is_nothing() -> None:
    assert ask([], settings(closed()), environment={"ANTHROPIC_API_KEY": KEY}) == ()


# Before anything is sent

BEFORE: list[tuple[str, dict[str, Any], dict[str, str], tuple[str, str]]] = [
    ("no key", {}, {"ANTHROPIC_API_KEY": ""}, ("no-key", "ANTHROPIC_API_KEY")),
    ("a token alone", {}, {"ANTHROPIC_API_KEY": "", "ANTHROPIC_AUTH_TOKEN": "x"}, ("no-key", "ANTHROPIC_API_KEY")),
    ("a key with a line", {}, {"ANTHROPIC_API_KEY": f"{KEY}\nx-evil: 1"}, ("no-key", "ANTHROPIC_API_KEY is no key")),
    ("a key in other letters", {}, {"ANTHROPIC_API_KEY": "cl\u00e9"}, ("no-key", "ANTHROPIC_API_KEY is no key")),
    ("headers", {}, {"ANTHROPIC_CUSTOM_HEADERS": "x-copy: yes"}, ("environment", "ANTHROPIC_CUSTOM_HEADERS")),
    ("another address", {}, {"ANTHROPIC_BASE_URL": "https://evil.example"},
     ("host", "ANTHROPIC_BASE_URL names another")),
    ("no address", {"hosts": ()}, {}, ("host", "model: hosts names none")),
    ("two addresses", {"hosts": ("https://a.example", "https://b.example")}, {},
     ("host", "ANTHROPIC_BASE_URL says which of 2")),
    ("in the clear", {"hosts": ("http://a.example",)}, {}, ("host", "it is neither https nor this machine")),
    ("with a password", {"hosts": ("https://u:p@a.example",)}, {}, ("host", "it is neither https nor this machine")),
    ("no address at all", {"hosts": ("https://[",)}, {}, ("host", "it is neither https nor this machine")),
    ("through nobody", {"through": "proxy"}, {}, ("settings", "through")),
    ("no region", {"through": "bedrock"}, {}, ("settings", "region")),
    ("a region that is a host", {"through": "bedrock", "region": "a.example/"}, {}, ("settings", "region")),
    ("no key of AWS", {"through": "bedrock", "region": "eu-west-1"}, {},
     ("no-key", "AWS_BEARER_TOKEN_BEDROCK or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN")),
    ("another address of AWS", {"through": "bedrock", "region": "eu-west-1"}, {"ANTHROPIC_BEDROCK_BASE_URL": "https://evil.example"},
     ("host", "ANTHROPIC_BEDROCK_BASE_URL names another")),
    ("no project", {"through": "vertex", "region": "global"}, {}, ("settings", "ANTHROPIC_VERTEX_PROJECT_ID")),
    ("no token", {"through": "vertex", "region": "global"}, {"GOOGLE_CLOUD_PROJECT": "p"},
     ("no-key", "CLOUDSDK_AUTH_ACCESS_TOKEN or GOOGLE_OAUTH_ACCESS_TOKEN")),
    ("the usual address, named otherwise", {"through": "anthropic"}, {"ANTHROPIC_BASE_URL": "https://api.anthropic.com.evil.example"},
     ("host", "ANTHROPIC_BASE_URL names another")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "environment", "cause"), [row[1:] for row in BEFORE], ids=[row[0] for row in BEFORE]
)
def test_what_is_told_before_anything_is_sent(
    fields: dict[str, Any], environment: dict[str, str], cause: tuple[str, str]
) -> None:
    with serving(OK) as one:
        assert told(once(one.url, environment, **fields)) == cause
        assert one.got == []


ODD = {
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
    "ANTHROPIC_LOG": "debug",
    "ANTHROPIC_AUTH_TOKEN": "another",
    "ANTHROPIC_PROFILE": "another",
    "ANTHROPIC_IDENTITY_TOKEN": "another",
    "ANTHROPIC_FEDERATION_RULE_ID": "another",
    "ANTHROPIC_ORGANIZATION_ID": "another",
    "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "content",
    "ANTHROPIC_BEDROCK_BASE_URL": "https://evil.example",
}


def test_what_the_environment_says_besides_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: Any, tmp_path: Any
) -> None:
    for name, value in {**ODD, "SSLKEYLOGFILE": str(tmp_path / "keys"), "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    with serving(OK) as one:
        assert isinstance(once(one.url, dict(os.environ)), Reply)
        assert one.got[0].headers["authorization"] == f"Bearer {KEY}"
    assert capfd.readouterr() == ("", "")
    assert not (tmp_path / "keys").exists()
    assert os.environ["ANTHROPIC_LOG"] == "debug"


def test_the_address_that_the_environment_names_is_taken_where_it_is_allowed() -> None:
    with serving(OK) as one:
        found = once(one.url, {"ANTHROPIC_BASE_URL": f"{one.url}/"}, hosts=("https://a.example", one.url))
        assert isinstance(found, Reply) and found.host == one.url


# Other APIs


def through(one: Server, how: str, environment: dict[str, str]) -> Reply | Miss:
    named = {"bedrock": "ANTHROPIC_BEDROCK_BASE_URL", "vertex": "ANTHROPIC_VERTEX_BASE_URL"}[how]
    return once(one.url, {named: one.url, **environment}, through=how, region="eu-west-1")


def test_bedrock_with_a_key() -> None:
    with serving(OK) as one:
        assert isinstance(through(one, "bedrock", {"AWS_BEARER_TOKEN_BEDROCK": "bearer-of-aws"}), Reply)
        (got,) = one.got
    assert (got.path, got.body) == ("/model/claude-sonnet-5-5/invoke", BODY)
    assert got.headers["authorization"] == "Bearer bearer-of-aws"


def test_bedrock_without_the_library_that_signs() -> None:
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    with serving(OK) as one:
        assert told(through(one, "bedrock", keys))[0] == "no-sdk"
        assert one.got == []


def test_vertex() -> None:
    with serving(OK) as one:
        keys = {"GOOGLE_OAUTH_ACCESS_TOKEN": "token-of-google", "GOOGLE_CLOUD_PROJECT": "orders/../x"}
        assert isinstance(through(one, "vertex", keys), Reply)
        (got,) = one.got
    place = "/projects/orders%2F..%2Fx/locations/eu-west-1/publishers/anthropic"
    assert (got.path, got.body) == (f"{place}/models/claude-sonnet-5-5:rawPredict", BODY)
    assert got.headers["authorization"] == "Bearer token-of-google"


# Waiting


def test_waits_grow_and_are_the_same_in_every_run() -> None:
    usual = Settings(seed=b"x")
    waits = [pause(ASKED, usual, number) for number in range(8)]
    assert waits == [pause(ASKED, usual, number) for number in range(8)]
    assert all(0.5 * min(2**number, 20) <= wait <= min(2**number, 20) for number, wait in enumerate(waits))
    assert pause(ASKED, usual, 0) != pause(ASKED, usual._replace(seed=b"y"), 0)


def test_a_mistake_of_our_own_is_no_cause_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from guard.doors.model import wire

    def broken(*words: object) -> object:
        raise ZeroDivisionError(KEY)

    monkeypatch.setattr(wire, "client", broken)
    with pytest.raises(RuntimeError, match="ZeroDivisionError") as caught:
        once(closed())
    assert KEY not in str(caught.value) and caught.value.__cause__ is None


Answered = Callable[[dict[str, Any]], Any]
