"""Around a reading: names that are looked up, one deadline for all that is asked."""

from __future__ import annotations

import time

import pytest

from guard.doors.model import Settings
from guard.model.inquiry import Inquiry, Miss
from guard.model.known import NOTHING, Known, Register
from guard.model.model_use import ModelUse
from guard.opinions.looking import look_up
from guard.opinions.through import asker, settings
from tests import model_server as server
from tests.model_server import serving

KNOWN = Known(
    "a tree",
    {
        "column": Register("column", {"users.display_name": "db/schema.sql:3"}),
        "environment": Register("environment", {"DATABASE_URL": "src/a.py:1"}),
        "path": Register("path", {"db/schema.sql": "db/schema.sql"}),
    },
)


@pytest.mark.parametrize(
    ("quote", "looked"),
    [
        ("copy users.display_name over in batches", "there"),
        ("set DATABASE_URL to the replica", "there"),
        ("read db/schema.sql first.", "there"),
        ("set DATABASE_URI to the replica", "unknown"),
        ("copy users.display_name to users.given_name", "unknown"),
        ("the old readers are gone", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_name_is_there_where_every_name_of_the_quote_is(quote: str, looked: str) -> None:
    assert look_up(KNOWN)(quote) == looked
    assert look_up(NOTHING)(quote) == "unknown"


def test_a_policy_is_what_the_door_is_told() -> None:
    use = ModelUse(("plans",), "m", "vertex", ("https://a.example",), "eu-west-1", deadline=60)
    told = settings(use, b"seed")
    assert (told.through, told.hosts, told.region, told.deadline, told.seed) == (
        "vertex", ("https://a.example",), "eu-west-1", 60.0, b"seed",
    )  # fmt: skip


def test_all_that_one_reading_asks_has_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key-of-the-tests")
    asked = [Inquiry("1", b"{}", "m")]
    with serving(server.hangs) as one:
        ask = asker(Settings(through="gateway", hosts=(one.url,), deadline=0.2))
        begun = time.monotonic()
        for _ in range(3):
            assert ask(asked) == (Miss("timeout", "", "1"),) or ask(asked) == [Miss("timeout", "", "1")]
        assert time.monotonic() - begun < 2
        assert len(one.got) <= 1
