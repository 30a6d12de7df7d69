"""What cannot be taken back: acts without a way back, and ways back that do not lead back."""

from __future__ import annotations

import pytest

from guard.model.doubt import Doubt, Unasked
from guard.questions import reversal
from tests.questions.papers import paper

KNOWN = {"table": ["users", "orders"], "column": ["users.display_name"]}


def asked(text: str) -> list[tuple[str, str]]:
    return [(one.rule, one.quote) for one in reversal.check(paper(text, **KNOWN)) if isinstance(one, Doubt)]


def unasked(text: str) -> list[str]:
    return [one.what for one in reversal.check(paper(text, **KNOWN)) if isinstance(one, Unasked)]


def phase(said: str) -> str:
    return f"# Plan\n\n## Phase 1: add\n\nAdd it. Rollback: inverse commit.\n\n## Phase 2: contract\n\n{said}\n"


NO_WAY = {
    "Look at the table. Do not stop, but run:\n\n```sql\nDELETE FROM orders;\n```": "DELETE FROM orders",
    "```sql\nDROP TABLE users;\n```": "DROP TABLE",
    "```sql\nALTER TABLE users DROP COLUMN display_name;\n```": "DROP COLUMN",
    "```sql\nALTER TABLE users DROP display_name;\n```": "DROP display_name",
    "```sql\nTRUNCATE audit_log;\n```": "TRUNCATE",
    "```sql\nDELETE FROM request_log WHERE at < now();\n```": "DELETE FROM request_log",
    "```sh\nterraform state rm module.dns\n```": "terraform state rm",
    "```sh\nterraform destroy -target=module.db\n```": "terraform destroy",
    "```sh\naws kms schedule-key-deletion --key-id x\n```": "schedule-key-deletion",
    "```sh\naws s3 rm s3://bucket --recursive\n```": "aws s3 rm",
    "```sh\nkubectl delete pvc data-0\n```": "kubectl delete pvc",
    "```sh\nredis-cli flushall\n```": "flushall",
    "```sh\nvault kv metadata delete secret/api\n```": "vault kv metadata delete",
    "```sh\ndropdb shop\n```": "dropdb",
    "Drop `users.display_name`.": "Drop users.display_name",
    "Then drop the old column.": "drop the old column",
    "Released holds older than a year are purged.": "purged",
    "`fx-proxy` is destroyed together with its volume.": "destroyed",
    "Delete the old bucket.": "Delete the old bucket",
    "Revoke the old API keys.": "Revoke the old API keys",
    "1. Run `DELETE FROM orders WHERE test`.": "DELETE FROM orders",
    "The merged-away rows of `users` are deleted.": "deleted",
    "`db/9.sql` drops `orders`.": "drops orders",
    "Remove the old column.": "Remove the old column",
    "Tear down the old cluster.": "Tear down the old cluster",
    "The old topic is removed.": "topic is removed",
}
FAULTY = {
    "The migration drops `users.display_name`. Back: `make down` recreates the column.": "its shape",
    "Drop `users.display_name`. Undo: we re-add the column.": "its shape",
    "Delete rows older than a year. Rollback: re-apply the migration.": "the code",
    "Drop `users.display_name`. Way back: `make down`, which adds the column again.": "its shape",
    "Drop the old table. Rollback: create the table again.": "its shape",
    "1. Drop `users.display_name`. Rollback: run step 1 again.": "the code",
    "| step | rollback |\n|---|---|\n| delete the surplus rows | repeat step 1 |": "the code",
    "| step | rollback |\n|---|---|\n| delete the surplus rows with the statement below | do it again |\n\n"
    "```sql\nDELETE FROM orders;\n```": "the code",
    "1. dana computes the sums of 4,000 orders that have been sent and overwrites them. Rollback: none.": "empty",
    "Drop `users.display_name`. Rollback: none.": "empty",
    "Drop `users.display_name`. Rollback: n/a": "empty",
    "Drop `users.display_name`. Rollback: not needed.": "empty",
    "Drop `users.display_name`. Rollback: revert the migration.": "the code",
    "Drop `users.display_name`. Rollback: inverse commit.": "the code",
    "Drop `users.display_name`. Rollback: redeploy the previous version.": "the code",
    "Drop `users.display_name`. Rollback: we roll forward.": "the code",
    "| step | rollback |\n|---|---|\n| `DELETE FROM orders` | rerun step 1 |": "the code",
    "Drop the old column. This is fully reversible.": "",
    "Add an index. Rollback: an empty down migration.": "does nothing",
    "Add a column. Rollback: `db/4.down.sql`, which is left empty.": "does nothing",
    "```python\ndef downgrade():\n    pass\n```": "does nothing",
    "Merging is transactional, so there is nothing to roll back.": "does nothing",
    "Add it. Rollback: see phase 3.\n\n## Phase 3: more\n\nx": "another place",
    "Add it. Rollback: restore from the backup.": "makes the copy",
    "Add it.\n\n## Rollback\n\n## Owners\n\ndana": "nothing stands",
}
LEAVES = (
    "Drop `users.display_name`. Rollback: add the column again and fill it from `docs/r.md`.",
    "1. The cache key is overwritten. Rollback: none needed.",
    "Drop `users.display_name`. Way back: adds the column again; it was empty.",
    "Drop the old table. Rollback: create the table again and load the dump of step 1.",
    "Drop the old table. Rollback: create it again, filled from `docs/copy.csv`.",
    "1. The next run overwrites nothing. Rollback: none.",
    "1. The file is written without overwriting it. Rollback: none.",
    "1. dana computes the sums of 4,000 orders and overwrites them. Rollback: restore the dump of 3 May.",
    "| step | rollback |\n|---|---|\n| run the statement below | restore a copy |\n\n```sql\nDELETE FROM users;\n```",
    "| step | rollback |\n|---|---|\n| run it | revert the commit; run the tests again |",
    "*Back*, with any other answer:\n\n```sql\nDELETE FROM orders WHERE id = 7;\n```",
    "Never run this by hand:\n\n```sql\nDROP TABLE users;\n```",
    "| # | step | rollback |\n|---|---|---|\n| ~~2~~ | ~~drop `users.display_name`~~ | |",
    "```sql\nDROP INDEX CONCURRENTLY users_email;\n```",
    "```sql\nALTER TABLE users DROP CONSTRAINT users_email_key;\n```",
    "```sql\nALTER TABLE users ALTER COLUMN a DROP NOT NULL;\n```",
    "```sql\nDROP TABLE IF EXISTS tmp_users;\n```",
    "```sql\n-- DROP TABLE users;\nSELECT 1;\n```",
    "```sh\nkubectl delete pod api-0\n```",
    "```sh\nrm -rf build/\n```",
    "Delete the old function and its tests.",
    "Delete `Store.SaveLegacy`.",
    "Drop the index on `users`.",
    "Drop support for the old format.",
    "Do not drop `users.display_name` yet.",
    "Before `users.display_name` is dropped, both are written.",
    "Nothing is deleted in this phase.",
    "Traffic drops to zero.",
    "The branch is deleted after the merge.",
    "Revoke nothing.",
    "The old column may be dropped in the next plan.",
    "> Drop the old column.",
    "Drop `users.display_name`. Rollback: restore the dump of `make backup`, see `docs/restore.md`.",
    "Drop `users.display_name`. The dump of step 1 is kept for 90 days.",
    "Drop `users.display_name`. It cannot come back: accepted by dana on 3 May 2026.",
    "`make backup` first.\n\n```sql\nDROP TABLE users;\n```\n\nRollback: restore the dump.",
    "```sh\npg_dump --table=users > users.sql\n```\n\n```sql\nDROP TABLE users;\n```",
    "The old keys are revoked. Way back: they are issued again by `bin/issue`.",
    "Rollback: drop the empty column.",
    "Rollback: make migrate-down, the column is empty.",
    "| step | rollback |\n|---|---|\n| `DELETE FROM orders` | restore from `docs/restore.md` |",
    "Turn the flag off. Rollback: none needed.",
    "Add it. Rollback: restore from the backup of 3 May 2026.",
    "Run the migration. Rollback: deploy the version before.",
    "Tokens that expire are not renewed.",
    "Remove the column from the SELECT list.",
    "Remove the key from the map of settings.",
    "Remove the users from the mailing list.",
    "Delete the old prefix. Rollback: none; `docs/adr/3.md` accepts that.",
    "DELETE requests are answered with 405.",
)


@pytest.mark.parametrize("said", NO_WAY)
def test_finds_acts_without_a_way_back(said: str) -> None:
    ((rule, quote),) = asked(phase(said))
    assert rule == "G731"
    assert NO_WAY[said] in quote


@pytest.mark.parametrize("said", FAULTY)
def test_finds_ways_back_that_are_none(said: str) -> None:
    told = [one for one in reversal.check(paper(phase(said), **KNOWN)) if isinstance(one, Doubt)]
    assert len(told) == 1
    if FAULTY[said]:
        assert told[0].rule == "G732" and FAULTY[said] in told[0].what


@pytest.mark.parametrize("said", LEAVES)
def test_leaves_alone(said: str) -> None:
    assert asked(phase(said)) == []


def test_one_way_back_for_all() -> None:
    drop = "```sql\nDROP TABLE users;\n```\n"
    assert asked(f"{phase(drop)}\n## Rollback\n\nRestore the dump of `make backup`.\n") == []
    assert asked(f"{phase(drop)}\n## Rollback\n\nPhase 2: restore the dump of `make backup`.\n") == []
    assert asked(f"{phase(drop)}\n## Rollback\n\nPhases 1 to 2: restore the dump of `make backup`.\n") == []


def test_a_way_back_for_the_others() -> None:
    drop = "```sql\nDROP TABLE users;\n```\n"
    ((rule, quote),) = asked(f"{phase(drop)}\n## Rollback\n\nPhase 1: restore the dump of `make backup`.\n")
    assert rule == "G732" and quote.startswith("Phase 1")
    front = "---\nphases:\n  add: {rollback: inverse commit}\n  fill: {after: [add], does: [data.backfill]}\n---\n"
    text = "# P\n\n## add\n\nAdd it.\n\n## fill\n\nFill it. Rollback covers add.\n"
    assert asked(front + text) == [("G732", "Rollback covers add.")]


def test_what_a_phase_declares() -> None:
    front = "---\nphases:\n  contract: {drops: [column:users.display_name]}\n---\n# P\n\n## contract\n\nIt goes.\n"
    assert asked(front) == [("G731", "column:users.display_name")]
    assert asked(front.replace("}\n---", ", irreversible: docs/r.md#restore}\n---")) == []
    assert asked(front.replace("}\n---", ", rollback: restore the dump}\n---")) == []
    assert asked(front.replace("}\n---", ", rollback: inverse commit}\n---"))[0][0] == "G732"


@pytest.mark.parametrize("key", ["rollback", "irreversible"])
def test_a_way_back_that_is_declared_in_one_word(key: str) -> None:
    told = "# P\n\n## contract\n\nDrop `users.display_name`.\n"
    front = f"---\nphases:\n  add: {{}}\n  contract: {{after: [add], KEY: WAY}}\n---\n{told}"
    for way in ("x", "x=x", '"yes"', "somehow"):
        (doubt,) = [one for one in reversal.check(paper(front.replace("KEY: WAY", f"{key}: {way}"), **KNOWN))
                    if isinstance(one, Doubt)]  # fmt: skip
        assert (doubt.rule, doubt.line, doubt.quote) == ("G732", 4, way.strip('"'))
    for way in ("none", "n/a", '"-"'):
        assert [rule for rule, _ in asked(front.replace("KEY: WAY", f"{key}: {way}"))] == ["G732"], way
    for way in ("docs/r.md#restore", "docs/r.md", "restore.sh", '"#restore"', "https://x.example/r", "PITR", "restore"):
        assert asked(front.replace("KEY: WAY", f"{key}: {way}")) == [], way


def test_a_phase_that_destroys_nothing_needs_no_way_back() -> None:
    text = "---\nphases:\n  add: {rollback: none}\n---\n# P\n\n## add\n\nAdd a column.\n"
    assert asked(text) == []
    assert asked(text.replace("rollback", "irreversible")) == [("G732", "none")]


def test_a_text_without_steps() -> None:
    text = "# Clean up\n\n## Procedure\n\nDrop the old table.\n"
    assert [rule for rule, _ in asked(text)] == ["G731"]
    assert asked(f"{text}\n## Rollback\n\nRestore the dump of `make backup`.\n") == []


# no heading says that these are steps: their words do
ORDERED = {
    "We backfill and then drop `users.display_name` on Friday.": 1,
    "We will drop `users.display_name` on Friday.": 1,
    "Drop `users.display_name` on Friday.": 1,
    "On Friday, drop the old column.": 1,
    "1. Drop `users.display_name`.\n2. Deploy; see step 9.": 1,
    "- Drop `users.display_name`.\n- Truncate `orders`.": 2,
    "- [ ] Drop `users.display_name`.": 1,
    "1. `ALTER TABLE users DROP COLUMN display_name;`\n2. Deploy `ledgerd`.": 1,
    "| Step | Who |\n|---|---|\n| drop `users.display_name` | dana |": 1,
    "## Friday\n\nDrop the old column.": 1,
    "## Plan\n\nDeploy it.\n\n## Friday\n\nDrop the old column.": 1,
    "## Risks\n\n1. Drop `users.display_name`.\n2. Deploy it.": 1,
    "## History\n\n1. Deploy it.\n2. Then drop `users.display_name`.": 1,
    "## Alternatives considered\n\n1. Truncate `orders`.": 1,
}
TELLING = (
    "The job then reads `users.display_name`.",
    "We want to see fewer columns.",
    "We do not drop `users.display_name`.",
    "Never drop `users.display_name`.",
    "1. Nothing drops `users`.\n2. Two columns stay.",
    "> 1. Drop the old column.",
    "Delete the old function and its tests.",
    "1. Add `users.display_name`.\n2. Deploy it.",
    "## Risks\n\nLast year we then dropped the table `users`, and deleting rows could lock it.",
    "## Risks\n\n1. Dropping `users` takes a lock.\n2. Drop the old column.",
    "## History\n\nIn May we dropped `orders`. Then we filled it again.",
    "## Alternatives considered\n\n1. Dropping `users.display_name` at once: rejected.",
    "## Rollback\n\n1. Drop the empty column.",
    "Drop the old column.\n\n## Rollback\n\nRestore the dump of `make backup`.",
    "1. Drop the old column. Rollback: restore the dump of `make backup`.",
)
UNJUDGED = (
    "On Friday the column `users.display_name` will be dropped.",
    "| When | What |\n|---|---|\n| Friday | drop `users.display_name` |",
    "## Risks\n\n- Drop `users.display_name`.",
    "## Plan\n\nAs below.\n\n## Notes\n\n1. Drop the old column.\n2. Deploy.",
    "## Risks\n\n```sql\nDROP TABLE users;\n```",
    "## Open questions\n\n1. Drop `users.display_name`.",
    "## References\n\n1. Drop the old column.",
    "## Contacts\n\n- Drop `users.display_name`.",
    "## Assumptions\n\nThen drop the old column.",
)


@pytest.mark.parametrize("said", ORDERED)
def test_finds_what_words_order_where_no_heading_says_so(said: str) -> None:
    assert [rule for rule, _ in asked(f"# Split the name\n\n{said}\n")] == ["G731"] * ORDERED[said]


@pytest.mark.parametrize("said", TELLING)
def test_leaves_alone_what_only_tells(said: str) -> None:
    assert asked(f"# Split the name\n\n{said}\n") == []


@pytest.mark.parametrize("said", UNJUDGED)
def test_says_what_it_could_not_judge(said: str) -> None:
    text = f"# Split the name\n\n{said}\n"
    assert asked(text) == []
    assert len(unasked(text)) == 1 and unasked(text)[0].startswith("line ")


def test_code_under_questions_is_asked_about_and_not_listed_too() -> None:
    text = "# Split the name\n\n## Open questions\n\n```sql\nDROP TABLE users;\n```\n"
    assert [rule for rule, _ in asked(text)] == ["G731"]
    assert unasked(text) == []


def test_of_many_that_nobody_can_judge_the_others_are_counted() -> None:
    told = unasked("# P\n\n## Risks\n\n" + "- Drop the old column.\n" * 14)
    assert len(told) == 11 and told[-1] == "4 more such lines, from line 15 on"


def test_a_denied_way_back_is_none() -> None:
    text = "# Split the name\n\nWe backfill and then drop `users.display_name` on Friday. There is no rollback.\n"
    assert [rule for rule, _ in asked(text)] == ["G732"]
