"""A phase that only looks, taken up by an agent: its harness and the commit hook refuse every edit under it.

What was found is work on the plan, done once the phase is let go of; that it is done is for a person to say.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.judging import judged
from tests.agents.test_scripted_door import clocked
from tests.scripted import DAY, MAIN, Room, monolith

pytestmark = pytest.mark.usefixtures("read_here")

PLAN = """\
plan: find-names
version: 1
owner: dana
why: Find out who reads the names
scope: {paths: [/internal/mails/**]}
phases:
  look: {does: []}
  greet: {after: {look: complete}, does: [file.modify]}
"""
NODE, PAGE = "find-names/look", "guard next find-names --format agent"
MAILS = "internal/mails/greeting.go"
STORY, FOUND = ".guard/plans/find-names.md", "# Who reads the names\n\nTwo reports read them.\n"


def edited(made: Room, path: str, text: str) -> Decision:
    return judged(Call("edit", "Write", str(made.top), (Edit(path, text.encode()),)), "deny")


def test_under_it_nothing_passes_and_what_was_found_is_work_on_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, others = monolith(tmp_path, capsys)
    clocked(made, monkeypatch)
    made.stage({".guard/plans/find-names.yaml": PLAN})
    made.works("git commit --quiet --message=plan")
    others.signs("rosa", "guard approve find-names")
    assert made.works(PAGE).out.endswith("\nnext   you: guard next --take find-names/look\n")
    made.works("guard next --take find-names/look")
    page = made.works(PAGE).out
    for words in ("for      Find out who reads the names", "before   greet", "in full  guard plan show find-names"):
        assert f"  {words}\n" in page
    assert "  deploy: guard attest complete --plan find-names --phase look\n" in page
    assert page.endswith("\nnext   you: look, then: guard next --drop\n")
    files = {
        MAILS: made.git("show", f"{MAIN}:{MAILS}") + "\n// Two reports read them.\n",
        "docs/found.md": FOUND,
        STORY: FOUND,
    }
    for path, text in files.items():
        refused = edited(made, path, text)
        assert (refused.kind, refused.rule) == ("deny", "G104") and "looks, and changes nothing" in refused.words
        made.stage({path: text})
        answer = made.sh("git commit --quiet --message=found")
        assert answer.code != 0 and "G104" in answer.said and f"{path}: file." in answer.said, answer.said
        made.works(f"git restore --staged -- {path}")
    made.works("git checkout --quiet --", MAILS)
    (made.top / "docs/found.md").unlink()
    made.works("guard next --drop")
    made.works("git switch --quiet -c found")
    assert edited(made, STORY, FOUND).kind == "allow"
    made.works("git add --", STORY)
    made.works("git commit --quiet --message=found")
    answer = made.sh(f"guard check --range {MAIN}..HEAD")
    assert answer.code == 4 and "rosa: reads the change and approves it: guard approve find-names" in answer.out
    others.signs("rosa", "guard approve find-names --at HEAD")
    others.lands("found")
    made.works("git switch --quiet main")
    made.now += DAY
    others.signs("deploy", "guard attest complete --plan find-names --phase look")
    assert made.works(PAGE).out.endswith("\nnext   you: guard next --take find-names/greet\n")
