"""What rules help with: every rule is spoken of, every id is one that its framework has, and the page says the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from guard.formats.json_ import document
from guard.formats.sarif import TAGS
from guard.formats.sarif import document as scan
from guard.model.controls import FILE, names_of, table, table_from
from guard.model.finding import Next, finding
from guard.model.rule import RULES
from guard.model.verdict import weigh
from guard.schema import validate_data
from tests.controls import PAGE, page

SHOWN = 10  # tags that code scanning shows of a rule
OWN = 3  # tags that say where a rule belongs


def numbered(*rows: str) -> set[str]:
    """`GOVERN 7 3`: GOVERN 1.1 to GOVERN 1.7, GOVERN 2.1 to GOVERN 2.3."""
    ids = set()
    for row in rows:
        function, *counts = row.split()
        for category, count in enumerate(counts, 1):
            ids |= {f"{function} {category}.{number}" for number in range(1, int(count) + 1)}
    return ids


def dashed(*rows: str) -> set[str]:
    """`PR.DS 1 2 10`: PR.DS-01, PR.DS-02, PR.DS-10; `PR.AA -6`: all up to PR.AA-06."""
    ids = set()
    for row in rows:
        category, *numbers = row.split()
        told = range(1, 1 - int(numbers[0])) if numbers[0].startswith("-") else map(int, numbers)
        ids |= {f"{category}-{number:02}" for number in told}
    return ids


# As the publications number them; written down apart from the file, so that a slip in one does not pass.
AI_RMF = numbered("GOVERN 7 3 2 3 2 2", "MAP 6 3 5 2 2", "MEASURE 3 13 3 3", "MANAGE 4 4 2 3")
CSF = dashed(
    *("GV.OC -5", "GV.RM -7", "GV.RR -4", "GV.PO -2", "GV.OV -3", "GV.SC -10"),
    *("ID.AM 1 2 3 4 5 7 8", "ID.RA -10", "ID.IM -4"),
    *("PR.AA -6", "PR.AT -2", "PR.DS 1 2 10 11", "PR.PS -6", "PR.IR -4"),
    *("DE.CM 1 2 3 6 9", "DE.AE 2 3 4 6 7 8"),
    *("RS.MA -5", "RS.AN 3 6 7 8", "RS.CO 2 3", "RS.MI -2", "RC.RP -6", "RC.CO 3 4"),
)
IDS = {
    "owasp-agentic": {f"ASI{number:02}" for number in range(1, 11)},
    "owasp-nhi": {f"NHI{number}:2025" for number in range(1, 11)},
    "nist-ai-rmf": AI_RMF,
    "nist-csf": CSF,
    "csa-maestro": {f"Layer {number}" for number in range(1, 8)},
    "mitre-atlas": {
        *(f"AML.M{number:04}" for number in range(32)),
        *(f"AML.T{number:04}" for number in (51, 53, 55, 60, 62, 68, 73, 74, *range(80, 87))),
        *("AML.T0051.000", "AML.T0051.001", "AML.T0051.002"),
    },
}


def test_the_lists_of_ids_are_as_long_as_their_publications_say() -> None:
    assert (len(AI_RMF), len(CSF)) == (72, 106)


@pytest.mark.parametrize("framework", IDS)
def test_every_id_is_one_of_its_framework(framework: str) -> None:
    told = table().frameworks[framework]
    assert told.controls and set(told.controls) <= IDS[framework]
    assert re.fullmatch(r"https://[a-z.]+(/[\w./-]*)?", told.url)
    assert re.search(r"\d", told.version) and told.seen


def test_no_framework_is_there_that_nobody_checks() -> None:
    assert list(table().frameworks) == list(IDS)


def test_every_rule_has_controls_or_says_why_it_has_none() -> None:
    known = table()
    assert set(known.controls) | set(known.none) == set(RULES)
    assert set(known.controls) & set(known.none) == set()


def test_no_control_is_named_for_nothing() -> None:
    used = {control for found in table().controls.values() for control in found}
    assert {(one.framework, one.id) for one in used} == {
        (framework.id, id_) for framework in table().frameworks.values() for id_ in framework.controls
    }


def test_no_row_names_a_rule_twice_and_every_row_says_why() -> None:
    with open(FILE, encoding="utf-8") as opened:
        data = json.load(opened)
    for row in (*data["helps"], *data["none"]):
        rules = row["rules"].split()
        assert row["why"] and len(rules) == len(set(rules))


def test_a_control_that_no_framework_lists_is_a_mistake() -> None:
    listed = {"title": "A", "version": "1", "url": "https://a.example", "seen": "all", "controls": {"A1": "one"}}
    helps = [{"why": "it does", "with": "a/A1, a/A2", "rules": "G101"}]
    with pytest.raises(KeyError, match="a/A2"):
        table_from({"frameworks": {"a": listed}, "helps": helps, "none": []})


def test_controls_stand_in_the_order_of_the_frameworks() -> None:
    order = list(table().frameworks)
    for rule in table().controls:
        told = [order.index(name.partition("/")[0]) for name in names_of(rule)]
        assert told == sorted(told)


def test_names_hold_no_space() -> None:
    assert names_of("G770") == ("nist-ai-rmf/MAP-2.2", "nist-ai-rmf/MAP-3.5", "mitre-atlas/AML.M0029")
    assert names_of("G801") == ()


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), ".venv/bin/python -m tests.controls writes it"


@pytest.mark.parametrize("rule", RULES)
def test_a_report_names_them_and_a_record_does_not(rule: str) -> None:
    verdict = weigh("merge", (finding(rule, "something", "why", (Next("you", "mend it"),)),))
    (told,) = json.loads(json.dumps(document(verdict, controls=True)))["findings"]
    assert told.pop("controls") == list(names_of(rule))
    assert [told] == document(verdict)["findings"]
    report = json.loads(json.dumps(document(verdict, controls=True)))
    assert list(validate_data("report", report)) == []


@pytest.mark.parametrize("rule", RULES)
def test_tags_are_as_many_as_code_scanning_takes_and_shows(rule: str) -> None:
    verdict = weigh("merge", (finding(rule, "something", "why", (Next("you", "mend it"),)),))
    ((run),) = scan(verdict)["runs"]  # type: ignore[misc]
    (told,) = run["tool"]["driver"]["rules"]
    tags = told["properties"]["tags"]
    assert tags[OWN:] == [f"external/{name}" for name in names_of(rule)]
    assert len(tags) == len(set(tags)) <= min(SHOWN, TAGS)


@pytest.mark.parametrize("words", ["check --staged", "explain G101", "explain", "gate a b --env c"])
def test_everyday_commands_do_not_read_it(words: str) -> None:
    code = (
        "import sys; from guard.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('guard.model.controls' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words.split()], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
