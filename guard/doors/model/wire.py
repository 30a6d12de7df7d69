"""The SDK, and what it sends through, held within bounds: size, time, one address. Loaded inside of a call alone."""

from __future__ import annotations

import time

import anthropic  # noqa: TID253  this module is imported where a model is asked, and nowhere else
import httpx2  # noqa: TID253

from guard import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.doors.model.way import Settings, Way

    Client = anthropic.Anthropic | anthropic.AnthropicBedrock | anthropic.AnthropicVertex

PLAIN = "identity"


class TooLarge(Exception):
    """An answer is longer than guard reads."""


class Compressed(Exception):
    """An answer comes in a form that says nothing of its size."""


class Late(Exception):
    """The deadline has passed while an answer came."""


class _Counted(httpx2.SyncByteStream):
    """A body that ends where it is too long or too late."""

    def __init__(self, stream: httpx2.SyncByteStream, largest: int, deadline: float) -> None:
        self._stream, self._largest, self._deadline = stream, largest, deadline

    def __iter__(self) -> Iterator[bytes]:
        got = 0
        for chunk in self._stream:
            got += len(chunk)
            if got > self._largest:
                raise TooLarge
            if time.monotonic() > self._deadline:
                raise Late
            yield chunk

    def close(self) -> None:
        self._stream.close()


class _Bounded(httpx2.BaseTransport):
    """The transport of httpx2, whose answers are bounded before anybody reads them, of errors too."""

    def __init__(self, inner: httpx2.BaseTransport, largest: int, deadline: float) -> None:
        self._inner, self._largest, self._deadline = inner, largest, deadline

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", PLAIN).strip().lower() not in ("", PLAIN):
            response.close()
            raise Compressed
        assert isinstance(response.stream, httpx2.SyncByteStream)
        stream = _Counted(response.stream, self._largest, self._deadline)
        return httpx2.Response(response.status_code, headers=response.headers, stream=stream)

    def close(self) -> None:
        self._inner.close()


def client(leads: Way, settings: Settings, deadline: float) -> Client:
    """The SDK's own client for that API: one address, one key, no retries, no proxies, no redirects, no telemetry."""
    limits = httpx2.Limits(max_connections=settings.at_once, max_keepalive_connections=settings.at_once)
    inner = httpx2.HTTPTransport(trust_env=False, limits=limits)
    http = httpx2.Client(transport=_Bounded(inner, settings.largest, deadline), trust_env=False, follow_redirects=False)
    shared: dict[str, Any] = {
        "base_url": leads.base,
        "http_client": http,
        "max_retries": 0,
        "open_telemetry": False,
        "default_headers": {"User-Agent": f"changeset-guard/{__version__}"},
    }
    keys = leads.keys
    if leads.through == "bedrock":
        return anthropic.AnthropicBedrock(
            aws_region=leads.region,
            api_key=keys.get("AWS_BEARER_TOKEN_BEDROCK"),
            aws_access_key=keys.get("AWS_ACCESS_KEY_ID"),
            aws_secret_key=keys.get("AWS_SECRET_ACCESS_KEY"),
            aws_session_token=keys.get("AWS_SESSION_TOKEN"),
            **shared,
        )
    if leads.through == "vertex":
        token = next(iter(keys.values()))
        return anthropic.AnthropicVertex(region=leads.region, project_id=leads.project, access_token=token, **shared)
    return anthropic.Anthropic(api_key=keys["ANTHROPIC_API_KEY"], **shared)


def sdk() -> str:
    return f"anthropic {anthropic.__version__}"
