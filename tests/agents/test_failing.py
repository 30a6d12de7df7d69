"""Where guard cannot tell: what only reads goes on, nothing else does, and what mends it is no step of an agent."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.model.rule import RULES
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.failing import refused
from guard_hooks.agents.judging import judged
from tests.harnessed import FILES, POLICY, taken_up, work
from tests.repos import make_repository
from tests.running import Place


def ran(made: Path, command: str) -> Decision:
    return judged(Call("shell", "Bash", str(made), command=command), "deny")


def steps(words: str) -> list[tuple[str, str]]:
    """Who, and what, of each step."""
    _, _, told = words.partition("\nnext   ")
    rows = [row.strip().partition(": ") for row in told.splitlines()]
    return [(who.strip(), what.strip()) for who, _, what in rows]


def unnamed(made: Place) -> Place:
    made.git("branch", "-m", "main", "develop")
    (made.git_dir / "guard/trusted").unlink(missing_ok=True)
    return made


# What can come up to a door that asks for documents: none of it is an agent's to put right


FAILS = [rule for rule in RULES if rule.startswith(("G8", "G50", "G30"))]


def test_no_step_of_an_agent_mends_what_guard_goes_by() -> None:
    assert len(FAILS) > 25
    for rule in FAILS:
        words = refused(GuardError(rule, "this is so", "there", "guard install --trusted REF"))
        assert [who for who, _ in steps(words)] == ["you", "a person"], rule
        first, second = [what for _, what in steps(words)]
        assert first.startswith("end your turn") and "guard " not in first, rule
        assert second.startswith("guard install --trusted REF"), rule


@pytest.fixture
def developed(tmp_path: Path) -> Place:
    """A clone that has a policy, and no branch that is trusted by its name."""
    return unnamed(work(tmp_path))


READS = ("ls", "git status", "guard next", "guard doctor", "cat docs/d && git log --oneline")
STOPPED = (
    "guard install --trusted develop", "git config guard.trusted develop", "echo x > src/a", "pytest",
    "python build.py", "git checkout -- src/a", "echo refs/heads/develop > .git/guard/trusted",
)  # fmt: skip


def test_without_a_trusted_branch_reading_goes_on_and_nothing_else(developed: Place) -> None:
    assert {line: ran(developed.top, line).kind for line in READS} == dict.fromkeys(READS, "allow")
    for line in STOPPED:
        told = ran(developed.top, line)
        assert (told.kind, told.rule) == ("deny", "G812"), line
        assert [who for who, _ in steps(told.words)] == ["you", "a person"], line
        assert "guard check --trusted" not in told.words
    assert judged(Call("edit", "Write", str(developed.top), (Edit("src/a", b""),)), "deny").rule == "G812"
    assert judged(Call("other", "Tool", str(developed.top)), "deny").kind == "deny"
    assert judged(Call("other", "Tool", str(developed.top), command="ls"), "deny").kind == "deny"


def test_a_session_that_begins_there_is_told_so_and_goes_on(developed: Place) -> None:
    told = judged(Call("start", "SessionStart", str(developed.top)), "deny")
    assert (told.kind, told.words) == ("allow", "") and "\n" not in told.context
    assert "[G812]" in told.context and "a person mends it: guard install --trusted REF" in told.context


def test_a_repository_without_a_commit_is_held_to_nothing_and_keeps_nothing(tmp_path: Path) -> None:
    make_repository(tmp_path)
    for files in ({}, {".guard/policy.yaml": POLICY}):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        call = Call("edit", "Write", str(tmp_path), (Edit("a", b""),))
        assert judged(call, "deny") == Decision("allow")
        assert ran(tmp_path, "git init && git add .") == Decision("allow")
        assert judged(Call("other", "Tool", str(tmp_path)), "deny") == Decision("allow")
        assert not (tmp_path / ".git/guard").exists()


@pytest.mark.parametrize("trace", ["a ref that is packed", "a ref", "a log of refs", "an installed guard"])
def test_one_that_had_a_commit_is_never_taken_for_it(tmp_path: Path, trace: str) -> None:
    made = unnamed(work(tmp_path))
    made.git("pack-refs", "--all")
    made.git("symbolic-ref", "HEAD", "refs/heads/none")
    git = made.top / ".git"
    if trace != "a ref that is packed":
        (git / "packed-refs").unlink()
    if trace != "a log of refs":
        subprocess.run(["rm", "-rf", str(git / "logs")], check=True)
    if trace == "a ref":
        (git / "refs/tags/v1").write_text("0" * 40)
    if trace == "an installed guard":
        (git / "guard").mkdir(exist_ok=True)
        (git / "guard/trusted").write_text("refs/heads/main\n")
    assert judged(Call("edit", "Write", str(made.top), (Edit("src/a", b""),)), "deny").kind == "deny"


def test_documents_that_cannot_be_read_are_a_persons_to_mend(tmp_path: Path) -> None:
    made = work(tmp_path, {**FILES, ".guard/policy.yaml": "id: [\n"})
    told = judged(Call("edit", "Write", str(made.top), (Edit("docs/d", b""),)), "deny")
    assert told.kind == "deny" and [who for who, _ in steps(told.words)] == ["you", "a person"]
    assert ran(made.top, "git log").kind == "allow"


def test_a_log_that_cannot_be_read_hides_nothing_and_is_asked_again_once_it_is_mended(tmp_path: Path) -> None:
    """A yes of a person to what nobody can tell would be one to what is refused as well."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    log = made.git_dir / "refs/heads/guard-log"

    def told(path: str) -> Decision:
        return judged(Call("edit", "Write", str(made.top), (Edit(path, b"x\n"),)), "deny")

    assert told("src/a") == Decision("allow")
    log.write_text("f" * 40 + "\n")
    assert (told("src/a").kind, told("src/a").rule) == ("ask", "G501")
    assert (told("other/c").kind, told("other/c").rule) == ("deny", "G101")
    log.unlink()
    assert told("src/a") == Decision("allow")


def test_no_hint_says_that_guard_is_not_adopted(tmp_path: Path) -> None:
    """Where it is not, nothing is kept: a record of trees that says so was written by somebody else, or by half."""
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    call = Call("edit", "Write", str(made.top), (Edit("other/c", b"x\n"),))
    assert judged(call, "deny").kind == "deny"
    kept = next((made.git_dir / "guard/cache").glob("agents-trees-*.json"))
    trees = json.loads(kept.read_text())
    for entries in ([], [["src", "40000", "ab" * 20]], [["", "40000", ""]]):
        kept.write_text(json.dumps({tree: entries if tree.endswith("{tree}") else trees[tree] for tree in trees}))
        assert judged(call, "deny").kind == "deny", entries


def test_what_is_kept_of_phases_and_was_not_written_by_guard_is_nothing(tmp_path: Path) -> None:
    made = work(tmp_path)
    taken_up(made, "tidy/only")
    call = Call("edit", "Write", str(made.top), (Edit("src/a", b"x\n"),))
    assert judged(call, "deny") == Decision("allow")
    kept = next((made.git_dir / "guard/cache").glob("agents-open-*.json"))
    said = json.loads(kept.read_text())
    for closed in ({"": []}, {"": [["a"]]}, {"": [[]]}, {"": None}, {"tidy/only": [[]]}, {"tidy/only": 7}, []):
        kept.write_text(json.dumps({**said, "closed": closed}))
        assert judged(call, "deny") == Decision("allow"), closed
