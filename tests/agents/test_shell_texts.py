"""Texts in quotes that a real bash runs all the same: each of them is read, or said to be what nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard_hooks.agents.shell import Written, writes
from guard_hooks.agents.shell.language.evaluating import ANY, OTHER_NAME, PROMPT, WITHIN
from guard_hooks.agents.shell.language.expanding import AGAIN
from tests.shells import laid, run

IT = "'a[$(touch new)]'"
OTHER = f"f={IT}; "
# Each makes the file `new`; the text alone says so
PLAINLY = (
    *(f"test -v {IT}", f"[ -v {IT} ]", f"[[ -v {IT} ]]", f"[ a -nt b -a -v {IT} ]", f"test ! -v {IT}"),
    *(f"\\test -v {IT}", f"builtin test -v {IT}", f"x=-v; test $x {IT}", 'test -v "a[\\$(touch new)]"'),
    *(f"printf -v {IT} x", f"printf -v{IT} x", f"builtin printf -v {IT} 1", f"command printf -v {IT} 1"),
    *(f"read {IT} <<< x", f"read -u 0 -N 1 {IT} <<< x", f"a=1; unset {IT}", f"sleep 0 & wait -n -p {IT}"),
    *("let 'a[$(touch new)]=1'", "let 'x=a[$(touch new)]'", "declare 'a[$(touch new)]=1'", f"declare -i x={IT}"),
    *("declare -a 'a[$(touch new)]=1'", "typeset 'a[$(touch new)]=1'", f"declare -n r={IT}; r=1"),
    *(f"[[ {IT} -eq 1 ]]", f"[[ 1 -lt {IT} ]]", "echo ${a['$(touch new)']}", "test -v 'a[`touch new`]'"),
    *(f"if test -v {IT}; then :; fi", f'bash -c "test -v {IT.replace("$", chr(92) + "$")}"', f"! [[ -v {IT} ]]"),
)
# Each makes it as well, by way of what a variable holds; only that it may is said
BY_VARIABLES = (
    *(f"{OTHER}echo $((f))", f"{OTHER}((f))", f"{OTHER}((x=f))", f"{OTHER}[[ $f -eq 1 ]]", f"{OTHER}[[ f -eq 1 ]]"),
    *("f='a[$(touch new)]' y=f; ((y))", f"{OTHER}echo ${{f:f}}", f"{OTHER}b=xyz; echo ${{b:f:1}}", f"{OTHER}let f"),
    *(f'{OTHER}b=xyz; echo "${{b:$f}}"', f"{OTHER}echo ${{!f}}", f"{OTHER}b[f]=1", f"{OTHER}echo ${{b[f]}}"),
    *(f"{OTHER}echo ${{b[$f]}}", f"{OTHER}[[ -v $f ]]", f'{OTHER}test -v "$f"', f'{OTHER}printf -v "$f" x'),
    *(
        f'{OTHER}read "$f" <<< y',
        f'a=1; {OTHER}unset "$f"',
        f"declare -n r={IT}; echo $r",
        f"RANDOM={IT}",
        f"OPTIND={IT}",
    ),
    *(
        f"typeset -i x; x={IT}",
        f"declare -i x; read x <<< {IT}",
        f"read -r f <<< {IT}; echo $((f))",
        "read f < evil; ((f))",
    ),
    *("f=$(cat evil); ((f))", "f=`cat evil`; ((f))", f"f=$(printf '%s' {IT}); ((f))", f"printf -v f '%s' {IT}; ((f))"),
    *(
        f"echo {IT} | {{ read f; ((f)); }}",
        "[[ $(cat evil) -eq 1 ]]",
        'test -v "$(cat evil)"',
        f"for f in {IT}; do ((f)); done",
    ),
    *(
        "while read f; do ((n+=f)); done < evil",
        "echo ${x:=a[\\$(touch new)]} $((x))",
        "x='a['; x+='$(touch new)]'; ((x))",
    ),
    *("f='$(touch new)'; echo ${f@P}", "PS1='$(touch new)'; echo ${PS1@P}", f"set -- {IT}; echo $(($1))"),
    *(
        f"set -- {IT}; (( ${{1}} ))",
        f"bash -c 'echo $(($1))' _ {IT}",
        f"f={IT} bash -c '((f))'",
        f"env f={IT} bash -c '((f))'",
    ),
    *("x=$'a[\\x24(touch new)]'; ((x))", f"export f={IT}; ((f))", f"until {OTHER[:-2]}; ((f)); do break; done; ((f))"),
    *(
        "x=$(date '+a[$(touch new)]'); ((x))",
        "touch 'a[$(touch new)]'; x=$(wc -l a?*); ((x))",
        "touch 'a[$(touch new)]'; for f in a?*; do ((f)); done",
    ),
    *(
        "f=$(echo 3; cat evil); ((f))",
        f"f=${{x:-{IT}}}; ((f))",
        'f=${x:-"a[\\$(touch new)]"}; ((f))',
        f"{OTHER}set a b; echo ${{@:f}}",
        f"{OTHER}x=abc; echo ${{x:(f)}}",
        "read -a f <<< 'a[$(touch${IFS}new)]'; ((f))",
        f"getopts a: f -a {IT}; ((OPTARG))",
        "f=$(wc -l a | cat evil); ((f))",
        "f=$(seq -f '0*%g+a[$(touch new)]' 1); ((f))",
    ),
)
# What runs a command that is handed on as a word: each makes `new` too, and is read or asked about
HANDED_ON = (
    "mapfile -C 'touch new;' -c 1 a <<< x",
    "echo x | readarray -C 'touch new;' -c 1 a",
    "trap 'touch new' DEBUG; :",
    "trap 'touch new' EXIT",
    "trap 'touch new' ERR; false",
    "trap 'touch new' 0",
    "trap -- 'touch new' RETURN; . /dev/null",
    "trap 'touch new' USR1; kill -USR1 $$",
    "source <(echo touch new)",
    ". <(echo touch new)",
    ". /dev/stdin <<< 'touch new'",
    "compgen -C 'touch new' x",
    "compgen -W '$(touch new)' x",
    "complete -C 'touch new' x; compgen -C 'touch new' x",
    "exec touch new",
    "coproc touch new; wait",
    "coproc X { touch new; }; wait",
    "eval 'touch new'",
    "eval $'touch\\x20new'",
    "f='$(touch new)'; eval \"echo $f\"",
    "PS4='$(touch new)'; set -x; :",
    "PS1='$(touch new)' bash --norc -i <<< ':'",
    "BASH_ENV=/dev/stdin bash -c : <<< 'touch new'",
    "hash -p /bin/touch ls; ls new",
    "history -s 'touch new'; fc -s",
    "jobs -x touch new",
    "f='touch new'; $f",
    "time touch new",
    "enable -f ./none x; touch new",
    "bind -x '\"x\": ls'; touch new",
)
WHY = {
    "${f@P}": AGAIN,
    "${(e)f}": AGAIN,
    "PS0=x": PROMPT,
    "export PS2=x": PROMPT,
    "declare -n a=b": OTHER_NAME,
    "local -n a": OTHER_NAME,
}
# Counting as everybody does it
LEAVES_ALONE = (
    *(
        "x=$((1 + 2)); ((x++)); echo $x",
        "for ((i=0; i<3; i++)); do echo $i; done",
        "for i in 1 2 3; do echo $((i * 2)); done",
    ),
    *(
        "n=$(wc -l < a); if (( n > 3 )); then echo many; fi",
        "[[ $(ls | wc -l) -gt 3 ]]",
        "[ $(ls | wc -l) -gt 3 ]",
        "x=$(date +%s); echo $((x - 5))",
    ),
    *(
        "for i in $(seq 1 3); do ((n+=i)); done",
        "n=$(grep -c x a); ((n))",
        "[[ $(git rev-list --count HEAD) -gt 5 ]]",
        "[[ $# -eq 1 ]]",
    ),
    *('while read -r x; do echo "$x"; done < a', "read -r a b <<< 'x y'; echo $a", 'read -r x < a; echo "$x"'),
    *(
        "test -v HOME",
        "[[ -v x ]]",
        "unset x y",
        "printf -v x '%03d' 7; echo $x",
        "x='[a-z]$(y)'; grep \"$x\" a",
        "x='`code`'; echo \"$x\"",
    ),
    *(
        "git commit -m 'see `a[1]` and $(b)' && [[ $x -eq 1 ]]",
        "echo 'a[$(touch new)]'",
        "[ -f 'a[1]' ]",
        "[[ $x =~ ^[0-9]+$ ]]",
        "echo ${x:-1} ${x#a} ${x%%b} ${#x}",
    ),
    *(
        "x=abc; echo ${x:1:2} ${x: -1}",
        "set -- a b; echo $#",
        'for f in *.py; do n=$(wc -l < "$f"); ((t+=n)); done; echo $t',
        "declare -i n=3; ((n++))",
    ),
    *(
        "x=5; [[ $x -gt 3 ]] && echo more",
        "i=0; while ((i < 3)); do ((i++)); done",
        "echo ${x[0]} ${x[@]} ${#x[@]} ${!x[@]}",
        "sleep 1 & wait $!",
        "export A=b B='c d'",
    ),
    *("find . -name '*.py' -exec sh -c 'wc -l \"$1\"' _ {} \\;",),
)


@pytest.mark.parametrize("command", [*PLAINLY, *BY_VARIABLES])
def test_what_bash_runs_of_a_text_in_quotes_is_never_passed_over(command: str, tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "evil").write_text("a[$(touch new)]\n")
    assert "new" in run(command, tmp_path), "and bash does run it"
    assert writes(command).unread


@pytest.mark.parametrize("command", HANDED_ON)
def test_a_command_that_is_handed_on_is_read_or_asked_about(command: str, tmp_path: Path) -> None:
    laid(tmp_path)
    assert "new" in run(command, tmp_path), "and bash does run it"
    written = writes(command)
    assert written.unread or "new" in written.paths


@pytest.mark.parametrize("command", [one for one in PLAINLY if " -n r=" not in one])
def test_what_stands_plainly_in_it_is_read_as_a_command(command: str) -> None:
    written = writes(command)
    assert (written.paths, WITHIN in written.unread) == (("new",), True)


def test_what_it_goes_round_is_said_too() -> None:
    assert writes("test -v 'a[$(rm -rf .git)]'").git == ("it writes inside of git's own folder",)
    assert writes("[[ -v 'a[$(git commit -n)]' ]]").git == ("it leaves out the hooks",)


@pytest.mark.parametrize("command", WHY)
def test_why_nobody_can_tell(command: str) -> None:
    assert WHY[command] in "; ".join(writes(f"echo {command}" if command[0] == "$" else command).unread)


@pytest.mark.parametrize("command", LEAVES_ALONE)
def test_counting_is_left_alone(command: str) -> None:
    assert writes(command)._replace(moves=()) == Written()


def test_a_number_that_anybody_may_have_written_is_none() -> None:
    assert ANY in "; ".join(writes("n=$(cat a); (( n > 3 ))").unread)
    assert ANY in "; ".join(writes("ls | xargs -n1 sh -c '(( $1 ))' _").unread)
