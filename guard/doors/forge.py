"""Asking a forge over its API: JSON there and back, to one host, within bounds; what it answers is believed by nobody.

The token goes to that host alone: over https, or to this machine; no redirect is followed. What a forge says of an
error is text of somebody else's: told with few letters, and cut.
"""

from __future__ import annotations

import time
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from guard import __version__
from guard.errors import GuardError
from guard.escape import shown
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

SECONDS = 30.0  # for one answer to begin, and for each part of it
LARGEST = 16 << 20
PAGE = 100  # of a list; a page with less is the last one
PAGES = 50
TRIES = 3
LONGEST = 60  # seconds to wait where the forge asks for it; who is told to wait longer is told when
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOT_PLAIN = r"[^A-Za-z0-9 .,'()/_-]+"
NEXT_RUN = "run the job again later; the schedule of the workflow does it by itself"


class Denied(Exception):
    """The forge says no: by a status from 400 to 499, in a few of its own words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status}: {words}")
        self.status = status
        self.words = words


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes


class Forge:
    """One API: where it is, and what lets us in; that is in no message and in no `repr`."""

    def __init__(self, url: str, headers: Mapping[str, str], pause: Callable[[float], None] = time.sleep) -> None:
        self.url = url.rstrip("/")
        self._headers = {"User-Agent": f"changeset-guard/{__version__}", "Content-Type": "application/json", **headers}
        self._opener = _opener(self.url)
        self._pause = pause

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """The answer's JSON, None where it has no body. Denied where the forge says no, GuardError where it says none.

        Only what changes nothing is asked again by itself; who is told to wait a little waits.
        """
        for number in range(TRIES):
            last = number == TRIES - 1
            try:
                found = self._once(method, path, body)
            except (OSError, HTTPException) as error:
                if last or method != "GET":
                    raise self._silent(str(getattr(error, "reason", "") or error)) from error
                self._pause(4**number)
                continue
            wait = _wait(found)
            if wait is None and (found.status < 500 or method != "GET" or last):
                return self._told(found)
            if wait is not None and (wait > LONGEST or last):
                raise self._silent(f"it takes no more requests for {wait} seconds")
            self._pause(4**number if wait is None else wait)
        raise AssertionError("the last try answers or raises")

    def pages(self, path: str, under: str = "") -> Iterator[Any]:
        """Every row of a list, page by page; `under` is the key that holds it. Longer than guard reads: an error."""
        for number in range(1, PAGES + 1):
            told = self.ask("GET", f"{path}{'&' if '?' in path else '?'}per_page={PAGE}&page={number}")
            rows = told.get(under) if under and isinstance(told, dict) else told
            if not isinstance(rows, list):
                raise unread(path)
            yield from rows
            if len(rows) < PAGE:
                return
        what = f"a list of the forge is longer than the {PAGE * PAGES:,} rows that guard reads"
        raise GuardError("G612", what, _where(path), "close what is long over, then run the job again")

    def _once(self, method: str, path: str, body: object) -> _Answer:
        import json

        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}{path}", data, self._headers, method=method)
        with self._opener.open(request, timeout=SECONDS) as got:
            text = got.read(LARGEST + 1)
            return _Answer(got.status, {name.lower(): value for name, value in got.headers.items()}, text)

    def _told(self, found: _Answer) -> Any:
        import json

        if found.status >= 500:
            raise self._silent(f"it answers with {found.status}")
        if len(found.body) > LARGEST:
            raise GuardError("G612", "an answer of the forge is too large", shown(self.url.encode()), NEXT_RUN)
        try:
            data = json.loads(found.body) if found.body else None
        except (ValueError, RecursionError):
            data = None if found.status >= 400 else unread(self.url)
        if isinstance(data, GuardError):
            raise data
        if found.status >= 400:
            said = data.get("message") if isinstance(data, dict) else ""
            raise Denied(found.status, plain(said))
        if found.status >= 300:
            what = f"the forge sends to another address ({found.status}), and guard takes its token nowhere else"
            raise GuardError("G610", what, shown(self.url.encode()), "name the API by its own address")
        return data

    def _silent(self, why: str) -> GuardError:
        return GuardError("G610", f"the forge does not answer: {plain(why)}", shown(self.url.encode()), NEXT_RUN)


def unread(path: str) -> GuardError:
    """An answer is not what the documentation of the forge says it is."""
    mend = "see that the address is that of the API itself; update guard where the forge is newer"
    return GuardError("G612", "an answer of the forge is not what guard reads there", _where(path), mend)


def plain(words: object) -> str:
    """Text of a forge in letters that no terminal, log or page takes for more than text."""
    import re

    return " ".join(re.sub(NOT_PLAIN, " ", words[:1000]).split())[:200] if isinstance(words, str) else ""


def _where(path: str) -> str:
    return shown(path.partition("?")[0].encode())


def _wait(found: _Answer) -> int | None:
    """Seconds that the forge asks to be left alone; None where it does not."""
    if found.status not in (403, 429):
        return None
    after = found.headers.get("retry-after", "")
    if after.isdecimal():
        return min(int(after[:6]), 86400)
    if found.headers.get("x-ratelimit-remaining") == "0" or found.headers.get("ratelimit-remaining") == "0":
        until = found.headers.get("x-ratelimit-reset") or found.headers.get("ratelimit-reset") or ""
        return max(int(until[:12]) - int(time.time()), 1) if until.isdecimal() else 60
    return 1 if found.status == 429 else None


def _opener(url: str) -> OpenerDirector:
    """What speaks to this one host: no redirects, no cookies, no passwords of the machine; a proxy as others use it."""
    parts = urlsplit(url)
    here = parts.hostname in LOOPBACK
    known = parts.scheme == "https" or (parts.scheme == "http" and here)
    if not known or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment or not url.isprintable():
        what = "the address of the forge's API is none that guard gives a token to: https, or this machine"
        where = shown(f"{parts.scheme}://{parts.hostname}".encode())
        raise GuardError("G610", what, where, "set GITHUB_API_URL (GitLab: CI_API_V4_URL) as the forge sets it")
    opener = OpenerDirector()
    for handler in (ProxyHandler({} if here else None), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener
