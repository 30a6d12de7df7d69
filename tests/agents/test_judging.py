"""Calls of agents judged: by the facts and checks of a commit, by the phase that is taken up, and never unsaid."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard import trust
from guard.doors import cache
from guard.joining import case_of
from guard.model.trigger import Trigger
from guard.pipeline import judge
from guard_hooks.agents import keeping, openness
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.changes import proposed
from guard_hooks.agents.finding import examine
from guard_hooks.agents.judging import judged
from guard_hooks.agents.paths import Target, target
from guard_hooks.agents.place import Files, Ground, around
from guard_hooks.agents.proposed import NAME, Proposed
from tests.harnessed import FILES, taken_up, work
from tests.repos import GIT, make_repository
from tests.running import WAYS_ROUND, Place, run


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    return work(tmp_path_factory.mktemp("judging"))


@pytest.fixture
def own(tmp_path: Path) -> Place:
    return work(tmp_path)


def edits(made: Place, *every: Edit, on_error: str = "deny", event: str = "edit") -> Decision:
    decision = judged(Call(event, "Write", str(made.top), every), on_error)  # type: ignore[arg-type]
    assert not WAYS_ROUND.search(decision.words), decision.words
    if decision.kind != "allow":
        assert "\nwhat   " in decision.words and "\nwhy    " in decision.words and "\nnext   " in decision.words
    return decision


def write(made: Place, path: str, content: str | bytes | None = "x\n") -> Decision:
    return edits(made, Edit(path, content.encode() if isinstance(content, str) else content))


def ground_of(made: Place) -> Ground:
    found = around(str(made.top))
    assert found is not None
    return found


# The same rules as at the commit

CHANGES: dict[str, tuple[str, dict[str, str]]] = {
    "in scope": ("tidy/only", {"src/a": "b\n"}),
    "new in scope": ("tidy/only", {"src/new": "b\n"}),
    "out of scope": ("tidy/only", {"other/c": "b\n"}),
    "never": ("tidy/only", {"src/never/a": "b\n"}),
    "both": ("tidy/only", {"src/a": "b\n", "other/c": "b\n"}),
    "binary": ("tidy/only", {"src/a": "b\0\n"}),
    "a collision": ("tidy/only", {"src/A": "b\n"}),
    "a device": ("tidy/only", {"src/aux.c": "b\n"}),
    "a migration": ("split/expand", {"db/0002.sql": "ALTER TABLE users ADD COLUMN given text;\n"}),
    "another migration": ("split/expand", {"db/0002.sql": "ALTER TABLE users DROP COLUMN name;\n"}),
    "a released migration": ("split/expand", {"db/0001.sql": "CREATE TABLE users (id text);\n"}),
    "rights": ("split/contract", {"deploy/role.yaml": "kind: ClusterRole\nrules: [{verbs: ['*']}]\n"}),
    "a secret": ("tidy/only", {"src/settings.yaml": "key: AKIAIOSFODNN7EXAMPLE\n"}),
    "routine": ("", {"docs/d": "b\n"}),
    "unplanned": ("", {"src/a": "b\n"}),
    "a claim of nothing": ("tidy/gone", {"src/a": "b\n"}),
    "settings of a harness": ("tidy/only", {".claude/settings.json": "{ }\n", "src/a": "b\n"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_findings_are_those_of_the_commit(own: Place, name: str) -> None:
    """What is proposed is found to be what it is found to be once it is staged; but for the budget, nothing less."""
    node, files = CHANGES[name]
    taken_up(own, node)
    every = [target(ground_of(own), str(own.top), Edit(path, text.encode())) for path, text in files.items()]
    with Proposed(ground_of(own)) as repository:
        trigger = Trigger("staged")
        trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
        targets = [one for one in every if isinstance(one, Target)]
        change = proposed(repository, targets)
        case = case_of(repository, trigger, trusted, change, measured=False)
        found = list(examine(case))
    own.stage(files)
    with chdir(own.top):
        verdict = judge(Trigger("staged"))
    wanted = [one for one in verdict.findings if one.rule != "G105"]
    assert len(targets) == len(files)
    assert [(one.rule, one.what, one.path, one.line, one.blocks) for one in found] == [
        (one.rule, one.what, one.path, one.line, one.blocks) for one in wanted
    ]
    assert case.landing.operations == verdict.operations


DECIDED: dict[str, tuple[str, tuple[Edit, ...], str, str]] = {
    "a deletion that the phase does not do": ("tidy/only", (Edit("src/a", delete=True),), "deny", "G104"),
    "a deletion of what no commit has": ("tidy/only", (Edit("src/none", delete=True),), "allow", ""),
    "a folder that goes": ("tidy/only", (Edit("src", delete=True),), "deny", "G104"),
    "a folder of other work that goes": ("tidy/only", (Edit("other", delete=True),), "deny", "G101"),
    "guard's own folder": ("tidy/only", (Edit(".guard", delete=True),), "deny", "G107"),
    "a protected file that no commit has": ("", (Edit(".cursor/hooks.json", delete=True),), "deny", "G107"),
    "all that there is": ("tidy/only", (Edit(".", delete=True),), "deny", "G107"),
    "something in a folder of the scope": ("tidy/only", (Edit("src/more/"),), "allow", ""),
    "a folder with what is never touched in it": ("tidy/only", (Edit("src/"),), "ask", "G103"),
    "a folder of settings, in its phase": ("split/contract", (Edit("deploy/"),), "allow", ""),
    "all that there is, perhaps": ("tidy/only", (Edit("./"),), "deny", "G101"),
    "something in another folder": ("tidy/only", (Edit("other/"),), "deny", "G101"),
    "a content that nobody tells": ("tidy/only", (Edit("src/a"),), "allow", ""),
    "settings that nobody tells": ("tidy/only", (Edit("src/settings.yaml"),), "ask", ""),
    "new settings that nobody tells": ("tidy/only", (Edit("src/more.yaml"),), "ask", ""),
    "a device": ("", (Edit("/dev/null"),), "allow", ""),
    "no path": ("tidy/only", (Edit("", b""),), "deny", "G101"),
    "a path that ends a text": ("tidy/only", (Edit("src/a\0b", b""),), "deny", "G101"),
    "half a letter": ("tidy/only", (Edit("src/\ud800", b""),), "deny", "G101"),
    "bytes that are no letters": ("tidy/only", (Edit("src/\udcff", b""),), "deny", "G111"),
    "git's folder, in other letters": ("tidy/only", (Edit(".GIT/config", b""),), "deny", "G114"),
    "git's folder, as a short name": ("tidy/only", (Edit("src/GIT~1/config", b""),), "deny", "G114"),
    "guard's folder, in other letters": ("tidy/only", (Edit(".GUARD/policy.yaml", b""),), "deny", "G107"),
    "a plan and code": ("tidy/only", (Edit(".guard/plans/x.yaml", b""), Edit("src/a", b"")), "deny", "G106"),
    "a plan and its story": ("", (Edit(".guard/plans/x.yaml", b""), Edit(".guard/plans/x.md", b"")), "allow", ""),
    "a program among the plans": ("", (Edit(".guard/plans/x.sh", b""),), "deny", "G107"),
    "a manifest": ("", (Edit(".guard/manifests/x.json", b""),), "deny", "G107"),
    "a plan, in a phase that only looks": ("split/look", (Edit(".guard/plans/x.yaml", b""),), "deny", "G104"),
    "what is routine, in a phase that only looks": ("split/look", (Edit("docs/d", b""),), "deny", "G104"),
    "work in a phase that is not open": ("chain/two", (Edit("chain/a", b""),), "deny", "G401"),
    "work in one that is": ("chain/one", (Edit("chain/a", b""),), "allow", ""),
    "what is routine, in one that is not": ("chain/two", (Edit("docs/d", b""),), "allow", ""),
    "a phase that does not stand": ("tidy/gone", (Edit("src/a", b""),), "deny", "G408"),
    "what several teams own": (
        "split/expand",
        (Edit("db/0002.sql", b"ALTER TABLE invoices ADD COLUMN a int;\n"),),
        "ask",
        "G403",
    ),
    "rights that widen": (
        "split/contract",
        (
            Edit(
                "deploy/r.yaml",
                b"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\n"
                b"rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n",
            ),
        ),
        "ask",
        "G403",
    ),
    "a secret": ("tidy/only", (Edit("src/settings.yaml", b"aws: AK" + b"IAQYLPMN5HFIQR7XYA\n"),), "deny", "G306"),
}


@pytest.mark.parametrize("name", DECIDED)
def test_decision(shared: Place, name: str) -> None:
    node, every, kind, rule = DECIDED[name]
    taken_up(shared, node)
    decision = edits(shared, *every)
    assert (decision.kind, decision.rule) == (kind, rule), decision.words


COMMANDS = {
    "another branch": ("tidy/only", "git switch --create more", "allow"),
    "a file as it was": ("tidy/only", "git restore other/c", "allow"),
    "settings of a harness from a branch": ("tidy/only", "git checkout main -- .claude/settings.json", "deny"),
    "tests of the project": ("tidy/only", "pytest -q src", "allow"),
    "a folder that comes": ("tidy/only", "mkdir -p src/more", "allow"),
    "a folder elsewhere": ("tidy/only", "cp src/a other/", "deny"),
    "several, one of them elsewhere": ("tidy/only", "touch src/a && echo b | tee src/b other/c", "deny"),
    "out of the work tree": ("tidy/only", "cp src/a ../a", "deny"),
    "a link's target": ("tidy/only", "echo x > src/out", "deny"),
    "what is thrown away": ("", "ls src 2>/dev/null >/dev/null", "allow"),
    "reading, where nothing is taken up": ("", "git log --oneline | head -3; cat src/a", "allow"),
    "writing, where nothing is taken up": ("", "echo x > src/a", "deny"),
    "writing what is routine": ("", "echo x > docs/d", "allow"),
    "what is taken up": ("tidy/only", "echo '{}' > .git/guard/taken.json", "deny"),
    "a push that no hook sees": ("tidy/only", "git push --no-verify", "deny"),
    "guard's own word": ("", "guard next --take tidy/only", "allow"),
    "unread, and out of scope": ("tidy/only", 'echo x > other/c; eval "$X"', "deny"),
    "unread": ("tidy/only", 'eval "$X"', "ask"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command(shared: Place, name: str) -> None:
    node, command, kind = COMMANDS[name]
    taken_up(shared, node)
    decision = judged(Call("shell", "Bash", str(shared.top), command=command), "deny")
    assert decision.kind == kind, decision.words
    assert not WAYS_ROUND.search(decision.words), decision.words


def test_a_session_begins_with_where_things_stand(shared: Place) -> None:
    for node, words in (
        ("", "nothing is taken up;"),
        ("tidy/only", "tidy/only;"),
        ("chain/two", "two, which is not open;"),
    ):
        taken_up(shared, node)
        told = edits(shared, event="start")
        assert told.kind == "allow" and words in told.context and "\n" not in told.context


def test_the_plan_that_covers_it_is_named(shared: Place) -> None:
    taken_up(shared, "")
    assert "guard next --take tidy/only" in write(shared, "src/a").words
    assert "guard plan new NAME" in write(shared, "elsewhere/a").words
    words = write(shared, "chain/a").words
    assert "--take chain/one" in words and "chain/two" not in words, "and none that is not open"


def test_a_phase_that_is_not_open_says_what_it_waits_for(shared: Place) -> None:
    taken_up(shared, "chain/two")
    words = write(shared, "chain/a").words
    assert "chain/two is taken up, and it waits for" in words and "guard next --drop" in words


def test_names_of_a_repository_are_escaped(shared: Place) -> None:
    taken_up(shared, "tidy/only")
    words = write(shared, "other/\x1b[31m\u202ex").words
    assert "\x1b" not in words and "\u202e" not in words and "\\x1b[31m\\u202ex" in words


def test_a_path_through_a_link_is_told_by_where_it_leads(shared: Place) -> None:
    taken_up(shared, "tidy/only")
    told = write(shared, "src/away/x")
    assert (told.kind, told.rule) == ("deny", "G101")
    assert f"src/away/x, which leads to {shared.root}/x lies outside of" in told.words


UP, DOWN = "ALTER TABLE users ADD COLUMN given text;\n", "ALTER TABLE users DROP COLUMN given;\n"
WAYS_BACK = {
    "golang-migrate": ("db/migrations/0002_given.up.sql", "db/migrations/0002_given.down.sql"),
    "diesel": ("db/migrations/2026-01-01-000000_given/up.sql", "db/migrations/2026-01-01-000000_given/down.sql"),
    "flyway": ("db/migration/V2__given.sql", "db/migration/U2__given.sql"),
}


@pytest.mark.parametrize("name", WAYS_BACK)
def test_a_way_back_is_held_to_the_way_forward_that_stands_beside_it(own: Place, name: str) -> None:
    taken_up(own, "split/expand")
    up, down = WAYS_BACK[name]
    assert write(own, down, DOWN).rule == "G104", "nothing says what it leads back from"
    own.write({up: UP})
    assert write(own, up, UP).kind == "allow"
    told = write(own, down, DOWN)
    assert told.kind == "allow", told.words
    assert write(own, down, "ALTER TABLE users DROP COLUMN name;\n").rule == "G104"
    own.write({up: "ALTER TABLE users DROP COLUMN name;\n"})
    assert write(own, down, "ALTER TABLE users ADD COLUMN name text;\n").rule == "G104", "nor is that one let through"


def test_a_repository_in_the_repository_is_another_one(own: Place) -> None:
    make_repository(own.top / "src/inner")
    taken_up(own, "tidy/only")
    told = write(own, "src/inner/a")
    assert told.kind == "deny" and "another repository" in told.words


PIECES = ("src", "a", "..", ".", ".git", ".GIT", "git~1", "out", "in", "away", "never", "other", "c", ".guard", "", "~")
ODD = ("\0", "\udcff", "\ud800", "\n", "\x1b", "new", "aux", ".claude", "settings.yaml", "db", "x.sql")
PATHS = st.lists(st.sampled_from((*PIECES, *ODD)), min_size=1, max_size=6).map("/".join)
SEVERAL = st.lists(
    st.builds(Edit, PATHS, st.none() | st.binary(max_size=9), st.booleans()), min_size=1, max_size=3
).map(tuple)


@given(SEVERAL, st.sampled_from(("", "tidy/only", "split/look", "chain/two", "tidy/gone")))
def test_what_passes_is_a_file_of_the_scope(shared: Place, every: tuple[Edit, ...], node: str) -> None:
    """Whatever is asked, it is answered; and nothing passes that leads out of the scope of what is taken up."""
    taken_up(shared, node)
    top = os.path.realpath(shared.top)
    if edits(shared, *every).kind != "deny":
        for one in every:
            place = os.path.realpath(os.path.join(top, one.path))
            assert place.startswith(top + "/") and not place.startswith(top + "/.git/")
            path = place[len(top) + 1 :]
            gone = one.delete and path not in (*FILES, "src", "other", "docs", "db", ".guard", ".claude")
            draft = path.startswith(".guard/plans/") and node != "split/look"
            scope = f"{path}/".startswith("src/") and not path.startswith("src/never/") and node == "tidy/only"
            assert gone or draft or scope or path.startswith("docs/"), one


# Where nothing is held to anything, and where nobody can tell


def test_outside_of_repositories_nothing_is_said(tmp_path: Path) -> None:
    for event in ("edit", "start", "other", "read", "end"):
        call = Call(event, "Write", str(tmp_path), (Edit(str(tmp_path / "a"), b""),))  # type: ignore[arg-type]
        assert judged(call, "deny") == Decision("allow")


def test_without_a_policy_nothing_is_said_but_as_a_session_begins(tmp_path: Path) -> None:
    made = work(tmp_path, {"docs/d": "d\n"})
    assert write(made, "src/a") == Decision("allow")
    assert edits(made, event="start").context.startswith("guard: not adopted")
    assert not (made.git_dir / "guard").exists(), "nothing is left behind"


def test_a_repository_that_begins_is_not_held_up(tmp_path: Path) -> None:
    make_repository(tmp_path)
    assert judged(Call("edit", "Write", str(tmp_path), (Edit("a", b""),)), "deny") == Decision("allow")


def test_a_repository_that_guard_was_put_into_is_never_passed_over(tmp_path: Path) -> None:
    make_repository(tmp_path)
    (tmp_path / ".git/guard").mkdir()
    (tmp_path / ".git/guard/trusted").write_text("refs/heads/gone\n")
    call = Call("edit", "Write", str(tmp_path), (Edit("a", b""),))
    assert [judged(call, on_error).kind for on_error in ("deny", "allow")] == ["deny", "ask"]  # type: ignore[arg-type]


def test_documents_that_cannot_be_read_stop_it(tmp_path: Path) -> None:
    made = work(tmp_path, {**FILES, ".guard/policy.yaml": "id: [\n"})
    told = write(made, "docs/d")
    assert told.kind == "deny" and "nothing was judged" in told.words
    assert edits(made, Edit("docs/d", b""), on_error="allow").kind == "ask"


def test_a_call_that_cannot_be_read_is_a_question(shared: Place) -> None:
    for event in ("edit", "other", "shell"):
        call = Call(event, "Tool", str(shared.top), unread="the payload is odd")  # type: ignore[arg-type]
        told = judged(call, "deny")
        assert told.kind == "ask" and "the payload is odd" in told.words


def test_an_edit_that_reaches_into_another_repository_is_held_to_that_one(own: Place, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    call = Call("edit", "Write", str(outside), (Edit(str(own.top / "src/a"), b""),))
    assert judged(call, "deny").rule == "G102"


# Hints: they save time, and decide nothing in CI


def test_trees_are_kept_and_a_second_edit_asks_no_git(own: Place) -> None:
    taken_up(own, "tidy/only")
    assert write(own, "src/a").kind == "allow"
    ground = ground_of(own)
    with Proposed(ground, hint=True) as repository:
        trigger = Trigger("staged", cache=True)
        assert trust.read(repository, trigger, *trust.trusted_commit(repository, trigger)).adopted
        assert b"a" in repository.folders(repository.tree(repository.head), [b"src"])[b"src"]
        assert repository.processes == 0


def test_what_is_kept_stays_small(own: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_up(own, "tidy/only")
    sizes = []
    for number in range(4):
        own.stage({f"docs/{number}": "more\n"})
        own.commit()
        monkeypatch.setattr(keeping, "BESIDE", 1_000 if number < 2 else 0)
        assert write(own, "src/a").kind == "allow"
        kept = cache.load_file(str(own.git_dir), NAME, 1 << 20)
        assert isinstance(kept, dict) and own.head() + "^{tree}" in kept
        sizes.append(len(kept))
    assert sizes[1] > sizes[0] and sizes[3] <= sizes[0], sizes
    monkeypatch.setattr(keeping, "MOST", 0)
    before = (own.git_dir / "guard/cache" / NAME).read_bytes()
    assert write(own, "docs/new").kind == "allow"
    assert (own.git_dir / "guard/cache" / NAME).read_bytes() == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"x": 1}', '{"x": [["a"]]}', '{"x": [["a", "b", "zz"]]}', "\x00"])
def test_a_hint_that_is_none_counts_as_absent(own: Place, text: str) -> None:
    taken_up(own, "tidy/only")
    first = [write(own, path) for path in ("src/a", "other/c")]
    for name in os.listdir(own.git_dir / "guard/cache"):
        (own.git_dir / "guard/cache" / name).write_text(text)
    assert [write(own, path) for path in ("src/a", "other/c")] == first


def test_in_ci_no_hint_is_read_or_written(own: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    taken_up(own, "chain/two")
    assert write(own, "chain/a").rule == "G401"
    assert not (own.git_dir / "guard/cache").exists()


def test_whether_a_phase_is_open_is_asked_again_once_the_branch_moves(own: Place) -> None:
    taken_up(own, "chain/two")
    ground = ground_of(own)
    with Proposed(ground) as repository:
        trigger = Trigger("staged")
        trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
    assert openness.closed(ground, trusted, "chain/two") is not None
    kept = cache.load_file(ground.common_dir, openness.NAME, openness.LARGEST)
    assert isinstance(kept, dict) and "chain/two" in kept["closed"] and "chain/one" not in kept["closed"]
    opened = {**kept, "closed": {}}
    import json

    cache.store_file(ground.common_dir, openness.NAME, json.dumps(opened))
    assert openness.closed(ground, trusted, "chain/two") is None, "what was kept of this state is believed"
    own.stage({"docs/d": "more\n"})
    own.commit()
    own.git("branch", "-f", "main", "work")
    moved = trusted._replace(oid=own.head().encode())
    assert openness.closed(ground, moved, "chain/two") is not None
    cache.store_file(ground.common_dir, openness.NAME, json.dumps({**opened, "at": 0}))
    assert openness.closed(ground, moved, "chain/two") is not None, "and for an hour at most"


# Where a repository is, and what its refs are at, read by hand


def packed(made: Place) -> None:
    made.git("pack-refs", "--all")


def detached(made: Place) -> None:
    made.git("switch", "--quiet", "--detach")


def remote(made: Place) -> None:
    made.git("update-ref", "refs/remotes/origin/main", "main")
    made.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")


def plain(_: Place) -> None:
    pass


@pytest.mark.parametrize("shape", [plain, packed, detached, remote])
def test_refs_by_hand_are_those_of_git(own: Place, shape: Callable[[Place], None]) -> None:
    shape(own)
    files = Files(ground_of(own))
    assert files.head() == own.head().encode()
    assert files.at(b"refs/heads/main") == own.git("rev-parse", "main").encode()
    assert files.at(b"refs/heads/none") == b""
    told = run([GIT, "rev-parse", "--verify", "--quiet", "refs/remotes/origin/HEAD"], own.top, own.environment)
    assert (files.at(b"refs/remotes/origin/HEAD") or b"").decode() == told.out.strip()


@pytest.mark.parametrize("name", [b"HEAD", b"refs/../HEAD", b"refs/heads/\0", b""])
def test_what_is_no_full_name_is_left_to_git(own: Place, name: bytes) -> None:
    assert Files(ground_of(own)).at(name) is None


def test_refs_that_stand_in_other_files_are_left_to_git(own: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(own.git_dir))
    assert (Files(ground_of(own)).head(), Files(ground_of(own)).at(b"refs/heads/main")) == (None, None)
    monkeypatch.delenv("GIT_DIR")
    (own.git_dir / "reftable").mkdir()
    assert (Files(ground_of(own)).head(), Files(ground_of(own)).at(b"refs/heads/main")) == (None, None)


def test_a_second_work_tree_has_a_phase_of_its_own(own: Place, tmp_path: Path) -> None:
    taken_up(own, "tidy/only")
    own.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "second"), "main")
    second = around(str(tmp_path / "second/src"))
    assert second is not None
    assert (second.top, second.common_dir) == (str(tmp_path / "second"), str(own.git_dir))
    assert judged(Call("edit", "Write", second.top, (Edit("src/a", b""),)), "deny").rule == "G102"
    assert write(own, "src/a").kind == "allow"


def test_objects_of_sha256_are_read_as_well(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "r", "sha256")
    tree = made.tree(made.files({path.encode(): text.encode() for path, text in FILES.items()}))
    made.ref(b"refs/heads/main", made.commit(tree))
    decision = judged(Call("edit", "Write", str(tmp_path / "r"), (Edit("src/a", b""),)), "deny")
    assert decision.rule == "G102"


def test_a_log_that_is_none_is_never_one_that_says_nothing(own: Place) -> None:
    taken_up(own, "tidy/only")
    assert write(own, "src/a").kind == "allow"
    own.git("update-ref", "refs/heads/guard-log", own.head())
    told = write(own, "src/a")
    assert (told.kind, told.rule[:3]) == ("ask", "G50")
    assert "nobody can tell whether tidy/only" in told.words and "end your turn" in told.words


def test_a_repository_that_was_taken_to_pieces_is_not_outside_of_all(own: Place) -> None:
    taken_up(own, "tidy/only")
    (own.git_dir / "HEAD").rename(own.git_dir / "gone")
    told = write(own, "other/c")
    assert (told.kind, told.rule) == ("deny", "G801")
    assert "no git repository any more" in told.words
