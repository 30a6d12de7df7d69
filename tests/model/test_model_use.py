"""What a policy says of a model, as a value; and amounts in millionths."""

from __future__ import annotations

from typing import Any

import pytest

from guard.compile import read_document
from guard.model.model_use import DEADLINE, ModelUse, dollars, micro
from guard.model.policy import policy_from

HEAD = 'id: "5f0c2b7e"\nversion: 1\n'


def use(said: str) -> ModelUse | None:
    read = read_document("policy", "policy.yaml", (HEAD + said).encode())
    data: dict[str, Any] | None = read.data
    assert data is not None, read.faults
    return policy_from(data, "policy.yaml").model


def test_without_the_key_no_model_is_asked() -> None:
    assert use("") is None


def test_what_is_left_out_is_the_usual() -> None:
    found = use("model: {reads: plans, name: m}")
    assert found is not None
    assert (found.reads, found.name, found.through, found.hosts) == (("plans",), "m", "anthropic", ())
    assert (found.deadline, found.samples, found.max_usd, found.region) == (DEADLINE, 1, None, "")
    assert not found.never.matches(b"a")


def test_what_is_said_is_meant() -> None:
    found = use(
        "model: {reads: [plans, landings], name: m, through: gateway, hosts: ['https://b.example/', 'https://a.example'],"
        " region: eu-west-1, deadline: 2m, samples: 3, never: [/keys/**], max_usd: 0.5}"
    )
    assert found is not None
    assert (found.reads, found.through) == (("landings", "plans"), "gateway")
    assert found.hosts == ("https://a.example", "https://b.example")
    assert (found.deadline, found.samples, found.max_usd, found.region) == (120, 3, 500_000, "eu-west-1")
    assert found.never.matches(b"keys/a") and not found.never.matches(b"docs/a")


@pytest.mark.parametrize(
    ("said", "amount", "shown"),
    [
        ("0.50", 500_000, "$0.50"),
        ("1", 1_000_000, "$1.00"),
        ("0.000001", 1, "$0.000001"),
        ("1234.5", 1_234_500_000, "$1,234.50"),
        ("0.0123", 12_300, "$0.0123"),
        ("0", 0, "$0.00"),
    ],
)
def test_amounts(said: str, amount: int, shown: str) -> None:
    assert micro(said) == amount
    assert dollars(amount) == shown
