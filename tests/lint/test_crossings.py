"""Plans that change one resource without an order between them."""

from __future__ import annotations

import pytest

from tests.lint.drafts import Finds, Leaves, check, flaws, named


def other(phases: str, name: str = "other") -> str:
    return f"plan: {name}\nversion: 1\nowner: dana\nwhy: x\nscope: {{paths: [/a]}}\nphases:\n{phases}"


def made(resource: str, after: str = "", key: str = "creates") -> str:
    """A phase, with what it comes after."""
    return f"{{{after and f'after: {{{after}: complete}}, '}does: [file.modify], {key}: [{resource}]}}\n"


DROPS = other("  prepare: {does: [file.add]}\n" + "  drop: " + made("column:users.a", "prepare", "drops"))
TWICE = other("  one: " + made("symbol:old") + "  two: " + made("symbol:old", "one", "drops"))
BESIDE = other("  one: " + made("symbol:old") + "  two: " + made("symbol:old", "", "drops"))
BETWEEN = other("  b: {after: {p/a: complete}, does: [file.add]}\n", "between")
FINDS = [
    Finds(
        "another column of the table",
        "G249",
        "/phases/a/creates",
        ("a creates column:users.b, other/drop drops column:users.a, and neither waits for the other",),
        ("a: {after: {other/drop: deployed}}",),
        "  a: " + made("column:users.b"),
        others=(DROPS,),
    ),
    Finds(
        "the same column",
        "G249",
        "/phases/a/creates",
        ("a creates column:users.a, other/drop drops column:users.a, and neither waits for the other",),
        ("in plan other", "a: {after: {other/drop: deployed}}"),
        "  a: " + made("column:users.a"),
        others=(DROPS,),
    ),
    Finds(
        "the table of its column",
        "G249",
        "/phases/a/drops",
        ("a drops table:users, other/drop drops column:users.a",),
        (),
        "  a: " + made("table:users", "", "drops"),
        others=(DROPS,),
    ),
    Finds(
        "a column of its table",
        "G249",
        "/phases/a/creates",
        ("a creates index:users.i, other/drop drops table:users",),
        (),
        "  a: " + made("index:users.i"),
        others=(DROPS.replace("column:users.a", "table:users"),),
    ),
    Finds(
        "an order with what comes before it alone",
        "G249",
        "/phases/a/creates",
        ("other/drop drops",),
        (),
        "  a: " + made("column:users.a", "other/prepare"),
        others=(DROPS,),
    ),
    Finds(
        "an order of some other phase",
        "G249",
        "/phases/a/creates",
        ("other/drop drops",),
        (),
        "  a: " + made("column:users.a") + "  b: {after: {other/drop: complete}, does: [file.add]}\n",
        others=(DROPS,),
    ),
    Finds(
        "two phases of the other plan, one beside the other",
        "G249",
        "/phases/a/creates",
        ("other/one creates symbol:old",),
        ("a: {after: {other/one: deployed, other/two: deployed}}",),
        "  a: " + made("symbol:old"),
        others=(BESIDE,),
    ),
    Finds(
        "two phases of this plan, of which the first is told",
        "G249",
        "/phases/a/creates",
        ("a creates symbol:old",),
        (),
        "  a: " + made("symbol:old") + "  b: " + made("symbol:old", "a", "drops"),
        others=(TWICE,),
    ),
    Finds(
        "what is done outside",
        "G249",
        "/phases/a/drops",
        ("other/make creates role:old",),
        ("a: {after: {other/make: complete}}",),
        "  a: " + made("role:old", "", "drops"),
        others=(other('  make: {outside: in Vault, creates: ["role:old"]}\n'),),
    ),
]
LEAVES = [
    Leaves("a column of another table", "G249", "  a: " + made("column:orders.a"), others=(DROPS,)),
    Leaves("another column, later", "G249", "  a: " + made("column:users.b", "other/drop"), others=(DROPS,)),
    Leaves("a table of a name that begins alike", "G249", "  a: " + made("table:users2"), others=(DROPS,)),
    Leaves("a plan that changes nothing of the kind", "G249", "  a: {does: [file.add]}\n", others=(DROPS,)),
    Leaves("later than the other", "G249", "  a: " + made("column:users.a", "other/drop"), others=(DROPS,)),
    Leaves(
        "later, two phases on",
        "G249",
        "  x: {after: {other/drop: complete}, does: [file.add]}\n  a: " + made("column:users.a", "x"),
        others=(DROPS,),
    ),
    Leaves(
        "earlier than the other",
        "G249",
        "  a: " + made("column:users.a"),
        others=(DROPS.replace("{prepare: complete}", "{p/a: complete}"),),
    ),
    Leaves(
        "earlier, by way of a third plan",
        "G249",
        "  a: " + made("column:users.a"),
        others=(DROPS.replace("{prepare: complete}", "{between/b: complete}"), BETWEEN),
    ),
    Leaves("later than both phases of the other", "G249", "  a: " + made("symbol:old", "other/two"), others=(TWICE,)),
    Leaves("both in one plan", "G249", "  a: " + made("symbol:old") + "  b: " + made("symbol:old", "", "drops")),
    Leaves(
        "behind a misspelt phase, of which G231 is told",
        "G249",
        "  a: " + made("column:users.a", "other/dorp"),
        others=(DROPS,),
    ),
    Leaves(
        "a plan of which G231 is told",
        "G249",
        "  a: " + made("column:users.a"),
        others=(DROPS.replace("{prepare: complete}", "{p/aa: complete}"),),
    ),
    Leaves(
        "a circle of both",
        "G249",
        "  a: " + made("column:users.a", "other/drop"),
        others=(DROPS.replace("{prepare: c", "{p/a: c"),),
    ),
]


def test_each_plan_that_crosses_is_told_of() -> None:
    found = flaws("  a: " + made("column:users.a"), others=(DROPS, DROPS.replace("plan: other", "plan: again")))
    assert [flaw.rule for flaw in found] == ["G249", "G249"]
    assert "again/drop" in found[0].what
    assert "other/drop" in found[1].what


def test_everybody_is_named_who_has_a_say() -> None:
    (found,) = flaws("  a: " + made("column:users.a"), others=(DROPS,))
    assert found.why.endswith("; table:users is owned by identity, used by api and worker")
    both = flaws("  a: " + made("column:nobodys.a"), others=(DROPS.replace("users", "nobodys"),))
    (found,) = [flaw for flaw in both if flaw.rule == "G249"]
    assert found.why.endswith("nobody has agreed which of them that is")


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
