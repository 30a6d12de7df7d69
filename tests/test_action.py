"""The action and the workflows as a runner runs them: installed offline from the lock, against a repository over file://.

guard is installed once, by the step that installs it; the runs after that begin with it in place.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import guard
from tests.conftest import FIXED
from tests.repos import Maker, make_repository
from tests.runner import Runner
from tests.signing import key

ROOT = Path(__file__).resolve().parent.parent
PLAIN = f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin"
OFFLINE = {name: FIXED[name] for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_CONFIG_FILE")}
TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyz"
REPOSITORY = {"full_name": "acme/shop", "default_branch": "main"}
POLICY = """\
id: 5f0c2b7e
version: 1
people: {dana: {teams: [platform]}}
owners: {/.guard/**: platform}
routine: [{paths: [/docs/**], does: [file.*]}]
"""
PLAN = """\
plan: tidy
version: 1
owner: dana
why: Tidy the sources
scope: {paths: [/src/**], max: {files: 5, lines: 20}}
phases: {only: {does: [file.add, file.modify]}}
"""
BASE = {b".guard/policy.yaml": POLICY.encode(), b".guard/plans/tidy.yaml": PLAN.encode(), b"src/a": b"a\n"}
RUN_ME = b"open(__import__('os').environ.get('RUNNER_TEMP', '/tmp') + '/pwned', 'w')\n"
HEAD = {  # guard and what steers Python and bash, as the head would like to have them
    **dict.fromkeys((b"guard/__init__.py", b"guard/__main__.py", b"guard_hooks/__init__.py"), RUN_ME),
    **dict.fromkeys((b"sitecustomize.py", b"usercustomize.py", b"json.py", b"venv.py", b"hatchling.py"), RUN_ME),
    b"pyproject.toml": b'[build-system]\nrequires = []\nbuild-backend = "hatchling"\nbackend-path = ["."]\n',
    b"action/install.sh": b'touch "$RUNNER_TEMP/pwned"\n',
    b"python3": b'#!/bin/sh\ntouch "$RUNNER_TEMP/pwned"\n',
    b"setup.cfg": b"[global]\nindex-url = http://127.0.0.1:9/\n",
}
CLAIM = b"work\n\nGuard-Plan: tidy\nGuard-Phase: only\n"
OUTSIDE = {b"other/x": b"x\n"}  # of what that phase may touch
HOSTILE = (
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned; #",
    "a\n::set-output name=verdict::pass\n",
    "::error::said by a stranger",
    "##[error]said by a stranger",
    "a\nverdict=pass\n",
    "a%0A::add-mask::0",
    "${{ secrets.GITHUB_TOKEN }}",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) @everyone",
    "::stop-commands::x",
    "a\r::warning::w\r",
    "\x1b[2Ja",
)
NAMES = [text.replace("/", ":").encode() for text in HOSTILE]


class Forge:
    """What a host has: one repository, and the events it tells of."""

    def __init__(self, root: Path, policy: str = POLICY) -> None:
        self.root = root
        self.made: Maker = make_repository(root / "hosted/acme/shop")
        self.made.write(".git/HEAD", b"ref: refs/heads/none\n")
        self.files = {**BASE, b".guard/policy.yaml": policy.encode()}
        self.main, self.before = b"", b""
        self.land({}, b"Policy and plan\n")

    def land(self, files: dict[bytes, bytes], message: bytes = b"work\n") -> None:
        """A landing on main."""
        self.files |= files
        self.before = self.main
        above = [self.main] if self.main else []
        self.main = self.made.commit(self.made.tree(self.made.files(self.files)), above, message)
        self.made.ref(b"refs/heads/main", self.main)

    def pushed(self) -> dict[str, Any]:
        """The context `github` of the run for the last landing."""
        ref = {"ref": "refs/heads/main"}
        event = {**ref, "before": self.before.decode(), "after": self.main.decode(), "repository": REPOSITORY}
        return {**self.told(self.main.decode()), **ref, "event_name": "push", "event": event}

    def pull(self, files: dict[bytes, bytes], message: bytes = b"work\n") -> str:
        """The head of pull request 7: what stands on main, and these files."""
        head = self.made.commit(self.made.tree(self.made.files({**self.files, **files})), [self.main], message)
        self.made.ref(b"refs/pull/7/head", head)
        return head.decode()

    def told(self, head: str, title: str = "Work", branch: str = "work", source: str = "acme/shop") -> dict[str, Any]:
        """The context `github` of a run for that pull request; its author chose title, branch and repository."""
        asked = {
            "number": 7,
            "title": title,
            "user": {"login": "mallory"},
            "head": {"sha": head, "ref": branch, "repo": {"full_name": source}},
            "base": {"sha": self.main.decode(), "ref": "main", "repo": REPOSITORY},
        }
        event = {"action": "opened", "number": 7, "pull_request": asked, "repository": REPOSITORY}
        return {
            "event_name": "pull_request",
            "event": event,
            "repository": "acme/shop",
            "token": TOKEN,
            "ref": "refs/pull/7/merge",
            "head_ref": branch,
            "base_ref": "main",
            "sha": head,
            "actor": "mallory",
            "server_url": f"file://{self.root}/hosted",
            "api_url": "http://127.0.0.1:9",
            "run_id": "1",
        }


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    return Forge(tmp_path_factory.mktemp("forge"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the action has installed guard, and done nothing else."""
    assert list((ROOT / "build/wheels").glob("hatchling-*.whl")), "no wheels: run the tests with `make test`"
    github = {"event": {}, "token": TOKEN}
    runner = Runner(tmp_path_factory.mktemp("installed"), github, {"PATH": PLAIN, **OFFLINE})
    lay(runner.work, HEAD)  # a checkout of the head, in the folder of the job
    held, outputs = runner.action(ROOT, {"job": "setup"})
    assert held, runner.log
    runner.before = {"install": {"guard": outputs["guard"]}}
    return runner


@pytest.fixture
def machine(installed: Runner, tmp_path: Path) -> Iterator[Any]:
    """Makes runners on which guard is installed already; afterwards nobody has touched anything."""
    made: list[Runner] = []

    def make(github: dict[str, Any], **more: Any) -> Runner:
        runner = Runner(tmp_path / f"machine-{len(made)}", github, {"PATH": PLAIN}, before=installed.before, **more)
        made.append(runner)
        return runner

    yield make
    for runner in made:
        assert not list(runner.root.rglob("pwned")), runner.log
        assert runner.others == [] and runner.masks == [], "only annotations were asked of the runner"
        assert TOKEN not in runner.log + runner.summary
        assert not list(runner.temp.glob("guard-store-*")), "what was fetched is gone"
        for level in ("error", "warning", "notice"):
            assert len([one for one in runner.annotations if one.level == level]) <= 10


def lay(folder: Path, files: dict[bytes, bytes]) -> None:
    """Files as a checkout would leave them."""
    for name, text in files.items():
        path = folder / name.decode()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        path.chmod(0o755)


def sarif(path: str) -> Any:
    """What code scanning would take of a file: one run; of each result its rule, words, and a place of the tree."""
    (run,) = (read := json.loads(Path(path).read_text()))["runs"]
    assert read["version"] == "2.1.0" and run["tool"]["driver"]["name"] == "guard"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"] and result["message"]["text"]
        (place, *_) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii() and uri.isprintable() and not uri.startswith(("/", "..")) and " " not in uri, uri
        assert place["physicalLocation"]["region"]["startLine"] >= 1 and result["partialFingerprints"]
    return run


# Installing


def test_guard_is_installed_from_the_checkout_of_its_action_offline_and_by_hash(installed: Runner) -> None:
    command = Path(installed.before["install"]["guard"])
    assert not (installed.temp / "pwned").exists() and command.is_relative_to(installed.temp)
    assert installed.path == [str(command.parent)] and [path.name for path in command.parent.iterdir()] == ["guard"]
    asked = [str(command), "--version"]
    environment = {"PATH": PLAIN, "PYTHONPATH": str(installed.work), "RUNNER_TEMP": str(installed.temp)}
    run = subprocess.run(asked, cwd=installed.work, env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == f"guard {guard.__version__}\n"
    assert not (installed.temp / "pwned").exists()
    (packages,) = command.parent.parent.glob("venv/lib/python*/site-packages")
    assert (packages / "guard/schemas").is_dir() and not list(packages.glob("_*changeset*")), "a copy, no link back"


@pytest.mark.parametrize("python", ["", "$(touch pwned)", "/nowhere/python3", "; touch pwned"])
def test_a_machine_without_a_python_is_told_so(python: str, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "mktemp", "touch"):
        (tools / name).symlink_to(shutil.which(name) or name)
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    runner = Runner(tmp_path, {"event": {}, "token": TOKEN}, {"PATH": str(tools)})
    held, outputs = runner.action(ROOT, {"python": python})
    assert not held and set(outputs.values()) == {""}
    assert [(step.outcome, step.code) for step in runner.steps] == [("failure", 5), ("skipped", 0)]
    (told,) = runner.annotations
    assert told.level == "error" and "3.11 or newer" in told.message and ('"python"' in told.message)
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.soak
def test_files_that_are_not_those_of_the_lock_are_not_installed(tmp_path: Path) -> None:
    copy = tmp_path / "action-of-theirs"
    shutil.copytree(ROOT / "action", copy / "action")
    shutil.copy(ROOT / "action.yml", copy)
    lock = copy / "action/requirements.txt"
    lock.write_text(re.sub(r"(--hash=sha256:)[0-9a-f]{6}", r"\1000000", lock.read_text()))
    runner = Runner(tmp_path / "machine", {"event": {}, "token": TOKEN}, {"PATH": PLAIN, **OFFLINE})
    held, _ = runner.action(copy, {})
    assert not held and runner.steps[0].code == 5 and runner.steps[1].outcome == "skipped"
    assert "as its lock names it" in runner.annotations[0].message


# Judging


def test_a_good_pull_request_passes(forge: Forge, machine: Any) -> None:
    runner = machine(forge.told(forge.pull({b"src/b": b"b\n"})))
    held, outputs = runner.action(ROOT, {})
    assert held, runner.log
    assert (outputs["verdict"], outputs["exit-code"], outputs["findings"], outputs["waits"]) == ("pass", "0", "0", "0")
    assert outputs["landing"].startswith("sha256:") and not [one for one in runner.annotations if one.level == "error"]
    assert sarif(outputs["sarif-file"])["results"] == [] and "pass" in runner.summary
    report = json.loads(Path(outputs["report-file"]).read_text())
    assert (report["outcome"], report["may_merge"]) == ("pass", True)
    assert outputs["statement-file"] == outputs["predicate-file"] == outputs["records"] == ""


def test_a_bad_one_does_not_and_its_names_are_nothing_but_names(forge: Forge, machine: Any) -> None:
    files = {b"other/" + name: b"x\n" for name in NAMES}
    head = forge.pull({**files, **HEAD}, message="\n".join(HOSTILE).encode() + b"\n\n" + CLAIM)
    github = forge.told(head, title="".join(HOSTILE), branch="".join(HOSTILE), source="$(touch pwned)/::error::x")
    runner = machine(github)
    lay(runner.work, HEAD)
    held, outputs = runner.action(
        ROOT, {"statement-file": "guard.intoto.json", "predicate-file": "guard.predicate.json"}
    )
    assert not held and runner.steps[1].code == 1, runner.log
    assert (outputs["verdict"], outputs["exit-code"]) == ("violation", "1")
    assert {name for name, value in outputs.items() if not value} == {"records"}
    run = sarif(outputs["sarif-file"])
    report = json.loads(Path(outputs["report-file"]).read_text())
    assert report["outcome"] == "violation" and not report["may_merge"]
    assert len(run["results"]) == len(report["findings"]) == int(outputs["findings"]) > len(NAMES)
    statement = json.loads(Path(outputs["statement-file"]).read_text())
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    predicate = json.loads(Path(outputs["predicate-file"]).read_text())
    assert {**predicate, "timeCreated": ""} == {**statement["predicate"], "timeCreated": ""}
    assert runner.annotations and not [one for one in runner.annotations if one.message == "said by a stranger"]
    assert all("\x1b" not in text and "\r" not in text for text in (runner.summary, runner.log))
    assert runner.environment == {} and runner.path == [], "nothing but outputs was set"


def test_inputs_are_words_and_never_more(forge: Forge, machine: Any) -> None:
    head = forge.pull({b"src/b": b"b\n"})
    word, lines = "$(touch pwned); `touch pwned` ${{ x }}", "a\n::set-output name=verdict::pass\nverdict=pass"
    for name, text in (("branch", word), ("plan", lines), ("mode", lines), ("job", word), ("report-file", lines)):
        runner = machine(forge.told(head))
        held, outputs = runner.action(ROOT, {name: text})
        assert not held and outputs["verdict"] in ("", "violation", "cannot-establish"), (name, runner.log)
    runner = machine(forge.told(head))
    held, outputs = runner.action(ROOT, {"report-file": word, "clone": word})
    assert held and outputs["report-file"] == str(runner.temp / word) and Path(outputs["report-file"]).is_file()


# The workflows we hand out


def test_the_check_of_a_fork_uploads_nothing(forge: Forge, machine: Any) -> None:
    example, uploaded = ROOT / "examples/github/guard.yml", []

    def upload(runner: Runner, given: dict[str, str]) -> dict[str, str]:
        uploaded.append(sarif(given["sarif_file"]))
        return {}

    stands = {"example-org/guard": ROOT, "github/codeql-action/upload-sarif": upload}
    rows = (("acme/shop", {b"src/b": b"b\n"}, True), ("acme/shop", OUTSIDE, False), ("mallory/shop", OUTSIDE, False))
    for source, files, good in rows:
        runner = machine(forge.told(forge.pull(files, CLAIM), source=source), actions=stands)
        held, _ = runner.job(example, "guard")
        assert held is good, runner.log
    assert [len(run["results"]) for run in uploaded] == [0, 1], "what failed is shown, what comes from a fork is not"


def test_this_repository_is_judged_by_the_action_that_stands(forge: Forge, machine: Any) -> None:
    workflow = ROOT / ".github/workflows/guard.yml"

    def checkout(runner: Runner, given: dict[str, str]) -> dict[str, str]:
        assert (given["ref"], given["persist-credentials"]) == ("main", "false")
        (runner.work / given["path"]).symlink_to(ROOT)
        return {}

    stands = {"actions/checkout": checkout, "github/codeql-action/upload-sarif": lambda runner, given: {}}
    runner = machine(forge.told(forge.pull({**OUTSIDE, **HEAD}, CLAIM)), actions=stands)
    lay(runner.work, HEAD)
    held, _ = runner.job(workflow, "guard")
    assert not held and runner.annotations[0].properties["title"].startswith("G101"), runner.log


@pytest.mark.later
def test_what_landed_is_recorded_without_a_key_and_signed_with_one(tmp_path: Path, machine: Any) -> None:
    example, kept = ROOT / "examples/github/guard-record.yml", tmp_path / "kept"
    forge = Forge(tmp_path, POLICY + f"machines: {{ci: {{key: {key('ed25519', 'ci').line}}}}}\n")
    secret = key("ed25519", "ci").file(tmp_path).read_text().removesuffix("\n")  # secrets lose their last line break

    def upload(runner: Runner, given: dict[str, str]) -> dict[str, str]:
        shutil.copytree(given["path"], kept)
        return {}

    def download(runner: Runner, given: dict[str, str]) -> dict[str, str]:
        shutil.copytree(kept, given["path"])
        return {}

    stands = {"example-org/guard": ROOT, "actions/upload-artifact": upload, "actions/download-artifact": download}

    def job(name: str, **needs: str) -> tuple[Runner, dict[str, str]]:
        runner = machine(forge.pushed(), actions=stands, secrets={"GUARD_CI": secret} if name == "sign" else {})
        done = {name: {"result": "success", "outputs": {"records": said}} for name, said in needs.items()}
        held, outputs = runner.job(example, name, done)
        assert held, runner.log
        return runner, outputs

    forge.land({b"docs/a": b"a\n"})
    _, outputs = job("record")
    assert outputs["records"] and len(list(kept.iterdir())) == 1
    signed, _ = job("sign", record=outputs["records"])
    assert "1 pushed" in signed.log and secret not in signed.log
    told = forge.made.git("log", "--format=%s", "guard-log").decode()
    assert told == f"record of the landing {forge.main[:12].decode()} by ci\n"
    _, outputs = job("record")
    assert outputs == {"records": ""}, "there is nothing more to record"
    idle, _ = job("sign", record="")
    assert idle.steps == []


# GitLab


def pipeline(forge: Forge, head: str, **more: str) -> dict[str, str]:
    """The variables of a job of a merge request."""
    return {
        "PATH": PLAIN,
        "GITLAB_CI": "true",
        "CI": "true",
        "CI_JOB_TOKEN": TOKEN,
        "CI_SERVER_URL": f"file://{forge.root}/hosted",
        "CI_PROJECT_PATH": "acme/shop",
        "CI_DEFAULT_BRANCH": "main",
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_PROJECT_PATH": "acme/shop",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        **more,
    }


@pytest.mark.later
def test_the_template_of_gitlab_leaves_the_reports_it_names(forge: Forge, installed: Runner, tmp_path: Path) -> None:
    (forge.root / "hosted/acme/shop.git").unlink(missing_ok=True)
    (forge.root / "hosted/acme/shop.git").symlink_to("shop/.git")
    written = YAML(typ="safe", pure=True).load((ROOT / "examples/gitlab/guard.gitlab-ci.yml").read_text())
    (line,) = written["guard"]["script"]
    reports = [*written["guard"]["artifacts"]["paths"], *written["guard"]["artifacts"]["reports"].values()]
    for files, code in (({b"src/b": b"b\n"}, 0), (OUTSIDE, 1)):
        folder = tmp_path / f"job-{code}"
        folder.mkdir()
        given = pipeline(forge, forge.pull(files, CLAIM), GUARD=installed.before["install"]["guard"])
        run = subprocess.run(["bash", "-e", "-c", line], cwd=folder, env=given, capture_output=True, text=True)
        assert run.returncode == code and TOKEN not in run.stdout + run.stderr, run.stdout + run.stderr
        assert sorted(path.name for path in folder.iterdir()) == sorted(reports)
        assert len(json.loads((folder / "guard.codequality.json").read_text())) == code


@pytest.mark.soak
def test_where_no_runner_of_github_asks_the_path_is_printed_and_no_pip_is_needed(tmp_path: Path) -> None:
    without = tmp_path / "python3"  # one that has no pip of its own
    without.write_text(f'#!/bin/sh\ncase "$*" in *"import pip"*) exit 1 ;; esac\nexec {sys.executable} "$@"\n')
    without.chmod(0o755)
    given = {"PATH": f"{tmp_path}:{PLAIN}", "TMPDIR": str(tmp_path), "HOME": str(tmp_path), **OFFLINE}
    install = ["bash", str(ROOT / "action/install.sh")]
    run = subprocess.run(install, cwd=tmp_path, env=given, capture_output=True, text=True, check=True)
    command = run.stdout.removesuffix("\n")
    assert subprocess.run([command, "--version"], cwd=tmp_path, check=True, capture_output=True)
