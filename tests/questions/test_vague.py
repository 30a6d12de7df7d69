"""Quantities and times (G714): what nobody can check, and what a figure beside it makes exact."""

from __future__ import annotations

import pytest

from tests.questions.papers import doubts, paper

KNOWN = {"path": ["docs/measurements/2026-10.md"], "owner": ["dana"]}
FINDS = [
    ("It should take not too long.", "not too long"),
    ("It won't take very long, and nobody notices.", "won't take very long"),
    ("The lock does not last long.", "not last long"),
    ("Not too many rows are locked.", "Not too many"),
    ("The old column is dropped soon after.", "soon"),
    ("The rest follows later.", "later"),
    ("Shortly afterwards the flag goes.", "Shortly afterwards"),
    ("The table is eventually dropped.", "eventually"),
    ("At some point the view goes.", "At some point"),
    ("Once it has been on for a while, go on.", "for a while"),
    ("Wait a bit, then restart.", "Wait a bit"),
    ("The worker sleeps for a couple of hours.", "a couple of"),
    ("Deploy worker first, then api, a few minutes apart.", "a few"),
    ("There are only a handful of callers.", "a handful of"),
    ("It takes a day or so.", "a day or so"),
    ("It takes 3 hours or so.", "3 hours or so"),
    ("Run it in a low-traffic window.", "low-traffic"),
    ("Run it off-peak.", "off-peak"),
    ("Run it at a quiet time.", "quiet time"),
    ("As traffic is low at night, nobody notices.", "traffic is low"),
    ("Copy the rows in small batches.", "small batches"),
    ("A small number of rows is left.", "A small number of"),
    ("Several tables are renamed.", "Several"),
    ("Lots of rows are rewritten.", "Lots of"),
    ("Go on when lag is low enough.", "low enough"),
    ("Wait until the error rate is back to normal.", "back to normal"),
    ("The share is as it was.", "share is as it was"),
    ("There is a short outage.", "a short outage"),
    ("Keys are revoked after the grace period.", "the grace period"),
    ("Check it from time to time.", "from time to time"),
    ("We do this as soon as possible.", "as soon as possible"),
    ("Leave enough time for the replicas.", "enough time"),
    ("Keep the dump for some weeks.", "some weeks"),
    ("Latency stays within acceptable limits.", "within acceptable limits"),
    ("It takes a few minutes, see docs/gone.md.", "a few"),
]
LEAVES = [
    "It takes no longer than 10 minutes.",
    "It does not take long locks.",
    "It should not take too long: 10 minutes at most.",
    "It is not long-lived, and not as late as step 4.",
    "Wait 10 minutes.",
    "The backfill copies 5,000 rows a batch.",
    "As soon as the count is 0, go on with step 4.",
    "It is too soon to drop it before 1 March 2027.",
    "Three days later the column is dropped.",
    "Step 4 comes no later than 12 May 2027.",
    "PostgreSQL 12 or later is needed.",
    "PostgreSQL 12 and later have it.",
    "Reads are eventually consistent.",
    "A few rows (14 on 3 November) have no name.",
    "A couple of hours: 01:00 to 03:00 UTC.",
    "Low traffic: Sunday 02:00 to 04:00 UTC, 12 requests a minute.",
    "Run it in the low-traffic window from 02:00 to 04:00.",
    "In small batches of 5,000 rows.",
    "Copied in small batches, 5,000 rows each.",
    "Soon, on 12 May 2027, the column goes.",
    "How many rows are left is printed.",
    "As many as 12 workers run at once.",
    "The many-to-many table stays.",
    "While the lock is held, nothing writes.",
    "The column `later_at` stays.",
    'Set the status "soon" to `planned`.',
    "> a few of us looked",
    "# A few words",
    "## Background\n\nA few customers complained for a while.",
    "## Risks\n\nIt takes a while.",
    "About 1.2 million entries a day (1,184,220, `docs/measurements/2026-10.md`).",
    "A few minutes, as measured in `docs/measurements/2026-10.md`.",
    "The bit mask has 8 bits.",
    "The flag is a bit of `users.flags`.",
    "Rollback: delete the folder; the state is as it was.",
    "The grace period is 30 days.\n\nKeys are revoked after the grace period.",
    "The same number of rows stands on both sides.",
    "Enough for 22 years: 2,140 GB are free.",
    "The job runs every 5 minutes.",
    "Alert if lag is above 30 s for 5 minutes.",
    "Retry at most 3 times.",
    "Exactly a couple of lines, 2, change.",
]


@pytest.mark.parametrize(("text", "quote"), FINDS, ids=[text[:60] for text, _ in FINDS])
def test_finds(text: str, quote: str) -> None:
    assert [one.quote for one in doubts(paper(text, **KNOWN), "G714")] == [quote]


@pytest.mark.parametrize("text", LEAVES, ids=[text[:60] for text in LEAVES])
def test_leaves_alone(text: str) -> None:
    assert [one.quote for one in doubts(paper(text, **KNOWN), "G714")] == []
