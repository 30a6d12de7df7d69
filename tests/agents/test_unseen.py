"""What git ignores, scripts that stand as git has them, and what `find` picks, behind the door."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from guard.doors.git.child import Child
from guard.doors.git.run import Runner
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.judging import judged
from tests.agents.test_shell_ordinary import FILES
from tests.harnessed import taken_up, work
from tests.running import Place

MORE = {
    **FILES,
    "yarn.lock": "\n",
    "src/deep/.gitignore": "*.log\n!keep.log\n",
    "deep/.gitignore": "q/*\n!q/keep/\n",
    ".gitignore": FILES[".gitignore"]
    + "*.sqlite3\n.npmrc\n.claude/settings.local.json\n.idea/\n/only/*\n!/only/keep/\nvendor/\n",
}


def made_at(root: Path) -> Place:
    made = work(root, MORE)
    (made.top / "dist").mkdir()
    (made.top / "dist/kept.js").write_text("kept\n")
    made.git("add", "-f", "dist/kept.js")  # tracked, though it is ignored
    made.git("commit", "-qnm", "kept")
    for folder in ("src/__pycache__", "node_modules/a"):
        (made.top / folder).mkdir(parents=True)
        (made.top / folder / "a.pyc").write_text("a")
    (made.top / "scripts/new.sh").write_text("pytest\n")
    (made.root / "far/deep").mkdir(parents=True)
    os.symlink("../../far/deep", made.top / "src/l")  # behind which `..` leads to far
    taken_up(made, "tidy/only")
    return made


@pytest.fixture
def shop(tmp_path: Path) -> Place:
    return made_at(tmp_path)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One in which nothing is changed."""
    return made_at(tmp_path_factory.mktemp("still"))


def told(made: Place, command: str) -> Decision:
    return judged(Call("shell", "Bash", str(made.top), command=command), "ask")


def edited(made: Place, path: str, content: bytes | None = b"a\n") -> Decision:
    return judged(Call("edit", "Write", str(made.top), (Edit(path, content),)), "ask")


@pytest.mark.parametrize(
    "command",
    [
        *("echo a > build/a", "mkdir -p build/deep/x", "touch a.sqlite3 build/b.o", "cp -r src build/src"),
        *("echo a > only/x.txt", "tar xzf a.tgz -C build", "rm -rf build .venv", "npm ci", "npm install"),
        *("yarn install --frozen-lockfile", "yarn install", "uv venv", "python -m venv .venv"),
        *("echo a > src/a.pyc && echo b > src/b.py", "cd src && touch ../build/x"),
    ],
)
def test_what_a_committed_rule_ignores_is_let_alone(still: Place, command: str) -> None:
    decision = told(still, command)
    assert decision.kind == "allow", decision.words


@pytest.mark.parametrize(
    "command",
    [
        # tracked, or beside what is ignored
        *("echo a > dist/kept.js", "rm -rf dist", "rm dist/kept.js", "echo a > builds/a", "touch README.md build/a"),
        # what steers, ignored or not
        *("echo a > .claude/settings.local.json", "echo a > build/.claude/settings.json", "touch .idea/workspace.xml"),
        *("echo a > .npmrc", "echo a > build/.gitattributes", "touch build/.envrc", "echo a > build/.gitignore"),
        *("mkdir -p build/.github/workflows && touch build/.git", "echo a > .gitignore"),
        # programs that count by their name
        *(
            "echo a > .venv/bin/ruff",
            "cp src/a.py node_modules/.bin/eslint",
            "cp -r src/. .venv/",
            "mv src/a.py vendor/bin/x",
        ),
        *(
            "uv venv && cp -r src/. .venv/",
            "chmod +x .venv/bin/ruff",
            "tar xf a.tar -C node_modules",
            "touch build/bin/x",
        ),
        # links
        *("ln -s ../.guard build/x", "ln -s ../README.md build/y", "ln README.md build/z"),
        # a rule that only some of a folder falls under
        *("mkdir -p only", "mkdir -p only/keep/x", "touch only/keep/x", "cp -r src only", "mkdir -p deep/q"),
        # more than what is written down is installed
        *("npm install left-pad", "npm install --prefix other", "yarn add x", "uv sync", "uv lock", "pnpm install"),
        *("bun install", "yarn install --frozen-lockfile --modules-folder other", "npm install --unheard-of"),
        *("npm install -g x", "npm ci --prefix other", "uv venv other", "uv venv /tmp/x", "npm install --check"),
    ],
)
def test_what_is_more_than_ignored_is_not(still: Place, command: str) -> None:
    assert told(still, command).kind in ("deny", "ask")


def test_an_edit_of_a_tool_is_held_to_the_same(still: Place) -> None:
    assert edited(still, ".env").kind == "allow"
    assert edited(still, "build/a.c").kind == "allow"
    for path in ("dist/kept.js", ".venv/bin/ruff", ".claude/settings.local.json", ".npmrc", "README.md", "only/keep/a"):
        assert edited(still, path).kind == "deny", path


def test_git_is_asked_of_rules_only_where_a_path_may_be_ignored(still: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = ["sed -i s/a/b/ src/a.py", "echo a > README.md", "rm -rf build", "echo a > .claude/settings.json"]
    for command in commands:
        told(still, command)  # trees are kept from here on
    asked: list[tuple[str, ...]] = []
    start = Runner.start

    def counted(self: Runner, words: Sequence[str], **more: Any) -> Child:
        asked.append(tuple(words))
        return start(self, words, **more)

    monkeypatch.setattr(Runner, "start", counted)
    for command in commands:
        told(still, command)
    assert not any(["check-ignore" in words for words in asked])
    told(still, "touch build/a build/b other/new && npm ci")
    assert len([words for words in asked if "check-ignore" in words]) == 1


def test_rules_that_are_not_committed_count_for_nothing(shop: Place) -> None:
    assert told(shop, "echo a > other.txt").kind == "deny"
    for rules in (shop.top / ".git/info/exclude", shop.root / "excludes"):
        rules.parent.mkdir(exist_ok=True)
        rules.write_text("other.txt\nother/\n")
    shop.git("config", "core.excludesFile", str(shop.root / "excludes"))
    assert told(shop, "echo a > other.txt").kind == "deny"
    (shop.top / "other").mkdir(exist_ok=True)
    (shop.top / "other/.gitignore").write_text("*\n")
    assert told(shop, "echo a > other/new.txt").kind == "deny"
    with (shop.top / ".gitignore").open("a") as rules_:
        rules_.write("other.txt\n")
    assert told(shop, "echo a > other.txt").kind == "deny"
    assert told(shop, "echo a > build/x").kind == "deny", "a file of rules that has changed says nothing"
    shop.git("add", ".gitignore")
    assert told(shop, "echo a > other.txt").kind == "deny", "nor does one that is staged"


def test_a_folder_of_hooks_that_is_ignored_is_not_let_alone(shop: Place) -> None:
    commands = ("touch build/hk/pre-commit", "rm -rf build", "rm -r build/hk", "git clean -fdXq build/hk")
    assert [told(shop, command).kind for command in commands[:2]] == ["allow"] * 2
    (shop.top / "build/hk").mkdir(parents=True)
    for name in ("build/hk", "./src/../build/hk", str(shop.top / "build/hk")):
        shop.git("config", "core.hooksPath", name)
        assert {told(shop, command).kind for command in commands} <= {"deny", "ask"}, name
        assert told(shop, "touch build/hkx").kind == "allow"


def test_a_rule_that_was_taken_out_of_the_work_tree_still_keeps_a_file_in(shop: Place) -> None:
    """What a rule further in takes back is not ignored because that rule is gone."""
    taken_up(shop, "")
    assert told(shop, "echo a > src/deep/keep.log").kind == "deny"
    (shop.top / "src/deep/.gitignore").write_text("*.log\n")
    assert told(shop, "echo a > src/deep/keep.log").kind == "deny"
    assert told(shop, "echo a > src/deep/b.log").kind == "deny"
    (shop.top / "src/deep/.gitignore").unlink()
    assert told(shop, "echo a > src/deep/a.pyc").kind == "deny"


def test_through_a_link_what_it_leads_to_is_judged(shop: Place) -> None:
    (shop.top / "build").mkdir()
    os.symlink("../other", shop.top / "build/out")
    os.symlink("other", shop.top / "target")
    assert told(shop, "echo a > build/out/c").kind == "deny"
    assert told(shop, "echo a > target/c").kind == "deny"
    os.replace(shop.top / ".gitignore", shop.root / "rules")
    os.symlink(shop.root / "rules", shop.top / ".gitignore")
    assert told(shop, "echo a > build/a").kind == "deny"


def test_a_lockfile_is_left_as_it_is_only_where_nothing_has_changed(shop: Place) -> None:
    assert told(shop, "npm install").kind == "allow"
    for more in ("echo a > package-lock.json", "echo {} > package.json", "cp -r src/. .", "npm install left-pad"):
        assert told(shop, f"{more} && npm install").kind == "deny", more
        assert told(shop, f"npm install; {more}").kind == "deny", more
    (shop.top / "package.json").write_text("{}\n")
    assert told(shop, "npm install").kind == "deny"
    assert told(shop, "npm ci").kind == "allow"


# Scripts


def test_a_script_is_let_alone_only_as_git_has_it(shop: Place) -> None:
    commands = ["./scripts/test.sh", "bash scripts/test.sh", "bash -e ./scripts/test.sh -q", "cd scripts && ./test.sh"]
    assert [told(shop, command).kind for command in commands] == ["allow"] * len(commands)
    script = shop.top / "scripts/test.sh"
    script.write_text("rm -rf .guard\n")
    assert [told(shop, command).kind for command in commands] == ["ask"] * len(commands)
    shop.git("add", "scripts/test.sh")
    assert told(shop, commands[0]).kind == "ask"
    shop.git("switch", "--quiet", "--create", "own")
    shop.git("commit", "--quiet", "--no-verify", "--message=what an agent may commit is not what people read")
    assert [told(shop, command).kind for command in commands] == ["ask"] * len(commands)
    script.unlink()
    os.symlink("lint.sh", script)
    assert told(shop, commands[0]).kind == "ask"


@pytest.mark.parametrize(
    "command",
    [
        "./scripts/new.sh",
        "./scripts/test.sh && ./scripts/new.sh",
        "./scripts/test.sh rm a",
        "git checkout other && ./scripts/test.sh",
        "cp src/a.py scripts/test.sh && ./scripts/test.sh",
        "tar xf a.tar && ./scripts/test.sh",
        "./scripts/test.sh > src/a.py; unheard-of",
        "src/l/../../scripts/test.sh",
        "src/away/repository/scripts/test.sh",
    ],
)
def test_a_script_that_may_be_another_one_is_not(still: Place, command: str) -> None:
    assert told(still, command).kind in ("ask", "deny")


# find


@pytest.mark.parametrize(
    "command",
    [
        *("find . -name '*.orig' -delete", "find . \\( -name '*.orig' -o -name '*.rej' \\) -delete"),
        *("find src -name '*.py' -delete", "find . -path './src/*' -name '*.py' -exec sed -i s/a/b/ {} +"),
        *(
            "find . -path ./other -prune -o -path './src/*.py' -exec sed -i s/a/b/ {} +",
            "cd src && find . -name a.py -delete",
        ),
        *("find . ! -path './src/*' -name 'x*.none' -delete", "find . -type f -name '*.pyc' -exec rm -f {} +"),
        "find . -name node_modules -type d -prune -exec rm -rf {} +",
    ],
)
def test_what_find_leaves_out_is_not_touched(still: Place, command: str) -> None:
    decision = told(still, command)
    assert decision.kind == "allow", decision.words


@pytest.mark.parametrize(
    "command",
    [
        *(
            "find . -name '*' -delete",
            "find . -name 'poli*' -delete",
            "find . -name config -delete",
            "find . -iname POLICY.YAML -delete",
        ),
        *(
            "find . -name README.md -delete",
            "find . -type f -delete",
            "find . -type d -name '.g?ard' -exec rm -rf {} +",
        ),
        *("find . -not -name '*.py' -delete", "find . -name a.none -o -delete", "find . -name '[p]olicy.yaml' -delete"),
        *("find . -name a.none , -delete", "find -L . -name a.none -delete", "find . -name *.none -delete"),
        *("find . -name a.none -delete; rm -rf .", "find . -name a.none -exec rm {} + -o -exec rm {} +"),
        *("find . -name '*.md' -exec sed -i.yml s/a/b/ {} +", "find . -name a.none -prune -o -type f -delete"),
        *("find other -name a.none -exec rm -rf {} other \\;", "find . -name a.none -exec sed -i s/a/b/ {} ./* \\;"),
        *("find . -name settings.json -exec rm {} +", "find .guard -name '*.none' -delete -o -name 'p*' -delete"),
        *(
            "find . -name a.none -exec cp {} .guard/policy.yaml \\;",
            "find . -newer a -delete",
            "find . -name refs -exec rm -r {} +",
        ),
        *(
            "find . ! -type f -name '*' -exec rm -rf {} +",
            "find . -name a.none -fprint .guard/x",
            "find . -regex a -delete",
        ),
        *("find . -name 'away' -delete -o -name 'c' -delete", "git checkout x && find . -name README.md -delete"),
        *(
            "find src/away -name '*' -delete",
            "find . -name other -exec rm -rf {} +",
            "find . -depth -name other -prune -o -name c -delete",
        ),
    ],
)
def test_what_find_may_pick_is_judged(still: Place, command: str) -> None:
    assert told(still, command).kind in ("deny", "ask"), command
