"""What an edit of a document means: one row for each edit a person, or somebody sly, would make."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.model.comparison import Comparison, compare, plan, policy
from guard.model.comparison.notes import same
from guard.model.paths import PathSet, covers
from tests.conftest import examples

DAY = 86_400
GONE = object()
PLANNED = ("data", "opaque", "schema")
SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"


def edge(fact: str, soak: int = 0, **others: object) -> dict[str, object]:
    return {
        "fact": fact,
        "soak": soak,
        **({"expect": {"remaining": 0}} if fact in ("backfilled", "drained") else {}),
    } | (others)


def window(start: int, end: int) -> dict[str, object]:
    return {"days": ["sat", "sun"], "from": start * 60, "to": end * 60, "zone": "UTC"}


POLICY: dict[str, Any] = {
    "id": "5f0c2b7e",
    "version": 7,
    "guard": "<1,>=0.1",
    "vocabulary": 1,
    "branch": "main",
    "since": "1" * 40,
    "log": "1" * 40,
    "mode": "enforce",
    "merges": "merge",
    "environment": "production",
    "people": {
        "dana": {"key": "ssh-ed25519 D", "teams": ["identity", "platform"]},
        "omar": {"key": "ssh-ed25519 O", "teams": ["billing", "identity"]},
        "lee": {"key": "ssh-ed25519 L", "teams": ["billing", "data"]},
        "kim": {"teams": ["docs"]},
    },
    "machines": {
        "deploy": {"key": "ssh-ed25519 M", "attests": ["backfilled", "deployed"]},
        "batch": {"key": "ssh-ed25519 B", "attests": ["backfilled", "drained"]},
    },
    "agents": {
        "claude": {"owner": "dana", "purpose": "migrations", "key": "ssh-ed25519 C"},
        "linter": {"owner": "dana", "purpose": "style"},
    },
    "reading_tools": ["mcp__docs__*", "mcp__github__get_issue"],
    "owners": {"/.guard/**": ["platform"], "/billing/**": ["billing", "identity"], "table:users": ["identity"]},
    "consumers": {"table:users": ["api", "worker"]},
    "needs_plan": ["data.*", "schema.*"],
    "routine": [
        {"paths": ["/docs/**"], "does": ["file.*"]},
        {"paths": ["/go.mod", "/go.sum"], "does": ["dep.add", "dep.upgrade"]},
    ],
    "generated": {"/**/*.pb.go": ["/proto/**"]},
    "order": [
        {"apart": ["data.*", "schema.*"]},
        {"first": "code.write.dual", "then": "data.backfill", "needs": edge("deployed", DAY)},
    ],
    "approvals": {
        "plan": 2,
        "irreversible": 2,
        "presence": {"irreversible": "touch", "stop": "pin"},
        "expire": 30 * DAY,
        "answer_within": 2 * DAY,
    },
    "model": {
        "reads": ["plans"],
        "name": "sonnet",
        "unavailable": "ask-person",
        "max_usd": "0.5",
        "through": "gateway",
        "hosts": ["https://models.example.org"],
        "region": "eu-central-1",
        "deadline": 300,
        "samples": 2,
        "never": ["/private/**"],
    },
    "detect": {"house.flag": {"go": "flag.On($X)", "in": ["/**"], "finds": 'flag.On("a")'}},
    "dialects": {"/db/**": "postgres"},
    "inventories": {"tables": ["/db/schema.sql"]},
}
PLAN: dict[str, Any] = {
    "plan": "split-name",
    "version": 3,
    "owner": "dana",
    "why": "Split users.name",
    "scope": {
        "paths": ["/db/migrations/**", "/internal/users/**"],
        "never": ["/internal/users/legacy/**"],
        "max": {"files": 60, "lines": 1500, "bytes": 1_048_576, "commits": 50},
    },
    "sites": {
        "reads": {
            "go": "$U.Name",
            "in": ["/internal/**"],
            "except": ["/internal/x.go"],
            "becomes": "$U.Full",
            "count": 9,
        },
        "writes": {"go": "$U.Name = $V", "in": ["/internal/**"], "count": 3},
    },
    "absent": {
        "stray": {"go": "$U.Name = $V", "in": ["/internal/**"], "except": ["/internal/store.go"], "from": "expand"},
        "sql": {"sql": "users.name", "in": ["/db/**"]},
    },
    "assume": {"A1": {"says": "one writer", "settled_by": "stray"}, "A2": {"says": "no doubles"}},
    "phases": {
        "expand": {"does": ["file.modify", "schema.column.add"], "creates": ["column:users.given"]},
        "backfill": {
            "after": {"expand": [edge("deployed", DAY)]},
            "does": ["data.backfill"],
            "window": [window(1, 5)],
            "rollback": {"when": "errors", "within": 7 * DAY, "by": "docs/run.md#undo"},
        },
        "switch": {
            "after": {"backfill": [edge("backfilled")], "other/phase": [edge("deployed")]},
            "does": ["code.read.switch", "file.*"],
            "sites": ["reads"],
        },
        "rotate": {"after": {"switch": [edge("drained", env="staging")]}, "outside": "rotate in the vault"},
        "contract": {
            "after": {"switch": [edge("deployed", 7 * DAY)]},
            "does": ["schema.column.drop"],
            "drops": ["column:users.name"],
            "window": [window(1, 5), window(20, 22)],
            "stop": "look at the dashboards",
            "irreversible": "docs/run.md#restore",
        },
    },
}
DOES_ALL = ("code.read.switch", "data.backfill", "file.*", "file.modify", "schema.column.add", "schema.column.drop")
DOCUMENTS = {"policy": POLICY, "plan": PLAN}


class Row(NamedTuple):
    """An edit: where (keys and places, divided by |), what stands there now, and all that is said of it."""

    at: str
    value: object
    tighter: tuple[str, ...] = ()
    looser: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def tighter(at: str, value: object, *told: str) -> Row:
    return Row(at, value, tighter=told)


def looser(at: str, value: object, *told: str) -> Row:
    return Row(at, value, looser=told)


def unclear(at: str, value: object, *told: str) -> Row:
    return Row(at, value, unclear=told)


def edited(document: dict[str, Any], at: str, value: object) -> dict[str, Any]:
    whole = copy.deepcopy(document)
    *way, last = at.split("|")
    place: Any = whole
    for key in way:
        place = place[int(key)] if isinstance(place, list) else place[key]
    if value is GONE:
        del place[int(last) if isinstance(place, list) else last]
    elif isinstance(place, list):
        place[int(last) :] = [value]
    else:
        place[last] = value
    return whole


OF_POLICY = [
    unclear("id", "11111111", "id: 5f0c2b7e becomes 11111111"),
    unclear("guard", ">=0.1", "guard: <1,>=0.1 becomes >=0.1"),
    unclear("guard", GONE, "guard: <1,>=0.1 is gone"),
    unclear("vocabulary", 2, "vocabulary: 1 becomes 2"),
    unclear("vocabulary", GONE, "vocabulary: 1 is gone"),
    unclear("branch", "agents", "branch: main becomes agents"),
    unclear("since", "2" * 40, f"since: {'1' * 40} becomes {'2' * 40}"),
    unclear("since", GONE, f"since: {'1' * 40} is gone"),
    looser("log", "2" * 40, f"log: {'1' * 40} becomes {'2' * 40}, so another log counts"),
    looser("log", GONE, "log: the log may now begin with anything, also anew"),
    unclear("environment", "staging", "environment: production becomes staging"),
    looser("mode", "shadow", "mode: enforce becomes shadow"),
    unclear("mode", "off", "mode changes"),
    looser("merges", "squash", "merges: merge becomes squash"),
    # people
    tighter("people|lee|key", GONE, "people.lee may no longer sign: the key is gone")._replace(
        looser=("people: team billing has one key left, so nobody else must sign its own work",),
        unclear=("people: team data has no key left",),
    ),
    Row(
        "people|omar",
        GONE,
        tighter=("people.omar may no longer sign for billing, identity",),
        looser=(
            "people: team billing has one key left, so nobody else must sign its own work",
            "people: team identity has one key left, so nobody else must sign its own work",
        ),
    ),
    Row(
        "people|dana|teams",
        ["identity"],
        tighter=("people.dana.teams no longer speak for platform",),
        unclear=("people: team platform has no key left",),
    ),
    looser(
        "people|omar|key",
        "ssh-ed25519 L",
        "people: team billing has one key left, so nobody else must sign its own work",
    )._replace(unclear=("people.omar.key changes: who holds the new key signs as omar",)),
    unclear("people|dana|key", "ssh-ed25519 E", "people.dana.key changes: who holds the new key signs as dana"),
    looser("people|kim|key", "ssh-ed25519 K", "people.kim may now sign: a key is listed"),
    looser("people|dana|teams", ["billing", "identity", "platform"], "people.dana.teams now speak for billing"),
    looser("people|eve", {"key": "ssh-ed25519 E", "teams": ["platform"]}, "people.eve may now sign for platform"),
    looser("people|eve", {"key": "ssh-ed25519 C"}, "people.eve may now sign"),
    unclear("people|eve", {"teams": ["platform"]}, "people.eve is listed now, without a key"),
    unclear("people|kim", GONE, "people.kim is listed no longer, without a key"),
    unclear("people|kim|powers", ["all"], "people.kim.powers changes"),
    unclear("people|eve", {"key": "ssh-ed25519 E", "powers": ["all"]}, "people.eve changes"),
    # machines
    looser("machines|deploy|attests", ["backfilled", "deployed", "drained"], "machines.deploy.attests gain drained"),
    tighter("machines|deploy|attests", ["deployed"], "machines.deploy.attests lose backfilled"),
    tighter("machines|batch|attests", ["backfilled"], "machines.batch.attests lose drained")._replace(
        unclear=("machines: none is left that attests drained",)
    ),
    looser("machines|ci", {"key": "ssh-ed25519 I", "attests": ["deployed"]}, "machines.ci may now attest deployed"),
    Row(
        "machines|deploy|attests",
        GONE,
        tighter=("machines.deploy.attests lose backfilled", "machines.deploy.attests lose deployed"),
        unclear=("machines: none is left that attests deployed",),
    ),
    looser("machines|ci", {"key": "ssh-ed25519 I"}, "machines.ci may now sign records of landings"),
    looser("machines|deploy|opens", ["production"], "machines.deploy.opens gain production"),
    looser(
        "machines|ci",
        {"key": "ssh-ed25519 I", "opens": ["production", "staging"]},
        "machines.ci may now sign records of landings, and sign receipts for production, staging",
    ),
    Row(
        "machines",
        {"ci": {"key": "ssh-ed25519 I"}},
        tighter=(
            "machines.batch may no longer attest backfilled, drained",
            "machines.deploy may no longer attest backfilled, deployed",
        ),
        looser=(
            "machines.ci may now sign records of landings",
            "machines: none is left that attests, so a person's word is taken",
        ),
    ),
    Row(
        "machines",
        GONE,
        tighter=(
            "machines.batch may no longer attest backfilled, drained",
            "machines.deploy may no longer attest backfilled, deployed",
        ),
        looser=("machines: none is left that attests, so a person's word is taken",),
    ),
    unclear(
        "machines|deploy|key",
        "ssh-ed25519 X",
        "machines.deploy.key changes: who holds the new key attests in this name",
    ),
    # agents
    unclear("agents|cody", {"owner": "dana", "purpose": "x"}, "agents.cody is listed now"),
    unclear("agents|linter", GONE, "agents.linter is listed no longer"),
    looser("agents|claude", GONE, "agents.claude is gone: guard no longer knows its key as that of an agent"),
    looser("agents|claude|key", GONE, "agents.claude.key is gone: guard no longer knows it as that of an agent"),
    unclear(
        "agents|claude|key",
        "ssh-ed25519 X",
        "agents.claude.key changes: guard no longer knows the old one as that of an agent",
    ),
    unclear("agents|linter|key", "ssh-ed25519 X", "agents.linter.key is new"),
    unclear("agents|claude|owner", "omar", "agents.claude.owner: dana becomes omar"),
    unclear("agents|claude|purpose", "all of it", "agents.claude.purpose is worded differently"),
    # reading_tools
    looser("reading_tools", ["mcp__docs__*", "mcp__github__get_issue", "rg"], "reading_tools gains rg"),
    looser("reading_tools", ["mcp__*"], "reading_tools gains mcp__*"),
    tighter("reading_tools", ["mcp__docs__*"], "reading_tools loses mcp__github__get_issue"),
    tighter("reading_tools", ["mcp__docs__find", "mcp__github__get_issue"], "reading_tools loses mcp__docs__*"),
    tighter("reading_tools", GONE, "reading_tools loses mcp__docs__*", "reading_tools loses mcp__github__get_issue"),
    unclear("reading_tools", ["mcp__docs__*", "mcp__docs__find", "mcp__github__get_issue"], "reading_tools changes"),
    unclear("reading_tools", "mcp__docs__*", "reading_tools changes"),
    # owners
    tighter("owners|/.guard/**", ["identity", "platform"], "owners /.guard/**: identity must agree too"),
    tighter("owners|/billing/eu/**", ["data"], "owners /billing/eu/**: data must agree now"),
    tighter("owners|/lib/**", ["data", "platform"], "owners /lib/**: data, platform must agree now"),
    unclear("owners|/lib/**", ["interns"], "owners /lib/**: interns instead of platform"),
    unclear("owners|/**", ["interns"], "owners /**: interns instead of platform"),
    unclear("owners|table:cards", ["interns"], "owners table:cards: interns instead of platform"),
    unclear("owners|column:users.mail", ["interns"], "owners column:users.mail: interns instead of identity"),
    tighter(
        "owners|column:users.mail", ["data", "identity"], "owners column:users.mail: data, identity must agree now"
    ),
    looser("owners|/billing/**", ["billing"], "owners /billing/**: identity need not agree any more"),
    looser("owners|/billing/**", GONE, "owners /billing/**: billing, identity need not agree any more"),
    looser("owners|table:users", GONE, "owners table:users: identity need not agree any more"),
    unclear("owners|table:users", ["billing"], "owners table:users: identity becomes billing"),
    unclear("owners|table:users", "identity", "owners table:users changes"),
    # consumers
    tighter(
        "consumers|table:users", ["api", "cron", "worker"], "consumers table:users: evidence is now needed from cron"
    ),
    tighter("consumers|table:cards", ["api"], "consumers table:cards: evidence is now needed from api"),
    looser("consumers|table:users", ["api"], "consumers table:users: no evidence is needed from worker any more"),
    looser("consumers", GONE, "consumers table:users: no evidence is needed from api, worker any more"),
    unclear(
        "consumers|column:users.mail",
        ["api"],
        "consumers column:users.mail: evidence from api, where table:users asks api, worker",
    ),
    # needs_plan, routine, generated
    tighter("needs_plan", ["data.*", "opaque.*", "schema.*"], "needs_plan gains opaque.*"),
    tighter("needs_plan", ["*"], "needs_plan gains *"),
    looser("needs_plan", ["data.*", "schema.column.*"], "needs_plan no longer covers all of schema.*"),
    looser(
        "needs_plan", [], "needs_plan no longer covers all of data.*", "needs_plan no longer covers all of schema.*"
    ),
    unclear("needs_plan", ["data.*", "schema.*", "schema.column.drop"], "needs_plan changes"),
    looser("routine|0|does", ["*"], "routine gains * on /docs/**"),
    looser("routine|0|paths", ["/**"], "routine gains file.* on /**"),
    looser("routine|2", {"paths": ["/src/**"], "does": ["file.*"]}, "routine gains file.* on /src/**"),
    looser(
        "routine|1|does",
        ["dep.add", "dep.upgrade", "opaque.*"],
        "routine gains dep.add, dep.upgrade, opaque.* on /go.mod",
        "routine gains dep.add, dep.upgrade, opaque.* on /go.sum",
    ),
    tighter("routine|1|paths", ["/go.sum"], "routine no longer frees dep.add, dep.upgrade on /go.mod"),
    tighter("routine|0|does", ["file.modify"], "routine no longer frees file.* on /docs/**"),
    tighter("routine|0", GONE, "routine no longer frees file.* on /docs/**"),
    unclear("routine|2", {"paths": ["/docs/a/**"], "does": ["file.add"]}, "routine changes"),
    unclear("routine|0|until", "2027", "routine changes"),
    looser("generated|/gen/**", ["/idl/**"], "generated /gen/**: these files are now free of line budgets"),
    looser("generated|/**/*.pb.go", ["/idl/**", "/proto/**"], "generated /**/*.pb.go gains /idl/**"),
    tighter("generated|/**/*.pb.go", ["/proto/a/**"], "generated /**/*.pb.go no longer covers all of /proto/**"),
    unclear(
        "generated", GONE, "generated /**/*.pb.go: these files count again, and are no longer held to their sources"
    ),
    # order
    looser("order|0", GONE, "order no longer keeps data.*, schema.* apart"),
    tighter("order|2", {"apart": ["file.*", "secret.*"]}, "order now keeps file.*, secret.* apart"),
    tighter("order|0|apart", ["data.*", "file.*", "schema.*"], "order now keeps data.*, file.*, schema.* apart"),
    Row(
        "order|0|apart",
        ["*", "data.*"],
        tighter=("order now keeps *, data.* apart",),
        looser=("order no longer keeps data.*, schema.* apart",),
    ),
    looser("order|1|needs", GONE, "order: code.write.dual before data.backfill: deployed 1d becomes nothing"),
    looser("order|1|needs|soak", 60, "order: code.write.dual before data.backfill: deployed 1d becomes deployed 1m"),
    tighter(
        "order|1|needs|soak", 2 * DAY, "order: code.write.dual before data.backfill: deployed 1d becomes deployed 2d"
    ),
    unclear(
        "order|1|needs", edge("rehearsed"), "order: code.write.dual before data.backfill: deployed 1d becomes rehearsed"
    ),
    looser("order|1", GONE, "order no longer keeps code.write.dual before data.backfill"),
    unclear("order|0|unless", "x", "order changes"),
    # approvals
    looser("approvals|plan", 1, "approvals.plan: 2 becomes 1"),
    tighter("approvals|plan", 3, "approvals.plan: 2 becomes 3"),
    looser("approvals|irreversible", 0, "approvals.irreversible: 2 becomes 0"),
    tighter("approvals|irreversible", 4, "approvals.irreversible: 2 becomes 4"),
    looser("approvals|presence|irreversible", GONE, "approvals.presence.irreversible: touch becomes nothing"),
    looser("approvals|presence|stop", "touch", "approvals.presence.stop: pin becomes touch"),
    tighter("approvals|presence|irreversible", "pin", "approvals.presence.irreversible: touch becomes pin"),
    tighter("approvals|presence|policy", "touch", "approvals.presence.policy: nothing becomes touch"),
    unclear("approvals|presence|stop", "wink", "approvals.presence.stop changes"),
    looser(
        "approvals|presence",
        GONE,
        "approvals.presence.irreversible: touch becomes nothing",
        "approvals.presence.stop: pin becomes nothing",
    ),
    looser("approvals|expire", 60 * DAY, "approvals.expire: 30d becomes 60d"),
    tighter("approvals|expire", DAY, "approvals.expire: 30d becomes 1d"),
    unclear("approvals|answer_within", 3 * DAY, "approvals.answer_within: 2d becomes 3d"),
    unclear("approvals|plan", True, "approvals.plan changes"),
    unclear("approvals|plan", GONE, "approvals.plan changes"),
    # model, detect, dialects, inventories
    tighter("model|reads", ["landings", "plans"], "model.reads gain landings"),
    looser("model|reads", [], "model.reads lose plans"),
    looser("model", GONE, "model is gone: nothing is read for questions any more"),
    unclear("model|name", "opus", "model.name: sonnet becomes opus"),
    looser("model|max_usd", "50", "model.max_usd: 0.5 becomes 50"),
    tighter("model|max_usd", "0.05", "model.max_usd: 0.5 becomes 0.05"),
    looser("model|max_usd", GONE, "model.max_usd is gone: a reading may cost anything"),
    unclear("model|max_usd", "much", "model.max_usd changes"),
    unclear("model|through", "vertex", "model.through: gateway becomes vertex"),
    looser("model|hosts", ["https://a.example", "https://models.example.org"], "model.hosts gains https://a.example"),
    tighter("model|hosts", GONE, "model.hosts loses https://models.example.org"),
    unclear("model|region", "us-east-1", "model.region: eu-central-1 becomes us-east-1"),
    unclear("model|deadline", 60, "model.deadline: 5m becomes 1m"),
    unclear("model|deadline", GONE, "model.deadline: 5m becomes nothing"),
    tighter("model|samples", 3, "model.samples: 2 becomes 3"),
    looser("model|samples", GONE, "model.samples: 2 becomes 1"),
    tighter("model|never", ["/keys/**", "/private/**"], "model.never gains /keys/**"),
    looser("model|never", GONE, "model.never no longer covers all of /private/**"),
    unclear("model|unavailable", "pass", "model.unavailable: ask-person becomes pass"),
    looser("detect|house.flag", GONE, "detect house.flag is gone: this operation is no longer found"),
    unclear(
        "detect|house.off",
        {"go": "x", "in": ["/**"], "finds": "x"},
        "detect house.off is new: what it finds is called by this name from now on",
    ),
    unclear("detect|house.flag|go", "never($X)", "detect house.flag.go: flag.On($X) becomes never($X)"),
    unclear("detect|house.flag|in", ["/none"], "detect house.flag.in changes"),
    unclear("dialects|/db/**", "sqlite", "dialects /db/**: postgres becomes sqlite"),
    unclear("dialects|/sql/**", "mysql", "dialects /sql/**: mysql is new"),
    unclear(
        "inventories|tables",
        ["/b.sql"],
        "inventories.tables gains /b.sql",
        "inventories.tables no longer covers all of /db/schema.sql",
    ),
    unclear("inventories|flags", ["/f"], "inventories.flags gains /f"),
    unclear("sudo", ["claude"], "sudo changes"),
]
OF_PLAN = [
    unclear("plan", "split-names", "plan: split-name becomes split-names"),
    unclear("owner", "omar", "owner: dana becomes omar"),
    unclear("why", "Because", "why is worded differently"),
    # scope
    looser("scope|paths|2", "/billing/**", "scope.paths gains /billing/**"),
    looser("scope|paths", ["/**"], "scope.paths gains /**"),
    tighter("scope|paths", ["/db/migrations/**"], "scope.paths no longer covers all of /internal/users/**"),
    tighter(
        "scope|paths",
        ["/db/migrations/*.sql", "/internal/users/**"],
        "scope.paths no longer covers all of /db/migrations/**",
    ),
    unclear("scope|paths|2", "/db/migrations/a.sql", "scope.paths changes"),
    unclear("scope|paths", GONE, "scope.paths changes"),
    tighter("scope|never|1", "/db/migrations/0*", "scope.never gains /db/migrations/0*"),
    looser("scope|never", GONE, "scope.never no longer covers all of /internal/users/legacy/**"),
    looser(
        "scope|never", ["/internal/users/legacy/*"], "scope.never no longer covers all of /internal/users/legacy/**"
    ),
    tighter("scope|never", ["/internal/users/**"], "scope.never gains /internal/users/**"),
    unclear("scope|never|1", "/internal/users/legacy/a", "scope.never changes"),
    looser("scope|max|files", 200, "scope.max.files: 60 becomes 200"),
    looser("scope|max|lines", "unlimited", "scope.max.lines: 1500 becomes unlimited"),
    tighter("scope|max|bytes", 10, "scope.max.bytes: 1048576 becomes 10"),
    tighter("scope|max|commits", 0, "scope.max.commits: 50 becomes 0"),
    unclear("scope|max|files", GONE, "scope.max.files changes"),
    unclear("scope|max|files", "many", "scope.max.files changes"),
    unclear("scope|max|renames", 3, "scope.max.renames changes"),
    unclear("scope|also", ["/**"], "scope.also changes"),
    # sites
    looser("sites|reads", GONE, "sites.reads is gone: these places are no longer worked through"),
    unclear("sites|more", {"go": "x", "in": ["/**"], "count": 4}, "sites.more is new: 4 places"),
    unclear("sites|reads|count", 5, "sites.reads.count: 9 becomes 5"),
    unclear("sites|reads|go", "$U.Nam", "sites.reads.go: $U.Name becomes $U.Nam"),
    unclear("sites|reads|becomes", GONE, "sites.reads.becomes: $U.Full is gone"),
    tighter("sites|reads|in", ["/**"], "sites.reads.in gains /**"),
    looser("sites|reads|in", ["/internal/a/**"], "sites.reads.in no longer covers all of /internal/**"),
    looser("sites|writes|except", ["/internal/b"], "sites.writes.except gains /internal/b"),
    tighter("sites|reads|except", GONE, "sites.reads.except no longer covers all of /internal/x.go"),
    unclear("sites|reads|in", GONE, "sites.reads.in changes"),
    # absent
    looser("absent|stray", GONE, "absent.stray is gone and binds nobody any more"),
    tighter("absent|more", {"go": "x", "in": ["/**"]}, "absent.more is new and binds every landing"),
    tighter(
        "absent|more",
        {"go": "x", "in": ["/**"], "from": "expand"},
        "absent.more is new and binds every landing from expand on",
    ),
    unclear("absent|stray|go", "$U.Nam", "absent.stray.go: $U.Name = $V becomes $U.Nam"),
    looser("absent|stray|in", ["/internal/a/**"], "absent.stray.in no longer covers all of /internal/**"),
    tighter("absent|stray|in", ["/**"], "absent.stray.in gains /**"),
    looser("absent|stray|except", ["/internal/**"], "absent.stray.except gains /internal/**"),
    tighter("absent|stray|except", GONE, "absent.stray.except no longer covers all of /internal/store.go"),
    unclear("absent|stray|from", "contract", "absent.stray.from: expand becomes contract"),
    tighter("absent|stray|from", GONE, "absent.stray.from: it binds from the beginning, no longer from expand on"),
    looser("absent|sql|from", "contract", "absent.sql.from: it binds from contract on, no longer from the beginning"),
    # assume
    looser("assume|A2", GONE, "assume.A2 is gone: nobody is asked any more"),
    tighter("assume|A3", {"says": "x"}, "assume.A3 is new and asks for an answer"),
    unclear("assume|A3", {"says": "x", "settled_by": "dana: yes"}, "assume.A3 is new, with an answer beside it"),
    unclear("assume|A1|says", "no writer", "assume.A1.says is worded differently"),
    unclear("assume|A1|settled_by", "dana: yes", "assume.A1.settled_by is worded differently"),
    unclear("assume|A2|settled_by", "dana: yes", "assume.A2.settled_by is new"),
    unclear("assume|A1|settled_by", GONE, "assume.A1.settled_by is gone"),
    # phases
    unclear(
        "phases|expand|does",
        [],
        "phases.expand.does: the phase does nothing any more, and what comes after it waits for no work",
    ),
    looser("phases|more", {"does": ["data.*", "file.*"]}, "phases.more is new and may do data.*, file.*"),
    looser("phases|more", {"does": []}, "phases.more is new and may do nothing"),
    looser("phases|more", {"outside": "x"}, "phases.more is new and is done outside this repository"),
    unclear(
        "phases|switch", GONE, "phases.switch is gone: what came after it, and what it did, is for a person to look at"
    ),
    looser("phases|backfill|does", ["*"], "phases.backfill.does gains *"),
    looser("phases|backfill|does", ["data.backfill", "opaque.*"], "phases.backfill.does gains opaque.*"),
    tighter("phases|switch|does", ["file.*"], "phases.switch.does no longer covers all of code.read.switch"),
    tighter(
        "phases|switch|does", ["code.read.switch", "file.add"], "phases.switch.does no longer covers all of file.*"
    ),
    unclear("phases|switch|does", ["code.read.switch", "file.*", "file.add"], "phases.switch.does changes"),
    looser("phases|contract|after", GONE, "phases.contract no longer waits for switch: deployed 7d"),
    tighter("phases|contract|after|expand", [edge("rehearsed")], "phases.contract now waits for expand: rehearsed"),
    looser("phases|switch|after|other/phase", GONE, "phases.switch no longer waits for other/phase: deployed"),
    looser("phases|contract|after|switch|0|soak", DAY, "phases.contract.after.switch: deployed 7d becomes deployed 1d"),
    tighter(
        "phases|contract|after|switch|0|soak", 8 * DAY, "phases.contract.after.switch: deployed 7d becomes deployed 8d"
    ),
    tighter(
        "phases|contract|after|switch|1",
        edge("rehearsed"),
        "phases.contract.after.switch: deployed 7d becomes deployed 7d, rehearsed",
    ),
    unclear(
        "phases|contract|after|switch|0|fact",
        "complete",
        "phases.contract.after.switch: deployed 7d becomes complete 7d",
    ),
    unclear(
        "phases|contract|after|switch|0|env",
        "staging",
        "phases.contract.after.switch: deployed 7d becomes deployed 7d env=staging",
    ),
    unclear(
        "phases|rotate|after|switch|0|env", GONE, "phases.rotate.after.switch: drained env=staging becomes drained"
    ),
    unclear(
        "phases|switch|after|backfill|0|expect|remaining",
        10,
        "phases.switch.after.backfill: backfilled becomes backfilled remaining=10",
    ),
    unclear("phases|contract|after|switch|0|fact", "hoped", "phases.contract.after.switch changes"),
    looser("phases|expand|creates", ["column:users.given", "table:x"], "phases.expand.creates gains table:x"),
    unclear("phases|expand|creates", GONE, "phases.expand.creates loses column:users.given"),
    looser(
        "phases|contract|drops",
        ["column:users.mail", "column:users.name"],
        "phases.contract.drops gains column:users.mail",
    ),
    unclear("phases|contract|drops", GONE, "phases.contract.drops loses column:users.name"),
    tighter("phases|switch|sites", ["reads", "writes"], "phases.switch.sites gains writes"),
    looser("phases|switch|sites", GONE, "phases.switch.sites loses reads"),
    unclear("phases|backfill|sites", ["writes"], "phases.backfill.sites gains writes"),
    tighter("phases|switch|window", [window(1, 5)], "phases.switch.window: it may run only sat-sun 01:00-05:00 UTC"),
    looser(
        "phases|backfill|window",
        GONE,
        "phases.backfill.window: it may run at any time, no longer only sat-sun 01:00-05:00 UTC",
    ),
    looser(
        "phases|backfill|window|1", window(20, 22), "phases.backfill.window: it may run sat-sun 20:00-22:00 UTC too"
    ),
    tighter("phases|contract|window|1", GONE, "phases.contract.window: it may no longer run sat-sun 20:00-22:00 UTC"),
    unclear(
        "phases|backfill|window|0|to",
        600,
        "phases.backfill.window: sat-sun 01:00-05:00 UTC becomes sat-sun 01:00-10:00 UTC",
    ),
    unclear("phases|backfill|window|0|zone", "Mars", "phases.backfill.window changes"),
    looser("phases|contract|stop", GONE, "phases.contract.stop is gone"),
    tighter("phases|switch|stop", "wait", "phases.switch.stop is new"),
    unclear("phases|contract|stop", "go on", "phases.contract.stop is worded differently"),
    unclear("phases|rotate|outside", "somewhere", "phases.rotate.outside is worded differently"),
    unclear("phases|expand|outside", "somewhere", "phases.expand.outside is new"),
    looser("phases|contract|irreversible", GONE, "phases.contract.irreversible is gone"),
    unclear("phases|expand|irreversible", "docs/run.md#x", "phases.expand.irreversible is new"),
    unclear("phases|contract|irreversible", "docs/run.md#x", "phases.contract.irreversible is worded differently"),
    looser("phases|backfill|rollback", GONE, "phases.backfill.rollback is gone: there is no way back any more"),
    unclear(
        "phases|expand|rollback",
        {"within": DAY},
        "phases.expand.rollback is new: a way back, and a time in which the inverse passes",
    ),
    looser("phases|backfill|rollback|within", 9 * DAY, "phases.backfill.rollback.within: 7d becomes 9d"),
    tighter("phases|backfill|rollback|within", DAY, "phases.backfill.rollback.within: 7d becomes 1d"),
    unclear("phases|backfill|rollback|within", GONE, "phases.backfill.rollback.within changes"),
    unclear("phases|backfill|rollback|when", "never", "phases.backfill.rollback.when is worded differently"),
    unclear(
        "phases|backfill|rollback|by",
        "docs/run.md#b",
        "phases.backfill.rollback.by: docs/run.md#undo becomes docs/run.md#b",
    ),
    unclear("phases|expand|approved", True, "phases.expand.approved changes"),
    unclear("approved", True, "approved changes"),
]
ROWS = [("policy", row) for row in OF_POLICY] + [("plan", row) for row in OF_PLAN]


@pytest.mark.parametrize(
    ("kind", "row"), ROWS, ids=[f"{kind}-{number}-{row.at}" for number, (kind, row) in enumerate(ROWS)]
)
def test_an_edit_is_told(kind: str, row: Row) -> None:
    old = DOCUMENTS[kind]
    assert compare(kind, old, edited(old, row.at, row.value)) == Comparison(row.tighter, row.looser, row.unclear)


def test_a_stricter_mode_and_back() -> None:
    assert compare("policy", edited(POLICY, "mode", "shadow"), POLICY).tighter == ("mode: shadow becomes enforce",)
    assert compare("policy", edited(POLICY, "merges", "squash"), POLICY).tighter == ("merges: squash becomes merge",)


def test_what_guard_cannot_read_needs_a_plan_wherever_something_does() -> None:
    """Without the key, `opaque.*` is among what needs one; `*` is all of it, and no list but an empty one frees it."""
    standing = edited(POLICY, "needs_plan", ["data.*", "opaque.*", "schema.*"])
    for now, told in (
        (["*"], Comparison(("needs_plan gains *",), (), ())),
        (["data.*", "schema.*"], Comparison((), (), ("needs_plan changes",))),
        (["data.*"], Comparison((), ("needs_plan no longer covers all of schema.*",), ())),
        ([], Comparison((), tuple([f"needs_plan no longer covers all of {one}.*" for one in PLANNED]), ())),
    ):
        assert compare("policy", standing, edited(POLICY, "needs_plan", now)) == told


def test_the_log_is_told_apart_from_one_begun_anew() -> None:
    told = compare("policy", edited(POLICY, "log", GONE), POLICY)
    assert told == Comparison((f"log: the log now has to begin with {'1' * 40}",), (), ())


def test_a_model_and_owners_where_there_were_none() -> None:
    bare = edited(edited(POLICY, "model", GONE), "owners", GONE)
    assert compare("policy", bare, POLICY) == Comparison(
        (
            "owners /.guard/**: platform must agree now",
            "owners /billing/**: billing, identity must agree now",
            "owners table:users: identity must agree now",
        ),
        (),
        ("model is new: sonnet reads what is in this repository",),
    )


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (((), (), ()), "same"),
        ((("a",), (), ()), "tighter"),
        (((), ("a",), ()), "looser"),
        (((), (), ("a",)), "incomparable"),
        ((("a",), ("a",), ()), "incomparable"),
        ((("a",), (), ("a",)), "incomparable"),
        (((), ("a",), ("a",)), "incomparable"),
    ],
)
def test_outcome(told: tuple[tuple[str, ...], ...], outcome: str) -> None:
    assert Comparison(*told).outcome == outcome


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_same_document_and_the_version_alone_are_the_same(kind: str) -> None:
    document = DOCUMENTS[kind]
    assert compare(kind, document, copy.deepcopy(document)).outcome == "same"
    assert compare(kind, document, {**document, "version": 99}).outcome == "same"
    assert compare(kind, None, None).outcome == "same"


def test_documents_that_come_and_go() -> None:
    assert compare("policy", POLICY, None).outcome == "looser"
    assert compare("policy", None, POLICY) == Comparison(
        ("the policy is new: there was none",), (), ("people who may sign: dana, lee, omar",)
    )
    assert compare("plan", PLAN, None) == Comparison(
        ("phases: nothing is allowed by this plan any more",),
        (
            "scope.never no longer holds /internal/users/legacy/**",
            "absent.sql no longer binds any landing",
            "absent.stray no longer binds any landing",
            "sites.reads no longer binds any landing",
            "sites.writes no longer binds any landing",
            "phases: no other plan has to wait for this one over column:users.given, column:users.name",
        ),
        (),
    )
    assert compare("plan", None, PLAN) == Comparison(
        ("absent.sql now binds every landing", "absent.stray now binds every landing"),
        (
            f"scope.paths: the plan allows {', '.join(DOES_ALL)} on /db/migrations/**, /internal/users/**",
            "scope.max: one landing may hold 60 files, 1500 lines, 1048576 bytes, 50 commits",
            "phases: column:users.name may go",
        ),
        (),
    )
    small = {"plan": "x", "version": 1, "scope": {"paths": ["/a"]}, "phases": {"one": {"does": ["file.add"]}}}
    assert compare("plan", None, small).outcome == "looser"
    many = {**small, "scope": {"paths": [*(f"/a/b/{n}" for n in range(30)), "/z/**"]}}
    assert "allows file.add on /z/**, /a/b/0, " in compare("plan", None, many).looser[0]
    assert compare("plan", None, {"scope": 3}) == Comparison((), (), ("plan is not understood",))


def test_nothing_hidden_gets_into_a_sentence() -> None:
    (told,) = compare("plan", PLAN, edited(PLAN, "owner", "om\x1b[2Jar\u202e")).unclear
    assert told.isprintable() and "\\x1b" in told and "\\u202e" in told


def test_too_many_patterns_are_said_to_be_too_many() -> None:
    narrow, broad = [f"/a/{n}/b/c" for n in range(2_000)], [f"/a/{n}/**" for n in range(2_000)]
    found = compare("plan", edited(PLAN, "scope|paths", narrow), edited(PLAN, "scope|paths", broad))
    assert len(found.looser) == 2_000 and len(found.tighter) > 0
    assert [told for told in found.unclear if told.startswith("there are more patterns")]


# every key of the schema has a rule


def test_every_key_of_the_schema_is_known() -> None:
    for kind, rules in (("policy", policy.RULES), ("plan", plan.RULES)):
        schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text())
        assert set(rules) == set(schema["properties"]) - {"version"}
        assert set(DOCUMENTS[kind]) == set(schema["properties"])
    phase = json.loads((SCHEMAS / "plan.schema.json").read_text())["$defs"]["phase"]["properties"]
    assert {key for one in PLAN["phases"].values() for key in one} == set(phase)


@pytest.mark.parametrize(("kind", "rows"), [("policy", OF_POLICY), ("plan", OF_PLAN)])
def test_every_key_has_rows(kind: str, rows: list[Row]) -> None:
    assert {row.at.split("|")[0] for row in rows} >= set(DOCUMENTS[kind]) - {"version"}


# whatever differs is told


LEAVES = st.none() | st.booleans() | st.integers(-1, 3) | st.sampled_from(["", "a", "/a", "/**", "a.*", "unlimited"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["paths", "does", "key", "teams", "fact", "soak", "a", "/a"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at] if at else []
    if isinstance(value, dict):
        return found + [place for key, inner in value.items() for place in places(inner, (*at, key))]
    if isinstance(value, list):
        return found + [place for number, inner in enumerate(value) for place in places(inner, (*at, number))]
    return found


PLACES = [(kind, place) for kind, document in DOCUMENTS.items() for place in places(document)]


@pytest.mark.fuzz
@settings(max_examples=examples(200))
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.just(GONE) | VALUES, st.booleans()), min_size=1, max_size=3))
def test_all_is_empty_only_where_nothing_but_the_version_differs(edits: list[tuple[Any, object, bool]]) -> None:
    kind = edits[0][0][0]
    new = copy.deepcopy(DOCUMENTS[kind])
    for (_, place), value, beside in edits:
        put(new, place, value, beside)
    for old, changed in ((DOCUMENTS[kind], new), (new, DOCUMENTS[kind])):
        plain = [{key: value for key, value in side.items() if key != "version"} for side in (old, changed)]
        assert (compare(kind, old, changed).outcome == "same") is same(*plain)
        told = compare(kind, old, changed)
        assert all(text.isprintable() for texts in told for text in texts)


def put(document: Any, place: tuple[Any, ...], value: object, beside: bool) -> None:
    """A value in a place, or under a new key beside it; where the place is gone already, nothing."""
    for key in place[:-1]:
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(document, dict):
        document.pop(place[-1], None) if value is GONE else document.update({"new" if beside else place[-1]: value})
    elif isinstance(document, list) and isinstance(place[-1], int) and place[-1] < len(document):
        document[place[-1] : place[-1] + 1] = [] if value is GONE else [value]


@settings(max_examples=examples(100))
@given(st.sampled_from(["policy", "plan"]), st.none() | st.dictionaries(st.sampled_from([*POLICY, *PLAN]), VALUES))
def test_any_data_at_all_is_answered(kind: str, data: dict[str, Any] | None) -> None:
    for old, new in ((data, DOCUMENTS[kind]), (DOCUMENTS[kind], data), (data, None), (None, data), (data, data)):
        found = compare(kind, old, new)
        assert (found.outcome == "same") is ((old is None and new is None) or (old is not None and old is new))


# taking away what restricts is never called tighter


RESTRICTS = [
    *("approvals", "approvals|presence", "owners", "consumers", "order", "needs_plan", "generated", "model", "detect"),
    *("model|never", "model|samples", "model|max_usd"),
    *("people|dana|key", "machines", "agents", "agents|claude|key", "guard", "merges", "mode", "approvals|expire"),
]
RESTRICTS_PLAN = [
    *("scope|never", "scope|max", "scope|max|files", "sites", "sites|reads|in", "absent", "absent|stray|in", "assume"),
    *("phases|contract|after", "phases|contract|window", "phases|contract|stop", "phases|contract|irreversible"),
    *("phases|contract|drops", "phases|expand|creates", "phases|switch|sites", "phases|backfill|rollback"),
    *("phases|rotate|outside", "phases|switch", "assume|A1", "scope|paths", "phases|backfill|rollback|within"),
]
REMOVALS = [("policy", at) for at in RESTRICTS] + [("plan", at) for at in RESTRICTS_PLAN]


@pytest.mark.parametrize(("kind", "at"), REMOVALS)
def test_less_said_is_never_tighter(kind: str, at: str) -> None:
    found = compare(kind, DOCUMENTS[kind], edited(DOCUMENTS[kind], at, GONE))
    assert found.outcome in ("looser", "incomparable"), found


# what is called tighter allows nothing new


PARTS = st.lists(st.sampled_from(["a", "b", "*", "**", "a*"]), min_size=1, max_size=3).map(
    lambda parts: "/" + "/".join(parts)
)
GLOBS = st.lists(PARTS, min_size=1, max_size=3, unique=True).map(sorted)
DOES = st.lists(st.sampled_from(["*", "a.*", "a.b", "opaque.*", "opaque.x", "c"]), min_size=1, max_size=3, unique=True)
SCOPES = st.fixed_dictionaries({"paths": GLOBS, "never": st.just([]) | GLOBS})
ENTRIES = st.lists(st.fixed_dictionaries({"paths": GLOBS, "does": DOES}), max_size=3)
FILES = [path.encode() for path in ("a", "b", "c", "a/a", "a/c", "b/a", "c/c", "ab/a", "a/b/c", "b/c/a", "c/c/c", "ab")]
IDS = ["a.b", "a.c", "c", "d", "opaque.x", "opaque.y", "opaque"]


@pytest.mark.fuzz
@settings(max_examples=examples(200))
@given(SCOPES, SCOPES)
def test_a_tighter_scope_allows_no_path_more(old: dict[str, Any], new: dict[str, Any]) -> None:
    if compare("plan", {"scope": old}, {"scope": new}).outcome in ("same", "tighter"):
        before, after = [{path for path in FILES if allowed(scope, path)} for scope in (old, new)]
        assert after <= before


def allowed(scope: dict[str, Any], path: bytes) -> bool:
    return PathSet(scope["paths"]).matches(path) and not PathSet(scope["never"]).matches(path)


@pytest.mark.fuzz
@settings(max_examples=examples(200))
@given(ENTRIES, ENTRIES)
def test_tighter_routine_frees_nothing_more(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    if compare("policy", {"routine": old}, {"routine": new}).outcome in ("same", "tighter"):
        free = [
            {(path, one, two) for path in FILES for one in IDS for two in IDS if routine(side, path, (one, two))}
            for side in (old, new)
        ]
        assert free[1] <= free[0]


def routine(entries: list[dict[str, Any]], path: bytes, ids: tuple[str, ...]) -> bool:
    return any(
        PathSet(entry["paths"]).matches(path) and all(any(covers(one, word) for one in entry["does"]) for word in ids)
        for entry in entries
    )
