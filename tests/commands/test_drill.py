"""`guard doctor --drill`: what is caught where is tried, not said; and nothing of the repository itself moves."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from guard.cli import main
from guard.commands.doctor import _drill, _evasions
from guard.model.shim import NAMES
from guard.schema import validate_data
from tests.running import ADOPTED, POLICY, Answer, Place, place
from tests.signing import key

Patch = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]
GUIDE = Path(__file__).resolve().parents[2] / "docs/init.md"
KEYED = POLICY.replace("{teams: [platform]}", f"{{key: {key('ed25519', 'dana').line}, teams: [platform]}}")


class Row(NamedTuple):
    """One line of the table."""

    tried: str
    commit: str
    push: str
    door: str
    server: str = ""

    def doors(self) -> tuple[str, ...]:
        """What each answered, less a server that is not there."""
        return tuple(self[1:]) if self.server else tuple(self[1:4])


class Drill:
    """A set-up, and the drill asked in it, in this process."""

    def __init__(self, at: Place, capture: Capture, patch: Patch) -> None:
        self.at, self._capture, self._patch = at, capture, patch

    def only(self, *whats: str) -> None:
        """Try no more than these: each takes a git or three, and as many guards."""
        picked = tuple([one for one in _evasions.EVASIONS if one.what in whats])
        assert len(picked) == len(whats)
        self._patch.setattr(_drill, "EVASIONS", picked)

    def asked(self, *words: str) -> tuple[Answer, list[Row]]:
        """What it says, and that nothing here is another than before, and nothing is left elsewhere."""
        self._patch.chdir(self.at.top)
        self._patch.setenv("TMPDIR", str(self.at.private))
        before = digest(self.at.top)
        code = main(["doctor", "--drill", *words])
        told = Answer(code, *self._capture.readouterr())
        assert digest(self.at.top) == before and os.listdir(self.at.private) == []
        rows = [line[5:] for line in told.out.splitlines() if re.match(r"( \d\d|  \d|   )  [a-z]", line)]
        return told, [Row(*re.split(r"  +", row)) for row in rows if not row.startswith("tried")]


def digest(top: Path) -> str:
    """Every file, folder and link of a repository, refs and objects included: mode, time of change and content."""
    found = hashlib.sha256()
    for path in sorted(top.rglob("*")):
        state = path.lstat()
        content = os.readlink(path).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found.update(f"{path} {state.st_mode} {state.st_mtime_ns} {len(content)}\n".encode() + content)
    return found.hexdigest()


@pytest.fixture
def drill(tmp_path: Path, capsys: Capture, monkeypatch: Patch) -> Drill:
    return Drill(place(tmp_path), capsys, monkeypatch)


@pytest.fixture
def installed(drill: Drill) -> Drill:
    assert drill.at.guard("install").code == 0
    return drill


def documents(drill: Drill, policy: str) -> None:
    """Another policy, on the trusted branch."""
    drill.at.git("switch", "--quiet", "main")
    drill.at.stage({".guard/policy.yaml": policy})
    drill.at.git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--message=rules")


ASKED = {  # what the hook that guard writes for the commit itself has to say
    "a commit that asks for no hook": ("told afterwards", "refused G101", "caught G101"),
    "a commit with hooks from somewhere else": ("not asked", "refused G101", "caught G101"),
    "a commit put together without git commit": ("not asked", "refused G101", "caught G101"),
    "a commit picked from another branch": ("told afterwards", "refused G101", "caught G101"),
    "a merge of another branch": ("refused G101", "refused G101", "caught G101"),
    "a patch from a mail": ("refused G101", "refused G101", "caught G101"),
    "a push that asks for no hook": ("told afterwards", "not asked", "caught G101"),
    "an amend over a commit that nobody judged": ("let through", "refused G101", "caught G101"),
    "a commit while the hooks cannot be run": ("not asked", "refused G101", "caught G101"),
    "a symlink that leads out of scope": ("refused G121", "refused G121", "caught G121"),
    "a file made executable": ("refused G104", "refused G104", "caught G104"),
    "the policy changed beside code": ("refused G106 G107", "refused G106 G107", "caught G106"),
}


def test_twelve_evasions_and_what_each_door_said(installed: Drill) -> None:
    told, rows = installed.asked()
    assert told.code == 0, told.said
    assert told.out.startswith("guard doctor --drill: 12 of 12 are caught at the merge door\n")
    assert rows[0][:4] == ("a change in scope, as it should be", "let through", "let through", "passes")
    assert {row.tried: row.doors() for row in rows[1:]} == ASKED
    assert "hooks as here: " in told.out and "not run" not in told.out
    table = told.out.partition("\n\n")[2].partition("\n\n")[0]
    assert table in GUIDE.read_text(), "the guide shows another table"


def test_without_a_hook_the_merge_door_is_the_only_one(drill: Drill) -> None:
    drill.only("a merge of another branch", "a symlink that leads out of scope")
    told, rows = drill.asked()
    assert told.code == 0 and "hooks as here: none of guard\n" in told.out
    assert [row.doors() for row in rows] == [
        ("not asked", "not asked", "passes"),
        ("not asked", "not asked", "caught G101"),
        ("not asked", "not asked", "caught G121"),
    ]
    assert told.out.endswith("next   you: guard install\n")


@pytest.mark.later
def test_a_hook_that_cannot_be_run_here_is_not_run_there(installed: Drill) -> None:
    installed.only("a symlink that leads out of scope")
    installed.at.hook.chmod(0o644)
    told, rows = installed.asked()
    assert rows[1].doors() == ("told afterwards", "refused G121", "caught G121")
    assert "next   you: guard install" in told.out and " pre-commit" not in told.out.partition("\n\n")[0]


@pytest.mark.later
@pytest.mark.parametrize("whose", ["of somebody else", "of guard, and altered"])
def test_a_hook_that_is_not_as_guard_writes_it_is_not_run(whose: str, installed: Drill) -> None:
    installed.only("a symlink that leads out of scope")
    text = "#!/bin/sh\n" if whose == "of somebody else" else installed.at.hook.read_text()
    installed.at.hook.write_text(text + f"touch {installed.at.root}/ran\n")
    told, rows = installed.asked()
    assert "not run: pre-commit, which are not as guard writes them" in told.out
    assert rows[1].door == "caught G121" and not (installed.at.root / "ran").exists()


def test_in_shadow_mode_all_is_told_and_nothing_is_stopped(installed: Drill) -> None:
    documents(installed, POLICY.replace("version: 1", "version: 2\nmode: shadow"))
    installed.only("a file made executable")
    told, rows = installed.asked()
    assert told.code == 1 and "1 of 1 would be stopped at the merge door" in told.out
    assert rows[1].doors() == ("told G104", "told G104", "told G104")
    assert "takes mode: shadow out" in told.out


@pytest.mark.later
def test_where_a_yes_is_missing_as_well_what_is_caught_is_caught_for_what_it_does(drill: Drill) -> None:
    documents(drill, KEYED.replace("version: 1", "version: 2"))
    assert drill.at.guard("install").code == 0
    drill.only("a commit picked from another branch", "the policy changed beside code")
    told, rows = drill.asked()
    assert told.code == 0 and rows[0].doors() == ("let through", "told G403", "waits G403"), told.out
    assert rows[1].doors() == ("told afterwards", "refused G101", "caught G101"), "what all of them meet is said once"
    assert rows[2].doors() == ("refused G106 G107", "refused G106 G107", "caught G106")


def test_what_is_not_caught_is_said_and_exits_1(drill: Drill) -> None:
    """A policy may free everything; then nothing stops what no plan names."""
    free = POLICY.replace("/docs/**], does: [file.*]", "/**], does: [file.*]")
    documents(drill, free.replace("version: 1", "version: 2"))
    drill.only("a commit put together without git commit", "a symlink that leads out of scope")
    told, rows = drill.asked()
    assert told.code == 1 and "are caught at the merge door\n" in told.out.partition("12")[0], told.out
    assert rows[1].door == "NOT CAUGHT (pass)" and "what is not caught is routine under it" in told.out


@pytest.mark.later
def test_where_a_good_change_is_refused_too_nothing_is_told(drill: Drill) -> None:
    """Here by what it would break itself; else a refusal of everything would look like a good guard."""
    drill.only("a file made executable")
    drill._patch.setattr(_evasions, "FINE", _evasions.OUT)
    told, rows = drill.asked()
    assert (told.code, rows) == (5, []), told.said
    assert "a change in scope is refused as well: guard-drill/out/file" in told.out and "[G817]" in told.out


@pytest.mark.later
def test_a_log_that_is_none_stops_it(drill: Drill) -> None:
    drill.only("a file made executable")
    drill.at.git("branch", "guard-log", "main")
    told, rows = drill.asked()
    assert told.code == 5 and rows == [] and "a drill tells nothing here" in told.out, told.said


@pytest.mark.later
def test_a_history_that_is_cut_off_is_no_ground_for_a_drill(drill: Drill) -> None:
    drill.only("a file made executable")
    away = drill.at.root / "cut"
    drill.at.git("switch", "--quiet", "main")
    drill.at.git("commit", "--quiet", "--allow-empty", "--message=more")
    drill.at.git("clone", "--quiet", "--depth=1", "--branch=main", f"file://{drill.at.top}", str(away))
    drill.at.top = away
    told, rows = drill.asked()
    assert (told.code, told.rules(), rows) == (5, ["G807"], []) and "commits are cut off" in told.out


def test_in_a_clone_the_branch_of_the_remote_is_what_is_drilled(drill: Drill) -> None:
    drill.only("a file made executable")
    away = drill.at.root / "clone"
    drill.at.git("switch", "--quiet", "main")
    drill.at.git("clone", "--quiet", str(drill.at.top), str(away))
    drill.at.top = away
    told, rows = drill.asked()
    assert told.code == 0 and "of refs/remotes/origin/HEAD" in told.out and rows[1].door == "caught G104"


def test_without_a_policy_there_is_nothing_to_be_held_to(tmp_path: Path, capsys: Capture, monkeypatch: Patch) -> None:
    bare = Drill(place(tmp_path, {"a": "a\n"}), capsys, monkeypatch)
    told, _ = bare.asked()
    assert (told.code, told.rules()) == (5, ["G813"]) and "guard init writes one" in told.out


@pytest.mark.later
def test_the_table_goes_where_it_is_sent(drill: Drill) -> None:
    drill.only("a file made executable")
    path = drill.at.root / "table"
    told, _ = drill.asked("-o", str(path))
    assert (told.code, told.out) == (0, "") and "1 of 1 are caught" in path.read_text()


# For programs


def doors(row: dict[str, Any]) -> tuple[str, ...]:
    """A row of the report, in the words of the table."""
    heard = [row[door] for door in ("commit", "push", "server") if row[door] is not None]
    return tuple([" ".join([one["answer"], *one["rules"]]) for one in heard])


def as_data(drill: Drill, *words: str) -> dict[str, Any]:
    """The report, which fits its schema, and tells as many as its rows do."""
    told, _ = drill.asked("--format", "json", *words)
    data: dict[str, Any] = json.loads(told.out)
    assert validate_data("drill", data) == ()
    assert (told.code, told.err) == (data["exit_code"], "")
    assert data["caught"] == len([row for row in data["tried"] if row["caught"]])
    return data


def test_as_json_it_tells_what_the_table_tells(installed: Drill) -> None:
    installed.only("a symlink that leads out of scope", "a merge of another branch")
    data = as_data(installed)
    assert (data["exit_code"], data["caught"], data["shadow"], data["policy"]) == (0, 2, False, 1)
    assert data["trusted"] == {"ref": "refs/heads/main", "commit": installed.at.git("rev-parse", "main")}
    assert "pre-push" in data["hooks"]["ran"] and (data["hooks"]["left"], data["hooks"]["by"]) == ([], None)
    assert data["control"]["merge"] == {"outcome": "pass", "may_merge": True, "rules": []}
    assert "caught" not in data["control"] and doors(data["control"]) == ("let through", "let through")
    assert {row["what"]: (*doors(row), f"caught {row['merge']['rules'][0]}") for row in data["tried"]} == {
        row["what"]: ASKED[row["what"]] for row in data["tried"]
    }
    assert [row["merge"]["outcome"] for row in data["tried"]] == ["violation", "violation"]
    assert all([row["caught"] and row["commit"]["refused"] and row["server"] is None for row in data["tried"]])


def test_as_json_what_is_not_caught_is_said(drill: Drill) -> None:
    free = POLICY.replace("/docs/**], does: [file.*]", "/**], does: [file.*]")
    documents(drill, free.replace("version: 1", "version: 2"))
    drill.only("a commit put together without git commit")
    data = as_data(drill)
    assert (data["exit_code"], data["caught"], data["hooks"]["ran"]) == (1, 0, [])
    (row,) = data["tried"]
    assert (row["caught"], row["merge"]) == (False, {"outcome": "pass", "may_merge": True, "rules": []})


@pytest.mark.later
def test_as_json_in_shadow_mode_and_at_a_server(drill: Drill) -> None:
    shadow = KEYED.replace("version: 1", "version: 2\nmode: shadow")
    documents(drill, shadow.replace("\npeople", "\napprovals: {plan: 0}\npeople"))
    cloned(drill)
    drill.only("a file made executable")
    data = as_data(drill)
    (row,) = data["tried"]
    assert (data["exit_code"], data["shadow"], row["caught"]) == (1, True, False)
    assert row["server"] == {"answer": "told", "refused": False, "rules": ["G104"]}


def test_as_json_a_drill_that_tells_nothing_prints_no_report(drill: Drill) -> None:
    drill.only("a file made executable")
    drill.at.git("branch", "guard-log", "main")
    told, _ = drill.asked("--format", "json")
    assert told.code == 5 and "a drill tells nothing here" in told.out


@pytest.mark.parametrize("words", [("--trust", "/nowhere"), ("--format", "xml")])
def test_wrong_words(words: tuple[str, ...], drill: Drill) -> None:
    told, _ = drill.asked(*words)
    said = "leave --trust out" if words[0] == "--trust" else "--format"
    assert told.code == 2 and said in told.err


def test_its_words_teach_no_way_round() -> None:
    for one in _evasions.EVASIONS:
        assert not re.search(r"--|-n\b|hooksPath|SKIP|/dev/null|chmod", one.what)
    assert len({one.what for one in _evasions.EVASIONS}) == 12 and ADOPTED


# Who else runs guard, and a server


CONFIG = "repos:\n  - repo: local\n    hooks:\n      - {id: guard-check, name: guard, language: system, entry: guard}\n"


@pytest.mark.later
def test_where_a_framework_runs_guard_its_own_hooks_stand_in(drill: Drill) -> None:
    """Of its stages that are in place; what the framework itself would run is not run."""
    drill.only("a symlink that leads out of scope")
    drill.at.write({".pre-commit-config.yaml": CONFIG})
    drill.at.hook.parent.mkdir(exist_ok=True)
    drill.at.hook.write_text(
        f"#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\ntouch {drill.at.root}/ran\n"
    )
    drill.at.hook.chmod(0o755)
    told, rows = drill.asked()
    assert told.code == 0 and rows[0].commit == "let through", told.said
    assert rows[1].doors() == ("refused G121", "not asked", "caught G121")
    assert "the pre-commit framework runs it; it is not asked at pre-merge-commit" in " ".join(told.out.split())
    assert "guard's own stand in for them: pre-commit" in " ".join(told.out.split())
    assert drill.at.guard("install").code == 0, "guard's own beside it, at all the others"
    told, rows = drill.asked()
    assert rows[1].doors() == ("refused G121", "refused G121", "caught G121")
    assert f"guard's own stand in for them: {', '.join(sorted(NAMES))}" in " ".join(told.out.split())
    assert not (drill.at.root / "ran").exists()


def cloned(drill: Drill) -> Path:
    """The set-up as a clone of a server on this machine, in which guard judges pushes."""
    server, away = drill.at.root / "server.git", drill.at.root / "clone"
    drill.at.git("clone", "--quiet", "--bare", "--branch=main", str(drill.at.top), str(server))
    drill.at.git("clone", "--quiet", str(server), str(away))
    assert drill.at.guard("install", "--server", cwd=server).code == 0
    drill.at.top = away
    return server


def test_a_server_that_judges_pushes_is_a_merge_door_too(drill: Drill) -> None:
    documents(drill, KEYED.replace("version: 1", "version: 2").replace("\npeople", "\napprovals: {plan: 0}\npeople"))
    server = cloned(drill)
    before = digest(server)
    drill.only("a push that asks for no hook", "a file made executable")
    told, rows = drill.asked()
    assert told.code == 0 and digest(server) == before, told.said
    assert [row[3:] for row in rows] == [
        ("passes", "let through"),
        ("caught G101", "refused G101"),
        ("caught G104", "refused G104"),
    ]


@pytest.mark.later
def test_a_server_that_only_tells_stops_nothing(drill: Drill) -> None:
    shadow = KEYED.replace("version: 1", "version: 2\nmode: shadow")
    documents(drill, shadow.replace("\npeople", "\napprovals: {plan: 0}\npeople"))
    cloned(drill)
    drill.only("a file made executable")
    told, rows = drill.asked()
    assert told.code == 1 and rows[1][3:] == ("told G104", "told G104"), told.said
