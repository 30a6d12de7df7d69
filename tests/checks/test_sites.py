"""Findings about the places of plans, of facts as a landing gives them."""

from __future__ import annotations

import pytest

from guard.checks.sites import check
from guard.model.case import Binding, Case
from guard.model.plan import Plan
from guard.model.site import Moved, Site
from guard.model.site_facts import SiteFacts
from tests.cases import case, findings
from tests.sites.trees import PLAN, READS, WRITES, plan

PATH = b"src/a.go"
SITE = Site(PATH, "0" * 32, "1" * 48, "2" * 16, "Store.Save", 12, "u.Old")
MANIFEST = b".guard/manifests/move.reads.json"
NO_FORM = plan(becomes=None).sites[0]


def facts(absent: bool = False, **more: object) -> SiteFacts:
    phases = () if absent else ("switch",)
    told = SiteFacts("move", "dana", ".guard/plans/move.yaml:6", WRITES if absent else READS, absent, phases)
    return told._replace(**more)


HIDDEN = b"docs/a"
OUT = facts(removed=(SITE,), hidden=((HIDDEN, "holds it"),))


def landing(*told: SiteFacts, phase: str = "", of: Plan = PLAN) -> Case:
    """A landing of this phase of the plan; of no plan without one."""
    phases = tuple([one for one in of.phases if one.name == phase])
    return case()._replace(sites=told, binding=Binding(of if phase else None, phases, ()))


FINDS: dict[str, tuple[Case, list[tuple[str, bytes, int | None]]]] = {
    "a new place": (landing(facts(came=(SITE,))), [("G411", PATH, 12)]),
    "a new place in its own phase": (landing(facts(came=(SITE,)), phase="switch"), [("G411", PATH, 12)]),
    "two in a file, told once": (landing(facts(came=(SITE, SITE._replace(line=20)))), [("G411", PATH, 12)]),
    "two files": (
        landing(facts(came=(SITE, SITE._replace(path=b"src/b.go")))),
        [("G411", PATH, 12), ("G411", b"src/b.go", 12)],
    ),
    "something else in its place": (landing(facts(other=(SITE,)), phase="switch"), [("G412", PATH, None)]),
    "the same under no plan": (landing(facts(other=(SITE,))), [("G412", PATH, None)]),
    "what must be absent": (landing(facts(True, came=(SITE,))), [("G413", PATH, 12)]),
    "no manifest, in its phase": (landing(facts(fault="missing: x"), phase="switch"), [("G414", MANIFEST, None)]),
    "a manifest that is brought": (landing(facts(fault="not the tree's: x", brought=True)), [("G414", MANIFEST, None)]),
    "not read": (landing(facts(unread=((PATH, "it is too large"),))), [("G415", PATH, None)]),
    "not read, of what must be absent": (landing(facts(True, unread=((PATH, "x"),))), [("G415", PATH, None)]),
    "worked off under no plan": (landing(facts(done=(Moved(SITE, SITE),))), [("G416", PATH, None)]),
    "worked off in another phase": (landing(facts(done=(Moved(SITE, SITE),)), phase="later"), [("G416", PATH, None)]),
    "deleted under no plan": (landing(facts(removed=(SITE,))), [("G416", PATH, None)]),
    "taken out of sight in its phase": (landing(OUT, phase="switch"), [("G412", HIDDEN, None)]),
    "taken out of sight under no plan": (landing(OUT), [("G412", HIDDEN, None), ("G416", PATH, None)]),
    "taken out of sight in its phase, where nothing says what it becomes": (
        landing(OUT._replace(pattern=NO_FORM), phase="switch"),
        [("G416", HIDDEN, None)],
    ),
    "gone under no plan, where nothing says what it becomes": (
        landing(facts(other=(SITE,), pattern=NO_FORM)),
        [("G416", PATH, None)],
    ),
}
LEAVES: dict[str, Case] = {
    "nothing bound": landing(),
    "worked off in its phase": landing(facts(done=(Moved(SITE, SITE),)), phase="switch"),
    "deleted with its function, in its phase": landing(facts(removed=(SITE,)), phase="switch"),
    "moved": landing(facts(moved=(Moved(SITE, SITE),))),
    "another form in its phase, where nothing says what it becomes": landing(
        facts(other=(SITE,), pattern=NO_FORM), phase="switch"
    ),
    "no manifest, in a landing of something else": landing(facts(fault="missing: x")),
    "no manifest, in another phase": landing(facts(fault="missing: x"), phase="later"),
    "what must be absent goes": landing(facts(True, removed=(SITE,), other=(SITE,))),
}


@pytest.mark.parametrize(("case", "expected"), FINDS.values(), ids=FINDS)
def test_finds(case: Case, expected: list[tuple[str, bytes, int | None]]) -> None:
    assert [(found.rule, found.path, found.line) for found in findings(check, case)] == expected


@pytest.mark.parametrize("case", LEAVES.values(), ids=LEAVES)
def test_leaves_alone(case: Case) -> None:
    assert findings(check, case) == []


def test_what_is_said_names_the_place_the_form_and_who_is_asked() -> None:
    (found,) = findings(check, landing(facts(came=(SITE,) * 5)))
    assert found.what.startswith("src/a.go adds 5 places of sites move/reads: u.Old at line 12 in Store.Save")
    assert found.what.endswith("and 2 more") and ".guard/plans/move.yaml:6" in found.why
    assert [(step.who, step.run) for step in found.next] == [
        ("you", "write it as the plan has it: $U.New()"),
        ("dana", "if it has to come: guard sites build move reads, and land plan and manifest first"),
    ]
    (found,) = findings(check, landing(facts(True, came=(SITE,), pattern=WRITES._replace(since="switch"))))
    assert found.why.startswith("from phase switch on none may stand")


def test_no_message_about_places_that_went_asks_for_a_shorter_list() -> None:
    again = "looks whether the places were worked off, and builds the manifest again in a landing of its own"
    for told in (OUT, facts(other=(SITE,)), facts(done=(Moved(SITE, SITE),))):
        for found in findings(check, landing(told)):
            assert [step.run.partition(":")[0] for step in found.next if step.who == "dana"] == [again]
    (found,) = findings(check, landing(OUT, phase="switch"))
    assert found.what == "a place of sites move/reads goes out of sight: docs/a holds it"
