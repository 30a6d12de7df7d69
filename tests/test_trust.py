"""What counts: which branch is trusted, the documents there in every odd shape, and those of a trust directory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard import __version__
from guard.errors import GuardError
from guard.model.trigger import Trigger
from guard.trust import INSTALLED, Trusted, read, trusted_commit
from guard.trust.directory import read_directory
from tests.repos import EXECUTABLE, FILE, SUBMODULE, SYMLINK, Entry, Maker, new_repository

POLICY = b"id: 5f0c2b7e\nversion: 7\nneeds_plan: [file.add]\n"
PLAN = b"plan: %s\nversion: 1\nowner: dana\nwhy: x\nscope: {paths: [/src/**]}\nphases: {p: {does: [file.add]}}\n"
STAGED = Trigger("staged")
REMOTE, MAIN, MASTER = b"refs/remotes/origin/HEAD", b"refs/heads/main", b"refs/heads/master"


@pytest.fixture
def made() -> Iterator[Maker]:
    with new_repository() as maker:
        yield maker


def refused(ask: Callable[[], object]) -> GuardError:
    with pytest.raises(GuardError) as caught:
        ask()
    assert caught.value.what
    assert caught.value.where
    assert caught.value.mend
    return caught.value


# which branch


def a_commit(made: Maker, word: bytes) -> bytes:
    return made.commit(made.tree(made.files({b"a": word})))


def installed(made: Maker, content: bytes) -> None:
    made.write(f".git/{INSTALLED}", content)


def chosen(made: Maker, trigger: Trigger = STAGED) -> tuple[str, bytes]:
    with made.opened() as repository:
        return trusted_commit(repository, trigger)


ORDER = [b"refs/heads/named", b"refs/heads/installed", REMOTE, MAIN]


@pytest.mark.parametrize("first", range(4))
def test_the_first_of_the_order_is_trusted(made: Maker, first: int) -> None:
    """What the command names, what install wrote, what the remote says, the only one of main and master."""
    ids = {ref: a_commit(made, ref) for ref in ORDER}
    for ref in ORDER[first:]:
        made.ref(ref, ids[ref])
    if first <= 1:
        installed(made, b"refs/heads/installed\n")
    trigger = Trigger("staged", trusted="refs/heads/named") if first == 0 else STAGED
    assert chosen(made, trigger) == (ORDER[first].decode(), ids[ORDER[first]])


@pytest.mark.parametrize("ref", [MAIN, MASTER])
def test_one_of_main_and_master(made: Maker, ref: bytes) -> None:
    made.ref(ref, a_commit(made, b"1"))
    assert chosen(made) == (ref.decode(), a_commit(made, b"1"))


def test_the_head_of_the_remote_is_followed(made: Maker) -> None:
    made.ref(b"refs/remotes/origin/trunk", a_commit(made, b"1"))
    made.ref(REMOTE, b"ref: refs/remotes/origin/trunk")
    made.ref(MAIN, a_commit(made, b"2"))
    assert chosen(made) == (REMOTE.decode(), a_commit(made, b"1"))


def test_a_head_of_the_remote_that_leads_nowhere_is_not_passed_over(made: Maker) -> None:
    made.ref(REMOTE, b"ref: refs/remotes/origin/gone")
    made.ref(MAIN, a_commit(made, b"2"))
    assert refused(lambda: chosen(made)).rule in ("G804", "G812")


def test_a_short_name_on_the_command_line(made: Maker) -> None:
    """Of a fetched branch the whole of it is told: by the remote in it the log is found."""
    one = a_commit(made, b"1")
    full = "refs/remotes/fork/main"
    made.ref(full.encode(), one)
    made.ref(MAIN, one)
    for word in ("fork/main", "remotes/fork/main", full):
        assert chosen(made, Trigger("staged", trusted=word)) == (full, one)
    for word in ("main", "fork/main~0", one.decode()):
        assert chosen(made, Trigger("staged", trusted=word)) == (word, one)
    made.ref(b"refs/remotes/fork/HEAD", one)
    assert chosen(made, Trigger("staged", trusted="fork")) == ("refs/remotes/fork/HEAD", one)


@pytest.mark.parametrize("refs", [(), (MAIN, MASTER), (b"refs/heads/other",), (b"refs/tags/main",)])
def test_without_one_nothing_is_trusted(made: Maker, refs: tuple[bytes, ...]) -> None:
    for ref in refs:
        made.ref(ref, a_commit(made, b"1"))
    error = refused(lambda: chosen(made))
    assert error.rule == "G812"
    assert ("both" in error.what) == (len(refs) == 2)
    assert "--trusted" in error.mend


@pytest.mark.parametrize("word", ["refs/heads/gone", "gone", ""])
def test_what_is_named_must_stand(made: Maker, word: str) -> None:
    """Nothing further down the order takes its place."""
    made.ref(MAIN, a_commit(made, b"1"))
    assert refused(lambda: chosen(made, Trigger("staged", trusted=word))).rule == "G805"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"refs/heads/gone\n", id="a branch that is gone"),
        pytest.param(b"", id="empty"),
        pytest.param(b"main\n", id="a short name"),
        pytest.param(b"0" * 40, id="an object id"),
        pytest.param(b"refs/heads/main~0\n", id="an expression"),
        pytest.param(b"\xff\xfe", id="no text"),
    ],
)
def test_what_install_wrote_must_stand(made: Maker, content: bytes) -> None:
    made.ref(MAIN, a_commit(made, b"1"))
    made.ref(b"refs/heads/other", a_commit(made, b"2"))
    installed(made, content)
    error = refused(lambda: chosen(made))
    assert error.rule == "G812"
    assert "guard install --trusted" in error.mend


def test_two_lines_of_install_are_none(made: Maker) -> None:
    made.ref(MAIN, a_commit(made, b"1"))
    installed(made, b"refs/heads/main\nrefs/heads/main\n")
    assert refused(lambda: chosen(made)).rule in ("G805", "G812")


@pytest.mark.parametrize("shape", ["folder", "pipe", "link to nothing", "unreadable"])
def test_what_install_wrote_must_be_readable(made: Maker, shape: str) -> None:
    made.ref(MAIN, a_commit(made, b"1"))
    path = os.path.join(made.git_dir, INSTALLED.encode())
    if shape == "folder":
        os.makedirs(path)
    elif shape == "pipe":  # nobody writes into it
        os.makedirs(os.path.dirname(path))
        os.mkfifo(path)
    elif shape == "link to nothing":
        os.makedirs(os.path.dirname(path))
        os.symlink("trusted", path)
    else:
        if os.geteuid() == 0:
            pytest.skip("root reads everything")
        installed(made, b"refs/heads/main")
        os.chmod(path, 0)
    assert refused(lambda: chosen(made)).rule == "G812"


def test_blanks_around_what_install_wrote_do_not_matter(made: Maker) -> None:
    made.ref(b"refs/heads/other", a_commit(made, b"2"))
    installed(made, b"refs/heads/other\r\n")
    assert chosen(made) == ("refs/heads/other", a_commit(made, b"2"))


# the documents there


def landed(made: Maker, flat: dict[bytes, Entry]) -> Trusted:
    """The documents of a commit that holds these files."""
    oid = made.commit(made.tree(flat))
    with made.opened() as repository:
        return read(repository, STAGED, "refs/heads/main", oid)


Shape = Callable[[Maker], dict[bytes, Entry]]


def plain(**files: bytes) -> Shape:
    """Files below .guard, `plans__a` for plans/a.yaml."""
    named = {f".guard/{name.replace('__', '/')}.yaml".encode(): text for name, text in files.items()}
    return lambda made: made.files(named)


def entry(path: bytes, mode: bytes, content: bytes, **files: bytes) -> Shape:
    """The same, with one entry of this mode besides."""
    return lambda made: plain(**files)(made) | {path: (mode, made.blob(content))}


def submodule(path: bytes, **files: bytes) -> Shape:
    return lambda made: plain(**files)(made) | {path: (SUBMODULE, b"1" * 40)}


A, B = PLAN % b"a", PLAN % b"b"
COUNT: dict[str, tuple[Shape, list[str]]] = {
    "a policy": (plain(policy=POLICY), []),
    "a policy and plans": (plain(policy=POLICY, plans__b=B, plans__a=A), ["a", "b"]),
    "executable documents": (entry(b".guard/plans/a.yaml", EXECUTABLE, A, policy=POLICY), ["a"]),
    "prose beside a plan": (entry(b".guard/plans/a.md", FILE, b"\xff", policy=POLICY, plans__a=A), ["a"]),
    "a plan in a folder below": (entry(b".guard/plans/old/a.yaml", FILE, b"?", policy=POLICY), []),
    "a link that is no plan": (entry(b".guard/plans/a.md", SYMLINK, b"/etc", policy=POLICY), []),
    "something else beside the policy": (entry(b".guard/x.yaml", FILE, b"?", policy=POLICY), []),
}
REFUSED: dict[str, tuple[Shape, str]] = {
    "a file": (entry(b".guard", FILE, POLICY), "G813"),
    "a link": (entry(b".guard", SYMLINK, b"elsewhere"), "G813"),
    "a submodule": (submodule(b".guard"), "G813"),
    "without a policy": (plain(plans__a=A), "G813"),
    "the policy in other letter case": (plain(Policy=POLICY), "G813"),
    "the policy as yml": (entry(b".guard/policy.yml", FILE, POLICY), "G813"),
    "the policy is a link": (entry(b".guard/policy.yaml", SYMLINK, b"../p"), "G813"),
    "the policy is a folder": (entry(b".guard/policy.yaml/x", FILE, POLICY), "G813"),
    "the policy is a submodule": (submodule(b".guard/policy.yaml"), "G813"),
    "the policy is empty": (plain(policy=b""), "G813"),
    "the policy is no YAML": (plain(policy=b"id: [\n"), "G813"),
    "the policy does not fit": (plain(policy=POLICY + b"moed: shadow\n"), "G813"),
    "the policy is too large": (plain(policy=POLICY + b"#" * 262_144), "G813"),
    "plans is a file": (entry(b".guard/plans", FILE, A, policy=POLICY), "G813"),
    "plans is a link": (entry(b".guard/plans", SYMLINK, b"x", policy=POLICY), "G813"),
    "plans is a submodule": (submodule(b".guard/plans", policy=POLICY), "G813"),
    "a plan as yml": (entry(b".guard/plans/a.yml", FILE, A, policy=POLICY), "G813"),
    "a plan is a link": (entry(b".guard/plans/a.yaml", SYMLINK, b"b.yaml", policy=POLICY, plans__b=B), "G813"),
    "a plan is a folder": (entry(b".guard/plans/a.yaml/x", FILE, A, policy=POLICY), "G813"),
    "a plan is a submodule": (submodule(b".guard/plans/a.yaml", policy=POLICY), "G813"),
    "a plan does not fit": (plain(policy=POLICY, plans__a=A, plans__b=B + b"nevr: []\n"), "G813"),
    "a plan under another name": (plain(policy=POLICY, plans__c=A), "G813"),
    "another version of guard": (plain(policy=POLICY + b'guard: ">=99"\n'), "G814"),
}


@pytest.mark.parametrize("name", COUNT)
def test_documents_that_count(made: Maker, name: str) -> None:
    shape, plans = COUNT[name]
    trusted = landed(made, shape(made))
    assert (trusted.ref, trusted.adopted) == ("refs/heads/main", True)
    assert (trusted.policy.version, trusted.policy.needs_plan) == (7, ("file.add",))
    assert [plan.id for plan in trusted.plans] == plans
    assert [plan.at("/scope/paths") for plan in trusted.plans] == [f".guard/plans/{name}.yaml:5" for name in plans]


@pytest.mark.parametrize("name", REFUSED)
def test_documents_that_cannot_be_judged_by(made: Maker, name: str) -> None:
    """Never read as no rules: a broken policy would be the easiest way round them all."""
    shape, rule = REFUSED[name]
    assert refused(lambda: landed(made, shape(made))).rule == rule


@pytest.mark.parametrize(
    "files", [{}, {b"a": b"1"}, {b".GUARD/policy.yaml": POLICY}, {b"x/.guard/policy.yaml": POLICY}]
)
def test_not_adopted_is_only_where_no_guard_folder_stands(made: Maker, files: dict[bytes, bytes]) -> None:
    trusted = landed(made, made.files(files))
    assert (trusted.adopted, trusted.plans) == (False, ())
    assert "no .guard/policy.yaml on refs/heads/main" in trusted.policy.where


def test_a_pin_that_holds(made: Maker) -> None:
    pinned = POLICY + b'guard: "==%s"\n' % __version__.encode()
    assert landed(made, made.files({b".guard/policy.yaml": pinned})).policy.guard == f"=={__version__}"


def test_the_version_to_install_is_told(made: Maker) -> None:
    error = refused(lambda: landed(made, plain(policy=POLICY + b'guard: ">=99"\n')(made)))
    assert f">=99; this is {__version__}" in error.what
    assert "pip install 'changeset-guard>=99'" in error.mend


def test_a_document_that_is_too_large_is_told_with_its_size(made: Maker) -> None:
    text = POLICY + b"#" * 262_144
    error = refused(lambda: landed(made, plain(policy=text)(made)))
    assert error.what == f"a document of {len(text):,} bytes; 262,144 is the most guard reads"
    assert error.where == ".guard/policy.yaml"


GONE = [b".guard/policy.yaml", b".guard/plans/a.yaml"]


@pytest.mark.parametrize("path", GONE)
def test_a_document_whose_content_is_gone(made: Maker, path: bytes) -> None:
    flat = plain(policy=POLICY, plans__a=A)(made)
    made.tree(flat)
    os.remove(made.loose(flat[path][1]))
    error = refused(lambda: landed(made, flat))
    assert (error.rule, error.where) == ("G804", path.decode())


@pytest.mark.parametrize("prefix", [b".guard/", b".guard/plans/"])
def test_a_folder_of_documents_that_is_gone(made: Maker, prefix: bytes) -> None:
    flat = plain(policy=POLICY, plans__a=A)(made)
    inside = {path.removeprefix(prefix): entry for path, entry in flat.items() if path.startswith(prefix)}
    commit = made.commit(made.tree(flat))
    os.remove(made.loose(made.tree(inside)))
    with made.opened() as repository:
        assert refused(lambda: read(repository, STAGED, "main", commit)).rule == "G804"


# a trust directory


def given(folder: Path, policy: bytes | None = POLICY, **plans: bytes) -> Path:
    """A directory laid out as .guard."""
    folder.mkdir(parents=True, exist_ok=True)
    if policy is not None:
        (folder / "policy.yaml").write_bytes(policy)
    for name, text in plans.items():
        (folder / "plans").mkdir(exist_ok=True)
        (folder / "plans" / f"{name}.yaml").write_bytes(text)
    return folder


def from_directory(made: Maker, folder: Path | str) -> Trusted:
    with made.opened() as repository:
        return read_directory(repository, Trigger("staged", trust=os.fspath(folder)))


def test_a_trust_directory_counts(made: Maker, tmp_path: Path) -> None:
    """And nothing else does: what the branches hold is not read."""
    made.ref(MAIN, made.commit(made.tree(made.files({b".guard/policy.yaml": b"?"}))))
    folder = given(tmp_path / "trust", b=B, a=A)
    (folder / "plans" / "a.md").write_bytes(b"\xff")
    (folder / "other.yaml").write_bytes(b"?")
    trusted = from_directory(made, folder)
    assert (trusted.ref, trusted.oid, trusted.adopted) == (f"--trust {folder}", b"", True)
    assert trusted.policy.version == 7
    assert [(plan.id, plan.where) for plan in trusted.plans] == [("a", "plans/a.yaml"), ("b", "plans/b.yaml")]


def test_a_trust_directory_without_plans(made: Maker, tmp_path: Path) -> None:
    assert from_directory(made, given(tmp_path / "trust")).plans == ()


def test_a_trust_directory_named_from_where_guard_runs(made: Maker) -> None:
    given(Path(os.fsdecode(made.top)).parent / "beside")
    assert from_directory(made, "../beside").policy.version == 7


def test_a_trust_directory_whose_name_begins_like_the_work_tree(made: Maker) -> None:
    folder = given(Path(os.fsdecode(made.top) + "-trust"))
    assert from_directory(made, folder).policy.version == 7


def test_a_trust_directory_of_its_own_as_a_link(made: Maker, tmp_path: Path) -> None:
    given(tmp_path / "trust")
    (tmp_path / "link").symlink_to("trust")
    assert from_directory(made, tmp_path / "link").ref == f"--trust {tmp_path / 'trust'}"


def test_a_trust_directory_in_another_work_tree_of_the_repository_is_refused(made: Maker, tmp_path: Path) -> None:
    """An agent that works here writes there as well."""
    made.ref(MAIN, made.commit(made.tree(made.files({b"a": b"1"}))))
    made.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "main")
    folder = given(tmp_path / "linked" / "deep" / ".guard")
    with pytest.raises(GuardError, match="another work tree") as caught:
        from_directory(made, folder)
    assert caught.value.rule == "G818"
    for other in ("another repository", "a broken link"):
        (tmp_path / other).mkdir()
    (tmp_path / "another repository/.git").mkdir()
    (tmp_path / "a broken link/.git").write_text("gitdir: /nowhere/.git/worktrees/x\n")
    for other in ("another repository", "a broken link"):
        assert from_directory(made, given(tmp_path / other / "trust")).policy.version == 7


INSIDE: dict[str, Callable[[Path, Path], Path | str]] = {
    "the work tree itself": lambda top, beside: top,
    "a folder of it": lambda top, beside: given(top / "trust"),
    "its .guard": lambda top, beside: given(top / ".guard"),
    "the git directory": lambda top, beside: given(top / ".git" / "trust"),
    "by a way round": lambda top, beside: f"{beside}/../{top.name}/",
    "by a link": lambda top, beside: linked(beside / "link", given(top / "trust")),
    "from below": lambda top, beside: ".",
}


def linked(link: Path, to: Path) -> Path:
    link.symlink_to(to)
    return link


@pytest.mark.parametrize("name", INSIDE)
def test_a_trust_directory_inside_the_work_tree_is_refused(made: Maker, name: str) -> None:
    top = Path(os.fsdecode(made.top))
    beside = top.parent / "beside"
    beside.mkdir()
    given(top)
    error = refused(lambda: from_directory(made, INSIDE[name](top, beside)))
    assert (error.rule, "inside the work tree" in error.what) == ("G818", True)


def no_folder(folder: Path) -> None:
    (folder / "policy.yaml").unlink()
    folder.rmdir()


def plans_is_a_file(folder: Path) -> None:
    (folder / "plans").write_bytes(A)


def policy_is(kind: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        policy = folder / "policy.yaml"
        policy.rename(folder / "elsewhere.yaml")
        if kind == "link":
            policy.symlink_to("elsewhere.yaml")
        elif kind == "folder":
            policy.mkdir()
        elif kind == "link to nothing":
            policy.symlink_to("gone")

    return change


def plan_is(kind: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        given(folder, b=B)
        if kind == "yml":
            (folder / "plans/a.yml").write_bytes(A)
        elif kind == "link":
            (folder / "plans/a.yaml").symlink_to("b.yaml")
        else:
            (folder / "plans/a.yaml").mkdir()

    return change


def plans_is_a_link(folder: Path) -> None:
    """It could lead back to where the change set can rewrite it."""
    given(folder.parent / "elsewhere", a=A)
    (folder / "plans").symlink_to(folder.parent / "elsewhere" / "plans")


UNUSABLE: dict[str, Callable[[Path], None]] = {
    "not there": no_folder,
    "without a policy": policy_is("nothing"),
    "the policy is a link": policy_is("link"),
    "the policy is a link to nothing": policy_is("link to nothing"),
    "the policy is a folder": policy_is("folder"),
    "plans is a file": plans_is_a_file,
    "plans is a link": plans_is_a_link,
    "a plan as yml": plan_is("yml"),
    "a plan is a link": plan_is("link"),
    "a plan is a folder": plan_is("folder"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_trust_directory_that_cannot_be_used(made: Maker, tmp_path: Path, name: str) -> None:
    folder = given(tmp_path / "trust")
    UNUSABLE[name](folder)
    assert refused(lambda: from_directory(made, folder)).rule == "G818"


@pytest.mark.parametrize(
    ("policy", "plans", "rule"),
    [
        (b"", {}, "G813"),
        (POLICY + b"moed: shadow\n", {}, "G813"),
        pytest.param(POLICY + b"#" * 262_144, {}, "G813", id="too large"),
        (POLICY, {"a": B}, "G813"),
        (POLICY + b'guard: "<0"\n', {}, "G814"),
    ],
)
def test_documents_of_a_trust_directory_are_held_to_the_same(
    made: Maker, tmp_path: Path, policy: bytes, plans: dict[str, bytes], rule: str
) -> None:
    folder = given(tmp_path / "trust", policy, **plans)
    assert refused(lambda: from_directory(made, folder)).rule == rule


def test_a_hostile_name_in_a_trust_directory_is_told_escaped(made: Maker, tmp_path: Path) -> None:
    folder = given(tmp_path / "trust\x1b[2K")
    assert from_directory(made, folder).ref.endswith("trust\\x1b[2K")
    given(folder)
    (folder / "plans").mkdir()
    (folder / "plans" / os.fsdecode(b"\xff.yaml")).write_bytes(A)
    error = refused(lambda: from_directory(made, folder))
    assert (error.rule, error.where) == ("G813", "plans/\\xff.yaml")
