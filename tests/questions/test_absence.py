"""Claims about all of the code: contradicted by the tree, borne out by it, or checked by nothing."""

from __future__ import annotations

import pytest

from guard.model.doubt import Doubt, Unasked
from guard.prose import prose
from guard.questions import absence
from guard.questions.absence import subjects
from tests.questions.papers import paper

PHASE = "# Plan\n\n## Phase 2: switch\n\n"
PATHS = ("docs/inventory.md", "internal/users/store.go")


def asked(text: str, **mentions: tuple[str, ...]) -> list[Doubt]:
    told = absence.check(paper(PHASE + text, mentions=mentions, path=PATHS, owner=["dana"]))
    return [one for one in told if isinstance(one, Doubt)]


UNCHECKED = (
    "Each of the remaining callers is switched in the same landing.",
    "The rest of the callers are updated as well.",
    "All other usages get the new name.",
    "`LegacyName` has a limit. It is read in one place.",
    "All other call sites of the rating are updated too.",
    "All remaining callers are adapted in the same commit.",
    "The models that read `fct_orders` are `a` and `b`, and no other.",
    "There are no other callers of `LegacyName`.",
    "`LegacyName` has no callers outside its file.",
    "Nothing else reads `users.display_name`.",
    "Nothing reads `users.display_name` any more.",
    "`display_name` is copied. Nobody else writes it, so the trigger can go.",
    "`send_sms` is called in `app/tasks/reminders.py` and nowhere else.",
    "`hash_key` is used in one place, so its signature can change.",
    "`display_name` is only written in `store.go`.",
    "`display_name` is written only by the api.",
    "The only writer of `display_name` is `Store.Save`.",
    "`LegacyName` is unused.",
    "Delete `LegacyName`; it is dead code.",
    "All readers of `display_name` are in `internal/users`.",
    "All call sites of the legacy query are in `slots.py`.",
    "Only `worker` reads `invoices`.",
    "No other service uses this column.",
    "No code references `OLD_FLAG`.",
    "These are the only writers.",
    "No other code polls.",
    "`legacy_id` is no longer used.",
    "`LegacyName` is not called anywhere else.",
    "Each uses the pool; nobody else opens connections.",
    "`settings.yaml`, which is the only place that knows `VAULT_ADDR`.",
    "The one place that holds `VAULT_ADDR` is the store.",
    "`send_mail` is attached in `deploy.tf`, so one place to change.",
    "`send_mail` is rendered there: there is only one file to touch.",
    "`SyncJob` is started from the schedule and from nowhere else.",
    "`SyncJob` is triggered by cron and by nothing else.",
    "`SyncJob` is only enqueued from `renew_all`.",
    "`SyncJob` is enqueued exactly once, in `renew_all`.",
    "These are all the consumers of `paid.v1`; there are no others.",
    "That is the complete list of the readers of `paid.v1`.",
    "Consumers of `paid.v1` are `a` and `b`; there are no others.",
    "`Quote.Old` stays; apart from `cmd/x` no package outside `internal/y` calls it any more.",
    "Nothing but `worker` reads `users.old_name`.",
    "No one except `worker` calls `LegacyName`.",
    "`LegacyName` gets a sibling. The single caller is `worker`, and `LegacyName` has one caller.",
    "`LegacyName` moves; its only caller is `worker`.",
    "`LegacyName`'s sole consumer is `worker`.",
    "`billing` alone writes `invoices.paid_at`.",
    "`OLD_FLAG` appears in exactly one file.",
    "No callers of `LegacyName` remain.",
    "Every file that imports `LegacyName` is listed above.",
    "The full list of callers of `LegacyName` stands in the table.",
    "No module outside `internal/users` knows `LegacyName`.",
    "`LegacyName` is only ever called from `worker`.",
    "`worker` is the only module importing `LegacyName`.",
    "The sole user of `LegacyName` is `worker`.",
    "There is just one caller of `LegacyName`, in `worker`.",
    "Apart from `worker` there are no callers of `LegacyName`.",
    "Every call to `LegacyName` goes through `worker`.",
    "`LegacyName` is dead.",
    "`LegacyName` no longer has any callers.",
    "`LegacyName` can go, since nothing calls `LegacyName`.",
    "The two callers of `LegacyName` are both in `worker`.",
    "`LegacyName` has been unused since March.",
    "`LegacyName` only has one consumer.",
    "We only use `LegacyName` in `worker`.",
    "Only one file uses `LegacyName`.",
    "`LegacyName` is only reachable from `worker`.",
)
LEAVES = (
    "All other readers are listed in `docs/inventory.md`.",
    "All other tests are updated.",
    "Check that there are no other callers of `LegacyName`.",
    "Once nothing reads `display_name` any more, drop it.",
    "Before the last reader is gone, nothing else may read `display_name`.",
    "The build fails if anything else calls `LegacyName`.",
    "After this phase nothing reads `display_name`.",
    "From then on nothing reads `display_name`.",
    "Then `display_name` is no longer read.",
    "Old code does not see the new columns.",
    "Columns that nobody reads may be dropped.",
    "No other changes are made.",
    "Nothing else changes.",
    "Nobody is paged at night.",
    "No service uses more than 200 connections.",
    "No users are affected.",
    "There are no open questions.",
    "Move all readers of `display_name` to `full_name()`.",
    "All callers are moved in this phase.",
    "All tests are in `tests/`.",
    "The only way back is the dump.",
    "The only change is the index.",
    "Only dana approves the drop.",
    "Only the first row is read.",
    "Does anything else read `display_name`?",
    "> Nothing else reads `display_name`.",
    "The message is 'nothing else reads `display_name`'.",
    "`git grep -n LegacyName` prints one line, so nothing else calls `LegacyName`.",
    "Nothing else calls `LegacyName`: `rg LegacyName` finds only the definition.",
    "Nothing else calls `LegacyName` (dana, 3 May 2026).",
    "Nothing else calls `LegacyName`, see `docs/inventory.md`.",
    "Nothing else calls `LegacyName`; the job `lint` fails on a new call.",
    "Nothing else reads `display_name`:\n\n```sh\ngit grep -n display_name  # expected: 1 line\n```\n",
    "It must not be used anywhere else.",
    "We verify that `LegacyName` is unused.",
    "Make sure nobody else writes `display_name`.",
    "If nothing else reads `display_name`, drop it.",
    "The flag decides whether anything reads `display_name`.",
    "Stop when no other caller of `LegacyName` is left.",
    "The trigger keeps both columns equal.",
    "All 112 call sites go to `full_name()` in this phase.",
    "The column is read by `api` and `worker`.",
    "These are all users of the free plan.",
    "There are no others in the queue.",
    "`slots` has one consumer group.",
    "Each partition of `paid.v1` has one consumer.",
    "There is one place to change: the calendar of the team.",
    "It is only run on Sundays, by dana.",
    "The job is started by hand.",
    "`SyncJob` is started from the schedule.",
    "`LegacyName` is called once a day.",
    "All other callers will be moved in the plan of June.",
    "Move all other callers of `LegacyName`.",
    "It is read in one sitting.",
    "Check that no callers of `LegacyName` remain.",
    "Search for every file that imports `LegacyName`.",
    "The only file left is `a.txt`.",
    "The single writer is paused for the switch.",
    "Nothing but the index changes.",
    "The last step of the phase uses `copy_rows`.",
    "The full list of callers is made in step 1.",
    "The one thing that is left is the mail.",
    "`names-v2` has one value for each tenant.",
    "`display_name` appears in the mail.",
    "`LegacyName` must not be dead when phase 3 begins.",
    "There is one reader of the mail.",
    "We use `LegacyName` in `worker`.",
    "Check that every call to `LegacyName` goes through `worker`.",
    "One job reads the file.",
)


@pytest.mark.parametrize("said", UNCHECKED)
def test_asks_what_nothing_checks(said: str) -> None:
    (doubt,) = asked(said)
    assert doubt.rule == "G725"
    assert doubt.quote and doubt.quote in said.replace("`", "")


@pytest.mark.parametrize("said", LEAVES)
def test_leaves_alone(said: str) -> None:
    assert asked(said) == []


@pytest.mark.parametrize(
    ("said", "places", "left"),
    [
        ("There are no other callers of `LegacyName`.", ("api/a.go:3",), "api/a.go:3"),
        ("`LegacyName` is unused.", ("api/a.go:3", "api/b.go:4"), "api/a.go:3, api/b.go:4"),
        ("`LegacyName` is only called in `api/a.go`.", ("api/a.go:3", "cron/b.go:4"), "cron/b.go:4"),
        ("Nothing else calls `names.LegacyName`.", ("api/a.go:3",), "api/a.go:3"),
        ("`LegacyName` is used only by `worker`.", ("worker/a.go:3", "cron/b.go:4"), "cron/b.go:4"),
        ("`LegacyName` gets a sibling. The single caller moves: `a.go`.", ("api/a.go:3", "cron/b.go:4"), "cron/b.go:4"),
        ("`LegacyName` is started from the schedule and from nowhere else.", ("schedule.yml:1", "b.go:4"), "b.go:4"),
        ("These are all the callers of `LegacyName`: `api/a.go`.", ("api/a.go:3", "cron/b.go:4"), "cron/b.go:4"),
        ("`LegacyName` is unused.", tuple(f"api/{at}.go:1" for at in range(5)), "and 2 more"),
        ("`LegacyName` is a limit. It is read in one place, `api/a.go`.", ("api/a.go:3", "cron/b.go:4"), "cron/b.go:4"),
        ("`LegacyName` is used by `issue_api` and by `credit`.", ("issue_api/a.go:3", "cron/b.go:4"), "cron/b.go:4"),
        (
            "The models that read `LegacyName` are these two, and no other:\n\n- `rev`: stays.\n- `coh`: is changed.\n",
            ("models/rev.sql:2", "models/coh.sql:3", "models/churn.sql:2"),
            "models/churn.sql:2",
        ),
    ],
)
def test_the_tree_speaks_against_it(said: str, places: tuple[str, ...], left: str) -> None:
    (doubt,) = asked(said, LegacyName=places)
    assert doubt.rule == "G721"
    assert left in doubt.what


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("`LegacyName` is unused.", ()),
        ("`LegacyName` is unused.", ("docs/names.md:3", "api/a_test.go:4", "db/migrations/1.sql:2")),
        ("`LegacyName` is only called in `api/a.go`.", ("api/a.go:3", "api/a.go:9")),
        ("`LegacyName` is only called in `a.go`.", ("api/a.go:3",)),
        ("`LegacyName` is only called by `worker`.", ("cmd/worker/main.go:3",)),
        ("All callers of `LegacyName` are in `internal/users`.", ("internal/users/a.go:3",)),
        ("`LegacyName` is used by `issue_api` and by `credit`.", ("issue_api/a.go:3", "credit/b.go:4")),
        ("`LegacyName` is used by `issue_api`.", ("issue_api/a.go:3", "cron/b.go:4")),
        ("Once `LegacyName` is used by `issue_api` and `credit`, go on.", ("issue_api/a.go:3", "cron/b.go:4")),
        (
            "The models that read `LegacyName` are these two, and no other:\n\n- `rev`: stays.\n- `coh`: is changed.\n",
            ("models/rev.sql:2", "models/coh.sql:3"),
        ),
    ],
)
def test_the_tree_bears_it_out(said: str, places: tuple[str, ...]) -> None:
    assert asked(said, LegacyName=places) == []


@pytest.mark.parametrize("key", ["app.tasks.Sync.send_mail", "Sync.send_mail", "send_mail", "tasks::Sync::send_mail"])
@pytest.mark.parametrize("said", ["send_mail", "send_mail()"])
def test_a_name_is_looked_up_in_all_its_forms(said: str, key: str) -> None:
    text = f"{PHASE}`{said}` is only called in `a.py`."
    (doubt,) = absence.check(paper(text, mentions={key: ("a.py:1", "b.py:2")}))
    assert isinstance(doubt, Doubt) and doubt.rule == "G721" and "b.py:2" in doubt.what
    assert list(absence.check(paper(text, mentions={key: ("a.py:1",)}))) == []


def test_a_last_part_that_names_several_things_tells_nothing() -> None:
    two = {"Sms.send_mail": ("a.py:1",), "Fax.send_mail": ("b.py:2",)}
    (doubt,) = absence.check(paper(f"{PHASE}`send_mail` is only called in `a.py`.", mentions=two))
    assert isinstance(doubt, Doubt) and doubt.rule == "G725"
    assert list(absence.check(paper(f"{PHASE}`Sms.send_mail` is only called in `a.py`.", mentions=two))) == []


def test_what_the_plan_makes_nothing_reads_yet() -> None:
    text = (
        "---\nphases:\n  add:\n    creates: [column:o.state]\n    rollback: drop it; nothing reads it yet\n---\n# P\n"
    )
    assert list(absence.check(paper(text))) == []
    assert list(absence.check(paper("---\ncreates: [column:o.state]\n---\n# P\n\nNothing else reads `o.state`."))) == []
    named = text.replace("    creates: [column:o.state]\n", "")
    named = named.replace("drop it; nothing reads it yet", "drop `o.state`; nothing reads it")
    (doubt,) = absence.check(paper(named))
    assert isinstance(doubt, Doubt) and doubt.rule == "G725"


def test_what_the_plan_changes_is_no_contradiction() -> None:
    front = "---\nscope: {paths: [/api/**]}\nphases: {switch: {files: [web/a.ts]}}\n---\n# P\n\n## switch\n\n"
    places = {"LegacyName": ("api/a.go:3", "web/a.ts:4")}
    assert list(absence.check(paper(f"{front}`LegacyName` is unused.", mentions=places))) == []
    (doubt,) = absence.check(paper(f"{front}`LegacyName` is only called in `api/b.go`.", mentions=places))
    assert isinstance(doubt, Doubt) and "api/a.go:3" in doubt.what


def test_a_place_that_declares_the_name_is_no_use_of_it() -> None:
    at = "internal/users/store.go:12"
    told = paper(f"{PHASE}`LegacyName` is unused.", mentions={"LegacyName": (at,)}, symbol={"LegacyName": at})
    assert list(absence.check(told)) == []
    remark = {"LegacyName": (at, "internal/users/store.go:11", "internal/users/store.go:10")}
    said = f"{PHASE}`LegacyName` is called in `api/a.go` and nowhere else."
    assert list(absence.check(paper(said, mentions=remark, symbol={"LegacyName": at}))) == []
    above = {"LegacyName": (at, "internal/users/store.go:9")}
    (doubt,) = absence.check(paper(said, mentions=above, symbol={"LegacyName": at}))
    assert isinstance(doubt, Doubt) and "store.go:9" in doubt.what


def test_a_name_that_is_named_stands_for_the_file_that_declares_it() -> None:
    said = f"{PHASE}`LegacyName` is called by `issue_all` and by nobody else."
    places = {"LegacyName": ("billing/run.py:9",)}
    assert list(absence.check(paper(said, mentions=places, symbol={"b.run.issue_all": "billing/run.py:4"}))) == []
    one = f"{PHASE}`LegacyName` has one caller, `issue_all`."
    (doubt,) = absence.check(
        paper(
            one,
            mentions={"LegacyName": ("billing/run.py:9", "cron/b.go:4")},
            symbol={"b.issue_all": "billing/run.py:4"},
        )
    )
    assert isinstance(doubt, Doubt) and "cron/b.go:4" in doubt.what
    two = {"b.run.issue_all": "billing/run.py:4", "c.issue_all": "billing/other.py:1"}
    (doubt,) = absence.check(paper(said, mentions=places, symbol=two))
    assert isinstance(doubt, Doubt) and "billing/run.py:9" in doubt.what


def test_names_that_are_listed_are_no_claim_where_nobody_looked() -> None:
    assert asked("`LegacyName` is used by `issue_api` and by `credit`.") == []


def test_sites_and_assumptions_of_the_plan_settle_it() -> None:
    front = (
        "---\ncounts: {reads: 112}\nassume: {A1: {says: nothing else reads `display_name`, settled_by: reads}}\n---\n"
    )
    assert list(absence.check(paper(f"{front}{PHASE}Nothing else reads `display_name`: see `reads`."))) == []


def test_files_that_nobody_looked_into_are_told() -> None:
    asking = paper(f"{PHASE}`LegacyName` is unused.", mentions={"LegacyName": ()})
    asking = asking._replace(known=asking.known._replace(unsearched=("big.bin: it is larger than 32 MB",)))
    (left,) = absence.check(asking)
    assert isinstance(left, Unasked) and left.rule == "G721" and "big.bin" in left.why


def test_subjects_are_the_names_to_look_up() -> None:
    text = (
        "# P\n\n`users.display_name` is only written in `f.go`. Nothing else calls `Store.SaveName()`.\n\n"
        "No other service reads `users`. The consumers of `VAULT_ROLE` are api. Check that nobody calls `other_name`.\n"
    )
    assert subjects(prose(text, "p.md")) == ("display_name", "SaveName", "VAULT_ROLE")


OF_IT = {
    "a pronoun": "`send_mail` writes the row. It has a single caller, the list in `app/a.py`.",
    "it has just one": "`send_mail` writes the row. It has just one caller.",
    "the place": "- `send_mail` is wired in `app/a.py`, that's the one place",
    "the function": "`send_mail` writes the row. The function has only one caller, `app/a.py`.",
    "the nearest": "`copy_rows` goes. `send_mail` stays. No code reads it outside `app/a.py`.",
    "in a file": "`send_mail` in `app/a.py` is used in that file alone.",
}


@pytest.mark.parametrize("said", OF_IT.values(), ids=OF_IT)
def test_what_it_stands_for_is_looked_up(said: str) -> None:
    assert subjects(prose(PHASE + said, "p.md")) == ("send_mail",)
    (doubt,) = asked(said, send_mail=("app/a.py:3", "web/b.py:4"))
    assert doubt.rule == "G721" and "web/b.py:4" in doubt.what
    assert asked(said, send_mail=("app/a.py:3",)) == []


@pytest.mark.parametrize(
    "said",
    [
        "Nobody reads it.",
        "TRUNCATE the copy; it has no readers.",
        "No code reads the column before the switch.",
        "`value_date` is filled. No code reads the column before the switch.",
        "Back: set `phone_e164` to NULL. No code reads it until step 4.",
        "The topic has one consumer group and it has one reader at a time.",
        "Step 3 takes an hour, and that's the one place to wait.",
    ],
)
def test_what_stands_for_nothing_named_is_not_asked(said: str) -> None:
    assert asked(said) == []
