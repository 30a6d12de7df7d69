"""Ways past a hook, each tried for real, and what every door said of it: the table of docs/doors.md.

`python -m tests.hooks.doors` writes the table; tests/hooks/test_doors_table.py compares.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from guard.doors.taken import take
from tests.conftest import FIXED
from tests.repos import GIT
from tests.running import ADOPTED, CLAIMED, POLICY, TIDY, Answer, place, run

PAGE = Path(__file__).resolve().parent.parent.parent / "docs/doors.md"
BEGINS, ENDS = "<!-- made by python -m tests.hooks.doors -->\n", "<!-- end -->\n"
EVIL = {"other/new": "one\n"}
NOTE = "without guard having looked"
OFF = ("-c", "core.hooksPath=/dev/null")
TITLES = (
    *(
        "",
        "what was done",
        "before the commit",
        "after it",
        "`guard doctor`",
        "at the push",
        "at the branch (`--refs`)",
    ),
    *("on the server", "`guard check --range` in CI"),
)


class Scene:
    """One clone with guard in every hook, its trusted branch here and there, and somebody at work in it."""

    def __init__(self, root: Path) -> None:
        self.made = place(root, {**ADOPTED, ".guard/policy.yaml": POLICY + "needs_plan: [file.*]\n"})
        self.cwd = self.made.top
        self.options: tuple[str, ...] = ()  # that the somebody gives git
        self.made.environment |= FIXED
        self.far = root / "far.git"
        run([GIT, "init", "--quiet", "--bare", "--initial-branch=main", str(self.far)], root, self.made.environment)
        self.made.git("remote", "add", "origin", str(self.far))
        self.made.git("push", "--quiet", "origin", "main")
        assert self.made.guard("install", "--refs").code == 0
        self.start = self.made.head()

    def git(self, *words: str, **environment: str) -> Answer:
        self.made.environment |= environment
        return run([GIT, *self.options, *words], self.cwd, self.made.environment)

    def quietly(self, *words: str) -> str:
        """What happened before, which no hook is asked about."""
        answer = run([GIT, *OFF, *words], self.cwd, self.made.environment)
        assert answer.code == 0, (words, answer.said)
        return answer.out.strip()

    def stage(self) -> None:
        for path, text in EVIL.items():
            (self.cwd / path).write_text(text)
        self.quietly("add", "--", *EVIL)

    def commit(self, *words: str, **environment: str) -> Answer:
        self.stage()
        return self.git("commit", "--quiet", f"--message={CLAIMED}", *words, **environment)

    def side(self) -> None:
        """Another branch, on which stands what no plan allows."""
        self.quietly("switch", "--quiet", "--create", "side", "main")
        self.stage()
        self.quietly("commit", "--quiet", f"--message={CLAIMED}")
        self.quietly("switch", "--quiet", "work")

    def good(self) -> None:
        (self.cwd / "src/new").write_text("one\n")
        self.quietly("add", "src/new")
        self.quietly("commit", "--quiet", f"--message={CLAIMED}")

    def reached(self) -> bool:
        """What no plan allows stands on the branch."""
        words = [GIT, "diff", "--quiet", "main", "work", "--", "other"]
        return run(words, self.cwd, self.made.environment).code != 0

    def plumbed(self) -> str:
        """A commit that no ref names."""
        self.stage()
        tree = self.quietly("write-tree")
        return self.quietly("commit-tree", "-p", "HEAD", "-m", CLAIMED, tree)


Act = Callable[[Scene], Answer]
NOTHING = Answer(0, "", "")


def aliased(scene: Scene) -> Answer:
    scene.quietly("config", "alias.ci", "commit --no-verify")
    scene.stage()
    return scene.git("ci", "--quiet", f"--message={CLAIMED}")


def by_option(scene: Scene) -> Answer:
    scene.options = OFF
    return scene.commit()


def by_variables(scene: Scene) -> Answer:
    return scene.commit(GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="core.hooksPath", GIT_CONFIG_VALUE_0="/dev/null")


def by_parameters(scene: Scene) -> Answer:
    return scene.commit(GIT_CONFIG_PARAMETERS="'core.hooksPath'='/dev/null'")


def by_update_ref(scene: Scene) -> Answer:
    return scene.git("update-ref", "refs/heads/work", scene.plumbed())


def by_fast_import(scene: Scene) -> Answer:
    stream = scene.made.root / "stream"
    exported = f"commit refs/heads/work\ncommitter A <a@b> 0 +0000\ndata {len(CLAIMED)}\n{CLAIMED}\n"
    stream.write_text(f"{exported}from {scene.start}\nM 100644 inline other/new\ndata 4\none\n\n")
    words = ["sh", "-c", f'exec "{GIT}" fast-import --quiet <"$1"', "sh", str(stream)]
    return run(words, scene.cwd, scene.made.environment)


def by_bundle(scene: Scene) -> Answer:
    scene.quietly("switch", "--quiet", "--detach")
    commit = scene.plumbed()
    scene.quietly("reset", "--quiet", "--hard")
    scene.quietly("update-ref", "refs/heads/work", commit)
    bundle = str(scene.made.root / "work.bundle")
    scene.quietly("bundle", "create", "--quiet", bundle, "work")
    scene.quietly("update-ref", "refs/heads/work", scene.start)
    return scene.git("fetch", "--quiet", bundle, "work:work")


def by_file(scene: Scene) -> Answer:
    commit = scene.plumbed()
    (scene.made.git_dir / "refs/heads/work").write_text(f"{commit}\n")
    return NOTHING


def picked(scene: Scene) -> Answer:
    scene.side()
    return scene.git("cherry-pick", "side")


def reverted(scene: Scene) -> Answer:
    """What is taken back is a deletion that landed: the revert brings the file again."""
    scene.quietly("switch", "--quiet", "main")
    scene.quietly("rm", "--quiet", "other/c")
    scene.quietly("commit", "--quiet", "--message=landed")
    scene.quietly("switch", "--quiet", "work")
    scene.quietly("reset", "--quiet", "--hard", "main")
    scene.quietly("push", "--quiet", "origin", "main")
    return scene.git("revert", "--no-edit", "HEAD")


def rebased(scene: Scene) -> Answer:
    scene.stage()
    scene.quietly("commit", "--quiet", f"--message={CLAIMED}")
    scene.quietly("switch", "--quiet", "main")
    (scene.cwd / "docs/x").write_text("x\n")
    scene.quietly("add", "docs/x")
    scene.quietly("commit", "--quiet", "--message=landed")
    scene.quietly("push", "--quiet", "origin", "main")
    scene.quietly("switch", "--quiet", "work")
    return scene.git("rebase", "--quiet", "main")


def merged(scene: Scene, *words: str) -> Answer:
    scene.good()
    scene.side()
    return scene.git("merge", "--quiet", "--no-edit", *words, "side")


def mailed(scene: Scene) -> Answer:
    scene.side()
    patch = scene.made.root / "one.patch"
    patch.write_text(scene.quietly("format-patch", "--stdout", "-1", "side") + "\n")
    return scene.git("am", "--quiet", str(patch))


def unseen(scene: Scene) -> Answer:
    """The commit itself is not what this row is about."""
    scene.stage()
    scene.quietly("commit", "--quiet", f"--message={CLAIMED}")
    return NOTHING


def not_executable(scene: Scene) -> Answer:
    for hook in scene.made.hook.parent.iterdir():
        hook.chmod(0o644)
    return scene.commit()


def of_worktree(scene: Scene) -> Answer:
    scene.quietly("switch", "--quiet", "main")
    other = scene.made.root / "other"
    scene.quietly("config", "extensions.worktreeConfig", "true")
    scene.quietly("worktree", "add", "--quiet", str(other), "work")
    scene.cwd = other
    scene.quietly("config", "--worktree", "core.hooksPath", "/dev/null")
    take(scene.quietly("rev-parse", "--absolute-git-dir"), TIDY)
    return scene.commit()


def another_git(scene: Scene) -> Answer:
    folder = scene.made.root / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\nexit 0\n")
    (folder / "git").chmod(0o755)
    return scene.commit(PATH=f"{folder}{os.pathsep}{scene.made.environment['PATH']}")


def another_exec_path(scene: Scene) -> Answer:
    folder = scene.made.root / "core"
    folder.mkdir()
    for name in ("git", "git-diff-index", "git-cat-file", "git-rev-parse"):
        (folder / name).write_text("#!/bin/sh\nexit 0\n")
        (folder / name).chmod(0o755)
    scene.stage()
    words = [GIT, "commit", "--quiet", f"--message={CLAIMED}"]  # with it git could not push
    return run(words, scene.cwd, {**scene.made.environment, "GIT_EXEC_PATH": str(folder)})


def another_library(scene: Scene) -> Answer:
    names = ("guard.py", "git.py", "json.py", "os.py", "sitecustomize.py")
    for name in names:
        (scene.cwd / name).write_text("raise SystemExit(0)\n")
    answer = scene.commit(PYTHONPATH=str(scene.cwd), PYTHONSTARTUP="os.py")
    for name in names:
        (scene.cwd / name).unlink()
    return answer


class Way(NamedTuple):
    """A way past a hook: what somebody does, how the same moves the trusted branch, and how it leaves the clone."""

    number: str
    done: str
    act: Act
    land: Callable[[Scene], Answer] = lambda scene: scene.git("update-ref", "refs/heads/main", "work")
    leave: Callable[[Scene], Answer] = lambda scene: scene.git("push", "--porcelain", "origin", "work")


def landed_by_bundle(scene: Scene) -> Answer:
    bundle = str(scene.made.root / "landing.bundle")
    scene.quietly("bundle", "create", "--quiet", bundle, "work")
    return scene.git("fetch", "--quiet", bundle, "work:main")


def landed_by_file(scene: Scene) -> Answer:
    (scene.made.git_dir / "refs/heads/main").write_text(scene.quietly("rev-parse", "work") + "\n")
    return NOTHING


def landed_by_fast_forward(scene: Scene) -> Answer:
    """The trusted branch is of this clone, and HEAD is on it."""
    scene.quietly("switch", "--quiet", "main")
    return scene.git("merge", "--quiet", "--ff-only", "work")


def fetched(scene: Scene) -> Answer:
    return run([GIT, "fetch", "--quiet", str(scene.made.top), "work:work"], scene.far, scene.made.environment)


def copied(scene: Scene) -> Answer:
    other = scene.made.root / "copy"
    return run([GIT, "clone", "--quiet", "--bare", str(scene.made.top), str(other)], scene.far, scene.made.environment)


WAYS = (
    Way("B01", "`git commit -n`", lambda scene: scene.commit("-n")),
    Way("B01", "`git commit --no-verif`, a prefix of the option", lambda scene: scene.commit("--no-verif")),
    Way("B01", "an alias that says it: `git ci`", aliased),
    Way("B02", "`git -c core.hooksPath=/dev/null commit`", by_option),
    Way("B02", "`GIT_CONFIG_COUNT` and what goes with it", by_variables),
    Way("B02", "`GIT_CONFIG_PARAMETERS`", by_parameters),
    Way("B03", "`git commit-tree`, then `git update-ref`", by_update_ref),
    Way("B03", "`git fast-import`", by_fast_import),
    Way("B03", "`git fetch` of a bundle into the branch", by_bundle, landed_by_bundle),
    Way("B04", "the id written into `.git/refs/heads/`", by_file, landed_by_file),
    Way("B05", "`git cherry-pick`", picked),
    Way("B05", "`git revert`", reverted),
    Way("B05", "`git rebase`", rebased),
    Way("B06", "`git merge` of another branch", merged),
    Way("B06", "`git merge --no-verify`", lambda scene: merged(scene, "--no-verify")),
    Way("B06", "`git switch main`, then a merge that is a fast-forward", unseen, landed_by_fast_forward),
    Way("B07", "`git am`", mailed),
    Way(
        "B08",
        "`git push --no-verify`",
        unseen,
        leave=lambda scene: scene.git("push", "--porcelain", "--no-verify", "origin", "work"),
    ),
    Way(
        "B08", "`git send-pack`", unseen, leave=lambda scene: scene.git("send-pack", "--quiet", str(scene.far), "work")
    ),
    Way("B08", "the other side fetches from this clone", unseen, leave=fetched),
    Way("B08", "this clone is copied", unseen, leave=copied),
    Way("B09", "hooks that may not be run: `chmod -x`", not_executable),
    Way("B10", "`git config --worktree core.hooksPath` in a linked worktree", of_worktree),
    Way("B11", "another `git` first on the PATH", another_git),
    Way("B11", "`GIT_EXEC_PATH`", another_exec_path),
    Way("B11", "`GIT_EXTERNAL_DIFF`", lambda scene: scene.commit(GIT_EXTERNAL_DIFF="/bin/true")),
    Way("B12", "`PYTHONPATH`, and modules of guard's names in the folder", another_library),
)


def seen(root: Path, way: Way) -> tuple[str, ...]:
    """One row: what each door said. A commit that a hook refused is made without it, for the doors behind."""
    scene = Scene(root)
    answer = way.act(scene)
    after, rules = NOTE in answer.said, ", ".join(answer.rules())
    doctor = states(scene)
    if not scene.reached():
        assert answer.rules(), answer.said
        for words in (("merge", "--abort"), ("am", "--abort")):
            run([GIT, *OFF, *words], scene.cwd, scene.made.environment)
        scene.stage()
        scene.quietly("commit", "--quiet", f"--message={CLAIMED}")
    at_push = way.leave(scene)
    left = "stopped" if at_push.rules() and at_push.code else "told" if at_push.rules() else "not asked"
    scene.quietly("push", "--quiet", "--force", "origin", "work")
    caught = checked(scene)
    served = on_server(scene, way)
    moves = way.land(scene)
    return (
        *(way.number, way.done, f"stopped: {rules}" if rules else "not asked", "told" if after else "-"),
        *(doctor, cell(left, at_push), cell("stopped" if moves.rules() else "not asked", moves), served, caught),
    )


def cell(word: str, answer: Answer) -> str:
    rules = ", ".join(dict.fromkeys(answer.rules()))
    return f"{word}: {rules}" if rules else word


def states(scene: Scene) -> str:
    """What doctor says of the hooks, in the place and the environment of whoever did it."""
    answer = scene.made.guard("doctor", cwd=scene.cwd)
    section = answer.out.partition("\nhooks\n")[2].partition("\n\n")[0]
    return ", ".join(dict.fromkeys(re.findall(r"^  (ok|missing|attention|unknown)", section, re.M)))


def checked(scene: Scene) -> str:
    """A job that trusts nothing of that clone: another one, whole, and the range that would land."""
    environment = {**os.environ, **FIXED, "TMPDIR": str(scene.made.private)}
    clone = scene.made.root / "ci"
    assert run([GIT, "clone", "--quiet", str(scene.far), str(clone)], scene.made.root, environment).code == 0
    words = [sys.executable, "-I", "-m", "guard", "check", "--range", "origin/main..origin/work"]
    answer = run(words, clone, environment)
    return f"exit {answer.code}: {', '.join(dict.fromkeys(answer.rules()))}" if answer.code else "passes"


def on_server(scene: Scene, way: Way) -> str:
    """A server with guard in its hook, and a push of the same to the trusted branch, past the hooks of the clone."""
    environment = {**os.environ, **FIXED, "TMPDIR": str(scene.made.private)}
    install = [sys.executable, "-I", "-m", "guard", "install", "--server"]
    assert run(install, scene.far, environment).code == 0
    if way.leave is fetched:
        words = [GIT, "fetch", "--quiet", str(scene.made.top), "work:main"]
        return cell("not asked", run(words, scene.far, environment))
    words = [GIT, *OFF, "push", "--quiet", "--no-verify", "origin", "work:main"]
    answer = run(words, scene.cwd, scene.made.environment)
    said = re.sub(r"^remote: ?(.*?) *$", r"\1", answer.said, flags=re.M)
    return cell("stopped" if answer.code else "taken", Answer(answer.code, said, ""))


def table(rows: list[tuple[str, ...]]) -> str:
    lines = [TITLES, tuple(["---"] * len(TITLES)), *rows]
    return "".join([f"| {' | '.join(line)} |\n" for line in lines])


def written() -> list[tuple[str, ...]]:
    """The rows as the page has them."""
    text = PAGE.read_text().partition(BEGINS)[2].partition(ENDS)[0]
    return [tuple(line.strip("| \n").split(" | ")) for line in text.splitlines()[2:]]


def main() -> int:
    """Try every way, and write the table into the page."""
    rows = []
    for way in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(seen(Path(folder), way))
        print(" | ".join(rows[-1]))
    above, _, rest = PAGE.read_text().partition(BEGINS)
    PAGE.write_text(f"{above}{BEGINS}{table(rows)}{ENDS}{rest.partition(ENDS)[2]}")
    return 0


if __name__ == "__main__":
    os.environ.update(FIXED)
    sys.exit(main())
