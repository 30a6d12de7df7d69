"""The action, its lock, and each workflow that we run or hand out: the tools that look for holes find none."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from guard.cli import COMMANDS
from guard.model.rule import RULES
from guard.records import statement
from guard_hooks.hosts.running import JOBS as HOSTS
from guard_hooks.hosts.words import parser as host_words
from guard_hooks.hosts.words import told
from tests.conftest import share
from tests.console import BLOCK, blocks, parser_of
from tests.runner import load

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ACTION = ROOT / "action.yml"
LOCK = ROOT / "action/requirements.txt"
OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
EXAMPLES = sorted((ROOT / "examples/github").glob("*.yml"))
WORKFLOWS = [*OWN, *EXAMPLES]
DEPENDABOT = ROOT / ".github/dependabot.yml"
GITLAB = ROOT / "examples/gitlab/guard.gitlab-ci.yml"
GUIDE = ROOT / "docs/ci.md"
OURS = "example-org/guard"  # stands for guard's repository, or a copy of it, in what we hand out
MAY_WRITE = {  # what the jobs we hand out may write, and nothing else
    "guard/guard": {"security-events"},
    "guard/comment": {"pull-requests"},
    "guard-record/sign": {"contents"},
    "guard-record/rejudge": {"actions"},
    "guard-rejudge/rejudge": {"actions"},
    "guard-deploy/attest": {"contents"},
    "guard-deploy/rejudge": {"actions"},
    "release/attest": {"id-token", "attestations"},
    "release/publish": {"id-token"},
    "release/announce": {"contents"},
}


# The lock


def locked() -> dict[str, tuple[Requirement, list[str]]]:
    """What the lock pins: the requirement, and the hashes of its files."""
    text = LOCK.read_text().replace("\\\n", " ")
    rows = [re.split(r"\s+--hash=", line.strip()) for line in text.splitlines()]
    found = {canonicalize_name(Requirement(row[0]).name): (Requirement(row[0]), row[1:]) for row in rows}
    assert len(found) == len(rows), "one version of each, on every platform"
    return found


def test_the_lock_pins_everything_guard_asks_for_by_hash() -> None:
    pinned = locked()
    for asked in [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]:
        wanted = Requirement(asked)
        requirement, _ = pinned[canonicalize_name(wanted.name)]
        (version,) = [Version(one.version) for one in requirement.specifier]
        assert wanted.specifier.contains(version), f"{requirement} is not {asked}: make lock"
    for requirement, hashes in pinned.values():
        assert [one.operator for one in requirement.specifier] == ["=="], str(requirement)
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), str(requirement)
        assert requirement.url is None
    assert "://" not in LOCK.read_text() and "--index" not in LOCK.read_text()


def test_tests_install_from_the_very_files_of_the_lock() -> None:
    pinned = locked()
    here = {name: requirement for name, (requirement, _) in pinned.items() if _here(requirement)}
    wheels = [parse_wheel_filename(path.name) for path in (ROOT / "build/wheels").glob("*.whl")]
    assert wheels, "no wheels: run the tests with `make test`"
    assert {name: version for name, version, *_ in wheels} == {
        name: Version(next(iter(requirement.specifier)).version) for name, requirement in here.items()
    }


def _here(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


def test_the_bill_of_materials_is_the_lock() -> None:
    run = subprocess.run([sys.executable, "-I", ROOT / "action/sbom.py"], capture_output=True, text=True, check=True)
    bill = json.loads(run.stdout)
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    said = {one["name"]: one for one in bill["components"]}
    assert {name: f"=={one['version']}" for name, one in said.items()} == {
        name: str(requirement.specifier) for name, (requirement, _) in locked().items()
    }
    assert all(one["purl"] == one["bom-ref"] == f"pkg:pypi/{name}@{one['version']}" for name, one in said.items())
    subject = bill["metadata"]["component"]
    assert (subject["name"], subject["version"]) == (PROJECT["project"]["name"], PROJECT["project"]["version"])
    (tree,) = bill["dependencies"]
    assert tree["ref"] == subject["bom-ref"] and set(tree["dependsOn"]) == {one["bom-ref"] for one in said.values()}


# What others find in them


def found(paths: list[Path], *options: str) -> list[tuple[str, str, str]]:
    """What zizmor says: where, what, and how bad."""
    words = ["zizmor", "--offline", "--no-config", "--persona", "pedantic", "--strict-collection", "--format", "json"]
    run = subprocess.run([BIN / words[0], *words[1:], *options, *paths], capture_output=True, text=True, check=False)
    assert run.returncode in (0, 11, 12, 13, 14), run.stderr
    rows: list[Any] = json.loads(run.stdout)
    where = [row["locations"][0]["symbolic"]["key"]["Local"]["verbatim_path"] for row in rows]
    return [
        (Path(path).name, row["ident"], row["determinations"]["severity"])
        for path, row in zip(where, rows, strict=True)
    ]


def test_zizmor_finds_nothing_in_them() -> None:
    everything = [ACTION, DEPENDABOT, *WORKFLOWS]
    assert found(everything) == []
    let_pass = found(everything, "--no-ignores")
    assert sorted(let_pass) == [
        ("guard-deploy.yml", "artipacked", "Medium"),  # the job that pushes its entry of the log, and uploads nothing
        (
            "guard.yml",
            "self-repository",
            "Low",
        ),  # the action of the default branch, checked out before: not what is judged
    ]


def test_zizmor_would_find_it(tmp_path: Path) -> None:
    action = tmp_path / "action.yml"
    action.write_text(ACTION.read_text().replace("run: '\"$GUARD\" hook github'", "run: guard ${{ inputs.branch }}"))
    assert ("action.yml", "template-injection", "High") in found([action])


def valid(schema: str, *paths: Path) -> bool:
    words = ["check-jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, paths)]
    run = subprocess.run([sys.executable, "-m", "check_jsonschema", *words[1:]], capture_output=True, check=False)
    return run.returncode == 0


def test_they_are_what_their_schemas_ask_for(tmp_path: Path) -> None:
    assert valid("github-workflows", *WORKFLOWS)
    assert valid("github-actions", ACTION)
    assert valid("gitlab-ci", GITLAB)
    assert valid("dependabot", DEPENDABOT)
    odd = tmp_path / "odd.yml"
    odd.write_text(EXAMPLES[0].read_text().replace("runs-on:", "run-on:"))
    assert not valid("github-workflows", odd)


# What we ask of them ourselves


def jobs() -> dict[str, tuple[Path, Any, Any]]:
    read = [(path, load(path)) for path in WORKFLOWS]
    return {f"{path}#{name}": (path, whole, job) for path, whole in read for name, job in whole["jobs"].items()}


def test_the_action_has_no_third_party_in_it_and_no_expression_in_a_script() -> None:
    written = load(ACTION)
    for step in written["runs"]["steps"]:
        assert "uses" not in step and "${{" not in step["run"] and step["shell"] == "bash", step
        assert step["working-directory"] == "${{ runner.temp }}", "not the folder of the job, which may hold the head"
    assert all(one["description"] for one in [*written["inputs"].values(), *written["outputs"].values()])
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in [*written["inputs"], *written["outputs"]])
    assert all("default" in one for one in written["inputs"].values())


def test_every_input_reaches_guard_and_no_other_does() -> None:
    written = load(ACTION)
    passed = {name: str(one) for step in written["runs"]["steps"] for name, one in step["env"].items()}
    used = set(re.findall(r"inputs\.([a-z-]+)", " ".join(passed.values())))
    assert used == set(written["inputs"])


def test_everything_is_pinned_by_its_commit_and_says_its_version() -> None:
    uses = [(path, line) for path in WORKFLOWS for line in path.read_text().splitlines() if "uses:" in line]
    pins: dict[str, set[str]] = {}
    for path, line in uses:
        if "uses: ./guard-base" in line:
            assert path.parent == OWN[0].parent
            continue
        pinned = re.search(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)( # zizmor: .*)?$", line)
        assert pinned, f"{path}: {line}"
        pins.setdefault(pinned[1], set()).add(f"{pinned[2]} {pinned[3]}")
    assert {name: len(found) for name, found in pins.items()} == dict.fromkeys(pins, 1), "one version of each"
    assert OURS in pins and len(pins) > 5


@pytest.mark.parametrize("name", jobs())
def test_a_job_may_do_what_it_needs_and_no_more(name: str) -> None:
    path, whole, job = jobs()[name]
    assert whole["permissions"] == {} and "concurrency" in whole, "nothing is given to all jobs at once"
    given = {right for right, how in job["permissions"].items() if how == "write"}
    assert given == MAY_WRITE.get(f"{path.stem}/{name.partition('#')[2]}", set())
    assert job["timeout-minutes"] and "-latest" not in job["runs-on"]
    text = path.read_text()
    assert "pull_request_target" not in text and "workflow_run" not in text
    if "secrets." in json.dumps(job):
        assert job["environment"] and "pull_request" not in whole["on"], "keys are for the guarded branch alone"


def test_the_check_has_no_secret_and_judges_what_could_change_its_answer() -> None:
    for path in (ROOT / "examples/github/guard.yml", ROOT / ".github/workflows/guard.yml"):
        whole = load(path)
        assert "secrets." not in path.read_text() and set(whole["on"]) == {"pull_request", "merge_group"}
        assert {"opened", "synchronize", "reopened", "edited"} <= set(whole["on"]["pull_request"]["types"])
        assert "paths" not in json.dumps(whole["on"]), "a required check that never starts waits for ever"


def test_no_script_of_theirs_names_what_an_author_has_chosen() -> None:
    for _, whole, job in jobs().values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step
        assert "head_ref" not in json.dumps(whole) and "head.ref" not in json.dumps(whole)


def test_this_repository_is_judged_by_the_action_of_its_default_branch() -> None:
    steps = load(ROOT / ".github/workflows/guard.yml")["jobs"]["guard"]["steps"]
    checkout, action = steps[:2]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert action["uses"] == f"./{checkout['with']['path']}" and checkout["with"]["persist-credentials"] is False


def test_ci_is_the_one_entry_on_every_python_we_promise() -> None:
    job = load(ROOT / ".github/workflows/ci.yml")["jobs"]["ci"]
    assert job["steps"][-1]["run"] == ".ci/run"
    matrix = job["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"] and len(matrix["system"]) == 2
    assert PROJECT["project"]["requires-python"] == f">={matrix['python'][0]}"


ODD = ("--help", "-h", "--mode=x", "-", "", "a b", "a\nb", "$(id)", "../x", "Fill", "a" * 64)
STUB = 'printf "%s\\0" "${0##*/}" "$@" >> "$SAID"; printf "\\n" >> "$SAID"\n'  # whoever is called tells its words


@pytest.mark.fuzz
@pytest.mark.parametrize(
    ("name", "word"), [("PLAN", "fill"), ("PHASE", "--help"), *[("PLAN", word) for word in share(ODD, 4)]]
)
def test_what_somebody_typed_is_no_option_of_anything(tmp_path: Path, name: str, word: str) -> None:
    """A job with an odd word runs nothing; and were it not refused, each command would still take it for a name."""
    (tmp_path / "deploy").mkdir()
    for stub in (tmp_path / "guard", tmp_path / "deploy/run"):
        stub.write_text(f"#!/bin/bash\n{STUB}")
        stub.chmod(0o755)
    said = tmp_path / "said"
    typed = {"PLAN": "split-name", "PHASE": "backfill", name: word}
    env = {**typed, "PATH": f"{tmp_path}:/usr/bin:/bin", "SAID": str(said), "RUNNER_TEMP": str(tmp_path)}
    env |= {"GITHUB_SHA": "1" * 40, "KEY": "no key"}
    jobs = load(ROOT / "examples/github/guard-deploy.yml")["jobs"]
    runs = {job: [step["run"] for step in jobs[job]["steps"] if "run" in step] for job in jobs}
    whole = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(runs["run"])], cwd=tmp_path, env=env, check=False
    )
    assert (whole.returncode, said.exists()) == ((0, True) if word == "fill" else (2, False))
    said.unlink(missing_ok=True)
    for run in (*runs["run"][1:], *runs["attest"]):
        subprocess.run(["bash", "-eo", "pipefail", "-c", run], cwd=tmp_path, env=env, check=True)
    called = [line.split("\0") for line in said.read_text().split("\0\n")[:-1]]
    assert [words[0] for words in called] == ["guard", "run", "guard"]
    for words in called[::2]:
        parser, rest = parser_of(words)
        assert parser is not None
        if word:
            asked = vars(parser.parse_args(rest))
            assert (asked["plan"], asked["phase"]) == (typed["PLAN"], typed["PHASE"])


def test_no_example_hands_a_command_what_it_could_take_for_an_option() -> None:
    """A variable is the value of an option, or stands behind `--`; those that the host alone sets are no words."""
    ours = re.compile(r'"?\$\{?(?:GITHUB_SHA|RUNNER_TEMP|GUARD|GUARD_KEY_FILE|GUARD_SOURCE|GUARD_COMMIT|CI_[A-Z_]+)\b')
    examples = [(path, step.get("run", "")) for path, _, job in jobs().values() for step in job["steps"]]
    for path, run in [one for one in examples if one[0] in EXAMPLES]:
        for line in [line for line in run.replace("\\\n", " ").splitlines() if line.strip().startswith("guard ")]:
            before, _, _ = line.partition(" -- ")
            for word in before.split():
                assert "$" not in word or ours.match(word) or re.match(r'--[a-z]+="\$', word), f"{path}: {word}"


# The guide


def test_the_guide_shows_what_the_examples_hold() -> None:
    for block in blocks(GUIDE.read_text()):
        first, _, rest = block.text.partition("\n")
        named = re.fullmatch(r"# \.github/workflows/([\w-]+\.yml), in part", first)
        if named:
            assert rest in (ROOT / "examples/github" / named[1]).read_text(), first
    listed = set(re.findall(r"`examples/github/([\w-]+\.yml)`", GUIDE.read_text()))
    assert listed == {path.name for path in EXAMPLES}


def test_the_guide_pins_and_names_what_there_is() -> None:
    text = GUIDE.read_text()
    every = "".join(path.read_text() for path in EXAMPLES)
    for pin in re.findall(r"uses: (\S+@\S+ # \S+)", text):
        assert pin in every or pin in (ROOT / ".github/workflows/release.yml").read_text(), pin
    written = load(ACTION)
    (outputs,) = re.findall(r"Outputs for\s+later steps: (.*?)\. `action.yml`", text, re.S)
    assert set(re.findall(r"`([a-z-]+)`", outputs)) == set(written["outputs"]) - {"guard"}
    inputs = set(re.findall(r"([a-z-]+): ", " ".join(re.findall(r"with: \{(.*?)\}", text))))
    assert inputs and inputs <= set(written["inputs"])
    assert statement.PREDICATE in text
    assert set(re.findall(r"\bG\d{3}\b", text)) <= set(RULES)


def test_every_command_of_guide_and_examples_is_one() -> None:
    prose = re.findall(r"`(guard [^`]+)`", BLOCK.sub("", GUIDE.read_text()))
    runs = [step.get("run", "").replace("\\\n", " ") for _, _, job in jobs().values() for step in job["steps"]]
    lines = [line.strip() for run in runs for line in run.splitlines() if line.strip().startswith("guard ")]
    assert len(prose) > 3 and len(lines) == 2
    for line in [*prose, *lines]:
        words = shlex.split(line)
        assert words[1] in COMMANDS, line
        parser, rest = parser_of(words)
        if parser and rest:
            parser.parse_args(rest)
    for job in load(GITLAB).values():
        for line in job.get("script", []):
            command, hook, host, *rest = shlex.split(line)
            assert (command, hook, host) == ("$GUARD", "hook", "gitlab")
            assert told(host, host_words(host, "", "", HOSTS), rest, {}, HOSTS).job in HOSTS
