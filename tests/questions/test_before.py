"""What a phase uses before another one has created it (G706)."""

from __future__ import annotations

import pytest

from tests.questions.papers import doubts, paper

PHASES = """\
---
phases:
  switch: {after: [expand]}
  expand: {creates: [column:users.given_name, path:internal/users/names.go, symbol:internal.users.Full, flag:names-v2]}
  prepare: {}
  other: {after: [prepare]}
"""
EDGES = PHASES.replace("  expand: {", "  expand: {after: [prepare], ")


def text(phase: str, words: str, front: str = EDGES) -> str:
    return f"{front}---\n# Names\n\n## {phase}\n\n{words}\n"


FINDS = {
    "a member, written otherwise": ("prepare", "Call `users::Full` in the export.", "users::Full"),
    "a column": ("prepare", "Read `users.given_name` in the export.", "users.given_name"),
    "a column alone": ("prepare", "The export reads `given_name`.", "given_name"),
    "a path": ("prepare", "Call what is in `internal/users/names.go`.", "internal/users/names.go"),
    "a file": ("prepare", "Call what is in `names.go`.", "names.go"),
    "a symbol": ("prepare", "Call `users.Full` in the export.", "users.Full"),
    "a flag": ("prepare", "Turn the flag `names-v2` on.", "names-v2"),
    "in SQL": ("prepare", "```sql\nUPDATE users SET given_name = 'x';\n```", "given_name"),
    "in a gate": ("prepare", "Text.", "given_name"),
}
LEAVES = {
    "in its own phase": ("expand", "Fill `users.given_name` and turn `names-v2` on."),
    "later, though it stands above": ("switch", "Read `users.given_name`."),
    "a phase that nothing orders": ("other", "Read `users.given_name`."),
    "said to come": ("prepare", "`users.given_name` comes with expand."),
    "not yet": ("prepare", "`users.given_name` does not exist yet."),
    "another name": ("prepare", "Read `users.email` and `accounts.given`."),
    "part of another word": ("prepare", "Read `users.given_name_old`."),
    "outside the phases": ("Why", "Two names: `users.given_name` is one."),
    "a column that another table has": ("prepare", "Read `status`."),
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    phase, words, quote = FINDS[row]
    gate = '  prepare: {gate: "SELECT count(*) FROM users WHERE given_name IS NULL = 0, noted"}\n'
    front = EDGES.replace("  prepare: {}\n", gate) if row == "in a gate" else EDGES
    (doubt,) = doubts(paper(text(phase, words, front)), "G706")
    assert doubt.quote == quote
    assert "which comes later" in doubt.what
    assert "expand" in doubt.mend


def test_a_name_that_has_the_name_of_its_phase_in_it_does_not_name_the_phase() -> None:
    front = EDGES.replace("expand", "full")
    (doubt,) = doubts(paper(text("prepare", "Call `users.Full` in the export.", front)), "G706")
    assert doubt.quote == "users.Full"
    assert doubts(paper(text("prepare", "Call `users.Full` of phase full in the export.", front)), "G706") == []


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    phase, words = LEAVES[row]
    assert doubts(paper(text(phase, words), table=["orders"], column=["orders.status"]), "G706") == []


def test_without_an_edge_nothing_is_before() -> None:
    front = PHASES.replace("  expand: {", "  expand: {after: [], ")
    assert doubts(paper(text("prepare", "Read `users.given_name`.", front)), "G706") == []


def test_each_phase_is_asked_once_for_each_name() -> None:
    words = "Read `users.given_name`.\n\nThen `users.given_name` again.\n\n`names-v2` is on."
    assert [one.quote for one in doubts(paper(text("prepare", words)), "G706")] == ["users.given_name", "names-v2"]


def test_a_circle_of_phases_ends() -> None:
    front = "---\nphases:\n  a: {after: [b], creates: [flag:x-y]}\n  b: {after: [a]}\n"
    assert len(doubts(paper(text("b", "Turn `x-y` on.", front)), "G706")) == 1


THREE = """\
---
phases:
  add: {}
  fill: {after: [add], does: [data.backfill]}
  switch: {after: [fill], does: [code.read.switch]}
---
# P
"""
# in the words of the first phase, and of the last
FIRST_USES = (
    "The export shows the number from this phase on, as phase fill writes it.",
    "In the same release the list starts to sort by the value that phase fill computes.",
    "`Export` reads the totals created in phase fill.",
    "`Export` reads the index that step 3 builds.",
    "The trigger of phase switch fills it from day one.",
    "The new column is read by `Export` from this release on.",
    "From here on the search queries the new index.",
    "Phase add uses the index that phase fill builds.",
    "The report already joins the rows which phase fill loads.",
    "The mailer needs the table that is created in step 2.",
    "`Export` reads the sums; step 1 uses the view that step 3 creates.",
)
LAST_TELLS = (
    "The view is created here, and step 1 reads it.",
    "The index is built in this phase, and `SignUp` uses it from step 1.",
)
FIRST_WAITS = (
    "`Save` writes both columns from this phase on.",
    "The column stays empty until phase fill writes it.",
    "From this phase on the flag is there; phase switch turns it on.",
    "The column is added here and filled by phase fill.",
    "`Export` reads the old column; phase switch changes that.",
    "Phase fill writes the values.",
    "Rollback: drop the column.",
    "The next phase fills it.",
    "In this phase nothing reads it.",
    "The migration takes 3 seconds, measured in phase fill of the last plan.",
    "Both are compared in phase switch.",
    "The statement uses the primary key, as in step 2.",
    "`Store.Save` already writes it; phase fill does the old rows.",
    "The check of step 2 is run once more from here on.",
    "See step 3.",
    "The owner of phase switch signs from the start.",
)
LAST_KNOWS = (
    "Here the reads of step 1 are repeated.",
    "The rows that phase add created are filled.",
    "The column that step 1 adds is filled here.",
)


def said_in(phase: str, words: str) -> str:
    told = {"add": "Text.", "fill": "Text.", "switch": "Text.", phase: words}
    return THREE + "".join([f"\n## {name}\n\n{text}\n" for name, text in told.items()])


@pytest.mark.parametrize("words", FIRST_USES)
def test_finds_a_use_of_what_comes_later(words: str) -> None:
    (doubt,) = doubts(paper(said_in("add", words)), "G706")
    assert doubt.what.startswith("add uses here what")


@pytest.mark.parametrize("words", LAST_TELLS)
def test_finds_an_earlier_use_of_what_is_made_here(words: str) -> None:
    (doubt,) = doubts(paper(said_in("switch", words)), "G706")
    assert doubt.what.startswith("add uses here what switch")


@pytest.mark.parametrize("words", FIRST_WAITS)
def test_leaves_alone_what_is_only_spoken_of(words: str) -> None:
    assert doubts(paper(said_in("add", words)), "G706") == []


@pytest.mark.parametrize("words", LAST_KNOWS)
def test_leaves_alone_what_came_before(words: str) -> None:
    assert doubts(paper(said_in("switch", words)), "G706") == []


def test_a_phase_that_is_called_as_what_everything_does() -> None:
    front = "---\nphases:\n  create: {}\n  write: {after: [create], creates: [symbol:internal.billing.Pay]}\n---\n# P\n"
    text = f"{front}\n## create\n\n`Issue` writes its row through `billing.Pay`.\n\n## write\n\nText.\n"
    (doubt,) = doubts(paper(text), "G706")
    assert doubt.quote == "billing.Pay"
    assert doubts(paper(text.replace("through", "in phase write through")), "G706") == []


def test_what_a_phase_says_of_itself_stands_before_its_way_back() -> None:
    read, create = 'read: {rollback: "flag new-door off"}', "create: {after: [read], creates: [flag:new-door]}"
    words = "**Read.** Orders go behind `new-door`.\n\n**Create.** The flag."
    text = f"---\nphases:\n  {read}\n  {create}\n---\n# P\n\n## Phases\n\n{words}\n"
    (doubt,) = doubts(paper(text), "G706")
    assert doubt.line == 10
