"""Links and modes that a command makes: told to the judge as what a commit would have them be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard_hooks.agents.call import Call, Decision
from guard_hooks.agents.judging import judged
from guard_hooks.agents.shell import writes
from tests.harnessed import FILES, taken_up, work
from tests.running import WAYS_ROUND, Place

TIDY = FILES[".guard/plans/tidy.yaml"]
MODES = TIDY.replace("plan: tidy", "plan: modes").replace("[file.add, file.modify]", "[file.mode]")
LINKS = TIDY.replace("plan: tidy", "plan: links").replace("[file.add, file.modify]", "[file.add, file.symlink]")
OVER = TIDY.replace("plan: tidy", "plan: over").replace("[file.add, file.modify]", "[file.symlink, file.type]")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    plans = {"modes": MODES, "links": LINKS, "over": OVER}
    return work(
        tmp_path_factory.mktemp("becoming"),
        {**FILES, **{f".guard/plans/{name}.yaml": text for name, text in plans.items()}},
    )


def decided(made: Place, node: str, command: str) -> Decision:
    taken_up(made, node)
    decision = judged(Call("shell", "Bash", str(made.top), command=command), "deny")
    assert not WAYS_ROUND.search(decision.words), decision.words
    return decision


REFUSED = {
    "chmod +x src/a": "file.mode",
    "chmod 755 src/a": "file.mode",
    "chmod u=rwx,go=r src/a": "file.mode",
    "chmod -R 755 src": "file.mode",
    "chmod --reference=other/c src/a": "file.mode",
    "chmod +X src/a": "file.mode",
    "install -m 755 other/c src/a": "file.mode",
    "install other/c src/a": "file.mode",
    "install -D --mode=u+x,g-w other/c src/a": "src/a",
    "echo x > src/a; chmod +x src/a": "file.mode",
    "ln -s a src/l": "file.symlink",
    "ln -sf b src/a": "file.symlink",
    "ln -s a b src/": "file.symlink",
    "cd src && ln -s ../src/a": "file.symlink",
    "rm src/a && ln -s b src/a": "file.symlink",
}
LET = {
    "chmod 644 src/a": "tidy/only",
    "chmod u+w src/a": "tidy/only",
    "install -m 644 other/c src/a": "tidy/only",
    "install -m 644 other/c src/new": "tidy/only",
    "chmod +x src/a": "modes/only",
    "ln -s a src/l": "links/only",
    "ln -s ./a src/l": "links/only",
    "ln -s a src/l && ls src": "links/only",
    "ln -sf b src/a": "over/only",
}
CLOSED = {
    "chmod u+w src/a": ("modes/only", "file.modify"),
    "install -m 755 other/c src/a": ("modes/only", "file.modify"),
    "echo x > src/a; chmod +x src/a": ("modes/only", "file.modify"),
    "ln -s ../other/c src/l": ("links/only", "the plan does not cover"),
    "ln -s /etc/passwd src/l": ("links/only", "an absolute target"),
    "ln -s ../../x src/l": ("links/only", "climbs above the top"),
    "ln -s ../.guard/policy.yaml src/l": ("links/only", "is protected"),
    "ln -s ../.git/config src/l": ("links/only", "git directory"),
    'ln -s "$X" src/l': ("links/only", "src/l"),
    "ln -sr other/c src/l": ("links/only", "src/l"),
    "ln -sf b src/a": ("links/only", "file.type"),
}


def test_all_of_a_folder_is_asked_as_what_is_written_there(tmp_path: Path) -> None:
    every = TIDY.replace("[file.add, file.modify]", "[file.*]").replace(", never: [/src/never/**]", "")
    made = work(tmp_path, {**FILES, ".guard/plans/tidy.yaml": every, "src/part/.claude/settings.json": "{}\n"})
    decision = decided(made, "tidy/only", "chmod -R 755 src/part")
    assert (decision.kind, decision.rule) == ("ask", "G107"), decision.words
    assert decided(made, "tidy/only", "chmod 755 src/part/.claude/settings.json").kind == "deny"
    assert decided(made, "tidy/only", "chmod -R 755 src/never").kind == "allow"


@pytest.mark.parametrize("command", REFUSED)
def test_a_phase_that_only_adds_and_modifies_makes_no_link_and_no_mode(ground: Place, command: str) -> None:
    decision = decided(ground, "tidy/only", command)
    assert decision.kind == "deny" and REFUSED[command] in decision.words, decision.words


@pytest.mark.parametrize("command", LET)
def test_what_the_phase_does_is_let_through(ground: Place, command: str) -> None:
    decision = decided(ground, LET[command], command)
    assert decision.kind == "allow", decision.words


@pytest.mark.parametrize("command", CLOSED)
def test_what_stands_beside_it_is_still_judged(ground: Place, command: str) -> None:
    node, words = CLOSED[command]
    decision = decided(ground, node, command)
    assert decision.kind == "deny" and words in decision.words, decision.words


def test_modes_as_a_commit_would_have_them() -> None:
    table = {"755": "run", "0700": "run", "644": "still", "+x": "run", "a-x": "still", "g+x": "", "u=rw": "still"}
    table |= {"u+w,g-w": "", "+X": "either", "u+x-w": "either", '"$M"': "either", "u=g": "either", "7": "still"}
    for mode, kind in table.items():
        assert writes(f"chmod {mode} a").modes == (("a", kind),), mode
    assert writes("chmod +x a; chmod 644 a").modes == (("a", "either"),)
    assert writes("install -m 600 a b").modes == (("b", "still"),)
    assert writes("install a b c/").modes == (("c/a", "run"), ("c/b", "run"))


def test_where_links_lead() -> None:
    assert writes("ln -s ../a b").links == (("b", "../a"),)
    assert writes("ln -s ../a b/c d/").links == (("d/a", "../a"), ("d/c", "b/c"))
    assert writes("ln -sr a b").links == writes('ln -s "$x" b').links == (("b", ""),)
    assert writes("ln a b").links == ()
