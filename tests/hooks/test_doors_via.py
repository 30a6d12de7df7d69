"""guard install --via: the settings of whatever runs the hooks, printed, written, and taken out again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from guard.doors.git.setup import open_for_setup
from guard.model.shim import HEARS, MARK, NAMES
from guard_hooks.git_hooks import HOOKS
from guard_hooks.source import FRAMEWORK, Source, framework, of_record
from guard_hooks.via import FILES, HUSKY_LINE, LEFTHOOK, text_for
from tests.hooks.test_doors_runners import HUSKY_H, UNSEEN, all_doors, remote
from tests.repos import GIT
from tests.running import Place, clear, place, run

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    return place(tmp_path)


@pytest.mark.later
@pytest.mark.parametrize("via", ["pre-commit", "prek", "lefthook", "husky"])
def test_what_is_printed_changes_nothing_but_the_name_of_the_trusted_branch(sample: Place, via: str) -> None:
    before = {path for path in sample.state() if not path.startswith(".git/guard")}
    answer = sample.guard("install", "--via", via)
    assert answer.code == 0, answer.said
    assert {path for path in sample.state() if not path.startswith(".git/guard")} == before
    assert (text_for(via, None) if via in FILES else HUSKY_LINE.format("pre-push")) in answer.out


FROM = ("--repo", "https://git.example.org/house/guard", "--rev", "v0.1.0")


@pytest.mark.parametrize("via", ["pre-commit", "lefthook", "husky"])
def test_what_is_written_is_written_once_and_taken_out_whole(sample: Place, via: str) -> None:
    before = {path: state for path, state in sample.state().items() if not path.startswith(".git")}
    for _ in range(2):
        assert sample.guard("install", "--via", via, "--write", *(FROM if via == "pre-commit" else ())).code == 0
    name = FILES[via][0] if via in FILES else ".husky/pre-push"
    text = text_for(via, Source(FROM[1], FROM[3])) if via in FILES else HUSKY_LINE.format("pre-push")
    assert (sample.top / name).read_text() == text
    assert sample.guard("uninstall").code == 0
    after = {path: state for path, state in sample.state().items() if not path.startswith(".git")}
    assert after.keys() == before.keys()


# Where guard is fetched from


@pytest.mark.parametrize("via", ["pre-commit", "prek"])
def test_an_address_that_nobody_knows_is_written_into_nothing(sample: Place, via: str) -> None:
    """This guard was installed from a folder, which no other machine can fetch."""
    answer = sample.guard("install", "--via", via, "--write")
    assert answer.code == 2 and not (sample.top / FILES[via][0]).exists()
    assert "repo: URL    # yours: " in answer.out and "example.org" not in answer.out
    last = answer.out.splitlines()[-1]
    assert last.startswith(f"next   you: guard install --via {via} --write --repo URL --rev REV"), last
    printed = sample.guard("install", "--via", via)
    assert printed.code == 0 and f"{via} install" in printed.out.splitlines()[-1]
    assert "with the address and the revision that are yours, then:" in printed.out.splitlines()[-1]
    sample.write({FILES[via][0]: framework(None)})
    again = sample.guard("install", "--via", via, "--write").out.splitlines()[-1]
    assert again == f"next   you: fill in {FILES[via][0]} what is yours there, then: {via} install"


def test_an_address_that_is_said_is_written_and_written_anew(sample: Place) -> None:
    for rev, laid in (("v0.1.0", "v0.1.0"), ("1.0", '"1.0"'), ("123e4567", '"123e4567"')):
        answer = sample.guard("install", "--via", "pre-commit", "--write", *FROM[:3], rev)
        assert (answer.code, answer.out.splitlines()[-1]) == (0, "next   you: pre-commit install"), answer.said
        text = (sample.top / ".pre-commit-config.yaml").read_text()
        assert f"  - repo: {FROM[1]}\n    rev: {laid}\n" in text
        (one,) = YAML(typ="safe").load(text)["repos"]
        assert (one["repo"], one["rev"]) == (FROM[1], rev)
    (sample.top / ".pre-commit-config.yaml").write_text(text + "  # mine\n")
    clear(sample.guard("install", "--via", "pre-commit", "--write", *FROM), "G820")


@pytest.mark.parametrize(
    "words",
    [
        ("--repo", FROM[1]),
        ("--rev", "v1"),
        ("--repo", "https://ada:secret@git.example.org/guard", "--rev", "v1"),
        ("--repo", "https://git.example.org/a b", "--rev", "v1"),
        ("--repo", "https://git.example.org/a: b", "--rev", "v1"),
        ("--repo", "-x", "--rev", "v1"),
        ("--repo", FROM[1], "--rev", "v1\nhooks: []"),
        ("--repo", FROM[1], "--rev", "--help"),
    ],
)
def test_what_cannot_stand_in_settings_is_usage(sample: Place, words: tuple[str, ...]) -> None:
    answer = sample.guard("install", "--via", "pre-commit", "--write", *words)
    assert answer.code == 2 and "secret@" not in answer.said, answer.said
    assert not (sample.top / ".pre-commit-config.yaml").exists()
    assert sample.guard("install", "--via", "lefthook", "--write", *FROM).code == 2


COMMIT = "1234567890abcdef1234567890abcdef12345678"
RECORDS: list[tuple[object, Source | None]] = [
    (
        {"url": FROM[1], "vcs_info": {"vcs": "git", "requested_revision": "v0.1.0", "commit_id": COMMIT}},
        Source(FROM[1], "v0.1.0"),
    ),
    (
        {"url": FROM[1], "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": COMMIT}},
        Source(FROM[1], COMMIT),
    ),
    ({"url": FROM[1], "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, Source(FROM[1], COMMIT)),
    (
        {"url": "ssh://git@h.example/guard", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        Source("ssh://git@h.example/guard", COMMIT),
    ),
    ({"url": "https://a:b@h.example/guard", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, None),
    ({"url": "file:///work/guard", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, None),
    ({"url": FROM[1], "vcs_info": {"vcs": "git", "commit_id": COMMIT}, "subdirectory": "x"}, None),
    ({"url": FROM[1], "vcs_info": {"vcs": "hg", "commit_id": COMMIT}}, None),
    ({"url": FROM[1], "vcs_info": {"vcs": "git"}}, None),
    ({"url": f"{FROM[1]}\nhooks: []", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, None),
    ({"url": "file:///work/guard", "dir_info": {"editable": True}}, None),
    ({"url": f"{FROM[1]}.tar.gz", "archive_info": {}}, None),
    ({}, None),
    ([], None),
]


@pytest.mark.parametrize(("record", "source"), RECORDS)
def test_where_it_was_installed_from_is_known_where_others_can_fetch_it(record: object, source: Source | None) -> None:
    assert of_record(record) == source


# Once at each hook


def runs(made: Place, via: str) -> None:
    """The hooks of that software, as it puts them there for guard's lines."""
    if via == "husky":
        made.write(
            {f".husky/_/{name}": '#!/usr/bin/env sh\n. "$(dirname "$0")/h"' for name in (*HOOKS, "pre-applypatch")}
        )
        made.write({".husky/_/h": HUSKY_H, ".husky/_/.gitignore": "*"})
        for hook in (made.top / ".husky/_").iterdir():
            hook.chmod(0o755)
        made.git("config", "core.hooksPath", ".husky/_")
        return
    says = f"# {via}\nexit 0" if via == "lefthook" else f"# File generated by {via}: https://h.example"
    for name in HOOKS:
        hook = made.git_dir / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{says}\n")
        hook.chmod(0o755)


def own(made: Place) -> set[str]:
    """Where guard's own stand."""
    folders = [folder for folder in (made.git_dir / "hooks", made.top / ".husky/_") if folder.is_dir()]
    return {path.name for folder in folders for path in folder.iterdir() if MARK in path.read_text()}


ALONE = {"husky": {"pre-applypatch"}, "lefthook": {"pre-applypatch"}}  # where only guard's own are asked
OF_FETCHED = {"pre-applypatch", "pre-push"}  # of a push a framework tells one ref
DOUBLE = "guard's own hooks stand there too, so it is asked twice at pre-commit, "


def written(made: Place, via: str) -> str:
    answer = made.guard("install", "--via", via, "--write", *(FROM if via in ("pre-commit", "prek") else ()))
    assert answer.code == 0, answer.said
    return answer.out


@pytest.mark.parametrize("via", ["husky", "lefthook", "pre-commit", "prek"])
def test_guard_is_asked_once_at_each_hook(sample: Place, via: str) -> None:
    """First guard's own, as its users begin; then the other way round, and settings that somebody put there by hand."""
    runs(sample, via)
    sample.guard("install")
    kept = own(sample)
    assert kept == set(NAMES)
    assert "its own hooks stand here too, and are asked as well" in sample.guard("install", "--via", via).out
    assert own(sample) == kept, "what is printed takes nothing out"
    told = written(sample, via)
    assert f"starts it at {', '.join([name for name in NAMES if name not in ALONE.get(via, OF_FETCHED)])}" in told
    assert "until you have run" not in told
    assert own(sample) == ALONE.get(via, OF_FETCHED)
    told = sample.guard("install").out
    assert "starts it at pre-commit, " in told and "to let it run guard" not in told
    assert own(sample) == ALONE.get(via, OF_FETCHED)
    looked = " ".join(sample.guard("doctor").out.split())
    assert f"names guard, and {'the pre-commit framework' if via == 'pre-commit' else via} runs it" in looked.replace(
        "the files in .husky name guard, and husky runs them", "names guard, and husky runs it"
    )
    assert "it is not asked at" not in looked and "asked twice" not in looked


@pytest.mark.parametrize("via", ["husky", "lefthook", "pre-commit", "prek"])
def test_doctor_names_a_hook_at_which_guard_is_asked_twice(sample: Place, via: str) -> None:
    runs(sample, via)
    sample.guard("install")
    lines = {f".husky/{name}": HUSKY_LINE.format(name) for name in HOOKS}
    text = text_for(via, Source(FROM[1], FROM[3])) if via in FILES else ""
    sample.write({FILES[via][0]: text} if via in FILES else lines)
    looked = " ".join(sample.guard("doctor").out.split())
    assert DOUBLE in looked and "next have it asked once: guard install" in looked
    assert sample.guard("install").code == 0
    assert "asked twice" not in " ".join(sample.guard("doctor").out.split())
    assert own(sample) == ALONE.get(via, OF_FETCHED)


def test_one_that_the_framework_put_aside_is_taken_out_as_well(sample: Place) -> None:
    sample.guard("install")
    for name in HOOKS:
        (sample.git_dir / "hooks" / name).rename(sample.git_dir / "hooks" / f"{name}.legacy")
    runs(sample, "pre-commit")
    sample.write({".pre-commit-config.yaml": text_for("pre-commit", Source(FROM[1], FROM[3]))})
    assert DOUBLE in " ".join(sample.guard("doctor").out.split())
    assert sample.guard("install").code == 0
    assert own(sample) == OF_FETCHED, "none is run from where the framework put it"
    assert "asked twice" not in " ".join(sample.guard("doctor").out.split())


@pytest.mark.parametrize("via", ["lefthook", "pre-commit"])
def test_what_is_not_set_up_yet_is_said(sample: Place, via: str) -> None:
    """Their own set-up would put guard's aside, and some of them run it from there."""
    sample.guard("install")
    told = written(sample, via)
    assert "guard: it is not asked at pre-commit, pre-merge-commit, " in told
    assert f"until you have run: {via} install\n" in told and own(sample) == ALONE.get(via, OF_FETCHED)
    assert told.splitlines()[-1] == f"next   you: {via} install"


def test_what_husky_does_not_run_yet_stays(sample: Place) -> None:
    sample.guard("install")
    written(sample, "husky")
    assert own(sample) == set(NAMES)


def test_hooks_of_other_repositories_are_not_taken_out(sample: Place) -> None:
    folder = sample.root / "shared/_"
    sample.git("config", "core.hooksPath", str(folder))
    assert sample.guard("install", "--shared").code == 0
    (folder / "h").write_text(HUSKY_H)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    written(sample, "husky")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_commit_under_husky_is_judged_once_and_told_no_falsehood(sample: Place) -> None:
    """As a team begins: husky stands, guard install, and then the hint that it gives."""
    made = remote(sample)
    runs(made, "husky")
    made.guard("install")
    made.stage({"src/new": "one\n"})
    first = run([GIT, "commit", "--message=work"], made.top, made.environment)
    lines = {f".husky/{name}": HUSKY_LINE.format(name) for name in HOOKS}
    made.write(lines)
    made.stage({"src/more": "two\n"})
    twice = run([GIT, "commit", "--message=work"], made.top, made.environment)
    written(made, "husky")
    made.stage({"src/last": "three\n"})
    last = run([GIT, "commit", "--message=work"], made.top, made.environment)
    assert [one.said.count("guard: pass, ") for one in (first, twice, last)] == [1, 2, 1], twice.said
    assert [UNSEEN in one.said for one in (first, twice, last)] == [False] * 3
    made.stage({"src/unseen": "four\n"})
    assert run([GIT, "commit", "-n", "--message=x"], made.top, made.environment).said.count(UNSEEN) == 1


def test_settings_of_somebody_else_are_not_written_into(sample: Place) -> None:
    sample.write({"lefthook.yml": "pre-commit:\n  jobs: []\n"})
    clear(sample.guard("install", "--via", "lefthook", "--write"), "G820")
    assert (sample.top / "lefthook.yml").read_text() == "pre-commit:\n  jobs: []\n"
    sample.guard("install")
    sample.guard("uninstall")
    assert (sample.top / "lefthook.yml").read_text() == "pre-commit:\n  jobs: []\n"


def test_a_line_goes_to_the_end_of_a_file_of_husky_and_out_of_it_again(sample: Place) -> None:
    sample.write({".husky/pre-commit": "npm test"})
    sample.guard("install", "--via", "husky", "--write")
    assert (sample.top / ".husky/pre-commit").read_text() == f"npm test\n{HUSKY_LINE.format('pre-commit')}"
    sample.guard("uninstall")
    assert (sample.top / ".husky/pre-commit").read_text() == "npm test\n"
    assert os.listdir(sample.top / ".husky") == ["pre-commit"]


def test_what_else_runs_hooks_here_is_told(sample: Place) -> None:
    sample.write({"lefthook.yml": "{}\n", ".husky/pre-commit": "npm test\n"})
    told = sample.guard("install").out
    assert "guard: lefthook is set up here too; to let it run guard: guard install --via lefthook" in told
    assert "guard: husky is set up here too" in told
    assert "pre-commit is set up" not in told


@pytest.mark.later
@pytest.mark.parametrize(
    "words",
    [
        ("--via", "make"),
        ("--write",),
        ("--via", "native", "--write"),
        ("--via", "lefthook", "--refs"),
        ("--server", "--refs"),
    ],
)
def test_words_that_do_not_go_together_are_usage(sample: Place, words: tuple[str, ...]) -> None:
    assert sample.guard("install", *words).code == 2


def test_the_lines_name_every_hook_and_hand_on_what_git_tells() -> None:
    jobs = {name: hook["jobs"][0] for name, hook in YAML(typ="safe").load(LEFTHOOK).items()}
    assert {name: job["run"] for name, job in jobs.items()} == {name: f"guard hook {name} {{0}}" for name in HOOKS}
    assert [name for name, job in jobs.items() if job.get("use_stdin")] == [name for name in HOOKS if name in HEARS]
    published = (ROOT / ".pre-commit-hooks.yaml").read_text()
    ids = [line.split()[-1] for line in published.splitlines() if line.startswith("- id: ")]
    assert sorted(ids) == sorted([line.split()[-1] for line in FRAMEWORK.splitlines() if "- id: " in line])


@pytest.mark.parametrize("asked", [("pre-commit",), ("pre-commit", "pre-push"), ()])
def test_doctor_says_where_what_others_run_is_not_asked(sample: Place, asked: tuple[str, ...]) -> None:
    """By the settings and by the hooks that stand there: one without the other asks nothing."""
    sample.write(
        {f".husky/_/{name}": '. "$(dirname "$0")/h"\n' for name in ("pre-commit", "pre-merge-commit", "pre-push")}
    )
    sample.write({".husky/_/h": "true\n", ".husky/pre-commit": "# guard hook pre-commit\n"})
    sample.write({f".husky/{name}": HUSKY_LINE.format(name) for name in asked})
    for hook in (sample.top / ".husky/_").iterdir():
        hook.chmod(0o755)
    sample.git("config", "core.hooksPath", ".husky/_")
    told = " ".join(sample.guard("doctor").out.split())
    lacks = [name for name in ("pre-commit", "pre-merge-commit", "pre-push") if name not in asked]
    if asked:
        assert f"husky runs them; it is not asked at {', '.join(lacks)}" in told
    else:
        assert "missing no hook of guard in" in told


# git's own settings


OURS = ("--git", os.path.realpath(GIT))  # guard asks PATH for none; here both are to be the same


def version() -> tuple[int, ...]:
    return tuple([int(part) for part in run([GIT, "version"], ROOT, os.environ).out.split()[2].split(".")[:2]])


def test_an_older_git_is_told_that_it_starts_no_hooks_out_of_its_settings(sample: Place) -> None:
    if version() >= (2, 54):
        pytest.skip("this git starts hooks out of its settings")
    before = sample.state()
    answer = sample.guard("install", "--via", "config", *OURS)
    clear(answer, "G810")
    assert answer.code == 5 and "2.54" in answer.out
    assert sample.state() == before


def test_hooks_in_the_settings_of_git(sample: Place) -> None:
    if version() < (2, 54):
        pytest.skip(f"not run: git {'.'.join(map(str, version()))} starts no hooks out of its settings; 2.54 does")
    assert sample.guard("install", "--via", "config", *OURS).code == 0
    assert "ok         guard stands in the settings of this clone" in sample.guard("doctor", *OURS).out
    before = sample.head()
    sample.stage({"other/new": "one\n"})
    answer = sample.commit()
    assert (answer.code, answer.rules(), sample.head()) == (1, ["G101"], before)
    sample.git("reset", "--quiet", "--hard")
    all_doors(remote(sample))
    assert sample.guard("uninstall", *OURS).code == 0
    assert "guard" not in sample.git("config", "--list", "--local")


TURNED_OFF = {
    "by its name": ("hook.guard-pre-commit.enabled", "false"),
    "altered": ("hook.guard-pre-commit.command", "true"),
    "at its event": ("hook.pre-commit.enabled", "false"),
}


@pytest.mark.parametrize("how", TURNED_OFF)
def test_doctor_says_where_git_does_not_start_what_stands_in_its_settings(how: str, sample: Place) -> None:
    if version() < (2, 54):
        pytest.skip(f"not run: git {'.'.join(map(str, version()))} starts no hooks out of its settings; 2.54 does")
    sample.guard("install", "--via", "config", *OURS)
    sample.git("config", *TURNED_OFF[how])
    sample.stage({"other/new": "one\n"})
    assert sample.commit().code == 0, "git starts it all the same"
    told = " ".join(sample.guard("doctor", *OURS).out.split())
    assert "attention guard stands in the settings of this clone, and is not started at pre-commit:" in told
    sample.git("config", "--unset-all", "hook.pre-commit.enabled") if how == "at its event" else None
    assert sample.guard("install", "--via", "config", *OURS).code == 0
    told = " ".join(sample.guard("doctor", *OURS).out.split())
    assert "ok guard stands in the settings of this clone" in told and "is not started" not in told


def test_a_drill_asks_what_stands_in_the_settings_at_every_hook(sample: Place) -> None:
    if version() < (2, 54):
        pytest.skip(f"not run: git {'.'.join(map(str, version()))} starts no hooks out of its settings; 2.54 does")
    sample.guard("install", "--via", "config", *OURS)
    told = sample.guard("doctor", "--drill", *OURS)
    assert told.code == 0, told.said
    names = ", ".join(sorted(NAMES))
    assert f"guard's own stand in for them: {names}" in " ".join(told.out.split())
    assert "a commit that asks for no hook             told afterwards" in told.out


ELSEWHERE = ("GIT_COMMON_DIR", "GIT_CONFIG", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_names_another_repository_leads_nothing_there(name: str, tmp_path: Path) -> None:
    """Neither what is written into the settings of this clone, nor what is taken out of them."""
    here, other = place(tmp_path / "here"), place(tmp_path / "other")
    of_other = {"GIT_COMMON_DIR": "", "GIT_CONFIG": "config", "GIT_INDEX_FILE": "index"}.get(name, "objects")
    theirs = {name: str(other.git_dir / of_other)}
    if name == "GIT_INDEX_FILE":  # one that lies elsewhere is asked about before anything is staged from it
        theirs[name] = str(here.git_dir / of_other)
    for one in (here, other):
        one.git("config", "hook.guard-pre-commit.event", "pre-commit")
    before = other.state()
    if version() >= (2, 54):
        assert here.guard("install", "--via", "config", *OURS, **theirs).code == 0
        assert "hook.guard-pre-push.command" in here.git("config", "--list", "--local")
    answer = here.guard("uninstall", *OURS, **theirs)
    assert (answer.code, other.state()) == (0, before), answer.said
    assert "taken out of the settings of this clone" in answer.out
    assert "guard-pre" not in here.git("config", "--list", "--local")


def test_settings_that_an_older_git_leaves_unread_are_said_by_doctor_and_taken_out(sample: Place) -> None:
    repo = open_for_setup(str(sample.top), GIT)
    repo.git.config("--local", "hook.guard-pre-commit.event", "pre-commit")
    repo.git.config("--local", "hook.guard-pre-commit.command", f"{sys.executable} -I -S entry.py -- pre-commit")
    told = " ".join(sample.guard("doctor", *OURS).out.split())
    assert "guard stands in the settings of this clone" in told
    assert ("git starts hooks out of them from 2.54 on" in told) == (version() < (2, 54))
    assert sample.guard("uninstall", *OURS).code == 0
    assert "guard-pre" not in sample.git("config", "--list", "--local")
