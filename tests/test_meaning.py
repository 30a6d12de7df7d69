"""Canonical form and digests: spellings of one meaning have one digest, and any other meaning has another."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.compile import meaning, read_document
from guard.compile.forms import GRAMMARS
from guard.digest import canonical_bytes, digest
from guard.grammar import duration, edge, window
from guard.grammar.inventory_query import query
from guard.model import digests
from guard.model.plan import BESIDE_LANGUAGE, Plan, plan_from
from guard.schema import schema
from guard.schema.validator import flaws
from tests.conftest import EXAMPLES, examples, share

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(ROOT.glob("examples/*/.guard/policy.yaml")) + sorted(ROOT.glob("examples/*/.guard/plans/*.yaml"))
NAMES = {path.relative_to(ROOT).as_posix(): path for path in DOCUMENTS}


def kind_of(path: Path) -> str:
    return "policy" if path.name == "policy.yaml" else "plan"


def canonical(kind: str, name: str, text: bytes) -> dict[str, Any]:
    read = read_document(kind, name, text)
    assert read.data is not None, read.faults
    return read.data


def of_file(path: Path) -> dict[str, Any]:
    return canonical(kind_of(path), path.name, path.read_bytes())


# One meaning, spelled at random


class Spelling:
    """Writes canonical data as a document of the same meaning, in whatever way the dice say."""

    def __init__(self, kind: str, dice: random.Random) -> None:
        whole = schema(kind)
        self.whole, self.definitions, self.dice = whole, whole["$defs"], dice

    def resolved(self, rule: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in rule:
            beside = {key: value for key, value in rule.items() if key != "$ref"}
            rule = {**self.definitions[rule["$ref"].rpartition("/")[2]], **beside}
        return rule

    def of(self, rule: dict[str, Any], value: Any) -> Any:
        rule = self.resolved(rule)
        if isinstance(value, list):
            return self.many(rule, value)
        form = rule.get("format")
        if form in SPELLED:
            return SPELLED[form](value, self.dice)
        return self.mapping(rule, value) if isinstance(value, dict) else value

    def many(self, rule: dict[str, Any], value: list[Any]) -> Any:
        items = [self.of(rule["items"], item) for item in value]
        if rule.get("x-set"):
            items += self.dice.sample(items, self.dice.randint(0, len(items)))
            self.dice.shuffle(items)
        alone = {"string", "object"} & set(rule["type"]) if isinstance(rule["type"], list) else set()
        return items[0] if len(value) == 1 and len(items) == 1 and alone and self.dice.random() < 0.5 else items

    def mapping(self, rule: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
        known = {key: self.resolved(part) for key, part in rule.get("properties", {}).items()}
        found: dict[str, Any] = {}
        for key in self.dice.sample(list(value), len(value)):
            part = known.get(key) or rule["additionalProperties"]
            by_default = key in known and "default" in part and not isinstance(part["default"], dict)
            if by_default and value[key] in (part["default"], [part["default"]]) and self.dice.random() < 0.5:
                continue
            found[key] = self.of(part, value[key])
        return found


def respelled_time(seconds: int, dice: random.Random) -> object:
    units = [(60, "m"), (3600, "h"), (86400, "d"), (604800, "w"), (1, "s")]
    whole = [f"{seconds // size}{unit}" for size, unit in units if seconds and seconds % size == 0]
    return dice.choice([seconds, *whole])


def respelled_edge(long: dict[str, Any], dice: random.Random) -> object:
    return long if "env" in long or dice.random() < 0.5 else edge.said(long)


def respelled_query(text: str, dice: random.Random) -> str:
    word, _, asked = text.partition(":")
    return dice.choice([text, f" {word} :{asked.replace(' ', '  ')} "]) if query(text) is not None else text


SPELLED: dict[str, Any] = {
    "guard-duration": respelled_time,
    "guard-edge": respelled_edge,
    "guard-window": lambda long, dice: long if dice.random() < 0.5 else window.said(long),
    "guard-key": lambda key, dice: dice.choice([key, f"{key} somebody@somewhere"]),
    "guard-pin": lambda pin, dice: ", ".join(dice.sample(pin.split(","), len(pin.split(",")))),
    "guard-settler": lambda text, dice: respelled_query(text, dice),
    "guard-amount": lambda amount, dice: dice.choice([amount, f"{amount}0" if "." in amount else f"{amount}.00"]),
}


def laid_out(data: object, dice: random.Random, depth: int = 0) -> str:
    """YAML of some layout: block or flow, comments, quotes, blank lines."""
    if not isinstance(data, dict) or not data or dice.random() < 0.2:
        return json.dumps(data, ensure_ascii=dice.random() < 0.5)
    lines = []
    for key, value in data.items():
        comment = dice.choice(["", "  # said twice", ""]) if isinstance(value, dict) and value else ""
        inner = laid_out(value, dice, depth + 1)
        below = inner if inner[:1] in '"[{-0123456789tfn' and "\n" not in inner else None
        said = f" {inner}" if below is not None else f"{comment}\n{inner}"
        lines += ["# a remark"] * dice.randint(0, 1) + [f"{'  ' * depth}{json.dumps(key)}:{said}"]
    return "\n".join(lines)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(8), deadline=None, derandomize=True)
def test_spellings_of_one_meaning_have_one_digest(name: str, seed: int) -> None:
    dice, kind = random.Random(seed), kind_of(NAMES[name])
    data = of_file(NAMES[name])
    spelling = Spelling(kind, dice)
    text = laid_out(spelling.of(spelling.whole, data), dice)
    again = canonical(kind, NAMES[name].name, text.encode())
    assert again == data
    assert digest(kind, again) == digest(kind, data)


@pytest.mark.parametrize("name", NAMES)
def test_the_canonical_form_is_a_document_and_its_own_canonical_form(name: str) -> None:
    data = of_file(NAMES[name])
    assert canonical(kind_of(NAMES[name]), NAMES[name].name, json.dumps(data).encode()) == data


# Any other meaning


def edited(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every place of the data, and what can be done to one meaning there."""
    if isinstance(data, dict):
        for key in data:
            yield (*path, key), "remove"
            yield from edited(data[key], (*path, key))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield (*path, number), "remove"
            yield from edited(item, (*path, number))
    else:
        yield path, "change"


def with_edit(data: dict[str, Any], path: tuple[Any, ...], act: str) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(data)
    *above, last = path
    place: Any = made
    for step in above:
        place = place[step]
    if act == "remove":
        del place[last]
    else:
        place[last] = place[last] + 1 if isinstance(place[last], int) else f"{place[last]}x"
    return made


@pytest.mark.fuzz
@pytest.mark.parametrize("name", share(NAMES, 5))
def test_an_edit_of_one_meaning_has_another_digest(name: str) -> None:
    """Every key and item taken away, every value made another: what is still a document is digested otherwise.

    `make test` does it at one place in two, `make fuzz` at all.
    """
    kind, data = kind_of(NAMES[name]), of_file(NAMES[name])
    before, told, same = digest(kind, data), 0, []
    for path, act in list(edited(data))[:: 1 if EXAMPLES else 2]:
        made = with_edit(data, path, act)
        if flaws(schema(kind), made, GRAMMARS):
            continue
        told += 1
        if digest(kind, meaning.canonical(kind, made)) == before:
            same.append((path, act))
    assert told > (20 if EXAMPLES else 10)
    assert all(act == "remove" and is_default(kind, path, data) for path, act in same), same


def is_default(kind: str, path: tuple[Any, ...], data: dict[str, Any]) -> bool:
    """The one thing that may go and leave the meaning as it was: what would be written out all the same."""
    rest: Any = data
    for step in path:
        rest = rest[step]
    spelling = Spelling(kind, random.Random(0))
    rule = spelling.resolved(spelling.whole)
    for step in path:
        rule = spelling.resolved(
            rule["items"]
            if isinstance(step, int)
            else rule.get("properties", {}).get(step) or rule["additionalProperties"]
        )
    computed = path in {("approvals", "plan"), ("approvals", "irreversible"), ("approvals",)}
    strict = path[-1:] in (("expect",), ("remaining",))
    default = rule.get("default")
    meant = sorted(default) if isinstance(default, list) else default
    if rule.get("format") == "guard-duration" and default is not None:
        meant = duration.seconds(default)
    return computed or strict or rest in (meant, [meant]) or default == {}


# Digests of phases


def plan(name: str = "expand-contract/.guard/plans/split-name.yaml", **keys: Any) -> Plan:
    path = ROOT / "examples" / name
    data = canonical("plan", path.name, path.read_bytes())
    return plan_from({**data, **keys}, path.name, {})


def changed(before: Plan, after: Plan) -> set[str]:
    old, new = digests.phase_digests(before), digests.phase_digests(after)
    return {name for name in old if new.get(name) != old[name]}


def of_phase(base: Plan, name: str, **keys: Any) -> Plan:
    phases: Any = base.data["phases"]
    return plan_from({**base.data, "phases": {**phases, name: {**phases[name], **keys}}}, base.where, {})


def after(base: Plan, name: str) -> set[str]:
    """The phase and all that come after it, near and far."""
    found = {name}
    for _ in base.phases:
        found |= {phase.name for phase in base.phases if {before.phase for before in phase.after} & found}
    return found


def test_an_edit_of_a_phase_makes_it_and_all_after_it_another() -> None:
    base = plan()
    for phase in base.phases:
        edit = of_phase(base, phase.name, stop="somebody looks first")
        assert changed(base, edit) == after(base, phase.name), phase.name


def test_a_version_alone_changes_no_phase_and_the_plan() -> None:
    base, later = plan(), plan(version=99)
    assert changed(base, later) == set()
    assert digests.plan_digest(base) != digests.plan_digest(later)


@pytest.mark.parametrize("keys", [{"owner": "omar"}, {"assume": {}}, {"scope": {"paths": ["/**"]}}], ids=str)
def test_the_header_is_part_of_every_phase(keys: dict[str, Any]) -> None:
    assert changed(plan(), plan(**keys)) == {phase.name for phase in plan().phases}


def test_what_stands_beside_is_part_of_it() -> None:
    base = plan()
    told = digests.Beside("0" * 40, {})
    assert all(one != two for one, two in pairs(base, digests.ALONE, told))
    site = base.sites[0].name
    leaning = {phase.name for phase in base.phases if site in phase.sites}
    counted = digests.Beside(None, {site: f"sha256:{'0' * 64}", "another": f"sha256:{'1' * 64}"})
    different = {
        name for name, one in digests.phase_digests(base).items() if digests.phase_digests(base, counted)[name] != one
    }
    assert leaning <= different


def pairs(base: Plan, one: digests.Beside, two: digests.Beside) -> list[tuple[str, str]]:
    return list(zip(digests.phase_digests(base, one).values(), digests.phase_digests(base, two).values(), strict=True))


def test_the_same_phases_of_another_plan_are_others() -> None:
    base = plan()
    assert changed(base, plan_from({**base.data, "plan": "another"}, base.where, {})) == set(
        digests.phase_digests(base)
    )


def test_phases_in_a_circle_have_no_digest() -> None:
    base = plan()
    first, last = base.phases[0].name, base.phases[-1].name
    with pytest.raises(ValueError, match="circle"):
        digests.phase_digests(of_phase(base, first, after={last: [edge.long_form("deployed")]}))


# The bytes


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"é": "ü/\u2028"}, '{"é":"ü/\u2028"}'),
        ({"a": -5, "A": ""}, '{"A":"","a":-5}'),
    ],
)
def test_canonical_bytes(data: object, text: str) -> None:
    assert canonical_bytes("plan", data) == b"guard-plan-v1\n" + text.encode()
    assert canonical_bytes("plan", data) != canonical_bytes("policy", data)


@pytest.mark.parametrize("data", [{"a": 0.5}, [float("nan")], {"a": [{"b": 1.0}]}, {"a": b"x"}, {"a": {1, 2}}], ids=str)
def test_what_has_no_canonical_form(data: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes("plan", data)


@given(seconds=st.integers(1, 10 * 365 * 86400), seed=st.integers(0, 99))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_a_time_is_its_seconds(seconds: int, seed: int) -> None:
    said = respelled_time(seconds, random.Random(seed))
    assert duration.reason(said) is None
    assert duration.seconds(said) == seconds  # type: ignore[arg-type]


# Lists that stand in two places


def test_every_key_of_a_plan_is_part_of_its_phases_or_known_not_to_be() -> None:
    """A key that no phase leans on could be changed under an approval; the version and the sentence may."""
    leaning = {"plan", "owner", "scope", "assume", "sites", "absent", "phases"}
    assert set(schema("plan")["properties"]) == leaning | {"version", "why"}


def test_what_settles_an_assumption_is_part_of_every_phase() -> None:
    base = plan()
    sites: Any = base.data["sites"]
    settled = {"assume": {"A1": {"says": "all reads are known", "settled_by": "reads"}}}
    one = plan(**settled)
    two = plan(**settled, sites={**sites, "reads": {**sites["reads"], "count": sites["reads"]["count"] + 1}})
    assert changed(one, two) == {phase.name for phase in base.phases}


@pytest.mark.parametrize(
    ("spelled", "alike"),
    [
        ("inventory:  column:invoices.id  type=uuid", True),
        ("inventory:column:invoices.id type= uuid", True),
        ("inventory: column:invoices.id type=UUID", False),
        ("inventory: column:invoices.id gone", False),
        ("dana: column:invoices.id type=uuid", False),
    ],
)
def test_a_question_to_the_inventory_is_one_however_it_is_spelled(spelled: str, alike: bool) -> None:
    def asking(text: str) -> dict[str, Any]:
        settled = {"A1": {"says": "ids are UUIDs", "settled_by": text}}
        return meaning.canonical("plan", {**dict(plan().data), "assume": settled})

    assert (asking(spelled) == asking("inventory: column:invoices.id type=uuid")) == alike
    assert asking("dana:  saw it ")["assume"]["A1"]["settled_by"] == "dana:  saw it "


def test_facts_are_the_same_in_every_schema() -> None:
    facts = list(edge.FACTS)
    assert schema("plan")["$defs"]["edge"]["properties"]["fact"]["enum"] == facts
    assert schema("policy")["$defs"]["edge"] == schema("plan")["$defs"]["edge"]
    assert schema("policy")["$defs"]["fact"]["enum"] == facts
    assert schema("log-evidence")["properties"]["fact"]["enum"] == facts


def test_the_language_of_a_pattern_is_the_same_key_everywhere() -> None:
    entries = [schema("plan")["properties"][key]["additionalProperties"] for key in ("sites", "absent")]
    entries.append(schema("policy")["properties"]["detect"]["additionalProperties"])
    for entry in entries:
        assert entry["x-one-of"] == entries[0]["x-one-of"]
        assert set(entry["properties"]) - set(entry["x-one-of"]) <= BESIDE_LANGUAGE | {"finds"}


def test_what_two_schemas_define_they_define_alike() -> None:
    one, two = schema("plan")["$defs"], schema("policy")["$defs"]
    for name in one.keys() & two.keys():
        plain = [{key: value for key, value in part[name].items() if key != "description"} for part in (one, two)]
        assert plain[0] == plain[1], name
