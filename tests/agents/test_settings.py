"""guard install --agent: settings of harnesses written, merged, shown, left alone where they must be, and taken out."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.harness import COMMAND, HARNESSES, SHARED, calls, kind, plugin_state, state
from guard.model.protected import protected
from guard_hooks.agents import door
from guard_hooks.agents.opencode import plugin
from guard_hooks.agents.settings.merging import merged, without
from guard_hooks.agents.settings.text import Unfit, read
from tests.harnesses import PAYLOADS
from tests.running import Place, clear, place

JSON = [name for name, harness in HARNESSES.items() if harness.entries]
CLAUDE = ".claude/settings.json"


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    return place(tmp_path, {})


def standing(sample: Place) -> dict[str, tuple[str, bytes]]:
    """Every folder, file and link, by kind and content: no times, for git reads its index anew."""
    return {
        str(path.relative_to(sample.top)): (
            "link" if path.is_symlink() else "file" if path.is_file() else "folder",
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sample.top.rglob("*")
        if path.name != "index"
    }


def install(sample: Place, name: str, *words: str) -> str:
    answer = sample.guard("install", "--agent", name, *words)
    assert (answer.code, answer.err) == (0, ""), answer.said
    return answer.out


def uninstall(sample: Place, *words: str) -> str:
    answer = sample.guard("uninstall", *words)
    assert (answer.code, answer.err) == (0, ""), answer.said
    return answer.out


def into(name: str, text: str | None) -> str:
    """The text with guard's entries, as a team has them."""
    return merged(name, text, SHARED.format(name), "shared")


# the table


def test_the_harnesses_are_those_of_the_door() -> None:
    assert list(HARNESSES) == list(door.HARNESSES)
    assert {name: door.loaded(name).NAME for name in HARNESSES} == {name: name for name in HARNESSES}


@pytest.mark.parametrize("name", HARNESSES)
def test_what_no_source_shows_is_told(name: str) -> None:
    """`unverified` has to be what the payloads and the module of that harness say."""
    told = [json.loads(path.read_text()) for path in (PAYLOADS / name).glob("*.json")]
    shown = getattr(door.loaded(name), "VERIFIED", True) and all([one["verified"] for one in told])
    assert HARNESSES[name].unverified is not shown


@pytest.mark.parametrize("name", HARNESSES)
def test_the_settings_are_protected(name: str) -> None:
    harness = HARNESSES[name]
    assert [file for file in (harness.file, harness.local) if file and not protected(file.encode())] == []


def test_the_digest_of_the_plugin_is_of_the_plugin() -> None:
    """A plugin that has changed has another digest: guard.model.harness.PLUGIN."""
    text, lets = (plugin(SHARED.format("opencode").split(), way) for way in ("deny", "allow"))
    assert [plugin_state(one) for one in (text, lets, text + "\n", "x")] == [
        "whole", "whole", "parts", "other",
    ]  # fmt: skip


ENTRY = "/p/python -I -S /q/guard_hooks/agents/entry.py /r /s -- codex"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("guard hook codex", "shared"),
        ("guard hook codex --on-error allow", "shared"),
        ("guard hook codex --git=/usr/bin/git --on-error=deny", "shared"),
        (ENTRY, "absolute"),
        (ENTRY.replace("/p/", "/p=q/"), "absolute"),
        (ENTRY.replace("-I -S", "-S -I"), ""),
        (f"{ENTRY} --git /usr/bin/git --on-error allow", "absolute"),
        ("uvx changeset-guard hook codex", "other"),
        ("/usr/local/bin/guard hook codex", "other"),
        ("guard hook cursor", ""),
        ("guard hook codex; true", ""),
        ("guard hook codex || true", ""),
        ("echo guard hook codex --help", ""),
        ("guard hook codex 'unended", ""),
        ("python -I", ""),
        ("x -I -S", ""),
        ("", ""),
        (7, ""),
    ],
)
def test_a_call_of_guard_is_known(command: object, told: str) -> None:
    assert kind(command, "codex") == told


# written into nothing, and taken out


@pytest.mark.parametrize("name", HARNESSES)
def test_what_is_written_is_written_once_and_taken_out_without_a_trace(sample: Place, name: str) -> None:
    before = standing(sample)
    told = install(sample, name)
    file = sample.top / HARNESSES[name].file
    assert "--- /dev/null\n" in told and f"+++ {HARNESSES[name].file}\n" in told
    assert "".join([f"+{row}\n" for row in file.read_text().splitlines()]) in told
    assert "with the approval of its owner" in told and "an agent runs this" not in told
    assert set(standing(sample)) - set(before) >= {HARNESSES[name].file}
    made = file.read_bytes()
    assert install(sample, name).startswith(f"guard: already there: {HARNESSES[name].file}\n")
    assert file.read_bytes() == made
    told = uninstall(sample, "--agent", name)
    assert f"guard: removed {HARNESSES[name].file}" in told and "+++ /dev/null\n" in told
    assert standing(sample) == before
    assert uninstall(sample, "--agent", name) == f"guard: no entry of guard in {HARNESSES[name].file}\n"


@pytest.mark.parametrize("name", JSON)
def test_every_entry_calls_guard_for_that_harness(name: str) -> None:
    data = json.loads(into(name, None))
    found = list(calls(data, name))
    assert {(command, how) for _, command, how in found} == {(SHARED.format(name), "shared")}
    assert len({where for where, _, _ in found}) == len(found) >= len(HARNESSES[name].entries)
    assert state(data, name, "shared") == "whole" and state(data, name, "absolute") == "parts"
    assert COMMAND not in json.dumps(data)


def grouped(name: str, seconds: int, *events: str) -> dict[str, Any]:
    """The form of Claude Code, which others took over."""
    hook = {"type": "command", "command": f"guard hook {name}", "timeout": seconds}
    return {"hooks": {event: [{"hooks": [hook]}] for event in events}}


def by_claude_code() -> dict[str, Any]:
    told = grouped("claude-code", 60, "PreToolUse", "SessionStart", "Stop")
    hook = {"type": "command", "command": "guard hook claude-code", "timeout": 60, "onFailure": "block"}
    told["hooks"]["PreToolUse"] = [{"hooks": [hook]}]  # no matcher: every tool
    return told


def by_cursor() -> dict[str, Any]:
    call = {"command": "guard hook cursor", "timeout": 60}
    shut = ("preToolUse", "beforeShellExecution", "beforeMCPExecution")
    events = {event: [{**call, "failClosed": True}] for event in shut}
    return {"version": 1, "hooks": {**events, "sessionStart": [call], "stop": [call]}}


def by_copilot() -> dict[str, Any]:
    words = "guard hook copilot"
    call = {"type": "command", "bash": words, "powershell": words, "timeoutSec": 60}
    return {"version": 1, "hooks": {event: [call] for event in ("preToolUse", "sessionStart", "agentStop")}}


def by_kiro() -> dict[str, Any]:
    rest = {"action": {"type": "command", "command": "guard hook kiro"}, "timeout": 60}
    return {
        "version": "v1",
        "hooks": [
            {"name": "guard-before-a-tool", "trigger": "PreToolUse", "matcher": ".*", **rest},
            {"name": "guard-at-the-start", "trigger": "SessionStart", **rest},
        ],
    }


# What each harness reads, written down apart from guard's own table: its contract
CONTRACTS = {
    "claude-code": (".claude/settings.json", by_claude_code()),
    "codex": (".codex/hooks.json", grouped("codex", 60, "PreToolUse", "SessionStart", "Stop")),
    "cursor": (".cursor/hooks.json", by_cursor()),
    "gemini": (".gemini/settings.json", grouped("gemini", 60_000, "BeforeTool", "SessionStart", "AfterAgent")),
    "copilot": (".github/hooks/guard.json", by_copilot()),
    "kiro": (".kiro/hooks/guard.json", by_kiro()),
}


@pytest.mark.parametrize("name", JSON)
def test_settings_are_what_the_harness_reads(name: str) -> None:
    """A new form of a harness is a change of its contract here, with its source in guard.model.harness."""
    file, told = CONTRACTS[name]
    assert (HARNESSES[name].file, json.loads(into(name, None))) == (file, told)


def test_the_plugin_runs_guard_by_its_name() -> None:
    assert HARNESSES["opencode"].file == ".opencode/plugins/guard.js"
    assert 'const COMMAND = ["guard", "hook", "opencode"]\nconst ON_ERROR = "deny"\n' in into("opencode", None)


def test_what_tells_that_a_harness_is_used() -> None:
    assert {name: harness.signs for name, harness in HARNESSES.items()} == {
        "claude-code": (".claude/", "CLAUDE.md"),
        "codex": (".codex/",),
        "cursor": (".cursor/", ".cursorrules"),
        "gemini": (".gemini/", "GEMINI.md"),
        "copilot": (".github/hooks/", ".github/copilot-instructions.md"),
        "kiro": (".kiro/",),
        "opencode": (".opencode/", "opencode.json", "opencode.jsonc"),
    }


def test_everything_is_taken_out_with_the_hooks(sample: Place) -> None:
    before = standing(sample)
    sample.write({".cursor/hooks.json": '{"version": 1, "hooks": {"stop": [{"command": "mine"}]}}'})
    with_mine = standing(sample)
    assert sample.guard("install", "--trusted", "main").code == 0
    for name in HARNESSES:
        install(sample, name)
    told = uninstall(sample)
    assert "guard: taken out of .cursor/hooks.json\n" in told
    assert told.count("which held guard's entries alone") == len(HARNESSES) - 1
    assert standing(sample) == with_mine != before


# merged


MINE: dict[str, Any] = {
    "$schema": "https://json.example.org/settings",
    "permissions": {"allow": ["Bash(ls)"], "deny": []},
    "hooks": {
        "PostToolUse": [{"matcher": "Edit", "hooks": [{"type": "command", "command": 'make "fmt" # \\\\"guard"'}]}],
        "PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "mine.sh"}]}],
    },
    "model": "x",
}
TEXTS = {
    "two": json.dumps(MINE, indent=2) + "\n",
    "four": json.dumps(MINE, indent=4),
    "tabs": json.dumps(MINE, indent="\t") + "\n\n",
    "line": json.dumps(MINE),
    "tight": json.dumps(MINE, separators=(",", ":")) + "\n",
    "crlf": json.dumps(MINE, indent=2).replace("\n", "\r\n") + "\r\n",
    "nothing": "{}",
    "spaced": "{ \n}\n",
    "no hooks": '{\n  "model": "x"\n}\n',
    "empty hooks": '{\n  "hooks": {},\n  "model": "\u00e9"\n}\n',
    "empty list": '{\n  "hooks": {\n    "Stop": [],\n    "PreToolUse": [ ]\n  }\n}\n',
    "odd": '\n {"model":"x" ,\n\n"hooks" : {"PreToolUse":[ {"hooks": [] }\n]  }}',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_stands_there_stays_to_the_byte_and_stands_there_again(sample: Place, text: str) -> None:
    file = sample.top / CLAUDE
    file.parent.mkdir()
    file.write_bytes(text.encode())
    file.chmod(0o600)
    before = standing(sample)
    install(sample, "claude-code")
    now = file.read_bytes().decode()
    assert read(now) == json.loads(now) and state(read(now), "claude-code", "shared") == "whole"
    rest = iter(now)
    assert all([sign in rest for sign in text]), "what stood there stands there, in its order"
    assert file.stat().st_mode & 0o777 == 0o600
    assert ("\r\n" in text) == ("\r\n" in now) and now.count("\r") in (0, now.count("\n"))
    install(sample, "claude-code")
    assert file.read_bytes().decode() == now
    assert "guard: taken out of" in uninstall(sample, "--agent", "claude-code")
    assert standing(sample) == before
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("which", ["two", "four", "tabs", "line", "crlf", "no hooks"])
def test_another_clone_takes_it_out_to_the_byte_as_well(which: str) -> None:
    text = TEXTS[which]
    assert without("claude-code", into("claude-code", text)) == text


def test_text_is_laid_as_the_text_around_it() -> None:
    assert '\n\t\t"SessionStart": [\n\t\t\t{\n' in into("claude-code", TEXTS["tabs"])
    assert "\n" not in into("claude-code", TEXTS["line"])
    assert '\n    "SessionStart": [\n      {\n' in into("claude-code", TEXTS["two"])
    assert '\n        "SessionStart": [\n            {\n' in into("claude-code", TEXTS["four"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=4), parts, max_size=3),
    max_leaves=8,
)
EVENTS = st.sampled_from(["PreToolUse", "Stop", "Mine"])
HOOKS = st.dictionaries(EVENTS, st.lists(VALUES, min_size=1, max_size=2), max_size=3)


@given(
    st.dictionaries(st.text(max_size=5), VALUES, max_size=4),
    st.none() | HOOKS.filter(bool),
    st.sampled_from([None, 1, 2, "\t"]),
    st.booleans(),
)
def test_any_settings_come_back(rest: dict[str, Any], hooks: Any, indent: int | str | None, ascii_only: bool) -> None:
    data = {**rest, **({} if hooks is None else {"hooks": hooks})}
    data = {key: value for key, value in data.items() if key != "hooks" or hooks is not None}
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    now = into("claude-code", text)
    assert state(read(now), "claude-code", "shared") == "whole"
    assert into("claude-code", now) == now
    assert (without("claude-code", now) or "{}") == text


def test_what_others_write_later_is_kept(sample: Place) -> None:
    install(sample, "claude-code")
    file = sample.top / CLAUDE
    data = json.loads(file.read_text())
    data["hooks"]["PreToolUse"][0]["hooks"].append({"type": "command", "command": "theirs"})
    data["hooks"]["Stop"][0]["matcher"] = "x"
    data["model"] = "y"
    file.write_text(json.dumps(data))
    uninstall(sample, "--agent", "claude-code")
    assert json.loads(file.read_text()) == {
        "hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": "theirs"}]}]}, "model": "y",
    }  # fmt: skip
    assert not (sample.git_dir / "guard").exists()


def test_entries_that_see_less_are_written_anew() -> None:
    text = into("claude-code", TEXTS["two"])
    data = json.loads(text)
    data["hooks"]["PreToolUse"][1]["matcher"] = "Read"
    assert state(data, "claude-code", "shared") == "parts"
    again = into("claude-code", json.dumps(data))
    assert json.loads(again) == json.loads(text)
    del data["hooks"]["SessionStart"]
    assert json.loads(into("claude-code", json.dumps(data)))["hooks"].keys() == json.loads(text)["hooks"].keys()


@pytest.mark.parametrize("name", JSON)
def test_what_a_person_said_of_failing_stays(name: str) -> None:
    text = into(name, None).replace(SHARED.format(name), f"{SHARED.format(name)} --on-error allow")
    assert into(name, text) == text


def test_entries_that_stand_there_twice_are_written_once() -> None:
    data = json.loads(into("cursor", None))
    data["hooks"]["stop"] *= 2
    assert into("cursor", json.dumps(data, indent=2)) == into("cursor", None).removesuffix("\n")


def test_a_plugin_is_written_anew_and_what_a_person_said_of_failing_stays() -> None:
    ours, lets = (plugin(SHARED.format("opencode").split(), way) for way in ("deny", "allow"))
    assert into("opencode", lets) == lets
    assert into("opencode", ours.replace("throw new", "// throw new")) == ours
    assert without("opencode", lets) is without("opencode", ours) is None
    assert without("opencode", "export default {}") == "export default {}"


def test_what_a_file_has_to_say_of_itself_is_said() -> None:
    assert read(into("cursor", '{"hooks": {}}'))["version"] == 1
    assert read(into("kiro", '{"version": "v1", "hooks": []}')) == by_kiro()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('{"version": 1}', '{"version": 1}'),
        ("{}", "{}"),
        ('{"version": 1, "hooks": {"stop": [{"command": "guard hook cursor"}]}}', None),
        ('{"hooks": {"stop": [{"command": "guard hook cursor"}, 1]}}', '{"hooks": {"stop": [1]}}'),
        ('{"hooks": {"stop": [1, {"command": "guard hook cursor"} , 2]}}', '{"hooks": {"stop": [1 , 2]}}'),
        ('{"hooks": {"a": [1], "stop": [{"command": "guard hook cursor"}]}}', '{"hooks": {"a": [1]}}'),
        ('{"hooks": {"command": "guard hook cursor"}, "a": "\\"]}"}', '{"a": "\\"]}"}'),
        ('{"hooks": {"b": 1, "command": "guard hook cursor"}}', '{"hooks": {"b": 1}}'),
        (
            '{"hooks": {"x": [{"matcher": "m", "hooks": [{"command": "guard hook cursor"}]}, 1]}}',
            '{"hooks": {"x": [1]}}',
        ),
    ],
)
def test_guard_alone_is_taken_out(text: str, left: str | None) -> None:
    assert without("cursor", text) == left


def test_an_empty_list_on_lines_is_filled_on_lines() -> None:
    told = into("cursor", '{\n   "version": 1,\n   "hooks": {\n      "stop": []\n   }\n}')
    assert '"stop": [\n         {\n            "command": "guard hook cursor",' in told
    assert told.count("\n      ]") == 5  # every list of the five


def test_another_guard_is_left_and_told(sample: Place) -> None:
    other = '{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "uvx other-guard hook claude-code"}]}]}}'
    sample.write({CLAUDE: other})
    assert "another guard is called in .claude/settings.json" in install(sample, "claude-code")
    uninstall(sample, "--agent", "claude-code")
    assert (sample.top / CLAUDE).read_text() == other


# refused


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("{", "it is no JSON"),
        ('{"a": NaN}', "it is no JSON"),
        ("{'a': 1}", "it is no JSON"),
        ('{"a": 1,}', "it is no JSON"),
        ("\ufeff{}", "it begins with a byte order mark, which JSON has not"),
        ('{\n  // mine\n  "a": 1\n}', "it has comments"),
        ('/* mine */\n{"a": 1}', "it has comments"),
        ("[]", "it is JSON, and no object"),
        ('{"hooks": {}, "hooks": {}}', "it says a key twice"),
        ('{"hooks": []}', 'what stands at "hooks" is no object'),
        ('{"hooks": {"PreToolUse": {}}}', 'what stands at "hooks.PreToolUse" is no list'),
        ('{"a": ' + "[" * 60 + "]" * 60 + "}", "it is nested too deeply"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "it is nested too deeply"),
    ],
    ids=lambda one: one[:20],
)
def test_settings_that_cannot_be_edited_are_refused_with_words(text: str, why: str) -> None:
    with pytest.raises(Unfit, match=re.escape(why)) as refused:
        into("claude-code", text)
    assert str(refused.value).startswith(why)


UNFIT = {"empty": "", "comments": "{\n// mine\n}\n", "mark": "\ufeff{}\n", "comma": '{"model": "x",}\n'}


@pytest.mark.parametrize("text", UNFIT.values(), ids=UNFIT)
@pytest.mark.parametrize("name", JSON)
def test_what_is_refused_shows_what_a_person_puts_in_instead(sample: Place, name: str, text: str) -> None:
    file = sample.top / HARNESSES[name].file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    for words in ((), ("--dry-run",)):
        answer = sample.guard("install", "--agent", name, *words)
        clear(answer, "G820")
        head, shown, rest = answer.out.split("\n\n", 2)
        assert head.endswith(f"these entries belong into {HARNESSES[name].file}, beside what stands there:")
        assert json.loads(shown) == json.loads(into(name, None)) and state(json.loads(shown), name, "shared") == "whole"
        assert "put the entries above into it by hand" in rest and f"guard install --agent {name}" in rest
        assert file.read_text() == text


def test_entries_of_one_machine_are_shown_as_that_machine_has_them(sample: Place) -> None:
    sample.write({HARNESSES["claude-code"].local: "// mine\n"})
    answer = sample.guard("install", "--agent", "claude-code", "--absolute")
    clear(answer, "G820")
    assert state(json.loads(answer.out.split("\n\n", 2)[1]), "claude-code", "absolute") == "whole"
    assert "guard install --agent claude-code --absolute" in answer.out


def test_a_plugin_of_somebody_else_is_given_another_name(sample: Place) -> None:
    sample.write({HARNESSES["opencode"].file: "export default {}\n"})
    answer = sample.guard("install", "--agent", "opencode")
    clear(answer, "G820")
    assert "give that plugin another name in .opencode/plugins" in answer.out and "by hand" not in answer.out
    assert "entries" not in answer.out


def test_a_form_that_guard_does_not_know_is_refused() -> None:
    with pytest.raises(Unfit, match='its "version" is none that guard knows'):
        into("cursor", '{"version": 2}')
    with pytest.raises(Unfit, match="a plugin stands there that guard did not write"):
        into("opencode", "export default {}\n")


@pytest.mark.parametrize(
    "content", [b"{ // mine\n}", b"\xff{}", b" " * (1 << 20) + b"{}"], ids=["json", "bytes", "size"]
)
def test_nothing_is_written_where_it_is_refused(sample: Place, content: bytes) -> None:
    (sample.top / ".claude").mkdir()
    (sample.top / CLAUDE).write_bytes(content)
    before = standing(sample)
    answer = sample.guard("install", "--agent", "claude-code")
    clear(answer, "G820")
    assert answer.code == 5
    assert standing(sample) == before


@pytest.mark.parametrize("link", [CLAUDE, ".claude"])
@pytest.mark.parametrize("target", ["../outside", ".git/inside"])
def test_a_link_that_leads_out_is_not_written_through(sample: Place, link: str, target: str) -> None:
    there = sample.top / target
    if link == CLAUDE:
        there.write_text("{}")
    else:
        there.mkdir()
    (sample.top / link).parent.mkdir(exist_ok=True)
    (sample.top / link).symlink_to(there)
    before = standing(sample)
    clear(sample.guard("install", "--agent", "claude-code"), "G820")
    assert standing(sample) == before and (there.read_text() == "{}" if link == CLAUDE else not os.listdir(there))
    assert "claude" not in uninstall(sample)


def test_a_link_within_the_work_tree_stays_one(sample: Place) -> None:
    sample.write({"shared/settings.json": TEXTS["two"]})
    (sample.top / ".claude").mkdir()
    (sample.top / CLAUDE).symlink_to("../shared/settings.json")
    before = standing(sample)
    install(sample, "claude-code")
    assert (sample.top / CLAUDE).is_symlink()
    assert "guard hook claude-code" in (sample.top / "shared/settings.json").read_text()
    uninstall(sample, "--agent", "claude-code")
    assert standing(sample) == before


def test_a_pipe_makes_nobody_wait(sample: Place) -> None:
    (sample.top / ".claude").mkdir()
    os.mkfifo(sample.top / CLAUDE)
    clear(sample.guard("install", "--agent", "claude-code"), "G820")
    assert "claude" not in uninstall(sample)


def test_what_cannot_be_taken_out_is_left_and_told(sample: Place) -> None:
    text = into("gemini", None).replace("{\n", "{\n  // ours\n", 1)
    sample.write({".gemini/settings.json": text, CLAUDE: "// nothing of guard\n"})
    told = uninstall(sample)
    assert "guard: .gemini/settings.json names guard, and is left as it is: it has comments" in told
    assert "claude" not in told
    assert (sample.top / ".gemini/settings.json").read_text() == text
    clear(sample.guard("uninstall", "--agent", "gemini"), "G820")


# shown


@pytest.mark.parametrize("words", [("install",), ("uninstall",)])
def test_a_dry_run_writes_nothing(sample: Place, words: tuple[str, ...]) -> None:
    sample.write({CLAUDE: TEXTS["two"]})
    if words == ("uninstall",):
        install(sample, "claude-code")
    before = standing(sample)
    answer = sample.guard(*words, "--agent", "claude-code", "--dry-run")
    assert answer.code == 0
    assert "guard: nothing is written (--dry-run)" in answer.out
    sign = "-" if words == ("uninstall",) else "+"
    assert f'\n{sign}            "command": "guard hook claude-code",\n' in answer.out
    assert standing(sample) == before


def test_what_stands_there_is_shown_and_obeyed_in_nothing(sample: Place) -> None:
    sample.write({CLAUDE: '{\n  "a": "\u202e\x9b31m\u2028"\n}\n'})
    told = install(sample, "claude-code")
    assert "\\u202e\\u009b31m\\u2028" in told or "\\u202e\\x9b31m\\u2028" in told
    assert not {"\u202e", "\x9b", "\u2028"} & set(told)


@pytest.mark.parametrize("variable", ["CLAUDECODE", "CODEX_SANDBOX", "GEMINI_CLI"])
def test_an_agent_is_told_whose_change_it_is(sample: Place, variable: str) -> None:
    answer = sample.guard("install", "--agent", "codex", **{variable: "1"})
    assert answer.code == 0
    assert f"guard: an agent runs this ({variable} is set): it may not land this change by itself" in answer.out
    assert "guard hook codex" in (sample.top / ".codex/hooks.json").read_text()
    assert "Codex starts no hook of a repository before a person has trusted it" in answer.out


# by absolute paths


def test_settings_of_one_machine_start_guard_by_absolute_paths(sample: Place) -> None:
    told = install(sample, "claude-code", "--absolute")
    assert "it names paths of this machine" in told and not (sample.top / CLAUDE).exists()
    text = (sample.top / ".claude/settings.local.json").read_text()
    data = json.loads(text)
    assert state(data, "claude-code", "absolute") == "whole"
    command = data["hooks"]["PreToolUse"][0]["hooks"][0]["command"]
    words = shlex.split(command)
    assert all([os.path.isabs(word) for word in (words[0], *words[3 : words.index("--")], words[-1])])
    ended = subprocess.run(
        ["/bin/sh", "-c", command], input="no JSON", cwd=sample.top, env={}, text=True, capture_output=True, check=False
    )
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert install(sample, "claude-code", "--absolute").startswith("guard: already there")
    (sample.top / ".claude/settings.local.json").write_text(text.replace(sys.executable, "/gone/python"))
    install(sample, "claude-code", "--absolute")
    assert (sample.top / ".claude/settings.local.json").read_text() == text
    uninstall(sample)
    assert not (sample.top / ".claude").exists()


def test_what_a_team_has_starts_guard_by_its_name(sample: Place) -> None:
    install(sample, "claude-code")
    data = json.loads((sample.top / CLAUDE).read_text())
    (command,) = {one["hooks"][0]["command"] for event in data["hooks"].values() for one in event}
    ended = subprocess.run(
        ["/bin/sh", "-c", command], input="[]", cwd=sample.top, text=True, capture_output=True, check=False,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
    )  # fmt: skip
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"


@pytest.mark.parametrize(
    "words",
    [
        ("install", "--agent", "make"),
        ("install", "--agent", "codex", "--absolute"),
        ("install", "--agent", "codex", "--server"),
        ("install", "--agent", "codex", "--trusted", "main"),
        ("install", "--agent", "codex", "--via", "husky"),
        ("install", "--dry-run"),
        ("install", "--absolute"),
        ("uninstall", "--dry-run"),
        ("uninstall", "--agent", "codex", "--server"),
        ("uninstall", "--agent", "codex", "--absolute"),
    ],
    ids=" ".join,
)
def test_words_that_do_not_go_together(sample: Place, words: tuple[str, ...]) -> None:
    before = standing(sample)
    answer = sample.guard(*words)
    assert answer.code == 2
    assert standing(sample) == before


TWICE = "Copilot reads .claude/settings.json as well, and asks of each call twice"


@pytest.mark.parametrize("names", [("claude-code", "copilot"), ("copilot", "claude-code")])
def test_a_harness_that_asks_twice_is_told_as_the_second_is_installed(sample: Place, names: tuple[str, str]) -> None:
    first, second = names
    assert TWICE not in install(sample, first)
    assert TWICE in install(sample, second)
    assert TWICE in install(sample, second), "and where it stands already"
    uninstall(sample, "--agent", first)
    assert TWICE not in install(sample, second)


def test_a_harness_that_reads_no_other_settings_is_told_nothing(sample: Place) -> None:
    install(sample, "claude-code")
    assert all([TWICE not in install(sample, name) for name in HARNESSES if name not in ("claude-code", "copilot")])


def test_settings_of_the_other_that_cannot_be_read_ask_nothing(sample: Place) -> None:
    (sample.top / ".claude").mkdir()
    (sample.top / CLAUDE).write_text("no JSON: guard hook claude-code")
    assert TWICE not in install(sample, "copilot")
