"""Names that are new (G110-G112, G114, G115); what each fault is in words, tests/model/test_names.py has."""

from __future__ import annotations

import pytest

from guard.checks.names import check
from guard.model.case import Case
from guard.model.change import EXECUTABLE, FILE, SUBMODULE, SYMLINK
from tests.cases import added, case, deleted, findings, first_commit, modified, only, places

BIDI = b"a/\xe2\x80\xaegpj.py"
ONE = first_commit(0)

FINDS = {
    "control character": (case(added(b"a/x\ny")), [("G110", b"a/x\ny", b"")]),
    "not UTF-8": (case(added(b"a/\xff")), [("G111", b"a/\xff", b"")]),
    "text that runs backwards": (case(added(BIDI)), [("G112", BIDI, b"")]),
    "device of Windows": (case(added(b"a/aux.c")), [("G114", b"a/aux.c", b"")]),
    "looks like the git folder": (case(added(b"a/.GIT/x")), [("G114", b"a/.GIT/x", b"")]),
    "too long": (case(added(b"x" * 256)), [("G115", b"x" * 256, b"")]),
    "two faults in one name": (case(added(b"a/\n\xff")), [("G110", b"a/\n\xff", b""), ("G111", b"a/\n\xff", b"")]),
    "two bad names of one kind": (case(added(b"con"), added(b"nul")), [("G114", b"con", b""), ("G114", b"nul", b"")]),
    "executable": (case(added(b"con", EXECUTABLE)), [("G114", b"con", b"")]),
    "symlink": (case(added(b"con", SYMLINK)), [("G114", b"con", b"")]),
    "submodule": (case(added(b"con", SUBMODULE)), [("G114", b"con", b"")]),
    "gone again before it lands": (case(steps=((added(b"con"),), (deleted(b"con"),))), [("G114", b"con", ONE)]),
    "in the second commit": (
        case(added(b"a"), steps=((added(b"a"),), (added(b"con"),))),
        [("G114", b"con", first_commit(1))],
    ),
    "told by the landing and by its commit": (
        case(added(b"con"), steps=((added(b"con"),),)),
        [("G114", b"con", b""), ("G114", b"con", ONE)],
    ),
    "moved to a bad name": (case(deleted(b"a.c"), added(b"aux.c")), [("G114", b"aux.c", b"")]),
}
LEAVES_ALONE = {
    "plain names": case(added(b"a"), added(b"src/deep/b.py"), added(b".github/x")),
    "odd but as seen": case(added(b"-x"), added(b"a b/c"), added("größe/日本".encode()), added(b"it's"), added(b"a*?")),
    "edited where it stands": case(modified(b"aux.c")),
    "made executable where it stands": case(modified(b"aux.c", FILE, EXECUTABLE)),
    "of another type where it stands": case(modified(b"aux.c", FILE, SYMLINK)),
    "removed": case(deleted(b"aux.c")),
    "moved to a good name": case(deleted(b"aux.c"), added(b"a.c")),
    "edited in a commit": case(modified(b"aux.c"), steps=((modified(b"aux.c"),),)),
    "nothing": case(),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, wanted = FINDS[name]
    assert places(check, asked) == wanted


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    asked: Case = LEAVES_ALONE[name]
    assert findings(check, asked) == []


def test_the_name_is_told_escaped_and_what_to_do() -> None:
    found = only(check, case(added(b"a/x\x1b[2K")))
    assert found.what.startswith("a/x\\x1b[2K: ")
    assert "control character" in found.what
    assert "git mv" in found.next[0].run
    assert found.path == b"a/x\x1b[2K"
