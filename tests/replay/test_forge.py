"""One landing has one digest, whatever the way it is merged; and what is another landing has another one.

The merges of the forge are held against git's own, in a clone.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.change import ABSENT, FileChange
from guard.model.landing import inverse, joined, landing_digest, shape
from tests.conftest import examples
from tests.forge import WAYS, Conflict, Edit, Forge, Work, claiming, forge
from tests.replay.stories import ADDING, CHANGING, STANDING, done
from tests.repos import EXECUTABLE, FILE, SUBMODULE, SYMLINK, Maker

NFC, NFD = "src/\u00e9".encode(), unicodedata.normalize("NFD", "src/\u00e9").encode()
FILES = {
    b"a": b"a\n",
    b"b": b"b\n",
    b"src/c": b"c\n",
    b"src/d/e": b"e\n",
    b"src-more": b"m\n",
    b"other/f": b"f\n",
    NFC: b"nfc\n",
    b"src/\xff": b"no text\n",
}

# what a pull request of one commit or more does
PULLS: dict[str, tuple[Edit, ...]] = {
    "a change": ({b"a": b"aa\n"},),
    "a file that comes, and one that goes": ({b"new": b"n\n", b"b": None},),
    "two commits on one file": ({b"a": b"aa\n"}, {b"a": b"aaa\n", b"b": b"bb\n"}),
    "a file that comes and goes again": ({b"new": b"n\n", b"a": b"aaaa\n"}, {b"new": None}),
    "a mode": ({b"a": (EXECUTABLE, b"a\n")},),
    "a link where a file was": ({b"a": (SYMLINK, b"b")},),
    "a submodule": ({b"module": (SUBMODULE, b"1" * 40)},),
    "a folder where a file was": ({b"a": None, b"a/inner": b"i\n"},),
    "a file where a folder was": ({b"src/d": b"d\n"},),
    "a path in two normal forms": ({NFC: b"x\n"}, {NFD: b"y\n"}),
    "a path that is no text": ({b"src/\xff": b"x\n", b"src/\xfe\n": b"y\n"},),
    "nothing, in two commits": ({b"a": b"aa\n"}, {b"a": b"a\n"}),
}
MEANWHILE: Edit = {b"other/f": b"ff\n", b"other/new": b"n\n"}


def works(edits: tuple[Edit, ...]) -> tuple[Work, ...]:
    return tuple([Work(edit, b"step %d\n" % number) for number, edit in enumerate(edits)])


Span = tuple[bytes, list[bytes]]


def merged(made: Forge, way: str, meanwhile: Edit) -> Span:
    """What the pull request `x` comes to on main, merged in this way while others land something else."""
    if way == "queue":
        made.pull("first", Work(meanwhile))
        made.queue(["first", "x"])
        before = made.parents[made.tips["main"]][0]
    else:
        before = made.tips["main"] if way == "fast-forward" else made.bypass(Work(meanwhile))
        WAYS[way](made, "x")
    return before, made.between(before, made.tips["main"])


def every_way(made: Forge, begin: bytes, edits: tuple[Edit, ...], meanwhile: Edit) -> list[Span]:
    """The pull request itself, and what it is on main in each way to merge it."""
    made.move("main", begin)
    made.pull("x", *works(edits))
    found: list[Span] = [(begin, [made.tips["x"]])]
    for way in (*WAYS, "queue"):
        made.move("main", begin)
        found.append(merged(made, way, meanwhile))
    return found


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_equal_changes_have_equal_digests_whatever_the_way(algorithm: str) -> None:
    """Every kind of change, in every way to merge, while others land other files."""
    with forge(FILES, algorithm) as made:
        found: dict[str, list[Span]] = {}
        for title, edits in PULLS.items():
            if algorithm == "sha256":
                edits = tuple([{path: _wide(new) for path, new in edit.items()} for edit in edits])
            found[title] = every_way(made, made.start, edits, MEANWHILE)
        told = iter(made.digests([span for spans in found.values() for span in spans]))
        known = {title: {next(told) for _ in spans} for title, spans in found.items()}
        assert [title for title, digests in known.items() if len(digests) != 1] == []
        assert len(set().union(*known.values())) == len(PULLS)


def _wide(new: object) -> object:
    return (SUBMODULE, b"1" * 64) if isinstance(new, tuple) and new[0] == SUBMODULE else new


def test_a_foxtrot_lands_what_was_main_s_after_what_was_the_branch_s() -> None:
    with forge(FILES) as made:
        made.pull("x", *works(PULLS["a change"]))
        asked = made.landing(made.start, made.tips["x"])
        other = made.landing(made.start, made.bypass(Work(MEANWHILE)))
        made.foxtrot("x")
        merge = made.tips["main"]
        assert (made.landed(made.start, made.parents[merge][0]), made.landed(made.parents[merge][0])) == (asked, other)


def test_a_change_is_another_one_where_the_base_has_changed_the_same_file() -> None:
    """The same patch, of a file that was another before: nobody has seen that one."""
    with forge({b"a": b"1\n2\n3\n4\n5\n"}) as made:
        one = made.landing(made.start, made.pull("x", Work({b"a": b"1\n2\n3\n4\nfive\n"})))
        made.bypass(Work({b"a": b"one\n2\n3\n4\n5\n"}))
        with pytest.raises(Conflict):
            made.merge("x")
        made.pull("x", Work({b"a": b"one\n2\n3\n4\nfive\n"}))
        assert made.landing(made.tips["main"], made.tips["x"]) != one


def test_what_is_cherry_picked_is_the_same_landing_elsewhere() -> None:
    with forge(FILES) as made:
        made.pull("release")
        made.bypass(Work(MEANWHILE))
        landed = made.bypass(*works(PULLS["a change"]))
        before = made.tips["release"]
        made.cherry_pick(landed, "release")
        assert made.landed(before, made.tips["release"]) == made.landed(made.parents[landed][0], landed)


# git's own merges


def _git_merge(clone: Maker) -> None:
    clone.git("merge", "--quiet", "--no-ff", "--message=Merge", "x")


def _git_squash(clone: Maker) -> None:
    clone.git("merge", "--quiet", "--squash", "x")
    clone.git("commit", "--quiet", "--message=squashed")


def _git_rebase(clone: Maker) -> None:
    clone.git("rebase", "--quiet", "main", "x")
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "--ff-only", "x")


def _git_pick(clone: Maker) -> None:
    clone.git("cherry-pick", "main..x")


GIT: dict[str, Callable[[Maker], None]] = {
    "merge commit": _git_merge,
    "squash": _git_squash,
    "rebase": _git_rebase,
    "cherry-pick": _git_pick,
}


@pytest.mark.parametrize("way", GIT)
def test_the_forge_merges_as_git_does(way: str) -> None:
    """Trees and digests are the same; a rebase by git makes the same steps."""
    with forge(FILES) as made:
        clone = made.clone
        tip = made.pull("x", *works(PULLS["two commits on one file"]))
        before = made.bypass(Work(MEANWHILE))
        clone.git("update-ref", "refs/heads/x", tip.decode())
        clone.git("update-ref", "refs/heads/main", before.decode())
        clone.git("reset", "--quiet", "--hard")
        GIT[way](clone)
        mine = (WAYS.get(way) or Forge.rebase)(made, "x")
        theirs = clone.git("rev-parse", "refs/heads/main").strip()
        shown = clone.git("log", "--first-parent", "--format=%T", f"{before.decode()}..{mine.decode()}")
        assert clone.git("log", "--first-parent", "--format=%T", f"{before.decode()}..{theirs.decode()}") == shown
        assert made.landed(before, theirs) == made.landed(before, mine)


# different ones


def row(
    path: bytes = b"a", old: tuple[bytes, bytes] = (FILE, b"1" * 40), new: object = (FILE, b"2" * 40)
) -> FileChange:
    """One change; its status letter is what a reader of git would tell, and is not part of the digest."""
    to = new if isinstance(new, tuple) else (ABSENT, b"0" * 40)
    return FileChange(path, b"M", old[0], to[0], old[1], to[1])


GONE = (ABSENT, b"0" * 40)
DIFFERENT: dict[str, tuple[FileChange, ...]] = {
    "nothing": (),
    "a file": (row(),),
    "another path": (row(b"b"),),
    "another content before": (row(old=(FILE, b"3" * 40)),),
    "another content after": (row(new=(FILE, b"3" * 40)),),
    "the way back": (row(old=(FILE, b"2" * 40), new=(FILE, b"1" * 40)),),
    "made executable": (row(new=(EXECUTABLE, b"2" * 40)),),
    "was executable": (row(old=(EXECUTABLE, b"1" * 40)),),
    "a link": (row(new=(SYMLINK, b"2" * 40)),),
    "a submodule": (row(new=(SUBMODULE, b"2" * 40)),),
    "taken away": (row(new=GONE),),
    "new": (row(old=GONE),),
    "new and empty": (row(old=GONE, new=(FILE, b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")),),
    "two files": (row(), row(b"b")),
    "two files, the contents exchanged": (
        row(new=(FILE, b"1" * 40), old=(FILE, b"2" * 40)),
        row(b"b", new=(FILE, b"1" * 40)),
    ),
    "a path with a line end": (row(b"a\nb"),),
    "two paths that are one with a line end": (row(b"a"), row(b"b", new=GONE)),
    "composed": (row(NFC),),
    "decomposed": (row(NFD),),
    "no text": (row(b"\xff"),),
    "no text either": (row(b"\xfe"),),
    "the letters that tell of one": (row(b"/w=="),),
    "a path like the mapping that tells of one": (row(b'{"base64": "/w=="}'),),
    "a NUL cannot stand in a path, a backslash can": (row(b"a\\b"),),
    "a folder of the name": (row(b"a/b"),),
    "sha256": (row(old=(FILE, b"1" * 64), new=(FILE, b"2" * 64)),),
    "sha256, cut short": (row(old=(FILE, b"1" * 64), new=(FILE, b"2" * 40)),),
}


def test_different_changes_have_different_digests() -> None:
    told = {title: landing_digest(changes) for title, changes in DIFFERENT.items()}
    assert len(set(told.values())) == len(told), told


def test_the_order_of_paths_and_the_letter_of_the_status_are_no_part_of_it() -> None:
    one, two = row(b"a"), row(b"b")
    assert landing_digest((one, two)) == landing_digest((two, one)) == landing_digest((two, one._replace(status=b"T")))


PATHS = (b"a", b"b", b"d/a", b"d/b", b"d", NFC, NFD, b"\xff")
SIDES = st.sampled_from([GONE, *[(mode, oid * 40) for mode in (FILE, EXECUTABLE, SYMLINK) for oid in (b"1", b"2")]])


@st.composite
def rows(draw: st.DrawFn) -> tuple[FileChange, ...]:
    found = []
    for path in draw(st.lists(st.sampled_from(PATHS), unique=True, max_size=5)):
        old = draw(SIDES)
        found.append(row(path, old, draw(SIDES.filter(lambda new, old=old: new != old))))
    return tuple(found)


@pytest.mark.fuzz
@given(one=rows(), other=rows())
@settings(max_examples=examples(200))
def test_a_digest_is_of_the_changes_alone(one: tuple[FileChange, ...], other: tuple[FileChange, ...]) -> None:
    assert (landing_digest(one) == landing_digest(other)) == (shape(one) == shape(other))
    assert joined([one]) == tuple(sorted(one))
    assert (inverse(one) == shape(one)) == (not one)


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**32))
@settings(max_examples=examples(8))
def test_any_pull_request_lands_alike_in_every_way(seed: int) -> None:
    """A drawn pull request of one to four commits, while a drawn landing changes other files."""
    dice = random.Random(seed)
    with forge({b"%s/%d" % (folder, n): b"x\n" for folder in (b"mine", b"theirs") for n in range(6)}) as made:
        edits = tuple([_drawn(dice, b"mine") for _ in range(dice.randint(1, 4))])
        assert len(set(made.digests(every_way(made, made.start, edits, _drawn(dice, b"theirs"))))) == 1


def _drawn(dice: random.Random, folder: bytes) -> Edit:
    found: dict[bytes, object] = {}
    for _ in range(dice.randint(1, 3)):
        name = dice.choice([b"%d" % dice.randint(0, 8), b"deep/%d" % dice.randint(0, 2), b"\xff", NFC[4:], NFD[4:]])
        text = b"%d\n" % dice.randint(0, 3)
        found[folder + b"/" + name] = dice.choice([text, text, None, (EXECUTABLE, text), (SYMLINK, b"0")])
    return found  # type: ignore[return-value]


# what is judged before it is merged


def rules(made: Forge, tip: bytes, base: str = "main") -> list[str]:
    found = made.judged(tip, base).findings
    return list(dict.fromkeys([one.rule for one in found if one.blocks != "nothing"]))


def test_a_queue_is_judged_one_on_another() -> None:
    """What came before it in the queue has landed, for all that a speculative merge knows; documents are main's."""
    with forge(STANDING) as made:
        made.pull("a", ADDING)
        made.pull("b", Work({b"top": b"hot\n"}))
        made.pull("d", CHANGING)
        begin = made.tips["main"]
        first, second = made.queue(["a", "b"])
        made.move("main", begin)
        assert rules(made, first) == []
        assert rules(made, second, "queue-0") == ["G102"]
        made.move("main", first)
        third = made.move("queue-1", made.merge("d"))
        made.move("main", begin)
        assert rules(made, third, "queue-0") == ["G402"]
        assert rules(made, third) == ["G408"]


def test_an_older_base_does_not_hide_what_main_is_at_now() -> None:
    """A forge may tell the base as it was when the pull request was pushed last."""
    with forge(STANDING) as made:
        made.bypass(ADDING)
        done("work/add")(made)
        old = made.move("old", made.tips["main"])
        tip = made.pull("x", CHANGING)
        assert rules(made, tip, "old") == rules(made, tip) == []
        made.revert(old)
        made.squash("revert")
        assert rules(made, tip, "old") == rules(made, tip) == ["G401"]


def test_what_has_landed_is_held_to_what_stood_before_it() -> None:
    """Asked again when everything after it has landed too, and from an older base."""
    with forge(STANDING) as made:
        made.move("old", made.tips["main"])
        landed = made.bypass(ADDING)
        done("work/add")(made)
        made.bypass(CHANGING)
        assert rules(made, landed, "old") == []


def test_a_landing_dated_ahead_has_no_time_for_going_back() -> None:
    with forge(STANDING) as made:
        made.bypass(ADDING)
        back = made.revert(made.tips["main"])
        assert made.judged(back).may_merge
        assert not made.judged(back, now=made.now - 3600).may_merge


def test_work_for_a_release_branch_is_held_to_what_landed_there() -> None:
    with forge(STANDING) as made:
        made.pull("release")
        landed = made.bypass(ADDING)
        done("work/add")(made)
        made.pull("pick", base="release")
        assert rules(made, made.cherry_pick(landed, "pick"), "release") == []
        made.forward("pick", "release")
        assert rules(made, made.pull("x", CHANGING, base="release"), "release") == ["G401"]
        assert rules(made, made.pull("x", CHANGING)) == []


def test_a_pull_request_turned_to_another_base_is_another_landing() -> None:
    with forge(STANDING) as made:
        made.pull("low", ADDING)
        high = made.pull("high", Work({b"lib/l": b"ll\n"}, claiming("other/only")), base="low")
        assert rules(made, high, "low") == []
        assert rules(made, high) == ["G408"]  # with all of the lower one in it
        made.merge("low")
        assert rules(made, high) == []
        made.move("main", made.start)
        made.squash("low")  # another commit than the one the upper branch stands on, and the same files
        assert rules(made, high) == ["G408"]
        made.update("high")
        assert rules(made, made.tips["high"]) == ["G408"]  # its commits claim what has landed already: git rebase
        assert rules(made, made.pull("high", Work({b"lib/l": b"ll\n"}, claiming("other/only")))) == []
