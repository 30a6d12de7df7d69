"""Real pushes to a server that guard is installed on: what is taken, what is not, and what is left of it."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES
from tests.hooks.pushes import MAIN, REFUSED, TAKEN, Push, Row, approved, rules, shop, some
from tests.hooks.serving import Served, screen, served
from tests.running import asked, clear, run

# git's own client does not send these
BY_GIT = ("hidden characters in a name", "as if nothing stood there")


def refused(server: Served, push: Push, row: Row) -> None:
    """The client is told why, and the server is as it was."""
    refs, files = server.refs(), server.files()
    fresh = [new for _, _, new in push if new and not server.has(new)]
    answer = server.push(push)
    assert answer.code != 0
    said = screen(answer)
    assert tuple(rules(said)) == row.refused, answer.said
    assert row.says in said
    assert said.endswith("guard: nothing of this push is taken\n")
    assert (server.refs(), server.files()) == (refs, files)
    assert not any(server.has(new) for new in fresh)


BAD = [row for row in REFUSED if row.name not in BY_GIT]
ONES = [row for row in BAD if " log" not in row.name and "entry" not in row.name and "record" not in row.name]


@pytest.mark.fuzz
def test_bad_pushes_are_refused_one_after_the_other(tmp_path: Path) -> None:
    rows = ONES if EXAMPLES else ONES[::4]
    assert len(rows) >= (30 if EXAMPLES else 8)
    with shop() as of, served(tmp_path, of) as server:
        for row in rows:
            refused(server, row.push(of), row)
        assert server.push([(MAIN, of.main, of.good())]).code == 0


@pytest.mark.fuzz
@pytest.mark.parametrize("row", some([row for row in BAD if row not in ONES], 4), ids=lambda row: row.name)
def test_a_bad_push_of_the_log_is_refused_and_leaves_nothing(tmp_path: Path, row: Row) -> None:
    with shop() as of:
        push = row.push(of)
        with served(tmp_path, of, push) as server:
            refused(server, push, row)


@pytest.mark.fuzz
@pytest.mark.parametrize("row", some(TAKEN, 11), ids=lambda row: row.name)
def test_a_good_push_is_taken(tmp_path: Path, row: Row) -> None:
    with shop() as of:
        push = row.push(of)
        with served(tmp_path, of, push) as server:
            files = server.files()
            answer = server.push(push)
            assert answer.code == 0, answer.said
            assert row.says in screen(answer)
            stands = server.refs()
            assert all(stands.get(ref, b"") == new for ref, _, new in push)
            assert [name for name in server.files() - files if not name.startswith("refs/")] == []


@pytest.mark.later
def test_the_landing_and_the_yes_to_it_come_in_one_push(tmp_path: Path) -> None:
    with shop() as of:
        push = approved(of)
        with served(tmp_path, of, push) as server:
            assert rules(screen(server.push(push[:1]))) == ["G102"]
            answer = server.push(push, "--atomic")
            assert answer.code == 0, answer.said
            assert {(ref, new) for ref, _, new in push} <= set(server.refs().items())


def test_a_landing_rests_on_no_log_that_git_may_yet_refuse(tmp_path: Path) -> None:
    """A client may say that its history is cut off at the new entry: git refuses that ref, and only after the hook."""
    with shop() as of:
        push = approved(of)
        with served(tmp_path, of, push) as server:
            (server.client / "shallow").write_bytes(push[1][2] + b"\n")
            answer = server.push(push)
            assert rules(screen(answer)) == ["G102"]
            assert "as if it came by itself" in screen(answer)
            assert server.refs()[MAIN] == of.main
            tagged = [(MAIN, of.main, new := of.good()), (b"refs/tags/v1", b"", new)]
            assert rules(screen(server.push([*tagged, push[1]]))) == ["G643"]
            (server.client / "shallow").write_bytes(of.before + b"\n")  # a cut in what stands here already
            answer = server.push(push)
            assert answer.code == 0, answer.said


def test_update_takes_the_good_refs_of_a_push(tmp_path: Path) -> None:
    with shop("sha256") as of:
        push = [(MAIN, of.main, of.bad()), (b"refs/heads/topic", b"", of.good()), (b"refs/tags/main", b"", of.main)]
        with served(tmp_path, of, push, "update") as server:
            answer = server.push(push)
            assert answer.code != 0
            assert rules(screen(answer)) == ["G101", "G642"]
            assert screen(answer).count("guard: this ref is not taken\n") == 2
            assert server.refs() == {MAIN: of.main, b"refs/heads/topic": push[1][2]}
            good = [(MAIN, of.main, of.good())]
            assert server.push(good).code == 0
            assert server.refs()[MAIN] == good[0][2]


def test_of_pushes_at_a_time_one_lands_and_git_refuses_the_others(tmp_path: Path) -> None:
    with shop() as of:
        tips = [of.good(f"new-{at}") for at in range(3)]
        with served(tmp_path, of) as server:
            with ThreadPoolExecutor(3) as pool:
                answers = list(pool.map(lambda tip: server.push([(MAIN, of.main, tip)], "--no-force"), tips))
            landed = [tip for tip, answer in zip(tips, answers, strict=True) if answer.code == 0]
            assert landed == [server.refs()[MAIN]]
            for answer in answers:
                assert answer.code == 0 or "G640" in screen(answer) or "rejected" in answer.err, answer.said


LOOKING = """\
#!/bin/sh
cat > {folder}/lines
find "$GIT_QUARANTINE_PATH" | sort > {folder}/before
{folder}/hook < {folder}/lines
code=$?
find "$GIT_QUARANTINE_PATH" | sort > {folder}/after
exit $code
"""


def test_what_only_a_quarantine_holds_is_read_and_nothing_is_written_there(tmp_path: Path) -> None:
    with shop() as of, served(tmp_path, of) as server:
        hook = server.top / "hooks" / "pre-receive"
        hook.rename(tmp_path / "hook")
        hook.write_text(LOOKING.format(folder=tmp_path))
        hook.chmod(0o755)
        assert rules(screen(server.push([(MAIN, of.main, of.bad())]))) == ["G101"]
        before = (tmp_path / "before").read_text()
        quarantine = Path(before.partition("\n")[0])
        assert quarantine.parent == server.top / "objects" and not quarantine.exists()
        assert before.count("\n") > 1
        assert (tmp_path / "after").read_text() == before
        assert server.push([(MAIN, of.main, of.good())]).code == 0


def test_guard_gone_or_broken_takes_nothing(tmp_path: Path) -> None:
    with shop() as of, served(tmp_path, of) as server:
        good = [(MAIN, of.main, of.good())]
        hook = server.top / "hooks" / "pre-receive"
        text = hook.read_text()
        hook.write_text(text.replace(sys.executable, "/nonexistent/python"))
        assert "its Python is gone" in screen(server.push(good))
        hook.write_text(text.replace("--git /", "--git /nonexistent/"))
        assert rules(screen(server.push(good))) == ["G810"]
        assert server.refs() == {MAIN: of.main}
        hook.write_text(text)
        assert server.push(good).code == 0


# put in, and taken out


def test_install_writes_one_hook_and_one_setting(tmp_path: Path) -> None:
    with shop() as of, served(tmp_path, of) as server:
        files = server.files()
        assert "guard: the trusted branch is refs/heads/main\n" in server.install().out
        assert server.files() == files
        config = server.top / "config"
        assert "trusted = refs/heads/main" in config.read_text()
        gone = asked(("uninstall", "--server"), server.top, os.environ)
        assert gone.code == 0 and "taken out of" in gone.out
        assert server.files() == files - {"hooks/pre-receive"}
        assert "trusted" not in config.read_text()
        assert "no hook of guard" in asked(("uninstall", "--server"), server.top, os.environ).out


def test_install_leaves_a_hook_of_somebody_else_alone(tmp_path: Path) -> None:
    with shop() as of, served(tmp_path, of) as server:
        other = server.top / "hooks" / "update"
        other.write_text("#!/bin/sh\nexit 0\n")
        answer = server.install("--hook", "update")
        clear(answer, "G820")
        assert f'exec {sys.executable} -I -m guard hook update "$@"' in " ".join(answer.said.split())
        assert other.read_text() == "#!/bin/sh\nexit 0\n"


@pytest.mark.parametrize(
    ("words", "rule"),
    [(("--trusted", "refs/tags/v1"), "G812"), (("--trusted", "a..b"), "G812"), (("--trusted", "guard-log"), "G812")],
)
def test_install_takes_a_branch_for_the_trusted_one_and_nothing_else(
    tmp_path: Path, words: tuple[str, ...], rule: str
) -> None:
    with shop() as of, served(tmp_path, of) as server:
        before = (server.top / "config").read_text()
        clear(server.install(*words), rule)
        assert (server.top / "config").read_text() == before


def test_install_is_asked_where_the_pushes_go(tmp_path: Path) -> None:
    clear(asked(("install", "--server"), tmp_path, os.environ), "G801")
    assert asked(("install", "--hook", "update"), tmp_path, os.environ).code == 2


@pytest.mark.parametrize("name", ["pre-receive", "update"])
def test_the_word_itself(tmp_path: Path, name: str) -> None:
    told = asked(("hook", name, "--help"), tmp_path, os.environ)
    assert told.code == 0 and "guard.trusted" in told.out and max(map(len, told.out.splitlines())) <= 100
    assert asked(("hook", name, "--bogus"), tmp_path, os.environ).code == 2
    with shop() as of, served(tmp_path, of) as server:
        words = (os.fsdecode(MAIN), of.main.decode(), of.bad().decode()) if name == "update" else ()
        answer = asked(("hook", name, *words), server.client, {**os.environ})
        assert answer.rules() == (["G101"] if name == "update" else ["G646"])


@pytest.mark.parametrize("name", ["pre-receive", "update"])
def test_a_hook_that_hands_on_nothing_takes_nothing(tmp_path: Path, name: str) -> None:
    with shop() as of, served(tmp_path, of) as server:
        assert server.install("--hook", name).code == 0
        answer = run([str(server.top / "hooks" / name)], server.top, os.environ)
        clear(answer, "G646")
        assert answer.code == 5


@pytest.mark.later
def test_the_guide_shows_what_the_client_sees(tmp_path: Path) -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "server.md").read_text(encoding="utf-8")
    shown = "".join([f"{line[8:]}\n" for line in guide.splitlines() if line.startswith("remote:")])
    with shop() as of, served(tmp_path, of) as server:
        assert screen(server.push([(MAIN, of.main, of.bad())])) == shown
