"""A runner of GitHub Actions, as small as ours need and as strict as GitHub documents it: composite actions, and jobs.

Steps are run by bash, in an environment of their own, with the files of GITHUB_OUTPUT and the like; whatever they print
is read for commands, as a runner reads it. What is used and not known here is an error, never passed over.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from tests.expressions import filled, holds, value

COMMANDS = {
    *("set-env", "set-output", "save-state", "add-path", "add-mask", "add-matcher", "remove-matcher"),
    *("debug", "notice", "warning", "error", "group", "endgroup", "echo", "stop-commands"),
}
LEVELS = ("notice", "warning", "error")
BASH = "bash --noprofile --norc -eo pipefail"  # `shell: bash`
PLAIN_BASH = "bash -e"  # no shell named: in workflows alone
KNOWN = {  # keys of a step
    *("name", "id", "if", "uses", "with", "run", "shell", "env", "working-directory", "continue-on-error"),
    "timeout-minutes",
}
SUMMARY = 1 << 20  # a summary beyond that is not shown
LIMIT = 120  # seconds for one step


class Wrong(Exception):
    """What GitHub would refuse, or what is not known here."""


class Annotation(NamedTuple):
    """One line of a step that a runner shows beside the code."""

    level: str
    message: str
    properties: dict[str, str]


class Step(NamedTuple):
    """How one step went. The outcome is its own, the conclusion what counts after continue-on-error."""

    name: str
    outcome: str
    conclusion: str
    outputs: dict[str, str]
    log: str = ""
    code: int = 0


Stand = Callable[["Runner", dict[str, str]], dict[str, str]]  # inputs -> outputs


class Printed:
    """What one step printed, read line by line: commands are done, the rest is the log."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.annotations: list[Annotation] = []
        self.masks: list[str] = []
        self.others: list[str] = []  # commands that do something else: those of old, which ours never use
        self._stopped = ""

    def read(self, line: str) -> None:
        """One line; a command may stand behind spaces, one in the form of old anywhere."""
        found = _command(line, self._stopped)
        if found is None:
            self.lines.append(line)
            return
        name, properties, data = found
        if self._stopped and name == self._stopped.casefold():
            self._stopped = ""
        elif self._stopped:
            self.lines.append(line)
        elif name == "stop-commands":
            if data.casefold() in COMMANDS or not data:
                raise Wrong(f"commands cannot be stopped by {data!r}")
            self._stopped = data
        elif name in LEVELS:
            self.annotations.append(Annotation(name, data, properties))
        elif name == "add-mask":
            self.masks.append(data)
        elif name not in ("group", "endgroup", "debug"):
            self.others.append(line)


def _command(line: str, stopped: str) -> tuple[str, dict[str, str], str] | None:
    text = line.lstrip()
    new = re.match(r"::([^ :]+)(?: (.*?))?::(.*)\Z", text, re.S) if text.startswith("::") else None
    old = re.search(r"##\[([^ \]]+)(?: ([^\]]*))?\](.*)\Z", line, re.S)
    known = {*COMMANDS, stopped.casefold()} - {""}
    for found, between, escapes in ((new, ",", NEW), (old, ";", OLD)):
        if found is not None and found[1].casefold() in known:
            pairs = [pair.partition("=") for pair in (found[2] or "").split(between) if "=" in pair]
            properties = {name.strip(): _plain(text, {**escapes, **IN_PROPERTY}) for name, _, text in pairs}
            return found[1].casefold(), properties, _plain(found[3], escapes)
    return None


NEW = {"%0D": "\r", "%0A": "\n", "%25": "%"}
OLD = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%"}
IN_PROPERTY = {"%3A": ":", "%2C": ","}


def _plain(text: str, escapes: Mapping[str, str]) -> str:
    return re.sub("|".join(escapes), lambda found: escapes[found[0]], text)


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """The grammar of GITHUB_OUTPUT and GITHUB_ENV: NAME=VALUE, or NAME<<DELIMITER, lines, DELIMITER."""
    lines = iter(text.replace("\r\n", "\n").split("\n"))
    for line in lines:
        if not line:
            continue
        name, mark, rest = line.partition("=")
        here, heredoc, delimiter = line.partition("<<")
        if heredoc and len(here) < len(name):
            if not here or not delimiter:
                raise Wrong(f"invalid format: {line!r}")
            kept: list[str] = []
            for inner in lines:
                if inner == delimiter:
                    break
                kept.append(inner)
            else:
                raise Wrong(f"the delimiter of {here!r} never comes")
            yield here, "\n".join(kept)
        elif mark and name:
            yield name, rest
        else:
            raise Wrong(f"invalid format: {line!r}")


class Runner:
    """A machine with one job on it."""

    def __init__(
        self,
        root: Path,
        github: Mapping[str, Any],
        machine: Mapping[str, str],
        secrets: Mapping[str, str] | None = None,
        actions: Mapping[str, Stand | Path] | None = None,
        before: Mapping[str, dict[str, str]] | None = None,
    ) -> None:
        """`actions` stand in for those of others, by name; `before` are steps that were done, with their outputs."""
        self.root, self.work, self.temp = root, root / "work", root / "temp"
        for folder in (self.work, self.temp, root / "files", root / "home"):
            folder.mkdir(parents=True, exist_ok=True)
        event = root / "event.json"
        event.write_text(json.dumps(github["event"]))
        self.github = {**github, "workspace": str(self.work), "event_path": str(event)}
        self.machine = {"HOME": str(root / "home"), **machine}
        self.secrets = {"GITHUB_TOKEN": str(github["token"]), **(secrets or {})}
        self.actions, self.before = actions or {}, before or {}
        self.environment: dict[str, str] = {}  # from GITHUB_ENV
        self.path: list[str] = []
        self.annotations: list[Annotation] = []
        self.masks: list[str] = []
        self.others: list[str] = []
        self.summary = ""
        self.log = ""
        self.steps: list[Step] = []  # all that ran, those of actions included
        self._count = 0

    # what is run

    def action(self, folder: Path, given: Mapping[str, str]) -> tuple[bool, dict[str, str]]:
        """A composite action, with these inputs: whether it went well, and its outputs, which there are either way."""
        written = load(folder / "action.yml")
        if written["runs"]["using"] != "composite":
            raise Wrong("only composite actions run here")
        listed = written.get("inputs", {})
        if unknown := set(given) - set(listed):
            raise Wrong(f"no such inputs: {sorted(unknown)}")
        contexts = {"github": {**self.github, "action_path": str(folder)}, "runner": self._about()}
        inputs = {name: filled(str(one.get("default", "")), contexts) for name, one in listed.items()} | dict(given)
        if missing := [name for name, one in listed.items() if one.get("required") and not inputs[name]]:
            raise Wrong(f"inputs are missing: {missing}")
        contexts["inputs"] = inputs
        held = self._all(written["runs"]["steps"], contexts, {"GITHUB_ACTION_PATH": str(folder)}, composite=True)
        outputs = {name: filled(one["value"], contexts) for name, one in written.get("outputs", {}).items()}
        return held, outputs

    def job(self, workflow: Path, name: str, needs: Mapping[str, Any] | None = None) -> tuple[bool, dict[str, str]]:
        """A job of a workflow: whether it went well, and its outputs. Without its steps, where its `if` is not met."""
        written = load(workflow)
        job = written["jobs"][name]
        contexts: dict[str, Any] = {
            "github": self.github,
            "runner": self._about(),
            "secrets": self.secrets,
            "needs": needs or {},
            "env": {},
        }
        states = _states(all(one["result"] == "success" for one in (needs or {}).values()))
        if not holds(str(job.get("if", "success()")), contexts, states):
            return True, {}
        environment: dict[str, str] = {}
        for level in (written, job):
            environment |= {key: filled(str(one), contexts) for key, one in level.get("env", {}).items()}
        contexts["env"] = environment
        held = self._all(job["steps"], contexts, environment, composite=False)
        return held, {key: filled(one, contexts) for key, one in job.get("outputs", {}).items()}

    def _all(self, steps: list[Any], contexts: dict[str, Any], environment: dict[str, str], composite: bool) -> bool:
        """Steps in turn. One that fails is the end of those that do not ask for it."""
        held = True
        done: dict[str, Any] = {}
        contexts |= {"steps": done}
        contexts.setdefault("env", environment)
        for step in steps:
            if unknown := set(step) - KNOWN:
                raise Wrong(f"keys of a step that are not known here: {sorted(unknown)}")
            states = _states(held)
            if composite and step.get("id") in self.before:
                went = Step(step.get("name", ""), "success", "success", self.before[step["id"]])
            elif holds(str(step.get("if", "success()")), contexts, states):
                went = self._step(step, contexts, environment, composite)
            else:
                went = Step(step.get("name", ""), "skipped", "skipped", {})
            self.steps.append(went)
            held = held and went.conclusion != "failure"
            if "id" in step:
                done[step["id"]] = {
                    "outputs": _Outputs(went.outputs),
                    "outcome": went.outcome,
                    "conclusion": went.conclusion,
                }
        return held

    def _step(self, step: Any, contexts: dict[str, Any], environment: dict[str, str], composite: bool) -> Step:
        given = environment | {key: filled(str(one), contexts) for key, one in step.get("env", {}).items()}
        name = step.get("name", step.get("id", ""))
        if "uses" in step:
            if composite:
                raise Wrong("this action is made of steps alone")
            inputs = {key: filled(_text(one), contexts) for key, one in step.get("with", {}).items()}
            held, outputs = self._used(step["uses"], inputs)
            went = Step(name, "success" if held else "failure", "", outputs)
        else:
            if composite and "shell" not in step:
                raise Wrong("a step of an action names its shell")
            where = self.work / filled(str(step.get("working-directory", ".")), contexts)
            went = self._run(name, filled(step["run"], contexts), step.get("shell", ""), where, given)
        forgiven = went.outcome == "failure" and _truth(step.get("continue-on-error", False), contexts)
        return went._replace(conclusion="success" if forgiven else went.outcome)

    def _used(self, uses: str, inputs: dict[str, str]) -> tuple[bool, dict[str, str]]:
        if uses.startswith("./"):
            return self.action(self.work / uses, inputs)
        name, _, version = uses.partition("@")
        if not re.fullmatch(r"[0-9a-f]{40}", version):
            raise Wrong(f"{uses} is not pinned")
        if name not in self.actions:
            raise Wrong(f"nothing stands in for {name}")
        stands = self.actions[name]
        return self.action(stands, inputs) if isinstance(stands, Path) else (True, stands(self, inputs))

    def _run(self, name: str, text: str, shell: str, where: Path, given: Mapping[str, str]) -> Step:
        if shell not in ("", "bash"):
            raise Wrong(f"the shell {shell!r} is not known here")
        self._count += 1
        files = {one: self.root / "files" / f"{one}-{self._count}" for one in ("output", "env", "path", "step_summary")}
        for file in files.values():
            file.touch()
        script = self.root / "files" / f"script-{self._count}.sh"
        script.write_text(text)
        words = [*(BASH if shell else PLAIN_BASH).split(), str(script)]
        environment = self._environment(given) | {f"GITHUB_{one.upper()}": str(file) for one, file in files.items()}
        run = subprocess.run(
            words,
            cwd=where,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LIMIT,
            check=False,
        )
        printed = Printed()
        for line in re.split(r"\r\n|\n|\r", run.stdout.decode("utf-8", "replace")):
            printed.read(line)
        outputs = self._kept(files, printed)
        outcome = "success" if run.returncode == 0 else "failure"
        return Step(name, outcome, outcome, outputs, "\n".join(printed.lines), run.returncode)

    def _kept(self, files: Mapping[str, Path], printed: Printed) -> dict[str, str]:
        """What a step leaves: for the steps after it, and for people."""
        self.annotations += printed.annotations
        self.masks += printed.masks
        self.others += printed.others
        self.log += "\n".join(printed.lines)
        read = {one: file.read_bytes().decode("utf-8") for one, file in files.items()}
        self.environment |= dict(pairs(read["env"]))
        self.path[:0] = reversed([line for line in read["path"].split("\n") if line])
        if len(read["step_summary"].encode()) > SUMMARY:
            raise Wrong("the summary is too long to be shown")
        self.summary += read["step_summary"]
        return dict(pairs(read["output"]))

    def _environment(self, given: Mapping[str, str]) -> dict[str, str]:
        about = {f"RUNNER_{name.upper()}": one for name, one in self._about().items()}
        named = {
            f"GITHUB_{name.upper()}": str(one) for name, one in self.github.items() if name not in ("event", "token")
        }
        path = os.pathsep.join([*self.path, self.machine["PATH"]])
        always = {"CI": "true", "GITHUB_ACTIONS": "true"}
        return {**self.machine, **always, **named, **about, **self.environment, **given, "PATH": path}

    def _about(self) -> dict[str, str]:
        return {"temp": str(self.temp), "os": "Linux" if sys.platform == "linux" else "macOS", "name": "here"}


class _Outputs(dict[str, str]):
    """An output that was not set is empty; which ones a step may set, no runner knows."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return ""


def _states(held: bool) -> dict[str, Callable[..., object]]:
    return {
        "success": lambda: held,
        "failure": lambda: not held,
        "always": lambda: True,
        "cancelled": lambda: False,
        "format": lambda text, *given: text.format(*given),
        "startsWith": lambda text, start: str(text).casefold().startswith(str(start).casefold()),
    }


def _truth(found: object, contexts: Mapping[str, Any]) -> bool:
    if isinstance(found, str):
        marked = re.fullmatch(r"\$\{\{(.*)\}\}", found.strip())
        return bool(value(marked[1] if marked else found, contexts))
    return bool(found)


def _text(found: object) -> str:
    return ("true" if found else "false") if isinstance(found, bool) else str(found)


def load(path: Path) -> Any:
    """A workflow or an action, as plain data."""
    return YAML(typ="safe", pure=True).load(path.read_text())
