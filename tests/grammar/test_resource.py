"""Resources: what is named kind:name, and who answers for it."""

from __future__ import annotations

import pytest

from guard.grammar.resource import holder, reason

# resource, the resource whose owners answer for it
GOOD = [
    ("table:users", "table:users"),
    ("table:billing.invoices", "table:billing.invoices"),
    ("table:größe", "table:größe"),
    ("column:users.display_name", "table:users"),
    ("column:billing.invoices.id", "table:billing.invoices"),
    ("index:users.by_email", "table:users"),
    ("index:billing.invoices.by_day", "table:billing.invoices"),
    ("secret:STRIPE_KEY", "secret:STRIPE_KEY"),
    ("service:identity-service", "service:identity-service"),
    ("package:github.com/acme/tool@v2", "package:github.com/acme/tool@v2"),
    ("endpoint:/v1/users/{id}", "endpoint:/v1/users/{id}"),
    ("topic:orders:v1", "topic:orders:v1"),
    ("feature-flag:new_name.on", "feature-flag:new_name.on"),
    ("k8s_role:a", "k8s_role:a"),
    ("x:y", "x:y"),
    ("table:" + "a" * 250, "table:" + "a" * 250),
]
BAD = [
    ("", "kind:name"), ("users", "kind:name, such as table:users"), ("users.email", "kind:name"),
    ("/docs/**", "kind:name"),
    (":users", "lower-case word"), ("Table:users", "not Table"), ("9p:x", "lower-case word"),
    ("-a:x", "lower-case word"),
    ("tab le:users", "lower-case word"), ("größe:x", "lower-case word"), (" table:users", "lower-case word"),
    ("\x1b[1m:x", "not \\x1b[1m"), ("x" * 5000 + "!:y", "lower-case word"),
    ("table:", "such as table:users"), ("column:", "such as column:users"),
    ("table: users", "no blank"), ("table:users ", "no blank"), ("table:user list", "a blank"),
    ("table:users\n", "\\x0a"),
    ("table:us\u200bers", "\\u200b"), ("table:us\u00a0ers", "\\u00a0"), ("table:\u202eusers", "\\u202e"),
    ("table:users\x00", "\\x00"), ("table:\udc80", "\\udc80"),
    ("table:*", "* has no meaning"), ("column:users.*", "named in full"), ('table:"users"', "without quotes"),
    ("table:'users'", "without quotes"), ("table:`users`", "without quotes"), ("table:a\\b", "no meaning"),
    ("column:email", "names its table first: column:TABLE.email"), ("index:by_email", "index:TABLE.by_email"),
    ("column:users.", "between two names"), ("column:.email", "between two names"),
    ("column:a..b", "such as column:users.email"),
    ("table:.users", "between two names, such as table:users"), ("table:users.", "between two names"),
    ("index:.", "between two"),
    ("table:" + "a" * 251, "at most 256"), ("table:" + " " * 5000, "at most 256"),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "held_by"), GOOD)
def test_a_resource_has_a_holder(resource: str, held_by: str) -> None:
    assert reason(resource) is None
    assert holder(resource) == held_by
    assert reason(held_by) is None and holder(held_by) == held_by


@pytest.mark.parametrize(("text", "told"), BAD, ids=lambda text: ascii(text)[:30])
def test_what_is_none_is_told_how_to_be_written(text: str, told: str) -> None:
    wrong = reason(text)
    assert wrong is not None and told in wrong, wrong
    assert wrong.isprintable() and len(wrong) < 250
