"""What is declared as new and made by nothing (G707)."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added
from tests.questions.papers import doubts, paper


def front(words: str) -> str:
    return f"---\n{words}\n---\n# Names\n\nText.\n"


FINDS = {
    "a column": ("creates: [column:users.nick]", "column:users.nick", 2),
    "a table": ("creates:\n  - path:a.go\n  - table:notes", "table:notes", 4),
    "a symbol": ("creates: [symbol:users.Nick]", "symbol:users.Nick", 2),
    "a package": ("creates: [package:vonage]", "package:vonage", 2),
    "a job": ("creates: [job:nightly-sum]", "job:nightly-sum", 2),
    "a bare name": ("creates: [nick_name]", "nick_name", 2),
    "where phases do other things": (
        "creates: [column:users.nick]\nphases:\n  a: {does: [data.backfill], files: [scripts/fill.sh]}",
        "column:users.nick",
        2,
    ),
    "a file that no phase lists": (
        "creates: [path:db/2.sql]\nphases:\n  a: {files: [db/1.sql]}\n  b: {files: [cmd/x.go]}",
        "path:db/2.sql",
        2,
    ),
    "in a phase that cannot": (
        "phases:\n  a: {does: [data.backfill], files: [cmd/x.go], creates: [table:notes]}",
        "table:notes",
        3,
    ),
}
LEAVES = {
    "the phase adds columns": "phases: {a: {does: [schema.column.add], creates: [column:users.nick]}}",
    "the phase may do all of it": 'phases: {a: {does: ["schema.*"], creates: [column:users.nick, table:notes]}}',
    "the phase has a migration": "phases: {a: {files: [db/migrations/1_nick.sql], creates: [column:users.nick]}}",
    "a later phase lists it": "creates: [path:db/2.sql]\nphases: {a: {files: [db/1.sql]}, b: {files: [db/2.sql]}}",
    "a folder of it": "creates: [path:db/new/2.sql]\nphases: {a: {files: [db/new]}}",
    "a pattern of it": 'creates: [path:db/new/2.sql]\nphases: {a: {files: ["db/new/*.sql"]}}',
    "the other half": "creates: [path:db/2.down.sql]\nphases: {a: {files: [db/2.up.sql]}}",
    "a phase that does not list its files": "creates: [path:db/2.sql]\nphases: {a: {files: [db/1.sql]}, b: {}}",
    "a column of a new table": "creates: [table:notes, column:notes.body]\nphases: {a: {does: [schema.table.create]}}",
    "a symbol in new code": "creates: [symbol:users.Nick]\nphases: {a: {does: [code.add], files: [users/nick.go]}}",
    "it stands already": "creates: [column:users.email, flag:names-v2]",
}


MISSPELT = {
    "a letter left out": ("colum:users.nick", "column:users.nick"),
    "two letters swapped": ("tabel:notes", "table:notes"),
    "more than one": ("flags:names-v2", "flag:names-v2"),
    "another case": ("Path:db/2.sql", "path:db/2.sql"),
    "two slips in a long one": ("enviroment:NICK_SIZE", "environment:NICK_SIZE"),
    "of a word that stands for a kind": ("funtion:nick", "function:nick"),
}
NO_SLIPS = ("users:read", "App::Nick", "https://shop.test/nick", "view:nicks", "role:nick_writer", "schema:billing")


@pytest.mark.parametrize("row", MISSPELT)
def test_a_kind_that_is_misspelt_is_told_with_the_one_that_is_near(row: str) -> None:
    said, meant = MISSPELT[row]
    last = said.partition(":")[2]
    for words in (f"creates: ['{said}']", f"phases: {{a: {{does: ['*'], creates: ['{said}'], files: ['{last}']}}}}"):
        (found,) = doubts(paper(front(words) + f"The {last} comes first: {last.rpartition('.')[2]}.\n"), "G707")
        assert found.quote == said and f"did you mean {meant}?" in found.why and f"write {meant}" in found.mend


@pytest.mark.parametrize("said", NO_SLIPS)
def test_a_name_with_a_colon_in_it_is_no_slip(said: str) -> None:
    assert doubts(paper(front(f"phases: {{a: {{does: ['*'], creates: ['{said}']}}}}")), "G707") == []


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    words, said, line = FINDS[row]
    found = doubts(paper(front(words)), "G707")
    assert [(one.quote, one.line) for one in found] == [(said, line)]
    assert found[0].anchor == f"creates {said}"


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    known = {"column": ["users.email"], "table": ["users"], "flag": ["names-v2"]}
    assert doubts(paper(front(LEAVES[row]), **known), "G707") == []


@pytest.mark.parametrize(
    "words",
    [
        "`users.nick` is added by step 2.",
        "Fill `nick` for all.",
        "`users::nick` is read.",
        "`app\\\\users->nick` is read.",
        "```sql\nALTER TABLE users ADD COLUMN nick text;\n```",
    ],
)
def test_what_the_text_speaks_of_is_made_by_it(words: str) -> None:
    assert doubts(paper(f"---\ncreates: [column:users.nick]\n---\n# Names\n\n{words}\n"), "G707") == []


def test_what_the_change_adds_is_made() -> None:
    added = [Added(b"users/nick.go", 1, "func Nick() string {"), Added(b"db/2.sql", 1, "CREATE TABLE notes (id int);")]
    told = "creates: [symbol:users.Nick, table:notes, path:db/2.sql]\nphases: {a: {files: [db/1.sql]}}"
    assert doubts(paper(front(told), added), "G707") == []


def test_a_comment_or_what_is_declared_makes_nothing() -> None:
    text = (
        "---\ncreates: [column:users.nick]\nwhy: users.nick is the nick of users\n---\n<!-- users.nick -->\n\nText.\n"
    )
    assert len(doubts(paper(text), "G707")) == 1
