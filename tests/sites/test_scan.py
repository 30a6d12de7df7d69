"""A whole tree asked: what is looked at, what is not read, and that what was kept answers as the files do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.digest import digest
from guard.doors.git.repository import Repository
from guard.doors.git.trees import tree_of
from guard.sites import manifest as manifests
from guard.sites.query import FORM, Query, query_digest, query_of
from guard.sites.scan import Scanned, scan
from guard.sites.search import search_of
from guard.sites.standing import drained, standing, unlike
from tests.conftest import examples
from tests.repos import EXECUTABLE, SUBMODULE, SYMLINK, Maker, new_repository
from tests.sites.trees import DONE, ONE, PLAN, READS, TWO, WRITES, committed, function, go, manifest, plan

A, B, KEPT = "src/a.go", "src/b.go", "src/kept.go"
FILES = {A: go(TWO), B: go(ONE), KEPT: go(ONE), "src/a.txt": go(ONE), "other/a.go": go(ONE)}
QUERY = query_of(READS)


@pytest.fixture
def made() -> Iterator[Maker]:
    with new_repository() as made:
        yield made


def asked(repository: Repository, commit: bytes, query: Query = QUERY, hint: bool = False) -> Scanned:
    return scan(repository, tree_of(repository, commit), query, hint)


def paths(found: Scanned) -> list[str]:
    return [site.path.decode() for site in found.sites]


def test_every_place_of_a_tree_and_those_that_are_left_apart(made: Maker) -> None:
    with made.opened() as repository:
        found = asked(repository, committed(made, FILES))
        assert paths(found) == [A, A, B] and [site.path.decode() for site in found.excepted] == [KEPT]
        assert not found.unread and not found.worked
        assert asked(repository, b"") == Scanned((), (), (), ())


def test_links_submodules_and_folders_are_not_files(made: Maker) -> None:
    blob = made.blob(go(ONE).encode())
    tree = made.tree(
        {
            b"src/link.go": (SYMLINK, blob),
            b"src/run.go": (EXECUTABLE, blob),
            b"src/module.go": (SUBMODULE, b"1" * 40),
            b"src/deep/er/\xff.go": (b"100644", blob),
        }
    )
    with made.opened() as repository:
        found = asked(repository, made.commit(tree))
    assert [site.path for site in found.sites] == [b"src/deep/er/\xff.go", b"src/run.go"]


def test_one_blob_in_two_files_is_two_places(made: Maker) -> None:
    with made.opened() as repository:
        assert paths(asked(repository, committed(made, {A: go(ONE), B: go(ONE)}))) == [A, B]


@pytest.mark.parametrize(
    ("target", "unread"), [(b"a.go", []), (b"a.txt", [b"src/link.go"]), (b"kept.go", [b"src/link.go"])]
)
@pytest.mark.parametrize("hint", [False, True])
def test_a_link_is_not_read_unless_it_leads_to_what_is(
    made: Maker, target: bytes, unread: list[bytes], hint: bool
) -> None:
    flat = made.files({b"src/a.go": go(ONE).encode(), b"src/a.txt": go(TWO).encode()})
    tree = made.tree(flat | {b"src/link.go": (SYMLINK, made.blob(target))})
    with made.opened() as repository:
        found = asked(repository, made.commit(tree), hint=hint)
    assert paths(found) == [A] and [one.path for one in found.unread] == unread


def test_what_was_kept_answers_as_the_files_do(made: Maker) -> None:
    first = committed(made, FILES)
    second = committed(made, FILES | {A: go(TWO, ONE), "src/large.go": go(ONE) + "//" * 1_000_000, B: go(DONE)})
    with made.opened() as repository:
        for commit in (first, first, second, first, second):
            assert asked(repository, commit, hint=True) == asked(repository, commit)
        assert len(asked(repository, second, hint=True).unread) == 1
        assert len(asked(repository, second, hint=True).worked) == 1


def test_only_new_blobs_are_read_again(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = committed(made, FILES), committed(made, FILES | {A: go(TWO, ONE)})
    with made.opened() as repository:
        asked(repository, first, hint=True)
        read: list[bytes] = []
        ask = repository.objects.files
        monkeypatch.setattr(repository.objects, "files", lambda oids, most: read.extend(oids) or ask(oids, most))
        asked(repository, second, hint=True)
        assert read == [made.blob(go(TWO, ONE).encode())]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"stamp": 1}', "null", '{"stamp": "x", "tree": "y"}', "\0" * 99])
def test_a_forged_cache_changes_nothing(made: Maker, text: str) -> None:
    commit = committed(made, FILES)
    with made.opened() as repository:
        wanted = asked(repository, commit, hint=True)
        folder = Path(repository.place.common_dir) / "guard/cache"
        for file in folder.iterdir():
            file.write_text(text)
        assert asked(repository, commit, hint=True) == wanted


def test_without_the_hint_what_was_kept_is_not_looked_at(made: Maker) -> None:
    commit = committed(made, FILES)
    with made.opened() as repository:
        asked(repository, commit, hint=True)
        folder = Path(repository.place.common_dir) / "guard/cache"
        for file in folder.iterdir():
            file.write_text(file.read_text().replace("src/a.go", "src/z.go").replace("u.Old", "u.Odd"))
        assert paths(asked(repository, commit)) == [A, A, B]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query("sql", "users.old", "", ("/**",), ()), ["db/1.sql", "src/q.go"]),
        (Query("text", "old-flag", "", ("/**",), ("/docs/**",)), ["conf", "src/q.go"]),
        (Query("yaml", "image: old", "", ("/deploy/**",), ()), ["deploy/a.yaml"]),
        (Query("python", "$X.old", "", ("/**",), ()), ["Build.PY"]),
    ],
    ids=["sql", "text", "yaml", "python"],
)
def test_languages(made: Maker, query: Query, expected: list[str]) -> None:
    files = {
        "db/1.sql": "SELECT old FROM users;\nSELECT old FROM orders;\n",
        "src/q.go": 'package p\n\n// old-flag\nfunc Q() { run("SELECT u.old FROM users u") }\n',
        "conf": "old-flag: on\nmy-old-flag: off\n",
        "docs/a.md": "old-flag\n",
        "deploy/a.yaml": "a:\n  image: old\n",
        "Build.PY": "x.old\n",
    }
    with made.opened() as repository:
        found = asked(repository, committed(made, files), query)
    wanted = [path for path in found.sites if path.path.decode() in expected]
    assert sorted({site.path.decode() for site in wanted}) == sorted(expected) and not found.unread
    assert {site.path.decode() for site in found.sites} - set(expected) == set()


# What the sites have come to


def test_drained_once_nothing_is_left_and_nothing_grew(made: Maker) -> None:
    done = go(TWO.replace("u.Old", "u.New()").replace("v.Old", "v.New()"))
    with made.opened() as repository:
        rows = manifest(repository, committed(made, FILES))
        rows = rows._replace(rows=rows.rows)
        states = {
            "as it was": FILES,
            "worked off": FILES | {A: done, B: go(DONE)},
            "one left": FILES | {A: done},
            "one left, in another file": {**FILES, A: done, "src/c.go": go(ONE), B: go()},
            "one new": FILES | {A: done, B: go(DONE, function("New", "f(u.Old)"))},
            "not read": FILES | {A: done, B: go(DONE), "src/c.go": go(ONE) + "//" * 1_000_000},
        }
        found = {name: drained(repository, committed(made, files), PLAN, READS, rows) for name, files in states.items()}
    assert {name: one.state for name, one in found.items()} == {
        "as it was": "no",
        "worked off": "yes",
        "one left": "no",
        "one left, in another file": "no",
        "one new": "no",
        "not read": "unknown",
    }
    assert [len(one.left) for one in found.values()] == [3, 0, 1, 1, 0, 0]
    assert [len(one.grown) for one in found.values()] == [0, 0, 0, 0, 1, 0]
    assert found["one left, in another file"].left[0].path == b"src/c.go"
    assert all(one.why and one.run for one in found.values() if one.state != "yes")


def test_a_row_that_is_taken_away_opens_nothing(made: Maker) -> None:
    left = committed(made, FILES | {B: go(DONE)})
    with made.opened() as repository:
        rows = manifest(repository, committed(made, FILES))
        assert drained(repository, left, PLAN, READS, rows).state == "no"
        for at in range(3):
            fewer = rows._replace(rows=(*rows.rows[:at], *rows.rows[at + 1 :]))
            for of in (PLAN, plan(2)):
                assert drained(repository, left, of, of.sites[0], fewer).state != "yes"


def test_without_a_manifest_that_fits_nobody_knows(made: Maker) -> None:
    commit = committed(made, {A: go("func X() {}")})
    with made.opened() as repository:
        rows = manifest(repository, committed(made, FILES))
        narrow = plan(3, pattern="$U.Older")
        asked = [
            drained(repository, commit, PLAN, READS, None),
            drained(repository, commit, narrow, narrow.sites[0], rows),
            drained(repository, commit, plan(4), plan(4).sites[0], rows),
            drained(repository, commit, PLAN, READS, rows._replace(rows=rows.rows[:2])),
        ]
    assert [one.state for one in asked] == ["unknown"] * 4
    assert [one.run for one in asked[:2]] == ["guard sites build move reads"] * 2


def test_what_must_be_absent_needs_no_manifest(made: Maker) -> None:
    with made.opened() as repository:
        clean, stray = committed(made, FILES), committed(made, {A: go(function("S", "u.Old = 1"))})
        assert drained(repository, clean, PLAN, WRITES, None, absent=True).state == "yes"
        found = drained(repository, stray, PLAN, WRITES, None, absent=True)
    assert (found.state, [site.line for site in found.grown]) == ("no", [4])


def test_a_manifest_that_is_brought_is_held_to_its_tree(made: Maker) -> None:
    commit = committed(made, FILES)
    with made.opened() as repository:
        rows = manifest(repository, commit)
        assert unlike(standing(repository, commit, READS, rows)) == ""
        short = standing(repository, commit, plan(2).sites[0], rows._replace(rows=rows.rows[1:]))
        assert unlike(short) == "places of the tree that are not in it: 1"


# The manifest as a file


def test_the_same_tree_gives_the_same_bytes_and_reads_back(made: Maker) -> None:
    commit = committed(made, FILES)
    with made.opened() as repository:
        first, again = manifest(repository, commit), manifest(repository, commit)
    text = manifests.written(first)
    assert text == manifests.written(again) and manifests.read(text) == first
    assert first.query == query_digest(QUERY)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"in": "One"', b'"in": "One" '), (b'"count": 3', b'"count": 4'), (b'"in"', b'"on"'), (b"}\n", b"}")],
)
def test_bytes_that_guard_does_not_write_are_no_manifest(made: Maker, old: bytes, new: bytes) -> None:
    with made.opened() as repository:
        text = manifests.written(manifest(repository, committed(made, FILES)))
    changed = text.replace(old, new, 1)
    assert changed != text
    assert manifests.read(changed) is None


@pytest.mark.parametrize("pattern", ["$U.Old", 'f("a")', "é($A)", "a\\b", "a\nb", ""])
def test_the_digest_of_a_query_is_the_one_of_its_canonical_form(pattern: str) -> None:
    query = Query("go", pattern, "x", ("/b/**", "/a/**", "/b/**"), ())
    data = {"form": FORM, "go": pattern, "becomes": "x", "in": ["/a/**", "/b/**"], "except": []}
    assert query_digest(query) == digest("query", data)


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"\xff", b'{"rows": []}', b"[" * 9_999])
def test_anything_else_is_no_manifest(text: bytes) -> None:
    assert manifests.read(text) is None


WORDS = st.sampled_from(
    ["users", "USERS", "old", '"old"', "`Old`", ".", " ", ",", "select", "FROM", ";", "'old'", "--x\n", "u"]
)


@given(st.lists(WORDS, max_size=12).map("".join), st.sampled_from(["users.old", "select old", "from $T", "old, users"]))
@settings(max_examples=examples(80))
def test_no_text_with_a_match_is_passed_over(text: str, pattern: str) -> None:
    search = search_of(Query("sql", pattern, "", ("/**",), ()))
    assert search.may_hold(text.encode()) or not search.looked.find(text)  # type: ignore[arg-type]
