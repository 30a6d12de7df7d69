"""A scratch place: plain files are let alone there, and nothing that lies there counts for more than that."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guard_hooks.agents import scratch
from guard_hooks.agents.call import Call, Decision, Edit
from guard_hooks.agents.judging import judged
from guard_hooks.agents.place import around
from guard_hooks.agents.scratch import roots
from tests.harnessed import ask, call, taken_up, work
from tests.repos import make_repository
from tests.running import WAYS_ROUND, Place


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return work(tmp_path_factory.mktemp("beside"))


@pytest.fixture
def place(ground: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The machine's folder for temporary files."""
    folder = laid(ground, tmp_path / "t")
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    shutil.rmtree(folder)


def laid(ground: Place, folder: Path) -> Path:
    """What somebody may have put there."""
    for name in ("plain", "bare/objects", "bare/refs", "second", "trust/plans", "tree/deep", "names"):
        (folder / name).mkdir(parents=True)
    for name in ("plain/a", "bare/HEAD", "trust/policy.yaml"):
        (folder / name).write_text("x\n")
    (folder / "second/.git").write_text(f"gitdir: {ground.git_dir}\n")
    make_repository(folder / "repo")
    (folder / "link").symlink_to(ground.top / "src")
    (folder / "steers").symlink_to(ground.top / ".guard/policy.yaml")
    (folder / "tree/deep/out").symlink_to(ground.top)
    os.link(ground.top / "src/b", folder / "two")
    os.link(ground.top / "src/b", folder / "names/two")
    os.mkfifo(folder / "fifo")
    return folder


def told(ground: Place, place: Path, command: str, node: str = "tidy/only") -> Decision:
    taken_up(ground, node)
    text = command.replace("{t}", str(place)).replace("{top}", str(ground.top))
    decision = judged(Call("shell", "Bash", str(ground.top), command=text), "deny")
    assert not WAYS_ROUND.search(decision.words), decision.words
    return decision


def writes(ground: Place, path: str, content: bytes | None = b"x\n", delete: bool = False) -> Decision:
    return judged(Call("edit", "Write", str(ground.top), (Edit(path, content, delete),)), "deny")


# Plain files and folders are let alone, whatever is taken up

WRITTEN = ("new", "plain/a", "plain/new", "new/deep/er/x", "./plain//a")


@pytest.mark.parametrize("node", ["", "tidy/only", "split/look", "chain/two"])
def test_a_plain_file_is_let_alone_in_every_phase(ground: Place, place: Path, node: str) -> None:
    taken_up(ground, node)
    for path in WRITTEN:
        assert writes(ground, f"{place}/{path}") == Decision("allow")
    assert writes(ground, f"{place}/plain/a", delete=True) == Decision("allow")
    assert told(ground, place, "echo x > {t}/new && cat {t}/new", node) == Decision("allow")


LET_ALONE = (
    "mkdir -p {t}/d && cd {t}/d && tar xf a.tar && ls",
    "mkdir {t}/d && cd {t}/d && curl -O https://example.org/a.tgz && tar xzf a.tgz && cat a/b",
    "curl -sL https://example.org/a.tgz | tar xz -C {t}/d",
    "echo x > {t}/d/a; cp -r src {t}/d",
    "ruff check {t}/plain/a",
    "pytest --junitxml={t}/j.xml",
    "go test -coverprofile={t}/c.out ./... && go tool cover -func={t}/c.out",
    "pytest --basetemp={t}/kept -q",
    "gh pr view 3 --json body --jq .body --template {t}/plain/a",
    "guard plan lint {t}/plain/a",
    *("echo x > {t}/n", "echo x | tee {t}/n {t}/plain/a", "mkdir -p {t}/d/e && cp src/a {t}/d/", "cp -r src {t}/copy"),
    *("rm -rf {t}/plain", "rm {t}/plain/a", "rm -f {t}/plain/*", "git diff > {t}/p", "tar czf {t}/a.tgz src"),
    *("tar xf a.tar -C {t}/out", "sed -i s/a/b/ {t}/plain/a", "mv {t}/plain/a {t}/plain/b", "cat {t}/plain/a | wc -l"),
    *("cd {t}/plain && echo x > b && ls", "curl -o {t}/x https://example.org", "mktemp -d", "diff {t}/plain/a src/a"),
    *("git commit -F {t}/plain/a", "echo x > {t}/m && git commit -F {t}/m", "pytest -q > {t}/log 2>&1", "ls {t}"),
    *(
        "TMPDIR={t}/plain pytest -q",
        "git archive HEAD | tar -x -C {t}/out",
        "touch {t}/x; touch {t}/x",
        "grep -rn git {t}",
    ),
    *(
        "cp src/a {t}/x && rm {t}/x",
        "cp -r src {t}/copy && rm -rf {t}/copy",
        "TMPDIR=/tmp pytest",
        "unzip a.zip -d {t}/z",
    ),
)


@pytest.mark.parametrize("command", LET_ALONE)
def test_a_command_that_writes_there_is_let_alone(ground: Place, place: Path, command: str) -> None:
    decision = told(ground, place, command)
    assert decision.kind == "allow", decision.words


def test_a_harness_is_told_nothing_of_it(ground: Place, place: Path) -> None:
    taken_up(ground, "split/look")
    kept, ground.environment["TMPDIR"] = ground.environment["TMPDIR"], str(place)
    assert ask(ground, call(ground, "Write", file_path=f"{place}/new", content="x\n")).out is None
    assert ask(ground, call(ground, "Write", file_path=f"{place}/link/a", content="x\n")).kind == "deny"
    assert ask(ground, call(ground, "Write", file_path="src/a", content="x\n")).kind == "deny"
    ground.environment["TMPDIR"] = kept


# What leads elsewhere, is a repository, or is more than a plain file

NOT_THERE = (
    *("", ".", "steers", "repo/x", "repo/.git/config", "bare/config", "bare/hooks/x"),
    *("second/x", "trust/policy.yaml", "trust/plans/x.yaml", "two", "fifo", "fifo/x", "plain/a/x", "tree/", "names/"),
    *(
        "plain/.git",
        "plain/.GIT/config",
        "new/.git",
        "plain/git~1/x",
        "plain/.guard/x",
        "guard-drill-x/a",
        "tree/deep/out/other/c",
        "../x",
    ),
    *("plain/../plain/a", "bare/", "repo/", "plain/.gi\u200ct/x"),
)


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_is_no_plain_file_there_is_refused(ground: Place, place: Path, path: str) -> None:
    taken_up(ground, "tidy/only")
    for delete in (False, True):
        decision = writes(ground, f"{place}/{path}", delete=delete)
        assert decision.kind == "deny", decision.words


def test_a_file_of_the_tree_is_judged_as_one_by_whatever_path(ground: Place, place: Path) -> None:
    taken_up(ground, "tidy/only")
    assert writes(ground, f"{place}/steers").rule == "G107"
    for path in ("link/a", "./link/a", "tree/deep/out/src/a"):
        assert writes(ground, f"{place}/{path}").kind == "allow", "the phase covers it"
    assert writes(ground, f"{place}/tree/deep/out/other/c").rule == "G101"
    assert writes(ground, f"{place}/link", delete=True).rule == "G104", "what it leads to is a folder of the phase"


def test_a_folder_that_nobody_can_look_through_is_none(
    ground: Place, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_up(ground, "tidy/only")
    for number in range(5):
        (place / f"plain/{number}").touch()
    monkeypatch.setattr(scratch, "MOST", 6)
    assert writes(ground, f"{place}/plain/", delete=True).kind == "allow"
    monkeypatch.setattr(scratch, "MOST", 5)
    assert writes(ground, f"{place}/plain/", delete=True).kind == "deny"


REFUSED = (
    "mkdir {t}/d; tar xf a.tar -C {t}/d; touch {t}/d/l",
    "(sleep 1; echo x > {t}/d/l) & tar xf a.tar -C {t}/d",
    "(sleep 1; echo x > {t}/d/l) | tar xf a.tar -C {t}/d",
    "for i in a b; do echo x > {t}/d/l; tar xf a.tar -C {t}/d; done",
    "trap 'echo x > {t}/d/l' EXIT; tar xf a.tar -C {t}/d",
    "cat <(sleep 1; echo x > {t}/d/l) > {t}/y; cp -a src/in {t}/d/l",
    *(
        "echo x > {t}/link/../../t/steers",
        "rm -rf {t}",
        "rm -rf {t}/repo",
        "rm -rf {t}/tree",
        "rm {t}/*",
        "touch {t}/two",
    ),
    *("ln -s /etc {t}/l", "ln -s {top}/src {t}/l", "ln src/a {t}/h", "ln .guard/policy.yaml {t}/h", "ln -s src/a {t}/"),
    *("ln .guard/policy.yaml {t}", "cp -l .guard/policy.yaml {t}/h", "cp -al .guard {t}/g", "cp -s {top}/src/a {t}/l"),
    *(
        "git clone . {t}/c",
        "git init {t}/c",
        "git worktree add {t}/c",
        "git worktree add -b x {t}/c",
        "cp -r .git {t}/g/.git",
    ),
    *(
        "cp -a src {t}/s; echo x > {t}/s/away/x",
        "cp -a src/in {t}/l; echo x > {t}/l",
        "mv src/in {t}/l; echo x > {t}/l/x",
    ),
    *(
        "tar xf a.tar -C {t}/d && echo x > {t}/d/l/x",
        "unzip a.zip -d {t}/d; touch {t}/d/x",
        "rsync -a src/ {t}/d; rm {t}/d/*/x",
    ),
    *(
        "while true; do cp -a src/in {t}/l; done",
        "cp -P src/in {t}//l; echo x > {t}/./l",
        "mv .guard/policy.yaml {t}/p",
    ),
    *(
        "TMPDIR=.git/hooks mktemp",
        "TMPDIR={top}/.guard pytest",
        "export TMPDIR=other; pytest",
        "env TMPDIR=.guard pytest",
    ),
    *(
        "echo x > {t}/p; cp {t}/p .guard/policy.yaml",
        "f={t}/p; echo x > {t}/p; cp $f .guard/policy.yaml",
        "mv {t}/plain/a other/c",
    ),
    *(
        "cd {t}; echo x > p; cp p {top}/.guard/policy.yaml",
        "cp {t}/* .guard/plans/",
        "cp {t}/plain/a other/c",
        "cp -r {t}/plain .guard",
    ),
    *(
        "cp {t}/plain/a .git/hooks/pre-commit",
        "install -m 755 {t}/plain/a .git/hooks/pre-commit",
        "cat {t}/plain/a > .guard/policy.yaml",
    ),
)


@pytest.mark.parametrize("command", REFUSED)
def test_a_command_that_makes_more_of_it_is_refused(ground: Place, place: Path, command: str) -> None:
    decision = told(ground, place, command)
    assert decision.kind == "deny", decision


PIECES = (
    "plain",
    "a",
    "new",
    "..",
    ".",
    "",
    "link",
    "repo",
    ".git",
    "bare",
    "HEAD",
    "second",
    "tree",
    "deep",
    "out",
    "names",
)
MORE = (
    "two",
    "steers",
    "fifo",
    "trust",
    "src",
    ".GIT",
    "git~1",
    ".guard",
    "policy.yaml",
    "~",
    "x\n",
    "\udcff",
    "never",
    "other",
    "c",
)
PATHS = st.lists(st.sampled_from((*PIECES, *MORE)), min_size=1, max_size=5).map("/".join)


@pytest.fixture(scope="module")
def kept(ground: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(ground, tmp_path_factory.mktemp("kept"))


@given(path=PATHS, delete=st.booleans(), node=st.sampled_from(("", "tidy/only", "split/look")))
@example(path="link/a", delete=False, node="split/look")
def test_what_passes_lies_there_or_is_of_the_scope(
    ground: Place, kept: Path, path: str, delete: bool, node: str
) -> None:
    """Whatever path is said: what passes is a plain file or folder there, or a file of the tree that may be written."""
    taken_up(ground, node)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(kept))
        allowed = writes(ground, f"{kept}/{path}", delete=delete).kind == "allow"
    real = os.path.realpath(f"{kept}/{path}")
    if allowed and real.startswith(f"{os.path.realpath(ground.top)}/"):
        gone = delete and not os.path.lexists(real)
        assert node == "tidy/only" and (gone or "/src/" in f"{real}/") and "/never/" not in f"{real}/"
    elif allowed:
        inside = os.path.relpath(real, os.path.realpath(kept)).split("/")
        assert inside[0] not in ("..", ".", "repo", "bare", "second", "trust", "link", "steers", "two", "names", "fifo")
        assert inside[0] != "tree" or inside[1:], "a link leads out of it"
        assert not {".git", ".GIT", "git~1", ".guard"} & set(inside)


# What lies there is code of nobody

ASKED = (
    "git --git-dir={t}/repo/.git status",
    "git --git-dir {t}/bare log",
    "git --work-tree={t} diff",
    "git fetch {t}/repo main",
    "git pull {t}/repo main",
    "git remote add x {t}/repo",
    "pytest @{t}/words",
    "cd - && pytest",
    "cd $TMPDIR; git status",
    "cd {t} && ls && git log",
    "{t}/venv/bin/ls",
    "cd {t} && venv/bin/ls",
    "source {t}/venv/bin/activate",
    "{t}/.venv/bin/python -m pytest",
    "timeout 5 {t}/node_modules/.bin/cat x",
    "export PYTHONPATH={t}; pytest",
    "NODE_PATH={t}/x; export NODE_PATH; npm test",
    "pytest --junitxml={t}/t.py {t}/t.py",
    "echo x > {t}/t.py; pytest --junitxml={t}/t.py",
    "cd {t}/plain && gh pr list",
    *(
        "bash {t}/plain/a",
        "{t}/plain/a",
        "source {t}/plain/a",
        "python {t}/plain/a",
        "git apply {t}/plain/a",
        "sh < {t}/plain/a",
    ),
    *(
        "echo x > {t}/p; git apply {t}/p",
        "echo x > {t}/p; bash {t}/p",
        "f={t}/p; echo x > {t}/p; bash $f",
        "patch -p1 < {t}/plain/a",
    ),
    *(
        "pytest {t}/plain/t.py",
        "pytest {t}/*.py",
        "x={t}/t.py; pytest $x",
        "pytest $TMPDIR/t.py",
        "cd {t}/plain && pytest",
        "cd {t}; make",
    ),
    *(
        "pytest a; pytest {t}/t.py",
        "pytest -c {t}/p.ini",
        "pytest --rootdir={t}/plain",
        "make -f {t}/M",
        "make -C {t}/plain",
        "npm --prefix {t}/x test",
    ),
    *(
        "cargo test --manifest-path={t}/x/Cargo.toml",
        "pip install {t}/plain",
        "cd {t}/plain && npm ci",
        "PYTHONPATH={t} pytest",
        "eslint -c{t}/e.js src",
    ),
    *(
        "mypy --config-file {t}/m.ini src",
        "cd {t}/plain && mypy .",
        "prettier --check --config={t}/p.js .",
        "(cd {t}/plain; pytest)",
    ),
    *(
        "git -C {t}/repo status",
        "cd {t}/repo && git status",
        "cd {t}/plain && git init && git status",
        "git -C{t}/repo log",
        "env git -C {t}/bare log",
    ),
    *(
        "timeout 5 pytest {t}/t.py",
        "find {t} -name 't*' -exec pytest {} +",
        "ls {t}/*.py | xargs pytest",
        "bash -c 'pytest {t}/t.py'",
        "cp {t}/plain/a src/settings.yaml",
    ),
    *(
        "cd src && pytest ../../../../../../../../../../{t}/t.py",
        "for f in {t}/*; do pytest $f; done",
        "pip install -r {t}/r.txt",
        "d=$(mktemp -d); pytest $d",
    ),
)


@pytest.mark.parametrize("command", ASKED)
def test_what_runs_or_steers_from_there_is_a_question(ground: Place, place: Path, command: str) -> None:
    decision = told(ground, place, command)
    assert decision.kind == "ask", decision


def test_what_was_written_there_before_makes_nothing_milder(ground: Place, place: Path) -> None:
    for command in (*ASKED, *REFUSED):
        alone = told(ground, place, command).kind
        assert told(ground, place, f"echo x > {{t}}/before; {command}").kind == alone, command


AS_EVER = (
    "git fetch origin main",
    'cd "$x" && pytest',
    'cd "$(git rev-parse --show-toplevel)" && make test',
    "git remote add x https://example.org/x.git",
    *(
        "cp {t}/plain/a src/a",
        "cp {t}/plain/a src/new",
        "pytest src",
        "pytest {top}/src",
        "cd src && pytest",
        "make -j4 test",
    ),
    *(
        "git -C {top} status",
        "cd {top} && git status",
        'for f in src/*; do pytest "$f"; done',
        "make -j$(nproc)",
        "cp {t}/plain/a docs/d",
    ),
    *(
        "/usr/bin/make test",
        "npm test -- --watch=false",
        "mypy src",
        "{top}/.venv/bin/pytest {top}/src/a",
        "ruff check {top}/src",
    ),
)


@pytest.mark.parametrize("command", AS_EVER)
def test_what_is_of_the_work_tree_stays_as_it_was(ground: Place, place: Path, command: str) -> None:
    decision = told(ground, place, command)
    assert decision.kind == "allow", decision.words


# Where such a place may be


def test_a_folder_for_temporary_files_is_one_of_its_own(
    ground: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = around(str(ground.top))
    home = tmp_path / "home"
    for folder in (home / ".config/x", home / "tmp", tmp_path / "fine", ground.top / "build"):
        folder.mkdir(parents=True)
    (tmp_path / "leads").symlink_to(tmp_path / "fine")
    monkeypatch.setenv("HOME", str(home))
    usual = roots_of(monkeypatch, here, "")
    assert usual and set(usual) <= {os.path.realpath(one) for one in scratch.USUAL}
    for wrong in (
        ground.top,
        ground.top / "build",
        ground.git_dir,
        home,
        home / ".config/x",
        tmp_path,
        "/",
        "fine",
        tmp_path / "no",
    ):
        assert roots_of(monkeypatch, here, str(wrong)) == usual, wrong
    for right in (tmp_path / "fine", home / "tmp", tmp_path / "leads"):
        assert roots_of(monkeypatch, here, str(right)) == (os.path.realpath(right),)


def roots_of(monkeypatch: pytest.MonkeyPatch, here: object, folder: str) -> tuple[str, ...]:
    monkeypatch.setenv("TMPDIR", folder)
    return roots(here)  # type: ignore[arg-type]


def test_what_programs_and_people_go_by_is_none(ground: Place, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_up(ground, "tidy/only")
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{place}/venv/bin:{place}/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", f"{place}/settings")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", f"{place}/gitconfig")
    for path in ("venv/lib/x.py", "venv", "bin/ls", "settings/git/config", "gitconfig"):
        told = writes(ground, f"{place}/{path}")
        assert told.kind == "deny" and scratch.NO_PLACE in told.words
    assert writes(ground, f"{place}/lib/x").kind == "allow"


def test_the_home_of_a_person_is_none(ground: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_up(ground, "tidy/only")
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(scratch, "USUAL", (str(tmp_path),))
    assert writes(ground, f"{tmp_path}/home/.gitconfig").kind == "allow"
    monkeypatch.setenv("HOME", f"{tmp_path}/home")
    assert writes(ground, f"{tmp_path}/home/.gitconfig").kind == "deny"
    assert writes(ground, f"{tmp_path}/other").kind == "allow"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert writes(ground, f"{tmp_path}/other").kind == "deny"


def test_why_it_is_none_is_told(ground: Place, place: Path) -> None:
    for command in ("ln -s /etc {t}/l", "rm -rf {t}/repo", "touch {t}/two"):
        assert scratch.NO_PLACE in told(ground, place, command).words
    assert "$TMPDIR" in told(ground, place, "touch /etc/x").words


def test_a_folder_within_a_repository_is_none(ground: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository(tmp_path / "shop")
    (tmp_path / "shop/tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "shop/tmp"))
    taken_up(ground, "tidy/only")
    assert writes(ground, f"{tmp_path}/shop/tmp/x").kind == "deny"


def test_a_path_that_is_not_said_in_full_is_none(ground: Place) -> None:
    taken_up(ground, "tidy/only")
    assert writes(ground, "../x").kind == "deny"
    assert writes(ground, f"{ground.top}/../x").kind == "deny"


def test_the_home_of_a_person_is_told_as_what_it_is(
    ground: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    decision = told(ground, tmp_path, "ls > ~/x")
    assert decision.kind == "deny" and f"~/x, which leads to {tmp_path}/x, lies outside of" in decision.words
    assert "means two places" in told(ground, tmp_path, "ls > ~nobody-of-that-name/x").words
    assert told(ground, tmp_path, "ls > src/~").kind == "allow"
    assert told(ground, tmp_path, "ls > './~x'").kind == "deny"
    monkeypatch.setenv("HOME", str(ground.top))
    assert "means two places" in told(ground, tmp_path, "ls > ~/src/a").words


def test_a_folder_below_the_plans_holds_none(ground: Place) -> None:
    taken_up(ground, "tidy/only")
    for path in (".guard/plans/sub/new.yaml", ".guard/plans/sub/new.md", ".guard/plans/new.yaml/x.md"):
        decision = writes(ground, path)
        assert (decision.kind, decision.rule) == ("deny", "G107") and "would be no plan" in decision.words
    assert writes(ground, ".guard/plans/new.yaml").kind == "allow"
    assert told(ground, Path(), "mkdir -p .guard/plans/sub").kind == "deny"
