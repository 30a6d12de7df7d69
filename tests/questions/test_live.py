"""Waiting for a live state: found where nothing tells it, left alone where a query and a value do."""

from __future__ import annotations

import pytest

from guard.model.doubt import Doubt
from guard.questions import live
from tests.questions.papers import paper


def asked(text: str) -> list[Doubt]:
    return list(live.check(paper(text)))


PHASE = "# Move the reads\n\n## Phase 2: switch\n\n"

FINDS = {
    "Proceed as soon as most clients have upgraded.": "as soon as most clients have upgraded",
    "Continue when the majority of tenants is on v2.": "when the majority of tenants is on",
    "Once the metrics look healthy, go to 100 %.": "Once the metrics look healthy",
    "When enough users have updated, the flag goes on.": "When enough users have updated",
    "Wait until enough of the fleet is on the new image.": "until enough of the fleet is on",
    "| # | step | done when |\n|---|---|---|\n| 1 | flag on | prices look right |": "prices look right",
    "Once replication has caught up, switch.\n\n`SELECT count(*) FROM orders` is 0, dana records it.": "has caught up",
    "Let the replicas catch up. At the end `SELECT count(*) FROM orders` is 0.": "Let the replicas catch up",
    "Wait until the lock has settled down, then go on with the gate.\n\n`SELECT 1` is 1.": "until the lock has settled",
    "Once replication has caught up, switch the reads.": "Once replication has caught up",
    "Wait for the consumers to be drained, then deploy.": "Wait for the consumers to be drained",
    "Once nothing assumes the old role any more, it goes.": "Once nothing assumes",
    "We wait for the pods to look healthy.": "to look healthy",
    "After propagation, apply production.": "After propagation",
    "After everything is running smoothly, drop the flag.": "After everything is running smoothly",
    "Start the second half when the first is basically through.": "is basically through",
    "As soon as the queue has drained we stop the old worker.": "As soon as the queue has drained",
    "Once the error rate is low enough, go to 100 %.": "Once the error rate is low",
    "Promote the replica once it is in sync.": "once it is in sync",
    "Once nobody uses the old endpoint any more, delete it.": "Once nobody uses",
    "Continue once things have settled down.": "once things have settled down",
    "Turn it off after the dashboards look normal.": "after the dashboards look normal",
    "After the cache has warmed up, remove the fallback.": "warmed up",
    "Keep both until traffic has dropped, then remove one.": "until traffic has dropped",
    "Once no more requests arrive, remove the route.": "no more requests arrive",
    "Once reports has been moved over, the column is dropped.": "has been moved over",
    "Once replication lag is low, cut over.": "Once replication lag is low",
}
LEAVES = (
    "Once the metrics look healthy, that is below 1 % of errors, go to 100 %.",
    "Gate: `SELECT count(*) FROM outbox` returns 0.\n\nOnce the queue is drained, stop the worker.",
    "Wait until the queue has drained by the check below.\n\n`SELECT count(*) FROM orders` is 0, dana records it.",
    "Once the outbox is drained, switch.\n\n`SELECT count(*) FROM outbox` is 0, dana records it.",
    "Once it has caught up:\n\n```sql\nSELECT lag FROM pg_stat_replication;\n```\n\nExpected: 0.",
    "| # | step | done when |\n|---|---|---|\n| 1 | flag on | `make smoke` exits with 0 |",
    "| # | step | note |\n|---|---|---|\n| 1 | flag on | prices look right |",
    "Enough space is left.",
    "Once replication has caught up (`SELECT max(lag) FROM pg_stat_replication` is below 5 seconds), switch.",
    "Wait until the queue is drained: `kafka-consumer-groups --describe --group ledger` prints lag 0.",
    "Wait 24 hours after the deployment.",
    "The worker retries until the queue has drained.",
    "The load balancer sends requests when the pod is healthy.",
    "After phase 1 is deployed, run the job.",
    "Once `make test` passes, merge.",
    "Wait for dana's approval.",
    "Once the pull request is merged, tag the release.",
    "After the deployment, compare both totals.",
    "Do not drop the column until phase 3 is complete.",
    "The old code never looks at the new column until the flag is on.",
    "The queue is drained by the worker every night.",
    "After the restart, check the log.",
    "Replication is asynchronous, with a lag of 2 seconds at the 99th percentile.",
    "When the flag is off, the old path is taken.",
    "Wait for `kubectl rollout status deploy/api` to exit 0.",
    "The stable release is 4.2; after it, 5.0.",
    "> Once replication has caught up, switch the reads.",
    "The message `once drained` is printed by the script.",
)


@pytest.mark.parametrize("said", FINDS)
def test_finds(said: str) -> None:
    (doubt,) = asked(PHASE + said)
    assert doubt.rule == "G733"
    assert FINDS[said] in doubt.quote


@pytest.mark.parametrize("said", LEAVES)
def test_leaves_alone(said: str) -> None:
    assert asked(PHASE + said) == []


def test_the_gate_of_the_phase_tells_it() -> None:
    front = '---\nphases:\n  switch: {gate: "SELECT count(*) FROM t = 0, recorded by dana"}\n---\n'
    text = "# Plan\n\n## switch\n\nOnce replication has caught up, switch the reads.\n"
    assert asked(front + text) == []
    behind = text.replace("Once", "It goes on.\n\nOnce")
    assert len(asked(front + behind)) == 1, "the gate that stands before the phase is of something else"
    assert asked(front.replace("FROM t ", "FROM pg_stat_replication ") + behind) == []
    assert len(asked(text.replace("## switch", "## Phase 1: switch"))) == 1


def test_the_same_step_tells_it_in_a_table_or_a_fence() -> None:
    table = "| | |\n|---|---|\n| query | `kafka-consumer-groups --describe` |\n| expected | lag 0 |\n"
    assert asked(f"# P\n\n## Phase 1: wait until the topic is drained\n\n{table}") == []
    fence = "```sql\nSELECT count(*) FROM outbox;\n```\n\nExpected: 0 rows.\n"
    assert asked(f"{PHASE}Once the outbox has drained, go on.\n\n{fence}") == []


def test_another_step_does_not_tell_it() -> None:
    other = "\n## Phase 3: drop\n\n`SELECT count(*) FROM t` is 0, recorded in the log.\n"
    assert len(asked(f"{PHASE}Once replication has caught up, switch.\n{other}")) == 1


def test_a_background_is_no_step() -> None:
    assert asked("# Plan\n\n## Background\n\nAfter replication had caught up last year, the totals agreed.\n") == []


# the same said otherwise: what waits, and what only looks like it
WAITS = (
    "The second wave starts when the first is stable.",
    "When everything is copied we drop the old table.",
    "As soon as all rows are filled in, add the constraint.",
    "Once the import is done, turn the flag on.",
    "When every tenant has been migrated, remove the old path.",
    "Give the replicas time to catch up, then promote.",
    "Let the queue drain before the switch.",
    "Let things settle down, then continue.",
    "If everything looks good, go to 100 %.",
    "Once we are confident, remove the fallback.",
    "When it runs fine in staging, deploy to production.",
    "After the error rate has levelled off, continue with group 2.",
    "As soon as nobody complains any more, delete the route.",
    "Once the old pods are gone, drop the column.",
    "Wait until all pods are ready.",
    "Once there is no more traffic on the old host, close it.",
    "When the alerts have stopped, merge the second part.",
    "The moment replication is in sync, promote.",
    "Wait for replication.",
    "Once propagation has happened, remove the record.",
    "After the fleet has stabilised, we raise the weight.",
    "When the dashboards are green, the next region follows.",
    "Phase 3 begins when phase 2 has proven itself.",
    "Once the new topic is steady, stop the old writer.",
    "When nothing reads the old key, revoke it.",
    "We go on when things have calmed down.",
    "Proceed once the backlog is worked off.",
    "Then, when the cluster is healthy again, we move the second node.",
    "Production follows once staging has run without problems.",
    "Start step 4 as soon as the reindex has finished.",
    "Once all consumers have moved, the old topic goes.",
    "The next region comes when the first has been quiet.",
)
WAITS_FOR_NOTHING = (
    "Until the links change nothing reads the column, and dropping it is enough.",
    "The job is started from the schedule alone, so after this step it is quiet.",
    "After the switch, nothing reads the old column.",
    "Once the flag is on, nobody uses the old path.",
    "After phase 2 nothing reads `legacy`.",
    "Once the release is deployed, the queue is empty and we can restart it any time.",
    "The pod gets traffic when it is healthy.",
    "At night, when traffic is low, the job runs.",
    "The alert fires when the service is not stable.",
    "Wait for the rollout: `kubectl rollout status deploy/api` exits 0.",
    "If the query prints 0, go on.",
    "See step 5, and in step 4 the count.",
    "After the migration has run, deploy.",
    "When the flag is on, the new code answers.",
    "When all tests pass, merge.",
    "The old image stays until 1 June 2027.",
    "`window_text` is still filled until step 4.",
    "After the deploy, the old pods are gone.",
    "Let it soak for 24 hours.",
    "The replica is promoted by hand when the primary is lost.",
    "The queue keeps its messages for 14 days, so nothing is lost after the restart.",
    "If a worker dies, the message is sent again.",
    "When everything is reviewed, tag it.",
    "From Monday on nobody uses the old form.",
    "Invoices are sent once all lines are booked by `close`.",
    "The button turns grey when all seats are taken.",
    "Before it was merged, everybody was happy with the design.",
    "The column stays until all phases are done.",
    "Nothing changes for the shop until the flag is on.",
    "After a timeout it is retried, and nothing is written.",
    "The cache is warm after the first request.",
)


@pytest.mark.parametrize("said", WAITS)
def test_finds_it_in_other_words(said: str) -> None:
    assert [doubt.rule for doubt in asked(PHASE + said)] == ["G733"]


@pytest.mark.parametrize("said", WAITS_FOR_NOTHING)
def test_leaves_alone_what_waits_for_nothing(said: str) -> None:
    assert asked(PHASE + said) == []


# a part of a phase that tells of dangers, or of what was; and headings that only sound so
ASIDE = ("Migration risks", "Rollback risks", "3. Deployment history", "Risk: lag", "What happened last time",
         "Past attempts", "Previous rollout")  # fmt: skip
NO_ASIDE = ("Keep the history", "Rollback", "Move the last rows", "Reduce the risk of stale reads", "Last wave")


@pytest.mark.parametrize("under", ASIDE)
def test_dangers_and_what_was_are_no_claim_about_this_plan(under: str) -> None:
    told = "We switched the readers once the queue had drained. As soon as replication has caught up, load falls."
    assert len(asked(PHASE + told)) == 2
    for mark in ("##", "###"):
        assert asked(f"{PHASE}It is added.\n\n{mark} {under}\n\n{told}\n") == []


@pytest.mark.parametrize("under", NO_ASIDE)
def test_what_only_sounds_so_is_asked(under: str) -> None:
    assert len(asked(f"{PHASE}It is added.\n\n### {under}\n\nOnce the queue has drained, switch the reads.\n")) == 1


# no heading says that these are steps: their words do
ORDERED = (
    "1. Deploy it.\n2. Once replication has caught up, switch the reads.",
    "## Risks\n\n1. Drop the old column.\n2. Once replication has caught up, deploy.",
    "## History\n\n1. Wait until the queue has drained.\n2. Deploy it.",
    "## Migration risks\n\n1. Wait until the queue has drained.\n2. Deploy it.",
    "## Past attempts\n\n1. Wait until the queue has drained.\n2. Deploy it.",
    "## Alternatives considered\n\n1. Deploy it as soon as the queue has drained.",
)
TELLING = (
    "## Risks\n\n1. Deploys are slow once replication has caught up.",
    "## History\n\nOnce replication had caught up, we deployed.",
    "## Plan\n\n1. Deploy it.\n\n## Alternatives considered\n\n1. Deploy it as soon as the queue has drained.",
)


@pytest.mark.parametrize("said", ORDERED)
def test_finds_it_in_steps_that_only_their_words_tell(said: str) -> None:
    assert [doubt.rule for doubt in asked(f"# Move the reads\n\n{said}\n")] == ["G733"]


@pytest.mark.parametrize("said", TELLING)
def test_leaves_alone_what_tells_of_something(said: str) -> None:
    assert asked(f"# Move the reads\n\n{said}\n") == []
