"""The steps of a verdict: why a landing was allowed, or was not, told from its record, whatever is so since."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.commands.log._steps import as_data, lines
from guard.escape import hidden
from guard.model.plan import Pattern
from guard.model.site import Site
from guard.model.site_facts import SiteFacts
from guard.records import judging
from guard.records.facts import SHORT
from guard.records.plain import plain
from guard.records.replaying import Kept
from guard.records.steps import STEPS, Step
from guard.schema import validate_data
from tests.conftest import examples
from tests.forge import claiming
from tests.records.explained import HOSTILE, NAMES, house, record_of, steps_of, told, words
from tests.records.houses import LATER, PLAN, House, copied, edited, whole

pytestmark = pytest.mark.usefixtures("swift")

TITLES = [*[title for title, _ in STEPS], "Judged once more"]
LANDED, DOCUMENTS, HELD, TURN, YES, ASKED, LIMITS, FOUND, OUTCOME, AGAIN = TITLES
EVERY = ("added", "changed", "loose", "late", "docs", "edited", *NAMES)
PERSON = "needs-person"
STATES = {  # of every landing, in the order of TITLES
    "added": ("3 files", "version 1", "claimed", "met", "given", "none", "within", "nothing", "pass"),
    "changed": ("1 file", "version 1", "claimed", "met", "given", "none", "within", "nothing", "pass"),
    "loose": (
        "2 files",
        "version 1",
        "unplanned",
        "no phase",
        "missing",
        "none",
        "no plan",
        "2 blocking",
        "needs-person",
    ),
    "late": ("1 file", "version 1", "claimed", "not met", "given", "none", "within", "1 blocking", "violation"),
    "docs": ("1 file", "version 1", "no plan", "no phase", "none asked", "none", "no plan", "nothing", "pass"),
    "edited": (
        "1 file",
        "version 1",
        "no plan",
        "no phase",
        "missing",
        "none",
        "no plan",
        "2 blocking",
        "needs-person",
    ),
    "hotfix": ("1 file", "version 1", "unplanned", "no phase", "given", "none", "no plan", "none blocks", "pass"),
    "tidied": ("1 file", "version 1", "no plan", "no phase", "given", "accepted", "no plan", "none blocks", "pass"),
    "early": (
        "1 file",
        "version 1",
        "claimed",
        "unknown",
        "missing",
        "settled",
        "within",
        "2 blocking",
        "needs-person",
    ),
    "swept": ("1 file", "version 1", "claimed", "met", "given", "settled", "within", "nothing", "pass"),
    "many": ("60 files", "version 1", "claimed", "met", "given", "settled", "over", "1 blocking", "violation"),
    "hostile": ("2 files", "version 1", "unclear", "no phase", "given", "none", "no plan", "4 blocking", "violation"),
    "shadowed": ("1 file", "version 1", "no plan", "no phase", "given", "none", "no plan", "none blocks", "pass"),
    "advised": ("1 file", "shadow", "claimed", "not met", "given", "none", "within", "1 blocking", "violation"),
}


@pytest.mark.parametrize("name", EVERY)
def test_how_each_step_of_each_landing_came_out(name: str) -> None:
    found = steps_of(name)
    assert list(found) == TITLES
    assert tuple([step.state for step in found.values()]) == (*STATES[name], "identical")
    assert all([one.words and one.label for step in found.values() for one in step.facts])


def test_what_was_allowed_by_evidence_says_who_attested_what_and_when() -> None:
    turn = steps_of("changed")[TURN]
    added = whole().tips["added"][:12].decode()
    assert words(turn, "waited for") == ["work/add: deployed: met"]
    (said,) = words(turn, "evidence")
    assert said.startswith(
        f"ci, a machine, observed deployed of work/add in production, for {added}, on 2026-01-02 04:05 UTC"
    )
    ids = [one.id for one in _entries(house()) if getattr(one.act, "fact", "") == "deployed"]
    assert said.endswith(f"  (entry {ids[0][7:15]})")
    assert words(turn, "stood") == [f"work/add was complete, with what landed as {added}; deployed in production"]
    assert words(steps_of("added")[TURN], "came before") == ["no phase: it is one that may come first"]


def _entries(made: House) -> tuple[Any, ...]:
    with made.opened() as (_, branch):
        return branch.log.entries


def test_who_said_yes_to_what_why_and_until_when() -> None:
    yes = steps_of("swept")[YES]
    assert [one.label for one in yes.facts[:6]] == ["by", "to", "reason", "presence", "expiry", "accepts"]
    assert words(yes, "by")[0].startswith("omar, of platform, on 2026-01-02 04:14 UTC  (entry ")
    assert words(yes, "reason") == ["it is as we talked it over", "each of them"]
    plan, phase = words(yes, "to")
    digest = phase.removeprefix("phase tidy/sweep, ").partition(",")[0]
    assert plan.endswith(f"; phase sweep as {digest}, which is how it stood") and plan.startswith(
        "plan tidy version 1, "
    )
    assert words(yes, "presence") == ["the signature shows none"] * 2
    # said for two months, and the policy lets none count for longer than one
    assert words(yes, "expiry")[1] == "asks again on 2026-02-01 04:16 UTC: not over when this was judged"
    assert words(yes, "beside it") == ["2 approvals of other plans and phases, which the record has"]


def test_a_yes_to_what_stood_otherwise_is_told_as_that() -> None:
    old, new = words(steps_of("advised")[YES], "to")
    assert old.startswith("plan work version 1, ") and old.endswith(
        "and it stood otherwise by then: it says nothing of this"
    )
    assert new.startswith("plan work version 2, ") and new.endswith(", which is how it stood")


def test_what_landed_of_no_plan_says_who_accepted_it() -> None:
    found = steps_of("hotfix")
    assert words(found[HELD], "plan") == [
        "none, though the policy asks for one; omar approved this very landing [G102]"
    ]
    assert words(found[YES], "reason") == ["the outage of today"]
    (told_,) = words(found[FOUND], "G102")
    assert told_.endswith("(needs-person: it blocks nothing; omar approved this very landing)")
    (loose,) = words(steps_of("loose")[HELD], "plan")
    assert loose == "none, though the policy asks for one; and nobody settled that [G102]"
    assert [one.endswith("; of dana, omar  [G102]") for one in words(steps_of("loose")[YES], "missing")] == [True, True]


def test_a_document_says_who_approved_it_and_what_was_asked_of_its_text() -> None:
    found = steps_of("tidied")
    assert words(found[YES], "documents") == ["omar approved .guard/plans/tidy.yaml, as it lands"]
    assert words(found[YES], "reason") == ["it is as we talked it over"]
    (asked,) = words(found[ASKED], "G701")
    assert "tools/run.sh is not in the tree" in asked and "omar accepted it: it is as we talked it over, " in asked
    (name,) = [one["fingerprint"] for one in _record("tidied")["outcome"]["findings"] if "fingerprint" in one]
    assert asked.endswith(f", {name})") and words(found[YES], "accepts") == [f"1 question: {name}"]
    assert words(steps_of("shadowed")[YES], "to")[0].startswith("the policy version 2, sha256:")
    unasked = words(found[ASKED], "not asked")
    assert unasked and not {*unasked} & {*words(found[OUTCOME], "not on")}


def _record(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(record_of(house(), name).text)
    return data


def test_what_landed_before_its_turn_says_what_was_missing_and_of_whom() -> None:
    found = steps_of("early")
    assert words(found[TURN], "waited for") == ["work/change: complete: not met"]
    (waits,) = words(found[TURN], "still waits")
    assert waits.startswith("work/change: complete; work/change is not complete") and waits.endswith("; the turn of ci")
    (missing,) = words(found[YES], "missing")
    assert "which stops: looks at each of them" in missing and missing.endswith("; of omar  [G403]")
    assert words(found[ASKED], "assumed") == [
        "A1: nobody calls them: settled, by omar: asked every team; asked every team"
    ]


def test_budgets_of_one_landing_and_of_the_whole_plan() -> None:
    found = steps_of("many")
    assert words(found[LIMITS], "all of it") == ["3 landings, 62 files, with this one"]
    assert words(found[LIMITS], "at most") == ["landings 3"]
    assert words(found[LIMITS], "G105")[0].startswith("60 files changed; the budget is 2;")
    assert words(found[LANDED], "files") == ["and 10 more, which the record has"]
    assert len(words(found[LANDED], "added")) == 50


def test_what_broke_a_rule_while_guard_only_advised_says_both() -> None:
    found = steps_of("advised")
    assert words(found[DOCUMENTS], "policy")[0].endswith("; it only advised (shadow)")
    assert words(found[OUTCOME], "shadow") == ["guard only advised: exit 0, else 1"]
    assert words(found[OUTCOME], "merge") == ["it may not merge"]
    assert words(found[FOUND], "G405")[0].endswith(
        "(violation: it blocks the merge, where guard does not merely advise)"
    )


def test_what_was_struck_out_since_says_so_and_takes_nothing_back(tmp_path: Path) -> None:
    made = copied(tmp_path)
    entry = _entries(made)[0].id
    made.signs({"act": "revocation", "entry": entry, "by": "dana", "at": LATER})
    found = told(made, record_of(made, "changed"))
    assert found[YES].state == "given" and ", revoked since by dana in " in words(found[YES], "by")[0]
    made.records(made.land("more", {b"src/old": b"9\n"}, claiming("work/change")), LATER + 60)
    found = told(made, record_of(made, "more"))
    assert found[YES].state == "missing" and words(found[YES], "by")[0].endswith(", revoked before this was judged)")


def test_a_yes_that_was_over_says_so(tmp_path: Path) -> None:
    made = copied(tmp_path)
    made.records(made.land("more", {b"src/old": b"9\n"}, claiming("work/change")), LATER + 90 * 86400)
    found = told(made, record_of(made, "more"))
    assert found[YES].state == "stale" and ": over when this was judged" in words(found[YES], "expiry")[0]


# what hides, and what cannot be read


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_hidden_in_any_word(name: str) -> None:
    for step in steps_of(name).values():
        every = [step.title, step.state, *[part for one in step.facts for part in one]]
        assert [one for one in every if hidden(one)] == []


def test_hostile_names_and_reasons_are_told_as_they_are() -> None:
    found = steps_of("hostile")
    assert words(found[LANDED], "added") == ["src/\\x1b[2K\\u202e\\xff\\x0aIt was allowed: file.add"]
    assert words(found[LANDED], "claims") == ["work\\x1b[2K/\\u202eadd"]
    (reason,) = words(found[YES], "reason")
    assert reason.startswith("fine\\u202e\\x1b[2K\\x0a 10  Judged once more") and reason.endswith(" \\\\u202e")
    assert HOSTILE.decode(errors="replace") not in str(found)


def _lied(one: Kept, **parts: Any) -> Kept:
    """A record with other parts, as if the machine had signed that."""
    text = edited(one.text, **parts)
    return Kept(one.entry, text, f"sha256:{sha256(text).hexdigest()}")


def _places(data: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield at
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, below in pairs:
        yield from _places(below, (*at, key))


def _put(data: Any, at: tuple[str | int, ...], value: object) -> Any:
    if not at:
        return value
    copy = data.copy()
    copy[at[0]] = _put(data[at[0]], at[1:], value)
    return copy


WRONG = (
    None,
    7,
    "\u202e\x1b[2K",
    [],
    {},
    ["\u202e"],
    {"base64": "?"},
    {"digest": "\u202e", "count": "x"},
    {"\x1b": 1},
    True,
)


@pytest.mark.fuzz
@given(
    name=st.sampled_from(("early", "tidied", "advised", "many")),
    place=st.integers(0, 10**6),
    wrong=st.sampled_from(WRONG),
)
@settings(max_examples=examples(60))
def test_facts_that_no_guard_wrote_hide_nothing_and_break_nothing(name: str, place: int, wrong: object) -> None:
    one = record_of(house(), name)
    facts = json.loads(one.text)["facts"]
    places = list(_places(facts))
    found = told(house(), _lied(one, facts=_put(facts, places[place % len(places)], wrong)))
    assert list(found) in (TITLES, ["The record", AGAIN])
    assert not [part for step in found.values() for one in step.facts for part in (*one, step.state) if hidden(part)]


def test_a_part_that_cannot_be_read_is_told_and_no_other_with_it() -> None:
    one = record_of(house(), "early")
    facts = json.loads(one.text)["facts"]
    found = told(house(), _lied(one, facts={**facts, "assumptions": [7], "paths": [{}]}))
    assert [step.title for step in found.values() if step.state == "unread"] == [LANDED, ASKED]
    assert [one.words for one in found[ASKED].facts] == ["what it has of this cannot be read here"]
    assert found[AGAIN].state == "differs" and found[YES].state == "missing"


def test_a_record_that_was_not_signed_is_gone_by_in_nothing() -> None:
    one = record_of(house(), "hotfix")
    bad = one._replace(text=one.text.replace(b'"outcome":"pass"', b'"outcome":"stale"'))
    found = told(house(), bad)
    assert list(found) == ["The record", AGAIN] and found["The record"].state == "unread"
    assert words(found["The record"], "record")[0].startswith(
        "it cannot be gone by: the record is not the one that was"
    )
    assert words(found["The record"], "entry says") == [f"{house().tips['hotfix'].decode()}: pass"]
    assert found[AGAIN].state == "differs"
    broken = Kept(one.entry, b"{}", f"sha256:{sha256(b'{}').hexdigest()}")
    assert list(told(house(), broken)) == ["The record", AGAIN]


def test_what_was_left_out_says_so_and_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = copied(tmp_path)
    monkeypatch.setattr(judging, "MOST", 1)
    made.records(made.land("large", {b"src/other": b"x\n"}, claiming("work/add")), LATER)
    found = told(made, record_of(made, "large"))
    assert words(found[LANDED], "left out")[0].startswith("1 files, in the record by their digest alone: sha256:")
    states = {step.title: step.state for step in found.values()}
    assert [title for title, state in states.items() if state == "left out"] == [TURN, YES, ASKED, LIMITS, FOUND]
    assert (states[OUTCOME], states[AGAIN]) == ("violation", "identical")


def test_documents_that_are_gone_or_another_are_told_as_that(tmp_path: Path) -> None:
    made = copied(tmp_path)
    one = record_of(made, "changed")
    os.unlink(made.made.loose(made.made.blob(PLAN.encode())))
    found = told(made, one)
    assert found[AGAIN].state == "gone" and words(found[DOCUMENTS], "today")[0].startswith(
        "they cannot be read here any more: "
    )
    assert words(found[TURN], "came before")[0].startswith(
        "which phases did stands in the plan, and that cannot be read here"
    )
    assert len(words(found[TURN], "evidence")) == 1 and "may have let it count" in words(found[YES], "expiry")[0]
    whole_ = record_of(house(), "changed")
    documents = json.loads(whole_.text)["documents"]
    plans = {"work": {**documents["plans"]["work"], "digest": f"sha256:{'0' * 64}"}}
    found = told(house(), _lied(whole_, documents={**documents, "plans": plans}))
    assert words(found[DOCUMENTS], "today")[0].endswith(
        "what stands at its commit is not what the record names by digest"
    )
    assert "cannot be read here" in words(found[HELD], "allows")[0] and found[AGAIN].state == "differs"
    assert "; whether it still stood so cannot be told here" in words(found[YES], "to")[0]


def test_an_entry_that_the_log_lost_is_told() -> None:
    one = record_of(house(), "swept")
    facts = json.loads(one.text)["facts"]
    lost = [{**row, "id": f"sha256:{'0' * 64}"} for row in facts["turn"]["entries"]]
    found = told(house(), _lied(one, facts={**facts, "turn": {**facts["turn"], "entries": lost}}))
    assert words(found[TURN], "an entry")[0] == "sha256:000000000000 spoke for it, and the log here does not hold it"
    assert (words(found[TURN], "evidence"), found[YES].state) == ([], "none asked")


def test_places_say_what_became_of_them() -> None:
    one = record_of(house(), "swept")
    facts = json.loads(one.text)["facts"]
    pattern = Pattern("calls", "go", "old($A)", ("/src/**",), (), None, 3, None)
    site = Site(b"src/\x1b.go", "0" * 32, "0" * 48, "", "Store.Save")
    rows = SiteFacts(
        "tidy", "dana", ".guard/plans/tidy.yaml:9", pattern, False, ("sweep",), came=(site,), removed=(site, site)
    )
    found = told(house(), _lied(one, facts={**facts, "sites": plain([rows], SHORT)}))
    assert words(found[LIMITS], "places") == [
        "tidy.calls (worked off): 1 new, 2 gone with what was around them  (.guard/plans/tidy.yaml:9)"
    ]


# how it is shown


@pytest.mark.parametrize("width", [40, 80, 100])
def test_lines_are_no_wider_than_asked_but_for_one_long_word(width: int) -> None:
    for name in EVERY:
        for line in lines(steps_of(name).values(), width):
            assert len(line) <= width or len(line.split()) <= 2 or " " not in line[21:].strip(), line


def test_as_data_it_is_what_the_schema_says() -> None:
    record = {"commit": "0" * 40, "entry": None, "state": "identical", "outcome": "pass", "rule": None}
    record |= {"causes": [], "differences": [], "why": None, "next": None}
    data = {"schema_version": 1, "trusted": {"ref": "x", "commit": "0" * 40}, "log": None}
    for name in EVERY:
        steps = as_data(steps_of(name).values())
        assert validate_data("replay", {**data, "records": [{**record, "steps": steps}]}) == ()
    assert validate_data("replay", {**data, "records": [{**record, "steps": [{"title": "x"}]}]}) != ()


def test_a_step_is_a_value() -> None:
    assert Step("a", "b", ()) == ("a", "b", ())
