"""Decisions in sentences, for an auditor: what landed, why it was allowed or not, who said yes, and on what evidence.

Whatever anybody wrote stands in code spans, in which Markdown means nothing; no line of it can be taken for ours.
"""

from __future__ import annotations

import json

from guard.escape import shown
from guard.grammar import moment
from guard.model.log import Approval, Evidence, Recorded
from guard.model.rule import RULES
from guard.records.replaying import DIFFERENT, IDENTICAL, SAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.log import Entry
    from guard.records.branch import Branch
    from guard.records.judging import Record
    from guard.records.replaying import Kept, Replayed

MOST = 20  # findings of one landing that are told
OUTCOMES = {
    "pass": "It was allowed",
    "violation": "It was not allowed, because it breaks a rule, and landed all the same",
    "needs-person": "It was not allowed yet, because a person had still to settle something, and landed all the same",
    "stale": "It was no longer allowed, because an approval or evidence had become stale, and landed all the same",
    "cannot-establish": "guard could not establish what it needs, and it landed all the same",
}
REPLAYS = {
    IDENTICAL: "Judged once more, it gives the same bytes.",
    SAME: "Judged once more by another guard, it comes to the same facts and the same outcome.",
    DIFFERENT: "**Judged once more, it comes out otherwise**",
}


def decisions(branch: Branch, every: list[Kept], told: tuple[Replayed, ...]) -> str:
    """The page: where the branch and the log stand, then each landing."""
    log, at = branch.log, branch.trusted.oid.decode()
    lines = ["# Decisions", ""]
    lines.append(f"Repository {code(branch.trusted.policy.id)}, branch {code(branch.name)} at {code(at)}.")
    if branch.chain:
        first, tip = branch.chain[0].commit.decode(), log.tip.decode()
        void = f";\n{_count(len(log.void), 'of them counts', 'of them count')} for nothing" if log.void else ""
        lines += [
            f"The log has {_count(len(branch.chain), 'entry', 'entries')}, from {code(first)} to {code(tip)}{void}."
        ]
    lines += ["", "Hold these ids against what you know of the repository: they are what all of this hangs on."]
    entries = {entry.id: entry for entry in log.standing()}
    for one, of in zip(every, told, strict=True):
        lines += ["", *_landing(branch, one, of, entries)]
    lines += [] if every else ["", "No landing is recorded."]
    return "\n".join(lines) + "\n"


def alike(page: bytes) -> bytes:
    """The page, whoever judged once more: the same bytes in one set-up are the same facts and outcome in another."""
    return page.replace(REPLAYS[SAME].encode(), REPLAYS[IDENTICAL].encode())


def _landing(branch: Branch, one: Kept, of: Replayed, entries: dict[str, Entry]) -> Iterator[str]:
    act = one.entry.act
    assert isinstance(act, Recorded)
    yield f"## {act.commit[:12].decode()}: {act.outcome}"
    yield ""
    try:
        record: Record = json.loads(one.text)
        yield from _sentences(branch, act, one.entry, record)
        yield from _reasons(record, entries)
    except (ValueError, TypeError, KeyError, AttributeError):
        yield "Its record cannot be read."
    yield ""
    yield REPLAYS[of.state] + (f": {code(of.why)}." if of.why else "")
    if of.state == DIFFERENT:
        yield from [f"- {code(difference.words())}" for difference in (*of.causes, *of.results)]


def _sentences(branch: Branch, act: Recorded, entry: Entry, record: Record) -> Iterator[str]:
    """What landed, when, under what, and what came of it."""
    judged, policy = record["judged"], record["documents"]["policy"]
    paths = _count(judged["paths"], "path", "paths")
    landed = f"{code(act.commit.decode())} landed on {code(branch.name)}, with {paths} changed."
    yield f"{landed} {code(act.by)} recorded it on {moment.said(entry.act.at)} (entry {code(entry.id)})."
    outcome = record["outcome"]
    held = f"under policy version {policy['version']}" if policy else "with no policy that could be read"
    plan, phase = outcome["plan"], outcome["phase"]
    if plan:
        held += f", as a landing of {f'phase {code(phase)} of ' if phase else ''}plan {code(plan)}"
    allowed = OUTCOMES[act.outcome]
    if policy and policy["shadow"] and act.outcome != "pass":
        allowed += "; guard only advised then"
    yield f"{allowed}: judged {held}, as of {moment.exact(record['now'])}."


def _reasons(record: Record, entries: dict[str, Entry]) -> Iterator[str]:
    """What it rests on: findings, who said yes, what is attested, what was looked at and what was not."""
    outcome = record["outcome"]
    findings = outcome["findings"]
    if isinstance(findings, dict):
        yield f"\n{findings['count']:,} findings, told by their digest alone: {code(findings['digest'])}."
    elif findings:
        yield "\nWhat was found:\n"
        for found in findings[:MOST]:
            title = RULES[found["rule"]].title if found["rule"] in RULES else ""
            yield f"- {code(found['rule'])} ({title}): {code(found['what'])}"
        if findings[MOST:]:
            yield f"- and {len(findings[MOST:]):,} more"
    turn = record["facts"].get("turn") or {}
    spoke = [entries[one["id"]] for one in turn.get("entries", ()) if one["id"] in entries]
    yield from _said("Who said yes:", [_approval(entry) for entry in spoke if isinstance(entry.act, Approval)])
    yield from _said("On what evidence:", [_evidence(entry) for entry in spoke if isinstance(entry.act, Evidence)])
    yield from _said("What was established:", [code(words) for words in outcome["established"]])
    unknown = [f"{code(one['what'])}: {code(one['why'])}" for one in outcome["not_established"]]
    yield from _said("What was not:", unknown)


def _said(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}\n"
        yield from [f"- {line}" for line in lines]


def _approval(entry: Entry) -> str:
    act = entry.act
    assert isinstance(act, Approval)
    version = f" version {act.version}" if act.version else ""
    what = f"{act.of} {code(act.name)}{version}" if act.name else f"{act.of} {code(act.digest)}"
    shows = {"touch": ", with a touch of a security key", "pin": ", with the PIN of a security key"}
    why = f": {code(act.reason)}" if act.reason else ""
    return f"{code(act.by)} approved {what} on {moment.said(act.at)}{shows.get(entry.presence, '')}{_id(entry)}{why}"


def _evidence(entry: Entry) -> str:
    act = entry.act
    assert isinstance(act, Evidence)
    of = f" of {code(act.service)}" if act.service else ""
    values = "".join([f", {code(f'{key}={value}')}" for key, value in act.values])
    said = f"{code(act.by)} {act.how} {code(act.fact)} of {code(f'{act.plan}/{act.phase}')} in {code(act.env)}{of}"
    return f"{said}, for {code(act.commit.decode())}{values}, on {moment.said(act.at)}{_id(entry)}"


def _id(entry: Entry) -> str:
    struck = ", revoked since" if entry.struck else ""
    return f" (entry {code(entry.id)}{struck})"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def code(text: str) -> str:
    """Text from anywhere, on one line, in a code span that it cannot end."""
    told = shown(text) or " "
    longest = max([len(run) for run in _runs(told)], default=0)
    fence = "`" * (longest + 1)
    room = " " if told[0] in "` " or told[-1] in "` " else ""
    return f"{fence}{room}{told}{room}{fence}"


def _runs(text: str) -> list[str]:
    """The backticks that stand together in it."""
    return "".join([char if char == "`" else " " for char in text]).split()
