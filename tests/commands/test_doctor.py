"""`guard doctor`: what it finds in real set-ups, that it says how to mend it, and that it only looks."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from guard.cli import main
from guard.commands.doctor import _tools
from guard.doors.signatures import child
from guard.model.shim import NAMES
from guard.schema import validate_data
from tests.commands.acting import House, house, listed, standing
from tests.repos import new_repository
from tests.signing import key, wire
from tests.ssh_agents import REFUSED, answering, holding

Lines = list[dict[str, Any]]
WORKFLOW = b"on: pull_request\njobs: {guard: {steps: [{run: guard check --range origin/main..HEAD}]}}\n"


@pytest.fixture
def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with standing(capsys, tmp_path, monkeypatch) as one:
        yield one


def looked(made: House, *words: str) -> tuple[int, Lines]:
    """What it says as JSON, which fits its schema, and that it wrote nothing."""
    before = state(Path(os.fsdecode(made.made.git_dir)))
    told = made.guard("doctor", "--format", "json", *words)
    assert state(Path(os.fsdecode(made.made.git_dir))) == before
    data = json.loads(told.out)
    assert validate_data("doctor", data) == ()
    assert data["exit_code"] == told.code
    for line in data["lines"]:
        assert line["state"] == "ok" or line["mend"], line
    return told.code, data["lines"]


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def of(lines: Lines, section: str) -> list[str]:
    """The lines of one section, each with its state."""
    return [f"{line['state']} {line['what']}" for line in lines if line["section"] == section]


def keys(tmp_path: Path) -> Path:
    """The folder where people keep their keys."""
    folder = tmp_path / "home" / ".ssh"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


# what it runs


def test_no_git_that_it_starts_sees_the_environment(
    made: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the environment would say where git writes, and which repository it looks into."""
    traced = tmp_path / "traced"
    for name in ("GIT_TRACE", "GIT_TRACE_SETUP", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF"):
        monkeypatch.setenv(name, str(traced))
    settings = tmp_path / "settings"
    settings.write_text(f"[trace2]\n\teventTarget = {traced}\n[core]\n\thooksPath = mine\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    told = looked(made)[1]
    mine = Path(os.fsdecode(made.made.top), "mine")
    assert of(told, "hooks") == [f"missing no hook of guard in {mine}: commits are made unjudged"]
    monkeypatch.setenv("GIT_CONFIG_COUNT", "x")
    assert looked(made)[1] == told
    assert not traced.exists()


# tools, and where nothing is to be told


def test_the_tools_are_told(made: House) -> None:
    _, lines = looked(made)
    git, keygen = of(lines, "tools")
    assert git.startswith("ok git version ") and git.endswith("(/usr/bin/git)")
    assert keygen.startswith("ok ssh-keygen of OpenSSH_")


def test_without_a_git_the_rest_is_not_looked_for(made: House) -> None:
    code, lines = looked(made, "--git", "/nowhere/git")
    assert code == 3
    assert [line["section"] for line in lines] == ["tools", "tools"]
    assert lines[0]["state"] == "missing" and "G810" in lines[0]["what"]


@pytest.mark.parametrize(
    ("told", "state"),
    [("OpenSSH_8.1p1, x", "missing"), ("OpenSSH_8.2p1", "ok"), ("OpenSSH_10.0p2", "ok"), ("dropbear", "ok")],
)
def test_an_ssh_that_is_too_old(told: str, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "unasked", lambda *_: child.Ended(0, b"", (told,)))
    (line,) = _tools.keygen()
    assert line.state == state


def test_without_an_ssh_keygen(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PLACES", ())
    code, lines = looked(made)
    assert code == 3 and any([line.startswith("missing no ssh-keygen found") for line in of(lines, "tools")])


def test_outside_a_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with chdir(tmp_path):
        code = main(["doctor"])
    out, err = capsys.readouterr()
    assert (code, err) == (5, "")
    assert "unknown    this is not a git repository" in out and "[G801]" in out and "next   run guard inside" in out


def test_in_a_repository_without_a_policy(capsys: pytest.CaptureFixture[str]) -> None:
    with new_repository() as bare:
        bare.ref(b"refs/heads/main", bare.commit(bare.tree(bare.files({b"a": b"a\n"}))))
        with chdir(bare.top):
            code = main(["doctor"])
    out, _ = capsys.readouterr()
    assert code == 3
    assert "missing    no .guard/policy.yaml on refs/heads/main" in out
    assert "the log" not in out and "what an approval proves" not in out


def test_what_is_missing_until_a_policy_counts_is_said_by_what_stands_here_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def said() -> str:
        with chdir(bare.top):
            assert main(["doctor"]) == 3
        return " ".join(
            capsys.readouterr().out.partition("missing    no .guard/policy.yaml on refs/heads/main")[2].split()
        )

    with new_repository() as bare:
        first = bare.commit(bare.tree(bare.files({b"a": b"a\n"})))
        bare.ref(b"refs/heads/main", first)
        assert said().startswith("next guard init writes one; until then")
        bare.write(".guard/policy.yaml", b"id: x\n")
        add = 'git add -- .guard/policy.yaml && git commit -m "Adopt guard" -- .guard/policy.yaml'
        assert said().startswith(f"next one stands here, and is not committed: {add}; until then nothing is held")
        bare.git("symbolic-ref", "HEAD", "refs/heads/adopt")
        bare.git("add", "--all")
        bare.git("commit", "--quiet", "--message=adopt")
        assert said().startswith("next this branch has one: let it land on refs/heads/main; until then")


def test_in_an_empty_repository(capsys: pytest.CaptureFixture[str]) -> None:
    with new_repository() as bare, chdir(bare.top):
        code = main(["doctor"])
    assert (code, "[G812]" in capsys.readouterr().out) == (5, True)


def test_with_a_policy_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(capsys, tmp_path, monkeypatch, house(policy=b"id: x\n")) as made:
        code, lines = looked(made)
    assert code == 5 and of(lines, "trust")[-1].startswith("unknown ")
    assert of(lines, "hooks"), "what one look cannot tell, hides nothing of the others"


def test_wrong_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--formt", "json"]) == 2
    assert "did you mean --format?" in capsys.readouterr().err


# the policy


def test_the_policy_is_told(made: House) -> None:
    _, lines = looked(made)
    ref, policy, moves, *flaws = of(lines, "trust")
    assert ref.startswith("ok refs/heads/main ")
    assert policy == (
        "ok policy version 4: 2 people, 2 with a key, 0 of them on a device, machines deploy, agents claude; "
        "approvals: plan 1, irreversible 1"
    )
    assert moves.startswith("attention refs/heads/main is of this clone: whoever moves it lands")
    assert flaws == []


MOVED = "whoever moves it lands"


def test_who_moves_a_trusted_branch_of_this_clone_is_told_of(made: House) -> None:
    """Until each move is judged, or the branch that is trusted is a remote's."""
    (told,) = [line for line in looked(made)[1] if MOVED in line["what"]]
    assert (told["state"], "guard install --refs" in told["mend"]) == ("attention", True)
    assert made.guard("install", "--refs").code == 0
    assert not [line for line in looked(made)[1] if MOVED in line["what"]]
    path = Path(os.fsdecode(made.made.git_dir)) / "hooks/reference-transaction"
    path.chmod(0o644)
    assert [line for line in looked(made)[1] if MOVED in line["what"]], "git does not start it"
    path.unlink()
    made.made.git("update-ref", "refs/remotes/origin/main", "refs/heads/main")
    assert not [line for line in looked(made, "--trusted", "refs/remotes/origin/main")[1] if MOVED in line["what"]]


@pytest.mark.parametrize(
    ("remotes", "has", "told"),
    [
        ((), (), "once a remote has it, trust it there: guard install --trusted refs/remotes/origin/main"),
        (("up",), (), "once a remote has it, trust it there: guard install --trusted refs/remotes/up/main"),
        (("up",), ("up/main",), "trust it as a remote has it: guard install --trusted refs/remotes/up/main"),
        (
            ("a", "origin"),
            ("a/main", "origin/main"),
            "as a remote has it: guard install --trusted refs/remotes/origin/",
        ),
        (("a", "origin"), ("a/main",), "as a remote has it: guard install --trusted refs/remotes/a/main"),
    ],
)
def test_the_branch_to_trust_is_one_that_is_there(
    made: House, remotes: tuple[str, ...], has: tuple[str, ...], told: str
) -> None:
    for name in remotes:
        made.made.git("config", f"remote.{name}.url", "https://git.example.org/shop")
    for name in has:
        made.made.git("update-ref", f"refs/remotes/{name}", "refs/heads/main")
    (line,) = [line for line in looked(made, "--trusted", "refs/heads/main")[1] if MOVED in line["what"]]
    assert told in line["mend"]


def test_without_a_key_nobody_is_told_to_stop_what_nobody_could_allow(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = b"id: sample-house\nversion: 1\npeople: {dana: {teams: [identity]}}\nowners: {/.guard/**: identity}\n"
    with standing(capsys, tmp_path, monkeypatch, {b".guard/policy.yaml": policy}) as made:
        (told,) = [line for line in looked(made)[1] if MOVED in line["what"]]
    assert (told["state"], "--refs" in told["mend"]) == ("attention", False)
    assert "guard install --trusted refs/remotes/origin/main" in told["mend"]


def test_what_nobody_can_give_and_what_stops_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = {"{plan: 1, irreversible: 1}": "{plan: 3, presence: {plan: touch}}\nmode: shadow"}
    with standing(capsys, tmp_path, monkeypatch, house(policy=listed(**asks).encode())) as made:
        code, lines = looked(made)
    told = of(lines, "trust")
    assert code == 3
    assert "attention mode: shadow: guard reports, and stops nothing" in told
    assert any([line.startswith("attention approvals.plan asks for 3 people") and "G237" in line for line in told])
    assert any(
        [line.startswith("missing presence: an approval of a plan takes a touch") for line in of(lines, "approvals")]
    )


# keys


def test_of_each_key_what_an_approval_with_it_proves(made: House, tmp_path: Path) -> None:
    folder = keys(tmp_path)
    _, lines = looked(made)
    assert [line.partition(":")[0] for line in of(lines, "approvals")[:2]] == ["ok dana", "ok omar"]
    key("ed25519", "dana").file(folder)
    key("ed25519", "omar").file(folder, passphrase="five words")
    key("ed25519", "deploy").file(folder)
    (folder / "omar-ed25519.pub").unlink()
    (folder / "config").write_text("Host *\n")
    code, lines = looked(made)
    dana, omar, deploy, *_ = of(lines, "approvals")
    assert code == 3
    assert dana.startswith(
        f"attention dana: the key has no passphrase ({folder}/dana-ed25519); approvals are self-asserted"
    )
    assert omar.startswith(f"ok omar: the key asks for its passphrase ({folder}/omar-ed25519)")
    assert deploy.startswith("attention deploy: the key of this machine is at hand here")


def test_a_key_in_ssh_agent_signs_without_asking(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with holding([key("ed25519", "dana"), key("ed25519", "claude")]) as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        _, lines = looked(made)
    dana, omar, *_ = of(lines, "approvals")
    assert dana.startswith("attention dana: ssh-agent signs without asking; approvals are self-asserted")
    assert omar.startswith("ok omar: the key is not at hand here")


def test_an_agent_that_does_not_answer_is_said(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(lambda _: wire(REFUSED)) as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        code, lines = looked(made)
    assert code == 5
    assert of(lines, "approvals")[0].startswith("unknown ssh-agent does not say which keys it has")


def test_a_key_on_a_device(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = {"irreversible: 1}": "irreversible: 1, presence: {irreversible: touch}}"}
    policy = listed(kind="sk-ed25519", **asks).encode()
    with standing(capsys, tmp_path, monkeypatch, house(policy=policy)) as made:
        key("sk-ed25519", "dana").file(keys(tmp_path))
        _, lines = looked(made)
    dana, _, presence, *_ = of(lines, "approvals")
    assert dana.startswith("ok dana: the key is on a device (") and dana.endswith(
        "says of itself whether it was touched"
    )
    assert presence == "ok presence: an approval of what cannot be taken back takes a touch; dana, omar can show one"


# CI


def test_whether_ci_runs_guard(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for files, wanted in (
        (
            {b".github/workflows/ci.yml": b"on: push\n", b"src/ci.yml": WORKFLOW},
            "attention CI: no file of refs/heads/main",
        ),
        ({b".github/workflows/ci.yml": WORKFLOW}, "ok CI: .github/workflows/ci.yml runs guard"),
        ({b".gitlab-ci.yml": b"a: {script: guard check}\n"}, "ok CI: .gitlab-ci.yml runs guard"),
    ):
        with standing(capsys, tmp_path, monkeypatch, {**house(), **files}) as made:
            _, lines = looked(made)
        assert of(lines, "approvals")[-1].startswith(wanted)


# hooks


def test_hooks_are_looked_at(made: House) -> None:
    hooks = Path(os.fsdecode(made.made.git_dir), "hooks")
    assert of(looked(made)[1], "hooks") == [f"missing no hook of guard in {hooks}: commits are made unjudged"]
    assert made.guard("install").code == 0
    (told,) = of(looked(made)[1], "hooks")
    assert told.startswith(f"ok {', '.join(NAMES)} in ")
    hook = hooks / "pre-commit"
    text = hook.read_text()
    for changed, words in (
        (text.replace("exec ", "exit 0; exec "), "is not as guard install writes it"),
        (text.replace("entry=", "entry=/gone"), "starts a guard that is no longer there"),
    ):
        hook.write_text(changed)
        assert [line for line in of(looked(made)[1], "hooks") if words in line] == [f"attention {hook} {words}"]
    hook.write_text("#!/bin/sh\n")
    assert of(looked(made)[1], "hooks") == ["missing no hook of guard for pre-commit: another hook stands there"]
    hook.write_text(text)
    hook.chmod(0o644)
    assert of(looked(made)[1], "hooks") == [f"attention {hook} is not as guard install writes it"]


def test_the_framework_may_run_guard(made: House) -> None:
    made.made.write(".pre-commit-config.yaml", b"repos:\n- hooks:\n  - id: ruff-check\n")
    assert of(looked(made)[1], "hooks")[0].startswith("missing no hook of guard in ")
    made.made.write(".pre-commit-config.yaml", b"repos:\n- hooks:\n  - id: guard-check\n")
    hook = Path(os.fsdecode(made.made.git_dir), "hooks", "pre-commit")
    wanted = f"missing .pre-commit-config.yaml names guard, and no hook in {hook.parent} runs it"
    assert of(looked(made)[1], "hooks") == [wanted]
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n")
    assert of(looked(made)[1], "hooks") == [wanted], "git runs no file that may not be run"
    hook.chmod(0o755)
    (told,) = of(looked(made)[1], "hooks")
    assert told.startswith("ok .pre-commit-config.yaml names guard")
    made.made.write(".pre-commit-config.yaml", b"repos:\n- hooks:\n  # - id: guard-check\n  - id: ruff-check\n")
    assert of(looked(made)[1], "hooks")[0].startswith("missing no hook of guard in ")
    assert made.guard("install").code == 0
    made.made.write(".pre-commit-config.yaml", b"repos:\n- hooks:\n  - id: guard-check\n")
    (told,) = of(looked(made)[1], "hooks")
    by = ".pre-commit-config.yaml names guard, and the pre-commit framework runs it"
    assert told == f"attention {by}; guard's own hooks stand there too, so it is asked twice at pre-commit"
    assert made.guard("install").code == 0
    assert of(looked(made)[1], "hooks") == [f"ok {by}"], "guard's own stand at the others"


# the log


def test_without_a_log(made: House) -> None:
    code, lines = looked(made)
    assert code == 3
    assert of(lines, "log") == ["missing no branch guard-log, neither of this repository nor fetched"]


def test_a_log(made: House) -> None:
    made.approved()
    os.unlink(os.path.join(made.made.git_dir, b"guard/log/seen"))
    assert "attention nothing of it was verified here yet" in of(looked(made)[1], "log")
    assert made.log().tip
    where, mark, pin = of(looked(made)[1], "log")
    assert where.startswith("ok refs/heads/guard-log at ") and where.endswith(": 1 entry")
    assert mark.startswith("ok seen here up to ")
    assert pin.startswith("attention the policy does not name its first entry")
    made.made.git("config", "remote.origin.url", "/nowhere")
    told = of(looked(made)[1], "log")
    assert "attention 1 entry stands here alone, as far as was fetched" in told
    asked = "attention whether origin forbids force pushes to guard-log, and its deletion, cannot be seen from here"
    assert told.count(asked) == 1


def test_what_would_tell_of_a_log_begun_anew(made: House) -> None:
    """Also where its first entry counts for nothing: it begins as it begins."""
    made.approved()
    tip = made.log().tip.decode()
    lines = looked(made)[1]
    assert [line["mend"] for line in lines if "does not name its first entry" in line["what"]] == [
        f"its owner writes into the policy: log: {tip}"
    ]
    made.made.git("update-ref", "-d", "refs/heads/guard-log")
    Path(os.fsdecode(made.made.git_dir), "guard/log/seen").unlink()
    blob = made.made.blob(b"no signature\n")
    tree = made.made.git("ls-tree", tip).replace(b"\tpayload.json.sig", b"\t-").splitlines()
    rows = [line for line in tree if b"\t-" not in line] + [b"100644 blob %s\tpayload.json.sig" % blob]
    void = made.made.git("commit-tree", "-m", "void", made.made.git("mktree", stdin=b"\n".join(rows) + b"\n").strip())
    made.made.git("update-ref", "refs/heads/guard-log", void.strip())
    told = of(looked(made)[1], "log")
    assert "attention of these 1 entry counts for nothing" in told
    assert any([line.startswith("attention the policy does not name its first entry") for line in told])


def test_a_log_that_is_gone_is_no_empty_one(made: House) -> None:
    made.approved()
    assert made.log().tip
    made.made.git("update-ref", "-d", "refs/heads/guard-log")
    code, lines = looked(made)
    assert code == 5
    (told,) = of(lines, "log")
    assert told.startswith("unknown the log is gone, and it was here before") and told.endswith("[G502]")
    assert of(lines, "approvals"), "the rest is told all the same"


def test_what_counts_for_nothing_is_said(made: House) -> None:
    made.approved()
    before = made.guard("log", "verify").code
    tip = made.log().tip.decode()
    again = made.made.git("commit-tree", "-p", tip, "-m", "again", f"{tip}^{{tree}}").strip()
    made.made.git("update-ref", "refs/heads/guard-log", again)
    assert before == 0
    assert "attention of these 1 entry counts for nothing" in of(looked(made)[1], "log")


def test_all_that_is_promised_holds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keyless, with hooks and CI: little is promised, and that holds."""
    policy = "id: sample-house\nversion: 1\npeople: {dana: {teams: [identity]}}\nowners: {/.guard/**: identity}\n"
    files = {b".guard/policy.yaml": policy.encode(), b".gitlab-ci.yml": b"a: {script: guard check}\n"}
    with standing(capsys, tmp_path, monkeypatch, files) as made:
        assert made.guard("install").code == 0
        code, lines = looked(made)
        assert (code, {line["state"] for line in lines}) == (0, {"ok"}), lines
        assert made.guard("doctor").out.startswith("guard doctor: all that is promised holds\n")


def test_as_text_no_line_is_wider_than_a_page(made: House) -> None:
    told = made.guard("doctor")
    assert (told.code, told.err) == (3, "")
    assert max(map(len, told.out.splitlines())) <= 100
    for title in ("tools", "what is trusted", "hooks", "the log", "what an approval proves"):
        assert f"\n\n{title}\n" in told.out
