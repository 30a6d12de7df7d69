"""Who answers for it: nobody, a stranger, an empty cell; people and teams that are known are left alone."""

from __future__ import annotations

import pytest

from guard.model.doubt import Doubt, Unasked
from guard.questions import owning
from tests.questions.papers import paper

PEOPLE = ("dana", "omar", "identity", "platform", "@shop/billing")


def asked(text: str) -> list[Doubt]:
    return [one for one in owning.check(paper(text, owner=PEOPLE)) if isinstance(one, Doubt)]


FINDS = {
    "The warehouse team gives each of the 1,130 a code.": "The warehouse team",
    "**The iOS people** mention it in the notes.": "The iOS people",
    "| # | step | owner |\n|---|---|---|\n| 1 | switch | omar |\n| 2 | ~~drop it~~ turn it | |": "turn it",
    "- Deciders: dana, priit, omar": "priit",
    "Approvers: dana and ravi.": "ravi",
    "Whichever team has capacity that sprint runs it.": "Whichever team has capacity",
    "The table is dropped by whichever engineer is around.": "whichever engineer is around",
    "One of the backend people can take that.": "One of the backend people can take that",
    "The rate is watched for a week and somebody raises an alarm if it drops.": "somebody raises",
    "Owner: TBD": "Owner: TBD",
    "Owner: whoever has time.": "whoever has time",
    "Owner: the billing folks.": "billing folks",
    "Owner: someone with access to the vault.": "someone with access",
    "Owner: packing": "packing",
    "Owner: @shop/nobody": "@shop/nobody",
    "Whoever is on call runs the backfill.": "Whoever is on call",
    "The switch is approved by whoever is around.": "approved by whoever is around",
    "Someone should watch the dashboards.": "Someone should watch",
    "Somebody from ops will run the script.": "Somebody from ops will run",
    "The payments team approves the drop.": "The payments team",
    "The result is checked by the team, and written down.": "checked by the team",
    "@sam runs it.": "@sam",
    "Approved by: the data folks": "the data folks",
    "| step | owner |\n|---|---|\n| switch | |\n| drop | dana |": "switch",
    "| step | owner |\n|---|---|\n| switch | TBD |\n| drop | dana |": "TBD",
    "| step | owner |\n|---|---|\n| switch | zoe |\n| drop | dana |": "zoe",
    "Step 4 needs a second signature by the compliance team.": "the compliance team",
    "The go-ahead of the privacy team stands in the journal.": "the privacy team",
    "Customer care merges the doubles.": "Customer care merges",
    "Finance approves the sums.": "Finance approves",
    "The SRE team restarts it.": "The SRE team",
    "The support desk informs the customers.": "The support desk",
    "Whoever merges this runs the backfill.": "Whoever merges",
    "Whoever can deploys it on Friday.": "Whoever can deploys",
    "Somebody approves the last step.": "Somebody approves the",
    "One of the engineers runs the script.": "One of the engineers runs the",
    "The owner of the last step is to be found.": "owner of the last step is to be found",
    "The approver is not yet known.": "approver is not yet known",
    "Phase 3 has no owner yet.": "has no owner yet",
    "Nobody owns it.": "Nobody owns it",
    "One of the engineers will run the script.": "One of the engineers will run",
    "The sums are approved by finance.": "approved by finance",
    "It needs a sign-off from legal.": "legal",
    "ops-oncall restarts the worker.": "ops-oncall",
    "The rows are checked by db-team.": "db-team",
    "dana (identity) runs it, omar (data) compares the files.": "omar (data)",
    "### Drain (identity)\n\nIt goes.\n\n### Remove (compute)\n\nIt goes.": "Remove (compute)",
    "- [ ] fill (identity)\n- [ ] read (reading-crew)": "read (reading-crew)",
}
LEAVES = (
    "The platform team gives each of them a code.",
    "The warehouse team depends on the old column.",
    "The iOS people were told.",
    "Nobody sees it; the warehouse team gives no codes any more.",
    "| # | step | owner |\n|---|---|---|\n| 1 | switch | omar |\n| ~~2~~ | ~~drop it~~ | |",
    "Deciders: dana, omar.",
    "Consulted: ravi, priit.",
    "People: dana (identity), omar (platform).",
    "If a lock is taken and somebody runs the job, it waits.",
    "Whichever replica is free answers.",
    "Owner: dana",
    "Owner: dana and omar",
    "Owner: Dana (identity)",
    "Owner: the platform team",
    "Owner: @shop/billing",
    "Owner: @dana.",
    "Owner: billing. Rollback: inverse commit.",
    "Somebody of the identity team looks at the statement before.",
    "Someone from platform will run it.",
    "The key is made by whoever writes the row.",
    "Whoever takes it for billing's own loses what the other team writes.",
    "The platform team approves the drop.",
    "dana runs it, omar approves.",
    "Two people of both owning teams approve.",
    "If someone calls the old endpoint, they get a 410.",
    "Send a mail to ops@example.org when it is done.",
    "Install `@types/node` first.",
    "The decorator @pytest.fixture(scope) is used.",
    "Nobody can write while the lock is held.",
    "The team agreed on this order.",
    "> Owner: TBD",
    "| step | owner |\n|---|---|\n| switch | omar |\n| drop | dana, omar |\n| sum | |",
    "| step | owner |\n|---|---|\n| switch | omar |\n| drop | dana |\n| both | |",
    "| name | owner |\n|---|---|\n| users | identity |",
    "Anyone can read the page.",
    "The owner of the row is in `rows.owner`.",
    "The compliance team was told.",
    "Whoever can read the repository can take it out.",
    "Whoever has a key can sign.",
    "If somebody deletes the row in between, the job stops.",
    "A lock is taken when somebody runs the script.",
    "Rows without an owner stay; 12 have no owner.",
    "The owner: rotates it.",
    "One of the engineers was told.",
    "dana (identity) runs it, omar (platform) compares the files.",
    "dana (identity) runs it, omar (on-call) compares the files.",
    "dana (lead) runs it, omar (data) compares the files.",
    "### Drain (identity)\n\nIt goes.\n\n### Remove (optional)\n\nIt goes.",
    "### Drain (one day)\n\nIt goes.\n\n### Remove (compute)\n\nIt goes.",
    "- [ ] fill (identity)\n- [ ] read (staging)",
    "Security checks pass.",
    "Support for the old format ends.",
    "Operations on the table are logged, and finance sees the same sums.",
    "The platform-team approves the drop.",
    "Legal holds are kept.",
    "Support runs out in May.",
    "The header `x-data-team` is sent.",
    "| tenant | file | pods | owner |\n|---|---|---|---|\n| a | a.yaml | 3 | dana |\n| **both** | | **3** | |",
    "| tenant | file | pods | owner |\n|---|---|---|---|\n| a | a.yaml | 3 | dana |\n| each of them | | 3 | |",
)
PHASE = "# Plan\n\n## Phase 2: switch\n\n"


@pytest.mark.parametrize("said", FINDS)
def test_finds(said: str) -> None:
    (doubt, *more) = asked(PHASE + said)
    assert doubt.rule == "G734" and not more
    assert FINDS[said] in doubt.quote


@pytest.mark.parametrize("said", LEAVES)
def test_leaves_alone(said: str) -> None:
    assert asked(PHASE + said) == []


def test_a_step_that_names_nobody_where_the_others_do() -> None:
    text = "# Plan\n\n## Phase 1: a\n\nOwner: dana\n\n## Phase 2: b\n\nIt goes.\n\n## Phase 3: c\n\nOwner: omar\n"
    (doubt,) = asked(text)
    assert (doubt.quote, doubt.line) == ("Phase 2: b", 7)
    assert asked(f"---\nowner: dana\n---\n{text}") == []
    assert asked(text.replace("It goes.", "Owner: dana")) == []


def test_a_text_that_names_nobody_for_any_step() -> None:
    text = "# Plan\n\n## Phase 1: a\n\nIt goes.\n\n## Phase 2: b\n\nIt goes.\n"
    (doubt,) = asked(text)
    assert (doubt.quote, doubt.line) == ("Phase 1: a", 3)
    assert asked(text.replace("It goes.", "dana does it.", 1)) == []
    assert asked(text.replace("# Plan\n", "# Plan\n\nOwner: omar\n", 1)) == []
    assert asked("# Plan\n\n## Phase 1: a\n\nIt goes.\n") == []


def test_a_text_that_names_nobody_for_what_cannot_be_taken_back() -> None:
    listed = "# Drop it\n\n1. Drop the old column.\n2. Deploy it.\n"
    assert [one.quote for one in asked(listed)] == ["Drop the old column."]
    assert [one.quote for one in asked(listed.replace("# Drop it", "## Risks"))] == ["Drop the old column."]
    assert [one.quote for one in asked("# Drop it\n\n- Deploy it.\n- Drop the old column.\n")] == [
        "Drop the old column"
    ]
    assert [one.line for one in asked("# Drop it\n\nWe backfill and then drop the old column.\n")] == [3]
    assert asked("# Drop it\n\nOn Friday dana and I then drop the old column.\n") == []
    assert asked(listed.replace("Deploy it", "Omar deploys it")) == []
    assert asked("# Drop it\n\n- Deploy it.\n- Count the rows.\n") == []


def test_declared_owners_are_people_too() -> None:
    text = "---\nowner: dana\nphases:\n  a: {owner: ops-oncall}\n---\n# Plan\n\n## a\n\nIt goes.\n"
    (doubt,) = asked(text)
    assert (doubt.quote, doubt.line) == ("ops-oncall", 4)


def test_without_a_register_only_the_names_are_left_out() -> None:
    told = list(owning.check(paper(f"{PHASE}Owner: zoe\n\nOwner: TBD\n")))
    assert [one.quote for one in told if isinstance(one, Doubt)] == ["Owner: TBD"]
    (left,) = [one for one in told if isinstance(one, Unasked)]
    assert (left.rule, left.what) == ("G734", "whether the owners it names are known")
