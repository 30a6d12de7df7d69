"""One request sent once: its answer, or a cause told by status and the kind of error, never by an error's own words."""

from __future__ import annotations

import json  # noqa: TID253  this module is imported where a model is asked, and nowhere else
import time

import anthropic  # noqa: TID253
import httpx2  # noqa: TID253

from guard.doors.model.wire import PLAIN, Compressed, Late, TooLarge, sdk
from guard.model.inquiry import Miss, Reply
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guard.doors.model.way import Settings, Way
    from guard.doors.model.wire import Client
    from guard.model.inquiry import Inquiry

STATUSES = {
    400: "bad-request",
    401: "unauthorised",
    402: "payment",
    403: "denied",
    404: "no-such-model",
    408: "timeout",
    413: "request-too-large",
    429: "rate-limit",
    504: "timeout",
    529: "overloaded",
}
KINDS = {  # what an error calls itself, where its status is a common one
    "authentication_error": "unauthorised",
    "billing_error": "payment",
    "permission_error": "denied",
    "not_found_error": "no-such-model",
    "request_too_large": "request-too-large",
    "overloaded_error": "overloaded",
}
PASSING = frozenset(("connection", "timeout", "rate-limit", "overloaded", "server-error"))  # may be over the next time
WORD = frozenset("abcdefghijklmnopqrstuvwxyz_")
NAMES = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
SENT_BY_SDK = (  # of this machine, and of no use to anybody who answers
    *("X-Stainless-Lang", "X-Stainless-Package-Version", "X-Stainless-OS", "X-Stainless-Arch", "X-Stainless-Runtime"),
    *("X-Stainless-Runtime-Version", "X-Stainless-Async", "x-stainless-retry-count", "x-stainless-timeout"),
    "x-stainless-read-timeout",
)


class Sent(NamedTuple):
    """What came of it, and how many seconds the other side asks to be left alone; -1 where it does not say."""

    result: Reply | Miss
    wait: float = -1.0


def send(client: Client, inquiry: Inquiry, settings: Settings, leads: Way, deadline: float) -> Sent:
    """Once. Nothing of an error's text goes any further: a header, or somebody's words, could stand in it."""
    left = max(deadline - time.monotonic(), 0.001)
    limits = httpx2.Timeout(min(settings.read, left), connect=min(settings.connect, left), pool=left)
    try:
        response: Any = client.post(
            leads.path(inquiry.model),
            content=inquiry.body,
            cast_to=httpx2.Response,
            options={
                "headers": {"Accept-Encoding": PLAIN, **dict.fromkeys(SENT_BY_SDK, anthropic.omit)},
                "timeout": limits,
                "max_retries": 0,
            },
            stream=True,
            stream_cls=anthropic.Stream[object],
        )
        try:
            return Sent(_reply(inquiry, response, leads))
        finally:
            response.close()
    except anthropic.APIStatusError as error:
        return _refused(inquiry, error, leads)
    except Exception as error:
        cause = _cause(error)
        if not cause:
            raise
        return Sent(Miss(cause, "", inquiry.digest))


def _reply(inquiry: Inquiry, response: httpx2.Response, leads: Way) -> Reply | Miss:
    body = response.read()
    if response.status_code != 200:
        return Miss("status", str(response.status_code), inquiry.digest)
    if echoes(body, leads):
        return Miss("echo", "", inquiry.digest)
    return Reply(inquiry.digest, body, _name(response.headers.get("request-id", "")), leads.base, sdk())


def echoes(body: bytes, leads: Way) -> bool:
    """Whether what lets us in stands in an answer, spelled out or in escapes of JSON."""
    text = body.decode("utf-8", "replace")
    if "\\u" in text:
        try:
            text += json.dumps(json.loads(text), ensure_ascii=False)
        except (ValueError, RecursionError):
            pass
    return any([value in text for value in leads.keys.values()])


def _refused(inquiry: Inquiry, error: anthropic.APIStatusError, leads: Way) -> Sent:
    status, headers = error.status_code, error.response.headers
    kind, code = _kinds(error.response.content)
    if echoes(error.response.content, leads):
        return Sent(Miss("echo", "", inquiry.digest))
    if 300 <= status < 400:
        return Sent(Miss("redirect", "", inquiry.digest))
    if status == 429 and code.endswith("spend_limit_reached"):
        return Sent(Miss("spend-limit", code, inquiry.digest))
    cause = STATUSES.get(status, "server-error" if status >= 500 else "status")
    if cause in ("bad-request", "status", "server-error"):
        cause = KINDS.get(kind, cause)
    return Sent(Miss(cause, " ".join([str(status), kind]).strip(), inquiry.digest), _wait(headers))


def _kinds(body: bytes) -> tuple[str, str]:
    """What an error calls itself, and its code, if they are plain words."""
    try:
        error = json.loads(body)["error"]
        details = error.get("details")
        code = details.get("error_code") if isinstance(details, dict) else ""
        return _word(error.get("type")), _word(code)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return "", ""


def _word(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= 60 and WORD.issuperset(value) else ""


def _name(value: str) -> str:
    return value if len(value) <= 80 and NAMES.issuperset(value) else ""


def _wait(headers: httpx2.Headers) -> float:
    """Seconds; what is no number says nothing."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        said = headers.get(name, "")
        if said and len(said) <= 12 and said.replace(".", "", 1).isdecimal() and said.isascii():
            return float(said) * unit
    return -1.0


def _cause(error: BaseException | None) -> str:
    """By what lies at the bottom: the SDK puts its own error around ours."""
    seen = 0
    found = ""
    while error is not None and seen < 10:
        seen += 1
        if isinstance(error, TooLarge):
            return "reply-too-large"
        if isinstance(error, Compressed):
            return "compressed"
        if isinstance(error, (Late, httpx2.TimeoutException, anthropic.APITimeoutError)):
            return "timeout"
        if isinstance(error, ImportError):
            return "no-sdk"
        if isinstance(error, (anthropic.APIConnectionError, httpx2.TransportError, httpx2.StreamError, OSError)):
            found = "connection"
        elif isinstance(error, httpx2.HTTPError):
            found = found or "connection"
        error = error.__cause__
    return found
