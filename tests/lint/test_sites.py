"""Sites and what names them."""

from __future__ import annotations

import pytest

from guard.lint import lint
from guard.model.draft import Draft
from tests.lint.drafts import HEAD, POLICY, Finds, Leaves, check, named, plan_of, policy_of

PHASE = "  a: {does: [file.modify], sites: s}\n"


def sites(more: str = "", inside: str = "/src/**", pattern: str = "go: $U.Old") -> str:
    return f"sites: {{s: {{{pattern}, in: {inside}, count: 3{more}}}}}\n"


WORK = "  a: {does: [file.add]}\n  b: {after: {a: complete}, does: [file.modify], sites: s}\n"
FINDS = [
    *(
        Finds(
            f"{pattern} that becomes {becomes}",
            "G245",
            "/sites/s/becomes",
            ("become what is found again",),
            (),
            PHASE,
            sites(f', becomes: "{becomes}"', pattern=pattern),
        )
        for pattern, becomes in (
            ("go: $U.Old", "wrap($U.Old)"),
            ("go: $U.Old", "wrap($X.Old)"),
            ("go: $U.Old", "$U.Old()"),
            ("go: $U.Old", "user.profile.Old"),
            ("java: Money.render($$$ARGS)", "log(Money.render($$$ARGS))"),
            ("python: f($$$A)", "f(ctx, $$$A)"),
            ("python: $U.a == $V.b", "same($U.a == $V.b)"),
            ("text: url(", "safe(url(url("),
        )
    ),
    *(
        Finds(
            f"{pattern} by {does}",
            "G245",
            "/phases/a/sites",
            ("which edits no code",),
            (),
            f"  a: {{does: [{does}], sites: s}}\n",
            sites(pattern=pattern),
        )
        for pattern, does in (
            ("go: old", "file.symlink"),
            ("go: old", "dep.upgrade"),
            ("go: old", "dep.*"),
            ("go: old", "ci.change"),
            ("yaml: old", "file.symlink"),
            ("text: old", "file.mode"),
        )
    ),
    *(
        Finds(
            f"absent {told}",
            "G245",
            "/absent/gone",
            (f"absent gone holds {told}, and sites s stand there until b",),
            ("gone: {from: b}",),
            WORK,
            sites() + f"absent: {{gone: {{go: $U.Old, in: /**{start}}}}}\n",
        )
        for told, start in (("always", ""), ("from a on", ", from: a"))
    ),
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
    *(
        Leaves(f"{pattern} that becomes {becomes}", "G245", PHASE, sites(f', becomes: "{becomes}"', pattern=pattern))
        for pattern, becomes in (
            ("go: $U.Old", "$U.OldName"),
            ("go: $U.Old", "old($U)"),
            ("java: $U.old", "$U.old()"),  # a field, and a call
            ("java: Money.render($$$ARGS)", "Money.format($$$ARGS)"),
            ("python: $O.get(id=$KEY)", "$O.get(uid=$KEY)"),
            ("python: url($X)", "safe_url($X)"),
            ("python: url($X)", "urls.url($X)"),
            ("python: f($A)", "f(ctx, $A)"),
            ("python: $U.a == $U.b", "$U.a == $V.b"),
            ("go: f($$$A).x", "f(a).y + g(b).x"),
            ("go: 'f($$$A, $K, $$$B)'", "f($$$A, $K, $$$B, nil)"),  # too many ways to be sure
            ("go: $X", "y"),
            ("text: url(", "safe_url("),
        )
    ),
    *(
        Leaves(f"text by {does}", "G245", f"  a: {{does: [{does}], sites: s}}\n", sites(pattern="text: old"))
        for does in ("ci.change", "dep.upgrade", "schema.column.drop")
    ),
    Leaves("YAML by CI", "G245", "  a: {does: [ci.change], sites: s}\n", sites(pattern="yaml: old")),
    *(
        Leaves(name, "G245", WORK, sites() + absent)
        for name, absent in (
            ("absent from the phase that works through them", "absent: {gone: {go: $U.Old, in: /**, from: b}}\n"),
            ("absent of another pattern", "absent: {gone: {go: $U.Old = $V, in: /**}}\n"),
            ("absent beside the sites", "absent: {gone: {go: $U.Old, in: /**, except: [/src/**], from: a}}\n"),
            ("absent in some of them alone", "absent: {gone: {go: $U.Old, in: /src/users/**, from: a}}\n"),
        )
    ),
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


def test_sites_that_are_excepted_or_never_touched_between_them_are_told() -> None:
    head = HEAD.replace("/db/**]", "/db/**], never: [/src/b/**]")
    text = f"{head}{sites(', except: [/src/a/**]', '[/src/a/**, /src/b/**]')}phases:\n{PHASE}"
    (found,) = lint(Draft(policy_of(POLICY), plan_of(text), {}, {}, None))
    assert (found.rule, found.place) == ("G245", "/sites/s/except")
    assert "what is not excepted of that the plan never touches" in found.what
    assert (
        lint(Draft(policy_of(POLICY), plan_of(text.replace("/src/a/**, /src", "/src/c/**, /src")), {}, {}, None)) == ()
    )


@pytest.mark.parametrize(("head", "rule"), [("", "G233"), (sites(), "G245")])
@pytest.mark.parametrize("key", ["files", "lines", "commits"])
def test_a_scope_in_which_nothing_can_land(head: str, rule: str, key: str) -> None:
    scope = HEAD.replace("/db/**]", f"/db/**], max: {{{key}: 0}}")
    phase = PHASE if head else PHASE.replace(", sites: s", "")
    (found,) = lint(Draft(policy_of(POLICY), plan_of(f"{scope}{head}phases:\n{phase}"), {}, {}, None))
    assert (found.rule, found.place) == (rule, f"/scope/max/{key}")
    assert f"lets no landing carry any {key}" in found.what


def test_a_scope_that_is_never_touched() -> None:
    scope = HEAD.replace("/db/**]", "/db/**], never: [/**]")
    (found,) = lint(Draft(policy_of(POLICY), plan_of(f"{scope}phases:\n  a: {{does: [file.add]}}\n"), {}, {}, None))
    assert (found.rule, found.place) == ("G233", "/scope/never")


@pytest.mark.parametrize(
    ("scope", "does"),
    [("max: {lines: 0}", "file.mode"), ("max: {bytes: 1}", "file.add"), ("never: [/src/**]", "file.add")],
)
def test_a_scope_in_which_something_can_land_is_left_alone(scope: str, does: str) -> None:
    text = HEAD.replace("/db/**]", f"/db/**], {scope}") + f"phases:\n  a: {{does: [{does}]}}\n"
    assert lint(Draft(policy_of(POLICY), plan_of(text), {}, {}, None)) == ()


def test_sites_of_which_some_are_never_touched_are_left_alone() -> None:
    text = HEAD.replace("/db/**]", "/db/**], never: [/src/legacy/**]") + sites() + f"phases:\n{PHASE}"
    assert lint(Draft(policy_of(POLICY), plan_of(text), {}, {}, None)) == ()


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
