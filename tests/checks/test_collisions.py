"""Names that collide on another machine (G113): only those that are new, each at the path it came with."""

from __future__ import annotations

import pytest

from guard.checks.collisions import check
from guard.model.change import SYMLINK
from tests.cases import added, case, deleted, findings, modified, only, places

TOP = {b"": [[b"Readme", b"readme"]]}
DEEP = {b"app": [[b"Frozen", b"frozen"]]}
ACCENTS = ["é".encode(), b"e\xcc\x81"]

FINDS = {
    "beside a file that stands": (case(added(b"readme"), clashes=TOP), [b"readme"]),
    "both are new": (case(added(b"readme"), added(b"Readme"), clashes=TOP), [b"Readme", b"readme"]),
    "a symlink": (case(added(b"readme", SYMLINK), clashes=TOP), [b"readme"]),
    "in a folder": (case(added(b"a/X"), clashes={b"a": [[b"X", b"x"]]}), [b"a/X"]),
    "two spellings of an accent": (case(added(ACCENTS[1]), clashes={b"": [ACCENTS]}), [ACCENTS[1]]),
    "a folder never touched": (case(added(b"app/Frozen/f.py"), clashes=DEEP), [b"app/Frozen/f.py"]),
    "a folder two levels above": (case(added(b"app/Frozen/x/f.py"), clashes=DEEP), [b"app/Frozen/x/f.py"]),
    "a folder with several new files": (
        case(added(b"app/Frozen/a"), added(b"app/Frozen/b"), clashes=DEEP),
        [b"app/Frozen/a"],
    ),
    "a file beside a folder": (case(added(b"app/frozen"), clashes=DEEP), [b"app/frozen"]),
    "three spellings, one of them new": (case(added(b"C"), clashes={b"": [[b"C", b"c", b"\xe2\x84\x82"]]}), [b"C"]),
    "two groups in one folder": (
        case(added(b"A"), added(b"B"), clashes={b"": [[b"A", b"a"], [b"B", b"b"]]}),
        [b"A", b"B"],
    ),
    "two folders": (
        case(added(b"p/A"), added(b"q/A"), clashes={b"p": [[b"A", b"a"]], b"q": [[b"A", b"a"]]}),
        [b"p/A", b"q/A"],
    ),
}
LEAVES_ALONE = {
    "nothing collides": case(added(b"readme")),
    "a pair that stood before": case(added(b"new"), clashes=TOP),
    "one of a pair is edited": case(modified(b"readme"), clashes=TOP),
    "one of a pair is removed": case(deleted(b"readme"), clashes=TOP),
    "the same name in another folder": case(added(b"app/readme"), clashes=TOP),
    "nothing is added": case(clashes=TOP),
}


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    asked, paths = FINDS[name]
    assert places(check, asked) == [("G113", path, b"") for path in paths]


@pytest.mark.parametrize("name", LEAVES_ALONE)
def test_leaves_alone(name: str) -> None:
    assert findings(check, LEAVES_ALONE[name]) == []


def test_every_other_spelling_is_told() -> None:
    found = only(check, case(added(b"C"), clashes={b"": [[b"C", b"c", b"\xe2\x84\x82"]]}))
    assert found.what == "C beside c, ℂ"
    assert "git mv" in found.next[0].run


def test_a_folder_is_told_with_the_file_it_came_with() -> None:
    assert only(check, FINDS["a folder never touched"][0]).what == "app/Frozen beside frozen  (for app/Frozen/f.py)"


def test_hidden_characters_are_told_escaped() -> None:
    """HFS+ drops what cannot be seen: two names that look alike and are one file there."""
    other = b"a\xe2\x80\x8cb"
    found = only(check, case(added(other), clashes={b"": [[b"ab", other]]}))
    assert found.what == "a\\u200cb beside ab"
