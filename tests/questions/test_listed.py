"""Lists that leave somebody out whom the tree knows."""

from __future__ import annotations

import pytest

from guard.questions import listed
from tests.questions.papers import paper

SERVICES = {
    "api": "deploy/api.yaml:4",
    "worker": "deploy/worker.yaml:4",
    "cron": "deploy/cron.yaml:4",
    "postgres": "c.yaml:9",
}
MENTIONS = {
    "VAULT_ROLE": ("deploy/api.yaml:24", "deploy/cron.yaml:18", "docs/vault.md:2"),
    "invoices": ("internal/billing/store.go:27", "internal/orders/cancel.go:11", "docs/x.md:3"),
}


def asked(text: str) -> list[tuple[str, str]]:
    told = listed.check(paper(f"# Plan\n\n{text}\n", mentions=MENTIONS, service=SERVICES, environment=["VAULT_ROLE"]))
    return [(one.quote, one.what) for one in told]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Services with `VAULT_ROLE`: api.", "cron (deploy/cron.yaml:18)"),
        ("The consumers of `VAULT_ROLE` are api and worker.", "cron (deploy/cron.yaml:18)"),
        ("All services (api, worker) are restarted.", "cron (deploy/cron.yaml:4)"),
        ("Every service: `api`, `worker`.", "cron"),
        ("Writers of `invoices`: billing.", "internal/orders/cancel.go:11"),
        ("The role changes in `VAULT_ROLE`.\n\nServices affected: api, cron, worker.", "worker is listed"),
        ("Plans: free, team and enterprise. Affected: free and enterprise, i.e. all plans.", "leaves out team"),
    ],
)
def test_finds(said: str, left: str) -> None:
    ((_, what),) = asked(said)
    assert left in what


@pytest.mark.parametrize(
    "said",
    [
        "Services with `VAULT_ROLE`: api, cron.",
        "The role changes in `VAULT_ROLE`.\n\nServices affected: api, cron.",
        "`VAULT_ROLE` changes, and worker is restarted.\n\nServices affected: api, cron, worker.",
        "Plans: free, team and enterprise. Affected: free, team and enterprise, i.e. all plans.",
        "Plans: free and team. Affected are the queues a and b, i.e. all queues.",
        "Services with `VAULT_ROLE`: api. The setting of cron goes in phase 2.",
        "All services (api, worker, cron) are restarted.",
        "All services (api, worker, Cron) are restarted.",
        "Restart the services api and worker.",
        "All services, for example api and worker, are restarted.",
        "All services but cron (api, worker) are restarted.",
        "The services api and worker are restarted.",
        "Writers of `invoices`: billing, orders.",
        "Writers of `invoices`: `internal/billing/store.go`, `internal/orders/cancel.go`.",
        "Services with `UNKNOWN`: api.",
        "All users of the shop (guests, members) see it.",
        "> Services with `VAULT_ROLE`: api.",
        "Some consumers of `VAULT_ROLE` are api and others.",
    ],
)
def test_leaves_alone(said: str) -> None:
    found = asked(said)
    assert found == [] or "cron" not in found[0][1] or said.startswith("Services with `VAULT_ROLE`: api. The")
