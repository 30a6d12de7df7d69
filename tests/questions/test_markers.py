"""Open markers (G712): what stands in the place of something, and what only speaks of markers."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added
from tests.questions.papers import doubts, paper

FINDS = [
    ("Owner: TBD", "TBD"),
    ("The window is TBC.", "TBC"),
    ("TODO: what happens to accounts in two currencies?", "TODO"),
    ("FIXME the count is wrong.", "FIXME"),
    ("The date of removal is TBD.", "TBD"),
    ("Step 4 waits for ???", "???"),
    ("[NEEDS CLARIFICATION: which tenant goes first]", "[NEEDS CLARIFICATION: which tenant goes first]"),
    ("Approver: [OWNER]", "[OWNER]"),
    ("The runbook is <TBD>.", "<TBD>"),
    ("An alert is to be defined.", "is to be defined"),
    ("Legal, to be confirmed.", "to be confirmed"),
    ("The order of the two is still to be decided.", "to be decided"),
    ("The batch size is not yet known.", "not yet known"),
    ("Who signs is not decided yet.", "not decided yet"),
    ("The retention is undecided.", "undecided"),
    ("Somebody should check the worker.", "Somebody should check"),
    ("We have yet to decide who runs it.", "yet to decide"),
    ("The number needs confirmation.", "needs confirmation"),
    ("| step | owner |\n|---|---|\n| 1 | tbd |", "tbd"),
    ("| step | owner |\n|---|---|\n| 1 | ? |", "?"),
    ("| step | owner |\n|---|---|\n| 1 | TBD |", "TBD"),
    ("- owner: tbd", "tbd"),
    ("<!-- TODO ask legal -->", "TODO"),
    ("[todo]: # (TODO ask legal)", "TODO"),
    ("# Rollback (TBD)", "TBD"),
    ("## Open questions\n\n- Who owns the queue?", "Who owns the queue?"),
    ("## Open questions\n\n1. Are ids ULIDs?\n2. Does `reports` read it? Answer: no.", "Are ids ULIDs?"),
    ("TODO: who runs the job?", "TODO"),
    ("The batch size is TBD and goes into the runbook.", "TBD"),
    ("---\nphases:\n  a: {gate: query TBD}\n---\n# x", "TBD"),
]
LEAVES = [
    "`grep -rn TODO` prints 41 lines.",
    "Each TODO becomes an issue.",
    "No TODO is left behind.",
    "We remove the TODO in the parser.",
    "The check fails on TODO in added lines.",
    "Remove all the old FIXME lines.",
    "The comment with FIXME is deleted together with its line.",
    "The TODO in line 40 goes with it.",
    "The text says TBD in the preview.",
    'The message "TBD" is a text of the receipt.',
    "It is so.\n\n> TBD: is `media` affected?",
    "```sh\ngit grep TODO\n```",
    "32 TODO and 9 FIXME are in the tree.",
    "Tickets are TODO-12 and TODO-13.",
    "The number of bytes to be written is 8.",
    "The job waits for the order to be confirmed.",
    "Orders to be confirmed stay in the old table.",
    "The form requires the extension to be specified.",
    "Nothing is left to be decided.",
    "If the owner is not yet known, stop.",
    "What is to be confirmed stands in step 4.",
    "## Open questions\n\nNone.",
    "## Open questions\n\n- Who owns the queue? dana, since 3 November.",
    "## Open questions\n\n- Does reports read it? Answered: no, see the log.",
    "## Questions and answers\n\nWhich hosts? The three of the list.",
    "Is it done? Then go on with step 4.",
    "The column `todo` is not touched.",
    "The [link](https://example.org/TODO) is dead.",
    "[OWNER](docs/owners.md) has the list.",
    "Why not? Because rows are read by id.",
]


@pytest.mark.parametrize(("text", "quote"), FINDS, ids=[text[:50] for text, _ in FINDS])
def test_finds(text: str, quote: str) -> None:
    assert [one.quote for one in doubts(paper(text), "G712")] == [quote]


@pytest.mark.parametrize("text", LEAVES, ids=[text[:50] for text in LEAVES])
def test_leaves_alone(text: str) -> None:
    assert [one.quote for one in doubts(paper(text), "G712")] == []


COMES = {
    "behind code": (b"a.py", "x = 1  # TODO: which tenant", "TODO"),
    "of SQL": (b"db/1.sql", "-- FIXME lock", "FIXME"),
    "a whole comment": (b"a.go", "/* XXX */", "XXX"),
    "one that goes on": (b"a.ts", " * TODO(dana) say which", "TODO"),
    "behind other words": (b"a.rs", "  // tbd: TBD", "TBD"),
    "at its end": (b"a.py", "# which tenant? TODO", "TODO"),
    "of a page": (b"a.html", "<!-- TODO: alt -->", "TODO"),
    "behind a text with its sign": (b"a.py", 'x = "#"  # FIXME', "FIXME"),
    "of a makefile": (b"Makefile", "# TODO: both", "TODO"),
    "a ticket without a person": (b"a.py", "# TODO: PAY-123 which tenant", "TODO"),
    "a person without a ticket": (b"a.py", "# TODO(dana): which tenant", "TODO"),
    "in a test": (b"tests/test_a.py", "# TODO: the other half", "TODO"),
    "behind a form feed": (b"a.py", "\f# TODO: the other half", "TODO"),
    "behind code and a form feed": (b"a.py", "x = 1\f# TODO: the other half", "TODO"),
    "behind code and a vertical tab": (b"a.py", "x = 1\v# TODO: the other half", "TODO"),
    "of a file of SQL by another name": (b"db/1.pgsql", "-- TODO: lock", "TODO"),
}


@pytest.mark.parametrize("row", COMES)
def test_a_marker_that_comes_with_the_change_is_found(row: str) -> None:
    path, line, marker = COMES[row]
    (found,) = doubts(paper("# Plan", added=[Added(path, 7, line)]), "G712")
    assert (found.quote, found.line, found.anchor, found.path) == (marker, 7, line.strip(), path)


@pytest.mark.parametrize(
    "line",
    [
        *('grep("TODO")', "todo = 1", "STATUS_TBD = 3", "# done", 'assert found == "# TODO: x"', "mktemp = 'XXX-XXX'"),
        *("# every TODO in here has a ticket", "# TODO(dana): PAY-123, the other tenant", "x = 1  # TODO #12 @dana"),
        *("# see the TODO in store.py, which goes", "url = 'https://example.org/#TODO'"),
    ],
)
def test_what_is_no_marker_of_a_change_is_left_alone(line: str) -> None:
    assert doubts(paper("# Plan", added=[Added(b"a.py", 7, line)]), "G712") == []


def test_a_marker_that_moves_was_there_before() -> None:
    assert doubts(paper("# Plan", added=[Added(b"a.py", 7, "# TODO: which", True)]), "G712") == []


def test_a_page_is_no_code() -> None:
    assert doubts(paper("# Plan", added=[Added(b"docs/a.md", 7, "# TODO: which")]), "G712") == []


def test_who_does_it_may_stand_below() -> None:
    lines = ["# TODO(dana): the other tenant,", "# once PAY-123 is done", "x = 1"]
    added = [Added(b"a.py", at, line) for at, line in enumerate(lines, 1)]
    assert doubts(paper("# Plan", added=added), "G712") == []
    apart = [Added(b"a.py", at, line) for at, line in zip((1, 9), lines, strict=False)]
    assert len(doubts(paper("# Plan", added=apart), "G712")) == 1


def test_what_of_a_text_could_not_be_read_is_asked_about() -> None:
    (found,) = doubts(paper("# Move\n\n```sh\nrm -rf old\n\nIt may be that nobody reads it.\n"), "G712")
    assert (found.rule, found.line, found.anchor) == ("G712", 3, "a block of code begins here that nothing closes")
    assert "from line 3 on cannot be read" in found.what


def test_a_page_of_quotations_is_asked_who_says_it() -> None:
    quoted = "> 1. Drop the column `users.nope`.\n> 2. Deploy it.\n> 3. Then go on.\n"
    assert "3 of 3 sentences" in doubts(paper(quoted), "G712")[0].what
    own = "The old plan said:\n\n" + quoted + "\nWe do none of it. We add a table. Then the reader moves. So it is.\n"
    assert doubts(paper(own), "G712") == []


STEPS = "> 1. Drop the column `users.nope`.\n> 2. Deploy it. It takes an hour.\n> 3. Then go on.\n"
TABLE = "> | 1 | Drop it |\n> |---|---|\n> | 2 | Deploy it |\n> | 3 | Read it |\n> | 4 | Go on |\n"
OWN = "We add a table. Then the reader moves. It is read twice. So it is. " * 5


@pytest.mark.parametrize(
    "above",
    ["", "These are the steps:\n\n", "Ada said so. We agree:\n\n", f"Ada wrote:\n\n{OWN}\n\n"],
    ids=["nothing", "no name", "a name further up", "much between"],
)
def test_however_much_else_is_said_steps_in_quotations_are_asked_about(above: str) -> None:
    (found,) = doubts(paper(f"{above}{STEPS}\n{OWN}\n"), "G712")
    assert "3 steps stand in block quotes" in found.what
    assert found.line == above.count("\n") + 1


def test_so_are_rows() -> None:
    (found,) = doubts(paper(f"{OWN}\n\n{TABLE}\n{OWN}\n"), "G712")
    assert "3 steps stand in block quotes" in found.what


@pytest.mark.parametrize(
    "text",
    [
        f"Ada wrote on 3 November:\n\n{STEPS}\n{OWN}\n",
        f"{OWN}\n\n> 1. Drop it.\n> 2. Deploy it.\n\n{OWN}\n",
        f"> Drop it. Deploy it. Then go on.\n\n{OWN}\n",
        f"> - Drop it. Deploy it. Then go on.\n\n{OWN}\n",
    ],
    ids=["somebody's", "two", "no steps", "one of three sentences"],
)
def test_a_few_words_of_others_are_left_alone(text: str) -> None:
    assert doubts(paper(text), "G712") == []


def test_a_text_that_is_too_long_is_to_be_split() -> None:
    (doubt,) = doubts(paper(f"{'word ' * 12_000}\n\n" * 10), "G712")
    assert "the text is too long: its last 120,004 characters" in doubt.what
    assert doubt.mend.startswith("split it") and "above a table" not in doubt.mend
    (other,) = doubts(paper("```sh\necho\n"), "G712")
    assert "close what is open" in other.mend
