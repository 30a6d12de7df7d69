"""Numbers that do not agree: with what is declared, with their parts, with a total, with the calendar."""

from __future__ import annotations

import pytest

from guard.prose.figures import date_of, number_of
from guard.questions import counts
from tests.questions.papers import paper


def asked(text: str) -> list[str]:
    return [one.quote for one in counts.check(paper(text))]


FINDS = {
    "Of the 86 call sites 52 are in the importer and 33 in the exporter.": "Of the 86 call sites",
    "Of all the 40 tenants 20 are small, 15 medium and 6 large.": "40 tenants 20 are small",
    "58,300 of 480,000 people (21 %) sign in by text.": "58,300 of 480,000 people (21 %",
    "Of these a has 412,000, b 58,300, c 9,700; together 480,000. So 21 % of them get a text.": "So 21 % of",
    "It has 3,180,000 rows and 3,142,500 distinct values of it, so 38,500 rows are surplus.": "38,500 rows are surplus",
    "The 48,600 customers less the 31,200 with one are 16,400.": "48,600 customers less",
    "2 \u00d7 2,100,000 = 6,100,000 rows.": "2 \u00d7 2,100,000",
    "112 call sites: 60 in api, 40 in worker.": "112 call sites",
    "1,312 pairs, of which 1,020 have one clinic and 282 have two.": "1,312 pairs",
    "There are 12 services (5 in Go, 6 in Python).": "12 services",
    "60 + 40 = 112": "60 + 40 = 112",
    "The freeze lasts 10 days from 3 May to 14 May.": "3 May to 14 May",
    "From 2026-05-03 to 2026-05-14 (10 days) nothing is merged.": "2026-05-03 to 2026-05-14",
    "It runs on Friday 10 December 2026.": "Friday 10 December 2026",
    "It runs on Monday 7 December 2026, then on Friday 10 December.": "Friday 10 December",
    "It runs on Tuesday, 2026-05-06.": "Tuesday, 2026-05-06",
    "Deploy on 2026-02-30.": "2026-02-30",
    "The window is 2 hours from 01:00 to 04:00.": "2 hours from 01:00 to 04:00",
    "The job runs 01:00-05:00 (3 hours).": "01:00-05:00 (3 hours)",
    "The following four tables: users, orders and invoices.": "four tables",
    "The three columns `a` and `b` are dropped.": "three columns",
    "It gets its first three partitions: November, December, January and February.": "three partitions",
    "It stands in four places:\n\n- one\n- two\n- three": "four places",
    "`a`, `b`, `c`, `d`. That makes five.": "That makes five",
    "It adds three columns:\n\n```sql\nALTER TABLE t ADD COLUMN a int, ADD COLUMN b int;\n```": "three columns",
    "The state has 1,920 resources; DNS has 610 of them. DNS gets its own, the other 1,300 stay.": "the other 1,300",
    "A row for each half: 2 a month, 26 a year.": "2 a month, 26 a year",
    "There are 46 secrets: checkout 17, search 9, media 8 and reporting 11.": "46 secrets",
    "17 plus 9 plus 8 plus 11 makes 46.": "17 plus 9",
    "It has 60 partitions from 2021-01 to 2025-12 and one for later rows, 60 in all.": "60 in all",
    "31 groups with 64 rows: 29 pairs and 2 groups of four.": "64 rows",
    "1.9 million rows, of which 1.2 million are past and 0.6 million to come; these go first.": "1.9 million rows",
    "18,240 rows in `coupons`, 17,900 of them expired (`x` in the past), 360 live.": "18,240 rows in coupons",
    "Of the 40 tenants, 25 are small and 12 are large.": "40 tenants",
    "30 of 47 endpoints are moved, 15 remain.": "15",
    "This is 82,800 s, or 15 hours.": "82,800 s, or 15 hours",
    "The TTL is 3600 s (2 hours).": "3600 s (2 hours)",
    "Retention is 72 hours, i.e. 4 days.": "72 hours",
    "638 x 2 s = 1,376 s of pauses.": "638 x 2 s",
    "3 zones with 6 nodes each, 20 nodes.": "20 nodes",
    "3,412,000 rows. In batches of 5,000 rows this is 638 batches.": "638 batches",
    "The log has 1.9 billion rows. It has rows of 190 days, 1 million a day.": "1 million a day",
    "30 days after 4 January 2027: 24 January 2027.": "24 January 2027",
    "It stays for two weeks, 7 December to 28 December 2026.": "28 December 2026",
    "1. On 7 December 2026 it is on.\n2. Two weeks on, on 28 December 2026, it goes.": "28 December 2026",
    "Cookies live for 30 days. Step 3 lands on 4 January 2027, step 4 not before 24 January 2027.": "24 January 2027",
    "6 files go from `a` to `b`:\n\n- `a/x.py`\n- `a/y.py`\n- `a/z.py`\n- `a/v.py`\n- `a/w.py`": "6 files go",
    "Its users are these 3:\n\n- `a/x.py`\n- `a/y.py`": "these 3:",
    "| t | pods |\n|---|---|\n| a | 118 |\n| b | 42 |\n| **both** | **150** |": "150",
    "| t | pods |\n|---|---|\n| a | 118 |\n| b | 42 |\n| | 150 |": "150",
    "| file | sites |\n|---|---|\n| a | 60 |\n| b | 40 |\n| total | 112 |": "112",
    "| wave | rows | days |\n|---|---|---|\n| 1 | 1,000 | 3 |\n| 2 | 2,000 | 4 |\n| sum | 3,000 | 8 |": "8",
    "| wave | from | to | days |\n|---|---|---|---|\n| 1 | 1 May 2026 | 3 May 2026 | 5 |": "5",
    "Three files use the column: `a/x.py` and `a/y.py`.": "Three files use the column:",
    "Three files use the column: a/x.py and a/y.py.": "Three files use the column:",
    "Three files use the column:\n`a/x.py`\n`a/y.py`": "Three files use the column:",
    "Three files use the column:\n\n`a/x.py`, `a/y.py`, `a/z.py` and `a/v.py`.": "Three files use the column:",
    "So two old services read it: `api`, `worker` and `cron`.": "So two old services read it:",
    "## Steps\n\n1. Add it.\n2. Fill it.\n3. Read it.\n\nThe 4 steps above are dana's.": "The 4 steps above",
    "## Steps\n\n1. A.\n2. B.\n3. C.\n4. D.\n5. E.\n\nOnce the 4 steps above are done, go on.": "the 4 steps above",
    "## Steps\n\nAll 2 steps below are dana's.\n\n1. Add it.\n2. Fill it.\n3. Read it.": "All 2 steps below",
    "## Phase 1: a\n\nx\n\n## Phase 2: b\n\ny\n\n# After\n\nAll three phases above are done.": "All three phases above",
    "The migration has five phases.\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\ny": "migration has five phases",
}
LEAVES = (
    "Three files use the column: `a/x.py`, `a/y.py` and `a/z.py`.",
    "About three files use the column: `a/x.py` and `a/y.py`.",
    "Three of the five files use it: `a/x.py` and `a/y.py`.",
    "Three services use the tables: `users` and `orders`.",
    "The three services talk to two stores: `users` and `orders`.",
    "Three files use the column: `a/x.py`, `a/y.py` and what cron runs.",
    "Three files use the column: `a/x.py` (twice) and `a/y.py`.",
    "Three jobs run each night: `fill` and `sweep`.",
    "Three files use the column:\n\nThe first is `a/x.py`, the second `a/y.py`.",
    "## Steps\n\n1. Add it.\n2. Fill it.\n3. Read it.\n\nThe 3 steps above are dana's.",
    "## Steps\n\n1. Add it.\n2. Fill it.\n3. Read it.\n4. The 3 steps above are done again.",
    "## Steps\n\n1. Add it.\n2. Fill it.\n3. Read it.\n\nThe last 2 steps above are dana's.",
    "## Steps\n\n1. Add it.\n2. Fill it.\n\n## More steps\n\n1. Read it.\n\nThe 2 steps above are dana's.",
    "- a\n- b\n\n## Steps\n\n1. Add it.\n2. Fill it.\n3. Read it.\n\nThe 2 steps above are dana's.",
    "The 4 steps above are those of the runbook.",
    "# P\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\ny\n\n## Phase 3: c\n\nThe 2 phases above are done.",
    "---\nphases: {a: {}, b: {}, c: {}}\n---\n# P\n\n## a\n\nx\n\n## b\n\ny\n\n## c\n\nThe 2 phases above are done.",
    "## Steps\n\nThe 2 steps below are dana's.\n\n1. Add it.\n2. Fill it.",
    "## Steps\n\n1. Add it.\n   1. Here.\n   2. There.\n2. Fill it.\n\nThe 2 steps above are dana's.",
    "Of the 86 call sites 53 are in the importer and 33 in the exporter.",
    "Of the 86 call sites 52 are in the importer and 3 in the exporter.",
    "Of the 86 rows 85 are empty and about 3 are wrong.",
    "Of the 86 rows 85 are empty and 2 of them wrong.",
    "Of the 24 hours 22 are quiet and 3 hours are not.",
    "58,300 of 480,000 people (12 %) sign in by text.",
    "58,300 of 480,000 people, that is 12.1 % of them.",
    "60 of 100 tests pass (80 % are required).",
    "Of the people totp has 412,000, sms 58,300, none 9,700; together 480,000. So 12 % of them get a text.",
    "Of the people totp has 412,000, sms 58,300, none 9,700; together 480,000. So 88 % of them need no text.",
    "Of the people totp has 412,000, sms 58,300. So 40 % of the traffic goes.",
    "It has 2,960,000 rows and 2,911,000 distinct tokens: 49,000 surplus rows.",
    "The 48,600 customers less the 31,200 with one are 17,400.",
    "Rows 1 - 500 are 500 rows.",
    "1,900,000 + 2 \u00d7 2,100,000 = 6,100,000 rows.",
    "112 call sites: 60 in api, 52 in worker.",
    "About 112 call sites: 60 in api, 40 in worker.",
    "Two by dana (1, 2), two by omar (3, 4).",
    "Three of the steps: 2, 4 and 5.",
    "112 call sites: 60 in api, 40 in worker, the rest in cron.",
    "112 call sites, 60 of them in api.",
    "3,200 rows, of which 40 are null and 12 are empty.",
    "112 call sites, for example 60 in api and 40 in worker.",
    "The freeze lasts 11 days from 3 May to 14 May.",
    "The freeze lasts 12 days from 3 May to 14 May.",
    "14 days from 30 November to 13 December 2026.",
    "5 days from 30 December to 3 January.",
    "9 working days from 3 May to 14 May.",
    "About 10 days from 3 May to 14 May.",
    "It runs on Thursday 10 December 2026.",
    "It runs on Monday 28 December 2026 and on Monday 4 January.",
    "It runs on Friday 10 December.",
    "The window is 2 hours from 23:00 to 01:00.",
    "Retention is 72 hours, and the change takes from 10:00 to 11:00.",
    "Sat 01:00-05:00 UTC, at most 4 hours.",
    "The following three tables: users, orders and invoices.",
    "The three columns `a`, `b` and `c` are dropped.",
    "Two services, `api` and `worker`, read it.",
    "Three places read it:\n\n- one\n- two\n- three",
    "Two phases:\n\n1. expand:\n   - a\n   - b\n2. contract",
    "It takes two minutes: one for the copy and one for the swap.",
    "There are three reasons: speed, cost, and more.",
    "60 + 52 = 112",
    "12 nodes (8 cores, 6 GB) run it.",
    "Two runtimes: Node 20 and Java 21.",
    "Three steps: step 1, step 2 and step 3.",
    "2 regions with 12 hosts and 8 hosts, 20 in all.",
    "3 zones with 6 nodes each, 18 nodes in all.",
    "14 rows: 5 on 3 May and 9 on 4 May.",
    "31 groups with 66 rows: 29 pairs and 2 groups of four.",
    "31 groups: 29 pairs and 2 groups of four.",
    "1.9 million rows, 1,203,400 of them past and 684,100 to come.",
    "This is 82,800 s, or 23 hours.",
    "It takes 90 minutes (1.5 hours).",
    "Wait 30 s, or 5 minutes on weekends.",
    "30 minutes (at most 2 hours) are left.",
    "481,800 × 0.5 ms = 240.9 s.",
    "It falls back to 336, which is 14 × 24.",
    "945,000 rows in batches of 2,000 are 473 batches.",
    "Two nodes at a time, so 12 rounds for the 24 nodes.",
    "30 days after 4 January 2027: 3 February 2027.",
    "It stays for two weeks, 7 December to 18 December 2026.",
    "1. On 7 December 2026 it is on.\n2. Two weeks on, on 21 December 2026, it goes.",
    "Cookies live for 30 days. Step 3 lands on 4 January 2027, step 4 not before 10 February 2027.",
    "Two people check the following:\n\n- `a` is empty\n- `b` is full\n- `c` is gone",
    "There are 3 replicas in each of these:\n\n- `a`\n- `b`",
    "24 nodes are drained like this:\n\n- `cordon`\n- `drain`",
    "| t | pods |\n|---|---|\n| a | 118 |\n| b | 42 |\n| | 160 |",
    "| t | pods |\n|---|---|\n| a | 118 |\n| | 42 |\n| | 7 |",
    "2 x 60 + 40 = 160",
    "| file | sites |\n|---|---|\n| a | 60 |\n| b | 52 |\n| total | 112 |",
    "| step | p95 ms |\n|---|---|\n| a | 60 |\n| b | 52 |\n| all | 80 |",
    "| file | sites |\n|---|---|\n| a | ~60 |\n| b | 40 |\n| total | 112 |",
    "| share | rows |\n|---|---|\n| 1 % | 10 |\n| 99 % | 990 |\n| sum | 1,000 |",
    "| file | sites | note |\n|---|---|---|\n| a | 60 | x |\n| b | - | y |\n| total | 60 | |",
    "The rollout goes in three steps: 1 %, 10 % and 100 %.\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\ny",
    "The first two phases are additive.\n\n## Phase 1: a\n\nx\n\n## Phase 2: b\n\ny\n\n## Phase 3: c\n\nz",
    "Version 1.2.3 + 4 = nothing.",
    "Ports 8080 and 8081: 2 in use.",
    "PostgreSQL 16 and 17: 16 in production, 17 in staging.",
    "> 112 call sites: 60 in api, 40 in worker.",
    "`60 + 40 = 112` is what the script prints.",
    "2 a month, 24 a year.",
    "In batches of 1,000 rows: 60 in the first minute.",
    "We keep 30 days of logs (7 hot, 23 cold).",
)


@pytest.mark.parametrize("said", FINDS)
def test_finds(said: str) -> None:
    found = asked(f"# Plan\n\n{said}\n")
    assert len(found) == 1 and FINDS[said] in found[0]


@pytest.mark.parametrize("said", LEAVES)
def test_leaves_alone(said: str) -> None:
    assert asked(f"# Plan\n\n{said}\n") == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("all 114 call sites are changed", 1),
        ("the tree has 114 call sites", 1),
        ("all 112 call sites are changed", 0),
        ("20 call sites in api", 0),
        ("the first 20 call sites", 0),
        ("all 60 call sites in api", 0),
        ("about 114 call sites", 0),
        ("batches of 20 call sites", 0),
        ("112 call sites", 0),
    ],
)
def test_a_declared_count(said: str, found: int) -> None:
    assert len(asked(f"---\ncounts: {{call sites: 112}}\n---\n# Plan\n\nHere {said}.\n")) == found


@pytest.mark.parametrize(
    ("title", "said", "found"),
    [
        ("Move 111 callers of WeightKg", "x", 1),
        ("Move 112 callers of WeightKg", "x", 0),
        ("Move 2 callers of WeightKg", "x", 0),
        ("Move the first 111 callers of WeightKg", "x", 0),
        ("Move", "The 111 callers of `Shipment.WeightKg` go", 1),
        ("Move", "The 112 callers of `Shipment.WeightKg` go", 0),
        ("Move", "Another 11 callers of `Shipment.WeightKg` go", 0),
    ],
)
def test_a_declared_count_in_the_title_or_of_a_name(title: str, said: str, found: int) -> None:
    assert len(asked(f"---\ncounts: {{callers of WeightKg: 112}}\n---\n# {title}\n\n{said}.\n")) == found


def test_figures_as_people_write_them() -> None:
    assert [number_of(one) for one in ("1,204,500", "twelve", "7", "1'000", "many")] == [1204500, 12, 7, 1000, None]
    told = [date_of(one) for one in ("3 May 2026", "May 3, 2026", "2026-05-03", "3rd of May 2026")]
    assert {str(one) for one in told} == {"2026-05-03"}
    assert [date_of(one, 2026) for one in ("31 June", "soon")] == [None, None]


SIZE = "# Plan\n\n| item | number |\n|---|---|\n| rows in `orders` | 2,412,000 |\n| rows per batch | 50,000 |\n"


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (f"{SIZE}| batches | 49 (48 full ones and one of 12,000) |\n", 0),
        (f"{SIZE}| batches | 45 (44 full ones and one of 12,000) |\n", 1),
        (f"{SIZE}| batches | 49 (48 full ones and one of 10,000) |\n", 1),
        (f"{SIZE}| batches | about 45 |\n", 0),
        ("| | a | b |\n|-|-|-|\n| shards | 12 | 24 |\n| hosts | 3 | 6 |\n| shards per host | 4 | 6 |", 1),
        ("| | a | b |\n|-|-|-|\n| shards | 12 | 24 |\n| hosts | 3 | 6 |\n| shards per host | 4 | 4 |", 0),
        ("| pods | workers | workers per pod |\n|---|---|---|\n| 4 | 12 | 3 |\n| 5 | 20 | 5 |", 1),
        ("| tenants | rows | max rows per tenant |\n|---|---|---|\n| 4 | 12 | 9 |", 0),
        ("| item | n |\n|---|---|\n| requests | 400 |\n| requests per second | 90 |\n| seconds | 5 |", 0),
    ],
)
def test_a_share_and_the_whole(table: str, found: int) -> None:
    assert len(asked(f"{table}\n")) == found


SYNONYMS = ["synonyms/en.txt", "synonyms/de.txt", "synonyms/nl.txt", "synonyms/README.md", "synonyms/old/fr.txt"]


@pytest.mark.parametrize(
    ("said", "paths", "many"),
    [
        ("There are two locales, `synonyms/en.txt` and `synonyms/de.txt`.", SYNONYMS, 1),
        ("There are only two locales: `synonyms/en.txt`, `synonyms/de.txt`.", SYNONYMS, 1),
        ("There are two locales, `synonyms/en.txt` and `synonyms/de.txt`.", [*SYNONYMS[:2], *SYNONYMS[3:]], 0),
        ("Read two locales, `synonyms/en.txt` and `synonyms/de.txt`.", SYNONYMS, 0),
        ("There are two files, `synonyms/en.txt` and `synonyms/README.md`.", SYNONYMS, 0),
        ("There are two locales, `en.txt` and `de.txt`.", ["en.txt", "de.txt", "nl.txt"], 0),
    ],
)
def test_files_of_a_folder_that_are_said_to_be_all(said: str, paths: list[str], many: int) -> None:
    told = list(counts.check(paper(said, path=paths)))
    assert len(told) == many
    assert all("synonyms/nl.txt" in one.what for one in told)
