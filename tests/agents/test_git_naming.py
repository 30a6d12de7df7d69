"""Words of git that a shell works out first: which of them come to no option for sure, and which are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard_hooks.agents.call import Call, Decision
from guard_hooks.agents.judging import judged
from guard_hooks.agents.shell import writes
from tests.agents.test_landings import settled
from tests.harnessed import taken_up, work
from tests.running import Place

COMPUTED = "has words that are computed, and may be options"
PLAINLY = "set it first by NAME=VALUE"

LET = [
    # nothing in front that a shell works out
    'git show -- "$x"',
    'git log "origin/$b"',
    'git show "HEAD:$p"',
    'git log -1 --format=%H -- "$f"',
    'git diff main..."$b"',
    # set by the text itself
    'sha=abc123; git show "$sha"',
    "sha=abc123; git show $sha",
    'sha=abc123 && git show "${sha}^"',
    'sha="abc123"\ngit show "$sha:src/a"',
    "cd src && sha=abc123 && git show $sha | head -20",
    'git fetch origin; sha=abc123; git log "$sha"..HEAD',
    'a=main b=feat; git diff "$a" "$b"',
    'b="feat/$n"; git log "$b"',
    'base=$(git merge-base main HEAD); git diff "$base"...HEAD',
    "base=$(git merge-base main HEAD) && git diff $base HEAD",
    'base="$(git merge-base main HEAD)"; git log --oneline "$base"..HEAD -- src/base.py',
    "git log --oneline $(git rev-list --reverse HEAD | head -n 1)..HEAD",
    "git show $(git log -1 --format=%H -- src/a)",
    'last=$(git log -1 --format=%h 2>/dev/null); git show "$last"',
    'b=$(git symbolic-ref --short HEAD); git push -u origin "$b"',
    'b=$(git branch --show-current); git push origin "$b"',
    'for s in $(git rev-list HEAD -3); do git show --stat "$s"; done',
    'for b in main feat; do git log -1 "$b"; done',
    'for f in src/*.py; do git log -1 "$f"; done',
    'git pull origin "$(git branch --show-current)"',
    'branch=$(git branch --show-current) && git push -u origin "$branch"',
    "for b in $(git branch --format='%(refname:short)'); do git log -1 \"$b\"; done",
    "for b in $(git for-each-ref --format='%(refname:short)' refs/heads); do git log -1 $b; done",
    "for b in $(git for-each-ref --sort=-committerdate --format='%(refname)' | head -5); do git log -1 $b; done",
    "b=feat; git fetch origin $b",
    "REMOTE=origin; BRANCH=main; git fetch $REMOTE $BRANCH && git diff $REMOTE/$BRANCH",
    "COMMIT=abc123; git show $COMMIT:src/a | head",
]
UNKNOWN = [
    'git show "$sha"',
    'git show "$sha^"',
    'git diff "$base"...HEAD',
    'git push origin "$branch"',
    "x=--output=other/c; git diff $x",
    "x=--output=other/c; git diff \"$x\"",
    "x='a --output=other/c'; git diff $x",
    "x=; git diff \"$x--output=other/c\"",
    "git show \"$(git merge-base a b)--output=other/c\"",
    'x=abc git show "$x"',
    'false && x=abc; git show "$x"',
    'true || x=abc; git show "$x"',
    '(x=abc); git show "$x"',
    'x=abc | cat; git show "$x"',
    'x=abc & git show "$x"',
    'if false; then x=abc; fi; git show "$x"',
    '{ x=abc; } | cat; git show "$x"',
    'echo a; false || { :; x=abc; }; git show "$x"',
    'a=$(false) && x=abc; git show "$x"',
    # and to something else
    'x=abc; x=--output=other/c; git show "$x"',
    'x=abc; x+=d; git show "$x"',
    'x=abc; x[0]=--output=other/c; git show "$x"',
    'x=abc; read -r x < a; git show "$x"',
    'x=abc; re"ad" -r x < a; git show "$x"',
    'x=abc; read -r "x" < a; git show "$x"',
    'xy=abc; read -r x"y" < a; git show "$xy"',
    'xy=abc; read -r {xy,b} < a; git show "$xy"',
    'xy=abc; x\\\ny=--output=other/c; git show "$xy"',
    'x=abc; printf -v x %s --output=other/c; git show "$x"',
    'x=abc; mapfile x < a; git show "$x"',
    'x=abc; for x in --output=other/c; do git show "$x"; done',
    'x=abc; for i in 1 2; do git show "$x"; x=--output=other/c; done',
    'x=abc; unset x; git show "${x:---output=other/c}"',
    'x=abc; git show "${x/#/--output=}"',
    'x=abc; git show "${x:+--output=other/c}"',
    'x=abc; set -- --output=other/c; git show "$1"',
    "x=abc; bash -c 'git show \"$x\"'",
    'for s in $(git rev-list HEAD); do :; done; git show "$s"',
    'for s in $(git rev-list HEAD); do :; done; for t in a; do git show "$s"; done',
    'for s in $(git rev-list --pretty=%b HEAD); do git show "$s"; done',
    'for s in $(git log --format=%s); do git show "$s"; done',
    'for f in *; do git log "$f"; done',
    'for f in $(git diff --name-only); do git log $f; done',
    "for b in :main; do git push origin $b; done",
    '_=abc; echo --output=other/c; git show "$_"',
    'git show "$(git rev-parse --output=a)"',
    "git commit -m $x",
    "git log -n $n",
    "git commit -m $(cat a)",
    'git show "$(git describe --tags)"',
    "for b in $(git branch); do git log $b; done",
    "for b in $(git for-each-ref --format='%(refname:short)'); do git log $b; done",
    "for b in $(git for-each-ref --format='%(refname:short)' refs/heads refs/tags); do git log $b; done",
    "for b in $(git branch --format='--output=%(refname)'); do git log $b; done",
    'x=abc; for y in a; do :; done; for  x in --output=a; do git log "$x"; done',
    'git show "$(git symbolic-ref HEAD refs/heads/x)"',
    'git show $(git rev-list HEAD | sed s/^/--output=/)',
]  # fmt: skip


@pytest.mark.parametrize("command", LET)
def test_what_comes_to_no_option_is_let_alone(command: str) -> None:
    written = writes(command)
    assert written.unread == () and not written.git, written


@pytest.mark.parametrize("command", UNKNOWN)
def test_what_may_be_an_option_is_asked_about(command: str) -> None:
    assert COMPUTED in "; ".join(writes(command).unread), writes(command)


@pytest.mark.parametrize(
    "command", ["git -c $c commit -m x", 'git -c "$c" log', 'git -c "core.$c=x" log', "git -c$c log"]
)
def test_a_setting_whose_name_is_computed_is_asked_about(command: str) -> None:
    found = "; ".join(writes(command).unread)
    assert "which setting git gets is computed" in found or "what git does is computed" in found


def test_a_setting_may_have_a_value_that_is_computed() -> None:
    assert writes('git -c "user.name=$NAME" log').unread == ()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = settled(work(tmp_path_factory.mktemp("naming")))
    made.git("remote", "add", "here", ".")
    taken_up(made, "tidy/only")
    return made


def told(made: Place, command: str) -> Decision:
    return judged(Call("shell", "Bash", str(Path(made.top)), command=command), "deny")


NAMED = {
    'b=main; git push here "HEAD:$b"': "deny",
    'b=main; git push here "$b"': "deny",
    "b=HEAD:main; git push here $b": "deny",
    "B=main; git push here work:$B": "deny",
    'r=here; git push "$r" HEAD:main': "deny",
    'r=. && git push "$r" HEAD:main': "deny",
    "b=+feat; git push origin $b": "no",
    "b=:feat; git push origin $b": "ask",
    'b=main; git branch -D "$b"': "deny",
    'b=main; git switch "$b" && git commit -m x': "deny",
    'for b in main feat; do git branch -D "$b"; done': "ask",
    'for b in main; do git push here "HEAD:$b"; done': "ask",
    'b=$(git branch --show-current); git push here "HEAD:$b"': "ask",
    'b=:main; git fetch origin "feat$b"': "ask",
    'b=:main; git pull origin "feat$b"': "ask",
    'git fetch origin "feat$b"': "ask",
    "f=other/c; git rm $f": "deny",
    "f=src/a; git rm --cached $f": "allow",
    'd=other; git clean -f "$d"': "deny",
    "f=-f; git clean $f other": "deny",
    "o=--no-verify; git commit $o -m x": "no",
    'b=feat; git checkout "$b" -- src/a': "allow",
    'git show "$sha"': "ask",
}


@pytest.mark.parametrize("command", NAMED)
def test_what_a_variable_names_is_judged_as_if_it_stood_there(ground: Place, command: str) -> None:
    decision = told(ground, command)
    assert decision.kind in {"no": ("ask", "deny")}.get(NAMED[command], (NAMED[command],)), decision


def test_who_is_asked_is_told_how_to_say_it(ground: Place) -> None:
    assert PLAINLY in told(ground, 'git show "$sha"').words
