"""git in a shell command: settings, paths and remotes that do more than they seem to."""

from __future__ import annotations

import pytest

from guard_hooks.agents.shell import Written, writes

GLOBAL, SECTION = "what git goes by in every repository", "a section of git's settings gets another name"
PROGRAM = "a setting of git says which program it starts"
# Why nobody can tell
UNREAD = {
    # settings
    "git config --rename-section foo guard": SECTION,
    "git config rename-section foo remote.here": SECTION,
    "git config --global user.name x": GLOBAL,
    "git config set --system user.name x": GLOBAL,
    "git config man.man.path /tmp/x": PROGRAM,
    "git -c browser.x.path=/tmp/x help -w log": PROGRAM,
    "git -c rebase.instructionFormat='%s%nexec touch a' rebase main": PROGRAM,  # a line of it is a command
    "git config submodule.x.update '!touch a'": PROGRAM,
    "git config format.outputDirectory other": "a setting of git says what it works on",
    "git merge -s mine topic": "git merges by a program that is not its own",
    "git rebase --strategy=mine topic": "git merges by a program that is not its own",
    "git stash export --to-ref refs/heads/main": "what git stash does is not known",
    "git bisect replay a": "what git bisect does says a file",
    "git checkout-index --pref other/ -a": "an option of git checkout-index that has a value is cut short",
    "git format-patch --output-d other -1": "an option of git format-patch that has a value is cut short",
    "git restore --sour topic src": "an option of git restore that has a value is cut short",
    "git switch -c +main": "begins with a sign",
    "git checkout -b +main": "begins with a sign",
    "git branch +main": "begins with a sign",
    "git config trace2.normalTarget a": "a setting of git says where it writes",
    # computed words of what else only reads
    "x='--upload-pack=touch a;'; git ls-remote \"$x\" .": "git ls-remote has words that are computed",
    "x=--output=a; git diff $x": "git diff has words that are computed",
    'git commit "$(echo -n)" -m y': "git commit has words that are computed",
    'read -r x <<< -n; git commit "$x" -m y': "git commit has words that are computed",
    'git branch "${x:--D}" main': "git branch has words that are computed",
    'git show "${x/#/--output=}"': "git show has words that are computed",
    'git show "$(git rev-parse --output=a)"': "git show has words that are computed",
    'git show "$(git rev-parse HEAD; echo -n)"': "git show has words that are computed",
    "x=--output=a; git blame $x b": "git blame has words that are computed",
    "git rev-list $x": "git rev-list has words that are computed",
    "git show $x": "git show has words that are computed",
    "echo -Orm c | xargs git grep": "git grep has words that are computed",
    "echo --output=a | xargs git log": "git log has words that are computed",
    'git push "$PWD" HEAD:main': "git push leads to a place that is computed",
    'git fetch "$x"': "git fetch leads to a place that is computed",
    "git pull $x": "git pull leads to a place that is computed",
    "GIT_ALLOW_PROTOCOL=ext git fetch x": "it sets GIT_ALLOW_PROTOCOL",
    # files
    "git clean -nf --no-dry-run a": "git clean takes back what it says",
    "git rm --cached --no-ca a": "git rm takes back what it says",
    "git restore -S --no-staged a": "git restore takes back what it says",
    "git apply --check --no-check a.diff": "git apply takes back what it says",
    'git rm "$x/a*"': "git rm writes to a place that is computed",
    "GIT_REPLACE_REF_BASE=refs/tags/ git log": "it sets GIT_REPLACE_REF_BASE",  # other objects for those that are named
    "export GIT_GRAFT_FILE=a; git rebase topic": "it sets GIT_GRAFT_FILE",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES=a git log": "it sets GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_ICASE_PATHSPECS=true git rm A": "it sets GIT_ICASE_PATHSPECS",
    "git --icase-pathspecs rm A": "git takes letters of either case for the same",
    "git apply --exclude --check a.diff": "which files git apply writes says the patch",
    "cd src && git apply <<'END'\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\nEND\n": "git apply names files from the top",
}
FINDS = {
    "git stash show --output=a": "a",
    "git stash list -p --outp=a": "a",
    "git bisect view --output=a": "a",
    "git rm 'a\\b/c'": "-a\\b/c -ab/c",
    "git clean -f 'a\\b'": "-a\\b/ -ab/",
    "git index-pack --stdin a.pack": "a.pack",
    "git sparse-checkout set src": "-./",
    "git sparse-checkout reapply": "-./",
    "git switch --orphan x": "-./",
    "git checkout topic -- .": "./",
    "git checkout topic -- ':/.claude'": "./",
    "git checkout topic -- '*.json'": "./",
    "git restore -s topic .": "./",
    "git restore --source=topic a/..": "a/../",
    "git read-tree -mu topic": "./",
    "git checkout-index --temp a": "./",
    "git format-patch --output a -1": "a/",
    "git repack -ad --filter-to=other/a": "other/a",
}
KNOWN = {
    "git checkout -- .": "./",
    "git checkout HEAD -- .": "./",
    "git checkout .": "./",
    "git restore .": "./",
    "git restore -s HEAD .": "./",
    "git restore -s topic src": "src/",
    "git sparse-checkout disable": "./",
    "git checkout topic -- 'a\\b'": "a\\b/ ab/",
}
LEAVES_ALONE = [
    "git diff $(git merge-base main HEAD)",
    "git log $(git merge-base main HEAD)..HEAD",
    'git show -s "$(git rev-parse --short HEAD)"',
    'git push -u origin "$(git branch --show-current)"',
    'git commit -m "$x" -- "$y"',
    'git add "$x"',
    'git log -1 --format=%H -- "$x"',
    "git sparse-checkout list",
    "git config user.name x",
    "git config --global user.name",
    "git config --global --get user.name",
    "git config --global --list",
]


@pytest.mark.parametrize("command", UNREAD)
def test_what_nobody_can_tell_is_said(command: str) -> None:
    assert UNREAD[command] in "; ".join(writes(command).unread)


@pytest.mark.parametrize("command", LEAVES_ALONE)
def test_leaves_alone(command: str) -> None:
    assert writes(command)._replace(moves=()) == Written()


def said(written: Written) -> str:
    """Paths in one line, those with a minus that are gone."""
    return " ".join(["-" * (path in written.deletes) + path for path in written.paths])


@pytest.mark.parametrize("command", FINDS)
def test_finds(command: str) -> None:
    written = writes(command)
    assert (said(written), written.unread, written.known) == (FINDS[command], (), ())


@pytest.mark.parametrize("command", KNOWN)
def test_what_git_has_already_is_told_apart(command: str) -> None:
    written = writes(command)
    assert (" ".join(written.known), written.unread) == (KNOWN[command], ())
