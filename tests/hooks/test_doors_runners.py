"""Software that runs hooks, for real: the pre-commit framework, prek, lefthook, and the layout that husky makes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from guard_hooks.via import HUSKY_LINE, LEFTHOOK
from tests.framework import framework, installed_once
from tests.repos import GIT
from tests.running import ADOPTED, CLAIMED, Answer, Place, place, run

pytestmark = pytest.mark.xdist_group("framework")  # one worker, so that no other waits for its environment

BIN = Path(sys.executable).parent
GOOD, EVIL = {"src/new": "one\n"}, {"other/new": "one\n"}
UNSEEN = "was made without guard having looked at it"
STAGES = ("pre-commit", "pre-merge-commit", "pre-push", "post-commit", "post-rewrite")
# What husky 9 puts into .husky/_, in its words: every hook reads `h`, which starts the person's script of that name.
HUSKY_H = """\
#!/usr/bin/env sh
n=$(basename "$0")
s=$(dirname "$(dirname "$0")")/$n
[ ! -f "$s" ] && exit 0
export PATH="node_modules/.bin:$PATH"
sh -e "$s" "$@"
c=$?
[ $c != 0 ] && echo "husky - $n script failed (code $c)"
exit $c
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return installed_once(tmp_path_factory)


def remote(made: Place) -> Place:
    run([GIT, "init", "--quiet", "--bare", str(made.root / "far.git")], made.root, made.environment)
    made.git("remote", "add", "origin", str(made.root / "far.git"))
    made.git("push", "--quiet", "--no-verify", "origin", "main")
    made.environment["PATH"] = f"{BIN}{os.pathsep}{made.environment['PATH']}"  # a runner starts what the PATH has
    made.environment["HOME"] = str(made.root)
    return made


def git(made: Place, *words: str) -> Answer:
    return run([GIT, *words], made.top, made.environment)


def unseen(made: Place, branch: str, files: dict[str, str]) -> None:
    """A branch of one commit that no hook refused."""
    git(made, "switch", "--quiet", "--force-create", branch, "main")
    made.stage(files)
    assert git(made, "commit", "--quiet", "--no-verify", f"--message={CLAIMED}").code == 0


def far(made: Place) -> set[str]:
    listed = run([GIT, "for-each-ref", "--format=%(refname:short)"], made.root / "far.git", made.environment)
    return set(listed.out.split())


def commits_and_is_refused(made: Place) -> None:
    before = made.head()
    made.stage(GOOD)
    taken = git(made, "commit", "--message=work")
    assert taken.code == 0, taken.said
    assert made.head() != before and UNSEEN not in taken.said, taken.said
    before = made.head()
    made.stage(EVIL)
    refused = git(made, "commit", "--message=work")
    assert (made.head(), "G101" in refused.said) == (before, True), refused.said
    made.git("rm", "--quiet", "--force", "--cached", "other/new")
    made.git("rm", "--quiet", "src/a")
    refused = git(made, "commit", "--message=only a deletion")
    assert (made.head(), "G104" in refused.said) == (before, True), refused.said
    made.git("reset", "--quiet", "--hard")
    (made.top / "other/new").unlink(missing_ok=True)


def merges_and_is_refused(made: Place) -> None:
    unseen(made, "side", EVIL)
    git(made, "switch", "--quiet", "work")
    before = made.head()
    answer = git(made, "merge", "--no-edit", "--no-ff", "side")
    assert (made.head(), "G101" in answer.said) == (before, True), answer.said
    git(made, "merge", "--abort")
    git(made, "reset", "--quiet", "--hard")
    made.git("branch", "--quiet", "-D", "side")  # which a push that nobody tells all of may bring


def pushes_and_is_refused(made: Place) -> None:
    """The first ref is good: whoever looks at that alone lets the second one out."""
    assert git(made, "push", "origin", "work").code == 0
    unseen(made, "a-good", {"src/more": "two\n"})
    unseen(made, "b-bad", EVIL)
    answer = git(made, "push", "origin", "a-good", "b-bad")
    assert answer.code != 0 and "G101" in answer.said, answer.said
    assert far(made) == {"main", "work"}
    made.git("switch", "--quiet", "a-good")
    made.git("branch", "--quiet", "-D", "b-bad")
    answer = git(made, "push", "origin", "a-good")
    assert answer.code == 0 and "a-good" in far(made), answer.said


def all_doors(made: Place) -> None:
    commits_and_is_refused(made)
    merges_and_is_refused(made)
    pushes_and_is_refused(made)


def test_the_pre_commit_framework(built: tuple[str, Path], tmp_path: Path) -> None:
    config, home = built
    made = remote(place(tmp_path, {**ADOPTED, ".pre-commit-config.yaml": config}))
    made.environment["PRE_COMMIT_HOME"] = str(home)
    answer = framework(made, home, "install", *[word for name in STAGES for word in ("--hook-type", name)])
    assert answer.code == 0, answer.said
    told = " ".join(made.guard("doctor").out.split())
    assert "ok .pre-commit-config.yaml names guard, and the pre-commit framework runs it" in told
    assert "it is not asked at" not in told
    all_doors(made)
    made.stage({"src/last": "x\n"})
    assert UNSEEN in git(made, "commit", "--quiet", "--no-verify", "--message=x").said


@pytest.mark.later
def test_prek(built: tuple[str, Path], tmp_path: Path) -> None:
    """The same settings and the same hooks of the same repository, in an environment that it makes itself."""
    config, _ = built
    made = remote(place(tmp_path, {**ADOPTED, ".pre-commit-config.yaml": config}))
    made.environment["PREK_HOME"] = str(tmp_path / "prek")
    wheels = os.environ["PIP_FIND_LINKS"]
    made.environment |= {"UV_OFFLINE": "1", "UV_NO_INDEX": "1", "UV_FIND_LINKS": wheels, "UV_PYTHON_DOWNLOADS": "never"}
    words = [word for name in STAGES for word in ("--hook-type", name)]
    answer = run([str(BIN / "prek"), "install", "--install-hooks", *words], made.top, made.environment)
    assert answer.code == 0, answer.said
    told = " ".join(made.guard("doctor").out.split())
    assert "ok .pre-commit-config.yaml names guard, and prek runs it" in told
    all_doors(made)


@pytest.mark.later
def test_lefthook(tmp_path: Path) -> None:
    made = remote(place(tmp_path, {**ADOPTED, "lefthook.yml": LEFTHOOK}))
    answer = run([str(BIN / "lefthook"), "install"], made.top, made.environment)
    assert answer.code == 0, answer.said
    told = " ".join(made.guard("doctor").out.split())
    assert "ok lefthook.yml names guard, and lefthook runs it" in told
    assert "it is not asked at" not in told
    all_doors(made)


@pytest.mark.later
def test_lefthook_that_hands_nothing_on_hides_no_ref(tmp_path: Path) -> None:
    """Its settings lack one line (use_stdin); then the hook hears nothing, and looks at every branch."""
    made = remote(place(tmp_path, {**ADOPTED, "lefthook.yml": LEFTHOOK.replace("      use_stdin: true\n", "")}))
    assert run([str(BIN / "lefthook"), "install"], made.top, made.environment).code == 0
    unseen(made, "b-bad", EVIL)
    answer = git(made, "push", "origin", "b-bad")
    assert answer.code != 0 and "G101" in answer.said, answer.said
    assert far(made) == {"main"}


def test_the_layout_of_husky(tmp_path: Path) -> None:
    """The lines that guard install --via husky prints, run by what husky puts beside them."""
    lines = {f".husky/{name}": HUSKY_LINE.format(name) for name in STAGES}
    made = remote(place(tmp_path, {**ADOPTED, **lines}))
    made.git("config", "core.hooksPath", ".husky/_")
    made.write({f".husky/_/{name}": '#!/usr/bin/env sh\n. "$(dirname "$0")/h"' for name in STAGES})
    made.write({".husky/_/h": HUSKY_H, ".husky/_/.gitignore": "*"})
    for name in STAGES:
        (made.top / f".husky/_/{name}").chmod(0o755)
    told = " ".join(made.guard("doctor").out.split())
    assert "ok the files in .husky name guard, and husky runs them" in told
    all_doors(made)
