"""`guard check` from the outside: every option, what it prints where, its exit codes, and that it writes nothing."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guard import __version__
from guard.commands.check import parser
from guard.doors.taken import drop, take
from guard.formats import FORMATS
from guard.schema import validate_data
from tests.repos import GIT, make_repository
from tests.running import ADOPTED, CLAIMED, GUARD, LIMIT, PLAN, POLICY, TIDY, Answer, Place, clear, place, run

EVIL = {"other/new": "one\n"}
GOOD = {"src/new": "one\n"}


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    return place(tmp_path)


def committed(place: Place, files: dict[str, str], message: str = CLAIMED) -> str:
    """What stands in a range claims its phase itself."""
    place.stage(files)
    place.git("commit", "--quiet", f"--message={message}")
    return place.head()


def report(answer: Answer) -> dict[str, Any]:
    """The JSON report on standard output; it fits its schema and says what the process did."""
    found: dict[str, Any] = json.loads(answer.out)
    assert list(validate_data("report", found)) == []
    assert answer.err == ""
    return found


# what is judged


def test_without_a_selector_the_staged_change_is_judged_where_there_is_one(sample: Place) -> None:
    committed(sample, EVIL)
    sample.stage(GOOD)
    answer = sample.guard("check")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == "guard: pass, 1 file staged, plan tidy version 1, phase only"
    assert report(sample.guard("check", "--format", "json"))["door"] == "commit"


def test_without_a_selector_and_nothing_staged_everything_since_the_trusted_branch_is(sample: Place) -> None:
    committed(sample, GOOD)
    committed(sample, {"src/more": "two\n"})
    answer = sample.guard("check")
    assert answer.code == 0
    first = answer.out.splitlines()[0]
    assert "2 commits since refs/heads/main, 2 files" in first
    assert report(sample.guard("check", "--format", "json"))["door"] == "merge"


def test_with_nothing_to_judge_it_says_so(sample: Place) -> None:
    answer = sample.guard("check")
    assert (answer.code, answer.err) == (0, "")
    assert "0 commits since refs/heads/main, 0 files" in answer.out.splitlines()[0]


def test_staged_judges_the_index_and_nothing_else(sample: Place) -> None:
    committed(sample, EVIL)
    sample.write({"other/untracked": "u\n", "other/c": "changed\n"})
    assert sample.guard("check", "--staged").code == 0
    sample.git("add", "--all")
    answer = sample.guard("check", "--staged")
    assert (answer.code, answer.rules()) == (1, ["G101"])


def test_below_the_top_it_judges_the_same(sample: Place) -> None:
    sample.stage(EVIL)
    assert sample.guard("check", cwd=sample.top / "src").out == sample.guard("check").out


@pytest.mark.parametrize(
    "words", [("main..HEAD",), ("main..",), ("..",), ("..HEAD",), ("refs/heads/main..work",), ("HEAD~1..HEAD",)]
)
def test_a_range_is_judged_from_any_spelling_of_its_ends(sample: Place, words: tuple[str]) -> None:
    committed(sample, EVIL)
    answer = sample.guard("check", "--range", *words)
    assert (answer.code, answer.rules()) == (1, ["G101"])
    assert re.search(r"1 commit since \S+, 1 file", answer.out.splitlines()[0])


def test_a_range_finds_what_a_later_commit_took_back(sample: Place) -> None:
    commit = committed(sample, EVIL)
    sample.git("rm", "--quiet", *EVIL)
    sample.git("commit", "--quiet", "--message=back")
    answer = sample.guard("check", "--range", "..HEAD")
    assert answer.code == 1
    assert commit[:12] in answer.out


def test_one_commit_is_judged_as_if_it_landed_alone(sample: Place) -> None:
    evil = committed(sample, EVIL)
    good = committed(sample, GOOD)
    assert sample.guard("check", "--commit", "HEAD").code == 0
    assert sample.guard("check", "--commit", good).code == 0
    assert sample.guard("check", "--commit", evil[:10]).rules() == ["G101"]
    root = sample.guard("check", "--commit", "main", "--format", "json")
    assert report(root)["base"] == "an empty tree"


# plan and phase


PLANS = {
    **ADOPTED,
    ".guard/plans/more.yaml": PLAN.replace("tidy", "more").replace("only", "first"),
    ".guard/plans/far.yaml": PLAN.replace("tidy", "far").replace("/src/**", "/other/**"),
}


def test_the_plan_and_phase_named_are_the_ones_held_to(tmp_path: Path) -> None:
    sample = place(tmp_path, PLANS)
    sample.stage(GOOD)
    asked = sample.guard("check", "--range", "..HEAD")
    assert asked.code == 0
    committed(sample, {}, "a change that claims nothing")
    assert sample.guard("check", "--commit", "HEAD").rules() == ["G108"]
    assert sample.guard("check", "--commit", "HEAD").code == 3
    named = sample.guard("check", "--commit", "HEAD", "--plan", "tidy", "--phase", "only")
    assert named.code == 0
    assert "plan tidy version 1, phase only" in named.out.splitlines()[0]
    assert sample.guard("check", "--commit", "HEAD", "--plan", "far").rules() == ["G101"]


def test_a_change_that_claims_nothing_is_held_to_what_covers_all_of_it(tmp_path: Path) -> None:
    sample = place(tmp_path, PLANS)
    drop(str(sample.git_dir))
    for files, plan in ((EVIL, "plan far version 1"), ({**EVIL, **GOOD}, "1 commit")):
        commit = committed(sample, files, "work")
        answer = sample.guard("check", "--range", "main..HEAD")
        assert (answer.code, plan in answer.out.splitlines()[0]) == (0, True), answer.said
        sample.git("reset", "--quiet", "--hard", "main")
        sample.git("read-tree", commit)
        assert plan.replace("1 commit", "staged") in sample.guard("check", "--staged").out.splitlines()[0]
        sample.git("read-tree", "main")


def test_what_is_taken_up_and_what_is_said_outright_must_agree(tmp_path: Path) -> None:
    sample = place(tmp_path, PLANS)
    sample.stage(GOOD)
    assert "plan tidy version 1, phase only" in sample.guard("check").out.splitlines()[0]
    apart = sample.guard("check", "--plan", "more", "--format", "json")
    assert apart.code == 0, "a claim may still be put right before the merge"
    assert [finding["rule"] for finding in report(apart)["findings"]] == ["G408"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--plan", "tid"), "tidy"),
        (("--plan", "tidy", "--phase", "onyl"), "only"),
        (("--phase", "onyl"), "only"),
        (("--plan", "\x1b[31mred"), "\\x1b[31mred"),
    ],
)
def test_a_plan_or_phase_that_is_not_there_is_told_with_those_that_are(
    sample: Place, words: tuple[str, ...], told: str
) -> None:
    sample.stage(GOOD)
    answer = sample.guard("check", *words)
    assert answer.code == 5
    clear(answer, "G819")
    assert told in answer.out


# trust


def test_a_trust_directory_is_read_and_nothing_else(sample: Place, tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    (folder / "plans").mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY)
    (folder / "plans/wide.yaml").write_text(PLAN.replace("tidy", "wide").replace("/src/**", "/other/**"))
    sample.stage(EVIL)
    drop(str(sample.git_dir))
    answer = sample.guard("check", "--trust", str(folder))
    assert answer.code == 0, answer.said
    assert "plan wide version 1" in answer.out.splitlines()[0]
    assert str(folder) in answer.out
    take(str(sample.git_dir), TIDY)
    assert sample.guard("check").code == 1


def test_a_trust_directory_serves_a_repository_without_a_commit(tmp_path: Path) -> None:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust/policy.yaml").write_text(POLICY)
    (tmp_path / "trust/plans").mkdir()
    (tmp_path / "trust/plans/tidy.yaml").write_text(PLAN)
    empty = Place(tmp_path)
    make_repository(empty.top)
    empty.stage(EVIL)
    assert empty.guard("check", "--trust", str(tmp_path / "trust"), "--plan", "tidy").rules() == ["G101"]


def inside(place: Place) -> str:
    return str(place.top / ".guard")


def linked(place: Place) -> str:
    (place.root / "link").symlink_to(place.top / ".guard")
    return str(place.root / "link")


def absent(place: Place) -> str:
    return str(place.root / "nowhere")


def plain_file(place: Place) -> str:
    (place.root / "file").write_text("")
    return str(place.root / "file")


def link_in_it(place: Place) -> str:
    (place.root / "trust").mkdir()
    (place.root / "trust/policy.yaml").symlink_to(place.top / ".guard/policy.yaml")
    return str(place.root / "trust")


def plans_linked(place: Place) -> str:
    (place.root / "trust").mkdir()
    (place.root / "trust/policy.yaml").write_text(POLICY)
    (place.root / "trust/plans").symlink_to(place.top / ".guard/plans")
    return str(place.root / "trust")


@pytest.mark.parametrize("arrange", [inside, linked, absent, plain_file, link_in_it, plans_linked])
def test_a_trust_directory_that_will_not_do(sample: Place, arrange: Callable[[Place], str]) -> None:
    sample.stage(GOOD)
    answer = sample.guard("check", "--trust", arrange(sample))
    assert answer.code == 5
    clear(answer, "G818")


def test_an_unreadable_document_of_a_trust_directory(sample: Place, tmp_path: Path) -> None:
    (tmp_path / "trust/policy.yaml").mkdir(parents=True)
    answer = sample.guard("check", "--trust", str(tmp_path / "trust"))
    assert answer.code == 5
    clear(answer, "G818")
    assert "policy.yaml" in answer.out


def test_a_trusted_ref_is_named_in_the_report_with_its_object(sample: Place) -> None:
    sample.stage(GOOD)
    found = report(sample.guard("check", "--trusted", "refs/heads/main", "--format", "json"))
    assert found["trusted"] == {"ref": "refs/heads/main", "id": sample.git("rev-parse", "main")}


def test_a_trusted_ref_without_a_policy_holds_nothing_to_anything(tmp_path: Path) -> None:
    sample = place(tmp_path, {})
    sample.stage({**EVIL, **ADOPTED})
    answer = sample.guard("check")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("guard: not adopted: no .guard/policy.yaml on refs/heads/main")
    found = report(sample.guard("check", "--format", "json"))
    assert (found["adopted"], found["established"], found["outcome"], found["exit_code"]) == (False, [], "pass", 0)


def test_without_a_policy_it_tells_what_it_would_have_asked(tmp_path: Path) -> None:
    sample = place(tmp_path, {})
    sample.stage({".github/workflows/ci.yml": "on: push\n", "src/new": "n\n"})
    answer = sample.guard("check")
    assert answer.code == 0
    assert answer.out.startswith("guard: not adopted")
    assert "with a policy, guard would have asked:" in answer.out
    assert "G106" in answer.out


@pytest.mark.parametrize(
    "documents",
    [
        {".guard/plans/tidy.yaml": PLAN},
        {".guard/readme": "no policy\n"},
        {".guard": "a file\n"},
        {".guard/policy.yaml": "id: [\n"},
        {".guard/policy.yaml": ""},
        {".guard/policy.yaml": POLICY, ".guard/plans/tidy.yaml": PLAN.replace("tidy", "other", 1)},
        {".guard/policy.yaml": POLICY, ".guard/plans/tidy.yml": PLAN},
    ],
    ids=["no-policy", "readme", "file", "broken", "empty", "stem", "yml"],
)
def test_a_guard_folder_whose_documents_cannot_be_read_is_never_a_pass(
    tmp_path: Path, documents: dict[str, str]
) -> None:
    sample = place(tmp_path, documents)
    sample.stage(GOOD)
    for words in (("--staged",), (), ("--range", "..HEAD")):
        answer = sample.guard("check", *words)
        assert answer.code == 5, answer.said
        clear(answer, "G813")


@pytest.mark.parametrize(("pin", "code"), [(f"=={__version__}", 0), (">=0.1,<1", 0), (">=99", 5), ("<0.1", 5)])
def test_the_version_pin_of_the_policy(tmp_path: Path, pin: str, code: int) -> None:
    sample = place(tmp_path, {**ADOPTED, ".guard/policy.yaml": POLICY + f'guard: "{pin}"\n'})
    sample.stage(GOOD)
    answer = sample.guard("check")
    assert answer.code == code
    if code:
        clear(answer, "G814")
        assert __version__ in answer.out
        assert pin in answer.out


# how it is shown


@pytest.mark.parametrize("words", [("--staged",), ("--range", "..HEAD"), ("--commit", "HEAD")])
def test_json_fits_its_schema_and_says_the_exit_code(sample: Place, words: tuple[str, ...]) -> None:
    committed(sample, EVIL)
    sample.stage({"other/more": "two\n"})
    answer = sample.guard("check", *words, "--format", "json")
    found = report(answer)
    assert answer.code == found["exit_code"] == found["would_exit"] == 1
    assert found["outcome"] == "violation"
    assert (found["may_commit"], found["may_merge"]) == (False, False)
    assert {finding["rule"] for finding in found["findings"]} == {"G101"}
    assert found["findings"][0]["next"][0]["who"] == "you"


def test_json_of_a_refusal_is_json_too(tmp_path: Path) -> None:
    answer = Place(tmp_path).guard("check", "--format", "json", cwd=tmp_path)
    found = report(answer)
    assert answer.code == found["exit_code"] == 5
    assert [finding["rule"] for finding in found["findings"]] == ["G801"]


def test_a_path_that_is_not_utf8_is_given_losslessly(sample: Place) -> None:
    path = os.fsencode(sample.top) + b"/src/caf\xe9"
    with open(path, "wb") as file:
        file.write(b"x\n")
    sample.git("add", "--all")
    answer = sample.guard("check", "--format", "json")
    given = [finding for finding in report(answer)["findings"] if finding["rule"] == "G111"]
    assert (given[0]["path"], given[0]["path_base64"]) == ("src/caf\\xe9", "c3JjL2NhZuk=")
    assert "src/caf\\xe9" in sample.guard("check").out


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_a_name_that_the_terminal_cannot_show_is_no_failure(sample: Place, locale: dict[str, str]) -> None:
    sample.stage({"other/☃": "one\n"})
    environment = {**sample.environment, **locale}
    answer = run([sys.executable, "-P", "-m", "guard", "check"], sample.top, environment)
    assert (answer.code, answer.rules()) == (1, ["G101"]), answer.said


def token(text: str) -> str:
    """The report without the word that is another in every run."""
    return re.sub(r"guard-[0-9a-f]{32}", "guard-TOKEN", text)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_a_report_goes_to_a_file_whole(sample: Place, tmp_path: Path, format: str) -> None:  # noqa: A002
    sample.stage(EVIL)
    target = tmp_path / "report"
    target.write_text("an old one\n")
    answer = sample.guard("check", "--format", format, "-o", str(target))
    assert (answer.code, answer.said) == (1, "")
    assert token(target.read_text()) == token(sample.guard("check", "--format", format).out)
    assert sorted(os.listdir(tmp_path)) == ["private", "report", "repository"]


@pytest.mark.parametrize("name", ["nowhere/report", "folder", "file/report"])
def test_a_report_that_cannot_be_written_is_told_and_leaves_nothing(sample: Place, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a file\n")
    sample.stage(GOOD)
    before = sample.state()
    answer = sample.guard("check", "-o", str(tmp_path / name))
    assert answer.code == 5
    clear(answer, "G820")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder", "private", "repository"]
    assert (os.listdir(tmp_path / "folder"), sample.state()) == ([], before)


def test_a_full_disk_leaves_no_half_of_a_report(sample: Place, tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk."""
    import resource

    sample.stage({f"other/{number}": "one\n" for number in range(40)})
    (tmp_path / "report").write_text("an old one\n")
    limit: Callable[[], object] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))  # noqa: E731
    words = [*GUARD, "check", "--format", "json", "-o", str(tmp_path / "report")]
    done = subprocess.run(
        words, cwd=sample.top, env=sample.environment, capture_output=True, preexec_fn=limit, check=False
    )
    assert done.returncode == 5, done
    clear(Answer(done.returncode, done.stdout.decode(), done.stderr.decode()), "G820")
    assert (tmp_path / "report").read_text() == "an old one\n"
    assert sorted(os.listdir(tmp_path)) == ["private", "report", "repository"]


def test_what_is_no_plain_file_is_written_to_and_never_replaced(sample: Place, tmp_path: Path) -> None:
    sample.stage(EVIL)
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    ours = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    answer = sample.guard("check", "-o", str(pipe))
    assert (answer.code, answer.said) == (1, "")
    assert b"G101" in os.read(ours, 1 << 16)
    os.close(ours)
    assert pipe.is_fifo()
    (tmp_path / "kept").write_text("old\n")
    link.symlink_to("kept")
    assert sample.guard("check", "-o", str(link)).code == 1
    assert link.is_symlink()
    assert "G101" in (tmp_path / "kept").read_text()
    assert "G101" in sample.guard("check", "-o", "/dev/stdout").out


def on_terminal(place: Place, *words: str, **environment: str) -> tuple[int, bytes]:
    """What guard writes when standard output and error are a terminal."""
    ours, theirs = pty.openpty()
    known = {**place.environment, "TERM": "xterm-256color", **environment}
    child = subprocess.Popen([*GUARD, *words], cwd=place.top, env=known, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            said += chunk
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    return child.wait(LIMIT), said


def test_colour_on_a_terminal_only(sample: Place) -> None:
    sample.stage(EVIL)
    code, said = on_terminal(sample, "check")
    assert code == 1
    assert b"\x1b[1;31m" in said
    assert "\x1b" not in sample.guard("check", FORCE_COLOR="").said
    for less in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert b"\x1b" not in on_terminal(sample, "check", **less)[1]
    assert b"\x1b" not in on_terminal(sample, "check", "--format", "json")[1]


@pytest.mark.later
def test_colour_is_all_that_a_terminal_adds(sample: Place) -> None:
    sample.stage(EVIL)
    plain = re.sub(rb"\x1b\[[0-9;]*m", b"", on_terminal(sample, "check")[1]).replace(b"\r\n", b"\n")
    assert plain.decode() == sample.guard("check").out


# exit codes


def test_exit_zero_is_for_whoever_only_uploads(sample: Place) -> None:
    sample.stage(EVIL)
    words = ("--exit-zero", "--format", "json")
    answer = sample.guard("check", *words)
    assert (answer.code, report(answer)["exit_code"]) == (0, 1)
    answer = sample.guard("check", "--trusted", "nowhere", *words)
    assert (answer.code, report(answer)["exit_code"]) == (0, 5)
    assert sample.guard("check", "--exit-zero", "--what").code == 2
    broken = broken_guard(sample, "check", "--exit-zero")
    assert broken.code == 70
    for file in sample.private.iterdir():
        file.unlink()


def test_a_report_that_was_not_written_is_no_success_for_an_uploader(sample: Place) -> None:
    assert sample.guard("check", "--exit-zero", "-o", "nowhere/report").code == 5


def test_shadow_mode_tells_and_lets_pass(tmp_path: Path) -> None:
    sample = place(tmp_path, {**ADOPTED, ".guard/policy.yaml": POLICY + "mode: shadow\n"})
    sample.stage(EVIL)
    answer = sample.guard("check")
    assert (answer.code, answer.rules()) == (0, ["G101"])
    assert "mode: shadow; in enforce mode this would exit 1" in answer.out.splitlines()[0]
    found = report(sample.guard("check", "--format", "json"))
    assert (found["outcome"], found["exit_code"], found["would_exit"]) == ("violation", 0, 1)
    assert found["may_commit"] is False
    assert sample.guard("check", "--what").code == 2


def broken_guard(place: Place, *words: str, hook: bool = False) -> Answer:
    """Guard with a door that fails in a way nobody thought of."""
    run_it = "from guard_hooks.git_hooks import main" if hook else "from guard.cli import main"
    program = (
        "import sys\nfrom guard.doors.git.repository import Repository\n"
        "def staged(self, trusted=b''):\n    raise RuntimeError('door fell off \\x1b[31m')\n"
        f"Repository.staged = staged\n{run_it}\nsys.exit(main(sys.argv[1:]))\n"
    )
    words = words if not hook else ("pre-commit",)
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, *words],
        cwd=place.top,
        env=place.environment,
        capture_output=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("hook", [False, True], ids=["command", "hook"])
def test_an_unhandled_error_is_a_bug_of_guard_with_a_log(sample: Place, hook: bool) -> None:
    before = sample.state()
    answer = broken_guard(sample, "check", "--staged", hook=hook)
    assert answer.code == 70
    assert answer.rules() == ["G899"]
    assert "nothing was judged" in answer.out
    assert "Traceback" not in answer.said
    (log,) = sample.private.iterdir()
    assert str(log) in answer.out
    text = log.read_text()
    assert f"guard {__version__}" in text
    assert "Traceback" in text
    assert "door fell off" in text
    assert log.stat().st_mode & 0o077 == 0
    written = {path for path in sample.state().keys() - before.keys() if not path.startswith(".git/guard")}
    assert written == set()


def test_a_bug_is_told_in_the_format_that_was_asked_for(sample: Place) -> None:
    found = report(broken_guard(sample, "check", "--staged", "--format", "json"))
    assert (found["outcome"], found["exit_code"]) == ("bug", 70)
    assert (found["may_commit"], found["may_merge"]) == (False, False)


def test_a_bug_is_told_where_no_log_can_be_written(sample: Place) -> None:
    sample.environment["TMPDIR"] = str(sample.private / "nowhere")
    answer = run([*GUARD, "check"], sample.top, sample.environment)
    assert answer.code == 5
    clear(answer, "G820")


# wrong words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chek",), "did you mean check?"),
        (("instal",), "did you mean install?"),
        (("chekc", "--staged"), "did you mean check?"),
        (("frobnicate",), "guard --help"),
        (("check", "--stagd"), "did you mean --staged?"),
        (("check", "--formt=json"), "did you mean --format?"),
        (("check", "--format", "yaml"), "json"),
        (("check", "now"), "guard check --help"),
        (("check", "--staged", "--range", "a..b"), "guard check --help"),
        (("check", "--range", "main"), "main..HEAD"),
        (("check", "--range", "main...HEAD"), "BASE..HEAD"),
        (("check", "--last", "many"), "--last: it takes a whole number, not 'many' (guard check --help)"),
        (("check", "--last", "0"), "1 or more"),
        (("check", "--last", "-1"), "1 or more"),
        (("check", "--plan"), "guard check --help"),
        (("check", "\x1b[31m"), "\\x1b[31m"),
    ],
)
def test_wrong_words_are_usage_with_a_suggestion(sample: Place, words: tuple[str, ...], told: str) -> None:
    before = sample.state()
    answer = sample.guard(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("guard: ")
    assert answer.err.count("\n") == 1
    assert told in answer.err
    assert "\x1b" not in answer.err
    assert sample.state() == before


def test_guard_alone_shows_what_there_is(sample: Place) -> None:
    answer = sample.guard()
    assert answer.code == 2
    for word in ("check", "install", "explain", "demo"):
        assert word in answer.said
    for word in ("--help", "-h", "help"):
        assert sample.guard(word).code == 0
    assert sample.guard("--version").out == f"guard {__version__}\n"


def test_help_names_every_option(sample: Place) -> None:
    text = sample.guard("check", "--help").out
    for action in parser()._actions:
        assert all(option in text for option in action.option_strings)
        assert action.help


def test_the_git_named_is_the_git_used(sample: Place, tmp_path: Path) -> None:
    fake = tmp_path / "git"
    fake.write_text(f'#!/bin/sh\necho called >> {tmp_path}/calls\nexec {GIT} "$@"\n')
    fake.chmod(0o755)
    sample.stage(GOOD)
    assert sample.guard("check", "--git", str(fake)).code == 0
    assert (tmp_path / "calls").read_text()
    for wrong in ("git", "/nowhere/git", str(tmp_path)):
        answer = sample.guard("check", "--git", wrong)
        assert answer.code == 5
        clear(answer, "G810")


def test_a_git_that_is_too_old(sample: Place, tmp_path: Path) -> None:
    fake = tmp_path / "git"
    fake.write_text("#!/bin/sh\necho git version 2.30.2\n")
    fake.chmod(0o755)
    for words in ((), ("--last", "3")):
        answer = sample.guard("check", "--git", str(fake), *words)
        assert answer.code == 5
        clear(answer, "G810")
        assert "2.30.2" in answer.out
    assert report(sample.guard("check", "--git", str(fake), "--format", "json"))["exit_code"] == 5


# bad input: one clear message, an exit code, nothing written


def no_repository(place: Place) -> None:
    (place.git_dir).rename(place.top / "elsewhere")


def bare(place: Place) -> None:
    place.git("config", "core.bare", "true")


def unborn(place: Place) -> None:
    place.git("update-ref", "-d", "refs/heads/work")
    place.git("update-ref", "-d", "refs/heads/main")


def unmerged(place: Place) -> None:
    committed(place, {"src/a": "work\n"})
    place.git("switch", "--quiet", "--create", "side", "main")
    committed(place, {"src/a": "side\n"})
    assert run([GIT, "merge", "--quiet", "work"], place.top, place.environment).code == 1


def no_tree(place: Place) -> None:
    lose(place, place.git("rev-parse", "HEAD^{tree}"))


def no_policy_blob(place: Place) -> None:
    lose(place, place.git("rev-parse", "HEAD:.guard/policy.yaml"))


def no_subtree(place: Place) -> None:
    place.stage({"src/new": "n\n"})
    place.git("commit", "--quiet", "--message=work")
    lose(place, place.git("rev-parse", "HEAD:src"))
    place.git("read-tree", "main")


def lose(place: Place, oid: str) -> None:
    (place.git_dir / "objects" / oid[:2] / oid[2:]).unlink()


def damaged(place: Place) -> None:
    oid = place.git("rev-parse", "HEAD^{tree}")
    path = place.git_dir / "objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(b"not zlib")


def shadowing_tag(place: Place) -> None:
    committed(place, EVIL)
    place.git("tag", "main")


def large_policy(place: Place) -> None:
    base(place, {".guard/policy.yaml": POLICY + "#" * (1 << 20) + "\n"})


def duplicate_key(place: Place) -> None:
    base(place, {".guard/plans/tidy.yaml": PLAN.replace("owner:", "version: 2\nowner:")})


def base(place: Place, files: dict[str, str]) -> None:
    place.git("switch", "--quiet", "main")
    committed(place, files)


def unreadable_index(place: Place) -> None:
    (place.git_dir / "index").unlink()
    (place.git_dir / "index").mkdir()


def nothing(place: Place) -> None:
    place.stage(GOOD)


BAD: list[tuple[Callable[[Place], None], tuple[str, ...], str, str]] = [
    (no_repository, (), "G801", "git init"),
    (no_repository, ("--staged",), "G801", "git init"),
    (no_repository, ("--last", "3"), "G801", "git init"),
    (bare, (), "G802", "work tree"),
    (bare, ("--range", "..HEAD"), "G802", "work tree"),
    (unborn, (), "G812", "first commit"),
    (unborn, ("--staged",), "G812", "first commit"),
    (unborn, ("--last", "3"), "G8", "first commit"),
    (unmerged, (), "G803", "src/a"),
    (unmerged, ("--staged",), "G803", "src/a"),
    (no_tree, (), "G804", "git fsck"),
    (no_tree, ("--range", "..HEAD"), "G804", "git fsck"),
    (no_tree, ("--commit", "HEAD"), "G804", "git fsck"),
    (no_subtree, ("--range", "main..HEAD"), "G804", "git fsck"),
    (no_policy_blob, (), "G804", "git fetch"),
    (damaged, (), "G804", "git fsck"),
    (nothing, ("--range", "nowhere..HEAD"), "G805", "nowhere"),
    (nothing, ("--range", "main..nowhere"), "G805", "nowhere"),
    (nothing, ("--commit", "nowhere"), "G805", "nowhere"),
    (nothing, ("--commit", ""), "", "guard check --help"),
    (nothing, ("--commit=-x",), "G805", "-x"),
    (nothing, ("--commit", "--all"), "", "guard check --help"),
    (nothing, ("--commit", "a\nb"), "G805", "a\\x0ab"),
    (nothing, ("--commit", "HEAD:src"), "G805", "HEAD:src"),
    (nothing, ("--commit", "HEAD^{tree}"), "G805", "HEAD"),
    (nothing, ("--trusted", "nowhere"), "G805", "nowhere"),
    (shadowing_tag, ("--trusted", "main"), "G806", "refs/tags/main"),
    (shadowing_tag, ("--range", "main..HEAD"), "G806", "refs/heads/main"),
    (large_policy, (), "G813", "1,04"),
    (large_policy, ("--staged",), "G813", "1,04"),
    (duplicate_key, (), "G813", "3:1"),
    (duplicate_key, ("--staged",), "G813", "tidy.yaml"),
    (unreadable_index, (), "G809", "index"),
    (unreadable_index, ("--staged",), "G809", "index"),
]


@pytest.mark.parametrize(
    ("arrange", "words", "rule", "told"), BAD, ids=[f"{bad[0].__name__}-{'-'.join(bad[1])!r}" for bad in BAD]
)
def test_bad_input(
    sample: Place, arrange: Callable[[Place], None], words: tuple[str, ...], rule: str, told: str
) -> None:
    arrange(sample)
    before = sample.state()
    answer = sample.guard("check", *words)
    assert told in answer.said
    if rule:
        assert answer.code == 5, answer.said
        clear(answer, rule if len(rule) == 4 else answer.rules()[0])
    else:
        assert answer.code == 2
    assert sample.state() == before


def test_a_tag_of_the_same_name_does_not_move_the_trusted_branch(sample: Place) -> None:
    shadowing_tag(sample)
    answer = sample.guard("check", "--range", "..HEAD")
    assert (answer.code, answer.rules()) == (1, ["G101"])


def test_a_plan_with_a_duplicate_key_that_is_staged_is_a_violation(sample: Place) -> None:
    sample.stage({".guard/plans/tidy.yaml": PLAN.replace("scope:", "why: twice\nscope:")})
    answer = sample.guard("check")
    assert answer.code == 1
    assert "G210" in answer.rules()
    assert "tidy.yaml" in answer.out
    assert "5" in answer.out


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_index_without_read_permission(sample: Place) -> None:
    (sample.git_dir / "index").chmod(0)
    clear(sample.guard("check"), "G809")


def test_an_index_that_is_no_index(sample: Place) -> None:
    (sample.git_dir / "index").write_bytes(b"DIRC rubbish")
    before = sample.state()
    answer = sample.guard("check")
    assert answer.code == 5
    clear(answer, answer.rules()[0])
    assert sample.state() == before


SLOW = """\
#!/bin/sh
case "$*" in *{at}*) ;; *) exec {git} "$@" ;; esac
echo here > {root}/reached
exec {git} hash-object --stdin < {root}/never
"""


@pytest.mark.parametrize("at", ["version", "rev-parse", "cat-file", "diff-index"])
@pytest.mark.parametrize("everybody", [True, False], ids=["terminal", "guard-alone"])
def test_ctrl_c_says_one_line_and_leaves_nothing(sample: Place, tmp_path: Path, at: str, everybody: bool) -> None:
    """A terminal sends the signal to all; `kill -INT` to guard alone, and git must not keep it waiting."""
    sample.stage(GOOD)
    fake = tmp_path / "git"
    fake.write_text(SLOW.format(at=at, git=GIT, root=tmp_path))
    fake.chmod(0o755)
    for name in ("reached", "never"):
        os.mkfifo(tmp_path / name)
    before = sample.state()
    reached, never = (os.open(tmp_path / name, os.O_RDWR) for name in ("reached", "never"))
    words = [*GUARD, "check", "--staged", "--git", str(fake)]
    child = subprocess.Popen(
        words, cwd=sample.top, env={**sample.environment, "CI": "1"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    try:
        assert select.select([reached], [], [], LIMIT)[0], "git was not started"
        (os.killpg if everybody else os.kill)(child.pid, signal.SIGINT)
        out, err = child.communicate(timeout=LIMIT)
    finally:
        os.close(reached)
        os.close(never)
        child.kill()
        child.wait()
    assert (child.returncode, out, err) == (130, b"", b"guard: interrupted; nothing was judged\n")
    assert os.listdir(sample.private) == []
    assert sample.state() == before


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--format", "json"),
        ("check", "--last", "1"),
        ("explain",),
        ("schema", "report"),
        ("--help",),
    ],
)
def test_a_reader_that_went_away_changes_no_exit_code(sample: Place, words: tuple[str, ...]) -> None:
    sample.stage(EVIL)
    wanted = sample.guard(*words).code
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [*GUARD, *words], cwd=sample.top, env=sample.environment, stdout=theirs, stderr=subprocess.PIPE, check=False
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (wanted, b"")
    assert os.listdir(sample.private) == []


@pytest.mark.later
def test_head_takes_one_line(sample: Place) -> None:
    sample.stage(EVIL)
    told = f'{" ".join(GUARD)} check; echo "code $?" >&2'
    done = subprocess.run(
        ["sh", "-c", f"{{ {told}; }} | head -1"],
        cwd=sample.top,
        env=sample.environment,
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode() == "guard: violation, 1 file staged, plan tidy version 1, phase only\n"
    assert done.stderr.decode() == "code 1\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("shell", ["> /dev/full", ">&-"], ids=["full", "closed"])
def test_a_standard_output_that_takes_nothing_is_never_a_pass(sample: Place, shell: str) -> None:
    sample.stage(GOOD)
    done = subprocess.run(
        ["sh", "-c", f"{' '.join(GUARD)} check {shell}"],
        cwd=sample.top,
        env=sample.environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 5
    assert b"Traceback" not in done.stderr
    assert b"G820" in done.stderr
    assert os.listdir(sample.private) == []


@pytest.mark.later
def test_the_hook_keeps_its_answer_when_the_reader_is_gone(sample: Place) -> None:
    sample.guard("install")
    sample.stage(EVIL)
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [str(sample.hook)], cwd=sample.top, env=sample.environment, stdout=theirs, stderr=subprocess.PIPE, check=False
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("said", ["today", "2026-12-01", "2026-12-01T08:00:00", "1969-12-31T08:00:00Z"])
def test_a_time_to_judge_at_names_its_zone(said: str, sample: Place) -> None:
    answer = sample.guard("check", "--now", said)
    assert (answer.code, answer.out) == (2, "")
    assert "a time with its zone" in answer.err
    told = sample.guard("check", "--now", "2026-12-01T09:00:00+01:00")
    assert told.code == 0 and ", as of 2026-12-01T08:00:00+00:00\n" in told.out, (
        "no verdict of another time looks like one of now"
    )


def test_the_console_script_is_the_same(sample: Place) -> None:
    sample.stage(EVIL)
    script = Path(sys.executable).with_name("guard")
    if not script.exists():
        pytest.skip("guard is not installed in this environment")
    answer = run([str(script), "check"], sample.top, sample.environment)
    assert (answer.code, answer.out) == (1, sample.guard("check").out)
