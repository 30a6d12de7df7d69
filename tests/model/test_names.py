"""Which names are faults, which are left alone, and which collide."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model import names
from guard.model.names import faults, fold

GOOD = [
    *(b"a", b"README.md", b"app/x.py", b"a/b/c/d/e.txt", b"a b/c d.txt", b" leading/ space", b"a-b_c.d"),
    *(b"a+b", b"a@b", b"~a"),
    *(b".gitignore", b".gitattributes", b".gitmodules", b".mailmap", b".lfsconfig", b"sub/.gitignore"),
    b".guard/policy.yaml",
    *(b".github/workflows/ci.yml", b".gitlab-ci.yml", b".gitkeep", b"git/x", b"git", b"a.git/x", b"x.git"),
    *(b".gitx", b"agit~1"),
    *(b"git~", b"git~a", b"~1", b"git-1", b"gitmodules", b"guard/model/x.py", b"guard", b"GUARD/x"),
    *(b"..a", b"...b", b".a.b"),
    *(b"console.py", b"auxiliary.c", b"con-fig", b"com", b"com10", b"lpt", b"lpt10.x", b"nulls"),
    *(b"foo.con", b"a.nul.b", b".con"),
    *(b"conin", b"xcon", b"prn_", b"com1x", b"comx", b"Makefile", b"a<b", b'a"b', b"a|b", b"a?b", b"a*b"),
    *(b"<>", b"'", b"$(id)"),
    *(b"--output=pwn", b"#a", b"!a", b"%41", b"a=b", b"{a => b}/c", b"x/GIT/y", b"e.gitignore"),
    *map(str.encode, ("café.md", "日本語/ファイル", "пример", "\u0430pp", "ελλάδα", "한국어")),
    *map(str.encode, ("cafe\u0301", "😀.md", "ñ/.gitignore")),
    *map(str.encode, ("ﬁle", "ｗｉｄｅ", "µ", "ß", "İ", "\ue0a0")),
    b"x" * 255,
    b"/".join([b"x" * 200] * 5),
]
UNSEEN = (
    "\u202e\u202a\u2066\u2069\u200e\u200f\u061c\u200b\u200c\u200d\u2060\ufeff\xad\u034f\u115f\u1160\u3164\uffa0"
    "\ufe0f\ufe00\u180e\u180b\u2028\u2029\xa0\u2003\u3000\u202f\u1680\u2800\U000e0041\U000e0100\u17b4\u206a\ufff9"
)
BAD = [
    *((b"a\nb", "G110"), (b"\x01", "G110"), (b"a\x1b[2K", "G110"), (b"a\tb", "G110"), (b"a\r", "G110")),
    (b"a\x7f", "G110"),
    *((b"dir\n/x", "G110"), ("a\x85b".encode(), "G110"), ("a\x9b".encode(), "G110")),
    *((b"a/\x07/b", "G110"), (b"x.md\n", "G110")),
    *((b"\xff", "G111"), (b"app/\xff.py", "G111"), (b"\xc3", "G111"), (b"\xed\xa0\x80", "G111"), (b"\xc0\xae", "G111")),
    *((b"a/\x80/b", "G111"), (b"\xf8\x88\x80\x80\x80", "G111"), ("é".encode("latin-1"), "G111")),
    *((f"a{char}b".encode(), "G112") for char in UNSEEN),
    *((b".git", "G114"), (b".git/config", "G114"), (b"a/.git/hooks/x", "G114"), (b".GIT", "G114"), (b".Git/x", "G114")),
    *((b"git~1", "G114"), (b"GIT~1/config", "G114"), (b"git~2", "G114"), (b"a/Git~12", "G114"), (b"g~123456", "G114")),
    *((b".git.", "G114"), (b".git ", "G114"), (b".git. .", "G114"), (b".git./x", "G114"), (b".git /x", "G114")),
    *((b".git::$INDEX_ALLOCATION", "G114"), (b".git::$INDEX_ALLOCATION/x", "G114"), (b".git:x", "G114")),
    (b"git~1.", "G114"),
    *((b".GitModules", "G114"), (b".gitmodules.", "G114"), (b".gitmodules ", "G114"), (b".gitmodules::$DATA", "G114")),
    *((b"gitmod~1", "G114"), (b"GITMOD~4", "G114"), (b"gi7eba~1", "G114"), (b"gi7eb~10", "G114")),
    (b"gitatt~1", "G114"),
    *((b".GITATTRIBUTES", "G114"), (b".GITIGNORE", "G114"), (b".Mailmap", "G114"), (b".GUARD/policy.yaml", "G114")),
    *((b"guard~1/x", "G114"), (b".guard./x", "G114"), (b"a/.GitIgnore", "G114")),
    *((f".g{char}it/config".encode(), "G114") for char in "\u200c\u200d\ufeff\u2060\u202e\xad\ufe0f"),
    *((".gitmodule\u017f".encode(), "G114"), ("\uff0e\uff47\uff49\uff54".encode(), "G114")),
    ("\u2024git/x".encode(), "G114"),
    *((name, "G114") for name in (b"con", b"CON", b"prn", b"aux", b"nul", b"com0", b"com1", b"COM9")),
    *((name, "G114") for name in (b"lpt0", b"Lpt1", b"lpt9")),
    *((name, "G114") for name in (b"con.txt", b"a/aux.c", b"nul.tar.gz", b"con/x", b"con .txt", b"con.", b"nul ")),
    *((name, "G114") for name in (b"conin$", b"CONOUT$", b"conin$.x", b"a/Con.Py/b", b"aux:x", b"x/y/PRN.log")),
    *((name.encode(), "G114") for name in ("com\xb9", "com\xb2.txt", "LPT\xb3", "lpt\xb9/x")),
    *((b"a.", "G114"), (b"a ", "G114"), (b"a./b", "G114"), (b"a /b", "G114"), (b"con.py.", "G114")),
    *((b"a..", "G114"), (b" ", "G114")),
    *((b"...", "G114"), ("é.".encode(), "G114"), ("é ".encode(), "G114")),
    *((b"a\\b", "G114"), (b"\\", "G114"), (b"..\\x", "G114"), (b"C:\\x", "G114")),
    *((b":evil.py", "G114"), (b"a:b", "G114"), (b"a:", "G114"), (b"C:/x", "G114"), (b"a/b:c/d", "G114")),
    *((b":100644 100644 0 0 M", "G114"), (b"::error file=a::x", "G114"), (b":(exclude)policy", "G114")),
    *((b"", "G114"), (b".", "G114"), (b"..", "G114"), (b"a/../b", "G114"), (b"./a", "G114")),
    *((b"a/.", "G114"), (b"a//b", "G114")),
    *((b"/a", "G114"), (b"a/", "G114"), (b"/", "G114"), (b"../../etc/passwd", "G114")),
    *((b"x" * 256, "G115"), (b"a/" + b"x" * 256 + b"/b", "G115"), (b"/".join([b"x" * 204] * 6), "G115")),
    ("é" * 128, "G115"),
]
COMPONENTS = st.one_of(
    st.sampled_from(
        [*(b"a", b"x.py", b".git", b".GIT", b"git~1", b"con", b"aux.c", b".gitignore"), *(b"guard", b"a.", b"a b", b"")]
    ),
    st.binary(max_size=5).map(lambda data: data.replace(b"\0", b"")),
    st.text(alphabet="git.~1 :cona\\$A\u200d\xb9é", max_size=6).map(str.encode),
)
PATHS = st.lists(COMPONENTS, max_size=4).map(b"/".join)


def rules(path: bytes) -> list[str]:
    return [rule for rule, _ in faults(path)]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path[:20].hex())
def test_left_alone(path: bytes) -> None:
    assert faults(path) == ()


@pytest.mark.parametrize(("path", "rule"), BAD, ids=lambda value: str(value)[:30].encode().hex())
def test_found(path: bytes | str, rule: str) -> None:
    path = path if isinstance(path, bytes) else path.encode()
    assert rule in rules(path)


def test_the_table_has_both_halves() -> None:
    assert len(GOOD) >= 80
    assert len(BAD) >= 150


@pytest.mark.parametrize(
    ("path", "rule", "words"),
    [
        (b"a\nb", "G110", "U+000A"),
        (b"app/\xff.py", "G111", "0xff"),
        ("a\u202eb".encode(), "G112", "U+202E"),
        (b"x/GIT~1", "G114", ".git"),
        (b"gitmod~1", "G114", ".gitmodules"),
        (b"aux.c", "G114", "device on Windows"),
        (b"a//b", "G114", "a / too many"),
        (b"a:b", "G114", "colon"),
        (b"a\\b", "G114", "backslash"),
        (b"a.", "G114", "dot"),
        (b"x" * 300, "G115", "300"),
        (b"x/" * 600 + b"x", "G115", "1201"),
        (b"a:1/b:2/c:3/d:4/e:5", "G114", "and 2 more"),
    ],
)
def test_words(path: bytes, rule: str, words: str) -> None:
    assert words in dict(faults(path))[rule]


def test_every_rule_a_path_breaks_is_found() -> None:
    path = b"a\nb/\xff/" + "\u200b".encode() + b"/con/" + b"x" * 256
    assert rules(path) == ["G110", "G111", "G112", "G114", "G115"]


@given(PATHS)
def test_the_glance_agrees_with_the_close_look(path: bytes) -> None:
    quick = faults(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "_plain", lambda _: False)
        assert faults(path) == quick


@given(st.one_of(PATHS, st.binary()))
def test_words_hide_nothing_and_are_short(path: bytes) -> None:
    found = faults(path)
    assert len({rule for rule, _ in found}) == len(found)
    assert all(words.isprintable() and len(words) < 600 for _, words in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Policy/Rules.yml", "policy/rules.yml"),
        ("caf\u00e9", "cafe\u0301"),
        ("CAF\u00c9", "cafe\u0301"),
        ("stra\u00dfe", "STRASSE"),
        ("\u1e9e", "ss"),
        ("\ufb01le", "FILE"),
        ("\u212aelvin", "kelvin"),
        ("\u212b", "\u00e5"),
        ("\u03a3", "\u03c2"),
        ("\u00b5", "\u03bc"),
        ("\ud55c", "\u1112\u1161\u11ab"),
        ("a\u200cb", "ab"),
        ("\u1f80", "\u1f00\u03b9"),
        ("q\u0323\u0307", "q\u0307\u0323"),
        ("\u0130", "i\u0307"),
        ("\u0345\u0301", "\u0301\u03b9"),
    ],
)
def test_collide(one: str, other: str) -> None:
    assert fold(one.encode()) == fold(other.encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"a", b"b"),
        (b"a", b"a "),
        (b"a_b", b"a-b"),
        ("\u0430".encode(), b"a"),
        ("é".encode(), b"e"),
        ("\uff41".encode(), b"a"),
        ("\u00b2".encode(), b"2"),
        (b"\xff", b"\xfe"),
        (b"\xc9", b"\xe9"),
        ("\u0131".encode(), b"i"),
    ],
)
def test_do_not_collide(one: bytes, other: bytes) -> None:
    assert fold(one) != fold(other)


def test_names_that_are_not_utf8_fold_in_ascii() -> None:
    assert fold(b"A\xff\xc9") == b"a\xff\xc9"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_fold_is_stable_and_knows_no_case_or_form(text: str) -> None:
    key = fold(text.encode())
    assert fold(key) == key
    for form in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text), text.casefold()):
        assert fold(form.encode()) == key


@given(st.binary())
def test_fold_is_stable_on_bytes(name: bytes) -> None:
    assert fold(fold(name)) == fold(name)
    assert fold(name.swapcase()) == fold(name)
