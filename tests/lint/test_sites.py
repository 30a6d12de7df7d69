"""Sites and what names them."""

from __future__ import annotations

import pytest

from guard.lint import lint
from guard.model.draft import Draft
from tests.lint.drafts import HEAD, POLICY, Finds, Leaves, check, named, plan_of, policy_of

PHASE = "  a: {does: [file.modify], sites: s}\n"


def sites(more: str = "", inside: str = "/src/**", pattern: str = "go: $U.Old") -> str:
    return f"sites: {{s: {{{pattern}, in: {inside}, count: 3{more}}}}}\n"


FINDS = [
    Finds(
        "a phase with unknown sites",
        "G236",
        "/phases/a/sites",
        ("works through sites st,",),
        ("did you mean s?", "sites: s"),
        "  a: {does: [file.modify], sites: [s, st]}\n",
        sites(),
    ),
    Finds(
        "sites where there are none",
        "G236",
        "/phases/a/sites",
        ("sites s,",),
        ("sites: {s: {text: ..., in: /**, count: 1}}",),
        PHASE,
    ),
    Finds(
        "no phase works through them",
        "G245",
        "/sites/s",
        ("no phase works through sites s",),
        ("PHASE: {sites: s}",),
        "  a: {does: [file.modify]}\n",
        sites(),
    ),
    Finds(
        "a phase that edits no code",
        "G245",
        "/phases/a/sites",
        ("worked through by a, which edits no code",),
        ("a: {does: [code.read.switch, file.modify], sites: s}",),
        "  a: {does: [data.backfill, file.add], sites: s}\n",
        sites(),
    ),
    Finds(
        "out of reach",
        "G245",
        "/sites/s/in",
        ("in /app/**, where the plan may change nothing",),
        ("scope: {paths: [/app/**]}",),
        PHASE,
        sites(inside="/app/**"),
    ),
    Finds(
        "all excepted",
        "G245",
        "/sites/s/except",
        ("all of that is excepted",),
        ("s: {except: [/PATH/FILE]}",),
        PHASE,
        sites(", except: [/src/**]"),
    ),
    Finds(
        "text that holds itself",
        "G245",
        "/sites/s/becomes",
        ("'render_all' holds",),
        (),
        PHASE,
        sites(", becomes: render_all", pattern="text: render"),
    ),
    Finds(
        "code that becomes itself",
        "G245",
        "/sites/s/becomes",
        ("found again",),
        (),
        PHASE,
        sites(', becomes: "$U.Old "'),
    ),
    Finds(
        "no phase works through them, beside a name like none",
        "G245",
        "/sites/s",
        ("no phase works through sites s",),
        (),
        "  a: {does: [file.modify], sites: quite-another}\n",
        sites(),
    ),
]
LEAVES = [
    Leaves("known sites", "G236", PHASE, sites()),
    Leaves("sites that drain", "G245", PHASE, sites(", except: [/src/store.go], becomes: $U.New")),
    Leaves("sites the scope reaches in part", "G245", PHASE, sites(inside="/**")),
    Leaves("sites within the scope", "G245", PHASE, sites(inside="/src/*/store.go")),
    Leaves("text that becomes another", "G245", PHASE, sites(", becomes: draw", pattern="text: render")),
    Leaves("code that holds the old as a part", "G245", PHASE, sites(", becomes: wrap($U.Old)")),
    Leaves("SQL in migrations", "G245", "  a: {does: [schema.view.create], sites: s}\n", sites(pattern="sql: old")),
    Leaves("code that switches", "G245", "  a: {does: [code.read.switch], sites: s}\n", sites()),
    Leaves("one phase of two that edits", "G245", "  b: {does: [data.update], sites: s}\n" + PHASE, sites()),
]


@pytest.mark.parametrize("never", ["/src/**", "/**"])
def test_sites_where_nothing_is_ever_touched_are_found(never: str) -> None:
    scope = "sites:\n  s: {go: $U.Old, in: /src/users/**, count: 3}\n"
    text = HEAD.replace("/db/**]", f"/db/**], never: [{never}]") + scope + f"phases:\n{PHASE}"
    found = lint(Draft(policy_of(POLICY), plan_of(text), {}, {}, None))
    assert [(flaw.rule, flaw.place) for flaw in found] == [("G245", "/sites/s/in")]
    assert "all of which the plan never touches" in found[0].what


@pytest.mark.parametrize(
    ("paths", "never", "inside", "mend"),
    [
        ("/src/users/**, /db/**", "/src/users/**", "/src/**", "s: {in: /db/**}"),  # all that is within reach
        ("/src/users/**, /src/**", "/src/users/**", "/src/users/**", "s: {in: /src/**}"),  # not the line as it stands
        ("/src/**", "/**", "/src/users/**", "s: {in: /PLACE/**}"),
    ],
)
def test_sites_where_nothing_is_ever_touched_are_told_of_places_that_may_change(
    paths: str, never: str, inside: str, mend: str
) -> None:
    scope = HEAD.replace("/src/**, /db/**]", f"{paths}], never: [{never}]")
    text = scope + sites(inside=inside) + f"phases:\n{PHASE}"
    (found,) = lint(Draft(policy_of(POLICY), plan_of(text), {}, {}, None))
    assert (found.rule, found.place) == ("G245", "/sites/s/in")
    assert found.mend.endswith(mend)


def test_a_misspelt_name_is_told_once() -> None:
    text = HEAD + sites().replace("{s: {", "{reads: {") + "phases:\n  a: {does: [file.modify], sites: raeds}\n"
    (found,) = lint(Draft(policy_of(POLICY), plan_of(text), {}, {}, None))
    assert (found.rule, found.place) == ("G236", "/phases/a/sites")


def test_sites_of_which_some_are_never_touched_are_left_alone() -> None:
    text = HEAD.replace("/db/**]", "/db/**], never: [/src/legacy/**]") + sites() + f"phases:\n{PHASE}"
    assert lint(Draft(policy_of(POLICY), plan_of(text), {}, {}, None)) == ()


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
