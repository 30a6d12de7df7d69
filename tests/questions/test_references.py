"""References (G715): words, links and footnotes that lead nowhere, and those that lead somewhere."""

from __future__ import annotations

import pytest

from guard.model.doubt import Paper
from tests.questions.papers import doubts, paper, unasked

KNOWN = {"path": ["docs/runbook.md", "docs/adr/0007.md", "scripts/compare.sh", "README.md"], "owner": ["dana"]}
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
FINDS = [
    ("It is handled as described in the appendix.", "as described in the appendix"),
    ("See the appendix.", "See the appendix"),
    ("Details are in the wiki.", "Details are in the wiki"),
    ("Follow the runbook.", "Follow the runbook"),
    ("The usual script compares the months.", "The usual script"),
    ("It is deployed by the same pipeline as last time.", "the same pipeline as last time"),
    ("Bump the pool (value from the sizing spreadsheet).", "value from the sizing spreadsheet"),
    ("As discussed, omar drops it.", "As discussed"),
    ("Batches are 5,000 rows, as agreed.", "as agreed"),
    ("The limit is the one from the slack thread.", "from the slack thread"),
    ("See the table above.", "See the table above"),
    (TABLE + "See the table below.", "See the table below"),
    ("| step | rollback |\n|---|---|\n| 5 | see the table above |", "see the table above"),
    ("Run the query above.", "the query above"),
    ("See section 4.", "section 4"),
    ("## 1. Steps\n\nSee section 4.", "section 4"),
    ("See Appendix B.", "Appendix B"),
    ("## Step 1\n\nRun it.\n\n## Step 2\n\nAs in step 7.", "As in step 7"),
    (
        "| port | step |\n|---|---|\n| 80 | Copy. |\n\n## Step 1\n\nRun it.\n\n## Step 2\n\nAs in step 7.",
        "As in step 7",
    ),
    ("# Drop it\n\n1. Drop the old column.\n2. Deploy; see step 9.", "see step 9"),
    ("# Drop it\n\n## Risks\n\n1. Drop the old column.\n2. Deploy; see step 9.", "see step 9"),
    ("See [the gate](#gate).", "the gate"),
    ("See [the runbook](docs/gone.md).", "the runbook"),
    ("See [the runbook](docs/gone.md#restore).", "the runbook"),
    ("See [the runbook][run].", "[the runbook][run]"),
    ("Counted in November[^1].", "[^1]"),
    ("[the list]: docs/gone.md\n\nSee [the list].", "the list"),
    ("![the order](docs/order.png)", "the order"),
]
LEAVES = [
    "See [the runbook](docs/runbook.md).",
    "See [the runbook](docs/runbook.md#restore).",
    "See [the runbook](./docs/runbook.md) and [docs](docs/).",
    "| # | step |\n|---|---|\n| 1 | Copy. |\n| 3 | Drop. |\n\nNone until step 3 ends.\n\n## Who\n\n1. Dana decides.",
    "See [the runbook](/docs/runbook.md).",
    "See the runbook, `docs/runbook.md`.",
    "Follow `docs/runbook.md`.",
    "Runbook: `docs/runbook.md`.\n\nThen follow the runbook.",
    "See the appendix.\n\n## Appendix\n\nThe format.",
    "It is described in the appendix.\n\n## Appendix: formats\n\nThe format.",
    TABLE + "See the table above.",
    "See the table below.\n\n" + TABLE,
    "```sql\nSELECT 1;\n```\n\nRun the query above.",
    "- a\n- b\n\nThe list above is complete.",
    "## 4. Gate\n\nA gate.\n\n## 5. Steps\n\nSee section 4.",
    "See [step 1](#steps).\n\n## Steps\n\n1. Do it.",
    "1. Do it.\n2. Do more, as in step 1.\n",
    "## Step 1\n\nRun it.\n\n## Step 2\n\nAs in step 1.",
    "# Drop it\n\n1. Drop the old column.\n2. Deploy; see step 1.",
    "See section 4 of RFC 9110.",
    "Section 3.2 of the manual has it.",
    "As discussed in OPS-12 with dana on 2026-11-03, we drop it.",
    "As agreed with dana in `docs/adr/0007.md`, we drop it.",
    "The usual script, `scripts/compare.sh`, compares the months.",
    "Deploy by `make deploy`, the usual command.",
    "The socket emits events as usual.",
    "As defined in the WebIDL specification, it is a string.",
    "See README.md.",
    "Counted in November[^1].\n\n[^1]: 14 rows, by dana.",
    "Counted in November[^n].\n\n[^n]: docs/runbook.md",
    "See [the list].\n\n[the list]: docs/runbook.md",
    "See <https://example.org/x> and https://example.org/y.",
    "Write to [dana](mailto:dana@example.org).",
    "The matrix is m[0][1] there.",
    "> See the appendix.",
    "`see the table above`",
    'The page says "see section 9".',
    "---\ncreates: [path:docs/new.md]\n---\nSee [it](docs/new.md).",
    "See [the gate](#gate) <a id='gate'></a>",
    "See [the last](#steps-1).\n\n# Steps\n\n# Steps\n",
    "The table is dropped; the table above it in the schema stays." + "\n\n" + TABLE + "x",
    "Above all, nothing is deleted.",
]


@pytest.mark.parametrize(("text", "quote"), FINDS, ids=[text[-60:] for text, _ in FINDS])
def test_finds(text: str, quote: str) -> None:
    assert [one.quote for one in doubts(paper(text, **KNOWN), "G715")] == [quote]


@pytest.mark.parametrize("text", LEAVES, ids=[text[:60] for text in LEAVES])
def test_leaves_alone(text: str) -> None:
    assert [one.quote for one in doubts(paper(text, **KNOWN), "G715")] == []


def test_a_link_is_seen_from_the_folder_of_the_text_as_well() -> None:
    asked = paper("See [it](../runbook.md).", **KNOWN)
    asked = asked._replace(prose=asked.prose._replace(where="docs/plans/split.md"))
    assert doubts(asked, "G715") == []


def test_files_are_not_asked_about_where_nobody_knows_them_and_that_is_said() -> None:
    asked = paper("See [it](docs/gone.md) and [that](#gone).")
    assert [one.quote for one in doubts(asked, "G715")] == ["that"]
    assert [one.what for one in unasked(asked, "G715")] == ["links to files"]


def test_headings_of_other_files_are_said_to_be_unknown() -> None:
    asked = paper("See [it](docs/runbook.md#restore).", **KNOWN)
    assert [one.what for one in unasked(asked, "G715")] == ["headings of other files"]


BACK = "---\nphases:\n  contract: {rollback: WAY}\n---\n# P\n\n## Contract\n\nIt goes.\n"


def test_the_heading_that_a_way_back_leads_to() -> None:
    def read(way: str) -> Paper:
        asked = paper(BACK.replace("WAY", way), **KNOWN)
        return asked._replace(known=asked.known._replace(headings={"docs/runbook.md": frozenset(("restore",))}))

    for way, why in (("docs/runbook.md#restor", "did you mean restore?"), ("docs/runbook.md#nosuch", "")):
        (doubt,) = doubts(read(way), "G715")
        assert (doubt.line, doubt.quote, doubt.why) == (3, way, why)
    assert [one.quote for one in doubts(read('"#contrct"'), "G715")] == ["#contrct"]
    for way in ("docs/runbook.md#restore", "docs/runbook.md", '"#contract"', "docs/gone.md#x"):
        assert doubts(read(way), "G715") == unasked(read(way), "G715") == [], way


def test_the_heading_of_a_way_back_is_said_to_be_unknown_where_nobody_has_read_it() -> None:
    text = BACK.replace("WAY", "docs/runbook.md#restore")
    for asked in (paper(text, **KNOWN), paper(text)):
        assert [one.what for one in unasked(asked, "G715")] == ["docs/runbook.md#restore"]
        assert doubts(asked, "G715") == []


def test_steps_without_numbers_are_said_to_be_unknown() -> None:
    asked = paper("- Drop the old column.\n- Deploy; see step 9.", **KNOWN)
    assert [one.what for one in unasked(asked, "G715")] == ["numbers of steps"]
    asked = paper("- Drop the old column.\n- Deploy; see step 9 of the runbook, `docs/runbook.md`.", **KNOWN)
    assert unasked(asked, "G715") == []
