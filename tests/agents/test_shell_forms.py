"""Forms of a command that hide what it does: options that are cut short, words that a program reads in its own way."""

from __future__ import annotations

import pytest

from guard_hooks.agents.shell import Written, writes

HIDES = r"""
bash +n -c 'rm other/c'
sh +n -c 'rm other/c'
bash -n +n -c 'rm other/c'
bash -n +o noexec -c 'rm other/c'
bash -in -c 'rm other/c'
bash +n /tmp/x.sh
bash +n < f
find . -exec bash +n -c 'rm other/c' \;
env --uns ls rm other/c
env -a cat rm other/c
xargs --process-slot-var ls rm other/c
xargs --arg-f echo rm other/c
xargs --max-lines rm ls other/c
xargs --repl rm other/c
/usr/bin/time --form ls rm other/c
timeout --sig ls 5 rm other/c
nice --adj 5 rm other/c
stdbuf --out L rm other/c
sudo --us root rm other/c
npx --workspace ls rm other/c
npm exec --yes true rm other/c
uv run --no-such-option ls rm other/c
uv run --no-group ls rm other/c
poetry run -P ls rm other/c
src/venv/bin/ls other/c
src/.venv/bin/ls other/c
/r/src/venv/bin/ls other/c
src/node_modules/.bin/ls other/c
xvenv/bin/ls other/c
cd src && venv/bin/ls other/c
cd src; .venv/bin/ls other/c
. src/venv/bin/activate
cd src && . venv/bin/activate
perl -ne 's/a/b/' 'touch other/c |'
perl -ne 's/a/b/' '>other/c'
perl -ne 's/a/b/' src/a ' +>other/c'
perl -ne 's/a/b/' 'src/x'*
perl -ne 's/a/b/' *.py
perl -ne 's/a/b/' src/[|]
perl -ne 's/a/b/' "$x"
perl -F'/x/);system("rm\x20other/c");split(/y/' -ane 's/a/b/' src/a
declare -a 'x=($(rm other/c))'
declare -A 'x=([$(rm other/c)]=1)'
readonly -a 'x=($(rm other/c))'
export -a 'x=($(rm other/c))'
typeset -ax 'x+=(`rm other/c`)'
declare -a x; declare 'x=($(rm other/c))'
declare -a 'x[0]=($(rm other/c))'
x='($(rm other/c))'; declare -a y="$x"
x='($(rm other/c))'; declare -a y; declare y="$x"
x='($(rm other/c))'; z=$x; declare -a 'y='"$z"
x='y=($(rm other/c))'; declare -a "$x"
o=-a; declare $o 'x=($(rm other/c))'
pushd -n src && echo hi > other/c
pushd src && pushd +1 && echo hi > other/c
cd -P src/link && cd .. && echo hi > c
set -P; cd src/link && cd .. && echo hi > c
set -eP; cd src/link
set -e -o physical; cd src/link
set $x; cd src/link && cd .. && echo hi > c
bash -P -c 'cd src/link && cd .. && echo hi > c'
bash -o physical -c 'cd src/link && cd .. && echo hi > c'
shopt -s cdable_vars; cd src && echo hi > c
shopt -so physical
set -e $x; cd src/link
set -o errexit $x; cd src/link
awk '{ print "x",^J"y" > "other/c" }' f
awk '{ print "x" \^J > "other/c" }' f
awk '{ print "x", # more^J"y" > "other/c" }' f
awk '{ print a &&^J"y" > "other/c" }' f
awk '{ print a ?^J"y" : "z" > "other/c" }' f
awk '{ print "x", ^J ^J "y" > "other/c" }' f
sed 'b a w other/c' f
sed ':a w other/c' f
sed ': a w other/c' f
sed 't a w other/c' f
sed 'b a}s; w other/c^J;;' f
popd src; echo hi > c
bash -oc noglob 'rm other/c'
shopt -os physical
shopt $x cdable_vars
set -oe physical
trap 'cd /r' DEBUG; cd src; echo hi > other/c
trap 'c\d /r' ERR; cd src; false; echo hi > other/c
trap 'popd' SIGUSR1; pushd src; kill -USR1 $$; echo hi > other/c
"""
QUIET = """
bash -n scripts/a.sh
bash -nv scripts/a.sh
sh -n < a
bash -c 'ls'
bash -euo pipefail -c 'ls src'
bash +x -c 'ls'
env -i ls
env -u HOME ls
nice -5 ls
nice -n 5 ls
timeout -k 5 --foreground 10 ls
timeout --signal=KILL 10 ls
stdbuf -oL ls
time -p ls
command -v git
find . -name '*.py' -print0 | xargs -0 -n1 -P4 -r wc -l
ls | xargs -I {} -t grep -n x {}
ls | xargs -i grep -n x {}
xargs --null --no-run-if-empty --max-args=1 cat
npx --yes --package=prettier prettier --check .
.venv/bin/pytest -q
sed ':a;N;$!ba;s/x/y/g' f
sed -e ':a' -e 'N' -e '$!{ba}' -e 's/x/y/' f
sed -n '/x/{p;b};tend;p;: end' f
sed '/a/b end # more^Js/a/b/^J:end' f
awk '{ print "x"^J if ($1 > 3) n++ } END { print n }' f
awk 'BEGIN { print "a", # more^J"b" }^J$1 > 3 { print }^J$2 > 4 { print $1 }' f
awk '{ print $1^J} $2 > 3' f
awk '{ print^J}^J$2 > 3 { print $2 }' f
set -euo pipefail; set -x; set +e; set -- a b; set -o errexit -o nounset
shopt -s globstar extglob; shopt; shopt -u dotglob; shopt -p
trap 'echo failed' ERR; trap 'cd /tmp; ls' EXIT; trap - DEBUG; trap '' INT
bash -o pipefail -ec 'ls'
export A='(b)'; declare -x C="$HOME"
declare -i n=3; declare -a list; declare -r x='(a)'
declare -A seen; seen[a]=1
perl -pe 's/a/b/' src/a.py
perl -pe 's/a/b/' src/*.py
perl -ne 's/a/b/g' < src/a.py
. .venv/bin/activate
uv run --frozen --no-sync --with x pytest
uv run --only-group test -q pytest
poetry run -q pytest
"""


def lines(text: str) -> list[str]:
    """The commands of a text, one in a line; `^J` is the end of a line in one of them."""
    return [line.replace("^J", "\n") for line in text.splitlines() if line]


@pytest.mark.parametrize("command", lines(HIDES))
def test_what_a_form_hides_is_found_or_asked_about(command: str) -> None:
    written = writes(command)
    assert written.unread or written.git or "other/c" in written.paths


@pytest.mark.parametrize("command", lines(QUIET))
def test_forms_of_every_day_are_left_alone(command: str) -> None:
    assert writes(command)._replace(runs=()) == Written()


def test_only_ten_signs_are_digits_to_a_shell() -> None:
    assert writes("echo hi >&\u00b2").paths == ("\u00b2",)
    assert writes("echo hi >&\u0663-").paths == ("\u0663-",)
    assert writes("rm \u00b2>a").paths == ("a", "\u00b2")
    assert not writes("echo hi 2>&1 >&2 3>&1-").paths
    assert writes("sed -n '\u00b2w a' f").unread


def test_an_environment_at_the_top_of_a_repository_may_be_said_from_the_root() -> None:
    def stands(path: str) -> bool:
        return path in ("/r/.git", "/r/src")

    assert not writes(
        "/r/.venv/bin/mypy; . /r/venv/bin/activate; cd /r/src && ../node_modules/.bin/eslint", stands
    ).unread
    assert writes("/r/src/venv/bin/mypy", stands).unread
    assert writes(". /r/src/venv/bin/activate", stands).unread
    assert writes("/r/src/venv/bin/mypy", lambda path: path in ("/r/.git", "/r/src/.git")).unread
