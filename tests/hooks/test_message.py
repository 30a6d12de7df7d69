"""What is taken up in the messages of real commits, whatever way they are written; and where it is put in them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from guard.doors.asked import keep
from guard.doors.taken import drop, take
from guard.errors import GuardError
from guard.model.ask import Ask
from guard.model.claim import Claim, claims
from guard_hooks import git_hooks
from guard_hooks.message import claiming, prepare
from tests.repos import GIT
from tests.running import Answer, Place, place, run

CLAIM = Claim("tidy", "only")
SAID = "Guard-Plan: tidy\nGuard-Phase: only"
LINES = f"{SAID}\n"
SCISSORS = "# ------------------------ >8 ------------------------\n"
HINT = "# Please enter the commit message for your changes. Lines starting\n#\n# On branch work\n#\n"
DIFF = f"{SCISSORS}# Do not modify or remove the line above.\ndiff --git a/a b/a\n+Guard-Plan: other\n"

PLAIN = {  # as `git interpret-trailers` would put it
    "a title": "title\n",
    "a body": "title\n\nbody of it,\non two lines\n",
    "trailers": "title\n\nSigned-off-by: Ada <ada@example.org>\n",
    "trailers behind a body": "title\n\nbody\n\nReviewed-by: Ada <a@example.org>\nChange-Id: I1234\n",
    "trailers that go on": "title\n\nbody\n\nNote: one\n  two\n",
    "a title that looks like a trailer": "fix: the thing\n",
    "a body that looks like trailers, with words among them": "title\n\nsome: words\nand others\n",
    "mostly words beside what git made": "title\n\nSigned-off-by: Ada <a@b.org>\none\ntwo\nthree\n",
    "too many words beside what git made": "title\n\nSigned-off-by: Ada <a@b.org>\none\ntwo\nthree\nfour\n",
    "a cherry-pick": "title\n\nbody\n\n(cherry picked from commit 1234567890123456789012345678901234567890)\n",
    "words in many letters": "Tïtel\n\nKörper: ja\nund mehr\n",
    "a number of an issue": "#12 title\n\nbody\n",
}


@pytest.mark.parametrize("name", PLAIN)
def test_trailers_stand_where_git_would_put_them(name: str) -> None:
    text = PLAIN[name].encode()
    trailers = [word for line in LINES.splitlines() for word in ("--trailer", line)]
    config = ("-c", "core.commentChar=%")  # without an editor nothing is a comment
    command = [GIT, *config, "interpret-trailers", "--no-divider", *trailers]
    told = subprocess.run(command, input=text, capture_output=True, check=True)
    assert claiming(text, CLAIM, edited=False) == told.stdout


EDITED = {
    "a title without an end of line": ("title", f"title\n\n{LINES}"),
    "nothing yet": (f"\n{HINT}", f"\n\n{LINES}\n{HINT}"),
    "a template": (f"why:\n\n{HINT}", f"why:\n\n{LINES}\n{HINT}"),
    "a title": (f"title\n\n{HINT}", f"title\n\n{LINES}\n{HINT}"),
    "a title and a diff": (f"title\n\n{HINT}{DIFF}", f"title\n\n{LINES}\n{HINT}{DIFF}"),
    "nothing, and a diff": (f"\n{HINT}{DIFF}", f"\n\n{LINES}\n{HINT}{DIFF}"),
    "comments of another letter": (f"title\n\n{HINT.replace('#', ';')}", f"title\n\n{LINES}\n{HINT.replace('#', ';')}"),
    "comments of two letters": (
        f"title\n\n{HINT.replace('#', '//')}{DIFF.replace('#', '//')}",
        f"title\n\n{LINES}\n{HINT.replace('#', '//')}{DIFF.replace('#', '//')}",
    ),
    "signed off": (f"\n\nSigned-off-by: Ada <a@b.org>\n\n{HINT}", f"\n\nSigned-off-by: Ada <a@b.org>\n{LINES}\n{HINT}"),
    "lines of a machine beside": ("title\r\n\r\nbody\r\n", "title\r\n\r\nbody\r\n\r\n" + LINES.replace("\n", "\r\n")),
    "blank lines at the end": ("title\n\n\n", f"title\n\n{LINES}\n\n"),
    "spaces at the end": ("title  \n", f"title  \n\n{LINES}"),
}


@pytest.mark.parametrize("name", EDITED)
def test_an_editor_shows_them_above_its_comments(name: str) -> None:
    before, after = EDITED[name]
    assert claiming(before.encode(), CLAIM, edited=True) == after.encode()


LEFT_ALONE = {
    "the same claim": f"title\n\n{LINES}",
    "another claim": "title\n\nGuard-Plan: other\nGuard-Phase: first\n",
    "half a claim": "title\n\nguard-plan: tidy\n",
    "claims of the commits that a squash joins": "Squashed\n\ncommit 12\n\n    title\n\n    Guard-Plan: tidy\n",
    "a way back": f'Revert "work"\n\nThis reverts commit {"1" * 40}.\n',
    "no message, and no editor": "",
    "blank lines, and no editor": "\n\n",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_claims_already_is_left_as_it_is(name: str) -> None:
    text = LEFT_ALONE[name].encode()
    assert claiming(text, CLAIM, edited=False) == text


def test_nothing_of_any_message_is_lost() -> None:
    odd = b"\xff\xfe title \x00\n\tbody\r\n\n# a line\n\n\n"
    for edited in (False, True):
        for end in range(len(odd)):
            text = odd[:end]
            after = claiming(text, CLAIM, edited)
            added = LINES.encode().replace(b"\n", b"\r\n") if b"tidy\r" in after else LINES.encode()
            left = after.replace(added, b"")
            assert left.split() == text.split(), (text, after)


# real commits


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    made = place(tmp_path)
    assert made.guard("install").code == 0
    take(str(made.git_dir), CLAIM)
    return made


def git(made: Place, *words: str, **environment: str) -> Answer:
    return run([GIT, *words], made.top, {**made.environment, **environment})


def message(made: Place, rev: str = "HEAD") -> str:
    return made.git("log", "-1", "--format=%B", rev)


def editor(made: Place, script: str) -> dict[str, str]:
    """An editor that does this to the message, which is its first argument."""
    path = made.root / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return {"GIT_EDITOR": str(path)}


def write(made: Place, text: str) -> None:
    made.stage({"src/new": text})


def test_every_way_to_word_a_commit_carries_it(sample: Place) -> None:
    words = editor(sample, "sed -i '1s/^/edited/' \"$1\"")
    file, template = sample.root / "message", sample.root / "template"
    file.write_bytes(b"from a file\r\n\r\nbody\r\n")
    template.write_text("template:\n# why?\n")
    ways: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
        "words": (("-m", "said"), {}, f"said\n\n{LINES}"),
        "two paragraphs": (("-m", "said", "-m", "more"), {}, f"said\n\nmore\n\n{LINES}"),
        "a file": (("-F", str(file)), {}, f"from a file\n\nbody\n\n{LINES}"),
        "an editor": ((), words, f"edited\n\n{LINES}"),
        "an editor, with the diff": (("-v",), words, f"edited\n\n{LINES}"),
        "an editor, with no word of the status": (("--no-status",), words, f"edited\n\n{LINES}"),
        "a template": (("-t", str(template)), words, f"editedtemplate:\n\n{LINES}"),
        "signed off": (("-s", "-m", "said"), {}, f"said\n\nSigned-off-by: Cy Committer <cy@example.org>\n{LINES}"),
        "words for the editor": (("-e", "-m", "said"), words, f"editedsaid\n\n{LINES}"),
        "another": (("-C", "HEAD~1"), {}, f"edited\n\n{LINES}"),
        "an amended one": (("--amend", "-m", "again"), {}, f"again\n\n{LINES}"),
        "an amended one, as it was": (("--amend", "--no-edit"), {}, f"again\n\n{LINES}"),
    }
    for number, (name, (given, environment, expected)) in enumerate(ways.items()):
        if name == "another":
            expected = message(sample, "HEAD~1")
        write(sample, f"{number}\n")
        made = git(sample, "commit", "-q", *given, **environment)
        assert made.code == 0, (name, made)
        assert message(sample) == expected.rstrip("\n"), name


@pytest.mark.parametrize("character", [";", "auto"])
def test_another_letter_for_comments(sample: Place, character: str) -> None:
    sample.git("config", "core.commentChar", character)
    write(sample, "1\n")
    words = editor(sample, 'cp "$1" ../seen; sed -i \'1s/^/edited/\' "$1"')
    assert git(sample, "commit", "-q", "-v", **words).code == 0
    assert message(sample) == f"edited\n\n{SAID}"
    assert (sample.root / "seen").read_text().startswith(f"\n\n{LINES}\n")


@pytest.mark.parametrize("given", [(), ("-v",), ("-s",), ("-t", "../template")], ids=["", "-v", "-s", "template"])
def test_an_editor_left_without_a_word_makes_no_commit(sample: Place, given: tuple[str, ...]) -> None:
    """As without guard: whoever thinks better of it closes the editor."""
    (sample.root / "template").write_text("why:\n\n# tell why\n")
    write(sample, "1\n")
    before = sample.head()
    made = git(sample, "commit", "-q", *given, **editor(sample, "exit 0"))
    assert made.code != 0 and "nothing was said" in made.err
    assert sample.head() == before
    assert not (sample.git_dir / "guard/untouched").exists()
    assert git(sample, "commit", "-q", *given, **editor(sample, "sed -i '1s/^/said/' \"$1\"")).code == 0


@pytest.mark.later
def test_no_words_without_an_editor_is_for_git_to_tell(sample: Place) -> None:
    write(sample, "1\n")
    made = git(sample, "commit", "-q", "-m", "")
    assert made.code != 0 and "empty commit message" in made.err


def test_what_claims_already_and_what_is_not_taken_up(sample: Place) -> None:
    write(sample, "1\n")
    assert git(sample, "commit", "-q", "-m", f"said\n\n{LINES}").code == 0
    assert message(sample) == f"said\n\n{SAID}"
    assert drop(str(sample.git_dir))
    assert git(sample, "commit", "-q", "--amend", "-m", "said").code == 0
    assert message(sample) == "said"


@pytest.mark.later
def test_what_git_joins_or_replays_keeps_its_own_words(sample: Place) -> None:
    """A merge, a cherry-pick, a revert, a rebase: what they bring has claims of its own, or none."""
    drop(str(sample.git_dir))
    sample.git("switch", "-q", "-c", "side")
    sample.stage({"docs/side": "side\n"})
    assert sample.commit().code == 0
    sample.git("switch", "-q", "work")
    sample.stage({"docs/own": "own\n"})
    assert sample.commit().code == 0
    take(str(sample.git_dir), CLAIM)
    sample.git("merge", "-q", "--no-ff", "-m", "joined", "side")
    assert message(sample) == "joined"
    sample.git("reset", "-q", "--hard", "HEAD~1")
    sample.git("cherry-pick", "side")
    assert message(sample) == "work"
    sample.git("revert", "--no-edit", "HEAD")
    assert not claims([message(sample).encode()])
    sample.git("switch", "-q", "-c", "again", "side~1")
    drop(str(sample.git_dir))
    sample.stage({"docs/again": "again\n"})
    assert git(sample, "commit", "-q", "-m", "again").code == 0
    take(str(sample.git_dir), CLAIM)
    sample.git("rebase", "-q", "work")
    assert message(sample) == "again"


def test_a_squash_is_claimed_where_nothing_in_it_is(sample: Place) -> None:
    drop(str(sample.git_dir))
    sample.git("switch", "-q", "-c", "side")
    write(sample, "side\n")
    assert sample.commit().code == 0
    sample.git("switch", "-q", "work")
    sample.git("merge", "-q", "--squash", "side")
    take(str(sample.git_dir), CLAIM)
    assert git(sample, "commit", "-q", "--no-edit").code == 0
    assert message(sample).endswith(f"\n\n{SAID}") and "Squashed commit" in message(sample)


@pytest.mark.later
def test_a_linked_work_tree_has_taken_up_its_own(sample: Place) -> None:
    linked = sample.root / "linked"
    sample.git("worktree", "add", "-q", "-b", "more", str(linked))
    (linked / "src/new").write_text("1\n")
    for claim in ((), (Claim("tidy", ""),)):
        for one in claim:
            take(sample.git("rev-parse", "--absolute-git-dir", cwd=linked), one)
        sample.git("add", "src/new", cwd=linked)
        assert run([GIT, "commit", "-q", "--allow-empty", "-m", "said"], linked, sample.environment).code == 0
        said = sample.git("log", "-1", "--format=%B", cwd=linked)
        assert said == ("said\n\nGuard-Plan: tidy" if claim else "said")


def test_a_hook_of_others_runs_first_and_can_stop_it(sample: Place) -> None:
    assert sample.guard("uninstall").code == 0
    take(str(sample.git_dir), CLAIM)
    hook = sample.git_dir / "hooks/prepare-commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\nprintf "Ticket: 7\\n" >> "$1"\n[ "$2" != template ]\n')
    hook.chmod(0o755)
    before = hook.read_bytes()
    assert "runs first" in sample.guard("install").out
    write(sample, "1\n")
    assert git(sample, "commit", "-q", "-m", "said\n\nbody").code == 0
    assert message(sample) == f"said\n\nbody\nTicket: 7\n\n{SAID}"
    (sample.root / "template").write_text("why\n")
    write(sample, "2\n")
    assert git(sample, "commit", "-q", "-t", "../template", **editor(sample, "echo >> $1")).code != 0
    assert sample.guard("uninstall").code == 0
    assert hook.read_bytes() == before


def test_what_cannot_be_written_is_told_and_makes_no_commit(sample: Place) -> None:
    """A name that is none, and a file that is not there: never a commit without its claim."""
    before = sample.head()
    write(sample, "1\n")
    (sample.git_dir / "guard/taken.json").write_text('{"plan": "x\\nSigned-off-by: y", "phase": "z"}')
    made = git(sample, "commit", "-q", "--no-verify", "-m", "said")
    assert made.code != 0 and "G813" in made.out + made.err
    assert sample.head() == before


def test_a_message_that_cannot_be_replaced_is_told(sample: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sample.git_dir / "COMMIT_EDITMSG"
    file.write_text("said\n")
    monkeypatch.setenv("GIT_EDITOR", ":")
    assert git_hooks.main(["prepare-commit-msg"]) == 5
    assert git_hooks.main(["prepare-commit-msg", str(sample.git_dir / "GONE"), "message"]) == 5
    os.mkdir(f"{file}.{os.getpid()}")  # in the place of what is written first
    assert git_hooks.main(["prepare-commit-msg", str(file), "message"]) == 5
    assert file.read_text() == "said\n"


def test_the_framework_hands_on_the_file_alone(sample: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sample.git_dir / "COMMIT_EDITMSG"
    file.write_text("said\n")
    monkeypatch.setenv("GIT_EDITOR", ":")
    monkeypatch.setenv("PRE_COMMIT_COMMIT_MSG_SOURCE", "merge")
    assert git_hooks.main(["prepare-commit-msg", str(file)]) == 0
    assert file.read_text() == "said\n"
    monkeypatch.setenv("PRE_COMMIT_COMMIT_MSG_SOURCE", "message")
    assert git_hooks.main(["prepare-commit-msg", str(file)]) == 0
    assert file.read_text() == f"said\n\n{LINES}"


def test_a_message_elsewhere_is_that_of_the_repository_here(sample: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sample.root / "elsewhere"
    file.write_text("said\n")
    monkeypatch.setenv("GIT_EDITOR", ":")
    monkeypatch.chdir(sample.top)
    assert git_hooks.main(["prepare-commit-msg", str(file), "message"]) == 0
    assert file.read_text() == f"said\n\n{LINES}"
    monkeypatch.chdir(sample.root)
    with pytest.raises(GuardError, match="not a git repository"):
        prepare(str(file), "message")


def test_from_taking_up_to_the_merge_door(sample: Place) -> None:
    """What is taken up holds the commit, comes along with it, and binds the range; after that it is let go of."""
    drop(str(sample.git_dir))
    assert "taken up: tidy/only" in sample.guard("next", "--take", "only").out
    before = sample.head()
    sample.stage({"other/new": "1\n"})
    outside = sample.commit()
    assert outside.code != 0 and sample.head() == before and "G101" in outside.rules()
    sample.git("reset", "-q", "--hard")
    write(sample, "1\n")
    assert sample.commit().code == 0
    assert message(sample) == f"work\n\n{SAID}"
    judged = sample.guard("check", "--range", "main..HEAD")
    assert judged.code == 0 and "plan tidy version 1, phase only" in judged.out
    assert "let go of tidy/only" in sample.guard("next", "--drop").out


# What somebody asked here, and what has no answer yet

ASK = b"Guard-Ask: tidy/A1 0123abcd is it so?"
ASKED = {
    "beside a claim": (CLAIM, "title\n", f"title\n\n{LINES}{ASK.decode()}\n"),
    "alone": (None, "title\n", f"title\n\n{ASK.decode()}\n"),
    "where it claims already": (CLAIM, f"title\n\n{LINES}", f"title\n\n{LINES}{ASK.decode()}\n"),
    "where it says so already": (CLAIM, f"title\n\n{LINES}{ASK.decode()}\n", f"title\n\n{LINES}{ASK.decode()}\n"),
    "what a revert brings back": (CLAIM, f"title\n\nThis reverts commit {'1' * 40}.\n", None),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_question_travels_in_the_message(name: str) -> None:
    claim, before, after = ASKED[name]
    assert claiming(before.encode(), claim, False, (ASK,)) == (after or before).encode()


def test_questions_of_the_plan_that_is_taken_up_travel_with_real_commits(sample: Place) -> None:
    git_dir = str(sample.git_dir)
    keep(git_dir, [Ask("tidy", "A1", "0123abcd", "is it so?"), Ask("other", "A1", "0123abcd", "and this?")])
    file = sample.git_dir / "COMMIT_EDITMSG"
    for claim, lines in ((CLAIM, [ASK]), (None, [ASK, b"Guard-Ask: other/A1 0123abcd and this?"])):
        file.write_bytes(b"title\n")
        if claim is not None:
            take(git_dir, claim)
        assert prepare(str(file), "message") == 0
        assert [line for line in file.read_bytes().split(b"\n") if line.startswith(b"Guard-Ask")] == lines
        drop(git_dir)
