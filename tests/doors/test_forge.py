"""Asking a forge: what is believed, what is asked again, where a token goes, and where it never does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from guard.doors import forge
from guard.doors.forge import Denied, Forge, plain
from guard.errors import GuardError
from tests.forge_api import TOKEN, Api, serving
from tests.repos import tried

LIST = "/repos/acme/shop/pulls"


class Asking:
    """A forge that is asked, and how long it was waited for."""

    def __init__(self, api: Api) -> None:
        self.api, self.waited = api, list[float]()
        self.forge = Forge(api.url, {"Authorization": f"Bearer {TOKEN}"}, self.waited.append)

    def got(self, *instead: tuple[int, dict[str, str], bytes], method: str = "GET") -> object:
        """The answer, where these came first."""
        self.api.instead = list(instead)
        try:
            return tried(lambda: self.forge.ask(method, LIST))
        except Denied as denied:
            return denied


@pytest.fixture
def asking() -> Iterator[Asking]:
    with serving(Api()) as api:
        yield Asking(api)


def refused(found: object, rule: str, words: str = "") -> None:
    assert isinstance(found, GuardError), found
    assert found.rule == rule and words in f"{found.what} {found.where} {found.mend}", found
    assert TOKEN not in f"{found.what} {found.where} {found.mend}"


def status(number: int, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    return number, {name.replace("_", "-"): value for name, value in headers.items()}, body


def test_json_there_and_back(asking: Asking) -> None:
    assert asking.got() == []
    assert asking.got(status(204)) is None
    assert asking.waited == []
    assert asking.api.tokens() == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("instead", "waited"),
    [
        ([status(502)], [1]),
        ([status(502), status(503)], [1, 4]),
        ([status(429)], [1]),
        ([status(429, retry_after="20")], [20]),
        ([status(403, retry_after="60")], [60]),
    ],
    ids=["502", "502 and 503", "429", "429 after 20", "403 after 60"],
)
def test_what_passes_is_waited_for(
    asking: Asking, instead: list[tuple[int, dict[str, str], bytes]], waited: list[float]
) -> None:
    assert asking.got(*instead) == []
    assert asking.waited == waited


@pytest.mark.parametrize(
    ("instead", "words", "rule"),
    [
        ([status(502)] * 3, "answers with 502", "G610"),
        ([status(429)] * 3, "no more requests for 1 seconds", "G610"),
        ([status(429, retry_after="3600")], "no more requests for 3600 seconds", "G610"),
        ([status(429, retry_after="9" * 400)], "no more requests for 86400 seconds", "G610"),
        ([status(403, x_ratelimit_remaining="0", x_ratelimit_reset="99999999999")], "no more requests for", "G610"),
        ([status(301, location="http://127.0.0.1:1/")], "sends to another address (301)", "G610"),
        ([status(200, b"<html>")], "not what guard reads there", "G612"),
        ([status(200, b"[" * 100_000)], "not what guard reads there", "G612"),
        ([status(200, b"\xff")], "not what guard reads there", "G612"),
    ],
)
def test_what_does_not_answer_is_no_answer(
    asking: Asking, instead: list[tuple[int, dict[str, str], bytes]], words: str, rule: str
) -> None:
    refused(asking.got(*instead), rule, words)
    assert sum(asking.waited) <= 10


def test_a_redirect_takes_no_token_anywhere(asking: Asking) -> None:
    with serving(Api()) as other:
        refused(asking.got(status(307, location=f"{other.url}{LIST}")), "G610")
        assert other.asked == []


def test_an_answer_that_is_too_large(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forge, "LARGEST", 100)
    refused(asking.got(status(200, b"[" + b" " * 100 + b"]")), "G612", "too large")


def test_nobody_listens(asking: Asking) -> None:
    asking.forge = Forge("http://127.0.0.1:9", {}, asking.waited.append)
    refused(asking.got(), "G610", "Connection refused")
    assert asking.waited == [1, 4]


def test_what_changes_something_is_asked_once(asking: Asking) -> None:
    refused(asking.got(status(502), method="POST"), "G610", "502")
    assert (len(asking.api.asked), asking.waited) == (1, [])


@pytest.mark.parametrize("code", [400, 401, 403, 404, 422])
def test_a_no_is_told_in_few_letters(asking: Asking, code: int) -> None:
    said = json.dumps({"message": "no\n::error::x ##[group]y \x1b[31m <b>@all</b> " + "z" * 400}).encode()
    found = asking.got(status(code, said))
    assert isinstance(found, Denied) and found.status == code
    assert found.words.startswith("no error x group y 31m b all /b zzz") and len(found.words) <= 200


@pytest.mark.parametrize("body", [b"", b"[]", b'{"message": 7}', b"<html>"])
def test_a_no_without_words(asking: Asking, body: bytes) -> None:
    found = asking.got(status(404, body))
    assert isinstance(found, Denied) and found.words == ""


def test_a_list_page_by_page(asking: Asking) -> None:
    for number in range(1, 251):
        asking.api.opened(number, "a" * 40)
    assert [row["number"] for row in asking.forge.pages(LIST)] == list(range(1, 251))
    assert len(asking.api.asked) == 3


def test_a_list_without_an_end(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forge, "PAGES", 2)
    for number in range(1, 251):
        asking.api.opened(number, "a" * 40)
    refused(tried(lambda: list(asking.forge.pages(LIST))), "G612", "longer than the 200 rows")


def test_a_list_that_is_none(asking: Asking) -> None:
    for body in (b"{}", b'{"rows": 1}', b"7", b"null"):
        asking.api.instead = [status(200, body)]
        refused(tried(lambda: list(asking.forge.pages(LIST, "rows"))), "G612", LIST)


@pytest.mark.parametrize(
    "url",
    [
        *("http://forge.example/api", "http://127.0.0.1.example/", "ftp://127.0.0.1/", "127.0.0.1", ""),
        *("https://user:pass@forge.example/", "https://forge.example/?a", "https://forge.example/#a", "https:///x"),
        "https://forge.example/\n",
    ],
)
def test_a_token_goes_to_no_such_address(url: str) -> None:
    refused(tried(lambda: Forge(url, {"Authorization": TOKEN})), "G610", "none that guard gives a token to")


@pytest.mark.parametrize("url", ["https://api.github.com", "https://forge.example/api/v3", "http://localhost:1/x"])
def test_a_token_goes_there(url: str) -> None:
    assert Forge(url, {"Authorization": TOKEN}).url == url
    assert TOKEN not in repr(Forge(url, {"Authorization": TOKEN}))


def test_plain_text_is_left_as_it_is() -> None:
    assert plain("Resource not accessible by integration") == "Resource not accessible by integration"
    assert plain(7) == plain(None) == plain("\0") == ""
