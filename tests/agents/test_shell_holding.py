"""Variables that hold one plain text in a command: where they are read as that text, and where nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_hooks.agents.shell import writes
from guard_hooks.agents.standing import Standing
from tests.agents.test_shell import steps
from tests.shells import covered, laid, run

# What is written; {t} is the path that stands for the new one
HOLDS = {
    'f=src/a; echo x > "$f"': "src/a",
    "f=src/a; echo x > $f": "src/a",
    "f=src/a; echo x > ${f}.bak": "src/a.bak",
    'd=src && echo x > "$d/n"': "src/n",
    'f=src/a && sed -i s/x/b/ "$f"': "src/a",
    "f=src/a\ncat > $f <<'E'\nx\nE\n": "src/a",
    'cd src && f=a && echo x > "$f"': "src/a",
    'FILE=a; d=src; cp "$FILE" "$d/c"': "src/c",
    'd=src; e=$d/deep; touch "$e/n"': "src/deep/n",
    'f=out/n; for i in 1 2; do echo $i >> "$f"; done': "out/n",
    'f=out/n; (echo > "$f")': "out/n",
    'f=a; x=$(rm "$f")': "-a",
    'd=src; cd "$d" && touch n': "src/n",
    'f=src/a; if test -s "$f"; then rm "$f"; fi': "-src/a",
    "f=a.py; g=b; touch $g $f": "b a.py",
    't=$(mktemp) && echo x > "$t"': "{t}",
    "t=$(mktemp) && echo x > $t && rm -f $t": "{t}",
    't=$(mktemp -d) && echo x > "$t/a" && cat "$t/a"': "{t}/a",
    't=$(mktemp -d) && cd "$t" && touch a': "{t}/a",
    't=$(mktemp -d) && { touch "$t/a"; touch "$t/b"; }': "{t}/a {t}/b",
    't=$(mktemp); echo x > "$t"; rm -f "$t"': "{t}",
    'tmp=$(mktemp -d)\ntrap \'rm -rf "$tmp"\' EXIT\ncp a "$tmp/none-such"': "{t} {t}/none-such",
    'set -e\nt=$(mktemp -d)\ncp a "$t/etc"': "{t}/etc",
    't=`mktemp -d` && touch "$t/a"': "{t}/a",
}
# What a loop goes through is one pattern
EACH = {
    'for f in src/*.py; do sed -i s/x/b/ "$f"; done': "src/",
    'for f in src/deep/*.py src/deep/a; do rm "$f"; done': "-src/deep/",
    'for f in src/*.py; do cat "$f" > "$f.out"; done': "src/",
    'for f in src/*.py; do (touch "$f"); { cp "$f" "$f.x"; }; done': "src/",
    'for f in out/*; do for g in src/*.py; do cat "$f" > "$g"; done; done': "src/",
    'if true; then for f in out/*; do rm "$f"; done; fi': "-out/",
}
# Nobody can tell what is written
UNTOLD = (
    *(
        'for f in b/*; do sed -i "$f" a; done',
        'for f in b/*; do sed -n "$f"; done',
        'for f in src/*; do sed -e "s|x|$f|" -i a; done',
    ),
    *(
        'for f in src/*; do sed -i "s|x|$f|" a; done',
        'for f in b/*; do sed -i -e "$f"; done',
        'for f in s/*; do perl -e "$f"; done',
    ),
    'for f in src/*; do perl -pi -e s/a/b/ "$f"; done',
    *(
        'for f in src/*; do :; done; rm "$f"',
        'for f in src/*; do :; done > "$f"',
        'for f in src/*; do :; done | tee "$f"',
    ),
    *(
        "for f in src/*.py; do rm $f; done",
        'for f in src/*; do f=a; rm "$f"; done',
        'for f in src/*; do read f; rm "$f"; done',
    ),
    *('for f in *; do rm "$f"; done', 'for f in src/* a; do rm "$f"; done', 'for f in src/*/*; do rm "$f"; done'),
    *(
        'for f in src/../*; do rm "$f"; done',
        'for f; do rm "$f"; done',
        'for f in $x; do rm "$f"; done',
        'for f in -*; do rm "$f"; done',
    ),
    *(
        'for f in src/*; do rm "$f/../a"; done',
        'for d in src/*; do cd "$d" && rm a; done',
        'for f in src/*; do bash "$f"; done',
    ),
    *('for f in src/*; do :; done; for g in a; do rm "$f"; done', "for f in src/*; do sh -c 'rm \"$f\"'; done"),
    *('f=src/a; f=b.txt; echo > "$f"', 'f=src/a; read f <<< b.txt; echo > "$f"', 'read f <<< b.txt; echo > "$f"'),
    *('f=src/a; for f in b.txt; do echo > "$f"; done', "f=src/a; printf -v f b.txt; echo > $f", "f+=a; echo > $f"),
    *(
        'f=src/a; ((f=5)); echo > "$f"',
        "f=src/a; let f=5; echo > $f",
        "f=src/a; echo > ${f%/a}",
        "f=src/a; echo > ${f:1}",
    ),
    *("f=src/a; echo > $f[1]", "f=src/a; echo > ${f[1]}", "f=src/a; f[0]=b.txt; echo > $f", "f='c d'; echo > \"$f\""),
    *("f=src/*; echo > $f", "f=~/a; echo > $f", "f=$g; echo > $f", "f=$(cat a); echo > $f", "path=src/a; echo > $path"),
    *('false && f=src/a; echo > "$f"', 'true || f=src/a; echo > "$f"', 'true || f=src/a && echo > "$f"'),
    *('f=src/a | echo > "$f"', 'f=src/a & echo > "$f"', '(f=src/a); echo > "$f"', '! f=src/a; echo > "$f"; f=b'),
    *("if true; then f=src/a; fi; echo > $f", "for i in 1; do f=src/a; echo > $f; done", "echo > $f; f=src/a"),
    *(
        "f=src/a sh -c 'echo > \"$f\"'",
        "f=src/a; sh -c 'echo > \"$f\"'",
        "export f=src/a; echo > $f",
        "PWD=src; echo > $PWD/a",
    ),
    *(
        "xy=src/a; read x''y <<< b.txt; echo > $xy",
        "xy=src/a; read x{y,z} <<< b.txt; echo > $xy",
        "IFS=/; f=src/a; echo > $f",
    ),
    *(
        "xy=src/a; read -axy <<< b.txt; echo > $xy",
        "xy=src/a; printf -vxy b.txt; echo > $xy",
        "xy=src/a; x\\\ny=b.txt; echo > $xy",
    ),
    *(
        "xy=src/a; x=x; read ${x}y <<< b.txt; echo > $xy",
        "xy=src/a; read ?y <<< b.txt; echo > $xy",
        "t=src/a; unset ?; echo > $t/b.txt",
    ),
    *("xy=src; unset x{y,z}; rm $xy/b.txt", "xy=src; unset ?y; rm $xy/b.txt", "f=src/a; exec {f}> b.txt; echo > $f"),
    *(
        "f=src/a; declare -n g=f; g=b.txt; echo > $f",
        "f=src/a; : ${f:=b}; echo > $f",
        "f=src/a; trap 'f=b' DEBUG; echo > $f",
    ),
    *(
        't=$(mktemp -d); cd "$t"; touch b.txt',
        't=$(mktemp -d); rm -rf "$t/etc"',
        "t=$(mktemp -d); cp a b.txt $t",
        "t=$(mktemp -u) && echo > $t",
    ),
    *('t=$(mktemp -d) && true; cd "$t" && touch b.txt', 't=$(mktemp -d) && false || rm "$t/b.txt/../etc"'),
    *(
        'TMPDIR=src; t=$(mktemp) && echo > "$t"',
        't=$(mktemp -p src) && echo > "$t"',
        't=$(mktemp src/XXX) && echo > "$t"',
    ),
    *(
        't=$(mktemp && cat a) && echo > "$t"',
        't=$(mktemp)x && echo > "$t"',
        't=$(mktemp -d); rm -rf "$t"/../a; rm -rf "$t/$1"',
    ),
)


def temporary(folder: Path) -> str:
    return f"{folder}/tmp.XXXXXXXXXX0"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return tmp_path


@pytest.mark.parametrize("command", HOLDS)
def test_what_a_variable_holds_is_read(place: Path, command: str) -> None:
    written = writes(command, lambda path: path == "src", Standing(str(place)))
    assert not written.unread, written.unread
    wanted = HOLDS[command].replace("{t}", temporary(place / "t")).split(" ")
    found = [("-" if path in written.deletes else "") + path for path in written.paths]
    assert [one.lstrip("-") for one in found] == [one.lstrip("-") for one in wanted]
    assert all([one in found for one in wanted if one[:1] == "-"])


@pytest.mark.parametrize("command", [one for one in HOLDS if "mktemp" not in one])
def test_a_real_shell_writes_what_is_read(tmp_path: Path, command: str) -> None:
    laid(tmp_path)
    written = writes(command, lambda path: (tmp_path / path).is_dir(), Standing(str(tmp_path)))
    changed = run(command, tmp_path)
    assert changed
    assert all([covered(path, written, tmp_path) for path in changed]), (changed, written)


@pytest.mark.parametrize("command", EACH)
def test_what_a_loop_goes_through_is_read(tmp_path: Path, command: str) -> None:
    laid(tmp_path)
    written = writes(command, lambda path: (tmp_path / path).is_dir(), Standing(str(tmp_path)))
    said = "".join([("-" if path in written.deletes else "") + path for path in written.paths])
    assert (said, written.unread) == (EACH[command], ())
    changed = run(command, tmp_path)
    assert changed
    assert all([covered(path, written, tmp_path) for path in changed]), (changed, written)


@pytest.mark.parametrize("command", UNTOLD)
def test_what_may_be_another_text_is_asked_about(place: Path, command: str) -> None:
    assert writes(command, lambda path: path == "src", Standing(str(place))).unread


NAMES = ("f", "xy", "FILE", "d1")
PARTS = (
    "{n}=src/a",
    "{n}=b.txt",
    "read {n} < a",
    "unset {n}",
    "cat a",
    "{n}+=x",
    "export {n}",
    "for {n} in a; do :; done",
)


@given(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=4),
    st.sampled_from((";", "&&", "||", "|")),
)
def test_a_text_is_known_only_where_one_command_gives_it(name: str, parts: list[str], sign: str) -> None:
    said = [part.format(n=name) for part in parts]
    written = writes(f" {sign} ".join(said) + f'; touch "${name}"')
    gives = [part for part in said if part != "cat a"]
    if written.paths:
        assert gives in ([f"{name}=src/a"], [f"{name}=b.txt"])
        assert written.unread or set(written.paths) == {gives[0].partition("=")[2]}
    else:
        assert written.unread


def test_many_variables_are_not_much_work() -> None:
    text = "".join([f"v{at}=b; " for at in range(400)])
    assert steps(text + text) < 2.3 * steps(text) + 20_000
