"""Documents as they stand in a folder: where they are found, what is refused, and what stands beside a plan."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard import drafts
from guard.drafts.plain import PROSE
from guard.errors import GuardError
from guard.model.digests import plan_digest
from guard.model.plan import Plan
from tests.repos import GIT
from tests.running import PLAN, run

POLICY = """\
id: 5f0c2b7e
version: 1
people: {dana: {teams: [platform]}}
owners: {/.guard/**: platform}
"""
WAY = "docs/runbook.md"
STEPS = PLAN.replace("only: {", f"only: {{irreversible: {WAY}#restore, ")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a policy and two plans, below .guard."""
    top = tmp_path / "top"
    (top / ".guard/plans").mkdir(parents=True)
    (top / ".guard/policy.yaml").write_text(POLICY)
    (top / ".guard/plans/tidy.yaml").write_text(STEPS)
    (top / ".guard/plans/other.yaml").write_text(PLAN.replace("plan: tidy", "plan: other"))
    return top


def refused(root: Path) -> GuardError:
    with pytest.raises(GuardError) as caught:
        drafts.open_folder(str(root))
    assert caught.value.rule == "G813"
    return caught.value


def tidy(root: Path) -> tuple[drafts.Folder, Plan]:
    folder = drafts.open_folder(str(root))
    file = folder.plan("tidy")
    assert file is not None
    assert isinstance(file.value, Plan)
    return folder, file.value


def test_policy_and_plans_by_name(root: Path) -> None:
    folder = drafts.open_folder(str(root))
    assert folder.policy.path == b".guard/policy.yaml"
    assert folder.names() == ("other", "tidy")
    assert [file.read.faults for file in (folder.policy, *folder.plans)] == [()] * 3
    assert folder.plan("gone") is None


def test_a_folder_laid_out_like_guards_own(root: Path) -> None:
    folder = drafts.open_folder(str(root / ".guard"))
    assert (folder.base, folder.policy.path, folder.names()) == (b"", b"policy.yaml", ("other", "tidy"))


def test_a_policy_beside_guards_own_folder_is_not_it(root: Path) -> None:
    (root / "policy.yaml").write_text(POLICY.replace("version: 1", "version: 9"))
    assert drafts.open_folder(str(root)).policy.path == b".guard/policy.yaml"
    (root / ".guard/policy.yaml").unlink()
    assert "there is no .guard/policy.yaml" in refused(root).what


def test_other_files_are_left_alone(root: Path) -> None:
    (root / ".guard/plans/tidy.md").write_text("# tidy\n")
    (root / ".guard/plans/notes.txt").write_text("x")
    assert drafts.open_folder(str(root)).names() == ("other", "tidy")


def test_faults_are_kept_with_the_document(root: Path) -> None:
    (root / ".guard/plans/other.yaml").write_text("plan: other\nplan: other\n")
    (root / ".guard/plans/large.yaml").write_bytes(b"#" * 300_000)
    large, other, _ = drafts.open_folder(str(root)).plans
    assert [fault.rule for fault in large.read.faults] == ["G219"]
    assert [fault.rule for fault in other.read.faults] == ["G210"]
    assert large.value is other.value is None


# Where it looks


def test_the_top_of_the_work_tree(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".git").mkdir()
    monkeypatch.chdir(root / ".guard/plans")
    assert drafts.top(None) == os.path.realpath(root)
    assert drafts.top(".") == os.path.realpath(root / ".guard/plans")
    with pytest.raises(GuardError) as caught:
        drafts.top("tidy.yaml")
    assert caught.value.rule == "G813"


def test_the_current_folder_where_no_work_tree_is_around_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    assert drafts.top(None) == os.path.realpath(root)


# What is refused: nothing is read through a link


@pytest.mark.parametrize("place", [".guard", ".guard/plans", ".guard/policy.yaml", ".guard/plans/tidy.yaml"])
def test_no_document_behind_a_link(place: str, root: Path, tmp_path: Path) -> None:
    (root / place).rename(tmp_path / "elsewhere")
    (root / place).symlink_to(tmp_path / "elsewhere")
    assert "not a link" in refused(root).what


@pytest.mark.parametrize("place", [".guard/policy.yaml", ".guard/plans/tidy.yaml"])
def test_a_document_is_a_plain_file(place: str, root: Path) -> None:
    (root / place).unlink()
    os.mkfifo(root / place)
    assert "plain file" in refused(root).what
    (root / place).unlink()
    (root / place).mkdir()
    assert "plain file" in refused(root).what


@pytest.mark.parametrize("name", ["tidy.yml", "new\x1b[31m.yml"])
def test_a_plan_that_nobody_would_read(name: str, root: Path) -> None:
    (root / ".guard/plans" / name).write_text(PLAN)
    error = refused(root)
    assert "NAME.yaml" in error.what
    assert "\x1b" not in error.where


def test_a_plan_named_outright_may_stand_anywhere(root: Path, tmp_path: Path) -> None:
    (tmp_path / "draft").write_text(PLAN.replace("tidy", "draft"))
    (tmp_path / "link").symlink_to("draft")
    for name in ("draft", "link"):
        file = drafts.named("plan", str(tmp_path / name))
        assert isinstance(file.value, Plan) == (name == "draft")  # a plan is called what its file is called
    with pytest.raises(GuardError):
        drafts.named("plan", str(tmp_path))
    with pytest.raises(GuardError):
        drafts.named("plan", os.devnull)


# What lint may look at


def test_the_anchors_of_ways_back(root: Path) -> None:
    folder, plan = tidy(root)
    assert drafts.draft(folder, plan, 7).anchors == {WAY.encode(): None}
    (root / "docs").mkdir()
    (root / WAY).write_text("# Runbook\n\n## Restore\n")
    draft = drafts.draft(folder, plan, 7)
    assert draft.anchors == {WAY.encode(): frozenset({"runbook", "restore"})}
    assert (draft.now, draft.plan, list(draft.others)) == (7, plan, ["other"])


def test_a_runbook_behind_a_link_is_not_there(root: Path, tmp_path: Path) -> None:
    folder, plan = tidy(root)
    (tmp_path / "docs").mkdir()
    (tmp_path / WAY).write_text("## Restore\n")
    (root / "docs").symlink_to(tmp_path / "docs")
    assert drafts.draft(folder, plan, None).anchors == {WAY.encode(): None}
    (root / "docs").unlink()
    (root / "docs").mkdir()
    (root / WAY).symlink_to(tmp_path / WAY)
    assert drafts.draft(folder, plan, None).anchors == {WAY.encode(): None}


def test_prose_has_a_bound(root: Path) -> None:
    folder, plan = tidy(root)
    with open(root / ".guard/plans/tidy.md", "wb") as file:
        file.truncate(PROSE + 1)
    with pytest.raises(GuardError, match="bytes of prose"):
        drafts.narrative(folder, plan)


# What an approval covers besides


def test_the_blob_id_is_gits(root: Path) -> None:
    (root / "a").write_bytes(b"Gr\xc3\xb6\xc3\x9fe\r\n")
    for algorithm in ("sha1", "sha256"):
        clone = root / algorithm
        run([GIT, "init", "-q", f"--object-format={algorithm}", str(clone)], root, os.environ)
        said = run([GIT, "hash-object", "--no-filters", str(root / "a")], clone, os.environ).out.strip()
        assert drafts.blob_id((root / "a").read_bytes(), algorithm) == said


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_the_narrative_is_named_as_its_repository_names_it(algorithm: str, root: Path) -> None:
    run([GIT, "init", "-q", f"--object-format={algorithm}", "."], root, os.environ)
    folder, plan = tidy(root)
    assert drafts.beside(folder, plan).narrative is None
    (root / ".guard/plans/tidy.md").write_text("# tidy\n")
    assert drafts.beside(folder, plan).narrative == drafts.blob_id(b"# tidy\n", algorithm)


def test_a_narrative_checked_out_with_other_line_ends_is_the_same(root: Path) -> None:
    run([GIT, "init", "-q", "."], root, os.environ)
    story = root / ".guard/plans/tidy.md"
    story.write_bytes(b"# tidy\n\nwhy\n")
    run([GIT, "add", "."], root, os.environ)
    run([GIT, "commit", "-q", "-m", "a plan"], root, os.environ)
    folder, plan = tidy(root)
    committed = drafts.beside(folder, plan).narrative
    story.write_bytes(b"# tidy\r\n\r\nwhy\r\n")
    assert drafts.beside(folder, plan).narrative == committed
    story.write_bytes(b"# tidy\r\n\r\nwhy not\r\n")
    assert drafts.beside(folder, plan).narrative == drafts.blob_id(b"# tidy\r\n\r\nwhy not\r\n")


SITES = 'sites:\n  reads: {text: "a", in: /src/**, count: 1}\n'
MANIFEST = """\
{"schema_version": 1, "plan": "tidy", "name": "reads", "query": "sha256:%s", "count": 1,
 "rows": [{"id": "0123456789abcdef", "path": "src/a"}]}
""" % ("0" * 64)


def test_manifests_of_the_sites_a_plan_has(root: Path) -> None:
    (root / ".guard/plans/tidy.yaml").write_text(STEPS + SITES)
    folder, plan = tidy(root)
    assert drafts.beside(folder, plan).manifests == {}
    (root / ".guard/manifests").mkdir()
    for name in ("tidy.reads", "tidy.gone", "other.reads"):
        (root / f".guard/manifests/{name}.json").write_text(MANIFEST)
    first = drafts.beside(folder, plan)
    assert list(first.manifests) == ["reads"]
    (root / ".guard/manifests/tidy.reads.json").write_text(MANIFEST.replace("src/a", "src/b"))
    assert drafts.beside(folder, plan).manifests["reads"] != first.manifests["reads"]


def test_a_manifest_with_faults_gives_no_digest(root: Path) -> None:
    (root / ".guard/plans/tidy.yaml").write_text(STEPS + SITES)
    (root / ".guard/manifests").mkdir()
    (root / ".guard/manifests/tidy.reads.json").write_text("{}")
    folder, plan = tidy(root)
    with pytest.raises(GuardError, match="manifest of this plan has faults"):
        drafts.beside(folder, plan)
    file = folder.plan("tidy")
    assert file is not None
    assert drafts.digest_of(folder, file) is None


def test_digests_of_what_has_one(root: Path, tmp_path: Path) -> None:
    folder, plan = tidy(root)
    file = folder.plan("tidy")
    assert file is not None
    assert drafts.digest_of(folder, file) == plan_digest(plan)
    assert (drafts.digest_of(folder, folder.policy) or "").startswith("sha256:")
    (tmp_path / "tidy.yaml").write_text(STEPS)
    assert drafts.digest_of(folder, drafts.named("plan", str(tmp_path / "tidy.yaml"))) is None  # not what would land
    (root / ".guard/plans/tidy.yaml").write_text(
        PLAN.replace("only: {", "b: {after: {a: deployed}, does: [file.add]}\n  a: {after: {b: deployed}, ")
    )
    folder, _ = tidy(root)
    circle = folder.plan("tidy")
    assert circle is not None
    assert drafts.digest_of(folder, circle) is None
