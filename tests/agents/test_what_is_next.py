"""Every refusal and question ends with steps that can be done by whoever they name; a table of them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard_hooks.agents import judging, openness
from guard_hooks.agents.call import TWO, Call, Decision, Edit
from guard_hooks.agents.fields import NO_FOLDER, NO_PATH, OTHER_SHELL
from guard_hooks.agents.judging import judged
from guard_hooks.agents.words import NOBODY, reason
from tests.harnessed import FILES, POLICY, taken_up, work
from tests.running import WAYS_ROUND, Place


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    return work(tmp_path_factory.mktemp("steps"))


@pytest.fixture(scope="module")
def told(ground: Place) -> dict[str, Decision]:
    """What is said of each row."""
    return {name: said(ground, *row) for name, row in ROWS.items()}


def edit(path: str, content: bytes | None = b"x\n") -> dict[str, object]:
    return {"event": "edit", "tool": "Write", "edits": (Edit(path, content),)}


def shell(command: str) -> dict[str, object]:
    return {"event": "shell", "tool": "Bash", "command": command}


DROP = b"ALTER TABLE users DROP COLUMN name;\n"
# What is taken up, and what an agent is about to do: none of it is let pass.
ROWS: dict[str, tuple[str, dict[str, object]]] = {
    "no phase for a source": ("", edit("src/a")),
    "no plan for a readme": ("", edit("README.md")),
    "no plan for a migration": ("", edit("web/0001.sql", b"CREATE TABLE a (id int);\n")),
    "a phase that is gone": ("gone/only", edit("src/a")),
    "a phase that looks": ("split/look", edit("db/a")),
    "one that is done elsewhere": ("split/elsewhere", edit("db/a")),
    "one that is not open": ("chain/two", edit("chain/a")),
    "outside of the scope": ("tidy/only", edit("other/c")),
    "what is never touched": ("tidy/only", edit("src/never/a")),
    "another operation": ("split/expand", edit("db/0002.sql", DROP)),
    "what cannot be taken back": ("split/contract", edit("db/0002.sql", DROP)),
    "a protected file": ("tidy/only", edit(".github/workflows/ci.yml")),
    "a plan in a folder": ("", edit(".guard/plans/a/b.yaml")),
    "a plan with other files": ("", {**edit("a"), "edits": (Edit(".guard/plans/a.yaml", b""), Edit("src/a", b""))}),
    "a file of somebody else": ("tidy/only", edit("/etc/hosts")),
    "a file of git": ("tidy/only", edit(".git/config")),
    "a name that deceives": ("", edit(".guard/plans/a\u202e.yaml")),
    "a folder that holds what is never touched": ("tidy/only", shell("rm -r src")),
    "a content that nobody tells": ("tidy/only", shell("sed -i s/a/b/ src/settings.yaml")),
    "a tool that nobody knows": ("", {"event": "other", "tool": "mcp__files__get"}),
    "one without a name": ("", {"event": "other", "tool": "", "unread": "it names no tool"}),
    "a database": ("tidy/only", shell("psql -f seed.sql")),
    "a forge": ("tidy/only", shell("gh release delete v1")),
    "code": ("", shell("python tools/fill.py --all")),
    "a script": ("", shell("./x.sh")),
    "a command of many lines": ("", shell("./x.sh\n./y.sh")),
    "a command that is computed": ("", shell("$RUN now")),
    "a quotation without an end": ("", shell("echo 'a")),
    "a yes of a person": ("", shell("guard approve split")),
    "a word of a person": ("", shell("guard attest complete --plan split --phase look")),
    "a yes among others": ("", shell("guard next && guard approve split")),
    "a guard that is installed": ("", shell("guard install --agent codex")),
    "a commit past the hook": ("tidy/only", shell("git commit --no-verify -m x")),
    "a branch overwritten": ("tidy/only", shell("git push --force")),
    "files that nobody has": ("tidy/only", shell("git clean -fd")),
    "what is taken up, by hand": ("tidy/only", shell("echo {} > .git/guard/taken.json")),
    "an edit without a file": ("", {"event": "edit", "tool": "Write", "unread": NO_PATH}),
    "two commands": ("", {"event": "shell", "tool": "Bash", "unread": TWO}),
    "another shell": ("", {"event": "shell", "tool": "powershell", "unread": OTHER_SHELL}),
    "no folder": ("", {"event": "edit", "tool": "Write", "unread": NO_FOLDER}),
    "too many files": ("", {"event": "edit", "tool": "Write", "unread": judging.MANY}),
}
SIGNS = re.compile(r"guard (approve|attest|revoke|enroll|install|log)|reading_tools:|--trusted")
NAMED = re.compile(r"guard (?:next|plan new)(?: (?:--[a-z-]+|[a-z]+/[a-z]+|[a-z-]+|NAME|OWNER))*")
WHO = {"you", "a person", "dana", "omar", "dana, omar", "whoever owns .guard/policy.yaml"}


def said(made: Place, taken: str, row: dict[str, object]) -> Decision:
    taken_up(made, taken)
    return judged(Call(folder=str(made.top), **row), "deny")  # type: ignore[arg-type]


def steps(words: str) -> list[tuple[str, str]]:
    """Who, and what, of each step of each message."""
    found = []
    for told in words.split("\n\n"):
        rows = told.partition("\nnext   ")[2].splitlines()
        found += [(who.strip(), what.strip()) for who, _, what in [row.strip().partition(": ") for row in rows]]
    return found


def test_each_step_can_be_done_by_whoever_it_names(told: dict[str, Decision]) -> None:
    for name, one in told.items():
        assert one.kind != "allow" and not WAYS_ROUND.search(one.words + one.alone), name
        for words in filter(None, (one.words, one.alone)):
            found = steps(words)
            assert found and {who for who, _ in found} <= WHO, (name, words)
            for who, what in found:
                assert who != "you" or not SIGNS.search(what), (name, what)
            assert "you" in [who for who, _ in found], (name, words)


def test_what_an_agent_is_told_to_run_is_let_pass_and_is_a_command(ground: Place, told: dict[str, Decision]) -> None:
    every = [step for one in told.values() for step in steps(one.words) + steps(one.alone)]
    runs = [one.split() for who, what in every if who == "you" for one in NAMED.findall(what)]
    meant = {"NAME": "work", "OWNER": "dana"}
    seen = {" ".join([meant.get(word, word) for word in words]) for words in runs}
    draft = "guard plan new work --owner dana"
    assert {"guard next", draft, "guard next tidy --format agent", "guard next --drop"} <= seen
    for command in sorted(seen):
        assert said(ground, "", shell(command)).kind == "allow", command
        assert ground.guard(*command.split()[1:]).code in (0, 3), command
        for path in (ground.top / ".guard/plans").glob("work.*"):
            path.unlink()


def test_a_question_says_what_to_do_where_nobody_can_be_asked(told: dict[str, Decision]) -> None:
    questions = {name: one for name, one in told.items() if one.kind == "ask"}
    assert len(questions) > 15
    for name, one in questions.items():
        assert one.alone and "answers here" not in one.alone, name
        assert reason(one, asks=False) == one.alone and NOBODY not in one.alone, name
        assert reason(one, asks=True) == one.words, name
        assert len(steps(one.words)) >= 2, name


def test_each_kind_of_question_has_its_own_step(told: dict[str, Decision]) -> None:
    for name in ("a database", "a forge", "code", "a script"):
        command = str(ROWS[name][1]["command"])
        assert told[name].alone.endswith(f"you: end your turn, and ask whoever you work for to run: {command}"), name
        assert "edit" not in told[name].words, name
    assert "to run it: show them the command" in told["a command of many lines"].alone
    for name in ("a command that is computed", "a quotation without an end"):
        assert "say it plainly" in told[name].alone
    assert "ask dana whether mcp__files__get only reads" in told["a tool that nobody knows"].alone
    assert "end your turn, and show this to dana" in told["what cannot be taken back"].alone
    unsaid = told["a content that nobody tells"].alone
    assert "edit it with your tool" in unsaid and "where a program has to write it: end your turn" in unsaid


def test_what_only_people_run_is_told_with_whose_turn_it_is(told: dict[str, Decision]) -> None:
    one = told["a yes of a person"]
    assert one.words == one.alone and "answers here" not in one.words
    assert steps(one.words)[0] == ("you", "end your turn; you cannot do this part")
    assert steps(one.words)[1][1] == "guard approve split"
    assert steps(told["a yes among others"].words)[1] == ("a person", "guard approve")
    assert steps(told["a word of a person"].words)[1][1] == "guard attest complete --plan split --phase look"


def test_a_yes_that_is_waited_for_is_told_with_who_may_give_it(ground: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openness, "_kept", lambda *_: {"split/look": [["it waits", "omar", "guard approve split"]]})
    for name, who in (("a yes of a person", "omar"), ("a word of a person", "a person")):
        assert steps(said(ground, *ROWS[name]).words)[1][0] == who


def test_a_plan_is_begun_by_what_the_work_is(told: dict[str, Decision], tmp_path: Path) -> None:
    readme, table = told["no plan for a readme"].words, told["no plan for a migration"].words
    assert "guard plan new NAME --owner OWNER  " in readme and "expand-contract" not in readme
    assert ("dana", "may call such a change routine, in .guard/policy.yaml; then it needs no plan") in steps(readme)
    assert "guard plan new NAME --from expand-contract" in table and "routine," not in table
    assert "in the plans that stand" in readme
    files = {path: text for path, text in FILES.items() if not path.startswith(".guard/plans/")}
    bare = work(tmp_path, {**files, ".guard/policy.yaml": POLICY})
    assert "in the plans that stand" not in said(bare, *ROWS["no plan for a readme"]).words
