"""Guesses (G711): what a plan leaves open in so many words, and what only looks like that."""

from __future__ import annotations

import pytest

from tests.questions.papers import doubts, paper

KNOWN = {
    "path": ["docs/evidence/tenants.md", "docs/runbook.md", "app/users.py", "tests/test_users.py"],
    "owner": ["dana", "omar"],
}
FINDS = [
    ("The table has likely no reader.", "has likely"),
    ("With 1.8 million rows (`docs/evidence/tenants.md`) the lock should be fine.", "should be fine"),
    ("That would, I first thought, maybe break the view. So the view is dropped.", "maybe"),
    ("That would maybe break the view. It would not matter.", "maybe"),
    ("The column is probably only written by billing.", "probably"),
    ("The desk's front end presumably shows the 422 already.", "presumably"),
    ("Maybe the worker has to be restarted as well.", "Maybe"),
    ("The gateway apparently accepts lists.", "apparently"),
    ("Hopefully nobody reads the old column by then.", "Hopefully"),
    ("Perhaps we drop the index first.", "Perhaps"),
    ("It is likely that reports reads the view too.", "is likely"),
    ("The job will likely finish before the morning.", "will likely"),
    ("A conflict is unlikely.", "unlikely"),
    ("I think the indexer does not use flags.", "I think"),
    ("We believe that all writes go through the store.", "We believe"),
    ("I'm not sure the trigger still exists.", "I'm not sure"),
    ("We are pretty sure that nothing else writes it.", "We are pretty sure"),
    ("It is unclear who owns the queue.", "unclear"),
    ("AFAIK only the importer uses it.", "AFAIK"),
    ("The session carries it, as far as we know.", "as far as we know"),
    ("If I remember correctly, ids are ULIDs.", "If I remember"),
    ("To the best of our knowledge no tenant uses it.", "To the best of our knowledge"),
    ("The old view seems to be unused.", "seems to"),
    ("Many-to-many tables seem fine.", "seem fine"),
    ("The handler appears to ignore the header.", "appears to"),
    ("It looks like the cron job is gone.", "It looks like"),
    ("The release looks good for a bit, then step 4 follows.", "looks good"),
    ("The migration should be fine on the replica.", "should be fine"),
    ("A reload should do.", "should do"),
    ("There should not be any left.", "should not be any"),
    ("With the new pool it should work.", "should work"),
    ("Clients should recover by themselves.", "should recover"),
    ("Rollback should not be necessary.", "should not be necessary"),
    ("The lock should take no more than a moment.", "should take no"),
    ("This might lock the table for writers.", "might lock"),
    ("Some consumers may still be on the old schema.", "may still be"),
    ("The backfill could take the whole night; it could break replication.", "could break"),
    ("It should be clean, more or less.", "more or less"),
    ("The two formats are basically the same.", "basically"),
    ("The rows are kind of unique.", "kind of"),
    ("We have not checked the mobile clients.", "have not checked"),
    ("The restore path is untested.", "untested"),
    ("We don't know whether the cache holds it.", "don't know whether"),
    ("Nobody knows who reads the export.", "Nobody knows"),
    ("Chances are the queue is empty by then.", "Chances are"),
    ("My guess is three hours.", "My guess"),
    ("We hope the index is picked up.", "We hope"),
    ("In theory the flag can be turned off again.", ""),
    ("Theoretically the flag can be turned off.", "Theoretically"),
    ("It is possible that an old pod writes once more.", "It is possible that"),
    ("| step | state |\n|---|---|\n| 3 | probably done |", "probably"),
    ("- [ ] Drop `users.name`, it is probably unused", "probably"),
    ("> [!NOTE]\n> The importer probably writes it too.", "probably"),
    ("<!-- not sure this works -->", "not sure"),
    ("<details><summary>Way back</summary>\n<p>We probably restore a dump.</p></details>", "probably"),
    ("It probably holds, see docs/gone.md.", "probably"),
    ("It probably holds (OPS-12, dana).", "probably"),
    ("`app/users.py` is probably the only writer.", "probably"),
    ("We probably need it. The rest is described in `docs/gone.md`.", "probably"),
]
LEAVES = [
    "The lock should be fine with 1.8 million rows (`docs/evidence/tenants.md`).",
    "As measured in `docs/evidence/tenants.md`, the lock should be fine.",
    "That would, I first thought, maybe break the view. It would not: the view reads `users` alone.",
    "We had assumed that it probably breaks. It does not.",
    # in code, in quotations, in somebody else's words, in names
    "Rename `maybe_rebook` to `rebook`.",
    "The hints `likely()` and `unlikely()` stay.",
    'The log says "probably already applied" in that case.',
    "The test is called \u201cshould probably refuse a landline\u201d.",
    "> I think it might be fine.",
    "```\n# probably not needed\n```",
    "Run:\n\n    -- should be fine\n",
    "# What might go wrong",
    "The state `unsure` is not read.",
    "~~We probably keep the column.~~ The column goes.",
    "Rows whose status is 'maybe' are left alone.",
    # the month, the name, the noun
    "May has four working weeks; we take the first.",
    "On 5 May 2027 the role may be assumed by the same accounts.",
    "Almighty is the name of the old cluster.",
    "We move it with all our might and main.",
    "The Maybe type of the parser stays; we use Maybe for absence.",
    "This kind of index is built concurrently.",
    "What kind of lock it takes is in the manual.",
    "It is a sort of queue with one consumer per key.",
    # permission and duty
    "Callers may only read the view.",
    "The role may be assumed by CI.",
    "Nobody may merge while the freeze lasts.",
    "`given_name` may be null until phase 3.",
    "Rows may not be deleted before 1 March 2027.",
    "Each migration should be idempotent.",
    "Reviewers should look at the down migration first.",
    "The pool should be restarted after step 2.",
    "The column should have a default.",
    "The flag should not be placed in the shared file.",
    # conditions: what is done if it is so
    "If it looks wrong, stop and call dana.",
    "If you are not sure, ask dana before you go on.",
    "When anything seems off, run step 6.",
    "In case a pod might still hold the lock, kill the session.",
    "Unless the result is unclear, go on with step 4.",
    "Stop if the count is uncertain.",
    "Whether the client appears to be idle is told by `last_seen`.",
    "Where a tenant might have two rows, the newer one wins.",
    # expectation with a result; tests
    "`SELECT count(*) FROM users WHERE given_name IS NULL` should be 0.",
    "The test should fail before the change and pass after it.",
    "The spec asserts that the old route should not work.",
    "The output looks like this:",
    "The line looks like `2026-11-20 ok`.",
    # facts that hold such words
    "The lock could not be taken in staging, so the timeout is 5 s.",
    "Two writers could not agree before; since ADR 7 there is one.",
    "It is more likely to be read than written, which is why the index is on `email`.",
    "A retry is less likely to collide with a random key.",
    "Readers could otherwise see half a row; therefore both are written in one transaction.",
    "A pod might die between the two writes, so the outbox is written first.",
    "A client might cache the address; therefore the old host stays until 16 May.",
    "Make sure that the replica is up.",
    "Ensure the job is certain to run once: it takes an advisory lock.",
    "Nothing is left to guess.",
    "It is not a guess: 1,184,220 rows.",
    "What it does is known.",
    "One row more or less changes the sum.",
    "We let the deploy finish.",
    "Let us see that the count is 0, then go on.",
    "Possible values are `open` and `paid`.",
    "The queue is drained as fast as possible: 200 rows a second.",
    "The command prints a table of what it would do.",
    "Thinking time of the form is 30 s.",
    # weighed, asked or told as history
    "## Risks\n\nThe backfill might slow down the replica.",
    "## Alternatives considered\n\nA trigger would probably work too.",
    "## 7. Risks and mitigations\n\n- Old pods may still be running.",
    "## Lessons learned\n\nWe probably should have asked earlier.",
    "## Open questions\n\n- Is it likely to be read by reports? Answer: no.",
    "## Background\n\nThe table should work for ten years, said the design of 2016.",
    # evidence beside it
    "The table is probably single-tenant (docs/evidence/tenants.md).",
    "The table is probably single-tenant, see `docs/evidence/tenants.md`.",
    "It is probably unused, as measured in [the sample](docs/evidence/tenants.md).",
    "The table is probably single-tenant. Evidence: `docs/evidence/tenants.md`.",
    "It is probably unused (OPS-12, dana, 2026-11-03).",
    "- It was probably unused; dana counted on 3 November 2026, OPS-12.",
    "Probably unused, as [shown below](#figures).\n\n## Figures\n\n0 reads.",
]


@pytest.mark.parametrize(("text", "quote"), FINDS, ids=[text[:50] for text, _ in FINDS])
def test_finds(text: str, quote: str) -> None:
    found = doubts(paper(text, **KNOWN), "G711")
    assert [one.quote for one in found][:1] == ([quote] if quote else [])


@pytest.mark.parametrize("text", LEAVES, ids=[text[:50] for text in LEAVES])
def test_leaves_alone(text: str) -> None:
    assert [one.quote for one in doubts(paper(text, **KNOWN), "G711")] == []


def test_one_doubt_a_sentence_with_its_line() -> None:
    found = doubts(paper("# Plan\n\nIt is probably fine. Maybe not.\nPerhaps, or maybe so.", **KNOWN), "G711")
    assert [(one.line, one.quote) for one in found] == [(3, "probably"), (3, "Maybe"), (4, "Perhaps")]


def test_a_reference_counts_only_where_it_is_known_to_lead_somewhere() -> None:
    text = "The table is probably single-tenant (docs/evidence/tenants.md)."
    assert doubts(paper(text), "G711")
    assert not doubts(paper(text, path=["docs/evidence/tenants.md"]), "G711")
