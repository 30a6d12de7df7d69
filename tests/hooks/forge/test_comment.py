"""The one comment: made, edited in place, found by mark and author together, and never a second one."""

from __future__ import annotations

import pytest

from guard.doors.forge import Denied
from guard_hooks.forge.comment import MARK, put
from tests.forge_api import SOMEBODY, TOKEN, US, Api
from tests.hooks.forge.test_desks import HOSTS, desk


def texts(api: Api, number: int = 3) -> list[tuple[int, str]]:
    return [(one["user"]["id"], one["body"]) for one in api.comments.get(number, [])]


@pytest.mark.parametrize("host", HOSTS)
def test_it_is_made_once_and_edited_in_place(api: Api, host: str) -> None:
    asking = desk(api, host)
    assert put(asking, 3, "red\n") == "written"
    assert put(asking, 3, "green\n") == "edited"
    assert put(asking, 3, "green\n") == "as it was"
    assert texts(api) == [(US, f"{MARK}\ngreen\n")]
    assert len(api.posted()) == 2
    assert all(TOKEN in token for token in api.tokens())


@pytest.mark.parametrize("host", HOSTS)
def test_other_ends_of_lines_are_no_other_text(api: Api, host: str) -> None:
    api.says(3, f"{MARK}\r\ngreen\r\n\r\nsaid")
    assert put(desk(api, host), 3, "green\n\nsaid\n") == "as it was"
    assert api.posted() == []


@pytest.mark.parametrize("host", HOSTS)
def test_a_mark_by_somebody_else_is_not_taken_for_ours(api: Api, host: str) -> None:
    api.says(3, f"{MARK}\nguard: pass\n", SOMEBODY)
    api.says(3, "an own comment of another tool")
    api.says(4, f"{MARK}\nof another pull request\n")
    assert put(desk(api, host), 3, "red\n") == "written"
    assert texts(api)[:2] == [(SOMEBODY, f"{MARK}\nguard: pass\n"), (US, "an own comment of another tool")]
    assert texts(api)[2:] == [(US, f"{MARK}\nred\n")]
    assert texts(api, 4) == [(US, f"{MARK}\nof another pull request\n")]


@pytest.mark.parametrize("host", HOSTS)
def test_of_several_the_oldest_stays(api: Api, host: str) -> None:
    for text in ("a", "b", "c"):
        api.says(3, f"{MARK}\n{text}")
    assert put(desk(api, host), 3, "red\n") == "edited"
    assert texts(api) == [(US, f"{MARK}\nred\n")]


@pytest.mark.parametrize("host", HOSTS)
def test_it_is_found_among_many(api: Api, host: str) -> None:
    for number in range(230):
        api.says(3, f"comment {number}", SOMEBODY)
    put(desk(api, host), 3, "red\n")
    assert put(desk(api, host), 3, "green\n") == "edited"
    assert len(texts(api)) == 231


@pytest.mark.parametrize("host", HOSTS)
def test_a_token_that_may_only_read(api: Api, host: str) -> None:
    api.may = set()
    with pytest.raises(Denied, match="403: Resource not accessible by integration"):
        put(desk(api, host), 3, "red\n")
    assert texts(api) == []


def test_a_comment_of_nobody(api: Api) -> None:
    api.says(3, f"{MARK}\nof an account that is gone")["user"] = None
    assert put(desk(api, "github"), 3, "red\n") == "written"
