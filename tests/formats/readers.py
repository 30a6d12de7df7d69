"""Readers of reports that know nothing of guard: what code scanning, a runner, a page and a collector of tests take."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import jsonschema
from markdown_it import MarkdownIt
from markdown_it.token import Token

HERE = Path(__file__).parent


def fits(name: str, data: object) -> list[str]:
    """What of it does not fit the schema of ours."""
    schema = json.loads((HERE / f"own-{name}.schema.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(schema)
    return [f"{error.json_path}: {error.message[:200]}" for error in checker.iter_errors(data)]


# SARIF, as an upload to code scanning would go


@dataclass
class Alert:
    """One alert of a list: what it is known by, where, how bad, and whether it is dismissed."""

    rule: str
    mark: str
    path: bytes
    line: int
    level: str
    text: str
    closed: bool


def scanned(text: str) -> list[Alert]:
    """The alerts that an upload makes; whatever it would reject is an error."""
    assert len(gzip.compress(text.encode())) <= 10_000_000
    (run,) = json.loads(text)["runs"]
    results = run["results"]
    assert len(results) <= 25_000
    assert len(run["tool"]["driver"]["rules"]) <= 25_000
    alerts = [_alert(run, result) for result in results]
    assert len({(one.rule, one.mark) for one in alerts}) == len(alerts), "two results would be one alert"
    return alerts


def _alert(run: dict[str, Any], result: dict[str, Any]) -> Alert:
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"]
    (location,) = result["locations"]
    place = location["physicalLocation"]
    path = unquote_to_bytes(place["artifactLocation"]["uri"])
    assert not path.startswith(b"/") and b".." not in path.split(b"/")
    mark = result["partialFingerprints"]["primaryLocationLineHash"]
    line = place["region"]["startLine"]
    text = result["message"]["text"]
    assert "](" not in text, "a viewer would make a link of it"
    return Alert(rule["id"], mark, path, line, result["level"], text, bool(result.get("suppressions")))


# A runner that reads the output of a step


@dataclass
class Command:
    """One workflow command as the runner takes it."""

    name: str
    properties: dict[str, str]
    data: str


@dataclass
class Job:
    """What the runner made of the output: commands it obeyed, lines it only shows."""

    commands: list[Command] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def named(self, *names: str) -> list[Command]:
        return [one for one in self.commands if one.name in names]


KNOWN = {
    *("error", "warning", "notice", "debug", "group", "endgroup", "echo", "add-mask", "stop-commands", "add-path"),
    *("set-env", "set-output", "save-state", "add-matcher", "remove-matcher"),
}


def run_by(output: str) -> Job:
    """The documented grammar: `::name key=value,...::data`, and the older `##[name key=value;...]data` anywhere."""
    job, stopped = Job(), ""
    for line in output.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        command = _newer(line) or _older(line)
        if stopped:
            if command is not None and command.name == stopped:
                stopped = ""
            else:
                job.lines.append(line)
        elif command is not None and command.name in KNOWN:
            job.commands.append(command)
            stopped = command.data if command.name == "stop-commands" else ""
        else:
            job.lines.append(line)
    assert not stopped, "nothing lets commands count again"
    return job


def _newer(line: str) -> Command | None:
    text = line.lstrip()
    if not text.startswith("::") or "::" not in text[2:]:
        return None
    head, _, data = text[2:].partition("::")
    name, _, given = head.strip().partition(" ")
    pairs = [pair.partition("=") for pair in given.split(",") if "=" in pair]
    properties = {key.strip(): _plain(value, {"%3A": ":", "%2C": ","}) for key, _, value in pairs}
    return Command(name, properties, _plain(data, {}))


def _older(line: str) -> Command | None:
    start = line.find("##[")
    if start < 0 or "]" not in line[start:]:
        return None
    head, _, data = line[start + 3 :].partition("]")
    return Command(head.partition(" ")[0], {}, data)


def _plain(text: str, more: dict[str, str]) -> str:
    for code, char in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(code, char)
    return text


# A page of Markdown


@dataclass
class Page:
    """What is drawn: the kinds of its parts in order, the words that are no code, and the code."""

    kinds: list[str]
    words: str
    code: list[str]


def drawn(text: str) -> Page:
    """As GitHub and GitLab read it, HTML on: it is there to be found."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens: list[Token] = []
    for token in reader.parse(text):
        tokens += [token, *(token.children or ())]
    words = "\n".join([token.content for token in tokens if token.type == "text"])
    code = [token.content for token in tokens if token.type in ("code_inline", "fence", "code_block")]
    return Page([token.type for token in tokens], words, code)


# A collector of test reports


@dataclass
class Test:
    """One test case."""

    of: str
    name: str
    kind: str  # "passed", "failure", "error" or "skipped"
    text: str


def collected(text: str) -> list[Test]:
    """The cases of the one suite, and its sums held against them."""
    top = ElementTree.fromstring(text)
    (suite,) = top
    assert (top.tag, suite.tag) == ("testsuites", "testsuite")
    tests = [_test(case) for case in suite]
    for name, kind in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
        counted = len([test for test in tests if test.kind == kind])
        assert int(suite.attrib[name]) == int(top.attrib[name]) == counted
    assert int(suite.attrib["tests"]) == len(tests)
    return tests


def _test(case: ElementTree.Element) -> Test:
    assert case.tag == "testcase"
    inside = {child.tag: "".join(child.itertext()) + child.attrib.get("message", "") for child in case}
    assert len(inside) <= 1 and set(inside) <= {"failure", "error", "skipped", "system-out"}
    kind = next((tag for tag in inside if tag != "system-out"), "passed")
    return Test(case.attrib["classname"], case.attrib["name"], kind, next(iter(inside.values()), ""))
